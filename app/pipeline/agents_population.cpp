// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/agents_population.h"

#include <algorithm>
#include <cmath>

#include "core/base/sum.h"
#include "data/units.h"
#include "study/suggestion.h"

namespace tidu::app {
namespace {

using diffusion::agents::kMostAgents;

/// Collects the margins of one study; every mistake is noted.
class MarginsReader {
 public:
  MarginsReader(const LoadedStudy& loaded, const AgentsOptions& options, AgentPopulation& population,
                Diagnostics& diagnostics)
      : loaded_(loaded), options_(options), population_(population), diagnostics_(diagnostics) {}

  void read_entities(const study::AgentSection& agents) {
    population_.whole = agents.count;
    diffusion::population::Margins& margins = population_.margins;
    margins.national = static_cast<double>(agents.count);
    margins.proxy = series(agents.regions, agents.where.at("regions"), false);
    if (!agents.counted.empty()) margins.counts = series(agents.counted, agents.where.at("counted"), true);
    read_sectors(agents);
    for (const study::AgentSize& size : agents.sizes) population_.sizes.push_back(size.id);
    if (!agents.sizes.empty()) {
      margins.sizes.clear();
      for (const study::AgentSize& size : agents.sizes) margins.sizes.push_back(size.share);
    }
  }

  void read_persons() {
    const std::string& id = loaded_.study.analysis.population;
    const auto named = loaded_.study.analysis.where.find("population");
    const Location where = named == loaded_.study.analysis.where.end() ? Location{} : named->second;
    if (id.empty() || !loaded_.panel.find(id)) {
      error(ErrorCode::missing, text("pipeline.agents.no_population"), text("pipeline.agents.no_population.hint"),
            where);
      return;
    }
    population_.margins.counts = series(id, where, false);
    population_.margins.sectors.assign(loaded_.region_count(), 1);
    if (names_sectors(loaded_.study)) read_sectors(*loaded_.study.agents);
    const auto unit = data::parse_unit(loaded_.panel.units[*loaded_.panel.find(id)]);
    if (unit && unit->base == "person")
      population_.whole = static_cast<std::uint64_t>(sum(population_.margins.counts) * unit->factor + 0.5);
    if (population_.whole == 0 && options_.agents == 0) {
      error(ErrorCode::missing, text("pipeline.agents.unit", id), text("pipeline.agents.unit.hint"), where);
    }
  }

  void read_sectors(const study::AgentSection& agents) {
    const std::size_t regions = loaded_.region_count();
    const std::size_t n = std::max<std::size_t>(1, agents.sectors.size());
    std::vector<double>& shares = population_.margins.sectors;
    shares.assign(regions * n, agents.sectors.empty() ? 1 : 0);
    for (std::size_t s = 0; s < agents.sectors.size(); ++s) {
      population_.sectors.push_back(agents.sectors[s].id);
      const std::vector<double> value = value_added(agents, agents.sectors[s]);
      if (value.empty()) return;
      for (std::size_t r = 0; r < regions; ++r) shares[r * n + s] = value[r];
    }
    for (std::size_t r = 0; r < regions; ++r) {
      const std::span own(shares.data() + r * n, n);
      const double all = sum(own);
      if (!(all > 0)) {
        error(ErrorCode::domain, text("pipeline.agents.no_value", loaded_.regions.rows[r].code),
              text("pipeline.agents.value.hint"), agents.sectors.front().where);
        return;
      }
      for (double& share : own) share /= all;
    }
  }

  void choose_agents() {
    std::uint64_t& agents = population_.margins.agents;
    agents = options_.agents == 0 ? population_.whole : options_.agents;
    const std::uint64_t most = population_.whole == 0 ? kMostAgents : std::min(population_.whole, kMostAgents);
    if (agents <= most) return;
    error(ErrorCode::domain, text("pipeline.agents.too_many", agents, most), text("pipeline.agents.too_many.hint"), {});
  }

 private:
  void error(ErrorCode code, Text message, Text hint, const Location& where) {
    diagnostics_.add({code, std::move(message), std::move(hint)}, where);
  }

  /// A series in the study's last year, by region, each >= 0; empty after a mistake.
  std::vector<double> series(const std::string& id, const Location& where, bool gaps) {
    if (!loaded_.panel.find(id)) {
      const std::vector<std::string_view> known(loaded_.panel.indicators.begin(), loaded_.panel.indicators.end());
      error(ErrorCode::unknown, text("pipeline.agents.series", id),
            study::did_you_mean(id, known, text("pipeline.unknown_series.hint")), where);
      return {};
    }
    note_source(id);
    std::vector<double> values = loaded_.series(id, loaded_.year_count() - 1);
    for (std::size_t r = 0; r < values.size(); ++r) {
      if (values[r] >= 0 || (gaps && std::isnan(values[r]))) continue;
      error(
          std::isnan(values[r]) ? ErrorCode::missing : ErrorCode::domain,
          std::isnan(values[r])
              ? text("pipeline.agents.gap", id, loaded_.regions.rows[r].code, loaded_.study.last_year)
              : text("pipeline.agents.negative", id, loaded_.regions.rows[r].code, loaded_.study.last_year, values[r]),
          text("pipeline.agents.value.hint"), where);
      return {};
    }
    return values;
  }

  void note_source(const std::string& id) {
    auto& sources = population_.sources;
    if (std::find(sources.begin(), sources.end(), id) == sources.end()) sources.push_back(id);
  }

  /// Value added of a sector by region: its series, or its part of them.
  std::vector<double> value_added(const study::AgentSection& agents, const study::AgentSector& sector) {
    std::vector<double> value(loaded_.region_count(), 0);
    for (const std::string& id : sector.series) {
      const std::vector<double> one = series(id, sector.where, false);
      if (one.empty()) return {};
      for (std::size_t r = 0; r < value.size(); ++r) value[r] += one[r];
    }
    std::vector<const study::AgentSector*> together;
    for (const study::AgentSector& other : agents.sectors) {
      if (other.series == sector.series) together.push_back(&other);
    }
    if (together.size() == 1) return value;
    note_source("sector_margins");
    for (std::size_t r = 0; r < value.size(); ++r) {
      const auto part = part_of(sector, together, r);
      if (!part) return {};
      value[r] *= *part;
    }
    return value;
  }

  /// Share of a sector among those that divide the same series, in a region.
  std::optional<double> part_of(const study::AgentSector& sector,
                                const std::vector<const study::AgentSector*>& together, std::size_t region) {
    const data::SectorMargins& margins = *loaded_.sector_margins;
    double all = 0;
    double own = 0;
    for (const study::AgentSector* each : together) {
      const auto column = margins.find(each->id);
      const double value =
          column ? margins.of(data::Margin::value_added)[region * margins.sectors.size() + *column] : data::kNoValue;
      if (std::isnan(value)) {
        error(ErrorCode::missing, text("pipeline.agents.no_margin", each->id, loaded_.regions.rows[region].code),
              text("pipeline.agents.no_margin.hint"), each->where);
        return std::nullopt;
      }
      all += value;
      if (each == &sector) own = value;
    }
    return all > 0 ? own / all : 1 / static_cast<double>(together.size());
  }

  const LoadedStudy& loaded_;
  const AgentsOptions& options_;
  AgentPopulation& population_;
  Diagnostics& diagnostics_;
};

// Sales between the agents' sectors; nothing where the study has no input-output tables of them.
std::vector<double> sales_of(const LoadedStudy& loaded, const AgentPopulation& population) {
  if (loaded.sector_sales.empty() || population.sectors.size() < 2) return {};
  const data::SectorMargins& margins = *loaded.sector_margins;
  const std::size_t n = population.sectors.size();
  std::vector<double> sales(n * n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const auto seller = margins.find(population.sectors[i]);
      const auto buyer = margins.find(population.sectors[j]);
      if (seller && buyer) sales[i * n + j] = loaded.sector_sales[*seller * margins.sectors.size() + *buyer];
    }
  }
  return sales;
}

// Parts every size into the study's decision units.
void part_into_units(const study::Study& study, AgentPopulation& population) {
  if (study.decisions.empty()) return;
  std::vector<double> shares;
  double rest = 1;
  for (const study::DecisionGroup& group : study.decisions) {
    population.units.push_back(group.id);
    shares.push_back(group.share);
    rest -= group.share;
  }
  population.units.emplace_back("others");
  shares.push_back(std::max(0.0, rest));
  std::vector<double> parts;
  for (const double size : population.margins.sizes) {
    for (const double share : shares) parts.push_back(size * share);
  }
  population.margins.sizes = std::move(parts);
}

// Entities know their like, their district, their chain and the nation; persons their region and the nation.
Result<void> choose_contacts(const LoadedStudy& loaded, const diffusion::ProcessParameters& process,
                             AgentPopulation& population) {
  const auto local = static_cast<std::uint8_t>(process.contacts_local);
  const bool alike = population.unit == AgentUnit::entities;
  population.contacts = {.cell = static_cast<std::uint8_t>(alike ? local / 2 : 0),
                         .district = static_cast<std::uint8_t>(alike ? local - local / 2 : local),
                         .chain = 0,
                         .online = static_cast<std::uint8_t>(process.contacts_online)};
  const std::vector<double> sales = sales_of(loaded, population);
  if (!alike || sales.empty() || process.contacts_chain == 0) return {};
  population.contacts.chain = static_cast<std::uint8_t>(process.contacts_chain);
  auto pairings = diffusion::population::pair_sectors(sales, population.contacts.chain);
  if (!pairings) return tl::unexpected(pairings.error());
  population.pairings = std::move(*pairings);
  population.sources.emplace_back("sector_margins");
  population.sources.emplace_back("input_output");
  return {};
}

}  // namespace

bool names_sectors(const study::Study& study) {
  return std::any_of(study.scenarios.begin(), study.scenarios.end(), [](const auto& s) { return !s.sectors.empty(); });
}

Outcome<SectorAllocation> allocated_sectors(const LoadedStudy& loaded) {
  Outcome<SectorAllocation> outcome;
  outcome.value.emplace();
  if (!names_sectors(loaded.study)) return outcome;
  AgentPopulation population;
  MarginsReader(loaded, {}, population, outcome.diagnostics).read_sectors(*loaded.study.agents);
  if (outcome.diagnostics.has_errors()) {
    outcome.value.reset();
    return outcome;
  }
  const std::vector<double>& shares = population.margins.sectors;
  const std::vector<std::string>& ids = population.sectors;
  for (const study::Scenario& scenario : loaded.study.scenarios) {
    for (const std::string& id : scenario.sectors) {
      const auto sector = static_cast<std::size_t>(std::find(ids.begin(), ids.end(), id) - ids.begin());
      double people = 0;
      for (std::size_t r = 0; r < loaded.region_count(); ++r) people += shares[r * ids.size() + sector];
      if (people > 0) continue;
      outcome.diagnostics.add(
          {ErrorCode::domain, text("pipeline.scenario_sector", scenario.id, id), text("pipeline.scenario_sector.hint")},
          scenario.sectors_where);
    }
  }
  *outcome.value = {std::move(population.sectors), std::move(population.margins.sectors),
                    std::move(population.sources)};
  return outcome;
}

Outcome<AgentPopulation> agent_population(const LoadedStudy& loaded, const diffusion::ProcessParameters& process,
                                          const AgentsOptions& options) {
  Outcome<AgentPopulation> outcome;
  const auto& section = loaded.study.agents;
  AgentPopulation population;
  population.unit = options.unit.value_or(section ? AgentUnit::entities : AgentUnit::persons);
  MarginsReader reader(loaded, options, population, outcome.diagnostics);
  if (population.unit == AgentUnit::persons) {
    reader.read_persons();
  } else if (section) {
    reader.read_entities(*section);
  } else {
    outcome.diagnostics.add(
        {ErrorCode::missing, text("pipeline.agents.no_section"), text("pipeline.agents.no_section.hint")});
  }
  if (!outcome.diagnostics.has_errors()) reader.choose_agents();
  if (outcome.diagnostics.has_errors()) return outcome;
  if (auto done = choose_contacts(loaded, process, population); !done) {
    outcome.diagnostics.add(done.error());
    return outcome;
  }
  part_into_units(loaded.study, population);
  outcome.value = std::move(population);
  return outcome;
}

diffusion::population::Margins without_units(const AgentPopulation& population) {
  diffusion::population::Margins margins = population.margins;
  const std::size_t units = std::max<std::size_t>(1, population.units.size());
  margins.sizes.clear();
  for (std::size_t first = 0; first < population.margins.sizes.size(); first += units)
    margins.sizes.push_back(sum(std::span(population.margins.sizes).subspan(first, units)));
  return margins;
}

}  // namespace tidu::app
