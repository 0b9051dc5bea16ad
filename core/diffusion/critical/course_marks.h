// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/diffusion/critical/path_marks.h"
#include "core/diffusion/process/map.h"

namespace tidu::diffusion {

/// Share of adopters (in D, I or C) of each region's people, 0 where there are none; then the nation's.
/// out  regions + 1
void adopter_shares(const DecisionMap& map, std::span<double> out);

/// The landmarks of a run of the aggregate map, by region and for the nation, seen while it runs: what is kept does not
/// grow with the steps.
///
/// Alone decide those who would without anybody who uses it: innovation and order. Contacts are imitation and opinion
/// leaders, who bear on others only once they use it themselves: with all of q placed in q_L the map is the Bass model
/// again and crosses at p/q. Collective decisions are in neither. Decisions are counted within a step and stand at its
/// start with StepScheme::start_of_step, at its middle with midpoint.
///
///   CourseMarks marks(regions, {.dt = 1.0 / 12, .first_time = 2023, .least_share = 0.01});
///   map.count_decisions(true);
///   marks.begin(2022.917, shares);                              // of regions, then of the nation: adopter_shares
///   while (...) { map.step(); marks.add(map, time, shares); }   // time and shares after the step
///   marks.crossing(r);  marks.take_off(marks.nation());
class CourseMarks {
 public:
  /// clock  of the points for take-offs, the first at first_time; steps may be shorter, those that end between two
  ///        points count for crossings alone
  CourseMarks(std::size_t regions, const PathClock& clock);

  /// Where the run begins; time may be before the clock's first.
  /// shares  F of each region and of the nation
  void begin(double time, std::span<const double> shares);

  /// After each step of a map that counts decisions.
  /// time    of its end; every point of the clock is the end of a step
  /// cost    O(regions), a few hundredths of a step with adopter_shares
  void add(const DecisionMap& map, double time, std::span<const double> shares);

  std::size_t nation() const { return before_.size() - 1; }  ///< its place behind the regions

  PathMark crossing(std::size_t place) const { return crossing_.crossing(place); }
  PathMark take_off(std::size_t place) const { return take_off_.first(place); }
  PathMark largest_take_off(std::size_t place) const { return take_off_.largest(place); }

 private:
  void add_point(std::span<const double> shares);

  PathClock clock_;
  std::size_t points_ = 0;
  double time_ = 0;
  TakeOffTracker take_off_;
  CrossingTracker crossing_;
  std::vector<double> before_;
};

}  // namespace tidu::diffusion
