// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/base/option.h"

namespace tidu {

/// The value at the quantile u in [0, 1] of a range, evenly spread (in the logarithm where the record says so).
inline double value_at(const OptionRecord& record, const Range& range, double u) {
  if (record.logarithmic && range.low > 0) return range.low * math::exp(u * math::log(range.high / range.low));
  return range.low + (range.high - range.low) * u;
}

/// A parameter struct with each ranged field at the quantile that next(record) gives, asked in the order of `options`;
/// the others take their range's value.   ranges  one for each option
template <class P>
P fields_at(std::span<const Option<P>> options, std::span<const Range> ranges, auto&& next) {
  TIDU_ASSERT(options.size() == ranges.size());
  P p{};
  for (std::size_t i = 0; i < options.size(); ++i) {
    const OptionRecord& record = options[i].record;
    const bool ranged = ranges[i].low < ranges[i].high;
    options[i].set(p, ranged ? value_at(record, ranges[i], next(record)) : ranges[i].low);
  }
  return p;
}

}  // namespace tidu
