// SPDX-License-Identifier: Apache-2.0
#include "bench/csv.h"

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "data/file.h"
#include "data/sheet.h"

namespace tidu::bench {

void write_csv(const std::filesystem::path& file, std::size_t rows) {
  constexpr std::size_t kSeries = 8;
  std::string text = "region,year";
  for (std::size_t s = 0; s < kSeries; ++s) text += ",v" + std::to_string(s);
  text += '\n';
  char cell[64];
  for (std::size_t r = 0; r < rows; ++r) {
    text += std::to_string(110000 + 10000 * (r % 31)) + "," + std::to_string(2000 + r % 24);
    for (std::size_t s = 0; s < kSeries; ++s) {
      const double value = 1e5 * static_cast<double>((r * kSeries + s) * 2654435761U % 4294967296U) / 4294967296.0;
      std::snprintf(cell, sizeof cell, ",%.6f", value);
      text += cell;
    }
    text += '\n';
  }
  std::ofstream(file, std::ios::binary) << text;
}

double read_csv(const std::filesystem::path& file) {
  auto bytes = data::read_file(file, "bench.csv");
  const auto sheet = data::read_sheet(std::move(bytes->bytes), "bench.csv");
  double sum = 0;
  for (std::size_t r = 0; r < sheet.value->rows(); ++r) {
    for (std::size_t c = 0; c < sheet.value->columns(); ++c) sum += sheet.value->number(r, c).value;
  }
  return sum;
}

double read_csv_plainly(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  double sum = 0;
  while (std::getline(stream, line)) {
    std::istringstream fields(line);
    std::string field;
    while (std::getline(fields, field, ',')) sum += std::stod(field);
  }
  return sum;
}

}  // namespace tidu::bench
