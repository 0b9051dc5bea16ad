// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/diffusion/process/mixing.h"
#include "core/diffusion/process/process.h"

namespace tidu::simulate {

/// Numbers of agents (or expected numbers) by stage at the end of a year: of each region, sector, size and adopter
/// group. Row-major, stage last: regions[region * kStages + stage].
struct YearRecord {
  int year = 0;
  std::vector<double> regions;
  std::vector<double> sectors;
  std::vector<double> sizes;
  std::vector<double> groups;

  friend bool operator==(const YearRecord&, const YearRecord&) = default;
};

/// Sums cells into a record.
/// cells  numbers by cell and stage, cells x kStages, in the shape's order. Integers stay exact up to 2^53.
YearRecord record_of(const diffusion::CellShape& shape, int year, std::span<const double> cells);

/// Records of whole numbers as words, for a checkpoint, and back.
std::vector<std::uint64_t> record_words(std::span<const YearRecord> records);
/// Words that record_words takes for each year.
std::size_t words_of_year(const diffusion::CellShape& shape);
/// words  a multiple of words_of_year
std::vector<YearRecord> records_from(const diffusion::CellShape& shape, std::span<const std::uint64_t> words);

/// Who uses it: implementing or confirmed.   stages  kStages numbers
double users(std::span<const double> stages);

}  // namespace tidu::simulate
