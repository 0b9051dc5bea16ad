// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/residual_moran.h"

#include <vector>

#include "core/base/linalg.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/space/association_input.h"
#include "core/measure/space/pairs.h"

namespace tidu::measure {
namespace {

using Matrix = Array<double, Row, Column>;

// U X with U = (W + W')/2.
Matrix symmetric_lag(const Pairs& pairs, View<const double, Row, Column> x) {
  Matrix out({x.extent<Row>(), x.extent<Column>()});
  for (std::size_t i = 0; i + 1 < pairs.start.size(); ++i) {
    for (std::size_t p = pairs.start[i]; p < pairs.start[i + 1]; ++p) {
      const std::size_t j = pairs.second[p];
      for (std::size_t k = 0; k < x.extent<Column>(); ++k) {
        out(i, k) += pairs.both[p] / 2 * x(j, k);
        out(j, k) += pairs.both[p] / 2 * x(i, k);
      }
    }
  }
  return out;
}

// A'B.
Matrix product(View<const double, Row, Column> a, View<const double, Row, Column> b) {
  Matrix out({a.extent<Column>(), b.extent<Column>()});
  for (std::size_t i = 0; i < a.extent<Row>(); ++i) {
    for (std::size_t k = 0; k < a.extent<Column>(); ++k) {
      for (std::size_t l = 0; l < b.extent<Column>(); ++l) out(k, l) += a(i, k) * b(i, l);
    }
  }
  return out;
}

double trace(const Matrix& a) {
  double total = 0;
  for (std::size_t k = 0; k < a.extent<Row>(); ++k) total += a(k, k);
  return total;
}

}  // namespace

Result<ResidualMoran> residual_moran(std::span<const double> y, View<const double, Row, Column> x,
                                     const SpatialWeights& w) {
  if (y.size() != w.regions() || x.extent<Row>() != w.regions()) {
    return refuse(ErrorCode::shape, "measure.association.shape", "measure.association.shape.hint",
                  y.size() != w.regions() ? y.size() : x.extent<Row>(), w.regions());
  }
  const auto fit = linalg::least_squares(x, y);
  if (!fit) return tl::unexpected(fit.error());
  const std::size_t k = x.extent<Column>();
  std::vector<double> e(y.begin(), y.end());
  for (std::size_t i = 0; i < e.size(); ++i) {
    for (std::size_t c = 0; c < k; ++c) e[i] -= x(i, c) * fit->coefficients[c];
  }
  const double squares = dot(e, e);
  constexpr double kRounding = 1e-24;  // (1e-12)^2: residuals that rounding alone makes
  if (y.size() < k + 2 || !(squares > kRounding * dot(y, y))) {
    return refuse(ErrorCode::domain, "measure.residual.perfect_fit", "measure.residual.perfect_fit.hint");
  }
  const Pairs pairs = pairs_of(w);
  const auto n = static_cast<double>(w.effective_regions());
  const double degrees = n - static_cast<double>(k);
  const Matrix ux = symmetric_lag(pairs, x);
  const Matrix a = product(fit->covariance, product(x, ux));
  const double trace_a = trace(a);
  Matrix transposed({k, k});
  for (std::size_t r = 0; r < k; ++r) {
    for (std::size_t c = 0; c < k; ++c) transposed(r, c) = a(c, r);
  }
  const double trace_aa = trace(product(transposed, a));
  const double trace_b = trace(product(fit->covariance, product(ux, ux)));
  const double scale = n / w.s0();
  ResidualMoran out{.moran = scale * cross_product(pairs, e) / squares, .expected = -scale * trace_a / degrees};
  out.variance = scale * scale / (degrees * (degrees + 2)) *
                 (w.s1() + 2 * trace_aa - 4 * trace_b - 2 * trace_a * trace_a / degrees);
  out.z = standardised(out.moran, out.expected, out.variance);
  return out;
}

}  // namespace tidu::measure
