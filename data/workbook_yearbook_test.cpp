// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "data/workbook_support_test.h"

namespace tidu::data {
namespace {

using testing::Book;
using testing::Found;
using testing::reading;
using testing::Rows;

std::string cell(const std::string& place, const std::string& content, const std::string& attributes = {}) {
  if (content.empty()) return "<c r=\"" + place + "\"" + attributes + "/>";
  const bool number = content.find_first_not_of("0123456789.-") == std::string::npos;
  if (number) return "<c r=\"" + place + "\"" + attributes + "><v>" + content + "</v></c>";
  return "<c r=\"" + place + "\" t=\"inlineStr\"" + attributes + "><is><t xml:space=\"preserve\">" + content +
         "</t></is></c>";
}

/// A sheet of the China Statistical Yearbook: title and unit in merged rows, a header of two rows, names that are
/// spread by ideographic blanks, an empty row below the nation, a footnote; every cell of a block is there, as Excel
/// writes it.
TEST(Yearbook, TitleUnitTwoHeaderRowsAndFootnote) {
  const std::string rows =
      "<row r=\"1\">" + cell("A1", "3-9  地区生产总值 (2023年)") + cell("B1", "") + cell("C1", "") + cell("D1", "") +
      "</row><row r=\"2\" spans=\"1:4\">" + cell("A2", "") + cell("D2", "单位：亿元") + "</row><row r=\"3\">" +
      cell("A3", "地  区") + cell("B3", "地区生产总值") + cell("C3", "", " s=\"0\"") +
      cell("D3", "人均地区\n生产总值(元)") + "</row><row r=\"4\">" + cell("A4", "") + cell("B4", "第一产业") +
      cell("C4", "第二产业") + cell("D4", "") + "</row><row r=\"5\">" + cell("A5", "") + "</row><row r=\"6\">" +
      cell("A6", "北　京") + cell("B6", "105.5") + cell("C6", "6525.6") + cell("D6", "200278") + "</row><row r=\"7\">" +
      cell("A7", "天  津") + cell("B7", "268.5") + cell("C7", "5982.6") + cell("D7", "122752") + "</row><row r=\"9\">" +
      cell("A9", "注：本表按当年价格计算。") + "</row>";
  const auto got = reading(Book{
      .rows = rows,
      .after = "<mergeCells count=\"5\"><mergeCell ref=\"A1:D1\"/><mergeCell ref=\"A3:A4\"/><mergeCell ref=\"B3:C3\"/>"
               "<mergeCell ref=\"D3:D4\"/><mergeCell ref=\"A9:D9\"/></mergeCells>"});
  EXPECT_EQ(got.found, Found{});
  EXPECT_EQ(got.rows, (Rows{{"3-9  地区生产总值 (2023年)"},
                            {"", "", "", "单位：亿元"},
                            {"地  区", "地区生产总值", "", "人均地区\n生产总值(元)"},
                            {"", "第一产业", "第二产业"},
                            {"北　京", "105.5", "6525.6", "200278"},
                            {"天  津", "268.5", "5982.6", "122752"},
                            {"注：本表按当年价格计算。"}}));
  std::vector<std::vector<std::size_t>> merged;
  for (const MergedCells& m : got.merged) merged.push_back({m.row, m.column, m.rows, m.columns});
  EXPECT_EQ(merged, (std::vector<std::vector<std::size_t>>{
                        {0, 0, 1, 4}, {2, 0, 2, 1}, {2, 1, 1, 2}, {2, 3, 2, 1}, {6, 0, 1, 4}}));
}

/// What data.stats.gov.cn hands out: three lines on the query, years from the newest to the oldest, empty cells for
/// years that are not out, two lines on notes and source.
TEST(Yearbook, ExportOfTheBureau) {
  const std::string rows = "<row r=\"1\">" + cell("A1", "数据库：分省年度数据") + "</row><row r=\"2\">" +
                           cell("A2", "指标：地区生产总值(亿元)") + "</row><row r=\"3\">" +
                           cell("A3", "时间：最近3年") + "</row><row r=\"4\">" + cell("A4", "地区") +
                           cell("B4", "2024年") + cell("C4", "2023年") + cell("D4", "2022年") + "</row><row r=\"5\">" +
                           cell("A5", "北京市") + cell("B5", "") + cell("C5", "43760.7") + cell("D5", "41540.9") +
                           "</row><row r=\"6\">" + cell("A6", "注：2023年为初步核算数。") + "</row><row r=\"7\">" +
                           cell("A7", "数据来源：国家统计局") + "</row>";
  const auto got = reading(Book{.rows = rows, .name = "分省年度数据"});
  EXPECT_EQ(got.found, Found{});
  EXPECT_EQ(got.rows, (Rows{{"数据库：分省年度数据"},
                            {"指标：地区生产总值(亿元)"},
                            {"时间：最近3年"},
                            {"地区", "2024年", "2023年", "2022年"},
                            {"北京市", "", "43760.7", "41540.9"},
                            {"注：2023年为初步核算数。"},
                            {"数据来源：国家统计局"}}));
}

}  // namespace
}  // namespace tidu::data
