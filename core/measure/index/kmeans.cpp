// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/kmeans.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/draws.h"
#include "core/base/order.h"
#include "core/measure/breaks.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

using Points = View<const double, Row, Column>;

constexpr double kGain = 1e-12;  // a move must lower the sum by more than rounding can

Result<void> check(Points points, const KMeansOptions& options) {
  const std::size_t rows = points.extent<Row>();
  const std::size_t columns = points.extent<Column>();
  if (rows == 0 || columns == 0) {
    return refuse(ErrorCode::shape, "measure.clusters.shape", "measure.clusters.shape.hint", rows, columns);
  }
  if (options.clusters < 1 || options.clusters > rows) {
    return refuse(ErrorCode::domain, "measure.clusters.count", "measure.clusters.count.hint", options.clusters, rows);
  }
  if (options.restarts < 1 || options.restarts > kMaximumRestarts) {
    return refuse(ErrorCode::domain, "measure.clusters.restarts", "measure.clusters.restarts.hint", options.restarts,
                  kMaximumRestarts);
  }
  if (const std::size_t bad = first_not_finite({points.data(), points.size()}); bad < points.size()) {
    return refuse(ErrorCode::domain, "measure.clusters.not_finite", "measure.clusters.not_finite.hint",
                  bad / columns + 1, bad % columns + 1);
  }
  return {};
}

double squared_distance(const double* a, const double* b, std::size_t columns) {
  double sum = 0;
  for (std::size_t d = 0; d < columns; ++d) sum += (a[d] - b[d]) * (a[d] - b[d]);
  return sum;
}

// One partition on its way to a local optimum.
class Partition {
 public:
  Partition(Points points, std::size_t clusters)
      : points_(points), columns_(points.extent<Column>()), centres_({clusters, columns_}), of_(points.extent<Row>()) {}

  // k-means++; false when fewer than k points differ.
  bool seed(const Rng& rng, std::size_t restart) {
    const std::size_t rows = of_.size();
    std::vector<double> nearest(rows, std::numeric_limits<double>::infinity());
    std::fill(of_.begin(), of_.end(), std::size_t{0});
    for (std::size_t c = 0; c < clusters(); ++c) {
      const DrawAddress address{
          .entity = restart, .step = static_cast<std::uint32_t>(c), .purpose = Purpose::cluster_seed};
      const std::size_t chosen = c == 0 ? static_cast<std::size_t>(uniform_below(rng, address, rows))
                                        : draw_in_proportion(nearest, uniform(rng, address));
      if (chosen == rows) return false;
      std::copy_n(row(chosen), columns_, centre(c));
      for (std::size_t i = 0; i < rows; ++i) {
        const double distance = squared_distance(row(i), centre(c), columns_);
        if (!(distance < nearest[i])) continue;
        nearest[i] = distance;
        of_[i] = c;
      }
    }
    update();
    return true;
  }

  void improve() {
    while (move_points()) update();
  }

  double within() const {
    double sum = 0;
    for (std::size_t i = 0; i < of_.size(); ++i) sum += squared_distance(row(i), centre(of_[i]), columns_);
    return sum;
  }

  const std::vector<std::size_t>& cluster_of() const { return of_; }

 private:
  std::size_t clusters() const { return centres_.extent<Group>(); }
  const double* row(std::size_t i) const { return points_.data() + i * columns_; }
  double* centre(std::size_t c) { return centres_.values().data() + c * columns_; }
  const double* centre(std::size_t c) const { return centres_.values().data() + c * columns_; }

  // The first position at which the running sum passes u times the whole; mass.size() when there is no mass.
  static std::size_t draw_in_proportion(std::span<const double> mass, double u) {
    double total = 0;
    for (const double m : mass) total += m;
    if (!(total > 0)) return mass.size();
    std::size_t last = 0;
    double running = 0;
    for (std::size_t i = 0; i < mass.size(); ++i) {
      if (!(mass[i] > 0)) continue;
      running += mass[i];
      last = i;
      if (running > u * total) break;
    }
    return last;
  }

  // Centres and sizes from the members.
  void update() {
    sizes_.assign(clusters(), 0.0);
    std::fill(centres_.values().begin(), centres_.values().end(), 0.0);
    for (std::size_t i = 0; i < of_.size(); ++i) {
      ++sizes_[of_[i]];
      for (std::size_t d = 0; d < columns_; ++d) centre(of_[i])[d] += row(i)[d];
    }
    for (std::size_t c = 0; c < clusters(); ++c) {
      for (std::size_t d = 0; d < columns_; ++d) centre(c)[d] /= sizes_[c];
    }
  }

  // One pass over the points, each moving to where the sum of squares falls most; false when none moved.
  bool move_points() {
    bool moved = false;
    for (std::size_t i = 0; i < of_.size(); ++i) {
      const std::size_t from = of_[i];
      if (sizes_[from] <= 1) continue;
      const double saved = sizes_[from] / (sizes_[from] - 1) * squared_distance(row(i), centre(from), columns_);
      std::size_t to = from;
      double cost = saved * (1 - kGain);
      for (std::size_t c = 0; c < clusters(); ++c) {
        if (c == from) continue;
        const double added = sizes_[c] / (sizes_[c] + 1) * squared_distance(row(i), centre(c), columns_);
        if (added < cost) {
          cost = added;
          to = c;
        }
      }
      if (to == from) continue;
      move(i, from, to);
      moved = true;
    }
    return moved;
  }

  void move(std::size_t i, std::size_t from, std::size_t to) {
    for (std::size_t d = 0; d < columns_; ++d) {
      centre(from)[d] -= (row(i)[d] - centre(from)[d]) / (sizes_[from] - 1);
      centre(to)[d] += (row(i)[d] - centre(to)[d]) / (sizes_[to] + 1);
    }
    --sizes_[from];
    ++sizes_[to];
    of_[i] = to;
  }

  Points points_;
  std::size_t columns_;
  Array<double, Group, Column> centres_;
  std::vector<double> sizes_;
  std::vector<std::size_t> of_;
};

// Numbers the clusters by falling sum over their centre and fills in what is reported.
Clusters describe(Points points, std::span<const std::size_t> cluster_of, std::size_t clusters) {
  const std::size_t columns = points.extent<Column>();
  const auto means_of = [&](std::span<const std::size_t> of, std::size_t groups) {
    Array<double, Group, Column> means({groups, columns});
    std::vector<double> sizes(groups);
    for (std::size_t i = 0; i < of.size(); ++i) {
      ++sizes[of[i]];
      for (std::size_t d = 0; d < columns; ++d) means(of[i], d) += points(i, d);
    }
    for (std::size_t g = 0; g < groups; ++g) {
      for (std::size_t d = 0; d < columns; ++d) means(g, d) /= sizes[g];
    }
    return means;
  };
  const auto unordered = means_of(cluster_of, clusters);
  std::vector<double> height(clusters);
  for (std::size_t c = 0; c < clusters; ++c) {
    for (std::size_t d = 0; d < columns; ++d) height[c] += unordered(c, d);
  }
  const auto order = stable_order(clusters, [&](std::size_t a, std::size_t b) { return height[a] > height[b]; });
  std::vector<std::size_t> place(clusters);
  for (std::size_t k = 0; k < clusters; ++k) place[order[k]] = k;

  Clusters out;
  out.sizes.assign(clusters, 0);
  for (const std::size_t c : cluster_of) {
    out.cluster_of.push_back(place[c]);
    ++out.sizes[place[c]];
  }
  out.centres = means_of(out.cluster_of, clusters);
  const std::vector<std::size_t> one(cluster_of.size(), 0);
  const auto middle = means_of(one, 1);
  for (std::size_t i = 0; i < cluster_of.size(); ++i) {
    for (std::size_t d = 0; d < columns; ++d) {
      const double own = points(i, d) - out.centres(out.cluster_of[i], d);
      const double all = points(i, d) - middle(0, d);
      out.within += own * own;
      out.total += all * all;
    }
  }
  out.goodness = out.within > 0 ? std::clamp(1 - out.within / out.total, 0.0, 1.0) : 1;
  return out;
}

}  // namespace

Result<Clusters> k_means(Points points, const KMeansOptions& options) {
  if (auto checked = check(points, options); !checked) return tl::unexpected(checked.error());
  if (points.extent<Column>() == 1) {
    const auto breaks = natural_breaks({points.data(), points.size()}, options.clusters);
    if (!breaks) {
      return refuse(ErrorCode::domain, "measure.clusters.distinct", "measure.clusters.distinct.hint", options.clusters);
    }
    Clusters out = describe(points, breaks->class_of, options.clusters);
    out.restarts_at_best = options.restarts;
    return out;
  }
  const Rng rng(options.seed);
  Partition partition(points, options.clusters);
  std::vector<std::size_t> best;
  std::vector<double> sums;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t restart = 0; restart < options.restarts; ++restart) {
    if (!partition.seed(rng, restart)) {
      return refuse(ErrorCode::domain, "measure.clusters.distinct", "measure.clusters.distinct.hint", options.clusters);
    }
    partition.improve();
    sums.push_back(partition.within());
    if (best.empty() || sums.back() < least * (1 - kGain)) {
      best = partition.cluster_of();
      least = sums.back();
    }
  }
  Clusters out = describe(points, best, options.clusters);
  out.restarts_at_best = static_cast<std::size_t>(
      std::count_if(sums.begin(), sums.end(), [least](double sum) { return sum <= least * (1 + 1e-9); }));
  return out;
}

}  // namespace tidu::measure
