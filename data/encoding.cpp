// SPDX-License-Identifier: Apache-2.0
#include "data/encoding.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include "core/base/escape.h"
#include "data/text_place.h"

namespace tidu::data {
namespace {

constexpr std::size_t kMostProblems = 100;
constexpr double kUsualShare = 0.9;  // of characters in GB2312; Chinese prose and tables have more than 0.99

/// The text in UTF-8, or the offset of the first byte that `from` does not know.
struct Converted {
  std::string text;
  std::optional<std::size_t> wrong;
};

Converted convert(std::string& bytes, const char* from) {
  Converted result;
  const iconv_t converter = iconv_open("UTF-8", from);
  if (converter == reinterpret_cast<iconv_t>(-1)) {  // a system without the table of this encoding
    result.wrong = 0;
    return result;
  }
  char* in = bytes.data();
  std::size_t left = bytes.size();
  std::array<char, 65536> block;
  while (left > 0) {
    char* out = block.data();
    std::size_t room = block.size();
    const std::size_t done = iconv(converter, &in, &left, &out, &room);
    result.text.append(block.data(), block.size() - room);
    if (done == static_cast<std::size_t>(-1) && errno != E2BIG) {
      result.wrong = bytes.size() - left;
      break;
    }
  }
  iconv_close(converter);
  return result;
}

/// Share of the two-byte characters that lie in the rows of GB2312 that are in use.
double share_of_gb2312(std::string_view bytes) {
  std::size_t all = 0;
  std::size_t common = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
    const auto first = static_cast<unsigned char>(bytes[i]);
    const auto second = static_cast<unsigned char>(bytes[i + 1]);
    if (first < 0x80) continue;
    ++all;
    if (second >= 0xA1 && ((first >= 0xA1 && first <= 0xA9) || (first >= 0xB0 && first <= 0xF7))) ++common;
    ++i;
  }
  return all == 0 ? 1 : static_cast<double>(common) / static_cast<double>(all);
}

void check_characters(const std::string& decoded, std::string_view file, Diagnostics& diagnostics) {
  const std::string_view all = decoded;
  KnownLine known;
  std::size_t from = 0;
  for (std::size_t n = 0; n < kMostProblems; ++n) {
    const auto bad = escape::find_forbidden(all.substr(from), true);
    if (!bad) return;
    const std::size_t start = from + bad->byte;
    from = start;
    escape::next_character(all, from);
    const Location where = place_in(all, {start, from - start}, known, file);
    diagnostics.add({ErrorCode::encoding, text("data.csv.forbidden", escape::terminal(all.substr(start, from - start))),
                     text("data.csv.forbidden.hint")},
                    where);
    known = {start, where.line};
  }
}

std::optional<Encoding> marked(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return Encoding::utf8_mark;
  if (bytes.starts_with("\xFF\xFE")) return Encoding::utf16_little;
  if (bytes.starts_with("\xFE\xFF")) return Encoding::utf16_big;
  return std::nullopt;
}

/// before  the text up to the byte at `offset`, which is none
void refuse(std::string_view before, std::size_t offset, Encoding tried, std::string_view file,
            Diagnostics& diagnostics) {
  const std::size_t line_start = before.rfind('\n') + 1;
  diagnostics.add({ErrorCode::encoding, text("data.csv.not_text", offset, std::string(name_of(tried))),
                   text("data.csv.not_text.hint")},
                  {.file = std::string(file),
                   .line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')),
                   .column = escape::count_characters(before.substr(line_start)) + 1});
}

/// Bytes without mark that are not UTF-8.
void decode_chinese(std::string& bytes, std::string_view file, std::size_t first, Outcome<DecodedText>& outcome) {
  const double common = share_of_gb2312(bytes);
  Converted converted = convert(bytes, "GB18030");
  if (converted.wrong)
    return refuse(std::string_view(bytes).substr(0, first), first, Encoding::utf8, file, outcome.diagnostics);
  const Location where{.file = std::string(file), .line = 1, .column = 1};
  const std::string name(name_of(Encoding::gb18030));
  if (common < kUsualShare) {
    outcome.diagnostics.add(
        {ErrorCode::encoding, text("data.csv.doubtful", name, 100 * (1 - common)), text("data.csv.doubtful.hint")},
        where, Severity::warning);
  } else {
    outcome.diagnostics.add({ErrorCode::encoding, text("data.csv.read_as", name), {}}, where, Severity::note);
  }
  outcome.value = {std::move(converted.text), Encoding::gb18030};
}

}  // namespace

std::string_view name_of(Encoding encoding) {
  constexpr std::array<std::string_view, 5> kNames{"UTF-8", "UTF-8 (BOM)", "UTF-16LE", "UTF-16BE", "GB18030"};
  return kNames[static_cast<std::size_t>(encoding)];
}

Outcome<DecodedText> decode(std::string bytes, std::string_view file) {
  Outcome<DecodedText> outcome;
  const auto mark = marked(bytes);
  if (mark == Encoding::utf16_little || mark == Encoding::utf16_big) {
    bytes.erase(0, 2);
    Converted converted = convert(bytes, name_of(*mark).data());
    if (converted.wrong) {
      refuse(converted.text, *converted.wrong, *mark, file, outcome.diagnostics);
    } else {
      outcome.diagnostics.add({ErrorCode::encoding, text("data.csv.read_as", std::string(name_of(*mark))), {}},
                              {.file = std::string(file), .line = 1, .column = 1}, Severity::note);
      outcome.value = {std::move(converted.text), *mark};
    }
  } else {
    if (mark) bytes.erase(0, 3);
    const auto invalid = escape::find_invalid_utf8(bytes);
    if (!invalid) {
      outcome.value = {std::move(bytes), mark.value_or(Encoding::utf8)};
    } else if (mark) {
      refuse(std::string_view(bytes).substr(0, *invalid), *invalid, *mark, file, outcome.diagnostics);
    } else {
      decode_chinese(bytes, file, *invalid, outcome);
    }
  }
  if (outcome.value) check_characters(outcome.value->text, file, outcome.diagnostics);
  if (outcome.diagnostics.has_errors()) outcome.value.reset();
  return outcome;
}

}  // namespace tidu::data
