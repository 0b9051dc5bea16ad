// SPDX-License-Identifier: Apache-2.0
#include "data/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "data/csv_write.h"
#include "data/results.h"

namespace tidu::data {
namespace {

std::vector<std::vector<std::string>> cells(std::string bytes) {
  const auto table = parse_csv(std::move(bytes), "t.csv");
  EXPECT_TRUE(table.ok());
  std::vector<std::vector<std::string>> rows;
  if (!table.ok()) return rows;
  for (std::size_t r = 0; r < table.value->rows(); ++r) {
    rows.emplace_back();
    for (const CsvField& field : table.value->row(r)) rows.back().emplace_back(field.text);
  }
  return rows;
}

/// "key line:column" of every finding.
std::vector<std::string> findings(std::string bytes) {
  std::vector<std::string> found;
  const auto table = parse_csv(std::move(bytes), "t.csv");
  for (const auto& item : table.diagnostics.items()) {
    found.push_back(std::string(item.error.message.key) + " " + std::to_string(item.where.line) + ":" +
                    std::to_string(item.where.column));
  }
  return found;
}

using Rows = std::vector<std::vector<std::string>>;
using Found = std::vector<std::string>;

TEST(Csv, ReadsWhatRfc4180Writes) {
  EXPECT_EQ(cells("a,b\n1,2\n"), (Rows{{"1", "2"}}));
  EXPECT_EQ(cells("a,b\r\n1,2\r\n3,"), (Rows{{"1", "2"}, {"3", ""}})) << "CRLF, no end of line at the end";
  EXPECT_EQ(cells("a,b\n\"x, y\",\"he said \"\"no\"\"\"\n"), (Rows{{"x, y", "he said \"no\""}}));
  EXPECT_EQ(cells("a,b\n\"two\nlines\",2\n"), (Rows{{"two\nlines", "2"}}));
  EXPECT_EQ(cells("\xEF\xBB\xBF"
                  "a\n\n\nx\n"),
            (Rows{{"x"}}))
      << "byte order mark, empty lines";
  EXPECT_EQ(cells("地区,值\n北京,1\n"), (Rows{{"北京", "1"}}));
}

TEST(Csv, EveryMistakeIsLocated) {
  EXPECT_EQ(findings(""), Found{"data.csv.empty 1:1"});
  EXPECT_EQ(findings(" \n\t\n"), Found{"data.csv.empty 1:1"});
  EXPECT_EQ(findings("\"\""), Found{"data.csv.empty 1:1"}) << "found by fuzzing";
  EXPECT_EQ(findings("a,b\n1\n1,2,3\n"), (Found{"data.csv.ragged 2:1", "data.csv.ragged 3:1"}));
  EXPECT_EQ(findings("a\nx\xB1\xB1\n"), Found{"data.csv.not_utf8 2:2"}) << "GBK";
  EXPECT_EQ(findings("\xFF\xFE"
                     "a"),
            Found{"data.csv.utf16 1:1"});
  EXPECT_EQ(findings("a,b\n北京,x\x1b[31m\n"), Found{"data.csv.forbidden 2:5"});
  EXPECT_EQ(findings("a\nx\xE2\x80\xAE\n"), Found{"data.csv.forbidden 2:2"}) << "U+202E";
}

TEST(Csv, AnOpenQuoteIsNamedWhereItBegins) {
  const Found found = findings("a,b\n1,\"open\n2,3\n");
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.back(), "data.csv.open_quote 2:3");
}

TEST(Csv, ProblemsAreCapped) {
  std::string bytes = "a,b\n";
  for (int i = 0; i < 1000; ++i) bytes += "1\n";
  EXPECT_EQ(findings(bytes).size(), 100U);
}

TEST(Csv, NumbersAsPeopleWriteThem) {
  EXPECT_EQ(parse_number(" -1.5e3 "), -1500);
  EXPECT_EQ(parse_number("+2"), 2);
  EXPECT_EQ(parse_number("0.1"), 0.1);
  for (const char* wrong : {"", "1,5", "1 000", "nan", "inf", "1e999", "0x10", "1.2.3", "-", "12%", "+-2"})
    EXPECT_EQ(parse_number(wrong), std::nullopt) << wrong;
}

RC_GTEST_PROP(Csv, WhatIsWrittenIsReadBack, (const std::vector<double>& numbers, std::vector<std::string> texts)) {
  texts.resize(numbers.size());
  for (std::string& text : texts) {
    std::erase_if(text, [](char c) { return c < ' ' || c == '\x7f'; });  // others are refused on reading
  }
  Table table{.key = "t",
              .columns = {Column{.key = "number", .numbers = numbers},
                          Column{.key = "text", .type = ColumnType::label, .texts = texts}}};
  const auto back = parse_csv(to_csv(table), "t.csv");
  if (numbers.empty()) return;
  RC_ASSERT(back.ok());
  RC_ASSERT(back.value->rows() == numbers.size());
  for (std::size_t r = 0; r < numbers.size(); ++r) {
    RC_ASSERT(parse_number(back.value->at(r, 0).text) == numbers[r]);
    RC_ASSERT(back.value->at(r, 1).text == texts[r]);
  }
}

TEST(CsvWrite, NoValueIsAnEmptyFieldAndFormulasOfSpreadsheetsStayTexts) {
  const Table table{.key = "t",
                    .columns = {Column{.key = "v", .numbers = {kNoValue, 0.1, 2013}},
                                Column{.key = "n", .type = ColumnType::label, .texts = {"=1+1", "a,b", "\"q\""}}}};
  const std::string csv = to_csv(table);
  EXPECT_EQ(csv.find("v,n\n,"), 0U);
  EXPECT_NE(csv.find("0.1,\"a,b\"\n"), std::string::npos);
  EXPECT_NE(csv.find("2013,\"\"\"q\"\"\"\n"), std::string::npos);
}

}  // namespace
}  // namespace tidu::data
