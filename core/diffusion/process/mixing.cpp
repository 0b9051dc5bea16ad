// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/process/mixing.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base/assert.h"
#include "core/base/math.h"

namespace tidu::diffusion {
namespace {

/// Regions of a block have about so many cells: enough to be worth a thread's while, few enough to share out.
constexpr std::size_t kBlockCells = 2048;

using Pair = double __attribute__((vector_size(16)));
constexpr std::size_t kPairs = (kGroups + 1) / 2;  // of rows, the last one half empty

// A dense matrix of adopter groups by columns, for apply_columns.
std::vector<double> columns_of(const MixingFactor& factor) {
  if (factor.kind != FactorKind::dense || factor.weight.size() != kGroups * kGroups) return {};
  std::vector<double> columns(kGroups * kPairs * 2);
  for (std::size_t i = 0; i < kGroups; ++i) {
    for (std::size_t k = 0; k < kGroups; ++k) columns[k * kPairs * 2 + i] = factor.weight[i * kGroups + k];
  }
  return columns;
}

// The matrix of adopter groups, whose size the compiler knows: a third of the time of a step went into the general
// loops below. The same sums in the same order, two rows at once.
void apply_columns(const double* columns, std::size_t outer, const double* from, double* to) {
  for (std::size_t o = 0; o < outer; ++o, from += kGroups, to += kGroups) {
    std::array<Pair, kPairs> sum{};
    for (std::size_t k = 0; k < kGroups; ++k) {
      for (std::size_t p = 0; p < kPairs; ++p) {
        Pair rows;
        std::memcpy(&rows, columns + (k * kPairs + p) * 2, sizeof rows);
        sum[p] += rows * from[k];
      }
    }
    std::memcpy(to, sum.data(), kGroups * sizeof(double));
  }
}

// to += weight * from, over the cells of a region: most often as many as there are adopter groups.
void add_scaled(double weight, const double* from, double* to, std::size_t cells) {
  if (cells == kGroups) {
    for (std::size_t c = 0; c < kGroups; ++c) to[c] += weight * from[c];
  } else {
    for (std::size_t c = 0; c < cells; ++c) to[c] += weight * from[c];
  }
}

// Whether a factor leaves one number where there were n.
bool sums(FactorKind kind) { return kind == FactorKind::everybody || kind == FactorKind::regional; }

// out = factor along the middle axis of in, outer x n x inner; `own` is where a region's weights begin
void apply_factor(const MixingFactor& factor, const std::array<std::size_t, 3>& extents, std::size_t own,
                  std::span<const double> in, std::span<double> out) {
  const auto [outer, n, inner] = extents;
  const bool everybody = sums(factor.kind);
  const std::size_t rows = everybody ? 1 : n;
  for (std::size_t o = 0; o < outer; ++o) {
    const double* from = in.data() + o * n * inner;
    double* to = out.data() + o * rows * inner;
    for (std::size_t i = 0; i < rows; ++i) {
      double* row = to + i * inner;
      std::fill_n(row, inner, 0.0);
      const bool sparse = factor.kind == FactorKind::rows;
      const std::size_t begin = sparse ? factor.start[i] : 0;
      const std::size_t end = sparse ? factor.start[i + 1] : n;
      for (std::size_t k = begin; k < end; ++k) {
        const double weight = factor.weight[sparse || everybody ? own + k : i * n + k];
        const double* seen = from + (sparse ? factor.column[k] : k) * inner;
        for (std::size_t c = 0; c < inner; ++c) row[c] += weight * seen[c];
      }
      if (!sparse || factor.everybody.empty()) continue;
      for (std::size_t j = 0; j < n; ++j) {
        for (std::size_t c = 0; c < inner; ++c) row[c] += factor.everybody[j] * from[j * inner + c];
      }
    }
  }
}

constexpr FormulaRecord kFormulas[] = {
    {"cell_mixing", "x = (W_region ⊗ W_sector ⊗ W_size ⊗ W_group)·V;  by people: x = K(N∘V) / K·N",
     "Tidu; heterophily after Rogers 2003, ch. 8"},
};

}  // namespace

RegionBlocks::RegionBlocks(const CellShape& shape)
    : regions(shape.regions), size(std::max<std::size_t>(1, kBlockCells / shape.per_region())) {}

CellMixing::CellMixing(LayerMixing mixing, const CellShape& shape, std::span<const double> people)
    : factor_{std::move(mixing.region), std::move(mixing.sector), std::move(mixing.size), std::move(mixing.group)},
      shape_(shape) {
  plan();
  group_columns_ = columns_of(factor_[3]);
  inside_.resize(shape.regions * width_);
  if (factor_[0].kind != FactorKind::identity) across_.resize(slabs() * width_);
  nation_.resize(width_);
  scratch_.resize(RegionBlocks(shape).count() * 2 * shape.per_region());
  if (mixing.weighting == Weighting::shares) return;
  TIDU_ASSERT(people.size() == shape.cells());
  people_.assign(people.begin(), people.end());
  set_reach();
}

// The order of the passes, and where each cell of a region finds its value afterwards.
void CellMixing::plan() {
  std::array<std::size_t, 4> extent{1, shape_.sectors, shape_.sizes, shape_.groups};
  const auto add = [&](std::size_t axis) {
    Pass pass{.axis = axis, .n = extent[axis]};
    for (std::size_t a = 1; a < axis; ++a) pass.outer *= extent[a];
    for (std::size_t a = axis + 1; a < 4; ++a) pass.inner *= extent[a];
    passes_.push_back(pass);
  };
  for (std::size_t axis = 1; axis < 4; ++axis) {
    if (!sums(factor_[axis].kind)) continue;
    add(axis);
    extent[axis] = 1;
  }
  for (std::size_t axis = 1; axis < 4; ++axis) {
    if (factor_[axis].kind == FactorKind::dense || factor_[axis].kind == FactorKind::rows) add(axis);
  }
  width_ = extent[1] * extent[2] * extent[3];
  place_.reserve(shape_.per_region());
  for (std::size_t s = 0; s < shape_.sectors; ++s) {
    for (std::size_t z = 0; z < shape_.sizes; ++z) {
      for (std::size_t g = 0; g < shape_.groups; ++g) {
        place_.push_back((s % extent[1] * extent[2] + z % extent[2]) * extent[3] + g % extent[3]);
      }
    }
  }
}

// K N with whatever is thinned at full strength: what V = 1 everywhere would show.
void CellMixing::set_reach() {
  const std::array<MixingFactor, 4> thinned = factor_;
  for (MixingFactor& factor : factor_) {
    if (!factor.thinned) continue;
    for (double& w : factor.weight) w = w > 0 ? 1 : 0;
    for (double& w : factor.everybody) w = w > 0 ? 1 : 0;
  }
  group_columns_ = columns_of(factor_[3]);
  const std::vector<double> all(shape_.cells(), 1.0);
  std::vector<double> seen(shape_.cells());
  apply(all, seen, serial_executor());
  factor_ = thinned;
  group_columns_ = columns_of(factor_[3]);
  inverse_reach_.assign(slabs() * width_, 0.0);
  for (std::size_t slab = 0; slab < slabs(); ++slab) {
    for (std::size_t c = 0; c < place_.size(); ++c) {
      const double reach = seen[slab * shape_.per_region() + c];
      inverse_reach_[slab * width_ + place_[c]] = reach > 0 ? 1 / reach : 0;
    }
  }
}

void CellMixing::inside(std::size_t region, std::span<const double> visible, std::span<double> scratch) {
  const std::size_t cells = shape_.per_region();
  std::span<const double> from = visible.subspan(region * cells, cells);
  std::span<double> one = scratch.first(cells);
  std::span<double> other = scratch.subspan(cells, cells);
  if (!people_.empty()) {
    for (std::size_t c = 0; c < cells; ++c) one[c] = from[c] * people_[region * cells + c];
    from = one;
    std::swap(one, other);
  }
  const std::span<double> out(inside_.data() + region * width_, width_);
  if (passes_.empty()) std::copy(from.begin(), from.end(), out.begin());
  for (const Pass& pass : passes_) {
    const bool last = &pass == &passes_.back();
    if (pass.axis == 3 && !group_columns_.empty()) {
      apply_columns(group_columns_.data(), pass.outer, from.data(), last ? out.data() : one.data());
    } else {
      const MixingFactor& factor = factor_[pass.axis];
      const std::size_t own = factor.kind == FactorKind::regional ? region * pass.n : 0;
      apply_factor(factor, {pass.outer, pass.n, pass.inner}, own, from, last ? out : one);
    }
    from = one;
    std::swap(one, other);
  }
}

void CellMixing::national(std::span<const double> shares) {
  std::fill(nation_.begin(), nation_.end(), 0.0);
  for (std::size_t r = 0; r < shape_.regions; ++r) {
    add_scaled(shares[r], inside_.data() + r * width_, nation_.data(), width_);
  }
}

void CellMixing::across(std::size_t region) {
  const MixingFactor& factor = factor_[0];
  const bool sparse = factor.kind == FactorKind::rows;
  double* out = across_.data() + region * width_;
  if (sparse && !factor.everybody.empty()) {
    std::copy(nation_.begin(), nation_.end(), out);
  } else {
    std::fill_n(out, width_, 0.0);
  }
  const std::size_t begin = sparse ? factor.start[region] : 0;
  const std::size_t end = sparse ? factor.start[region + 1] : shape_.regions;
  for (std::size_t k = begin; k < end; ++k) {
    const double weight = factor.weight[sparse ? k : region * shape_.regions + k];
    add_scaled(weight, inside_.data() + (sparse ? factor.column[k] : k) * width_, out, width_);
  }
}

void CellMixing::spread(std::size_t region, std::span<double> exposed) const {
  const FactorKind kind = factor_[0].kind;
  const std::size_t slab = kind == FactorKind::everybody ? 0 : region;
  const double* from = (kind == FactorKind::identity ? inside_ : across_).data() + slab * width_;
  double* to = exposed.data() + region * place_.size();
  for (std::size_t c = 0; c < place_.size(); ++c) to[c] = from[place_[c]];
  if (inverse_reach_.empty()) return;
  const double* reach = inverse_reach_.data() + slab * width_;
  for (std::size_t c = 0; c < place_.size(); ++c) to[c] *= reach[place_[c]];
}

void CellMixing::apply(std::span<const double> visible, std::span<double> exposed, Executor& executor) {
  TIDU_ASSERT(visible.size() == shape_.cells() && exposed.size() == shape_.cells());
  const RegionBlocks blocks(shape_);
  const FactorKind kind = factor_[0].kind;
  executor.for_blocks(blocks.count(), [&](std::size_t block) {
    const std::size_t size = 2 * shape_.per_region();
    const std::span<double> scratch(scratch_.data() + block * size, size);
    for (std::size_t r = blocks.begin(block); r < blocks.end(block); ++r) {
      inside(r, visible, scratch);
      if (kind == FactorKind::identity) spread(r, exposed);
    }
  });
  if (kind == FactorKind::identity) return;
  if (kind == FactorKind::everybody) national(factor_[0].weight);
  if (kind == FactorKind::rows && !factor_[0].everybody.empty()) national(factor_[0].everybody);
  if (kind == FactorKind::everybody) std::copy(nation_.begin(), nation_.end(), across_.begin());
  executor.for_blocks(blocks.count(), [&](std::size_t block) {
    for (std::size_t r = blocks.begin(block); r < blocks.end(block); ++r) {
      if (kind != FactorKind::everybody) across(r);
      spread(r, exposed);
    }
  });
}

std::span<const FormulaRecord> mixing_formulas() { return kFormulas; }

}  // namespace tidu::diffusion
