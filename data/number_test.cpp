// SPDX-License-Identifier: Apache-2.0
#include "data/number.h"

#include <gtest/gtest.h>

namespace tidu::data {
namespace {

std::optional<double> value(std::string_view text, char decimal = '.') {
  const CellNumber number = read_number(text, {.decimal = decimal});
  return number.kind == CellKind::number ? std::optional(number.value) : std::nullopt;
}

TEST(Number, AsProgramsWriteThem) {
  EXPECT_EQ(parse_number(" -1.5e3 "), -1500);
  EXPECT_EQ(parse_number("+2"), 2);
  EXPECT_EQ(parse_number("0.1"), 0.1);
  for (const char* wrong : {"", "1,5", "1 000", "nan", "inf", "1e999", "0x10", "1.2.3", "-", "12%", "+-2"})
    EXPECT_EQ(parse_number(wrong), std::nullopt) << wrong;
}

TEST(Number, AsPeopleAndOfficesWriteThem) {
  EXPECT_EQ(value("1,234,567.5"), 1234567.5);
  EXPECT_EQ(value("-1,234"), -1234);
  EXPECT_EQ(value("26 034.1"), 26034.1);
  EXPECT_EQ(value("26\u00A0034.1"), 26034.1) << "no-break space";
  EXPECT_EQ(value("1\u2009234"), 1234) << "thin space";
  EXPECT_EQ(value("1'234"), 1234);
  EXPECT_EQ(value("1\u2019234"), 1234) << "Swiss apostrophe";
  EXPECT_EQ(value("１２３４．５"), 1234.5) << "full width";
  EXPECT_EQ(value("－３"), -3);
  EXPECT_EQ(value("１，２３４"), 1234);
  EXPECT_EQ(value("\u22123.5"), -3.5) << "minus sign";
  EXPECT_EQ(value("\u3000 42 \u3000"), 42) << "ideographic spaces";
  EXPECT_EQ(value("1.234.567,5", ','), 1234567.5);
  EXPECT_EQ(value("0,5", ','), 0.5);
  EXPECT_EQ(value("1 234,5", ','), 1234.5);
}

TEST(Number, WhatIsNoneStaysNone) {
  for (const char* wrong : {"26 03 4.1", "1,23", "12,34,567", "1,2345", ",123", "1234,567", "12%", "3 kg", "2013年",
                            "1.2.3", "1,234,56", "0x10", "1e999", "十二"})
    EXPECT_EQ(read_number(wrong).kind, CellKind::other) << wrong;
  EXPECT_EQ(value("1,5"), std::nullopt) << "a decimal comma in a file of decimal points";
  EXPECT_EQ(value("1.5", ','), std::nullopt);
}

TEST(Number, MissingCells) {
  for (const char* missing : {"",  " ",  "\u3000", "-",   "--",   "－",  "—",   "——",   "–",    "\u2212", "..", "...",
                              "…", "……", "NA",     "N/A", "#N/A", "n/a", "NaN", "null", "None", "x",      ".",  ":"})
    EXPECT_EQ(read_number(missing).kind, CellKind::missing) << missing;
  EXPECT_EQ(read_number("inf").kind, CellKind::other) << "no value, and not the lack of one";
}

TEST(Number, EvidenceForTheDecimalSign) {
  using enum DecimalEvidence;
  for (const char* text : {"1.5", "0.123", "1234.567", "1,234.5", "1,234,567", "-0.5"})
    EXPECT_EQ(decimal_evidence(text), point) << text;
  for (const char* text : {"1,5", "0,123", "1234,567", "1.234,5", "1.234.567", "+0,5"})
    EXPECT_EQ(decimal_evidence(text), comma) << text;
  for (const char* text : {"1,234", "1.234", "12.345"}) EXPECT_EQ(decimal_evidence(text), either) << text;
  for (const char* text : {"", "12", "a.b", "北京,1"}) EXPECT_EQ(decimal_evidence(text), none) << text;
}

TEST(Number, Years) {
  for (const char* text : {"2013", " 2013 ", "2013年", "２０１３", "２０１３年", "2013年末", "2013.0", "2013-12-31",
                           "2013/12", "2013-12-31T00:00:00"})
    EXPECT_EQ(parse_year(text), 2013) << text;
  for (const char* text : {"", "13", "20l3", "2013-2014", "2013年上半年", "3013", "0999", "20131231", "2013x", "2013-"})
    EXPECT_EQ(parse_year(text), std::nullopt) << text;
}

TEST(Number, TrimTakesBlanksOfAnyWidth) {
  EXPECT_EQ(trim("\u3000\u00A0 北 京\t\n"), "北 京");
  EXPECT_EQ(trim("\u3000"), "");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(to_half_width("ＧＤＰ（亿元）　１"), "GDP(亿元) 1");
}

}  // namespace
}  // namespace tidu::data
