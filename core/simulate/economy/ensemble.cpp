// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/economy/ensemble.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/assert.h"
#include "core/base/quantile_sketch.h"

namespace tidu::simulate {
namespace {

constexpr std::size_t kDrawsAtATime = 64;
constexpr std::size_t kSketchesABlock = 256;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

Error cancelled() { return {ErrorCode::cancelled, text("economy.cancelled"), {}}; }

/// One sketch for each number of the outcomes, in the order of their arrays.
class Sketches {
 public:
  /// Values of one draw: regions', the nation's, skills'.
  static std::vector<double> values_of(const Outcomes& outcomes) {
    std::vector<double> out = outcomes.region.values();
    out.insert(out.end(), outcomes.nation.values().begin(), outcomes.nation.values().end());
    out.insert(out.end(), outcomes.skill.values().begin(), outcomes.skill.values().end());
    return out;
  }

  /// Draws in order; sketches side by side.
  void add(const std::vector<std::vector<double>>& draws, Executor& executor) {
    if (draws.empty()) return;
    if (sketches_.empty()) sketches_.assign(draws.front().size(), QuantileSketch(kRankError));
    executor.for_blocks((sketches_.size() + kSketchesABlock - 1) / kSketchesABlock, [&](std::size_t block) {
      const std::size_t end = std::min(sketches_.size(), (block + 1) * kSketchesABlock);
      for (std::size_t k = block * kSketchesABlock; k < end; ++k) {
        for (const std::vector<double>& draw : draws) {
          if (std::isfinite(draw[k])) sketches_[k].add(draw[k]);
        }
      }
    });
  }

  /// The next quantiles in order, into an array whose last axis they are.
  void read(std::vector<double>& out) {
    for (std::size_t cell = 0; cell < out.size(); cell += kBaselineQuantiles.size(), ++next_) {
      const QuantileSketch& sketch = sketches_[next_];
      for (std::size_t q = 0; q < kBaselineQuantiles.size(); ++q)
        out[cell + q] = sketch.count() > 0 ? sketch.quantile(kBaselineQuantiles[q]) : kNone;
    }
  }

 private:
  std::vector<QuantileSketch> sketches_;
  std::size_t next_ = 0;
};

void set_headlines(const Outcomes& outcomes, std::size_t draw, Array<double, Draw, OutcomeAxis>& out) {
  const std::size_t last = outcomes.nation.extent<Year>() - 1;
  for (std::size_t h = 0; h < kHeadlines.size(); ++h) out(draw, h) = outcomes.of(kHeadlines[h], last);
}

/// Draws of row A with one group's numbers from B.
DrawNumbers mixed(std::size_t row, SourceKind group, std::size_t rows) {
  DrawNumbers out{row, row, row};
  const std::uint64_t b = rows + row;
  if (group == SourceKind::data) out.data = b;
  if (group == SourceKind::literature) out.literature = b;
  if (group == SourceKind::assumption) out.assumption = b;
  return out;
}

bool has_solution(const Array<double, Draw, OutcomeAxis>& headline, std::size_t draw) {
  return std::isfinite(headline(draw, 0));  // the nation's product
}

}  // namespace

Result<BaselineEnsemble> run_baselines(const BaselineInput& input, const BaselineAssumptions& assumptions,
                                       const BaselineSize& size, Executor& executor) {
  const std::size_t draws = size.draws;
  TIDU_ASSERT(2 * size.rows <= draws);
  BaselineEnsemble out{.draws = draws};
  out.headline = Array<double, Draw, OutcomeAxis>({2 * size.rows, kHeadlines.size()}, kNone);
  Sketches sketches;
  std::array<std::size_t, 3> extents{};  // regions, years, skills
  for (std::size_t first = 0; first < draws; first += kDrawsAtATime) {
    const std::size_t count = std::min(kDrawsAtATime, draws - first);
    std::vector<std::optional<Result<Outcomes>>> runs(count);
    executor.for_blocks(count, [&](std::size_t k) {
      if (executor.cancelled()) return;
      const std::uint64_t draw = first + k;
      runs[k] = run_baseline(input, draw_point(input, assumptions, {draw, draw, draw}));
    });
    if (executor.cancelled()) return tl::unexpected(cancelled());
    std::vector<std::vector<double>> values;
    for (std::size_t k = 0; k < count; ++k) {
      const Result<Outcomes>& run = *runs[k];
      if (!run) {
        ++out.refused;
        if (!out.why) out.why = run.error();
        continue;
      }
      const Outcomes& found = *run;
      if (first + k < out.headline.extent<Draw>()) set_headlines(found, first + k, out.headline);
      extents = {found.region.extent<Region>(), found.region.extent<Year>(), found.skill.extent<SkillAxis>()};
      values.push_back(Sketches::values_of(found));
    }
    sketches.add(values, executor);
    executor.progress("stage.baseline", first + count, draws);
  }
  if (out.refused == draws) return tl::unexpected(*out.why);
  const auto [regions, years, skills] = extents;
  constexpr std::size_t kQuantiles = kBaselineQuantiles.size();
  out.region =
      Array<double, OutcomeAxis, Year, Region, QuantileAxis>({kRegionOutcomes.size(), years, regions, kQuantiles});
  out.nation = Array<double, OutcomeAxis, Year, QuantileAxis>({kNationOutcomes.size(), years, kQuantiles});
  out.skill = Array<double, OutcomeAxis, SkillAxis, Year, Region, QuantileAxis>(
      {kSkillOutcomes.size(), skills, years, regions, kQuantiles});
  sketches.read(out.region.values());
  sketches.read(out.nation.values());
  sketches.read(out.skill.values());
  return out;
}

Result<BaselineVariance> baseline_variance(const BaselineInput& input, const BaselineAssumptions& assumptions,
                                           const BaselineEnsemble& ensemble, Executor& executor) {
  constexpr std::size_t kGroups = kSourceGroups.size();
  const std::size_t rows = ensemble.headline.extent<Draw>() / 2;
  Array<double, Draw, OutcomeAxis> mixtures({rows * kGroups, kHeadlines.size()}, kNone);
  for (std::size_t first = 0; first < rows * kGroups; first += kDrawsAtATime) {
    const std::size_t count = std::min(kDrawsAtATime, rows * kGroups - first);
    executor.for_blocks(count, [&](std::size_t k) {
      if (executor.cancelled()) return;
      const std::size_t place = first + k;
      const DrawNumbers draws = mixed(place / kGroups, kSourceGroups[place % kGroups], rows);
      const auto run = run_baseline(input, draw_point(input, assumptions, draws));
      if (run) set_headlines(*run, place, mixtures);
    });
    if (executor.cancelled()) return tl::unexpected(cancelled());
    executor.progress("stage.baseline_variance", first + count, rows * kGroups);
  }
  std::vector<std::size_t> complete;
  for (std::size_t row = 0; row < rows; ++row) {
    bool all = has_solution(ensemble.headline, row) && has_solution(ensemble.headline, rows + row);
    for (std::size_t g = 0; g < kGroups; ++g) all = all && has_solution(mixtures, row * kGroups + g);
    if (all) complete.push_back(row);
  }
  BaselineVariance out{.rows = complete.size(), .refused = rows - complete.size()};
  if (complete.size() < 2)
    return failure(ErrorCode::no_convergence, text("economy.variance_rows", complete.size(), rows),
                   text("economy.variance_rows.hint"));
  for (std::size_t h = 0; h < kHeadlines.size(); ++h) {
    Array<double, Row, Column> outputs({complete.size(), kGroups + 2});
    bool finite = true;
    for (std::size_t k = 0; k < complete.size(); ++k) {
      outputs(k, 0) = ensemble.headline(complete[k], h);
      outputs(k, 1) = ensemble.headline(rows + complete[k], h);
      for (std::size_t g = 0; g < kGroups; ++g) outputs(k, 2 + g) = mixtures(complete[k] * kGroups + g, h);
      for (std::size_t c = 0; c < kGroups + 2; ++c) finite = finite && std::isfinite(outputs(k, c));
    }
    out.headline.emplace_back();
    if (!finite) continue;
    auto shares = measure::sensitivity_of_outputs(outputs, {.resamples = 0}, executor);
    if (!shares) return tl::unexpected(shares.error());
    out.headline.back() = std::move(*shares);
  }
  return out;
}

}  // namespace tidu::simulate
