// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>

#include "data/facts.h"
#include "data/outline.h"
#include "data/panel.h"
#include "data/region_names.h"
#include "data/sheet.h"

// Any bytes are a table or a list of located findings; a table is rectangular and every reader takes it without
// trouble.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace tidu;
  auto sheet = data::read_sheet(std::string(reinterpret_cast<const char*>(bytes), size), "fuzz.csv");
  if (!sheet.value) {
    if (!sheet.diagnostics.has_errors()) std::abort();
    return 0;
  }
  for (std::size_t r = 0; r < sheet.value->rows(); ++r) {
    for (std::size_t c = 0; c < sheet.value->columns(); ++c) {
      static_cast<void>(sheet.value->number(r, c));
      if (sheet.value->where(r, c).line == 0) std::abort();
    }
  }
  const auto regions = data::read_regions(*sheet.value);
  static_cast<void>(data::read_indicators(*sheet.value));
  static_cast<void>(data::read_facts(*sheet.value));
  static_cast<void>(data::read_outlines(*sheet.value));
  const std::vector<data::RegionRow> rows = regions.value ? regions.value->rows : data::china_region_rows();
  const data::RegionNames names(rows);
  const data::Regions all{.rows = rows, .attributes = {}};
  static_cast<void>(data::read_borders(*sheet.value, all, names));
  static_cast<void>(data::read_region_columns(*sheet.value, all, names));
  const auto layout = data::find_layout(*sheet.value, names, {.in_year = 2014});
  if (!layout.value) return 0;
  data::PanelReader reader(all, names, {2013, 2015}, {});
  static_cast<void>(reader.add(*sheet.value, *layout.value));
  static_cast<void>(std::move(reader).take());
  return 0;
}
