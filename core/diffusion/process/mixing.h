// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/executor.h"
#include "core/base/formula.h"
#include "core/base/result.h"
#include "core/diffusion/society.h"

namespace tidu::diffusion {

// Whom a cell sees, layer by layer. A matrix over cells would have 12,400^2 entries in the bundled case; each layer is
// a Kronecker product instead, applied factor by factor to the tensor of visible shares V (region x sector x size x
// group):
//
//   x = (W_region (x) W_sector (x) W_size (x) W_group) V                                              [cell_mixing]

/// Cells are region x sector x size x group, row-major in this order: the last index is contiguous.
struct CellShape {
  std::size_t regions = 1;
  std::size_t sectors = 1;
  std::size_t sizes = 1;
  std::size_t groups = 1;

  std::size_t per_region() const { return sectors * sizes * groups; }
  std::size_t cells() const { return regions * per_region(); }
  /// The cell of the first group of a region, sector and size; the other groups follow.
  std::size_t cell(std::size_t region, std::size_t sector, std::size_t size) const {
    return ((region * sectors + sector) * sizes + size) * groups;
  }
  friend bool operator==(const CellShape&, const CellShape&) = default;
};

enum class FactorKind : std::uint8_t {
  identity,   ///< each sees its like alone
  everybody,  ///< all see the same: `weight` holds n shares
  dense,      ///< `weight` holds n x n, row-major: how much row i sees of j
  rows,  ///< sparse rows: row i sees column[k] by weight[k], k from start[i] to start[i + 1], and `everybody` besides
  regional,  ///< all of a region see the same: `weight` holds regions x n shares; not along regions
};

/// One factor of a layer's mixing.
struct MixingFactor {
  FactorKind kind = FactorKind::identity;
  std::vector<double> weight;
  std::vector<std::size_t> start;
  std::vector<std::size_t> column;
  std::vector<double> everybody;  ///< of FactorKind::rows: added to each row; empty = nothing
  bool thinned = false;           ///< rows may sum to less than 1: what is missing is contacts without effect
};

/// What the factors weigh.
enum class Weighting : std::uint8_t {
  shares,  ///< rows sum to 1 and weigh the cells' shares:  x = W V
  people,  ///< weights are affinities to single persons:   x = K (N V) / K N. The mean field of random matchings inside
           ///< regions, sectors or the nation, whatever the numbers N of people in the cells. Thinned factors count as
           ///< 1 in the denominator: 1 - w of the contacts has no effect
};

struct LayerMixing {
  MixingFactor region;
  MixingFactor sector;
  MixingFactor size;
  MixingFactor group;
  Weighting weighting = Weighting::shares;
};

/// All see the same shares. Weighting::people: affinities, by default 1 to each of n.
MixingFactor everybody_factor(std::vector<double> shares);
MixingFactor everybody_factor(std::size_t n);
/// All of a region see the same shares, which differ from region to region.
/// shares  regions x n, row-major
MixingFactor regional_factor(std::vector<double> shares);
MixingFactor dense_factor(std::vector<double> rows);

/// W_ab = share_b exp(-gamma (a - b)^2) / sum: groups at distance d meet that much less often, and others more often
/// instead. gamma >= 0.   [Rogers 2003, ch. 8]
MixingFactor heterophily_mixing(double gamma);
/// W_ab = share_b exp(-gamma (a - b)^2), not scaled: they meet as often, but what they see has no effect. The mean
/// field of agents whose push succeeds with probability exp(-gamma (a - b)^2).
MixingFactor heterophily_thinning(double gamma);
/// The same for Weighting::people: exp(-gamma (a - b)^2).
MixingFactor heterophily_push(double gamma);

/// W = (1 - outside) I + outside ((1 - national) W_neighbours + national shares). A region without neighbours sees the
/// nation in their stead. outside, national in [0, 1].
MixingFactor neighbour_mixing(const RegionLinks& links, double outside, double national);

/// Whether a layer fits the cells.
/// errors  diffusion.mixing.size (shape: factor, numbers given, numbers needed), diffusion.mixing.column (domain:
///         factor, row, column), diffusion.mixing.weight (domain: factor, row, value; negative or not finite),
///         diffusion.mixing.row_sum (domain: factor, row, sum; Weighting::shares: not 1 to 1e-9, or above 1 where
///         thinned; Weighting::people: no row may be empty). Rows are counted from 1.
Result<void> check_mixing(const LayerMixing& mixing, const CellShape& shape);

/// A layer's mixing, ready to be applied again and again.
/// cost  of apply: O(cells) for identity and everybody, times the size of the factor where it is dense; axes on which
///       everybody sees the same are summed first, so that the other factors have less to do. No allocation.
class CellMixing {
 public:
  /// mixing  one that passes check_mixing
  /// people  N of each cell; Weighting::shares: may be empty
  CellMixing(LayerMixing mixing, const CellShape& shape, std::span<const double> people);

  /// x = mixing(V). Same bits for any executor.
  /// visible, exposed  one value a cell; not the same memory
  void apply(std::span<const double> visible, std::span<double> exposed, Executor& executor);

 private:
  // Applies factor_[axis] to a tensor outer x n x inner.
  struct Pass {
    std::size_t axis = 0;
    std::size_t outer = 1;
    std::size_t n = 1;
    std::size_t inner = 1;
  };

  void plan();
  void set_reach();
  std::size_t slabs() const { return factor_[0].kind == FactorKind::everybody ? 1 : shape_.regions; }
  void inside(std::size_t region, std::span<const double> visible, std::span<double> scratch);
  void national(std::span<const double> shares);
  void across(std::size_t region);
  void spread(std::size_t region, std::span<double> exposed) const;

  std::array<MixingFactor, 4> factor_;
  CellShape shape_;
  std::vector<double> group_columns_;  // of a dense factor of adopter groups; empty: another one
  std::vector<Pass> passes_;           // the factors inside a region, those of everybody first
  std::size_t width_ = 1;              // of a region's slab: its cells that may differ
  std::vector<std::size_t> place_;     // of each cell of a region in the slab
  std::vector<double> people_;         // Weighting::people alone
  std::vector<double> inverse_reach_;  // likewise, 1 / K N: slabs() x width
  std::vector<double> inside_;         // regions x width: after the factors inside regions
  std::vector<double> across_;         // slabs() x width: after the regions' factor; identity: not used
  std::vector<double> nation_;         // width: what everybody sees
  std::vector<double> scratch_;        // two regions' cells a block
};

/// Regions that are worked on together: cut by the shape alone.
struct RegionBlocks {
  explicit RegionBlocks(const CellShape& shape);
  std::size_t count() const { return (regions + size - 1) / size; }
  std::size_t begin(std::size_t block) const { return block * size; }
  std::size_t end(std::size_t block) const { return begin(block) + size < regions ? begin(block) + size : regions; }
  std::size_t regions = 1;
  std::size_t size = 1;
};

std::span<const FormulaRecord> mixing_formulas();

}  // namespace tidu::diffusion
