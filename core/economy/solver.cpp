// SPDX-License-Identifier: Apache-2.0
#include "core/economy/solver.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/economy/checks.h"
#include "core/economy/rows.h"

namespace tidu::economy {
namespace {

constexpr double kCleared = 0.5;            ///< of the tolerance: accounts that are finished move markets a little
constexpr double kTight = 1e-13;            ///< of prices and spending once the markets clear
constexpr double kWorse = 10;               ///< growth of the largest change at which regions' blocks are made anew
constexpr double kNear = 1;                 ///< largest change from which regions may follow the world
constexpr std::size_t kKnownFor = 20;       ///< steps after which regions' blocks are made anew
constexpr std::size_t kTightSweeps = 5000;  ///< of the last ones
constexpr double kLargestStep = 1;          ///< of ln income in one outer step
constexpr std::size_t kPatience = 25;       ///< steps with an income below 0 until the closure is given up

}  // namespace

Solver::Solver(const BaseYear& base, Executor& executor)
    : base_(base),
      executor_(executor),
      markets_(base.economy),
      blocks_(base.economy, markets_),
      sweeps_(base.economy, executor),
      bundle_price_({base.economy.regions(), base.economy.sectors()}),
      excess_(markets_.size()),
      spending_unit_(base.expenditure.values()) {
  for (double& unit : spending_unit_) unit = unit > 0 ? unit : 1;
}

Result<Equilibrium> Solver::solve(const Shock& shock, const SolveOptions& options) {
  const auto logs = check_shock(base_, markets_, shock, options);
  if (!logs) return tl::unexpected(logs.error());
  shock_ = &shock;
  logs_ = &*logs;
  out_ = {};
  poor_steps_ = 0;
  sweeps_.begin({.cost = shock.trade_cost.size() == 0 ? nullptr : &shock.trade_cost,
                 .tariff = shock.tariff.size() == 0 ? nullptr : &shock.tariff,
                 .technology = &logs->technology,
                 .invested = shock.investment_share.empty() ? nullptr : &shock.investment_share});
  begin(options);
  if (auto done = iterate(options); !done) return tl::unexpected(done.error());
  finish(*logs, options.shares);
  return std::move(out_);
}

/// The base year; or where a year left off or, with years before it, where they lead.
void Solver::begin(const SolveOptions& options) {
  std::vector<double>& price = sweeps_.log_price().values();
  std::vector<double>& spending = sweeps_.expenditure().values();
  y_.assign(markets_.size(), 0.0);
  price.assign(price.size(), 0.0);
  spending = base_.expenditure.values();
  const auto& earlier = options.start;
  if (earlier.empty()) return;
  // The polynomial through the newest k years: 1; 2, -1; 3, -3, 1.
  constexpr double kWeights[3][3] = {{1, 0, 0}, {2, -1, 0}, {3, -3, 1}};
  const std::size_t count = std::min<std::size_t>(earlier.size(), 3);
  const double* weights = kWeights[count - 1];
  for (std::size_t k = 0; k < count; ++k) {
    for (std::size_t m = 0; m < y_.size(); ++m) y_[m] += weights[k] * earlier[k]->log_income[m];
  }
  for (std::size_t at = 0; at < price.size(); ++at) {
    const auto lead = [&](const auto& of) {
      const double now = of(*earlier[0]);
      const double last = count > 1 ? of(*earlier[1]) : now;
      const double first = count > 2 ? of(*earlier[2]) : last;
      if (!(now > 0 && last > 0 && first > 0)) return now;
      return count == 1 ? now : count == 2 ? now * (now / last) : now * (now / last) * (now / last) * (first / last);
    };
    price[at] = lead([at](const Equilibrium& year) { return year.price.values()[at]; });
    spending[at] = lead([at](const Equilibrium& year) { return year.expenditure.values()[at]; });
  }
  log_all(price.data(), price.data(), price.size());
}

/// Prices, spending and the excess ln(demand / income) of each market at y in the numeraire, by one sweep; `moved`: y
/// is new.
Result<void> Solver::evaluate(bool moved) {
  const std::size_t regions = base_.economy.regions();
  if (moved) {
    out_.value_added = markets_.value_added(y_);
    const double world = sum(out_.value_added) / base_.world_value_added;
    const double shift = math::log(world);
    for (double& value : y_) value -= shift;
    for (double& value : out_.value_added) value /= world;
    markets_.bundle_price(y_, logs_->log_supply, bundle_price_);
    out_.deficit = deficits_after(base_, shock_->closure, shock_->people, out_.value_added);
    untaxed_income_ = markets_.income(y_, out_.value_added);
    for (std::size_t n = 0; n < regions; ++n) untaxed_income_[n] += out_.deficit[n];
  }
  price_before_ = sweeps_.log_price().values();
  spending_before_ = sweeps_.expenditure().values();
  const Change change = sweeps_.sweep(bundle_price_, untaxed_income_);
  if (const std::size_t at = sweeps_.unsupplied(); at != Sweeps::kNone)
    return refuse(ErrorCode::domain, "economy.no_supplier_left", "economy.no_supplier_left.hint", at % regions + 1,
                  at / regions + 1);
  out_.sweeps += 1;
  change_ = std::max(change.price, change.spending);
  const auto& total = sweeps_.income();
  poor_steps_ = *std::min_element(total.begin(), total.end()) > 0 ? 0 : poor_steps_ + 1;
  if (poor_steps_ > kPatience) return require_income();
  measure_excess();
  return {};
}

/// The region whose income is least, where that is not above 0.
Result<void> Solver::require_income() const {
  const auto& total = sweeps_.income();
  const auto poorest = std::min_element(total.begin(), total.end());
  if (*poorest > 0) return {};
  return refuse(ErrorCode::domain, "economy.closure_income", "economy.closure_income.hint", poorest - total.begin() + 1,
                *poorest);
}

void Solver::measure_excess() {
  const std::vector<double> demand = markets_.demand(sweeps_.output());
  // Walras: producers pay what the world earns. They miss it only by what the inner loops or the given shares miss, and
  // that belongs to no market.
  leak_ = sum(demand) / sum(out_.value_added);
  const double log_leak = leak_ > 0 ? math::log(leak_) : 0;
  out_.residual = 0;
  std::vector<double> log_ratio(markets_.size());
  for (std::size_t m = 0; m < markets_.size(); ++m) log_ratio[m] = demand[m] / markets_.base(m);
  log_all(log_ratio.data(), log_ratio.data(), log_ratio.size());
  for (std::size_t m = 0; m < markets_.size(); ++m) {
    // A demand that is not positive is on the way to a closure that fails, or passes: the longest step down.
    excess_[m] = demand[m] > 0 ? log_ratio[m] - y_[m] - log_leak : -kLargestStep;
    if (std::fabs(excess_[m]) < out_.residual) continue;
    out_.residual = std::fabs(excess_[m]);
    out_.worst_region = markets_.region(m);
    out_.worst_sector.reset();
    if (markets_.sector(m) != Markets::kRegional) out_.worst_sector = markets_.sector(m);
  }
}

/// The next incomes, prices and spending: Newton's steps of the regions, accelerated together, no longer than
/// kLargestStep in ln income. Without `incomes` prices and spending alone.
void Solver::step(Anderson& accelerated, bool incomes) {
  std::vector<double>& price = sweeps_.log_price().values();
  std::vector<double>& spending = sweeps_.expenditure().values();
  const std::size_t cells = price.size();
  const RowKernels& kernels = row_kernels();
  kernels.subtract(price.data(), price.data(), price_before_.data(), cells);
  kernels.subtract(spending.data(), spending.data(), spending_before_.data(), cells);
  std::vector<double> by_income = excess_;
  blocks_.step(incomes ? &by_income : nullptr, price.data(), spending.data());

  std::vector<double> state;
  std::vector<double> f;
  state.reserve(y_.size() + 2 * cells);
  f.reserve(y_.size() + 2 * cells);
  if (incomes) {
    state = y_;
    f = by_income;
  }
  state.insert(state.end(), price_before_.begin(), price_before_.end());
  f.insert(f.end(), price.begin(), price.end());
  for (std::size_t at = 0; at < cells; ++at) {
    state.push_back(spending_before_[at] / spending_unit_[at]);
    f.push_back(spending[at] / spending_unit_[at]);
  }
  const std::vector<double> next = accelerated.next(state, f);
  const std::size_t first = incomes ? y_.size() : 0;
  double longest = 0;
  for (std::size_t m = 0; m < first; ++m) longest = std::max(longest, std::fabs(next[m] - state[m]));
  const double part = longest > kLargestStep ? kLargestStep / longest : 1;
  const auto moved = [&](std::size_t at) { return state[at] + part * (next[at] - state[at]); };
  for (std::size_t m = 0; m < first; ++m) y_[m] = moved(m);
  for (std::size_t at = 0; at < cells; ++at) {
    price[at] = moved(first + at);
    spending[at] = spending_unit_[at] * moved(first + cells + at);
  }
}

Result<void> Solver::iterate(const SolveOptions& options) {
  Anderson accelerated(options.depth);
  double best = 1;            // least change yet
  bool moved = true;          // incomes are new
  bool near = false;          // the state has come near the solution
  bool known = false;         // regions' blocks are those of a state like this one
  std::size_t known_for = 0;  // steps
  bool closing = false;       // markets are cleared; accounts are brought to the last digits at these incomes
  std::size_t closing_sweeps = 0;
  while (true) {
    if (executor_.cancelled()) return failure(ErrorCode::cancelled, text("economy.cancelled"));
    if (auto done = evaluate(moved); !done) return done;
    const bool last = out_.steps == options.max_steps;
    const double open = std::max(out_.residual, change_);
    if (!closing && (open <= kCleared * options.tolerance || last)) {
      closing = true;
      closing_sweeps = 0;
      accelerated.restart();
    }
    if (closing && (change_ <= kTight || ++closing_sweeps == kTightSweeps)) {
      out_.converged = out_.residual <= options.tolerance;
      if (out_.converged || last) break;
      closing = false;
      accelerated.restart();
    }
    const bool arrives = !closing && !near && open < kNear;
    if (!closing) {
      known = known && !(open > kWorse * best) && !arrives && known_for < kKnownFor;
      near = near || arrives;
      best = std::min(best, open);
      ++out_.steps;
      ++known_for;
    }
    if (!known) {
      // Regions that are led astray together are better off alone, from where they are.
      blocks_.refresh(sweeps_, y_, arrives);
      accelerated.restart();
      known = true;
      known_for = 0;
      best = open;
    }
    step(accelerated, !closing);
    moved = !closing;
  }
  if (poor_steps_ > 0) return require_income();
  return {};
}

Identities Solver::identities(bool shares) const {
  const Economy& e = base_.economy;
  const std::vector<double> ones(e.regions(), 1.0);
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
      const double all = shares ? row_kernels().dot(&out_.trade_share(j, n, 0), ones.data(), ones.size()) : 0;
      if (all > 0) out.trade_share = std::max(out.trade_share, std::fabs(all - 1));
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

void Solver::finish(const ShockLogs& logs, bool shares) {
  const Economy& e = base_.economy;
  const std::size_t regions = e.regions();
  const std::size_t sectors = e.sectors();
  out_.log_income = y_;
  if (shares) {
    out_.trade_share = sweeps_.trade_share();
    out_.tariff = shock_->tariff.size() == 0 ? e.tariff : shock_->tariff;
    out_.input_share = sweeps_.input_share();
  }
  out_.expenditure = sweeps_.expenditure();
  out_.output = sweeps_.output();
  out_.final_share = sweeps_.consumption_share();
  out_.income = sweeps_.income();
  out_.tariff_revenue = sweeps_.tariff_revenue();
  out_.price = out_.cost = out_.gate_price = out_.rental = RegionSector({regions, sectors});
  out_.wage.assign(e.skills(), out_.price);
  sweeps_.price_indices();
  out_.consumer_price.resize(regions);
  out_.final_price.resize(regions);
  out_.real_income.resize(regions);
  for (std::size_t n = 0; n < regions; ++n) {
    for (std::size_t j = 0; j < sectors; ++j) {
      out_.price(n, j) = sweeps_.log_price()(n, j);
      out_.cost(n, j) = sweeps_.log_cost()(n, j);
      out_.gate_price(n, j) = sweeps_.log_cost()(n, j) - logs.technology(n, j) / e.theta[j];
      for (std::size_t g = 0; g <= e.skills(); ++g) {
        RegionSector& hats = g < e.skills() ? out_.wage[g] : out_.rental;
        hats(n, j) = markets_.log_price(g, n, j, y_, logs.log_supply);
      }
    }
    out_.consumer_price[n] = math::exp(sweeps_.log_consumer_price()[n]);
    out_.final_price[n] = math::exp(sweeps_.log_final_price()[n]);
    out_.real_income[n] = out_.income[n] / base_.income[n] / out_.final_price[n];
  }
  const auto raise = [](RegionSector& hats) { exp_all(hats.values().data(), hats.size()); };
  for (RegionSector* hats : {&out_.price, &out_.cost, &out_.gate_price, &out_.rental}) raise(*hats);
  for (RegionSector& hats : out_.wage) raise(hats);
  out_.identities = identities(shares);
}

}  // namespace tidu::economy
