// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tidu::economy {

// What a sweep consists of, for two, four or eight numbers by one instruction, as many as the processor has lanes for.
// Every sum is formed in one order: the same bits with any number of lanes.

/// Numbers by which rows are made full.
inline constexpr std::size_t kRowUnit = 8;

inline constexpr std::size_t full_row(std::size_t n) { return (n + kRowUnit - 1) / kRowUnit * kRowUnit; }

struct RowKernels {
  const char* name;
  std::size_t lanes;
  /// out[c] = sum over r, in its order, of weight[r] rows[r width + c]; width a multiple of kRowUnit, rows >= 0.
  void (*weighted_sum)(double* out, const double* rows, const double* weight, std::size_t count, std::size_t width);
  /// out[r] = sum over c of rows[r width + c] x[c], in 8 running sums; width a multiple of kRowUnit.
  void (*row_dots)(double* out, const double* rows, const double* x, std::size_t count, std::size_t width);
  /// e^x in place, to 1.1 ulp where |x| <= 708; below it 0, above it infinity. n a multiple of kRowUnit.
  void (*exponentials)(double* x, std::size_t n);
  /// out = ln x, to 1.1 ulp where x is positive and normal, any number elsewhere. n a multiple of kRowUnit.
  void (*logarithms)(double* out, const double* x, std::size_t n);
  /// Sum of x y in 16 running sums.
  double (*dot)(const double* x, const double* y, std::size_t n);
  /// x += factor y.
  void (*add)(double* x, const double* y, double factor, std::size_t n);
  /// out = x - y
  void (*subtract)(double* out, const double* x, const double* y, std::size_t n);
  /// x *= y, number by number. n a multiple of kRowUnit.
  void (*multiply)(double* x, const double* y, std::size_t n);
  /// x[c] -= a[r a_step + c] b[r b_step + c] for each r, in its order. width a multiple of kRowUnit.
  void (*less_products)(double* x, const double* a, std::size_t a_step, const double* b, std::size_t b_step,
                        std::size_t count, std::size_t width);
};

/// Those that this processor has, by rising number of lanes.
std::span<const RowKernels> all_row_kernels();

/// The one with most lanes.
const RowKernels& row_kernels();

/// out = ln x of any n numbers: those of the kernels, and of core/base/math.h where x is not between 1e-300 and 1e300.
void log_all(double* out, const double* x, std::size_t n);
/// e^x in place of any n numbers.
void exp_all(double* x, std::size_t n);

extern const RowKernels kRowLanes2;
#ifdef __x86_64__
extern const RowKernels kRowLanes4;  ///< AVX2
extern const RowKernels kRowLanes8;  ///< AVX-512
#endif

/// Zeros at first, at an address that is a multiple of 64 bytes: a row then lies in as few lines of the cache as it
/// can.
class Rows {
 public:
  Rows() = default;
  explicit Rows(std::size_t size) : store_(size + kRowUnit - 1), skipped_(skip()) {}
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  Rows(Rows&&) = default;
  Rows& operator=(Rows&&) = default;
  ~Rows() = default;

  double* at(std::size_t position) { return store_.data() + skipped_ + position; }
  const double* at(std::size_t position) const { return store_.data() + skipped_ + position; }

 private:
  std::size_t skip() const {
    const auto words = reinterpret_cast<std::uintptr_t>(store_.data()) / sizeof(double);
    return (kRowUnit - words % kRowUnit) % kRowUnit;
  }

  std::vector<double> store_;
  std::size_t skipped_ = 0;
};

}  // namespace tidu::economy
