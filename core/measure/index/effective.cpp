// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/effective.h"

#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/correlation.h"

namespace tidu::measure {
namespace {

double covariance(std::span<const double> x, std::span<const double> y) {
  const double mean_x = mean(x);
  const double mean_y = mean(y);
  std::vector<double> products(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) products[i] = (x[i] - mean_x) * (y[i] - mean_y);
  return mean(products);
}

}  // namespace

Result<EffectiveWeights> effective_weights(View<const double, Indicator, Row> z, std::span<const double> weights,
                                           std::span<const double> score) {
  const std::size_t m = z.extent<Indicator>();
  const std::size_t rows = z.extent<Row>();
  if (m == 0 || rows < 2 || score.size() != rows || (!weights.empty() && weights.size() != m)) {
    return refuse(ErrorCode::shape, "measure.effective.shape", "measure.effective.shape.hint", m, weights.size(), rows,
                  score.size());
  }
  if (first_not_finite(score) < rows || is_constant(score)) {
    return refuse(ErrorCode::domain, "measure.effective.score", "measure.effective.score.hint");
  }
  EffectiveWeights out;
  const double variance = covariance(score, score);
  double total = 0;
  for (std::size_t j = 0; j < m; ++j) {
    const std::span<const double> column{z.data() + j * rows, rows};
    const bool varies = !is_constant(column);
    if (varies) {
      const auto r = pearson(column, score);
      if (!r) return tl::unexpected(r.error());
      out.correlation.push_back(*r);
    } else {
      out.correlation.push_back(0);
    }
    total += out.correlation[j] * out.correlation[j];
    if (!weights.empty()) out.variance.push_back(varies ? weights[j] * covariance(column, score) / variance : 0);
  }
  for (const double r : out.correlation) out.main_effect.push_back(total > 0 ? r * r / total : 0);
  return out;
}

}  // namespace tidu::measure
