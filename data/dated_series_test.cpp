// SPDX-License-Identifier: Apache-2.0
#include "data/dated_series.h"

#include "data/testing.h"

namespace tidu::data {
namespace {

double time_of(std::string_view date) {
  const auto time = dated_time(date);
  return time ? time->time : -1;
}

TEST(DatedTime, IsTheEndOfWhatTheDateNames) {
  EXPECT_EQ(time_of("2024"), 2025);
  EXPECT_EQ(time_of("2024-06"), 2024.5);
  EXPECT_EQ(time_of("2024-06-30"), 2024.5);
  EXPECT_EQ(time_of("2024-02-29"), 2024 + 2.0 / 12) << "a leap year";
  EXPECT_EQ(time_of("2024-06-15"), 2024 + 5.5 / 12);
  EXPECT_EQ(time_of("2024Q2"), 2024.5);
  EXPECT_EQ(time_of("2024-Q4"), 2025);
  EXPECT_EQ(time_of("2024年6月"), 2024.5);
  EXPECT_EQ(time_of("2024年"), 2025);
  EXPECT_EQ(time_of("２０２４/6/30"), 2024.5);
  EXPECT_EQ(dated_time("2024-12")->year, 2024);
}

TEST(DatedTime, SpansEstimatesAndMistakesAreNone) {
  for (const char* date : {"2025-12..2026-05", "2024-09E", "2024E", "2024-13", "2024-0", "2023-02-29", "2024-06-31",
                           "20245", "June 2024", "2024-", "2024-Q5", "2024-06-30T00", "2024-2025", "", "24"}) {
    EXPECT_FALSE(dated_time(date)) << date;
  }
}

constexpr const char* kLong =
    "geo,date,variable,value,unit,note\nEU,2023,firms,8.1,%,\nUSA,2025-06,goods,9.2,%,\nUSA,2023-09,goods,3.7,%,\n"
    "USA,2025-12..2026-05,any,18.5,%,\nUSA,2024-09E,expected,6.6,%,\n";

TEST(DatedSeries, RowsOfOthersAreNotLookedAt) {
  const auto read = read_dated_series(sheet_of(kLong), {.only = "USA", .series = {"goods"}});
  ASSERT_TRUE(read.ok()) << found_in(read.diagnostics).front();
  EXPECT_EQ(read.value->series, (std::vector<std::string>{"goods", "any", "expected"}));
  ASSERT_EQ(read.value->points.size(), 2U);
  EXPECT_EQ(read.value->points[0].time, 2023.75) << "in order of time";
  EXPECT_EQ(read.value->points[1].percent, 9.2);
}

TEST(DatedSeries, ColumnsAreSeriesWhereNothingNamesThem) {
  const auto sheet = sheet_of("日期,地区,企业,居民,备注,口径\n2024-06,某国,5,7,约数,甲\n2024-12,某国,,9,,乙\n");
  EXPECT_TRUE(is_dated_series(sheet, {}));
  const auto read = read_dated_series(sheet, {.series = {"企业", "居民"}});
  ASSERT_TRUE(read.ok()) << found_in(read.diagnostics).front();
  ASSERT_EQ(read.value->points.size(), 3U);
  EXPECT_EQ(read.value->points[2].series, "居民");
  EXPECT_EQ(read.value->points[2].wording, "乙");
}

TEST(DatedSeries, IsOfOneRegion) {
  EXPECT_FALSE(is_dated_series(sheet_of(kLong), {}));
  EXPECT_TRUE(is_dated_series(sheet_of(kLong), {.only = "USA"}));
  EXPECT_TRUE(is_dated_series(sheet_of("date,share\n2024,5\n"), {}));
  EXPECT_FALSE(is_dated_series(sheet_of("day,share\nmonday,5\n"), {}));
}

TEST(DatedSeries, ErrorsAreWhereTheyStand) {
  const auto errors = [](const char* csv, const DatedRequest& request) {
    return found_in(read_dated_series(sheet_of(csv), request).diagnostics);
  };
  EXPECT_EQ(errors(kLong, {}), (Found{"data.dated.regions 1:1"}));
  EXPECT_EQ(errors(kLong, {.only = "US"}), (Found{"data.dated.region 1:1"}));
  EXPECT_EQ(errors(kLong, {.only = "USA", .series = {"good"}}), (Found{"data.dated.series 1:10"}));
  EXPECT_EQ(errors(kLong, {.only = "USA"}), (Found{"data.dated.not_a_date 5:5", "data.dated.not_a_date 6:5"}));
  EXPECT_EQ(errors("date,share\n2024,0\n2025,100\n2026,20\n", {}),
            (Found{"data.dated.percent 2:6", "data.dated.percent 3:6"}));
  EXPECT_EQ(errors("date,x\n2024,y\n", {}), (Found{"data.dated.no_value 1:1"}));
  EXPECT_EQ(errors("x,y\n2024,7\n", {}), (Found{"data.dated.no_date 1:1"}));
  EXPECT_EQ(errors("date,share\n2024,7\n", {.wording = "asked"}), (Found{"data.dated.no_column 1:1"}));
  EXPECT_EQ(errors("date,variable,value\n2024,a,about 7\n", {}), (Found{"data.csv.not_a_number 2:8"}));
}

}  // namespace
}  // namespace tidu::data
