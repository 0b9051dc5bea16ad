// SPDX-License-Identifier: Apache-2.0
#include "bench/workbook.h"

#include <zip.h>

#include <cstdio>
#include <utility>
#include <vector>

#include "data/grid.h"
#include "data/workbook.h"

namespace tidu::bench {
namespace {

using Parts = std::vector<std::pair<const char*, std::string>>;

Parts parts_of(std::size_t rows, std::size_t columns) {
  const std::string type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  std::string sheet = "<worksheet><sheetData>";
  char cell[96];
  for (std::size_t r = 1; r <= rows; ++r) {
    sheet += "<row r=\"" + std::to_string(r) + "\">";
    for (std::size_t c = 0; c < columns; ++c) {
      const double value = 1.0 / static_cast<double>(r * columns + c);
      const auto letter = static_cast<char>('A' + c);
      if (c == 0) {
        std::snprintf(cell, sizeof cell, "<c r=\"%c%zu\" t=\"s\"><v>%zu</v></c>", letter, r, r % 31);
      } else {
        std::snprintf(cell, sizeof cell, "<c r=\"%c%zu\"><v>%.17g</v></c>", letter, r, value);
      }
      sheet += cell;
    }
    sheet += "</row>";
  }
  std::string strings = "<sst>";
  for (int i = 0; i < 31; ++i) strings += "<si><t>地区" + std::to_string(i) + "</t></si>";
  return {{"_rels/.rels", "<Relationships><Relationship Id=\"a\" Type=\"" + type +
                              "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
          {"xl/workbook.xml", "<workbook><sheets><sheet name=\"1\" r:id=\"a\"/></sheets></workbook>"},
          {"xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"a\" Type=\"" + type +
                                             "worksheet\" Target=\"sheet.xml\"/><Relationship Id=\"b\" Type=\"" + type +
                                             "sharedStrings\" Target=\"strings.xml\"/></Relationships>"},
          {"xl/sheet.xml", sheet + "</sheetData></worksheet>"},
          {"xl/strings.xml", strings + "</sst>"}};
}

}  // namespace

std::string workbook_bytes(std::size_t rows, std::size_t columns) {
  const Parts parts = parts_of(rows, columns);
  zip_error_t error;
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(target);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  for (const auto& [name, content] : parts)
    zip_file_add(archive, name, zip_source_buffer(archive, content.data(), content.size(), 0), 0);
  zip_close(archive);
  zip_stat_t about;
  zip_source_stat(target, &about);
  std::string bytes(about.size, '\0');
  zip_source_open(target);
  zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

double read_workbook(const std::string& bytes) {
  auto workbook = data::Workbook::open(bytes, "bench.xlsx");
  if (!workbook.value) return 0;
  const auto grid = workbook.value->read(0);
  if (!grid.value) return 0;
  double cells = 0;
  for (std::size_t r = 0; r < grid.value->rows(); ++r) cells += static_cast<double>(grid.value->columns(r));
  return cells;
}

}  // namespace tidu::bench
