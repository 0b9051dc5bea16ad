// SPDX-License-Identifier: Apache-2.0
#include "data/units.h"

#include <gtest/gtest.h>

namespace tidu::data {
namespace {

double convert(double value, std::string_view from, std::string_view to) {
  const auto conversion = data::conversion(from, to);
  return conversion ? (*conversion)(value) : -1;
}

TEST(Units, MoneyPeopleAndThingsInBothLanguages) {
  EXPECT_EQ(convert(1, "亿元", "1e8 CNY"), 1);
  EXPECT_EQ(convert(3, "万元", "亿元"), 3 / 1e4);
  EXPECT_EQ(convert(3, "亿元", "万元"), 3e4);
  EXPECT_EQ(convert(2, "billion yuan", "亿元"), 20);
  EXPECT_EQ(convert(2, "100 million yuan", "亿元"), 2);
  EXPECT_EQ(convert(2, "10,000 persons", "万人"), 2);
  EXPECT_EQ(convert(1, "千人", "万人"), 0.1);
  EXPECT_EQ(convert(1, "万亿元", "亿元"), 1e4);
  EXPECT_EQ(convert(2, "Mio. persons", "万人"), 200);
  EXPECT_EQ(convert(5, "亿千瓦时", "kWh"), 5e8);
  EXPECT_EQ(convert(1, "TWh", "亿千瓦时"), 10);
  EXPECT_EQ(convert(1, "万平方公里", "1e4 km2"), 1);
  EXPECT_EQ(convert(1, "公顷", "平方公里"), 0.01);
  EXPECT_EQ(convert(45, "%", "1"), 0.45);
  EXPECT_EQ(convert(45, "percent", "%"), 45);
  EXPECT_EQ(convert(1, "元/人", "CNY per person"), 1);
  EXPECT_EQ(convert(1, "万元/人", "元/人"), 1e4);
  EXPECT_EQ(convert(7, "persons per 100k", "persons per 1e5"), 7);
  EXPECT_EQ(convert(7, "10^4 tons", "万吨"), 7);
  EXPECT_EQ(convert(7, "（万）件", "（万）件"), 7) << "what is not known equals itself";
}

TEST(Units, DifferentThingsAreNotConverted) {
  EXPECT_FALSE(conversion("亿元", "万人"));
  EXPECT_FALSE(conversion("元", "美元"));
  EXPECT_FALSE(conversion("元/人", "元"));
  EXPECT_FALSE(conversion("patents", "件"));
  EXPECT_TRUE(parse_unit("亿元")->known);
  EXPECT_FALSE(parse_unit("patents")->known);
  EXPECT_FALSE(parse_unit(""));
}

TEST(Units, NumbersThatAreNoUnitsAreLetBe) {
  for (const char* text :
       {"1e999 CNY", ",0,,33.E31644444444444444444444444444444444446>3", "0 CNY", "e5", "^", "1e", "..,"}) {
    const auto unit = parse_unit(text);
    ASSERT_TRUE(unit) << text;
    EXPECT_GT(unit->factor, 0) << text;
    EXPECT_TRUE(unit->factor - unit->factor == 0) << text;
  }
  EXPECT_EQ(parse_unit("1e8 CNY")->factor, 1e8);
}

TEST(Units, AreSplitFromNames) {
  EXPECT_EQ(split_unit("地区生产总值(亿元)").name, "地区生产总值");
  EXPECT_EQ(split_unit("人口（万人）").unit, "万人");
  EXPECT_EQ(split_unit("GDP [1e8 CNY]").unit, "1e8 CNY");
  EXPECT_EQ(split_unit("Patents").unit, "");
  EXPECT_EQ(split_unit("gdp (2013)").name, "gdp (2013)") << "a year is no unit";
}

}  // namespace
}  // namespace tidu::data
