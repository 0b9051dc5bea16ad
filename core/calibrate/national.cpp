// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/national.h"

#include <algorithm>
#include <array>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/calibrate/national_model.h"
#include "core/calibrate/tempering.h"
#include "core/simulate/run.h"

namespace tidu::calibrate {
namespace {

constexpr std::size_t kDrawsPerBlock = 16;

// The log likelihood of the first points, up to a constant.
double log_likelihood(const NationalInput& input, std::span<const double> predicted) {
  double half_squares = 0;
  for (std::size_t k = 0; k < predicted.size(); ++k) {
    const double z = (input.series[k].share - predicted[k]) / input.options.observation_sd;
    half_squares += 0.5 * z * z;
  }
  return -half_squares;
}

// Particles with what all regions say of them.
struct RegionalRuns {
  std::vector<simulate::ParameterDraw> draws;
  Array<double, Draw, Point> predicted;
  std::vector<double> weights;
};

// Runs particles that come from the likelihood `points` points have with one region over all of them.
RegionalRuns over_regions(const NationalInput& input, const Particles& particles, std::size_t points,
                          std::uint64_t first_noise, Executor& executor) {
  const std::size_t count = particles.z.extent<Draw>();
  RegionalRuns runs{std::vector<simulate::ParameterDraw>(count),
                    Array<double, Draw, Point>({count, input.series.size()}), std::vector<double>(count)};
  executor.for_blocks((count + kDrawsPerBlock - 1) / kDrawsPerBlock, [&](std::size_t block) {
    for (std::size_t i = block * kDrawsPerBlock; i < std::min(count, (block + 1) * kDrawsPerBlock); ++i) {
      if (executor.cancelled()) return;
      const std::span<const double> z(&particles.z(i, 0), particles.z.extent<Coordinate>());
      const std::span<double> predicted(&runs.predicted(i, 0), input.series.size());
      runs.draws[i] = draw_of(input, z);
      set_regions(input.assumptions, first_noise + i, runs.draws[i]);
      predict(input, input.links, runs.draws[i], z, predicted);
      runs.weights[i] = log_likelihood(input, predicted.first(points)) - particles.likelihood[i].to;
    }
  });
  const double best = *std::max_element(runs.weights.begin(), runs.weights.end());
  for (double& w : runs.weights) w = math::exp(w - best);
  const double total = sum(runs.weights);
  for (double& w : runs.weights) w /= total;
  return runs;
}

class Fit {
 public:
  Fit(const NationalInput& input, Executor& executor)
      : input_(input), executor_(executor), nation_(diffusion::make_links({}, std::array{1.0})) {}

  Result<NationalFit> run() {
    const std::size_t points = input_.series.size();
    const std::size_t fitted = points - static_cast<std::size_t>(input_.options.held_out);
    const auto count = static_cast<std::size_t>(input_.options.particles);
    const std::size_t size = coordinates(input_);
    NationalFit fit;
    Particles particles = prior_particles(count, size, options(0));
    fit.prior = over_regions(input_, with_zeros(particles), 0, 0, executor_).predicted;
    if (auto done = temper_to(particles, 0, fitted, 0, fit); !done) return tl::unexpected(done.error());
    RegionalRuns runs = over_regions(input_, particles, fitted, count, executor_);
    fit.predicted = std::move(runs.predicted);
    fit.weights_fit = std::move(runs.weights);
    particles.likelihood.clear();
    if (auto done = temper_to(particles, fitted, points, 1, fit); !done) return tl::unexpected(done.error());
    runs = over_regions(input_, particles, points, 2 * count, executor_);
    if (executor_.cancelled()) return failure(ErrorCode::cancelled, text("calibrate.cancelled"));
    fit.draws = std::move(runs.draws);
    fit.weights_all = std::move(runs.weights);
    fit.effective_fit = effective_size(fit.weights_fit);
    fit.effective_all = effective_size(fit.weights_all);
    return fit;
  }

 private:
  TemperingOptions options(std::uint16_t run) const {
    return {.seed = input_.assumptions.seed, .run = run, .moves = static_cast<int>(input_.options.moves)};
  }

  static Particles with_zeros(const Particles& particles) {
    return {particles.z, std::vector<Likelihoods>(particles.z.extent<Draw>())};
  }

  // From the posterior of the first `from` points to that of the first `to`.
  Result<void> temper_to(Particles& particles, std::size_t from, std::size_t to, std::uint16_t run, NationalFit& fit) {
    const auto likelihood = [&](std::size_t, std::span<const double> z) {
      std::vector<double> predicted(to);
      predict(input_, nation_, draw_of(input_, z), z, predicted);
      return Likelihoods{log_likelihood(input_, std::span(predicted).first(from)), log_likelihood(input_, predicted)};
    };
    const auto report = temper(particles, likelihood, options(run), executor_);
    if (!report) return tl::unexpected(report.error());
    fit.evaluations += report->evaluations;
    return {};
  }

  const NationalInput& input_;
  Executor& executor_;
  diffusion::RegionLinks nation_;
};

}  // namespace

Result<NationalFit> fit_national(const NationalInput& input, Executor& executor) {
  if (input.series.size() <= input.options.held_out) {
    return failure(ErrorCode::shape, text("calibrate.too_few_points", input.series.size(), input.options.held_out),
                   text("calibrate.too_few_points.hint"));
  }
  return Fit(input, executor).run();
}

}  // namespace tidu::calibrate
