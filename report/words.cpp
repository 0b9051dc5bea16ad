// SPDX-License-Identifier: Apache-2.0
#include "report/words.h"

#include <algorithm>

#include "report/report.h"

namespace tidu::report {

std::string Words::say(const Text& text) const { return study::Catalogue::instance().render(text, language_); }

bool Words::knows(const std::string& key) const { return study::Catalogue::instance().has(key); }

std::string Words::name(const Name& name) const {
  const std::string& wanted = language_ == study::Language::en ? name.en : name.zh;
  const std::string& other = language_ == study::Language::en ? name.zh : name.en;
  return wanted.empty() ? other : wanted;
}

std::string Words::title(const data::Table& table) const { return table_title(results_, table, language_); }

std::string Words::note(const data::Table& table) const {
  const std::string key = "table." + std::string(table.family()) + ".note";
  return knows(key) ? say({.key = key}) : std::string();
}

namespace {

/// A whole number with its thousands apart, as the page writes it: from 10,000 on, for years are none.
TextArg grouped(std::int64_t whole) {
  constexpr std::int64_t kLeast = 10'000;
  if (whole < kLeast && whole > -kLeast) return whole;
  std::string digits = std::to_string(whole);
  const std::size_t sign = whole < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > sign + 3;) digits.insert(at -= 3, ",");
  return digits;
}

}  // namespace

std::vector<std::string> Words::remarks(std::string_view table) const {
  std::vector<std::string> said;
  for (const data::Remark& remark : results_.remarks) {
    if (remark.table != table) continue;
    Text words{.key = remark.key, .args = remark.args};
    for (TextArg& value : words.args) {
      if (std::string* id = std::get_if<std::string>(&value)) *id = label(*id);
      if (const std::int64_t* whole = std::get_if<std::int64_t>(&value)) value = grouped(*whole);
    }
    said.push_back(say(words));
  }
  return said;
}

std::string Words::heading(const data::Column& column) const {
  std::string words = say({.key = "column." + column.key});
  if (!column.unit.empty() && column.unit != "1" && column.unit != "year") words += " (" + unit(column.unit) + ")";
  return words;
}

std::string Words::unit(const std::string& unit) const {
  const std::string key = "unit." + unit;
  return knows(key) ? say({.key = key}) : unit;
}

std::string Words::label(const std::string& id) const {
  const auto found = std::find_if(results_.labels.begin(), results_.labels.end(),
                                  [&id](const data::Label& candidate) { return candidate.id == id; });
  return found == results_.labels.end() ? id : name(found->name);
}

std::string Words::region(const std::string& code) const {
  if (code == "ALL") return say(text("report.nation"));
  if (const std::string place = "word.place." + code; knows(place)) return say({.key = place});
  if (code.starts_with("tier.")) return say({.key = code});
  const auto found = std::find_if(results_.regions.begin(), results_.regions.end(),
                                  [&code](const data::RegionInfo& candidate) { return candidate.code == code; });
  return found == results_.regions.end() ? code : name(found->name);
}

std::string Words::word(const std::string& column, const std::string& value) const {
  if (column == "region" || column == "next_region" || column == "region_to") return region(value);
  if (column == "shock") return label("shock." + value);
  if (column == "scenario") return value == "baseline" ? say(text("report.baseline")) : label("scenario." + value);
  if (column == "unit") return unit(value);
  const bool group = column == "group" || column == "other_group" || column == "scope";
  const std::vector<std::string> prefixes = group                    ? std::vector<std::string>{"group.", "adopter."}
                                            : column == "tier_equal" ? std::vector<std::string>{"tier."}
                                            : column == "best_discretisation"
                                                ? std::vector<std::string>{"word.discretisation."}
                                                : std::vector<std::string>{"word." + column + ".", column + "."};
  for (const std::string& prefix : prefixes) {
    if (knows(prefix + value)) return say({.key = prefix + value});
  }
  return label(value);
}

}  // namespace tidu::report
