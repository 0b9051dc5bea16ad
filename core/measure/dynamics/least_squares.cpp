// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/least_squares.h"

#include <algorithm>
#include <cmath>

#include "core/base/distributions.h"
#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

using Square = Array<double, Row, Column>;

// Rows times the root of their weight; rows without weight drop out of every sum and of N.
struct Rows {
  Array<double, Row, Column> x;
  std::vector<double> y;
  std::size_t counted = 0;
};

Result<void> check_clusters(const LeastSquaresRequest& request) {
  if (request.rule != CovarianceRule::cluster) return {};
  const std::size_t n = request.x.extent<Row>();
  const bool known = std::all_of(request.cluster_of.begin(), request.cluster_of.end(),
                                 [&](std::size_t cluster) { return cluster < request.clusters; });
  if (request.cluster_of.size() != n || request.clusters < 2 || !known) {
    return refuse(ErrorCode::shape, "measure.regression.clusters", "measure.regression.clusters.hint",
                  request.cluster_of.size(), n, request.clusters);
  }
  return {};
}

Result<Rows> weighted_rows(const LeastSquaresRequest& request) {
  const std::size_t n = request.x.extent<Row>();
  const std::size_t k = request.x.extent<Column>();
  if (request.y.size() != n || (!request.weights.empty() && request.weights.size() != n)) {
    return refuse(ErrorCode::shape, "measure.regression.weights", "measure.regression.weights.hint", n,
                  request.weights.empty() ? request.y.size() : request.weights.size());
  }
  Rows out{Array<double, Row, Column>({n, k}), std::vector<double>(n), 0};
  for (std::size_t i = 0; i < n; ++i) {
    const double w = request.weights.empty() ? 1 : request.weights[i];
    if (!(w >= 0 && std::isfinite(w))) {
      return refuse(ErrorCode::domain, "measure.regression.weight", "measure.regression.weight.hint", i + 1, w);
    }
    const double root = std::sqrt(w);
    out.counted += w > 0 ? 1 : 0;
    out.y[i] = root * request.y[i];
    for (std::size_t j = 0; j < k; ++j) out.x(i, j) = root * request.x(i, j);
  }
  if (out.counted <= k + request.absorbed) {
    return refuse(ErrorCode::shape, "measure.regression.degrees", "measure.regression.degrees.hint", out.counted,
                  k + request.absorbed);
  }
  return out;
}

double total_squares(const LeastSquaresRequest& request) {
  const std::size_t n = request.y.size();
  const std::vector<double> ones(n, 1);
  const std::span<const double> w = request.weights.empty() ? std::span<const double>(ones) : request.weights;
  const double center = dot(w, request.y) / sum(w);
  std::vector<double> squares(n);
  for (std::size_t i = 0; i < n; ++i) squares[i] = w[i] * (request.y[i] - center) * (request.y[i] - center);
  return sum(squares);
}

// B M B
Square sandwich(const Square& bread, const Square& meat) {
  const std::size_t k = bread.extent<Row>();
  Square half({k, k});
  Square out({k, k});
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      for (std::size_t l = 0; l < k; ++l) half(i, j) += bread(i, l) * meat(l, j);
    }
  }
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      for (std::size_t l = 0; l < k; ++l) out(i, j) += half(i, l) * bread(l, j);
    }
  }
  return out;
}

// sum over rows of `scores` that are `lag` apart of s_t s_(t - lag)' (and its transpose where lag > 0), times `factor`.
void add_products(const Square& scores, std::size_t lag, double factor, Square& meat) {
  const std::size_t k = scores.extent<Column>();
  for (std::size_t t = lag; t < scores.extent<Row>(); ++t) {
    for (std::size_t i = 0; i < k; ++i) {
      for (std::size_t j = 0; j < k; ++j) {
        meat(i, j) += factor * scores(t, i) * scores(t - lag, j);
        if (lag > 0) meat(i, j) += factor * scores(t - lag, i) * scores(t, j);
      }
    }
  }
}

double leverage(const Rows& rows, const Square& bread, std::size_t i) {
  double h = 0;
  for (std::size_t a = 0; a < bread.extent<Row>(); ++a) {
    for (std::size_t b = 0; b < bread.extent<Row>(); ++b) h += rows.x(i, a) * bread(a, b) * rows.x(i, b);
  }
  return h;
}

// x_i e_i of each row, by cluster where there are clusters.
Square scores_of(const LeastSquaresRequest& request, const Rows& rows, const Square& bread,
                 const std::vector<double>& residuals) {
  const std::size_t k = rows.x.extent<Column>();
  const bool by_cluster = request.rule == CovarianceRule::cluster;
  Square scores({by_cluster ? request.clusters : rows.y.size(), k});
  for (std::size_t i = 0; i < rows.y.size(); ++i) {
    const std::size_t to = by_cluster ? request.cluster_of[i] : i;
    const double shrink = request.rule == CovarianceRule::hc3 ? 1 - leverage(rows, bread, i) : 1;
    for (std::size_t j = 0; j < k; ++j) scores(to, j) += rows.x(i, j) * residuals[i] / shrink;
  }
  return scores;
}

Square covariance_of(const LeastSquaresRequest& request, const Rows& rows, const linalg::LeastSquares& solved,
                     const std::vector<double>& residuals) {
  const auto n = static_cast<double>(rows.counted);
  const std::size_t k = rows.x.extent<Column>();
  const auto parameters = static_cast<double>(k + request.absorbed);
  Square out = solved.covariance;
  double factor = 1;
  if (request.rule == CovarianceRule::iid) {
    factor = solved.residual_squares / (n - parameters);
  } else {
    const Square scores = scores_of(request, rows, solved.covariance, residuals);
    Square meat({k, k});
    add_products(scores, 0, 1, meat);
    for (std::size_t lag = 1; request.rule == CovarianceRule::newey_west && lag <= request.lags; ++lag) {
      add_products(scores, lag, 1 - static_cast<double>(lag) / static_cast<double>(request.lags + 1), meat);
    }
    out = sandwich(solved.covariance, meat);
  }
  if (request.rule == CovarianceRule::hc1) factor = n / (n - parameters);
  if (request.rule == CovarianceRule::cluster) {
    const auto g = static_cast<double>(request.clusters);
    factor = g / (g - 1) * ((n - 1) / (n - parameters + static_cast<double>(request.absorbed_in_clusters)));
  }
  for (double& value : out.values()) value *= factor;
  return out;
}

}  // namespace

Result<LeastSquaresFit> fit_least_squares(const LeastSquaresRequest& request) {
  if (auto checked = check_clusters(request); !checked) return tl::unexpected(checked.error());
  const auto rows = weighted_rows(request);
  if (!rows) return tl::unexpected(rows.error());
  const auto solved = linalg::least_squares(rows->x, rows->y);
  if (!solved) return tl::unexpected(solved.error());
  LeastSquaresFit out;
  const std::size_t n = rows->y.size();
  const std::size_t k = rows->x.extent<Column>();
  out.observations = rows->counted;
  out.degrees = request.rule == CovarianceRule::cluster ? request.clusters - 1 : rows->counted - k - request.absorbed;
  out.residuals.resize(n);
  std::vector<double> weighted(n);
  for (std::size_t i = 0; i < n; ++i) {
    double fitted = 0;
    double scaled = 0;
    for (std::size_t j = 0; j < k; ++j) {
      fitted += request.x(i, j) * solved->coefficients[j];
      scaled += rows->x(i, j) * solved->coefficients[j];
    }
    out.residuals[i] = request.y[i] - fitted;
    weighted[i] = rows->y[i] - scaled;
  }
  const double total = total_squares(request);
  if (!(total > 0)) {
    return refuse(ErrorCode::domain, "measure.regression.constant", "measure.regression.constant.hint");
  }
  out.r_squared = 1 - solved->residual_squares / total;
  const Square covariance = covariance_of(request, *rows, *solved, weighted);
  for (std::size_t j = 0; j < k; ++j) {
    Coefficient c{solved->coefficients[j], std::sqrt(std::max(0.0, covariance(j, j)))};
    if (c.error > 0) {
      c.t = c.value / c.error;
      c.p = math::student_t_two_sided(c.t, static_cast<double>(out.degrees));
    }
    out.coefficients.push_back(c);
  }
  return out;
}

std::size_t newey_west_lags(std::size_t periods) {
  if (periods < 2) return 0;
  const double rule = 4 * math::pow(static_cast<double>(periods) / 100, 2.0 / 9);
  return std::min(periods - 1, static_cast<std::size_t>(rule));
}

}  // namespace tidu::measure
