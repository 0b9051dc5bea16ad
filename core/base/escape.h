// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// The one place where a text from a file is made harmless before it reaches HTML, SVG, a script, CSV or a terminal.
/// All functions take UTF-8 and return UTF-8; bytes that are no UTF-8 become U+FFFD.
namespace tidu::escape {

/// Text or a double-quoted attribute of HTML and SVG: & < > " ' become entities; control and bidirectional characters
/// are shown as visible codes ("U+202E").
std::string html(std::string_view text);

/// A JSON string (without its quotes) that may stand inside a <script> element: < > & and U+2028, U+2029 as \uXXXX.
std::string script_json(std::string_view text);

/// A field of CSV after RFC 4180: quoted when it holds a comma, a quote or a line break. `excel`: a field that would be
/// read as a formula (= + - @ tab at its start) gets an apostrophe before it.
std::string csv_field(std::string_view text, bool excel = false);

/// For a terminal: control characters, escape sequences and bidirectional controls as visible codes. Line breaks stay
/// if asked.
std::string terminal(std::string_view text, bool keep_newlines = false);

/// A character that a name must not hold: a control character (C0 but tab, C1, DEL) or a bidirectional control.
struct Forbidden {
  std::size_t byte = 0;       ///< offset in the text
  std::size_t character = 0;  ///< characters before it
  char32_t code = 0;
};
/// keep_newlines  line feeds and carriage returns are let pass as well
std::optional<Forbidden> find_forbidden(std::string_view text, bool keep_newlines = false);

/// Offset of the first byte that is not UTF-8 (overlong forms, surrogates and values above U+10FFFF count), if any.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// Characters (code points) in a text of valid UTF-8.
std::size_t count_characters(std::string_view text);

/// Decodes the character at `position` and moves behind it; U+FFFD for a byte that is not UTF-8.
char32_t next_character(std::string_view text, std::size_t& position);

/// Appends a code point as UTF-8.
void append_utf8(std::string& out, char32_t code);

}  // namespace tidu::escape
