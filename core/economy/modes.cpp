// SPDX-License-Identifier: Apache-2.0
#include "core/economy/modes.h"

#include <algorithm>
#include <cmath>

#include "core/base/linalg.h"
#include "core/base/sum.h"

namespace tidu::economy {
namespace {

constexpr double kNear = 1e-10;  ///< of the largest entry: how far beside the eigenvalue inverse iteration looks
constexpr int kIterations = 4;

double size_of(const std::complex<double>& value) {
  return std::sqrt(value.real() * value.real() + value.imag() * value.imag());
}

}  // namespace

Array<double, Row, Column> keeping_sums(const Array<double, Row, Column>& matrix,
                                        const std::vector<std::vector<double>>& weights) {
  const std::size_t rows = matrix.extent<Row>();
  const std::size_t block = weights.empty() ? 0 : weights.front().size();
  Array<double, Row, Column> even = matrix;
  for (std::size_t b = 0; b < weights.size(); ++b) {
    const double total = sum(weights[b]);
    for (std::size_t c = 0; c < rows; ++c) {
      double added = 0;
      for (std::size_t n = 0; n < block; ++n) added += weights[b][n] * matrix(b * block + n, c);
      for (std::size_t n = 0; n < block; ++n) even(b * block + n, c) -= added / total;
    }
  }
  std::vector<std::size_t> kept;
  for (std::size_t r = 0; r < rows; ++r) {
    if (r >= weights.size() * block || r % block + 1 < block) kept.push_back(r);
  }
  Array<double, Row, Column> out({kept.size(), kept.size()});
  for (std::size_t r = 0; r < kept.size(); ++r) {
    for (std::size_t c = 0; c < kept.size(); ++c) {
      const std::size_t column = kept[c];
      out(r, c) = even(kept[r], column);
      if (column >= weights.size() * block) continue;
      const std::vector<double>& weight = weights[column / block];
      const std::size_t last = column / block * block + block - 1;
      out(r, c) -= even(kept[r], last) * weight[column % block] / weight.back();
    }
  }
  return out;
}

Array<double, Row, Column> KeptRegions::of(const Array<double, Row, Column>& matrix) const {
  std::vector<std::size_t> rows;
  for (std::size_t r = 0; r < matrix.extent<Row>(); ++r) {
    if (r >= blocks * kept.size() || kept[r % kept.size()]) rows.push_back(r);
  }
  Array<double, Row, Column> out({rows.size(), rows.size()});
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < rows.size(); ++c) out(r, c) = matrix(rows[r], rows[c]);
  }
  return out;
}

std::vector<std::vector<double>> KeptRegions::of(const std::vector<std::vector<double>>& weights) const {
  if (std::find(kept.begin(), kept.end(), true) == kept.end()) return {};
  std::vector<std::vector<double>> out(blocks);
  for (std::size_t b = 0; b < blocks; ++b) {
    for (std::size_t n = 0; n < kept.size(); ++n) {
      if (kept[n]) out[b].push_back(weights[b][n]);
    }
  }
  return out;
}

std::vector<double> KeptRegions::filled(const std::vector<double>& vector) const {
  std::vector<double> out;
  std::size_t next = 0;
  for (std::size_t r = 0; r < blocks * kept.size(); ++r) out.push_back(kept[r % kept.size()] ? vector[next++] : 0);
  while (next < vector.size()) out.push_back(vector[next++]);
  return out;
}

std::vector<double> with_left_out(const std::vector<double>& reduced, const std::vector<std::vector<double>>& weights) {
  std::vector<double> out;
  std::size_t next = 0;
  for (const std::vector<double>& weight : weights) {
    double total = 0;
    for (std::size_t n = 0; n + 1 < weight.size(); ++n) {
      total += weight[n] * reduced[next];
      out.push_back(reduced[next++]);
    }
    out.push_back(-total / weight.back());
  }
  while (next < reduced.size()) out.push_back(reduced[next++]);
  return out;
}

Result<std::vector<std::complex<double>>> sorted_eigenvalues(const Array<double, Row, Column>& matrix) {
  if (matrix.size() == 0) return std::vector<std::complex<double>>();
  auto out = linalg::eigenvalues(matrix.view());
  if (!out) return out;
  std::sort(out->begin(), out->end(), [](const auto& a, const auto& b) {
    const double left = size_of(a);
    const double right = size_of(b);
    if (left != right) return left > right;
    return a.real() != b.real() ? a.real() > b.real() : a.imag() > b.imag();
  });
  return out;
}

std::vector<double> eigenvector(const Array<double, Row, Column>& matrix, double eigenvalue) {
  const std::size_t size = matrix.extent<Row>();
  double largest = 0;
  for (const double value : matrix.values()) largest = std::max(largest, std::fabs(value));
  Array<double, Row, Column> shifted = matrix;
  for (std::size_t r = 0; r < size; ++r) shifted(r, r) -= eigenvalue + kNear * largest;
  Array<double, Row, Column> x({size, 1});
  // Unlike any pattern that symmetric regions have.
  for (std::size_t r = 0; r < size; ++r) x(r, 0) = 1 / (1.0 + static_cast<double>(r * r));
  for (int step = 0; step < kIterations; ++step) {
    auto next = linalg::lu_solve(shifted.view(), x.view());
    if (!next) return {};
    std::size_t top = 0;
    for (std::size_t r = 0; r < size; ++r) {
      if (std::fabs((*next)(r, 0)) > std::fabs((*next)(top, 0))) top = r;
    }
    const double scale = (*next)(top, 0);
    if (!(std::fabs(scale) > 0)) return {};
    for (std::size_t r = 0; r < size; ++r) x(r, 0) = (*next)(r, 0) / scale;
  }
  return x.values();
}

}  // namespace tidu::economy
