// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/critical/course_marks.h"

#include <utility>

#include "core/base/assert.h"

namespace tidu::diffusion {
namespace {

constexpr std::size_t kFirstAdopting = static_cast<std::size_t>(Stage::decided);  // D, I and C follow each other

}  // namespace

void adopter_shares(const DecisionMap& map, std::span<double> out) {
  const CellShape& shape = map.settings().shape;
  TIDU_ASSERT(out.size() == shape.regions + 1);
  const double* n = map.state().data();
  const double* people = map.people().data();
  double national_adopters = 0;
  double national_people = 0;
  for (std::size_t r = 0; r < shape.regions; ++r) {
    double adopters = 0;
    double all = 0;
    for (std::size_t c = 0; c < shape.per_region(); ++c, n += kStages) {
      adopters += n[kFirstAdopting] + n[kFirstAdopting + 1] + n[kFirstAdopting + 2];
      all += *people++;
    }
    out[r] = all > 0 ? adopters / all : 0;
    national_adopters += adopters;
    national_people += all;
  }
  out[shape.regions] = national_people > 0 ? national_adopters / national_people : 0;
}

CourseMarks::CourseMarks(DecisionMap& map, const PathClock& clock)
    : clock_(clock),
      take_off_(map.settings().shape.regions + 1, clock),
      crossing_(map.settings().shape.regions + 1),
      shares_(map.settings().shape.regions + 1),
      before_(shares_.size()) {
  map.count_decisions(true);
  adopter_shares(map, shares_);
  take_off_.add(shares_);
}

void CourseMarks::add(const DecisionMap& map) {
  TIDU_ASSERT(map.decisions().size() == regions());
  std::swap(shares_, before_);
  adopter_shares(map, shares_);
  take_off_.add(shares_);
  const bool middle = map.settings().scheme == StepScheme::midpoint;
  const double time = clock_.first_time + (static_cast<double>(steps_) + (middle ? 0.5 : 0)) * clock_.dt;
  const auto observe = [&](std::size_t place, const Decisions& decided) {
    crossing_.add(place, time,
                  {.share = middle ? (before_[place] + shares_[place]) / 2 : before_[place],
                   .alone = decided.alone,
                   .contacts = decided.contacts + decided.leaders});
  };
  Decisions national;
  for (std::size_t r = 0; r < regions(); ++r) {
    const Decisions& decided = map.decisions()[r];
    national.alone += decided.alone;
    national.leaders += decided.leaders;
    national.contacts += decided.contacts;
    observe(r, decided);
  }
  observe(nation(), national);
  ++steps_;
}

}  // namespace tidu::diffusion
