// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>

#include "study/catalogue.h"
#include "study/study.h"

// Any bytes are a study or a list of findings that can be shown in both languages.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace tidu;
  const auto outcome = study::parse_study({reinterpret_cast<const char*>(bytes), size}, "fuzz.toml");
  if (outcome.value.has_value() == outcome.diagnostics.has_errors()) std::abort();
  for (const Diagnostic& finding : outcome.diagnostics.items()) {
    for (const auto language : {study::Language::en, study::Language::zh}) {
      const std::string shown = study::render(finding, language, false);
      if (shown.empty() || shown.find('\x1b') != std::string::npos) std::abort();
    }
  }
  return 0;
}
