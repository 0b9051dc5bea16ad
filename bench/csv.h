// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>

namespace tidu::bench {

/// Writes a wide table: region, year and eight series of `rows` rows, numbers with six decimals.
void write_csv(const std::filesystem::path& file, std::size_t rows);

/// Reads it as Tidu does: into memory, hashed, checked for its encoding, cut into cells, every number parsed. Returns
/// their sum.
double read_csv(const std::filesystem::path& file);

/// Reads it as a textbook does: a line at a time, std::stod a field; nothing is hashed, checked or located.
double read_csv_plainly(const std::filesystem::path& file);

}  // namespace tidu::bench
