// SPDX-License-Identifier: Apache-2.0
#include "data/workbook.h"

#include <gtest/gtest.h>

#include "data/workbook_support_test.h"

namespace tidu::data {
namespace {

using testing::Book;
using testing::Found;
using testing::reading;
using testing::relations;
using testing::Rows;
using testing::zipped;

TEST(Workbook, ReadsEveryKindOfText) {
  const Book book{.rows =
                      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v> 1 </v></c>"
                      "<c r=\"C1\" t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r></is></c>"
                      "<c r=\"D1\" t=\"str\"><f>\"a\"&amp;\"b\"</f><v>ab_x000D_</v></c></row>"
                      "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\" t=\"s\"><v>3</v></c>"
                      "<c r=\"C2\" t=\"s\"><v>4</v></c><c r=\"D2\" t=\"s\"><v>5</v></c></row>",
                  .strings =
                      "<si><t>北　京</t></si>"
                      "<si><r><rPr><b/></rPr><t>东</t></r><r><t xml:space=\"preserve\"> 京 </t></r>"
                      "<rPh sb=\"0\" eb=\"1\"><t>トウ</t></rPh><phoneticPr/></si>"
                      "<si><t>two_x000D_\r\nlines</t></si><si><t xml:space=\"preserve\"> </t></si>"
                      "<si><t>_x005F_x0041_ _xD83D__xDE00_ _xZZZZ_</t></si>"
                      "<si><t>a&lt;b<![CDATA[ & ]]>c&#x4E2D;</t></si>"};
  const auto got = reading(book);
  EXPECT_EQ(got.rows, (Rows{{"北　京", "东 京 ", "inline", "ab\n"},
                            {"two\nlines", " ", "_x0041_ \U0001F600 _xZZZZ_", "a<b & c中"}}));
  EXPECT_EQ(got.found, Found{});
}

TEST(Workbook, NumbersStayAsTheFileWritesThem) {
  const auto got = reading(
      Book{.rows = "<row r=\"1\"><c r=\"A1\"><v>0.1</v></c><c r=\"B1\" t=\"n\"><v>1.5299999999999999E-2</v></c>"
                   "<c r=\"C1\"><v>-7</v></c><c r=\"D1\" t=\"b\"><v>1</v></c><c r=\"E1\" t=\"b\"><v>0</v></c>"
                   "<c r=\"F1\"><f>SUM(A1:B1)</f><v>0.1153</v></c><c r=\"G1\" t=\"str\"><f>\"\"</f><v></v></c></row>"});
  EXPECT_EQ(got.rows, (Rows{{"0.1", "1.5299999999999999E-2", "-7", "TRUE", "FALSE", "0.1153"}}));
  EXPECT_EQ(got.found, Found{}) << "an empty text is a result";
}

TEST(Workbook, CellsStandWhereTheSheetHasThem) {
  const auto got = reading(Book{.rows = "<row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"D2\" s=\"1\"/></row><row r=\"3\"/>"
                                        "<row r=\"5\"><c><v>2</v></c><c r=\"C5\"><v>3</v></c><c><v>4</v></c></row>"
                                        "<row><c><v>5</v></c></row>"});
  EXPECT_EQ(got.rows, (Rows{{"", "1"}, {"2", "", "3", "4"}, {"5"}}))
      << "positions are counted where they are not given";
  const std::string bytes =
      zipped(Book{.rows = "<row r=\"7\"><c r=\"AB7\"><v>1</v></c></row>", .name = "分省 数据"}.parts());
  auto workbook = Workbook::open(bytes, "t.xlsx");
  ASSERT_TRUE(workbook.ok());
  const auto grid = workbook.value->read(0);
  ASSERT_TRUE(grid.ok());
  EXPECT_EQ(grid.value->where(0, 27).cell, "分省 数据!AB7");
  EXPECT_EQ(grid.value->columns(0), 28U);
}

TEST(Workbook, DatesInBothCalendars) {
  const std::string formats =
      "<numFmts count=\"2\"><numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;;@\"/>"
      "<numFmt numFmtId=\"177\" formatCode=\"[Red]0.0&quot;d&quot;\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>"
      "<xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"176\"/><xf numFmtId=\"177\"/><xf "
      "numFmtId=\"20\"/></cellXfs>";
  const std::string rows =
      "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>45473</v></c><c r=\"B1\" s=\"2\"><v>45473.5</v></c>"
      "<c r=\"C1\" s=\"3\"><v>45292</v></c><c r=\"D1\" s=\"4\"><v>45473</v></c><c r=\"E1\" s=\"5\"><v>0.75</v></c>"
      "<c r=\"F1\" t=\"d\" s=\"1\"><v>2024-06-30T00:00:00</v></c><c r=\"G1\" s=\"1\"><f>B1</f><v>45473</v></c></row>";
  EXPECT_EQ(
      reading(Book{.rows = rows, .formats = formats}).rows,
      (Rows{{"2024-06-30", "2024-06-30T12:00:00", "2024-01-01", "45473", "18:00:00", "2024-06-30", "2024-06-30"}}));
  const auto later = reading(Book{.rows = rows, .formats = formats, .settings = "<workbookPr date1904=\"1\"/>"});
  EXPECT_EQ(later.rows.at(0).at(0), "2028-07-01") << "1,462 days later";
}

TEST(Workbook, NothingIsLostInSilence) {
  const auto got = reading(
      Book{.rows = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>0.123</v></c><c r=\"B1\"><f>A1*2</f></c>"
                   "<c r=\"C1\"><f>[1]Sheet1!B2</f><v>5</v></c><c r=\"D1\" s=\"2\"><v>-1</v></c><c r=\"E1\" "
                   "t=\"e\"><v>#N/A</v></c></row>"
                   "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>0.2</v></c><c r=\"C2\"><f>'[2]x'!A1</f><v>6</v></c></row>",
           .formats = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"10\"/><xf numFmtId=\"14\"/></cellXfs>"});
  EXPECT_EQ(got.rows, (Rows{{"0.123", "", "5", "-1", "#N/A"}, {"0.2", "", "6"}}));
  EXPECT_EQ(got.found, (Found{"percent Sheet1!A1", "no_result Sheet1!B1", "outside Sheet1!C1", "no_date Sheet1!D1"}));
  EXPECT_FALSE(got.diagnostics.has_errors());
}

TEST(Workbook, EveryMistakeNamesItsCell) {
  const auto got =
      reading(Book{.rows = "<row r=\"1\"><c r=\"A1\" t=\"e\"><v>#DIV/0!</v></c><c r=\"B1\" t=\"s\"><v>9</v></c>"
                           "<c r=\"C1\" t=\"b\"><v>yes</v></c><c r=\"D1\" t=\"s\"><v>0</v></c><c r=\"D2\"><v>1</v></c>"
                           "<c r=\"F1\" t=\"s\"><v>1</v></c><c r=\"E1\"><v>1</v></c><c r=\"$G$1\"><v>1</v></c></row>"
                           "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>\xB1\xB1\xBE\xA9</t></is></c></row>",
                   .strings = "<si><t>a\nb_x001B_[31m</t></si><si><t>\u202E</t></si>"});
  EXPECT_EQ(got.rows, Rows{});
  EXPECT_EQ(got.found, (Found{"error_value Sheet1!A1", "shared Sheet1!B1", "boolean Sheet1!C1", "forbidden Sheet1!D1",
                              "place Sheet1!E1", "forbidden Sheet1!F1", "place Sheet1!G1", "place Sheet1!G1",
                              "not_utf8 Sheet1!A2"}));
  EXPECT_EQ(reading(Book{.rows = "<row r=\"3\"/><row r=\"2\"><c><v>1</v></c></row>"}).found,
            Found{"row_order Sheet1!A4"});
  EXPECT_EQ(reading(Book{.rows = "<row r=\"x\"/>"}).found, Found{"row_order Sheet1!A1"});
}

TEST(Workbook, MergedCellsKeepTheirFirstTextAndTheirRange) {
  const auto got = reading(Book{.rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>9</v></c></row>"
                                        "<row r=\"3\"><c r=\"A3\"><v>2</v></c><c r=\"C3\"><v>3</v></c></row>"
                                        "<row r=\"4\"><c r=\"A4\"><v>9</v></c><c r=\"C4\"><v>4</v></c></row>"
                                        "<row r=\"6\"><c r=\"A6\"><v>9</v></c><c r=\"C6\"><v>5</v></c></row>",
                                .after = "<mergeCells><mergeCell ref=\"A3:A6\"/><mergeCell ref=\"A1:D2\"/>"
                                         "<mergeCell ref=\"D3:E3\"/></mergeCells>"});
  EXPECT_EQ(got.rows, (Rows{{"1"}, {"2", "", "3"}, {"", "", "4"}, {"", "", "5"}}));
  ASSERT_EQ(got.merged.size(), 2U) << "D3:E3 holds nothing";
  EXPECT_EQ(got.merged[0].columns, 4U);
  EXPECT_EQ(got.merged[0].rows, 1U) << "row 2 is left out";
  EXPECT_EQ(got.merged[1].row, 1U);
  EXPECT_EQ(got.merged[1].rows, 3U);
  EXPECT_EQ(reading(Book{.rows = "<row r=\"1\"/><row r=\"2\"/>",
                         .after = "<mergeCells><mergeCell ref=\"A1:B2\"/><mergeCell ref=\"B2:C3\"/></mergeCells>"})
                .found,
            Found{"merged_overlap Sheet1!B2"});
  for (const char* bad : {"A1:B", "", "B1:A1", "A2:A1", "A0:A1", "AAAA1:B2"}) {
    EXPECT_EQ(reading(Book{.after = "<mergeCells><mergeCell ref=\"" + std::string(bad) + "\"/></mergeCells>"}).found,
              Found{"merged Sheet1!A1"})
        << bad;
  }
}

TEST(Workbook, WritersMayChooseTheirPrefixesAndPlaces) {
  const std::string sheet =
      "<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" xmlns:mc=\"m\"><x:sheetData>"
      "<x:row r=\"1\"><mc:AlternateContent><mc:Choice Requires=\"x14\"><x:c r=\"A1\"><x:v>9</x:v></x:c></mc:Choice>"
      "<mc:Fallback><x:c r=\"A1\"><x:v>1</x:v></x:c></mc:Fallback></mc:AlternateContent>"
      "<x:c r=\"B1\" t=\"inlineStr\"><x:is><x:t>b</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>";
  const auto read_at = [&sheet](const std::string& target, const std::string& part) {
    auto parts = Book{}.with("xl/_rels/workbook.xml.rels", relations({{"worksheet", target}}));
    parts.emplace_back(part, sheet);
    return reading(zipped(parts)).rows;
  };
  const Rows wanted{{"1", "b"}};
  EXPECT_EQ(read_at("/xl/worksheets/odd.xml", "xl/worksheets/odd.xml"), wanted) << "absolute";
  EXPECT_EQ(read_at("../other/./odd.xml", "other/odd.xml"), wanted) << "above";
  EXPECT_EQ(read_at("worksheets/my%20sheet.xml", "xl/worksheets/my sheet.xml"), wanted) << "escaped";
  EXPECT_EQ(read_at("Worksheets/Odd.xml", "xl\\worksheets\\odd.XML"), wanted) << "case, other slashes";
  auto strict = Book{.rows = "<row><c><v>1</v></c></row>"}.parts();
  for (auto& [name, xml] : strict) {
    for (std::size_t at = 0; (at = xml.find(testing::kOffice, at)) != std::string::npos;)
      xml.replace(at, std::string(testing::kOffice).size(), "http://purl.oclc.org/ooxml/officeDocument/relationships");
  }
  EXPECT_EQ(reading(zipped(strict)).rows, (Rows{{"1"}})) << "strict workbooks";
}

TEST(Workbook, SheetsInTheirOrderWithoutCharts) {
  auto parts = Book{}.with("xl/_rels/workbook.xml.rels", relations({{"worksheet", "worksheets/sheet1.xml"},
                                                                    {"chartsheet", "chartsheets/sheet1.xml"},
                                                                    {"worksheet", "worksheets/sheet2.xml"}}));
  parts[2].second =
      std::string("<workbook xmlns:rel=\"") + testing::kOffice +
      "\"><sheets><sheet name=\"乙\" rel:id=\"rId3\" state=\"hidden\"/><sheet name=\"图\" rel:id=\"rId2\"/>"
      "<sheet name=\"甲\" rel:id=\"rId1\"/></sheets></workbook>";
  parts.emplace_back("xl/worksheets/sheet2.xml",
                     "<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>");
  const std::string bytes = zipped(parts);
  auto workbook = Workbook::open(bytes, "t.xlsx");
  ASSERT_TRUE(workbook.ok());
  ASSERT_EQ(workbook.value->sheets().size(), 2U);
  EXPECT_EQ(workbook.value->sheets()[0].name, "乙");
  EXPECT_TRUE(workbook.value->sheets()[0].hidden);
  EXPECT_FALSE(workbook.value->sheets()[1].hidden);
  Workbook moved = std::move(*workbook.value);
  EXPECT_EQ(testing::rows_of(*moved.read(0).value), (Rows{{"2"}}));
  EXPECT_EQ(testing::rows_of(*moved.read(1).value), Rows{});
}

TEST(Workbook, OtherEncodingsOfXml) {
  const std::string ascii =
      "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>?</t></is></c></row></sheetData></worksheet>";
  std::string wide = "\xFF\xFE";
  for (const char c : ascii) {
    wide += c == '?' ? '\x17' : c;  // U+5317
    wide += c == '?' ? '\x53' : '\0';
  }
  EXPECT_EQ(reading(zipped(Book{}.with("xl/worksheets/sheet1.xml", wide))).rows, (Rows{{"北"}}));
  std::string gbk = "<?xml version=\"1.0\" encoding=\"GBK\"?>" + ascii;
  gbk.replace(gbk.rfind('?'), 1, "\xB1\xB1");
  EXPECT_EQ(reading(zipped(Book{}.with("xl/worksheets/sheet1.xml", gbk))).found, Found{"not_utf8 Sheet1!A1"});
}

}  // namespace
}  // namespace tidu::data
