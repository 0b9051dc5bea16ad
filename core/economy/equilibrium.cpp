// SPDX-License-Identifier: Apache-2.0
#include "core/economy/equilibrium.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/economy/anderson.h"
#include "core/economy/checks.h"
#include "core/economy/rows.h"
#include "core/economy/shock.h"
#include "core/economy/sweeps.h"

namespace tidu::economy {
namespace {

constexpr double kTight = 1e-13;            ///< of prices and spending once the markets clear
constexpr double kIncomeWeight = 5;         ///< of ln income beside ln price in the least squares of the acceleration
constexpr double kWorse = 10;               ///< growth of the largest change at which the acceleration starts anew
constexpr std::size_t kTightSweeps = 5000;  ///< of the last ones
constexpr double kLargestStep = 1;          ///< of ln income in one outer step
constexpr double kSmall = 1e-300;           ///< beyond it and its inverse logarithms are taken one by one
constexpr std::size_t kPatience = 25;       ///< steps with an income below 0 until the closure is given up

/// One solve: the state of the sweeps and what the outer loop keeps.
class Solver {
 public:
  Solver(const BaseYear& base, const Shock& shock, const SolveOptions& options, const ShockLogs& logs,
         Executor& executor)
      : base_(base),
        shock_(shock),
        options_(options),
        logs_(logs),
        executor_(executor),
        markets_(base.economy),
        sweeps_({.economy = &base.economy,
                 .cost = shock.trade_cost.size() == 0 ? nullptr : &shock.trade_cost,
                 .tariff = shock.tariff.size() == 0 ? nullptr : &shock.tariff,
                 .technology = &logs.technology,
                 .invested = shock.investment_share.empty() ? nullptr : &shock.investment_share},
                executor),
        bundle_price_({base.economy.regions(), base.economy.sectors()}),
        y_(markets_.size()),
        excess_(markets_.size()) {
    sweeps_.expenditure() = base.expenditure;
    if (options.start != nullptr) begin(*options.start, options.before);
  }

  Result<Equilibrium> run();

 private:
  void begin(const Equilibrium& start, const Equilibrium* before);
  Result<void> evaluate(double tolerance, std::size_t max_sweeps);
  void measure_excess();
  void step(Anderson& accelerated);
  void finish();
  Identities identities() const;

  const BaseYear& base_;
  const Shock& shock_;
  const SolveOptions& options_;
  const ShockLogs& logs_;
  Executor& executor_;
  Markets markets_;
  Sweeps sweeps_;
  RegionSector bundle_price_;
  std::vector<double> y_, excess_;
  std::vector<double> price_before_, spending_before_;  ///< of the last sweep
  double change_ = 0;                                   ///< the largest of ln price and of spending in it
  std::size_t poor_steps_ = 0;
  double leak_ = 1;  ///< what producers pay over what factors earn
  Equilibrium out_;
};

/// Where a year left off or, with the year before it, where both lead.
void Solver::begin(const Equilibrium& start, const Equilibrium* before) {
  y_ = start.log_income;
  for (std::size_t m = 0; before != nullptr && m < y_.size(); ++m) y_[m] += y_[m] - before->log_income[m];
  for (std::size_t at = 0; at < start.price.size(); ++at) {
    const double price = start.price.values()[at];
    const double spent = start.expenditure.values()[at];
    sweeps_.log_price().values()[at] = math::log(price);
    sweeps_.expenditure().values()[at] = spent;
    if (before == nullptr) continue;
    sweeps_.log_price().values()[at] += math::log(price / before->price.values()[at]);
    const double spent_before = before->expenditure.values()[at];
    if (spent > 0 && spent_before > 0) sweeps_.expenditure().values()[at] *= spent / spent_before;
  }
}

/// Prices, spending and the excess ln(demand / income) of each market at y.
Result<void> Solver::evaluate(double tolerance, std::size_t max_sweeps) {
  markets_.bundle_price(y_, logs_.log_supply, bundle_price_);
  price_before_ = sweeps_.log_price().values();
  spending_before_ = sweeps_.expenditure().values();
  const Loop prices = sweeps_.solve_prices(bundle_price_, tolerance, max_sweeps);
  const std::size_t regions = base_.economy.regions();
  if (const std::size_t at = sweeps_.unsupplied(); at != Sweeps::kNone)
    return refuse(ErrorCode::domain, "economy.no_supplier_left", "economy.no_supplier_left.hint", at % regions + 1,
                  at / regions + 1);
  out_.value_added = markets_.value_added(y_);
  out_.deficit = deficits_after(base_, shock_.closure, shock_.people, out_.value_added);
  std::vector<double> income = markets_.income(y_);
  for (std::size_t n = 0; n < regions; ++n) income[n] += out_.deficit[n];
  const Loop spending = sweeps_.solve_spending(income, tolerance, max_sweeps);
  out_.sweeps += prices.sweeps + spending.sweeps;
  change_ = std::max(prices.change, spending.change);

  const auto& total = sweeps_.income();
  const auto poorest = std::min_element(total.begin(), total.end());
  poor_steps_ = *poorest > 0 ? 0 : poor_steps_ + 1;
  if (poor_steps_ > kPatience)
    return refuse(ErrorCode::domain, "economy.closure_income", "economy.closure_income.hint",
                  poorest - total.begin() + 1, *poorest);
  measure_excess();
  return {};
}

void Solver::measure_excess() {
  const std::vector<double> demand = markets_.demand(sweeps_.output());
  // Walras: producers pay what the world earns. They miss it only by what the inner loops or the given shares miss, and
  // that belongs to no market.
  leak_ = sum(demand) / sum(out_.value_added);
  const double log_leak = leak_ > 0 ? math::log(leak_) : 0;
  out_.residual = 0;
  std::vector<double> ratio(full_row(markets_.size()), 1.0);
  for (std::size_t m = 0; m < markets_.size(); ++m) ratio[m] = demand[m] / markets_.base(m);
  std::vector<double> log_ratio(ratio.size());
  row_kernels().logarithms(log_ratio.data(), ratio.data(), ratio.size());
  for (std::size_t m = 0; m < markets_.size(); ++m) {
    if (!(ratio[m] > kSmall && ratio[m] < 1 / kSmall)) log_ratio[m] = math::log(ratio[m]);
    // A demand that is not positive is on the way to a closure that fails, or passes: the longest step down.
    excess_[m] = demand[m] > 0 ? log_ratio[m] - y_[m] - log_leak : -kLargestStep;
    if (std::fabs(excess_[m]) < out_.residual) continue;
    out_.residual = std::fabs(excess_[m]);
    out_.worst_region = markets_.region(m);
    out_.worst_sector.reset();
    if (markets_.sector(m) != Markets::kRegional) out_.worst_sector = markets_.sector(m);
  }
}

/// The next incomes, prices and spending: accelerated together, no longer than kLargestStep in ln income, in the
/// numeraire.
void Solver::step(Anderson& accelerated) {
  std::vector<double>& price = sweeps_.log_price().values();
  std::vector<double>& spending = sweeps_.expenditure().values();
  const std::vector<double>& unit = base_.expenditure.values();
  std::vector<double> state;
  std::vector<double> f;
  for (std::size_t m = 0; m < y_.size(); ++m) {
    state.push_back(kIncomeWeight * y_[m]);
    f.push_back(kIncomeWeight * markets_.step()[m] * excess_[m]);
  }
  for (std::size_t at = 0; at < price.size(); ++at) {
    state.push_back(price_before_[at]);
    f.push_back(price[at] - price_before_[at]);
  }
  for (std::size_t at = 0; at < unit.size(); ++at) {
    const double scale = unit[at] > 0 ? 1 / unit[at] : 0;
    state.push_back(scale * spending_before_[at]);
    f.push_back(scale * (spending[at] - spending_before_[at]));
  }
  const std::vector<double> next = accelerated.next(state, f);
  double longest = 0;
  for (std::size_t m = 0; m < y_.size(); ++m)
    longest = std::max(longest, std::fabs(next[m] - state[m]) / kIncomeWeight);
  const double part = longest > kLargestStep ? kLargestStep / longest : 1;
  const auto moved = [&](std::size_t at) { return state[at] + part * (next[at] - state[at]); };
  for (std::size_t m = 0; m < y_.size(); ++m) y_[m] = moved(m) / kIncomeWeight;
  for (std::size_t at = 0; at < price.size(); ++at) price[at] = moved(y_.size() + at);
  for (std::size_t at = 0; at < unit.size(); ++at) {
    if (unit[at] > 0) spending[at] = unit[at] * moved(y_.size() + price.size() + at);
  }
  const double shift = math::log(sum(markets_.value_added(y_)) / base_.world_value_added);
  for (double& value : y_) value -= shift;
}

Result<Equilibrium> Solver::run() {
  Anderson accelerated(options_.depth);
  double best = 1;
  while (true) {
    if (executor_.cancelled()) return failure(ErrorCode::cancelled, text("economy.cancelled"));
    if (auto done = evaluate(0, 1); !done) return tl::unexpected(done.error());
    const bool last = out_.steps == options_.max_steps;
    const double open = std::max(out_.residual, change_);
    if (open <= options_.tolerance || last) {
      // Accounts hold to the last digits whatever the markets' residual: prices and spending of this y are finished.
      if (auto done = evaluate(kTight, kTightSweeps); !done) return tl::unexpected(done.error());
      out_.converged = out_.residual <= options_.tolerance;
      if (out_.converged || last) break;
      accelerated.restart();
    } else if (open > kWorse * best) {
      accelerated.restart();
    }
    best = std::min(best, open);
    step(accelerated);
    ++out_.steps;
  }
  if (poor_steps_ > 0) {
    const auto& total = sweeps_.income();
    const auto poorest = std::min_element(total.begin(), total.end());
    return refuse(ErrorCode::domain, "economy.closure_income", "economy.closure_income.hint",
                  poorest - total.begin() + 1, *poorest);
  }
  finish();
  return std::move(out_);
}

Identities Solver::identities() const {
  const Economy& e = base_.economy;
  Identities out;
  double net = 0;
  for (std::size_t n = 0; n < e.regions(); ++n) {
    double spent = 0;
    double used = out_.income[n];
    double made = 0;
    for (std::size_t j = 0; j < e.sectors(); ++j) {
      spent += out_.expenditure(n, j);
      made += out_.output(n, j);
      used += (1 - e.value_added_share(n, j)) * out_.output(n, j);
      double shares = 0;
      for (std::size_t i = 0; i < e.regions(); ++i) shares += out_.trade_share(j, n, i);
      if (shares > 0) out.trade_share = std::max(out.trade_share, std::fabs(shares - 1));
    }
    out.budget = std::max(out.budget, std::fabs(spent - used) / spent);
    // Purchases from itself are in both: what is left are imports less exports.
    net += spent - out_.tariff_revenue[n] - made - out_.deficit[n];
  }
  out.walras = std::fabs(net) / base_.world_value_added;
  out.leak = std::fabs(leak_ - 1);
  out.numeraire = std::fabs(sum(out_.value_added) / base_.world_value_added - 1);
  return out;
}

void Solver::finish() {
  const Economy& e = base_.economy;
  const std::size_t regions = e.regions();
  const std::size_t sectors = e.sectors();
  out_.log_income = y_;
  out_.trade_share = sweeps_.trade_share();
  out_.tariff = shock_.tariff.size() == 0 ? e.tariff : shock_.tariff;
  out_.expenditure = sweeps_.expenditure();
  out_.output = sweeps_.output();
  out_.final_share = sweeps_.consumption_share();
  out_.income = sweeps_.income();
  out_.tariff_revenue = sweeps_.tariff_revenue();
  out_.price = out_.cost = out_.gate_price = out_.rental = RegionSector({regions, sectors});
  out_.wage.assign(e.skills(), out_.price);
  out_.input_share = sweeps_.input_share();
  sweeps_.price_indices();
  out_.consumer_price.resize(regions);
  out_.final_price.resize(regions);
  out_.real_income.resize(regions);
  for (std::size_t n = 0; n < regions; ++n) {
    for (std::size_t j = 0; j < sectors; ++j) {
      out_.price(n, j) = math::exp(sweeps_.log_price()(n, j));
      out_.cost(n, j) = math::exp(sweeps_.log_cost()(n, j));
      out_.gate_price(n, j) = math::exp(sweeps_.log_cost()(n, j) - logs_.technology(n, j) / e.theta[j]);
      for (std::size_t g = 0; g <= e.skills(); ++g) {
        RegionSector& hats = g < e.skills() ? out_.wage[g] : out_.rental;
        hats(n, j) = math::exp(markets_.log_price(g, n, j, y_, logs_.log_supply));
      }
    }
    out_.consumer_price[n] = math::exp(sweeps_.log_consumer_price()[n]);
    out_.final_price[n] = math::exp(sweeps_.log_final_price()[n]);
    out_.real_income[n] = out_.income[n] / base_.income[n] / out_.final_price[n];
  }
  out_.identities = identities();
}

}  // namespace

Result<Equilibrium> solve(const BaseYear& base, const Shock& shock, const SolveOptions& options, Executor& executor) {
  const auto logs = check_shock(base, shock, options);
  if (!logs) return tl::unexpected(logs.error());
  return Solver(base, shock, options, *logs, executor).run();
}

Result<void> require_converged(const Equilibrium& equilibrium, const SolveOptions& options) {
  if (equilibrium.converged) return {};
  const std::size_t sector = equilibrium.worst_sector ? *equilibrium.worst_sector + 1 : 0;
  return refuse(ErrorCode::no_convergence, "economy.no_convergence", "economy.no_convergence.hint", equilibrium.steps,
                equilibrium.residual, options.tolerance, equilibrium.worst_region + 1, sector);
}

Result<BaseYear> as_base(const BaseYear& base, const Shock& shock, const Equilibrium& after) {
  Economy next = base.economy;
  const Markets markets(base.economy);
  next.trade_share = after.trade_share;
  next.tariff = after.tariff;
  next.input_share = after.input_share;
  next.final_share = after.final_share;
  next.deficit = after.deficit;
  if (!shock.investment_share.empty()) next.investment_share = shock.investment_share;
  for (std::size_t n = 0; n < next.regions(); ++n) {
    for (std::size_t j = 0; j < next.sectors(); ++j) {
      const double paid = next.value_added_share(n, j) * after.output(n, j);
      for (std::size_t g = 0; g < next.skills(); ++g) next.labour_income[g](n, j) = markets.share(g, n, j) * paid;
      next.structures_income(n, j) = markets.share(next.skills(), n, j) * paid;
    }
    if (!shock.people.empty() && !next.people.empty()) next.people[n] *= shock.people[n];
  }
  return prepare(next, base.as_given ? Shares::as_given : Shares::renormalised);
}

}  // namespace tidu::economy
