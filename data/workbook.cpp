// SPDX-License-Identifier: Apache-2.0
#include "data/workbook.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "core/base/assert.h"
#include "core/base/escape.h"
#include "data/workbook_sheet.h"
#include "data/workbook_styles.h"
#include "data/workbook_xml.h"
#include "data/workbook_zip.h"

namespace tidu::data {
namespace {

Text save_hint() { return text("data.workbook.save.hint"); }

/// A name of a compound file (the format of .xls and of encrypted workbooks) as it stands there: UTF-16.
bool has_stream(std::string_view bytes, std::string_view name) {
  std::string wide;
  for (const char c : name) {
    wide += c;
    wide += '\0';
  }
  return bytes.find(wide) != std::string_view::npos;
}

/// What a file is that does not begin like a zip archive.
Error name_other_format(std::string_view bytes) {
  if (bytes.empty()) return {ErrorCode::missing, text("data.workbook.empty"), text("data.workbook.damaged.hint")};
  if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
    if (has_stream(bytes, "EncryptedPackage"))
      return {ErrorCode::syntax, text("data.workbook.encrypted"), text("data.workbook.encrypted.hint")};
    return {ErrorCode::syntax, text("data.workbook.xls"), save_hint()};
  }
  const std::string_view start = bytes.substr(0, 1024);
  const std::size_t first = start.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  // statistical sites call web pages .xls and .xlsx
  if (first != std::string_view::npos && start[first] == '<')
    return {ErrorCode::syntax, text("data.workbook.markup"), save_hint()};
  return {ErrorCode::syntax, text("data.workbook.no_zip"), save_hint()};
}

/// One entry of a list of relationships.
struct Relation {
  std::string type;    ///< last part of its address: transitional and strict workbooks agree in it
  std::string target;  ///< name of the part
  bool external = false;
};

int hex_digit(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                : -1;
}

/// The part that a target names: absolute, or from the folder of the part that holds the relation.
std::string resolve(std::string_view folder, std::string_view target) {
  std::string path = target.starts_with('/') ? std::string() : std::string(folder);
  for (std::size_t i = 0; i < target.size(); ++i) {
    const bool escaped =
        target[i] == '%' && i + 2 < target.size() && hex_digit(target[i + 1]) >= 0 && hex_digit(target[i + 2]) >= 0;
    path += escaped ? static_cast<char>(hex_digit(target[i + 1]) * 16 + hex_digit(target[i + 2])) : target[i];
    if (escaped) i += 2;
  }
  std::vector<std::string_view> steps;
  for (std::string_view rest = path; !rest.empty();) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view step = rest.substr(0, slash);
    if (step == ".." && !steps.empty()) steps.pop_back();
    if (!step.empty() && step != "." && step != "..") steps.push_back(step);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
  }
  std::string out;
  for (const std::string_view step : steps) out.append(out.empty() ? "" : "/").append(step);
  return out;
}

std::string folder_of(std::string_view part) { return std::string(part.substr(0, part.rfind('/') + 1)); }

std::string relations_of(std::string_view part) {
  const std::string folder = folder_of(part);
  return folder + "_rels/" + std::string(part.substr(folder.size())) + ".rels";
}

using Relations = std::map<std::string, Relation>;

Result<Relations> read_relations(ZipParts& parts, std::string_view of_part, const WorkbookLimits& limits) {
  const std::string name = relations_of(of_part);
  auto bytes = parts.read(name);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto part = xml::Part::parse(std::move(*bytes), name, "Relationships", limits.xml_bytes);
  if (!part) return tl::unexpected(part.error());
  Relations relations;
  xml::for_children(part->root(), [&](pugi::xml_node relation, std::string_view local) {
    if (local != "Relationship") return;
    const std::string_view type = relation.attribute("Type").value();
    relations[relation.attribute("Id").value()] = {
        .type = std::string(type.substr(type.rfind('/') + 1)),
        .target = resolve(folder_of(of_part), relation.attribute("Target").value()),
        .external = std::string_view(relation.attribute("TargetMode").value()) == "External"};
  });
  return relations;
}

std::optional<std::string> target_of(const Relations& relations, std::string_view type) {
  for (const auto& [id, relation] : relations) {
    if (relation.type == type && !relation.external) return relation.target;
  }
  return std::nullopt;
}

/// What an archive holds that has no workbook in it.
Error name_other_archive(ZipParts& parts) {
  const auto kind = parts.has("mimetype") ? parts.read("mimetype") : Result<std::string>("");
  if (kind && kind->starts_with("application/vnd.oasis.opendocument.spreadsheet"))
    return {ErrorCode::syntax, text("data.workbook.ods"), save_hint()};
  return {ErrorCode::syntax, text("data.workbook.other_zip"), save_hint()};
}

/// The id of a sheet's relation: r:id, under whatever prefix.
std::string relation_id(pugi::xml_node sheet) {
  for (const pugi::xml_attribute attribute : sheet.attributes()) {
    const std::string_view name = attribute.name();
    if (name != "id" && xml::local(name) == "id") return attribute.value();
  }
  return {};
}

}  // namespace

struct Workbook::State {
  std::string file;
  WorkbookLimits limits;
  ZipParts parts;
  std::vector<Sheet> sheets;
  std::vector<std::string> sheet_parts;
  SharedStrings strings;
  Styles styles;
  bool since_1904 = false;

  Result<xml::Part> tree(const std::string& part, std::string_view root) {
    auto bytes = parts.read(part);
    if (!bytes) return tl::unexpected(bytes.error());
    return xml::Part::parse(std::move(*bytes), part, root, limits.xml_bytes);
  }

  /// The part that holds the list of sheets.
  Result<std::string> find_workbook() {
    const auto package = read_relations(parts, "", limits);
    const auto named = package ? target_of(*package, "officeDocument") : std::nullopt;
    const std::string part = named.value_or("xl/workbook.xml");
    if (part.ends_with(".bin") || (!parts.has(part) && parts.has("xl/workbook.bin")))
      return failure(ErrorCode::syntax, text("data.workbook.xlsb"), save_hint());
    // a package that says nothing readable may still have its workbook at the usual place
    if (!parts.has(part)) return tl::unexpected(name_other_archive(parts));
    return part;
  }

  void add_sheet(pugi::xml_node sheet, const Relations& relations, Diagnostics& diagnostics) {
    const std::string name = sheet.attribute("name").value();
    const std::string_view state = sheet.attribute("state").value();
    const auto relation = relations.find(relation_id(sheet));
    if (judge_text(name) != CellText::fine || name.find('\n') != std::string::npos) {
      diagnostics.add({ErrorCode::encoding, text("data.workbook.sheet_name", escape::terminal(name)),
                       text("data.workbook.forbidden.hint")},
                      {.file = file});
    } else if (relation == relations.end()) {
      diagnostics.add(
          {ErrorCode::missing, text("data.workbook.no_sheet_part", name), text("data.workbook.damaged.hint")},
          {.file = file});
    } else if (relation->second.external) {
      diagnostics.add(
          {ErrorCode::syntax, text("data.workbook.external_sheet", name), text("data.workbook.external_sheet.hint")},
          {.file = file});
    } else if (relation->second.type == "worksheet") {
      sheets.push_back({name, state == "hidden" || state == "veryHidden"});
      sheet_parts.push_back(relation->second.target);
    }
  }

  /// The list of sheets and whatever they share.
  std::optional<Error> load(Diagnostics& diagnostics) {
    const auto workbook = find_workbook();
    if (!workbook) return workbook.error();
    const auto relations = read_relations(parts, *workbook, limits);
    if (!relations) return relations.error();
    const auto root = tree(*workbook, "workbook");
    if (!root) return root.error();
    since_1904 = xml::is_true(xml::child(root->root(), "workbookPr").attribute("date1904"));
    xml::for_children(xml::child(root->root(), "sheets"), [&](pugi::xml_node sheet, std::string_view name) {
      if (name == "sheet") add_sheet(sheet, *relations, diagnostics);
    });
    if (sheets.empty() && !diagnostics.has_errors())
      return Error{ErrorCode::missing, text("data.workbook.no_sheets"), save_hint()};
    if (const auto part = target_of(*relations, "styles"); part && parts.has(*part)) {
      const auto style_sheet = tree(*part, "styleSheet");
      if (!style_sheet) return style_sheet.error();
      styles = Styles(style_sheet->root());
    }
    if (const auto part = target_of(*relations, "sharedStrings"); part && parts.has(*part)) {
      const auto table = tree(*part, "sst");
      if (!table) return table.error();
      auto read = SharedStrings::read(table->root(), limits);
      if (!read) return read.error();
      strings = std::move(*read);
    }
    return std::nullopt;
  }
};

Workbook::Workbook(std::unique_ptr<State> state) : state_(std::move(state)) {}
Workbook::Workbook(Workbook&&) noexcept = default;
Workbook& Workbook::operator=(Workbook&&) noexcept = default;
Workbook::~Workbook() = default;

Outcome<Workbook> Workbook::open(std::string_view bytes, std::string_view file_name, const WorkbookLimits& limits) {
  Outcome<Workbook> outcome;
  const Location where{.file = std::string(file_name)};
  if (!bytes.starts_with("PK")) {
    outcome.diagnostics.add(name_other_format(bytes), where);
    return outcome;
  }
  auto parts = ZipParts::open(bytes, limits);
  if (!parts) {
    outcome.diagnostics.add(parts.error(), where);
    return outcome;
  }
  auto state = std::make_unique<State>(State{.file = where.file, .limits = limits, .parts = std::move(*parts)});
  if (const auto error = state->load(outcome.diagnostics)) outcome.diagnostics.add(*error, where);
  if (!outcome.diagnostics.has_errors()) outcome.value = Workbook(std::move(state));
  return outcome;
}

const std::vector<Workbook::Sheet>& Workbook::sheets() const { return state_->sheets; }

Outcome<Grid> Workbook::read(std::size_t position) {
  TIDU_ASSERT(position < state_->sheets.size());
  const Sheet& sheet = state_->sheets[position];
  const auto worksheet = state_->tree(state_->sheet_parts[position], "worksheet");
  if (!worksheet) {
    Outcome<Grid> outcome;
    outcome.diagnostics.add(worksheet.error(), {.file = state_->file, .cell = sheet.name});
    return outcome;
  }
  return read_sheet(worksheet->root(), {.file = state_->file,
                                        .sheet = sheet.name,
                                        .strings = state_->strings,
                                        .styles = state_->styles,
                                        .since_1904 = state_->since_1904,
                                        .limits = state_->limits});
}

}  // namespace tidu::data
