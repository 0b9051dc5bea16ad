// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/national.h"

#include <algorithm>
#include <atomic>
#include <numeric>

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/simulate/run.h"

namespace tidu::calibrate {
namespace {

constexpr std::size_t kDrawsPerBlock = 32;

// Weights from the first `points` points. Empty when every draw is too far for a double.
std::vector<double> importance_weights(View<const double, Draw, Point> predicted, std::span<const Observation> series, std::size_t points, double sd) {
  const std::size_t draws = predicted.extent<Draw>();
  std::vector<double> log_weight(draws, 0.0);
  for (std::size_t i = 0; i < draws; ++i) {
    for (std::size_t k = 0; k < points; ++k) {
      const double z = (series[k].share - predicted(i, k)) / sd;
      log_weight[i] -= 0.5 * z * z;
    }
  }
  const double best = *std::max_element(log_weight.begin(), log_weight.end());
  constexpr double kHopeless = -700;
  if (!(best > kHopeless)) return {};
  for (double& w : log_weight) w = math::exp(w - best);
  const double total = sum(log_weight);
  for (double& w : log_weight) w /= total;
  return log_weight;
}

double effective_size(std::span<const double> weights) { return 1 / dot(weights, weights); }

}  // namespace

Result<NationalFit> fit_national(const NationalInput& input, Executor& executor) {
  const std::size_t points = input.series.size();
  if (points <= input.options.held_out) {
    return failure(ErrorCode::shape, text("calibrate.too_few_points", points, input.options.held_out), text("calibrate.too_few_points_hint"));
  }
  const std::size_t draws = input.options.prior_draws;
  NationalFit fit;
  fit.predicted = Array<double, Draw, Point>({draws, points});
  std::atomic<std::uint64_t> done{0};
  executor.for_blocks((draws + kDrawsPerBlock - 1) / kDrawsPerBlock, [&](std::size_t b) {
    if (executor.cancelled()) return;
    diffusion::CellMap map(input.links);
    const std::size_t end = std::min(draws, (b + 1) * kDrawsPerBlock);
    for (std::size_t i = b * kDrawsPerBlock; i < end; ++i) {
      const simulate::ParameterDraw draw = simulate::draw_parameters(input.assumptions, i);
      const diffusion::CellRates rates = diffusion::make_rates(draw.parameters, draw.speed);
      simulate::AdoptionState state = simulate::initial_state(draw.parameters, input.links.regions());
      for (std::size_t k = 0; k < points; ++k) {
        simulate::run_until(input.series[k].time, draw.parameters, rates, input.steps_per_year, map, state);
        fit.predicted(i, k) = simulate::national_share(state, input.links.share);
      }
    }
    executor.progress("stage.calibrate", done += end - b * kDrawsPerBlock, draws);
  });
  if (executor.cancelled()) return failure(ErrorCode::cancelled, text("calibrate.cancelled"));
  fit.weights_fit = importance_weights(fit.predicted, input.series, points - input.options.held_out, input.options.observation_sd);
  fit.weights_all = importance_weights(fit.predicted, input.series, points, input.options.observation_sd);
  if (fit.weights_fit.empty() || fit.weights_all.empty()) {
    return failure(ErrorCode::no_convergence, text("calibrate.no_draw_near", draws), text("calibrate.no_draw_near_hint"));
  }
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
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [values](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  double cumulated = 0;
  for (const std::size_t i : order) {
    cumulated += weights[i];
    if (cumulated >= p) return values[i];
  }
  return values[order.back()];
}

}  // namespace tidu::calibrate
