// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/national.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <numeric>

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/base/order.h"
#include "core/base/sum.h"
#include "core/simulate/run.h"

namespace tidu::calibrate {
namespace {

constexpr std::size_t kDrawsPerBlock = 32;
constexpr std::size_t kPriorShown = 1000;  // draws that show what was assumed before the series was seen
constexpr double kScreeningWidth = 2;      // times the sd of an observation
constexpr std::size_t kFirstWordingDraw = 2000;  // numbers of a prior draw: parameters lie below

// The factor of a wording in a draw.
double wording_factor(const simulate::Assumptions& assumptions, std::uint64_t draw, std::size_t wording, double sd) {
  if (wording == 0) return 1;
  const DrawAddress address{.entity = draw,
                            .draw = static_cast<std::uint16_t>(kFirstWordingDraw + wording),
                            .purpose = Purpose::prior_draw};
  return math::exp(sd * normal(Rng(assumptions.seed), address));
}

// The national share at each of the first points of the series.
void predict(const NationalInput& input, const diffusion::RegionLinks& links, const simulate::ParameterDraw& draw,
             std::uint64_t index, std::span<double> out) {
  simulate::AdoptionRun run(links, draw, input.steps_per_year);
  for (std::size_t k = 0; k < out.size(); ++k) {
    const Observation& point = input.series[k];
    run.run_until(point.time);
    out[k] = wording_factor(input.assumptions, index, point.wording, input.options.wording_sd) *
             (point.asked == Asked::use ? run.users() : run.aware());
  }
}

// Work that is counted over several calls, for one bar.
struct Progress {
  Executor& executor;
  std::uint64_t total = 0;
  std::atomic<std::uint64_t> done{0};
};

template <class Body>
void for_draws(std::size_t draws, Progress& progress, Body body) {
  progress.executor.for_blocks((draws + kDrawsPerBlock - 1) / kDrawsPerBlock, [&](std::size_t b) {
    if (progress.executor.cancelled()) return;
    const std::size_t end = std::min(draws, (b + 1) * kDrawsPerBlock);
    for (std::size_t i = b * kDrawsPerBlock; i < end; ++i) body(i);
    progress.executor.progress("stage.calibrate", progress.done += end - b * kDrawsPerBlock, progress.total);
  });
}

// The log likelihood of the first `points` points, up to a constant.
double log_likelihood(std::span<const double> predicted, std::span<const Observation> series, std::size_t points,
                      double sd) {
  double half_squares = 0;
  for (std::size_t k = 0; k < points; ++k) {
    const double z = (series[k].share - predicted[k]) / sd;
    half_squares += 0.5 * z * z;
  }
  return -half_squares;
}

// Weights with a sum of 1 from their logarithms. Empty when every draw is too far for a double.
std::vector<double> normalise(std::vector<double> log_weights) {
  const double best = *std::max_element(log_weights.begin(), log_weights.end());
  constexpr double kHopeless = -700;
  if (!(best > kHopeless)) return {};
  for (double& w : log_weights) w = math::exp(w - best);
  const double total = sum(log_weights);
  for (double& w : log_weights) w /= total;
  return log_weights;
}

double effective_size(std::span<const double> weights) { return 1 / dot(weights, weights); }

// Log likelihood of every draw in a nation of one region, where it is thirty times cheaper.
std::vector<double> screen(const NationalInput& input, std::size_t points, Progress& progress) {
  constexpr std::array<double, 1> kOne{1.0};
  const diffusion::RegionLinks links = diffusion::make_links({}, kOne);
  std::vector<double> result(static_cast<std::size_t>(input.options.prior_draws));
  for_draws(result.size(), progress, [&](std::size_t i) {
    std::vector<double> predicted(points);
    predict(input, links, simulate::draw_national_parameters(input.assumptions, i), i, predicted);
    result[i] = log_likelihood(predicted, input.series, points, kScreeningWidth * input.options.observation_sd);
  });
  return result;
}

Array<double, Draw, Point> predict_all(const NationalInput& input, std::span<const std::uint64_t> draws,
                                       Progress& progress) {
  Array<double, Draw, Point> predicted({draws.size(), input.series.size()});
  for_draws(draws.size(), progress, [&](std::size_t i) {
    predict(input, input.links, simulate::draw_parameters(input.assumptions, draws[i]), draws[i],
            {&predicted(i, 0), input.series.size()});
  });
  return predicted;
}

// Weights of the candidates from the first `points` points; taken[i]: how often the screening chose candidate i.
std::vector<double> importance_weights(const NationalInput& input, const NationalFit& fit,
                                       std::span<const double> taken, std::span<const double> screened,
                                       std::size_t points) {
  std::vector<double> log_weights(fit.candidates.size());
  for (std::size_t i = 0; i < log_weights.size(); ++i) {
    log_weights[i] = math::log(taken[i]) - screened[static_cast<std::size_t>(fit.candidates[i])] +
                     log_likelihood({&fit.predicted(i, 0), points}, input.series, points, input.options.observation_sd);
  }
  return normalise(std::move(log_weights));
}

}  // namespace

Result<NationalFit> fit_national(const NationalInput& input, Executor& executor) {
  const std::size_t points = input.series.size();
  if (points <= input.options.held_out) {
    return failure(ErrorCode::shape, text("calibrate.too_few_points", points, input.options.held_out),
                   text("calibrate.too_few_points.hint"));
  }
  const std::size_t fitted = points - static_cast<std::size_t>(input.options.held_out);
  const auto draws = static_cast<std::size_t>(input.options.prior_draws);
  const auto no_draw_near = [draws] {
    return failure(ErrorCode::no_convergence, text("calibrate.no_draw_near", draws),
                   text("calibrate.no_draw_near.hint"));
  };
  NationalFit fit;
  std::vector<std::uint64_t> first(std::min(draws, kPriorShown));
  std::iota(first.begin(), first.end(), std::uint64_t{0});
  Progress progress{executor, draws + first.size() + input.options.candidates};
  fit.prior = predict_all(input, first, progress);
  const std::vector<double> screened = screen(input, fitted, progress);
  const std::vector<double> chances = normalise(screened);
  if (chances.empty()) return no_draw_near();
  std::vector<double> taken;
  for (const std::uint64_t draw : resample(chances, input.options.candidates, input.assumptions.seed)) {
    if (fit.candidates.empty() || fit.candidates.back() != draw) {
      fit.candidates.push_back(draw);
      taken.push_back(0);
    }
    ++taken.back();
  }
  fit.predicted = predict_all(input, fit.candidates, progress);
  if (executor.cancelled()) return failure(ErrorCode::cancelled, text("calibrate.cancelled"));
  fit.weights_fit = importance_weights(input, fit, taken, screened, fitted);
  fit.weights_all = importance_weights(input, fit, taken, screened, points);
  if (fit.weights_fit.empty() || fit.weights_all.empty()) return no_draw_near();
  fit.effective_fit = effective_size(fit.weights_fit);
  fit.effective_all = effective_size(fit.weights_all);
  return fit;
}

std::vector<std::uint64_t> resample(std::span<const double> weights, std::uint64_t count, std::uint64_t seed) {
  std::vector<std::uint64_t> chosen;
  const double offset = uniform(Rng(seed), {.purpose = Purpose::resampling});
  double cumulated = 0;
  std::size_t i = 0;
  for (std::uint64_t k = 0; k < count; ++k) {
    const double position = (static_cast<double>(k) + offset) / static_cast<double>(count);
    while (i + 1 < weights.size() && cumulated + weights[i] < position) cumulated += weights[i++];
    chosen.push_back(i);
  }
  return chosen;
}

double weighted_quantile(std::span<const double> values, std::span<const double> weights, double p) {
  TIDU_ASSERT(values.size() == weights.size() && !values.empty());
  const auto order =
      stable_order(values.size(), [values](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  double cumulated = 0;
  for (const std::size_t i : order) {
    cumulated += weights[i];
    if (cumulated >= p) return values[i];
  }
  return values[order.back()];
}

}  // namespace tidu::calibrate
