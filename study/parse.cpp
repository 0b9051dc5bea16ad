// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "study/accounts.h"
#include "study/agents.h"
#include "study/analysis.h"
#include "study/baseline.h"
#include "study/check_references.h"
#include "study/field_reader.h"
#include "study/keys.h"
#include "study/parse_index.h"
#include "study/registry.h"
#include "study/shocks.h"
#include "study/society.h"

namespace tidu::study {
namespace {

// { ecommerce_firms = [2017] }
void read_breaks(FieldReader& reader, const TomlValue& section, Study& study) {
  const TomlValue* breaks = section.find("adoption_breaks");
  if (!breaks) return;
  study.breaks_where = breaks->where;
  if (breaks->kind != TomlValue::Kind::table) {
    reader.wrong_type(*breaks, "adoption_breaks", "study.wants.breaks");
    return;
  }
  for (const auto& [panel, years] : breaks->members) {
    std::vector<int>& list = study.adoption_breaks[panel];
    for (const TomlValue& year : years.items) {
      if (year.kind == TomlValue::Kind::integer) list.push_back(static_cast<int>(year.number));
    }
    if (years.kind != TomlValue::Kind::array || list.size() != years.items.size()) {
      reader.wrong_type(years, panel, "study.wants.breaks");
    }
  }
}

// What a study of one dated series leaves out.
bool names_series(const TomlValue& root) {
  const TomlValue* data = root.find("data");
  return data && data->find("series");
}

void read_study_section(FieldReader& reader, const TomlValue& root, Study& study) {
  const TomlValue* section = root.find("study");
  if (!section || section->kind != TomlValue::Kind::table) {
    reader.error(ErrorCode::missing, text("study.missing_section", "study"),
                 text("study.missing_section.hint", "study"), section ? section->where : root.where);
    return;
  }
  reader.check_keys(*section, kStudyKeys);
  study.id = reader.identifier(*section, "id");
  study.title = reader.name(*section, "title");
  const auto first = reader.year(*section, "first_year");
  const auto last = reader.year(*section, "last_year");
  study.first_year = first.value_or(0);
  study.last_year = last.value_or(0);
  if (first && last && *last < *first) {
    reader.error(ErrorCode::domain, text("study.years_order", *first, *last), text("study.years_order.hint"),
                 section->find("last_year")->where);
  }
  if (const auto seed = reader.number(*section, "seed")) {
    if (*seed < 0 || *seed > kLargestSeed || *seed != std::floor(*seed)) {
      reader.error(ErrorCode::domain, text("study.seed", *seed), text("study.seed.hint"), section->find("seed")->where);
    } else {
      study.seed = static_cast<std::uint64_t>(*seed);
    }
  }
  const bool of_series = names_series(root);
  if (!of_series || section->find("capability_index"))
    study.capability_index = reader.identifier(*section, "capability_index");
  if (section->find("productivity_index")) study.productivity_index = reader.identifier(*section, "productivity_index");
  study.adoption_panels = reader.strings(*section, "adoption_panels", false);
  study.adoption_series = reader.strings(*section, "adoption_series", of_series);
  study.awareness_series = reader.strings(*section, "awareness_series", false);
  read_breaks(reader, *section, study);
  const auto where = [section](std::string_view key) {
    return section->find(key) ? section->find(key)->where : section->where;
  };
  study.capability_where = where("capability_index");
  study.productivity_where = where("productivity_index");
  study.adoption_where = where("adoption_panels");
  study.series_where = where("adoption_series");
}

PanelFile read_panel(FieldReader& reader, const TomlValue& item) {
  PanelFile panel{.where = item.where};
  if (item.kind == TomlValue::Kind::string) {
    panel.file = reader.path_of(item, "panels");
    return panel;
  }
  reader.check_keys(item, kPanelKeys);
  panel.file = reader.file(item, "file");
  if (const TomlValue* file = item.find("file")) panel.where = file->where;
  for (const auto& [key, field] : {std::pair("sheet", &PanelFile::sheet), std::pair("region", &PanelFile::region),
                                   std::pair("indicator", &PanelFile::indicator), std::pair("value", &PanelFile::value),
                                   std::pair("series", &PanelFile::series), std::pair("unit", &PanelFile::unit)}) {
    panel.*field = reader.string(item, key, false);
  }
  const TomlValue* year = item.find("year");
  if (year && year->kind == TomlValue::Kind::string) panel.year = reader.text_of(*year, "year").value_or("");
  if (year && year->kind != TomlValue::Kind::string) panel.in_year = reader.year(item, "year");
  if (const TomlValue* decimal = item.find("decimal")) {
    if (const auto position = reader.choice(*decimal, "decimal", kDecimals)) panel.decimal = kDecimals[*position];
  }
  return panel;
}

SeriesFile read_series(FieldReader& reader, const TomlValue& item, DataFiles& files) {
  SeriesFile series;
  if (item.kind == TomlValue::Kind::string) {
    series.file = reader.path_of(item, "series");
    return series;
  }
  if (item.kind != TomlValue::Kind::table) {
    reader.wrong_type(item, "series", "study.wants.series");
    return series;
  }
  reader.check_keys(item, kSeriesKeys);
  series.file = reader.file(item, "file");
  if (const TomlValue* file = item.find("file")) files.where[series.file] = file->where;
  for (const auto& [key, field] : {std::pair("sheet", &SeriesFile::sheet), std::pair("region", &SeriesFile::region),
                                   std::pair("date", &SeriesFile::date), std::pair("variable", &SeriesFile::variable),
                                   std::pair("value", &SeriesFile::value), std::pair("wording", &SeriesFile::wording),
                                   std::pair("only", &SeriesFile::only)}) {
    series.*field = reader.string(item, key, false);
  }
  if (const TomlValue* decimal = item.find("decimal")) {
    if (const auto position = reader.choice(*decimal, "decimal", kDecimals)) series.decimal = kDecimals[*position];
  }
  return series;
}

void read_panels(FieldReader& reader, const TomlValue& section, DataFiles& files) {
  const TomlValue* panels = section.find("panels");
  if (!panels || panels->kind != TomlValue::Kind::array || panels->items.empty()) {
    static_cast<void>(reader.strings(section, "panels"));  // says what is wrong
    return;
  }
  for (const TomlValue& item : panels->items) {
    if (item.kind != TomlValue::Kind::string && item.kind != TomlValue::Kind::table) {
      reader.wrong_type(item, "panels", "study.wants.panel");
      continue;
    }
    files.panels.push_back(read_panel(reader, item));
    files.where[files.panels.back().file] = files.panels.back().where;
  }
}

void read_files(FieldReader& reader, const TomlValue& root, Study& study) {
  const TomlValue* section = root.find("data");
  if (!section || section->kind != TomlValue::Kind::table) {
    reader.error(ErrorCode::missing, text("study.missing_section", "data"), text("study.missing_section.hint", "data"),
                 section ? section->where : root.where);
    return;
  }
  reader.check_keys(*section, kDataKeys);
  DataFiles& files = study.files;
  const TomlValue* series = section->find("series");
  if (series) files.series = read_series(reader, *series, files);
  if (series && section->find("panels")) {
    reader.error(ErrorCode::domain, text("study.series_and_panels"), text("study.series_and_panels.hint"),
                 series->where);
  }
  files.regions = reader.file(*section, "regions", !series);
  files.indicators = reader.file(*section, "indicators", false);
  files.borders = reader.file(*section, "borders", false);
  files.weights = reader.file(*section, "weights", false);
  files.facts = reader.file(*section, "facts", false);
  files.published_index = reader.file(*section, "published_index", false);
  files.published_shares = reader.file(*section, "published_shares", false);
  files.outline = reader.file(*section, "outline", false);
  files.input_output = reader.file(*section, "input_output", false);
  files.sector_margins = reader.file(*section, "sector_margins", false);
  files.migration = reader.file(*section, "migration", false);
  if (!files.input_output.empty() && files.sector_margins.empty()) {
    reader.error(ErrorCode::missing, text("study.no_margins"), text("study.no_margins.hint"),
                 section->find("input_output")->where);
  }
  if (!series) read_panels(reader, *section, files);
  for (const auto& [key, value] : section->members) {
    if (value.kind == TomlValue::Kind::string) files.where[value.string] = value.where;
  }
}

void read_variables(FieldReader& reader, const TomlValue& root, Study& study) {
  for (const TomlValue* table : reader.tables(root, "variable", !names_series(root))) {
    reader.check_keys(*table, kVariableKeys);
    Variable v;
    v.where = table->find("id") ? table->find("id")->where : table->where;
    v.id = reader.identifier(*table, "id");
    v.name = reader.name(*table, "name");
    v.unit = reader.string(*table, "unit");
    v.numerators = reader.strings(*table, "numerators");
    v.denominators = reader.strings(*table, "denominators", false);
    v.scale = reader.number(*table, "scale", false).value_or(1);
    if (v.scale <= 0)
      reader.error(ErrorCode::domain, text("study.scale", v.scale), text("study.scale.hint"),
                   table->find("scale")->where);
    if (const TomlValue* fill = table->find("fill")) {
      if (const auto position = reader.choice(*fill, "fill", kFills)) v.fill = static_cast<Fill>(*position);
    }
    study.variables.push_back(std::move(v));
  }
}

void read_levers(FieldReader& reader, const TomlValue& table, Scenario& scenario) {
  const TomlValue* levers = table.find("levers");
  if (!levers) return;
  if (levers->kind != TomlValue::Kind::table) {
    reader.wrong_type(*levers, "levers", "study.wants.levers");
    return;
  }
  for (const auto& [key, value] : levers->members) {
    const bool is_number = value.kind == TomlValue::Kind::integer || value.kind == TomlValue::Kind::real;
    if (!is_number || !(value.number >= 0 && value.number <= 1)) {
      reader.error(ErrorCode::domain, text("study.lever_strength", key), text("study.lever_strength.hint"),
                   value.where);
      continue;
    }
    scenario.levers.push_back({key, value.number, value.key_where});
  }
}

// Regions, sectors, groups and years in which a scenario acts.
void read_reach(FieldReader& reader, const TomlValue& table, Scenario& scenario) {
  scenario.regions = reader.strings(table, "regions", false);
  if (const TomlValue* regions = table.find("regions")) scenario.regions_where = regions->where;
  scenario.sectors = reader.strings(table, "sectors", false);
  if (const TomlValue* sectors = table.find("sectors")) scenario.sectors_where = sectors->where;
  if (const TomlValue* groups = table.find("groups")) {
    if (groups->kind != TomlValue::Kind::array) reader.wrong_type(*groups, "groups", "study.wants.list");
    for (const TomlValue& item : groups->items) {
      if (const auto group = reader.choice(item, "groups", kAdopterGroups)) scenario.groups.push_back(*group);
    }
  }
  scenario.first_year = reader.year(table, "first_year", false);
  scenario.last_year = reader.year(table, "last_year", false);
  if (scenario.first_year && scenario.last_year && *scenario.last_year < *scenario.first_year) {
    reader.error(ErrorCode::domain, text("study.years_order", *scenario.first_year, *scenario.last_year),
                 text("study.years_order.hint"), table.find("last_year")->where);
  }
}

void read_scenarios(FieldReader& reader, const TomlValue& root, Study& study) {
  for (const TomlValue* table : reader.tables(root, "scenario", false)) {
    reader.check_keys(*table, kScenarioKeys);
    Scenario s;
    s.where = table->find("id") ? table->find("id")->where : table->where;
    s.id = reader.identifier(*table, "id");
    s.name = reader.name(*table, "name");
    s.description = reader.name(*table, "description", false);
    s.tier = "all";
    if (const TomlValue* tier = table->find("tier")) {
      if (const auto position = reader.choice(*tier, "tier", kTiers)) s.tier = kTiers[*position];
    }
    read_reach(reader, *table, s);
    s.includes = reader.strings(*table, "includes", false);
    if (const TomlValue* includes = table->find("includes")) s.includes_where = includes->where;
    read_levers(reader, *table, s);
    study.scenarios.push_back(std::move(s));
  }
}

// A value of an option as a number, checked against its record.
std::optional<double> option_value(FieldReader& reader, const OptionRecord& record, const TomlValue& value) {
  const std::string key(record.key);
  if (record.type == OptionType::choice) {
    const auto position = reader.choice(value, record.key, record.choices);
    return position ? std::optional<double>(static_cast<double>(*position)) : std::nullopt;
  }
  if (record.type == OptionType::boolean) {
    if (value.kind == TomlValue::Kind::boolean) return value.boolean ? 1 : 0;
    reader.wrong_type(value, record.key, "study.wants.boolean");
    return std::nullopt;
  }
  const bool whole = value.kind == TomlValue::Kind::integer;
  if (!whole && (record.type == OptionType::integer || value.kind != TomlValue::Kind::real)) {
    reader.wrong_type(value, record.key,
                      record.type == OptionType::integer ? "study.wants.integer" : "study.wants.number");
    return std::nullopt;
  }
  if (!(value.number >= record.minimum && value.number <= record.maximum)) {
    const Text hint = record.unit == "1"
                          ? text("study.out_of_range.hint_pure", record.default_value)
                          : text("study.out_of_range.hint", record.default_value, std::string(record.unit));
    reader.error(ErrorCode::domain, text("study.out_of_range", key, value.number, record.minimum, record.maximum), hint,
                 value.where);
    return std::nullopt;
  }
  return value.number;
}

void read_setting(FieldReader& reader, const OptionRecord& record, const TomlValue& value, Study& study) {
  Setting setting{.value = record.default_value, .range = std::nullopt, .where = value.where};
  if (value.kind != TomlValue::Kind::table) {
    const auto number = option_value(reader, record, value);
    if (!number) return;
    setting.value = *number;
  } else {
    reader.check_keys(value, kSettingKeys);
    const auto part = [&](std::string_view key, double otherwise) {
      const TomlValue* field = value.find(key);
      return field ? option_value(reader, record, *field).value_or(otherwise) : otherwise;
    };
    setting.value = part("value", record.default_value);
    const double low = part("low", std::min(record.low, setting.value));
    const double high = part("high", std::max(record.high, setting.value));
    if (low > high) {
      reader.error(ErrorCode::domain, text("study.range_order", std::string(record.key), low, high),
                   text("study.range_order.hint"), value.where);
      return;
    }
    setting.range = {low, high};
  }
  study.settings[std::string(record.key)] = std::move(setting);
}

void read_options(FieldReader& reader, std::string_view section_name, const TomlValue& section, Study& study) {
  if (section.kind != TomlValue::Kind::table) {
    reader.wrong_type(section, section_name, "study.wants.section");
    return;
  }
  const std::string prefix = std::string(section_name) + ".";
  std::vector<std::string_view> keys;
  for (const OptionRecord& record : all_options()) {
    if (record.key.starts_with(prefix)) keys.push_back(record.key.substr(prefix.size()));
  }
  reader.check_keys(section, keys);
  for (const auto& [key, value] : section.members) {
    if (const OptionRecord* record = find_option(prefix + key)) read_setting(reader, *record, value, study);
  }
}

}  // namespace

Outcome<Study> parse_study(std::string_view source, std::string_view file_name) {
  Outcome<TomlValue> document = parse_toml(source, file_name);
  Outcome<Study> outcome;
  outcome.diagnostics = document.diagnostics;
  if (!document.value) return outcome;
  FieldReader reader(outcome.diagnostics);
  TomlValue& root = *document.value;
  root.where = {.file = std::string(file_name), .line = 1, .column = 1, .length = 1, .line_text = {}};
  std::vector<std::string_view> sections(kPartSections.begin(), kPartSections.end());
  sections.insert(sections.end(), kOptionSections.begin(), kOptionSections.end());
  reader.check_keys(root, sections);
  Study study;
  read_study_section(reader, root, study);
  read_files(reader, root, study);
  read_variables(reader, root, study);
  if (!names_series(root) || root.find("index")) read_indices(reader, root, study);
  read_analysis(reader, root, study);
  read_scenarios(reader, root, study);
  read_agents(reader, root, study);
  read_accounts(reader, root, study);
  read_shocks(reader, root, study);
  read_attributes(reader, root, study);
  read_decisions(reader, root, study);
  for (const std::string_view section : kOptionSections) {
    if (const TomlValue* table = root.find(section)) read_options(reader, section, *table, study);
  }
  check_baseline(reader, root, study);
  check_references(study, outcome.diagnostics);
  outcome.diagnostics.sort();
  if (!outcome.diagnostics.has_errors()) outcome.value = std::move(study);
  return outcome;
}

}  // namespace tidu::study
