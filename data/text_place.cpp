// SPDX-License-Identifier: Apache-2.0
#include "data/text_place.h"

#include <algorithm>

#include "core/base/escape.h"

namespace tidu::data {

Location place_in(std::string_view text, TextSpan span, KnownLine known, std::string_view file) {
  const std::size_t before = span.offset == 0 ? std::string_view::npos : text.rfind('\n', span.offset - 1);
  const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
  const std::string_view between = text.substr(known.offset, span.offset - known.offset);
  std::string_view line = text.substr(start, std::min(text.find('\n', start), text.size()) - start);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return {.file = std::string(file),
          .line = known.line + static_cast<std::size_t>(std::count(between.begin(), between.end(), '\n')),
          .column = escape::count_characters(text.substr(start, span.offset - start)) + 1,
          .length = std::max<std::size_t>(1, escape::count_characters(text.substr(span.offset, span.length))),
          .line_text = std::string(line)};
}

}  // namespace tidu::data
