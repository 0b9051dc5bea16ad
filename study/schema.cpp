// SPDX-License-Identifier: Apache-2.0
#include "study/schema.h"

#include <nlohmann/json.hpp>

#include "core/diffusion/process/levers.h"
#include "study/keys.h"
#include "study/registry.h"

namespace tidu::study {
namespace {

using Json = nlohmann::ordered_json;

class Writer {
 public:
  explicit Writer(Language language) : language_(language) {}

  Json document() const {
    Json properties = Json::object();
    properties["study"] = section("study", kStudyKeys, {"id", "title", "first_year", "last_year", "seed"});
    properties["data"] = section("data", kDataKeys, {});
    properties["analysis"] = section("analysis", kAnalysisKeys, {});
    properties["variable"] = list_of(section("variable", kVariableKeys, {"id", "name", "unit", "numerators"}));
    properties["index"] = list_of(section("index", kIndexKeys, {"id", "name", "pillar"}));
    properties["scenario"] = list_of(section("scenario", kScenarioKeys, {"id", "name"}));
    properties["agents"] = either(section("agents", kAgentsKeys, {}), {"count", "regions"}, {"members", "contacts"});
    properties["accounts"] = section("accounts", kAccountsKeys, {"product"});
    properties["shock"] = list_of(section("shock", kShockKeys, {"id", "name"}));
    properties["attributes"] = section("attributes", kAttributes, {});
    properties["decision"] = list_of(section("decision", kDecisionKeys, {"id", "name", "kind", "share"}));
    for (const std::string_view name : kOptionSections) properties[std::string(name)] = option_section(name);
    return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
            {"title", get("schema.title")},
            {"type", "object"},
            {"properties", properties},
            {"$defs", {{"pillar", section("pillar", kPillarKeys, {"id", "name"})}}},
            {"required", {"study", "data"}},
            {"if", needs("data", {"series"})},
            {"then", needs("study", {"adoption_series"})},
            {"else", of_regions()},
            {"patternProperties", notes()},
            {"additionalProperties", false}};
  }

 private:
  std::string get(const std::string& key) const { return Catalogue::instance().get(key, language_); }

  static Json needs(const char* name, const std::vector<const char*>& keys) {
    return {{"properties", {{name, {{"required", keys}}}}}};
  }

  /// What every study of regions has, and one of a single dated series has not.
  static Json of_regions() {
    Json parts = needs("data", {"regions", "panels"});
    parts["properties"]["study"] = {{"required", {"capability_index"}}};
    parts["required"] = {"variable", "index"};
    return parts;
  }

  static Json list_of(Json item) { return {{"type", "array"}, {"items", std::move(item)}}; }
  static Json identifier() { return {{"type", "string"}, {"pattern", "^[A-Za-z0-9_-]+$"}}; }
  static Json words(const auto& choices) {
    Json json = Json::array();
    for (const std::string_view word : choices) json.push_back(word);
    return {{"type", "string"}, {"enum", json}};
  }
  /// Keys that begin with "x-" are the user's notes.
  static Json notes() { return Json::object({{"^x-", true}}); }

  static Json both_languages() {
    const Json text{{"type", "string"}};
    return {
        {"anyOf",
         {text, {{"type", "object"}, {"properties", {{"en", text}, {"zh", text}}}, {"additionalProperties", false}}}}};
  }

  Json section(const std::string& name, std::span<const std::string_view> keys,
               std::initializer_list<std::string_view> required) const {
    Json properties = Json::object();
    for (const std::string_view key : keys) {
      Json property = value_of(name, std::string(key));
      property["description"] = get("schema." + name + "." + std::string(key));
      properties[std::string(key)] = std::move(property);
    }
    Json needed = Json::array();
    for (const std::string_view key : required) needed.push_back(key);
    return {{"type", "object"},
            {"properties", properties},
            {"required", needed},
            {"patternProperties", notes()},
            {"additionalProperties", false}};
  }

  /// The section needs the keys of one list or those of the other.
  static Json either(Json section, std::initializer_list<const char*> one, std::initializer_list<const char*> other) {
    section.erase("required");
    section["anyOf"] = {{{"required", one}}, {{"required", other}}};
    return section;
  }

  Json value_of(const std::string& name, const std::string& key) const {
    if (key == "title" || key == "name" || key == "description") return both_languages();
    if (key == "first_year" || key == "last_year") return {{"type", "integer"}};
    if (key == "seed")
      return {{"type", "integer"}, {"minimum", 0}, {"maximum", static_cast<std::int64_t>(kLargestSeed)}};
    if (key == "panels") return list_of({{"anyOf", {{{"type", "string"}}, section("panel", kPanelKeys, {"file"})}}});
    if (name == "data" && key == "series") {
      return {{"anyOf", {{{"type", "string"}}, section("series", kSeriesKeys, {"file"})}}};
    }
    if (name == "series" && key != "decimal") return {{"type", "string"}};
    if (name == "attributes") {
      return {{"anyOf", {identifier(), section("attribute", kAttributeKeys, {"of"})}}};
    }
    if (key == "strength") return {{"type", "number"}};
    if (name == "decision" && key == "kind") return words(kDecisionKinds);
    if (key == "decimal") return words(kDecimals);
    if (name == "panel" && key == "year") return {{"type", {"integer", "string"}}};
    if (name == "data" && key != "panels") return {{"type", "string"}};
    if (key == "numerators" || key == "denominators" || key == "includes" || key == "adoption_panels" ||
        key == "adoption_series" || key == "awareness_series" || key == "regions")
      return list_of({{"type", "string"}});
    if (key == "productivity" || key == "trade_cost" || key == "labour")
      return {{"type", "number"}, {"exclusiveMinimum", -1}};
    if (key == "sectors") return list_of({{"type", "string"}});
    if (key == "growth" || key == "population") return {{"type", "string"}};
    if (key == "growth_sectors") return list_of({{"type", "string"}});
    if (name == "analysis") return list_of(identifier());
    if (key == "directed" || key == "ignore_weights") return {{"type", "boolean"}};
    if (key == "members" || key == "contacts") return {{"type", "string"}};
    if (key == "count") return {{"type", "integer"}, {"minimum", 1}};
    if ((name == "agents" || name == "accounts") && key == "sector")
      return list_of(section("agent_sector", kAgentSectorKeys, {"id", "name", "series"}));
    if (name == "agents" && key == "size")
      return list_of(section("agent_size", kAgentSizeKeys, {"id", "name", "share"}));
    if (name == "accounts" && key == "skilled")
      return section("skilled", kSkilledKeys, {"id", "name", "share", "intensity"});
    if (name == "skilled" && key == "share") return identifier();
    if (key == "intensity")
      return {{"type", "object"},
              {"additionalProperties", {{"type", "number"}, {"exclusiveMinimum", 0}, {"exclusiveMaximum", 1}}}};
    if (key == "share") return {{"type", "number"}, {"minimum", 0}, {"maximum", 1}};
    if (name == "agent_sector" && key == "series") return list_of({{"type", "string"}});
    if (key == "source" || key == "regions" || key == "counted" || key == "series" || key == "product" ||
        key == "interregional" || key == "migrants_in" || key == "migrants_out")
      return {{"type", "string"}};
    if (key == "scale") return {{"type", "number"}, {"exclusiveMinimum", 0}};
    if (key == "fill") return words(kFills);
    if (key == "adoption_breaks") {
      return {{"type", "object"}, {"additionalProperties", list_of({{"type", "integer"}})}};
    }
    if (key == "tier") return words(kTiers);
    if (key == "groups") return list_of(words(kAdopterGroups));
    if (key == "direction") return words(kDirections);
    if (key == "levers") return strengths();
    if (key == "pillar") return list_of({{"$ref", "#/$defs/pillar"}});
    if (key == "aggregation") return words(kAggregationWords);
    if (key == "judgements") return list_of(list_of({{"type", {"number", "string"}}}));
    if (key == "weight") return {{"type", "number"}, {"minimum", 0}};
    if (name == "indicator" && key != "variable" && key != "direction") return {{"type", "number"}};
    if (key == "indicators" && name == "pillar") {
      return list_of({{"anyOf", {{{"type", "string"}}, section("indicator", kIndicatorKeys, {"variable"})}}});
    }
    if (name == "panel" || key == "unit") return {{"type", "string"}};
    return identifier();
  }

  Json strengths() const {
    Json properties = Json::object();
    for (const auto& lever : diffusion::levers()) {
      properties[std::string(lever.key)] = {{"type", "number"},
                                            {"minimum", 0},
                                            {"maximum", 1},
                                            {"description", get("option.lever." + std::string(lever.key) + ".help")}};
    }
    return {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
  }

  Json option_section(std::string_view name) const {
    Json properties = Json::object();
    for (const OptionRecord& record : all_options()) {
      if (record.key.starts_with(std::string(name) + "."))
        properties[std::string(record.key.substr(name.size() + 1))] = option(record);
    }
    return {{"type", "object"},
            {"properties", properties},
            {"patternProperties", notes()},
            {"additionalProperties", false}};
  }

  Json option(const OptionRecord& record) const {
    Json value;
    if (record.type == OptionType::choice) {
      value = words(record.choices);
      value["default"] = record.choices[static_cast<std::size_t>(record.default_value)];
    } else if (record.type == OptionType::boolean) {
      value = {{"type", "boolean"}, {"default", record.default_value != 0}};
    } else {
      const Json number{{"type", record.type == OptionType::integer ? "integer" : "number"},
                        {"minimum", record.minimum},
                        {"maximum", record.maximum}};
      Json range = Json::object();
      for (const std::string_view key : kSettingKeys) range[std::string(key)] = number;
      value = {{"anyOf", {number, {{"type", "object"}, {"properties", range}, {"additionalProperties", false}}}},
               {"default", record.default_value}};
    }
    const std::string key(record.key);
    value["title"] = get("option." + key + ".label");
    value["description"] = get("option." + key + ".help");
    return value;
  }

  Language language_;
};

std::string shown(const OptionRecord& record, double value) {
  if (record.type == OptionType::choice)
    return "`" + std::string(record.choices[static_cast<std::size_t>(value)]) + "`";
  if (record.type == OptionType::boolean) return value != 0 ? "`true`" : "`false`";
  return Json(value).dump().ends_with(".0") ? std::to_string(static_cast<std::int64_t>(value)) : Json(value).dump();
}

std::string limits(const OptionRecord& record) {
  if (record.type == OptionType::boolean) return "`true`, `false`";
  if (record.type != OptionType::choice) return shown(record, record.minimum) + " – " + shown(record, record.maximum);
  std::string list;
  for (const std::string_view choice : record.choices) list += (list.empty() ? "`" : ", `") + std::string(choice) + "`";
  return list;
}

std::string row(const OptionRecord& record, Language language) {
  const auto& catalogue = Catalogue::instance();
  const std::string key = "option." + std::string(record.key);
  const std::string range =
      record.low < record.high ? shown(record, record.low) + " – " + shown(record, record.high) : "";
  std::string line = "| `" + std::string(record.key) + "` | ";
  for (const std::string& cell :
       {"**" + catalogue.get(key + ".label", language) + "** " + catalogue.get(key + ".help", language),
        std::string(record.unit), limits(record), shown(record, record.default_value), range,
        catalogue.get("word.source_kind." + std::string(source_kind_name(record.kind)), language),
        std::string(record.source)}) {
    line += cell + " | ";
  }
  line.back() = '\n';
  return line;
}

}  // namespace

std::string json_schema(Language language) { return Writer(language).document().dump(2) + "\n"; }

std::string options_page(Language language) {
  const auto& catalogue = Catalogue::instance();
  std::string page = catalogue.get("schema.options.head", language) + "\n";
  for (const std::string_view section : kOptionSections) {
    page += "\n## [" + std::string(section) + "]\n\n" + catalogue.get("schema.options.columns", language) +
            "\n|---|---|---|---|---|---|---|---|\n";
    for (const OptionRecord& record : all_options()) {
      if (record.key.starts_with(std::string(section) + ".")) page += row(record, language);
    }
  }
  return page;
}

}  // namespace tidu::study
