// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "core/base/linalg.h"
#include "core/measure/network/qap.h"
#include "core/measure/network/support_test.h"
#include "tests/executors.h"

namespace tidu::measure {
namespace {

using testing::Matrix;

Matrix draw(std::size_t n, std::size_t salt) {
  Matrix out({n, n});
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      out(i, j) = static_cast<double>((17 * i + 5 * j * j + salt * (i + 2) * (j + 1) + salt * salt * j) % 13);
    }
  }
  return out;
}

std::vector<double> cells(const Matrix& a) {
  std::vector<double> out;
  for (std::size_t i = 0; i < a.extent<Row>(); ++i) {
    for (std::size_t j = 0; j < a.extent<Row>(); ++j) {
      if (i != j) out.push_back(a(i, j));
    }
  }
  return out;
}

struct Ols {
  std::vector<double> coefficients;  // the intercept first
  std::vector<double> t;
  double r_squared = 0;
  std::vector<double> residuals;
};

Ols ols(const std::vector<double>& y, const std::vector<std::vector<double>>& x) {
  Array<double, Row, Column> design({y.size(), x.size() + 1}, 1.0);
  for (std::size_t i = 0; i < y.size(); ++i) {
    for (std::size_t k = 0; k < x.size(); ++k) design(i, k + 1) = x[k][i];
  }
  const auto fit = *linalg::least_squares(design, y);
  Ols out{.coefficients = fit.coefficients};
  const double variance = fit.residual_squares / static_cast<double>(y.size() - x.size() - 1);
  double mean = 0;
  for (const double v : y) mean += v / static_cast<double>(y.size());
  double total = 0;
  for (const double v : y) total += (v - mean) * (v - mean);
  out.r_squared = 1 - fit.residual_squares / total;
  for (std::size_t k = 0; k <= x.size(); ++k) {
    out.t.push_back(fit.coefficients[k] / std::sqrt(variance * fit.covariance(k, k)));
  }
  for (std::size_t i = 0; i < y.size(); ++i) {
    double fitted = 0;
    for (std::size_t k = 0; k <= x.size(); ++k) fitted += fit.coefficients[k] * design(i, k);
    out.residuals.push_back(y[i] - fitted);
  }
  return out;
}

Matrix from_cells(const std::vector<double>& x, std::size_t n) {
  Matrix out({n, n});
  std::size_t at = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      if (i != j) out(i, j) = x[at++];
    }
  }
  return out;
}

// Shares, over all renumberings of five nodes, of statistics at least as large as the observed one.
std::vector<double> all_shares(const Matrix& y, const std::vector<Matrix>& x, MrqapMethod method,
                               MrqapStatistic statistic) {
  std::vector<std::vector<double>> columns;
  for (const Matrix& m : x) columns.push_back(cells(m));
  const auto pick = [&](const Ols& fit, std::size_t k) {
    return statistic == MrqapStatistic::t ? fit.t[k + 1] : fit.coefficients[k + 1];
  };
  const Ols observed = ols(cells(y), columns);
  std::vector<double> shares(x.size());
  std::vector<std::size_t> order{0, 1, 2, 3, 4};
  do {
    for (std::size_t k = 0; k < x.size(); ++k) {
      Ols fit;
      if (method == MrqapMethod::permute_outcome) {
        fit = ols(cells(testing::renumbered(y, order)), columns);
      } else {
        auto others = columns;
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(k));
        auto permuted = columns;
        permuted[k] = cells(testing::renumbered(from_cells(ols(columns[k], others).residuals, 5), order));
        fit = ols(cells(y), permuted);
      }
      if (pick(fit, k) >= pick(observed, k) - 1e-9) shares[k] += 1.0 / 120;
    }
  } while (std::next_permutation(order.begin(), order.end()));
  return shares;
}

TEST(Mrqap, TwelveTracts) {
  TIDU_GOLDEN(path, "sna12.csv");
  auto columns = testing::read_columns(path.parent_path() / "columbus.csv");
  Matrix distances({12, 12});
  Matrix incomes({12, 12});
  for (std::size_t i = 0; i < 12; ++i) {
    for (std::size_t j = 0; j < 12; ++j) {
      distances(i, j) = std::hypot(columns["X"][i] - columns["X"][j], columns["Y"][i] - columns["Y"][j]);
      incomes(i, j) = std::fabs(columns["INC"][i] - columns["INC"][j]);
    }
  }
  const Matrix network = testing::golden_network(path);
  const std::vector<Relation> regressors{distances, incomes};
  const auto out = mrqap({.outcome = network, .regressors = regressors, .test = {.permutations = 999, .seed = 1}});
  ASSERT_TRUE(out);  // netlm of R's package sna
  EXPECT_EQ(out->cells, 132U);
  EXPECT_NEAR(out->intercept, 1.02838669789, 1e-11);
  EXPECT_NEAR(out->terms[0].coefficient, -0.103301443619, 1e-12);
  EXPECT_NEAR(out->terms[1].coefficient, -0.00990707204035, 1e-13);
  EXPECT_NEAR(out->r_squared, 0.429252595588, 1e-12);
  EXPECT_LT(out->terms[0].p.two_sided, 0.01);
  EXPECT_GT(out->terms[1].p.two_sided, 0.1);
}

TEST(Mrqap, AgreesWithPlainLeastSquares) {
  const Matrix y = draw(5, 1);
  const std::vector<Matrix> x{draw(5, 2), draw(5, 3), draw(5, 6)};
  const std::vector<Relation> regressors(x.begin(), x.end());
  const auto out = mrqap({.outcome = y, .regressors = regressors, .test = {.permutations = 0}});
  ASSERT_TRUE(out);
  const Ols plain = ols(cells(y), {cells(x[0]), cells(x[1]), cells(x[2])});
  EXPECT_NEAR(out->intercept, plain.coefficients[0], 1e-12);
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR(out->terms[k].coefficient, plain.coefficients[k + 1], 1e-12);
    EXPECT_NEAR(out->terms[k].t, plain.t[k + 1], 1e-11);
    EXPECT_EQ(out->terms[k].p.two_sided, 1);
  }
  EXPECT_NEAR(out->r_squared, plain.r_squared, 1e-13);
  EXPECT_NEAR(out->r_squared_adjusted, 1 - (1 - plain.r_squared) * 19 / 16, 1e-13);
  // One regressor: the standardised coefficient is the correlation.
  const auto one = mrqap({.outcome = y, .regressors = std::span(regressors).first(1), .test = {.permutations = 0}});
  EXPECT_NEAR(one->terms[0].standardised, qap_correlation(y, x[0], {.permutations = 0})->correlation, 1e-14);
}

TEST(Mrqap, PermutationsFindTheShareOfAllRenumberings) {
  const Matrix y = draw(5, 1);
  const std::vector<Matrix> x{draw(5, 2), draw(5, 3)};
  const std::vector<Relation> regressors(x.begin(), x.end());
  const std::uint64_t m = 20'000;
  for (const MrqapMethod method : {MrqapMethod::double_semi_partialling, MrqapMethod::permute_outcome}) {
    for (const MrqapStatistic statistic : {MrqapStatistic::t, MrqapStatistic::coefficient}) {
      const auto out = mrqap({.outcome = y,
                              .regressors = regressors,
                              .method = method,
                              .statistic = statistic,
                              .test = {.permutations = m, .seed = 3}});
      ASSERT_TRUE(out);
      const std::vector<double> shares = all_shares(y, x, method, statistic);
      for (std::size_t k = 0; k < 2; ++k) {
        const double error = std::sqrt(shares[k] * (1 - shares[k]) / static_cast<double>(m));
        EXPECT_GT(error, 0);
        EXPECT_NEAR(static_cast<double>(out->terms[k].p.as_large) / static_cast<double>(m), shares[k], 5 * error);
      }
      // R^2 has a test of its own only where the outcome is permuted.
      EXPECT_EQ(out->r_squared_p.as_large > 0, method == MrqapMethod::permute_outcome);
    }
  }
}

TEST(Mrqap, ExecutorsDoNotChangeBits) {
  const Matrix y = draw(9, 1);
  const std::vector<Matrix> x{draw(9, 2), draw(9, 3)};
  const std::vector<Relation> regressors(x.begin(), x.end());
  tests::BackwardExecutor backward;
  tests::CancelledExecutor cancelled;
  for (const MrqapMethod method : {MrqapMethod::double_semi_partialling, MrqapMethod::permute_outcome}) {
    const MrqapRequest request{
        .outcome = y, .regressors = regressors, .method = method, .test = {.permutations = 500, .seed = 2}};
    const auto a = mrqap(request);
    const auto b = mrqap(request, backward);
    ASSERT_TRUE(a && b);
    for (std::size_t k = 0; k < 2; ++k) {
      EXPECT_EQ(a->terms[k].p.as_large, b->terms[k].p.as_large);
      EXPECT_EQ(a->terms[k].p.as_extreme, b->terms[k].p.as_extreme);
    }
    EXPECT_REFUSED(mrqap(request, cancelled), ErrorCode::cancelled, "measure.qap.cancelled");
  }
}

TEST(Mrqap, Refusals) {
  const Matrix y = draw(5, 1);
  const Matrix x = draw(5, 2);
  Matrix twice = x;
  for (double& value : twice.values()) value = 3 * value - 1;
  EXPECT_REFUSED(mrqap({.outcome = y}), ErrorCode::shape, "measure.qap.no_regressor");
  const std::vector<Relation> two{x, twice};
  EXPECT_REFUSED(mrqap({.outcome = y, .regressors = two}), ErrorCode::domain, "measure.qap.collinear");
  const std::vector<Relation> own{y};
  EXPECT_REFUSED(mrqap({.outcome = y, .regressors = own}), ErrorCode::domain, "measure.qap.exact");
  EXPECT_TRUE(mrqap({.outcome = y, .regressors = own, .statistic = MrqapStatistic::coefficient}));
  const Matrix small = draw(3, 1);
  const std::vector<Matrix> many{draw(3, 2), draw(3, 3), draw(3, 4), draw(3, 5), draw(3, 6)};
  const std::vector<Relation> five(many.begin(), many.end());
  EXPECT_REFUSED(mrqap({.outcome = small, .regressors = five}), ErrorCode::shape, "measure.qap.too_few_cells");
  const Matrix constant({5, 5}, 2);
  const std::vector<Relation> flat{x, constant};
  const auto refused = mrqap({.outcome = y, .regressors = flat});
  EXPECT_REFUSED(refused, ErrorCode::domain, "measure.qap.constant");
  EXPECT_EQ(refused.error().message, text("measure.qap.constant", 3));
}

RC_GTEST_PROP(MrqapProperty, ATermIgnoresTheUnitsOfOthersAndLabels, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(108, rc::gen::inRange(-9, 10));
  std::vector<Matrix> m(3, Matrix({6, 6}));
  for (std::size_t i = 0; i < 108; ++i) m[i / 36].values()[i % 36] = raw[i];
  const std::vector<Relation> x{m[1], m[2]};
  const auto plain = mrqap({.outcome = m[0], .regressors = x, .test = {.permutations = 0}});
  RC_PRE(plain.has_value());
  const auto order = testing::any_order(6);
  Matrix y = testing::renumbered(m[0], order);
  Matrix first = testing::renumbered(m[1], order);
  Matrix second = testing::renumbered(m[2], order);
  for (double& value : y.values()) value = 2 * value - 5;
  for (double& value : second.values()) value = 1e4 * value + 3;
  const std::vector<Relation> others{first, second};
  const auto other = mrqap({.outcome = y, .regressors = others, .test = {.permutations = 0}});
  RC_ASSERT(std::fabs(other->terms[0].coefficient - 2 * plain->terms[0].coefficient) < 1e-10);
  RC_ASSERT(std::fabs(other->terms[0].t - plain->terms[0].t) < 1e-8);
  RC_ASSERT(std::fabs(other->r_squared - plain->r_squared) < 1e-10);
}

}  // namespace
}  // namespace tidu::measure
