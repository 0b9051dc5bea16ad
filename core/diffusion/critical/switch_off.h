// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "core/base/executor.h"
#include "core/base/function_ref.h"
#include "core/base/result.h"
#include "core/diffusion/process/map.h"

namespace tidu::diffusion {

// Critical mass by switching off: from a time t on nothing but contacts bears on decisions - mass media, innovation,
// orders and demonstrations are 0 and support has ended - and adoption goes on for a horizon h. The critical time is
// the first t from which F(t + h) >= target, and F at that time the critical mass that carries itself.
// [critical_switch_off]
//
// WARNING: it says what critical mass follows from thresholds, not which one there is.
// - Where one contact is enough (linear contagion, a threshold of at most one contact, a Hill exponent of at most 1)
//   any F > 0 grows on its own and the number would measure the horizon alone: CriticalOutcome::simple_contagion, and
//   no number.
// - Else it is conditional on the thresholds and the number of contacts, which are assumptions, and on q and h: the map
//   draws contacts anew in every step, so that a small F with threshold k grows as F^k, and without discontinuance it
//   would get there too, given time.

enum class CriticalOutcome : std::uint8_t {
  conditional,       ///< a number, conditional on thresholds, contacts, q and the horizon
  simple_contagion,  ///< degenerate: any share carries itself, there is no critical mass
  always,            ///< switched off at the very start it reaches the target: people who need nobody carry it
  never,             ///< not even when switched off at the end of the course
};

struct CriticalMass {
  CriticalOutcome outcome = CriticalOutcome::never;
  double time = std::numeric_limits<double>::quiet_NaN();   ///< of switching off; NaN unless conditional
  double share = std::numeric_limits<double>::quiet_NaN();  ///< F at that time; likewise

  bool found() const { return outcome == CriticalOutcome::conditional; }
};

/// Sets what does not come from contacts to 0: media, innovation, authority, demonstration.
void switch_off(std::span<ProcessRates> rates);

/// Whether some cell needs more than one contact: the critical mass is then a number.
bool complex_contagion(std::span<const ProcessRates> rates);

/// What came of switching off at one point of a course; by place, such as the regions and the nation.
struct Continuation {
  double time = 0;          ///< of switching off
  std::vector<double> off;  ///< F then
  std::vector<double> end;  ///< F at the horizon after it
};

/// Goes on from a point of a course with everything switched off; nullopt: cancelled.
using GoOn = FunctionRef<std::optional<Continuation>(std::size_t point)>;

struct CriticalSearch {
  std::vector<CriticalMass> places;
  std::size_t runs = 0;  ///< continuations that were asked for
};

/// The first point from which each place reaches its target, for any course that can be continued from its points:
/// those at both ends and seven between bracket it, and bisection halves the bracket. No point is asked for twice, and
/// all places share them. Where F at the horizon does not rise from point to point (discontinuance can make it so) a
/// first one between two of the nine may be missed. Between the last two points time and share are interpolated. last
/// >= 1: points are 0 .. last targets  by place, in (0, 1]; NaN: the place has no critical mass,
/// CriticalOutcome::simple_contagion errors   diffusion.critical.points (domain), diffusion.critical.target (domain:
/// value), diffusion.critical.cancelled cost     some 9 + log2(last/8) continuations for one place, several times as
/// many for many
Result<CriticalSearch> critical_points(std::size_t last, std::span<const double> targets, GoOn go_on);

/// For which rates are asked.
struct RatesMoment {
  const DecisionMap& map;  ///< its state: collective decisions depend on it
  std::size_t step = 0;    ///< of the course; once it is switched off, the step at which that was
  bool supported = true;   ///< false once it is switched off: without levers
};

/// Fills the rates of every cell. What is switched off in any case (switch_off) need not be left out.
using RatesRule = FunctionRef<void(const RatesMoment&, std::span<ProcessRates>)>;

struct SwitchOffRequest {
  double dt = 1;
  std::size_t steps = 0;                   ///< >= 1, of the course: it is switched off at one of its points 0 .. steps
  std::size_t horizon = 0;                 ///< >= 1, steps from switching off to the judgement
  std::size_t steps_per_rates = 1;         ///< >= 1: rates are asked for at the start and after every so many steps
  double target = 0.5;                     ///< in (0, 1]: the nation's F at the horizon, half of the market say
  std::span<const double> region_targets;  ///< each region's own, in (0, 1]; empty: regions are not judged
};

struct SwitchOff {
  CriticalMass nation;
  std::vector<CriticalMass> regions;  ///< empty unless they have targets; switched off everywhere at once
  std::size_t runs = 0;               ///< continuations that were run
};

/// The test for a course of equal steps of the aggregate map; F counts those in D, I or C. Places whose cells, at the
/// start, all adopt by one contact have no critical mass.
/// start   the state at time 0 with its settings; rates from the rule. Its states are kept at up to 65 points
/// errors  diffusion.critical.target (domain: value), diffusion.critical.targets (shape: given, regions),
///         diffusion.critical.steps (domain), diffusion.critical.cancelled (cancelled)
/// cost    steps, and the continuations of critical_points, each `horizon` steps and at most steps/64 more
Result<SwitchOff> switch_off_test(const DecisionMap& start, const SwitchOffRequest& request, RatesRule rule,
                                  Executor& executor = serial_executor());

/// People in places beyond their own critical mass at a time, as shares of all.   [critical_beyond]
struct PeopleBeyond {
  double beyond = 0;     ///< CriticalOutcome::always, or time >= the critical time
  double before = 0;     ///< never, or before the critical time
  double undefined = 0;  ///< simple_contagion: there is nothing to be beyond
};

/// places, people  one a region; people >= 0
PeopleBeyond people_beyond(std::span<const CriticalMass> places, std::span<const double> people, double time);

}  // namespace tidu::diffusion
