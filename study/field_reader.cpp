// SPDX-License-Identifier: Apache-2.0
#include "study/field_reader.h"

#include <algorithm>
#include <cmath>

#include "core/base/escape.h"
#include "core/base/suggest.h"
#include "study/keys.h"
#include "study/registry.h"
#include "study/suggestion.h"

namespace tidu::study {
namespace {

bool is_identifier(std::string_view s) {
  return !s.empty() && s.size() <= 64 && std::all_of(s.begin(), s.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

// Text for a message: names from a file are shown without their forbidden characters.
std::string shown(std::string_view s) { return escape::terminal(s); }

/// The section that has the key, where it is one of another.
std::optional<std::string_view> section_of(std::string_view key) {
  struct Section {
    std::string_view name;
    std::span<const std::string_view> keys;
  };
  const Section sections[] = {
      {"study", kStudyKeys}, {"data", kDataKeys}, {"analysis", kAnalysisKeys}, {"accounts", kAccountsKeys}};
  for (const Section& section : sections) {
    if (std::find(section.keys.begin(), section.keys.end(), key) != section.keys.end()) return section.name;
  }
  for (const std::string_view name : kOptionSections) {
    if (find_option(std::string(name) + "." + std::string(key)) != nullptr) return name;
  }
  return std::nullopt;
}

}  // namespace

void FieldReader::check_keys(const TomlValue& table, std::span<const std::string_view> allowed) {
  for (const auto& [key, value] : table.members) {
    if (key.starts_with("x-") || std::find(allowed.begin(), allowed.end(), key) != allowed.end()) continue;
    const auto section = section_of(key);
    error(ErrorCode::unknown, text("study.unknown_key", shown(key)),
          did_you_mean(key, allowed,
                       section ? text("study.unknown_key.elsewhere", *section) : text("study.unknown_key.hint")),
          value.key_where);
  }
}

const TomlValue* FieldReader::field(const TomlValue& table, std::string_view key, bool required) {
  const TomlValue* value = table.find(key);
  if (!value && required)
    error(ErrorCode::missing, text("study.missing_key", std::string(key)),
          text("study.missing_key.hint", std::string(key)), table.where);
  return value;
}

void FieldReader::wrong_type(const TomlValue& value, std::string_view key, std::string_view wanted) {
  error(ErrorCode::syntax, text("study.wrong_type", std::string(key)), text(wanted), value.where);
}

std::optional<std::string> FieldReader::text_of(const TomlValue& value, std::string_view key) {
  if (value.kind != TomlValue::Kind::string) {
    wrong_type(value, key, "study.wants.string");
    return std::nullopt;
  }
  if (escape::find_forbidden(value.string)) {
    error(ErrorCode::encoding, text("study.forbidden_character", std::string(key), shown(value.string)),
          text("study.forbidden_character.hint"), value.where);
    return std::nullopt;
  }
  return value.string;
}

std::string FieldReader::string(const TomlValue& table, std::string_view key, bool required) {
  const TomlValue* value = field(table, key, required);
  return value ? text_of(*value, key).value_or("") : "";
}

std::string FieldReader::identifier(const TomlValue& table, std::string_view key) {
  const TomlValue* value = field(table, key, true);
  if (!value) return "";
  auto id = text_of(*value, key);
  if (id && !is_identifier(*id)) {
    error(ErrorCode::syntax, text("study.not_an_identifier", shown(*id)), text("study.not_an_identifier.hint"),
          value->where);
    return "";
  }
  return id.value_or("");
}

Name FieldReader::name(const TomlValue& table, std::string_view key, bool required) {
  const TomlValue* value = field(table, key, required);
  if (!value) return {};
  if (value->kind == TomlValue::Kind::string) {
    const std::string both = text_of(*value, key).value_or("");
    return {both, both};
  }
  if (value->kind != TomlValue::Kind::table) {
    wrong_type(*value, key, "study.wants.name");
    return {};
  }
  constexpr std::string_view kLanguages[] = {"en", "zh"};
  check_keys(*value, kLanguages);
  Name name{string(*value, "en", false), string(*value, "zh", false)};
  if (!value->find("en") && !value->find("zh")) wrong_type(*value, key, "study.wants.name");
  if (name.en.empty()) name.en = name.zh;
  if (name.zh.empty()) name.zh = name.en;
  return name;
}

std::optional<double> FieldReader::number(const TomlValue& table, std::string_view key, bool required) {
  const TomlValue* value = field(table, key, required);
  if (!value) return std::nullopt;
  if ((value->kind != TomlValue::Kind::integer && value->kind != TomlValue::Kind::real) ||
      !std::isfinite(value->number)) {
    wrong_type(*value, key, "study.wants.number");
    return std::nullopt;
  }
  return value->number;
}

std::optional<int> FieldReader::year(const TomlValue& table, std::string_view key, bool required) {
  const TomlValue* value = field(table, key, required);
  if (!value) return std::nullopt;
  if (value->kind != TomlValue::Kind::integer || value->number < 1800 || value->number > 2300) {
    wrong_type(*value, key, "study.wants.year");
    return std::nullopt;
  }
  return static_cast<int>(value->number);
}

std::vector<std::string> FieldReader::strings(const TomlValue& table, std::string_view key, bool required) {
  const TomlValue* value = field(table, key, required);
  if (!value) return {};
  if (value->kind != TomlValue::Kind::array) {
    wrong_type(*value, key, "study.wants.list");
    return {};
  }
  std::vector<std::string> out;
  for (const TomlValue& item : value->items) {
    if (auto s = text_of(item, key)) out.push_back(std::move(*s));
  }
  if (required && value->items.empty())
    error(ErrorCode::missing, text("study.empty_list", std::string(key)), text("study.empty_list.hint"), value->where);
  return out;
}

std::string FieldReader::path_of(const TomlValue& value, std::string_view key) {
  const auto path = text_of(value, key);
  if (!path) return "";
  const bool outside = path->starts_with('/') || path->find('\\') != std::string::npos ||
                       (path->size() > 1 && (*path)[1] == ':') || ("/" + *path + "/").find("/../") != std::string::npos;
  if (path->empty() || outside) {
    error(ErrorCode::domain, text("study.path_outside", shown(*path)), text("study.path_outside.hint"), value.where);
    return "";
  }
  return *path;
}

std::string FieldReader::file(const TomlValue& table, std::string_view key, bool required) {
  const TomlValue* value = field(table, key, required);
  return value ? path_of(*value, key) : "";
}

std::vector<const TomlValue*> FieldReader::tables(const TomlValue& table, std::string_view key, bool required) {
  const TomlValue* value = field(table, key, required);
  std::vector<const TomlValue*> out;
  if (!value) return out;
  if (value->kind != TomlValue::Kind::array) {
    wrong_type(*value, key, "study.wants.tables");
    return out;
  }
  for (const TomlValue& item : value->items) {
    if (item.kind == TomlValue::Kind::table) {
      out.push_back(&item);
    } else {
      wrong_type(item, key, "study.wants.tables");
    }
  }
  return out;
}

std::optional<std::size_t> FieldReader::choice(const TomlValue& value, std::string_view key,
                                               std::span<const std::string_view> words) {
  const auto word = text_of(value, key);
  if (!word) return std::nullopt;
  const auto found = std::find(words.begin(), words.end(), *word);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  std::string list;
  for (const std::string_view w : words) list += (list.empty() ? "" : ", ") + std::string(w);
  const auto near = closest(*word, words);
  error(ErrorCode::unknown, text("study.unknown_choice", std::string(key), shown(*word)),
        near ? text("study.did_you_mean_of", std::string(*near), list) : text("study.unknown_choice.hint", list),
        value.where);
  return std::nullopt;
}

}  // namespace tidu::study
