// SPDX-License-Identifier: Apache-2.0
#include "core/economy/anderson.h"

#include <cmath>

#include "core/base/sum.h"

namespace tidu::economy {
namespace {

constexpr double kDependent = 1e-12;  ///< of a squared length

}  // namespace

void Anderson::restart() {
  differences_.clear();
  last_x_.clear();
  last_f_.clear();
}

std::vector<double> Anderson::combination(const std::vector<double>& f) const {
  // Factors of the products, row by row; `used` are the differences that are kept.
  std::vector<std::size_t> used;
  std::vector<std::vector<double>> rows;
  std::vector<double> along;
  for (std::size_t i = 0; i < differences_.size(); ++i) {
    std::vector<double> row;
    double left = differences_[i].product[0];
    double part = dot(differences_[i].f, f);
    for (std::size_t k = 0; k < used.size(); ++k) {
      double value = differences_[used[k]].product[i - used[k]];
      for (std::size_t q = 0; q < k; ++q) value -= row[q] * rows[k][q];
      row.push_back(value / rows[k][k]);
      left -= row[k] * row[k];
      part -= row[k] * along[k];
    }
    if (!(left > kDependent * differences_[i].product[0])) continue;
    row.push_back(std::sqrt(left));
    along.push_back(part / row.back());
    rows.push_back(std::move(row));
    used.push_back(i);
  }
  std::vector<double> out(differences_.size());
  for (std::size_t k = used.size(); k-- > 0;) {
    double value = along[k];
    for (std::size_t q = k + 1; q < used.size(); ++q) value -= rows[q][k] * out[used[q]];
    out[used[k]] = value / rows[k][k];
  }
  return out;
}

std::vector<double> Anderson::next(const std::vector<double>& x, const std::vector<double>& f) {
  const std::size_t n = x.size();
  if (depth_ > 0 && !last_x_.empty()) {
    Difference newest{.f = std::vector<double>(n), .both = std::vector<double>(n), .product = {}};
    for (std::size_t i = 0; i < n; ++i) {
      newest.f[i] = f[i] - last_f_[i];
      newest.both[i] = x[i] - last_x_[i] + newest.f[i];
    }
    if (differences_.size() == depth_) differences_.pop_back();
    newest.product.push_back(dot(newest.f, newest.f));
    for (const Difference& older : differences_) newest.product.push_back(dot(newest.f, older.f));
    differences_.push_front(std::move(newest));
  }
  last_x_ = x;
  last_f_ = f;
  std::vector<double> out(n);
  for (std::size_t i = 0; i < n; ++i) out[i] = x[i] + f[i];
  const std::vector<double> weights = combination(f);
  for (std::size_t d = 0; d < weights.size(); ++d) {
    const std::vector<double>& both = differences_[d].both;
    if (weights[d] == 0) continue;
    for (std::size_t i = 0; i < n; ++i) out[i] -= weights[d] * both[i];
  }
  return out;
}

}  // namespace tidu::economy
