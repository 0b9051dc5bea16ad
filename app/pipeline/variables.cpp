// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/pipeline/loaded_study.h"
#include "study/suggestion.h"

namespace tidu::app {
namespace {

using Series = View<const double, Region, Year>;

Series view_of(const data::Panel& panel, std::size_t indicator) {
  return {&panel.values(indicator, 0, 0), {panel.values.extent<Region>(), panel.values.extent<Year>()}};
}

// A series of the panel, or an error at the variable that asks for it.
std::optional<std::size_t> find_series(const LoadedStudy& loaded, const study::Variable& variable,
                                       const std::string& id, Diagnostics& diagnostics) {
  if (const auto found = loaded.panel.find(id)) return found;
  std::vector<std::string_view> names(loaded.panel.indicators.begin(), loaded.panel.indicators.end());
  diagnostics.add({ErrorCode::unknown, text("pipeline.unknown_series", id, variable.id),
                   study::did_you_mean(id, names, text("pipeline.unknown_series.hint"))},
                  variable.where);
  return std::nullopt;
}

data::Source& source_of(LoadedStudy& loaded, const std::string& id, std::size_t indicator) {
  const auto known =
      std::find_if(loaded.sources.begin(), loaded.sources.end(), [&id](const data::Source& s) { return s.id == id; });
  if (known != loaded.sources.end()) return *known;
  data::Source source{.id = id,
                      .name = {id, id},
                      .unit = {},
                      .publisher = {},
                      .file = loaded.panel.files[indicator],
                      .cells = loaded.region_count() * loaded.year_count()};
  name_source(loaded, source);
  loaded.sources.push_back(std::move(source));
  return loaded.sources.back();
}

// A series that several variables fill in different ways counts with the way that fills most.
void note_gaps(LoadedStudy& loaded, const std::string& id, const data::FilledSeries& filled) {
  auto& regions = loaded.gaps[id];
  regions.resize(loaded.region_count());
  std::vector<RegionGaps> now(loaded.region_count());
  const std::size_t years = loaded.year_count();
  for (std::size_t cell = 0; cell < filled.imputed.size(); ++cell)
    now[cell / years].imputed += filled.imputed[cell] ? 1U : 0U;
  for (const std::size_t cell : filled.open) ++now[cell / years].missing;
  for (std::size_t r = 0; r < now.size(); ++r) {
    regions[r].imputed = std::max(regions[r].imputed, now[r].imputed);
    regions[r].missing = std::max(regions[r].missing, now[r].missing + now[r].imputed);
  }
}

// Fills a series for a variable and adds it to `sum`; marks cells that were filled.
void add_series(LoadedStudy& loaded, const study::Variable& variable, const std::string& id,
                Array<double, Region, Year>& sum, std::vector<bool>& imputed, Diagnostics& diagnostics) {
  const auto indicator = find_series(loaded, variable, id, diagnostics);
  if (!indicator) return;
  const data::FilledSeries filled =
      data::fill_series(view_of(loaded.panel, *indicator), variable.fill, loaded.group_of());
  if (!filled.open.empty()) {
    const std::size_t cell = filled.open.front();
    diagnostics.add({ErrorCode::missing,
                     text("pipeline.gap", variable.id, id, loaded.regions.rows[cell / loaded.year_count()].code,
                          loaded.study.first_year + static_cast<int>(cell % loaded.year_count()), filled.open.size()),
                     text("pipeline.gap.hint")},
                    variable.where);
    return;
  }
  note_gaps(loaded, id, filled);
  data::Source& source = source_of(loaded, id, *indicator);
  source.missing = filled.missing;
  source.imputed = std::max<std::uint64_t>(
      source.imputed, static_cast<std::uint64_t>(std::count(filled.imputed.begin(), filled.imputed.end(), true)));
  for (std::size_t c = 0; c < sum.size(); ++c) {
    sum.values()[c] += filled.values.values()[c];
    if (filled.imputed[c]) imputed[c] = true;
  }
}

// The series that weighs the regions, whole and above 0. A study that does not name one is weighed by "population"
// where that series is whole, and not weighed otherwise.
bool has_weights(LoadedStudy& loaded, Diagnostics& diagnostics) {
  const std::string& id = loaded.study.analysis.population;
  if (id.empty()) return false;
  const auto named = loaded.study.analysis.where.find("population");
  const bool asked = named != loaded.study.analysis.where.end();
  const auto indicator = loaded.panel.find(id);
  if (!indicator) {
    if (asked) {
      diagnostics.add({ErrorCode::unknown, text("pipeline.weights", id), text("pipeline.weights.hint")}, named->second);
    }
    return false;
  }
  for (std::size_t r = 0; r < loaded.region_count(); ++r) {
    for (std::size_t t = 0; t < loaded.year_count(); ++t) {
      if (loaded.panel.values(*indicator, r, t) > 0) continue;
      if (asked) {
        diagnostics.add({ErrorCode::domain,
                         text("pipeline.weight_cell", id, loaded.regions.rows[r].code,
                              loaded.study.first_year + static_cast<int>(t)),
                         text("pipeline.weight_cell.hint")},
                        named->second);
      }
      return false;
    }
  }
  source_of(loaded, id, *indicator);
  return true;
}

// The series of analysis.growth and analysis.growth_sectors are there; what they say may come to results.
void check_growth(LoadedStudy& loaded, Diagnostics& diagnostics) {
  const study::Analysis& analysis = loaded.study.analysis;
  const auto check = [&](const std::string& id, const char* key) {
    if (const auto found = loaded.panel.find(id)) {
      source_of(loaded, id, *found);
      return;
    }
    const std::vector<std::string_view> names(loaded.panel.indicators.begin(), loaded.panel.indicators.end());
    diagnostics.add({ErrorCode::unknown, text("pipeline.growth_series", id, key),
                     study::did_you_mean(id, names, text("pipeline.unknown_series.hint"))},
                    analysis.where.at(key));
  };
  if (!analysis.growth.empty()) check(analysis.growth, "growth");
  for (const std::string& id : analysis.growth_sectors) check(id, "growth_sectors");
}

}  // namespace

void name_source(const LoadedStudy& loaded, data::Source& source) {
  for (const data::IndicatorRow& row : loaded.indicators) {
    if (row.id != source.id) continue;
    source.name = row.name;
    source.unit = row.unit;
    source.publisher = row.publisher;
    source.first_year = row.first_year;
    source.last_year = row.last_year;
  }
}

std::vector<std::string> series_of(const study::Variable& variable) {
  std::vector<std::string> ids = variable.numerators;
  for (const std::string& id : variable.denominators) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

void make_variables(LoadedStudy& loaded, Diagnostics& diagnostics) {
  const std::array<std::size_t, 2> extents{loaded.region_count(), loaded.year_count()};
  for (const study::Variable& variable : loaded.study.variables) {
    Array<double, Region, Year> numerator(extents);
    Array<double, Region, Year> denominator(extents);
    std::vector<bool> imputed(numerator.size());
    for (const std::string& id : variable.numerators) add_series(loaded, variable, id, numerator, imputed, diagnostics);
    for (const std::string& id : variable.denominators)
      add_series(loaded, variable, id, denominator, imputed, diagnostics);
    for (std::size_t c = 0; c < numerator.size() && !diagnostics.has_errors(); ++c) {
      const double below = variable.denominators.empty() ? 1 : denominator.values()[c];
      numerator.values()[c] = variable.scale * numerator.values()[c] / below;
      if (!std::isfinite(numerator.values()[c])) {
        diagnostics.add({ErrorCode::domain,
                         text("pipeline.not_finite", variable.id, loaded.regions.rows[c / loaded.year_count()].code,
                              loaded.study.first_year + static_cast<int>(c % loaded.year_count())),
                         text("pipeline.not_finite.hint")},
                        variable.where);
      }
    }
    const auto filled = static_cast<double>(std::count(imputed.begin(), imputed.end(), true));
    loaded.variables.push_back({std::move(numerator), 100 * filled / static_cast<double>(imputed.size())});
  }
  loaded.weighted = has_weights(loaded, diagnostics);
  check_growth(loaded, diagnostics);
}

}  // namespace tidu::app
