// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace tidu::cli {

/// Writes a page of the manual in the macros of man(7), which man-db, groff and mandoc read.
class Roff {
 public:
  /// title "TIDU-RUN", section "1", source "Tidu 0.1.0", volume "Tidu manual"
  Roff(std::string_view title, std::string_view section, std::string_view source, std::string_view volume);

  Roff& section(std::string_view heading);
  Roff& subsection(std::string_view heading);
  Roff& paragraph(std::string_view words);
  /// A term in bold with its explanation.
  Roff& item(std::string_view term, std::string_view words);
  /// Lines as they are, as on a terminal.
  Roff& example(std::string_view lines);
  /// The words in bold, alone on their line.
  Roff& bold(std::string_view words);

  std::string take() && { return std::move(out_); }

  /// A text with everything escaped that roff would take for itself: backslashes, quotes, hyphens that must stay
  /// hyphens, and a dot at the start of a line.
  static std::string escaped(std::string_view words);

 private:
  void break_paragraph();  ///< a heading begins a paragraph by itself

  std::string out_;
  bool below_heading_ = false;
};

}  // namespace tidu::cli
