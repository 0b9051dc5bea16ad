// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/band_record.h"

#include <algorithm>

#include "app/pipeline/baseline_setup.h"
#include "app/pipeline/table_builder.h"
#include "core/calibrate/band_score.h"
#include "core/simulate/economy/band_draws.h"

namespace tidu::app {
namespace {

constexpr std::size_t kRecordDraws = 100;  ///< from each origin
constexpr std::string_view kOwn = "lasting_years";
constexpr std::string_view kIndependent = "independent_years";
constexpr std::string_view kSame = "same_growth";
constexpr double kFewInside = 0.8;    ///< of regions: a band that claims nine tenths and holds fewer is too narrow
constexpr double kManyInside = 0.98;  ///< and one that holds more is too wide

/// One kind of bands from one origin.
struct OriginBands {
  std::string_view bands;
  int origin = 0;
  calibrate::BandRecord record;
  std::optional<economy::RhoEstimate> rho;  ///< of productivity, where good and bad years last
};

struct BandContext {
  const LoadedStudy& loaded;
  const calibrate::GrowthPanel& panel;
  Executor& executor;
};

Result<calibrate::BandRecord> drawn_record(const BandContext& c, const StudyBaseline& then,
                                           const std::vector<double>& actual) {
  const auto drawn = simulate::relative_growth_draws(then.input, then.assumptions, kRecordDraws, c.executor);
  if (!drawn) return tl::unexpected(drawn.error());
  std::vector<std::vector<double>> of_region(actual.size());
  for (std::size_t n = 0; n < actual.size(); ++n) {
    for (std::size_t d = 0; d < drawn->growth.extent<Draw>(); ++d) of_region[n].push_back(drawn->growth(d, n));
  }
  return calibrate::record_of_draws(of_region, actual);
}

/// The study's own bands from an origin, those of independent years where its own are others, and "same growth".
Result<void> add_origin(const BandContext& c, int origin, std::vector<OriginBands>& out) {
  auto then = study_baseline(c.loaded, origin);
  if (!then) return {};  // the accounts cannot be made of that year; the back-test says why
  const int last = c.loaded.study.last_year;
  const auto actual = calibrate::relative_growth(c.panel, origin + 1, last);
  if (!actual) return tl::unexpected(actual.error());
  const auto spread = calibrate::past_spread(c.panel, origin, last - origin);
  if (!spread) return tl::unexpected(spread.error());
  auto& persistence = then->input.persistence;
  if (persistence) {
    auto record = drawn_record(c, *then, *actual);
    if (!record) return tl::unexpected(record.error());
    out.push_back({kOwn, origin, *record, economy::rho_of_regions(persistence->efficiency)});
    persistence.reset();
  }
  auto record = drawn_record(c, *then, *actual);
  if (!record) return tl::unexpected(record.error());
  out.push_back({kIndependent, origin, *record, std::nullopt});
  if (*spread > 0) out.push_back({kSame, origin, calibrate::record_of_normal(*spread, *actual), std::nullopt});
  return {};
}

data::Table table_of(const BandContext& c, const StudyBaseline& baseline, const std::vector<OriginBands>& found) {
  TableBuilder table(
      "economy_bands",
      {integer("origin", "year"), integer("years_ahead"), label("bands"), integer("n"), integer("inside_half"),
       integer("inside_nine_tenths"), real("interval_score_half", "percentage points", 2),
       real("interval_score_nine_tenths", "percentage points", 2), real("crps", "percentage points", 3),
       real("persistence", "1", 2), real("persistence_error", "1", 2)},
      baseline_origin(c.loaded, baseline).formulas({"relative_growth", "interval_score", "crps"}).take());
  for (const OriginBands& each : found) {
    const auto& [half, nine_tenths] = each.record.interval_score;
    table.row({static_cast<double>(each.origin), static_cast<double>(c.loaded.study.last_year - each.origin),
               std::string(each.bands), static_cast<double>(c.loaded.region_count()),
               static_cast<double>(each.record.inside[0]), static_cast<double>(each.record.inside[1]), half,
               nine_tenths, each.record.crps, each.rho ? each.rho->mean : data::kNoValue,
               each.rho ? each.rho->sd : data::kNoValue});
  }
  return std::move(table).take();
}

/// All origins together.
struct Sums {
  std::int64_t origins = 0, half = 0, nine_tenths = 0, better = 0;  ///< better: CRPS below that of "same growth"
};

Sums sums_of(const std::vector<OriginBands>& found, std::string_view bands) {
  Sums out;
  for (const OriginBands& each : found) {
    if (each.bands != bands) continue;
    ++out.origins;
    out.half += static_cast<std::int64_t>(each.record.inside[0]);
    out.nine_tenths += static_cast<std::int64_t>(each.record.inside[1]);
    const auto same = std::ranges::find_if(
        found, [&](const OriginBands& other) { return other.bands == kSame && other.origin == each.origin; });
    out.better += same != found.end() && each.record.crps < same->record.crps ? 1 : 0;
  }
  return out;
}

std::string_view verdict(double share) {
  if (share < kFewInside) return "remark.baseline_band_narrow";
  return share > kManyInside ? "remark.baseline_band_wide" : "remark.baseline_band";
}

}  // namespace

std::vector<std::string_view> forecast_tables(const data::ResultSet& results) {
  std::vector<std::string_view> out{"economy_baseline", "economy_baseline_nation", "economy_convergence_ahead",
                                    "economy_baseline_skills"};
  std::erase_if(out, [&](std::string_view table) { return results.find(table) == nullptr; });
  return out;
}

Result<void> add_band_record(const LoadedStudy& loaded, data::ResultSet& results, Executor& executor) {
  const data::Table* scores = results.find("growth_backtest");
  const auto panel = growth_of(loaded);
  if (scores == nullptr || scores->rows() == 0 || !panel) return {};
  const BandContext context{.loaded = loaded, .panel = *panel, .executor = executor};
  std::vector<double> origins = scores->find("origin")->numbers;
  origins.erase(std::unique(origins.begin(), origins.end()), origins.end());
  std::vector<OriginBands> found;
  for (const double origin : origins) {
    if (auto done = add_origin(context, static_cast<int>(origin), found); !done) return done;
  }
  if (found.empty()) return {};
  const auto baseline = study_baseline(loaded);
  if (!baseline) return tl::unexpected(baseline.error());
  results.tables.push_back(table_of(context, *baseline, found));
  const Sums own = sums_of(found, baseline->input.persistence ? kOwn : kIndependent);
  const auto regions = static_cast<std::int64_t>(loaded.region_count()) * own.origins;
  const std::string_view key = verdict(static_cast<double>(own.nine_tenths) / static_cast<double>(regions));
  std::vector<std::string_view> tables = forecast_tables(results);
  tables.push_back("economy_bands");
  for (const std::string_view table : tables) {
    results.remarks.push_back(
        {std::string(table), std::string(key), {own.nine_tenths, own.half, regions, own.origins}});
    results.remarks.push_back({std::string(table), "remark.baseline_band_score", {own.better, own.origins}});
  }
  return {};
}

}  // namespace tidu::app
