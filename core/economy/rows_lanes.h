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

[[maybe_unused]] TIDU_LANES_TARGET void weighted_sum(double* out, const double* rows, const double* weight,
                                                     std::size_t count, std::size_t width) {
  std::size_t at = 0;
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

}  // namespace
}  // namespace tidu::economy
