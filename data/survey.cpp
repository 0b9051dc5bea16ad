// SPDX-License-Identifier: Apache-2.0
#include "data/survey.h"

#include <algorithm>
#include <set>

#include "data/china_regions.h"

namespace tidu::data {
namespace {

constexpr std::size_t kMostRegions = 20'000;
constexpr int kMostYears = 300;

/// Every text in the column of regions, in order of first appearance.
std::vector<std::string> region_texts(const Sheet& sheet, const Layout& layout) {
  std::vector<std::string> texts;
  if (!layout.region) {
    for (const ValueColumn& value : layout.values) texts.push_back(sheet.name(value.column));
    return texts;
  }
  std::set<std::string, std::less<>> seen;
  std::string_view last;
  for (std::size_t r = 0; r < sheet.rows() && texts.size() <= kMostRegions; ++r) {
    const std::string_view cell = sheet.at(r, *layout.region);
    if (cell.empty() || (r > 0 && cell == last)) continue;
    last = cell;
    if (seen.emplace(cell).second) texts.emplace_back(cell);
  }
  return texts;
}

/// The provinces among the texts, in the order of their codes; empty if fewer than half of the texts are provinces.
Regions provinces_of(const std::vector<std::string>& texts, const RegionNames& china) {
  std::vector<bool> present(china.regions());
  std::size_t known = 0;
  std::size_t others = 0;
  for (const std::string& text : texts) {
    const RegionReading reading = china.read(text);
    if (reading.kind == RegionReading::Kind::region) {
      present[reading.region] = true;
      ++known;
    } else if (reading.kind != RegionReading::Kind::aggregate) {
      ++others;
    }
  }
  Regions regions;
  if (known < others || known == 0) return regions;
  const auto rows = china_region_rows();
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (present[r]) regions.rows.push_back(rows[r]);
  }
  return regions;
}

Regions regions_as_called(const std::vector<std::string>& texts, const RegionNames& china) {
  Regions regions;
  for (const std::string& text : texts) {
    if (china.read(text).kind != RegionReading::Kind::aggregate)
      regions.rows.push_back({.code = text, .name = {text, text}, .group = "all"});
  }
  return regions;
}

}  // namespace

Outcome<Survey> survey(std::string bytes, std::string_view file, const TableRequest& request) {
  Outcome<Survey> outcome;
  const RegionNames china(china_region_rows());
  const Outcome<Sheet> sheet = read_sheet(std::move(bytes), file, request.of_sheet());
  outcome.diagnostics = sheet.diagnostics;
  if (!sheet.value) return outcome;
  Outcome<Layout> layout = find_layout(*sheet.value, china, request);
  outcome.diagnostics.append(layout.diagnostics);
  if (!layout.value) return outcome;
  Survey survey;
  const std::vector<std::string> texts = region_texts(*sheet.value, *layout.value);
  if (texts.size() > kMostRegions) {
    outcome.diagnostics.add(
        {ErrorCode::limit, text("data.survey.regions", kMostRegions), text("data.survey.regions.hint")},
        sheet.value->where_name(*layout.value->region));
    return outcome;
  }
  survey.regions = provinces_of(texts, china);
  survey.china = !survey.regions.rows.empty();
  if (!survey.china) survey.regions = regions_as_called(texts, china);
  const RegionNames names(survey.regions.rows);
  if (layout.value->kind == LayoutKind::regions) layout = find_layout(*sheet.value, names, request);
  const auto years = years_of(*sheet.value, *layout.value);
  if (!years) {
    outcome.diagnostics.add({ErrorCode::missing, text("data.layout.no_year"), text("data.layout.no_year.hint")},
                            sheet.value->where_name(layout.value->year.value_or(0)));
    return outcome;
  }
  if (years->last - years->first >= kMostYears) {
    outcome.diagnostics.add({ErrorCode::limit, text("data.survey.years", years->first, years->last, kMostYears),
                             text("data.survey.years.hint")},
                            sheet.value->where_name(layout.value->year.value_or(0)));
    return outcome;
  }
  PanelReader reader(survey.regions, names, *years, {});
  outcome.diagnostics.append(reader.add(*sheet.value, *layout.value));
  if (outcome.diagnostics.has_errors()) return outcome;
  survey.tables = reader.accounts();
  survey.panel = std::move(reader).take();
  survey.series = profile(survey.panel);
  outcome.value = std::move(survey);
  return outcome;
}

}  // namespace tidu::data
