// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "tests/cli/process.h"

/// Runs are found, checked and repeated.
namespace tidu::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// A small study that measures and writes in a moment.
fs::path small_study(const fs::path& folder) {
  write_text(folder / "v.csv",
             "region,year,a,b\nA,2020,1,4\nB,2020,2,2\nC,2020,3,1\nD,2020,4,9\nA,2021,2,4\nB,2021,2,3\nC,2021,4,1\nD,"
             "2021,4,8\n");
  const Ended made = tidu(folder, {"init", "small", "--from", "v.csv"});
  EXPECT_EQ(made.code, 0) << made.err;
  return folder / "small";
}

std::string run_name(const fs::path& folder) {
  const Ended ended = tidu(folder, {"run", "small"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  return fs::path(ended.out).parent_path().filename().string();
}

TEST(Runs, AreListedShownAndVerifiedByTheBeginningOfTheirName) {
  const TemporaryFolder folder;
  small_study(folder.path());
  const std::string name = run_name(folder.path());
  const std::string digits = name.substr(name.size() - 8);
  const Ended list = tidu(folder.path(), {"runs", "list"});
  EXPECT_EQ(list.code, 0);
  EXPECT_EQ(list.out.rfind(name + "  20", 0), 0U) << list.out;
  const json listed = json::parse(tidu(folder.path(), {"runs", "list", "--json"}).out);
  EXPECT_EQ(listed.at("runs")[0].at("run"), name);
  EXPECT_EQ(listed.at("runs")[0].at("study"), "small");
  EXPECT_EQ(tidu(folder.path(), {"verify", digits}).code, 0);
  const Ended show = tidu(folder.path(), {"runs", "show", digits});
  for (const char* word : {"study.toml", "data/v.csv", "tables.en.xlsx", "report.html"})
    EXPECT_NE(show.out.find(word), std::string::npos) << show.out;
  EXPECT_EQ(show.out.find(folder.path().string()), std::string::npos) << "no path";
  EXPECT_EQ(tidu(folder.path(), {"runs", "show", "nothing"}).code, 6);
}

TEST(Runs, AreRepeatedFromWhatTheyKeepWithAnyNumberOfThreads) {
  const TemporaryFolder folder;
  const fs::path study = small_study(folder.path());
  const std::string name = run_name(folder.path());
  fs::remove_all(study);  // years later
  const Ended again = tidu(folder.path(), {"rerun", name, "--threads", "3", "--json"});
  ASSERT_EQ(again.code, 0) << again.err;
  const json told = json::parse(again.out);
  EXPECT_EQ(told.at("ok"), true);
  EXPECT_EQ(told.at("repeats"), name);
  EXPECT_EQ(told.at("files").size(), 0U);
  const json manifest = json::parse(read_text(folder.path() / told.at("run").get<std::string>() / "manifest.json"));
  EXPECT_EQ(manifest.at("repeats"), name);
}

TEST(Runs, WhatChangedIsNamed) {
  const TemporaryFolder folder;
  const fs::path study = small_study(folder.path());
  const std::string first = run_name(folder.path());
  replace_in(study / "data/v.csv", "D,2021,4,8", "D,2021,4,5");
  const Ended refused = tidu(folder.path(), {"rerun", first, "--data", "small"});
  EXPECT_EQ(refused.code, 6);
  EXPECT_NE(refused.err.find("data/v.csv"), std::string::npos) << refused.err;
  const std::string second = run_name(folder.path());
  const json diff = json::parse(tidu(folder.path(), {"runs", "diff", first, second, "--json"}).out);
  EXPECT_EQ(diff.at("same"), false);
  EXPECT_EQ(diff.at("inputs")[0].at("name"), "data/v.csv");
  EXPECT_GT(diff.at("tables").size(), 0U);
  EXPECT_GT(diff.at("tables")[0].at("relative").get<double>(), 0);
  // a run whose input was touched is not repeated
  replace_in(folder.path() / "runs" / first / "inputs/data/v.csv", "A,2020,1", "A,2020,9");
  EXPECT_EQ(tidu(folder.path(), {"verify", first}).code, 6);
  EXPECT_EQ(tidu(folder.path(), {"rerun", first}).code, 6);
  // a result that was touched is noticed when the run is repeated
  const std::string third = run_name(folder.path());
  fs::copy(folder.path() / "runs" / third, folder.path() / "runs" / "copy", fs::copy_options::recursive);
  EXPECT_EQ(tidu(folder.path(), {"rerun", "runs/copy"}).code, 0);
}

TEST(Runs, AResultThatIsNotRepeatedIsNamedWithItsNumbers) {
  const TemporaryFolder folder;
  small_study(folder.path());
  const fs::path run = folder.path() / "runs" / run_name(folder.path());
  // a run of a program that computed something else: one score and the hashes that go with it
  json results = json::parse(read_text(run / "results.json"));
  json& score = results.at("tables").at(0).at("columns").back().at("values").at(0);
  score = score.get<double>() + 1;
  write_text(run / "results.json", results.dump());
  json manifest = json::parse(read_text(run / "manifest.json"));
  for (json& output : manifest.at("outputs")) {
    if (output.at("name") == "results.json") output.at("sha256") = std::string(64, 'a');
  }
  write_text(run / "manifest.json", manifest.dump());
  write_text(run / "manifest.sha256",
             run_process({.words = {"/usr/bin/sha256sum", "manifest.json"}, .folder = run}).out);
  const Ended again = tidu(folder.path(), {"rerun", run.string(), "--json"});
  EXPECT_EQ(again.code, 6) << again.err;
  const json told = json::parse(again.out);
  EXPECT_EQ(told.at("files").at(0).at("name"), "results.json");
  EXPECT_EQ(told.at("tables").at(0).at("row"), 1);
  EXPECT_GT(told.at("tables").at(0).at("relative").get<double>(), 0);
}

TEST(Runs, EqualRunsHaveEqualOutputsWorkbooksIncluded) {
  const TemporaryFolder folder;
  small_study(folder.path());
  const std::string first = run_name(folder.path());
  std::this_thread::sleep_for(std::chrono::milliseconds(2100));  // an archive's clock ticks every two seconds
  const Ended other = run_process({.words = {TIDU_PROGRAM, "run", "small", "--lang", "zh", "--threads", "1"},
                                   .environment = {{"TZ", "Asia/Shanghai"}},
                                   .folder = folder.path()});
  const std::string second = fs::path(other.out).parent_path().filename().string();
  const auto outputs = [&](const std::string& run) {
    return json::parse(read_text(folder.path() / "runs" / run / "manifest.json")).at("outputs");
  };
  EXPECT_EQ(outputs(first), outputs(second));
}

TEST(Runs, TwoAtOnceDisturbNobody) {
  const TemporaryFolder folder;
  small_study(folder.path());
  std::vector<Ended> ended(4);
  std::vector<std::thread> programs;
  for (std::size_t i = 0; i < ended.size(); ++i) {
    programs.emplace_back(
        [&, i] { ended[i] = i == 3 ? tidu(folder.path(), {"runs", "gc"}) : tidu(folder.path(), {"run", "small"}); });
  }
  for (std::thread& program : programs) program.join();
  for (const Ended& one : ended) EXPECT_EQ(one.code, 0) << one.err;
  const json listed = json::parse(tidu(folder.path(), {"runs", "list", "--json"}).out);
  EXPECT_EQ(listed.at("runs").size(), 3U);
  for (const json& run : listed.at("runs"))
    EXPECT_EQ(tidu(folder.path(), {"verify", run.at("run").get<std::string>()}).code, 0);
}

TEST(Runs, GcShowsFirstAndTakesOnlyTheLeavings) {
  const TemporaryFolder folder;
  small_study(folder.path());
  const std::string name = run_name(folder.path());
  const fs::path left = folder.path() / "runs/small-20200101T000000Z-00000000.partial";
  fs::create_directories(left);
  write_text(left / "half.csv", "x");
  EXPECT_NE(tidu(folder.path(), {"runs", "list"}).err.find("1 unfinished"), std::string::npos);
  const Ended dry = tidu(folder.path(), {"runs", "gc", "--dry-run"});
  EXPECT_NE(dry.out.find("00000000.partial"), std::string::npos);
  EXPECT_TRUE(fs::exists(left));
  EXPECT_EQ(tidu(folder.path(), {"runs", "gc"}).code, 0);
  EXPECT_FALSE(fs::exists(left));
  EXPECT_EQ(tidu(folder.path(), {"verify", name}).code, 0);
}

}  // namespace
}  // namespace tidu::tests
