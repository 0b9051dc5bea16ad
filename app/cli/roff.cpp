// SPDX-License-Identifier: Apache-2.0
#include "app/cli/roff.h"

namespace tidu::cli {
namespace {

std::string upper(std::string_view words) {
  std::string out(words);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

}  // namespace

std::string Roff::escaped(std::string_view words) {
  std::string out;
  bool line_start = true;
  for (const char c : words) {
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    line_start = c == '\n';
    switch (c) {
      case '\\':
        out += "\\e";
        break;
      case '-':
        out += "\\-";
        break;
      case '\'':
        out += "\\(aq";
        break;
      case '`':
        out += "\\(ga";
        break;
      case '"':
        out += "\\(dq";
        break;
      case '~':
        out += "\\(ti";
        break;
      case '^':
        out += "\\(ha";
        break;
      default:
        out += c;
    }
  }
  return out;
}

Roff::Roff(std::string_view title, std::string_view section, std::string_view source, std::string_view volume) {
  // Without a date: a page says the version that it belongs to, and the same version makes the same page on any day.
  out_ = ".TH " + escaped(upper(title)) + " " + std::string(section) + " \"\" \"" + escaped(source) + "\" \"" +
         escaped(volume) + "\"\n";
}

void Roff::break_paragraph() {
  if (!below_heading_) out_ += ".PP\n";
  below_heading_ = false;
}

Roff& Roff::section(std::string_view heading) {
  out_ += ".SH " + escaped(upper(heading)) + "\n";
  below_heading_ = true;
  return *this;
}

Roff& Roff::subsection(std::string_view heading) {
  out_ += ".SS " + escaped(heading) + "\n";
  below_heading_ = true;
  return *this;
}

Roff& Roff::paragraph(std::string_view words) {
  while (words.ends_with('\n')) words.remove_suffix(1);
  break_paragraph();
  out_ += escaped(words) + "\n";
  return *this;
}

Roff& Roff::item(std::string_view term, std::string_view words) {
  below_heading_ = false;
  out_ += ".TP\n\\fB" + escaped(term) + "\\fR\n" + escaped(words) + "\n";
  return *this;
}

Roff& Roff::example(std::string_view lines) {
  while (lines.ends_with('\n')) lines.remove_suffix(1);
  break_paragraph();
  out_ += ".nf\n" + escaped(lines) + "\n.fi\n";
  return *this;
}

Roff& Roff::bold(std::string_view words) {
  below_heading_ = false;
  out_ += "\\fB" + escaped(words) + "\\fR\n";
  return *this;
}

}  // namespace tidu::cli
