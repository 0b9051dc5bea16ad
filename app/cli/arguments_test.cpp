// SPDX-License-Identifier: Apache-2.0
#include "app/cli/arguments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "app/cli/command_table.h"

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

TEST(Arguments, EachCommandIsKnown) {
  for (const Command& command : commands()) {
    std::vector<std::string> words;
    if (command.parent != Verb::none) words.emplace_back(command_of(command.parent).name);
    words.emplace_back(command.name);
    words.emplace_back("--help");
    const auto parsed = parse_arguments(words);
    ASSERT_TRUE(parsed.has_value()) << command.text;
    EXPECT_EQ(parsed->verb, command.verb);
    EXPECT_TRUE(parsed->help);
  }
}

TEST(Arguments, CommandsBelowAnother) {
  const auto diff = parse_arguments({"runs", "diff", "list", "run", "--out", "x"});
  ASSERT_TRUE(diff.has_value()) << "names of commands are words like any other behind a command";
  EXPECT_EQ(diff->verb, Verb::runs_diff);
  EXPECT_EQ(diff->target, "list");
  EXPECT_EQ(diff->other, "run");
  EXPECT_EQ(diff->out, "x");
  EXPECT_EQ(key_of({"runs"}), "cli.usage.no_word");
  EXPECT_EQ(hint_of({"runs"}), "Choose one of: list, show, diff, rescan, gc.");
  EXPECT_EQ(hint_of({"runs", "lst"}), "Did you mean list?");
  EXPECT_EQ(key_of({"runs", "diff", "a"}), "cli.usage.no_run");
  EXPECT_EQ(hint_of({"runs", "gc", "--dryrun"}), "Did you mean --dry-run?");
  const auto man = parse_arguments({"man", "run"});
  ASSERT_TRUE(man.has_value());
  EXPECT_EQ(man->target, "run");
}

TEST(Arguments, ExcelNeedsATableAndNoJson) {
  EXPECT_EQ(key_of({"measure", "x", "--table", "gaps", "--excel"}), "parsed");
  EXPECT_EQ(key_of({"measure", "x", "--excel"}), "cli.usage.excel_table");
  EXPECT_EQ(key_of({"simulate", "x", "--table", "gaps", "--excel", "--json"}), "cli.usage.excel_json");
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
  EXPECT_EQ(key_of({"completion", "tcsh"}), "cli.usage.choice");
  EXPECT_EQ(key_of({"run", "x", "--out"}), "cli.usage.value");
  EXPECT_EQ(key_of({"run", "x", "y"}), "cli.usage.too_many");
}

TEST(Arguments, WhatIsNeededIsAskedFor) {
  EXPECT_EQ(key_of({}), "cli.usage.no_verb");
  for (const char* verb : {"run", "measure", "simulate", "check"}) EXPECT_EQ(key_of({verb}), "cli.usage.no_study");
  for (const char* verb : {"report", "verify", "rerun"}) EXPECT_EQ(key_of({verb}), "cli.usage.no_run");
  for (const char* verb : {"schema", "checksum", "doctor", "man"}) EXPECT_EQ(key_of({verb}), "parsed");
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

}  // namespace
}  // namespace tidu::cli
