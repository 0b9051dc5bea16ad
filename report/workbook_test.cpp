// SPDX-License-Identifier: Apache-2.0
#include "report/workbook.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <set>
#include <thread>

#include "data/number.h"
#include "data/workbook.h"
#include "report/words.h"
#include "report/workbook_sheets.h"
#include "tests/orcus_reader.h"

namespace tidu::report {
namespace {

using study::Language;
using tidu::testing::CellMap;
using tidu::testing::CellValue;
using tidu::testing::read_by_orcus;

data::ResultSet rich_sample() {
  data::ResultSet results{.study_id = "small", .title = {.en = "Small", .zh = "小"}, .seed = 7, .version = "1.2.3"};
  results.regions = {{.code = "110000", .name = {.en = "Beijing", .zh = "北京"}, .group = "east"}};
  results.labels = {{.id = "ai", .name = {.en = "AI", .zh = "人工智能"}},
                    {.id = "scenario.bundle", .name = {.en = "Bundle", .zh = "组合"}}};
  results.sources = {{.id = "gdp",
                      .name = {.en = "GDP", .zh = "地区生产总值"},
                      .unit = "1e8 CNY",
                      .publisher = {.en = "NBS", .zh = "国家统计局"},
                      .file = "panel.csv",
                      .first_year = 2013,
                      .last_year = 2023,
                      .cells = 341,
                      .missing = 3,
                      .imputed = 2}};
  results.formulas = {{"theil_t", "T = (1/n) Σ (xᵢ/μ) ln(xᵢ/μ)", "Theil 1967"}};
  results.assumptions = {{"adoption.imitation", 0.38, 0.1, 0.9, "1/year", "Bass 1969"}};
  results.remarks = {
      {"study", "remark.yearly_standardisation", {}},
      {"adoption", "remark.ranges_of_assumptions", {std::int64_t{200}}},
  };
  results.tables = {
      {.key = "moran_ai",
       .subject = "ai",
       .columns =
           {{.key = "year", .type = data::ColumnType::integer, .unit = "year", .decimals = 0, .numbers = {2013, 2014}},
            {.key = "moran",
             .origin = {.sources = {"gdp"}, .formulas = {"theil_t"}},
             .numbers = {0.1 + 0.2, data::kNoValue}}}},
      {.key = "adoption",
       .columns = {{.key = "scenario", .type = data::ColumnType::label, .texts = {"baseline", "bundle"}},
                   {.key = "region", .type = data::ColumnType::label, .texts = {"110000", "ALL"}},
                   {.key = "p50",
                    .unit = "percent",
                    .origin = {.assumptions = {"adoption.imitation"}},
                    .numbers = {1.0 / 3, -0.0}}}}};
  return results;
}

std::string bytes_of(const data::ResultSet& results, Language language = Language::en) {
  auto bytes = render_workbook(results, language);
  EXPECT_TRUE(bytes.has_value());
  return bytes ? *bytes : std::string();
}

std::vector<std::vector<std::string>> sheet(const std::string& bytes, std::size_t position) {
  auto workbook = data::Workbook::open(bytes, "results.xlsx");
  EXPECT_TRUE(workbook.ok());
  if (!workbook.ok()) return {};
  const auto grid = workbook.value->read(position);
  EXPECT_TRUE(grid.ok());
  EXPECT_TRUE(grid.diagnostics.empty());
  std::vector<std::vector<std::string>> rows;
  for (std::size_t r = 0; r < grid.value->rows(); ++r) {
    rows.emplace_back();
    for (std::size_t c = 0; c < grid.value->columns(r); ++c) rows.back().emplace_back(grid.value->at(r, c));
  }
  return rows;
}

/// The rows from the one that begins with a text on.
std::vector<std::vector<std::string>> from(const std::vector<std::vector<std::string>>& rows,
                                           const std::string& first) {
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (!rows[r].empty() && rows[r][0] == first) return {rows.begin() + static_cast<std::ptrdiff_t>(r), rows.end()};
  }
  ADD_FAILURE() << first << " is in no first column";
  return {{}, {}, {}, {}};
}

TEST(ResultsWorkbook, HoldsTablesWithTheirOrigins) {
  const std::string bytes = bytes_of(rich_sample());
  using Row = std::vector<std::string>;
  const auto contents = sheet(bytes, 0);
  EXPECT_EQ(contents[0], Row{"Small"});
  EXPECT_EQ(from(contents, "Table")[2], (Row{"Users of generative AI", "2", "adoption.csv"}));
  const auto moran = sheet(bytes, 1);
  EXPECT_EQ(moran[0][0].substr(moran[0][0].size() - 2), "AI");
  EXPECT_EQ(from(moran, "Year")[1], (Row{"2013", "0.30000000000000004"}));
  EXPECT_EQ(from(moran, "Year")[2], Row{"2014"}) << "no value is an empty cell";
  EXPECT_EQ(from(moran, "Data")[2], (Row{"GDP", "100 million yuan", "NBS", "2013–2023", "panel.csv", "341", "3", "2"}));
  EXPECT_EQ(from(moran, "Formulas")[2][1], "T = (1/n) Σ (xᵢ/μ) ln(xᵢ/μ)");
  const auto adoption = sheet(bytes, 2);
  EXPECT_EQ(from(adoption, "Scenario")[0], (Row{"Scenario", "Region", "Name of the region", "Median (%)"}));
  EXPECT_EQ(from(adoption, "Scenario")[1], (Row{"Baseline", "110000", "Beijing", "0.3333333333333333"}));
  EXPECT_EQ(from(adoption, "Scenario")[2], (Row{"Bundle", "ALL", "All regions", "-0"}));
  EXPECT_EQ(from(adoption, "Assumptions and their ranges")[2],
            (Row{"Imitation q", "0.38", "0.1", "0.9", "per year", "Bass 1969"}));
  EXPECT_NE(adoption[2][0].find("200 draws"), std::string::npos) << "the remark on the table";
}

TEST(ResultsWorkbook, InChinese) {
  const std::string bytes = bytes_of(rich_sample(), Language::zh);
  const auto adoption = sheet(bytes, 2);
  EXPECT_EQ(from(adoption, "情景")[1][2], "北京");
  EXPECT_EQ(from(adoption, "情景")[2][0], "组合");
  EXPECT_EQ(from(sheet(bytes, 1), "数据")[2][2], "国家统计局");
}

// What a second reader finds is what we find; orcus itself rounds seventeen digits to a neighbour of the nearest
// double.
TEST(ResultsWorkbook, OrcusReadsTheSame) {
  const std::string bytes = bytes_of(rich_sample(), Language::zh);
  const auto sheets = read_by_orcus(bytes);
  auto workbook = data::Workbook::open(bytes, "results.xlsx");
  ASSERT_EQ(sheets.size(), workbook.value->sheets().size());
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    EXPECT_EQ(sheets[i].first, workbook.value->sheets()[i].name);
    const auto grid = workbook.value->read(i);
    std::size_t cells = 0;
    for (std::size_t r = 0; r < grid.value->rows(); ++r) {
      for (std::size_t c = 0; c < grid.value->columns(r); ++c) {
        const std::string content(grid.value->at(r, c));
        if (content.empty()) continue;
        ++cells;
        const CellValue& theirs = sheets[i].second.at({grid.value->where(r, c).line - 1, c});
        if (std::holds_alternative<double>(theirs)) {
          EXPECT_DOUBLE_EQ(std::get<double>(theirs), *data::parse_number(content));
        } else {
          EXPECT_EQ(std::get<std::string>(theirs), content);
        }
      }
    }
    EXPECT_EQ(cells, sheets[i].second.size());
  }
}

RC_GTEST_PROP(ResultsWorkbook, NumbersKeepTheirBits, (const std::vector<std::uint64_t>& patterns)) {
  auto results = rich_sample();
  auto& numbers = results.tables[0].columns[1].numbers;
  numbers.clear();
  for (const std::uint64_t pattern : patterns) {
    const double full = std::bit_cast<double>(pattern * 0x9E3779B97F4A7C15ULL);
    numbers.push_back(std::isfinite(full) ? full : 0.1);
  }
  results.tables[0].columns[0].numbers.assign(numbers.size(), 2000);
  const auto rows = from(sheet(bytes_of(results), 1), "Year");
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto number = data::parse_number(rows[i + 1].at(1));
    RC_ASSERT(number && std::bit_cast<std::uint64_t>(*number) == std::bit_cast<std::uint64_t>(numbers[i]));
  }
}

TEST(ResultsWorkbook, EqualResultsHaveEqualBytes) {
  const std::string first = bytes_of(rich_sample());
  std::this_thread::sleep_for(std::chrono::milliseconds(2100));  // archives count time in steps of two seconds
  const char* const old = std::getenv("TZ");
  const std::string zone = old == nullptr ? "" : old;
  setenv("TZ", "America/New_York", 1);
  tzset();
  const std::string second = bytes_of(rich_sample());
  old == nullptr ? unsetenv("TZ") : setenv("TZ", zone.c_str(), 1);
  tzset();
  EXPECT_EQ(first, second);
  auto other = rich_sample();
  other.tables[0].columns[1].numbers[0] = 0.3;
  EXPECT_NE(bytes_of(other), first);
}

TEST(ResultsWorkbook, TextsStayTexts) {
  auto results = rich_sample();
  results.regions[0].name = {.en = "=1+1", .zh = "=1+1"};
  results.labels[1].name = {.en = "_x0041_ http://example.org \u202E\x1b", .zh = "-1"};
  const std::string bytes = bytes_of(results);
  const auto rows = from(sheet(bytes, 2), "Scenario");
  EXPECT_EQ(rows[1][2], "=1+1");
  EXPECT_EQ(rows[2][0], "_x0041_ http://example.org <U+202E><U+001B>");
  EXPECT_TRUE(std::holds_alternative<std::string>(read_by_orcus(bytes_of(results, Language::zh))[2].second.at({5, 0})));
}

TEST(ResultsWorkbook, WholeNumbersInRemarksAreGroupedButForYears) {
  data::ResultSet results = rich_sample();
  const auto said = [&results](std::int64_t whole) {
    results.remarks = {{"adoption", "remark.ranges_of_assumptions", {whole}}};
    return Words(results, Language::en).remarks("adoption").front();
  };
  EXPECT_NE(said(2024).find("over 2024 draws"), std::string::npos);
  EXPECT_NE(said(10'000).find("over 10,000 draws"), std::string::npos);
  EXPECT_NE(said(-1'234'567).find("over -1,234,567 draws"), std::string::npos);
  EXPECT_NE(said(200'000).find("over 200,000 draws"), std::string::npos);
}

TEST(ResultsWorkbook, ATableMayBeEmpty) {
  auto results = rich_sample();
  results.tables = {{.key = "adoption", .columns = {{.key = "p50"}}}, {.key = "gaps_output"}};
  EXPECT_EQ(from(sheet(bytes_of(results), 1), "Median").size(), 1U);
  results.tables.clear();
  EXPECT_FALSE(sheet(bytes_of(results), 0).empty());
}

TEST(ResultsWorkbook, ATableLongerThanASheetIsRefused) {
  auto results = rich_sample();
  for (auto& column : results.tables[0].columns) column.numbers.resize(1'048'570);
  const auto bytes = render_workbook(results, Language::en);
  ASSERT_FALSE(bytes.has_value());
  EXPECT_EQ(bytes.error().code, ErrorCode::limit);
}

TEST(ResultsWorkbook, NoRoomIsAnError) {
  const char* const old = std::getenv("TMPDIR");
  const std::string folder = old == nullptr ? "" : old;
  setenv("TMPDIR", "/nowhere/at/all", 1);
  const auto bytes = render_workbook(rich_sample(), Language::en);
  old == nullptr ? unsetenv("TMPDIR") : setenv("TMPDIR", folder.c_str(), 1);
  ASSERT_FALSE(bytes.has_value());
  EXPECT_EQ(bytes.error().code, ErrorCode::io);
}

TEST(SheetNames, AreAllowedAndDifferent) {
  SheetNames names;
  EXPECT_EQ(names.add("Index scores: AI/[x]"), "Index scores  AI  x");
  EXPECT_EQ(names.add("index SCORES: ai/[x]"), "index SCORES  ai  x (2)") << "case does not tell sheets apart";
  EXPECT_EQ(names.add("'quoted'"), "quoted");
  EXPECT_EQ(names.add(""), "1");
  EXPECT_EQ(names.add("'"), "2");
  const std::string longest = names.add(std::string(31, 'a'));
  EXPECT_EQ(longest, std::string(31, 'a'));
  EXPECT_EQ(names.add(std::string(32, 'a')), std::string(30, 'a') + "…");
  EXPECT_EQ(names.add(std::string(40, 'a')), std::string(26, 'a') + "… (2)");
  std::string faces;
  for (int i = 0; i < 20; ++i) faces += "😀";
  std::string fifteen;
  for (int i = 0; i < 15; ++i) fifteen += "😀";
  EXPECT_EQ(names.add(faces), fifteen + "…") << "thirty units of UTF-16";
}

}  // namespace
}  // namespace tidu::report
