// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/weights_kinds.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/math.h"
#include "core/base/order.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

using Entries = std::vector<WeightEntry>;

Result<void> check_distances(Distances d) {
  const std::size_t n = d.extent<Region>();
  if (n == 0 || d.extent<OtherRegion>() != n) {
    return refuse(ErrorCode::shape, "measure.space.distances_shape", "measure.space.distances_shape.hint", n,
                  d.extent<OtherRegion>());
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      if (i != j && !(d(i, j) >= 0 && std::isfinite(d(i, j)))) {
        return refuse(ErrorCode::domain, "measure.space.distance_value", "measure.space.distance_value.hint", i + 1,
                      j + 1, d(i, j));
      }
    }
  }
  return {};
}

Result<void> check_cutoff(double cutoff, bool needed) {
  if (std::isfinite(cutoff) && (needed ? cutoff > 0 : cutoff >= 0)) return {};
  return refuse(ErrorCode::domain, "measure.space.cutoff", "measure.space.cutoff.hint", cutoff);
}

// f(d_ij) of all pairs within the cut-off; 0: of all.
template <class Function>
Entries within(Distances d, double cutoff, Function f) {
  Entries out;
  for (std::size_t i = 0; i < d.extent<Region>(); ++i) {
    for (std::size_t j = 0; j < d.extent<Region>(); ++j) {
      if (i != j && (cutoff == 0 || d(i, j) <= cutoff)) out.push_back({i, j, f(d(i, j))});
    }
  }
  return out;
}

// The smallest |x_i - x_j| that is not 0, or 0.
double smallest_difference(std::span<const double> x) {
  std::vector<double> sorted(x.begin(), x.end());
  std::sort(sorted.begin(), sorted.end());
  double smallest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i] > sorted[i - 1]) smallest = std::min(smallest, sorted[i] - sorted[i - 1]);
  }
  return std::isfinite(smallest) ? smallest : 0;
}

}  // namespace

Result<Array<double, Region, OtherRegion>> plane_distances(std::span<const double> x, std::span<const double> y) {
  const std::size_t n = x.size();
  if (y.size() != n || n == 0) {
    return refuse(ErrorCode::shape, "measure.space.coordinates", "measure.space.coordinates.hint", n, y.size());
  }
  for (const auto& values : {x, y}) {
    if (const std::size_t bad = first_not_finite(values); bad < n) {
      return refuse(ErrorCode::domain, "measure.space.coordinate_value", "measure.space.coordinate_value.hint",
                    bad + 1);
    }
  }
  Array<double, Region, OtherRegion> out({n, n});
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const double dx = x[i] - x[j];
      const double dy = y[i] - y[j];
      out(i, j) = std::sqrt(dx * dx + dy * dy);
    }
  }
  return out;
}

Result<Entries> k_nearest_entries(Distances distances, std::size_t k) {
  if (auto ok = check_distances(distances); !ok) return tl::unexpected(ok.error());
  const std::size_t n = distances.extent<Region>();
  if (k == 0 || k >= n) {
    return refuse(ErrorCode::domain, "measure.space.neighbours", "measure.space.neighbours.hint", k, n - 1);
  }
  Entries out;
  for (std::size_t i = 0; i < n; ++i) {
    auto order = stable_order(n, [&](std::size_t a, std::size_t b) { return distances(i, a) < distances(i, b); });
    std::erase(order, i);
    order.resize(k);
    std::sort(order.begin(), order.end());
    for (const std::size_t j : order) out.push_back({i, j, 1});
  }
  return out;
}

Result<Entries> distance_band_entries(Distances distances, double cutoff) {
  if (auto ok = check_distances(distances); !ok) return tl::unexpected(ok.error());
  if (auto ok = check_cutoff(cutoff, true); !ok) return tl::unexpected(ok.error());
  return within(distances, cutoff, [](double) { return 1.0; });
}

Result<Entries> inverse_distance_entries(Distances distances, double exponent, double cutoff) {
  if (auto ok = check_distances(distances); !ok) return tl::unexpected(ok.error());
  if (auto ok = check_cutoff(cutoff, false); !ok) return tl::unexpected(ok.error());
  if (!(exponent > 0 && std::isfinite(exponent))) {
    return refuse(ErrorCode::domain, "measure.space.exponent", "measure.space.exponent.hint", exponent);
  }
  for (std::size_t i = 0; i < distances.extent<Region>(); ++i) {
    for (std::size_t j = 0; j < distances.extent<Region>(); ++j) {
      if (i != j && distances(i, j) == 0) {
        return refuse(ErrorCode::domain, "measure.space.same_place", "measure.space.same_place.hint", i + 1, j + 1);
      }
    }
  }
  return within(distances, cutoff, [exponent](double d) {
    if (exponent == 1) return 1 / d;
    if (exponent == 2) return 1 / (d * d);
    return math::pow(d, -exponent);
  });
}

Result<Entries> exponential_entries(Distances distances, double decay, double cutoff) {
  if (auto ok = check_distances(distances); !ok) return tl::unexpected(ok.error());
  if (auto ok = check_cutoff(cutoff, false); !ok) return tl::unexpected(ok.error());
  if (!(decay > 0 && std::isfinite(decay))) {
    return refuse(ErrorCode::domain, "measure.space.decay", "measure.space.decay.hint", decay);
  }
  return within(distances, cutoff, [decay](double d) { return math::exp(-d / decay); });
}

Result<Entries> economic_entries(std::span<const double> x, EqualLevels rule) {
  const std::size_t n = x.size();
  if (n < 2) return refuse(ErrorCode::shape, "measure.space.level_shape", "measure.space.level_shape.hint", n, 2);
  if (const std::size_t bad = first_not_finite(x); bad < n) {
    return refuse(ErrorCode::domain, "measure.space.level_value", "measure.space.level_value.hint", bad + 1);
  }
  const double smallest = smallest_difference(x);
  if (smallest == 0) {
    return refuse(ErrorCode::domain, "measure.space.level_constant", "measure.space.level_constant.hint");
  }
  Entries out;
  out.reserve(n * (n - 1));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      if (i == j) continue;
      if (x[i] == x[j] && rule == EqualLevels::error) {
        return refuse(ErrorCode::domain, "measure.space.level_equal", "measure.space.level_equal.hint", i + 1, j + 1);
      }
      out.push_back({i, j, 1 / std::max(std::fabs(x[i] - x[j]), smallest)});
    }
  }
  return out;
}

Result<Entries> nested_entries(const SpatialWeights& a, const SpatialWeights& b, double share) {
  if (a.regions() != b.regions()) {
    return refuse(ErrorCode::shape, "measure.space.level_shape", "measure.space.level_shape.hint", b.regions(),
                  a.regions());
  }
  if (!(share >= 0 && share <= 1)) {
    return refuse(ErrorCode::domain, "measure.space.share", "measure.space.share.hint", share);
  }
  Entries out;
  for (std::size_t i = 0; i < a.regions(); ++i) {
    std::vector<std::uint32_t> either(a.neighbours(i).begin(), a.neighbours(i).end());
    either.insert(either.end(), b.neighbours(i).begin(), b.neighbours(i).end());
    std::sort(either.begin(), either.end());
    either.erase(std::unique(either.begin(), either.end()), either.end());
    for (const std::uint32_t j : either) out.push_back({i, j, share * a.at(i, j) + (1 - share) * b.at(i, j)});
  }
  return out;
}

Result<Entries> level_entries(std::span<const WeightEntry> entries, std::span<const double> x) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!(x[i] > 0 && std::isfinite(x[i]))) {
      return refuse(ErrorCode::domain, "measure.space.level_positive", "measure.space.level_positive.hint", i + 1,
                    x[i]);
    }
  }
  std::size_t regions = 0;
  for (const WeightEntry& e : entries) regions = std::max({regions, e.from + 1, e.to + 1});
  if (regions > x.size()) {
    return refuse(ErrorCode::shape, "measure.space.level_shape", "measure.space.level_shape.hint", x.size(), regions);
  }
  const double center = mean(x);
  Entries out(entries.begin(), entries.end());
  for (WeightEntry& e : out) e.weight *= x[e.to] / center;
  return out;
}

Entries dense_entries(Distances weights) {
  Entries out;
  for (std::size_t i = 0; i < weights.extent<Region>(); ++i) {
    for (std::size_t j = 0; j < weights.extent<OtherRegion>(); ++j) {
      if (weights(i, j) != 0) out.push_back({i, j, weights(i, j)});
    }
  }
  return out;
}

Result<Entries> link_islands(Entries entries, Distances distances, FunctionRef<double(double)> weight) {
  if (auto ok = check_distances(distances); !ok) return tl::unexpected(ok.error());
  const std::size_t n = distances.extent<Region>();
  std::vector<bool> has_neighbour(n, false);
  for (const WeightEntry& e : entries) has_neighbour[e.from] = true;
  Entries added;
  const auto add = [&](std::size_t i, std::size_t j) {
    const auto same = [i, j](const WeightEntry& e) { return e.from == i && e.to == j; };
    if (std::none_of(entries.begin(), entries.end(), same) && std::none_of(added.begin(), added.end(), same)) {
      added.push_back({i, j, weight(distances(i, j))});
    }
  };
  for (std::size_t i = 0; i < n && n > 1; ++i) {
    if (has_neighbour[i]) continue;
    std::size_t nearest = i == 0 ? 1 : 0;
    for (std::size_t j = 0; j < n; ++j) {
      if (j != i && distances(i, j) < distances(i, nearest)) nearest = j;
    }
    add(i, nearest);
    add(nearest, i);
  }
  entries.insert(entries.end(), added.begin(), added.end());
  std::sort(entries.begin(), entries.end(), [](const WeightEntry& a, const WeightEntry& b) {
    return a.from != b.from ? a.from < b.from : a.to < b.to;
  });
  return entries;
}

}  // namespace tidu::measure
