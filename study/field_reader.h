// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "study/study.h"
#include "study/toml_reader.h"

namespace tidu::study {

/// Takes typed fields out of a TOML table and reports every mistake with its position instead of stopping at the first.
class FieldReader {
 public:
  explicit FieldReader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void error(ErrorCode code, Text message, Text hint, const Location& where) {
    diagnostics_.add({code, std::move(message), std::move(hint)}, where);
  }

  /// Reports each key that is not allowed, with the nearest one that is. Keys that start with "x-" are the user's
  /// notes.
  void check_keys(const TomlValue& table, std::span<const std::string_view> allowed);

  /// Required fields report their absence at the table's own position.
  std::string string(const TomlValue& table, std::string_view key, bool required = true);
  std::string identifier(const TomlValue& table, std::string_view key);  ///< letters, digits, _ and -
  Name name(const TomlValue& table, std::string_view key,
            bool required = true);  ///< a text for both languages, or a table of them
  std::optional<double> number(const TomlValue& table, std::string_view key, bool required = true);
  std::optional<int> year(const TomlValue& table, std::string_view key, bool required = true);
  std::vector<std::string> strings(const TomlValue& table, std::string_view key, bool required = true);
  std::string file(const TomlValue& table, std::string_view key, bool required = true);
  std::vector<const TomlValue*> tables(const TomlValue& table, std::string_view key, bool required = true);

  /// A word of a list, as its position.
  std::optional<std::size_t> choice(const TomlValue& value, std::string_view key,
                                    std::span<const std::string_view> words);

  /// The text of a value, checked for forbidden characters.
  std::optional<std::string> text_of(const TomlValue& value, std::string_view key);

  /// A path inside the study's folder.
  std::string path_of(const TomlValue& value, std::string_view key);

  void wrong_type(const TomlValue& value, std::string_view key, std::string_view wanted);

 private:
  const TomlValue* field(const TomlValue& table, std::string_view key, bool required);

  Diagnostics& diagnostics_;
};

}  // namespace tidu::study
