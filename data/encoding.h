// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/diagnostic.h"

namespace tidu::data {

enum class Encoding : std::uint8_t { utf8, utf8_mark, utf16_little, utf16_big, gb18030 };

std::string_view name_of(Encoding encoding);  ///< "UTF-8", "UTF-8 with byte order mark", ...

struct DecodedText {
  std::string text;  ///< UTF-8 without mark
  Encoding encoding = Encoding::utf8;
};

/// The text of a file: by its byte order mark, else as UTF-8 if every byte is (ASCII is), else as GB18030, of which GBK
/// and GB2312 are parts. Never guesses silently: GB18030 is noted; a text that hardly uses the characters of GB2312,
/// which nearly all Chinese text is written in, is warned of, for it may be in yet another encoding.
/// errors  encoding, with the place of the first byte that is neither; control and direction characters, the first
///         hundred
Outcome<DecodedText> decode(std::string bytes, std::string_view file);

}  // namespace tidu::data
