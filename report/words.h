// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/results.h"
#include "study/catalogue.h"

namespace tidu::report {

/// The words of one language for what results name by ids, as the page's program finds them (assets/base.js).
class Words {
 public:
  /// results  must live as long as the object
  Words(const data::ResultSet& results, study::Language language) : results_(results), language_(language) {}

  /// A text of the catalogue.
  std::string say(const Text& text) const;
  bool knows(const std::string& key) const;
  /// The name in the language; the other one where it is empty.
  std::string name(const Name& name) const;

  std::string title(const data::Table& table) const;
  std::string note(const data::Table& table) const;
  /// The remarks on a table, or on the "study".
  std::vector<std::string> remarks(std::string_view table) const;
  /// "Share of population (%)"; no unit where it is 1 or a year.
  std::string heading(const data::Column& column) const;
  std::string unit(const std::string& unit) const;
  std::string region(const std::string& code) const;
  /// A word of a label column as the reader should see it.
  std::string word(const std::string& column, const std::string& value) const;

 private:
  std::string label(const std::string& id) const;

  const data::ResultSet& results_;
  study::Language language_;
};

}  // namespace tidu::report
