// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace tidu::diffusion {

// Landmarks of adoption paths that are given step by step, so that an ensemble need not keep its paths.

/// Whether a path has a landmark, and why not.
enum class MarkOutcome : std::uint8_t {
  found,
  not_yet,    ///< not before the path ends, though it is on the way
  at_start,   ///< passed already when the path begins
  absent,     ///< nothing on the path leads there
  too_short,  ///< too few points to say
};

struct PathMark {
  MarkOutcome outcome = MarkOutcome::too_short;
  double time = std::numeric_limits<double>::quiet_NaN();   ///< NaN unless found
  double share = std::numeric_limits<double>::quiet_NaN();  ///< F there; NaN unless found

  bool found() const { return outcome == MarkOutcome::found; }
};

/// A path's points, and which of its maxima count.
struct PathClock {
  double dt = 1;           ///< > 0: time between two points
  double first_time = 0;   ///< of the first point
  double settling = 0;     ///< maxima do not count before first_time + settling,
  double least_share = 0;  ///< nor below this share
};

/// Where growth of a path F gathers speed fastest: the maxima of F'' that are above 0.   [critical_take_off; in the
/// Bass model the first inflection of f, Mahajan, Muller & Srivastava 1990] F'' is the second difference of equal
/// steps, the place of its maximum that of a parabola through three of them: time and share are off by O(dt^2).
///
/// WARNING: not every maximum is a take-off. Where everybody starts unaware, F'' has one while the first stages fill:
/// with the default rates of process_options after some 0.7 years, at F below 0.002, and often larger than that of
/// imitation. PathClock::settling and least_share leave it out. Rates that change within the path, such as levers that
/// begin, make maxima of their own too.
///
/// first    found, or not_yet: F'' still rises at the end; absent: growth only slows, or keeps its pace (as without
///          imitation, or for p/q >= 2 - sqrt 3); too_short: fewer than five points.
/// largest  the largest maximum so far, found under the same conditions.
class TakeOffTracker {
 public:
  TakeOffTracker(std::size_t paths, const PathClock& clock);

  /// The next point of every path.   shares  one a path, finite
  /// cost  some ten operations a path
  void add(std::span<const double> shares);

  PathMark first(std::size_t path) const { return mark(tracks_[path], tracks_[path].first); }
  PathMark largest(std::size_t path) const { return mark(tracks_[path], tracks_[path].largest); }

 private:
  struct Peak {
    double bend = 0;  ///< F'' dt^2; 0 = there is none
    double step = 0;
    double share = 0;
  };
  struct Track {
    std::array<double, 4> f{};     ///< the last four points, the newest last
    std::array<double, 2> bend{};  ///< the last two second differences
    Peak first;
    Peak largest;
  };

  PathMark mark(const Track& track, const Peak& peak) const;

  PathClock clock_;
  std::size_t points_ = 0;
  std::vector<Track> tracks_;
};

/// The first take-off of a whole path.
PathMark take_off(std::span<const double> path, const PathClock& clock);

/// Where contacts come to lead: F at the first time that as many decide by contacts as do alone.   [critical_crossing;
/// in the Bass model F = p/q] Between two observations the ratio of the two flows is taken as linear, which in the Bass
/// model makes the share exact and the time good to O(dt^2).
class CrossingTracker {
 public:
  explicit CrossingTracker(std::size_t paths) : tracks_(paths) {}

  /// What happens on a path at a time: the share F of adopters, and two flows >= 0 of any common unit.
  struct Flows {
    double share = 0;
    double alone = 0;
    double contacts = 0;
  };

  /// The next observation of one path; times rise.
  void add(std::size_t path, double time, const Flows& flows);

  /// found; at_start: contacts led from the first decisions on; not_yet: decisions alone still lead; absent: nobody has
  /// decided.
  PathMark crossing(std::size_t path) const;

 private:
  struct Track {
    PathMark mark{.outcome = MarkOutcome::absent};
    double time = 0;   ///< of the last observation
    double share = 0;  ///< likewise
    double ratio = 0;  ///< contacts to alone
  };
  std::vector<Track> tracks_;
};

}  // namespace tidu::diffusion
