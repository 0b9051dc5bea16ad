// SPDX-License-Identifier: Apache-2.0
#include "report/still.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

#include "core/base/escape.h"
#include "report/words.h"

namespace tidu::report {
namespace {

using Colour = std::array<int, 3>;

constexpr std::array<Colour, 6> kRamp{{{242, 239, 226},
                                       {207, 224, 200},
                                       {140, 195, 176},
                                       {74, 154, 163},
                                       {42, 108, 143},
                                       {22, 57, 95}}};  // that of assets/passing.js
constexpr double kSecondsAYear = 0.9;
constexpr int kTile = 76;
constexpr int kTop = 52;  // of the squares: below title and year

/// Baseline medians of users by year and region.
struct Courses {
  std::vector<int> years;
  std::map<std::string, std::vector<double>> percent;  ///< by region, in the order of years
  double most = 0;
};

Courses courses_of(const data::Table& table) {
  Courses out;
  const auto* scenario = table.find("scenario");
  const auto* region = table.find("region");
  const auto* year = table.find("year");
  const auto* median = table.find("p50");
  if (scenario == nullptr || region == nullptr || year == nullptr || median == nullptr) return out;
  for (std::size_t i = 0; i < table.rows(); ++i) {
    if (scenario->texts[i] != "baseline") continue;
    const int when = static_cast<int>(year->numbers[i]);
    if (out.years.empty() || when > out.years.back()) out.years.push_back(when);
    out.percent[region->texts[i]].push_back(median->numbers[i]);
    out.most = std::max(out.most, median->numbers[i]);
  }
  return out;
}

Colour colour_of(double share) {
  const double place = std::clamp(share, 0.0, 1.0) * (kRamp.size() - 1);
  const auto k = std::min(kRamp.size() - 2, static_cast<std::size_t>(place));
  Colour mixed{};
  for (std::size_t c = 0; c < 3; ++c) {
    mixed[c] =
        static_cast<int>(std::lround(kRamp[k][c] + (place - static_cast<double>(k)) * (kRamp[k + 1][c] - kRamp[k][c])));
  }
  return mixed;
}

std::string hex(const Colour& colour) { return fmt::format("#{:02x}{:02x}{:02x}", colour[0], colour[1], colour[2]); }

/// Dark on light squares and light on dark ones.
std::string ink_on(const Colour& colour) {
  return 299 * colour[0] + 587 * colour[1] + 114 * colour[2] > 140'000 ? "#111111" : "#ffffff";
}

/// Shows the values in turn, the last one twice as long.
std::string film(std::string_view attribute, const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) list += value + ";";
  return fmt::format(
      "<animate attributeName=\"{}\" values=\"{}{}\" dur=\"{:.1f}s\" calcMode=\"discrete\" "
      "repeatCount=\"indefinite\"/>",
      attribute, list, values.back(), static_cast<double>(values.size() + 1) * kSecondsAYear);
}

/// A size in which a name fits into its square: Latin letters are some 0.62 of it wide, others as wide as high.
double font_size(const std::string& name) {
  double width = 0;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) width += 0.62;
    if (byte >= 0xC0) width += 1;
  }
  return std::min(12.0, (kTile - 6) / std::max(1.0, width));
}

std::string tile(double x, double y, const std::string& name, const std::vector<Colour>& colours) {
  std::vector<std::string> fills;
  std::vector<std::string> inks;
  for (const Colour& colour : colours) {
    fills.push_back(hex(colour));
    inks.push_back(ink_on(colour));
  }
  return fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\">{}</rect>", x + 1, y + 1,
                     kTile - 2, kTile - 2, fills.back(), film("fill", fills)) +
         fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{:.1f}\" text-anchor=\"middle\" fill=\"{}\">{}{}</text>",
                     x + kTile / 2, y + kTile / 2 + 4, font_size(name), inks.back(), escape::html(name),
                     film("fill", inks));
}

std::string years_over(const std::vector<int>& years) {
  std::string out;
  for (const int year : years) {
    std::vector<std::string> shown;
    for (const int each : years) shown.emplace_back(each == year ? "inline" : "none");
    out += fmt::format("<text x=\"4\" y=\"42\" font-size=\"18\" font-weight=\"700\" display=\"{}\">{}{}</text>",
                       year == years.back() ? "inline" : "none", year, film("display", shown));
  }
  return out;
}

std::string legend(double top, double most, const std::string& unit) {
  constexpr int kParts = 40;
  constexpr int kPart = 8;
  std::string out;
  for (int k = 0; k < kParts; ++k) {
    out += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"10\" fill=\"{}\"/>", 4 + k * kPart, top,
                       kPart + 0.5, hex(colour_of((k + 0.5) / kParts)));
  }
  return out + fmt::format(
                   "<text x=\"4\" y=\"{0}\" font-size=\"12\">0</text><text x=\"{1}\" y=\"{0}\" font-size=\"12\" "
                   "text-anchor=\"end\">{2:.1f}</text><text x=\"4\" y=\"{3}\" font-size=\"12\">{4}</text>",
                   top + 24, 4 + kParts * kPart, most, top + 42, escape::html(unit));
}

}  // namespace

std::string still_map(const data::ResultSet& results, study::Language language) {
  const data::Table* table = results.find("adoption");
  if (table == nullptr || results.regions.empty()) return {};
  const Courses courses = courses_of(*table);
  if (courses.years.empty()) return {};
  const Words words(results, language);
  const auto [left, right] =
      std::minmax_element(results.regions.begin(), results.regions.end(),
                          [](const auto& a, const auto& b) { return a.tile_column < b.tile_column; });
  const auto [first, last] = std::minmax_element(results.regions.begin(), results.regions.end(),
                                                 [](const auto& a, const auto& b) { return a.tile_row < b.tile_row; });
  std::string squares;
  for (const data::RegionInfo& region : results.regions) {
    const auto course = courses.percent.find(region.code);
    if (course == courses.percent.end()) continue;
    std::vector<Colour> colours;
    for (const double percent : course->second) colours.push_back(colour_of(percent / courses.most));
    squares += tile((region.tile_column - left->tile_column) * kTile,
                    kTop + (region.tile_row - first->tile_row) * kTile, words.name(region.name), colours);
  }
  const int width = std::max(480, (right->tile_column - left->tile_column + 1) * kTile);
  const int bottom = kTop + (last->tile_row - first->tile_row + 1) * kTile;
  const std::string title = words.say(text("report.film.title", words.say(text("report.baseline"))));
  return fmt::format(
             "<svg xmlns=\"http://www.w3.org/2000/svg\" lang=\"{}\" role=\"img\" width=\"{}\" height=\"{}\" "
             "font-family=\"sans-serif\"><title>{}</title><text x=\"4\" y=\"18\" font-size=\"15\">{}</text>",
             language == study::Language::en ? "en" : "zh-CN", width, bottom + 56, escape::html(title),
             escape::html(title)) +
         years_over(courses.years) + squares +
         legend(bottom + 8, courses.most, words.say(text("report.percent_of_people"))) + "</svg>";
}

}  // namespace tidu::report
