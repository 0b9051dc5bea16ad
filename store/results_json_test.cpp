// SPDX-License-Identifier: Apache-2.0
#include "store/results_json.h"

#include <gtest/gtest.h>

#include <bit>
#include <limits>
#include <nlohmann/json.hpp>

namespace tidu::store {
namespace {

using nlohmann::json;

data::ResultSet sample() {
  data::ResultSet results{.study_id = "small",
                          .title = {.en = "Small", .zh = "小"},
                          .seed = std::numeric_limits<std::uint64_t>::max(),
                          .version = "1.2.3"};
  results.regions = {
      {.code = "110000", .name = {.en = "Beijing", .zh = "北京"}, .group = "east", .tile_column = 6, .tile_row = 2}};
  results.outlines = {{.code = "110000", .path = "M0 0L1 0L1 1Z"}};
  results.outline_first = true;
  results.labels = {{.id = "ai", .name = {.en = "AI", .zh = "人工智能"}}};
  results.sources = {{.id = "gdp",
                      .unit = "1e8 CNY",
                      .publisher = {.en = "NBS", .zh = "国家统计局"},
                      .file = "data/panel.csv",
                      .first_year = 2013,
                      .last_year = 2023,
                      .cells = 341,
                      .missing = 2,
                      .imputed = 1}};
  results.formulas = {{.id = "theil_t", .expression = "T = ...", .source = "Theil 1967"}};
  results.assumptions = {{.key = "diffusion.imitation",
                          .value = 0.1,
                          .low = 0.05,
                          .high = data::kNoValue,
                          .unit = "1/year",
                          .source = "assumption"}};
  data::Column year{.key = "year", .type = data::ColumnType::integer, .decimals = 0, .numbers = {2013, 2014, 2015}};
  data::Column value{.key = "value",
                     .unit = "1",
                     .origin = {.sources = {"gdp"}, .formulas = {"theil_t"}, .assumptions = {"diffusion.imitation"}},
                     .numbers = {0.1, data::kNoValue, 5e-324}};
  data::Column note{.key = "note", .type = data::ColumnType::label, .texts = {"a\n\"b\"", "</script>", "中"}};
  results.tables = {{.key = "t", .columns = {year, value, note}}};
  results.remarks = {{.table = "t", .key = "remark.x", .args = {std::int64_t{2}, 2.0, std::string("two")}}};
  return results;
}

TEST(ResultsJson, ReadsBackWhatItWrote) {
  const std::string bytes = to_json(sample());
  const auto read = results_from_json(bytes, "results.json");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(to_json(*read.value), bytes);
  const auto& numbers = read.value->tables[0].columns[1].numbers;
  EXPECT_EQ(std::bit_cast<std::uint64_t>(numbers[0]), std::bit_cast<std::uint64_t>(0.1));
  EXPECT_TRUE(numbers[1] != numbers[1]);
  EXPECT_EQ(numbers[2], 5e-324);
  EXPECT_EQ(read.value->seed, std::numeric_limits<std::uint64_t>::max());
  EXPECT_TRUE(std::holds_alternative<double>(read.value->remarks[0].args[1])) << "2.0 stays a real number";
  EXPECT_EQ(read.value->tables[0].columns[2].texts, sample().tables[0].columns[2].texts);
}

TEST(ResultsJson, SyntaxIsLocated) {
  const auto read = results_from_json("{\n  \"format\": tidu\n}", "r.json");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.diagnostics.items().at(0).where.line, 2U);
  EXPECT_EQ(read.diagnostics.items().at(0).where.file, "r.json");
}

TEST(ResultsJson, NumbersBeyondADoubleAreRefused) {
  const auto read = results_from_json("{\"seed\": 5e999}", "r.json");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.diagnostics.items().at(0).error.message.key, "store.results.range");
}

/// The keys of all findings after one change of the sample.
std::vector<std::string> findings_after(void (*change)(json&)) {
  json document = json::parse(to_json(sample()));
  change(document);
  std::vector<std::string> found;
  const auto read = results_from_json(document.dump(), "r.json");
  EXPECT_EQ(read.ok(), read.diagnostics.empty());
  for (const auto& item : read.diagnostics.items())
    found.push_back(std::string(item.error.message.key) + " " + std::get<std::string>(item.error.message.args.at(0)));
  return found;
}

TEST(ResultsJson, EveryMemberIsChecked) {
  using Found = std::vector<std::string>;
  EXPECT_EQ(findings_after([](json& d) { d["format"] = "other"; }), Found{"store.results.format tidu-results-1"});
  EXPECT_EQ(findings_after([](json& d) { d.erase("seed"); }), Found{"store.results.missing /seed"});
  EXPECT_EQ(findings_after([](json& d) { d["seed"] = -1; }), Found{"store.results.whole /seed"});
  EXPECT_EQ(findings_after([](json& d) { d["tables"] = 3; }), Found{"store.results.array /tables"});
  EXPECT_EQ(findings_after([](json& d) { d["tables"][0]["columns"][0]["values"].erase(0); }),
            Found{"store.results.lengths /tables/0"});
  EXPECT_EQ(findings_after([](json& d) { d["tables"][0]["columns"][1]["values"][0] = "x"; }),
            Found{"store.results.number /tables/0/columns/1/values/0"});
  EXPECT_EQ(findings_after([](json& d) { d["tables"][0]["columns"][1]["type"] = "float"; }),
            Found{"store.results.column_type /tables/0/columns/1/type"});
  EXPECT_EQ(findings_after([](json& d) { d["tables"][0]["subject"] = "ai"; }),
            Found{"store.results.subject /tables/0"});
  EXPECT_EQ(findings_after([](json& d) { d["outlines"][0]["path"] = "M0 0\"/>"; }),
            Found{"store.results.path /outlines/0"});
  EXPECT_EQ(findings_after([](json& d) { d["outline_first"] = 1; }), Found{"store.results.boolean /outline_first"});
  EXPECT_EQ(findings_after([](json& d) { d["version"] = 1; }), Found{"store.results.string /version"});
  EXPECT_EQ(findings_after([](json& d) {
              d["regions"][0]["tile_row"] = 1e10;
              d["version"] = 1;
            }),
            (Found{"store.results.string /version", "store.results.whole /regions/0/tile_row"}))
      << "all findings at once";
}

TEST(ResultsJson, ScriptsInNamesStayTexts) {
  auto results = sample();
  results.title.en = "</script>\x1b[31m";
  const auto read = results_from_json(to_json(results), "r.json");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value->title.en, results.title.en);
}

}  // namespace
}  // namespace tidu::store
