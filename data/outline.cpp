// SPDX-License-Identifier: Apache-2.0
#include "data/outline.h"

#include <charconv>
#include <set>

#include "data/regions.h"

namespace tidu::data {
namespace {

constexpr int kMostUnits = 10000;

/// The ring as a path of SVG; nothing if it is none.
std::optional<std::string> path_of(std::string_view ring) {
  std::string path;
  int numbers = 0;
  for (const char* at = ring.data(); at != ring.data() + ring.size();) {
    if (*at == ' ') {
      ++at;
      continue;
    }
    int value = 0;
    const auto [end, error] = std::from_chars(at, ring.data() + ring.size(), value);
    if (error != std::errc{} || value < 0 || value > kMostUnits) return std::nullopt;
    path += numbers == 0 ? "M" : numbers % 2 == 0 ? "L" : " ";
    path.append(at, end);
    ++numbers;
    at = end;
  }
  if (numbers < 6 || numbers % 2 != 0) return std::nullopt;
  return path + "Z";
}

}  // namespace

Outcome<std::vector<RegionOutline>> read_outlines(const Sheet& sheet) {
  Outcome<std::vector<RegionOutline>> outcome;
  const auto region = require_column(sheet, "region", outcome.diagnostics);
  const auto outline = require_column(sheet, "outline", outcome.diagnostics);
  if (!region || !outline) return outcome;
  std::vector<RegionOutline> outlines;
  std::set<std::string_view> seen;
  for (std::size_t r = 0; r < sheet.rows(); ++r) {
    const std::string_view code = sheet.at(r, *region);
    if (!seen.insert(code).second) {
      outcome.diagnostics.add(
          {ErrorCode::duplicate, text("data.region.duplicate", std::string(code)), text("data.region.duplicate.hint")},
          sheet.where(r, *region));
    }
    RegionOutline& made = outlines.emplace_back(RegionOutline{.code = std::string(code)});
    std::string_view rest = sheet.at(r, *outline);
    for (std::size_t ring = 1; !rest.empty(); ++ring) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      const auto path = path_of(rest.substr(0, end));
      if (!path) {
        outcome.diagnostics.add(
            {ErrorCode::syntax, text("data.outline.ring", ring, made.code), text("data.outline.ring.hint")},
            sheet.where(r, *outline));
        break;
      }
      made.path += *path;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  if (!outcome.diagnostics.has_errors()) outcome.value = std::move(outlines);
  return outcome;
}

}  // namespace tidu::data
