// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include <future>
#include <regex>

#include "tests/cli/process.h"

namespace tidu::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// A run of a quick study in a folder of its own: made once, read by many tests.
struct SharedRun {
  TemporaryFolder folder;
  Ended ended;
  fs::path run;
  SharedRun() {
    quick_study(folder.path());
    ended = tidu(folder.path(), {"run", "study", "--out", "out"});
    run = (folder.path() / first_line(ended.out)).parent_path();
  }
};

const SharedRun& shared_run() {
  static const SharedRun run;
  return run;
}

TEST(Run, PrintsThePathOfTheReportAndNothingElse) {
  const SharedRun& shared = shared_run();
  ASSERT_EQ(shared.ended.code, 0) << shared.ended.err;
  EXPECT_EQ(shared.ended.out, first_line(shared.ended.out) + "\n");
  EXPECT_EQ(first_line(shared.ended.out).rfind("out/", 0), 0U) << "as the user named the folder";
  EXPECT_TRUE(fs::exists(shared.run / "report.html"));
  for (const char* name : {"manifest.json", "manifest.sha256", "results.json", "inputs/study.toml",
                           "inputs/data/panel.csv", "tables", "tables.en.xlsx", "tables.zh.xlsx"})
    EXPECT_TRUE(fs::exists(shared.run / name)) << name;
  EXPECT_EQ(names_in(shared.folder.path() / "out").size(), 1U) << "nothing half-written is left";
}

TEST(Run, ReportMadeAgainHasTheSameBytes) {
  const SharedRun& shared = shared_run();
  ASSERT_EQ(shared.ended.code, 0) << shared.ended.err;
  const TemporaryFolder other;
  const Ended ended = tidu(other.path(), {"report", shared.run.string(), "-o", "again.html"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, "again.html\n");
  EXPECT_EQ(read_text(other.path() / "again.html"), read_text(shared.run / "report.html"));
}

TEST(Run, SameBytesOnAnyNumberOfThreads) {
  const SharedRun& shared = shared_run();
  ASSERT_EQ(shared.ended.code, 0) << shared.ended.err;
  for (const char* threads : {"1", "4"}) {
    const TemporaryFolder folder;
    quick_study(folder.path());
    const Ended ended = tidu(folder.path(), {"run", "study", "--threads", threads, "--quiet"});
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.err, "");
    const fs::path run = (folder.path() / first_line(ended.out)).parent_path();
    EXPECT_EQ(read_text(run / "results.json"), read_text(shared.run / "results.json")) << threads;
  }
}

TEST(Run, VerifyNoticesAChange) {
  const SharedRun& shared = shared_run();
  ASSERT_EQ(shared.ended.code, 0) << shared.ended.err;
  const TemporaryFolder folder;
  fs::copy(shared.run, folder.path() / "run", fs::copy_options::recursive);
  EXPECT_EQ(tidu(folder.path(), {"verify", "run"}).code, 0);
  write_text(folder.path() / "run/tables/tiers.csv", read_text(folder.path() / "run/tables/tiers.csv") + " ");
  const Ended changed = tidu(folder.path(), {"verify", "run", "--json"});
  EXPECT_EQ(changed.code, 6);
  EXPECT_EQ(json::parse(changed.out).at("ok"), false);
  EXPECT_NE(changed.err.find("tiers.csv"), std::string::npos) << changed.err;
}

TEST(Run, WithJsonStdoutIsOneObject) {
  const TemporaryFolder folder;
  quick_study(folder.path());
  const Ended ended = tidu(folder.path(), {"run", "study", "--json"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const json answer = json::parse(ended.out);
  EXPECT_EQ(answer.at("ok"), true);
  EXPECT_TRUE(fs::exists(folder.path() / answer.at("report").get<std::string>()));
  EXPECT_TRUE(fs::is_directory(folder.path() / answer.at("run").get<std::string>()));
  EXPECT_TRUE(answer.at("diagnostics").is_array());
}

TEST(Run, TwoAtOnceGetTwoFolders) {
  const TemporaryFolder folder;
  quick_study(folder.path());
  const auto start = [&] { return tidu(folder.path(), {"run", "study", "--threads", "1"}); };
  auto other = std::async(std::launch::async, start);
  const Ended mine = start();
  const Ended theirs = other.get();
  ASSERT_EQ(mine.code, 0) << mine.err;
  ASSERT_EQ(theirs.code, 0) << theirs.err;
  EXPECT_NE(mine.out, theirs.out);
  EXPECT_EQ(names_in(folder.path() / "runs").size(), 2U);
}

TEST(Run, AFolderThatCannotBeMadeIsSaid) {
  const TemporaryFolder folder;
  write_text(folder.path() / "file", "");
  quick_study(folder.path());
  const Ended ended = tidu(folder.path(), {"run", "study", "--out", "file/runs"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.out, "");
  EXPECT_NE(ended.err.find("error:"), std::string::npos) << ended.err;
}

TEST(Run, AFullDiskLeavesNothingHalfWritten) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root, to mount a small disk";
  const TemporaryFolder folder;
  quick_study(folder.path());
  fs::create_directory(folder.path() / "disk");
  const std::string script =
      "mount -t tmpfs -o size=64k tmpfs disk || exit 77; \"$0\" run study --out disk; code=$?; ls -A disk; exit $code";
  const Ended ended = run_process(
      {.words = {"/usr/bin/unshare", "-m", "/bin/sh", "-c", script, TIDU_PROGRAM}, .folder = folder.path()});
  if (ended.code == 77 || ended.err.find("unshare failed") != std::string::npos)
    GTEST_SKIP() << "no disk can be mounted here";
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_EQ(ended.out, "") << "what is left on the disk";
  EXPECT_NE(ended.err.find("error:"), std::string::npos) << ended.err;
}

/// The bundled study with work for minutes.
fs::path long_study(const fs::path& folder) {
  const fs::path study = copy_study(folder);
  std::string text = std::regex_replace(read_text(study / "study.toml"), std::regex("\npermutations *=[^\n]*"), "");
  const auto at = text.find("\n[measure]\n");
  if (at == std::string::npos) {
    text += "\n[measure]\npermutations = 65535\n";
  } else {
    text.insert(at + std::string_view("\n[measure]\n").size(), "permutations = 65535\n");
  }
  write_text(study / "study.toml", text);
  return study;
}

TEST(Interrupt, LeavesNoFolderAndSays130) {
  const TemporaryFolder folder;
  long_study(folder.path());
  const Ended ended =
      run_process({.words = {TIDU_PROGRAM, "run", "study", "--progress=json", "--json", "--threads", "1"},
                   .folder = folder.path(),
                   .interrupt_at = "\"stage.measure\""});
  EXPECT_EQ(ended.code, 130) << ended.err;
  EXPECT_EQ(json::parse(ended.out).at("exit_code"), 130);
  EXPECT_TRUE(names_in(folder.path() / "runs").empty());
}

TEST(Measure, PrintsATableAsCsvAndListsTheTables) {
  const TemporaryFolder folder;
  quick_study(folder.path());
  const Ended list = tidu(folder.path(), {"measure", "study"});
  ASSERT_EQ(list.code, 0) << list.err;
  EXPECT_NE(list.out.find("gaps_output\t"), std::string::npos);
  const Ended table = tidu(folder.path(), {"measure", "study", "--table", "gaps_output"});
  ASSERT_EQ(table.code, 0) << table.err;
  EXPECT_EQ(first_line(table.out), "year,gini,gini_within,gini_between,gini_overlap,theil,theil_within,theil_between");
  EXPECT_EQ(table.out, read_text(shared_run().run / "tables/gaps_output.csv"));
  const Ended wrong = tidu(folder.path(), {"measure", "study", "--table", "gap_output"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_NE(wrong.err.find("gaps_output"), std::string::npos) << wrong.err;
  EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"study"}) << "nothing is written";
}

TEST(Simulate, PrintsATableAsCsv) {
  const TemporaryFolder folder;
  quick_study(folder.path());
  const Ended table = tidu(folder.path(), {"simulate", "study", "--table", "adoption"});
  ASSERT_EQ(table.code, 0) << table.err;
  EXPECT_EQ(first_line(table.out), "scenario,region,year,p05,p25,p50,p75,p95");
}

/// The line of a list that begins with a key.
std::string line_of(const std::string& list, const std::string& key) {
  const auto at = list.find("\n" + key + " ");
  return at == std::string::npos ? "" : list.substr(at + 1, list.find('\n', at + 1) - at - 1);
}

TEST(Calibrate, SaysWhatEachParameterRestsOn) {
  const TemporaryFolder folder;
  const fs::path study = quick_study(folder.path());
  write_text(study / "study.toml", read_text(study / "study.toml") + "\n[economy]\ntrade_elasticity = 5\n");
  const Ended list = tidu(folder.path(), {"calibrate", "study", "--lang", "en"});
  ASSERT_EQ(list.code, 0) << list.err;
  EXPECT_NE(line_of(list.out, "economy.taste").find("0.67 to 2.5"), std::string::npos) << list.out;
  EXPECT_NE(line_of(list.out, "economy.taste").find("literature"), std::string::npos);
  EXPECT_NE(line_of(list.out, "economy.home_min").find("assumption"), std::string::npos);
  EXPECT_NE(line_of(list.out, "economy.world_size").find("data"), std::string::npos);
  EXPECT_NE(line_of(list.out, "economy.trade_elasticity").find("setting"), std::string::npos) << "the study's own";
  EXPECT_NE(line_of(list.out, "calibrate.prior_market").find("assumption"), std::string::npos);
  EXPECT_NE(line_of(list.out, "calibrate.prior_imitation").find("literature"), std::string::npos);
  EXPECT_NE(line_of(list.out, "calibrate.prior_correlation").find("data"), std::string::npos);
  const Ended fit = tidu(folder.path(), {"calibrate", "study", "--table", "national_fit"});
  ASSERT_EQ(fit.code, 0) << fit.err;
  EXPECT_EQ(first_line(fit.out).rfind("date,survey,role,observed", 0), 0U);
  EXPECT_EQ(tidu(folder.path(), {"calibrate", "study", "--table", "adoption"}).code, 2) << "of runs, not of fits";
}

// Who asks for a place that cannot be written waits for no run.
TEST(Run, SaysBeforeTheWorkThatNothingCanBeWritten) {
  const TemporaryFolder folder;
  write_text(folder.path() / "file", "x");
  for (const char* language : {"en", "zh"}) {
    const Ended ended = tidu(folder.path(), {"run", kStudy, "--out", "file", "--lang", language, "--verbose"});
    EXPECT_EQ(ended.code, 1) << ended.err;
    EXPECT_NE(ended.err.find("file"), std::string::npos) << ended.err;
    EXPECT_EQ(ended.err.find("Measure"), std::string::npos) << "nothing was worked out";
    EXPECT_EQ(ended.err.find("测度"), std::string::npos);
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1) << "no trace of the trial";
}

TEST(Check, ASoundStudyIsSound) {
  const TemporaryFolder folder;
  const Ended ended = tidu(folder.path(), {"check", kStudy, "--json"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  const json answer = json::parse(ended.out);
  EXPECT_EQ(answer.at("ok"), true);
  EXPECT_GE(answer.at("inputs").size(), 5U);
}

TEST(Check, AMissingStudyIsAnInvalidStudy) {
  const TemporaryFolder folder;
  EXPECT_EQ(tidu(folder.path(), {"check", "nowhere"}).code, 3);
}

TEST(Check, MistakesInTheStudyAreLocatedAndExitThree) {
  const TemporaryFolder folder;
  const fs::path study = copy_study(folder.path());
  write_text(study / "study.toml", "titel = 1\n" + read_text(study / "study.toml"));
  for (const char* verb : {"check", "run", "measure", "calibrate", "simulate"}) {
    const Ended ended = tidu(folder.path(), {verb, "study"});
    EXPECT_EQ(ended.code, 3) << verb;
    EXPECT_EQ(ended.out, "");
    EXPECT_NE(ended.err.find("study.toml:1:1: error:"), std::string::npos) << ended.err;
    EXPECT_NE(ended.err.find("\n"), std::string::npos);
    EXPECT_NE(ended.err.find('^'), std::string::npos) << ended.err;
    EXPECT_EQ(ended.err.find(folder.path().string()), std::string::npos) << "no path beyond what was given";
  }
  const json answer = json::parse(tidu(folder.path(), {"check", "study", "--json", "--lang", "zh"}).out);
  EXPECT_EQ(answer.at("exit_code"), 3);
  const json& finding = answer.at("diagnostics").at(0);
  EXPECT_EQ(finding.at("line"), 1);
  EXPECT_EQ(finding.at("column"), 1);
  EXPECT_TRUE(finding.contains("message"));
}

TEST(Check, MistakesInTheDataAreLocatedAndExitFour) {
  const TemporaryFolder folder;
  const fs::path study = copy_study(folder.path());
  replace_in(study / "data/regions.csv", "120000,", "110000,");
  const Ended ended = tidu(folder.path(), {"check", "study"});
  EXPECT_EQ(ended.code, 4) << ended.err;
  EXPECT_NE(ended.err.find("data/regions.csv:3:1: error:"), std::string::npos) << ended.err;
}

TEST(Report, AFolderThatIsNoRunIsRefused) {
  const TemporaryFolder folder;
  EXPECT_NE(tidu(folder.path(), {"report", "nowhere"}).code, 0);
  EXPECT_EQ(tidu(folder.path(), {"verify", "nowhere"}).code, 6);
}

}  // namespace
}  // namespace tidu::tests
