// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/base/order.h"
#include "core/base/result.h"

namespace tidu {

enum class Severity : std::uint8_t { note, warning, error };

/// Where in a file something stands. Lines and columns count from 1 (columns in characters, not bytes); 0 = unknown.
struct Location {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;
  std::size_t length = 1;  ///< characters that the caret underlines
  std::string line_text;   ///< the line itself, for the caret; may be empty
  std::string cell;        ///< of a workbook, "Sheet1!B7"; line and column are then its row and column

  friend bool operator==(const Location&, const Location&) = default;
};

/// One finding of a reader: what, where, and what to do. Readers collect all of them instead of stopping at the first.
struct Diagnostic {
  Severity severity = Severity::error;
  Error error;
  Location where;
};

/// All findings of one reading, in order of file and position.
class Diagnostics {
 public:
  void add(Diagnostic diagnostic) { items_.push_back(std::move(diagnostic)); }
  void add(Error error, Location where = {}, Severity severity = Severity::error) {
    items_.push_back({severity, std::move(error), std::move(where)});
  }
  void append(const Diagnostics& other) { items_.insert(items_.end(), other.items_.begin(), other.items_.end()); }

  /// Puts the findings of each file in order of position; files keep the order in which they were read.
  void sort() {
    std::map<std::string, std::size_t> place;
    for (const Diagnostic& item : items_) place.emplace(item.where.file, place.size());
    const auto key = [&place](const Diagnostic& item) {
      return std::tuple(place.find(item.where.file)->second, item.where.line, item.where.column);
    };
    stable_sort(items_, [&key](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  }

  bool has_errors() const { return count(Severity::error) > 0; }
  bool empty() const { return items_.empty(); }
  std::size_t count(Severity severity) const {
    std::size_t n = 0;
    for (const auto& item : items_) n += item.severity == severity ? 1 : 0;
    return n;
  }
  const std::vector<Diagnostic>& items() const { return items_; }

 private:
  std::vector<Diagnostic> items_;
};

/// A value together with everything that was noticed while making it. No value means that diagnostics hold an error.
template <class T>
struct Outcome {
  std::optional<T> value;
  Diagnostics diagnostics;

  bool ok() const { return value.has_value() && !diagnostics.has_errors(); }
};

}  // namespace tidu
