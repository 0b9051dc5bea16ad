// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/agents/records.h"

#include "core/base/assert.h"

namespace tidu::simulate {
namespace {

using diffusion::CellShape;
using diffusion::kStages;
using diffusion::Stage;

constexpr std::size_t at(Stage stage) { return static_cast<std::size_t>(stage); }

YearRecord empty(const CellShape& shape) {
  const auto zeros = [](std::size_t n) { return std::vector<double>(n * kStages, 0.0); };
  return {0, zeros(shape.regions), zeros(shape.sectors), zeros(shape.sizes), zeros(shape.groups)};
}

void add(std::span<const double> from, std::size_t row, std::vector<double>& to) {
  for (std::size_t k = 0; k < kStages; ++k) to[row * kStages + k] += from[k];
}

}  // namespace

YearRecord record_of(const CellShape& shape, int year, std::span<const double> cells) {
  TIDU_ASSERT(cells.size() == shape.cells() * kStages);
  YearRecord record = empty(shape);
  record.year = year;
  for (std::size_t c = 0; c < shape.cells(); ++c) {
    const auto stages = cells.subspan(c * kStages, kStages);
    const std::size_t size = c / shape.groups;
    const std::size_t sector = size / shape.sizes;
    add(stages, sector / shape.sectors, record.regions);
    add(stages, sector % shape.sectors, record.sectors);
    add(stages, size % shape.sizes, record.sizes);
    add(stages, c % shape.groups, record.groups);
  }
  return record;
}

std::size_t words_of_year(const CellShape& shape) {
  return 1 + (shape.regions + shape.sectors + shape.sizes + shape.groups) * kStages;
}

std::vector<std::uint64_t> record_words(std::span<const YearRecord> records) {
  std::vector<std::uint64_t> words;
  for (const YearRecord& record : records) {
    words.push_back(static_cast<std::uint64_t>(record.year));
    for (const auto* part : {&record.regions, &record.sectors, &record.sizes, &record.groups}) {
      for (const double number : *part) words.push_back(static_cast<std::uint64_t>(number));
    }
  }
  return words;
}

std::vector<YearRecord> records_from(const CellShape& shape, std::span<const std::uint64_t> words) {
  TIDU_ASSERT(words.size() % words_of_year(shape) == 0);
  std::vector<YearRecord> records;
  auto word = words.begin();
  while (word != words.end()) {
    YearRecord record = empty(shape);
    record.year = static_cast<int>(*word++);
    for (auto* part : {&record.regions, &record.sectors, &record.sizes, &record.groups}) {
      for (double& number : *part) number = static_cast<double>(*word++);
    }
    records.push_back(std::move(record));
  }
  return records;
}

double users(std::span<const double> stages) { return stages[at(Stage::implementing)] + stages[at(Stage::confirmed)]; }

}  // namespace tidu::simulate
