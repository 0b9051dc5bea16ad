// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/robustness.h"

#include <algorithm>
#include <numeric>

#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

constexpr std::size_t kBlock = 32;  // rows of the design

struct Years {
  std::vector<std::size_t> kept;
  std::size_t rank = 0;
};

Result<Years> check_years(std::size_t years, const RobustnessOptions& options) {
  Years out{.kept = options.years, .rank = options.rank_year.value_or(years - 1)};
  if (out.kept.empty()) {
    out.kept.resize(years);
    std::iota(out.kept.begin(), out.kept.end(), std::size_t{0});
  }
  std::sort(out.kept.begin(), out.kept.end());
  out.kept.erase(std::unique(out.kept.begin(), out.kept.end()), out.kept.end());
  const std::size_t last = std::max(out.kept.back(), out.rank);
  if (last >= years) {
    return refuse(ErrorCode::domain, "measure.robustness.year", "measure.robustness.year.hint", last + 1, years);
  }
  return out;
}

Result<void> check(const RobustnessOptions& options, std::size_t cells) {
  if (options.replicates < 4 || options.replicates % 2 != 0) {
    return refuse(ErrorCode::domain, "measure.robustness.replicates", "measure.robustness.replicates.hint",
                  options.replicates);
  }
  if (options.replicates > kMostReplicateCells / std::max<std::size_t>(1, cells)) {
    return refuse(ErrorCode::limit, "measure.robustness.too_many", "measure.robustness.too_many.hint",
                  options.replicates, cells);
  }
  return {};
}

// Runs the design of one index.
class Experiment {
 public:
  Experiment(const Replicator& replicator, Years years, std::size_t year_count, std::span<const double> own_scores,
             std::size_t replicates)
      : replicator_(replicator),
        design_(std::max<std::size_t>(1, replicator.factors().size())),
        years_(std::move(years)),
        year_count_(year_count),
        regions_(own_scores.size()),
        own_ranks_(falling_midranks(own_scores)),
        samples_(replicates / 2),
        outputs_({samples_, design_.blocks()}),
        in_rank_year_({replicates, regions_}),
        weights_({replicates, replicator.scratch().weights.size()}),
        replicates_{.scores = Array<double, Draw, Year, Region>({replicates, years_.kept.size(), regions_}),
                    .years = years_.kept} {}

  void run(Executor& executor) {
    executor.for_blocks((samples_ + kBlock - 1) / kBlock, [&](std::size_t block) {
      std::vector<double> u(design_.factors());
      std::vector<double> rows(replicator_.rows());
      std::vector<double> scores(regions_);
      auto scratch = replicator_.scratch();
      for (std::size_t k = block * kBlock; k < std::min(samples_, (block + 1) * kBlock); ++k) {
        if (executor.cancelled()) return;
        for (std::size_t b = 0; b < design_.blocks(); ++b) {
          design_.point(k, b, u);
          replicator_.scores(std::span(u).first(replicator_.factors().size()), rows, scratch);
          for (std::size_t r = 0; r < regions_; ++r) scores[r] = rows[r * year_count_ + years_.rank];
          outputs_(k, b) = mean_rank_shift(falling_midranks(scores), own_ranks_);
          if (b >= 2) continue;
          keep(b * samples_ + k, rows, scores);
          std::copy(scratch.weights.begin(), scratch.weights.end(), &weights_(b * samples_ + k, 0u));
        }
      }
    });
  }

  std::size_t samples() const { return samples_; }
  const SaltelliDesign& design() const { return design_; }
  const Array<double, Row, Column>& outputs() const { return outputs_; }
  const Array<double, Draw, Region>& in_rank_year() const { return in_rank_year_; }
  IndexReplicates take_replicates() { return std::move(replicates_); }
  Array<double, Draw, Indicator> take_weights() { return std::move(weights_); }

 private:
  void keep(std::size_t draw, std::span<const double> rows, std::span<const double> scores) {
    std::copy(scores.begin(), scores.end(),
              in_rank_year_.values().begin() + static_cast<std::ptrdiff_t>(draw * regions_));
    for (std::size_t t = 0; t < years_.kept.size(); ++t) {
      for (std::size_t r = 0; r < regions_; ++r)
        replicates_.scores(draw, t, r) = rows[r * year_count_ + years_.kept[t]];
    }
  }

  const Replicator& replicator_;
  SaltelliDesign design_;
  Years years_;
  std::size_t year_count_;
  std::size_t regions_;
  std::vector<double> own_ranks_;
  std::size_t samples_;
  Array<double, Row, Column> outputs_;
  Array<double, Draw, Region> in_rank_year_;
  Array<double, Draw, Indicator> weights_;
  IndexReplicates replicates_;
};

std::vector<LevelEffect> level_effects(const Replicator& replicator, const Experiment& experiment) {
  std::vector<LevelEffect> out;
  std::vector<double> u(experiment.design().factors());
  for (std::size_t f = 0; f < replicator.factors().size(); ++f) {
    const RobustnessFactor factor = replicator.factors()[f];
    const std::size_t first = out.size();
    for (std::size_t level = 0; level < replicator.levels(factor); ++level)
      out.push_back({.factor = factor, .level = level});
    if (out.size() == first) continue;
    for (std::size_t b = 0; b < 2; ++b) {
      for (std::size_t k = 0; k < experiment.samples(); ++k) {
        experiment.design().point(k, b, u);
        LevelEffect& effect = out[first + replicator.level(factor, u[f])];
        ++effect.replicates;
        effect.mean_shift += experiment.outputs()(k, b);
      }
    }
    for (std::size_t e = first; e < out.size(); ++e) {
      if (out[e].replicates > 0) out[e].mean_shift /= static_cast<double>(out[e].replicates);
    }
  }
  return out;
}

}  // namespace

Result<Robustness> robustness(const IndexInput& input, const IndexMethod& own, const RobustnessPlan& plan,
                              const RobustnessOptions& options, Executor& executor) {
  const auto index = composite_index(input, own);
  if (!index) return tl::unexpected(index.error());
  const std::size_t year_count = input.raw.extent<Year>();
  const auto years = check_years(year_count, options);
  if (!years) return tl::unexpected(years.error());
  const std::size_t regions = input.raw.extent<Region>();
  if (auto checked = check(options, years->kept.size() * regions); !checked) return tl::unexpected(checked.error());
  const auto replicator = Replicator::make(input, plan, options.seed, options.stream);
  if (!replicator) return tl::unexpected(replicator.error());

  std::vector<double> own_scores(regions);
  for (std::size_t r = 0; r < regions; ++r) own_scores[r] = index->result.scores(r, years->rank);
  Experiment experiment(*replicator, *years, year_count, own_scores, options.replicates);
  experiment.run(executor);
  if (executor.cancelled()) {
    return refuse(ErrorCode::cancelled, "measure.robustness.cancelled", "measure.robustness.cancelled.hint");
  }
  auto ranks =
      rank_uncertainty(experiment.in_rank_year(), own_scores, {.top = options.top, .level = options.level}, executor);
  if (!ranks) return tl::unexpected(ranks.error());
  Robustness out{.ranks = std::move(*ranks), .factors = replicator->factors()};
  if (!out.factors.empty()) {
    auto sensitivity = sensitivity_of_outputs(
        experiment.outputs(), {.resamples = options.resamples, .level = options.level, .seed = options.seed}, executor);
    if (!sensitivity) return tl::unexpected(sensitivity.error());
    out.sensitivity = std::move(*sensitivity);
  }
  out.levels = level_effects(*replicator, experiment);
  out.replicates = experiment.take_replicates();
  out.weights = experiment.take_weights();
  return out;
}

}  // namespace tidu::measure
