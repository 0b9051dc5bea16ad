// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace tidu {

/// Smallest number of inserted, deleted, replaced or swapped neighbouring bytes that turns a into b (optimal string
/// alignment; Damerau 1964, Levenshtein 1966). Cost O(|a| |b|).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// What a user who wrote `word` may have meant: the nearest candidate within a third of its length (at least 1), the
/// first of equals. Nothing when none is near.
std::optional<std::string_view> closest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace tidu
