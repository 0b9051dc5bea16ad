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
/// grow with the steps. F counts adopters, those in D, I or C.
///
/// Alone decide those who would without anybody who uses it: innovation and order. Contacts are imitation and opinion
/// leaders, who bear on others only once they use it themselves: with all of q placed in q_L the map is the Bass model
/// again and crosses at p/q. Collective decisions are in neither. Decisions are counted within a step and stand at its
/// start with StepScheme::start_of_step, at its middle with midpoint.
///
///   DecisionMap map = ...;  map.set_rates(rates, dt);
///   CourseMarks marks(map, {.dt = dt, .first_time = 2023, .least_share = 0.01});
///   while (...) { map.step(); marks.add(map); }
///   marks.crossing(r);  marks.take_off(marks.nation());
class CourseMarks {
 public:
  /// Reads the state as the first point and has the map count decisions from now on.
  /// clock  dt: the length of every step; settling and least_share are for take-offs alone
  CourseMarks(DecisionMap& map, const PathClock& clock);

  /// After each step of that map.   cost  O(cells), a few hundredths of a step
  void add(const DecisionMap& map);

  std::size_t regions() const { return shares_.size() - 1; }
  std::size_t nation() const { return regions(); }  ///< its place behind the regions

  PathMark crossing(std::size_t place) const { return crossing_.crossing(place); }
  PathMark take_off(std::size_t place) const { return take_off_.first(place); }
  PathMark largest_take_off(std::size_t place) const { return take_off_.largest(place); }
  /// The present shares of adopters, as adopter_shares.
  std::span<const double> shares() const { return shares_; }

 private:
  PathClock clock_;
  std::size_t steps_ = 0;
  TakeOffTracker take_off_;
  CrossingTracker crossing_;
  std::vector<double> shares_;
  std::vector<double> before_;
};

}  // namespace tidu::diffusion
