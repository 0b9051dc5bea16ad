// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/critical/course_marks.h"

#include <algorithm>

#include "core/base/assert.h"

namespace tidu::diffusion {
namespace {

constexpr double kSameTime = 1e-6;  // of the time between two points

constexpr std::size_t kFirstAdopting = static_cast<std::size_t>(Stage::decided);  // D, I and C follow each other

}  // namespace

void adopter_shares(const DecisionMap& map, std::span<double> out) {
  const CellShape& shape = map.settings().shape;
  TIDU_ASSERT(out.size() == shape.regions + 1);
  const auto state = map.state();
  std::size_t cell = 0;
  double national_adopters = 0;
  double national_people = 0;
  for (std::size_t r = 0; r < shape.regions; ++r) {
    double adopters = 0;
    double all = 0;
    for (std::size_t c = 0; c < shape.per_region(); ++c, ++cell) {
      for (std::size_t k = 0; k < 3; ++k) adopters += state(kFirstAdopting + k, cell);
      all += map.people()[cell];
    }
    out[r] = all > 0 ? adopters / all : 0;
    national_adopters += adopters;
    national_people += all;
  }
  out[shape.regions] = national_people > 0 ? national_adopters / national_people : 0;
}

CourseMarks::CourseMarks(std::size_t regions, const PathClock& clock)
    : clock_(clock), take_off_(regions + 1, clock), crossing_(regions + 1), before_(regions + 1) {}

void CourseMarks::begin(double time, std::span<const double> shares) {
  TIDU_ASSERT(time <= clock_.first_time + kSameTime);
  time_ = time;
  add_point(shares);
}

// The next point of the take-offs' clock, if this is one; and what the next step begins from.
void CourseMarks::add_point(std::span<const double> shares) {
  TIDU_ASSERT(shares.size() == before_.size());
  const double next = clock_.first_time + static_cast<double>(points_) * clock_.dt;
  TIDU_ASSERT(time_ < next + kSameTime * clock_.dt);
  if (time_ > next - kSameTime * clock_.dt) {
    take_off_.add(shares);
    ++points_;
  }
  std::copy(shares.begin(), shares.end(), before_.begin());
}

void CourseMarks::add(const DecisionMap& map, double time, std::span<const double> shares) {
  const std::size_t regions = nation();
  TIDU_ASSERT(map.decisions().size() == regions && shares.size() == regions + 1 && time > time_);
  const bool middle = map.settings().scheme == StepScheme::midpoint;
  const double when = middle ? time_ + (time - time_) / 2 : time_;
  const auto observe = [&](std::size_t place, const Decisions& decided) {
    crossing_.add(place, when,
                  {.share = middle ? (before_[place] + shares[place]) / 2 : before_[place],
                   .alone = decided.alone,
                   .contacts = decided.contacts + decided.leaders});
  };
  Decisions national;
  for (std::size_t r = 0; r < regions; ++r) {
    const Decisions& decided = map.decisions()[r];
    national.alone += decided.alone;
    national.leaders += decided.leaders;
    national.contacts += decided.contacts;
    observe(r, decided);
  }
  observe(regions, national);
  time_ = time;
  add_point(shares);
}

}  // namespace tidu::diffusion
