// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace tidu::cli {

/// Writes the small JSON objects of --json, in the order in which members are added. Results are written by store/.
class JsonObject {
 public:
  JsonObject& add(std::string_view key, std::string_view value);
  JsonObject& add(std::string_view key, const char* value) { return add(key, std::string_view(value)); }
  JsonObject& add(std::string_view key, bool value) { return add_raw(key, value ? "true" : "false"); }
  template <std::integral I>
    requires(!std::same_as<I, bool>)
  JsonObject& add(std::string_view key, I value) {
    return add_raw(key, std::to_string(value));
  }
  JsonObject& add(std::string_view key, double value);  ///< with every digit; no value as null
  /// A value that is JSON already.
  JsonObject& add_raw(std::string_view key, std::string_view json);

  std::string str() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

/// "[a, b]" from values that are JSON already.
class JsonArray {
 public:
  void add_raw(std::string_view json);
  std::string str() const { return "[" + items_ + "]"; }

 private:
  std::string items_;
};

}  // namespace tidu::cli
