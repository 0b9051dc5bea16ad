// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/bootstrap.h"

#include <algorithm>
#include <cmath>

#include "core/base/draws.h"
#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

// Replicates of a block: enough to pay for its scratch memory.
constexpr std::size_t kBlock = 32;

struct Strata {
  std::vector<std::vector<std::size_t>> members;
  std::vector<std::size_t> of;  // stratum of each region
};

Result<Strata> strata_of(std::size_t regions, std::span<const std::size_t> stratum_of) {
  if (regions < 2)
    return refuse(ErrorCode::shape, "measure.bootstrap.too_few", "measure.bootstrap.too_few.hint", regions);
  if (!stratum_of.empty() && stratum_of.size() != regions) {
    return refuse(ErrorCode::shape, "measure.bootstrap.strata", "measure.bootstrap.strata.hint", stratum_of.size(),
                  regions);
  }
  Strata out;
  out.of.assign(regions, 0);
  std::vector<std::size_t> numbers(stratum_of.begin(), stratum_of.end());
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  out.members.resize(std::max<std::size_t>(1, numbers.size()));
  for (std::size_t r = 0; r < regions; ++r) {
    if (!stratum_of.empty()) {
      const auto found = std::lower_bound(numbers.begin(), numbers.end(), stratum_of[r]);
      out.of[r] = static_cast<std::size_t>(found - numbers.begin());
    }
    out.members[out.of[r]].push_back(r);
  }
  return out;
}

Result<void> check_level(const BootstrapOptions& options) {
  if (options.level > 0 && options.level < 1) return {};
  return refuse(ErrorCode::domain, "measure.bootstrap.level", "measure.bootstrap.level.hint", options.level);
}

void resample(const Rng& rng, const Strata& strata, std::uint64_t replicate, std::span<double> counts) {
  std::fill(counts.begin(), counts.end(), 0.0);
  for (std::size_t r = 0; r < counts.size(); ++r) {
    const auto& members = strata.members[strata.of[r]];
    const DrawAddress address{
        .entity = r, .step = static_cast<std::uint32_t>(replicate), .purpose = Purpose::bootstrap};
    counts[members[static_cast<std::size_t>(uniform_below(rng, address, members.size()))]] += 1;
  }
}

// The statistics of every replicate, statistics x replicates; empty when cancelled.
std::vector<double> replicates_of(const Strata& strata, std::size_t statistics, BootstrapStatistics statistic,
                                  const BootstrapOptions& options, Executor& executor) {
  const auto replicates = static_cast<std::size_t>(options.replicates);
  std::vector<double> out(statistics * replicates);
  const Rng rng(options.seed);
  const std::size_t blocks = (replicates + kBlock - 1) / kBlock;
  std::vector<std::uint8_t> complete(blocks, 0);
  executor.for_blocks(blocks, [&](std::size_t block) {
    std::vector<double> counts(strata.of.size());
    std::vector<double> values(statistics);
    for (std::size_t b = block * kBlock; b < std::min(replicates, (block + 1) * kBlock); ++b) {
      if (executor.cancelled()) return;
      resample(rng, strata, b, counts);
      statistic(counts, values);
      for (std::size_t s = 0; s < statistics; ++s) out[s * replicates + b] = values[s];
    }
    complete[block] = 1;
  });
  if (std::find(complete.begin(), complete.end(), 0) != complete.end()) out.clear();
  return out;
}

// Accelerations from the jackknife: influence values l = (n_s - 1)(t - t without i), by stratum. A stratum of one
// region has no influence.
std::vector<double> accelerations_of(const Strata& strata, std::span<const double> values,
                                     BootstrapStatistics statistic) {
  std::vector<double> counts(strata.of.size(), 1.0);
  std::vector<double> without(values.size());
  std::vector<double> cubes(values.size(), 0.0);
  std::vector<double> squares(values.size(), 0.0);
  for (std::size_t r = 0; r < counts.size(); ++r) {
    const auto n = static_cast<double>(strata.members[strata.of[r]].size());
    if (n < 2) continue;
    counts[r] = 0;
    statistic(counts, without);
    counts[r] = 1;
    for (std::size_t s = 0; s < values.size(); ++s) {
      if (!std::isfinite(without[s])) continue;
      const double influence = (n - 1) * (values[s] - without[s]) / n;
      cubes[s] += influence * influence * influence;
      squares[s] += influence * influence;
    }
  }
  std::vector<double> out(values.size(), 0.0);
  for (std::size_t s = 0; s < out.size(); ++s) {
    const double scale = squares[s] * std::sqrt(squares[s]);
    if (scale > 0) out[s] = cubes[s] / (6 * scale);
  }
  return out;
}

// Order statistic at (n + 1) p, between neighbours in proportion.
double quantile_of(std::span<const double> rising, double p, bool& at_edge) {
  const auto n = static_cast<double>(rising.size());
  const double place = (n + 1) * p - 1;
  if (!(place > 0 && place < n - 1)) {
    at_edge = at_edge || rising.front() < rising.back();
    return place > 0 ? rising.back() : rising.front();
  }
  const auto below = static_cast<std::size_t>(std::floor(place));
  const double part = place - static_cast<double>(below);
  return rising[below] + part * (rising[below + 1] - rising[below]);
}

// BCa: the percentile at Phi(z0 + (z0 + z)/(1 - a (z0 + z))).
double adjusted(double z0, double z, double acceleration) {
  const double moved = z0 + z;
  const double scale = 1 - acceleration * moved;
  if (!(scale > 0)) return moved > 0 ? 1 : 0;
  return math::normal_cdf(z0 + moved / scale);
}

// z0 from the share of replicates below the value; equal ones count half, and the share stays off 0 and 1 by half a
// replicate, where z0 would be infinite.
double bias_correction(std::span<const double> rising, double value) {
  const auto below = std::lower_bound(rising.begin(), rising.end(), value) - rising.begin();
  const auto up_to = std::upper_bound(rising.begin(), rising.end(), value) - rising.begin();
  const auto n = static_cast<double>(rising.size());
  const double share = static_cast<double>(below + up_to) / (2 * n);
  return math::normal_quantile(std::clamp(share, 0.5 / n, 1 - 0.5 / n));
}

tl::unexpected<Error> no_value(std::size_t statistic) {
  return refuse(ErrorCode::domain, "measure.bootstrap.no_value", "measure.bootstrap.no_value.hint", statistic);
}

}  // namespace

Result<Interval> interval_of(double value, std::span<const double> replicates, const BootstrapOptions& options,
                             double acceleration) {
  if (auto checked = check_level(options); !checked) return tl::unexpected(checked.error());
  std::vector<double> rising;
  for (const double t : replicates) {
    if (std::isfinite(t)) rising.push_back(t);
  }
  if (!std::isfinite(value) || rising.empty() || 2 * rising.size() < replicates.size()) return no_value(1);
  std::sort(rising.begin(), rising.end());
  Interval out;
  out.value = value;
  out.used = rising.size();
  std::vector<double> differences(rising.size());
  for (std::size_t b = 0; b < rising.size(); ++b) differences[b] = rising[b] - value;
  out.bias = mean(differences);
  for (double& d : differences) d = (d - out.bias) * (d - out.bias);
  out.sd = std::sqrt(mean(differences));
  const double tail = (1 - options.level) / 2;
  double p_low = tail;
  double p_high = 1 - tail;
  if (options.method == IntervalMethod::bca) {
    const double z0 = bias_correction(rising, value);
    const double z = math::normal_quantile(tail);
    p_low = adjusted(z0, z, acceleration);
    p_high = adjusted(z0, -z, acceleration);
  }
  out.low = quantile_of(rising, p_low, out.at_edge);
  out.high = quantile_of(rising, p_high, out.at_edge);
  if (options.method == IntervalMethod::basic) {
    const double low = 2 * value - out.high;
    out.high = 2 * value - out.low;
    out.low = low;
  }
  return out;
}

Result<std::vector<Interval>> bootstrap(std::size_t regions, std::span<const std::size_t> stratum_of,
                                        std::size_t statistics, BootstrapStatistics statistic,
                                        const BootstrapOptions& options, Executor& executor) {
  const auto strata = strata_of(regions, stratum_of);
  if (!strata) return tl::unexpected(strata.error());
  if (options.replicates < 1 || options.replicates > kMaximumReplicates) {
    return refuse(ErrorCode::limit, "measure.bootstrap.replicates", "measure.bootstrap.replicates.hint",
                  options.replicates, kMaximumReplicates);
  }
  if (auto checked = check_level(options); !checked) return tl::unexpected(checked.error());
  std::vector<double> values(statistics);
  statistic(std::vector<double>(regions, 1.0), values);
  std::vector<double> accelerations(statistics, 0.0);
  if (options.method == IntervalMethod::bca) accelerations = accelerations_of(*strata, values, statistic);
  const auto replicates = replicates_of(*strata, statistics, statistic, options, executor);
  if (replicates.empty() && statistics > 0) {
    return refuse(ErrorCode::cancelled, "measure.bootstrap.cancelled", "measure.bootstrap.cancelled.hint");
  }
  std::vector<Interval> out;
  const auto count = static_cast<std::size_t>(options.replicates);
  for (std::size_t s = 0; s < statistics; ++s) {
    const auto interval =
        interval_of(values[s], std::span(replicates).subspan(s * count, count), options, accelerations[s]);
    if (!interval) return no_value(s + 1);
    out.push_back(*interval);
  }
  return out;
}

}  // namespace tidu::measure
