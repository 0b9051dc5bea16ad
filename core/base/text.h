// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace tidu {

/// A value inside a text: shown in the reader's language and number format.
using TextArg = std::variant<std::int64_t, double, std::string>;

/// A text for a user, independent of the language: a key of the catalogue (study/texts/*.toml) and the values of its
/// placeholders {0}, {1}, ... Core code names texts and never writes them; study/catalogue.h renders them.
struct Text {
  std::string_view key;  ///< static storage; empty = no text
  std::vector<TextArg> args;

  bool empty() const { return key.empty(); }
  friend bool operator==(const Text&, const Text&) = default;
};

/// A name that a user's file gives in both languages; where one is empty the other stands for it.
struct Name {
  std::string en;
  std::string zh;
  friend bool operator==(const Name&, const Name&) = default;
};

namespace detail {
template <class T>
TextArg text_arg(T&& value) {
  using Plain = std::remove_cvref_t<T>;
  if constexpr (std::is_floating_point_v<Plain>) {
    return static_cast<double>(value);
  } else if constexpr (std::is_integral_v<Plain>) {
    return static_cast<std::int64_t>(value);
  } else {
    return std::string(std::forward<T>(value));
  }
}
}  // namespace detail

/// text("measure.inequality.not_positive", index, value)
template <class... Args>
Text text(std::string_view key, Args&&... args) {
  return Text{.key = key, .args = {detail::text_arg(std::forward<Args>(args))...}};
}

}  // namespace tidu
