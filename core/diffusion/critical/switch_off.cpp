// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/critical/switch_off.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/assert.h"
#include "core/diffusion/critical/course_marks.h"

namespace tidu::diffusion {
namespace {

constexpr std::size_t kKept = 64;      // intervals between kept states
constexpr std::size_t kIntervals = 8;  // of the first look
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

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
  const auto check_target = [](double target) -> Result<void> {
    if (target > 0 && target <= 1) return {};
    return failure(ErrorCode::domain, text("diffusion.critical.target", target),
                   text("diffusion.critical.target.hint"));
  };
  if (auto checked = check_target(request.target); !checked) return checked;
  for (const double target : request.region_targets) {
    if (auto checked = check_target(target); !checked) return checked;
  }
  if (!request.region_targets.empty() && request.region_targets.size() != regions) {
    return failure(ErrorCode::shape, text("diffusion.critical.targets", request.region_targets.size(), regions),
                   text("diffusion.critical.targets.hint"));
  }
  return {};
}

// A course, what follows it when it is switched off, and who is judged by that.
class Course {
 public:
  Course(const DecisionMap& start, const SwitchOffRequest& request, RatesRule rule, Executor& executor)
      : request_(request),
        rule_(rule),
        executor_(executor),
        map_(start),
        rates_(start.people().size()),
        outcomes_(request.steps + 1) {
    map_.count_decisions(false);
    const std::size_t wanted = (request.steps + kKept - 1) / kKept;
    const std::size_t periods = (wanted + request.steps_per_rates - 1) / request.steps_per_rates;
    stride_ = periods * request.steps_per_rates;
  }

  // Runs the course once. False when cancelled, as all functions here.
  bool run() {
    for (std::size_t step = 0; step < request_.steps; ++step) {
      if (step % stride_ == 0) keep();
      if (!advance(step)) return false;
    }
    if (request_.steps % stride_ == 0) keep();
    return true;
  }

  bool complex(std::size_t region) {
    restore(0);
    rule_({.map = map_, .step = 0, .supported = true}, rates_);
    const std::size_t cells = map_.settings().shape.per_region();
    if (region == kNone) return complex_contagion(rates_);
    return complex_contagion({rates_.data() + region * cells, cells});
  }

  // Shares of adopters when it is switched off at a step, and at the horizon after that; regions, then the nation.
  struct Outcome {
    std::vector<double> off;
    std::vector<double> end;
  };

  const Outcome* outcome(std::size_t step) {
    if (outcomes_[step]) return &*outcomes_[step];
    restore(step / stride_);
    for (std::size_t s = step / stride_ * stride_; s < step; ++s) {
      if (!advance(s)) return nullptr;
    }
    Outcome found;
    found.off = shares();
    for (std::size_t s = 0; s < request_.horizon; ++s) {
      if (s % request_.steps_per_rates == 0) {
        rule_({.map = map_, .step = step, .supported = false}, rates_);
        switch_off(rates_);
        map_.set_rates(rates_, request_.dt);
      }
      if (!map_.step(executor_)) return nullptr;
    }
    found.end = shares();
    ++runs_;
    outcomes_[step] = std::move(found);
    return &*outcomes_[step];
  }

  std::size_t runs() const { return runs_; }

 private:
  bool advance(std::size_t step) {
    if (step % request_.steps_per_rates == 0) {
      rule_({.map = map_, .step = step, .supported = true}, rates_);
      map_.set_rates(rates_, request_.dt);
    }
    return map_.step(executor_);
  }

  void keep() { kept_.emplace_back(map_.state().begin(), map_.state().end()); }

  void restore(std::size_t place) { map_.set_state({kept_[place].data(), {rates_.size(), kStages}}); }

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
  std::vector<std::optional<Outcome>> outcomes_;
  std::vector<std::vector<double>> kept_;
  std::size_t stride_ = 1;
  std::size_t runs_ = 0;
};

// Steps between which a place first reaches its target; nullopt when cancelled.
struct Bracket {
  std::size_t low = 0;
  std::size_t high = 0;  // kNone: never; 0: always
};

std::optional<Bracket> bracket(Course& course, std::size_t steps, std::size_t place, double target) {
  Bracket found{.low = 0, .high = kNone};
  const std::size_t intervals = std::min(kIntervals, steps);
  for (std::size_t i = 0; i <= intervals && found.high == kNone; ++i) {
    const std::size_t step = steps * i / intervals;
    const Course::Outcome* outcome = course.outcome(step);
    if (outcome == nullptr) return std::nullopt;
    (outcome->end[place] >= target ? found.high : found.low) = step;
  }
  while (found.high != kNone && found.high > found.low + 1) {
    const std::size_t middle = found.low + (found.high - found.low) / 2;
    const Course::Outcome* outcome = course.outcome(middle);
    if (outcome == nullptr) return std::nullopt;
    (outcome->end[place] >= target ? found.high : found.low) = middle;
  }
  return found;
}

std::optional<CriticalMass> judge(Course& course, const SwitchOffRequest& request, std::size_t place, double target) {
  const auto found = bracket(course, request.steps, place, target);
  if (!found) return std::nullopt;
  if (found->high == kNone) return CriticalMass{.outcome = CriticalOutcome::never};
  if (found->high == 0) return CriticalMass{.outcome = CriticalOutcome::always};
  const Course::Outcome& before = *course.outcome(found->low);
  const Course::Outcome& after = *course.outcome(found->high);
  const double weight = (target - before.end[place]) / (after.end[place] - before.end[place]);
  return CriticalMass{.outcome = CriticalOutcome::conditional,
                      .time = (static_cast<double>(found->low) + weight) * request.dt,
                      .share = before.off[place] + weight * (after.off[place] - before.off[place])};
}

tl::unexpected<Error> cancelled() { return failure(ErrorCode::cancelled, text("diffusion.critical.cancelled")); }

}  // namespace

void switch_off(std::span<ProcessRates> rates) {
  for (ProcessRates& r : rates) r.media = r.innovation = r.authority = r.demonstration = 0;
}

bool complex_contagion(std::span<const ProcessRates> rates) { return std::ranges::any_of(rates, needs_several); }

Result<SwitchOff> switch_off_test(const DecisionMap& start, const SwitchOffRequest& request, RatesRule rule,
                                  Executor& executor) {
  const std::size_t regions = start.settings().shape.regions;
  if (auto checked = check(request, regions); !checked) return tl::unexpected(checked.error());
  Course course(start, request, rule, executor);
  if (!course.run()) return cancelled();
  SwitchOff out;
  const bool complex = course.complex(kNone);
  const CriticalMass simple{.outcome = CriticalOutcome::simple_contagion};
  out.nation = simple;
  if (complex) {
    const auto judged = judge(course, request, regions, request.target);
    if (!judged) return cancelled();
    out.nation = *judged;
  }
  for (std::size_t r = 0; r < request.region_targets.size(); ++r) {
    out.regions.push_back(simple);
    if (!complex || !course.complex(r)) continue;
    const auto judged = judge(course, request, r, request.region_targets[r]);
    if (!judged) return cancelled();
    out.regions.back() = *judged;
  }
  out.runs = course.runs();
  return out;
}

PeopleBeyond people_beyond(std::span<const CriticalMass> places, std::span<const double> people, double time) {
  TIDU_ASSERT(places.size() == people.size());
  PeopleBeyond out;
  double all = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    all += people[i];
    const CriticalMass& place = places[i];
    const bool beyond = place.outcome == CriticalOutcome::always || (place.found() && time >= place.time);
    if (place.outcome == CriticalOutcome::simple_contagion) {
      out.undefined += people[i];
    } else {
      (beyond ? out.beyond : out.before) += people[i];
    }
  }
  if (!(all > 0)) return {};
  return {.beyond = out.beyond / all, .before = out.before / all, .undefined = out.undefined / all};
}

}  // namespace tidu::diffusion
