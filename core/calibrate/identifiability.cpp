// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/identifiability.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/base/linalg.h"
#include "core/base/math.h"
#include "core/calibrate/path_model.h"

namespace tidu::calibrate {
namespace {

using L = PathLayout;

constexpr double kHalfChiSquare90 = 1.3527717270477115;  // half of the 90 % quantile with one degree of freedom
constexpr int kQuartersAhead = 120;
constexpr std::array<double, 20> kMarkets{0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5,
                                          0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99};

double logit(double share) { return math::log(share / (1 - share)); }

Result<void> check_grid(std::span<const double> markets) {
  for (std::size_t i = 0; i < markets.size(); ++i) {
    if (markets[i] > 0 && markets[i] < 1 && (i == 0 || markets[i] > markets[i - 1])) continue;
    return failure(ErrorCode::domain, text("calibrate.market_grid", i + 1, markets[i]),
                   text("calibrate.market_grid.hint"));
  }
  return {};
}

// The standard deviations as found, the market as given.
PathFitInput with_market(const PathFitInput& input, const PathFit& fit, double market) {
  PathFitInput fixed = input;
  fixed.start = fit.components;
  fixed.priors.log_observation_sd.sd = fixed.priors.log_region_sd.sd = fixed.priors.log_shock_sd.sd = 0;
  fixed.priors.logit_market = {logit(market), 0};
  fixed.polish = false;
  return fixed;
}

// The share of people in each region stays what it was, as far as the market allows.
std::vector<double> guess_at(const L& layout, std::span<const double> theta, double market) {
  std::vector<double> guess(theta.begin(), theta.end());
  const double before = math::logistic(theta[L::kMarket]);
  guess[L::kMarket] = logit(market);
  std::vector<double> start;
  for (std::size_t r = 0; r < layout.starts; ++r) {
    const double share = before * math::logistic(theta[layout.start_mean] + theta[layout.start + r]);
    start.push_back(logit(std::min(0.97, share / market)));
  }
  set_starts(start, layout, guess);
  return guess;
}

// Fits along the grid from its point nearest to the mode outwards, each from its neighbour.
class Profile {
 public:
  Profile(const PathFitInput& input, const PathFit& fit, std::span<const double> markets, Executor& executor)
      : input_(input), fit_(fit), markets_(markets), executor_(executor) {
    profile_.points.resize(markets.size());
  }

  Result<MarketProfile> run() {
    const double mode = math::logistic(fit_.mode[L::kMarket]);
    std::size_t nearest = 0;
    for (std::size_t i = 1; i < markets_.size(); ++i) {
      if (std::fabs(markets_[i] - mode) < std::fabs(markets_[nearest] - mode)) nearest = i;
    }
    for (const bool up : {true, false}) {
      std::vector<double> theta = fit_.mode;
      for (std::size_t k = 0; up ? nearest + k < markets_.size() : k < nearest; ++k) {
        if (auto done = set(up ? nearest + k : nearest - 1 - k, theta); !done) return tl::unexpected(done.error());
      }
    }
    return finish();
  }

 private:
  Result<void> set(std::size_t i, std::vector<double>& theta) {
    PathFitInput fixed = with_market(input_, fit_, markets_[i]);
    fixed.guess = guess_at(fit_.layout, theta, markets_[i]);
    const auto found = fit_paths(fixed, executor_);
    MarketPoint& point = profile_.points[i];
    point.market = markets_[i];
    point.log_likelihood = -std::numeric_limits<double>::infinity();
    if (!found) {  // no start inside the domain: the market is below what has been seen
      if (found.error().code == ErrorCode::cancelled) return tl::unexpected(found.error());
      return {};
    }
    theta = found->mode;
    point.log_likelihood = -found->value;
    point.innovation = math::exp(theta[L::kInnovation]);
    point.imitation = math::exp(theta[L::kImitation]);
    point.discontinuance = math::exp(theta[L::kDiscontinuance]);
    return {};
  }

  Result<MarketProfile> finish() {
    auto& points = profile_.points;
    double best = -std::numeric_limits<double>::infinity();
    for (const MarketPoint& p : points) best = std::max(best, p.log_likelihood);
    if (!std::isfinite(best)) {
      return failure(ErrorCode::domain, text("calibrate.no_market"), text("calibrate.no_market.hint"));
    }
    for (MarketPoint& p : points) p.log_likelihood -= best;
    const auto inside = [](const MarketPoint& p) { return p.log_likelihood >= -kHalfChiSquare90; };
    const auto first = static_cast<std::size_t>(std::find_if(points.begin(), points.end(), inside) - points.begin());
    std::size_t last = points.size() - 1;
    while (!inside(points[last])) --last;
    profile_.open_below = first == 0;
    profile_.open_above = last + 1 == points.size();
    profile_.low = profile_.open_below ? points[0].market : crossing(points[first - 1], points[first]);
    profile_.high = profile_.open_above ? points[last].market : crossing(points[last + 1], points[last]);
    return std::move(profile_);
  }

  // Where the line from a point outside to one inside crosses the level.
  static double crossing(const MarketPoint& outside, const MarketPoint& inside) {
    if (!std::isfinite(outside.log_likelihood)) return inside.market;
    const double part = (-kHalfChiSquare90 - inside.log_likelihood) / (outside.log_likelihood - inside.log_likelihood);
    return inside.market + part * (outside.market - inside.market);
  }

  const PathFitInput& input_;
  const PathFit& fit_;
  std::span<const double> markets_;
  Executor& executor_;
  MarketProfile profile_;
};

double last_observation(const PathFitInput& input) {
  double last = input.setting.times[0];
  for (const PathRow& row : input.rows) {
    if (!std::isnan(row.share)) last = std::max(last, input.setting.times[row.time]);
  }
  return last;
}

void set_turns(double last, NationalPath& path) {
  const std::vector<double>& y = path.share;
  std::size_t fastest = 0;
  for (std::size_t i = 0; i + 1 < y.size(); ++i) {
    if (y[i + 1] - y[i] > y[fastest + 1] - y[fastest]) fastest = i;
  }
  std::size_t quickening = 0;  // of the largest second difference up to there
  double most = 0;
  for (std::size_t i = 1; i <= fastest; ++i) {
    const double second = y[i + 1] - 2 * y[i] + y[i - 1];
    if (second > most) {
      most = second;
      quickening = i;
    }
  }
  path.inflection = fastest == 0 ? path.time[0] : (path.time[fastest] + path.time[fastest + 1]) / 2;
  path.take_off = path.time[quickening];
  path.passed = path.inflection <= last;
}

// Eigenvalues and vectors of the data's information about the national parameters.
Result<void> set_information(const PathFit& fit, Identifiability& out) {
  for (std::size_t j = 0; j < fit.layout.national(); ++j) {
    if (fit.prior[j].sd > 0) out.parameters.push_back(j);
  }
  const std::size_t n = out.parameters.size();
  Array<double, Row, Column> left({n, n});
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = 0; b < n; ++b) {
      const std::size_t i = out.parameters[a];
      const std::size_t j = out.parameters[b];
      left(a, b) = fit.covariance(i, j) / (fit.prior[i].sd * fit.prior[j].sd);
    }
    out.variance_left.push_back(left(a, a));
  }
  const auto eigen = linalg::symmetric_eigen(left);
  if (!eigen) return tl::unexpected(eigen.error());
  out.vectors = eigen->vectors;
  for (const double w : eigen->values) out.eigenvalues.push_back(std::max(0.0, 1 / w - 1));
  out.determined = static_cast<std::size_t>(
      std::count_if(out.eigenvalues.begin(), out.eigenvalues.end(), [](double v) { return v > 1; }));
  return {};
}

void set_findings(const PathFit& fit, Identifiability& out) {
  const std::size_t n = out.eigenvalues.size();
  out.findings.push_back(
      text("calibrate.identify.determined", out.determined, n, out.eigenvalues.front(), out.eigenvalues.back()));
  const auto position = [&](std::size_t parameter) {
    return static_cast<std::size_t>(std::find(out.parameters.begin(), out.parameters.end(), parameter) -
                                    out.parameters.begin());
  };
  for (std::size_t k = 0; k < out.determined; ++k) {
    const auto weight = [&](std::size_t parameter) {
      const std::size_t a = position(parameter);
      return a < n ? out.vectors(a, k) : 0.0;
    };
    out.findings.push_back(text("calibrate.identify.combination", k + 1, out.eigenvalues[k], weight(L::kInnovation),
                                weight(L::kImitation), weight(L::kMarket), weight(L::kDiscontinuance),
                                weight(L::kKnowledge), weight(L::kAware)));
  }
  const MarketProfile& profile = out.profile;
  out.findings.push_back(text(out.path.passed ? "calibrate.identify.after" : "calibrate.identify.before",
                              out.path.inflection, 100 * profile.low, 100 * profile.high));
  if (profile.open_below || profile.open_above) {
    out.findings.push_back(
        text("calibrate.identify.open", 100 * profile.points.front().market, 100 * profile.points.back().market));
  }
  const std::size_t market = position(L::kMarket);
  if (market < n) {
    out.findings.push_back(
        text("calibrate.identify.market_left", 100 * std::sqrt(out.variance_left[market]), fit.prior[L::kMarket].sd));
  }
}

constexpr FormulaRecord kFormulas[] = {
    {"data_information", "λ of S^½·(C⁻¹ − S⁻¹)·S^½;  variance left 1/(1 + λ)",
     "Tidu; Fisher information in units of the prior"},
    {"market_profile", "ℓ(m) = −min_θ Q(θ | m),  interval ℓ ≥ −χ²₀.₉/2",
     "Venzon & Moolgavkar 1988, Applied Statistics 37:87-94"},
};

}  // namespace

Result<MarketProfile> profile_market(const PathFitInput& input, const PathFit& fit, std::span<const double> markets,
                                     Executor& executor) {
  if (auto fits = check_grid(markets); !fits) return tl::unexpected(fits.error());
  if (markets.empty()) markets = kMarkets;
  return Profile(input, fit, markets, executor).run();
}

Result<NationalPath> national_path(const PathFitInput& input, const PathFit& fit) {
  PathSetting setting = input.setting;
  const double last = last_observation(input);
  const double begin = setting.times[0];
  setting.times.clear();
  const int quarters = static_cast<int>(std::floor(4 * (last - begin))) + 1 + kQuartersAhead;
  for (int i = 0; i <= quarters; ++i) setting.times.push_back(begin + i / 4.0);
  auto paths = AdoptionPaths::make(std::move(setting));
  if (!paths) return tl::unexpected(paths.error());
  NationalPath out;
  out.time = paths->setting().times;
  Array<double, Region, Instant> users({paths->units(), out.time.size()});
  paths->run(path_parameters(input, fit.layout, fit.mean), users);
  const double market = math::logistic(fit.mean[L::kMarket]);
  double people = 0;
  for (const double n : input.setting.population) people += n;
  for (std::size_t t = 0; t < out.time.size(); ++t) {
    double seen = 0;
    for (std::size_t r = 0; r < paths->units(); ++r) seen += input.setting.population[r] * users(r, t);
    out.share.push_back(market * seen / people);
  }
  set_turns(last, out);
  return out;
}

Result<Identifiability> identify(const PathFitInput& input, const PathFit& fit, std::span<const double> markets,
                                 Executor& executor) {
  Identifiability out;
  if (auto done = set_information(fit, out); !done) return tl::unexpected(done.error());
  auto path = national_path(input, fit);
  if (!path) return tl::unexpected(path.error());
  out.path = std::move(*path);
  auto profile = profile_market(input, fit, markets, executor);
  if (!profile) return tl::unexpected(profile.error());
  out.profile = std::move(*profile);
  set_findings(fit, out);
  return out;
}

std::span<const FormulaRecord> identifiability_formulas() { return kFormulas; }

}  // namespace tidu::calibrate
