// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/marginal.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/assert.h"
#include "core/base/math.h"

namespace tidu::calibrate {
namespace {

constexpr double kFirstStep = 0.4;  // of the posterior's standard deviation
constexpr double kGrowth = 1.2;     // of steps, outwards
constexpr double kFarBelow = 5;     // of the highest log density: beyond it lies less than one in a hundred
constexpr int kMostPoints = 25;     // on each side
constexpr std::size_t kFewestPoints = 3;

double log_density(const GaussianPrior& prior, double x) {
  if (!(prior.sd > 0)) return 0;
  const double z = (x - prior.mean) / prior.sd;
  return -z * z / 2;
}

// Without the times after the last observation, which say nothing and cost as much; and theta likewise.
PathFitInput observed_part(const PathFitInput& input, const PathFit& fit) {
  PathFitInput out = input;
  std::size_t last = 0;
  for (const PathRow& row : input.rows) {
    if (!std::isnan(row.share)) last = std::max(last, row.time);
  }
  const std::size_t left_out = input.setting.times.size() - (last + 1);
  out.setting.times.resize(last + 1);
  std::erase_if(out.rows, [last](const PathRow& row) { return row.time > last; });
  out.guess = fit.mode;
  if (fit.layout.shocks > 0) out.guess.resize(fit.mode.size() - left_out);
  return out;
}

class Grid {
 public:
  Grid(const PathFitInput& input, const PathFit& fit, std::size_t parameter, Executor& executor)
      : input_(input), fit_(fit), parameter_(parameter), executor_(executor) {}

  Result<Marginal> run() {
    for (const double direction : {-1.0, 1.0}) {
      if (auto done = walk(direction); !done) return tl::unexpected(done.error());
      if (direction < 0) std::reverse(points_.begin(), points_.end());
    }
    if (points_.size() < kFewestPoints) {
      return failure(ErrorCode::no_convergence, text("calibrate.marginal", points_.size()),
                     text("calibrate.marginal.hint"));
    }
    Marginal out;
    for (const auto& [x, density] : points_) {
      out.x.push_back(x);
      out.log_density.push_back(density);
    }
    return out;
  }

 private:
  // From the mode outwards until little is left; each point starts where its neighbour ended. The mode itself belongs
  // to the way up.
  Result<void> walk(double direction) {
    PathFitInput at = observed_part(input_, fit_);
    at.polish = false;
    at.start = fit_.components;
    double step = kFirstStep * std::sqrt(fit_.covariance(parameter_, parameter_));
    double x = fit_.mode[parameter_] + (direction < 0 ? -step : 0);
    for (int k = 0; k < kMostPoints; ++k) {
      at.priors.*shared_prior(parameter_) = {x, 0};
      at.guess[parameter_] = x;
      auto found = fit_paths(at, executor_);
      if (!found && found.error().code == ErrorCode::cancelled) return tl::unexpected(found.error());
      if (!found) return {};  // the map has no meaning there
      const double density = density_of(*found, x);
      points_.emplace_back(x, density);
      highest_ = std::max(highest_, density);
      if (density < highest_ - kFarBelow) return {};
      at.start = found->components;
      at.guess = std::move(found->mode);
      if (k > 0 || direction < 0) step *= kGrowth;
      x += direction * step;
    }
    return {};
  }

  double density_of(const PathFit& found, double x) const {
    const PathPriors& p = input_.priors;
    double density = found.log_evidence + log_density(p.*shared_prior(parameter_), x);
    density += log_density(p.log_observation_sd, math::log(found.components.sigma));
    if (found.layout.effects > 0) density += log_density(p.log_region_sd, math::log(found.components.group[0]));
    if (found.layout.shocks > 0) density += log_density(p.log_shock_sd, math::log(found.components.group[1]));
    return density;
  }

  const PathFitInput& input_;
  const PathFit& fit_;
  std::size_t parameter_;
  Executor& executor_;
  std::vector<std::pair<double, double>> points_;
  double highest_ = -std::numeric_limits<double>::infinity();
};

// Integral from 0 to u of exp(a + (b - a) v) dv.
double area(double a, double b, double u) {
  const double slope = b - a;
  return math::exp(a) * (std::fabs(slope) < 1e-9 ? u : math::expm1(slope * u) / slope);
}

// The u at which area(a, b, u) = wanted.
double inverse_area(double a, double b, double wanted) {
  const double slope = b - a;
  const double relative = wanted / math::exp(a);
  return std::fabs(slope) < 1e-9 ? relative : math::log1p(slope * relative) / slope;
}

constexpr FormulaRecord kFormulas[] = {
    {"laplace_marginal", "p(x | z) ∝ p(z | x)·p(x),  p(z | x) with the others integrated out at their mode given x",
     "Tierney & Kadane 1986, JASA 81:82-86"},
};

}  // namespace

double Marginal::quantile(double p) const {
  TIDU_ASSERT(p > 0 && p < 1 && x.size() > 1);
  const double top = *std::max_element(log_density.begin(), log_density.end());
  std::vector<double> mass;
  double total = 0;
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    mass.push_back((x[i + 1] - x[i]) * area(log_density[i] - top, log_density[i + 1] - top, 1));
    total += mass.back();
  }
  double left = p * total;
  std::size_t i = 0;
  while (i + 1 < mass.size() && left > mass[i]) left -= mass[i++];
  const double width = x[i + 1] - x[i];
  const double u = inverse_area(log_density[i] - top, log_density[i + 1] - top, left / width);
  return x[i] + width * std::clamp(u, 0.0, 1.0);
}

Result<Marginal> posterior_marginal(const PathFitInput& input, const PathFit& fit, std::size_t parameter,
                                    Executor& executor) {
  TIDU_ASSERT(parameter <= PathLayout::kAware && (input.priors.*shared_prior(parameter)).sd > 0);
  return Grid(input, fit, parameter, executor).run();
}

std::span<const FormulaRecord> marginal_formulas() { return kFormulas; }

}  // namespace tidu::calibrate
