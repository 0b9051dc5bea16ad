// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "store/results_format.h"
#include "store/results_json.h"

namespace tidu::store {
namespace {

using nlohmann::json;

/// One value of the file together with its path in it ("/tables/3/columns/0"), which is what a message can name: JSON
/// values keep no position. The first finding ends the reading of the part it stands in; parts beside it are still
/// read.
class Node {
 public:
  Node(const json& value, std::string path, Diagnostics& diagnostics, const std::string& file)
      : value_(value), path_(std::move(path)), diagnostics_(&diagnostics), file_(&file) {}

  Node member(const char* key) const {
    const auto child_path = path_ + "/" + key;
    if (value_.is_object() && value_.contains(key)) return {value_[key], child_path, *diagnostics_, *file_};
    static const json kNothing;
    diagnostics_->add({ErrorCode::missing, text("store.results.missing", child_path), text("store.results.hint")},
                      {.file = *file_});
    return {kNothing, child_path, *diagnostics_, *file_, true};
  }

  std::string string() const {
    return value_.is_string() ? value_.get<std::string>() : wrong<std::string>("store.results.string");
  }

  double number() const {
    if (value_.is_null() && !absent_) return data::kNoValue;
    return value_.is_number() ? value_.get<double>() : wrong<double>("store.results.number");
  }

  bool boolean() const { return value_.is_boolean() ? value_.get<bool>() : wrong<bool>("store.results.boolean"); }

  template <std::integral I>
  I whole() const {
    const bool fits = std::unsigned_integral<I>
                          ? value_.is_number_unsigned()
                          : value_.is_number_integer() && std::in_range<I>(value_.get<std::int64_t>());
    return fits ? value_.get<I>() : wrong<I>("store.results.whole");
  }

  /// Every item of an array, made by `make(Node)`.
  template <class Make>
  auto list(Make make) const {
    std::vector<decltype(make(*this))> items;
    if (!value_.is_array()) return wrong<decltype(items)>("store.results.array");
    items.reserve(value_.size());
    for (std::size_t i = 0; i < value_.size(); ++i)
      items.push_back(make(Node(value_[i], fmt::format("{}/{}", path_, i), *diagnostics_, *file_)));
    return items;
  }

  std::vector<std::string> strings() const {
    return list([](const Node& node) { return node.string(); });
  }

  const json& value() const { return value_; }

  template <class T>
  T wrong(std::string_view expected) const {
    if (!absent_)
      diagnostics_->add({ErrorCode::syntax, text(expected, path_), text("store.results.hint")}, {.file = *file_});
    return T{};
  }

 private:
  Node(const json& value, std::string path, Diagnostics& diagnostics, const std::string& file, bool absent)
      : value_(value), path_(std::move(path)), diagnostics_(&diagnostics), file_(&file), absent_(absent) {}

  const json& value_;
  std::string path_;
  Diagnostics* diagnostics_;
  const std::string* file_;
  bool absent_ = false;  ///< said already
};

Name name(const Node& node) { return {.en = node.member("en").string(), .zh = node.member("zh").string()}; }

std::optional<data::ColumnType> column_type(const Node& node) {
  const auto at = std::find(data::kColumnTypeNames.begin(), data::kColumnTypeNames.end(), node.string());
  if (at == data::kColumnTypeNames.end())
    return node.wrong<std::optional<data::ColumnType>>("store.results.column_type");
  return static_cast<data::ColumnType>(at - data::kColumnTypeNames.begin());
}

data::Column column(const Node& node) {
  data::Column column;
  column.key = node.member("key").string();
  const auto type = column_type(node.member("type"));
  column.type = type.value_or(data::ColumnType::real);
  column.unit = node.member("unit").string();
  column.decimals = std::clamp(node.member("decimals").whole<int>(), 0, 17);
  const Node origin = node.member("origin");
  column.origin = {.sources = origin.member("sources").strings(),
                   .formulas = origin.member("formulas").strings(),
                   .assumptions = origin.member("assumptions").strings()};
  const Node values = node.member("values");
  if (!type) {
    column.numbers.resize(values.value().size());  // of unknown kind, but its length can still be compared
  } else if (column.type == data::ColumnType::label) {
    column.texts = values.strings();
  } else {
    column.numbers = values.list([](const Node& value) { return value.number(); });
  }
  return column;
}

data::Table table(const Node& node) {
  data::Table table{.key = node.member("key").string(),
                    .subject = node.member("subject").string(),
                    .columns = node.member("columns").list(column)};
  if (!table.subject.empty() && !table.key.ends_with("_" + table.subject))
    return node.wrong<data::Table>("store.results.subject");
  for (const data::Column& each : table.columns) {
    if (each.size() != table.rows()) return node.wrong<data::Table>("store.results.lengths");
  }
  return table;
}

data::RegionInfo region(const Node& node) {
  return {.code = node.member("code").string(),
          .name = name(node.member("name")),
          .group = node.member("group").string(),
          .tile_column = node.member("tile_column").whole<int>(),
          .tile_row = node.member("tile_row").whole<int>()};
}

/// A path that the page may draw: what data/outline.h writes and nothing else.
data::RegionOutline outline(const Node& node) {
  data::RegionOutline outline{.code = node.member("code").string(), .path = node.member("path").string()};
  if (outline.path.find_first_not_of("MLZ 0123456789") != std::string::npos)
    return node.wrong<data::RegionOutline>("store.results.path");
  return outline;
}

data::Source source(const Node& node) {
  return {.id = node.member("id").string(),
          .name = name(node.member("name")),
          .unit = node.member("unit").string(),
          .publisher = name(node.member("publisher")),
          .file = node.member("file").string(),
          .first_year = node.member("first_year").whole<int>(),
          .last_year = node.member("last_year").whole<int>(),
          .cells = node.member("cells").whole<std::uint64_t>(),
          .missing = node.member("missing").whole<std::uint64_t>(),
          .imputed = node.member("imputed").whole<std::uint64_t>()};
}

data::Assumption assumption(const Node& node) {
  return {.key = node.member("key").string(),
          .value = node.member("value").number(),
          .low = node.member("low").number(),
          .high = node.member("high").number(),
          .unit = node.member("unit").string(),
          .source = node.member("source").string()};
}

data::Formula formula(const Node& node) {
  return {.id = node.member("id").string(),
          .expression = node.member("expression").string(),
          .source = node.member("source").string()};
}

data::Label label(const Node& node) { return {.id = node.member("id").string(), .name = name(node.member("name"))}; }

TextArg argument(const Node& node) {
  if (node.value().is_string()) return node.string();
  if (node.value().is_object()) return node.member("real").number();
  return node.whole<std::int64_t>();
}

data::Remark remark(const Node& node) {
  return {.table = node.member("table").string(),
          .key = node.member("key").string(),
          .args = node.member("arguments").list(argument)};
}

data::ResultSet result_set(const Node& node) {
  return {.study_id = node.member("study").string(),
          .title = name(node.member("title")),
          .seed = node.member("seed").whole<std::uint64_t>(),
          .version = node.member("version").string(),
          .regions = node.member("regions").list(region),
          .outlines = node.member("outlines").list(outline),
          .outline_first = node.member("outline_first").boolean(),
          .labels = node.member("labels").list(label),
          .sources = node.member("sources").list(source),
          .formulas = node.member("formulas").list(formula),
          .assumptions = node.member("assumptions").list(assumption),
          .tables = node.member("tables").list(table),
          .remarks = node.member("remarks").list(remark)};
}

/// Line and column of a byte.
Location place(std::string_view bytes, std::size_t at, const std::string& file) {
  const std::string_view before = bytes.substr(0, std::min(at, bytes.size()));
  const auto lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0: the first line
  return {.file = file, .line = lines + 1, .column = std::max<std::size_t>(before.size() - line_start, 1)};
}

}  // namespace

Outcome<data::ResultSet> results_from_json(std::string_view bytes, std::string_view file_name) {
  Outcome<data::ResultSet> outcome;
  const std::string file(file_name);
  json document;
  try {
    document = json::parse(bytes);
  } catch (const json::parse_error& error) {
    outcome.diagnostics.add({ErrorCode::syntax, text("store.results.syntax"), text("store.results.hint")},
                            place(bytes, error.byte, file));
    return outcome;
  } catch (const json::out_of_range&) {  // a number beyond what a double holds; the library does not say where
    outcome.diagnostics.add({ErrorCode::syntax, text("store.results.range"), text("store.results.hint")},
                            {.file = file});
    return outcome;
  }
  const Node root(document, "", outcome.diagnostics, file);
  if (!document.is_object() || document.value("format", json()) != json(kResultsFormat)) {
    outcome.diagnostics.add(
        {ErrorCode::syntax, text("store.results.format", std::string(kResultsFormat)), text("store.results.hint")},
        {.file = file});
    return outcome;
  }
  data::ResultSet results = result_set(root);
  if (!outcome.diagnostics.has_errors()) outcome.value = std::move(results);
  return outcome;
}

}  // namespace tidu::store
