// SPDX-License-Identifier: Apache-2.0
#include "core/economy/region_factors.h"

namespace tidu::economy {

RegionFactors::RegionFactors(std::size_t size, std::size_t row) : size_(size), row_(row), matrix_(size * size * row) {}

void RegionFactors::factor() {
  const std::size_t down = size_ * row_;
  for (std::size_t p = 0; p < size_; ++p) {
    for (std::size_t q = p; q < size_; ++q) kernels_->less_products(at(p, q), at(p, 0), row_, at(0, q), down, p, row_);
    double* pivot = at(p, p);
    for (std::size_t n = 0; n < row_; ++n) pivot[n] = 1 / (pivot[n] > kLeastPivot ? pivot[n] : kLeastPivot);
    for (std::size_t i = p + 1; i < size_; ++i) {
      double* below = at(i, p);
      kernels_->less_products(below, at(i, 0), row_, at(0, p), down, p, row_);
      kernels_->multiply(below, pivot, row_);
    }
  }
}

void RegionFactors::solve(double* x) const {
  for (std::size_t i = 1; i < size_; ++i) kernels_->less_products(x + i * row_, at(i, 0), row_, x, row_, i, row_);
  for (std::size_t i = size_; i-- > 0;) {
    double* own = x + i * row_;
    if (i + 1 < size_) kernels_->less_products(own, at(i, i + 1), row_, own + row_, row_, size_ - 1 - i, row_);
    kernels_->multiply(own, at(i, i), row_);
  }
}

void RegionFactors::solve_transposed(double* x) const {
  const std::size_t down = size_ * row_;
  for (std::size_t i = 0; i < size_; ++i) {
    double* own = x + i * row_;
    kernels_->less_products(own, at(0, i), down, x, row_, i, row_);
    kernels_->multiply(own, at(i, i), row_);
  }
  for (std::size_t i = size_ - 1; i-- > 0;) {
    double* own = x + i * row_;
    kernels_->less_products(own, at(i + 1, i), down, own + row_, row_, size_ - 1 - i, row_);
  }
}

}  // namespace tidu::economy
