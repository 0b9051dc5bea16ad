// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>

#include "app/cli/columns.h"
#include "app/cli/data_request.h"
#include "app/cli/json_text.h"
#include "app/cli/verbs.h"
#include "data/survey.h"

namespace tidu::cli {
namespace {

using Lines = std::vector<std::vector<std::string>>;

constexpr std::size_t kMostUnusual = 12;  // that are listed for a person; --json lists all
constexpr std::size_t kMostGaps = 12;

/// What a survey says, for a person.
class Description {
 public:
  Description(const data::Survey& survey, const Console& console) : survey_(survey), console_(console) {}

  std::string write() {
    for (const data::TableAccount& table : survey_.tables) add_table(table);
    add_regions();
    add_series();
    add_gaps();
    add_unusual();
    return std::move(out_);
  }

 private:
  std::string get(const Text& t) const { return console_.render(t); }
  std::string year(std::size_t position) const {
    return std::to_string(survey_.panel.first_year + static_cast<int>(position));
  }
  std::string region(std::size_t r) const {
    const Name& name = survey_.regions.rows[r].name;
    const std::string& code = survey_.regions.rows[r].code;
    const std::string shown = console_.language() == study::Language::zh ? name.zh : name.en;
    return shown == code ? code : code + " " + shown;
  }
  void section(const Text& title, const Lines& lines) {
    if (!lines.empty()) out_ += "\n" + get(title) + "\n" + in_columns(lines, 2);
  }

  void add_table(const data::TableAccount& table) {
    const std::string layout = get(Text{.key = layout_key(table.layout), .args = {}});
    out_ += table.sheet.empty() ? get(text("cli.describe.csv", table.file, table.encoding,
                                           separator_name(table.separator), std::string(1, table.decimal)))
                                : get(text("cli.describe.sheet", table.file, table.sheet));
    out_ += "\n" + get(text("cli.describe.layout", layout, table.rows, table.columns)) + "\n";
    std::string ignored;
    for (const std::string& name : table.ignored_columns) {
      if (!name.empty()) ignored += (ignored.empty() ? "" : ", ") + name;
    }
    if (!ignored.empty()) out_ += get(text("cli.describe.ignored", ignored)) + "\n";
  }

  static std::string_view layout_key(data::LayoutKind kind) {
    constexpr std::string_view kKeys[] = {"cli.describe.long",    "cli.describe.wide",
                                          "cli.describe.years",   "cli.describe.series_years",
                                          "cli.describe.regions", "cli.describe.cross_section"};
    return kKeys[static_cast<std::size_t>(kind)];
  }

  std::string separator_name(char separator) const {
    return separator == '\t' ? get(text("cli.describe.tab")) : std::string(1, separator);
  }

  /// How names were read: how many by what, and each that is not a code or a common name.
  void add_regions() {
    std::map<std::string, std::size_t> kinds;
    Lines lines;
    std::string left_out;
    for (const auto& [name, reading] : survey_.tables.front().regions) {
      if (reading.kind != data::RegionReading::Kind::region) {
        left_out += (left_out.empty() ? "" : ", ") + name;
        continue;
      }
      const std::string kind = get(Text{.key = name_key(reading.by), .args = {}});
      ++kinds[kind];
      const bool plain = reading.by == data::NameKind::code || reading.by == data::NameKind::chinese ||
                         reading.by == data::NameKind::chinese_full || reading.by == data::NameKind::english;
      if (!plain) lines.push_back({name, region(reading.region), kind});
    }
    std::string counts;
    for (const auto& [kind, count] : kinds) counts += (counts.empty() ? "" : ", ") + std::to_string(count) + " " + kind;
    out_ += get(survey_.china ? text("cli.describe.china", survey_.regions.rows.size(), counts)
                              : text("cli.describe.own_regions", survey_.regions.rows.size())) +
            "\n";
    if (!left_out.empty()) out_ += get(text("cli.describe.totals", left_out)) + "\n";
    section(text("cli.describe.names"), lines);
  }

  static std::string_view name_key(data::NameKind kind) {
    constexpr std::string_view kKeys[] = {"cli.describe.by.code",           "cli.describe.by.iso_code",
                                          "cli.describe.by.chinese",        "cli.describe.by.chinese_full",
                                          "cli.describe.by.abbreviation",   "cli.describe.by.english",
                                          "cli.describe.by.other_spelling", "cli.describe.by.alias"};
    return kKeys[static_cast<std::size_t>(kind)];
  }

  void add_series() {
    Lines lines{{get(text("cli.describe.series")), get(text("cli.describe.unit")), get(text("cli.describe.years_of")),
                 get(text("cli.describe.cells")), get(text("cli.describe.missing")), get(text("cli.describe.minimum")),
                 get(text("cli.describe.median")), get(text("cli.describe.maximum"))}};
    for (const data::SeriesProfile& s : survey_.series) {
      const std::string years = s.first_year == 0             ? ""
                                : s.first_year == s.last_year ? std::to_string(s.first_year)
                                                              : fmt::format("{}–{}", s.first_year, s.last_year);
      lines.push_back({s.id, s.unit, years, std::to_string(s.observed), std::to_string(s.missing),
                       brief_number(s.minimum), brief_number(s.median), brief_number(s.maximum)});
    }
    out_ += "\n" + in_columns(lines);
  }

  void add_gaps() {
    Lines lines;
    std::size_t more = 0;
    for (const data::SeriesProfile& s : survey_.series) {
      for (std::size_t r = 0; r < s.missing_by_region.size(); ++r) {
        if (s.missing_by_region[r] == 0) continue;
        if (lines.size() == kMostGaps) ++more;
        if (lines.size() < kMostGaps) lines.push_back({s.id, region(r), std::to_string(s.missing_by_region[r])});
      }
    }
    if (more > 0) lines.push_back({get(text("cli.describe.more", more))});
    section(text("cli.describe.gaps"), lines);
  }

  void add_unusual() {
    Lines lines;
    std::size_t more = 0;
    for (const data::SeriesProfile& s : survey_.series) {
      for (const data::UnusualCell& cell : s.unusual) {
        if (lines.size() == kMostUnusual) ++more;
        if (lines.size() == kMostUnusual) continue;
        lines.push_back({s.id, region(cell.region), year(cell.year), brief_number(cell.value),
                         get(text(cell.kind == data::Unusual::jump ? "cli.describe.jump" : "cli.describe.level",
                                  fmt::format("{:.1f}", cell.score)))});
      }
    }
    if (more > 0) lines.push_back({get(text("cli.describe.more", more))});
    section(text("cli.describe.unusual"), lines);
  }

  const data::Survey& survey_;
  const Console& console_;
  std::string out_;
};

std::string series_json(const data::Survey& survey) {
  JsonArray all;
  for (const data::SeriesProfile& s : survey.series) {
    JsonArray unusual;
    for (const data::UnusualCell& cell : s.unusual) {
      JsonObject object;
      object.add("region", survey.regions.rows[cell.region].code);
      object.add("year", survey.panel.first_year + static_cast<int>(cell.year)).add("value", cell.value);
      object.add("kind", cell.kind == data::Unusual::jump ? "jump" : "level").add("score", cell.score);
      unusual.add_raw(object.str());
    }
    JsonObject gaps;
    for (std::size_t r = 0; r < s.missing_by_region.size(); ++r) {
      if (s.missing_by_region[r] > 0) gaps.add(survey.regions.rows[r].code, s.missing_by_region[r]);
    }
    JsonObject object;
    object.add("series", s.id).add("unit", s.unit).add("first_year", s.first_year).add("last_year", s.last_year);
    object.add("cells", s.observed).add("missing", s.missing).add("minimum", s.minimum).add("median", s.median);
    object.add("maximum", s.maximum).add_raw("missing_by_region", gaps.str()).add_raw("unusual", unusual.str());
    all.add_raw(object.str());
  }
  return all.str();
}

std::string survey_json(const data::Survey& survey, const Diagnostics& diagnostics, const Console& console) {
  JsonArray tables;
  for (const data::TableAccount& table : survey.tables) {
    JsonObject names;
    for (const auto& [name, reading] : table.regions) {
      const bool region = reading.kind == data::RegionReading::Kind::region;
      names.add(name,
                region ? survey.regions.rows[reading.region].code + " (" + std::string(data::key_of(reading.by)) + ")"
                       : std::string("left out"));
    }
    JsonObject object;
    object.add("file", table.file).add("sheet", table.sheet).add("encoding", table.encoding);
    object.add("separator", std::string(1, table.separator)).add("decimal", std::string(1, table.decimal));
    object.add("layout", data::key_of(table.layout)).add("rows", table.rows).add("columns", table.columns);
    tables.add_raw(object.add_raw("regions", names.str()).str());
  }
  JsonObject object;
  object.add("ok", true).add("china", survey.china).add("regions", survey.regions.rows.size());
  object.add_raw("tables", tables.str()).add_raw("series", series_json(survey));
  return object.add_raw("diagnostics", to_json(diagnostics, console.language())).str() + "\n";
}

}  // namespace

ExitCode describe_verb(const Arguments& arguments, Console& console) {
  auto survey = survey_of(arguments, arguments.target);
  if (!survey.survey.ok()) return console.fail(survey.survey.diagnostics, ExitCode::data);
  console.show(survey.survey.diagnostics);
  console.data(console.json() ? survey_json(*survey.survey.value, survey.survey.diagnostics, console)
                              : Description(*survey.survey.value, console).write());
  return ExitCode::ok;
}

}  // namespace tidu::cli
