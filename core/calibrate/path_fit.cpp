// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/path_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/math.h"

namespace tidu::calibrate {
namespace {

using L = PathLayout;

constexpr double kDifference = 1.0 / 262144;  // of a prior's sd: forward differences
constexpr std::size_t kRegionGroup = 0;
constexpr std::size_t kShockGroup = 1;
constexpr int kMostRounds = 8;
constexpr int kRoundSteps = 20;
constexpr int kMostSteps = 100;
constexpr double kRough = 0.05;    // LevenbergMarquardtOptions::enough between rounds
constexpr double kPart = 0.6;      // of a step of the standard deviations
constexpr double kEnough = 0.005;  // and at the end: 0.1 standard deviations over all parameters together
constexpr double kSettled = 0.02;  // change of ln sd at which the rounds end
constexpr std::size_t kColumnsPerBlock = 8;
constexpr std::size_t kMany = 4;  // regions from which on the short Jacobian pays

double logit(double share) { return math::log(share / (1 - share)); }

L layout_of(const PathFitInput& input) {
  L layout;
  layout.pulses = input.setting.pulses.size();
  layout.scale = layout.pulse + layout.pulses;
  layout.scales = input.attribute_index.empty() ? 0 : 1;
  layout.wording = layout.scale + layout.scales;
  layout.wordings = input.wordings - 1;
  layout.effect = layout.wording + layout.wordings;
  layout.effects = input.region_effects ? input.setting.population.size() : 0;
  layout.start = layout.effect + layout.effects;
  layout.starts = input.setting.population.size();
  layout.shock = layout.start + layout.starts;
  layout.shocks = input.shocks ? input.setting.times.size() - 1 : 0;
  return layout;
}

std::vector<GaussianPrior> priors_of(const PathFitInput& input, const L& layout) {
  const PathPriors& p = input.priors;
  std::vector<GaussianPrior> prior{p.log_innovation, p.log_imitation, p.logit_market, p.log_discontinuance,
                                   p.logit_aware};
  prior.insert(prior.end(), layout.pulses, p.log_pulse);
  prior.insert(prior.end(), layout.scales, p.attribute_scale);
  prior.insert(prior.end(), layout.wordings, p.log_wording);
  prior.insert(prior.end(), layout.effects, {0, input.start.group[kRegionGroup]});
  prior.insert(prior.end(), layout.starts, p.logit_start);
  prior.insert(prior.end(), layout.shocks, {0, input.start.group[kShockGroup]});
  return prior;
}

class Fit {
 public:
  Fit(const PathFitInput& input, AdoptionPaths paths, AdoptionPaths copies, Executor& executor)
      : input_(input), paths_(std::move(paths)), copies_(std::move(copies)), executor_(executor) {
    fit_.layout = layout_of(input);
    prior_ = priors_of(input, fit_.layout);
    group_.assign(prior_.size(), VarianceProblem::kNoGroup);
    std::fill_n(group_.begin() + static_cast<std::ptrdiff_t>(fit_.layout.effect), fit_.layout.effects,
                static_cast<std::uint8_t>(kRegionGroup));
    std::fill_n(group_.begin() + static_cast<std::ptrdiff_t>(fit_.layout.shock), fit_.layout.shocks,
                static_cast<std::uint8_t>(kShockGroup));
    set_rows();
    users_ = Array<double, Region, Point>({paths_.units(), input.setting.times.size()});
    aware_ = users_;
    copied_users_ = Array<double, Region, Point>({copies_.units(), input.setting.times.size()});
    copied_aware_ = copied_users_;
    fit_.jacobian = Array<double, Row, Column>({input.rows.size(), prior_.size()});
    fit_.components = input.start;
  }

  // Steps and standard deviations in turn with a Jacobian that leaves out what regions do to each other, which costs
  // about a tenth; then the steps once more with the whole.
  Result<PathFit> run() {
    fit_.mode = input_.guess.empty() ? first_guess() : input_.guess;
    const bool many = fit_.layout.starts >= kMany;
    for (int round = 0; round < kMostRounds; ++round) {
      whole_ = !many;
      if (auto done = minimise(kRough, kRoundSteps); !done) return tl::unexpected(done.error());
      auto variances = update_variances();
      if (!variances) return tl::unexpected(variances.error());
      if (*variances < kSettled) break;
    }
    whole_ = true;
    if (auto done = input_.polish ? minimise(kEnough, kMostSteps) : Result<void>(); !done) return tl::unexpected(done.error());
    fit_.prior = priors_with(prior_, group_, fit_.components);
    set_evidence();
    return std::move(fit_);
  }

 private:
  void set_rows() {
    const std::vector<double>& times = input_.setting.times;
    std::size_t last = ChainLink::kFirst;
    for (std::size_t i = 0; i < input_.rows.size(); ++i) {
      const PathRow& row = input_.rows[i];
      const bool same = i > 0 && input_.rows[i - 1].region == row.region && input_.rows[i - 1].measure == row.measure;
      if (!same) last = ChainLink::kFirst;
      ChainLink link{last, 0};
      if (last != ChainLink::kFirst) link.gap = times[row.time] - times[input_.rows[last].time];
      fit_.chain.push_back(link);
      fit_.observed.push_back(logit(row.share));
      if (std::isnan(row.share)) continue;
      if (last != ChainLink::kFirst) link.previous = position_of_[last];
      chain_.push_back(link);
      position_of_.resize(i + 1);
      position_of_[i] = seen_.size();
      seen_.push_back(i);
      last = i;
    }
  }

  // Parameters at their priors' means, markets above what has been seen, regions where they were seen first.
  std::vector<double> first_guess() const {
    std::vector<double> theta;
    for (const GaussianPrior& prior : prior_) theta.push_back(prior.mean);
    double highest = 0;
    for (const PathRow& row : input_.rows) {
      if (row.measure == Measure::users && row.share > highest) highest = row.share;
    }
    double market = math::logistic(theta[L::kMarket]);
    if (prior_[L::kMarket].sd > 0) market = std::max(market, std::min(0.99, 1.1 * highest));
    theta[L::kMarket] = logit(market);
    for (std::size_t k = seen_.size(); k-- > 0;) {
      const PathRow& row = input_.rows[seen_[k]];
      if (row.measure != Measure::users) continue;
      theta[fit_.layout.start + row.region] = logit(std::clamp(row.share / market, 1e-4, 0.97));
    }
    return theta;
  }

  // Whether the map has a meaning there; steps beyond are not taken.
  bool sensible(std::span<const double> theta) const {
    for (std::size_t j = 0; j < theta.size(); ++j) {
      const bool rate = j < L::kMarket || j == L::kDiscontinuance;
      if (!(theta[j] > -40 && theta[j] < (rate ? 5 : 40))) return false;
    }
    const PathParameters parameters = path_parameters(input_, fit_.layout, theta);
    for (const double speed : parameters.log_speed) {
      if (!(std::fabs(speed) < 8)) return false;
    }
    return true;
  }

  bool evaluate(std::span<const double> theta) {
    if (!sensible(theta)) return false;
    ++fit_.runs;
    paths_.run(path_parameters(input_, fit_.layout, theta), users_, aware_);
    const double market = math::logistic(theta[L::kMarket]);
    logit_slope_.resize(input_.rows.size());
    measured_.resize(input_.rows.size());
    fit_.logit.resize(input_.rows.size());
    for (std::size_t i = 0; i < input_.rows.size(); ++i) {
      const PathRow& row = input_.rows[i];
      const bool by_users = row.measure == Measure::users;
      const double factor = by_users ? market : 1;
      const double share = factor * (by_users ? users_(row.region, row.time) : aware_(row.region, row.time));
      measured_[i] = share;
      logit_slope_[i] = factor / (share * (1 - share));
      double z = logit(share);
      if (row.wording > 0) z += theta[fit_.layout.wording + row.wording - 1];
      for (std::size_t t = 0; t < shocks_of(row); ++t) z += shock_weight(t) * theta[fit_.layout.shock + t];
      fit_.logit[i] = z;
      if (!std::isfinite(z)) return false;
    }
    return true;
  }

  std::size_t shocks_of(const PathRow& row) const {
    return fit_.layout.shocks > 0 && row.measure == Measure::users ? row.time : 0;
  }
  double shock_weight(std::size_t t) const {
    return std::sqrt(input_.setting.times[t + 1] - input_.setting.times[t]);
  }

  bool residuals(std::span<const double> theta, std::span<double> out) {
    if (!evaluate(theta)) return false;
    for (std::size_t k = 0; k < seen_.size(); ++k) out[k] = fit_.logit[seen_[k]] - fit_.observed[seen_[k]];
    whiten(chain_, fit_.components, {out.data(), {out.size(), 1}});
    return true;
  }

  // Columns that need a run of the map of their own.
  std::vector<std::size_t> run_columns() const {
    std::vector<std::size_t> columns{L::kInnovation, L::kImitation, L::kDiscontinuance, L::kAware};
    for (std::size_t j = 0; j < fit_.layout.pulses; ++j) columns.push_back(fit_.layout.pulse + j);
    for (std::size_t j = fit_.layout.effect; whole_ && j < fit_.layout.shock; ++j) columns.push_back(j);
    std::erase_if(columns, [this](std::size_t j) { return prior_[j].sd == 0; });
    return columns;
  }

  double step_of(std::size_t column) const {
    const double sd = prior_[column].sd;
    return (sd > 0 ? std::min(sd, 1.0) : 1) * kDifference;
  }

  // dF or d(1 - U) of a row as the derivative of its logit.
  void set_derivative(std::size_t row, std::size_t column, double change) {
    fit_.jacobian(row, column) = change / step_of(column) * logit_slope_[row];
  }

  // All columns of effects and starts from one run: the copies of a region differ in one of them each.
  void own_columns(std::span<const double> theta) {
    const L& layout = fit_.layout;
    const std::size_t copies = copies_.setting().copies;
    const PathParameters base = path_parameters(input_, layout, theta);
    PathParameters moved = base;
    moved.log_speed.clear();
    moved.start_users.clear();
    for (std::size_t r = 0; r < layout.starts; ++r) {
      const double start = math::logistic(theta[layout.start + r] + step_of(layout.start));
      moved.log_speed.insert(moved.log_speed.end(), copies, base.log_speed[r]);
      moved.start_users.insert(moved.start_users.end(), {base.start_users[r], start});
      if (layout.effects == 0) continue;
      moved.log_speed.back() += step_of(layout.effect);
      moved.start_users.push_back(base.start_users[r]);
    }
    copies_.run(moved, copied_users_, copied_aware_);
    ++fit_.runs;
    for (std::size_t i = 0; i < input_.rows.size(); ++i) {
      const PathRow& row = input_.rows[i];
      const auto& paths = row.measure == Measure::users ? copied_users_ : copied_aware_;
      const std::size_t first = row.region * copies;
      double* out = &fit_.jacobian(i, 0);
      std::fill(out + layout.effect, out + layout.shock, 0.0);
      set_derivative(i, layout.start + row.region, paths(first + 1, row.time) - paths(first, row.time));
      if (layout.effects == 0) continue;
      set_derivative(i, layout.effect + row.region, paths(first + 2, row.time) - paths(first, row.time));
    }
  }

  void difference(std::span<const double> theta, std::size_t column, AdoptionPaths& paths,
                  Array<double, Region, Point>& users, Array<double, Region, Point>& aware) {
    std::vector<double> moved(theta.begin(), theta.end());
    moved[column] += step_of(column);
    paths.run(path_parameters(input_, fit_.layout, moved), users, aware);
    for (std::size_t i = 0; i < input_.rows.size(); ++i) {
      const PathRow& row = input_.rows[i];
      const bool by_users = row.measure == Measure::users;
      set_derivative(i, column,
                     by_users ? users(row.region, row.time) - users_(row.region, row.time)
                              : aware(row.region, row.time) - aware_(row.region, row.time));
    }
  }

  // The columns that are known once those of the map are.
  void known_columns(std::span<const double> theta) {
    const L& layout = fit_.layout;
    const double market = math::logistic(theta[L::kMarket]);
    for (std::size_t i = 0; i < input_.rows.size(); ++i) {
      const PathRow& row = input_.rows[i];
      double* out = &fit_.jacobian(i, 0);
      const bool users = row.measure == Measure::users;
      // d logit(m F) / d logit m = (1 - m) / (1 - m F)
      out[L::kMarket] = users ? (1 - market) / (1 - measured_[i]) : 0;
      if (layout.scales > 0) {
        out[layout.scale] = 0;
        for (std::size_t r = 0; r < layout.effects; ++r) {
          out[layout.scale] += input_.attribute_index[r] * out[layout.effect + r];
        }
      }
      for (std::size_t w = 0; w < layout.wordings; ++w) out[layout.wording + w] = row.wording == w + 1 ? 1 : 0;
      for (std::size_t t = 0; t < layout.shocks; ++t) {
        out[layout.shock + t] = t < shocks_of(row) ? shock_weight(t) : 0;
      }
    }
  }

  // d(logit)/d(theta) at theta, whose logits are at hand; kept until theta moves.
  bool set_jacobian(std::span<const double> theta) {
    const bool same = std::equal(theta.begin(), theta.end(), jacobian_at_.begin(), jacobian_at_.end());
    if (same && whole_ == jacobian_whole_) return true;
    if (!evaluate(theta)) return false;
    if (!whole_) own_columns(theta);
    const auto columns = run_columns();
    executor_.for_blocks((columns.size() + kColumnsPerBlock - 1) / kColumnsPerBlock, [&](std::size_t block) {
      AdoptionPaths paths = paths_;
      Array<double, Region, Point> users(users_.extents());
      Array<double, Region, Point> aware(users_.extents());
      const std::size_t end = std::min(columns.size(), (block + 1) * kColumnsPerBlock);
      for (std::size_t k = block * kColumnsPerBlock; k < end; ++k) difference(theta, columns[k], paths, users, aware);
    });
    fit_.runs += static_cast<int>(columns.size());
    known_columns(theta);
    jacobian_at_.assign(theta.begin(), theta.end());
    jacobian_whole_ = whole_;
    return !executor_.cancelled();
  }

  // The observed rows of the Jacobian.
  Array<double, Row, Column> seen_jacobian() const {
    const std::size_t k = prior_.size();
    Array<double, Row, Column> out({seen_.size(), k});
    for (std::size_t i = 0; i < seen_.size(); ++i) {
      std::copy_n(fit_.jacobian.values().data() + seen_[i] * k, k, out.values().data() + i * k);
    }
    return out;
  }

  Result<void> minimise(double enough, int steps) {
    const auto prior = priors_with(prior_, group_, fit_.components);
    const auto evaluate = [this](std::span<const double> x, std::span<double> out) { return residuals(x, out); };
    const auto jacobian = [this](std::span<const double> x, std::span<const double>, View<double, Row, Column> out) {
      if (!set_jacobian(x)) return false;
      const auto seen = seen_jacobian();
      std::copy(seen.values().begin(), seen.values().end(), out.begin());
      whiten(chain_, fit_.components, out);
      return true;
    };
    auto minimum = levenberg_marquardt({seen_.size(), evaluate, prior}, jacobian, fit_.mode,
                                       {.steps = steps, 
                                        .enough = enough, .damping = damping_, .secant_steps = input_.secant_steps});
    if (executor_.cancelled()) return failure(ErrorCode::cancelled, text("calibrate.cancelled"));
    if (!minimum) return tl::unexpected(minimum.error());
    fit_.mode = std::move(minimum->x);
    fit_.covariance = std::move(minimum->covariance);
    fit_.value = minimum->value;
    fit_.converged = minimum->converged;
    log_determinant_ = minimum->log_determinant;
    damping_ = minimum->damping;
    evaluate_at_mode();
    return {};
  }

  // The last trial step may have been another one.
  void evaluate_at_mode() {
    --fit_.runs;
    evaluate(fit_.mode);
    ++fit_.runs;
  }

  // The logarithms part of the way: the linear model foretells too long a step where theta moves with it.
  static VarianceComponents halfway(const VarianceComponents& from, const VarianceComponents& to) {
    const auto part = [](double a, double b) { return a * math::exp(kPart * math::log(b / a)); };
    VarianceComponents out = to;
    out.sigma = part(from.sigma, to.sigma);
    for (std::size_t g = 0; g < kVarianceGroups; ++g) out.group[g] = part(from.group[g], to.group[g]);
    return out;
  }

  // Laplace's approximation of ln p(z).
  void set_evidence() {
    double twice = 2 * fit_.value + log_determinant_ + log_determinant(chain_, fit_.components);
    twice += static_cast<double>(seen_.size()) * math::log(6.283185307179586);
    for (const GaussianPrior& prior : fit_.prior) twice += prior.sd > 0 ? 2 * math::log(prior.sd) : 0;
    fit_.log_evidence = -twice / 2;
  }

  // The largest change of a logarithm.
  Result<double> update_variances() {
    const auto jacobian = seen_jacobian();
    std::vector<double> misses;
    for (const std::size_t i : seen_) misses.push_back(fit_.observed[i] - fit_.logit[i]);
    const PathPriors& p = input_.priors;
    const VarianceProblem problem{.jacobian = jacobian.view(),
                                  .residuals = misses,
                                  .chain = chain_,
                                  .x = fit_.mode,
                                  .prior = prior_,
                                  .group = group_,
                                  .log_sigma = p.log_observation_sd,
                                  .log_group = {p.log_region_sd, p.log_shock_sd}};
    auto found = estimate_variances(problem, fit_.components);
    if (!found) return tl::unexpected(found.error());
    const VarianceComponents before = std::exchange(fit_.components, halfway(fit_.components, *found));
    double change = std::fabs(math::log(before.sigma / fit_.components.sigma));
    for (std::size_t g = 0; g < kVarianceGroups; ++g) {
      change = std::max(change, std::fabs(math::log(before.group[g] / fit_.components.group[g])));
    }
    return change;
  }

  const PathFitInput& input_;
  AdoptionPaths paths_;
  AdoptionPaths copies_;  // the regions, with a copy for each parameter that a region has of its own
  Executor& executor_;
  PathFit fit_;
  std::vector<GaussianPrior> prior_;
  std::vector<std::uint8_t> group_;
  std::vector<std::size_t> seen_;         // rows that are observed
  std::vector<std::size_t> position_of_;  // of a row in seen_
  std::vector<ChainLink> chain_;          // by position in seen_
  Array<double, Region, Point> users_;
  Array<double, Region, Point> aware_;
  std::vector<double> measured_;     // by row: m F or 1 - U
  std::vector<double> logit_slope_;  // d logit / dF or d(1 - U)
  std::vector<double> jacobian_at_;
  double log_determinant_ = 0;  // of the posterior precision
  double damping_ = 1e-3;
  bool jacobian_whole_ = false;
  bool whole_ = true;  // the Jacobian with what regions do to each other
  Array<double, Region, Point> copied_users_;
  Array<double, Region, Point> copied_aware_;
};

constexpr FormulaRecord kFormulas[] = {
    {"measurement", "logit y = logit(m·F) + ln π_w + c_t + w", "Tidu; F by the decision map"},
    {"region_speed_prior", "ln speedᵣ = scale·aᵣ + eᵣ,  eᵣ ~ N(0, τ²)", "Tidu"},
    {"penalised_squares", "Q = ½Σrᵢ² + ½Σ((θⱼ − μⱼ)/sⱼ)²,  cov θ = (JᵀJ + S⁻¹)⁻¹",
     "Marquardt 1963, J. SIAM 11:431-441; Tierney & Kadane 1986, JASA 81:82-86"},
    {"evidence", "max p(z | σ, ρ, τ) with θ integrated out, linearised at its mode",
     "Lindstrom & Bates 1990, Biometrics 46:673-687; MacKay 1992"},
};

}  // namespace

PathParameters path_parameters(const PathFitInput& input, const PathLayout& layout, std::span<const double> theta) {
  PathParameters out{.innovation = math::exp(theta[L::kInnovation]),
                     .imitation = math::exp(theta[L::kImitation]),
                     .discontinuance = math::exp(theta[L::kDiscontinuance]),
                     .aware = math::logistic(theta[L::kAware])};
  for (std::size_t i = 0; i < layout.pulses; ++i) out.pulse.push_back(math::exp(theta[layout.pulse + i]));
  for (std::size_t r = 0; r < layout.starts; ++r) {
    double speed = layout.effects > 0 ? theta[layout.effect + r] : 0;
    if (layout.scales > 0) speed += theta[layout.scale] * input.attribute_index[r];
    out.log_speed.push_back(speed);
    out.start_users.push_back(math::logistic(theta[layout.start + r]));
  }
  return out;
}

Result<PathFit> fit_paths(const PathFitInput& input, Executor& executor) {
  std::size_t observed = 0;
  for (std::size_t i = 0; i < input.rows.size(); ++i) {
    const double share = input.rows[i].share;
    if (std::isnan(share)) continue;
    ++observed;
    if (share > 0 && share < 1) continue;
    return failure(ErrorCode::domain, text("calibrate.share", i + 1, share), text("calibrate.share.hint"));
  }
  if (observed == 0) {
    return failure(ErrorCode::shape, text("calibrate.no_observation"), text("calibrate.no_observation.hint"));
  }
  auto paths = AdoptionPaths::make(input.setting);
  if (!paths) return tl::unexpected(paths.error());
  PathSetting with_copies = input.setting;
  with_copies.copies = input.region_effects ? 3 : 2;
  auto copies = AdoptionPaths::make(std::move(with_copies));
  if (!copies) return tl::unexpected(copies.error());
  return Fit(input, std::move(*paths), std::move(*copies), executor).run();
}

std::vector<RowPrediction> predict_rows(const PathFit& fit) {
  const std::size_t rows = fit.logit.size();
  const std::size_t k = fit.mode.size();
  // the observed row after each in its chain
  std::vector<ChainLink> next(rows);
  for (std::size_t i = rows; i-- > 0;) {
    if (std::isnan(fit.observed[i]) || fit.chain[i].previous == ChainLink::kFirst) continue;
    next[fit.chain[i].previous] = {i, fit.chain[i].gap};
  }
  std::vector<RowPrediction> out(rows);
  std::vector<double> gradient(k);
  for (std::size_t i = 0; i < rows; ++i) {
    std::copy_n(fit.jacobian.values().data() + i * k, k, gradient.begin());
    out[i].mean = fit.logit[i];
    double left = 1;  // of the variance of w
    if (std::isnan(fit.observed[i])) {
      const ChainLink before = fit.chain[i];
      ChainLink after;
      if (before.previous != ChainLink::kFirst && next[before.previous].previous != ChainLink::kFirst) {
        after = next[before.previous];
        after.gap -= before.gap;
      }
      const double rho = fit.components.rho;
      const double a = before.previous == ChainLink::kFirst || rho == 0 ? 0 : math::pow(rho, before.gap);
      const double b = after.previous == ChainLink::kFirst || rho == 0 ? 0 : math::pow(rho, after.gap);
      const auto lean = [&](std::size_t on, double weight) {
        out[i].mean += weight * (fit.observed[on] - fit.logit[on]);
        for (std::size_t j = 0; j < k; ++j) gradient[j] -= weight * fit.jacobian(on, j);
      };
      if (a > 0) lean(before.previous, a * (1 - b * b) / (1 - a * a * b * b));
      if (b > 0) lean(after.previous, b * (1 - a * a) / (1 - a * a * b * b));
      left = (1 - a * a) * (1 - b * b) / (1 - a * a * b * b);
    }
    double variance = fit.components.sigma * fit.components.sigma * left;
    for (std::size_t a = 0; a < k; ++a) {
      for (std::size_t b = 0; b < k; ++b) variance += gradient[a] * fit.covariance(a, b) * gradient[b];
    }
    out[i].sd = std::sqrt(variance);
  }
  return out;
}

std::span<const FormulaRecord> path_fit_formulas() { return kFormulas; }

}  // namespace tidu::calibrate
