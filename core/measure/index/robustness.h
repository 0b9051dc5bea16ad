// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/executor.h"
#include "core/base/result.h"
#include "core/measure/index/rank_uncertainty.h"
#include "core/measure/index/replicates.h"
#include "core/measure/index/replicator.h"
#include "core/measure/sensitivity.h"

namespace tidu::measure {

struct RobustnessOptions {
  std::size_t replicates = 1024;         ///< 2K, even: the points of both blocks of the design; powers of two suit it
  std::optional<std::size_t> rank_year;  ///< position of the year whose ranks are compared; none: the last
  std::vector<std::size_t> years;        ///< positions of the years whose scores are kept; empty: all
  std::size_t top = 10;                  ///< k of "among the first k"
  double level = 0.9;                    ///< of all intervals
  std::size_t resamples = 500;           ///< for the intervals of the Sobol' indices
  std::uint64_t seed = 0;
  std::uint64_t stream = 0;  ///< of the noise: another one for each index of a study
};

inline constexpr std::size_t kMostReplicateCells = std::size_t{1} << 27;  ///< replicates x years x regions: 1 GiB

/// The replicates in which a factor has one level.
struct LevelEffect {
  RobustnessFactor factor = RobustnessFactor::weighting;
  std::size_t level = 0;
  std::size_t replicates = 0;
  double mean_shift = 0;  ///< mean rank shift over them
};

/// What an index's ranks owe to the way it was made.
struct Robustness {
  IndexReplicates replicates;
  Array<double, Draw, Indicator> weights;  ///< of the replicates, shares of the whole
  RankUncertainty ranks;                   ///< in the rank year, against the study's own index
  std::vector<RobustnessFactor> factors;   ///< that vary
  Sensitivity sensitivity;                 ///< of the mean rank shift, by factor; no factors: empty
  std::vector<LevelEffect> levels;         ///< of every factor that varies by levels, by factor and level
};

/// Makes an index in many defensible ways and measures what follows: the scores (which flow on into any statistic,
/// replicates.h), the ranks (rank_uncertainty.h), and the Sobol' indices of each choice for the mean absolute rank
/// shift from the study's own index (sensitivity.h). Draw d is row d of block A of the design, draw K + d row d of B.
/// The result is the uncertainty of the index as a construction: no error of data and no sampling is in it.
/// [Saisana, Saltelli & Tarantola 2005; OECD/JRC 2008, ch. 7; Saltelli et al. 2010]
/// errors   those of composite_index and Replicator::make; measure.robustness.replicates (domain: odd or below 4),
///          measure.robustness.year (domain), measure.robustness.too_many (limit); of rank_uncertainty and
///          sensitivity_of_outputs; measure.robustness.cancelled.
/// cost     K (d + 2) indices and 2K rankings. Same bits for any executor.
Result<Robustness> robustness(const IndexInput& input, const IndexMethod& own, const RobustnessPlan& plan,
                              const RobustnessOptions& options = {}, Executor& executor = serial_executor());

}  // namespace tidu::measure
