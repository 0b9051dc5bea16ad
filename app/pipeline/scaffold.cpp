// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/scaffold.h"

#include <algorithm>
#include <cmath>

#include "core/base/escape.h"
#include "data/china_regions.h"
#include "data/results.h"

namespace tidu::app {
namespace {

struct Span {
  int first = 0;
  int last = 0;
};

/// What the study makes of the series.
struct Choice {
  Span years;
  std::vector<std::size_t> complete;  ///< series without gaps, and not constant, in those years
  std::vector<std::size_t> incomplete;
};

std::size_t gaps(const data::Survey& survey, std::size_t series, Span years) {
  std::size_t count = 0;
  for (std::size_t r = 0; r < survey.regions.rows.size(); ++r) {
    for (int year = years.first; year <= years.last; ++year)
      count += std::isnan(survey.panel.values(series, r, static_cast<std::size_t>(year - survey.panel.first_year)))
                   ? 1U
                   : 0U;
  }
  return count;
}

bool is_constant(const data::Survey& survey, std::size_t series, Span years) {
  double first = data::kNoValue;
  for (std::size_t r = 0; r < survey.regions.rows.size(); ++r) {
    for (int year = years.first; year <= years.last; ++year) {
      const double value = survey.panel.values(series, r, static_cast<std::size_t>(year - survey.panel.first_year));
      if (std::isnan(first)) first = value;
      if (!std::isnan(value) && value != first) return false;
    }
  }
  return true;
}

/// The span of years in which the complete series hold the most cells; of equal ones that with more series, then the
/// latest.
std::optional<Span> choose_years(const data::Survey& survey) {
  const std::size_t years = survey.panel.years();
  const auto span = [&survey](std::size_t first, std::size_t last) {
    return Span{survey.panel.first_year + static_cast<int>(first), survey.panel.first_year + static_cast<int>(last)};
  };
  std::vector<std::vector<bool>> complete(survey.series.size(), std::vector<bool>(years));
  for (std::size_t i = 0; i < survey.series.size(); ++i) {
    for (std::size_t t = 0; t < years; ++t) complete[i][t] = gaps(survey, i, span(t, t)) == 0;
  }
  std::pair<std::size_t, std::size_t> most;  // cells by region, series
  std::optional<Span> best;
  for (std::size_t first = 0; first < years; ++first) {
    std::vector<bool> still(survey.series.size(), true);
    for (std::size_t last = first; last < years; ++last) {
      std::size_t count = 0;
      for (std::size_t i = 0; i < still.size(); ++i) {
        still[i] = still[i] && complete[i][last];
        count += still[i] ? 1U : 0U;
      }
      const std::pair now(count * (last - first + 1), count);
      if (count == 0 || now < most) continue;
      most = now;
      best = span(first, last);
    }
  }
  return best;
}

std::optional<Choice> choose(const data::Survey& survey) {
  const auto years = choose_years(survey);
  if (!years) return std::nullopt;
  Choice choice{.years = *years};
  for (std::size_t i = 0; i < survey.series.size(); ++i) {
    const bool usable = gaps(survey, i, *years) == 0 && !is_constant(survey, i, *years);
    (usable ? choice.complete : choice.incomplete).push_back(i);
  }
  return choice.complete.empty() ? std::nullopt : std::optional(std::move(choice));
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

/// "gdp_per_head" of "GDP per head"; "series_3" of a name without letters that an id may have.
std::string id_of(const std::string& name, std::size_t position) {
  std::string id;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter) id += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (!letter && !id.empty() && id.back() != '_') id += '_';
  }
  while (!id.empty() && id.back() == '_') id.pop_back();
  return id.empty() || static_cast<unsigned char>(name.front()) >= 0x80 ? "series_" + std::to_string(position + 1) : id;
}

std::vector<std::string> ids_of(const data::Survey& survey) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < survey.series.size(); ++i) {
    std::string id = id_of(survey.series[i].id, i);
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) id += "_" + std::to_string(i + 1);
    ids.push_back(std::move(id));
  }
  return ids;
}

class StudyWriter {
 public:
  StudyWriter(const data::Survey& survey, const ScaffoldRequest& request, const Choice& choice)
      : survey_(survey), request_(request), choice_(choice), ids_(ids_of(survey)) {}

  std::string write(bool borders) {
    comment("scaffold.head");
    line("[study]");
    line("id = " + quoted(request_.id));
    line("title = " + quoted(request_.title));
    line("first_year = " + std::to_string(choice_.years.first));
    line("last_year = " + std::to_string(choice_.years.last));
    line("seed = 1");
    line("capability_index = \"index\"");
    line("\n[data]");
    line("regions = \"data/regions.csv\"");
    line("indicators = \"data/indicators.csv\"");
    line("panels = [" + panel() + "]");
    if (borders) line("borders = \"data/borders.csv\"");
    comment("scaffold.measure");
    line("[measure]");
    line("tier_scale = \"score\"");
    comment("scaffold.variables");
    for (const std::size_t i : choice_.complete) variable(i, "");
    if (!choice_.incomplete.empty()) comment("scaffold.gaps");
    for (const std::size_t i : choice_.incomplete) variable(i, "# ");
    comment("scaffold.index");
    index();
    return std::move(text_);
  }

 private:
  void line(const std::string& s) { text_ += s + "\n"; }

  void comment(std::string_view key) {
    if (!text_.empty()) text_ += "\n";
    const std::string all = study::Catalogue::instance().get(key, request_.language);
    for (std::size_t from = 0; from < all.size();) {
      const std::size_t end = std::min(all.find('\n', from), all.size());
      line("# " + all.substr(from, end - from));
      from = end + 1;
    }
  }

  /// The data file as a text, or as a table with what the user said of it.
  std::string panel() const {
    const std::string file = quoted("data/" + request_.data_name);
    std::string table = "{ file = " + file;
    const auto add = [&table](std::string_view key, const std::string& value) {
      if (!value.empty()) table.append(", ").append(key).append(" = ").append(value);
    };
    const auto text = [](const std::string& value) { return value.empty() ? value : quoted(value); };
    add("sheet", text(request_.table.sheet));
    add("region", text(request_.table.region));
    add("year", request_.table.in_year ? std::to_string(*request_.table.in_year) : text(request_.table.year));
    if (request_.table.decimal) add("decimal", quoted(std::string(1, *request_.table.decimal)));
    return table == "{ file = " + file ? file : table + " }";
  }

  void variable(std::size_t i, const std::string& mark) {
    const data::SeriesProfile& series = survey_.series[i];
    line("");
    line(mark + "[[variable]]");
    line(mark + "id = " + quoted(ids_[i]));
    line(mark + "name = " + quoted(series.id));
    line(mark + "unit = " + quoted(series.unit.empty() ? "1" : series.unit));
    line(mark + "numerators = [" + quoted(ids_[i]) + "]");
    if (mark.empty()) return;
    const std::size_t missing = gaps(survey_, i, choice_.years);
    const Text why =
        missing > 0
            ? text("scaffold.missing", missing,
                   survey_.regions.rows.size() * static_cast<std::size_t>(choice_.years.last - choice_.years.first + 1))
            : text("scaffold.constant");
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
    for (const std::size_t i : choice_.complete) line("  " + quoted(ids_[i]) + ",");
    line("]");
  }

  const data::Survey& survey_;
  const ScaffoldRequest& request_;
  const Choice& choice_;
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
  const auto ids = ids_of(survey);
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

Outcome<std::vector<ScaffoldFile>> make_scaffold(const data::Survey& survey, const ScaffoldRequest& request) {
  Outcome<std::vector<ScaffoldFile>> outcome;
  const auto choice = choose(survey);
  if (!choice) {
    outcome.diagnostics.add({ErrorCode::missing, text("scaffold.nothing"), text("scaffold.nothing.hint")},
                            {.file = request.data_name});
    return outcome;
  }
  const std::string borders = borders_csv(survey);
  std::vector<ScaffoldFile> files{{"study.toml", StudyWriter(survey, request, *choice).write(!borders.empty())},
                                  {"data/regions.csv", regions_csv(survey)},
                                  {"data/indicators.csv", indicators_csv(survey)},
                                  {"data/" + request.data_name, request.data}};
  if (!borders.empty()) files.push_back({"data/borders.csv", borders});
  outcome.value = std::move(files);
  return outcome;
}

}  // namespace tidu::app
