// SPDX-License-Identifier: Apache-2.0
#include "app/cli/differences.h"

#include <fmt/format.h>

#include "app/cli/columns.h"
#include "app/cli/json_text.h"

namespace tidu::cli {
namespace {

std::string_view word_of(store::FileDifference::Kind kind) {
  constexpr std::string_view kWords[] = {"changed", "only_first", "only_second"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::string_view word_of(store::TableDifference::Kind kind) {
  constexpr std::string_view kWords[] = {"cells", "shape", "only_first", "only_second"};
  return kWords[static_cast<std::size_t>(kind)];
}

}  // namespace

std::string differences_text(const std::vector<store::FileDifference>& files,
                             const std::vector<store::TableDifference>& tables, study::Language language) {
  const auto& catalogue = study::Catalogue::instance();
  std::vector<std::vector<std::string>> rows;
  for (const auto& file : files)
    rows.push_back({file.name, catalogue.get("cli.diff." + std::string(word_of(file.kind)), language)});
  std::string out = in_columns(rows);
  rows.clear();
  for (const auto& table : tables) {
    if (table.kind != store::TableDifference::Kind::cells) {
      rows.push_back({table.table, catalogue.get("cli.diff." + std::string(word_of(table.kind)), language)});
      continue;
    }
    std::vector<std::string> row{table.table, catalogue.render(text("cli.diff.cells", table.cells), language)};
    if (table.relative > 0) {
      row.push_back(catalogue.render(text("cli.diff.largest", table.column, table.row, fmt::format("{}", table.first),
                                          fmt::format("{}", table.second), fmt::format("{:.2g}", table.relative)),
                                     language));
    }
    rows.push_back(std::move(row));
  }
  return out + in_columns(rows);
}

std::string to_json(const std::vector<store::FileDifference>& files) {
  JsonArray items;
  for (const auto& file : files)
    items.add_raw(JsonObject().add("name", file.name).add("difference", word_of(file.kind)).str());
  return items.str();
}

std::string to_json(const std::vector<store::TableDifference>& tables) {
  JsonArray items;
  for (const auto& table : tables) {
    JsonObject object;
    object.add("table", table.table).add("difference", word_of(table.kind)).add("cells", table.cells);
    if (table.relative > 0) {
      object.add("column", table.column).add("row", table.row).add("first", table.first).add("second", table.second);
      object.add("relative", table.relative);
    }
    items.add_raw(object.str());
  }
  return items.str();
}

}  // namespace tidu::cli
