// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <zip.h>

#include <map>
#include <string>
#include <vector>

#include "data/workbook.h"

/// Workbooks that tests write part by part, so that each oddity of a writer can be shown.
namespace tidu::data::testing {

using Parts = std::vector<std::pair<std::string, std::string>>;

/// A zip archive with the given files, in memory.
inline std::string zipped(const Parts& parts, int method = ZIP_CM_DEFLATE) {
  zip_error_t error;
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(target);
  zip_t* archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error);
  for (const auto& [name, content] : parts) {
    zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
    const auto index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), method, 9);
    zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), 946684800, 0);
  }
  EXPECT_EQ(zip_close(archive), 0);
  zip_stat_t about;
  zip_source_stat(target, &about);
  std::string bytes(about.size, '\0');
  zip_source_open(target);
  EXPECT_EQ(zip_source_read(target, bytes.data(), bytes.size()), static_cast<zip_int64_t>(bytes.size()));
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

constexpr const char* kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr const char* kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

inline std::string relations(const Parts& type_and_target, const std::string& attributes = {}) {
  std::string xml = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  int id = 0;
  for (const auto& [type, target] : type_and_target) {
    xml += "<Relationship Id=\"rId" + std::to_string(++id) + "\" Type=\"" + kOffice + "/" + type + "\" Target=\"" +
           target + "\"" + attributes + "/>";
  }
  return xml + "</Relationships>";
}

/// What a workbook of one sheet is made of; the parts that a test does not set are as plain as can be.
struct Book {
  std::string rows;      ///< inside <sheetData>
  std::string after;     ///< behind it: <mergeCells>
  std::string strings;   ///< <si>...</si>
  std::string formats;   ///< inside <styleSheet>
  std::string settings;  ///< <workbookPr .../>
  std::string name = "Sheet1";

  Parts parts() const {
    Parts all{
        {"_rels/.rels", relations({{"officeDocument", "xl/workbook.xml"}})},
        {"xl/_rels/workbook.xml.rels", relations({{"worksheet", "worksheets/sheet1.xml"},
                                                  {"sharedStrings", "sharedStrings.xml"},
                                                  {"styles", "styles.xml"}})},
        {"xl/workbook.xml", std::string("<workbook xmlns=\"") + kMain + "\" xmlns:r=\"" + kOffice + "\">" + settings +
                                "<sheets><sheet name=\"" + name +
                                "\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"},
        {"xl/worksheets/sheet1.xml", std::string("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet xmlns=\"") +
                                         kMain + "\"><sheetData>" + rows + "</sheetData>" + after + "</worksheet>"}};
    if (!strings.empty())
      all.emplace_back("xl/sharedStrings.xml", std::string("<sst xmlns=\"") + kMain + "\">" + strings + "</sst>");
    if (!formats.empty())
      all.emplace_back("xl/styles.xml",
                       std::string("<styleSheet xmlns=\"") + kMain + "\">" + formats + "</styleSheet>");
    return all;
  }

  /// With one part in place of another, or beside the others.
  Parts with(const std::string& part, const std::string& content) const {
    Parts all = parts();
    for (auto& [name_of_part, old] : all) {
      if (name_of_part != part) continue;
      old = content;
      return all;
    }
    all.emplace_back(part, content);
    return all;
  }
};

using Rows = std::vector<std::vector<std::string>>;
using Found = std::vector<std::string>;

inline Rows rows_of(const Grid& grid) {
  Rows rows;
  for (std::size_t r = 0; r < grid.rows(); ++r) {
    rows.emplace_back();
    for (std::size_t c = 0; c < grid.columns(r); ++c) rows.back().emplace_back(grid.at(r, c));
  }
  return rows;
}

/// What a file reads as, with "key place" of each finding.
struct Reading {
  Rows rows;
  Found found;
  std::vector<MergedCells> merged;
  Diagnostics diagnostics;

  void note(const Diagnostics& findings) {
    diagnostics.append(findings);
    for (const auto& item : findings.items()) {
      constexpr std::string_view kPrefix = "data.workbook.";
      EXPECT_EQ(item.where.file, "t.xlsx");
      EXPECT_TRUE(item.error.message.key.starts_with(kPrefix));
      EXPECT_FALSE(item.error.hint.empty());
      const std::string key(item.error.message.key.substr(kPrefix.size()));
      found.push_back(item.where.cell.empty() ? key : key + " " + item.where.cell);
    }
  }
};

inline Reading reading(const std::string& bytes, const WorkbookLimits& limits = {}) {
  Reading result;
  auto workbook = Workbook::open(bytes, "t.xlsx", limits);
  result.note(workbook.diagnostics);
  if (!workbook.value) return result;
  const auto grid = workbook.value->read(0);
  result.note(grid.diagnostics);
  EXPECT_NE(grid.value.has_value(), grid.diagnostics.has_errors());
  if (!grid.value) return result;
  result.rows = rows_of(*grid.value);
  result.merged = grid.value->merged();
  return result;
}

inline Reading reading(const Book& book, const WorkbookLimits& limits = {}) {
  return reading(zipped(book.parts()), limits);
}

}  // namespace tidu::data::testing
