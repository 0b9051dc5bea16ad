// SPDX-License-Identifier: Apache-2.0
#include "report/report.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "report/embedded.h"

namespace tidu::report {
namespace {

using nlohmann::json;

data::ResultSet sample() {
  data::ResultSet results{.study_id = "small", .title = {.en = "Small", .zh = "小"}, .seed = 7, .version = "1.2.3"};
  results.regions = {{.code = "11", .name = {.en = "Beijing", .zh = "北京"}, .group = "east"}};
  results.labels = {{.id = "ai", .name = {.en = "AI", .zh = "人工智能"}}};
  results.tables = {{.key = "moran_ai",
                     .subject = "ai",
                     .columns = {{.key = "year", .type = data::ColumnType::integer, .numbers = {2013}},
                                 {.key = "moran", .numbers = {0.1}}}}};
  return results;
}

/// What stands between two marks, first time.
std::string between(const std::string& page, std::string_view begin, std::string_view end) {
  const auto from = page.find(begin) + begin.size();
  return page.substr(from, page.find(end, from) - from);
}

std::string hash_of(std::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  unsigned char base64[64];
  return {base64, base64 + EVP_EncodeBlock(base64, digest, sizeof digest)};
}

TEST(Report, PolicyAllowsItsOwnScriptAndStyleAlone) {
  const std::string page = render_html(sample());
  const std::string policy = between(page, "Content-Security-Policy\" content=\"", "\"");
  EXPECT_EQ(policy.rfind("default-src 'none'; ", 0), 0U);
  EXPECT_NE(policy.find("script-src 'sha256-" + hash_of(between(page, "<script>", "</script>")) + "'"),
            std::string::npos);
  EXPECT_NE(policy.find("style-src 'sha256-" + hash_of(between(page, "<style>", "</style>")) + "'"), std::string::npos);
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_EQ(policy.find("http"), std::string::npos);
}

TEST(Report, ShowsAMapWithoutScripts) {
  EXPECT_EQ(render_html(sample()).find("<svg"), std::string::npos) << "nothing was simulated";
  data::ResultSet results = sample();
  results.regions.push_back({.code = "12", .name = {.en = "Tianjin <b>", .zh = "天津"}, .tile_column = 1});
  results.tables.push_back(
      {.key = "adoption",
       .columns = {{.key = "scenario",
                    .type = data::ColumnType::label,
                    .texts = {"baseline", "baseline", "baseline", "baseline", "more"}},
                   {.key = "region", .type = data::ColumnType::label, .texts = {"11", "11", "12", "12", "11"}},
                   {.key = "year", .type = data::ColumnType::integer, .numbers = {2024, 2025, 2024, 2025, 2024}},
                   {.key = "p50", .numbers = {0, 20, 0, 40, 90}}}});
  const std::string without = between(render_html(results), "<noscript>", "</noscript>");
  const std::string english = between(without, "<svg", "</svg>");
  EXPECT_NE(english.find("Tianjin &lt;b&gt;"), std::string::npos);
  EXPECT_NE(without.find("天津"), std::string::npos);
  // half of the largest median, all of it; the other scenario plays no part
  EXPECT_NE(english.find("fill=\"#6bafaa\""), std::string::npos) << english;
  EXPECT_NE(english.find("values=\"#f2efe2;#16395f;#16395f\""), std::string::npos) << english;
  EXPECT_NE(english.find(">40.0</text>"), std::string::npos);
  EXPECT_EQ(without.find("<script"), std::string::npos);
}

TEST(Report, HoldsResultsAndTextsAsJson) {
  const std::string page = render_html(sample());
  const json results = json::parse(between(page, "id=\"data\">", "</script>"));
  EXPECT_EQ(results.at("tables").at(0).at("columns").at(1).at("values").at(0), 0.1);
  EXPECT_EQ(results.at("seed"), "7") << "a text: JavaScript would round a large number";
  const json texts = json::parse(between(page, "id=\"texts\">", "</script>"));
  EXPECT_EQ(texts.at("en").size(), texts.at("zh").size());
}

TEST(Report, ListsTheFormulasThatTablesCite) {
  data::ResultSet results = sample();
  results.formulas = {{.id = "moran", .expression = "I", .source = "Moran 1950"}, {.id = "gini", .expression = "G"}};
  results.assumptions = {{.key = "measure.weights_k"}, {.key = "measure.scale"}, {.key = "simulate.draws"}};
  results.tables[0].columns[1].origin = {.formulas = {"moran"}, .assumptions = {"measure.weights_k"}};
  const json page = json::parse(between(render_html(results), "id=\"data\">", "</script>"));
  ASSERT_EQ(page["formulas"].size(), 1U);
  EXPECT_EQ(page["formulas"][0]["id"], "moran");
  ASSERT_EQ(page["assumptions"].size(), 2U) << "the family of what is cited";
  EXPECT_EQ(page["assumptions"][1]["key"], "measure.scale");
}

TEST(Report, EqualResultsHaveEqualBytes) { EXPECT_EQ(render_html(sample()), render_html(sample())); }

TEST(Report, NamesCannotLeaveTheirPlace) {
  auto results = sample();
  const std::string attack = "</script><script>alert(1)</script><!--\u2028\u202E\x1b[31m\"'";
  results.title = {.en = attack, .zh = attack};
  results.regions[0].name = {.en = attack, .zh = attack};
  results.version = attack;
  const std::string page = render_html(results);
  EXPECT_EQ(page.find("<script>alert"), std::string::npos);
  EXPECT_EQ(page.find("<!--"), std::string::npos);
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
  EXPECT_EQ(json::parse(between(page, "id=\"data\">", "</script>")).at("regions").at(0).at("name").at("en"), attack)
      << "nothing is lost";
}

TEST(Report, EveryTextThatThePageNamesExists) {
  const std::regex key(R"(text\(['`]([a-z_.]+)['`])");
  std::set<std::string> keys;
  for (const std::string_view* part : embedded::kProgram) {
    const std::string source(*part);
    for (auto it = std::sregex_iterator(source.begin(), source.end(), key); it != std::sregex_iterator(); ++it)
      keys.insert((*it)[1].str());
  }
  EXPECT_GT(keys.size(), 60U);
  for (const std::string& name : keys) EXPECT_TRUE(study::Catalogue::instance().has(name)) << name;
}

TEST(Report, TitlesNameTheirSubject) {
  const auto results = sample();
  EXPECT_EQ(table_title(results, results.tables[0], study::Language::en), "Moran's I: AI");
  EXPECT_EQ(table_title(results, results.tables[0], study::Language::zh), "莫兰指数：人工智能");
}

}  // namespace
}  // namespace tidu::report
