// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "core/base/text.h"

namespace tidu::data {

/// What the numbers of a column can be traced to.
struct Origin {
  std::vector<std::string> sources;      ///< ids of ResultSet::sources ("gdp", "regions.area_1e4_km2")
  std::vector<std::string> formulas;     ///< ids of ResultSet::formulas ("theil_t")
  std::vector<std::string> assumptions;  ///< keys of ResultSet::assumptions ("diffusion.imitation")
  friend bool operator==(const Origin&, const Origin&) = default;
};

enum class ColumnType : std::uint8_t {
  label,    ///< texts: region codes, ids of scenarios, tiers, dates
  integer,  ///< whole numbers: years, ranks, counts (kept as double, exact below 2^53)
  real,     ///< numbers; NaN = no value
};

/// Names of ColumnType in files, in its order.
inline constexpr std::array<std::string_view, 3> kColumnTypeNames{"label", "integer", "real"};

/// A column of a result: its catalogue label is "column.<key>".
struct Column {
  std::string key;
  ColumnType type = ColumnType::real;
  std::string unit;  ///< "1", "percent", "1e8 CNY", ...; empty for labels
  int decimals = 3;  ///< digits after the point that are shown (files keep every digit)
  Origin origin;
  std::vector<double> numbers;     ///< for integer and real
  std::vector<std::string> texts;  ///< for label

  std::size_t size() const { return type == ColumnType::label ? texts.size() : numbers.size(); }
  friend bool operator==(const Column&, const Column&) = default;
};

/// A result: columns of equal length. Its title and remark are the catalogue's "table.<family>.title" and
/// "table.<family>.note". app/pipeline/tables.md lists every table with its columns.
struct Table {
  std::string key;
  std::string subject;  ///< id of a label, where the same table is made for several things: "ai" of "moran_ai"
  std::vector<Column> columns;

  /// The key without its subject: "moran".
  std::string_view family() const {
    const std::string_view all = key;
    return subject.empty() ? all : all.substr(0, all.size() - subject.size() - 1);
  }
  std::size_t rows() const { return columns.empty() ? 0 : columns.front().size(); }
  const Column* find(std::string_view column_key) const {
    for (const auto& column : columns) {
      if (column.key == column_key) return &column;
    }
    return nullptr;
  }
  friend bool operator==(const Table&, const Table&) = default;
};

/// A series that was read: who published it, what was there and what was filled in.
struct Source {
  std::string id;
  Name name;
  std::string unit;
  Name publisher;
  std::string file;  ///< as the study names it
  int first_year = 0;
  int last_year = 0;
  std::uint64_t cells = 0;    ///< cells of the study's regions and years that were used
  std::uint64_t missing = 0;  ///< of these, cells that the file lacks
  std::uint64_t imputed = 0;  ///< of the missing, cells that were filled as the study asked
  friend bool operator==(const Source&, const Source&) = default;
};

struct Assumption {
  std::string key;  ///< option key; label "option.<key>.label"
  double value = 0;
  double low = 0;  ///< low == high: fixed
  double high = 0;
  std::string unit;
  std::string source;  ///< citation or "assumption"
  friend bool operator==(const Assumption&, const Assumption&) = default;
};

struct Formula {
  std::string id;
  std::string expression;
  std::string source;
  friend bool operator==(const Formula&, const Formula&) = default;
};

struct RegionInfo {
  std::string code;  ///< "110000"
  Name name;
  std::string group;    ///< macro-region: "east"
  int tile_column = 0;  ///< place on the tile map
  int tile_row = 0;
  friend bool operator==(const RegionInfo&, const RegionInfo&) = default;
};

/// The outline of a region on the outline map, or of land around the study.
struct RegionOutline {
  std::string code;
  std::string path;  ///< of SVG: M, L and Z with whole coordinates
  friend bool operator==(const RegionOutline&, const RegionOutline&) = default;
};

/// A named thing of the study that result labels refer to: indices, variables, scenarios, groups, tiers.
struct Label {
  std::string id;
  Name name;
  friend bool operator==(const Label&, const Label&) = default;
};

/// A sentence that the reader must see beside a table: a warning, or a statement of fact with its values.
struct Remark {
  std::string table;  ///< key of the table, or "study"
  std::string key;    ///< catalogue key
  std::vector<TextArg> args;
  friend bool operator==(const Remark&, const Remark&) = default;
};

/// Everything that a run found out: what report/, store/ and the shells read. Holds no clock, path, host or user.
struct ResultSet {
  std::string study_id;
  Name title;
  std::uint64_t seed = 0;
  std::string version;  ///< of Tidu
  std::vector<RegionInfo> regions;
  std::vector<RegionOutline> outlines;  ///< empty: the study has no outline map
  bool outline_first = false;           ///< the map that the report opens with: outlines, or one square a region
  std::vector<Label> labels;
  std::vector<Source> sources;
  std::vector<Formula> formulas;
  std::vector<Assumption> assumptions;
  std::vector<Table> tables;
  std::vector<Remark> remarks;

  const Table* find(std::string_view table_key) const {
    for (const auto& table : tables) {
      if (table.key == table_key) return &table;
    }
    return nullptr;
  }
  friend bool operator==(const ResultSet&, const ResultSet&) = default;
};

inline constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();

}  // namespace tidu::data
