// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace tidu::store {

/// What both directions of results_json.h agree on.
inline constexpr std::string_view kResultsFormat = "tidu-results-1";

/// Names of data::ColumnType, in its order.
inline constexpr std::array<std::string_view, 3> kColumnTypes{"label", "integer", "real"};

}  // namespace tidu::store
