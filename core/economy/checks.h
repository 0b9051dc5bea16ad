// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/economy/economy.h"

namespace tidu::economy {

/// A name as a string; its constructor from a view would ask for what core is without.
std::string copy(std::string_view name);

/// "[3, 1, 2]": where a value stands in an array, counted from 1.
std::string position(std::initializer_list<std::size_t> index);

/// The failure economy.<key> with its hint.
template <class... Args>
tl::unexpected<Error> refuse(ErrorCode code, std::string_view key, std::string_view hint, Args&&... args) {
  return failure(code, text(key, std::forward<Args>(args)...), text(hint));
}

/// A bound that values are held to.
enum class Bound : std::uint8_t { at_least_zero, above_zero, at_most_one };

inline bool within(double value, Bound bound) {
  return std::isfinite(value) && (bound == Bound::above_zero ? value > 0 : value >= 0) &&
         (bound != Bound::at_most_one || value <= 1);
}

/// The failure of a value that is not within its bound.
tl::unexpected<Error> out_of_bound(std::string_view name, std::initializer_list<std::size_t> index, double value,
                                   Bound bound);

/// Inline, since every cell of every array is asked.
inline Result<void> check_value(std::string_view name, std::initializer_list<std::size_t> index, double value,
                                Bound bound) {
  if (within(value, bound)) return {};
  return out_of_bound(name, index, value, bound);
}

/// Fails with economy.shape unless there are as many values as needed.
Result<void> check_size(std::string_view name, std::size_t given, std::size_t needed);

/// "[31, 40]": lengths of an array's axes.
std::string lengths(std::span<const std::size_t> extents);

/// Fails with economy.shape unless every axis is as long as needed.
template <class T, class... Axes>
Result<void> check_extents(std::string_view name, const Array<T, Axes...>& array,
                           const std::array<std::size_t, sizeof...(Axes)>& needed) {
  if (array.extents() == needed) return {};
  return refuse(ErrorCode::shape, "economy.shape", "economy.shape.hint", copy(name), lengths(array.extents()),
                lengths(needed));
}

/// A complete economy (no optional array empty) whose shares add up, and what was corrected.
struct Complete {
  Economy economy;
  Corrections corrections;
};
Result<Complete> complete(const Economy& economy, Shares shares);

}  // namespace tidu::economy
