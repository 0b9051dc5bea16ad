// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <xlsxwriter.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "data/number.h"
#include "data/workbook_support_test.h"
#include "tests/orcus_reader.h"

/// The same bytes through another reader (liborcus), and sheets that another program (libxlsxwriter) wrote.
namespace tidu::data {
namespace {

using testing::Book;
using testing::zipped;

using tidu::testing::CellMap;
using tidu::testing::CellValue;
using tidu::testing::read_by_orcus;

CellMap by_tidu(const std::string& bytes) {
  auto workbook = Workbook::open(bytes, "t.xlsx");
  EXPECT_TRUE(workbook.ok());
  const auto grid = workbook.value->read(0);
  EXPECT_TRUE(grid.ok());
  CellMap cells;
  for (std::size_t r = 0; r < grid.value->rows(); ++r) {
    for (std::size_t c = 0; c < grid.value->columns(r); ++c) {
      const std::string_view content = grid.value->at(r, c);
      if (content.empty()) continue;
      CellValue& value = cells[{grid.value->where(r, c).line - 1, c}];
      if (const auto number = parse_number(content)) {
        value = *number;
      } else if (content == "TRUE" || content == "FALSE") {
        value = content == "TRUE";
      } else {
        value = std::string(content);
      }
    }
  }
  return cells;
}

/// The bytes of a workbook that `fill` writes with libxlsxwriter.
template <class Fill>
std::string written(const Fill& fill) {
  const auto path =
      std::filesystem::temp_directory_path() / ("tidu_oracle_" + std::to_string(std::random_device{}()) + ".xlsx");
  lxw_workbook* workbook = workbook_new(path.c_str());
  fill(workbook, workbook_add_worksheet(workbook, nullptr));
  EXPECT_EQ(workbook_close(workbook), LXW_NO_ERROR);
  std::ifstream stream(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(stream)), {});
  std::filesystem::remove(path);
  return bytes;
}

// Inline strings are left out: orcus 0.17 passes them over.
TEST(WorkbookOracle, OrcusReadsTheSameCells) {
  const Book book{.rows =
                      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c></row>"
                      "<row r=\"3\"><c r=\"B3\"><v>1.5299999999999999E-2</v></c><c r=\"C3\" t=\"b\"><v>1</v></c>"
                      "<c r=\"D3\"><f>1+1</f><v>2</v></c></row>",
                  .strings = "<si><t>地　区</t></si><si><r><t>北</t></r><r><t>京</t></r></si>"};
  const std::string bytes = zipped(book.parts());
  const CellMap expected{{{0, 0}, "地　区"}, {{0, 2}, "北京"}, {{2, 1}, 0.0153}, {{2, 2}, true}, {{2, 3}, 2.0}};
  EXPECT_EQ(by_tidu(bytes), expected);
  EXPECT_EQ(read_by_orcus(bytes).at(0).second, expected);
}

/// A cell to write: nothing, a number, a truth, a text or a formula with its result.
struct Planned {
  int kind = 0;
  double number = 0;
  std::string content;
};

/// Never _xHHHH_, which stands for another character in a workbook and which libxlsxwriter 1.1 writes as it stands.
rc::Gen<std::string> some_text() {
  return rc::gen::apply(
      [](const std::vector<std::string>& pieces) {
        std::string all = "t";  // a text that looks like a number would be compared as one
        for (const std::string& piece : pieces) all += piece;
        return all;
      },
      rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
          "北", "京", "　", " ", "a", "&", "<", ">", "\"", "'", "=", "\n", "é", "😀", "]]>", "_x ", "0")));
}

void write(lxw_worksheet* sheet, lxw_row_t r, lxw_col_t c, const Planned& cell) {
  if (cell.kind == 1) worksheet_write_number(sheet, r, c, cell.number, nullptr);
  if (cell.kind == 2) worksheet_write_boolean(sheet, r, c, cell.number > 0 ? 1 : 0, nullptr);
  if (cell.kind == 3) worksheet_write_string(sheet, r, c, cell.content.c_str(), nullptr);
  if (cell.kind == 4) worksheet_write_formula_num(sheet, r, c, "=1+1", nullptr, cell.number);
}

RC_GTEST_PROP(WorkbookOracle, RandomSheetsReadAlike, ()) {
  const auto rows = *rc::gen::inRange<std::size_t>(1, 12);
  const auto columns = *rc::gen::inRange<std::size_t>(1, 30);
  std::vector<Planned> plan(rows * columns);
  for (Planned& cell : plan) {
    cell.kind = *rc::gen::inRange(0, 5);
    // sixteen digits are what libxlsxwriter writes
    cell.number = std::round(*rc::gen::arbitrary<double>() * 1e6);
    if (!std::isfinite(cell.number) || std::fabs(cell.number) > 1e15) cell.number = 7;
    if (cell.kind == 3) cell.content = *some_text();
  }
  const std::string bytes = written([&](lxw_workbook*, lxw_worksheet* sheet) {
    for (std::size_t i = 0; i < plan.size(); ++i)
      write(sheet, static_cast<lxw_row_t>(3 * (i / columns)), static_cast<lxw_col_t>(i % columns), plan[i]);
  });
  const CellMap ours = by_tidu(bytes);
  RC_ASSERT(ours == read_by_orcus(bytes).at(0).second);
  std::size_t planned = 0;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    const Planned& cell = plan[i];
    if (cell.kind == 0) continue;
    ++planned;
    const auto found = ours.find({3 * (i / columns), i % columns});
    RC_ASSERT(found != ours.end());
    if (cell.kind == 1 || cell.kind == 4) RC_ASSERT(found->second == CellValue(cell.number));
    if (cell.kind == 2) RC_ASSERT(found->second == CellValue(cell.number > 0));
    if (cell.kind == 3) RC_ASSERT(found->second == CellValue(cell.content));
  }
  RC_ASSERT(planned == ours.size());
}

TEST(WorkbookOracle, DatesAndMergedCellsOfAnotherWriter) {
  const std::string bytes = written([](lxw_workbook* workbook, lxw_worksheet* sheet) {
    lxw_format* day = workbook_add_format(workbook);
    format_set_num_format(day, "yyyy\"年\"m\"月\"d\"日\"");
    lxw_format* clock = workbook_add_format(workbook);
    format_set_num_format(clock, "yyyy-mm-dd hh:mm");
    worksheet_merge_range(sheet, 0, 0, 1, 2, "标题", day);
    lxw_datetime date{2024, 2, 29, 0, 0, 0};
    worksheet_write_datetime(sheet, 2, 0, &date, day);
    date.hour = 13;
    date.min = 5;
    worksheet_write_datetime(sheet, 2, 1, &date, clock);
    worksheet_write_blank(sheet, 2, 2, day);
  });
  const auto got = testing::reading(bytes);
  EXPECT_EQ(got.rows, (testing::Rows{{"标题"}, {"2024-02-29", "2024-02-29T13:05:00"}}));
  ASSERT_EQ(got.merged.size(), 1U);
  EXPECT_EQ(got.merged[0].columns, 3U);
}

}  // namespace
}  // namespace tidu::data
