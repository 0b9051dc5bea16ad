// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/formula.h"
#include "core/base/option.h"
#include "core/base/result.h"
#include "tests/golden.h"

namespace tidu::measure::testing {

inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// The numeric columns of a plain CSV file, by name. For tests alone: data/ reads users' files.
inline std::map<std::string, std::vector<double>> read_columns(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  std::vector<std::string> names;
  std::string cell;
  for (std::istringstream header(line); std::getline(header, cell, ',');) {
    std::erase(cell, '"');
    names.push_back(cell);
  }
  std::map<std::string, std::vector<double>> columns;
  while (std::getline(file, line)) {
    std::istringstream row(line);
    for (const std::string& name : names) {
      std::getline(row, cell, ',');
      columns[name].push_back(std::strtod(cell.c_str(), nullptr));
    }
  }
  return columns;
}

inline void expect_near(const std::vector<double>& actual, const std::vector<double>& expected, double tolerance) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(actual[i], expected[i], tolerance) << i;
}

/// Rows of an option table agree with the struct's defaults and limits, and each row sets a field of its own.
template <class P>
void expect_sound_options(std::span<const Option<P>> options) {
  const P defaults;
  std::set<std::string_view> keys;
  for (const Option<P>& option : options) {
    const OptionRecord& record = option.record;
    EXPECT_TRUE(record.key.starts_with("measure.")) << record.key;
    EXPECT_TRUE(keys.insert(record.key).second) << record.key;
    EXPECT_EQ(option.get(defaults), record.default_value) << record.key;
    EXPECT_LE(record.minimum, record.default_value) << record.key;
    EXPECT_LE(record.default_value, record.maximum) << record.key;
    EXPECT_FALSE(record.source.empty()) << record.key;
    if (record.type == OptionType::choice) {
      EXPECT_EQ(record.maximum + 1, static_cast<double>(record.choices.size())) << record.key;
    } else if (record.type != OptionType::boolean) {
      EXPECT_LE(record.minimum, record.low) << record.key;
      EXPECT_LE(record.low, record.default_value) << record.key;
      EXPECT_LE(record.default_value, record.high) << record.key;
      EXPECT_LE(record.high, record.maximum) << record.key;
    }
    P changed;
    const double value = record.default_value == record.maximum ? record.minimum : record.maximum;
    option.set(changed, value);
    for (const Option<P>& other : options) {
      const double expected = other.record.key == record.key ? value : other.record.default_value;
      EXPECT_EQ(other.get(changed), expected) << record.key << " changes " << other.record.key;
    }
  }
}

/// Formulas stand in the order of their ids, each with expression and source.
inline void expect_sound_formulas(std::span<const FormulaRecord> formulas) {
  std::string_view previous;
  for (const FormulaRecord& formula : formulas) {
    EXPECT_LT(previous, formula.id);
    EXPECT_FALSE(formula.expression.empty()) << formula.id;
    EXPECT_FALSE(formula.source.empty()) << formula.id;
    previous = formula.id;
  }
}

/// Expects a failed result with this message key and a hint of the same name.
#define EXPECT_REFUSED(result, error_code, message_key)                       \
  do {                                                                        \
    const auto refused_ = (result);                                           \
    ASSERT_FALSE(refused_.has_value());                                       \
    EXPECT_EQ(refused_.error().code, error_code);                             \
    EXPECT_EQ(refused_.error().message.key, message_key);                     \
    EXPECT_EQ(refused_.error().hint.key, std::string(message_key) + ".hint"); \
  } while (false)

}  // namespace tidu::measure::testing
