// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <sstream>

#include "tests/cli/process.h"

/// One nation's dated series through `tidu simulate DATA`.
namespace tidu::tests {
namespace {

namespace fs = std::filesystem;

// Business Trends and Outlook Survey, US Census Bureau: percent of firms that use AI. From November 2025 on the
// question is about any business function, before it about producing goods and services; the last figure is the middle
// of 17 to 20 % from December 2025 to May 2026.
constexpr const char* kSurvey =
    "geo,date,variable,value,unit,note\n"
    "EU27,2024,firms_using_ai_10plus,13.5,%,\n"
    "USA,2023-09,goods_services,3.7,% of firms,\n"
    "USA,2024-02,goods_services,5.4,% of firms,\n"
    "USA,2024-09E,expected,6.6,% expected,\n"
    "USA,2025-06,goods_services,9.2,% of firms,\n"
    "USA,2026-02,any_function,18.5,% of firms,middle of a span\n"
    "USA,2025-12..2026-05,spanned,18.5,% of firms,\n";

constexpr const char* kWordings =
    "date,share,wording\n2023-09,3.7,goods and services\n2024-02,5.4,goods and services\n2025-06,9.2,goods and "
    "services\n2026-02,18.5,any function\n";

Ended simulate(const fs::path& folder, std::vector<std::string> words) {
  words.insert(words.begin(), {"simulate"});
  words.push_back("--quiet");
  return tidu(folder, words);
}

std::vector<double> numbers_of(const std::string& csv, const std::string& begins) {
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(begins)) continue;
    std::istringstream cells(line.substr(begins.size()));
    std::vector<double> numbers;
    for (std::string cell; std::getline(cells, cell, ',');) numbers.push_back(cell.empty() ? -1 : std::stod(cell));
    return numbers;
  }
  return {};
}

TEST(DatedSeries, IsFittedForetoldAndCarriedOn) {
  const TemporaryFolder folder;
  write_text(folder.path() / "btos.csv", kSurvey);
  const Ended ended =
      simulate(folder.path(), {"btos.csv", "--only", "USA", "--adoption", "goods_services,any_function"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const fs::path tables = (folder.path() / fs::path(ended.out)).parent_path() / "tables";
  const auto table = [&](const std::string& name) { return read_text(tables / (name + ".csv")); };
  const std::string points = table("series_points");
  EXPECT_NE(points.find("2026-02,2026.1666666666667,any_function,any_function,held_out,18.5,"), std::string::npos)
      << points;
  EXPECT_EQ(points.find("EU27"), std::string::npos);
  // n, rmse: of no change 18.5 - 9.2.
  const auto no_change = numbers_of(table("series_backtest"), "no_change,");
  ASSERT_GE(no_change.size(), 2U);
  EXPECT_EQ(no_change[0], 1);
  EXPECT_NEAR(no_change[1], 9.3, 1e-9);
  const std::string parameters = table("series_parameters");
  const auto factor = numbers_of(parameters, "wording_factor,any_function,");
  ASSERT_EQ(factor.size(), 6U) << parameters;
  EXPECT_GT(factor[1], 1) << "the wider question counts more firms" << parameters;
  EXPECT_GT(factor[1], factor[3]) << "and more is known of it than before";
  const auto market = numbers_of(parameters, "market,,");
  EXPECT_GT((market[2] - market[1]) / (market[5] - market[3]), 0.8) << "the data hardly know the market" << parameters;
  EXPECT_FALSE(numbers_of(table("series_profile"), "99,").empty());
  const std::string course = table("series_course");
  EXPECT_FALSE(numbers_of(course, "2036,").empty()) << "to the end of 2035\n" << course;
}

TEST(DatedSeries, WordingsAreAColumnOrBreaksAndTheLastIsTheReference) {
  const TemporaryFolder folder;
  write_text(folder.path() / "a.csv", kWordings);
  write_text(folder.path() / "b.csv", "date,share\n2023-09,3.7\n2024-02,5.4\n2025-06,9.2\n2026-02,18.5\n");
  const auto parameters = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--table", "series_parameters"});
    return simulate(folder.path(), words).out;
  };
  const auto column = numbers_of(parameters({"a.csv"}), "wording_factor,goods and services,");
  const auto breaks = numbers_of(parameters({"b.csv", "--breaks", "2026"}), "wording_factor,\"share, –2025\",");
  ASSERT_EQ(column.size(), 6U);
  EXPECT_EQ(column, breaks);
  EXPECT_LT(column[0], 1);
  EXPECT_EQ(parameters({"b.csv"}).find("wording_factor"), std::string::npos);
}

TEST(DatedSeries, LongerOnesHoldOutMoreAndOptionsAct) {
  const TemporaryFolder folder;
  write_text(folder.path() / "s.csv", "日期,企业\n2021-Q4,5\n2022-Q4,8\n2023-Q4,12\n2024-Q4,18\n2025-Q4,25\n");
  const auto run = [&](std::vector<std::string> settings) {
    std::vector<std::string> words{"s.csv", "--table", "series_backtest"};
    for (const std::string& setting : settings) words.insert(words.end(), {"--set", setting});
    const auto row = numbers_of(simulate(folder.path(), words).out, "process,");
    return row.empty() ? -1 : row.front();
  };
  EXPECT_EQ(run({"calibrate.held_out=2"}), 2);
  EXPECT_EQ(run({"calibrate.held_out=4"}), -1) << "one point is no fit: there is no such table";
  const auto band = [&](const std::string& setting) {
    const auto row =
        numbers_of(simulate(folder.path(), {"s.csv", "--set", setting, "--table", "series_course"}).out, "2030,");
    return row.at(2) - row.at(0);
  };
  const double usual = band("calibrate.series_shock_sd=0.1");
  EXPECT_GT(band("calibrate.series_shock_sd=0.5"), 1.5 * usual);
  EXPECT_LT(band("calibrate.prior_market_sd=0.1"), usual);
}

TEST(DatedSeries, MakesARunThatCanBeRepeatedAndAStudy) {
  const TemporaryFolder folder;
  write_text(folder.path() / "a.csv", kWordings);
  const Ended made = tidu(folder.path(), {"simulate", "a.csv", "--lang", "zh"});
  ASSERT_EQ(made.code, 0) << made.err;
  const fs::path run = folder.path() / fs::path(made.out).parent_path();
  EXPECT_EQ(read_text(run / "inputs/data/a.csv"), kWordings);
  EXPECT_NE(read_text(run / "report.html").find("series_course"), std::string::npos);
  EXPECT_NE(read_text(run / "results.json").find("remark.series_new_wording"), std::string::npos)
      << "the held-out point is the only one asked so";
  EXPECT_NE(read_text(run / "results.json").find("calibrate.identify.before"), std::string::npos);
  EXPECT_EQ(tidu(folder.path(), {"rerun", run.string()}).code, 0);
  EXPECT_EQ(tidu(folder.path(), {"init", "study", "--from", "a.csv"}).code, 0);
  EXPECT_EQ(tidu(folder.path(), {"check", "study"}).code, 0);
  const Ended agents = tidu(folder.path(), {"simulate", "study", "--agents"});
  EXPECT_NE(agents.code, 0);
  EXPECT_NE(agents.err.find("--agents"), std::string::npos) << agents.err;
}

TEST(DatedSeries, MistakesAreLocatedAndHaveARemedy) {
  const TemporaryFolder folder;
  write_text(folder.path() / "btos.csv", kSurvey);
  write_text(folder.path() / "zero.csv", "date,share\n2023,0\n2024,5\n2025,9\n");
  write_text(folder.path() / "one.csv", "date,share\n2023,5\n");
  write_text(folder.path() / "panel.csv",
             "region,date,share\nA,2023-09,3\nA,2023-12,5\nA,2025-06,9\nB,2023-09,3\nB,2023-12,5\nB,2025-06,9\n");
  struct Case {
    std::vector<std::string> words;
    int code;
    const char* said;
  };
  const Case cases[] = {
      {{"btos.csv", "--only", "USA", "--adoption", "spanned"}, 4, "btos.csv:8:5:"},
      {{"btos.csv", "--only", "USA", "--adoption", "expected"}, 4, "btos.csv:5:5:"},
      {{"btos.csv", "--only", "USA"}, 4, "--adoption"},
      {{"btos.csv", "--only", "US"}, 2, "\"USA\""},
      {{"btos.csv", "--only", "USA", "--adoption", "goods_service"}, 2, "\"goods_services\""},
      {{"zero.csv"}, 4, "zero.csv:2:6:"},
      {{"one.csv"}, 4, "1"},
      {{"panel.csv"}, 4, "--only"},
      {{"panel.csv", "--only", "A", "--population", "x"}, 2, "--population"},
      {{"panel.csv", "--only", "A", "--set", "calibrate.series_shock_sd=0"}, 3, "series_shock_sd"},
  };
  for (const Case& each : cases) {
    const Ended ended = simulate(folder.path(), each.words);
    EXPECT_EQ(ended.code, each.code) << each.words.front() << "\n" << ended.err;
    EXPECT_NE(ended.err.find(each.said), std::string::npos) << each.said << "\n" << ended.err;
  }
  EXPECT_EQ(simulate(folder.path(), {"panel.csv", "--only", "A", "--table", "series_points"}).code, 0);
}

}  // namespace
}  // namespace tidu::tests
