// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/panel_backtest.h"

#include <cmath>
#include <limits>
#include <utility>

namespace tidu::calibrate {
namespace {

Score score_of(View<const double, Region, Year> percent, const PanelFit& fit, std::size_t train) {
  Score score;
  std::size_t inside = 0;
  for (std::size_t r = 0; r < percent.extent<Region>(); ++r) {
    for (std::size_t t = train; t < percent.extent<Year>(); ++t) {
      const double y = percent(r, t);
      if (std::isnan(y)) continue;
      const double miss = fit.predicted(r, t) - y;
      ++score.predictions;
      score.rmse += miss * miss;
      score.mae += std::fabs(miss);
      if (fit.low(r, t) <= y && y <= fit.high(r, t)) ++inside;
    }
  }
  const double n = static_cast<double>(score.predictions);
  score.rmse = std::sqrt(score.rmse / n);
  score.mae /= n;
  score.coverage = static_cast<double>(inside) / n;
  return score;
}

}  // namespace

Result<ProcessBacktest> backtest_process(const PanelInput& panel, int train_last_year, Executor& executor) {
  auto models = backtest({panel.percent, panel.first_year}, train_last_year);
  if (!models) return tl::unexpected(models.error());
  Array<double, Region, Year> seen(panel.percent.extents());
  const auto train = static_cast<std::size_t>(train_last_year - panel.first_year + 1);
  for (std::size_t r = 0; r < seen.extent<Region>(); ++r) {
    for (std::size_t t = 0; t < seen.extent<Year>(); ++t) {
      seen(r, t) = t < train ? panel.percent(r, t) : std::numeric_limits<double>::quiet_NaN();
    }
  }
  PanelInput input = panel;
  input.percent = seen.view();
  input.options.last_year = 0;
  auto fit = fit_panel(input, executor);
  if (!fit) return tl::unexpected(fit.error());
  ProcessBacktest out{.models = *models, .process = score_of(panel.percent, *fit, train), .fit = std::move(*fit)};
  set_skill(out.models, out.process);
  return out;
}

}  // namespace tidu::calibrate
