// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/bass.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "core/diffusion/network/support_test.h"

namespace tidu::diffusion::network {
namespace {

using testing::kP;
using testing::kQ;

TEST(Bass, ClosedForm) {
  // Design T1 (Bass 1969 with p = .03, q = .38), all printed digits.
  EXPECT_NEAR(*bass_share(kP, kQ, 1), 0.0357581643, 5e-11);
  EXPECT_NEAR(*bass_share(kP, kQ, 5), 0.3311986425, 5e-11);
  EXPECT_NEAR(*bass_share(kP, kQ, 10), 0.8128032212, 5e-11);
  EXPECT_NEAR(*bass_share(kP, kQ, 15), 0.9716096398, 5e-11);
  EXPECT_EQ(*bass_share(kP, kQ, 0), 0);
  EXPECT_EQ(*bass_share(kP, kQ, 1e6), 1);
}

TEST(Bass, Landmarks) {
  // Design T1 and section 8.
  const auto marks = bass_marks(kP, kQ);
  ASSERT_TRUE(marks && marks->peak && marks->take_off && marks->slow_down && marks->crossing);
  EXPECT_NEAR(marks->peak->time, 6.1926191977, 5e-11);
  EXPECT_NEAR(marks->peak->share, 0.4605263158, 5e-11);
  EXPECT_NEAR(marks->peak_density, 0.1105921053, 5e-11);
  EXPECT_NEAR(marks->take_off->time, 2.9805267662, 5e-11);
  EXPECT_NEAR(marks->take_off->share, 0.1490610390, 5e-11);
  EXPECT_NEAR(marks->slow_down->time, 9.4047116292, 5e-11);
  EXPECT_NEAR(marks->slow_down->share, 0.7719915926, 5e-11);
  EXPECT_NEAR(marks->crossing->share, 0.0789, 5e-5);
  EXPECT_NEAR(marks->crossing->time, 1.89118360682175, 1e-13);
  EXPECT_NEAR(bass_marks(0.01, 0.40)->crossing->share, 0.025, 1e-15);
}

TEST(Bass, LandmarksThatDoNotExist) {
  const auto flat = bass_marks(0.3, 0.3);
  ASSERT_TRUE(flat);
  EXPECT_FALSE(flat->crossing || flat->take_off || flat->peak) << "f falls from the start";
  EXPECT_TRUE(flat->slow_down);
  EXPECT_EQ(flat->peak_density, 0.3);
  const auto fast = bass_marks(4, 1);
  EXPECT_FALSE(fast->slow_down) << "and ever more slowly";
  // r just below and above 2 - sqrt 3 = 0.26795.
  EXPECT_TRUE(bass_marks(0.2679, 1)->take_off);
  EXPECT_FALSE(bass_marks(0.2680, 1)->take_off);
}

TEST(Bass, TakeOffAndRatio) {
  // Design C3: a take-off between 5 and 20 % is the same as p/q in [.0144, .2046].
  EXPECT_NEAR(*ratio_of_take_off(0.05), 0.2046, 5e-5);
  EXPECT_NEAR(*ratio_of_take_off(0.05), 0.204551732809566571, 1e-15);
  EXPECT_NEAR(*ratio_of_take_off(0.20), 0.0144, 5e-5);
  EXPECT_NEAR(*ratio_of_take_off(0.20), 0.0143593539448981652, 1e-15);
  EXPECT_NEAR(*ratio_of_take_off(0), 2 - std::sqrt(3.0), 1e-15);
  EXPECT_NEAR(*ratio_of_take_off(kLargestTakeOff), 0, 1e-15);
  EXPECT_NEAR(*take_off_of_ratio(0.204551732809566571), 0.05, 1e-15);
  EXPECT_NEAR(*take_off_of_ratio(0.0143593539448981652), 0.20, 1e-15);
  EXPECT_NEAR(*take_off_of_ratio(0.03 / 0.38), 0.1490610390, 5e-11) << "Design T1";
  EXPECT_NEAR(*take_off_of_ratio(0), kLargestTakeOff, 1e-16);
  EXPECT_NEAR(*take_off_of_ratio(kLargestRatio), 0, 1e-15);
  EXPECT_NEAR(kLargestRatio, 2 - std::sqrt(3.0), 1e-15);
}

TEST(Bass, OtherClosedForms) {
  // T2, T3, T4, T11.
  EXPECT_NEAR(*logistic_share(0.01, 0.5, 8), 0.01 / (0.01 + 0.99 * std::exp(-4.0)), 1e-15);
  EXPECT_EQ(*logistic_share(0, 0.5, 8), 0);
  EXPECT_EQ(*logistic_share(1, 0.5, 8), 1);
  EXPECT_NEAR(*innovation_share(0.2, 7), 1 - std::exp(-1.4), 1e-15);
  EXPECT_NEAR(*circle_share(kP, kQ, 5), 0.24846264821539, 1e-14);
  EXPECT_DOUBLE_EQ(*balance_share(0.5, 0.1), 0.8);
  EXPECT_EQ(*balance_share(0.5, 0.5), 0);
  EXPECT_EQ(*balance_share(0, 0), 0);
  EXPECT_EQ(*balance_share(0.5, 0.6), 0);
}

TEST(Bass, Limits) {
  for (const double t : {0.1, 3.0, 40.0}) {
    EXPECT_NEAR(*bass_share(0.2, 0, t), *innovation_share(0.2, t), 1e-15) << "no imitation";
    EXPECT_NEAR(*circle_share(0.2, 0, t), *innovation_share(0.2, t), 1e-15) << "no imitation";
    EXPECT_EQ(*bass_share(0, 0.5, t), 0) << "nobody to imitate";
    EXPECT_EQ(*circle_share(0, 0.5, t), 0) << "nobody to imitate";
  }
  // F = p/q at t = 0 of the shifted curve: a small p is a logistic curve from p/q.
  EXPECT_NEAR(*bass_share(1e-9, 0.5, 30), *logistic_share(2e-9, 0.5, 30), 1e-8);
}

RC_GTEST_PROP(Bass, SolvesItsEquationAndRises, ()) {
  const double p = *rc::gen::inRange(1, 500) / 1000.0;
  const double q = *rc::gen::inRange(0, 1000) / 1000.0;
  const double t = *rc::gen::inRange(0, 2000) / 100.0;
  const double h = 1e-4;
  const double slope = (*bass_share(p, q, t + h) - *bass_share(p, q, t)) / h;
  RC_ASSERT(std::abs(slope - *bass_density(p, q, t + h / 2)) < 1e-7);
  const double share = *bass_share(p, q, t);
  RC_ASSERT(share >= 0 && share <= 1);
  RC_ASSERT(*bass_share(p + 0.01, q, t) >= share && *bass_share(p, q + 0.01, t) >= share - 1e-15);
  RC_ASSERT(*circle_share(p, q, t) <= share + 1e-15);
}

RC_GTEST_PROP(Bass, LandmarksLieOnTheCurve, ()) {
  const double q = *rc::gen::inRange(1, 1000) / 1000.0;
  const double ratio = *rc::gen::inRange(1, 267) / 1000.0;
  const double p = ratio * q;
  const BassMarks marks = *bass_marks(p, q);
  for (const auto& mark : {marks.crossing, marks.take_off, marks.peak, marks.slow_down}) {
    RC_ASSERT(mark.has_value());
    RC_ASSERT(std::abs(*bass_share(p, q, mark->time) - mark->share) < 1e-13);
  }
  RC_ASSERT(std::abs(*ratio_of_take_off(marks.take_off->share) - ratio) < 1e-13);
  RC_ASSERT(std::abs(*take_off_of_ratio(ratio) - marks.take_off->share) < 1e-13);
  RC_ASSERT(std::abs(*bass_density(p, q, marks.peak->time) - marks.peak_density) < 1e-14);
  RC_ASSERT(marks.take_off->time < marks.peak->time && marks.peak->time < marks.slow_down->time);
}

TEST(Bass, Refuses) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  const std::string_view rate = "diffusion.network.rate";
  EXPECT_REFUSED(bass_share(-1, 0, 1), ErrorCode::domain, rate);
  EXPECT_REFUSED(bass_share(1, nan, 1), ErrorCode::domain, rate);
  EXPECT_REFUSED(bass_density(1, 1, infinity), ErrorCode::domain, rate);
  EXPECT_REFUSED(bass_marks(-1, 1), ErrorCode::domain, rate);
  EXPECT_REFUSED(bass_marks(0, 1), ErrorCode::domain, "diffusion.network.both_rates");
  EXPECT_REFUSED(bass_marks(1, 0), ErrorCode::domain, "diffusion.network.both_rates");
  EXPECT_REFUSED(ratio_of_take_off(0.22), ErrorCode::domain, "diffusion.network.take_off");
  EXPECT_REFUSED(ratio_of_take_off(-0.01), ErrorCode::domain, "diffusion.network.take_off");
  EXPECT_REFUSED(take_off_of_ratio(0.27), ErrorCode::domain, "diffusion.network.ratio");
  EXPECT_REFUSED(take_off_of_ratio(nan), ErrorCode::domain, "diffusion.network.ratio");
  EXPECT_REFUSED(logistic_share(1.5, 1, 1), ErrorCode::domain, "diffusion.network.share");
  EXPECT_REFUSED(logistic_share(0.5, -1, 1), ErrorCode::domain, rate);
  EXPECT_REFUSED(innovation_share(1, -1), ErrorCode::domain, rate);
  EXPECT_REFUSED(circle_share(1, 1, -1), ErrorCode::domain, rate);
  EXPECT_REFUSED(balance_share(1, -1), ErrorCode::domain, rate);
}

}  // namespace
}  // namespace tidu::diffusion::network
