// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "core/economy/rows.h"

namespace tidu::economy {

/// Anderson's acceleration of a fixed point x = x + f(x): from the last few steps, the combination of them whose f is
/// smallest, and a step from there.   [Anderson 1965; Walker & Ni 2011, type II]
/// The least squares are solved by Cholesky's factors of the differences' products, newest first; a difference that the
/// newer ones explain to 1e-6 of its length is left out. Fixed order of operations.
class Anderson {
 public:
  explicit Anderson(std::size_t depth) : depth_(depth) {}

  /// The next x. x and f have the same size at every call.
  /// cost  2 depth products and depth sums of vectors.
  std::vector<double> next(const std::vector<double>& x, const std::vector<double>& f);

  /// Forgets all steps, after one that led astray.
  void restart();

 private:
  /// Of one step from the one before it.
  struct Difference {
    std::vector<double> f;
    std::vector<double> both;     ///< of x + f
    std::vector<double> product;  ///< with the f of itself and of older ones, in their order
  };
  /// The combination of the differences' f that is nearest to f, by difference.
  std::vector<double> combination(const std::vector<double>& f) const;

  std::size_t depth_;
  const RowKernels& kernels_ = row_kernels();
  std::deque<Difference> differences_;  ///< newest first
  std::vector<double> last_x_, last_f_;
};

}  // namespace tidu::economy
