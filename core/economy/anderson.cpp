// SPDX-License-Identifier: Apache-2.0
#include "core/economy/anderson.h"

#include <cmath>
#include <utility>

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
    double part = kernels_.dot(differences_[i].f.data(), f.data(), f.size());
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
    Difference newest;
    if (differences_.size() == depth_) {  // whose memory the newest takes
      newest = std::move(differences_.back());
      differences_.pop_back();
    }
    newest.f.resize(n);
    newest.both.resize(n);
    newest.product.clear();
    kernels_.subtract(newest.f.data(), f.data(), last_f_.data(), n);
    kernels_.subtract(newest.both.data(), x.data(), last_x_.data(), n);
    kernels_.add(newest.both.data(), newest.f.data(), 1, n);
    newest.product.push_back(kernels_.dot(newest.f.data(), newest.f.data(), n));
    for (const Difference& older : differences_)
      newest.product.push_back(kernels_.dot(newest.f.data(), older.f.data(), n));
    differences_.push_front(std::move(newest));
  }
  last_x_ = x;
  last_f_ = f;
  std::vector<double> out = x;
  kernels_.add(out.data(), f.data(), 1, n);
  const std::vector<double> weights = combination(f);
  for (std::size_t d = 0; d < weights.size(); ++d) {
    if (weights[d] != 0) kernels_.add(out.data(), differences_[d].both.data(), -weights[d], n);
  }
  return out;
}

}  // namespace tidu::economy
