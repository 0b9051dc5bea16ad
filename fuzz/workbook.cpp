// SPDX-License-Identifier: Apache-2.0
#include "data/workbook.h"

#include <array>
#include <cstdint>
#include <cstdlib>

#include "data/workbook_sheet.h"
#include "data/workbook_xml.h"

namespace {

using namespace tidu;

// Small enough that a run is short, large enough for every branch.
constexpr data::WorkbookLimits kLimits{.inflated_bytes = 4U << 20,
                                       .entries = 100,
                                       .xml_bytes = 64U << 20,
                                       .strings = 10'000,
                                       .cells = 100'000,
                                       .text_bytes = 4U << 20,
                                       .merged = 1'000};

void require(bool condition) {
  if (!condition) std::abort();
}

void check(const Outcome<data::Grid>& outcome) {
  require(outcome.value.has_value() != outcome.diagnostics.has_errors());
  if (!outcome.value) return;
  const data::Grid& grid = *outcome.value;
  for (std::size_t r = 0; r < grid.rows(); ++r) {
    require(grid.columns(r) > 0 && !grid.at(r, grid.columns(r) - 1).empty());
    for (std::size_t c = 0; c < grid.columns(r); ++c) {
      require(!grid.where(r, c).cell.empty());
      require(data::judge_text(grid.at(r, c)) == data::CellText::fine);
    }
  }
  for (const data::MergedCells& block : grid.merged()) {
    require(block.rows * block.columns > 1 && block.row + block.rows <= grid.rows());
    require(!grid.at(block.row, block.column).empty());
  }
}

void read_file(std::string_view bytes) {
  auto workbook = data::Workbook::open(bytes, "fuzz.xlsx", kLimits);
  require(workbook.value.has_value() != workbook.diagnostics.has_errors());
  if (!workbook.value) return;
  for (std::size_t i = 0; i < workbook.value->sheets().size(); ++i) check(workbook.value->read(i));
}

// The archive hides the XML from the fuzzer: sheet, shared strings and styles as they are, with a line between them.
void read_parts(std::string_view bytes) {
  constexpr std::string_view kBetween = "\n====\n";
  constexpr std::array<std::string_view, 3> kRoots{"worksheet", "sst", "styleSheet"};
  std::array<std::optional<data::xml::Part>, 3> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t end = std::min(bytes.find(kBetween), bytes.size());
    auto part = data::xml::Part::parse(std::string(bytes.substr(0, end)), "fuzz.xml", kRoots[i], kLimits.xml_bytes);
    if (part) parts[i] = std::move(*part);
    bytes.remove_prefix(std::min(end + kBetween.size(), bytes.size()));
  }
  if (!parts[0]) return;
  const auto strings = parts[1] ? data::SharedStrings::read(parts[1]->root(), kLimits) : data::SharedStrings();
  const data::Styles styles = parts[2] ? data::Styles(parts[2]->root()) : data::Styles();
  if (!strings) return;
  check(data::read_sheet(parts[0]->root(), {.file = "fuzz.xlsx",
                                            .sheet = "Sheet1",
                                            .strings = *strings,
                                            .styles = styles,
                                            .since_1904 = bytes.size() % 2 == 1,
                                            .limits = kLimits}));
}

}  // namespace

// Any bytes are sheets of harmless texts in their places, or a list of findings.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(bytes), size);
  if (input.starts_with('<')) {
    read_parts(input);
  } else {
    read_file(input);
  }
  return 0;
}
