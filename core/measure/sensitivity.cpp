// SPDX-License-Identifier: Apache-2.0
#include "core/measure/sensitivity.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/assert.h"
#include "core/base/draws.h"
#include "core/base/quantile.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

constexpr std::size_t kBlock = 64;  // rows, resamples

Result<void> check(View<const double, Row, Column> outputs, const SensitivityOptions& options) {
  if (outputs.extent<Row>() < 2 || outputs.extent<Column>() < 3) {
    return refuse(ErrorCode::shape, "measure.sensitivity.shape", "measure.sensitivity.shape.hint",
                  outputs.extent<Row>(), outputs.extent<Column>());
  }
  if (!(options.level > 0 && options.level < 1)) {
    return refuse(ErrorCode::domain, "measure.sensitivity.level", "measure.sensitivity.level.hint", options.level);
  }
  const std::size_t bad = first_not_finite({outputs.data(), outputs.size()});
  if (bad < outputs.size()) {
    return refuse(ErrorCode::domain, "measure.sensitivity.not_finite", "measure.sensitivity.not_finite.hint",
                  bad / outputs.extent<Column>() + 1, bad % outputs.extent<Column>() + 1);
  }
  return {};
}

// The sums that both estimators are made of, over any selection of rows.
struct Sums {
  explicit Sums(std::size_t factors) : first(factors), total(factors) {}

  void clear() {
    count = level = squares = 0;
    std::fill(first.begin(), first.end(), 0.0);
    std::fill(total.begin(), total.end(), 0.0);
  }
  // row: f(A), f(B), f(A_B^1), ..., all less their common mean
  void add(const double* row) {
    ++count;
    level += row[0] + row[1];
    squares += row[0] * row[0] + row[1] * row[1];
    for (std::size_t i = 0; i < first.size(); ++i) {
      const double difference = row[2 + i] - row[0];
      first[i] += row[1] * difference;
      total[i] += difference * difference;
    }
  }
  double variance() const {
    const double shift = level / (2 * count);
    return std::max(0.0, squares / (2 * count) - shift * shift);
  }
  double first_index(std::size_t i) const { return variance() > 0 ? first[i] / count / variance() : 0; }
  double total_index(std::size_t i) const { return variance() > 0 ? total[i] / (2 * count) / variance() : 0; }

  double count = 0;
  double level = 0;
  double squares = 0;
  std::vector<double> first;
  std::vector<double> total;
};

// Each resample's indices: first of all factors, then total.
Array<double, Draw, Column> resampled(const Array<double, Row, Column>& centred, const SensitivityOptions& options,
                                      Executor& executor) {
  const std::size_t rows = centred.extent<Row>();
  const std::size_t columns = centred.extent<Column>();
  const std::size_t factors = columns - 2;
  const Rng rng(options.seed);
  Array<double, Draw, Column> out({options.resamples, 2 * factors});
  executor.for_blocks((options.resamples + kBlock - 1) / kBlock, [&](std::size_t block) {
    Sums sums(factors);
    for (std::size_t b = block * kBlock; b < std::min(options.resamples, (block + 1) * kBlock); ++b) {
      if (executor.cancelled()) return;
      sums.clear();
      for (std::size_t k = 0; k < rows; ++k) {
        const std::uint64_t row = uniform_below(
            rng, {.entity = k, .step = static_cast<std::uint32_t>(b), .purpose = Purpose::resampled_index}, rows);
        sums.add(centred.values().data() + static_cast<std::size_t>(row) * columns);
      }
      for (std::size_t i = 0; i < factors; ++i) {
        out(b, i) = sums.first_index(i);
        out(b, factors + i) = sums.total_index(i);
      }
    }
  });
  return out;
}

void add_intervals(const Array<double, Draw, Column>& resamples, double level, std::span<FactorSensitivity> factors) {
  const std::size_t n = resamples.extent<Draw>();
  std::vector<double> sorted(n);
  const auto interval = [&](std::size_t column, double& low, double& high) {
    for (std::size_t b = 0; b < n; ++b) sorted[b] = resamples(b, column);
    std::sort(sorted.begin(), sorted.end());
    low = sorted_quantile(sorted, (1 - level) / 2);
    high = sorted_quantile(sorted, (1 + level) / 2);
  };
  for (std::size_t i = 0; i < factors.size(); ++i) {
    interval(i, factors[i].first_low, factors[i].first_high);
    interval(factors.size() + i, factors[i].total_low, factors[i].total_high);
  }
}

/// Standard error of a ratio of means of x over v, K rows.
double ratio_error(View<const double, Row, Column> centred, double variance, double index,
                   FunctionRef<double(const double*)> x) {
  const auto rows = static_cast<double>(centred.extent<Row>());
  double squares = 0;
  for (std::size_t k = 0; k < centred.extent<Row>(); ++k) {
    const double* row = centred.data() + k * centred.extent<Column>();
    const double off = x(row) - index * (row[0] * row[0] + row[1] * row[1]) / 2;
    squares += off * off;
  }
  return std::sqrt(squares / rows / (rows - 1)) / variance;
}

void add_errors(View<const double, Row, Column> centred, double variance, std::span<FactorSensitivity> factors) {
  if (!(variance > 0)) return;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    factors[i].first_error = ratio_error(centred, variance, factors[i].first,
                                         [i](const double* row) { return row[1] * (row[2 + i] - row[0]); });
    factors[i].total_error = ratio_error(centred, variance, factors[i].total, [i](const double* row) {
      return (row[2 + i] - row[0]) * (row[2 + i] - row[0]) / 2;
    });
  }
}

}  // namespace

SaltelliDesign::SaltelliDesign(std::size_t factors) : sequence_(2 * factors) {}

void SaltelliDesign::point(std::size_t k, std::size_t block, std::span<double> u) const {
  TIDU_ASSERT(block < blocks() && u.size() == factors());
  std::array<double, kSobolDimensions> both{};
  sequence_.point(k, std::span(both).first(2 * factors()));
  const std::span<const double> a(both.data(), factors());
  const std::span<const double> b(both.data() + factors(), factors());
  std::copy_n((block == 1 ? b : a).begin(), factors(), u.begin());
  if (block >= 2) u[block - 2] = b[block - 2];
}

Result<Sensitivity> sensitivity_of_outputs(View<const double, Row, Column> outputs, const SensitivityOptions& options,
                                           Executor& executor) {
  if (auto checked = check(outputs, options); !checked) return tl::unexpected(checked.error());
  const std::size_t rows = outputs.extent<Row>();
  const std::size_t columns = outputs.extent<Column>();
  std::vector<double> both;
  for (std::size_t k = 0; k < rows; ++k) both.insert(both.end(), {outputs(k, 0), outputs(k, 1)});
  Sensitivity out;
  out.mean = mean(both);
  out.evaluations = outputs.size();
  Array<double, Row, Column> centred({rows, columns});
  // a constant function may have a mean that differs from it by rounding
  const bool varies = !is_constant({outputs.data(), outputs.size()});
  Sums sums(columns - 2);
  for (std::size_t k = 0; k < rows; ++k) {
    for (std::size_t c = 0; c < columns; ++c) centred(k, c) = varies ? outputs(k, c) - out.mean : 0;
    sums.add(centred.values().data() + k * columns);
  }
  out.variance = sums.variance();
  for (std::size_t i = 0; i + 2 < columns; ++i) {
    const double first = sums.first_index(i);
    const double total = sums.total_index(i);
    out.factors.push_back({first, first, first, total, total, total});
    out.first_sum += first;
  }
  add_errors(centred.view(), out.variance, out.factors);
  if (options.resamples > 0) {
    const auto resamples = resampled(centred, options, executor);
    if (executor.cancelled()) {
      return refuse(ErrorCode::cancelled, "measure.sensitivity.cancelled", "measure.sensitivity.cancelled.hint");
    }
    add_intervals(resamples, options.level, out.factors);
  }
  return out;
}

Result<Sensitivity> sobol_indices(std::size_t factors, FunctionRef<double(std::span<const double>)> f,
                                  const SensitivityOptions& options, Executor& executor) {
  if (factors < 1 || factors > SaltelliDesign::most_factors()) {
    return refuse(ErrorCode::domain, "measure.sensitivity.factors", "measure.sensitivity.factors.hint", factors,
                  SaltelliDesign::most_factors());
  }
  if (options.samples < 2 || options.samples > kMaximumSamples) {
    return refuse(ErrorCode::domain, "measure.sensitivity.samples", "measure.sensitivity.samples.hint", options.samples,
                  kMaximumSamples);
  }
  const SaltelliDesign design(factors);
  Array<double, Row, Column> outputs({options.samples, design.blocks()});
  executor.for_blocks((options.samples + kBlock - 1) / kBlock, [&](std::size_t block) {
    std::vector<double> u(factors);
    for (std::size_t k = block * kBlock; k < std::min(options.samples, (block + 1) * kBlock); ++k) {
      if (executor.cancelled()) return;
      for (std::size_t c = 0; c < design.blocks(); ++c) {
        design.point(k, c, u);
        outputs(k, c) = f(u);
      }
    }
  });
  if (executor.cancelled()) {
    return refuse(ErrorCode::cancelled, "measure.sensitivity.cancelled", "measure.sensitivity.cancelled.hint");
  }
  return sensitivity_of_outputs(outputs, options, executor);
}

}  // namespace tidu::measure
