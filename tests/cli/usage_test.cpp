// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/process.h"

namespace tidu::tests {
namespace {

using nlohmann::json;

TEST(Usage, UnknownVerbIsRefusedWithASuggestion) {
  const TemporaryFolder folder;
  const Ended ended = tidu(folder.path(), {"meassure", "x"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_NE(ended.err.find("Did you mean measure?"), std::string::npos) << ended.err;
}

TEST(Usage, UnknownOptionIsRefusedWithASuggestion) {
  const TemporaryFolder folder;
  const Ended ended = tidu(folder.path(), {"run", "x", "--thread", "2"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.err.find("--threads"), std::string::npos) << ended.err;
  EXPECT_TRUE(names_in(folder.path()).empty());
}

TEST(Usage, WithJsonEvenAUsageErrorIsAnObject) {
  const TemporaryFolder folder;
  const Ended ended = tidu(folder.path(), {"run", "--json"});
  EXPECT_EQ(ended.code, 2);
  const json answer = json::parse(ended.out);
  EXPECT_EQ(answer.at("ok"), false);
  EXPECT_EQ(answer.at("exit_code"), 2);
  EXPECT_EQ(answer.at("diagnostics").at(0).at("key"), "cli.usage.no_study");
}

TEST(Usage, NoWordsAtAllIsAUsageError) {
  const TemporaryFolder folder;
  EXPECT_EQ(tidu(folder.path(), {}).code, 2);
}

TEST(Help, GoesToStdoutInBothLanguages) {
  const TemporaryFolder folder;
  const Ended english = tidu(folder.path(), {"run", "--help"});
  EXPECT_EQ(english.code, 0);
  EXPECT_EQ(english.err, "");
  EXPECT_NE(english.out.find("Usage: tidu run STUDY"), std::string::npos);
  const Ended chinese = tidu(folder.path(), {"run", "-h", "--lang", "zh"});
  EXPECT_EQ(chinese.code, 0);
  EXPECT_NE(chinese.out.find("用法：tidu run STUDY"), std::string::npos);
}

TEST(Language, ComesFromTheLocale) {
  const TemporaryFolder folder;
  const Ended ended = run_process(
      {.words = {TIDU_PROGRAM, "runn"}, .environment = {{"LC_ALL", "zh_CN.UTF-8"}}, .folder = folder.path()});
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.err.find("没有“runn”这个命令"), std::string::npos) << ended.err;
}

TEST(Version, IsOneLineOrOneObject) {
  const TemporaryFolder folder;
  const Ended plain = tidu(folder.path(), {"--version"});
  EXPECT_EQ(plain.code, 0);
  EXPECT_EQ(plain.out.rfind("tidu ", 0), 0U);
  const json answer = json::parse(tidu(folder.path(), {"--version", "--json"}).out);
  EXPECT_EQ("tidu " + answer.at("version").get<std::string>() + "\n", plain.out);
}

TEST(Streams, AReaderThatWentAwayIsNoMistake) {
  const TemporaryFolder folder;
  const Ended ended = run_process({.words = {TIDU_PROGRAM, "schema"}, .folder = folder.path(), .close_reader = true});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.err, "");
}

TEST(Streams, AFullDiskUnderStdoutIsSaid) {
  const TemporaryFolder folder;
  const Ended ended =
      run_process({.words = {TIDU_PROGRAM, "schema"}, .folder = folder.path(), .stdout_path = "/dev/full"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.err.find("could not be written"), std::string::npos) << ended.err;
}

TEST(Schema, IsJsonAndOptionsAreAPage) {
  const TemporaryFolder folder;
  const Ended schema = tidu(folder.path(), {"schema"});
  EXPECT_EQ(schema.code, 0);
  EXPECT_TRUE(json::parse(schema.out).contains("$schema"));
  const Ended options = tidu(folder.path(), {"schema", "--options"});
  EXPECT_EQ(options.code, 0);
  EXPECT_NE(options.out.find("measure.permutations"), std::string::npos);
}

TEST(Checksum, DependsNeitherOnThreadsNorOnAlignment) {
  const TemporaryFolder folder;
  const Ended one = tidu(folder.path(), {"checksum", "--threads", "1"});
  EXPECT_EQ(one.code, 0);
  EXPECT_FALSE(one.out.empty());
  EXPECT_EQ(tidu(folder.path(), {"checksum", "--threads", "4", "--shift", "3"}).out, one.out);
  EXPECT_NE(tidu(folder.path(), {"checksum", "--list"}).out, one.out);
}

TEST(Doctor, LooksAtProgramAndMachineInBothLanguages) {
  const TemporaryFolder folder;
  const Ended english = tidu(folder.path(), {"doctor"});
  EXPECT_EQ(english.code, 0) << english.out;
  EXPECT_NE(english.out.find("Same bits"), std::string::npos);
  EXPECT_EQ(english.out.find(folder.path().string()), std::string::npos) << "no path of the machine";
  EXPECT_NE(tidu(folder.path(), {"doctor", "--lang", "zh"}).out.find("逐位一致"), std::string::npos);
  const json answer = json::parse(tidu(folder.path(), {"doctor", "--json"}).out);
  EXPECT_EQ(answer.at("ok"), true);
  EXPECT_GE(answer.at("checks").size(), 10U);
}

TEST(Doctor, SaysWhatIsWrongWithExitSix) {
  const TemporaryFolder folder;
  write_text(folder.path() / "file", "");
  const Ended ended = tidu(folder.path(), {"doctor", "--out", "file/runs"});
  EXPECT_EQ(ended.code, 6);
  EXPECT_NE(ended.out.find("! Output folder"), std::string::npos) << ended.out;
  const Ended locale =
      run_process({.words = {TIDU_PROGRAM, "doctor"}, .environment = {{"LC_ALL", "C"}}, .folder = folder.path()});
  EXPECT_EQ(locale.code, 6);
  EXPECT_NE(locale.out.find("! Character set"), std::string::npos) << locale.out;
}

}  // namespace
}  // namespace tidu::tests
