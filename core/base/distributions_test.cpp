// SPDX-License-Identifier: Apache-2.0
#include "core/base/distributions.h"

#include <gtest/gtest.h>
#include <mpfr.h>

#include <cmath>
#include <limits>

#include "core/base/math.h"

namespace tidu::math {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

void expect_close(double ours, double reference, double relative, const char* what) {
  EXPECT_LE(std::fabs(ours - reference), relative * std::fabs(reference))
      << what << ": " << ours << " for " << reference;
}

// Reference values of 40 digits by mpmath 1.2.1 (incomplete beta and gamma functions; Poisson mixtures of them).
TEST(Distributions, AgreeWithReferencesOfFortyDigits) {
  const double t[][3] = {{2.0, 5, 0.050969739414929178123},      {12.706204736432095, 1, 0.02499999999949565282},
                         {0.001, 30, 0.49960436788324254506},    {40, 7, 7.9510899924251852343e-10},
                         {3.5, 1000, 0.00024288717298391612063}, {6, 100000, 9.899647278008812792e-10},
                         {300, 2.5, 4.6144418309767449811e-7}};
  for (const auto& [x, degrees, upper] : t) expect_close(student_t_upper(x, degrees), upper, 1e-12, "t");
  const double f[][4] = {{3.0, 4, 20, 0.043200998334214091301},        {1.0, 1, 1, 0.5},
                         {0.01, 7, 3, 0.99999586957789861664},         {250, 3, 40, 6.1504291677905683102e-26},
                         {1.5, 1000, 2000, 2.1149895091996168958e-14}, {9, 2.5, 1e5, 0.000026864311066925345379}};
  for (const auto& [x, a, b, upper] : f) expect_close(f_upper(x, a, b), upper, 1e-12, "F");
  const double chi[][3] = {{3.841458820694124, 1, 0.050000000000000057435},
                           {100, 60, 0.00091682886145607987385},
                           {1000, 60, 1.5930996276176762996e-170},
                           {0.1, 10, 0.99999999750204866399},
                           {1050, 1000, 0.1324740568214770765},
                           {102000, 1e5, 4.4119392551203061853e-6}};
  for (const auto& [x, degrees, upper] : chi) expect_close(chi_square_upper(x, degrees), upper, 1e-12, "chi-square");
}

TEST(Distributions, NoncentralFAgreesWithReferences) {
  struct Case {
    double f, a, b, lambda, upper, lower;
  };
  const Case cases[] = {{3.0, 4, 20, 5, 0.29426982731190203534, 0.70573017268809796466},
                        {25.0, 3, 180, 60, 0.23940365654985328169, 0.76059634345014671831},
                        {0.5, 2, 10, 30, 0.99999753069241001102, 2.4693075899889818734e-6},
                        {120, 5, 50, 200, 0.000025504409466675599798, 0.9999744955905333244}};
  for (const Case& c : cases) {
    expect_close(noncentral_f_upper(c.f, c.a, c.b, c.lambda), c.upper, 1e-11, "upper");
    expect_close(noncentral_f_cdf(c.f, c.a, c.b, c.lambda), c.lower, 1e-11, "lower");
  }
  for (const double f : {0.1, 1.0, 4.0})
    expect_close(noncentral_f_upper(f, 3, 12, 0), f_upper(f, 3, 12), 1e-13, "lambda 0");
}

// Abramowitz & Stegun 1964, tables 26.8, 26.9 and 26.10, to the digits printed.
TEST(Distributions, AgreeWithPrintedTables) {
  EXPECT_NEAR(student_t_quantile(0.975, 10), 2.228, 5e-4);
  EXPECT_NEAR(student_t_quantile(0.995, 1), 63.657, 5e-4);
  EXPECT_NEAR(student_t_quantile(0.95, 30), 1.697, 5e-4);
  EXPECT_NEAR(chi_square_upper(18.3070, 10), 0.05, 1e-6);
  EXPECT_NEAR(chi_square_upper(6.63490, 1), 0.01, 1e-6);
  EXPECT_NEAR(f_upper(3.33, 5, 10), 0.05, 2e-4);
  EXPECT_NEAR(f_upper(5.64, 5, 10), 0.01, 2e-4);
}

TEST(Distributions, ChiSquareOfTwoDegreesIsExponential) {
  for (const double x : {1e-9, 0.3, 2.0, 50.0, 900.0}) {
    expect_close(chi_square_upper(x, 2), math::exp(-x / 2), 1e-13, "upper");
    expect_close(chi_square_cdf(x, 2), -math::expm1(-x / 2), 1e-13, "lower");
  }
}

// Q(1/2, x) = erfc(sqrt x) by MPFR, from the middle to the far tail.
TEST(Distributions, IncompleteGammaOfOneHalfIsErfc) {
  mpfr_t value;
  mpfr_init2(value, 200);
  for (double x = 1e-6; x < 600; x *= 1.7) {
    mpfr_set_d(value, x, MPFR_RNDN);
    mpfr_sqrt(value, value, MPFR_RNDN);
    mpfr_erfc(value, value, MPFR_RNDN);
    expect_close(gamma_upper(0.5, x), mpfr_get_d(value, MPFR_RNDN), 1e-13, "erfc");
  }
  mpfr_clear(value);
}

TEST(Distributions, TailsAddUpAndMirror) {
  for (const double degrees : {0.7, 3.0, 29.0, 4000.0}) {
    for (const double x : {0.01, 0.5, 1.0, 2.5, 9.0}) {
      EXPECT_NEAR(student_t_cdf(x, degrees) + student_t_upper(x, degrees), 1, 1e-15);
      EXPECT_EQ(student_t_cdf(-x, degrees), student_t_upper(x, degrees));
      EXPECT_NEAR(f_cdf(x, degrees, 7) + f_upper(x, degrees, 7), 1, 1e-14);
      expect_close(f_upper(x, degrees, 7), f_cdf(1 / x, 7, degrees), 1e-12, "F mirrors");
      EXPECT_NEAR(chi_square_cdf(x, degrees) + chi_square_upper(x, degrees), 1, 1e-14);
      expect_close(student_t_two_sided(x, degrees), f_upper(x * x, 1, degrees), 1e-12, "t squared is F");
      expect_close(student_t_quantile(student_t_cdf(-x, degrees), degrees), -x, 1e-10, "quantile");
    }
  }
  expect_close(normal_two_sided(1.959963984540054), 0.05, 1e-14, "normal");
}

TEST(Distributions, EndsAndMistakes) {
  EXPECT_EQ(student_t_quantile(0.5, 3), 0);
  EXPECT_EQ(student_t_quantile(1, 3), kInfinity);
  EXPECT_EQ(student_t_two_sided(-kInfinity, 3), 0);
  EXPECT_EQ(f_upper(0, 3, 4), 1);
  EXPECT_EQ(f_upper(kInfinity, 3, 4), 0);
  EXPECT_EQ(noncentral_f_upper(0, 3, 4, 2), 1);
  EXPECT_EQ(chi_square_upper(-1, 3), 1);
  // where the quotient overflows: 2/(pi t) for one degree, df^(df/2) Gamma((df+1)/2)/(Gamma(df/2 + 1) sqrt(pi) t^df)
  expect_close(student_t_two_sided(1e200, 1), 6.3661977236758134308e-201, 1e-13, "t far out");
  expect_close(student_t_two_sided(-1e300, 0.5) / student_t_two_sided(1e10, 0.5), 1e-145, 1e-9, "t far out");
  EXPECT_EQ(student_t_two_sided(1e200, 3), 0);
  EXPECT_EQ(f_upper(1e-320, 2, 2), 1);
  EXPECT_NEAR(f_cdf(1e-320, 2, 2), 0, 1e-300);
  for (const double bad : {student_t_cdf(1, 0), f_cdf(1, -1, 3), chi_square_cdf(1, 0), noncentral_f_cdf(1, 2, 3, -1),
                           beta_lower(0.5, 0.5, 0, 1), gamma_upper(-1, 2), student_t_quantile(1.5, 3)}) {
    EXPECT_TRUE(std::isnan(bad));
  }
}

}  // namespace
}  // namespace tidu::math
