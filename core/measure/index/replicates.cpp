// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/replicates.h"

#include <algorithm>

#include "core/base/assert.h"
#include "core/base/quantile.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

constexpr std::size_t kBlock = 64;  // draws

ReplicateInterval interval(std::vector<double>& numbers, double level) {
  ReplicateInterval out{.replicates = numbers.size()};
  if (numbers.empty()) return out;
  out.mean = mean(numbers);
  std::sort(numbers.begin(), numbers.end());
  out.low = sorted_quantile(numbers, (1 - level) / 2);
  out.median = sorted_quantile(numbers, 0.5);
  out.high = sorted_quantile(numbers, (1 + level) / 2);
  return out;
}

}  // namespace

Array<double, Draw, Region> IndexReplicates::in_year(std::size_t year) const {
  Array<double, Draw, Region> out({draws(), scores.extent<Region>()});
  auto to = out.values().begin();
  for (std::size_t d = 0; d < draws(); ++d) {
    const auto from = of(d, year);
    to = std::copy(from.begin(), from.end(), to);
  }
  return out;
}

Result<std::vector<ReplicateInterval>> over_draws(std::size_t draws, std::size_t values, DrawStatistic statistic,
                                                  double level, Executor& executor) {
  if (!(level > 0 && level < 1)) {
    return refuse(ErrorCode::domain, "measure.replicates.level", "measure.replicates.level.hint", level);
  }
  if (draws == 0) return refuse(ErrorCode::shape, "measure.replicates.none", "measure.replicates.none.hint");
  Array<double, Draw, Column> numbers({draws, values});
  std::vector<char> exists(draws);
  executor.for_blocks((draws + kBlock - 1) / kBlock, [&](std::size_t block) {
    for (std::size_t d = block * kBlock; d < std::min(draws, (block + 1) * kBlock); ++d) {
      if (executor.cancelled()) return;
      exists[d] = statistic(d, std::span(numbers.values()).subspan(d * values, values)) ? 1 : 0;
    }
  });
  if (executor.cancelled()) {
    return refuse(ErrorCode::cancelled, "measure.replicates.cancelled", "measure.replicates.cancelled.hint");
  }
  std::vector<ReplicateInterval> out;
  std::vector<double> column;
  for (std::size_t v = 0; v < values; ++v) {
    column.clear();
    for (std::size_t d = 0; d < draws; ++d) {
      if (exists[d] != 0) column.push_back(numbers(d, v));
    }
    out.push_back(interval(column, level));
  }
  return out;
}

Result<std::vector<ReplicateInterval>> over_replicates(const IndexReplicates& replicates, std::size_t year,
                                                       std::size_t values, ScoreStatistic statistic, double level,
                                                       Executor& executor) {
  TIDU_ASSERT(year < replicates.scores.extent<Year>() || replicates.draws() == 0);
  return over_draws(
      replicates.draws(), values,
      [&](std::size_t draw, std::span<double> out) { return statistic(replicates.of(draw, year), out); }, level,
      executor);
}

}  // namespace tidu::measure
