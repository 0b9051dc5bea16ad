// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/weights_matrix.h"

#include <algorithm>
#include <limits>

#include "core/base/assert.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

struct DirectedLink {
  std::size_t from = 0;
  std::size_t to = 0;
  std::size_t position = 0;  // of the link in the list, for messages
};

// Both directions of every link, ordered by region, then neighbour.
Result<std::vector<DirectedLink>> directed(std::size_t regions, std::span<const Link> links) {
  if (links.empty()) return refuse(ErrorCode::missing, "measure.space.no_links", "measure.space.no_links.hint");
  std::vector<DirectedLink> out;
  out.reserve(2 * links.size());
  for (std::size_t k = 0; k < links.size(); ++k) {
    const auto [a, b] = links[k];
    if (a >= regions || b >= regions) {
      return refuse(ErrorCode::domain, "measure.space.link_range", "measure.space.link_range.hint", k + 1, regions);
    }
    if (a == b)
      return refuse(ErrorCode::domain, "measure.space.link_self", "measure.space.link_self.hint", k + 1, a + 1);
    out.push_back({a, b, k});
    out.push_back({b, a, k});
  }
  std::sort(out.begin(), out.end(), [](const DirectedLink& l, const DirectedLink& r) {
    if (l.from != r.from) return l.from < r.from;
    if (l.to != r.to) return l.to < r.to;
    return l.position < r.position;
  });
  for (std::size_t k = 1; k < out.size(); ++k) {
    if (out[k].from == out[k - 1].from && out[k].to == out[k - 1].to) {
      return refuse(ErrorCode::duplicate, "measure.space.link_twice", "measure.space.link_twice.hint",
                    out[k - 1].position + 1, out[k].position + 1);
    }
  }
  return out;
}

}  // namespace

Result<SpatialWeights> SpatialWeights::contiguity(std::size_t regions, std::span<const Link> links, IslandRule islands,
                                                  LinkScaling scaling) {
  TIDU_ASSERT(regions <= std::numeric_limits<std::uint32_t>::max());
  const auto sorted = directed(regions, links);
  if (!sorted) return tl::unexpected(sorted.error());
  SpatialWeights w;
  w.start_.assign(regions + 1, 0);
  for (const DirectedLink& link : *sorted) {
    ++w.start_[link.from + 1];
    w.column_.push_back(static_cast<std::uint32_t>(link.to));
  }
  for (std::size_t i = 0; i < regions; ++i) {
    if (w.start_[i + 1] == 0) w.islands_.push_back(i);
    const auto neighbours = static_cast<double>(w.start_[i + 1]);
    w.weight_.insert(w.weight_.end(), w.start_[i + 1], scaling == LinkScaling::row ? 1 / neighbours : 1.0);
    w.start_[i + 1] += w.start_[i];
  }
  if (islands == IslandRule::error && !w.islands_.empty()) {
    return refuse(ErrorCode::missing, "measure.space.island", "measure.space.island.hint", w.islands_.front() + 1,
                  w.islands_.size());
  }
  w.compute_sums();
  return w;
}

void SpatialWeights::compute_sums() {
  const std::size_t n = regions();
  std::vector<double> rows(n, 0.0);
  std::vector<double> columns(n, 0.0);
  std::vector<double> squares;
  squares.reserve(column_.size());
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = start_[i]; k < start_[i + 1]; ++k) {
      const std::size_t j = column_[k];
      rows[i] += weight_[k];
      columns[j] += weight_[k];
      // The pattern is symmetric, so w_ji exists and row j holds i.
      const auto back = std::lower_bound(neighbours(j).begin(), neighbours(j).end(), static_cast<std::uint32_t>(i));
      const double both = weight_[k] + weights(j)[static_cast<std::size_t>(back - neighbours(j).begin())];
      squares.push_back(both * both);
    }
  }
  s0_ = sum(rows);
  s1_ = sum(squares) / 2;
  std::vector<double> margins(n);
  for (std::size_t i = 0; i < n; ++i) margins[i] = (rows[i] + columns[i]) * (rows[i] + columns[i]);
  s2_ = sum(margins);
}

void SpatialWeights::lag(std::span<const double> x, std::span<double> out) const {
  TIDU_ASSERT(x.size() == regions() && out.size() == regions());
  for (std::size_t i = 0; i < regions(); ++i) {
    double total = 0;
    for (std::size_t k = start_[i]; k < start_[i + 1]; ++k) total += weight_[k] * x[column_[k]];
    out[i] = total;
  }
}

}  // namespace tidu::measure
