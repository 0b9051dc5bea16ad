// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "data/results.h"

namespace tidu::app {

/// What a column is, without its values.
struct ColumnSpec {
  std::string_view key;
  data::ColumnType type = data::ColumnType::real;
  std::string_view unit = "1";
  int decimals = 3;
};

inline ColumnSpec label(std::string_view key) { return {.key = key, .type = data::ColumnType::label, .unit = ""}; }
inline ColumnSpec integer(std::string_view key, std::string_view unit = "1") {
  return {.key = key, .type = data::ColumnType::integer, .unit = unit, .decimals = 0};
}
inline ColumnSpec real(std::string_view key, std::string_view unit = "1", int decimals = 3) {
  return {.key = key, .unit = unit, .decimals = decimals};
}

/// Builds a table row by row; every column of numbers gets the origin given for the table, unless set apart with
/// `origin`.
class TableBuilder {
 public:
  using Cell = std::variant<double, std::string>;

  TableBuilder(std::string_view key, std::vector<ColumnSpec> columns, data::Origin origin);

  /// Makes the table one of a family: its key ends with "_" and the id of what it is about.
  TableBuilder& about(std::string_view subject);

  /// One value a column, in the order of the columns.
  void row(std::initializer_list<Cell> cells);

  /// Says that a column has an origin of its own.
  TableBuilder& origin(std::string_view column, data::Origin origin);

  data::Table take() && { return std::move(table_); }

 private:
  data::Table table_;
};

}  // namespace tidu::app
