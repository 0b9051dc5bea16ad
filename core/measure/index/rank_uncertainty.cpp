// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/rank_uncertainty.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/base/quantile.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/correlation.h"

namespace tidu::measure {
namespace {

constexpr std::size_t kBlock = 64;  // draws; regions in the count of pairs

Result<void> check(View<const double, Draw, Region> scores, std::span<const double> nominal,
                   const RankOptions& options) {
  const std::size_t regions = scores.extent<Region>();
  if (scores.size() == 0 || nominal.size() != regions) {
    return refuse(ErrorCode::shape, "measure.ranks.shape", "measure.ranks.shape.hint", scores.extent<Draw>(), regions,
                  nominal.size());
  }
  if (regions > kMostRankedRegions) {
    return refuse(ErrorCode::limit, "measure.ranks.too_many", "measure.ranks.too_many.hint", regions,
                  kMostRankedRegions);
  }
  if (const std::size_t bad = first_not_finite(nominal); bad < regions) {
    return refuse(ErrorCode::domain, "measure.ranks.not_finite", "measure.ranks.not_finite.hint", 0, bad + 1);
  }
  if (const std::size_t bad = first_not_finite({scores.data(), scores.size()}); bad < scores.size()) {
    return refuse(ErrorCode::domain, "measure.ranks.not_finite", "measure.ranks.not_finite.hint", bad / regions + 1,
                  bad % regions + 1);
  }
  if (!(options.level > 0 && options.level < 1)) {
    return refuse(ErrorCode::domain, "measure.ranks.level", "measure.ranks.level.hint", options.level);
  }
  if (options.top == 0) return refuse(ErrorCode::domain, "measure.ranks.top", "measure.ranks.top.hint");
  return {};
}

// Twice the number of replicates in which a region scores higher than another, plus those in which they tie.
Array<double, Region, OtherRegion> count_pairs(View<const double, Draw, Region> scores, Executor& executor) {
  const std::size_t regions = scores.extent<Region>();
  const std::size_t draws = scores.extent<Draw>();
  Array<double, Region, OtherRegion> above({regions, regions});
  executor.for_blocks((regions + kBlock - 1) / kBlock, [&](std::size_t block) {
    std::vector<std::uint32_t> twice(regions);
    for (std::size_t a = block * kBlock; a < std::min(regions, (block + 1) * kBlock); ++a) {
      if (executor.cancelled()) return;
      std::fill(twice.begin(), twice.end(), 0U);
      for (std::size_t d = 0; d < draws; ++d) {
        const double* row = scores.data() + d * regions;
        const double own = row[a];
        for (std::size_t b = 0; b < regions; ++b)
          twice[b] += static_cast<std::uint32_t>(own > row[b]) + static_cast<std::uint32_t>(own >= row[b]);
      }
      for (std::size_t b = 0; b < regions; ++b)
        above(a, b) = static_cast<double>(twice[b]) / (2 * static_cast<double>(draws));
    }
  });
  return above;
}

double share_of_reversals(const Array<double, Region, OtherRegion>& above, std::span<const double> nominal) {
  double reversed = 0;
  double pairs = 0;
  for (std::size_t a = 0; a < nominal.size(); ++a) {
    for (std::size_t b = 0; b < nominal.size(); ++b) {
      if (!(nominal[a] > nominal[b])) continue;
      reversed += above(b, a);
      ++pairs;
    }
  }
  return pairs > 0 ? reversed / pairs : 0;
}

RegionRank describe(std::vector<double>& ranks, double nominal, const RankOptions& options) {
  RegionRank out{.nominal = nominal, .mean = mean(ranks)};
  std::sort(ranks.begin(), ranks.end());
  out.low = sorted_quantile(ranks, (1 - options.level) / 2);
  out.median = sorted_quantile(ranks, 0.5);
  out.high = sorted_quantile(ranks, (1 + options.level) / 2);
  out.best = ranks.front();
  out.worst = ranks.back();
  const auto within = std::upper_bound(ranks.begin(), ranks.end(), static_cast<double>(options.top)) - ranks.begin();
  out.top_share = static_cast<double>(within) / static_cast<double>(ranks.size());
  return out;
}

}  // namespace

std::vector<double> falling_midranks(std::span<const double> scores) {
  std::vector<double> ranks = midranks(scores);
  for (double& rank : ranks) rank = static_cast<double>(scores.size()) + 1 - rank;
  return ranks;
}

double mean_rank_shift(std::span<const double> ranks, std::span<const double> nominal_ranks) {
  double shift = 0;
  for (std::size_t i = 0; i < ranks.size(); ++i) shift += std::fabs(ranks[i] - nominal_ranks[i]);
  return shift / static_cast<double>(ranks.size());
}

Result<RankUncertainty> rank_uncertainty(View<const double, Draw, Region> scores, std::span<const double> nominal,
                                         const RankOptions& options, Executor& executor) {
  if (auto checked = check(scores, nominal, options); !checked) return tl::unexpected(checked.error());
  const std::size_t regions = scores.extent<Region>();
  const std::size_t draws = scores.extent<Draw>();
  const std::vector<double> nominal_ranks = falling_midranks(nominal);
  Array<double, Region, Draw> ranks({regions, draws});
  std::vector<double> shifts(draws);
  executor.for_blocks((draws + kBlock - 1) / kBlock, [&](std::size_t block) {
    for (std::size_t d = block * kBlock; d < std::min(draws, (block + 1) * kBlock); ++d) {
      if (executor.cancelled()) return;
      const auto of_draw = falling_midranks({scores.data() + d * regions, regions});
      shifts[d] = mean_rank_shift(of_draw, nominal_ranks);
      for (std::size_t r = 0; r < regions; ++r) ranks(r, d) = of_draw[r];
    }
  });
  RankUncertainty out;
  out.above = count_pairs(scores, executor);
  if (executor.cancelled()) {
    return refuse(ErrorCode::cancelled, "measure.ranks.cancelled", "measure.ranks.cancelled.hint");
  }
  out.mean_shift = mean(shifts);
  out.reversals = share_of_reversals(out.above, nominal);
  std::vector<double> of_region(draws);
  for (std::size_t r = 0; r < regions; ++r) {
    std::copy_n(ranks.values().data() + r * draws, draws, of_region.begin());
    out.regions.push_back(describe(of_region, nominal_ranks[r], options));
  }
  return out;
}

}  // namespace tidu::measure
