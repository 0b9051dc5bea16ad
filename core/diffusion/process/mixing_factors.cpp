// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/diffusion/process/mixing.h"

namespace tidu::diffusion {
namespace {

constexpr double kRowTolerance = 1e-9;

enum class GroupScale : std::uint8_t { none, shares, rows };

MixingFactor groups(double gamma, GroupScale scale) {
  TIDU_ASSERT(gamma >= 0);
  MixingFactor factor{.kind = FactorKind::dense, .weight = std::vector<double>(kGroups * kGroups)};
  for (std::size_t a = 0; a < kGroups; ++a) {
    const std::span<double> row(factor.weight.data() + a * kGroups, kGroups);
    for (std::size_t b = 0; b < kGroups; ++b) {
      const double distance = static_cast<double>(a) - static_cast<double>(b);
      row[b] = (scale == GroupScale::none ? 1 : kGroupShares[b]) * math::exp(-gamma * distance * distance);
    }
    if (scale != GroupScale::rows) continue;
    const double total = sum(row);
    for (double& w : row) w /= total;
  }
  factor.thinned = scale != GroupScale::rows;
  return factor;
}

struct FactorCheck {
  const MixingFactor& factor;
  std::size_t place = 1;  // of region, sector, size, group, from 1
  std::size_t n = 1;
  bool by_people = false;
  std::size_t regions = 1;
};

tl::unexpected<Error> wrong_size(std::size_t place, std::size_t have, std::size_t want) {
  return failure(ErrorCode::shape, text("diffusion.mixing.size", place, have, want),
                 text("diffusion.mixing.size.hint"));
}

// Rows of weights that a factor which is not sparse holds.
std::size_t rows_of(const FactorCheck& c) {
  if (c.factor.kind == FactorKind::everybody) return 1;
  return c.factor.kind == FactorKind::regional ? c.regions : c.n;
}

// Numbers given and needed fit together, and columns exist.
Result<void> check_form(const FactorCheck& c) {
  const MixingFactor& f = c.factor;
  if (f.kind == FactorKind::identity) return {};
  if (f.kind != FactorKind::rows) {
    const std::size_t want = rows_of(c) * c.n;
    if (f.weight.size() != want) return wrong_size(c.place, f.weight.size(), want);
    if (f.everybody.empty()) return {};
    return wrong_size(c.place, f.everybody.size(), 0);
  }
  if (f.start.size() != c.n + 1) return wrong_size(c.place, f.start.size(), c.n + 1);
  const bool rising = f.start.front() == 0 && std::is_sorted(f.start.begin(), f.start.end());
  if (!rising || f.start.back() != f.weight.size()) return wrong_size(c.place, f.weight.size(), f.start.back());
  if (f.column.size() != f.weight.size()) return wrong_size(c.place, f.column.size(), f.weight.size());
  if (!f.everybody.empty() && f.everybody.size() != c.n) return wrong_size(c.place, f.everybody.size(), c.n);
  for (std::size_t i = 0; i < c.n; ++i) {
    for (std::size_t k = f.start[i]; k < f.start[i + 1]; ++k) {
      if (f.column[k] < c.n) continue;
      return failure(ErrorCode::domain, text("diffusion.mixing.column", c.place, i + 1, f.column[k] + 1, c.n),
                     text("diffusion.mixing.column.hint"));
    }
  }
  return {};
}

// Sum of the weights of a row, each of which is a number that can be one.
Result<double> row_total(const FactorCheck& c, std::size_t row, std::span<const double> weights) {
  double total = 0;
  for (const double w : weights) {
    if (!(w >= 0 && std::isfinite(w))) {
      return failure(ErrorCode::domain, text("diffusion.mixing.weight", c.place, row + 1, w),
                     text("diffusion.mixing.weight.hint"));
    }
    total += w;
  }
  return total;
}

Result<void> check_row(const FactorCheck& c, std::size_t row, std::span<const double> weights) {
  const auto own = row_total(c, row, weights);
  if (!own) return tl::unexpected(own.error());
  const auto common = row_total(c, row, c.factor.everybody);
  if (!common) return tl::unexpected(common.error());
  const double total = *own + *common;
  const bool low = total < 1 - kRowTolerance && !c.factor.thinned;
  const bool wrong = c.by_people ? !(total > 0 && std::isfinite(total)) : low || total > 1 + kRowTolerance;
  if (!wrong) return {};
  return failure(ErrorCode::domain, text("diffusion.mixing.row_sum", c.place, row + 1, total),
                 text("diffusion.mixing.row_sum.hint"));
}

Result<void> check_factor(const FactorCheck& c) {
  if (auto form = check_form(c); !form) return form;
  const MixingFactor& f = c.factor;
  if (f.kind == FactorKind::identity) return {};
  TIDU_ASSERT(f.kind != FactorKind::regional || c.place > 1);
  for (std::size_t i = 0; i < rows_of(c); ++i) {
    const bool sparse = f.kind == FactorKind::rows;
    const std::size_t begin = sparse ? f.start[i] : i * c.n;
    const std::size_t end = sparse ? f.start[i + 1] : (i + 1) * c.n;
    if (auto row = check_row(c, i, {f.weight.data() + begin, end - begin}); !row) return row;
  }
  return {};
}

}  // namespace

MixingFactor everybody_factor(std::vector<double> shares) {
  return {.kind = FactorKind::everybody, .weight = std::move(shares)};
}

MixingFactor regional_factor(std::vector<double> shares) {
  return {.kind = FactorKind::regional, .weight = std::move(shares)};
}

MixingFactor everybody_factor(std::size_t n) { return everybody_factor(std::vector<double>(n, 1.0)); }

MixingFactor dense_factor(std::vector<double> rows) { return {.kind = FactorKind::dense, .weight = std::move(rows)}; }

MixingFactor heterophily_mixing(double gamma) { return groups(gamma, GroupScale::rows); }
MixingFactor heterophily_thinning(double gamma) { return groups(gamma, GroupScale::shares); }
MixingFactor heterophily_push(double gamma) { return groups(gamma, GroupScale::none); }

MixingFactor neighbour_mixing(const RegionLinks& links, double outside, double national) {
  TIDU_ASSERT(outside >= 0 && outside <= 1 && national >= 0 && national <= 1);
  const std::size_t n = links.regions();
  MixingFactor factor{.kind = FactorKind::rows};
  factor.start.push_back(0);
  const auto add = [&factor](std::size_t column, double weight) {
    factor.column.push_back(column);
    factor.weight.push_back(weight);
  };
  for (std::size_t r = 0; r < n; ++r) {
    const std::size_t count = links.start[r + 1] - links.start[r];
    add(r, 1 - outside);
    const double near = outside * (1 - national);
    for (std::size_t k = links.start[r]; k < links.start[r + 1]; ++k) {
      add(links.neighbour[k], near / static_cast<double>(count));
    }
    for (std::size_t s = 0; count == 0 && near > 0 && s < n; ++s) add(s, near * links.share[s]);
    factor.start.push_back(factor.column.size());
  }
  if (outside * national > 0) {
    for (const double share : links.share) factor.everybody.push_back(outside * national * share);
  }
  return factor;
}

Result<void> check_mixing(const LayerMixing& mixing, const CellShape& shape) {
  const bool by_people = mixing.weighting == Weighting::people;
  const FactorCheck checks[] = {{mixing.region, 1, shape.regions, by_people, shape.regions},
                                {mixing.sector, 2, shape.sectors, by_people, shape.regions},
                                {mixing.size, 3, shape.sizes, by_people, shape.regions},
                                {mixing.group, 4, shape.groups, by_people, shape.regions}};
  for (const FactorCheck& check : checks) {
    if (auto result = check_factor(check); !result) return result;
  }
  return {};
}

}  // namespace tidu::diffusion
