// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <set>

#include "app/pipeline/accounts_setup.h"
#include "app/pipeline/describe.h"
#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/places.h"
#include "app/pipeline/table_builder.h"
#include "core/base/sum.h"
#include "core/economy/accounts/audit.h"
#include "core/measure/correlation.h"

namespace tidu::app {
namespace {

using namespace economy::accounts;

/// In the order of Fault.
constexpr std::array<std::string_view, 6> kFaults{"exports_above_output", "outflow_above_output", "home_below_minimum",
                                                  "imports_above_use",    "inflow_above_use",     "stocks_below_zero"};
constexpr std::string_view kAbroadPlace = "abroad";
constexpr std::string_view kAll = "all";
constexpr double kMissUnit = 1e-15;  ///< of identities, which rounding alone separates

/// What the tables of the accounts share.
struct AccountsContext {
  const LoadedStudy& loaded;
  const StudyAccounts& made;
  std::string unit;  ///< of money

  const Accounts& accounts() const { return made.accounts; }
  const std::string& sector(std::size_t j) const { return loaded.sector_margins->sectors[j]; }
  std::string region(std::size_t n) const {
    return n == accounts().regions() ? std::string(kAbroadPlace) : loaded.regions.rows[n].code;
  }
};

OriginBuilder origin_of(const AccountsContext& context) { return accounts_origin(context.loaded, context.made); }

double total(const UseArray& use, std::size_t n, FinalUse user) {
  double out = 0;
  const std::size_t sectors = use.extent<economy::Sector>();
  for (std::size_t k = 0; k < sectors; ++k) out += use(n, k, sectors + static_cast<std::size_t>(user));
  return out;
}

data::Table identities_table(const AccountsContext& context) {
  TableBuilder table("accounts_identities",
                     {label("identity"), real("miss", "1e-15", 2), label("region"), label("account")},
                     origin_of(context).formulas({"social_accounts"}).take());
  const std::size_t sectors = context.accounts().sectors();
  for (const Identity& identity : identities(context.accounts())) {
    const bool of_regions = identity.id == "product" || identity.id == "deficits";
    table.row({std::string(identity.id), identity.miss / kMissUnit,
               identity.id == "deficits" ? std::string(kAll) : context.region(identity.region),
               of_regions                  ? std::string(kAll)
               : identity.sector < sectors ? context.sector(identity.sector)
                                           : std::string(kSamAccountNames[identity.sector - sectors])});
  }
  return std::move(table).take();
}

data::Table cells_table(const AccountsContext& context) {
  const std::string& unit = context.unit;
  TableBuilder table("accounts_cells",
                     {label("fault"), label("region"), label("sector"), real("recorded", unit, 1),
                      real("limit", unit, 1), real("used_instead", unit, 1)},
                     OriginBuilder(context.loaded)
                         .source("input_output")
                         .source("sector_margins")
                         .assumptions({"economy.home_min"})
                         .formulas({"accounts_outflow"})
                         .take());
  for (std::size_t fault = 0; fault < kFaults.size(); ++fault) {
    for (const Cell& cell : context.accounts().cells) {
      if (static_cast<std::size_t>(cell.fault) != fault) continue;
      table.row({std::string(kFaults[fault]), context.region(cell.region), context.sector(cell.sector), cell.recorded,
                 cell.limit, cell.used});
    }
  }
  return std::move(table).take();
}

/// Where a region's use of one sector, or of all, comes from.
struct Supply {
  double home = 0, nation = 0, abroad = 0, recorded = 0;
};

Supply supply_of(const Accounts& a, std::size_t n, std::size_t k) {
  Supply out;
  for (std::size_t i = 0; i < a.regions(); ++i) (i == n ? out.home : out.nation) += a.trade(k, n, i);
  out.abroad = a.trade(k, n, a.regions());
  if (a.recorded_home.size() > 0) out.recorded = a.recorded_home(n, k) * (out.home + out.nation + out.abroad);
  return out;
}

data::Table home_table(const AccountsContext& context) {
  TableBuilder table("accounts_home_shares",
                     {label("region"), label("sector"), real("use", context.unit, 1), real("home_share", "percent", 1),
                      real("recorded_home_share", "percent", 1), real("nation_share", "percent", 1),
                      real("abroad_share", "percent", 1)},
                     origin_of(context).take());
  const Accounts& a = context.accounts();
  const auto add = [&](const std::string& region, std::string_view sector, const Supply& s) {
    const double use = s.home + s.nation + s.abroad;
    const auto percent = [use](double part) { return use > 0 ? 100 * part / use : data::kNoValue; };
    table.row({region, std::string(sector), use, percent(s.home),
               a.recorded_home.size() > 0 ? percent(s.recorded) : data::kNoValue, percent(s.nation),
               percent(s.abroad)});
  };
  std::vector<Supply> nation(a.sectors() + 1);
  const auto sum_into = [](Supply& to, const Supply& s) {
    to.home += s.home;
    to.nation += s.nation;
    to.abroad += s.abroad;
    to.recorded += s.recorded;
  };
  for (std::size_t n = 0; n < a.regions(); ++n) {
    Supply all;
    for (std::size_t k = 0; k < a.sectors(); ++k) {
      const Supply one = supply_of(a, n, k);
      add(context.region(n), context.sector(k), one);
      sum_into(all, one);
      sum_into(nation[k], one);
    }
    add(context.region(n), kAll, all);
    sum_into(nation.back(), all);
  }
  for (std::size_t k = 0; k <= a.sectors(); ++k)
    add("ALL", k < a.sectors() ? std::string_view(context.sector(k)) : kAll, nation[k]);
  return std::move(table).take();
}

data::Table deficits_table(const AccountsContext& context) {
  const std::string& unit = context.unit;
  TableBuilder table("accounts_deficits",
                     {label("region"), real("product", unit, 1), real("table_factor", "1", 3),
                      real("households", unit, 1), real("government", unit, 1), real("investment", unit, 1),
                      real("exports", unit, 1), real("imports", unit, 1), real("outflow", unit, 1),
                      real("inflow", unit, 1), real("deficit", unit, 1), real("deficit_share", "percent", 1)},
                     origin_of(context).take());
  const Accounts& a = context.accounts();
  const RegionTrade trade = region_trade(a);
  const std::vector<double> deficit = deficits(a);
  for (std::size_t n = 0; n < a.regions(); ++n) {
    const double product = sum(std::span(&a.value_added(n, 0), a.sectors()));
    table.row({context.region(n), product, a.region_factor[n], total(a.use, n, FinalUse::households),
               total(a.use, n, FinalUse::government), total(a.use, n, FinalUse::investment), trade.exported[n],
               trade.imported[n], trade.outflow[n], trade.inflow[n], deficit[n], 100 * deficit[n] / product});
  }
  return std::move(table).take();
}

data::Table sectors_table(const AccountsContext& context) {
  const std::string& unit = context.unit;
  TableBuilder table("accounts_sectors",
                     {label("sector"), real("output", unit, 1), real("value_added", unit, 1), real("exports", unit, 1),
                      real("imports", unit, 1), real("investment_share", "percent", 1), real("supply_factor", "1", 3),
                      real("inflow_factor", "1", 3)},
                     origin_of(context).take());
  const Accounts& a = context.accounts();
  const std::size_t invested = a.sectors() + static_cast<std::size_t>(FinalUse::investment);
  double investment = 0;
  for (std::size_t n = 0; n < a.regions(); ++n) investment += total(a.use, n, FinalUse::investment);
  for (std::size_t k = 0; k < a.sectors(); ++k) {
    double output = 0, added = 0, exports = 0, imports = 0, share = 0;
    for (std::size_t n = 0; n < a.regions(); ++n) {
      output += a.output(n, k);
      added += a.value_added(n, k);
      exports += a.trade(k, a.regions(), n);
      imports += a.trade(k, n, a.regions());
      share += a.use(n, k, invested) / investment;
    }
    table.row(
        {context.sector(k), output, added, exports, imports, 100 * share, a.supply_factor[k], a.inflow_factor[k]});
  }
  return std::move(table).take();
}

data::Table sam_table(const AccountsContext& context) {
  TableBuilder table("accounts_sam",
                     {label("region"), label("account"), label("payer"), real("value", context.unit, 2)},
                     origin_of(context).formulas({"social_accounts"}).take());
  const auto sam = social_accounts(context.accounts());
  const std::size_t sectors = context.accounts().sectors();
  const auto name = [&](std::size_t account) {
    return account < sectors ? context.sector(account) : std::string(kSamAccountNames[account - sectors]);
  };
  for (std::size_t n = 0; n < sam.extent<Region>(); ++n) {
    for (std::size_t to = 0; to < sam.extent<Account>(); ++to) {
      for (std::size_t from = 0; from < sam.extent<Account>(); ++from) {
        if (sam(n, to, from) != 0) table.row({context.region(n), name(to), name(from), sam(n, to, from)});
      }
    }
  }
  return std::move(table).take();
}

/// The first year from the tables' on in which the panel has every industry.
std::optional<int> year_of_industries(const AccountsContext& context) {
  const study::Study& study = context.loaded.study;
  for (int year = std::max(study.first_year, context.made.options.table_year); year <= study.last_year; ++year) {
    if (industries_of(context.loaded, year, Residual::proportional)) return year;
  }
  return std::nullopt;
}

/// An industry of one sector has its name, one of several that of its first series.
std::string industry_name(const AccountsContext& context, const Industries& industries, std::size_t industry) {
  const auto& sectors = context.loaded.study.accounts->sectors;
  const auto first = std::find(industries.industry_of.begin(), industries.industry_of.end(), industry);
  const auto place = static_cast<std::size_t>(first - industries.industry_of.begin());
  const bool alone = std::count(industries.industry_of.begin(), industries.industry_of.end(), industry) == 1;
  return alone ? context.sector(place) : sectors[context.made.declared[place]].series.front();
}

/// Shares of industries in the regions' products: what tables of one year and a panel of another have in common.
Result<void> add_correlations(const AccountsContext& context, data::ResultSet& results) {
  const auto year = year_of_industries(context);
  if (!year) return {};
  const auto industries = industries_of(context.loaded, *year, Residual::proportional);
  const RegionalTables& t = context.made.tables;
  TableBuilder table("accounts_correlations",
                     {label("industry"), integer("table_year", "year"), integer("panel_year", "year"),
                      real("table_share", "percent", 1), real("panel_share", "percent", 1), real("correlation")},
                     OriginBuilder(context.loaded)
                         .source("sector_margins")
                         .sources(accounts_series(*context.loaded.study.accounts))
                         .assumptions({"economy.table_year"})
                         .formulas({"pearson"})
                         .take());
  const std::size_t count = industries->value_added.extent<Column>();
  for (std::size_t a = 0; a < count; ++a) {
    std::vector<double> tables, panel;
    double all = 0, in_tables = 0, all_tables = 0, in_panel = 0;
    for (std::size_t n = 0; n < t.regions(); ++n) {
      double own = 0, product = 0;
      for (std::size_t j = 0; j < t.sectors(); ++j) {
        product += t.value_added(n, j);
        if (industries->industry_of[j] == a) own += t.value_added(n, j);
      }
      tables.push_back(own / product);
      panel.push_back(industries->value_added(n, a) / industries->gdp[n]);
      in_tables += own;
      all_tables += product;
      in_panel += industries->value_added(n, a);
      all += industries->gdp[n];
    }
    const auto r = measure::pearson(tables, panel);
    const std::string name = industry_name(context, *industries, a);
    table.row({name, static_cast<double>(context.made.options.table_year), static_cast<double>(*year),
               100 * in_tables / all_tables, 100 * in_panel / all, r ? *r : data::kNoValue});
  }
  results.tables.push_back(std::move(table).take());
  return {};
}

void add_source(const AccountsContext& context, const std::string& id, const std::string& file, std::uint64_t cells,
                data::ResultSet& results) {
  const auto known = [&id](const data::Source& source) { return source.id == id; };
  if (file.empty() || std::any_of(results.sources.begin(), results.sources.end(), known)) return;
  data::Source source{.id = id, .name = {id, id}, .unit = {}, .publisher = {}, .file = file, .cells = cells};
  name_source(context.loaded, source);
  results.sources.push_back(std::move(source));
}

void add_sources(const AccountsContext& context, data::ResultSet& results) {
  const LoadedStudy& loaded = context.loaded;
  const study::DataFiles& files = loaded.study.files;
  const std::uint64_t cells = loaded.region_count() * loaded.sector_margins->sectors.size();
  add_source(context, "input_output", files.input_output, cells * loaded.sector_margins->sectors.size(), results);
  add_source(context, "sector_margins", files.sector_margins, cells * data::kMarginNames.size(), results);
  add_source(context, "regions.area_1e4_km2", files.regions, loaded.region_count(), results);
  add_source(context, "interregional", loaded.study.accounts->interregional,
             loaded.interregional ? loaded.interregional->trade.size() : 0, results);
  add_source(context, "migration", files.migration, loaded.region_count() * loaded.region_count(), results);
  std::vector<std::string> series = accounts_series(*loaded.study.accounts);
  if (!loaded.study.accounts->migrants_in.empty()) {
    series.push_back(loaded.study.accounts->migrants_in);
    series.push_back(loaded.study.accounts->migrants_out);
  }
  for (const std::string& id : series) {
    if (const auto indicator = loaded.panel.find(id))
      add_source(context, id, loaded.panel.files[*indicator], loaded.region_count(), results);
  }
}

void add_names(const AccountsContext& context, data::ResultSet& results) {
  for (const auto& sector : context.loaded.study.accounts->sectors) {
    results.labels.push_back({sector.id, sector.name});
    data::Source named{.id = sector.series.front(), .name = {sector.series.front(), sector.series.front()}};
    name_source(context.loaded, named);
    const auto known = [&named](const data::Label& label) { return label.id == named.id; };
    if (std::none_of(results.labels.begin(), results.labels.end(), known))
      results.labels.push_back({named.id, named.name});
  }
}

/// Cells that are not possible as recorded: foreign trade alone, or with that inside the nation, exceeds the whole.
std::size_t impossible(const Accounts& accounts, Fault foreign, Fault together) {
  std::set<std::pair<std::size_t, std::size_t>> out;
  for (const Cell& cell : accounts.cells) {
    if ((cell.fault == foreign && cell.recorded > cell.limit) || cell.fault == together)
      out.emplace(cell.region, cell.sector);
  }
  return out.size();
}

// What must be known to judge the accounts at a glance.
void add_remarks(const AccountsContext& context, data::ResultSet& results) {
  const Accounts& a = context.accounts();
  double worst = 0;
  for (const Identity& identity : identities(a)) worst = std::max(worst, identity.miss);
  results.remarks.push_back(
      {"accounts_identities", context.loaded.interregional ? "remark.accounts_given" : "remark.accounts_base",
       text("", context.made.options.base_year, context.made.options.table_year, worst / kMissUnit).args});
  if (context.loaded.interregional) return;
  results.remarks.push_back({"accounts_cells", "remark.accounts_cells",
                             text("", impossible(a, Fault::exports_above_output, Fault::outflow_above_output),
                                  impossible(a, Fault::imports_above_use, Fault::inflow_above_use),
                                  a.regions() * a.sectors(), context.made.options.home_min)
                                 .args});
  results.remarks.push_back({"accounts_deficits", "remark.accounts_finals", text("", a.final_factor).args});
}

}  // namespace

Result<void> add_accounts_tables(const MeasureContext& measured, data::ResultSet& results) {
  const auto made = study_accounts(measured.loaded);
  if (!made) return tl::unexpected(made.error());
  if (!*made) return {};
  const AccountsContext context{.loaded = measured.loaded, .made = **made, .unit = money_unit(measured.loaded)};
  add_names(context, results);
  add_sources(context, results);
  for (const auto build : {identities_table, deficits_table, home_table, sectors_table, cells_table, sam_table})
    results.tables.push_back(build(context));
  add_remarks(context, results);
  return add_correlations(context, results);
}

}  // namespace tidu::app
