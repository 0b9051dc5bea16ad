// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/pca.h"

#include <algorithm>
#include <cmath>

#include "core/base/distributions.h"
#include "core/base/linalg.h"
#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/correlation.h"

namespace tidu::measure {
namespace {

// Eigenvalues below this share of the largest are 0 up to rounding.
constexpr double kSingular = 1e-12;
constexpr double kCancelled = 1e-10;  // a sum of weights below this share of their sizes is rounding
constexpr int kMostRotations = 1000;
constexpr double kSettled = 1e-12;  // sine of an angle not worth turning

using Matrix = Array<double, Row, Column>;

Result<Matrix> correlations(View<const double, Indicator, Row> z, std::span<const std::size_t> indicators) {
  const std::size_t m = indicators.size();
  const std::size_t rows = z.extent<Row>();
  Matrix r({m, m}, 1.0);
  for (std::size_t a = 0; a < m; ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      const auto value = pearson({z.data() + indicators[a] * rows, rows}, {z.data() + indicators[b] * rows, rows});
      if (!value) return tl::unexpected(value.error());
      r(a, b) = r(b, a) = *value;
    }
  }
  return r;
}

std::size_t kept(std::span<const double> eigenvalues, const WeightRule& rule) {
  if (rule.components == PcaComponents::eigenvalue_above_1) {
    const auto above = std::count_if(eigenvalues.begin(), eigenvalues.end(), [](double value) { return value > 1; });
    return std::max<std::size_t>(1, static_cast<std::size_t>(above));
  }
  const double wanted = rule.pca_share * sum(eigenvalues) * (1 - kSingular);
  double reached = 0;
  std::size_t q = 0;
  while (q < eigenvalues.size() && reached < wanted) reached += eigenvalues[q++];
  return q;
}

// Kaiser, Meyer and Olkin: correlations against partial correlations -p_ij/sqrt(p_ii p_jj), P = R^-1.
void add_diagnostics(const Matrix& r, std::size_t rows, PrincipalComponents& out) {
  const std::size_t m = out.eigenvalues.size();
  if (m < 2 || !(out.eigenvalues.back() > kSingular * out.eigenvalues.front())) return;
  Matrix inverse({m, m}, 0.0);
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < m; ++j) {
      for (std::size_t k = 0; k < m; ++k) inverse(i, j) += out.vectors(i, k) * out.vectors(j, k) / out.eigenvalues[k];
    }
  }
  double all = 0;
  double all_partial = 0;
  for (std::size_t i = 0; i < m; ++i) {
    double own = 0;
    double own_partial = 0;
    for (std::size_t j = 0; j < m; ++j) {
      if (i == j) continue;
      own += r(i, j) * r(i, j);
      own_partial += inverse(i, j) * inverse(i, j) / (inverse(i, i) * inverse(j, j));
    }
    all += own;
    all_partial += own_partial;
    out.kmo_of_indicator.push_back(own + own_partial > 0 ? own / (own + own_partial) : 0);
  }
  out.kmo = all + all_partial > 0 ? all / (all + all_partial) : 0;
  double log_determinant = 0;
  for (const double value : out.eigenvalues) log_determinant += math::log(value);
  const auto n = static_cast<double>(rows);
  const auto k = static_cast<double>(m);
  const double chi_squared = -(n - 1 - (2 * k + 5) / 6) * log_determinant;
  const double degrees = k * (k - 1) / 2;
  // With few rows the factor can fall below 0: the approximation has no meaning there.
  if (!(chi_squared >= 0) || rows <= m) return;
  out.bartlett =
      Sphericity{.chi_squared = chi_squared, .degrees = degrees, .p = math::chi_square_upper(chi_squared, degrees)};
}

// Turns two columns to the angle phi with tan 4 phi = (D - 2 A B/m)/(C - (A^2 - B^2)/m), u = x^2 - y^2, v = 2 x y, A =
// sum u, B = sum v, C = sum (u^2 - v^2), D = 2 sum u v. False when they are there already.
bool turn_plane(Matrix& loadings, std::size_t first, std::size_t second) {
  const std::size_t m = loadings.extent<Row>();
  double a = 0;
  double b = 0;
  double c = 0;
  double d = 0;
  for (std::size_t j = 0; j < m; ++j) {
    const double x = loadings(j, first);
    const double y = loadings(j, second);
    const double u = x * x - y * y;
    const double v = 2 * x * y;
    a += u;
    b += v;
    c += u * u - v * v;
    d += 2 * u * v;
  }
  const double opposite = d - 2 * a * b / static_cast<double>(m);
  const double adjacent = c - (a * a - b * b) / static_cast<double>(m);
  const double length = std::sqrt(opposite * opposite + adjacent * adjacent);
  if (!(length > 0)) return false;
  // The angle is halved twice: cosines by the half-angle formula, sines from sin 2x = 2 sin x cos x, which keeps the
  // digits of small angles.
  const double cosine2 = std::sqrt(std::max(0.0, (1 + adjacent / length) / 2));
  const double sine2 = cosine2 > 0.5 ? opposite / length / (2 * cosine2)
                                     : std::copysign(std::sqrt((1 - adjacent / length) / 2), opposite);
  const double cosine = std::sqrt((1 + cosine2) / 2);
  const double sine = sine2 / (2 * cosine);
  if (std::fabs(sine) < kSettled) return false;
  for (std::size_t j = 0; j < m; ++j) {
    const double x = loadings(j, first);
    const double y = loadings(j, second);
    loadings(j, first) = x * cosine + y * sine;
    loadings(j, second) = y * cosine - x * sine;
  }
  return true;
}

// Rotates the loadings so that each has few large entries: varimax with rows of length 1 (Kaiser 1958), planes in turn.
void varimax(Matrix& loadings) {
  const std::size_t m = loadings.extent<Row>();
  const std::size_t q = loadings.extent<Column>();
  std::vector<double> length(m, 0.0);
  for (std::size_t j = 0; j < m; ++j) {
    for (std::size_t k = 0; k < q; ++k) length[j] += loadings(j, k) * loadings(j, k);
    length[j] = std::sqrt(length[j]);
    for (std::size_t k = 0; k < q && length[j] > 0; ++k) loadings(j, k) /= length[j];
  }
  bool turned = true;
  for (int round = 0; turned && round < kMostRotations; ++round) {
    turned = false;
    for (std::size_t a = 0; a + 1 < q; ++a) {
      for (std::size_t b = a + 1; b < q; ++b) turned = turn_plane(loadings, a, b) || turned;
    }
  }
  for (std::size_t j = 0; j < m; ++j) {
    for (std::size_t k = 0; k < q; ++k) loadings(j, k) *= length[j];
  }
}

// Largest squared loading of each indicator after rotation.
std::vector<double> rotated_parts(const PrincipalComponents& components) {
  const std::size_t m = components.indicators.size();
  Matrix loadings({m, components.kept});
  for (std::size_t j = 0; j < m; ++j) {
    for (std::size_t k = 0; k < components.kept; ++k)
      loadings(j, k) = components.vectors(j, k) * std::sqrt(components.eigenvalues[k]);
  }
  varimax(loadings);
  std::vector<double> parts(m, 0.0);
  for (std::size_t j = 0; j < m; ++j) {
    for (std::size_t k = 0; k < components.kept; ++k) parts[j] = std::max(parts[j], loadings(j, k) * loadings(j, k));
  }
  return parts;
}

// What the rule finds in each indicator that varies, up to a common factor.
std::vector<double> parts_of(const PrincipalComponents& components, PcaRule rule) {
  if (rule == PcaRule::rotated_loading) return rotated_parts(components);
  std::vector<double> parts(components.indicators.size(), 0.0);
  for (std::size_t j = 0; j < parts.size(); ++j) {
    for (std::size_t k = 0; k < components.kept; ++k) {
      const double v = components.vectors(j, k);
      const double part = rule == PcaRule::scores ? v : rule == PcaRule::absolute_loading ? std::fabs(v) : v * v;
      parts[j] += components.eigenvalues[k] * part;
    }
  }
  return parts;
}

}  // namespace

Result<PrincipalComponents> principal_components(View<const double, Indicator, Row> z, const WeightRule& rule) {
  if (!(rule.pca_share > 0 && rule.pca_share <= 1)) {
    return refuse(ErrorCode::domain, "measure.pca.share", "measure.pca.share.hint", rule.pca_share);
  }
  const auto varying = equal_weights(z);
  if (!varying) return tl::unexpected(varying.error());
  PrincipalComponents out;
  for (std::size_t j = 0; j < varying->values.size(); ++j) {
    if (varying->values[j] > 0) out.indicators.push_back(j);
  }
  const auto r = correlations(z, out.indicators);
  if (!r) return tl::unexpected(r.error());
  const auto eigen = linalg::symmetric_eigen(r->view());
  if (!eigen) return tl::unexpected(eigen.error());
  const std::size_t m = out.indicators.size();
  out.vectors = Matrix({m, m});
  for (std::size_t k = 0; k < m; ++k) {
    const std::size_t from = m - 1 - k;
    out.eigenvalues.push_back(std::max(0.0, eigen->values[from]));
    double total = 0;
    for (std::size_t j = 0; j < m; ++j) total += eigen->vectors(j, from);
    for (std::size_t j = 0; j < m; ++j)
      out.vectors(j, k) = total < 0 ? -eigen->vectors(j, from) : eigen->vectors(j, from);
  }
  out.kept = kept(out.eigenvalues, rule);
  add_diagnostics(*r, z.extent<Row>(), out);
  return out;
}

Result<IndicatorWeights> pca_weights(View<const double, Indicator, Row> z, const WeightRule& rule) {
  const auto components = principal_components(z, rule);
  if (!components) return tl::unexpected(components.error());
  auto weights = equal_weights(z);
  if (!weights) return weights;
  const std::vector<double> parts = parts_of(*components, rule.pca);
  const double total = sum(parts);
  double sizes = 0;
  for (const double part : parts) sizes += std::fabs(part);
  if (std::fabs(total) <= kCancelled * sizes) {
    return refuse(ErrorCode::domain, "measure.weights.cancelled_out", "measure.weights.cancelled_out.hint");
  }
  weights->information.assign(weights->values.size(), 0.0);
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const std::size_t j = components->indicators[k];
    weights->information[j] = parts[k];
    weights->values[j] = parts[k] / total;
    if (weights->values[j] < 0 && !rule.allow_negative) {
      return refuse(ErrorCode::domain, "measure.weights.negative_result", "measure.weights.negative_result.hint", j + 1,
                    weights->values[j]);
    }
  }
  return weights;
}

}  // namespace tidu::measure
