// SPDX-License-Identifier: Apache-2.0
#include "core/measure/cross_table.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

Result<void> check(const Classification& classification) {
  for (std::size_t i = 0; i < classification.class_of.size(); ++i) {
    if (classification.class_of[i] >= classification.classes) {
      return refuse(ErrorCode::domain, "measure.cross_table.unknown", "measure.cross_table.unknown.hint", i + 1,
                    classification.class_of[i], classification.classes);
    }
  }
  return {};
}

double pairs(double n) { return n * (n - 1) / 2; }

double cramers_v(const CrossTable& table, std::span<const double> rows, std::span<const double> columns) {
  const auto used = [](std::span<const double> sums) {
    return std::count_if(sums.begin(), sums.end(), [](double n) { return n > 0; });
  };
  const auto degrees = std::min(used(rows), used(columns)) - 1;
  if (degrees < 1) return 0;
  double ratios = 0;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const auto n = static_cast<double>(table.counts(r, c));
      if (n > 0) ratios += n / rows[r] * (n / columns[c]);
    }
  }
  return std::sqrt(std::clamp((ratios - 1) / static_cast<double>(degrees), 0.0, 1.0));
}

double adjusted_rand(const CrossTable& table, std::span<const double> rows, std::span<const double> columns, double n) {
  double together = 0;
  double in_first = 0;
  double in_second = 0;
  for (const std::size_t count : table.counts.values()) together += pairs(static_cast<double>(count));
  for (const double count : rows) in_first += pairs(count);
  for (const double count : columns) in_second += pairs(count);
  if (n < 2) return 1;
  const double expected = in_first * in_second / pairs(n);
  const double most = (in_first + in_second) / 2;
  return most == expected ? 1 : (together - expected) / (most - expected);
}

}  // namespace

Result<CrossTable> cross_table(const Classification& first, const Classification& second) {
  const std::size_t n = first.class_of.size();
  if (n == 0 || second.class_of.size() != n) {
    return refuse(ErrorCode::shape, "measure.cross_table.shape", "measure.cross_table.shape.hint", n,
                  second.class_of.size());
  }
  if (auto checked = check(first); !checked) return tl::unexpected(checked.error());
  if (auto checked = check(second); !checked) return tl::unexpected(checked.error());
  CrossTable out{.counts = Array<std::size_t, Row, Column>({first.classes, second.classes})};
  std::vector<double> rows(first.classes);
  std::vector<double> columns(second.classes);
  for (std::size_t i = 0; i < n; ++i) {
    ++out.counts(first.class_of[i], second.class_of[i]);
    ++rows[first.class_of[i]];
    ++columns[second.class_of[i]];
  }
  out.cramers_v = cramers_v(out, rows, columns);
  out.adjusted_rand = adjusted_rand(out, rows, columns, static_cast<double>(n));
  return out;
}

}  // namespace tidu::measure
