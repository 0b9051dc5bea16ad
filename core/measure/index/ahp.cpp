// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/ahp.h"

#include <array>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

constexpr std::array kRandomIndex{0.0,  0.0,  0.58, 0.90, 1.12, 1.24, 1.32, 1.41,
                                  1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59};
constexpr double kReciprocal = 0.01;
constexpr double kConsistent = 0.1;
constexpr int kMostSteps = 10000;
constexpr double kSettled = 1e-15;

using Judged = View<const double, Row, Column>;

Result<void> check(Judged a) {
  const std::size_t k = a.extent<Row>();
  if (k == 0 || a.extent<Column>() != k) {
    return refuse(ErrorCode::shape, "measure.ahp.shape", "measure.ahp.shape.hint", k, a.extent<Column>());
  }
  if (k > kRandomIndex.size()) {
    return refuse(ErrorCode::limit, "measure.ahp.too_large", "measure.ahp.too_large.hint", k, kRandomIndex.size());
  }
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      if (!(a(i, j) > 0 && std::isfinite(a(i, j)))) {
        return refuse(ErrorCode::domain, "measure.ahp.not_positive", "measure.ahp.not_positive.hint", i + 1, j + 1,
                      a(i, j));
      }
    }
  }
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = i; j < k; ++j) {
      const bool reciprocal = i == j ? a(i, i) == 1 : std::fabs(a(i, j) * a(j, i) - 1) <= kReciprocal;
      if (!reciprocal) {
        return refuse(ErrorCode::domain, "measure.ahp.not_reciprocal", "measure.ahp.not_reciprocal.hint", i + 1, j + 1,
                      a(i, j), a(j, i));
      }
    }
  }
  return {};
}

void scale_to_one(std::vector<double>& w) {
  const double total = sum(w);
  for (double& value : w) value /= total;
}

std::vector<double> times(Judged a, const std::vector<double>& w) {
  const std::size_t k = w.size();
  std::vector<double> out(k);
  for (std::size_t i = 0; i < k; ++i) out[i] = dot({a.data() + i * k, k}, w);
  return out;
}

std::vector<double> geometric_means(Judged a) {
  const std::size_t k = a.extent<Row>();
  std::vector<double> w(k);
  for (std::size_t i = 0; i < k; ++i) {
    double logarithms = 0;
    for (std::size_t j = 0; j < k; ++j) logarithms += math::log(a(i, j));
    w[i] = math::exp(logarithms / static_cast<double>(k));
  }
  scale_to_one(w);
  return w;
}

std::vector<double> column_averages(Judged a) {
  const std::size_t k = a.extent<Row>();
  std::vector<double> w(k, 0.0);
  for (std::size_t j = 0; j < k; ++j) {
    double total = 0;
    for (std::size_t i = 0; i < k; ++i) total += a(i, j);
    for (std::size_t i = 0; i < k; ++i) w[i] += a(i, j) / total;
  }
  scale_to_one(w);
  return w;
}

// Perron's vector by powers of the matrix: positive, so they converge.
Result<std::vector<double>> eigenvector(Judged a) {
  std::vector<double> w = geometric_means(a);
  for (int step = 0; step < kMostSteps; ++step) {
    std::vector<double> next = times(a, w);
    scale_to_one(next);
    double change = 0;
    for (std::size_t i = 0; i < w.size(); ++i) change = std::max(change, std::fabs(next[i] - w[i]));
    w = std::move(next);
    if (change <= kSettled) return w;
  }
  return refuse(ErrorCode::no_convergence, "measure.ahp.no_convergence", "measure.ahp.no_convergence.hint");
}

}  // namespace

Result<AhpWeights> ahp(Judged judgements, AhpMethod method) {
  if (auto checked = check(judgements); !checked) return tl::unexpected(checked.error());
  AhpWeights out;
  if (method == AhpMethod::eigenvector) {
    auto w = eigenvector(judgements);
    if (!w) return tl::unexpected(w.error());
    out.values = std::move(*w);
  } else {
    out.values = method == AhpMethod::geometric_mean ? geometric_means(judgements) : column_averages(judgements);
  }
  const auto k = static_cast<double>(out.values.size());
  std::vector<double> ratios = times(judgements, out.values);
  for (std::size_t i = 0; i < ratios.size(); ++i) ratios[i] /= out.values[i];
  out.largest_eigenvalue = mean(ratios);
  if (out.values.size() <= 2) return out;
  out.consistency_index = (out.largest_eigenvalue - k) / (k - 1);
  out.consistency_ratio = out.consistency_index / kRandomIndex[out.values.size() - 1];
  out.consistent = out.consistency_ratio < kConsistent;
  return out;
}

}  // namespace tidu::measure
