// SPDX-License-Identifier: Apache-2.0
#include "data/sheet.h"

#include <gtest/gtest.h>

#include "data/testing.h"

namespace tidu::data {
namespace {

using Texts = std::vector<std::string>;

Texts names_of(const Sheet& sheet) {
  Texts names;
  for (std::size_t c = 0; c < sheet.columns(); ++c) names.push_back(sheet.name(c));
  return names;
}

Found sheet_findings(std::string bytes) { return found_in(read_sheet(std::move(bytes), "t.csv").diagnostics); }

/// A grid as a workbook's reader makes it; "<" is a cell that a merged one covers.
Grid workbook(const std::vector<Texts>& rows, std::vector<MergedCells> merged = {}) {
  Grid grid("y.xlsx", "2-1");
  std::uint32_t number = 0;
  for (const Texts& row : rows) {
    ++number;
    if (row.empty()) continue;  // rows without text are left out
    grid.begin_row(number);
    for (const std::string& cell : row) grid.add_cell(cell == "<" ? "" : cell);
  }
  for (const MergedCells& cells : merged) grid.add_merged(cells);
  return grid;
}

TEST(Sheet, AHeaderOverValues) {
  const Sheet sheet = sheet_of("region,year,value\n11,2013,1\n12,2013,2\n");
  EXPECT_EQ(names_of(sheet), (Texts{"region", "year", "value"}));
  EXPECT_EQ(sheet.rows(), 2U);
  EXPECT_EQ(sheet.at(1, 2), "2");
  EXPECT_EQ(sheet.find("year"), 1U);
  EXPECT_EQ(sheet.where(1, 2).line, 3U);
  EXPECT_EQ(sheet.where(1, 2).column, 9U);
  EXPECT_EQ(sheet.where(1, 2).line_text, "12,2013,2");
}

TEST(Sheet, TitlesAboveAndNotesBelowAreKeptApart) {
  const Sheet sheet = sheet_of(
      "数据库：分省年度数据\n指标：地区生产总值(亿元)\n时间：最近2年\n地区,2023年,2022年\n北京市,43760.7,41540."
      "9\n西藏自治区,,2165\n"
      "注：2023年为初步核算数。\n数据来源：国家统计局\n");
  EXPECT_EQ(names_of(sheet), (Texts{"地区", "2023年", "2022年"}));
  EXPECT_EQ(sheet.rows(), 2U) << "a region whose cells are all missing but one is no note";
  EXPECT_EQ(sheet.titles().size(), 3U);
  EXPECT_EQ(sheet.notes(), (Texts{"注:2023年为初步核算数。", "数据来源:国家统计局"}));
}

TEST(Sheet, SpreadsheetsLeaveSeparatorsBehind) {
  const Sheet sheet =
      sheet_of("2-5 人口,,,\n\"单位：万人\",,,\n地区,2022,,\n北京,2184,,\n天津,1363,,\n,,,\n资料来源：年鉴,,,\n");
  EXPECT_EQ(names_of(sheet), (Texts{"地区", "2022"}));
  EXPECT_EQ(sheet.rows(), 2U);
  EXPECT_EQ(sheet.titles(), (Texts{"2-5 人口", "单位:万人"}));
  EXPECT_EQ(sheet.notes(), Texts{"资料来源:年鉴"});
}

TEST(Sheet, HeadersOfTwoRows) {
  const Sheet csv = sheet_of("地区,总人口,,城镇人口,\n,2021,2022,2021,2022\n北京,1,2,3,4\n天津,5,6,7,8\n");
  EXPECT_EQ(names_of(csv), (Texts{"地区", "总人口 2021", "总人口 2022", "城镇人口 2021", "城镇人口 2022"}));
  const auto merged = make_sheet(workbook({{"2-1 人口"},
                                           {},
                                           {"地 区\nRegion", "总人口", "<", "城镇化率 (%)"},
                                           {"<", "2021", "2022", "<"},
                                           {"北　京", "1", "2", "3"},
                                           {"天　津", "4", "5"}},
                                          {{.row = 0, .column = 0, .columns = 4},
                                           {.row = 1, .column = 0, .rows = 2},
                                           {.row = 1, .column = 1, .columns = 2},
                                           {.row = 1, .column = 3, .rows = 2}}));
  ASSERT_TRUE(merged.ok()) << found_in(merged.diagnostics).front();
  EXPECT_EQ(names_of(*merged.value), (Texts{"地 区 Region", "总人口 2021", "总人口 2022", "城镇化率 (%)"}));
  EXPECT_EQ(merged.value->rows(), 2U);
  EXPECT_EQ(merged.value->at(1, 3), "") << "rows of a sheet may end early";
  EXPECT_EQ(merged.value->where(0, 1).cell, "2-1!B5");
}

TEST(Sheet, AColumnThatFewRowsFillIsKept) {
  std::vector<Texts> rows{{"地区", "2022", "2023"}};
  for (int i = 0; i < 30; ++i) rows.push_back({"北京", "1"});
  rows.push_back({"天津", "1", "2"});
  const auto sheet = make_sheet(workbook(rows));
  ASSERT_TRUE(sheet.ok()) << found_in(sheet.diagnostics).front();
  EXPECT_EQ(names_of(*sheet.value), (Texts{"地区", "2022", "2023"}));
  EXPECT_EQ(sheet.value->at(30, 2), "2");
}

TEST(Sheet, DecimalSigns) {
  EXPECT_EQ(sheet_of("a;b\n1,5;2\n").number(0, 0).value, 1.5);
  EXPECT_EQ(sheet_of("a;b\n1.5;2\n").number(0, 0).value, 1.5) << "semicolons alone prove nothing";
  EXPECT_EQ(sheet_of("a,b\n\"1,234\",2\n").number(0, 0).value, 1234);
  EXPECT_EQ(sheet_of("a,b\n\"1,5\",2\n").number(0, 0).value, 1.5) << "quoted decimal commas";
  EXPECT_EQ(sheet_findings("a;b\n1,234;2\n"), Found{"data.sheet.decimal_guess 2:1"});
  EXPECT_EQ(sheet_findings("a;b\n1,5;2\n2;1.5\n"), Found{"data.sheet.two_decimals 2:1"});
  const auto told = read_sheet("a;b\n1,234;2\n", "t.csv", {.decimal = '.'});
  ASSERT_TRUE(told.ok());
  EXPECT_TRUE(told.diagnostics.empty());
  EXPECT_EQ(told.value->number(0, 0).value, 1234);
}

TEST(Sheet, EveryMistakeIsLocated) {
  EXPECT_EQ(sheet_findings("a,b\n1\n1,2,3\n1,2\n3,4\n"), (Found{"data.csv.ragged 2:1", "data.csv.ragged 3:1"}));
  EXPECT_EQ(sheet_findings("a,b,a\n1,2,3\n"), Found{"data.sheet.column_twice 1:5"});
  std::string bytes = "a,b\n";
  for (int i = 0; i < 1000; ++i) bytes += "1\n1,2\n";
  EXPECT_EQ(sheet_findings(bytes).size(), 100U) << "capped";
}

TEST(Sheet, AColumnWithoutNameIsKeptAndNotRequired) {
  const Sheet sheet = sheet_of("\"\",region,v\n1,11,2\n2,12,3\n");
  EXPECT_EQ(names_of(sheet), (Texts{"", "region", "v"})) << "row names of R";
}

TEST(Sheet, OneColumnIsATableToo) {
  const Sheet sheet = sheet_of("region\n11\n12\n");
  EXPECT_EQ(names_of(sheet), Texts{"region"});
  EXPECT_EQ(sheet.rows(), 2U);
}

}  // namespace
}  // namespace tidu::data
