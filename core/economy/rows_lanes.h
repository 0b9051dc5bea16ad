// SPDX-License-Identifier: Apache-2.0
// The kernels of rows.h for one number of lanes: the body of rows_lanes2.cpp, rows_lanes4.cpp and rows_lanes8.cpp,
// which say TIDU_LANES and TIDU_LANES_TARGET.

#include <array>
#include <cstring>
#include <limits>

#include "core/base/lanes_math.h"
#include "core/economy/rows.h"

namespace tidu::economy {
namespace {

#define TIDU_LANES_FUNCTION [[maybe_unused]] TIDU_LANES_TARGET inline

constexpr std::size_t kTile = 8;      // vectors of sums that are kept in registers
constexpr std::size_t kWide = 128;    // numbers of a row from which rows are read whole
constexpr std::size_t kRunning = 16;  // sums of a dot product

TIDU_LANES_FUNCTION Lanes load(const double* from) {
  Lanes out;
  std::memcpy(&out, from, sizeof out);
  return out;
}

TIDU_LANES_FUNCTION void store(double* to, Lanes x) { std::memcpy(to, &x, sizeof x); }

template <std::size_t kVectors>
TIDU_LANES_FUNCTION void tile_sum(double* out, const double* rows, const double* weight, std::size_t count,
                                  std::size_t width) {
  Lanes sum[kVectors] = {};
  for (std::size_t r = 0; r < count; ++r) {
    const double* row = rows + r * width;
    const double w = weight[r];
#pragma GCC unroll 8
    for (std::size_t v = 0; v < kVectors; ++v) sum[v] += load(row + v * TIDU_LANES) * w;
  }
#pragma GCC unroll 8
  for (std::size_t v = 0; v < kVectors; ++v) store(out + v * TIDU_LANES, sum[v]);
}

/// The next kRows rows, added to what there is: wide matrices are read as they lie in memory.
template <std::size_t kRowsAtOnce>
TIDU_LANES_FUNCTION void add_rows(double* out, const double* rows, const double* weight, std::size_t width) {
  Lanes w[kRowsAtOnce];
#pragma GCC unroll 8
  for (std::size_t r = 0; r < kRowsAtOnce; ++r) w[r] = Lanes{} + weight[r];
  for (std::size_t at = 0; at < width; at += TIDU_LANES) {
    Lanes sum = load(out + at);
#pragma GCC unroll 8
    for (std::size_t r = 0; r < kRowsAtOnce; ++r) sum += load(rows + r * width + at) * w[r];
    store(out + at, sum);
  }
}

[[maybe_unused]] TIDU_LANES_TARGET void weighted_sum(double* out, const double* rows, const double* weight,
                                                     std::size_t count, std::size_t width) {
  std::size_t at = 0;
  if (width >= kWide || count == 0) {  // no rows: there may be no address to go on from
    std::memset(out, 0, width * sizeof(double));
    for (; at + 8 <= count; at += 8) add_rows<8>(out, rows + at * width, weight + at, width);
    for (; at < count; ++at) add_rows<1>(out, rows + at * width, weight + at, width);
    return;
  }
  for (; at + kTile * TIDU_LANES <= width; at += kTile * TIDU_LANES)
    tile_sum<kTile>(out + at, rows + at, weight, count, width);
  switch ((width - at) / TIDU_LANES) {
    case 7:
      return tile_sum<7>(out + at, rows + at, weight, count, width);
    case 6:
      return tile_sum<6>(out + at, rows + at, weight, count, width);
    case 5:
      return tile_sum<5>(out + at, rows + at, weight, count, width);
    case 4:
      return tile_sum<4>(out + at, rows + at, weight, count, width);
    case 3:
      return tile_sum<3>(out + at, rows + at, weight, count, width);
    case 2:
      return tile_sum<2>(out + at, rows + at, weight, count, width);
    case 1:
      return tile_sum<1>(out + at, rows + at, weight, count, width);
    default:
      return;
  }
}

/// kRows rows at a time, so that additions do not wait for one another.
template <std::size_t kRowsAtOnce>
TIDU_LANES_FUNCTION void tile_dots(double* out, const double* rows, const double* x, std::size_t width) {
  constexpr std::size_t kVectors = kRowUnit / TIDU_LANES;
  Lanes sum[kRowsAtOnce][kVectors] = {};
  for (std::size_t at = 0; at < width; at += kRowUnit) {
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kVectors; ++v) {
      const Lanes weight = load(x + at + v * TIDU_LANES);
#pragma GCC unroll 8
      for (std::size_t r = 0; r < kRowsAtOnce; ++r) sum[r][v] += load(rows + r * width + at + v * TIDU_LANES) * weight;
    }
  }
  for (std::size_t r = 0; r < kRowsAtOnce; ++r) {
    double part[kRowUnit];
    std::memcpy(part, sum[r], sizeof part);
    out[r] = ((part[0] + part[4]) + (part[2] + part[6])) + ((part[1] + part[5]) + (part[3] + part[7]));
  }
}

[[maybe_unused]] TIDU_LANES_TARGET void row_dots(double* out, const double* rows, const double* x, std::size_t count,
                                                 std::size_t width) {
  std::size_t r = 0;
  for (; r + TIDU_LANES <= count; r += TIDU_LANES) tile_dots<TIDU_LANES>(out + r, rows + r * width, x, width);
  for (; r < count; ++r) tile_dots<1>(out + r, rows + r * width, x, width);
}

[[maybe_unused]] TIDU_LANES_TARGET void exponentials(double* x, std::size_t n) {
  const Lanes most = Lanes{} + 708.0;
  for (std::size_t at = 0; at < n; at += TIDU_LANES) {
    const Lanes y = load(x + at);
    const ScaledExponential<Lanes> e = scaled_exponential<Lanes>(y > most ? most : (y < -most ? -most : y));
    const Lanes value = e.scale + e.scale * e.rest;
    store(x + at, y > most ? Lanes{} + std::numeric_limits<double>::infinity() : (y < -most ? Lanes{} : value));
  }
}

[[maybe_unused]] TIDU_LANES_TARGET void logarithms(double* out, const double* x, std::size_t n) {
  for (std::size_t at = 0; at < n; at += TIDU_LANES) store(out + at, logarithm<Lanes>(load(x + at)));
}

[[maybe_unused]] TIDU_LANES_TARGET double dot(const double* x, const double* y, std::size_t n) {
  constexpr std::size_t kVectors = kRunning / TIDU_LANES;
  Lanes sum[kVectors] = {};
  std::size_t at = 0;
  for (; at + kRunning <= n; at += kRunning) {
#pragma GCC unroll 8
    for (std::size_t v = 0; v < kVectors; ++v) sum[v] += load(x + at + v * TIDU_LANES) * load(y + at + v * TIDU_LANES);
  }
  std::array<double, kRunning> part;
  std::memcpy(part.data(), sum, sizeof sum);
  for (std::size_t k = 0; at + k < n; ++k) part[k] += x[at + k] * y[at + k];
  for (std::size_t half = kRunning / 2; half > 0; half /= 2) {
    for (std::size_t k = 0; k < half; ++k) part[k] += part[k + half];
  }
  return part[0];
}

[[maybe_unused]] TIDU_LANES_TARGET void add(double* x, const double* y, double factor, std::size_t n) {
  std::size_t at = 0;
  for (; at + TIDU_LANES <= n; at += TIDU_LANES) store(x + at, load(x + at) + load(y + at) * factor);
  for (; at < n; ++at) x[at] += y[at] * factor;
}

[[maybe_unused]] TIDU_LANES_TARGET void subtract(double* out, const double* x, const double* y, std::size_t n) {
  std::size_t at = 0;
  for (; at + TIDU_LANES <= n; at += TIDU_LANES) store(out + at, load(x + at) - load(y + at));
  for (; at < n; ++at) out[at] = x[at] - y[at];
}

[[maybe_unused]] TIDU_LANES_TARGET void multiply(double* x, const double* y, std::size_t n) {
  for (std::size_t at = 0; at < n; at += TIDU_LANES) store(x + at, load(x + at) * load(y + at));
}

template <std::size_t kVectors>
TIDU_LANES_FUNCTION void tile_products(double* x, const double* a, std::size_t a_step, const double* b,
                                       std::size_t b_step, std::size_t count) {
  Lanes left[kVectors];
#pragma GCC unroll 8
  for (std::size_t v = 0; v < kVectors; ++v) left[v] = load(x + v * TIDU_LANES);
  for (std::size_t r = 0; r < count; ++r) {
#pragma GCC unroll 8
    for (std::size_t v = 0; v < kVectors; ++v)
      left[v] -= load(a + r * a_step + v * TIDU_LANES) * load(b + r * b_step + v * TIDU_LANES);
  }
#pragma GCC unroll 8
  for (std::size_t v = 0; v < kVectors; ++v) store(x + v * TIDU_LANES, left[v]);
}

[[maybe_unused]] TIDU_LANES_TARGET void less_products(double* x, const double* a, std::size_t a_step, const double* b,
                                                      std::size_t b_step, std::size_t count, std::size_t width) {
  constexpr std::size_t kUnit = kRowUnit / TIDU_LANES;
  std::size_t at = 0;
  if constexpr (4 * kUnit <= kTile) {
    for (; at + 4 * kRowUnit <= width; at += 4 * kRowUnit)
      tile_products<4 * kUnit>(x + at, a + at, a_step, b + at, b_step, count);
  }
  for (; at + 2 * kRowUnit < width; at += 3 * kRowUnit)
    tile_products<3 * kUnit>(x + at, a + at, a_step, b + at, b_step, count);
  for (; at + kRowUnit < width; at += 2 * kRowUnit)
    tile_products<2 * kUnit>(x + at, a + at, a_step, b + at, b_step, count);
  if (at < width) tile_products<kUnit>(x + at, a + at, a_step, b + at, b_step, count);
}

}  // namespace
}  // namespace tidu::economy
