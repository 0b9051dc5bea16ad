// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <regex>

#include "tests/cli/process.h"

/// Data that are legal and awkward: each is measured with a rule that is stated, or refused with a place and a remedy;
/// no table holds a value that is no number.
namespace tidu::tests {
namespace {

namespace fs = std::filesystem;

std::string csv(const std::vector<std::string>& lines) {
  std::string text = "region,year,income,schooling,people\n";
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

struct Awkward {
  const char* name;
  std::string data;
  std::vector<std::string> words;
  int code;          ///< 0: measured
  const char* said;  ///< in the message of a refusal
};

std::vector<Awkward> awkward_data() {
  const std::vector<std::string> roles = {"--quantities", "income", "--population", "people"};
  return {
      {"two regions", csv({"A,2020,1,5,10", "B,2020,3,6,20"}), roles, 0, ""},
      {"three regions, one year", csv({"A,2020,1,5,10", "B,2020,3,6,20", "C,2020,2,1,5"}), roles, 0, ""},
      {"zeros", csv({"A,2020,0,5,10", "B,2020,3,0,20", "C,2020,2,1,5", "D,2020,0,0,5"}), roles, 0, ""},
      {"negative values", csv({"A,2020,-1,5,10", "B,2020,3,-6,20", "C,2020,2,1,5", "D,2020,7,8,9"}), roles, 4,
       "region A in 2020"},
      {"equal incomes in one year",
       csv({"A,2020,2,5,10", "B,2020,2,6,20", "C,2020,2,1,5", "A,2021,2,5,10", "B,2021,3,6,20", "C,2021,4,1,5"}), roles,
       0, ""},
      {"large and small", csv({"A,2020,1e150,5e-150,10", "B,2020,3e150,6e-150,20", "C,2020,2e150,1e-150,5"}), roles, 0,
       ""},
      {"no people in one region", csv({"A,2020,1,5,0", "B,2020,3,6,20", "C,2020,2,1,5"}), roles, 3, "people"},
      {"one region", csv({"A,2020,1,5,10", "A,2021,2,6,10", "A,2022,4,5,11"}), roles, 4, ""},
      {"nothing differs",
       csv({"A,2020,1,5,10", "B,2020,1,5,20", "C,2020,1,5,5"}),
       {"--indicators", "income"},
       4,
       "same value everywhere"},
      {"a region twice", csv({"A,2020,1,5,10", "B,2020,3,6,20", "A,2020,2,1,5"}), roles, 4, "a second time"},
      {"a column without values",
       csv({"A,2020,1,,10", "B,2020,3,,20", "C,2020,2,,5"}),
       {"--indicators", "schooling"},
       2,
       "no series \"schooling\""},
      {"a weight below 0", csv({"A,2020,1,5,-1", "B,2020,3,6,20", "C,2020,2,1,5"}), roles, 3, "people"},
  };
}

TEST(AwkwardData, IsMeasuredByAStatedRuleOrRefusedWithARemedy) {
  const TemporaryFolder folder;
  const std::regex no_number(R"((^|,)-?(nan|inf)[a-z]*(,|$))", std::regex::icase);
  for (const Awkward& each : awkward_data()) {
    write_text(folder.path() / "data.csv", each.data);
    std::vector<std::string> words = {"measure", "data.csv", "--quiet", "--out", "runs"};
    words.insert(words.end(), each.words.begin(), each.words.end());
    const Ended ended = tidu(folder.path(), words);
    EXPECT_EQ(ended.code, each.code) << each.name << "\n" << ended.err;
    if (ended.code != 0) {
      EXPECT_NE(ended.err.find("error:"), std::string::npos) << each.name;
      EXPECT_NE(ended.err.find("hint:"), std::string::npos) << each.name << "\n" << ended.err;
      EXPECT_NE(ended.err.find(each.said), std::string::npos) << each.name << "\n" << ended.err;
      continue;
    }
    const fs::path run = (folder.path() / ended.out.substr(0, ended.out.size() - 1)).parent_path();
    for (const auto& table : fs::directory_iterator(run / "tables")) {
      const std::string text = read_text(table.path());
      for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        const std::string line = text.substr(from, end - from);
        EXPECT_FALSE(std::regex_search(line, no_number))
            << each.name << ", " << table.path().filename() << ": " << line;
        from = end + 1;
      }
    }
  }
}

}  // namespace
}  // namespace tidu::tests
