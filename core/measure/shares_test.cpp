// SPDX-License-Identifier: Apache-2.0
#include "core/measure/shares.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using testing::kNan;

TEST(TopShare, ByItsOwnSizeAndByAnother) {
  const std::vector<double> firms{50, 30, 15, 5};
  const std::vector<double> patents{10, 60, 10, 20};
  EXPECT_DOUBLE_EQ(top_share(firms, firms, 2)->share, 0.8);
  EXPECT_DOUBLE_EQ(top_share(patents, firms, 2)->share, 0.7);
  EXPECT_DOUBLE_EQ(top_share(patents, patents, 2)->share, 0.8);
  EXPECT_EQ(top_share(patents, patents, 2)->members, (std::vector<std::size_t>{1, 3}));
}

std::map<std::string, std::vector<double>> china(const std::string& file) {
  return testing::read_columns(std::filesystem::path(TIDU_SOURCE_DIR) / "cases/china/data" / file);
}

TEST(TopShare, FirmsAndPatentsOfTheFiveFirst) {
  // The file lists ten provinces with their percentages of the nation, so the amount is the share of the nation.
  auto shares = china("ai_shares_2023.csv");
  const auto& firms = shares["ai_firm_share_percent"];
  const auto& patents = shares["ai_patent_share_percent"];
  ASSERT_EQ(firms.size(), 10U);
  EXPECT_NEAR(top_share(firms, firms, 5)->amount, 81.14, 1e-10);
  EXPECT_NEAR(top_share(patents, firms, 5)->amount, 82.45, 1e-10);
  EXPECT_NEAR(top_share(patents, patents, 5)->amount, 83.83, 1e-10);
}

TEST(TopShare, SaysWhenTheBorderIsTied) {
  const std::vector<double> x{10, 60, 10, 20};
  const auto three = top_share(x, x, 3);
  ASSERT_TRUE(three);
  EXPECT_TRUE(three->tied);
  EXPECT_EQ(three->members, (std::vector<std::size_t>{1, 3, 0}));
  EXPECT_FALSE(top_share(x, x, 2)->tied);
  EXPECT_FALSE(top_share(x, x, 4)->tied);
}

TEST(TopShare, Refusals) {
  const std::vector<double> x{1, 2};
  const std::vector<double> zeros{0, 0};
  EXPECT_REFUSED(top_share({}, {}, 1), ErrorCode::shape, "measure.shares.shape");
  EXPECT_REFUSED(top_share(x, std::vector<double>{1}, 1), ErrorCode::shape, "measure.shares.shape");
  EXPECT_REFUSED(top_share(x, x, 0), ErrorCode::domain, "measure.shares.count");
  EXPECT_REFUSED(top_share(x, x, 3), ErrorCode::domain, "measure.shares.count");
  EXPECT_REFUSED(top_share(x, std::vector<double>{1, kNan}, 1), ErrorCode::domain, "measure.shares.not_finite");
  EXPECT_REFUSED(top_share(std::vector<double>{1, -2}, x, 1), ErrorCode::domain, "measure.shares.negative");
  EXPECT_REFUSED(top_share(zeros, x, 1), ErrorCode::domain, "measure.shares.zero_sum");
}

TEST(ShareAboveMean, CountsStrictlyAbove) {
  // Mean 3; a value on the mean is not above it.
  const std::vector<double> x{1, 3, 5, 2, 4};
  const std::vector<std::size_t> groups{0, 0, 0, 2, 2};
  const auto out = share_above_mean(x, groups, 3);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->mean, 3);
  EXPECT_EQ(out->groups[0].above, 1U);
  EXPECT_EQ(out->groups[0].members, 3U);
  EXPECT_DOUBLE_EQ(out->groups[0].share, 1.0 / 3);
  EXPECT_EQ(out->groups[1].members, 0U);
  EXPECT_EQ(out->groups[1].share, 0);
  EXPECT_DOUBLE_EQ(out->groups[2].share, 0.5);
}

TEST(ShareAboveMean, PublishedIndexOfTheProvinces) {
  // Macro-regions of the statistical bureau by the first two digits of the code; 21 to 23 are the northeast, the rest
  // the west.
  auto table = china("competitiveness_2023.csv");
  const std::vector<int> east{11, 12, 13, 31, 32, 33, 35, 37, 44, 46};
  const std::vector<int> central{14, 34, 36, 41, 42, 43};
  std::vector<std::size_t> groups;
  for (double region : table["region"]) {
    const int province = static_cast<int>(region) / 10'000;
    const auto in = [province](const std::vector<int>& list) {
      return std::count(list.begin(), list.end(), province) > 0;
    };
    groups.push_back(in(east) ? 0 : in(central) ? 1 : province / 10 == 2 ? 2 : 3);
  }
  const auto out = share_above_mean(table["index"], groups, 4);
  ASSERT_TRUE(out);
  EXPECT_NEAR(out->mean, 57.18, 0.005);
  EXPECT_DOUBLE_EQ(out->groups[0].share, 4.0 / 5);
  EXPECT_DOUBLE_EQ(out->groups[1].share, 2.0 / 3);
  EXPECT_DOUBLE_EQ(out->groups[2].share, 1.0 / 3);
  EXPECT_DOUBLE_EQ(out->groups[3].share, 1.0 / 4);
  EXPECT_EQ(out->groups[3].members, 12U);
}

TEST(ShareAboveMean, Refusals) {
  const std::vector<double> x{1, 2};
  const std::vector<std::size_t> groups{0, 1};
  EXPECT_REFUSED(share_above_mean({}, {}, 1), ErrorCode::shape, "measure.shares.shape");
  EXPECT_REFUSED(share_above_mean(x, std::vector<std::size_t>{0}, 1), ErrorCode::shape, "measure.shares.shape");
  EXPECT_REFUSED(share_above_mean(std::vector<double>{1, kNan}, groups, 2), ErrorCode::domain,
                 "measure.shares.not_finite");
  EXPECT_REFUSED(share_above_mean(x, groups, 1), ErrorCode::domain, "measure.shares.group_unknown");
}

RC_GTEST_PROP(SharesProperty, GrowWithKAndReachOne, ()) {
  const auto raw = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 100)));
  const std::vector<double> x(raw.begin(), raw.end());
  double previous = 0;
  for (std::size_t k = 1; k <= x.size(); ++k) {
    const double share = top_share(x, x, k)->share;
    RC_ASSERT(share > previous);
    RC_ASSERT(share >= static_cast<double>(k) / static_cast<double>(x.size()) - 1e-12);  // the largest come first
    previous = share;
  }
  RC_ASSERT(std::fabs(previous - 1) < 1e-12);
}

}  // namespace
}  // namespace tidu::measure
