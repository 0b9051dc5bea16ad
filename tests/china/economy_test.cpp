// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>

#include "study/catalogue.h"
#include "study/registry.h"
#include "tests/china/run_study.h"
#include "tests/cli/process.h"

namespace tidu::tests {
namespace {

using Place = std::pair<std::string, std::string>;  // shock or closure, region

std::map<Place, double> by_place(std::string_view key, std::string_view first, std::string_view value,
                                 std::string_view closure = {}) {
  std::map<Place, double> out;
  for (std::size_t r = 0; r < table(key).rows(); ++r) {
    if (!closure.empty() && column(key, "closure").texts[r] != closure) continue;
    out[{column(key, first).texts[r], column(key, "region").texts[r]}] = cell(key, r, value);
  }
  return out;
}

TEST(Economy, ShocksStrikeWhomTheyNameAndReachTheOthers) {
  const auto own = by_place("economy_shocks", "shock", "own_effect");
  const auto income = by_place("economy_shocks", "shock", "real_income");
  EXPECT_EQ(own.size(), 4U * 33) << "four shocks; provinces, nation, abroad";
  EXPECT_EQ(own.at({"west_all", "110000"}), 0);
  EXPECT_GT(income.at({"west_all", "110000"}), 0) << "cheaper inputs from the west";
  EXPECT_GT(own.at({"west_all", "520000"}), 0.5) << "of 1 % more productivity";
  EXPECT_LT(own.at({"west_all", "520000"}), 1);
  EXPECT_LT(income.at({"northeast_leaves", "220000"}), 0);
  EXPECT_GT(income.at({"trade", "ALL"}), 5) << "inputs cross borders more than once";
}

TEST(Economy, ClosuresMoveTheResult) {
  const auto income = by_place("economy_shocks", "shock", "real_income");
  const auto of_nation = by_place("economy_closures", "shock", "real_income", "share_of_nation");
  for (const auto& [place, value] : of_nation) EXPECT_EQ(value, income.at(place)) << "the default rule";
  const auto balanced = by_place("economy_closures", "shock", "real_income", "balanced");
  EXPECT_GT(balanced.at({"west_all", "ALL"}), 1.1 * of_nation.at({"west_all", "ALL"}))
      << "transfers to the west share its gain with those who pay them";
  const auto per_head = by_place("economy_closures", "shock", "real_income", "per_head");
  EXPECT_LT(per_head.at({"northeast_leaves", "ALL"}), of_nation.at({"northeast_leaves", "ALL"}))
      << "transfers leave with the people";
}

// Ningxia uses almost twice what it makes: what others make and pay matters more to it.
TEST(Economy, OwnProductivityIsWorthMoreThanThatOfOthersButInNingxia) {
  for (std::size_t r = 0; r < table("economy_spillover_sums").rows(); ++r) {
    const double own = cell("economy_spillover_sums", r, "own_elasticity");
    EXPECT_GT(own, 0.3);
    EXPECT_LT(own, 1.1);
    EXPECT_EQ(cell("economy_spillover_sums", r, "received_elasticity") > own,
              column("economy_spillover_sums", "region").texts[r] == "640000");
  }
}

// One per cent is small: the derivative is within the curvature of it, a hundredth of the largest elasticity.
TEST(Economy, FirstOrderIsWithinTheCurvatureOfTheFullSolve) {
  double largest = 0;
  for (std::size_t r = 0; r < table("economy_spillovers").rows(); ++r) {
    const double full = cell("economy_spillovers", r, "income_elasticity");
    const double gap = cell("economy_spillovers", r, "first_order_elasticity") - full;
    EXPECT_LT(std::fabs(gap), 0.02 * std::max(std::fabs(full), 0.05));
    largest = std::max(largest, std::fabs(gap));
  }
  EXPECT_GT(largest, 1e-6) << "the two are worked out apart";
}

// The card says what the economy is, so another economy has another card.
TEST(Economy, ItsCardSaysWhatItAssumes) {
  const auto setting = [](const data::ResultSet& results, std::string_view part) {
    const data::Table& card = *results.find("economy_model");
    const auto& parts = card.find("part")->texts;
    const auto r = static_cast<std::size_t>(std::find(parts.begin(), parts.end(), part) - parts.begin());
    return std::pair(card.find("setting")->texts.at(r), card.find("setting_value")->numbers.at(r));
  };
  EXPECT_EQ(setting(china(), "deficits"), std::pair(std::string("share_of_nation"), 1.0));
  EXPECT_EQ(setting(china(), "flows"), std::pair(std::string("flows_balanced"), 0.5));
  EXPECT_EQ(setting(china(), "trade").second, 4);
  EXPECT_EQ(setting(china(), "movement"), std::pair(std::string("moves_totals"), 2015.0));
  EXPECT_EQ(setting(china(), "expectations").first, "today");
  EXPECT_EQ(setting(china(), "taste").second, 1.88);
  EXPECT_EQ(setting(china(), "inertia").first, "all_reconsider");
  EXPECT_EQ(setting(china(), "baseline_first_year").second, 2016);
  EXPECT_EQ(setting(china(), "baseline_until").second, 2035);
  EXPECT_EQ(setting(china(), "baseline_shocks").first, "years_good_and_bad");
  EXPECT_EQ(setting(china(), "baseline_persistence").first, "years_last");
  EXPECT_EQ(setting(china(), "sorting"), std::pair(std::string("movers_sorted"), 0.5));
  const TemporaryFolder folder;
  const auto study = copy_study(folder.path());
  std::ofstream(study / "study.toml", std::ios::app)
      << "\n[economy]\nclosure = \"per_head\"\ndeficits_kept = 0.5\nrecorded_weight = 0.25\ntrade_elasticity = 5\n"
         "expectations = \"for_ever\"\nreconsider = 0.5\nagglomeration = 0\n";
  const auto other = must(app::measure(*must(app::load(study)), serial_executor()));
  EXPECT_EQ(setting(other, "deficits"), std::pair(std::string("per_head"), 0.5));
  EXPECT_EQ(setting(other, "flows").second, 0.25);
  EXPECT_EQ(setting(other, "trade").second, 5);
  EXPECT_EQ(setting(other, "expectations").first, "for_ever");
  EXPECT_EQ(setting(other, "inertia"), std::pair(std::string("some_reconsider"), 0.5));
  EXPECT_EQ(setting(other, "agglomeration").first, "density_off");
}

// A reader of the card sees what else could be chosen, and where each choice is explained.
TEST(Economy, ItsCardSaysWhatElseThereIs) {
  const data::Table& card = table("economy_model");
  for (std::size_t r = 0; r < card.rows(); ++r) {
    const std::string& part = card.find("part")->texts[r];
    for (const auto language : {study::Language::en, study::Language::zh}) {
      const auto& texts = study::Catalogue::instance().all(language);
      EXPECT_TRUE(texts.contains("word.part." + part)) << part;
      EXPECT_TRUE(texts.contains("word.setting." + card.find("setting")->texts[r])) << part;
      EXPECT_TRUE(texts.contains("word.alternatives." + card.find("alternatives")->texts[r])) << part;
    }
    const std::string& where = card.find("explained_in")->texts[r];
    const auto at = where.find("docs/");
    ASSERT_NE(at, std::string::npos) << part;
    const std::string page = where.substr(at, where.find(".md") + 3 - at);
    EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(TIDU_SOURCE_DIR) / page)) << where;
    if (!where.starts_with("economy.") && !where.starts_with("baseline.")) continue;
    EXPECT_NE(study::find_option(where.substr(0, where.find(' '))), nullptr) << where;
  }
}

TEST(Economy, ShocksNameRegionsThatAreThere) {
  const TemporaryFolder folder;
  const auto study = copy_study(folder.path());
  replace_in(study / "study.toml", "[\"210000\", \"220000\", \"230000\"]", "[\"210000\", \"220001\"]");
  const auto loaded = app::load(study);
  ASSERT_EQ(loaded.diagnostics.items().size(), 1U);
  EXPECT_EQ(loaded.diagnostics.items()[0].error.message.key, "pipeline.shock_region");
  EXPECT_GT(loaded.diagnostics.items()[0].where.line, 400);
}

// Almost nobody works in places that pay for the deficits of others: told for both shocks, where they stand, with the
// regions' codes.
TEST(Economy, ShocksThatCannotCloseAreToldWhereTheyStand) {
  const TemporaryFolder folder;
  const auto study = copy_study(folder.path());
  replace_in(study / "study.toml", "labour = -0.05", "labour = -0.9999999");
  replace_in(study / "study.toml", "trade_cost = -0.05", "labour = -0.9999999\nregions = [\"320000\", \"440000\"]");
  const auto loaded = must(app::load(study));
  const auto measured = app::measure(*loaded, serial_executor());
  EXPECT_FALSE(measured.value.has_value());
  const auto& items = measured.diagnostics.items();
  ASSERT_EQ(items.size(), 2U);
  const std::string codes[] = {"440000", "210000"};
  for (std::size_t k = 0; k < 2; ++k) {
    EXPECT_EQ(items[k].error.message.key, "economy.closure_income");
    EXPECT_EQ(std::get<std::string>(items[k].error.message.args[0]), codes[k]);
    EXPECT_TRUE(items[k].where.file.ends_with("study.toml"));
  }
  EXPECT_EQ(items[1].where.line, items[0].where.line + 6);
}

// Balanced trade closes where Guangdong, almost without people, could not pay for the deficits of others any more.
TEST(Economy, AClosureThatCannotCloseIsLeftOutAndSaysSo) {
  const TemporaryFolder folder;
  const auto study = copy_study(folder.path());
  replace_in(study / "study.toml", "trade_cost = -0.05", "labour = -0.9999\nregions = [\"440000\"]");
  std::ofstream(study / "study.toml", std::ios::app) << "\n[economy]\ndeficits_kept = 0\n";
  const auto measured = must(app::measure(*must(app::load(study)), serial_executor()));
  const auto says = [](const data::Remark& remark) { return remark.key == "remark.closure_fails"; };
  const auto found = std::find_if(measured.remarks.begin(), measured.remarks.end(), says);
  ASSERT_NE(found, measured.remarks.end());
  const auto closure = std::get<std::string>(found->args[1]);
  EXPECT_EQ(closure, "share_of_nation");
  EXPECT_EQ(std::get<std::string>(found->args[2]), "440000");
  const data::Table& closures = *measured.find("economy_closures");
  for (std::size_t r = 0; r < closures.rows(); ++r)
    EXPECT_FALSE(closures.find("shock")->texts[r] == "trade" && closures.find("closure")->texts[r] == closure);
}

}  // namespace
}  // namespace tidu::tests
