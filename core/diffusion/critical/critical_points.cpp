// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "core/base/assert.h"
#include "core/diffusion/critical/switch_off.h"
#include "core/diffusion/critical/target.h"

namespace tidu::diffusion {
namespace {

constexpr std::size_t kIntervals = 8;  // of the first look
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

// Points between which a place first reaches its target.
struct Bracket {
  std::size_t low = 0;
  std::size_t high = kNone;  // kNone: never; 0: always
};

class Search {
 public:
  Search(std::size_t last, GoOn go_on) : last_(last), go_on_(go_on), known_(last + 1) {}

  // nullopt when cancelled, as judge
  std::optional<Bracket> bracket(std::size_t place, double target) {
    Bracket found;
    const std::size_t intervals = std::min(kIntervals, last_);
    for (std::size_t i = 0; i <= intervals && found.high == kNone; ++i) {
      if (!narrow(last_ * i / intervals, place, target, found)) return std::nullopt;
    }
    while (found.high != kNone && found.high > found.low + 1) {
      if (!narrow(found.low + (found.high - found.low) / 2, place, target, found)) return std::nullopt;
    }
    return found;
  }

  std::optional<CriticalMass> judge(std::size_t place, double target) {
    const auto found = bracket(place, target);
    if (!found) return std::nullopt;
    if (found->high == kNone) return CriticalMass{.outcome = CriticalOutcome::never};
    if (found->high == 0) return CriticalMass{.outcome = CriticalOutcome::always};
    const Continuation& before = *known_[found->low];
    const Continuation& after = *known_[found->high];
    const double weight = (target - before.end[place]) / (after.end[place] - before.end[place]);
    return CriticalMass{.outcome = CriticalOutcome::conditional,
                        .time = before.time + weight * (after.time - before.time),
                        .share = before.off[place] + weight * (after.off[place] - before.off[place])};
  }

  std::size_t runs() const { return runs_; }

 private:
  bool narrow(std::size_t point, std::size_t place, double target, Bracket& found) {
    if (!known_[point]) {
      known_[point] = go_on_(point);
      ++runs_;
    }
    if (!known_[point]) return false;
    TIDU_ASSERT(place < known_[point]->off.size() && place < known_[point]->end.size());
    (known_[point]->end[place] >= target ? found.high : found.low) = point;
    return true;
  }

  std::size_t last_;
  GoOn go_on_;
  std::vector<std::optional<Continuation>> known_;
  std::size_t runs_ = 0;
};

}  // namespace

Result<CriticalSearch> critical_points(std::size_t last, std::span<const double> targets, GoOn go_on) {
  if (last == 0) {
    return failure(ErrorCode::domain, text("diffusion.critical.points"), text("diffusion.critical.points.hint"));
  }
  Search search(last, go_on);
  CriticalSearch out;
  for (std::size_t place = 0; place < targets.size(); ++place) {
    out.places.push_back({.outcome = CriticalOutcome::simple_contagion});
    if (std::isnan(targets[place])) continue;
    if (auto checked = check_target(targets[place]); !checked) return tl::unexpected(checked.error());
    const auto judged = search.judge(place, targets[place]);
    if (!judged) return failure(ErrorCode::cancelled, text("diffusion.critical.cancelled"));
    out.places.back() = *judged;
  }
  out.runs = search.runs();
  return out;
}

PeopleBeyond people_beyond(std::span<const CriticalMass> places, std::span<const double> people, double time) {
  TIDU_ASSERT(places.size() == people.size());
  PeopleBeyond out;
  double all = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    all += people[i];
    const CriticalMass& place = places[i];
    if (place.outcome == CriticalOutcome::simple_contagion) {
      out.undefined += people[i];
    } else {
      const bool beyond = place.outcome == CriticalOutcome::always || (place.found() && time >= place.time);
      (beyond ? out.beyond : out.before) += people[i];
    }
  }
  if (!(all > 0)) return {};
  return {.beyond = out.beyond / all, .before = out.before / all, .undefined = out.undefined / all};
}

}  // namespace tidu::diffusion
