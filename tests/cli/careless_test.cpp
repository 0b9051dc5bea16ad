// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <algorithm>

#include "tests/cli/process.h"

namespace tidu::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// A mistake of meaning as somebody makes it in an editor, and a word of the answer.
struct Mistake {
  std::string_view right;
  std::string_view wrong;
  std::string_view answer;
};

constexpr Mistake kMistakes[] = {
    {"last_year = 2023", "last_year = \"2023\"", "last_year"},
    {"seed = 20240601", "seed = -1", "-1"},
    {"adoption_panels = [\"computers\", \"ecommerce_firms\", \"websites\"]",
     "adoption_panels = [\"computer\", \"ecommerce_firms\", \"websites\"]", "computers"},
    {"published_index = ", "published_idex = ", "published_index"},
    {"facts = \"data/national_facts.csv\"", "facts = \"../national_facts.csv\"", "../national_facts.csv"},
    {"weights = \"entropy\"", "weights = \"entrophy\"", "entropy"},
    {"[measure]\n", "[measure]\npermutations = 99.5\n", "permutations"},
    {"# Variables: scale", "tier_uper = 1\n# Variables: scale", "tier_upper"},
    {"id = \"labourers\"\n", "id = \"the labourers\"\n", "the labourers"},
    {"scale = 10000\n", "scale = -10000\n", "-10000"},
    {"fill = \"nearest\"      # Inner", "fill = \"nearst\"      # Inner", "nearest"},
    {"id = \"objects\"\n", "id = \"means\"\n", "means"},
    {"numerators = [\"emp_units_ict\"]", "numerators = \"emp_units_ict\"", "numerators"},
    {"direction = \"negative\"", "direction = \"down\"", "positive"},
    {"\"technology_market\", \"ecommerce_share\"", "\"technology_markets\", \"ecommerce_share\"", "technology_market"},
    {"indicators = [\"ports\", \"optical_cable\"]", "indicators = [\"ports\", \"ports\"]", "ports"},
    {"tier = \"core\"", "tier = \"cor\"", "core"},
    {"levers = { talent = 1.0, demonstration = 1.0, governance = 1.0 }",
     "levers = { talent = 2.0, demonstration = 1.0, governance = 1.0 }", "talent"},
    {"solutions = 1.0", "solution = 1.0", "solutions"},
    {"includes = [\"core\", ", "includes = [\"cores\", ", "core"},
};

TEST(Careless, TwentyMistakesGiveTwentyLocatedErrorsAtOnce) {
  ASSERT_EQ(std::size(kMistakes), 20U);
  const TemporaryFolder folder;
  const fs::path study = copy_study(folder.path());
  for (const Mistake& mistake : kMistakes) replace_in(study / "study.toml", mistake.right, mistake.wrong);
  const std::string source = read_text(study / "study.toml");
  const Ended ended = tidu(folder.path(), {"check", "study", "--json"});
  EXPECT_EQ(ended.code, 3);
  const json findings = json::parse(ended.out).at("diagnostics");
  const auto errors = std::count_if(findings.begin(), findings.end(),
                                    [](const json& finding) { return finding.at("severity") == "error"; });
  for (const Mistake& mistake : kMistakes) {
    const std::size_t at = source.rfind(mistake.wrong);
    ASSERT_NE(at, std::string::npos) << mistake.wrong;
    const auto line =
        static_cast<std::size_t>(std::count(source.begin(), source.begin() + static_cast<std::ptrdiff_t>(at), '\n')) +
        1;
    const std::size_t last =
        line + static_cast<std::size_t>(std::count(mistake.wrong.begin(), mistake.wrong.end(), '\n'));
    const bool found = std::any_of(findings.begin(), findings.end(), [&](const json& finding) {
      const auto where = finding.at("line").get<std::size_t>();
      const std::string said = finding.at("message").get<std::string>() + finding.value("hint", "");
      return where >= line && where <= last && finding.at("column").get<std::size_t>() >= 1 &&
             said.find(mistake.answer) != std::string::npos;
    });
    EXPECT_TRUE(found) << mistake.wrong << "\n" << findings.dump(1);
  }
  EXPECT_EQ(errors, 20) << findings.dump(1);
}

TEST(Careless, MissingFilesOfTheDataAreAllNamedWhereTheStudyNamesThem) {
  const TemporaryFolder folder;
  const fs::path study = copy_study(folder.path());
  replace_in(study / "study.toml", "data/borders.csv", "data/border.csv");
  replace_in(study / "study.toml", "data/national_facts.csv", "data/facts.csv");
  const Ended ended = tidu(folder.path(), {"check", "study"});
  EXPECT_NE(ended.code, 0);
  EXPECT_NE(ended.err.find("data/border.csv"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("data/facts.csv"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("study.toml:"), std::string::npos) << ended.err;
}

/// Exit code and talk of a study with one change in one file of its data.
Ended with_data(std::string_view file, std::string_view right, std::string_view wrong) {
  const TemporaryFolder folder;
  const fs::path study = quick_study(folder.path());
  replace_in(study / "data" / file, right, wrong);
  return tidu(folder.path(), {"run", "study", "--quiet"});
}

TEST(Careless, AMissingCellIsNamedWithItsRemedy) {
  const Ended ended = with_data("panel.csv", "110000,2015,gdp,26034.1\n", "");
  EXPECT_EQ(ended.code, 3) << ended.err;
  for (const char* word : {"gdp", "110000", "2015", "fill"})
    EXPECT_NE(ended.err.find(word), std::string::npos) << ended.err;
}

TEST(Careless, NumbersAndYearsAsOfficesWriteThemAreRead) {
  const std::string right =
      "110000,2015,gdp,26034.1\n110000,2016,gdp,28438.7\n110000,2017,gdp,31325.9\n"
      "110000,2018,gdp,35161.4\n110000,2019,gdp,37767\n";
  const std::string otherwise =
      "110000,2015,gdp,26 034.1\n110000,2016,gdp,\"28,438.7\"\n110000,2017年,gdp,31325.9\n"
      "北京市,２０１８,地区生产总值,３５１６１.4\nBeijing,2019,gdp,37767\n";
  const TemporaryFolder folder;
  const fs::path study = quick_study(folder.path());
  const auto gaps = [&] { return tidu(folder.path(), {"measure", "study", "--table", "gaps_output"}); };
  const Ended as_it_is = gaps();
  replace_in(study / "data/panel.csv", right, otherwise);
  const Ended ended_otherwise = gaps();
  EXPECT_EQ(ended_otherwise.code, 0) << ended_otherwise.err;
  EXPECT_EQ(ended_otherwise.out, as_it_is.out);
  const Ended ended = with_data("panel.csv", "110000,2015,gdp,26034.1", "110000,2015,gdp,26 03 4.1");
  EXPECT_EQ(ended.code, 4);
  EXPECT_NE(ended.err.find("26 03 4.1"), std::string::npos) << ended.err;
}

TEST(Careless, BytesOfTwoEncodingsAreLocated) {
  const Ended ended = with_data("regions.csv", "北京", "\xB1\xB1\xBE\xA9");  // GBK in a file of UTF-8
  EXPECT_EQ(ended.code, 4);
  EXPECT_NE(ended.err.find("data/regions.csv:2:8"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("UTF-8"), std::string::npos) << ended.err;
}

TEST(Careless, PopulationThatLacksOrIsZeroIsNoResult) {
  Ended ended = with_data("panel.csv", "110000,2023,population,", "110000,2023,population,0\n110000,1999,population,");
  EXPECT_EQ(ended.code, 3) << ended.err;
  ended = with_data("panel.csv", "110000,2023,population,", "110000,1999,population,");
  EXPECT_EQ(ended.code, 3) << ended.err;
}

TEST(Careless, AnAdoptionPanelMustBeInPercent) {
  const Ended ended =
      with_data("panel.csv", "110000,2015,ecommerce_firms_share,17.1", "110000,2015,ecommerce_firms_share,117.1");
  EXPECT_EQ(ended.code, 3) << ended.err;
  for (const char* word : {"ecommerce_firms", "110000", "2015", "117.1", "study.toml:"})
    EXPECT_NE(ended.err.find(word), std::string::npos) << ended.err;
}

TEST(Careless, SyntaxIsReportedOnceAndAlone) {
  const TemporaryFolder folder;
  const fs::path study = copy_study(folder.path());
  replace_in(study / "study.toml", "[measure]", "[measure");
  replace_in(study / "study.toml", "tier = \"core\"", "tier = \"cor\"");
  const Ended ended = tidu(folder.path(), {"check", "study", "--json"});
  EXPECT_EQ(ended.code, 3);
  const json findings = json::parse(ended.out).at("diagnostics");
  ASSERT_EQ(findings.size(), 1U) << findings.dump(1);
}

}  // namespace
}  // namespace tidu::tests
