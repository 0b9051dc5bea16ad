// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/association.h"

#include <algorithm>
#include <cmath>

#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/space/association_input.h"
#include "core/measure/space/pairs.h"

namespace tidu::measure {
namespace {

using Columns = std::span<const std::vector<double>>;
using Statistic = FunctionRef<double(std::size_t, Columns)>;

// Permuted values within this share of the statistic's size differ by rounding alone.
constexpr double kEqual = 1e-12;

std::vector<double> column(View<const double, Region, Year> x, std::size_t year) {
  std::vector<double> out(x.extent<Region>());
  for (std::size_t r = 0; r < out.size(); ++r) out[r] = x(r, year);
  return out;
}

double adjusted_n(const SpatialWeights& w) { return static_cast<double>(w.effective_regions()); }

// Fills values, z and tests; expected and variance stand in `out`.
Result<std::vector<Association>> finish(std::vector<Association> out, Columns columns, Statistic statistic,
                                        const PermutationTest& test, Executor& executor) {
  std::vector<double> observed(out.size());
  std::vector<double> tolerance(out.size());
  for (std::size_t t = 0; t < out.size(); ++t) {
    Association& a = out[t];
    a.value = observed[t] = statistic(t, columns);
    tolerance[t] = kEqual * std::max(std::fabs(a.value), std::fabs(a.expected) + std::sqrt(std::max(0.0, a.variance)));
    a.z = standardised(a.value, a.expected, a.variance);
    a.z_normality = standardised(a.value, a.expected, a.variance_normality);
  }
  auto tests = permute({.columns = columns, .observed = observed, .tolerance = tolerance, .statistic = statistic}, test,
                       executor);
  if (!tests) return tl::unexpected(tests.error());
  for (std::size_t t = 0; t < out.size(); ++t) out[t].test = (*tests)[t];
  return out;
}

void add_geary_moments(const SpatialWeights& w, double b2, Association& out) {
  const double n = adjusted_n(w);
  const double s0 = w.s0() * w.s0();
  out.expected = 1;
  out.variance_normality = ((2 * w.s1() + w.s2()) * (n - 1) - 4 * s0) / (2 * (n + 1) * s0);
  const double first = (n - 1) * w.s1() * (n * n - 3 * n + 3 - (n - 1) * b2);
  const double second = (n - 1) * w.s2() * (n * n + 3 * n - 6 - (n * n - n + 2) * b2) / 4;
  const double third = s0 * (n * n - 3 - (n - 1) * (n - 1) * b2);
  out.variance = (first - second + third) / (n * (n - 2) * (n - 3) * s0);
}

struct PowerSums {
  double m1 = 0;
  double m2 = 0;
  double m3 = 0;
  double m4 = 0;
};

PowerSums power_sums(std::span<const double> x) {
  std::vector<double> squares(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) squares[i] = x[i] * x[i];
  return {sum(x), sum(squares), dot(squares, x), dot(squares, squares)};
}

void add_g_moments(const SpatialWeights& w, const PowerSums& m, Association& out) {
  const double n = adjusted_n(w);
  const double s0 = w.s0() * w.s0();
  const double s1 = w.s1();
  const double s2 = w.s2();
  out.expected = w.s0() / (n * (n - 1));
  const double b0 = (n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0;
  const double b1 = -((n * n - n) * s1 - 2 * n * s2 + 6 * s0);
  const double b2 = -(2 * n * s1 - (n + 3) * s2 + 6 * s0);
  const double b3 = 4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s0;
  const double b4 = s1 - s2 + s0;
  const double squares = m.m1 * m.m1;
  const double total = b0 * m.m2 * m.m2 + b1 * m.m4 + b2 * squares * m.m2 + b3 * m.m1 * m.m3 + b4 * squares * squares;
  const double pairs = squares - m.m2;  // sum of x_i x_j over i != j
  out.variance = total / (pairs * pairs * n * (n - 1) * (n - 2) * (n - 3)) - out.expected * out.expected;
}

Result<void> check_positive(View<const double, Region, Year> x) {
  for (std::size_t t = 0; t < x.extent<Year>(); ++t) {
    std::size_t positive = 0;
    for (std::size_t r = 0; r < x.extent<Region>(); ++r) {
      if (x(r, t) < 0) {
        return refuse(ErrorCode::domain, "measure.association.negative", "measure.association.negative.hint", r + 1,
                      t + 1, x(r, t));
      }
      if (x(r, t) > 0) ++positive;
    }
    if (positive < 2) {
      return refuse(ErrorCode::domain, "measure.association.one_positive", "measure.association.one_positive.hint",
                    t + 1);
    }
  }
  return {};
}

// Deviations of both tables of every year.
struct TwoTables {
  std::vector<Deviations> x;
  std::vector<Deviations> y;
  double spread(std::size_t t) const { return std::sqrt(x[t].squares) * std::sqrt(y[t].squares); }
};

Result<TwoTables> two_tables(View<const double, Region, Year> x, View<const double, Region, Year> y,
                             const SpatialWeights& w, const PermutationTest& test) {
  for (const auto& table : {x, y}) {
    if (auto ok = check_association(table, w, test); !ok) return tl::unexpected(ok.error());
  }
  if (x.extent<Year>() != y.extent<Year>()) {
    return refuse(ErrorCode::shape, "measure.association.years", "measure.association.years.hint", x.extent<Year>(),
                  y.extent<Year>());
  }
  TwoTables out;
  for (std::size_t t = 0; t < x.extent<Year>(); ++t) {
    for (const auto& [table, into] : {std::pair(x, &out.x), std::pair(y, &out.y)}) {
      auto year = deviations(table, t);
      if (!year) return tl::unexpected(year.error());
      into->push_back(std::move(*year));
    }
  }
  return out;
}

}  // namespace

Result<std::vector<Association>> geary_by_year(View<const double, Region, Year> x, const SpatialWeights& w,
                                               const PermutationTest& test, Executor& executor) {
  if (auto ok = check_association(x, w, test); !ok) return tl::unexpected(ok.error());
  const Pairs pairs = pairs_of(w);
  std::vector<Association> out(x.extent<Year>());
  std::vector<std::vector<double>> columns;
  std::vector<double> scale;
  for (std::size_t t = 0; t < out.size(); ++t) {
    auto year = deviations(x, t);
    if (!year) return tl::unexpected(year.error());
    scale.push_back((adjusted_n(w) - 1) / (2 * w.s0() * year->squares));
    add_geary_moments(w, year->kurtosis, out[t]);
    columns.push_back(std::move(year->z));
  }
  return finish(
      std::move(out), columns,
      [&](std::size_t t, Columns shuffled) { return scale[t] * squared_differences(pairs, shuffled[t]); }, test,
      executor);
}

Result<std::vector<Association>> global_g_by_year(View<const double, Region, Year> x, const SpatialWeights& w,
                                                  const PermutationTest& test, Executor& executor) {
  if (auto ok = check_association(x, w, test); !ok) return tl::unexpected(ok.error());
  if (auto ok = check_positive(x); !ok) return tl::unexpected(ok.error());
  const Pairs pairs = pairs_of(w);
  std::vector<Association> out(x.extent<Year>());
  std::vector<std::vector<double>> columns;
  std::vector<double> scale;
  for (std::size_t t = 0; t < out.size(); ++t) {
    if (const auto year = deviations(x, t); !year) return tl::unexpected(year.error());
    std::vector<double> values = column(x, t);
    scale_to_unit(values);
    // The statistic has no unit: values of mean 1 keep powers far from the limits of numbers.
    const double center = mean(values);
    for (double& value : values) value /= center;
    const PowerSums m = power_sums(values);
    scale.push_back(1 / (m.m1 * m.m1 - m.m2));
    add_g_moments(w, m, out[t]);
    columns.push_back(std::move(values));
  }
  return finish(
      std::move(out), columns,
      [&](std::size_t t, Columns shuffled) { return scale[t] * cross_product(pairs, shuffled[t]); }, test, executor);
}

Result<std::vector<Association>> bivariate_moran_by_year(View<const double, Region, Year> x,
                                                         View<const double, Region, Year> y, const SpatialWeights& w,
                                                         const PermutationTest& test, Executor& executor) {
  const auto tables = two_tables(x, y, w, test);
  if (!tables) return tl::unexpected(tables.error());
  const std::size_t n = w.regions();
  std::vector<Association> out(x.extent<Year>());
  std::vector<std::vector<double>> columns;
  std::vector<std::vector<double>> pulled;  // by year: what each y_j is multiplied by, sum_i w_ij dx_i with all scales
  for (std::size_t t = 0; t < out.size(); ++t) {
    const double scale = adjusted_n(w) / w.s0() / tables->spread(t);
    std::vector<double> pull(n, 0.0);
    for (const WeightEntry& e : w.entries()) pull[e.to] += e.weight * tables->x[t].z[e.from];
    for (double& value : pull) value *= scale;
    const double center = mean(pull);
    std::vector<double> centred(pull);
    for (double& value : centred) value -= center;
    out[t].variance = dot(centred, centred) * tables->y[t].squares / static_cast<double>(n - 1);
    columns.push_back(tables->y[t].z);
    pulled.push_back(std::move(pull));
  }
  return finish(
      std::move(out), columns, [&](std::size_t t, Columns shuffled) { return dot(pulled[t], shuffled[t]); }, test,
      executor);
}

Result<std::vector<Association>> lee_by_year(View<const double, Region, Year> x, View<const double, Region, Year> y,
                                             const SpatialWeights& w, const PermutationTest& test, Executor& executor) {
  const auto tables = two_tables(x, y, w, test);
  if (!tables) return tl::unexpected(tables.error());
  const auto n = static_cast<double>(w.regions());
  const auto rows = w.row_sums();
  const double row_squares = dot(rows, rows);
  double squares = 0;
  for (std::size_t i = 0; i < w.regions(); ++i) squares += dot(w.weights(i), w.weights(i));
  std::vector<Association> out(x.extent<Year>());
  std::vector<std::vector<double>> columns;
  for (std::size_t t = 0; t < out.size(); ++t) {
    const double r = dot(tables->x[t].z, tables->y[t].z) / tables->spread(t);
    out[t].expected = r / row_squares * (squares - (row_squares - squares) / (n - 1)) * adjusted_n(w) / n;
    columns.push_back(tables->x[t].z);
    columns.push_back(tables->y[t].z);
  }
  const auto statistic = [&](std::size_t t, Columns shuffled) {
    double total = 0;
    for (std::size_t i = 0; i < w.regions(); ++i) {
      double first = 0;
      double second = 0;
      for (std::size_t k = 0; k < w.neighbours(i).size(); ++k) {
        const std::size_t j = w.neighbours(i)[k];
        first += w.weights(i)[k] * shuffled[2 * t][j];
        second += w.weights(i)[k] * shuffled[2 * t + 1][j];
      }
      total += first * second;
    }
    return total * adjusted_n(w) / row_squares / tables->spread(t);
  };
  return finish(std::move(out), columns, statistic, test, executor);
}

}  // namespace tidu::measure
