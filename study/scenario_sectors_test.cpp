// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "study/study.h"
#include "study/support_test.h"

namespace tidu::study {
namespace {

/// A study with the sectors "a" and "health", and a scenario for those named.
Outcome<Study> study_for(std::string_view sectors) {
  const std::string text = testing::with(std::string(R"([agents]
count = 100
regions = "s"

[[agents.sector]]
id = "a"
name = "A"
series = ["s"]

[[agents.sector]]
id = "health"
name = "H"
series = ["t"]

[[scenario]]
id = "x"
name = "X"
sectors = [)") + std::string(sectors) + "]\n");
  return parse_study(text, "study.toml");
}

TEST(ScenarioSectors, AreThoseOfTheAgents) {
  const auto outcome = study_for("\"health\"");
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.value->scenarios[0].sectors, std::vector<std::string>{"health"});
  EXPECT_TRUE(study_for("").ok()) << "no list is all of them";
  const auto wrong = study_for("\"a\", \"helth\"").diagnostics;
  ASSERT_EQ(wrong.items().size(), 1U);
  EXPECT_EQ(wrong.items()[0].error.message.key, "study.unknown_sector");
  EXPECT_EQ(wrong.items()[0].error.hint.args, std::vector<TextArg>{"health"});
  EXPECT_EQ(wrong.items()[0].where.line, 48U);
}

}  // namespace
}  // namespace tidu::study
