// SPDX-License-Identifier: Apache-2.0
#include "data/workbook_styles.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tidu::data {
namespace {

TEST(NumberFormats, DatesAreToldFromWhatLooksLikeThem) {
  for (const char* date :
       {"yyyy-mm-dd", "m/d/yyyy", "yyyy\"年\"m\"月\"", "yyyy\"年\"m\"月\";@", "[$-804]yyyy\"年\"m\"月\"d\"日\";@",
        "yyyy年m月d日", "[DBNum1][$-804]yyyy\"年\"m\"月\"", "mmm-yy", "m", "mmmm", "[$-F800]dddd, mmmm dd, yyyy",
        "yyyy/m/d h:mm", "d\\-m\\-yy", "YYYY", "ggge\"年\"", "e/m/d", "aaaa", "yyyy-mm-dd\\Thh:mm:ss.000", "[Red]d"}) {
    EXPECT_EQ(kind_of_format(date), NumberKind::date) << date;
  }
  for (const char* time : {"h:mm", "hh:mm:ss", "mm:ss.0", "h:mm AM/PM", "[$-F400]h:mm:ss AM/PM",
                           "上午/下午h\"时\"mm\"分\"", "h\"时\"mm\"分\"ss\"秒\"", "a/p h"}) {
    EXPECT_EQ(kind_of_format(time), NumberKind::time) << time;
  }
  for (const char* number : {"General",
                             "GENERAL",
                             "G/通用格式",
                             "0.00",
                             "#,##0",
                             "0.00E+00",
                             "##0.0e-0",
                             "[Red]0.00",
                             "0.0\"d\"",
                             "\"day\"",
                             "0\\d",
                             "0_d",
                             "* 0",
                             "[h]:mm",
                             "[mm]:ss",
                             "[ss]",
                             "[Magenta]#,##0",
                             "[>=100]0",
                             "@",
                             "",
                             "0.00 USD",
                             "#,##0.00\"亿元\"",
                             "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
                             "\"unclosed d",
                             "[unclosed d",
                             "\\",
                             "_",
                             "0;yyyy"}) {
    EXPECT_EQ(kind_of_format(number), NumberKind::number) << number;
  }
  for (const char* percent : {"0%", "0.00%", "[Red]0.0%"})
    EXPECT_EQ(kind_of_format(percent), NumberKind::percent) << percent;
  EXPECT_EQ(kind_of_format("0.0\"%\""), NumberKind::number);
}

TEST(NumberFormats, ThoseThatHaveNumbersAlone) {
  EXPECT_EQ(kind_of_builtin(0), NumberKind::number);
  EXPECT_EQ(kind_of_builtin(4), NumberKind::number);
  EXPECT_EQ(kind_of_builtin(10), NumberKind::percent);
  EXPECT_EQ(kind_of_builtin(14), NumberKind::date);
  EXPECT_EQ(kind_of_builtin(21), NumberKind::time);
  EXPECT_EQ(kind_of_builtin(22), NumberKind::date);
  EXPECT_EQ(kind_of_builtin(46), NumberKind::number) << "elapsed hours";
  EXPECT_EQ(kind_of_builtin(48), NumberKind::number) << "##0.0E+0";
  EXPECT_EQ(kind_of_builtin(57), NumberKind::date) << "yyyy年m月";
}

TEST(Dates, TheCalendarsOfSpreadsheets) {
  const auto day = [](double serial, bool since_1904 = false) {
    return iso_date(serial, NumberKind::date, since_1904).value_or("none");
  };
  EXPECT_EQ(day(1), "1900-01-01");
  EXPECT_EQ(day(59), "1900-02-28");
  EXPECT_EQ(day(60), "1900-02-29") << "which never was";
  EXPECT_EQ(day(61), "1900-03-01");
  EXPECT_EQ(day(36526), "2000-01-01");
  EXPECT_EQ(day(36585), "2000-02-29");
  EXPECT_EQ(day(2958465), "9999-12-31");
  EXPECT_EQ(day(2958466), "none");
  EXPECT_EQ(day(2958465.99999999), "9999-12-31T23:59:59.999");
  EXPECT_EQ(day(2958465.999999999), "none") << "rounds to the year 10000";
  EXPECT_EQ(day(-1), "none");
  EXPECT_EQ(day(1e300), "none");
  EXPECT_EQ(day(0, true), "1904-01-01");
  EXPECT_EQ(day(44011, true), "2024-06-30");
  EXPECT_EQ(day(2957003, true), "9999-12-31");
  EXPECT_EQ(day(2957004, true), "none");
  EXPECT_EQ(day(0.5), "12:00:00");
  EXPECT_EQ(day(45473.4166666667), "2024-06-30T10:00:00") << "fifteen digits";
  EXPECT_EQ(day(45473.00001), "2024-06-30T00:00:00.864");
  EXPECT_EQ(iso_date(45473.25, NumberKind::time, false), "2024-06-30T06:00:00") << "a day is not thrown away";
}

// Days of the month and years follow each other as in a calendar, over all days but the one that never was.
RC_GTEST_PROP(Dates, OneDayAfterAnother, ()) {
  const auto serial = *rc::gen::inRange(61, 2958465);
  const std::string today = *iso_date(serial, NumberKind::date, false);
  const std::string tomorrow = *iso_date(serial + 1, NumberKind::date, false);
  RC_ASSERT(today < tomorrow);
  const bool new_month = tomorrow.substr(8) == "01";
  RC_ASSERT(new_month == (today.substr(0, 7) != tomorrow.substr(0, 7)));
  const int year = std::stoi(today);
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  if (new_month && today.substr(5, 2) == "02") RC_ASSERT(today.substr(8) == (leap ? "29" : "28"));
  if (serial > 1462) RC_ASSERT(*iso_date(serial - 1462, NumberKind::date, true) == today);
}

}  // namespace
}  // namespace tidu::data
