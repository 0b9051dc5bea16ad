// SPDX-License-Identifier: Apache-2.0
#include "core/measure/network/concor.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

// Numbers are kept on this grid, so that sums of their products are exact and do not depend on the order of the nodes.
constexpr double kGrid = 0x1p40;
constexpr double kCoarseGrid = 0x1p20;
constexpr double kConverged = 1 - 1e-7;
constexpr std::size_t kMaximumDepth = 20;
constexpr std::size_t kRows = 16;  // of a block of work

using Correlations = Array<double, Row, Column>;

double round_to(double grid, double x) { return std::floor(x * grid + 0.5) / grid; }

// A profile less its mean, in two parts: products of the parts need at most 53 bits together for up to 2,048 numbers,
// so that their sums are exact.
struct Profile {
  Profile() = default;
  // x in [-1, 1] on the grid.
  explicit Profile(std::span<const double> x) : high(x.size()), low(x.size()) {
    const double center = round_to(kGrid, mean(x));
    for (std::size_t k = 0; k < x.size(); ++k) {
      high[k] = round_to(kCoarseGrid, x[k] - center);
      low[k] = (x[k] - center) - high[k];
    }
    rest = sum(high) + sum(low);
    variance = covariance(*this);
  }

  double covariance(const Profile& other) const {
    const double mixed = dot(high, other.low) + dot(low, other.high);
    const double products = dot(high, other.high) + (mixed + dot(low, other.low));
    return products - rest * other.rest / static_cast<double>(high.size());
  }

  // On the grid; 0 where a profile is constant.
  double correlation(const Profile& other) const {
    const double scale = variance * other.variance;
    if (!(scale > 0)) return 0;
    return round_to(kGrid, std::clamp(covariance(other) / std::sqrt(scale), -1.0, 1.0));
  }

  std::vector<double> high;
  std::vector<double> low;
  double rest = 0;  // sum of what the rounded mean leaves
  double variance = 0;
};

void mirror(Correlations& r) {
  for (std::size_t i = 0; i < r.extent<Row>(); ++i) {
    for (std::size_t j = 0; j < i; ++j) r(j, i) = r(i, j);
  }
}

// Correlations of the rows of a matrix on the grid.
Correlations correlate(const Array<double, Row, Column>& rows, Executor& executor) {
  const std::size_t n = rows.extent<Row>();
  const std::size_t length = rows.extent<Column>();
  const std::size_t blocks = (n + kRows - 1) / kRows;
  const auto rows_of = [n](std::size_t b) { return std::pair(b * kRows, std::min(n, (b + 1) * kRows)); };
  std::vector<Profile> profiles(n);
  Correlations r({n, n});
  executor.for_blocks(blocks, [&](std::size_t b) {
    for (auto [i, end] = rows_of(b); i < end; ++i) {
      profiles[i] = Profile(std::span(rows.values()).subspan(i * length, length));
    }
  });
  executor.for_blocks(blocks, [&](std::size_t b) {
    if (executor.cancelled()) return;
    for (auto [i, end] = rows_of(b); i < end; ++i) {
      for (std::size_t j = 0; j < i; ++j) r(i, j) = profiles[i].correlation(profiles[j]);
      r(i, i) = 1;
    }
  });
  mirror(r);
  return r;
}

// Profiles of nodes that are compared in pairs: cells of links received, then of links sent.
struct Cells {
  View<const double, Row, Column> a;
  ConcorDiagonal diagonal;

  // The place that stands for `k` in the profile of i: own cell against own cell under ConcorDiagonal::reciprocal.
  std::size_t place(std::size_t k, std::size_t i, std::size_t j) const {
    if (diagonal != ConcorDiagonal::reciprocal) return k;
    return k == i ? j : k == j ? i : k;
  }
  std::vector<double> profile(std::size_t i, std::size_t j, bool first) const {
    std::vector<double> out;
    for (const bool received : {true, false}) {
      for (std::size_t k = 0; k < a.extent<Row>(); ++k) {
        if (diagonal == ConcorDiagonal::ignored && (k == i || k == j)) continue;
        const std::size_t at = first ? k : place(k, i, j);
        out.push_back(received ? a(at, i) : a(i, at));
      }
    }
    return out;
  }
};

// First correlations where the profile of a node depends on whom it is compared with.
Correlations correlate_pairs(const Cells& cells, Executor& executor) {
  const std::size_t n = cells.a.extent<Row>();
  Correlations r({n, n});
  executor.for_blocks(n, [&](std::size_t i) {
    if (executor.cancelled()) return;
    r(i, i) = 1;
    for (std::size_t j = 0; j < i; ++j) {
      const std::vector<double> x = cells.profile(i, j, true);
      const std::vector<double> y = cells.profile(j, i, false);
      r(i, j) = x == y ? 1 : Profile(x).correlation(Profile(y));
    }
  });
  mirror(r);
  return r;
}

Correlations first_correlations(const Cells& cells, Executor& executor) {
  if (cells.diagonal != ConcorDiagonal::kept) return correlate_pairs(cells, executor);
  const std::size_t n = cells.a.extent<Row>();
  Array<double, Row, Column> profiles({n, 2 * n});
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < n; ++k) {
      profiles(i, k) = cells.a(k, i);
      profiles(i, n + k) = cells.a(i, k);
    }
  }
  std::vector<std::size_t> constant;
  std::vector<double> level(n);
  for (std::size_t i = 0; i < n; ++i) {
    level[i] = profiles(i, 0);
    if (is_constant(std::span(profiles.values()).subspan(i * 2 * n, 2 * n))) constant.push_back(i);
  }
  Correlations r = correlate(profiles, executor);
  for (const std::size_t i : constant) {
    for (const std::size_t j : constant) {
      if (level[i] == level[j]) r(i, j) = 1;
    }
  }
  return r;
}

bool converged(const Correlations& r) {
  return std::all_of(r.values().begin(), r.values().end(), [](double v) { return std::fabs(v) >= kConverged; });
}

Correlations part_of(const Correlations& r, std::span<const std::size_t> members) {
  Correlations out({members.size(), members.size()});
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (std::size_t j = 0; j < members.size(); ++j) out(i, j) = r(members[i], members[j]);
  }
  return out;
}

struct Splitter {
  const Correlations& first;  // of the profiles of all nodes
  const ConcorRule& rule;
  Executor& executor;
  Concor& out;

  void divide(std::vector<std::size_t> members, std::size_t depth) {
    if (depth > rule.depth || members.size() < 2) return finish(members);
    ConcorSplit attempt{depth, std::move(members)};
    Correlations r = part_of(first, attempt.members);
    while (!converged(r) && attempt.iterations < rule.iterations) {
      r = correlate(r, executor);
      ++attempt.iterations;
    }
    std::vector<std::size_t> with_first;
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < attempt.members.size(); ++i) {
      (r(0, i) > 0 ? with_first : others).push_back(attempt.members[i]);
    }
    attempt.split = converged(r) && !others.empty();
    out.splits.push_back(attempt);
    if (!attempt.split) return finish(attempt.members);
    divide(std::move(with_first), depth + 1);
    divide(std::move(others), depth + 1);
  }

  void finish(std::span<const std::size_t> members) {
    for (const std::size_t node : members) out.block_of[node] = out.blocks;
    ++out.blocks;
  }
};

// The matrix in proportion to its largest number.
Array<double, Row, Column> on_grid(View<const double, Row, Column> a) {
  double largest = 0;
  for (const double x : a) largest = std::max(largest, std::fabs(x));
  Array<double, Row, Column> out(a.extents());
  for (std::size_t i = 0; i < a.size() && largest > 0; ++i) {
    out.values()[i] = round_to(kGrid, a.data()[i] / largest);
  }
  return out;
}

Result<void> check(View<const double, Row, Column> a, const ConcorRule& rule) {
  const std::size_t n = a.extent<Row>();
  if (a.extent<Column>() != n) {
    return refuse(ErrorCode::shape, "measure.concor.shape", "measure.concor.shape.hint", n, a.extent<Column>());
  }
  if (n < 2) return refuse(ErrorCode::shape, "measure.concor.too_few", "measure.concor.too_few.hint", n);
  if (rule.depth < 1 || rule.depth > kMaximumDepth) {
    return refuse(ErrorCode::domain, "measure.concor.depth", "measure.concor.depth.hint", rule.depth, kMaximumDepth);
  }
  if (rule.iterations == 0) {
    return refuse(ErrorCode::domain, "measure.concor.iterations", "measure.concor.iterations.hint");
  }
  if (const std::size_t bad = first_not_finite({a.data(), a.size()}); bad < a.size()) {
    return refuse(ErrorCode::domain, "measure.concor.not_finite", "measure.concor.not_finite.hint", bad / n + 1,
                  bad % n + 1);
  }
  return {};
}

}  // namespace

Result<Concor> concor(View<const double, Row, Column> a, const ConcorRule& rule, Executor& executor) {
  if (auto ok = check(a, rule); !ok) return tl::unexpected(ok.error());
  const std::size_t n = a.extent<Row>();
  Concor out{.block_of = std::vector<std::size_t>(n)};
  const Array<double, Row, Column> scaled = on_grid(a);
  const Correlations first = first_correlations({scaled, rule.diagonal}, executor);
  std::vector<std::size_t> all(n);
  std::iota(all.begin(), all.end(), std::size_t{0});
  Splitter{first, rule, executor, out}.divide(std::move(all), 1);
  if (executor.cancelled()) {
    return refuse(ErrorCode::cancelled, "measure.concor.cancelled", "measure.concor.cancelled.hint");
  }
  return out;
}

}  // namespace tidu::measure
