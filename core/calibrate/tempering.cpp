// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/tempering.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/assert.h"
#include "core/base/draws.h"
#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/calibrate/resample.h"

namespace tidu::calibrate {
namespace {

constexpr std::size_t kParticlesPerBlock = 16;
constexpr std::size_t kMostTargets = 200;
constexpr double kWantedAcceptance = 0.3;
constexpr double kHopeless = -1e300;

constexpr FormulaRecord kFormulas[] = {
    {"tempered_posterior", "πₜ(z) ∝ N(z; 0, I)·exp((1 − t)·l₀(z) + t·l₁(z))",
     "Del Moral, Doucet & Jasra 2006, J. R. Stat. Soc. B 68:411-436"},
};

// The normal distribution of the particles' mean and covariance.
struct Proposal {
  std::vector<double> mean;
  Array<double, Row, Column> factor;  ///< L, lower triangle

  explicit Proposal(View<const double, Draw, Coordinate> z);
  /// Writes L^-1 (z - m).
  void whiten(std::span<const double> z, std::span<double> out) const;
};

Proposal::Proposal(View<const double, Draw, Coordinate> z) : factor({z.extent<Coordinate>(), z.extent<Coordinate>()}) {
  const std::size_t n = z.extent<Draw>();
  const std::size_t d = z.extent<Coordinate>();
  mean.assign(d, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < d; ++j) mean[j] += z(i, j) / static_cast<double>(n);
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < d; ++j) {
      for (std::size_t k = 0; k <= j; ++k) {
        factor(j, k) += (z(i, j) - mean[j]) * (z(i, k) - mean[k]) / static_cast<double>(n);
      }
    }
  }
  // Cholesky in place; a direction in which the particles do not differ keeps a ten thousandth of the prior's width
  for (std::size_t j = 0; j < d; ++j) {
    for (std::size_t k = 0; k <= j; ++k) {
      double rest = factor(j, k);
      for (std::size_t l = 0; l < k; ++l) rest -= factor(j, l) * factor(k, l);
      factor(j, k) = j == k ? std::sqrt(std::max(rest, 1e-8)) : rest / factor(k, k);
    }
  }
}

void Proposal::whiten(std::span<const double> z, std::span<double> out) const {
  for (std::size_t j = 0; j < mean.size(); ++j) {
    double rest = z[j] - mean[j];
    for (std::size_t k = 0; k < j; ++k) rest -= factor(j, k) * out[k];
    out[j] = rest / factor(j, j);
  }
}

double at_temper(const Likelihoods& l, double t) { return (1 - t) * l.from + t * l.to; }

// Weights of going from t to t + step: with a sum of 1, and the logarithm of their mean before. Empty where all are 0.
struct Weights {
  std::vector<double> share;
  double log_mean = 0;
};

Weights weights_of(const std::vector<Likelihoods>& likelihood, double step) {
  Weights out;
  double best = -HUGE_VAL;
  for (const Likelihoods& l : likelihood) {
    out.share.push_back(step * (l.to - l.from));
    best = std::max(best, out.share.back());
  }
  if (!(best > kHopeless)) return {};
  for (double& w : out.share) w = math::exp(w - best);
  const double total = sum(out.share);
  for (double& w : out.share) w /= total;
  out.log_mean = best + math::log(total / static_cast<double>(likelihood.size()));
  return out;
}

// The largest step that leaves half the particles' number as effective size.
double next_step(const std::vector<Likelihoods>& likelihood, double left) {
  const double wanted = 0.5 * static_cast<double>(likelihood.size());
  const auto enough = [&](double step) { return effective_size(weights_of(likelihood, step).share) >= wanted; };
  if (enough(left)) return left;
  double low = 0;
  double high = left;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (enough(middle) ? low : high) = middle;
  }
  return low;
}

class Mover {
 public:
  Mover(Particles& particles, LikelihoodOf likelihood, const TemperingOptions& options, Executor& executor)
      : particles_(particles), likelihood_(likelihood), options_(options), executor_(executor), rng_(options.seed) {}

  void for_particles(FunctionRef<void(std::size_t)> body) {
    const std::size_t count = particles_.z.extent<Draw>();
    executor_.for_blocks((count + kParticlesPerBlock - 1) / kParticlesPerBlock, [&](std::size_t block) {
      const std::size_t end = std::min(count, (block + 1) * kParticlesPerBlock);
      for (std::size_t i = block * kParticlesPerBlock; i < end && !executor_.cancelled(); ++i) body(i);
    });
    evaluations_ += count;
  }

  std::span<double> z(std::size_t i) { return {&particles_.z(i, 0), particles_.z.extent<Coordinate>()}; }

  void evaluate_all() {
    particles_.likelihood.resize(particles_.z.extent<Draw>());
    for_particles([&](std::size_t i) { particles_.likelihood[i] = likelihood_(i, z(i)); });
  }

  void take(const std::vector<double>& weight) {
    const auto chosen = resample(weight, weight.size(), options_.seed + ++resampled_ + 1000U * options_.run);
    Particles next{particles_.z, particles_.likelihood};
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const auto from = static_cast<std::size_t>(chosen[i]);
      std::copy_n(&particles_.z(from, 0), z(i).size(), &next.z(i, 0));
      next.likelihood[i] = particles_.likelihood[from];
    }
    particles_ = std::move(next);
  }

  // One Metropolis-Hastings step of every particle at t.
  void move(double t) {
    const Proposal proposal(particles_.z.view());
    std::vector<std::uint8_t> taken(particles_.z.extent<Draw>());
    ++moves_;
    for_particles([&](std::size_t i) { taken[i] = move_one(proposal, t, i) ? 1 : 0; });
    double count = 0;
    for (const std::uint8_t yes : taken) count += yes;
    accepted_ = count / static_cast<double>(taken.size());
    reach_ = std::clamp(reach_ * math::exp(accepted_ - kWantedAcceptance), 0.02, 1.0);
  }

  double accepted() const { return accepted_; }
  std::uint64_t evaluations() const { return evaluations_; }

 private:
  bool move_one(const Proposal& proposal, double t, std::size_t i) {
    const std::span<double> now = z(i);
    const std::size_t d = now.size();
    std::vector<double> white(d);
    proposal.whiten(now, white);
    DrawAddress address{.entity = i, .step = moves_, .purpose = Purpose::tempering, .replicate = options_.run};
    std::vector<double> next(d);
    std::vector<double> next_white(d);
    const double keep = std::sqrt(1 - reach_ * reach_);
    for (std::size_t j = 0; j < d; ++j) {
      address.draw = static_cast<std::uint16_t>(j);
      next_white[j] = keep * white[j] + reach_ * normal(rng_, address);
    }
    for (std::size_t j = 0; j < d; ++j) {
      next[j] = proposal.mean[j];
      for (std::size_t k = 0; k <= j; ++k) next[j] += proposal.factor(j, k) * next_white[k];
    }
    const Likelihoods there = likelihood_(i, next);
    // prior and target over the normal that the proposal leaves as it is
    const double ratio = at_temper(there, t) - at_temper(particles_.likelihood[i], t) +
                         0.5 * (dot(now, now) - dot(next, next)) +
                         0.5 * (dot(next_white, next_white) - dot(white, white));
    address.draw = static_cast<std::uint16_t>(d);
    if (!(math::log(uniform(rng_, address)) < ratio)) return false;
    std::copy(next.begin(), next.end(), now.begin());
    particles_.likelihood[i] = there;
    return true;
  }

  Particles& particles_;
  LikelihoodOf likelihood_;
  const TemperingOptions& options_;
  Executor& executor_;
  Rng rng_;
  std::uint64_t evaluations_ = 0;
  std::uint64_t resampled_ = 0;
  std::uint32_t moves_ = 0;
  double reach_ = 0.5;  // b
  double accepted_ = 0;
};

}  // namespace

Particles prior_particles(std::size_t count, std::size_t dimensions, const TemperingOptions& options) {
  const Rng rng(options.seed);
  Particles particles{Array<double, Draw, Coordinate>({count, dimensions}), {}};
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < dimensions; ++j) {
      particles.z(i, j) = normal(rng, {.entity = i,
                                       .draw = static_cast<std::uint16_t>(j),
                                       .purpose = Purpose::prior_draw,
                                       .replicate = options.run});
    }
  }
  return particles;
}

Result<TemperingReport> temper(Particles& particles, LikelihoodOf likelihood, const TemperingOptions& options,
                               Executor& executor) {
  const auto refuse = [&particles] {
    return failure(ErrorCode::no_convergence, text("calibrate.no_draw_near", particles.z.extent<Draw>()),
                   text("calibrate.no_draw_near.hint"));
  };
  Mover mover(particles, likelihood, options, executor);
  if (particles.likelihood.empty()) mover.evaluate_all();
  TemperingReport report;
  double t = 0;
  while (t < 1 && !executor.cancelled()) {
    if (report.steps.size() == kMostTargets) return refuse();
    const double step = next_step(particles.likelihood, 1 - t);
    const Weights weights = weights_of(particles.likelihood, step);
    if (weights.share.empty() || !(step > 0)) return refuse();
    report.log_evidence += weights.log_mean;
    mover.take(weights.share);
    t = step == 1 - t ? 1 : t + step;
    report.steps.push_back(t);
    for (int i = 0; i < (t < 1 ? 1 : 2) * options.moves; ++i) mover.move(t);
  }
  if (executor.cancelled()) return failure(ErrorCode::cancelled, text("calibrate.cancelled"));
  report.accepted = mover.accepted();
  report.evaluations = mover.evaluations();
  return report;
}

std::span<const FormulaRecord> tempering_formulas() { return kFormulas; }

}  // namespace tidu::calibrate
