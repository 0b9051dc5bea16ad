// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "data/results.h"
#include "store/manifest.h"

namespace tidu::store {

/// How two files of the same name differ.
struct FileDifference {
  std::string name;
  enum class Kind { changed, only_first, only_second } kind = Kind::changed;
};

/// Files of two runs whose hashes differ or that one of them lacks, by name. Both lists are in order of name.
std::vector<FileDifference> compare_files(const std::vector<FileRecord>& first, const std::vector<FileRecord>& second);

/// How a table differs between two results.
struct TableDifference {
  std::string table;
  enum class Kind { cells, shape, only_first, only_second } kind = Kind::cells;
  std::size_t cells = 0;  ///< that differ (numbers by their bits, but for the kind of NaN)
  std::string column;     ///< of the number with the largest relative difference
  std::size_t row = 0;    ///< from 1
  double first = 0;
  double second = 0;
  double relative = 0;  ///< |second - first| / max(|first|, |second|), in [0, 2]; 0: only texts differ
};

/// Tables that differ, in the order of the first results, then those that the second alone has.
std::vector<TableDifference> compare_tables(const data::ResultSet& first, const data::ResultSet& second);

}  // namespace tidu::store
