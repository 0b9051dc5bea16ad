// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/critical/switch_off.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/assert.h"
#include "core/diffusion/critical/course_marks.h"
#include "core/diffusion/critical/target.h"

namespace tidu::diffusion {
namespace {

constexpr std::size_t kKept = 64;  // intervals between kept states

bool needs_several(const ProcessRates& rates) {
  double imitation = 0;
  for (const double q : rates.imitation) imitation += q;
  if (!(imitation > 0)) return false;
  if (rates.contagion == Contagion::threshold) return rates.threshold >= 2;
  return rates.contagion == Contagion::hill && rates.hill_exponent > 1;
}

Result<void> check(const SwitchOffRequest& request, std::size_t regions) {
  TIDU_ASSERT(request.dt > 0);
  if (request.steps == 0 || request.horizon == 0 || request.steps_per_rates == 0) {
    return failure(ErrorCode::domain,
                   text("diffusion.critical.steps", request.steps, request.horizon, request.steps_per_rates),
                   text("diffusion.critical.steps.hint"));
  }
  if (!request.region_targets.empty() && request.region_targets.size() != regions) {
    return failure(ErrorCode::shape, text("diffusion.critical.targets", request.region_targets.size(), regions),
                   text("diffusion.critical.targets.hint"));
  }
  return {};
}

// A course of equal steps, and what follows it when it is switched off.
class Course {
 public:
  Course(const DecisionMap& start, const SwitchOffRequest& request, RatesRule rule, Executor& executor)
      : request_(request), rule_(rule), executor_(executor), map_(start), rates_(start.people().size()) {
    map_.count_decisions(false);
    const std::size_t wanted = (request.steps + kKept - 1) / kKept;
    const std::size_t periods = (wanted + request.steps_per_rates - 1) / request.steps_per_rates;
    stride_ = periods * request.steps_per_rates;
  }

  // Whether some cell needs several contacts, in each region and then in the nation; at the start.
  std::vector<bool> complex() {
    const std::size_t cells = map_.settings().shape.per_region();
    rule_({.map = map_, .step = 0, .supported = true}, rates_);
    std::vector<bool> out;
    for (std::size_t first = 0; first < rates_.size(); first += cells) {
      out.push_back(complex_contagion({rates_.data() + first, cells}));
    }
    out.push_back(complex_contagion(rates_));
    return out;
  }

  // Runs the course once. False when cancelled.
  bool run() {
    for (std::size_t step = 0; step < request_.steps; ++step) {
      if (step % stride_ == 0) keep();
      if (!advance(step)) return false;
    }
    if (request_.steps % stride_ == 0) keep();
    return true;
  }

  std::optional<Continuation> go_on(std::size_t step) {
    const std::size_t kept = step / stride_;
    map_.set_state({kept_[kept].data(), {kStages, rates_.size()}});
    for (std::size_t s = kept * stride_; s < step; ++s) {
      if (!advance(s)) return std::nullopt;
    }
    Continuation out{.time = static_cast<double>(step) * request_.dt, .off = shares()};
    for (std::size_t s = 0; s < request_.horizon; ++s) {
      if (s % request_.steps_per_rates == 0) {
        rule_({.map = map_, .step = step, .supported = false}, rates_);
        switch_off(rates_);
        map_.set_rates(rates_, request_.dt);
      }
      if (!map_.step(executor_)) return std::nullopt;
    }
    out.end = shares();
    return out;
  }

 private:
  bool advance(std::size_t step) {
    if (step % request_.steps_per_rates == 0) {
      rule_({.map = map_, .step = step, .supported = true}, rates_);
      map_.set_rates(rates_, request_.dt);
    }
    return map_.step(executor_);
  }

  void keep() { kept_.emplace_back(map_.state().begin(), map_.state().end()); }

  std::vector<double> shares() const {
    std::vector<double> out(map_.settings().shape.regions + 1);
    adopter_shares(map_, out);
    return out;
  }

  const SwitchOffRequest& request_;
  RatesRule rule_;
  Executor& executor_;
  DecisionMap map_;
  std::vector<ProcessRates> rates_;
  std::vector<std::vector<double>> kept_;
  std::size_t stride_ = 1;
};

// Of the regions, where they are judged, and then of the nation; NaN where there is no critical mass.
std::vector<double> targets_of(const SwitchOffRequest& request, const std::vector<bool>& complex) {
  std::vector<double> out(request.region_targets.begin(), request.region_targets.end());
  out.resize(complex.size(), std::numeric_limits<double>::quiet_NaN());
  out.back() = request.target;
  for (std::size_t place = 0; place < out.size(); ++place) {
    if (!complex[place]) out[place] = std::numeric_limits<double>::quiet_NaN();
  }
  return out;
}

tl::unexpected<Error> cancelled() { return failure(ErrorCode::cancelled, text("diffusion.critical.cancelled")); }

}  // namespace

void switch_off(std::span<ProcessRates> rates) {
  for (ProcessRates& r : rates) r.media = r.innovation = r.authority = r.demonstration = 0;
}

bool complex_contagion(std::span<const ProcessRates> rates) { return std::ranges::any_of(rates, needs_several); }

Result<SwitchOff> switch_off_test(const DecisionMap& start, const SwitchOffRequest& request, RatesRule rule,
                                  Executor& executor) {
  if (auto checked = check(request, start.settings().shape.regions); !checked) return tl::unexpected(checked.error());
  if (auto checked = check_target(request.target); !checked) return tl::unexpected(checked.error());
  for (const double target : request.region_targets) {
    if (auto checked = check_target(target); !checked) return tl::unexpected(checked.error());
  }
  Course course(start, request, rule, executor);
  const std::vector<double> targets = targets_of(request, course.complex());
  if (!course.run()) return cancelled();
  auto found = critical_points(request.steps, targets, [&course](std::size_t step) { return course.go_on(step); });
  if (!found) return tl::unexpected(found.error());
  SwitchOff out{.nation = found->places.back(), .runs = found->runs};
  out.regions.assign(found->places.begin(),
                     found->places.begin() + static_cast<std::ptrdiff_t>(request.region_targets.size()));
  return out;
}

}  // namespace tidu::diffusion
