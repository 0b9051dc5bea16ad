// SPDX-License-Identifier: Apache-2.0
#include "study/catalogue.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include "study/toml_reader.h"

namespace tidu::study {
namespace embedded {
extern const std::string_view kEnglish;
extern const std::string_view kChinese;
}  // namespace embedded

namespace {

void flatten(const TomlValue& value, const std::string& prefix, std::map<std::string, std::string, std::less<>>& out) {
  for (const auto& [key, member] : value.members) {
    const std::string name = prefix.empty() ? key : prefix + "." + key;
    if (member.kind == TomlValue::Kind::table) {
      flatten(member, name, out);
    } else {
      out.emplace(name, member.string);
    }
  }
}

/// A value from a file may be of any length; a sentence may not.
std::string shortened(const std::string& value) {
  constexpr std::size_t kLongest = 400;  // bytes
  if (value.size() <= kLongest) return value;
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0) == 0x80) --end;
  return value.substr(0, end) + "…";
}

}  // namespace

Catalogue::Catalogue() {
  const std::string_view sources[] = {embedded::kEnglish, embedded::kChinese};
  for (std::size_t i = 0; i < 2; ++i) {
    const Outcome<TomlValue> document = parse_toml(sources[i], i == 0 ? "en.toml" : "zh.toml");
    if (document.value) flatten(*document.value, "", texts_[i]);
  }
}

const Catalogue& Catalogue::instance() {
  static const Catalogue catalogue;
  return catalogue;
}

bool Catalogue::has(std::string_view key) const { return texts_[0].find(key) != texts_[0].end(); }

const std::map<std::string, std::string, std::less<>>& Catalogue::all(Language language) const {
  return texts_[static_cast<std::size_t>(language)];
}

std::string Catalogue::get(std::string_view key, Language language) const {
  const auto& texts = all(language);
  const auto found = texts.find(key);
  return found == texts.end() ? "[" + std::string(key) + "]" : found->second;
}

std::string Catalogue::render(const Text& value, Language language) const {
  if (value.empty()) return "";
  const std::string pattern = get(value.key, language);
  fmt::dynamic_format_arg_store<fmt::format_context> arguments;
  for (const TextArg& argument : value.args) {
    if (const auto* number = std::get_if<double>(&argument)) {
      arguments.push_back(*number);
    } else if (const auto* integer = std::get_if<std::int64_t>(&argument)) {
      arguments.push_back(*integer);
    } else {
      arguments.push_back(shortened(std::get<std::string>(argument)));
    }
  }
  try {
    return fmt::vformat(pattern, arguments);
  } catch (const fmt::format_error&) {
    return pattern;  // a text that does not fit its values is shown as it stands; texts_test finds it first
  }
}

}  // namespace tidu::study
