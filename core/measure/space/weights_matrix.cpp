// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/weights_matrix.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/assert.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/space/spectrum.h"

namespace tidu::measure {
namespace {

struct Placed {
  WeightEntry entry;
  std::size_t position = 0;  // in the caller's list, for messages
};

void sort(std::vector<Placed>& entries) {
  std::sort(entries.begin(), entries.end(), [](const Placed& l, const Placed& r) {
    if (l.entry.from != r.entry.from) return l.entry.from < r.entry.from;
    if (l.entry.to != r.entry.to) return l.entry.to < r.entry.to;
    return l.position < r.position;
  });
}

// The first entry that names the same two regions as the one before it, or the end.
std::size_t first_twice(const std::vector<Placed>& sorted) {
  for (std::size_t k = 1; k < sorted.size(); ++k) {
    if (sorted[k].entry.from == sorted[k - 1].entry.from && sorted[k].entry.to == sorted[k - 1].entry.to) return k;
  }
  return sorted.size();
}

std::vector<WeightEntry> entries_of(const std::vector<Placed>& placed) {
  std::vector<WeightEntry> out;
  out.reserve(placed.size());
  for (const Placed& p : placed) out.push_back(p.entry);
  return out;
}

// Both directions of every link, ordered by region, then neighbour.
Result<std::vector<WeightEntry>> directed(std::size_t regions, std::span<const Link> links) {
  std::vector<Placed> out;
  out.reserve(2 * links.size());
  for (std::size_t k = 0; k < links.size(); ++k) {
    const auto [a, b] = links[k];
    if (a >= regions || b >= regions) {
      return refuse(ErrorCode::domain, "measure.space.link_range", "measure.space.link_range.hint", k + 1, regions);
    }
    if (a == b)
      return refuse(ErrorCode::domain, "measure.space.link_self", "measure.space.link_self.hint", k + 1, a + 1);
    out.push_back({{a, b, 1.0}, k});
    out.push_back({{b, a, 1.0}, k});
  }
  sort(out);
  if (const std::size_t k = first_twice(out); k < out.size()) {
    return refuse(ErrorCode::duplicate, "measure.space.link_twice", "measure.space.link_twice.hint",
                  out[k - 1].position + 1, out[k].position + 1);
  }
  return entries_of(out);
}

Result<std::vector<WeightEntry>> checked(std::size_t regions, std::span<const WeightEntry> entries) {
  std::vector<Placed> out;
  out.reserve(entries.size());
  for (std::size_t k = 0; k < entries.size(); ++k) {
    const WeightEntry& e = entries[k];
    if (e.from >= regions || e.to >= regions) {
      return refuse(ErrorCode::domain, "measure.space.entry_range", "measure.space.entry_range.hint", k + 1, regions);
    }
    if (e.from == e.to && e.weight != 0) {
      return refuse(ErrorCode::domain, "measure.space.entry_self", "measure.space.entry_self.hint", k + 1, e.from + 1);
    }
    if (!(e.weight == 0 || (e.weight >= 1 / kLargestWeight && e.weight <= kLargestWeight))) {
      return refuse(ErrorCode::domain, "measure.space.entry_value", "measure.space.entry_value.hint", k + 1, e.weight);
    }
    out.push_back({e, k});
  }
  sort(out);
  if (const std::size_t k = first_twice(out); k < out.size()) {
    return refuse(ErrorCode::duplicate, "measure.space.entry_twice", "measure.space.entry_twice.hint",
                  out[k - 1].position + 1, out[k].position + 1);
  }
  std::erase_if(out, [](const Placed& p) { return p.entry.weight == 0; });
  return entries_of(out);
}

}  // namespace

Result<SpatialWeights> SpatialWeights::contiguity(std::size_t regions, std::span<const Link> links, IslandRule islands,
                                                  WeightTransform transform) {
  auto sorted = directed(regions, links);
  if (!sorted) return tl::unexpected(sorted.error());
  return make(regions, std::move(*sorted), islands, transform);
}

Result<SpatialWeights> SpatialWeights::from_entries(std::size_t regions, std::span<const WeightEntry> entries,
                                                    IslandRule islands, WeightTransform transform) {
  auto sorted = checked(regions, entries);
  if (!sorted) return tl::unexpected(sorted.error());
  return make(regions, std::move(*sorted), islands, transform);
}

Result<SpatialWeights> SpatialWeights::make(std::size_t regions, std::vector<WeightEntry> sorted, IslandRule islands,
                                            WeightTransform transform) {
  TIDU_ASSERT(regions <= std::numeric_limits<std::uint32_t>::max());
  if (sorted.empty()) return refuse(ErrorCode::missing, "measure.space.no_links", "measure.space.no_links.hint");
  SpatialWeights w;
  w.start_.assign(regions + 1, 0);
  w.column_.reserve(sorted.size());
  w.weight_.reserve(sorted.size());
  for (const WeightEntry& entry : sorted) {
    ++w.start_[entry.from + 1];
    w.column_.push_back(static_cast<std::uint32_t>(entry.to));
    w.weight_.push_back(entry.weight);
  }
  for (std::size_t i = 0; i < regions; ++i) {
    if (w.start_[i + 1] == 0) w.islands_.push_back(i);
    w.start_[i + 1] += w.start_[i];
  }
  if (islands != IslandRule::zero_lag && !w.islands_.empty()) {
    return refuse(ErrorCode::missing, "measure.space.island", "measure.space.island.hint", w.islands_.front() + 1,
                  w.islands_.size());
  }
  if (auto scaled = w.scale(transform); !scaled) return tl::unexpected(scaled.error());
  w.compute_sums();
  return w;
}

Result<void> SpatialWeights::scale(WeightTransform transform) {
  const auto divide_all = [this](double by) {
    for (double& value : weight_) value /= by;
  };
  const auto n = static_cast<double>(effective_regions());
  switch (transform) {
    case WeightTransform::none:
      return {};
    case WeightTransform::row:
    case WeightTransform::variance_stabilising:
      for (std::size_t i = 0; i < regions(); ++i) {
        const std::span<double> row(weight_.data() + start_[i], start_[i + 1] - start_[i]);
        const double by = transform == WeightTransform::row ? sum(row) : std::sqrt(dot(row, row));
        for (double& value : row) value /= by;
      }
      if (transform == WeightTransform::variance_stabilising) divide_all(sum(weight_) / n);
      return {};
    case WeightTransform::global:
      divide_all(sum(weight_) / n);
      return {};
    case WeightTransform::min_max: {
      const auto rows = row_sums();
      const auto columns = column_sums();
      divide_all(
          std::min(*std::max_element(rows.begin(), rows.end()), *std::max_element(columns.begin(), columns.end())));
      return {};
    }
    case WeightTransform::spectral: {
      const auto radius = spectral_radius(*this);
      if (!radius) return tl::unexpected(radius.error());
      if (!(*radius > 0)) {
        return refuse(ErrorCode::domain, "measure.space.no_spectrum", "measure.space.no_spectrum.hint");
      }
      divide_all(*radius);
      return {};
    }
  }
  return {};
}

void SpatialWeights::compute_sums() {
  const std::size_t n = regions();
  std::vector<double> squares;
  squares.reserve(column_.size());
  symmetric_ = true;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = start_[i]; k < start_[i + 1]; ++k) {
      const double back = at(column_[k], i);
      symmetric_ = symmetric_ && back == weight_[k];
      const double both = weight_[k] + back;
      // The pair ij stands twice in S1; where ji is no entry its half is counted here.
      squares.push_back(back == 0 ? 2 * both * both : both * both);
    }
  }
  const auto rows = row_sums();
  const auto columns = column_sums();
  s0_ = sum(rows);
  s1_ = sum(squares) / 2;
  std::vector<double> margins(n);
  for (std::size_t i = 0; i < n; ++i) margins[i] = (rows[i] + columns[i]) * (rows[i] + columns[i]);
  s2_ = sum(margins);
}

double SpatialWeights::at(std::size_t i, std::size_t j) const {
  const auto row = neighbours(i);
  const auto found = std::lower_bound(row.begin(), row.end(), static_cast<std::uint32_t>(j));
  return found == row.end() || *found != j ? 0.0 : weights(i)[static_cast<std::size_t>(found - row.begin())];
}

std::vector<WeightEntry> SpatialWeights::entries() const {
  std::vector<WeightEntry> out;
  out.reserve(column_.size());
  for (std::size_t i = 0; i < regions(); ++i) {
    for (std::size_t k = start_[i]; k < start_[i + 1]; ++k) out.push_back({i, column_[k], weight_[k]});
  }
  return out;
}

std::vector<double> SpatialWeights::row_sums() const {
  std::vector<double> out(regions());
  for (std::size_t i = 0; i < regions(); ++i) out[i] = sum(weights(i));
  return out;
}

std::vector<double> SpatialWeights::column_sums() const {
  std::vector<double> out(regions(), 0.0);
  for (std::size_t k = 0; k < column_.size(); ++k) out[column_[k]] += weight_[k];
  return out;
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
