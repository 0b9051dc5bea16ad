// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/base/diagnostic.h"

namespace tidu::study {

enum class Language : std::uint8_t { en, zh };

/// All texts that a user sees, by key: study/texts/en.toml and zh.toml, embedded in the program. Keys are dotted
/// ("table.gaps.title").
class Catalogue {
 public:
  /// The embedded catalogue. Loaded once; costs about a millisecond.
  static const Catalogue& instance();

  /// The text with its placeholders filled ({0}, {1}, ...; a format such as {0:.2f} is allowed). An unknown key comes
  /// back as "[key]", which a test forbids.
  std::string render(const Text& text, Language language) const;
  std::string get(std::string_view key, Language language) const;
  bool has(std::string_view key) const;
  const std::map<std::string, std::string, std::less<>>& all(Language language) const;

 private:
  Catalogue();
  std::map<std::string, std::string, std::less<>> texts_[2];
};

/// A diagnostic as a terminal shows it: `file:12:5: error: message`, the line, a caret and the hint.
std::string render(const Diagnostic& diagnostic, Language language, bool colour);

}  // namespace tidu::study
