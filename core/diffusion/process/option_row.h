// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/base/option.h"

namespace tidu::diffusion {

/// An option as a row of a table: key, unit, legal range, default, assumed range, source and its kind.
struct OptionRow {
  std::string_view key;
  std::string_view unit;
  double minimum, maximum, value, low, high;
  std::string_view source;
  SourceKind kind;
  bool logarithmic = false;  ///< drawn evenly in the logarithm
};

constexpr OptionRecord record(const OptionRow& r, OptionType type = OptionType::real) {
  return {.key = r.key,
          .type = type,
          .unit = r.unit,
          .minimum = r.minimum,
          .default_value = r.value,
          .maximum = r.maximum,
          .low = r.low,
          .high = r.high,
          .source = r.source,
          .logarithmic = r.logarithmic,
          .kind = r.kind};
}

template <auto Member>
constexpr auto ranged(const OptionRow& r) {
  return bind_field<Member>(record(r));
}

}  // namespace tidu::diffusion
