// SPDX-License-Identifier: Apache-2.0
#include "study/suggestion.h"

#include "core/base/suggest.h"

namespace tidu::study {

Text did_you_mean(std::string_view word, std::span<const std::string_view> known, Text otherwise) {
  const auto near = closest(word, known);
  return near ? text("study.did_you_mean", *near) : otherwise;
}

}  // namespace tidu::study
