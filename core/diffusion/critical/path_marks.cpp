// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/critical/path_marks.h"

#include <cmath>

#include "core/base/assert.h"

namespace tidu::diffusion {
namespace {

// Second differences below this many times the share are rounding.
constexpr double kRounding = 4e-15;

constexpr std::size_t kPointsNeeded = 5;  // three second differences

}  // namespace

TakeOffTracker::TakeOffTracker(std::size_t paths, const PathClock& clock) : clock_(clock), tracks_(paths) {
  TIDU_ASSERT(clock.dt > 0);
}

void TakeOffTracker::add(std::span<const double> shares) {
  TIDU_ASSERT(shares.size() == tracks_.size());
  const bool judged = points_ + 1 >= kPointsNeeded;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    Track& t = tracks_[i];
    const double bend = (shares[i] - t.f[3]) - (t.f[3] - t.f[2]);
    const double middle = t.bend[1];  // at f[2], between those at f[1] and f[3]
    if (judged && middle > t.bend[0] && middle >= bend && middle > kRounding * std::fabs(t.f[2]) &&
        middle > t.largest.bend) {
      const double left = t.bend[0];
      const double offset = (left - bend) / (2 * ((left - middle) + (bend - middle)));
      const Peak peak{.bend = middle,
                      .step = static_cast<double>(points_ - 2) + offset,
                      .share = t.f[2] + offset * ((t.f[3] - t.f[1]) / 2 + offset * middle / 2)};
      if (peak.step * clock_.dt >= clock_.settling && peak.share >= clock_.least_share) {
        t.largest = peak;
        if (t.first.bend == 0) t.first = peak;
      }
    }
    t.bend = {middle, bend};
    t.f = {t.f[1], t.f[2], t.f[3], shares[i]};
  }
  ++points_;
}

PathMark TakeOffTracker::mark(const Track& track, const Peak& peak) const {
  if (points_ < kPointsNeeded) return {.outcome = MarkOutcome::too_short};
  if (peak.bend > 0) {
    return {.outcome = MarkOutcome::found, .time = clock_.first_time + peak.step * clock_.dt, .share = peak.share};
  }
  const bool rising = track.bend[1] > track.bend[0] && track.bend[1] > kRounding * std::fabs(track.f[3]);
  return {.outcome = rising ? MarkOutcome::not_yet : MarkOutcome::absent};
}

PathMark take_off(std::span<const double> path, const PathClock& clock) {
  TakeOffTracker tracker(1, clock);
  for (const double& share : path) tracker.add({&share, 1});
  return tracker.first(0);
}

void CrossingTracker::add(std::size_t path, double time, const Flows& flows) {
  Track& t = tracks_[path];
  TIDU_ASSERT(flows.alone >= 0 && flows.contacts >= 0);
  const bool undecided = t.mark.outcome == MarkOutcome::absent || t.mark.outcome == MarkOutcome::not_yet;
  if (!undecided || !(flows.alone + flows.contacts > 0)) return;
  const bool led = flows.contacts >= flows.alone;
  if (!led) {
    t = {.mark = {.outcome = MarkOutcome::not_yet},
         .time = time,
         .share = flows.share,
         .ratio = flows.contacts / flows.alone};
  } else if (t.mark.outcome == MarkOutcome::absent) {
    t.mark = {.outcome = MarkOutcome::at_start};
  } else {
    // Where nobody decides alone any more the ratio has jumped: here, not before.
    const double weight = flows.alone > 0 ? (1 - t.ratio) / (flows.contacts / flows.alone - t.ratio) : 1;
    t.mark = {.outcome = MarkOutcome::found,
              .time = t.time + weight * (time - t.time),
              .share = t.share + weight * (flows.share - t.share)};
  }
}

PathMark CrossingTracker::crossing(std::size_t path) const { return tracks_[path].mark; }

}  // namespace tidu::diffusion
