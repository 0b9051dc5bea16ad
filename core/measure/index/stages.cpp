// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/stages.h"

#include <algorithm>
#include <limits>

#include "core/measure/breaks.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

Result<void> check(View<const double, Region, Year> scores, const StageRule& rule) {
  if (scores.size() == 0) return refuse(ErrorCode::shape, "measure.stages.empty", "measure.stages.empty.hint");
  if (const std::size_t bad = first_not_finite({scores.data(), scores.size()}); bad < scores.size()) {
    const std::size_t years = scores.extent<Year>();
    return refuse(ErrorCode::domain, "measure.stages.not_finite", "measure.stages.not_finite.hint", bad / years + 1,
                  bad % years + 1);
  }
  if (rule.stages != 2 && rule.stages != 3) {
    return refuse(ErrorCode::domain, "measure.stages.count", "measure.stages.count.hint", rule.stages);
  }
  if (rule.method == StageMethod::given) {
    const auto& borders = rule.borders;
    const bool rising = borders.size() + 1 == rule.stages && first_not_finite(borders) == borders.size() &&
                        (borders.size() == 1 || borders.front() < borders.back());
    if (!rising) {
      return refuse(ErrorCode::domain, "measure.stages.borders", "measure.stages.borders.hint", rule.stages,
                    borders.size());
    }
  }
  return {};
}

// Halfway between the highest score of a class and the lowest of the next.
Result<std::vector<double>> natural_borders(std::span<const double> scores, std::size_t stages) {
  const auto breaks = natural_breaks(scores, stages);
  if (!breaks) return tl::unexpected(breaks.error());
  std::vector<double> lowest(stages, std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    double& low = lowest[breaks->class_of[i]];
    low = std::min(low, scores[i]);
  }
  std::vector<double> borders;
  for (std::size_t c = 1; c < stages; ++c) {
    // between neighbours one unit in the last place apart the middle may round down to the lower one
    const double middle = breaks->upper[c - 1] + (lowest[c] - breaks->upper[c - 1]) / 2;
    borders.push_back(middle > breaks->upper[c - 1] ? middle : lowest[c]);
  }
  return borders;
}

}  // namespace

Result<Stages> stages(View<const double, Region, Year> scores, const StageRule& rule) {
  if (auto checked = check(scores, rule); !checked) return tl::unexpected(checked.error());
  const std::span<const double> cells(scores.data(), scores.size());
  Stages out{.stage = Array<std::size_t, Region, Year>(scores.extents()), .borders = rule.borders};
  if (rule.method == StageMethod::natural_breaks) {
    auto borders = natural_borders(cells, rule.stages);
    if (!borders) return tl::unexpected(borders.error());
    out.borders = std::move(*borders);
  }
  auto& stage = out.stage.values();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    stage[i] = static_cast<std::size_t>(std::upper_bound(out.borders.begin(), out.borders.end(), cells[i]) -
                                        out.borders.begin());
  }
  out.goodness = variance_fit(cells, stage);
  return out;
}

}  // namespace tidu::measure
