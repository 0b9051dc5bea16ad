// SPDX-License-Identifier: Apache-2.0
#include "core/economy/anderson.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace tidu::economy {
namespace {

/// f(x) = b - A x of a symmetric matrix with eigenvalues far apart; plain steps would diverge.
std::vector<double> residual(const std::vector<double>& x) {
  constexpr std::array<std::array<double, 3>, 3> a{{{4, 1, 0}, {1, 3, 1}, {0, 1, 0.5}}};
  std::vector<double> out{1, 2, 3};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) out[i] -= a[i][j] * x[j];
  }
  return out;
}

double size(const std::vector<double>& f) { return std::hypot(f[0], f[1], f[2]); }

TEST(Anderson, SolvesALinearSystemInAsManyStepsAsItHasUnknowns) {
  // Type II is GMRES on linear problems (Walker & Ni 2011, theorem 2.2): three unknowns, three steps and one more.
  Anderson accelerated(5);
  std::vector<double> x(3);
  for (int step = 0; step < 4; ++step) x = accelerated.next(x, residual(x));
  EXPECT_LT(size(residual(x)), 1e-12);
}

TEST(Anderson, WithoutDepthItIsThePlainIteration) {
  Anderson plain(0);
  const std::vector<double> x{1, 2, 3};
  EXPECT_EQ(plain.next(x, {0.5, 0, -1}), (std::vector<double>{1.5, 2, 2}));
  EXPECT_EQ(plain.next(x, {0.5, 1, -1}), (std::vector<double>{1.5, 3, 2}));
}

TEST(Anderson, RepeatedStepsAreLeftOut) {
  Anderson accelerated(3);
  const std::vector<double> f{1, 0, 0};
  std::vector<double> x(3);
  for (int step = 0; step < 4; ++step) x = accelerated.next(x, f);  // f never changes: nothing can be learnt
  EXPECT_EQ(x, (std::vector<double>{4, 0, 0}));
}

TEST(Anderson, RestartForgets) {
  Anderson accelerated(3);
  std::vector<double> x(3);
  x = accelerated.next(x, residual(x));
  accelerated.restart();
  const auto f = residual(x);
  const auto next = accelerated.next(x, f);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(next[i], x[i] + f[i]);
}

}  // namespace
}  // namespace tidu::economy
