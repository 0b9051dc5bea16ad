// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>

#include "app/pipeline/accounts_setup.h"
#include "core/base/sum.h"
#include "core/economy/accounts/audit.h"
#include "core/economy/equilibrium.h"
#include "tests/china/run_study.h"

namespace tidu::tests {
namespace {

using namespace economy::accounts;

const app::LoadedStudy& loaded() {
  static const app::LoadedStudyPtr study = must(app::load(TIDU_SOURCE_DIR "/cases/china"));
  return *study;
}

/// The accounts of the bundled study in a base year.
const Accounts& accounts_of_year(int year) {
  static std::map<int, Accounts> made;
  const auto found = made.find(year);
  if (found != made.end()) return found->second;
  app::LoadedStudyPtr study = must(app::load(TIDU_SOURCE_DIR "/cases/china"));
  study->study.settings["economy.base_year"].value = year;
  const auto accounts = app::study_accounts(*study);
  if (!accounts || !*accounts) throw std::runtime_error("no accounts");
  return made.emplace(year, (*accounts)->accounts).first->second;
}

/// Sums of a column of a margin over the rows that are kept.
double share_of(const std::vector<double>& margin, std::string_view sector) {
  const data::SectorMargins& margins = *loaded().sector_margins;
  double own = 0;
  for (std::size_t c = *margins.find(sector); c < margin.size(); c += margins.sectors.size()) own += margin[c];
  return own / sum(margin);
}

TEST(ChinaAccounts, TablesAndPanelAgreeAsFarAsTheyWereFoundTo) {
  // The design's own computation of the same shares: agriculture .96, construction .92, industry .92, finance .84,
  // other .83, trade, transport and hotels .62, real estate .61.
  const std::map<std::string, double> found{{"agri", .96},       {"construction", .92}, {"va_industry", .92},
                                            {"finance", .84},    {"va_other", .83},     {"trade_transport_hotel", .62},
                                            {"real_estate", .61}};
  const data::Column& industry = column("accounts_correlations", "industry");
  ASSERT_EQ(industry.texts.size(), found.size());
  for (std::size_t r = 0; r < found.size(); ++r)
    EXPECT_NEAR(cell("accounts_correlations", r, "correlation"), found.at(industry.texts[r]), 0.005)
        << industry.texts[r];
  EXPECT_EQ(cell("accounts_correlations", 0, "panel_year"), 2019);
}

TEST(ChinaAccounts, CapitalFormationIsBuildingsAndMachines) {
  const std::vector<double>& formed = loaded().sector_margins->of(data::Margin::gfcf);
  EXPECT_GT(share_of(formed, "construction"), 0.5);
  EXPECT_LT(share_of(formed, "utilities"), 0.03);
  const data::Column& sector = column("accounts_sectors", "sector");
  const auto row = [&sector](std::string_view id) {
    return static_cast<std::size_t>(std::find(sector.texts.begin(), sector.texts.end(), id) - sector.texts.begin());
  };
  EXPECT_GT(cell("accounts_sectors", row("construction"), "investment_share"), 50);
  EXPECT_LT(cell("accounts_sectors", row("utilities"), "investment_share"), 3);
}

TEST(ChinaAccounts, ImpossibleCellsAreThoseThatWereCounted) {
  // Counted in plain Python on the same file: exports + outflow > output and imports + inflow > use in 36 cells each.
  // Two of them, Tibet's, have no outflow: exports alone exceed output. Falling stocks leave 18 cells below 0.
  const data::Column& fault = column("accounts_cells", "fault");
  const auto count = [&fault](std::string_view id) { return std::count(fault.texts.begin(), fault.texts.end(), id); };
  EXPECT_EQ(count("outflow_above_output"), 34);
  EXPECT_EQ(count("inflow_above_use"), 36);
  EXPECT_EQ(count("stocks_below_zero"), 18);
  const auto said = std::find_if(china().remarks.begin(), china().remarks.end(),
                                 [](const auto& remark) { return remark.key == "remark.accounts_cells"; });
  ASSERT_NE(said, china().remarks.end());
  EXPECT_EQ(std::get<std::int64_t>(said->args[0]), 36);
  EXPECT_EQ(std::get<std::int64_t>(said->args[1]), 36);
}

TEST(ChinaAccounts, IdentitiesHoldInBothYears) {
  for (const int year : {2017, 2023}) {
    const Accounts& accounts = accounts_of_year(year);
    for (const Identity& identity : identities(accounts)) EXPECT_LT(identity.miss, 1e-12) << identity.id << year;
    const std::size_t gdp = static_cast<std::size_t>(year - loaded().study.first_year);
    const std::vector<double> product = loaded().series("gdp", gdp);
    for (std::size_t n = 0; n < accounts.regions(); ++n)
      EXPECT_NEAR(sum(std::span(&accounts.value_added(n, 0), accounts.sectors())) / product[n], 1, 1e-12);
    for (const auto* values : {&accounts.trade.values(), &accounts.use.values(), &accounts.output.values()})
      EXPECT_GE(*std::min_element(values->begin(), values->end()), 0);
  }
}

TEST(ChinaAccounts, RevisedProductScalesTheTables) {
  // Table value added over the revised product of 2017: Tianjin +49 %, Jilin +34, Heilongjiang +26, Shandong +13,
  // Yunnan -13 (the design's numbers).
  const Accounts& accounts = accounts_of_year(2017);
  for (const auto& [code, over] : std::map<std::string, double>{
           {"120000", .49}, {"220000", .34}, {"230000", .26}, {"370000", .13}, {"530000", -.13}})
    EXPECT_NEAR(1 / accounts.region_factor[*loaded().regions.find(code)], 1 + over, 0.005) << code;
}

TEST(ChinaAccounts, IndustriesOf2023AreMet) {
  const Accounts& accounts = accounts_of_year(2023);
  const std::size_t year = 2023 - static_cast<std::size_t>(loaded().study.first_year);
  const data::SectorMargins& margins = *loaded().sector_margins;
  const std::vector<double> finance = loaded().series("va_finance", year);
  const std::vector<double> industry = loaded().series("va_industry", year);
  for (std::size_t n = 0; n < accounts.regions(); ++n) {
    EXPECT_NEAR(accounts.value_added(n, *margins.find("finance")), finance[n], 1e-9);
    double parts = 0;
    for (const char* id : {"mining", "light_mfg", "materials_mfg", "machinery_other_mfg", "ict_mfg", "utilities"})
      parts += accounts.value_added(n, *margins.find(id));
    EXPECT_NEAR(parts, industry[n], 1e-9);
  }
}

TEST(ChinaAccounts, AnEconomyOfThemBalancesAndStaysWhereItIs) {
  for (const int year : {2017, 2023}) {
    const auto base = economy::prepare(economy_of(accounts_of_year(year), 4));
    ASSERT_TRUE(base.has_value());
    EXPECT_LT(base->imbalance, 1e-12);
    const auto after = economy::solve(*base, {});
    ASSERT_TRUE(after && after->converged);
    for (const double income : after->log_income) EXPECT_NEAR(income, 0, 1e-12);
    for (const double real : after->real_income) EXPECT_NEAR(real, 1, 1e-12);
  }
}

TEST(ChinaAccounts, HomeSharesFollowTheWeightOfRecords) {
  // The nation's use from home, 2023, under other weights and distances: what spillovers hang on.
  const auto home = [](double weight, double elasticity) {
    app::LoadedStudyPtr study = must(app::load(TIDU_SOURCE_DIR "/cases/china"));
    study->study.settings["economy.recorded_weight"].value = weight;
    study->study.settings["economy.distance_elasticity"].value = elasticity;
    const auto made = app::study_accounts(*study);
    const Accounts& a = (*made)->accounts;
    double own = 0, all = 0;
    for (std::size_t k = 0; k < a.sectors(); ++k) {
      for (std::size_t n = 0; n < a.regions(); ++n) {
        own += a.trade(k, n, n);
        all += sum(std::span(&a.trade(k, n, 0), a.regions() + 1));
      }
    }
    return own / all;
  };
  EXPECT_GT(home(0.75, 1.2), home(0.5, 1.2));
  EXPECT_GT(home(0.5, 1.6), home(0.5, 0.8));
  EXPECT_NEAR(home(0.5, 1.2), 0.478, 0.0005);
}

TEST(ChinaAccounts, EachErrorNamesWhatIsMissing) {
  const auto found = [](auto change) {
    app::LoadedStudyPtr study = must(app::load(TIDU_SOURCE_DIR "/cases/china"));
    change(*study);
    Diagnostics out;
    check_accounts(*study, out);
    return out;
  };
  const auto refused = [&found](auto change, ErrorCode code, std::string_view key, std::string_view file) {
    const Diagnostics made = found(change);
    ASSERT_EQ(made.items().size(), 1U) << key;
    EXPECT_EQ(made.items()[0].error.code, code);
    EXPECT_EQ(made.items()[0].error.message.key, key);
    EXPECT_TRUE(made.items()[0].where.file.ends_with(file)) << made.items()[0].where.file;
    EXPECT_EQ(made.items()[0].where.line > 0, file == "study.toml");
  };
  using L = app::LoadedStudy;
  EXPECT_TRUE(found([](L&) {}).empty());
  refused([](L& l) { l.study.accounts->product = "gross"; }, ErrorCode::unknown, "pipeline.accounts.series",
          "study.toml");
  refused([](L& l) { l.study.accounts->sectors.pop_back(); }, ErrorCode::unknown, "pipeline.accounts.no_sector",
          "study.toml");
  refused([](L& l) { l.sector_margins->values[5][7] = data::kNoValue; }, ErrorCode::missing, "pipeline.accounts.margin",
          "io_margins_2017.csv");
  refused([](L& l) { l.study.settings["economy.base_year"].value = 2030; }, ErrorCode::domain, "pipeline.accounts.year",
          "");
  refused([](L& l) { l.regions.attributes.erase("area_1e4_km2"); }, ErrorCode::missing, "pipeline.accounts.places",
          "regions.csv");
  // All at once: a sector misspelt is one too many and one too few; nine series lack a year.
  const Diagnostics misspelt = found([](L& l) { l.study.accounts->sectors[1].id = "minning"; });
  ASSERT_EQ(misspelt.items().size(), 2U);
  EXPECT_EQ(misspelt.items()[0].error.message.key, "pipeline.accounts.sector");
  EXPECT_EQ(misspelt.items()[0].error.hint.key, "study.did_you_mean");
  EXPECT_EQ(misspelt.items()[1].error.message.key, "pipeline.accounts.no_sector");
  const Diagnostics gaps = found([](L& l) { l.study.settings["economy.base_year"].value = 2018; });
  ASSERT_EQ(gaps.items().size(), 9U);
  EXPECT_EQ(gaps.items()[0].error.message.key, "pipeline.accounts.value");
}

TEST(ChinaAccounts, AGivenTableTakesThePlaceOfGravity) {
  // The accounts' own flows, given back as a table.
  const Accounts& made = accounts_of_year(2017);
  app::LoadedStudyPtr study = must(app::load(TIDU_SOURCE_DIR "/cases/china"));
  data::InterregionalTable table{.trade = made.trade.values()};
  const std::size_t users = made.use.extent<User>();
  const auto nation = static_cast<std::ptrdiff_t>(made.regions() * made.sectors() * users);
  table.use.assign(made.use.values().begin(), made.use.values().begin() + nation);
  study->interregional = table;
  const auto given = app::study_accounts(*study);
  ASSERT_TRUE(given && *given);
  const economy::RegionSector& output = (*given)->accounts.output;
  for (std::size_t c = 0; c < output.size(); ++c)
    EXPECT_NEAR(output.values()[c], made.output.values()[c], 1e-8 * (1 + made.output.values()[c]));
}

}  // namespace
}  // namespace tidu::tests
