// SPDX-License-Identifier: Apache-2.0
#include "core/base/quantile_sketch.h"

#include <algorithm>
#include <cmath>

#include "core/base/assert.h"

namespace tidu {

QuantileSketch::QuantileSketch(double error) : error_(error) { TIDU_ASSERT(error > 0 && error <= 0.5); }

void QuantileSketch::add(double value) {
  TIDU_ASSERT(std::isfinite(value));
  pending_.push_back(value);
  ++count_;
  // values are put in their places in batches of the size at which Greenwald & Khanna compress
  if (static_cast<double>(pending_.size()) * 2 * error_ < 1) return;
  entries_ = merged();
  compress(entries_);
  pending_.clear();
}

// With every pending value in its place. A value between two entries may have any rank that the next entry leaves open.
std::vector<QuantileSketch::Entry> QuantileSketch::merged() const {
  std::vector<double> sorted = pending_;
  std::sort(sorted.begin(), sorted.end());
  std::vector<Entry> out;
  out.reserve(entries_.size() + sorted.size());
  std::size_t next = 0;
  for (const Entry& entry : entries_) {
    for (; next < sorted.size() && sorted[next] < entry.value; ++next) {
      const bool smallest = out.empty();
      out.push_back({sorted[next], 1, smallest ? 0 : entry.gap + entry.loose - 1});
    }
    out.push_back(entry);
  }
  for (; next < sorted.size(); ++next) out.push_back({sorted[next], 1, 0});  // above all others: their ranks are known
  return out;
}

// Joins neighbours as long as ranks stay known well enough, from the top down; the smallest stays by itself.
void QuantileSketch::compress(std::vector<Entry>& entries) const {
  const double most = 2 * error_ * static_cast<double>(count_);
  std::vector<Entry> kept;  // from the top down
  for (std::size_t i = entries.size(); i-- > 0;) {
    const Entry& entry = entries[i];
    const bool joins =
        !kept.empty() && i > 0 && static_cast<double>(entry.gap + kept.back().gap + kept.back().loose) <= most;
    if (joins) {
      kept.back().gap += entry.gap;
    } else {
      kept.push_back(entry);
    }
  }
  std::reverse(kept.begin(), kept.end());
  entries = std::move(kept);
}

double QuantileSketch::quantile(double p) const {
  TIDU_ASSERT(count_ > 0 && p >= 0 && p <= 1);
  const std::vector<Entry> entries = merged();
  const double n = static_cast<double>(count_);
  const double rank = std::max(1.0, std::ceil(p * n));
  // the entry whose farthest possible rank is nearest to the one that is asked for
  double best = 0;
  double nearest = n + 1;
  std::uint64_t least = 0;
  for (const Entry& entry : entries) {
    least += entry.gap;
    const double low = static_cast<double>(least);
    const double high = static_cast<double>(least + entry.loose);
    const double miss = std::max(std::fabs(rank - low), std::fabs(high - rank));
    if (miss < nearest) {
      nearest = miss;
      best = entry.value;
    }
  }
  return best;
}

}  // namespace tidu
