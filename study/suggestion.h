// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "core/base/text.h"

namespace tidu::study {

/// The hint at a word that is not known: the nearest of the words that are, or `otherwise` where none is near.
Text did_you_mean(std::string_view word, std::span<const std::string_view> known, Text otherwise);

}  // namespace tidu::study
