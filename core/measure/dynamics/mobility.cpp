// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/mobility.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

// |det a| by elimination with partial pivoting.
double absolute_determinant(Matrix a) {
  const std::size_t k = a.extent<Row>();
  double out = 1;
  for (std::size_t c = 0; c < k; ++c) {
    std::size_t pivot = c;
    for (std::size_t i = c + 1; i < k; ++i) {
      if (std::fabs(a(i, c)) > std::fabs(a(pivot, c))) pivot = i;
    }
    if (a(pivot, c) == 0) return 0;
    for (std::size_t j = c; j < k; ++j) std::swap(a(c, j), a(pivot, j));
    out *= std::fabs(a(c, c));
    for (std::size_t i = c + 1; i < k; ++i) {
      const double factor = a(i, c) / a(c, c);
      for (std::size_t j = c; j < k; ++j) a(i, j) -= factor * a(c, j);
    }
  }
  return out;
}

// Largest |eigenvalue| of a: |a^N|^(1/N) for N = 2, 4, 8, ..., 2^50, the powers kept at size 1 on the way. What
// rounding does to a power counts 1/N, so that the result is good to some ulp, complex pairs and multiple eigenvalues
// included.
double spectral_radius(Matrix a) {
  const std::size_t k = a.extent<Row>();
  double logarithm = 0;
  double share = 1;
  for (int squaring = 0; squaring <= 50; ++squaring) {
    double norm = 0;
    for (std::size_t i = 0; i < k; ++i) {
      double row = 0;
      for (std::size_t j = 0; j < k; ++j) row += std::fabs(a(i, j));
      norm = std::max(norm, row);
    }
    if (norm == 0) return 0;
    logarithm += share * math::log(norm);
    share /= 2;
    Matrix square({k, k});
    for (double& value : a.values()) value /= norm;
    for (std::size_t i = 0; i < k; ++i) {
      for (std::size_t l = 0; l < k; ++l) {
        for (std::size_t j = 0; j < k; ++j) square(i, j) += a(i, l) * a(l, j);
      }
    }
    a = std::move(square);
  }
  return math::exp(logarithm);
}

// |lambda_2|: 1 where the unit circle holds more than one eigenvalue, else the largest after 1 - 1 pi' is taken out.
double second_eigenvalue(const MarkovChain& chain) {
  const StateGroup* recurrent = chain.only_recurrent();
  if (!recurrent || recurrent->period > 1) return 1;
  Matrix rest = chain.p;
  for (std::size_t i = 0; i < rest.extent<Row>(); ++i) {
    for (std::size_t j = 0; j < rest.extent<Column>(); ++j) rest(i, j) -= recurrent->ergodic[j];
  }
  return std::min(1.0, spectral_radius(std::move(rest)));
}

Result<std::vector<double>> initial_shares(std::span<const double> initial, std::size_t k) {
  if (initial.empty()) return std::vector<double>(k, 1 / static_cast<double>(k));
  const double total = sum(initial);
  const bool good = std::all_of(initial.begin(), initial.end(), [](double v) { return v >= 0 && std::isfinite(v); });
  if (initial.size() != k || !good || !(total > 0)) {
    return refuse(initial.size() != k ? ErrorCode::shape : ErrorCode::domain, "measure.mobility.initial",
                  "measure.mobility.initial.hint", initial.size(), k);
  }
  std::vector<double> out(initial.begin(), initial.end());
  for (double& share : out) share /= total;
  return out;
}

}  // namespace

Result<Mobility> mobility(const MarkovChain& chain, std::span<const double> initial) {
  const std::size_t k = chain.p.extent<Row>();
  if (k < 2) return refuse(ErrorCode::shape, "measure.mobility.classes", "measure.mobility.classes.hint", k);
  if (!chain.empty_rows.empty()) {
    return refuse(ErrorCode::missing, "measure.mobility.empty_row", "measure.mobility.empty_row.hint",
                  chain.empty_rows.front() + 1);
  }
  const auto pi = initial_shares(initial, k);
  if (!pi) return tl::unexpected(pi.error());
  Mobility out;
  const auto others = static_cast<double>(k - 1);
  double leave = 0;
  for (std::size_t i = 0; i < k; ++i) {
    double away = 0;
    for (std::size_t j = 0; j < k; ++j) {
      if (i == j) continue;
      away += chain.p(i, j);
      out.distance += (*pi)[i] * chain.p(i, j) * static_cast<double>(i > j ? i - j : j - i) / others;
    }
    out.prais_of.push_back(away);
    leave += (*pi)[i] * away;
  }
  out.prais = sum(out.prais_of) / others;
  out.leaving = static_cast<double>(k) * leave / others;
  out.determinant = 1 - absolute_determinant(chain.p);
  const double second = second_eigenvalue(chain);
  out.second_eigenvalue = 1 - second;
  out.half_life = second < 1 ? math::log(2) / -math::log(second) : std::numeric_limits<double>::infinity();
  return out;
}

}  // namespace tidu::measure
