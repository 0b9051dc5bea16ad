// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/pipeline/table_builder.h"
#include "app/pipeline/warning_table.h"
#include "core/calibrate/options.h"
#include "core/measure/dynamics/early_warning.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

constexpr std::size_t kSmallestWindow = 4;

double or_none(double value) { return std::isfinite(value) ? value : data::kNoValue; }

// Logits as they would be under the last wording.
Array<double, Region, Step> paths_of(const WarningPanel& panel) {
  const auto [regions, years] = panel.input.percent.extents();
  Array<double, Region, Step> out({regions, years});
  for (std::size_t t = 0; t < years; ++t) {
    std::size_t period = 0;
    for (const int first : panel.input.options.breaks) {
      period += panel.input.first_year + static_cast<int>(t) >= first ? 1 : 0;
    }
    const double wording = std::log(panel.fit.wording[period].value);
    for (std::size_t r = 0; r < regions; ++r) {
      const double share = panel.input.percent(r, t) / 100;
      out(r, t) = std::log(share / (1 - share)) - wording;
    }
  }
  return out;
}

}  // namespace

void add_warning_table(const LoadedStudy& loaded, const std::vector<WarningPanel>& panels, OriginBuilder origin,
                       data::ResultSet& results) {
  const auto options = study::parameters(loaded.study, calibrate::calibrate_options());
  origin.formulas({"early_warning"}).assumptions({"calibrate.warning_bandwidth", "calibrate.warning_window"});
  TableBuilder table("early_warning",
                     {label("series"), label("region"), real("autocorrelation_first", "1", 2),
                      real("autocorrelation_last", "1", 2), real("autocorrelation_trend", "1", 2),
                      real("variance_first", "1", 4), real("variance_last", "1", 4), real("variance_trend", "1", 2)},
                     origin.take());
  const std::size_t years = loaded.year_count();
  const std::size_t half = std::max(kSmallestWindow, (years + 1) / 2);
  const std::size_t window = options.warning_window == 0 ? half : static_cast<std::size_t>(options.warning_window);
  std::vector<data::Remark> remarks;
  for (const WarningPanel& panel : panels) {
    const auto paths = paths_of(panel);
    const auto found = measure::early_warning({paths.view(), options.warning_bandwidth, window});
    if (!found || window >= years) {
      const Text why = found ? text("pipeline.warning_years", window, years) : found.error().message;
      remarks.push_back({"early_warning", "remark.panel_named", {panel.id}});
      remarks.push_back({"early_warning", std::string(why.key), why.args});
      continue;
    }
    const std::size_t last = found->pooled_autocorrelation.size() - 1;
    table.row({panel.id, "ALL", or_none(found->pooled_autocorrelation.front()),
               or_none(found->pooled_autocorrelation.back()), or_none(found->pooled_autocorrelation_trend),
               or_none(found->pooled_variance.front()), or_none(found->pooled_variance.back()),
               or_none(found->pooled_variance_trend)});
    for (std::size_t r = 0; r < loaded.region_count(); ++r) {
      table.row({panel.id, loaded.regions.rows[r].code, or_none(found->autocorrelation(r, 0)),
                 or_none(found->autocorrelation(r, last)), or_none(found->autocorrelation_trend[r]),
                 or_none(found->variance(r, 0)), or_none(found->variance(r, last)), or_none(found->variance_trend[r])});
    }
  }
  results.tables.push_back(std::move(table).take());
  results.remarks.push_back(
      {"early_warning", "remark.early_warning", {static_cast<std::int64_t>(window), options.warning_bandwidth}});
  results.remarks.insert(results.remarks.end(), remarks.begin(), remarks.end());
}

}  // namespace tidu::app
