// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostic.h"

namespace tidu::study {

struct TomlMember;

/// A value of a TOML document with where it and its key stand. A plain tree, so that the TOML library is seen by one
/// source alone.
struct TomlValue {
  enum class Kind : std::uint8_t { string, integer, real, boolean, array, table, other };

  Kind kind = Kind::other;
  std::string string;
  double number = 0;  ///< integer and real
  bool boolean = false;
  std::vector<TomlValue> items;     ///< of an array
  std::vector<TomlMember> members;  ///< of a table, in order of position
  Location where;                   ///< of the value
  Location key_where;               ///< of its key; the same as `where` in arrays

  const TomlValue* find(std::string_view key) const;
};

/// A key of a table and its value.
struct TomlMember {
  std::string name;
  TomlValue value;
};

inline const TomlValue* TomlValue::find(std::string_view key) const {
  for (const auto& [name, value] : members) {
    if (name == key) return &value;
  }
  return nullptr;
}

/// Parses TOML 1.0 text (UTF-8, a byte order mark is skipped). Only the first error of syntax is reported: what follows
/// it cannot be trusted.
Outcome<TomlValue> parse_toml(std::string_view text, std::string_view file_name);

}  // namespace tidu::study
