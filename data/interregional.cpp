// SPDX-License-Identifier: Apache-2.0
#include "data/interregional.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "core/base/suggest.h"
#include "data/cell_values.h"

namespace tidu::data {
namespace {

constexpr std::string_view kExport = "export";

void report(const Sheet& sheet, Place place, ErrorCode code, Text message, Text hint, Diagnostics& diagnostics) {
  diagnostics.add({code, std::move(message), std::move(hint)}, sheet.where(place.row, place.column));
}

// The study's region that a cell names. Other regions and totals are refused: a flow that is left out unbalances a
// table.
std::optional<std::size_t> own_region(const Sheet& sheet, Place place, const Regions& regions, const RegionNames& names,
                                      Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.items().size();
  const auto region = region_of(sheet, place, regions, names, diagnostics);
  if (!region && diagnostics.items().size() == before) {
    report(sheet, place, ErrorCode::unknown,
           text("data.interregional.outside", std::string(sheet.at(place.row, place.column))),
           text("data.interregional.outside.hint"), diagnostics);
  }
  return region;
}

std::optional<double> flow_of(const Sheet& sheet, Place place, std::string_view negative_hint,
                              Diagnostics& diagnostics) {
  if (sheet.number(place.row, place.column).kind == CellKind::missing) {
    report(sheet, place, ErrorCode::missing, text("data.interregional.missing"),
           text("data.interregional.missing.hint"), diagnostics);
    return std::nullopt;
  }
  const auto value = number_of(sheet, place, diagnostics);
  if (!value || *value >= 0) return value;
  report(sheet, place, ErrorCode::domain,
         text("data.interregional.negative", std::string(sheet.at(place.row, place.column))), text(negative_hint),
         diagnostics);
  return std::nullopt;
}

/// A flow that was read: which one, and in which row.
struct Seen {
  std::uint64_t flow = 0;
  std::size_t row = 0;
};

// Reports every flow that stands a second time, in the order of the file.
void refuse_twice(const Sheet& sheet, std::size_t column, std::vector<Seen> seen, Diagnostics& diagnostics) {
  std::sort(seen.begin(), seen.end(),
            [](const Seen& a, const Seen& b) { return std::pair(a.flow, a.row) < std::pair(b.flow, b.row); });
  for (std::size_t k = 1; k < seen.size(); ++k) {
    if (seen[k].flow != seen[k - 1].flow) continue;
    report(sheet, {seen[k].row, column}, ErrorCode::duplicate, text("data.interregional.twice"),
           text("data.interregional.twice.hint"), diagnostics);
  }
}

class FlowReader {
 public:
  FlowReader(const Sheet& sheet, std::span<const std::string> sectors, const Regions& regions, const RegionNames& names)
      : sheet_(sheet), sectors_(sectors.begin(), sectors.end()), regions_(regions), names_(names) {
    uses_ = sectors_;
    uses_.insert(uses_.end(), kFinalUseNames.begin(), kFinalUseNames.end());
  }

  Outcome<InterregionalTable> read() {
    Outcome<InterregionalTable> outcome;
    Diagnostics& diagnostics = outcome.diagnostics;
    constexpr std::array<std::string_view, 5> kColumns{"origin", "sector", "destination", "use", "value"};
    bool all = true;
    for (std::size_t k = 0; k < kColumns.size(); ++k) {
      const auto column = require_column(sheet_, kColumns[k], diagnostics);
      all = all && column;
      columns_[k] = column.value_or(0);
    }
    if (!all) return outcome;
    const std::size_t world = regions_.rows.size() + 1;
    table_.trade.assign(sectors_.size() * world * world, 0);
    table_.use.assign(regions_.rows.size() * sectors_.size() * uses_.size(), 0);
    for (std::size_t row = 0; row < sheet_.rows(); ++row) read_row(row, diagnostics);
    refuse_twice(sheet_, columns_[4], std::move(seen_), diagnostics);
    diagnostics.sort();
    if (!diagnostics.has_errors()) outcome.value = std::move(table_);
    return outcome;
  }

 private:
  std::optional<std::size_t> place_of(Place place, Diagnostics& diagnostics) const {
    if (sheet_.at(place.row, place.column) == kAbroad) return regions_.rows.size();
    return own_region(sheet_, place, regions_, names_, diagnostics);
  }

  std::optional<std::size_t> word_of(Place place, const std::vector<std::string_view>& words, std::string_view key,
                                     std::string_view hint, Diagnostics& diagnostics) const {
    const std::string_view cell = sheet_.at(place.row, place.column);
    const auto found = std::find(words.begin(), words.end(), cell);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    const auto near = closest(cell, words);
    report(sheet_, place, ErrorCode::unknown, text(key, cell),
           near ? text("data.interregional.near", *near) : text(hint), diagnostics);
    return std::nullopt;
  }

  void read_row(std::size_t row, Diagnostics& diagnostics) {
    const auto origin = place_of({row, columns_[0]}, diagnostics);
    const auto sector = word_of({row, columns_[1]}, sectors_, "data.interregional.sector",
                                "data.interregional.sector.hint", diagnostics);
    const auto destination = place_of({row, columns_[2]}, diagnostics);
    const bool exported = sheet_.at(row, columns_[2]) == kAbroad && sheet_.at(row, columns_[3]) == kExport;
    const auto use = exported ? std::optional<std::size_t>(0)
                              : word_of({row, columns_[3]}, uses_, "data.interregional.use",
                                        "data.interregional.use.hint", diagnostics);
    const auto value = flow_of(sheet_, {row, columns_[4]}, "data.interregional.negative.hint", diagnostics);
    if (!origin || !sector || !destination || !use || !value) return;
    const std::size_t abroad = regions_.rows.size();
    if (*origin == abroad && *destination == abroad) {
      report(sheet_, {row, columns_[2]}, ErrorCode::domain, text("data.interregional.abroad"),
             text("data.interregional.abroad.hint"), diagnostics);
      return;
    }
    table_.trade[(*sector * (abroad + 1) + *destination) * (abroad + 1) + *origin] += *value;
    if (*destination != abroad) table_.use[(*destination * sectors_.size() + *sector) * uses_.size() + *use] += *value;
    seen_.push_back({((*sector * (abroad + 1) + *destination) * (abroad + 1) + *origin) * uses_.size() + *use, row});
  }

  const Sheet& sheet_;
  std::vector<std::string_view> sectors_;
  std::vector<std::string_view> uses_;
  const Regions& regions_;
  const RegionNames& names_;
  std::array<std::size_t, 5> columns_{};
  std::vector<Seen> seen_;
  InterregionalTable table_;
};

}  // namespace

Outcome<InterregionalTable> read_interregional(const Sheet& sheet, std::span<const std::string> sectors,
                                               const Regions& regions, const RegionNames& names) {
  return FlowReader(sheet, sectors, regions, names).read();
}

Outcome<std::vector<double>> read_migration(const Sheet& sheet, const Regions& regions, const RegionNames& names) {
  Outcome<std::vector<double>> outcome;
  Diagnostics& diagnostics = outcome.diagnostics;
  const auto from = require_column(sheet, "origin", diagnostics);
  const auto to = require_column(sheet, "destination", diagnostics);
  const auto persons = require_column(sheet, "persons", diagnostics);
  if (!from || !to || !persons) return outcome;
  const std::size_t n = regions.rows.size();
  std::vector<double> matrix(n * n, 0);
  std::vector<Seen> seen;
  for (std::size_t row = 0; row < sheet.rows(); ++row) {
    const auto origin = own_region(sheet, {row, *from}, regions, names, diagnostics);
    const auto destination = own_region(sheet, {row, *to}, regions, names, diagnostics);
    const auto value = flow_of(sheet, {row, *persons}, "data.interregional.moved.hint", diagnostics);
    if (!origin || !destination || !value) continue;
    matrix[*origin * n + *destination] = *value;
    seen.push_back({*origin * n + *destination, row});
  }
  refuse_twice(sheet, *persons, std::move(seen), diagnostics);
  diagnostics.sort();
  if (!diagnostics.has_errors()) outcome.value = std::move(matrix);
  return outcome;
}

}  // namespace tidu::data
