// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/measure/dynamics/bandwidth.h"

namespace tidu::measure {

/// Kernels in their standard form; outside |u| < 1 all but the Gaussian are 0.
enum class Kernel : std::uint8_t {
  gaussian,      ///< exp(-u^2/2)/sqrt(2 pi)
  epanechnikov,  ///< 3/4 (1 - u^2)
  biweight,      ///< 15/16 (1 - u^2)^2
  triweight,     ///< 35/32 (1 - u^2)^3
  triangular,    ///< 1 - |u|
  rectangular,   ///< 1/2
};

/// What the bandwidth h measures.
enum class KernelScale : std::uint8_t {
  sd,       ///< the kernel's standard deviation, as in R's density(): one h smooths alike whatever the kernel
  support,  ///< the u = 1 of the standard form: for Epanechnikov h = sqrt(5) sd. The Gaussian is the same in both
};

struct DensityRequest {
  Kernel kernel = Kernel::gaussian;
  BandwidthRule rule = BandwidthRule::silverman;
  double bandwidth = 0;                  ///< with BandwidthRule::given; read by `scale`
  KernelScale scale = KernelScale::sd;   ///< how a given bandwidth is meant; rules give standard deviations
  std::span<const double> weights = {};  ///< empty, or one >= 0 a value, positive sum
  double lower = -std::numeric_limits<double>::infinity();  ///< bounds of a bounded score: the kernel's mass beyond
  double upper = std::numeric_limits<double>::infinity();   ///< a bound is folded back (reflection)
};

/// A density at points.
struct Density {
  double bandwidth = 0;   ///< h as the kernel's standard deviation
  double half_width = 0;  ///< what multiplies u: h for the Gaussian, h sqrt(5) for Epanechnikov, ...
  std::vector<double> points;
  std::vector<double> values;  ///< f at the points, 1/unit of x, >= 0
};

/// Kernel density f(x) = sum_i p_i K((x - x_i)/w)/w, p_i = 1/n without weights, evaluated exactly (no binning, no
/// Fourier transform). Bounded scores: f(x) = sum_i p_i [K((x - x_i)/w) + K((x - 2a + x_i)/w) + K((x - 2b + x_i)/w)]/w
/// on [a, b], 0 outside, so that the whole mass stays inside as long as w is less than b - a.   [Rosenblatt 1956;
/// Parzen 1962; Silverman 1986, ch. 2-3, reflection 2.10; Epanechnikov 1969]
/// x        n >= 2 finite values inside the bounds (n >= 1 with a given bandwidth).
/// points   where f is wanted, finite.
/// errors   as bandwidth(); measure.density.bandwidth (domain: given and not > 0), measure.density.weights (shape),
///          measure.density.weight (domain), measure.density.bounds (domain: lower >= upper), measure.density.outside
///          (domain; position of the value), measure.density.points (domain; position).
/// cost     O(n points). Same bits for any thread count.
Result<Density> density_at(std::span<const double> x, std::span<const double> points,
                           const DensityRequest& request = {});

struct DensityGrid {
  std::size_t points = 512;  ///< 2 .. 100,000, evenly spaced, ends included
  double cut = 3;            ///< the grid runs from min x - cut h to max x + cut h, clipped to the bounds
  double from = std::numeric_limits<double>::quiet_NaN();  ///< given ends instead, where they are numbers
  double to = std::numeric_limits<double>::quiet_NaN();
};

/// The same on an even grid, as R's density() reports it (R interpolates between 512 binned points; this is exact).
/// errors   as density_at; measure.density.grid (domain).
Result<Density> density_on_grid(std::span<const double> x, const DensityRequest& request = {},
                                const DensityGrid& grid = {});

struct DensityByYear {
  std::vector<Density> years;  ///< on one grid
};

/// A density a year over one grid that reaches `cut` of the largest h beyond all values. Each year has its own h by the
/// rule: compare shapes with the h beside them.
/// x        regions x years.
/// errors   as density_on_grid.
Result<DensityByYear> density_by_year(View<const double, Region, Year> x, const DensityRequest& request = {},
                                      const DensityGrid& grid = {});

/// What is read off a density on a grid.
struct DensityShape {
  std::vector<std::size_t> modes;  ///< positions of local maxima on the grid, rising; of a plateau its first point
  double mean = 0;                 ///< of the density on the grid (trapezoids)
  double sd = 0;                   ///< of the density: the sample's spread and h^2 together
  double mass = 0;                 ///< under the curve; short of 1 where the grid or a bound cuts it off
};

/// Modes that are lower than `least` times the highest are left out: a single far value makes a bump of its own.
/// errors   measure.density.grid (shape: fewer than two points or not rising).
Result<DensityShape> density_shape(const Density& density, double least = 0);

}  // namespace tidu::measure
