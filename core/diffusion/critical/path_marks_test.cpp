// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/critical/path_marks.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/diffusion/critical/support_test.h"

namespace tidu::diffusion {
namespace {

// F at n + 1 equal steps.
template <class Curve>
std::vector<double> path_of(Curve curve, double dt, std::size_t steps) {
  std::vector<double> path;
  for (std::size_t i = 0; i <= steps; ++i) path.push_back(curve(static_cast<double>(i) * dt));
  return path;
}

std::vector<double> bass_path(double p, double q, double dt, double years) {
  return path_of([=](double t) { return testing::bass_share(p, q, t); }, dt,
                 static_cast<std::size_t>(std::lround(years / dt)));
}

TEST(TakeOff, BassInflection) {
  // Design T1: the first inflection of f for p = .03, q = .38, at 2.9805267662 years with F = 0.1490610390.
  const PathMark month = take_off(bass_path(0.03, 0.38, 1.0 / 12, 20), {.dt = 1.0 / 12});
  ASSERT_TRUE(month.found());
  EXPECT_NEAR(month.time, 2.980527, 5e-3);
  EXPECT_NEAR(month.share, 0.149061, 5e-4);
  const PathMark fine = take_off(bass_path(0.03, 0.38, 1.0 / 192, 20), {.dt = 1.0 / 192});
  EXPECT_NEAR(fine.time, 2.9805267662, 5e-6);
  EXPECT_NEAR(fine.share, 0.1490610390, 5e-7);
}

TEST(TakeOff, SecondOrderInTheStep) {
  const auto error = [](double steps_a_year) {
    return std::fabs(take_off(bass_path(0.03, 0.38, 1 / steps_a_year, 20), {.dt = 1 / steps_a_year}).time -
                     2.9805267662);
  };
  // The place of the maximum inside a step makes the factor waver: over 16 halvings in all it is 4 each.
  EXPECT_NEAR(std::log2(error(4) / error(64)) / 4, 2, 0.15);
}

TEST(TakeOff, IsExactWhereGrowthIsQuartic) {
  // F'' = 1 - (t - 2)^2, so that second differences are a parabola and its maximum lies at 2 for any step.
  const auto quartic = [](double t) { return t * t / 2 - std::pow(t - 2, 4) / 12 + 10; };
  const PathMark mark = take_off(path_of(quartic, 0.3, 12), {.dt = 0.3, .first_time = 100});
  ASSERT_TRUE(mark.found());
  EXPECT_NEAR(mark.time, 102, 1e-12);
  EXPECT_NEAR(mark.share, quartic(2), 1e-3);
}

TEST(TakeOff, PathsWithoutOneSayWhy) {
  const auto outcome = [](const std::vector<double>& path) { return take_off(path, {.dt = 0.25}).outcome; };
  const PathMark none = take_off(path_of([](double t) { return 1 - std::exp(-0.2 * t); }, 0.25, 4000), {.dt = 0.25});
  EXPECT_EQ(none.outcome, MarkOutcome::absent) << "innovation alone, and rounding where nothing is left to do";
  EXPECT_TRUE(std::isnan(none.time) && std::isnan(none.share));
  EXPECT_EQ(outcome(bass_path(0.27, 1, 0.25, 200)), MarkOutcome::absent) << "p/q above 2 - sqrt 3 = 0.26795";
  EXPECT_TRUE(take_off(bass_path(0.26, 1, 0.01, 20), {.dt = 0.01}).found()) << "and below";
  EXPECT_EQ(outcome(path_of([](double t) { return 0.01 * t; }, 0.25, 40)), MarkOutcome::absent) << "a straight line";
  EXPECT_EQ(outcome(std::vector<double>(40, 0.0)), MarkOutcome::absent);
  EXPECT_EQ(outcome(bass_path(0.03, 0.38, 0.25, 2)), MarkOutcome::not_yet) << "it ends before";
  EXPECT_EQ(outcome({0, 0.1, 0.3, 0.4}), MarkOutcome::too_short);
}

TEST(TakeOff, KeepsTheFirstAndTheLargest) {
  // A weak wave and a strong one.
  const auto waves = [](double t) { return 0.1 / (1 + std::exp(-2 * (t - 5))) + 0.8 / (1 + std::exp(-2 * (t - 15))); };
  TakeOffTracker tracker(1, {.dt = 0.05, .first_time = 2000});
  for (const double share : path_of(waves, 0.05, 500)) tracker.add({&share, 1});
  // The logistic curve gathers speed fastest ln(2 + sqrt 3)/rate before its middle.
  const double ahead = std::log(2 + std::sqrt(3.0)) / 2;
  EXPECT_NEAR(tracker.first(0).time, 2005 - ahead, 2e-3);
  EXPECT_NEAR(tracker.largest(0).time, 2015 - ahead, 2e-3);
  EXPECT_NEAR(tracker.largest(0).share, 0.1 + 0.8 / (3 + std::sqrt(3.0)), 1e-3);
}

TEST(TakeOff, LeavesOutWhatIsNoTakeOff) {
  // The weak wave of above: at F = 0.1/(3 + sqrt 3) = 0.021, 4.34 years after the start.
  const auto waves = [](double t) { return 0.1 / (1 + std::exp(-2 * (t - 5))) + 0.8 / (1 + std::exp(-2 * (t - 15))); };
  const std::vector<double> path = path_of(waves, 0.05, 500);
  const double late = take_off(path, {.dt = 0.05, .settling = 10}).time;
  EXPECT_GT(late, 14);
  EXPECT_EQ(take_off(path, {.dt = 0.05, .least_share = 0.03}).time, late);
  EXPECT_LT(take_off(path, {.dt = 0.05, .settling = 4.2, .least_share = 0.02}).time, 5);
  EXPECT_EQ(take_off(path, {.dt = 0.05, .settling = 20}).outcome, MarkOutcome::absent);
}

RC_GTEST_PROP(TakeOff, TimeDoesNotDependOnTheScaleAndPathsNotOnEachOther, ()) {
  const double p = *rc::gen::inRange(1, 60) / 1000.0;
  const double q = *rc::gen::inRange(250, 1200) / 1000.0;
  const double market = *rc::gen::inRange(1, 100) / 100.0;
  const double dt = *rc::gen::element(1.0 / 52, 1.0 / 12, 0.25);
  const std::vector<double> path = bass_path(p, q, dt, 40);
  TakeOffTracker tracker(3, {.dt = dt});
  for (const double share : path) {
    const double points[3] = {share, market * share, 0.2 * share};
    tracker.add(points);
  }
  const PathMark alone = take_off(path, {.dt = dt});
  const PathMark whole = tracker.first(0);
  const PathMark scaled = tracker.first(1);
  RC_ASSERT(whole.outcome == alone.outcome && scaled.outcome == alone.outcome);
  if (!alone.found()) return;
  RC_ASSERT(whole.time == alone.time && whole.share == alone.share);
  RC_ASSERT(std::fabs(scaled.time - alone.time) < 1e-6);
  RC_ASSERT(std::fabs(scaled.share - market * alone.share) < 1e-6);
  RC_ASSERT(alone.share > 0 && alone.share < 0.2114 + dt * dt);  // never beyond 1/(3 + sqrt 3)
}

TEST(Crossing, LiesWhereTheRatioIsOne) {
  CrossingTracker tracker(1);
  EXPECT_EQ(tracker.crossing(0).outcome, MarkOutcome::absent) << "nobody has decided";
  tracker.add(0, 1, {.share = 0.0});
  EXPECT_EQ(tracker.crossing(0).outcome, MarkOutcome::absent);
  tracker.add(0, 2, {.share = 0.1, .alone = 2, .contacts = 1});
  EXPECT_EQ(tracker.crossing(0).outcome, MarkOutcome::not_yet);
  tracker.add(0, 3, {.share = 0.3, .alone = 4, .contacts = 8});  // ratio 1/2 -> 2
  ASSERT_TRUE(tracker.crossing(0).found());
  EXPECT_NEAR(tracker.crossing(0).time, 2 + 1.0 / 3, 1e-15);
  EXPECT_NEAR(tracker.crossing(0).share, 0.1 + 0.2 / 3, 1e-15);
  tracker.add(0, 4, {.share = 0.9, .alone = 1, .contacts = 0});
  EXPECT_NEAR(tracker.crossing(0).time, 2 + 1.0 / 3, 1e-15) << "the first one stays";
}

TEST(Crossing, SaysWhyThereIsNone) {
  CrossingTracker tracker(2);
  tracker.add(0, 0, {.share = 0.2, .alone = 1, .contacts = 1});
  EXPECT_EQ(tracker.crossing(0).outcome, MarkOutcome::at_start);
  EXPECT_TRUE(std::isnan(tracker.crossing(0).share));
  tracker.add(1, 0, {.share = 0.2, .alone = 2, .contacts = 1});
  tracker.add(1, 1, {.share = 0.5, .alone = 0, .contacts = 1});
  EXPECT_EQ(tracker.crossing(1).share, 0.5) << "where innovation was switched off, contacts lead at once";
}

}  // namespace
}  // namespace tidu::diffusion
