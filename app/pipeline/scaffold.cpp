// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/scaffold.h"

#include <algorithm>

#include "app/pipeline/scaffold_choice.h"
#include "app/pipeline/scaffold_text.h"
#include "core/base/escape.h"
#include "data/china_regions.h"
#include "data/results.h"
#include "study/keys.h"

namespace tidu::app {
namespace {

Text why_unused(const data::Survey& survey, const ScaffoldChoice& choice, std::size_t series) {
  const std::size_t missing = missing_cells(survey, series, choice);
  const auto years = static_cast<std::size_t>(choice.last_year - choice.first_year + 1);
  return missing > 0 ? text("scaffold.missing", missing, survey.regions.rows.size() * years)
                     : text("scaffold.constant");
}

// What the index is made of and what was left out: nobody who names no series should have to look for it in the study.
void tell_choice(const data::Survey& survey, const ScaffoldRequest& request, const ScaffoldChoice& choice,
                 Diagnostics& diagnostics) {
  constexpr std::size_t kShown = 6;
  const study::Catalogue& texts = study::Catalogue::instance();
  const std::string comma = texts.get("report.comma", request.language);
  const auto list = [&](const std::vector<std::size_t>& series, bool reasons) {
    std::string names;
    for (std::size_t k = 0; k < series.size() && k < kShown; ++k) {
      names += (k == 0 ? "" : comma) + survey.series[series[k]].id;
      if (reasons) names += " (" + texts.render(why_unused(survey, choice, series[k]), request.language) + ")";
    }
    return series.size() > kShown ? names + comma + "…" : names;
  };
  const auto note = [&](Text message, Text hint) {
    diagnostics.add({ErrorCode::missing, std::move(message), std::move(hint)}, {.file = request.data_name},
                    Severity::note);
  };
  note(text("scaffold.chosen", choice.indicators.size(), survey.regions.rows.size(), choice.first_year,
            choice.last_year, list(choice.indicators, false)),
       {});
  if (!choice.unusable.empty() && request.roles.indicators.empty())
    note(text("scaffold.left_out", choice.unusable.size(), list(choice.unusable, true)),
         text("scaffold.left_out.hint"));
}

class StudyWriter {
 public:
  StudyWriter(const data::Survey& survey, const ScaffoldRequest& request, const ScaffoldChoice& choice)
      : survey_(survey), request_(request), choice_(choice), ids_(series_ids(survey)) {}

  std::string write(bool borders) {
    comment("scaffold.head");
    line("[study]");
    line("id = " + toml_text(request_.id));
    line("title = " + toml_text(request_.title));
    line("first_year = " + std::to_string(choice_.first_year));
    line("last_year = " + std::to_string(choice_.last_year));
    line("seed = 1");
    line("capability_index = \"index\"");
    if (!choice_.adoption.empty()) line("adoption_panels = [" + ids_of(choice_.adoption) + "]");
    if (!choice_.adoption.empty()) breaks();
    line("\n[data]");
    line("regions = \"data/regions.csv\"");
    line("indicators = \"data/indicators.csv\"");
    line("panels = [" + panel() + "]");
    if (borders) line("borders = \"data/borders.csv\"");
    analysis();
    settings();
    comment("scaffold.variables");
    for (const std::size_t i : choice_.usable) variable(i, "");
    if (!choice_.unusable.empty()) comment("scaffold.gaps");
    for (const std::size_t i : choice_.unusable) variable(i, "# ");
    comment("scaffold.index");
    index();
    return std::move(text_);
  }

 private:
  // adoption_breaks = { firms = [2026] }: the years of the request that lie within the study.
  void breaks() {
    std::string years;
    for (const int year : request_.roles.breaks) {
      if (year <= choice_.first_year || year > choice_.last_year) continue;
      years += (years.empty() ? "" : ", ") + std::to_string(year);
    }
    if (years.empty()) return;
    std::string panels;
    for (const std::size_t i : choice_.adoption)
      panels += (panels.empty() ? "" : ", ") + ids_[i] + " = [" + years + "]";
    line("adoption_breaks = { " + panels + " }");
  }

  void line(const std::string& s) { text_ += s + "\n"; }

  void comment(std::string_view key) {
    if (!text_.empty()) text_ += "\n";
    text_ += comment_text(key, request_.language);
  }

  std::string ids_of(const std::vector<std::size_t>& series) const {
    std::string ids;
    for (const std::size_t i : series) ids += (ids.empty() ? "" : ", ") + toml_text(ids_[i]);
    return ids;
  }

  /// The data file as a text, or as a table with what the user said of it.
  std::string panel() const {
    const std::string file = toml_text("data/" + request_.data_name);
    std::string table = "{ file = " + file;
    const auto add = [&table](std::string_view key, const std::string& value) {
      if (!value.empty()) table.append(", ").append(key).append(" = ").append(value);
    };
    const auto text = [](const std::string& value) { return value.empty() ? value : toml_text(value); };
    add("sheet", text(request_.table.sheet));
    add("region", text(request_.table.region));
    add("year", request_.table.in_year ? std::to_string(*request_.table.in_year) : text(request_.table.year));
    if (request_.table.decimal) add("decimal", toml_text(std::string(1, *request_.table.decimal)));
    return table == "{ file = " + file ? file : table + " }";
  }

  void variable(std::size_t i, const std::string& mark) {
    const data::SeriesProfile& series = survey_.series[i];
    line("");
    line(mark + "[[variable]]");
    line(mark + "id = " + toml_text(ids_[i]));
    line(mark + "name = " + toml_text(series.id));
    line(mark + "unit = " + toml_text(series.unit.empty() ? "1" : series.unit));
    line(mark + "numerators = [" + toml_text(ids_[i]) + "]");
    const std::size_t missing = missing_cells(survey_, i, choice_);
    if (mark.empty()) {
      if (missing > 0) line("fill = " + toml_text(study::kFills[static_cast<std::size_t>(request_.roles.fill)]));
      return;
    }
    const Text why = why_unused(survey_, choice_, i);
    line(mark + "fill = \"none\"      # " + study::Catalogue::instance().render(why, request_.language));
  }

  void index() {
    line("\n[[index]]");
    line("id = \"index\"");
    line("name = { en = \"Index\", zh = \"指数\" }");
    line("\n[[index.pillar]]");
    line("id = \"all\"");
    line("name = { en = \"All indicators\", zh = \"全部指标\" }");
    line("indicators = [");
    for (const std::size_t i : choice_.indicators) {
      const bool less = std::find(choice_.negative.begin(), choice_.negative.end(), i) != choice_.negative.end();
      line(less ? "  { variable = " + toml_text(ids_[i]) + ", direction = \"negative\" },"
                : "  " + toml_text(ids_[i]) + ",");
    }
    line("]");
  }

  void analysis() {
    comment("scaffold.analysis");
    line("[analysis]");
    const auto list = [this](std::string_view key, const std::vector<std::size_t>& series) {
      line(std::string(key) + " = [" + ids_of(series) + "]");
    };
    list("quantities", choice_.quantities);
    list("drivers", choice_.drivers);
    line("population = " + toml_text(choice_.population ? ids_[*choice_.population] : std::string()));
  }

  // Scores of 0 are common in small studies, and tiers by the logarithm know none.
  void settings() {
    comment("scaffold.measure");
    text_ += settings_text(request_.roles, {{"measure", {{"tier_scale", "\"score\""}}}});
  }

  const data::Survey& survey_;
  const ScaffoldRequest& request_;
  const ScaffoldChoice& choice_;
  std::vector<std::string> ids_;
  std::string text_;
};

std::string regions_csv(const data::Survey& survey) {
  std::string csv =
      survey.china ? "region,name_zh,name_en,macro_region,tile_column,tile_row\n" : "region,name_zh,name_en\n";
  for (const data::RegionRow& row : survey.regions.rows) {
    csv += escape::csv_field(row.code) + "," + escape::csv_field(row.name.zh) + "," + escape::csv_field(row.name.en);
    if (survey.china) {
      csv += "," + (row.group.empty() ? "other" : row.group) + "," + std::to_string(row.tile_column) + "," +
             std::to_string(row.tile_row);
    }
    csv += "\n";
  }
  return csv;
}

std::string indicators_csv(const data::Survey& survey) {
  const auto ids = series_ids(survey);
  std::string csv = "indicator,name_zh,name_en,unit,publisher,years\n";
  for (std::size_t i = 0; i < survey.series.size(); ++i) {
    const data::SeriesProfile& s = survey.series[i];
    const std::string name = escape::csv_field(s.id);
    csv += ids[i] + "," + name + "," + name + "," + escape::csv_field(s.unit.empty() ? "1" : s.unit) + ",," +
           std::to_string(s.first_year) + "-" + std::to_string(s.last_year) + "\n";
  }
  return csv;
}

/// Borders among the provinces of the file; nothing unless each has a neighbour.
std::string borders_csv(const data::Survey& survey) {
  if (!survey.china) return {};
  std::string csv = "region_a,region_b\n";
  std::vector<bool> joined(survey.regions.rows.size());
  for (const auto& [a, b] : data::china_borders()) {
    const auto first = survey.regions.find(a);
    const auto second = survey.regions.find(b);
    if (!first || !second) continue;
    joined[*first] = joined[*second] = true;
    csv.append(a).append(",").append(b).append("\n");
  }
  return std::all_of(joined.begin(), joined.end(), [](bool j) { return j; }) ? csv : std::string();
}

}  // namespace

Outcome<std::vector<StudyFile>> make_scaffold(const data::Survey& survey, const ScaffoldRequest& request) {
  Outcome<std::vector<StudyFile>> outcome;
  auto choice = choose_series(survey, request);
  outcome.diagnostics = std::move(choice.diagnostics);
  check_settings(request.roles, outcome.diagnostics);
  if (outcome.diagnostics.has_errors()) return outcome;
  tell_choice(survey, request, *choice.value, outcome.diagnostics);
  const std::string borders = borders_csv(survey);
  std::vector<StudyFile> files{{"study.toml", StudyWriter(survey, request, *choice.value).write(!borders.empty())},
                               {"data/regions.csv", regions_csv(survey)},
                               {"data/indicators.csv", indicators_csv(survey)},
                               {"data/" + request.data_name, request.data}};
  if (!borders.empty()) files.push_back({"data/borders.csv", borders});
  outcome.value = std::move(files);
  return outcome;
}

}  // namespace tidu::app
