// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace tidu::store {

/// What both directions of results_json.h agree on.
inline constexpr std::string_view kResultsFormat = "tidu-results-1";

}  // namespace tidu::store
