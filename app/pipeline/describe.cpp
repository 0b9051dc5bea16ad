// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/describe.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "app/pipeline/places.h"
#include "core/calibrate/growth_backtest.h"
#include "core/calibrate/heterogeneity.h"
#include "core/calibrate/identifiability.h"
#include "core/calibrate/marginal.h"
#include "core/calibrate/tempering.h"
#include "core/diffusion/critical/formulas.h"
#include "core/diffusion/network/formulas.h"
#include "core/diffusion/process/levers.h"
#include "core/diffusion/process/map.h"
#include "core/diffusion/process/spread.h"
#include "core/diffusion/society.h"
#include "core/economy/accounts/formulas.h"
#include "core/economy/formulas.h"
#include "core/measure/dynamics/formulas.h"
#include "core/measure/formulas.h"
#include "core/measure/gaps/formulas.h"
#include "core/measure/index/formulas.h"
#include "core/measure/network/formulas.h"
#include "core/measure/space/formulas.h"
#include "core/simulate/programmes.h"
#include "study/catalogue.h"
#include "study/index_tree.h"
#include "study/registry.h"
#include "study/report_options.h"

namespace tidu::app {
namespace {

void add_formulas(std::span<const FormulaRecord> records, data::ResultSet& results) {
  for (const FormulaRecord& f : records)
    results.formulas.push_back({std::string(f.id), std::string(f.expression), std::string(f.source)});
}

std::uint64_t count_cells(const std::optional<data::RegionColumns>& columns) {
  std::uint64_t n = 0;
  if (!columns) return n;
  for (const auto& [name, values] : columns->columns) {
    n += static_cast<std::uint64_t>(
        std::count_if(values.begin(), values.end(), [](double v) { return !std::isnan(v); }));
  }
  return n;
}

void add_labels(const LoadedStudy& loaded, data::ResultSet& results) {
  const study::Study& study = loaded.study;
  for (const auto& v : study.variables) results.labels.push_back({v.id, v.name});
  for (const auto& tree : study.indices) {
    results.labels.push_back({tree.id, tree.name});
    for (const study::IndexPillar* pillar : study::all_pillars(tree))
      results.labels.push_back({tree.id + "." + pillar->id, pillar->name});
  }
  for (const auto& lever : diffusion::levers()) {
    const std::string key = "option.lever." + std::string(lever.key) + ".label";
    const auto& catalogue = study::Catalogue::instance();
    results.labels.push_back(
        {std::string(lever.key), {catalogue.get(key, study::Language::en), catalogue.get(key, study::Language::zh)}});
  }
  for (const auto& surveys : {study.adoption_series, study.awareness_series}) {
    for (const std::string& id : surveys) {
      data::Source named{.id = id, .name = {id, id}, .unit = {}, .publisher = {}, .file = {}};
      name_source(loaded, named);
      results.labels.push_back({id, named.name});
    }
  }
  for (const auto& group : study.decisions) results.labels.push_back({group.id, group.name});
  for (const auto& s : study.scenarios) results.labels.push_back({"scenario." + s.id, s.name});
}

void add_assumptions(const study::Study& study, data::ResultSet& results) {
  for (const OptionRecord& record : study::all_options()) {
    if (!is_assumption(record)) continue;
    data::Assumption a{std::string(record.key),  record.default_value,      record.low, record.high,
                       std::string(record.unit), std::string(record.source)};
    if (const auto it = study.settings.find(a.key); it != study.settings.end()) {
      a.value = a.low = a.high = it->second.value;
      if (it->second.range) std::tie(a.low, a.high) = *it->second.range;
      a.source = "study";
    }
    results.assumptions.push_back(std::move(a));
  }
}

// Files that are no panel; the indicator catalogue names them too.
void add_other_sources(const LoadedStudy& loaded, data::ResultSet& results) {
  const study::DataFiles& files = loaded.study.files;
  const auto add = [&](std::string id, const std::string& file, std::uint64_t cells) {
    if (file.empty()) return;
    data::Source source{.id = id, .name = {id, id}, .unit = {}, .publisher = {}, .file = file, .cells = cells};
    name_source(loaded, source);
    results.sources.push_back(std::move(source));
  };
  add("borders", files.borders, loaded.borders.size());
  add("spatial_weights", files.weights, loaded.spatial_weights.size());
  add("published_index", files.published_index, loaded.published_index ? loaded.region_count() : 0);
  add("published_shares", files.published_shares, count_cells(loaded.published_shares));
  if (const auto places = places_of(loaded)) {
    for (const std::string& id : {places->longitude_source, places->latitude_source}) {
      add(id, files.regions, loaded.region_count());
    }
  }
  add("outline", files.outline, loaded.outlines.size());
  const study::Study& study = loaded.study;
  for (const auto& surveys : {study.adoption_series, study.awareness_series}) {
    for (const std::string& id : surveys) {
      const auto named = [&id](const std::string& series) { return series == id; };
      const auto facts = std::count_if(loaded.facts.begin(), loaded.facts.end(),
                                       [&](const data::Fact& f) { return named(f.variable); });
      const auto dated = std::count_if(loaded.dated.points.begin(), loaded.dated.points.end(),
                                       [&](const data::DatedPoint& p) { return named(p.series); });
      add(id, study.of_series() ? files.series->file : files.facts, static_cast<std::uint64_t>(facts + dated));
    }
  }
}

}  // namespace

data::ResultSet describe(const LoadedStudy& loaded) {
  data::ResultSet results;
  const study::Study& study = loaded.study;
  results.study_id = study.id;
  results.title = study.title;
  results.seed = study.seed;
  results.version = TIDU_VERSION;
  for (const data::RegionRow& row : loaded.regions.rows) {
    results.regions.push_back({row.code, row.name, row.group, row.tile_column, row.tile_row});
  }
  results.outlines = loaded.outlines;
  results.outline_first = study::parameters(study, study::report_options()).map == study::MapKind::outline;
  add_labels(loaded, results);
  results.sources = loaded.sources;
  add_other_sources(loaded, results);
  add_formulas(measure::association_formulas(), results);
  add_formulas(measure::index_formulas(), results);
  add_formulas(measure::gap_formulas(), results);
  add_formulas(measure::dynamics_formulas(), results);
  add_formulas(measure::space_formulas(), results);
  add_formulas(measure::network_formulas(), results);
  add_formulas(economy::accounts::accounts_formulas(), results);
  add_formulas(economy::statics_formulas(), results);
  add_formulas(diffusion::formulas(), results);
  add_formulas(diffusion::process_formulas(), results);
  add_formulas(diffusion::mixing_formulas(), results);
  add_formulas(diffusion::map_formulas(), results);
  add_formulas(diffusion::rate_formulas(), results);
  add_formulas(diffusion::spread_formulas(), results);
  add_formulas(diffusion::lever_formulas(), results);
  add_formulas(simulate::programme_formulas(), results);
  add_formulas(diffusion::critical_formulas(), results);
  add_formulas(diffusion::network::formulas(), results);
  add_formulas(calibrate::formulas(), results);
  add_formulas(calibrate::growth_formulas(), results);
  add_formulas(calibrate::path_formulas(), results);
  add_formulas(calibrate::path_fit_formulas(), results);
  add_formulas(calibrate::identifiability_formulas(), results);
  add_formulas(calibrate::marginal_formulas(), results);
  add_formulas(calibrate::tempering_formulas(), results);
  add_assumptions(study, results);
  return results;
}

}  // namespace tidu::app
