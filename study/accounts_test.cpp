// SPDX-License-Identifier: Apache-2.0
// The section [accounts] of a study file.
#include <gtest/gtest.h>

#include "study/support_test.h"

namespace tidu::study {
namespace {

using testing::Keys;
using testing::keys_of;
using testing::kSector;
using testing::kSmall;
using testing::with;

/// A small study with accounts and the files that they need.
std::string accounts(const std::string& rest, bool files = true) {
  std::string text = with("[accounts]\nproduct = \"s\"\n" + rest);
  if (files) text.insert(text.find("[data]\n") + 7, "input_output = \"io.csv\"\nsector_margins = \"m.csv\"\n");
  return text;
}

TEST(AccountsSection, NamesSeriesAndSectors) {
  const std::string sector = "[[accounts.sector]]\nid = \"a\"\nname = \"A\"\nseries = [\"s\"]\n";
  const auto outcome = parse_study(accounts("interregional = \"flows.csv\"\n" + sector), "study.toml");
  ASSERT_TRUE(outcome.ok());
  const AccountsSection& section = *outcome.value->accounts;
  EXPECT_EQ(section.product, "s");
  EXPECT_EQ(section.interregional, "flows.csv");
  EXPECT_TRUE(outcome.value->files.where.contains("flows.csv")) << "where a file that is not there is named";
  EXPECT_EQ(section.sectors.at(0).id, "a");
  EXPECT_FALSE(parse_study(kSmall, "study.toml").value->accounts.has_value());
  const auto moves = parse_study(accounts("migrants_in = \"came\"\nmigrants_out = \"left\"\n" + sector), "study.toml");
  EXPECT_EQ(moves.value->accounts->migrants_in, "came");
  EXPECT_EQ(moves.value->accounts->migrants_out, "left");
  const std::string of_agents = "[agents]\ncount = 9\nregions = \"s\"\n" + std::string(kSector);
  EXPECT_EQ(parse_study(accounts(of_agents), "study.toml").value->accounts->sectors.size(), 1U);
}

TEST(AccountsSection, EveryMistakeIsFound) {
  const std::string sector = "[[accounts.sector]]\nid = \"a\"\nname = \"A\"\nseries = [\"s\"]\n";
  EXPECT_EQ(keys_of(accounts(sector)), Keys{});
  EXPECT_EQ(keys_of(accounts("")), Keys{"study.accounts.sectors"});
  EXPECT_EQ(keys_of(accounts(sector, false)), Keys{"study.accounts.files"});
  EXPECT_EQ(keys_of(accounts("gdp = \"s\"\n" + sector)), Keys{"study.unknown_key"});
  EXPECT_EQ(keys_of(accounts(sector + sector)), Keys{"study.duplicate_id"});
  EXPECT_EQ(keys_of(accounts(sector + "[[accounts.sector]]\nid = \"b\"\nname = \"B\"\nseries = [\"s\", \"t\"]\n")),
            Keys{"study.agents.overlap"});
  EXPECT_EQ(keys_of(accounts("migrants_in = \"came\"\n" + sector)), Keys{"study.accounts.migrants"});
  const std::string totals = accounts("migrants_in = \"came\"\nmigrants_out = \"left\"\n" + sector);
  EXPECT_EQ(keys_of(totals), Keys{});
  std::string twice = totals;
  twice.insert(twice.find("[data]\n") + 7, "migration = \"moves.csv\"\n");
  EXPECT_EQ(keys_of(twice), Keys{"study.accounts.migration"});
  EXPECT_EQ(keys_of("accounts = 5\n" + std::string(kSmall)), Keys{"study.wrong_type"});
}

TEST(AccountsSection, TellsSkilledWorkersApart) {
  const std::string sectors = "[[accounts.sector]]\nid = \"a\"\nname = \"A\"\nseries = [\"s\"]\n";
  const auto skilled = [&](std::string_view share, std::string_view intensity) {
    return accounts("[accounts.skilled]\nid = \"college\"\nname = \"C\"\nshare = \"" + std::string(share) + "\"\n" +
                    std::string(intensity) + "\n" + sectors);
  };
  const auto outcome = parse_study(skilled("x", "intensity = { a = 0.3 }"), "study.toml");
  ASSERT_TRUE(outcome.ok());
  const SkilledSection& section = *outcome.value->accounts->skilled;
  EXPECT_EQ(section.intensity, std::vector<double>{0.3});
  EXPECT_EQ(section.source, "assumption");
  EXPECT_EQ(keys_of(skilled("y", "intensity = { a = 0.3 }")), Keys{"study.unknown_variable"});
  EXPECT_EQ(keys_of(skilled("x", "")), Keys{"study.missing_key"});
  EXPECT_EQ(keys_of(skilled("x", "intensity = 0.3")), Keys{"study.wrong_type"});
  EXPECT_EQ(keys_of(skilled("x", "intensity = { a = 30 }")), Keys{"study.skilled.share"});
  EXPECT_EQ(keys_of(skilled("x", "intensity = { a = 0.3, b = 0.2 }")), Keys{"study.unknown_key"});
  EXPECT_EQ(keys_of(skilled("x", "intensity = {}")), Keys{"study.skilled.sector"});
  EXPECT_EQ(keys_of(accounts("skilled = 5\n" + sectors)), Keys{"study.wrong_type"});
  std::string same = skilled("x", "intensity = { a = 0.3 }");
  same.replace(same.find("\"college\""), 9, "\"others\"");
  EXPECT_EQ(keys_of(same), Keys{"study.skilled.others"});
}

}  // namespace
}  // namespace tidu::study
