// SPDX-License-Identifier: Apache-2.0
#include "core/base/math.h"

#include <gtest/gtest.h>
#include <mpfr.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/base/rng.h"

namespace tidu {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// A value of 200 bits, and the distance of a double from it in units of the double's last place.
class Reference {
 public:
  Reference() { mpfr_init2(value_, 200); }
  ~Reference() { mpfr_clear(value_); }
  Reference(const Reference&) = delete;
  Reference& operator=(const Reference&) = delete;
  mpfr_ptr get() { return value_; }

  double ulps(double result) {
    const double nearest = mpfr_get_d(value_, MPFR_RNDN);
    if (nearest == result || (nearest != nearest && result != result)) return 0;
    if (!std::isfinite(nearest) || !std::isfinite(result)) return kInfinity;
    const double magnitude = std::fabs(nearest);
    const double ulp = magnitude < 0x1p-1022 ? 0x1p-1074 : std::nextafter(magnitude, kInfinity) - magnitude;
    mpfr_t difference;
    mpfr_init2(difference, 200);
    mpfr_sub_d(difference, value_, result, MPFR_RNDN);
    mpfr_div_d(difference, difference, ulp, MPFR_RNDN);
    const double distance = std::fabs(mpfr_get_d(difference, MPFR_RNDN));
    mpfr_clear(difference);
    return distance;
  }

 private:
  mpfr_t value_;
};

// Points of a range: evenly spread, and spread over the powers of two.
std::vector<double> points(double low, double high, int count) {
  const Rng rng(20240601);
  std::vector<double> x;
  for (int i = 0; i < count; ++i) {
    const auto w = rng.words({.entity = static_cast<std::uint64_t>(i), .purpose = Purpose::test});
    const double u = (w[0] + 0.5) / 4294967296.0 + w[1] / 4294967296.0 / 4294967296.0;
    x.push_back(low + (high - low) * u);
    const double v = (w[2] + 0.5) / 4294967296.0 + w[3] / 4294967296.0 / 4294967296.0;
    const double small = std::ldexp(1 + v, -static_cast<int>(w[1] % 60));
    for (const double s : {small, -small}) {
      if (s >= low && s <= high) x.push_back(s);
    }
  }
  return x;
}

using Ours = double (*)(double);
using Theirs = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);

double worst(Ours ours, Theirs theirs, const std::vector<double>& x, double& at) {
  Reference reference;
  mpfr_t argument;
  mpfr_init2(argument, 53);
  double largest = 0;
  for (const double v : x) {
    mpfr_set_d(argument, v, MPFR_RNDN);
    theirs(reference.get(), argument, MPFR_RNDN);
    const double error = reference.ulps(ours(v));
    if (!(error <= largest)) {
      largest = error;
      at = v;
    }
  }
  mpfr_clear(argument);
  return largest;
}

int log_gamma(mpfr_ptr result, mpfr_srcptr x, mpfr_rnd_t rounding) {
  int sign = 0;
  return mpfr_lgamma(result, &sign, x, rounding);
}

int logistic_reference(mpfr_ptr result, mpfr_srcptr x, mpfr_rnd_t rounding) {
  mpfr_neg(result, x, rounding);
  mpfr_exp(result, result, rounding);
  mpfr_add_ui(result, result, 1, rounding);
  return mpfr_ui_div(result, 1, result, rounding);
}

int normal_cdf_reference(mpfr_ptr result, mpfr_srcptr z, mpfr_rnd_t rounding) {
  mpfr_t half;
  mpfr_init2(half, 200);
  mpfr_set_d(half, 0.5, rounding);
  mpfr_sqrt(half, half, rounding);
  mpfr_mul(result, z, half, rounding);
  mpfr_clear(half);
  mpfr_neg(result, result, rounding);
  mpfr_erfc(result, result, rounding);
  return mpfr_div_ui(result, result, 2, rounding);
}

struct Case {
  const char* name;
  Ours ours;
  Theirs theirs;
  double low;
  double high;
  double bound;
};

class MathAgainstMpfr : public testing::TestWithParam<Case> {};

TEST_P(MathAgainstMpfr, StaysBelowTheStatedError) {
  const Case& c = GetParam();
  double at = kNaN;
  const double error = worst(c.ours, c.theirs, points(c.low, c.high, 30000), at);
  RecordProperty("ulp", std::to_string(error));
  EXPECT_LT(error, c.bound) << c.name << " at " << at;
}

INSTANTIATE_TEST_SUITE_P(
    Functions, MathAgainstMpfr,
    testing::Values(
        Case{"exp", math::exp, mpfr_exp, -708, 709.7, 0.7}, Case{"exp, near 0", math::exp, mpfr_exp, -1, 1, 0.7},
        Case{"exp, subnormal", math::exp, mpfr_exp, -745, -708, 0.8},
        Case{"expm1", math::expm1, mpfr_expm1, -38, 709.7, 0.6},
        Case{"expm1, near 0", math::expm1, mpfr_expm1, -1, 1, 0.6}, Case{"log", math::log, mpfr_log, 0, 1e300, 0.6},
        Case{"log, near 1", math::log, mpfr_log, 0.5, 2, 0.6},
        Case{"log, subnormal", math::log, mpfr_log, 0, 1e-308, 0.6},
        Case{"log1p", math::log1p, mpfr_log1p, -1, 1e9, 0.6},
        Case{"log1p, near 0", math::log1p, mpfr_log1p, -0.9, 1, 0.6}, Case{"tanh", math::tanh, mpfr_tanh, -23, 23, 0.6},
        Case{"tanh, near 0", math::tanh, mpfr_tanh, -0.5, 0.5, 0.6}, Case{"erf", math::erf, mpfr_erf, -6.5, 6.5, 0.8},
        Case{"erf, near 0", math::erf, mpfr_erf, -0.6, 0.6, 0.8}, Case{"erfc", math::erfc, mpfr_erfc, -6, 26.5, 0.7},
        Case{"erfc, near 0", math::erfc, mpfr_erfc, -1, 8, 0.8},
        Case{"erfc, subnormal", math::erfc, mpfr_erfc, 26.5, 27.2, 0.8},
        Case{"lgamma, small", math::lgamma, log_gamma, 0, 3, 0.6}, Case{"lgamma", math::lgamma, log_gamma, 0, 60, 0.6},
        Case{"lgamma, large", math::lgamma, log_gamma, 60, 1e15, 0.6},
        Case{"logistic", math::logistic, logistic_reference, -740, 40, 0.8},
        Case{"logistic, near 0", math::logistic, logistic_reference, -2, 2, 0.6},
        Case{"sin", math::sin, mpfr_sin, -1048576, 1048576, 0.6}, Case{"sin, near 0", math::sin, mpfr_sin, -7, 7, 0.6},
        Case{"cos", math::cos, mpfr_cos, -1048576, 1048576, 0.6}, Case{"cos, near 0", math::cos, mpfr_cos, -7, 7, 0.6},
        Case{"normal_cdf", math::normal_cdf, normal_cdf_reference, -37.5, 8, 0.7},
        Case{"normal_cdf, near 0", math::normal_cdf, normal_cdf_reference, -9, 2, 0.7},
        Case{"normal_cdf, subnormal", math::normal_cdf, normal_cdf_reference, -38.4, -37.5, 0.8}));

TEST(MathPow, StaysBelowTheStatedError) {
  Reference reference;
  mpfr_t base;
  mpfr_t exponent;
  mpfr_init2(base, 53);
  mpfr_init2(exponent, 53);
  double largest = 0;
  const Rng rng(7);
  for (std::uint64_t i = 0; i < 60000; ++i) {
    const auto w = rng.words({.entity = i, .purpose = Purpose::test});
    const double x =
        std::ldexp(1 + w[0] / 4294967296.0, static_cast<int>(w[1] % (i % 2 ? 2000 : 4)) - (i % 2 ? 1000 : 2));
    const double y = (w[2] / 4294967296.0 - 0.5) * (i % 2 ? 2 : 600) * (w[3] % 2 ? 1 : 0x1p-20);
    mpfr_set_d(base, x, MPFR_RNDN);
    mpfr_set_d(exponent, y, MPFR_RNDN);
    mpfr_pow(reference.get(), base, exponent, MPFR_RNDN);
    const double error = reference.ulps(math::pow(x, y));
    ASSERT_LT(error, 0.6) << x << " ^ " << y;
    largest = std::max(largest, error);
  }
  RecordProperty("ulp", std::to_string(largest));
  mpfr_clear(base);
  mpfr_clear(exponent);
}

// C99 F.10.4.4
TEST(MathPow, HasTheSpecialCasesOfTheStandard) {
  for (const double x : {0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5, -3.0, kInfinity, -kInfinity, kNaN}) {
    for (const double y :
         {0.0, -0.0, 1.0, -1.0, 3.0, -3.0, 2.0, -2.0, 0.5, -0.5, 1e300, -1e300, 1e-320, kInfinity, -kInfinity, kNaN}) {
      const double ours = math::pow(x, y);
      const double theirs = std::pow(x, y);
      if (theirs != theirs) {
        EXPECT_NE(ours, ours) << x << " ^ " << y;
      } else {
        EXPECT_EQ(ours, theirs) << x << " ^ " << y;
        EXPECT_EQ(std::signbit(ours), std::signbit(theirs)) << x << " ^ " << y;
      }
    }
  }
}

TEST(MathLimits, AreThoseOfTheFunctions) {
  EXPECT_EQ(math::exp(0.0), 1.0);
  EXPECT_EQ(math::exp(-kInfinity), 0.0);
  EXPECT_EQ(math::exp(kInfinity), kInfinity);
  EXPECT_EQ(math::exp(710), kInfinity);
  EXPECT_EQ(math::exp(-746), 0.0);
  EXPECT_EQ(math::log(0.0), -kInfinity);
  EXPECT_EQ(math::log(1.0), 0.0);
  EXPECT_TRUE(std::isnan(math::log(-1.0)));
  EXPECT_EQ(math::log1p(-1.0), -kInfinity);
  EXPECT_TRUE(std::signbit(math::log1p(-0.0)));
  EXPECT_TRUE(std::signbit(math::expm1(-0.0)));
  EXPECT_EQ(math::expm1(-50), -1.0);
  EXPECT_EQ(math::tanh(-100), -1.0);
  EXPECT_EQ(math::erf(7), 1.0);
  EXPECT_EQ(math::erf(-kInfinity), -1.0);
  EXPECT_EQ(math::lgamma(1.0), 0.0);
  EXPECT_EQ(math::lgamma(2.0), 0.0);
  EXPECT_EQ(math::lgamma(0.0), kInfinity);
  EXPECT_TRUE(std::isnan(math::lgamma(-0.5)));
  EXPECT_EQ(math::logistic(0), 0.5);
  EXPECT_EQ(math::logistic(-kInfinity), 0.0);
  EXPECT_EQ(math::cos(0.0), 1.0);
  EXPECT_TRUE(std::signbit(math::sin(-0.0)));
  EXPECT_TRUE(std::isnan(math::sin(2e6)));
  EXPECT_TRUE(std::isnan(math::cos(-kInfinity)));
  EXPECT_EQ(math::normal_quantile(0.5), 0.0);
  EXPECT_EQ(math::normal_quantile(0.0), -kInfinity);
  for (const Ours f : {math::exp, math::expm1, math::log, math::log1p, math::tanh, math::erf, math::erfc, math::lgamma,
                       math::logistic, math::normal_cdf, math::normal_quantile, math::sin, math::cos}) {
    EXPECT_TRUE(std::isnan(f(kNaN)));
  }
}

TEST(MathAtan2, StaysBelowTheStatedErrorAndHasTheSpecialCasesOfTheStandard) {
  Reference reference;
  mpfr_t y_value;
  mpfr_t x_value;
  mpfr_inits2(53, y_value, x_value, static_cast<mpfr_ptr>(nullptr));
  const Rng rng(9);
  for (std::uint64_t i = 0; i < 60000; ++i) {
    const auto w = rng.words({.entity = i, .purpose = Purpose::test});
    const std::uint32_t spread = i % 3 == 0 ? 900 : i % 3 == 1 ? 40 : 1;
    const double y =
        std::ldexp(1 + w[0] / 4294967296.0, static_cast<int>(w[1] % (2 * spread)) - static_cast<int>(spread)) *
        (w[1] >> 31 ? 1 : -1);
    const double x =
        std::ldexp(1 + w[2] / 4294967296.0, static_cast<int>(w[3] % (2 * spread)) - static_cast<int>(spread)) *
        (w[3] >> 31 ? 1 : -1);
    mpfr_set_d(y_value, y, MPFR_RNDN);
    mpfr_set_d(x_value, x, MPFR_RNDN);
    mpfr_atan2(reference.get(), y_value, x_value, MPFR_RNDN);
    ASSERT_LT(reference.ulps(math::atan2(y, x)), 0.6) << y << ", " << x;
  }
  mpfr_clears(y_value, x_value, static_cast<mpfr_ptr>(nullptr));
  for (const double y : {0.0, -0.0, 1.0, -1.0, 1e-310, kInfinity, -kInfinity, kNaN}) {
    for (const double x : {0.0, -0.0, 1.0, -1.0, 1e300, -1e300, kInfinity, -kInfinity, kNaN}) {
      const double ours = math::atan2(y, x);
      const double theirs = std::atan2(y, x);
      if (theirs != theirs) {
        EXPECT_NE(ours, ours);
      } else {
        EXPECT_EQ(ours, theirs) << y << ", " << x;
        EXPECT_EQ(std::signbit(ours), std::signbit(theirs)) << y << ", " << x;
      }
    }
  }
}

// Newton's step in 200 bits from our value: the true quantile is z - (Phi(z) - p) / phi(z) up to its square.
TEST(MathNormalQuantile, StaysBelowTheStatedError) {
  mpfr_t z;
  mpfr_t cdf;
  mpfr_t density;
  mpfr_inits2(200, z, cdf, density, static_cast<mpfr_ptr>(nullptr));
  double largest = 0;
  for (const double p : points(0, 1, 20000)) {
    const double ours = math::normal_quantile(p);
    if (p == 0.5) continue;
    mpfr_set_d(z, ours, MPFR_RNDN);
    normal_cdf_reference(cdf, z, MPFR_RNDN);
    mpfr_sub_d(cdf, cdf, p, MPFR_RNDN);
    mpfr_sqr(density, z, MPFR_RNDN);
    mpfr_div_si(density, density, -2, MPFR_RNDN);
    mpfr_exp(density, density, MPFR_RNDN);
    mpfr_div(cdf, cdf, density, MPFR_RNDN);
    const double error = mpfr_get_d(cdf, MPFR_RNDN) * 2.5066282746310002;
    const double magnitude = std::fabs(ours);
    largest = std::max(largest, std::fabs(error) / (std::nextafter(magnitude, kInfinity) - magnitude));
  }
  RecordProperty("ulp", std::to_string(largest));
  EXPECT_LT(largest, 0.75);
  mpfr_clears(z, cdf, density, static_cast<mpfr_ptr>(nullptr));
}

}  // namespace
}  // namespace tidu
