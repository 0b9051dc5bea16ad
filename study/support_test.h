// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "study/study.h"

namespace tidu::study::testing {

/// A whole study file, as small as one can be.
inline constexpr std::string_view kSmall = R"([study]
id = "small"
title = "Small"
first_year = 2013
last_year = 2015
seed = 1
capability_index = "ai"
productivity_index = "ai"

[data]
regions = "r.csv"
indicators = "i.csv"
panels = ["p.csv"]
borders = "b.csv"

[[variable]]
id = "x"
name = { en = "X", zh = "某" }
unit = "1"
numerators = ["s"]

[[index]]
id = "ai"
name = { zh = "人工智能" }

[[index.pillar]]
id = "a"
name = "A"
indicators = ["x"]
)";

/// A sector of its agents.
inline constexpr std::string_view kSector = "[[agents.sector]]\nid = \"a\"\nname = \"A\"\nseries = [\"s\"]\n";

/// The same with lines at its end.
inline std::string with(std::string_view lines) { return std::string(kSmall) + "\n" + std::string(lines) + "\n"; }

using Keys = std::vector<std::string>;

/// What is wrong with a study file, as the keys of its messages; nothing is wrong exactly if it has a value.
inline Keys keys_of(const std::string& source) {
  Keys keys;
  const auto outcome = parse_study(source, "study.toml");
  EXPECT_EQ(outcome.value.has_value(), !outcome.diagnostics.has_errors());
  for (const auto& item : outcome.diagnostics.items()) keys.emplace_back(item.error.message.key);
  return keys;
}

}  // namespace tidu::study::testing
