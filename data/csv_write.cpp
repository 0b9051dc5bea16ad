// SPDX-License-Identifier: Apache-2.0
#include "data/csv_write.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/escape.h"

namespace tidu::data {

std::string to_csv(const Table& table, bool excel) {
  std::string out(excel ? "\xEF\xBB\xBF" : "");
  for (const Column& column : table.columns) {
    if (&column != &table.columns.front()) out += ',';
    out += escape::csv_field(column.key, excel);
  }
  out += '\n';
  for (std::size_t r = 0; r < table.rows(); ++r) {
    for (const Column& column : table.columns) {
      if (&column != &table.columns.front()) out += ',';
      if (column.type == ColumnType::label) {
        out += escape::csv_field(column.texts[r], excel);
      } else if (!std::isnan(column.numbers[r])) {
        fmt::format_to(std::back_inserter(out), "{}", column.numbers[r]);
      }
    }
    out += '\n';
  }
  return out;
}

}  // namespace tidu::data
