// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/result.h"
#include "core/calibrate/path_fit.h"

namespace tidu::calibrate {

/// Writes the regions' logits of F at the start into theta, as a mean and what each differs from it; NaN: not known.
void set_starts(std::span<const double> logits, const PathLayout& layout, std::vector<double>& theta);

/// The logits of path_fit.h's rows as a function of theta, with derivatives.
class PathModel {
 public:
  /// input  outlives the model
  /// errors  those of AdoptionPaths::make
  static Result<PathModel> make(const PathFitInput& input);

  /// Sets logits(); false where theta has no meaning.
  bool evaluate(std::span<const double> theta);
  /// Sets jacobian() and logits(); nothing to do where they stand already. false as in evaluate, or once cancelled.
  /// whole  with what regions do to each other: a run for each effect and start. Without: one run of copies for all.
  bool differentiate(std::span<const double> theta, bool whole, Executor& executor);

  const PathLayout& layout() const { return layout_; }
  const std::vector<double>& logits() const { return logit_; }
  const Array<double, Row, Column>& jacobian() const { return jacobian_; }  ///< rows x parameters
  int runs() const { return runs_; }                                        ///< of the map

  /// Where a fit may begin: parameters at their priors' means, the market above what has been seen, regions where they
  /// were seen first.
  std::vector<double> first_guess(std::span<const GaussianPrior> prior) const;

 private:
  PathModel(const PathFitInput& input, AdoptionPaths paths, AdoptionPaths copies);
  bool sensible(std::span<const double> theta, const PathParameters& parameters) const;
  std::size_t shocks_of(const PathRow& row) const;
  double shock_weight(std::size_t t) const;
  bool is_known(std::size_t column) const;
  std::vector<std::size_t> run_columns(bool whole) const;
  void difference(std::span<const double> theta, std::size_t column, AdoptionPaths& paths,
                  Array<double, Region, Instant>& users, Array<double, Region, Instant>& aware);
  void own_columns(std::span<const double> theta);
  void plain_columns();

  const PathFitInput& input_;
  PathLayout layout_;
  AdoptionPaths paths_;
  AdoptionPaths copies_;  // the regions, with a copy for each parameter that a region has of its own
  Array<double, Region, Instant> users_;
  Array<double, Region, Instant> aware_;
  Array<double, Region, Instant> copied_users_;
  Array<double, Region, Instant> copied_aware_;
  std::vector<double> logit_;
  std::vector<double> share_;  // by row: m F or 1 - U
  Array<double, Row, Column> jacobian_;
  std::vector<double> jacobian_at_;
  bool jacobian_whole_ = false;
  int runs_ = 0;
};

}  // namespace tidu::calibrate
