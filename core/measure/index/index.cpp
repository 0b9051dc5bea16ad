// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/index.h"

#include <algorithm>
#include <cmath>

#include "core/base/assert.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

Result<void> check(const IndexInput& input) {
  const std::size_t indicators = input.standardised.extent<Indicator>();
  if (indicators == 0 || input.weights.size() != indicators || input.pillar_of.size() != indicators) {
    return refuse(ErrorCode::shape, "measure.index.shape", "measure.index.shape.hint", indicators, input.weights.size(),
                  input.pillar_of.size());
  }
  const double total = sum(input.weights);
  const bool negative = std::any_of(input.weights.begin(), input.weights.end(), [](double w) { return !(w >= 0); });
  if (negative || !(std::fabs(total - 1) <= 1e-9)) {
    return refuse(ErrorCode::domain, "measure.index.weights", "measure.index.weights.hint", total);
  }
  return {};
}

// Scores of all pillars and of the whole in one cell, from the sums of w z by pillar.
void add_cell(const IndexInput& input, std::size_t region, std::size_t year, CompositeIndex& out) {
  double score = 0;
  for (std::size_t j = 0; j < input.weights.size(); ++j) {
    TIDU_ASSERT(input.standardised(j, region, year) >= 0 && input.standardised(j, region, year) <= 1);
    const double part = input.weights[j] * input.standardised(j, region, year);
    score += part;
    out.pillar_scores(input.pillar_of[j], region, year) += part;
  }
  out.scores(region, year) = std::min(1.0, score);  // the weights sum to 1 up to rounding alone
  for (std::size_t p = 0; p < out.pillar_weights.size(); ++p) {
    const double weight = out.pillar_weights[p];
    double& pillar_score = out.pillar_scores(p, region, year);
    pillar_score = weight > 0 ? std::min(1.0, pillar_score / weight) : 0;
  }
}

void rank_years(CompositeIndex& out) {
  std::vector<double> scores(out.scores.extent<Region>());
  for (std::size_t t = 0; t < out.scores.extent<Year>(); ++t) {
    for (std::size_t r = 0; r < scores.size(); ++r) scores[r] = out.scores(r, t);
    const auto ranks = competition_ranks(scores);
    for (std::size_t r = 0; r < scores.size(); ++r) out.ranks(r, t) = ranks[r];
  }
}

}  // namespace

Result<CompositeIndex> composite_index(const IndexInput& input) {
  if (auto checked = check(input); !checked) return tl::unexpected(checked.error());
  const std::size_t regions = input.standardised.extent<Region>();
  const std::size_t years = input.standardised.extent<Year>();
  const std::size_t pillars = *std::max_element(input.pillar_of.begin(), input.pillar_of.end()) + 1;
  CompositeIndex out;
  out.pillar_weights.assign(pillars, 0.0);
  for (std::size_t j = 0; j < input.weights.size(); ++j) out.pillar_weights[input.pillar_of[j]] += input.weights[j];
  out.scores = Array<double, Region, Year>({regions, years});
  out.pillar_scores = Array<double, Pillar, Region, Year>({pillars, regions, years});
  out.ranks = Array<std::size_t, Region, Year>({regions, years});
  for (std::size_t r = 0; r < regions; ++r) {
    for (std::size_t t = 0; t < years; ++t) add_cell(input, r, t, out);
  }
  rank_years(out);
  return out;
}

std::vector<std::size_t> competition_ranks(std::span<const double> x) {
  TIDU_ASSERT(std::none_of(x.begin(), x.end(), [](double value) { return std::isnan(value); }));
  const auto order = rising_order(x);
  std::vector<std::size_t> ranks(x.size());
  for (std::size_t place = 0; place < x.size(); ++place) {
    const std::size_t i = order[x.size() - 1 - place];
    const std::size_t above = place > 0 ? order[x.size() - place] : i;
    ranks[i] = place > 0 && x[above] == x[i] ? ranks[above] : place + 1;
  }
  return ranks;
}

}  // namespace tidu::measure
