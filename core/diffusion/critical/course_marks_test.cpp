// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/critical/course_marks.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "core/diffusion/critical/support_test.h"
#include "core/diffusion/process/rates.h"

namespace tidu::diffusion {
namespace {

using testing::closed_regions;
using testing::kEightContacts;
using enum StepScheme;

struct Course {
  StepScheme scheme = midpoint;
  int steps_a_year = 12;
  double years = 20;
  double first_time = 0;
};

CourseMarks run(DecisionMap& map, std::span<const ProcessRates> rates, const Course& course) {
  const double dt = 1.0 / course.steps_a_year;
  CourseMarks marks(map.settings().shape.regions, {.dt = dt, .first_time = course.first_time});
  std::vector<double> shares(marks.nation() + 1);
  map.count_decisions(true);
  map.set_rates(rates, dt);
  adopter_shares(map, shares);
  marks.begin(course.first_time, shares);
  const long steps = std::lround(course.years * course.steps_a_year);
  for (long i = 1; i <= steps; ++i) {
    map.step();
    adopter_shares(map, shares);
    marks.add(map, course.first_time + static_cast<double>(i) * dt, shares);
  }
  return marks;
}

CourseMarks bass_marks(double p, double q, const Course& course) {
  const std::vector<double> people{1.0};
  DecisionMap map = closed_regions(people, course.scheme);
  const Preset preset = bass_preset(p, q, kEightContacts);
  return run(map, {&preset.rates, 1}, course);
}

double order(double coarse, double fine) { return std::log2(std::fabs(coarse) / std::fabs(fine)); }

// Design section 8: F = p/q, 0.0789 for .03/.38 and 0.025 for .01/.40.
TEST(CourseMarks, BassCrossesAtTheRatioOfItsRates) {
  for (const StepScheme scheme : {start_of_step, midpoint}) {
    for (const int steps : {2, 12, 50}) {
      const Course course{.scheme = scheme, .steps_a_year = steps};
      const double tolerance = scheme == start_of_step ? 1e-14 : 0.02 / (steps * steps);
      EXPECT_NEAR(bass_marks(0.03, 0.38, course).crossing(0).share, 0.03 / 0.38, tolerance) << steps;
      EXPECT_NEAR(bass_marks(0.01, 0.40, course).crossing(0).share, 0.025, tolerance) << steps;
    }
  }
}

TEST(CourseMarks, TheTimeOfTheCrossingConverges) {
  const double exact = 1.89118360682175;  // -ln((1 - p/q)/2)/(p + q)
  const auto error = [exact](StepScheme scheme, int steps) {
    return bass_marks(0.03, 0.38, {.scheme = scheme, .steps_a_year = steps}).crossing(0).time - exact;
  };
  EXPECT_NEAR(error(midpoint, 100), 0, 1e-4);
  EXPECT_NEAR(order(error(midpoint, 10), error(midpoint, 80)) / 3, 2, 0.2);
  EXPECT_NEAR(order(error(start_of_step, 10), error(start_of_step, 80)) / 3, 1, 0.1);
}

TEST(CourseMarks, BassTakesOffAtItsInflection) {
  // Design T1: 0.1490610390 at 2.9805267662 years.
  const auto error = [](StepScheme scheme, int steps) {
    return bass_marks(0.03, 0.38, {.scheme = scheme, .steps_a_year = steps}).take_off(0).time - 2.9805267662;
  };
  EXPECT_NEAR(order(error(midpoint, 12), error(midpoint, 192)) / 4, 2, 0.15);
  EXPECT_NEAR(order(error(start_of_step, 6), error(start_of_step, 96)) / 4, 1, 0.15);
  const CourseMarks fine = bass_marks(0.03, 0.38, {.steps_a_year = 96, .first_time = 2020});
  EXPECT_NEAR(fine.take_off(0).share, 0.149061, 2e-6);
  EXPECT_NEAR(fine.take_off(0).time, 2022.980527, 2e-5);
  EXPECT_EQ(fine.largest_take_off(0).time, fine.take_off(0).time);
}

TEST(CourseMarks, OpinionLeadersAreContacts) {
  const std::vector<double> people{1.0};
  DecisionMap map = closed_regions(people, start_of_step);
  const ProcessRates rates{.innovation = 0.03, .leaders = 0.38};
  EXPECT_NEAR(run(map, {&rates, 1}, {.scheme = start_of_step}).crossing(0).share, 0.03 / 0.38, 1e-14);
}

TEST(CourseMarks, StepsMayBeCutAndBeginBeforeTheClock) {
  // The clock is quarterly from year 1 on; the run begins earlier, with a step of its own, and cuts some steps in two.
  const std::vector<double> people{1.0};
  const Preset preset = bass_preset(0.03, 0.38, kEightContacts);
  DecisionMap map = closed_regions(people, midpoint);
  map.count_decisions(true);
  CourseMarks marks(1, {.dt = 0.25, .first_time = 1});
  std::vector<double> shares(2);
  double time = 0.9;
  marks.begin(time, shares);
  std::vector<double> path;
  for (int i = 0; i < 100; ++i) {
    for (const double end : {1 + 0.25 * i - (i % 3 == 0 ? 0.05 : 0.1), 1 + 0.25 * i}) {
      if (!(end > time)) continue;
      map.set_rates({&preset.rates, 1}, end - time);
      map.step();
      time = end;
      adopter_shares(map, shares);
      marks.add(map, time, shares);
    }
    path.push_back(shares[0]);
  }
  const PathMark whole = take_off(path, {.dt = 0.25, .first_time = 1});
  EXPECT_EQ(marks.take_off(0).time, whole.time);
  EXPECT_EQ(marks.take_off(0).share, whole.share);
  EXPECT_NEAR(marks.take_off(0).time, 0.9 + 2.9805267662, 0.1) << "cut steps waver";
  EXPECT_NEAR(marks.crossing(0).time, 0.9 + 1.89118360682175, 0.01);
}

TEST(CourseMarks, WithoutInfluenceThereIsNoMark) {
  // Claim of the papers' critical mass: it vanishes without influence of peers.
  const CourseMarks marks = bass_marks(0.1, 0, {});
  EXPECT_EQ(marks.crossing(0).outcome, MarkOutcome::not_yet);
  EXPECT_EQ(marks.take_off(0).outcome, MarkOutcome::absent);
  const CourseMarks nobody = bass_marks(0, 0.4, {});
  EXPECT_EQ(nobody.crossing(0).outcome, MarkOutcome::absent);
}

TEST(CourseMarks, RegionsAreMarkedApart) {
  const std::vector<double> people{3.0, 0.0, 1.0};
  DecisionMap map = closed_regions(people, midpoint);
  const std::vector<ProcessRates> rates{bass_preset(0.03, 0.38, kEightContacts).rates,
                                        bass_preset(0.03, 0.38, kEightContacts).rates,
                                        bass_preset(0.01, 0.40, kEightContacts).rates};
  const CourseMarks marks = run(map, rates, {});
  EXPECT_EQ(marks.nation(), 3u);
  const CourseMarks first = bass_marks(0.03, 0.38, {});
  const CourseMarks third = bass_marks(0.01, 0.40, {});
  EXPECT_NEAR(marks.crossing(0).time, first.crossing(0).time, 1e-12);
  EXPECT_NEAR(marks.take_off(2).share, third.take_off(0).share, 1e-12);
  EXPECT_EQ(marks.crossing(1).outcome, MarkOutcome::absent) << "a region without people";
  EXPECT_EQ(marks.take_off(1).outcome, MarkOutcome::absent);
  ASSERT_TRUE(marks.crossing(3).found());
  EXPECT_LT(marks.crossing(3).time, first.crossing(0).time);
  EXPECT_GT(marks.crossing(3).time, third.crossing(0).time);
}

TEST(CourseMarks, TheFillingOfStagesIsNoTakeOff) {
  // All stages from U on with the default rates: the first maximum is not one of imitation, for it is there without.
  const auto start = [](double imitation) {
    const std::vector<double> people{1.0};
    DecisionMap map = *DecisionMap::make({.scheme = midpoint}, people);
    ProcessParameters parameters;
    parameters.imitation = imitation;
    const std::vector<ProcessRates> rates = make_process_rates(parameters, {});
    return run(map, rates, {.years = 30});
  };
  EXPECT_LT(start(0.38).take_off(0).time, 1);
  EXPECT_LT(start(0.38).take_off(0).share, 0.002);
  EXPECT_NEAR(start(0).take_off(0).time, start(0.38).take_off(0).time, 0.05);
}

RC_GTEST_PROP(CourseMarks, SharesAreThoseOfTheMap, ()) {
  const std::size_t regions = *rc::gen::inRange<std::size_t>(1, 5);
  const auto people = *rc::gen::container<std::vector<double>>(
      regions, rc::gen::map(rc::gen::inRange(0, 1000), [](int n) { return n / 10.0; }));
  DecisionMap map = closed_regions(people, midpoint);
  Array<double, StageAxis, Cell> state({kStages, regions});
  for (double& n : state.values()) n = *rc::gen::inRange(0, 100);
  map.set_state(state.view());
  std::vector<double> shares(regions + 1);
  adopter_shares(map, shares);
  RC_ASSERT(std::fabs(shares[regions] - map.adopters()) < 1e-14);
  for (std::size_t r = 0; r < regions; ++r) {
    const double adopters = state(4, r) + state(5, r) + state(6, r);
    RC_ASSERT(std::fabs(shares[r] * map.people()[r] - adopters) < 1e-10);
  }
}

}  // namespace
}  // namespace tidu::diffusion
