// SPDX-License-Identifier: Apache-2.0
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

const Book kSmall{.rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", .strings = "<si><t>a</t></si>"};

TEST(WorkbookFiles, OtherFormatsAreNamed) {
  const std::string compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
  std::string wide;
  for (const char c : std::string("EncryptedPackage")) wide += std::string{c, '\0'};
  EXPECT_EQ(reading("").found, Found{"empty"});
  EXPECT_EQ(reading(compound + std::string(600, '\0')).found, Found{"xls"});
  EXPECT_EQ(reading(compound + std::string(600, '\0') + wide).found, Found{"encrypted"});
  EXPECT_EQ(reading("\xEF\xBB\xBF\n<html><table>").found, Found{"markup"});
  EXPECT_EQ(reading("地区,2023年\n").found, Found{"no_zip"});
  EXPECT_EQ(reading(zipped({{"a.txt", "a"}})).found, Found{"other_zip"});
  EXPECT_EQ(
      reading(zipped({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<a/>"}})).found,
      Found{"ods"});
  EXPECT_EQ(
      reading(zipped({{"_rels/.rels", relations({{"officeDocument", "xl/workbook.bin"}})}, {"xl/workbook.bin", ""}}))
          .found,
      Found{"xlsb"});
}

TEST(WorkbookFiles, CutOffAnywhere) {
  const std::string bytes = zipped(kSmall.parts());
  ASSERT_EQ(reading(bytes).rows, (Rows{{"1"}}));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto got = reading(bytes.substr(0, length));
    EXPECT_TRUE(got.diagnostics.has_errors()) << length;
  }
  EXPECT_EQ(reading(bytes.substr(0, bytes.size() / 2)).found, Found{"damaged"});
}

TEST(WorkbookFiles, AnyFlippedBitIsReadOrReported) {
  const std::string bytes = zipped(kSmall.parts(), ZIP_CM_STORE);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    const auto got = reading(damaged);
    EXPECT_TRUE(got.diagnostics.has_errors() || got.rows == (Rows{{"1"}})) << i;
  }
  std::string wrong = bytes;
  wrong[wrong.find("<v>1</v>") + 3] = '2';
  EXPECT_EQ(reading(wrong).found, Found{"checksum Sheet1"});
}

TEST(WorkbookFiles, BombsStopWhileTheyAreUnpacked) {
  const std::string blanks(8U << 20, ' ');
  auto parts = kSmall.parts();
  parts[3].second += blanks;
  EXPECT_EQ(reading(zipped(parts)).found, Found{"ratio Sheet1"});
  const std::string stored = zipped(parts, ZIP_CM_STORE);
  EXPECT_EQ(reading(stored).rows, (Rows{{"1"}}));
  EXPECT_EQ(reading(stored, {.inflated_bytes = 4U << 20}).found, Found{"inflated Sheet1"});
  auto two = kSmall.with("xl/sharedStrings.xml", "<sst/>" + std::string(3U << 20, ' '));
  two[3].second += std::string(3U << 20, ' ');
  EXPECT_EQ(reading(zipped(two, ZIP_CM_STORE), {.inflated_bytes = 4U << 20}).found, Found{"inflated Sheet1"})
      << "each alone would fit";
}

TEST(WorkbookFiles, ReadingASheetAgainCountsOnce) {
  auto parts = kSmall.parts();
  parts[3].second += std::string(3U << 20, ' ');
  const std::string bytes = zipped(parts, ZIP_CM_STORE);
  auto workbook = Workbook::open(bytes, "t.xlsx", {.inflated_bytes = 4U << 20});
  ASSERT_TRUE(workbook.ok());
  EXPECT_TRUE(workbook.value->read(0).ok());
  EXPECT_TRUE(workbook.value->read(0).ok());
}

TEST(WorkbookFiles, PartsTwiceOrOverEachOther) {
  EXPECT_EQ(reading(zipped(kSmall.with("XL/Workbook.xml", "<workbook/>"))).found, Found{"part_twice"});
  // a second entry of the directory that points to the bytes of the first
  std::string bytes = zipped({{"a", std::string(100, 'a')}, {"b", std::string(100, 'b')}}, ZIP_CM_STORE);
  const std::size_t second = bytes.rfind("PK\x01\x02");
  bytes.replace(second + 42, 4, std::string(4, '\0'));
  EXPECT_EQ(reading(bytes).found, Found{"overlap"});
}

TEST(WorkbookFiles, NoDoctypeAnywhere) {
  const std::string laughs =
      "<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><worksheet><sheetData><row>"
      "<c t=\"inlineStr\"><is><t>&b;</t></is></c></row></sheetData></worksheet>";
  EXPECT_EQ(reading(zipped(kSmall.with("xl/worksheets/sheet1.xml", laughs))).found, Found{"doctype Sheet1"});
  for (const char* part : {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml"}) {
    EXPECT_EQ(reading(zipped(kSmall.with(part, "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>"))).found,
              Found{"doctype"})
        << part;
    EXPECT_EQ(reading(zipped(kSmall.with(part, "<!DOCTYPE x [<x/>"))).found, Found{"doctype"}) << part;
  }
}

TEST(WorkbookFiles, BrokenXmlNamesItsPart) {
  for (const auto& [xml, found] :
       {std::pair("", "xml"), {"<worksheet><sheetData>", "xml"}, {"<a></b>", "xml"}, {"<sst/>", "root"}}) {
    EXPECT_EQ(reading(zipped(kSmall.with("xl/worksheets/sheet1.xml", xml))).found,
              Found{std::string(found) + " Sheet1"})
        << xml;
  }
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<mc:AlternateContent><mc:Fallback>";
  EXPECT_EQ(reading(zipped(kSmall.with("xl/worksheets/sheet1.xml", deep), ZIP_CM_STORE)).found, Found{"xml Sheet1"});
  std::string closed = "<worksheet><sheetData>" + deep;
  for (int i = 0; i < 200'000; ++i) closed += "</mc:Fallback></mc:AlternateContent>";
  EXPECT_EQ(
      reading(zipped(kSmall.with("xl/worksheets/sheet1.xml", closed + "</sheetData></worksheet>"), ZIP_CM_STORE)).rows,
      Rows{});
}

TEST(WorkbookFiles, MissingPartsAndLinksOutOfTheFile) {
  auto parts = kSmall.parts();
  parts.erase(parts.begin() + 3);
  EXPECT_EQ(reading(zipped(parts)).found, Found{"part_missing Sheet1"});
  parts = kSmall.parts();
  parts.erase(parts.begin() + 1);
  EXPECT_EQ(reading(zipped(parts)).found, Found{"part_missing"});
  EXPECT_EQ(reading(zipped(kSmall.with("xl/_rels/workbook.xml.rels", relations({})))).found, Found{"no_sheet_part"});
  EXPECT_EQ(reading(zipped(kSmall.with("xl/workbook.xml", "<workbook/>"))).found, Found{"no_sheets"});
  EXPECT_EQ(reading(zipped(kSmall.with(
                        "xl/_rels/workbook.xml.rels",
                        relations({{"worksheet", "http://example.org/sheet1.xml"}}, " TargetMode=\"External\""))))
                .found,
            Found{"external_sheet"});
  EXPECT_EQ(reading(Book{.name = "a&#x202E;b"}).found, Found{"sheet_name"});
  parts = kSmall.parts();
  parts.erase(parts.begin());
  EXPECT_EQ(reading(zipped(parts)).rows, (Rows{{"1"}})) << "the usual place";
}

TEST(WorkbookFiles, EachLimitHolds) {
  const std::string two_rows =
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"4\"><c r=\"C4\" t=\"s\"><v>1</v></c></row>";
  const Book book{.rows = two_rows,
                  .after = "<mergeCells><mergeCell ref=\"A1:B1\"/><mergeCell ref=\"A2:B2\"/></mergeCells>",
                  .strings = "<si><t>ab</t></si><si><t>cd</t></si>"};
  const WorkbookLimits enough{
      .entries = 5, .strings = 2, .rows = 4, .columns = 3, .cells = 4, .text_bytes = 4, .merged = 2};
  EXPECT_EQ(reading(book, enough).rows, (Rows{{"ab"}, {"", "", "cd"}}));
  const auto with = [&](auto change) {
    WorkbookLimits limits = enough;
    change(limits);
    return reading(book, limits).found;
  };
  EXPECT_EQ(with([](auto& l) { l.entries = 4; }), Found{"entries"});
  EXPECT_EQ(with([](auto& l) { l.strings = 1; }), Found{"strings_limit"});
  EXPECT_EQ(with([](auto& l) { l.rows = 3; }), Found{"rows_limit Sheet1!A4"});
  EXPECT_EQ(with([](auto& l) { l.columns = 2; }), Found{"columns_limit Sheet1!C4"});
  EXPECT_EQ(with([](auto& l) { l.cells = 3; }), Found{"cells_limit Sheet1!A4"});
  EXPECT_EQ(with([](auto& l) { l.text_bytes = 3; }), Found{"text_limit Sheet1!A4"});
  EXPECT_EQ(with([](auto& l) { l.merged = 1; }), Found{"merged_limit Sheet1!A1"});
  EXPECT_EQ(with([](auto& l) { l.xml_bytes = 100; }), Found{"tree"});
}

// One text of a megabyte that every cell shows is how a small file becomes a large table.
TEST(WorkbookFiles, SharedTextsCannotMultiply) {
  std::string rows;
  for (int i = 1; i <= 300; ++i) rows += "<row r=\"" + std::to_string(i) + "\"><c t=\"s\"><v>0</v></c></row>";
  const Book book{.rows = rows, .strings = "<si><t>" + std::string(1U << 20, 'x') + "</t></si>"};
  EXPECT_EQ(reading(zipped(book.parts(), ZIP_CM_STORE)).found, Found{"text_limit Sheet1!A257"});
}

// A file that is wrong everywhere must not become an endless list.
TEST(WorkbookFiles, AHundredProblemsAreEnough) {
  std::string rows;
  for (int i = 1; i <= 1000; ++i) rows += "<row r=\"" + std::to_string(i) + "\"><c><f>A1</f></c></row>";
  EXPECT_EQ(reading(Book{.rows = rows}).found.size(), 100U);
  EXPECT_EQ(reading(Book{.rows = rows + "<row r=\"1001\"><c t=\"e\"><v>#REF!</v></c></row>"}).found.size(), 101U)
      << "the error is not lost behind the warnings";
}

}  // namespace
}  // namespace tidu::data
