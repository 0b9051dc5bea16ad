// SPDX-License-Identifier: Apache-2.0
#include "data/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "data/csv_write.h"
#include "data/number.h"
#include "data/results.h"
#include "data/testing.h"

namespace tidu::data {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows cells(std::string bytes) {
  const auto grid = parse_csv(std::move(bytes), "t.csv");
  Rows rows;
  if (!grid.ok()) return {{"not read"}};
  for (std::size_t r = 0; r < grid.value->rows(); ++r) {
    rows.emplace_back();
    for (std::size_t c = 0; c < grid.value->columns(r); ++c) rows.back().emplace_back(grid.value->at(r, c));
  }
  return rows;
}

Found csv_findings(std::string bytes) { return found_in(parse_csv(std::move(bytes), "t.csv").diagnostics); }

TEST(Csv, ReadsWhatRfc4180Writes) {
  EXPECT_EQ(cells("a,b\n1,2\n"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(cells("a,b\r\n1,2\r\n3,"), (Rows{{"a", "b"}, {"1", "2"}, {"3", ""}})) << "CRLF, no line end at the end";
  EXPECT_EQ(cells("a,b\n\"x, y\",\"he said \"\"no\"\"\"\n"), (Rows{{"a", "b"}, {"x, y", "he said \"no\""}}));
  EXPECT_EQ(cells("a,b\n\"two\nlines\", \"2\" \n"), (Rows{{"a", "b"}, {"two\nlines", "2"}})) << "blanks around quotes";
  EXPECT_EQ(cells("a,b\r1,2\r"), (Rows{{"a", "b"}, {"1", "2"}})) << "lines of old Macintosh programs";
  EXPECT_EQ(cells("a\n\n,,\nx\n"), (Rows{{"a"}, {"x"}})) << "rows without text";
  EXPECT_EQ(cells("a,b\n1,\"2\"x\n"), (Rows{{"a", "b"}, {"1", "2\"x"}})) << "what follows a quote shows";
}

TEST(Csv, FindsTheSeparator) {
  EXPECT_EQ(cells("a;b;c\n1,5;2,5;3,5\n"), (Rows{{"a", "b", "c"}, {"1,5", "2,5", "3,5"}}));
  EXPECT_EQ(cells("a\tb\n1,000\t2\n"), (Rows{{"a", "b"}, {"1,000", "2"}}));
  EXPECT_EQ(cells("a|b\n1|\n"), (Rows{{"a", "b"}, {"1", ""}}));
  EXPECT_EQ(cells("name,note\nx,\"a;b;c;d\"\ny,\"e;f;g;h\"\n"),
            (Rows{{"name", "note"}, {"x", "a;b;c;d"}, {"y", "e;f;g;h"}}))
      << "not inside quotes";
  EXPECT_EQ(cells("数据库：分省年度数据\n地区;2022年\n北京;1\n上海;2\n"),
            (Rows{{"数据库：分省年度数据"}, {"地区", "2022年"}, {"北京", "1"}, {"上海", "2"}}));
}

TEST(Csv, CommentsAreLinesThatAreNoRows) {
  EXPECT_EQ(cells("# made by R\na,b\n# half, way, through\n1,2\n# end\n"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(cells("#region,value\n1,2\n"), (Rows{{"#region", "value"}, {"1", "2"}})) << "a header";
  EXPECT_EQ(cells("item,value\n#of which urban,2\nrural,3\n"),
            (Rows{{"item", "value"}, {"#of which urban", "2"}, {"rural", "3"}}))
      << "the mark of yearbooks for a part";
}

TEST(Csv, KnowsEncodings) {
  const std::string gbk = "\xB5\xD8\xC7\xF8,\xD6\xB5\n\xB1\xB1\xBE\xA9,1\n";
  const Rows read{{"地区", "值"}, {"北京", "1"}};
  EXPECT_EQ(cells(gbk), read);
  EXPECT_EQ(csv_findings(gbk), Found{"data.csv.read_as 1:1"}) << "and says so";
  EXPECT_EQ(cells("\xEF\xBB\xBF地区,值\n北京,1\n"), read);
  EXPECT_EQ(csv_findings("\xEF\xBB\xBF地区,值\n北京,1\n"), Found{});
  const std::string little(
      "\xFF\xFE"
      "a\0\t\0\x17\x53\n\0"
      "1\0\t\0"
      "2\0\n\0",
      18);
  EXPECT_EQ(cells(little), (Rows{{"a", "北"}, {"1", "2"}})) << "what Excel calls Unicode text";
  EXPECT_EQ(cells(std::string("\xFE\xFF\0a\0,\0b\0\n", 10)), (Rows{{"a", "b"}}));
  EXPECT_EQ(cells("r,v\n\xB1\xB1\x84\x31\xA4\x37,1\n")[1][0].substr(0, 3), "北") << "four-byte characters of GB18030";
}

TEST(Csv, DoubtfulEncodingsAreWarnedOf) {
  // "Müller, Gruß" in Latin-1 is legal GB18030, of characters that nobody writes
  EXPECT_EQ(csv_findings("name,v\nM\xFCller,1\nK\xF6ln\xE9t,3\n"), Found{"data.csv.doubtful 1:1"});
}

TEST(Csv, EveryMistakeIsLocated) {
  EXPECT_EQ(csv_findings(""), Found{"data.csv.empty 1:1"});
  EXPECT_EQ(csv_findings(" \n\t\n"), Found{"data.csv.empty 1:1"});
  EXPECT_EQ(csv_findings("\"\""), Found{"data.csv.empty 1:1"}) << "found by fuzzing";
  EXPECT_EQ(csv_findings("a\nbc\xFF\n"), Found{"data.csv.not_text 2:3"});
  EXPECT_EQ(csv_findings("\xEF\xBB\xBF"
                         "a\nx\xB1\xB1\n"),
            Found{"data.csv.not_text 2:2"})
      << "the mark says UTF-8";
  EXPECT_EQ(csv_findings(std::string("\xFF\xFE"
                                     "a\0\0\xD8",
                                     6)),
            Found{"data.csv.not_text 1:2"})
      << "half a character";
  EXPECT_EQ(csv_findings("a,b\n北京,x\x1b[31m\n"), Found{"data.csv.forbidden 2:5"});
  EXPECT_EQ(csv_findings("a\nx\xE2\x80\xAE\ny\xE2\x80\xAE\n"),
            (Found{"data.csv.forbidden 2:2", "data.csv.forbidden 3:2"}))
      << "U+202E";
  EXPECT_EQ(csv_findings("a,b\n1,\"open\n2,3\n"), Found{"data.csv.open_quote 2:3"});
  EXPECT_EQ(csv_findings(std::string(500, '\x01')).size(), 100U) << "capped";
}

RC_GTEST_PROP(Csv, WhatIsWrittenIsReadBack, (const std::vector<double>& numbers, std::vector<std::string> texts)) {
  texts.resize(numbers.size());
  for (std::string& text : texts) {
    std::erase_if(text, [](char c) { return c < ' ' || c == '\x7f'; });  // others are refused on reading
    text += "x";                                                         // blanks at the ends are not kept
    text.insert(text.begin(), 'x');
  }
  Table table{.key = "t",
              .columns = {Column{.key = "number", .numbers = numbers},
                          Column{.key = "text", .type = ColumnType::label, .texts = texts}}};
  const auto back = parse_csv(to_csv(table), "t.csv");
  if (numbers.empty()) return;
  RC_ASSERT(back.ok());
  RC_ASSERT(back.value->rows() == numbers.size() + 1);
  for (std::size_t r = 0; r < numbers.size(); ++r) {
    RC_ASSERT(parse_number(back.value->at(r + 1, 0)) == numbers[r]);
    RC_ASSERT(back.value->at(r + 1, 1) == texts[r]);
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
