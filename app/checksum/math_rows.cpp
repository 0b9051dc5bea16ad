// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>
#include <limits>

#include "app/checksum/context.h"
#include "core/base/distributions.h"
#include "core/base/math.h"

namespace tidu::checksum {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::array kSpecial{0.0,
                              -0.0,
                              1.0,
                              -1.0,
                              0.5,
                              -0.5,
                              kInfinity,
                              -kInfinity,
                              std::numeric_limits<double>::quiet_NaN(),
                              0x1p-1074,
                              -0x1p-1074,
                              0x1p-1022,
                              -0x1p-1022,
                              0x1.fffffffffffffp1023,
                              -0x1.fffffffffffffp1023,
                              709.78,
                              -745.13};

// Special values, a small and a wide range, and both signs of every power of two down to the subnormal ones.
std::vector<double> grid(Context& context) {
  std::vector<double> x(kSpecial.begin(), kSpecial.end());
  for (const double value : context.uniforms(3000, -8, 8)) x.push_back(value);
  for (const double value : context.uniforms(3000, -750, 750)) x.push_back(value);
  const std::span<double> mantissa = context.uniforms(2098, 1, 2);
  for (int k = -1074; k < 1024; ++k) {
    const double value = std::ldexp(mantissa[static_cast<std::size_t>(k + 1074)], k);
    x.push_back(value);
    x.push_back(-value);
  }
  return x;
}

template <double (*Function)(double)>
void over_grid(Context& context) {
  for (const double x : context.placed(grid(context))) context.hash().add(Function(x));
}

void quantile_grid(Context& context) {
  for (const double p : {0.0, 1.0, 0.5, -0.1, 1.1}) context.hash().add(math::normal_quantile(p));
  for (const double p : context.uniforms(4000)) context.hash().add(math::normal_quantile(p));
  for (const double u : context.uniforms(1000)) {
    context.hash().add(math::normal_quantile(math::exp(-700 * u)));
    context.hash().add(math::normal_quantile(1 - math::exp(-36 * u)));
  }
}

void power_grid(Context& context) {
  for (const double x : kSpecial) {
    for (const double y : kSpecial) context.hash().add(math::pow(x, y));
  }
  const std::span<double> base = context.uniforms(4000, -20, 20);
  const std::span<double> exponent = context.uniforms(4000, -250, 250);
  for (std::size_t i = 0; i < base.size(); ++i) {
    context.hash().add(math::pow(base[i], std::floor(exponent[i])));
    context.hash().add(math::pow(std::fabs(base[i]), exponent[i] / 8));
  }
}

void angle_grid(Context& context) {
  for (const double y : kSpecial) {
    for (const double x : kSpecial) context.hash().add(math::atan2(y, x));
  }
  const std::span<double> y = context.uniforms(3000, -5, 5);
  const std::span<double> x = context.uniforms(3000, -5, 5);
  for (std::size_t i = 0; i < y.size(); ++i) context.hash().add(math::atan2(y[i], x[i]));
}

void distributions(Context& context) {
  const std::span<double> u = context.uniforms(400);
  for (const double degrees : {0.7, 4.0, 29.0, 3000.0}) {
    for (const double v : u) {
      context.hash().add(math::student_t_two_sided(9 * v, degrees));
      context.hash().add(math::chi_square_upper(3 * degrees * v, degrees));
      context.hash().add(math::f_upper(5 * v, 3, degrees));
    }
    for (const double v : u.subspan(0, 40)) {
      context.hash().add(math::noncentral_f_upper(30 * v, 3, degrees, 50 * v));
      context.hash().add(math::student_t_quantile(v, degrees));
    }
  }
}

constexpr std::array kRows{
    KernelRow{"math.exp", over_grid<math::exp>},
    KernelRow{"math.expm1", over_grid<math::expm1>},
    KernelRow{"math.log", over_grid<math::log>},
    KernelRow{"math.log1p", over_grid<math::log1p>},
    KernelRow{"math.pow", power_grid},
    KernelRow{"math.tanh", over_grid<math::tanh>},
    KernelRow{"math.erf", over_grid<math::erf>},
    KernelRow{"math.erfc", over_grid<math::erfc>},
    KernelRow{"math.lgamma", over_grid<math::lgamma>},
    KernelRow{"math.logistic", over_grid<math::logistic>},
    KernelRow{"math.normal_cdf", over_grid<math::normal_cdf>},
    KernelRow{"math.normal_quantile", quantile_grid},
    KernelRow{"math.sin", over_grid<math::sin>},
    KernelRow{"math.cos", over_grid<math::cos>},
    KernelRow{"math.atan2", angle_grid},
    KernelRow{"math.distributions", distributions},
};

}  // namespace

std::span<const KernelRow> math_rows() { return kRows; }

}  // namespace tidu::checksum
