// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/accounts_setup.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "app/pipeline/places.h"
#include "core/measure/space/geography.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

using data::Margin;
using economy::RegionSector;
using namespace economy::accounts;

constexpr double kAreaUnit = 1e4;  ///< km2, of regions.area_1e4_km2

/// The sum of margins; check_accounts has seen that no cell is missing.
RegionSector sum_of(const data::SectorMargins& from, std::size_t regions, std::initializer_list<Margin> margins) {
  RegionSector out({regions, from.sectors.size()});
  for (const Margin margin : margins) {
    const std::vector<double>& values = from.of(margin);
    for (std::size_t cell = 0; cell < values.size(); ++cell) out.values()[cell] += values[cell];
  }
  return out;
}

/// For each sector of the tables its place in the study's list.
std::vector<std::size_t> declared_sectors(const LoadedStudy& loaded) {
  const std::vector<study::AgentSector>& sectors = loaded.study.accounts->sectors;
  std::vector<std::size_t> out;
  for (const std::string& id : loaded.sector_margins->sectors) {
    const auto found = std::find_if(sectors.begin(), sectors.end(), [&id](const auto& s) { return s.id == id; });
    out.push_back(static_cast<std::size_t>(found - sectors.begin()));
  }
  return out;
}

Result<Geography> geography_of(const LoadedStudy& loaded) {
  const auto places = places_of(loaded);
  auto distances = measure::great_circle_distances(places->points);
  if (!distances) return tl::unexpected(distances.error());
  Geography out{.distance = std::move(*distances), .area = loaded.regions.attributes.at(std::string(kAreaColumn))};
  for (double& km2 : out.area) km2 *= kAreaUnit;
  return out;
}

Result<RegionSector> base_value_added(const LoadedStudy& loaded, const RegionalTables& tables,
                                      const AccountsOptions& options, bool by_industry) {
  if (!by_industry) {
    const auto gdp = complete_series(loaded, loaded.study.accounts->product, options.base_year);
    if (!gdp) return tl::unexpected(gdp.error());
    return value_added_by_gdp(tables, *gdp);
  }
  const auto industries = industries_of(loaded, options.base_year, options.residual);
  if (!industries) return tl::unexpected(industries.error());
  return value_added_by_industry(tables, *industries);
}

/// A table that the user gives, as core takes it.
Interregional given_table(const data::InterregionalTable& table, std::size_t regions, std::size_t sectors) {
  Interregional out{.trade = economy::TradeArray({sectors, regions + 1, regions + 1}),
                    .use = UseArray({regions, sectors, sectors + kFinalUses})};
  out.trade.values() = table.trade;
  out.use.values() = table.use;
  return out;
}

Result<Accounts> make(const LoadedStudy& loaded, const RegionalTables& tables, const AccountsOptions& options,
                      bool by_industry) {
  const auto inputs = accounts_inputs(loaded, tables, options, by_industry);
  if (!inputs) return tl::unexpected(inputs.error());
  if (inputs->interregional) return accounts_of(*inputs->interregional, tables, options);
  return make_accounts(tables, inputs->value_added, inputs->geography, options);
}

}  // namespace

Result<AccountsInputs> accounts_inputs(const LoadedStudy& loaded, const RegionalTables& tables,
                                       const AccountsOptions& options, bool by_industry) {
  if (loaded.interregional)
    return AccountsInputs{.interregional = given_table(*loaded.interregional, tables.regions(), tables.sectors())};
  auto geography = geography_of(loaded);
  if (!geography) return tl::unexpected(geography.error());
  auto value_added = base_value_added(loaded, tables, options, by_industry);
  if (!value_added) return tl::unexpected(value_added.error());
  return AccountsInputs{.value_added = std::move(*value_added), .geography = std::move(*geography)};
}

Result<std::vector<double>> complete_series(const LoadedStudy& loaded, const std::string& id, int year) {
  std::vector<double> out = loaded.series(id, static_cast<std::size_t>(year - loaded.study.first_year));
  for (std::size_t r = 0; r < out.size(); ++r) {
    if (!std::isnan(out[r])) continue;
    return failure(ErrorCode::missing, text("pipeline.accounts.value", id, loaded.regions.rows[r].code, year),
                   text("pipeline.accounts.value.hint"));
  }
  return out;
}

RegionalTables regional_tables(const LoadedStudy& loaded) {
  const auto read = [&loaded](std::initializer_list<Margin> margins) {
    return sum_of(*loaded.sector_margins, loaded.region_count(), margins);
  };
  RegionalTables out{.gross_output = read({Margin::gross_output}),
                     .value_added = read({Margin::value_added}),
                     .compensation = read({Margin::compensation}),
                     .capital_income = read({Margin::depreciation, Margin::operating_surplus}),
                     .production_taxes = read({Margin::net_taxes}),
                     .households = read({Margin::rural_consumption, Margin::urban_consumption}),
                     .government = read({Margin::government_consumption}),
                     .fixed_capital = read({Margin::gfcf}),
                     .inventories = read({Margin::inventories}),
                     .exported = read({Margin::exported}),
                     .imported = read({Margin::imported}),
                     .outflow = read({Margin::domestic_outflow}),
                     .inflow = read({Margin::domestic_inflow})};
  const std::size_t sectors = out.sectors();
  out.input_coefficient =
      Array<double, Region, economy::Sector, economy::OtherSector>({out.regions(), sectors, sectors});
  out.input_coefficient.values() = loaded.input_coefficients;
  return out;
}

Result<Industries> industries_of(const LoadedStudy& loaded, int year, Residual residual) {
  const std::vector<study::AgentSector>& sectors = loaded.study.accounts->sectors;
  std::map<std::vector<std::string>, std::size_t> number;
  for (const study::AgentSector& sector : sectors) number.emplace(sector.series, number.size());
  Industries out;
  for (const std::size_t place : declared_sectors(loaded)) out.industry_of.push_back(number.at(sectors[place].series));
  auto gdp = complete_series(loaded, loaded.study.accounts->product, year);
  if (!gdp) return tl::unexpected(gdp.error());
  out.gdp = std::move(*gdp);
  if (residual == Residual::first_sector) out.residual = number.at(sectors.front().series);
  out.value_added = Array<double, Region, Column>({loaded.region_count(), number.size()});
  for (const auto& [series, industry] : number) {
    for (const std::string& id : series) {
      const auto values = complete_series(loaded, id, year);
      if (!values) return tl::unexpected(values.error());
      for (std::size_t r = 0; r < values->size(); ++r) out.value_added(r, industry) += (*values)[r];
    }
  }
  return out;
}

Result<StudyAccounts> accounts_of_year(const LoadedStudy& loaded, int year, bool by_industry) {
  StudyAccounts out{.options = study::parameters(loaded.study, accounts_options()), .by_industry = by_industry};
  if (loaded.interregional && year != out.options.base_year)
    return failure(ErrorCode::domain, text("pipeline.accounts.given", out.options.base_year, year),
                   text("pipeline.accounts.given.hint"));
  out.options.base_year = year;
  out.declared = declared_sectors(loaded);
  out.tables = regional_tables(loaded);
  auto accounts = make(loaded, out.tables, out.options, by_industry);
  if (!accounts) return tl::unexpected(accounts.error());
  out.accounts = std::move(*accounts);
  return out;
}

Result<std::optional<StudyAccounts>> study_accounts(const LoadedStudy& loaded) {
  if (!loaded.study.accounts) return std::nullopt;
  const AccountsOptions options = study::parameters(loaded.study, accounts_options());
  auto out = accounts_of_year(loaded, options.base_year, options.base_year != options.table_year);
  if (!out) return tl::unexpected(out.error());
  return std::optional(std::move(*out));
}

std::string money_unit(const LoadedStudy& loaded) {
  data::Source named{.id = loaded.study.accounts->product};
  name_source(loaded, named);
  return named.unit.empty() ? "1" : named.unit;
}

std::vector<std::string> accounts_series(const study::AccountsSection& section) {
  std::vector<std::string> out{section.product};
  for (const study::AgentSector& sector : section.sectors) {
    for (const std::string& id : sector.series) {
      if (std::find(out.begin(), out.end(), id) == out.end()) out.push_back(id);
    }
  }
  return out;
}

OriginBuilder accounts_origin(const LoadedStudy& loaded, const StudyAccounts& made) {
  OriginBuilder origin(loaded);
  origin.source("input_output").source("sector_margins");
  if (loaded.interregional) {
    origin.source("interregional").assumptions({"economy.world_size"});
    return origin;
  }
  const auto series = accounts_series(*loaded.study.accounts);
  origin.sources(made.by_industry ? series : std::vector{series.front()});
  origin.source("regions." + std::string(kAreaColumn)).all_assumptions(accounts_options());
  if (const auto places = places_of(loaded)) origin.source(places->longitude_source).source(places->latitude_source);
  return origin.formulas({"accounts_base_year", "accounts_outflow", "biproportional", "accounts_gravity",
                          "accounts_trade", "accounts_world"});
}

}  // namespace tidu::app
