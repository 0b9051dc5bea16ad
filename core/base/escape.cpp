// SPDX-License-Identifier: Apache-2.0
#include "core/base/escape.h"

#include <cstdint>
#include <cstring>

namespace tidu::escape {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr std::string_view kDigits = "0123456789ABCDEF";

bool is_bidirectional_control(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029; }

bool is_newline_or_tab(char32_t c) { return c == '\n' || c == '\t' || c == '\r'; }

std::string code_name(char32_t c) {
  std::string name = "U+";
  for (int shift = c > 0xFFFF ? 20 : 12; shift >= 0; shift -= 4) name += kDigits[(c >> shift) & 0xF];
  return name;
}

unsigned char byte_at(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }

// Length of the valid character at i, or 0.
std::size_t valid_length(std::string_view text, std::size_t i, char32_t& code) {
  const unsigned char first = byte_at(text, i);
  if (first < 0x80) {
    code = first;
    return 1;
  }
  const std::size_t length = first >= 0xC2 && first <= 0xDF   ? 2
                             : first >= 0xE0 && first <= 0xEF ? 3
                             : first >= 0xF0 && first <= 0xF4 ? 4
                                                              : 0;
  if (length == 0 || i + length > text.size()) return 0;
  char32_t value = first & (0xFFU >> (length + 1));
  for (std::size_t k = 1; k < length; ++k) {
    const unsigned char next = byte_at(text, i + k);
    if ((next & 0xC0) != 0x80) return 0;
    value = (value << 6) | (next & 0x3F);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return 0;
  code = value;
  return length;
}

constexpr std::uint64_t kOnes = 0x0101010101010101;
constexpr std::uint64_t kHighBits = 0x80 * kOnes;

std::uint64_t eight_bytes(std::string_view text, std::size_t i) {
  std::uint64_t word = 0;
  std::memcpy(&word, text.data() + i, sizeof word);
  return word;
}

// Bytes from i on, eight at a time, that are ASCII.
std::size_t ascii_bytes(std::string_view text, std::size_t i) {
  const std::size_t first = i;
  while (i + 8 <= text.size() && (eight_bytes(text, i) & kHighBits) == 0) i += 8;
  return i - first;
}

// Bytes from i on, eight at a time, that are ASCII and no control character.
std::size_t printable_bytes(std::string_view text, std::size_t i) {
  const std::size_t first = i;
  for (; i + 8 <= text.size(); i += 8) {
    const std::uint64_t word = eight_bytes(text, i);
    const std::uint64_t control = (word - 0x20 * kOnes) & ~word;
    const std::uint64_t no_delete = word ^ (0x7F * kOnes);
    if (((word | control | ((no_delete - kOnes) & ~no_delete)) & kHighBits) != 0) break;
  }
  return i - first;
}

// Calls emit(code) for each character.
template <class Emit>
void for_characters(std::string_view text, const Emit& emit) {
  for (std::size_t i = 0; i < text.size();) emit(next_character(text, i));
}

}  // namespace

char32_t next_character(std::string_view text, std::size_t& position) {
  char32_t code = kReplacement;
  const std::size_t length = valid_length(text, position, code);
  position += length == 0 ? 1 : length;
  return length == 0 ? kReplacement : code;
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

std::string html(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  for_characters(text, [&out](char32_t c) {
    switch (c) {
      case '&':
        out += "&amp;";
        return;
      case '<':
        out += "&lt;";
        return;
      case '>':
        out += "&gt;";
        return;
      case '"':
        out += "&quot;";
        return;
      case '\'':
        out += "&#39;";
        return;
      default:
        break;
    }
    if ((is_control(c) && !is_newline_or_tab(c)) || is_bidirectional_control(c)) {
      out += code_name(c);
    } else {
      append_utf8(out, c);
    }
  });
  return out;
}

std::string script_json(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  for_characters(text, [&out](char32_t c) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (is_control(c) || is_bidirectional_control(c) || c == '<' || c == '>' || c == '&' || c == '\'') {
      out += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[(c >> shift) & 0xF];
    } else {
      append_utf8(out, c);
    }
  });
  return out;
}

std::string csv_field(std::string_view text, bool excel) {
  const bool formula =
      excel && !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  const bool quote = text.find_first_of(",\"\r\n") != std::string_view::npos;
  if (!quote) {
    std::string plain(formula ? 1 : 0, '\'');
    plain += text;
    return plain;
  }
  std::string out = formula ? "\"'" : "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
  return out;
}

std::string terminal(std::string_view text, bool keep_newlines) {
  std::string out;
  out.reserve(text.size());
  for_characters(text, [&](char32_t c) {
    if (c == '\t' || (c == '\n' && keep_newlines)) {
      out += static_cast<char>(c);
    } else if (is_control(c) || is_bidirectional_control(c)) {
      out += '<';
      out += code_name(c);
      out += '>';
    } else {
      append_utf8(out, c);
    }
  });
  return out;
}

std::optional<Forbidden> find_forbidden(std::string_view text, bool keep_newlines) {
  std::size_t character = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (const std::size_t plain = printable_bytes(text, i); plain > 0) {
      i += plain;
      character += plain;
      continue;
    }
    const std::size_t at = i;
    const char32_t c = next_character(text, i);
    const bool kept = c == '\t' || (keep_newlines && (c == '\n' || c == '\r'));
    if ((is_control(c) && !kept) || is_bidirectional_control(c)) return Forbidden{at, character, c};
    ++character;
  }
  return std::nullopt;
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (const std::size_t plain = ascii_bytes(text, i); plain > 0) {
      i += plain;
      continue;
    }
    char32_t code = 0;
    const std::size_t length = valid_length(text, i, code);
    if (length == 0) return i;
    i += length;
  }
  return std::nullopt;
}

std::size_t count_characters(std::string_view text) {
  std::size_t n = 0;
  for (const char c : text) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return n;
}

}  // namespace tidu::escape
