// SPDX-License-Identifier: Apache-2.0
#include "app/cli/arguments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace tidu::cli {
namespace {

using study::Language;

std::string hint_of(const std::vector<std::string>& words) {
  const auto parsed = parse_arguments(words);
  if (parsed) return "parsed";
  return study::Catalogue::instance().render(parsed.error().hint, Language::en);
}

std::string_view key_of(const std::vector<std::string>& words) {
  const auto parsed = parse_arguments(words);
  return parsed ? std::string_view("parsed") : parsed.error().message.key;
}

TEST(Arguments, ReadsAVerbWithItsOptions) {
  const auto parsed =
      parse_arguments({"run", "cases/china", "--out", "results", "--threads=4", "-q", "--progress", "json"});
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->verb, Verb::run);
  EXPECT_EQ(parsed->target, "cases/china");
  EXPECT_EQ(parsed->out, "results");
  EXPECT_EQ(parsed->threads, 4);
  EXPECT_TRUE(parsed->quiet);
  EXPECT_EQ(parsed->progress, ProgressChoice::json);
}

TEST(Arguments, CommonOptionsStandBeforeOrBehindTheVerb) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--json", "check", "x", "-vv"}, {"check", "-v", "--json", "x", "-v"}}) {
    const auto parsed = parse_arguments(words);
    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(parsed->verb, Verb::check);
    EXPECT_TRUE(parsed->json);
    EXPECT_EQ(parsed->verbosity, 2);
    EXPECT_EQ(parsed->target, "x");
  }
}

TEST(Arguments, EachVerbIsKnown) {
  for (std::size_t i = 1; i < kVerbNames.size(); ++i) {
    const auto parsed = parse_arguments({std::string(kVerbNames[i]), "--help"});
    ASSERT_TRUE(parsed.has_value()) << kVerbNames[i];
    EXPECT_EQ(parsed->verb, static_cast<Verb>(i));
    EXPECT_TRUE(parsed->help);
  }
}

TEST(Arguments, UnknownWordsNameTheNearest) {
  EXPECT_EQ(hint_of({"runn", "x"}), "Did you mean run?");
  EXPECT_EQ(key_of({"runn", "x"}), "cli.usage.unknown_verb");
  EXPECT_EQ(hint_of({"run", "x", "--thread", "4"}), "Did you mean --threads?");
  EXPECT_EQ(hint_of({"run", "x", "--jsn"}), "Did you mean --json?");
  EXPECT_EQ(key_of({"run", "x", "--jsn"}), "cli.usage.unknown_option");
  EXPECT_EQ(key_of({"--jsn"}), "cli.usage.unknown_option");
  EXPECT_EQ(hint_of({"run", "x", "--completely-different"}), "See `tidu --help`.");
}

TEST(Arguments, AnOptionOfAnotherVerbIsUnknown) {
  EXPECT_EQ(key_of({"check", "x", "--table", "gaps"}), "cli.usage.unknown_option");
  EXPECT_EQ(key_of({"schema", "--shift", "3"}), "cli.usage.unknown_option");
}

TEST(Arguments, ValuesAreChecked) {
  EXPECT_EQ(key_of({"run", "x", "--threads", "0"}), "cli.usage.number");
  EXPECT_EQ(key_of({"run", "x", "--threads", "2x"}), "cli.usage.number");
  EXPECT_EQ(key_of({"run", "x", "--threads", "1025"}), "cli.usage.number");
  EXPECT_EQ(key_of({"run", "x", "--threads", "99999999999999999999"}), "cli.usage.number");
  EXPECT_EQ(key_of({"run", "x", "--progress", "loud"}), "cli.usage.choice");
  EXPECT_EQ(key_of({"run", "x", "--lang", "fr"}), "cli.usage.choice");
  EXPECT_EQ(key_of({"checksum", "--shift", "-1"}), "cli.usage.number");
  EXPECT_EQ(key_of({"run", "x", "--out"}), "cli.usage.value");
  EXPECT_EQ(key_of({"run", "x", "y"}), "cli.usage.too_many");
}

TEST(Arguments, WhatIsNeededIsAskedFor) {
  EXPECT_EQ(key_of({}), "cli.usage.no_verb");
  for (const char* verb : {"run", "measure", "simulate", "check"}) EXPECT_EQ(key_of({verb}), "cli.usage.no_study");
  for (const char* verb : {"report", "verify"}) EXPECT_EQ(key_of({verb}), "cli.usage.no_run");
  for (const char* verb : {"schema", "checksum", "doctor"}) EXPECT_EQ(key_of({verb}), "parsed");
}

class LanguageChoice : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) unsetenv(name);
  }
};

TEST_F(LanguageChoice, FollowsPosix) {
  EXPECT_EQ(choose_language({}), Language::en);
  setenv("LANG", "zh_CN.UTF-8", 1);
  EXPECT_EQ(choose_language({}), Language::zh);
  setenv("LC_ALL", "en_US.UTF-8", 1);
  EXPECT_EQ(choose_language({}), Language::en);
  setenv("LC_ALL", "", 1);
  EXPECT_EQ(choose_language({}), Language::zh) << "an empty variable counts as unset";
  EXPECT_EQ(choose_language({"run", "--lang", "en"}), Language::en);
  setenv("LANG", "C", 1);
  EXPECT_EQ(choose_language({"run", "--lang=zh"}), Language::zh);
}

TEST(Help, NamesEveryOptionAndFitsAScreen) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> expected{
      {"main",
       {"run STUDY", "measure STUDY", "simulate STUDY", "report RUN", "check STUDY", "verify RUN", "checksum", "doctor",
        "schema"}},
      {"run", {"--out", "--threads"}},
      {"measure", {"--table", "--threads"}},
      {"simulate", {"--table", "--threads"}},
      {"report", {"-o, --output"}},
      {"check", {}},
      {"schema", {"--options"}},
      {"checksum", {"--list", "--threads", "--shift"}},
      {"doctor", {"--out"}},
      {"verify", {}}};
  const auto& catalogue = study::Catalogue::instance();
  for (const Language language : {Language::en, Language::zh}) {
    for (const auto& [topic, needed] : expected) {
      ASSERT_TRUE(catalogue.has("cli.help." + topic));
      const std::string page =
          catalogue.get("cli.help." + topic, language) + catalogue.get("cli.help.common", language);
      EXPECT_LE(std::count(page.begin(), page.end(), '\n'), 40) << topic;
      for (const std::string& word : needed) EXPECT_NE(page.find(word), std::string::npos) << topic << ": " << word;
      for (const char* word :
           {"--json", "--quiet", "--verbose", "--progress=", "--lang", "--no-colour", "--help", "--version"}) {
        EXPECT_NE(page.find(word), std::string::npos) << word;
      }
    }
  }
}

}  // namespace
}  // namespace tidu::cli
