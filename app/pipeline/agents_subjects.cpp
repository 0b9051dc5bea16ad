// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/agents_subjects.h"

#include <algorithm>

#include "app/pipeline/adoption_tables.h"
#include "core/diffusion/process/rates.h"
#include "core/diffusion/process/spread.h"
#include "study/keys.h"

namespace tidu::app {
namespace {

template <class RowOf>
std::vector<Subject> subjects(const AgentAxes& axes, const std::vector<std::string>& ids, RowOf row_of) {
  const auto whole = agents_by(axes.all, ids.size(), row_of);
  const auto potential = agents_by(axes.potential, ids.size(), row_of);
  std::vector<Subject> list;
  for (std::size_t k = 0; k < ids.size(); ++k) list.push_back({ids[k], {k}, whole[k], potential[k]});
  return list;
}

// The file of a source that is no series.
std::string file_of(const study::Study& study, std::string_view id) {
  if (id == "members") return study.agents->network->members;
  if (id == "contacts") return study.agents->network->contacts;
  return id == "input_output" ? study.files.input_output : study.files.sector_margins;
}

}  // namespace

std::vector<Subject> regions_of(const AgentAxes& axes) {
  std::vector<std::string> codes;
  for (const auto& row : axes.loaded.regions.rows) codes.push_back(row.code);
  const std::size_t cells = axes.all.shape.per_region();
  return subjects(axes, codes, [cells](std::size_t c) { return c / cells; });
}

std::vector<Subject> sectors_of(const AgentAxes& axes) {
  const diffusion::CellShape shape = axes.all.shape;
  return subjects(axes, axes.population.sectors,
                  [shape](std::size_t c) { return c / (shape.groups * shape.sizes) % shape.sectors; });
}

std::vector<Subject> sizes_of(const AgentAxes& axes) {
  const std::size_t units = std::max<std::size_t>(1, axes.population.units.size());
  const diffusion::CellShape shape = axes.all.shape;
  auto list =
      subjects(axes, axes.population.sizes, [=](std::size_t c) { return c / shape.groups % shape.sizes / units; });
  for (std::size_t k = 0; k < list.size(); ++k) {
    list[k].rows.clear();
    for (std::size_t u = 0; u < units; ++u) list[k].rows.push_back(k * units + u);
  }
  return list;
}

std::vector<Subject> units_of(const AgentAxes& axes) {
  const std::size_t units = axes.population.units.size();
  const diffusion::CellShape shape = axes.all.shape;
  auto list = subjects(axes, axes.population.units, [=](std::size_t c) { return c / shape.groups % units; });
  for (std::size_t k = 0; k < list.size(); ++k) {
    list[k].rows.clear();
    for (std::size_t row = k; row < shape.sizes; row += units) list[k].rows.push_back(row);
  }
  return list;
}

std::vector<Subject> groups_of(const AgentAxes& axes) {
  const std::size_t groups = axes.all.shape.groups;
  return subjects(axes, {study::kAdopterGroups.begin(), study::kAdopterGroups.end()},
                  [groups](std::size_t c) { return c % groups; });
}

Subject joined(std::string id, const std::vector<Subject>& parts) {
  Subject all{.id = std::move(id), .rows = {}};
  for (const Subject& part : parts) {
    all.rows.insert(all.rows.end(), part.rows.begin(), part.rows.end());
    all.whole += part.whole;
    all.potential += part.potential;
  }
  return all;
}

std::vector<Subject> areas_of(const AgentAxes& axes, const data::ResultSet& results) {
  const std::vector<Subject> regions = regions_of(axes);
  std::vector<Subject> list = regions;
  list.push_back(joined(std::string(kNation), regions));
  const data::Table* tiers = results.find("tiers");
  if (tiers == nullptr) return list;
  for (const char* tier : {"core", "middle", "less_developed"}) {
    std::vector<Subject> members;
    for (std::size_t row = 0; row < tiers->rows(); ++row) {
      if (tiers->find("tier")->texts[row] != tier) continue;
      for (const Subject& region : regions) {
        if (region.id == tiers->find("region")->texts[row]) members.push_back(region);
      }
    }
    if (!members.empty()) list.push_back(joined(std::string("tier.") + tier, members));
  }
  return list;
}

OriginBuilder agents_origin(const LoadedStudy& loaded, const AgentPopulation& population) {
  OriginBuilder origin(loaded);
  origin.sources(population.sources);
  if (population.recorded) {
    origin.formulas({"network_members", "graph_means"});
  } else {
    origin.formulas({"agent_allocation", "domain_means"});
  }
  origin.formulas({"decision_stages", "attribute_rates", "cell_map", "region_speed", "media_pulse"});
  return origin.all_assumptions(diffusion::process_options()).all_assumptions(diffusion::spread_options());
}

void add_label(data::Label label, data::ResultSet& results) {
  const bool known = std::any_of(results.labels.begin(), results.labels.end(),
                                 [&label](const data::Label& have) { return have.id == label.id; });
  if (!known) results.labels.push_back(std::move(label));
}

void add_sources(const LoadedStudy& loaded, const std::vector<std::string>& ids, std::size_t cells,
                 data::ResultSet& results) {
  for (const std::string& id : ids) {
    const bool known =
        std::any_of(results.sources.begin(), results.sources.end(), [&id](const auto& s) { return s.id == id; });
    if (known) continue;
    const auto indicator = loaded.panel.find(id);
    data::Source source{.id = id,
                        .name = {id, id},
                        .unit = {},
                        .publisher = {},
                        .file = indicator ? loaded.panel.files[*indicator] : file_of(loaded.study, id),
                        .cells = indicator ? loaded.region_count() : cells};
    if (id == "members") source.cells = loaded.network->members.ids.size();
    if (id == "contacts") source.cells = loaded.network->contacts.size();
    name_source(loaded, source);
    results.sources.push_back(std::move(source));
  }
}

void add_formulas(std::span<const FormulaRecord> records, data::ResultSet& results) {
  for (const FormulaRecord& f : records) {
    const bool known = std::any_of(results.formulas.begin(), results.formulas.end(),
                                   [&f](const auto& have) { return have.id == f.id; });
    if (!known) results.formulas.push_back({std::string(f.id), std::string(f.expression), std::string(f.source)});
  }
}

}  // namespace tidu::app
