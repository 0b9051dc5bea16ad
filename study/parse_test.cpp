// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "study/keys.h"
#include "study/registry.h"
#include "study/schema.h"
#include "study/study.h"
#include "study/support_test.h"

namespace tidu::study {
namespace {

using testing::Keys;
using testing::keys_of;
using testing::kSector;
using testing::kSmall;
using testing::with;

TEST(ParseStudy, ReadsNamesInOneOrBothLanguages) {
  const auto outcome = parse_study(kSmall, "study.toml");
  ASSERT_TRUE(outcome.ok());
  const Study& study = *outcome.value;
  EXPECT_EQ(study.title, (Name{"Small", "Small"}));
  EXPECT_EQ(study.variables[0].name, (Name{"X", "某"}));
  EXPECT_EQ(study.indices[0].name, (Name{"人工智能", "人工智能"}));
  EXPECT_EQ(study.variables[0].scale, 1);
  EXPECT_EQ(study.variables[0].fill, Fill::none);
}

TEST(ParseStudy, ValuesFixAndRangesVary) {
  const auto outcome = parse_study(
      with("[diffusion]\noutside = 0.5\nmarket = { low = 0.6, high = 0.7 }\nnational = { value = 0.6 }"), "s");
  ASSERT_TRUE(outcome.ok());
  const auto used = [&](std::string_view key) { return used_option(*outcome.value, *find_option(key)); };
  EXPECT_EQ(used("diffusion.outside").value, 0.5);
  EXPECT_EQ(used("diffusion.outside").range.low, 0.5);
  EXPECT_EQ(used("diffusion.outside").range.high, 0.5);
  EXPECT_EQ(used("diffusion.market").range.low, 0.6);
  EXPECT_EQ(used("diffusion.national").value, 0.6);
  EXPECT_EQ(used("diffusion.national").range.high, find_option("diffusion.national")->high);
  EXPECT_EQ(used("diffusion.pulse").value, find_option("diffusion.pulse")->default_value)
      << "what is not set has its default";
}

TEST(ParseStudy, EachMistakeOfMeaning) {
  EXPECT_EQ(keys_of(""),
            (Keys{"study.missing_section", "study.missing_section", "study.missing_key", "study.missing_key"}));
  EXPECT_EQ(keys_of(with("[diffusion]\nmarket = 2.0")), Keys{"study.out_of_range"});
  EXPECT_EQ(keys_of(with("[diffusion]\nmarket = \"all\"")), Keys{"study.wrong_type"});
  EXPECT_EQ(keys_of(with("[diffusion]\nmarket = { low = 0.9, high = 0.7 }")), Keys{"study.range_order"});
  EXPECT_EQ(keys_of(with("[simulate]\ndraws = 10.5")), Keys{"study.wrong_type"});
  EXPECT_EQ(keys_of(with("[report]\nmap = \"globe\"")), Keys{"study.unknown_choice"});
  EXPECT_EQ(keys_of(with("[analysis]\ngrowth_sectors = [\"a\"]")), Keys{"study.growth_missing"});
  EXPECT_EQ(keys_of(with("[difusion]\nmarket = 0.5")), Keys{"study.unknown_key"});
  EXPECT_EQ(keys_of(with("[[scenario]]\nid = \"baseline\"\nname = \"B\"")), Keys{"study.baseline_reserved"});
  EXPECT_EQ(keys_of(with("[[scenario]]\nid = \"a\"\nname = \"A\"\nincludes = [\"b\"]\n[[scenario]]\nid = \"b\"\nname = "
                         "\"B\"\nincludes = [\"a\"]")),
            (Keys{"study.include_circle", "study.include_circle"}));
  EXPECT_EQ(keys_of(with("[[scenario]]\nid = \"a\"\nname = \"A\"\nlevers = { magic = 1.0 }")),
            Keys{"study.unknown_lever"});
  EXPECT_EQ(keys_of(with("[[scenario]]\nid = \"a\"\nname = \"A\"\nlevers = { training = 1.5 }")),
            Keys{"study.lever_strength"});
  EXPECT_EQ(keys_of(with("[[scenario]]\nid = \"a\"\nname = \"A\"\nsectors = [\"it\"]")), Keys{"study.no_sectors"});
  EXPECT_EQ(keys_of(with("[[scenario]]\nid = \"a\"\nname = \"A\"\nsectors = \"it\"")), Keys{"study.wrong_type"});
  EXPECT_EQ(keys_of(with("[x-notes]\nanything = 1")), Keys{}) << "notes of the user";
}

std::string with_index(std::string_view body) {
  const std::string_view small = kSmall;
  std::string out(small.substr(0, small.find("[[index]]")));
  for (const char c : {'y', 'z', 'u'})
    out += std::string("[[variable]]\nid = \"") + c + "\"\nname = \"V\"\nunit = \"1\"\nnumerators = [\"s\"]\n";
  return out + "[[index]]\nid = \"ai\"\nname = \"I\"\n" + std::string(body);
}

constexpr std::string_view kDeep = R"(aggregation = "geometric"
judgements = [[1, "1/3"], [3, 1]]
[[index.pillar]]
id = "a"
name = "A"
[[index.pillar.pillar]]
id = "b"
name = "B"
weight = 2
indicators = [{ variable = "x", direction = "middle", optimum = 3 }]
[[index.pillar.pillar]]
id = "c"
name = "C"
weight = 1
indicators = ["y", { variable = "z", direction = "interval", low = 1, high = 2 }]
[[index.pillar]]
id = "d"
name = "D"
indicators = [{ variable = "u", direction = "negative", goal_low = 0, goal_high = 9 }]
)";

constexpr std::string_view kSeries = R"([study]
id = "s"
title = "S"
first_year = 2023
last_year = 2026
seed = 1
adoption_series = ["use", "any use"]
adoption_breaks = { use = [2025] }

[data]
series = { file = "data/s.csv", only = "USA", wording = "asked", decimal = "," }
)";

TEST(ParseStudy, OneDatedSeriesNeedsNoRegions) {
  const auto outcome = parse_study(kSeries, "study.toml");
  ASSERT_TRUE(outcome.ok());
  EXPECT_TRUE(outcome.value->of_series());
  EXPECT_EQ(outcome.value->files.series->only, "USA");
  EXPECT_EQ(outcome.value->files.series->wording, "asked");
  EXPECT_EQ(outcome.value->files.series->decimal, ",");
  EXPECT_FALSE(parse_study(kSmall, "study.toml").value->of_series());
}

TEST(ParseStudy, EachMistakeOfADatedSeries) {
  const auto changed = [](std::string_view from, std::string_view to) {
    std::string study(kSeries);
    return keys_of(study.replace(study.find(from), from.size(), to));
  };
  EXPECT_EQ(changed("[data]", "[data]\npanels = [\"p.csv\"]"), (Keys{"study.series_and_panels"}));
  EXPECT_EQ(changed("adoption_series = [\"use\", \"any use\"]\nadoption_breaks = { use = [2025] }", ""),
            (Keys{"study.missing_key"}));
  EXPECT_EQ(changed("{ use =", "{ uses ="), (Keys{"study.unknown_variable"}));
  EXPECT_EQ(changed("only =", "onyl ="), (Keys{"study.unknown_key"}));
  EXPECT_EQ(changed("{ file = \"data/s.csv\", only = \"USA\", wording = \"asked\", decimal = \",\" }", "3"),
            (Keys{"study.wrong_type"}));
}

TEST(ParseStudy, TreesOfAnyDepth) {
  const auto outcome = parse_study(with_index(kDeep), "study.toml");
  ASSERT_TRUE(outcome.ok());
  const IndexTree& tree = outcome.value->indices[0];
  EXPECT_EQ(tree.node.aggregation, measure::Aggregation::geometric);
  EXPECT_EQ(tree.node.judgements, (std::vector<double>{1, 1. / 3, 3, 1}));
  ASSERT_EQ(tree.pillars.size(), 2U);
  ASSERT_EQ(tree.pillars[0].pillars.size(), 2U);
  EXPECT_EQ(tree.pillars[0].pillars[0].weight, 2);
  EXPECT_EQ(tree.pillars[0].pillars[0].indicators[0].rule.optimum, 3);
  EXPECT_EQ(tree.pillars[0].pillars[1].indicators[1].rule.direction, measure::Direction::interval);
  EXPECT_EQ(tree.pillars[1].indicators[0].rule.goal_high, 9);
}

// The mistakes of an index with one pillar, and the line on which each stands, counted from the pillar's.
std::vector<std::pair<std::string, std::size_t>> mistakes(std::string_view pillar, std::string_view head = "") {
  const std::string start = with_index(std::string(head) + "[[index.pillar]]\nid = \"a\"\nname = \"A\"\n");
  const auto outcome = parse_study(start + std::string(pillar) + "\n", "study.toml");
  std::vector<std::pair<std::string, std::size_t>> out;
  const auto before = static_cast<std::size_t>(std::count(start.begin(), start.end(), '\n'));
  for (const auto& item : outcome.diagnostics.items())
    out.emplace_back(item.error.message.key, item.where.line > before ? item.where.line - before : 0);
  return out;
}

TEST(ParseStudy, EachMistakeOfATree) {
  using Found = std::vector<std::pair<std::string, std::size_t>>;
  EXPECT_EQ(mistakes(R"(indicators = [{ variable = "x", direction = "middle" }])"), (Found{{"study.mark_missing", 1}}));
  EXPECT_EQ(mistakes(R"(indicators = [{ variable = "x", direction = "interval", low = 2, high = 1 }])"),
            (Found{{"study.marks_order", 1}}));
  EXPECT_EQ(mistakes(R"(indicators = [{ variable = "x", optimum = 2 }])"), (Found{{"study.mark_unused", 1}}));
  EXPECT_EQ(mistakes(R"(indicators = [{ variable = "x", goal_low = 2 }])"), (Found{{"study.mark_missing", 1}}));
  EXPECT_EQ(mistakes(R"(indicators = [{ variable = "x", goal_low = 2, goal_high = 2 }])"),
            (Found{{"study.marks_order", 1}}));
  EXPECT_EQ(mistakes(R"(indicators = [{ variable = "x", weight = -1 }])"), (Found{{"study.weight", 1}}));
  EXPECT_EQ(mistakes("indicators = [{ variable = \"x\", weight = 1 },\n\"y\"]"), (Found{{"study.weight_missing", 2}}));
  EXPECT_EQ(mistakes("indicators = [{ variable = \"x\", weight = 0 }]"), (Found{{"study.weights_zero", 0}}));
  EXPECT_EQ(mistakes("indicators = [{ variable = \"x\", weight = 1 }]\njudgements = [[1]]"),
            (Found{{"study.weights_and_judgements", 2}}));
  EXPECT_EQ(mistakes("indicators = [\"x\", \"y\"]\njudgements = [[1, 2]]"), (Found{{"study.judgements_shape", 2}}));
  EXPECT_EQ(mistakes("indicators = [\"x\", \"y\"]\njudgements = [[1, 2], [2, 1]]"),
            (Found{{"measure.ahp.not_reciprocal", 2}}));
  EXPECT_EQ(mistakes("indicators = [\"x\", \"y\"]\njudgements = [[1, \"1/0\"], [2, 1]]"),
            (Found{{"study.wrong_type", 2}}));
  EXPECT_EQ(mistakes("indicators = [\"x\"]\naggregation = \"mean\""), (Found{{"study.unknown_choice", 2}}));
  EXPECT_EQ(mistakes("[[index.pillar.pillar]]\nid = \"a\"\nname = \"B\"\nindicators = [\"x\"]"),
            (Found{{"study.duplicate_id", 2}}))
      << "the ids of all levels are different";
  EXPECT_EQ(mistakes("[[index.pillar.pillar]]\nid = \"b\"\nname = \"B\"\n"), (Found{{"study.empty_list", 1}}));
  EXPECT_EQ(mistakes("indicators = [\"x\"]\n[measure]\nstandardisation = \"goalposts\""),
            (Found{{"study.goalposts_missing", 1}}));
  EXPECT_EQ(mistakes("indicators = [\"x\"]\n[measure]\nbase_year = 1999"), (Found{{"study.base_year", 3}}));
  EXPECT_EQ(mistakes("indicators = [\"x\"]\n[measure]\nscale_low = 2"), (Found{{"study.marks_order", 3}}));
}

TEST(ParseStudy, SyntaxAloneAndLocated) {
  const auto outcome = parse_study("[study]\nid = \n[data]\nfoo = 1\n", "study.toml");
  ASSERT_EQ(outcome.diagnostics.items().size(), 1U);
  EXPECT_EQ(outcome.diagnostics.items()[0].error.message.key, "study.syntax.toml");
  EXPECT_EQ(outcome.diagnostics.items()[0].where.line, 2U);
  EXPECT_EQ(keys_of("a = \"\xB1\xB1\""), Keys{"study.syntax.not_utf8"});
}

// Who puts a key into the wrong section is told the right one.
TEST(ParseStudy, AKeyOfAnotherSectionIsSentThere) {
  const auto outcome = parse_study(with("[diffusion]\ninterregional = \"x.csv\"\ntaste = 1"), "study.toml");
  ASSERT_EQ(outcome.diagnostics.items().size(), 2U);
  const auto hint = [&](std::size_t i) { return render(outcome.diagnostics.items()[i], Language::en, false); };
  EXPECT_NE(hint(0).find("It is a key of [accounts]"), std::string::npos) << hint(0);
  EXPECT_NE(hint(1).find("It is a key of [economy]"), std::string::npos) << hint(1);
}

TEST(Render, ShowsFileLineCaretAndHint) {
  const auto outcome = parse_study(with("[diffusion]\nmarkt = 0.5"), "study.toml");
  ASSERT_EQ(outcome.diagnostics.items().size(), 1U);
  const auto& finding = outcome.diagnostics.items()[0];
  EXPECT_EQ(render(finding, Language::en, false),
            "study.toml:32:1: error: There is no key \"markt\" here.\n    markt = 0.5\n    ^^^^^\n    hint: Did you "
            "mean \"market\"?\n");
  EXPECT_EQ(render(finding, Language::zh, false),
            "study.toml:32:1: 错误：这里没有键“markt”。\n    markt = 0.5\n    ^^^^^\n    建议：是否指“market”？\n");
}

TEST(Schema, DescribesTheKeysThatTheParserTakes) {
  const auto schema = nlohmann::json::parse(json_schema(Language::en));
  const auto keys = [](const nlohmann::json& section) {
    std::vector<std::string> names;
    for (const auto& [key, value] : section.at("properties").items()) names.push_back(key);
    return names;
  };
  const auto sorted = [](auto words) {
    std::vector<std::string> names(words.begin(), words.end());
    std::sort(names.begin(), names.end());
    return names;
  };
  const auto& sections = schema.at("properties");
  EXPECT_EQ(keys(sections.at("study")), sorted(kStudyKeys));
  EXPECT_EQ(keys(sections.at("data")), sorted(kDataKeys));
  EXPECT_EQ(keys(sections.at("data").at("properties").at("series").at("anyOf").at(1)), sorted(kSeriesKeys));
  EXPECT_EQ(keys(sections.at("variable").at("items")), sorted(kVariableKeys));
  EXPECT_EQ(keys(sections.at("scenario").at("items")), sorted(kScenarioKeys));
  EXPECT_EQ(keys(sections.at("agents")), sorted(kAgentsKeys));
  EXPECT_EQ(keys(sections.at("agents").at("properties").at("sector").at("items")), sorted(kAgentSectorKeys));
  EXPECT_EQ(keys(sections.at("agents").at("properties").at("size").at("items")), sorted(kAgentSizeKeys));
  EXPECT_EQ(keys(sections.at("attributes")), sorted(kAttributes));
  EXPECT_EQ(keys(sections.at("decision").at("items")), sorted(kDecisionKeys));
  const auto& pillar = schema.at("$defs").at("pillar");
  EXPECT_EQ(keys(pillar), sorted(kPillarKeys));
  EXPECT_EQ(pillar.at("properties").at("pillar").at("items").at("$ref"), "#/$defs/pillar");
  EXPECT_EQ(keys(pillar.at("properties").at("indicators").at("items").at("anyOf").at(1)), sorted(kIndicatorKeys));
  EXPECT_EQ(std::vector<std::string_view>(kAggregationWords.begin(), kAggregationWords.end()),
            std::vector<std::string_view>(find_option("measure.aggregation")->choices.begin(),
                                          find_option("measure.aggregation")->choices.end()));
  EXPECT_EQ(sections.at("diffusion").at("properties").at("market").at("default"), 0.8);
  EXPECT_EQ(sections.size(), kPartSections.size() + kOptionSections.size());
}

// The section [agents], and a sector and a size of it.
constexpr std::string_view kAgents = "[agents]\ncount = 100\nregions = \"s\"\n";
constexpr std::string_view kSize = "[[agents.size]]\nid = \"z\"\nname = \"Z\"\nshare = 1\n";

std::string agents(std::string_view rest) { return with(std::string(kAgents) + std::string(rest)); }

std::string sized(std::string_view first, std::string_view second) {
  const auto size = [](std::string_view id, std::string_view share) {
    return "[[agents.size]]\nid = \"" + std::string(id) + "\"\nname = \"Z\"\nshare = " + std::string(share) + "\n";
  };
  return agents(size("y", first) + size("z", second));
}

TEST(Agents, AreReadWithTheirSources) {
  const auto outcome = parse_study(agents(std::string(kSector) + std::string(kSize)), "study.toml");
  ASSERT_TRUE(outcome.ok());
  const AgentSection& section = *outcome.value->agents;
  EXPECT_EQ(section.count, 100U);
  EXPECT_EQ(section.regions, "s");
  EXPECT_EQ(section.sectors.at(0).series, std::vector<std::string>{"s"});
  EXPECT_EQ(section.sizes.at(0).share, 1);
  EXPECT_EQ(section.sizes.at(0).source, "assumption");
  EXPECT_FALSE(parse_study(kSmall, "study.toml").value->agents.has_value());
}

TEST(Agents, AreTheMembersOfANetwork) {
  const auto outcome = parse_study(
      with("[agents]\nmembers = \"m.csv\"\ncontacts = \"c.csv\"\ndirected = true\nsource = \"own survey\"\n"),
      "study.toml");
  ASSERT_TRUE(outcome.ok());
  const AgentSection& section = *outcome.value->agents;
  ASSERT_TRUE(section.network);
  EXPECT_EQ(section.network->members, "m.csv");
  EXPECT_EQ(section.network->contacts, "c.csv");
  EXPECT_TRUE(section.network->directed);
  EXPECT_FALSE(section.network->ignore_weights);
  EXPECT_TRUE(outcome.value->files.where.contains("c.csv")) << "where a file that is not there is named";
  const std::string both = "[agents]\nmembers = \"m.csv\"\ncontacts = \"c.csv\"\n";
  EXPECT_EQ(keys_of(with(both + "count = 5\nregions = \"s\"\n")),
            (Keys{"study.agents.members", "study.agents.members"}));
  EXPECT_EQ(keys_of(with(both + "directed = 1\n")), Keys{"study.wrong_type"});
  EXPECT_EQ(keys_of(with("[agents]\nmembers = \"m.csv\"\n")), Keys{"study.missing_key"});
  EXPECT_EQ(keys_of(with("[agents]\nmembers = \"../m.csv\"\ncontacts = \"c.csv\"\n")), Keys{"study.path_outside"});
}

TEST(Agents, EveryMistakeIsFound) {
  EXPECT_EQ(keys_of(with("[agents]\ncount = 0\nregions = \"s\"\n")), Keys{"study.agents.count"});
  EXPECT_EQ(keys_of(with("[agents]\ncount = 1.5\nregions = \"s\"\n")), Keys{"study.agents.count"});
  EXPECT_EQ(keys_of(with("[agents]\ncount = 4294963201\nregions = \"s\"\n")), Keys{"study.agents.count"});
  EXPECT_EQ(keys_of(with("[agents]\ncount = 5\n")), Keys{"study.missing_key"});
  EXPECT_EQ(keys_of(agents("total = 5\n")), Keys{"study.unknown_key"});
  EXPECT_EQ(keys_of(sized("0.5", "0.5")), Keys{});
  EXPECT_EQ(keys_of(sized("0.5", "0.4")), Keys{"study.agents.shares"});
  EXPECT_EQ(keys_of(sized("1.5", "-0.5")), (Keys{"study.agents.share", "study.agents.share"}));
  EXPECT_EQ(keys_of(agents(std::string(kSize) + std::string(kSize))),
            (Keys{"study.agents.shares", "study.duplicate_id"}));
  const std::string other = "[[agents.sector]]\nid = \"b\"\nname = \"B\"\nseries = ";
  EXPECT_EQ(keys_of(agents(std::string(kSector) + other + "[\"s\"]\n")), Keys{"study.agents.division"});
  EXPECT_EQ(keys_of(agents(std::string(kSector) + other + "[\"s\", \"t\"]\n")), Keys{"study.agents.overlap"});
  EXPECT_EQ(keys_of(agents(std::string(kSector) + other + "[\"t\"]\n")), Keys{});
}

TEST(Attributes, AreTiedToVariablesAndIndices) {
  const auto outcome = parse_study(
      with("[attributes]\ncomplexity = { of = \"x\", strength = -1 }\nobservability = \"ai\""), "study.toml");
  ASSERT_TRUE(outcome.ok());
  const auto& attributes = outcome.value->attributes;
  ASSERT_EQ(attributes.size(), 2U);
  EXPECT_EQ(attributes.at("complexity").of, "x");
  EXPECT_EQ(attributes.at("complexity").strength, -1);
  EXPECT_EQ(attributes.at("observability").of, "ai");
  EXPECT_EQ(attributes.at("observability").strength, 1);
  EXPECT_EQ(keys_of(with("[attributes]\ncomplexity = \"y\"")), Keys{"study.unknown_attribute_source"});
  EXPECT_EQ(keys_of(with("[attributes]\ncomplex = \"x\"")), Keys{"study.unknown_key"});
  EXPECT_EQ(keys_of(with("[attributes]\ncomplexity = 3")), Keys{"study.wrong_type"});
  EXPECT_EQ(keys_of(with("[attributes]\ncomplexity = { strength = 1 }")), Keys{"study.missing_key"});
}

std::string decision(std::string_view id, std::string_view kind, std::string_view share) {
  return "[[decision]]\nid = \"" + std::string(id) + "\"\nname = \"D\"\nkind = \"" + std::string(kind) +
         "\"\nshare = " + std::string(share) + "\n";
}

TEST(Decisions, AreReadWithTheirSharesAndSources) {
  const auto outcome = parse_study(
      with(decision("state", "authority", "0.2") + "first_year = 2014\n" + decision("villages", "collective", "0.8")),
      "study.toml");
  ASSERT_TRUE(outcome.ok());
  const auto& decisions = outcome.value->decisions;
  ASSERT_EQ(decisions.size(), 2U);
  EXPECT_EQ(decisions[0].kind, "authority");
  EXPECT_EQ(decisions[0].share, 0.2);
  EXPECT_EQ(decisions[0].first_year, 2014);
  EXPECT_EQ(decisions[1].source, "assumption");
  EXPECT_FALSE(decisions[1].first_year);
}

TEST(Decisions, EveryMistakeIsFound) {
  EXPECT_EQ(keys_of(with(decision("a", "order", "0.2"))), Keys{"study.unknown_choice"});
  EXPECT_EQ(keys_of(with(decision("a", "optional", "0"))), Keys{"study.decision_share"});
  EXPECT_EQ(keys_of(with(decision("a", "optional", "0.6") + decision("b", "collective", "0.6"))),
            Keys{"study.decision_shares"});
  EXPECT_EQ(keys_of(with(decision("a", "optional", "0.1") + decision("a", "collective", "0.1"))),
            Keys{"study.duplicate_id"});
  EXPECT_EQ(keys_of(with(decision("others", "optional", "0.1"))), Keys{"study.duplicate_id"});
  EXPECT_EQ(keys_of(with("[[decision]]\nid = \"a\"\nname = \"A\"\nshare = 0.1")), Keys{"study.missing_key"});
}

TEST(Agents, CoefficientsNeedTheOutputOfSectors) {
  std::string text = agents("");
  text.insert(text.find("[data]\n") + 7, "input_output = \"io.csv\"\n");
  EXPECT_EQ(keys_of(text), Keys{"study.no_margins"});
}

TEST(Shocks, EveryMistakeIsFound) {
  const std::string shock = "\n[[shock]]\nid = \"s\"\nname = \"S\"\n";
  EXPECT_EQ(keys_of(with(shock + "labour = 0.1\n")), Keys{"study.shock.accounts"});
  EXPECT_EQ(keys_of(with(shock + "productivity = -1\n")), (Keys{"study.shock.accounts", "study.shock.change"}));
}

TEST(OptionsPage, InTheDocumentsIsTheOneThatTheProgramPrints) {
  for (const auto& [language, name] :
       {std::pair(Language::en, "options.md"), std::pair(Language::zh, "options.zh.md")}) {
    std::ifstream stream(std::string(TIDU_SOURCE_DIR "/docs/") + name);
    std::stringstream text;
    text << stream.rdbuf();
    EXPECT_EQ(text.str(), options_page(language)) << "make it again: tidu schema --options --lang "
                                                  << (language == Language::en ? "en" : "zh") << " > docs/" << name;
  }
}

}  // namespace
}  // namespace tidu::study
