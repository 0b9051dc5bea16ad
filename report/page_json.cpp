// SPDX-License-Identifier: Apache-2.0
#include "report/page_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/escape.h"
#include "study/catalogue.h"

namespace tidu::report {
namespace {

std::string quoted(std::string_view text) { return "\"" + escape::script_json(text) + "\""; }

std::string number(double value) { return std::isfinite(value) ? fmt::format("{}", value) : "null"; }

/// Writes an object member by member.
class Object {
 public:
  Object& raw(std::string_view key, std::string_view json) {
    body_.append(body_.empty() ? "\"" : ",\"").append(key).append("\":").append(json);
    return *this;
  }
  Object& add(std::string_view key, std::string_view value) { return raw(key, quoted(value)); }
  Object& add(std::string_view key, const Name& name) {
    return raw(key, Object().add("en", name.en).add("zh", name.zh).str());
  }
  Object& number_of(std::string_view key, double value) { return raw(key, number(value)); }
  std::string str() const { return "{" + body_ + "}"; }

 private:
  std::string body_;
};

template <class T, class Make>
std::string list(const std::vector<T>& items, Make make) {
  std::string body;
  for (const T& item : items) {
    if (!body.empty()) body += ',';
    body += make(item);
  }
  return "[" + body + "]";
}

std::string strings(const std::vector<std::string>& items) { return list(items, quoted); }

std::string column(const data::Column& c) {
  const std::string origin = Object()
                                 .raw("sources", strings(c.origin.sources))
                                 .raw("formulas", strings(c.origin.formulas))
                                 .raw("assumptions", strings(c.origin.assumptions))
                                 .str();
  Object object;
  object.add("key", c.key)
      .add("type", data::kColumnTypeNames[static_cast<std::size_t>(c.type)])
      .add("unit", c.unit)
      .number_of("decimals", c.decimals)
      .raw("origin", origin);
  return object.raw("values", c.type == data::ColumnType::label ? strings(c.texts) : list(c.numbers, number)).str();
}

std::string table(const data::Table& t) {
  return Object().add("key", t.key).add("subject", t.subject).raw("columns", list(t.columns, column)).str();
}

std::string region(const data::RegionInfo& r) {
  return Object()
      .add("code", r.code)
      .add("name", r.name)
      .add("group", r.group)
      .number_of("tile_column", r.tile_column)
      .number_of("tile_row", r.tile_row)
      .str();
}

std::string outline(const data::RegionOutline& o) { return Object().add("code", o.code).add("path", o.path).str(); }

std::string source(const data::Source& s) {
  Object object;
  object.add("id", s.id).add("name", s.name).add("unit", s.unit).add("publisher", s.publisher).add("file", s.file);
  object.number_of("first_year", s.first_year).number_of("last_year", s.last_year);
  return object.raw("cells", std::to_string(s.cells))
      .raw("missing", std::to_string(s.missing))
      .raw("imputed", std::to_string(s.imputed))
      .str();
}

std::string assumption(const data::Assumption& a) {
  return Object()
      .add("key", a.key)
      .number_of("value", a.value)
      .number_of("low", a.low)
      .number_of("high", a.high)
      .add("unit", a.unit)
      .add("source", a.source)
      .str();
}

std::string formula(const data::Formula& f) {
  return Object().add("id", f.id).add("expression", f.expression).add("source", f.source).str();
}

/// What the tables of a page cite.
struct Citations {
  std::set<std::string_view> formulas;
  std::set<std::string_view> families;  ///< of assumptions: "calibrate" of "calibrate.shock_sd"
};

std::string_view family_of(std::string_view key) { return key.substr(0, key.find('.')); }

Citations citations_of(const data::ResultSet& results) {
  Citations cited;
  for (const data::Table& t : results.tables) {
    for (const data::Column& c : t.columns) {
      cited.formulas.insert(c.origin.formulas.begin(), c.origin.formulas.end());
      for (const std::string& key : c.origin.assumptions) cited.families.insert(family_of(key));
    }
  }
  return cited;
}

/// Those items whose id is among `kept`.
template <class T, class IdOf>
std::vector<T> among(const std::vector<T>& items, const std::set<std::string_view>& kept, IdOf id_of) {
  std::vector<T> some;
  std::copy_if(items.begin(), items.end(), std::back_inserter(some),
               [&](const T& t) { return kept.contains(id_of(t)); });
  return some;
}

std::string label(const data::Label& l) { return Object().add("id", l.id).add("name", l.name).str(); }

std::string argument(const TextArg& a) {
  if (const auto* whole = std::get_if<std::int64_t>(&a)) return std::to_string(*whole);
  if (const auto* real = std::get_if<double>(&a)) return number(*real);
  return quoted(std::get<std::string>(a));
}

std::string remark(const data::Remark& r) {
  return Object().add("table", r.table).add("key", r.key).raw("arguments", list(r.args, argument)).str();
}

/// Families of texts that the page may show.
bool belongs_to_page(std::string_view key) {
  constexpr std::array<std::string_view, 14> kFamilies{"report.", "audit.",  "table.",   "column.",  "unit.",
                                                       "group.",  "tier.",   "adopter.", "weights.", "remark.",
                                                       "word.",   "option.", "formula.", "scope."};
  const bool family =
      std::any_of(kFamilies.begin(), kFamilies.end(), [key](std::string_view f) { return key.starts_with(f); });
  return family && !key.ends_with(".help");
}

}  // namespace

std::string results_json(const data::ResultSet& results) {
  Object object;
  object.add("study", results.study_id)
      .add("title", results.title)
      .add("version", results.version)
      .add("seed", std::to_string(results.seed));
  object.raw("regions", list(results.regions, region))
      .raw("outlines", list(results.outlines, outline))
      .raw("outline_first", results.outline_first ? "true" : "false")
      .raw("labels", list(results.labels, label))
      .raw("sources", list(results.sources, source));
  const Citations cited = citations_of(results);
  const auto id_of = [](const data::Formula& f) { return std::string_view(f.id); };
  const auto family = [](const data::Assumption& a) { return family_of(a.key); };
  object.raw("formulas", list(among(results.formulas, cited.formulas, id_of), formula))
      .raw("assumptions", list(among(results.assumptions, cited.families, family), assumption));
  return object.raw("tables", list(results.tables, table)).raw("remarks", list(results.remarks, remark)).str();
}

std::string texts_json(const data::ResultSet& results) {
  std::set<std::string, std::less<>> said;  // a remark may be the message of a measure that refused
  for (const data::Remark& remark : results.remarks) said.insert(remark.key);
  Object languages;
  for (const auto& [name, language] : {std::pair("en", study::Language::en), std::pair("zh", study::Language::zh)}) {
    Object texts;
    for (const auto& [key, value] : study::Catalogue::instance().all(language)) {
      if (belongs_to_page(key) || said.contains(key)) texts.add(key, value);
    }
    languages.raw(name, texts.str());
  }
  return languages.str();
}

}  // namespace tidu::report
