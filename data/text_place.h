// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "core/base/diagnostic.h"

namespace tidu::data {

/// Bytes [offset, offset + length) of a text.
struct TextSpan {
  std::size_t offset = 0;
  std::size_t length = 0;
};

/// A byte of a text whose line is known.
struct KnownLine {
  std::size_t offset = 0;
  std::size_t line = 1;
};

/// Line, column, length in characters and the line itself of a span of UTF-8 text; lines are counted from `known` on,
/// which stands at or before the span. Cost: the bytes between.
Location place_in(std::string_view text, TextSpan span, KnownLine known, std::string_view file);

}  // namespace tidu::data
