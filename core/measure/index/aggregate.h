// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/measure/index/tree.h"

namespace tidu::measure {

/// Scores of the groups of an index tree from standardised indicators, made ready once and then computed for any number
/// of weight vectors: what does not depend on the weights (logarithms, squared distances from the ideal, grey
/// coefficients) is kept. Const and without state of its own: one Aggregator serves many threads, each with its own
/// scratch.
///
/// Weights are shares of the whole: one an indicator, sum 1. A group weighs the sum W_g of the indicators below it, a
/// child c of g has the share w_c/W_g. A group of weight 0 scores 0.
///
/// linear      S_g = sum_c w_c S_c / W_g
/// geometric   S_g = prod_c S_c^(w_c/W_g), values >= 0; a value of 0 with weight makes the score 0
/// harmonic    S_g = (sum_c (w_c/W_g)/S_c)^-1, values >= 0; a value of 0 with weight makes the score 0
/// power       S_g = (sum_c (w_c/W_g) S_c^p)^(1/p), values >= 0; p = 0 is geometric; for p < 0 a 0 makes the score 0
/// mpi_minus   S_g = M - V/M, mpi_plus M + V/M: M and V the mean and variance of the children's values with their
///             shares (with equal shares M -/+ sd cv, sd with divisor n), values >= 0; M where M <= 0.
///             [Mazziotta & Pareto 2016]
/// topsis      S_g = D-/(D+ + D-), D+ = sqrt(sum_j w_j^2 (best_j - z_j)^2), D- likewise from the worst, over the
///             indicators j below g; 0 where both distances are 0.   [Hwang & Yoon 1981: z from Scaling::vector]
/// grey        S_g = sum_j w_j xi_j / W_g over the indicators below g, xi = (min min Delta + rho max max Delta)/(Delta
/// +
///             rho max max Delta), Delta_ij = |best_j - z_ij|, minima and maxima over all cells and indicators of the
///             tree; 1 where max max Delta = 0.   [Deng 1982]
/// copeland    S_g(i) = #{k: i beats k} - #{k: k beats i} over the other cells k of the same pool; i beats k when the
///             indicators below g on which i is higher weigh more than those on which k is, by more than 1e-12 of W_g.
///             [Copeland 1951; COINr: a_copeland]
/// linear to mpi_plus work from level to level on the children's scores, topsis, grey and copeland on the indicators
/// below, whatever the groups between. Best and worst (and, for copeland, the rivals) are looked for among all rows
/// (pooled) or among the rows of the same year (yearly).
///
/// Ranges, for values in [0, 1]: [0, 1], except copeland [-(n - 1), n - 1], mpi_minus (can fall below 0) and mpi_plus
/// (can exceed 1).
class Aggregator {
 public:
  /// What one thread needs; made once, then used for any number of calls without allocation.
  struct Scratch {
    std::vector<double> group_weight;
    std::vector<double> groups;  ///< scores, groups x rows
    std::vector<double> row;     ///< one a row
  };

  /// z        indicators x rows, finite, higher is better; row = region * years + year. Copied.
  /// years    of the rows; read by yearly ideals alone.
  /// errors   those of check_tree; measure.aggregate.shape (shape: indicators, rows and years do not fit),
  ///          measure.aggregate.not_finite, measure.aggregate.negative (domain: a rule that needs values >= 0;
  ///          positions of indicator and row from 1, value), measure.aggregate.rule (domain: power, floor or rho out of
  ///          range), measure.aggregate.levels (domain: geometric, harmonic or power means of scores that can be
  ///          negative; number of the group).
  /// cost     O(m rows) once.
  static Result<Aggregator> make(const IndexTree& tree, View<const double, Indicator, Row> z,
                                 const AggregationRule& rule = {}, std::size_t years = 1);

  const IndexTree& tree() const { return tree_; }
  std::size_t rows() const { return rows_; }
  Scratch scratch() const;

  /// Scores of the whole index.
  /// weights  one an indicator, >= 0, sum 1 (the caller's promise; check_weights() tests it). Negative weights are for
  ///          linear alone.
  /// scores   one a row.
  /// cost     O(m rows); a tree with one rule of linear, geometric, harmonic or power throughout costs a multiplication
  ///          and an addition a cell. mpi O((m + groups) rows), copeland O(m rows^2). No allocation.
  void scores(std::span<const double> weights, std::span<double> scores, Scratch& scratch) const;

  /// Scores of every group; group 0 is the index, with the same bits as scores().
  void group_scores(std::span<const double> weights, View<double, Pillar, Row> scores, Scratch& scratch) const;

  /// Cells that the floor raised.
  std::size_t raised() const { return raised_; }

 private:
  /// What a rule needs of the indicators, indicators x rows.
  struct Table {
    std::vector<double> values;
    std::vector<double> worst;  ///< topsis: squared distances from the worst; `values` holds those from the best
  };

  Aggregator() = default;
  Aggregation rule_of(std::size_t group) const;
  Result<void> check(View<const double, Indicator, Row> z) const;
  void prepare(Aggregation rule, View<const double, Indicator, Row> z);
  void prepare_ideals(Aggregation rule, View<const double, Indicator, Row> z);
  void weigh_groups(std::span<const double> weights, Scratch& scratch) const;
  void score(std::size_t group, std::span<const double> weights, std::span<double> out, Scratch& scratch) const;
  double add_indicators(std::span<const std::size_t> indicators, Aggregation rule, std::span<const double> weights,
                        std::span<double> out) const;
  void mean_of(std::size_t group, std::span<const double> weights, std::span<double> out, Scratch& scratch) const;
  void mpi_of(std::size_t group, std::span<const double> weights, std::span<double> out, Scratch& scratch) const;
  void topsis_of(std::size_t group, std::span<const double> weights, std::span<double> out, Scratch& scratch) const;
  void copeland_of(std::size_t group, std::span<const double> weights, std::span<double> out, Scratch& scratch) const;

  IndexTree tree_;
  AggregationRule rule_;
  std::size_t rows_ = 0;
  std::size_t years_ = 1;
  std::size_t raised_ = 0;
  bool one_mean_ = false;  ///< one rule that is a mean throughout: a group is the mean of all indicators below it
  std::vector<Children> children_;
  std::vector<std::vector<std::size_t>> below_;
  std::array<Table, kAggregations> tables_;  ///< of the rules in use
};

}  // namespace tidu::measure
