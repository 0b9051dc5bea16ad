// SPDX-License-Identifier: Apache-2.0
#include "store/compare.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

namespace tidu::store {
namespace {

bool same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (std::isnan(a) && std::isnan(b));
}

double relative(double a, double b) {
  const double larger = std::max(std::fabs(a), std::fabs(b));
  if (std::isnan(a) || std::isnan(b)) return 2;  // a value on one side alone
  return larger > 0 ? std::fabs(b - a) / larger : 0;
}

bool same_shape(const data::Table& a, const data::Table& b) {
  return a.rows() == b.rows() &&
         std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end(),
                    [](const auto& x, const auto& y) { return x.key == y.key && x.type == y.type; });
}

void compare_column(const data::Column& a, const data::Column& b, TableDifference& difference) {
  for (std::size_t r = 0; r < a.size(); ++r) {
    if (a.type == data::ColumnType::label) {
      difference.cells += a.texts[r] != b.texts[r] ? 1U : 0U;
      continue;
    }
    const double x = a.numbers[r];
    const double y = b.numbers[r];
    if (same(x, y)) continue;
    ++difference.cells;
    if (relative(x, y) <= difference.relative) continue;
    difference.relative = relative(x, y);
    difference.column = a.key;
    difference.row = r + 1;
    difference.first = x;
    difference.second = y;
  }
}

}  // namespace

std::vector<FileDifference> compare_files(const std::vector<FileRecord>& first, const std::vector<FileRecord>& second) {
  using Kind = FileDifference::Kind;
  std::map<std::string, Kind> names;  // what differs
  const auto hash_in = [](const std::vector<FileRecord>& files, const std::string& name) {
    const auto found = std::find_if(files.begin(), files.end(), [&name](const auto& f) { return f.name == name; });
    return found == files.end() ? std::string() : found->sha256;
  };
  for (const FileRecord& file : first) {
    const std::string other = hash_in(second, file.name);
    if (other != file.sha256) names.emplace(file.name, other.empty() ? Kind::only_first : Kind::changed);
  }
  for (const FileRecord& file : second) {
    if (hash_in(first, file.name).empty()) names.emplace(file.name, Kind::only_second);
  }
  std::vector<FileDifference> differences;
  for (const auto& [name, kind] : names) differences.push_back({name, kind});
  return differences;
}

std::vector<TableDifference> compare_tables(const data::ResultSet& first, const data::ResultSet& second) {
  using Kind = TableDifference::Kind;
  std::vector<TableDifference> differences;
  for (const data::Table& table : first.tables) {
    TableDifference difference{.table = table.key};
    const data::Table* other = second.find(table.key);
    if (other == nullptr) {
      difference.kind = Kind::only_first;
    } else if (!same_shape(table, *other)) {
      difference.kind = Kind::shape;
    } else {
      for (std::size_t c = 0; c < table.columns.size(); ++c)
        compare_column(table.columns[c], other->columns[c], difference);
      if (difference.cells == 0) continue;
    }
    differences.push_back(std::move(difference));
  }
  for (const data::Table& table : second.tables) {
    if (first.find(table.key) == nullptr) differences.push_back({.table = table.key, .kind = Kind::only_second});
  }
  return differences;
}

}  // namespace tidu::store
