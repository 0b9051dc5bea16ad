// SPDX-License-Identifier: Apache-2.0
// Who moves between the provinces, and what is wrong with a study that says so.
#include <algorithm>
#include <cmath>
#include <map>

#include "app/pipeline/economy_people.h"
#include "tests/china/run_study.h"
#include "tests/cli/process.h"

namespace tidu::tests {
namespace {

std::size_t place(std::string_view code) {
  const auto& rows = bundled().regions.rows;
  return static_cast<std::size_t>(
      std::find_if(rows.begin(), rows.end(), [code](const auto& row) { return row.code == code; }) - rows.begin());
}

TEST(People, MoveAsTheSurveyOf2015Counts) {
  const auto found = app::migration_of(bundled());
  ASSERT_TRUE(found && *found);
  const app::Migration& m = **found;
  EXPECT_EQ(m.year, 2015) << "the last year that is counted";
  EXPECT_TRUE(m.from_totals);
  // 1 % survey of 2015: 53.28 million moved between provinces; people are counted by ten thousand.
  EXPECT_NEAR(m.in_given, 5327.6332, 1e-9);
  EXPECT_NEAR(m.out_given, m.in_given, 1e-9);
  const std::size_t guangdong = place("440000");
  EXPECT_NEAR(m.in[guangdong], 1069.1616, 1e-9);
  EXPECT_NEAR(m.before[guangdong], 11678 - 1069.1616 + 258.5292, 1e-9);
  for (std::size_t t = 0; t < m.in.size(); ++t) {
    double came = 0;
    for (std::size_t s = 0; s < m.in.size(); ++s) came += s == t ? 0 : m.over_the_years(s, t) * m.before[s];
    EXPECT_NEAR(came, m.in[t], 1e-7);
  }
}

// In the copy that the survey was taken from, Tibet has Xinjiang's figures and so on (decision 205): 0.9 of its people
// would have come or left. Nowhere but in the municipalities does a fifth come within five years.
TEST(People, OfTheWestMoveAsOthersDo) {
  const app::Migration m = **app::migration_of(bundled());
  for (const char* code : {"540000", "610000", "620000", "630000", "640000", "650000"}) {
    const std::size_t n = place(code);
    EXPECT_LT((m.in[n] + m.out[n]) / m.before[n], 0.09) << code;
    EXPECT_GT((m.in[n] + m.out[n]) / m.before[n], 0.04) << code;
  }
}

TEST(People, NobodyMovesFromOrToAbroad) {
  const auto economy = app::study_economy(bundled());
  ASSERT_TRUE(economy);
  const auto people = app::study_people(*economy);
  ASSERT_TRUE(people);
  const auto& moves = people->moves.front();
  const std::size_t abroad = economy->regions();
  EXPECT_EQ(moves(abroad, abroad), 1);
  for (std::size_t n = 0; n < abroad; ++n) EXPECT_EQ(moves(n, abroad) + moves(abroad, n), 0);
  const auto options = app::years_options(*economy, *people, 3);
  const auto years = economy::run_years(economy->base, {}, options);
  ASSERT_TRUE(years);
  EXPECT_TRUE(years->converged);
  EXPECT_EQ(years->people_hat[2][abroad], 1);
  // Guangdong gains and Anhui loses people, though nothing else happens.
  EXPECT_GT(years->people_hat[1][place("440000")], 1.005);
  EXPECT_LT(years->people_hat[1][place("340000")], 0.995);
}

TEST(Skills, MeetTheCensusInEveryProvince) {
  const auto economy = app::study_economy(bundled());
  ASSERT_TRUE(economy && economy->skills);
  const auto people = app::study_people(*economy);
  ASSERT_TRUE(people);
  EXPECT_EQ(people->skills, (std::vector<std::string>{"college", "others"}));
  // Census of 2020: 41,980 of 100,000 in Beijing have been to college, 11.84 % are below 15.
  const std::size_t beijing = place("110000");
  const double share = people->people[0][beijing] / (people->people[0][beijing] + people->people[1][beijing]);
  EXPECT_NEAR(share, 0.4198 / (1 - 0.1184), 1e-4);
  const auto& incomes = economy->base.economy.labour_income;
  ASSERT_EQ(incomes.size(), 2U);
  double skilled = 0;
  double others = 0;
  for (std::size_t j = 0; j < economy->sectors(); ++j) {
    skilled += incomes[0](beijing, j) / 1.8;
    others += incomes[1](beijing, j);
  }
  EXPECT_NEAR(skilled / (skilled + others), share, 1e-10);
  // Together they leave as often as is counted; the skilled less often, since elsewhere there are fewer of them.
  const auto& moves = people->migration->yearly;
  const double skilled_stay = people->moves[0](beijing, beijing);
  EXPECT_NEAR(share * skilled_stay + (1 - share) * people->moves[1](beijing, beijing), moves(beijing, beijing), 1e-15);
  EXPECT_GT(skilled_stay, moves(beijing, beijing));
}

TEST(Skills, WithoutTheKeyThereIsOne) {
  TemporaryFolder folder;
  const auto study = copy_study(folder.path());
  std::string text = read_text(study / "study.toml");
  const auto from = text.find("[accounts.skilled]");
  text.erase(from, text.find("# What is asked of that economy") - from);
  write_text(study / "study.toml", text);
  const auto loaded = must(app::load(study));
  const auto one = app::study_economy(*loaded);
  const auto two = app::study_economy(bundled());
  ASSERT_TRUE(one && two);
  EXPECT_EQ(app::study_people(*one)->skills, std::vector<std::string>{"all"});
  // The accounts are the same; only wages are told apart.
  for (std::size_t n = 0; n < one->places(); ++n) EXPECT_NEAR(two->base.income[n] / one->base.income[n], 1, 1e-12);
}

TEST(Skills, SharesMustBeShares) {
  const TemporaryFolder folder;
  const auto study = copy_study(folder.path());
  replace_in(study / "study.toml", "scale = 0.001", "scale = 0.1");
  const auto loaded = app::load(study);
  ASSERT_EQ(loaded.diagnostics.items().size(), 1U);
  EXPECT_EQ(loaded.diagnostics.items()[0].error.message.key, "pipeline.skilled_share");
  EXPECT_EQ(loaded.diagnostics.items()[0].where.column, 9U);
}

TEST(Skills, ShocksOfSectorsStrikeTheirWorkers) {
  std::map<std::pair<std::string, std::string>, double> wage;
  for (std::size_t r = 0; r < table("economy_shock_skills").rows(); ++r) {
    const std::string shock = column("economy_shock_skills", "shock").texts[r];
    if (column("economy_shock_skills", "region").texts[r] == "310000")
      wage[{shock, column("economy_shock_skills", "workers").texts[r]}] = cell("economy_shock_skills", r, "real_wage");
  }
  EXPECT_GT(wage.at({"ict_coast", "college"}), 3 * wage.at({"ict_coast", "others"})) << "ICT services employ graduates";
  EXPECT_NEAR(wage.at({"trade", "college"}) / wage.at({"trade", "others"}), 1, 0.15) << "all sectors are struck";
}

double total(std::string_view key, std::string_view value) {
  double out = 0;
  for (const double each : column(key, value).numbers) out += each;
  return out;
}

// A fifth of five years' moves and a little more, since who has left cannot leave again.
TEST(PeopleTables, MovesAreThoseOfAYear) {
  EXPECT_NEAR(total("economy_moves", "movers") / (5327.6332 / 5), 1.05, 0.06);
  EXPECT_NEAR(total("economy_moves_sums", "leavers"), total("economy_moves", "movers"), 1e-6);
  EXPECT_NEAR(total("economy_moves_sums", "net_comers"), 0, 1e-6);
  EXPECT_EQ(table("economy_moves").rows(), 31U * 30);
  const auto said = std::ranges::find(china().remarks, "remark.economy_moves_totals", &data::Remark::key);
  ASSERT_NE(said, china().remarks.end());
  const std::vector<TextArg> persons{std::int64_t{2015}, std::int64_t{53276332}, std::int64_t{53276332}};
  EXPECT_EQ(said->args, persons) << "persons, although the population is in tens of thousands";
}

TEST(PeopleTables, SalesAreThoseOfTheAccounts) {
  EXPECT_EQ(table("economy_trade").rows(), 32U * 31);
  double sold = 0;
  double recorded = 0;
  for (std::size_t r = 0; r < table("economy_trade").rows(); ++r) {
    const std::string& from = column("economy_trade", "region").texts[r];
    if (from == "440000" && column("economy_trade", "region_to").texts[r] != "abroad")
      sold += cell("economy_trade", r, "sales");
  }
  for (std::size_t r = 0; r < table("accounts_deficits").rows(); ++r) {
    if (column("accounts_deficits", "region").texts[r] == "440000") recorded = cell("accounts_deficits", r, "outflow");
  }
  EXPECT_NEAR(sold / recorded, 1, 1e-9);
}

TEST(PeopleTables, PeopleSettleSlowerThanCapital) {
  std::map<std::string, double> slowest;
  for (std::size_t r = 0; r < table("economy_half_lives").rows(); ++r) {
    if (cell("economy_half_lives", r, "pattern") == 1)
      slowest[column("economy_half_lives", "what_moves").texts[r]] = cell("economy_half_lives", r, "half_life");
    EXPECT_LT(cell("economy_half_lives", r, "mode_size"), 1);
  }
  EXPECT_EQ(slowest.size(), 3U);
  EXPECT_GT(slowest.at("people"), 5 * slowest.at("capital"));
  EXPECT_GE(slowest.at("both"), slowest.at("people")) << "capital that follows people holds them";
}

TEST(PeopleTables, CertificateIsLocalAndTheSearchComesBack) {
  std::map<std::string, double> figure;
  for (std::size_t r = 0; r < table("economy_certificate").rows(); ++r)
    figure[column("economy_certificate", "certified").texts[r]] = cell("economy_certificate", r, "value");
  EXPECT_GT(figure.at("absolute_radius"), 1) << "with inputs nothing is shown by it";
  EXPECT_LT(figure.at("markets_slowest"), 0);
  EXPECT_LT(figure.at("places_slowest"), 0);
  EXPECT_GT(figure.at("agglomeration_threshold"), 5 * figure.at("agglomeration"));
  EXPECT_EQ(cell("economy_settlements", 0, "beginnings"), 4);
  EXPECT_EQ(cell("economy_settlements", 0, "reached_base"), 4);
}

TEST(PeopleTables, SiphonSeesWhoLosesPeople) {
  std::map<std::string, double> net;
  for (std::size_t r = 0; r < table("economy_siphon").rows(); ++r) {
    net[column("economy_siphon", "region").texts[r]] = cell("economy_siphon", r, "net_outflow");
    EXPECT_GT(cell("economy_siphon", r, "own_share"), 50);
  }
  for (std::size_t r = 0; r < table("economy_moves_sums").rows(); ++r)
    EXPECT_NEAR(net.at(column("economy_moves_sums", "region").texts[r]), -cell("economy_moves_sums", r, "net_rate"),
                1e-9);
}

/// Findings of the bundled study after a change of its files.
struct Changed {
  TemporaryFolder folder;
  std::filesystem::path study = copy_study(folder.path());

  void in(std::string_view file, std::string_view before, std::string_view after) {
    replace_in(study / file, before, after);
  }
  Diagnostic only() const {
    const auto loaded = app::load(study);
    if (loaded.diagnostics.items().size() != 1) throw std::runtime_error("not one finding");
    return loaded.diagnostics.items().front();
  }
  std::string key() const { return std::string(only().error.message.key); }
};

/// The bundled study with flows instead of totals.
void give_flows(Changed& c, std::string_view rows) {
  c.in("study.toml", "migrants_in = \"migrants5y_in\"\nmigrants_out = \"migrants5y_out\"\n", "");
  c.in("study.toml", "outline = \"data/outline.csv\"",
       "outline = \"data/outline.csv\"\nmigration = \"data/moves.csv\"");
  write_text(c.study / "data/moves.csv", "origin,destination,persons\n" + std::string(rows));
}

TEST(People, MoveAsGivenFlowsSay) {
  Changed c;
  give_flows(c, "110000,120000,1000000\n120000,110000,500000\n");
  const auto loaded = must(app::load(c.study));
  const app::Migration m = **app::migration_of(*loaded);
  EXPECT_FALSE(m.from_totals);
  EXPECT_EQ(m.year, 2023);
  const double before = 2186 - 50 + 100;  // ten thousand: residents of Beijing in 2023, less who came, with who left
  EXPECT_NEAR(m.before[0], before, 1e-9);
  EXPECT_NEAR(m.over_the_years(0, 1), 100 / before, 1e-15);
  EXPECT_NEAR(std::pow(m.yearly(0, 0), 5), 1 - 100 / before, 1e-14);
  EXPECT_EQ(m.yearly(2, 2), 1) << "nobody is said to leave";
}

TEST(People, OfFlowsWithStayersAreThoseOfTheTable) {
  std::string rows = "110000,110000,9000000\n110000,120000,1000000\n";
  for (const auto& region : bundled().regions.rows) {
    if (region.code != "110000") rows += region.code + "," + region.code + ",5000000\n";
  }
  Changed c;
  give_flows(c, rows);
  const app::Migration m = **app::migration_of(*must(app::load(c.study)));
  EXPECT_NEAR(m.over_the_years(0, 1), 0.1, 1e-15);
  EXPECT_NEAR(m.before[1], 500, 1e-12);
}

TEST(People, MistakesAreFoundAtTheirPlace) {
  {
    Changed c;
    give_flows(c, "110000,120000,-5\n");
    EXPECT_EQ(c.only().where.file, "data/moves.csv");
    EXPECT_EQ(c.only().where.line, 2U);
  }
  {
    Changed c;
    give_flows(c, "540000,510000,99000000\n");
    EXPECT_EQ(c.key(), "pipeline.migration.left") << "more than there are";
  }
  {
    Changed c;
    c.in("study.toml", "migrants_in = \"migrants5y_in\"", "migrants_in = \"migrants5y_inn\"");
    const Diagnostic found = c.only();
    EXPECT_EQ(found.error.message.key, "pipeline.migration.series");
    EXPECT_GT(found.where.line, 300U);
    EXPECT_EQ(found.where.column, 15U) << "the value of the key";
  }
  {
    Changed c;
    c.in("data/migration_5y.csv", "440000,2015,migrants5y_out,2585292,\"persons\"\n", "");
    EXPECT_EQ(c.key(), "pipeline.migration.no_year");
    EXPECT_EQ(c.only().error.message.args.size(), 3U);
  }
  {
    Changed c;
    c.in("study.toml", "migrants_out = \"migrants5y_out\"", "migrants_out = \"gdp\"");
    EXPECT_EQ(c.key(), "pipeline.migration.unit");
  }
  {
    Changed c;
    c.in("data/migration_5y.csv", "440000,2015,migrants5y_in,10691616", "440000,2015,migrants5y_in,-10691616");
    EXPECT_EQ(c.key(), "pipeline.migration.negative");
  }
  {
    Changed c;
    c.in("data/migration_5y.csv", "540000,2015,migrants5y_in,99745", "540000,2015,migrants5y_in,9974500");
    EXPECT_EQ(c.key(), "pipeline.migration.left") << "more came to Tibet than live there";
  }
  {
    Changed c;
    c.in("data/migration_5y.csv", "440000,2015,migrants5y_in,10691616", "440000,2015,migrants5y_in,50691616");
    EXPECT_EQ(c.key(), "pipeline.migration.totals");
  }
}

}  // namespace
}  // namespace tidu::tests
