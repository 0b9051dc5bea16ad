// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/diagnostic.h"
#include "data/sheet.h"

namespace tidu::data {

/// A dated national figure.
struct Fact {
  std::string date;  ///< as given: "2024", "2024-06"
  double time = 0;   ///< in years: the end of the month or year that the date names (2024-06 = 2024.5)
  std::string variable;
  double value = 0;
  std::string unit;
  std::string note;
};

/// Columns date (YYYY or YYYY-MM), variable, value, unit, note.
Outcome<std::vector<Fact>> read_facts(const Sheet& sheet);

}  // namespace tidu::data
