// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/path_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/linalg.h"
#include "core/base/math.h"
#include "core/calibrate/path_model.h"

namespace tidu::calibrate {
namespace {

constexpr std::size_t kRegionGroup = 0;
constexpr std::size_t kShockGroup = 1;
constexpr int kMostRounds = 8;
constexpr int kTrialRounds = 2;
constexpr int kRoundSteps = 20;
constexpr double kFirstDamping = 1e-3;
constexpr int kMostSteps = 100;
constexpr double kVolumeStep = 0.3;  // of a posterior standard deviation
constexpr double kMostShift = 1.5;   // from mode to mean
constexpr double kRough = 0.05;      // LevenbergMarquardtOptions::enough between rounds
constexpr double kPart = 0.6;        // of a step of the standard deviations
constexpr double kEnough = 0.005;    // and at the end: 0.1 standard deviations over all parameters together
constexpr double kSettled = 0.02;    // change of ln sd at which the rounds end
constexpr std::size_t kMany = 4;     // regions from which on the short Jacobian pays

double logit(double share) { return math::log(share / (1 - share)); }

std::vector<GaussianPrior> priors_of(const PathFitInput& input, const PathLayout& layout) {
  const PathPriors& p = input.priors;
  std::vector<GaussianPrior> prior{p.log_innovation,     p.log_imitation, p.logit_market,
                                   p.log_discontinuance, p.log_knowledge, p.logit_aware};
  prior.insert(prior.end(), layout.pulses, p.log_pulse);
  prior.insert(prior.end(), layout.scales, p.attribute_scale);
  prior.insert(prior.end(), layout.wordings, p.log_wording);
  prior.insert(prior.end(), layout.effects, {0, input.start.group[kRegionGroup]});
  prior.insert(prior.end(), layout.starts, p.start_difference);
  prior.push_back(p.logit_start);
  prior.insert(prior.end(), layout.shocks, {0, input.start.group[kShockGroup]});
  return prior;
}

class Fit {
 public:
  Fit(const PathFitInput& input, PathModel model, Executor& executor)
      : input_(input), model_(std::move(model)), executor_(executor) {
    fit_.layout = model_.layout();
    prior_ = priors_of(input, fit_.layout);
    group_.assign(prior_.size(), VarianceProblem::kNoGroup);
    std::fill_n(group_.begin() + static_cast<std::ptrdiff_t>(fit_.layout.effect), fit_.layout.effects,
                static_cast<std::uint8_t>(kRegionGroup));
    std::fill_n(group_.begin() + static_cast<std::ptrdiff_t>(fit_.layout.shock), fit_.layout.shocks,
                static_cast<std::uint8_t>(kShockGroup));
    set_rows();
    fit_.components = input.start;
  }

  // Steps and standard deviations in turn with a Jacobian that leaves out what regions do to each other, which costs
  // about a tenth; then the steps once more with the whole.
  Result<PathFit> run() {
    whole_ = fit_.layout.starts < kMany;
    if (!input_.guess.empty()) {
      fit_.mode = input_.guess;
    } else if (auto done = choose_start(); !done) {
      return tl::unexpected(done.error());
    }
    if (auto done = rounds(kMostRounds); !done) return tl::unexpected(done.error());
    whole_ = true;
    if (auto done = input_.polish ? minimise(kEnough, kMostSteps) : Result<void>(); !done) {
      return tl::unexpected(done.error());
    }
    fit_.jacobian = model_.jacobian();
    fit_.log_evidence = log_evidence();
    fit_.mean = fit_.mode;
    if (auto done = input_.polish ? set_mean() : Result<void>(); !done) return tl::unexpected(done.error());
    fit_.prior = priors_with(prior_, group_, fit_.components);
    model_.evaluate(fit_.mean);
    fit_.logit = model_.logits();
    fit_.runs = model_.runs();
    return std::move(fit_);
  }

 private:
  Result<void> rounds(int most) {
    for (int round = 0; round < most; ++round) {
      if (auto done = minimise(kRough, kRoundSteps); !done) return done;
      auto variances = update_variances();
      if (!variances) return tl::unexpected(variances.error());
      if (*variances < kSettled) break;
    }
    return {};
  }

  // Paths that go, and paths that come and go, are other valleys than paths that come and stay; a few points leave
  // valleys in every direction, and cost little.
  std::vector<std::vector<double>> starts() const {
    std::vector<std::vector<double>> out{model_.first_guess(prior_)};
    const auto add = [&](std::size_t from, std::size_t parameter, double sds) {
      std::vector<double> guess = out[from];
      guess[parameter] += prior_[parameter].sd * sds;
      out.push_back(std::move(guess));
    };
    if (fit_.layout.starts >= kMany) {
      add(0, PathLayout::kDiscontinuance, 2);
      add(1, PathLayout::kImitation, 2);
      return out;
    }
    for (std::size_t j = 0; j < fit_.layout.scale; ++j) {
      for (const double sds : {-1.5, 1.5}) {
        if (prior_[j].sd > 0 && j != PathLayout::kMarket) add(0, j, sds);
      }
    }
    return out;
  }

  // The best of the starts is gone on from.
  Result<void> choose_start() {
    PathFit best;
    double most = -std::numeric_limits<double>::infinity();
    Error error;
    for (const auto& guess : starts()) {
      fit_.mode = guess;
      fit_.components = input_.start;
      damping_ = kFirstDamping;
      if (auto done = rounds(kTrialRounds); !done) {
        error = done.error();
        continue;
      }
      const double evidence = log_evidence();
      if (!(evidence > most)) continue;
      most = evidence;
      best = fit_;
    }
    if (!std::isfinite(most)) return tl::unexpected(error);
    fit_ = std::move(best);
    return {};
  }

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

  bool residuals(std::span<const double> theta, std::span<double> out) {
    if (!model_.evaluate(theta)) return false;
    for (std::size_t k = 0; k < seen_.size(); ++k) out[k] = model_.logits()[seen_[k]] - fit_.observed[seen_[k]];
    whiten(chain_, fit_.components, {out.data(), {out.size(), 1}});
    return true;
  }

  // The observed rows of the Jacobian.
  Array<double, Row, Column> seen_jacobian() const {
    const std::size_t k = prior_.size();
    Array<double, Row, Column> out({seen_.size(), k});
    for (std::size_t i = 0; i < seen_.size(); ++i) {
      std::copy_n(model_.jacobian().values().data() + seen_[i] * k, k, out.values().data() + i * k);
    }
    return out;
  }

  Result<void> minimise(double enough, int steps) {
    const auto prior = priors_with(prior_, group_, fit_.components);
    const auto evaluate = [this](std::span<const double> x, std::span<double> out) { return residuals(x, out); };
    const auto jacobian = [this](std::span<const double> x, std::span<const double>, View<double, Row, Column> out) {
      if (!model_.differentiate(x, whole_, executor_)) return false;
      const auto seen = seen_jacobian();
      std::copy(seen.values().begin(), seen.values().end(), out.begin());
      whiten(chain_, fit_.components, out);
      return true;
    };
    auto minimum = levenberg_marquardt(
        {seen_.size(), evaluate, prior}, jacobian, fit_.mode,
        {.steps = steps, .enough = enough, .damping = damping_, .secant_steps = input_.secant_steps});
    if (executor_.cancelled()) return failure(ErrorCode::cancelled, text("calibrate.cancelled"));
    if (!minimum) return tl::unexpected(minimum.error());
    fit_.mode = std::move(minimum->x);
    fit_.covariance = std::move(minimum->covariance);
    fit_.value = minimum->value;
    fit_.converged = minimum->converged;
    log_determinant_ = minimum->log_determinant;
    damping_ = minimum->damping;
    return {};
  }

  // ln |J'J + S^-1| at theta.
  Result<double> log_precision(std::span<const double> theta) {
    if (!model_.differentiate(theta, false, executor_)) {
      return failure(ErrorCode::domain, text("calibrate.start_outside"), text("calibrate.start_outside.hint"));
    }
    auto j = seen_jacobian();
    whiten(chain_, fit_.components, j);
    const auto prior = priors_with(prior_, group_, fit_.components);
    const std::size_t k = prior.size();
    Array<double, Row, Column> a({k, k});
    for (std::size_t i = 0; i < k; ++i) a(i, i) = prior[i].sd > 0 ? 1 / (prior[i].sd * prior[i].sd) : 1;
    for (std::size_t i = 0; i < seen_.size(); ++i) {
      const double* row = j.values().data() + i * k;
      for (std::size_t p = 0; p < k; ++p) {
        if (row[p] == 0 || prior[p].sd == 0) continue;
        for (std::size_t q = 0; q <= p; ++q) a(p, q) += prior[q].sd == 0 ? 0 : row[p] * row[q];
      }
    }
    const auto inverse = linalg::cholesky_inverse(a);
    if (!inverse) return tl::unexpected(inverse.error());
    return inverse->log_determinant;
  }

  // Slopes of 1/2 ln |A| in the parameters of the map that all regions share.
  Result<std::vector<double>> volume_slopes() {
    whole_ = false;
    const auto here = log_precision(fit_.mode);
    if (!here) return tl::unexpected(here.error());
    std::vector<double> slopes(fit_.layout.scale);
    for (std::size_t j = 0; j < slopes.size(); ++j) {
      if (prior_[j].sd == 0) continue;
      std::vector<double> moved = fit_.mode;
      const double step = kVolumeStep * std::sqrt(fit_.covariance(j, j));
      moved[j] += step;
      const auto there = log_precision(moved);
      if (executor_.cancelled()) return failure(ErrorCode::cancelled, text("calibrate.cancelled"));
      if (there) slopes[j] = (*there - *here) / (2 * step);  // else: at the edge of the domain
    }
    return slopes;
  }

  // [posterior_mean], at most kMostShift standard deviations from the mode: slopes say little about what is far away.
  Result<void> set_mean() {
    const auto slopes = volume_slopes();
    if (!slopes) return tl::unexpected(slopes.error());
    const std::size_t k = fit_.mode.size();
    std::vector<double> shift(k);
    double length2 = 0;
    for (std::size_t j = 0; j < slopes->size(); ++j) {
      for (std::size_t i = 0; i < k; ++i) shift[i] -= fit_.covariance(i, j) * (*slopes)[j];
    }
    for (std::size_t j = 0; j < slopes->size(); ++j) length2 -= shift[j] * (*slopes)[j];
    double part = std::min(1.0, kMostShift / std::sqrt(std::max(length2, 1e-300)));
    do {
      for (std::size_t i = 0; i < k; ++i) fit_.mean[i] = fit_.mode[i] + part * shift[i];
      part /= 2;
    } while (!model_.evaluate(fit_.mean) && part > 1e-3);
    return {};
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
  double log_evidence() const {
    double twice = 2 * fit_.value + log_determinant_ + log_determinant(chain_, fit_.components);
    twice += static_cast<double>(seen_.size()) * math::log(6.283185307179586);
    for (const GaussianPrior& prior : priors_with(prior_, group_, fit_.components)) {
      twice += prior.sd > 0 ? 2 * math::log(prior.sd) : 0;
    }
    return -twice / 2;
  }

  // The largest change of a logarithm.
  Result<double> update_variances() {
    const auto jacobian = seen_jacobian();
    model_.evaluate(fit_.mode);  // the last trial step may have been another one
    std::vector<double> misses;
    for (const std::size_t i : seen_) misses.push_back(fit_.observed[i] - model_.logits()[i]);
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
  PathModel model_;
  Executor& executor_;
  PathFit fit_;
  std::vector<GaussianPrior> prior_;
  std::vector<std::uint8_t> group_;
  std::vector<std::size_t> seen_;         // rows that are observed
  std::vector<std::size_t> position_of_;  // of a row in seen_
  std::vector<ChainLink> chain_;          // by position in seen_
  bool whole_ = true;                     // the Jacobian with what regions do to each other
  double log_determinant_ = 0;            // of the posterior precision
  double damping_ = kFirstDamping;
};

constexpr FormulaRecord kFormulas[] = {
    {"measurement", "logit y = logit(m·F) + ln π_w + c_t + w", "Tidu; F by the decision map"},
    {"region_speed_prior", "ln speedᵣ = scale·aᵣ + eᵣ,  eᵣ ~ N(0, τ²)", "Tidu"},
    {"penalised_squares", "Q = ½Σrᵢ² + ½Σ((θⱼ − μⱼ)/sⱼ)²,  cov θ = (JᵀJ + S⁻¹)⁻¹",
     "Marquardt 1963, J. SIAM 11:431-441; Tierney & Kadane 1986, JASA 81:82-86"},
    {"posterior_mean", "E θ ≈ θ̂ − C·∇ ½ ln |JᵀJ + S⁻¹|", "Lindley 1980, Trabajos de Estadistica 31:223-245"},
    {"evidence", "max p(z | σ, ρ, τ) with θ integrated out, linearised at its mode",
     "Lindstrom & Bates 1990, Biometrics 46:673-687; MacKay 1992"},
};

}  // namespace

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
  auto model = PathModel::make(input);
  if (!model) return tl::unexpected(model.error());
  return Fit(input, std::move(*model), executor).run();
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
