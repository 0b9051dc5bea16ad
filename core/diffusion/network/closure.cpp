// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/closure.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/math.h"
#include "core/diffusion/network/checks.h"

namespace tidu::diffusion::network {
namespace {

constexpr double kFirstStep = 0.125;  // of the time in which the fastest rate acts once

Result<void> check_layers(std::span<const Layer> layers, double seed) {
  for (const Layer& layer : layers) {
    if (auto checked = check_rate("beta", layer.rate); !checked) return checked;
  }
  return check_share("seed", seed);
}

// The state is y_l = 1 - theta_l, which is small where nodes have many links.

double product(std::span<const Layer> layers, std::span<const double> y) {
  double out = 1;
  for (std::size_t l = 0; l < layers.size(); ++l) out *= layers[l].degrees.psi_below(y[l]);
  return out;
}

// How much of theta_l is lost at a transmission of 1: theta_l less the probability that the other end has not adopted.
double passing(std::span<const Layer> layers, std::span<const double> y, std::size_t l, double alone) {
  double other_end = alone * layers[l].degrees.excess_below(y[l]);
  for (std::size_t m = 0; m < layers.size(); ++m) {
    if (m != l) other_end *= layers[m].degrees.psi_below(y[m]);
  }
  return 1 - y[l] - other_end;
}

// The state of one run in continuous time and the room for its stages.
class Runner {
 public:
  explicit Runner(const TimeRequest& request)
      : request_(request), y_(request.layers.size(), 0.0), at_(y_), slope_(y_), total_(y_) {}

  double share(double time) const {
    return 1 - (1 - request_.seed) * math::exp(-request_.innovation * time) * product(request_.layers, y_);
  }

  void step(double time, double h) {
    at_ = y_;
    derive(time);
    total_ = slope_;
    for (const double part : {0.5, 0.5, 1.0}) {
      for (std::size_t l = 0; l < at_.size(); ++l) at_[l] = y_[l] + part * h * slope_[l];
      derive(time + part * h);
      const double weight = part == 0.5 ? 2 : 1;
      for (std::size_t l = 0; l < at_.size(); ++l) total_[l] += weight * slope_[l];
    }
    for (std::size_t l = 0; l < y_.size(); ++l) y_[l] += h / 6 * total_[l];
  }

 private:
  void derive(double time) {
    const double alone = (1 - request_.seed) * math::exp(-request_.innovation * time);
    for (std::size_t l = 0; l < at_.size(); ++l) {
      slope_[l] = request_.layers[l].rate * passing(request_.layers, at_, l, alone);
    }
  }

  const TimeRequest& request_;
  std::vector<double> y_;
  std::vector<double> at_;
  std::vector<double> slope_;
  std::vector<double> total_;
};

std::vector<double> run(const TimeRequest& request, double step_length, std::size_t refinement, std::size_t& steps) {
  Runner runner(request);
  std::vector<double> out;
  steps = 0;
  double time = 0;
  for (const double next : request.times) {
    const std::size_t count = static_cast<std::size_t>(std::floor((next - time) / step_length) + 1) * refinement;
    const double h = (next - time) / static_cast<double>(count);
    for (std::size_t i = 0; i < count && h > 0; ++i) runner.step(time + static_cast<double>(i) * h, h);
    steps += count;
    time = next;
    out.push_back(runner.share(time));
  }
  return out;
}

Result<void> check_times(const TimeRequest& request) {
  double before = 0;
  for (std::size_t i = 0; i < request.times.size(); ++i) {
    if (!(request.times[i] >= before && std::isfinite(request.times[i]))) {
      return refuse(ErrorCode::domain, "diffusion.network.times", "diffusion.network.times.hint", i + 1,
                    request.times[i]);
    }
    before = request.times[i];
  }
  if (!(request.tolerance >= 1e-14 && request.tolerance < 1)) {
    return refuse(ErrorCode::domain, "diffusion.network.tolerance", "diffusion.network.tolerance.hint",
                  request.tolerance);
  }
  return {};
}

// The fastest rate at which anything changes: p, or a link's rate times what a neighbour's other links can do.
double fastest_rate(const TimeRequest& request) {
  double rate = request.innovation;
  for (const Layer& layer : request.layers) {
    double links = 1 + layer.degrees.mean_excess();
    for (const Layer& other : request.layers) links += &other == &layer ? 0 : other.degrees.mean();
    rate = std::max(rate, layer.rate * links);
  }
  return rate;
}

}  // namespace

Result<std::vector<double>> closure_by_step(const StepRequest& request) {
  if (auto checked = check_layers(request.layers, request.seed); !checked) return tl::unexpected(checked.error());
  for (const double p : request.innovation) {
    if (auto checked = check_rate("p", p); !checked) return tl::unexpected(checked.error());
  }
  const std::size_t count = request.layers.size();
  std::vector<double> y(count, 0.0);
  std::vector<double> next(count, 0.0);
  std::vector<double> out{request.seed};
  double alone = 1 - request.seed;  // (1 - rho) e^-P
  double innovation = 0;            // P
  for (const double p : request.innovation) {
    for (std::size_t l = 0; l < count; ++l) {
      next[l] = y[l] - math::expm1(-request.layers[l].rate) * passing(request.layers, y, l, alone);
    }
    std::swap(y, next);
    innovation += p;
    alone = (1 - request.seed) * math::exp(-innovation);
    out.push_back(1 - alone * product(request.layers, y));
  }
  return out;
}

Result<TimeClosure> closure_by_time(const TimeRequest& request) {
  if (auto checked = check_layers(request.layers, request.seed); !checked) return tl::unexpected(checked.error());
  if (auto checked = check_rate("p", request.innovation); !checked) return tl::unexpected(checked.error());
  if (auto checked = check_times(request); !checked) return tl::unexpected(checked.error());
  TimeClosure out;
  if (request.times.empty()) {
    out.converged = true;
    return out;
  }
  const double last = request.times.back();
  const double pace = fastest_rate(request) * last / kFirstStep;
  const auto limit = static_cast<double>(kMaximumClosureSteps);
  if (!(2 * (pace + 1 + static_cast<double>(request.times.size())) <= limit)) {
    return refuse(ErrorCode::limit, "diffusion.network.steps", "diffusion.network.steps.hint", last,
                  fastest_rate(request));
  }
  const double step_length = last > 0 ? last / std::max(pace, 1.0) : 1;
  out.share = run(request, step_length, 1, out.steps);
  for (std::size_t refinement = 2; !out.converged && 2 * out.steps <= kMaximumClosureSteps; refinement *= 2) {
    const std::vector<double> finer = run(request, step_length, refinement, out.steps);
    out.error = 0;
    for (std::size_t i = 0; i < finer.size(); ++i) out.error = std::max(out.error, std::fabs(finer[i] - out.share[i]));
    out.share = finer;
    out.converged = out.error <= request.tolerance;
  }
  return out;
}

}  // namespace tidu::diffusion::network
