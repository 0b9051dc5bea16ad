// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>

#include "data/number.h"
#include "data/region_names.h"
#include "data/units.h"

// Any bytes are read as a name, a unit, a number and a year; a name that is read is read alike with blanks around it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace tidu;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  static const data::RegionNames names(data::china_region_rows());
  const data::RegionReading reading = names.read(text);
  if (reading.kind == data::RegionReading::Kind::region && reading.region >= names.regions()) std::abort();
  if (names.read(" " + text + "\u3000").kind != reading.kind) std::abort();
  const auto unit = data::parse_unit(text);
  if (unit && !data::conversion(text, text)) std::abort();
  static_cast<void>(data::split_unit(text));
  for (const char decimal : {'.', ','}) {
    const data::CellNumber number = data::read_number(text, {.decimal = decimal});
    if (number.kind == data::CellKind::number && !(number.value - number.value == 0)) std::abort();
  }
  if (const auto year = data::parse_year(text); year && (*year < 1000 || *year > 2999)) std::abort();
  return 0;
}
