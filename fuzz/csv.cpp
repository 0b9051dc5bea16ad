// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>

#include "data/csv.h"
#include "data/facts.h"
#include "data/panel.h"
#include "data/regions.h"

// Any bytes are a table or a list of located findings; a table is rectangular and every reader takes it without
// trouble.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace tidu;
  auto table = data::parse_csv(std::string(reinterpret_cast<const char*>(bytes), size), "fuzz.csv");
  if (!table.value) {
    if (!table.diagnostics.has_errors()) std::abort();
    return 0;
  }
  for (std::size_t r = 0; r < table.value->rows(); ++r) {
    for (const data::CsvField& field : table.value->row(r)) {
      if (table.value->where(field).line == 0) std::abort();
    }
  }
  const auto regions = data::read_regions(*table.value);
  static_cast<void>(data::read_indicators(*table.value));
  static_cast<void>(data::read_facts(*table.value));
  if (regions.value) {
    static_cast<void>(data::read_borders(*table.value, *regions.value));
    static_cast<void>(data::read_region_columns(*table.value, *regions.value));
    data::PanelReader reader(*regions.value, 2013, 2015);
    static_cast<void>(reader.add(*table.value));
  }
  return 0;
}
