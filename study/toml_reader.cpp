// SPDX-License-Identifier: Apache-2.0
#include "study/toml_reader.h"

#include <toml++/toml.h>

#include <algorithm>

#include "core/base/escape.h"
#include "core/base/order.h"

namespace tidu::study {
namespace {

class Converter {
 public:
  Converter(std::string_view source, std::string_view file) : file_(file) {
    std::size_t start = 0;
    while (start <= source.size()) {
      const std::size_t end = std::min(source.find('\n', start), source.size());
      std::string_view line = source.substr(start, end - start);
      if (line.ends_with('\r')) line.remove_suffix(1);
      lines_.push_back(line);
      start = end + 1;
    }
  }

  Location location(const toml::source_position& position, std::size_t length) const {
    Location where{.file = file_,
                   .line = position.line,
                   .column = position.column,
                   .length = std::max<std::size_t>(1, length),
                   .line_text = {}};
    if (position.line >= 1 && position.line <= lines_.size()) where.line_text = lines_[position.line - 1];
    return where;
  }

  TomlValue convert(const toml::node& node, const toml::key* key) const {
    TomlValue value;
    value.where = location(node.source().begin, length_of(node));
    value.key_where = key ? location(key->source().begin, escape::count_characters(key->str())) : value.where;
    if (const auto* s = node.as_string()) {
      value.kind = TomlValue::Kind::string;
      value.string = s->get();
    } else if (const auto* i = node.as_integer()) {
      value.kind = TomlValue::Kind::integer;
      value.number = static_cast<double>(i->get());
    } else if (const auto* f = node.as_floating_point()) {
      value.kind = TomlValue::Kind::real;
      value.number = f->get();
    } else if (const auto* flag = node.as_boolean()) {
      value.kind = TomlValue::Kind::boolean;
      value.boolean = flag->get();
    } else if (const auto* array = node.as_array()) {
      value.kind = TomlValue::Kind::array;
      for (const toml::node& item : *array) value.items.push_back(convert(item, nullptr));
    } else if (const auto* table = node.as_table()) {
      value.kind = TomlValue::Kind::table;
      for (const auto& [name, member] : *table)
        value.members.push_back({std::string(name.str()), convert(member, &name)});
      stable_sort(value.members, [](const auto& a, const auto& b) {
        return std::pair(a.value.key_where.line, a.value.key_where.column) <
               std::pair(b.value.key_where.line, b.value.key_where.column);
      });
    }
    return value;
  }

 private:
  // Characters of a value as it stands in the file: what the caret underlines, on the first line alone.
  static std::size_t length_of(const toml::node& node) {
    const toml::source_region& region = node.source();
    return region.end.line == region.begin.line && region.end.column > region.begin.column
               ? region.end.column - region.begin.column
               : 1;
  }

  std::string file_;
  std::vector<std::string_view> lines_;
};

}  // namespace

Outcome<TomlValue> parse_toml(std::string_view source, std::string_view file_name) {
  Outcome<TomlValue> outcome;
  if (source.starts_with("\xEF\xBB\xBF")) source.remove_prefix(3);
  const Converter converter(source, file_name);
  if (const auto invalid = escape::find_invalid_utf8(source)) {
    const std::string_view before = source.substr(0, *invalid);
    const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    const std::size_t start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    outcome.diagnostics.add({ErrorCode::encoding, text("study.syntax.not_utf8"), text("study.syntax.not_utf8.hint")},
                            {std::string(file_name), line, escape::count_characters(before.substr(start)) + 1, 1, {}});
    return outcome;
  }
  try {
    const toml::table table = toml::parse(source, file_name);
    outcome.value = converter.convert(table, nullptr);
  } catch (const toml::parse_error& error) {
    outcome.diagnostics.add({ErrorCode::syntax, text("study.syntax.toml", std::string(error.description())),
                             text("study.syntax.toml.hint")},
                            converter.location(error.source().begin, 1));
  }
  return outcome;
}

}  // namespace tidu::study
