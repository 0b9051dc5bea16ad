// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace tidu {

/// The positions 0 ... n - 1 in rising order; positions of which none is less than the other stay in order.
/// less(a, b)  whether the element at a comes before the element at b: a strict weak order
/// cost        O(n log n) comparisons
template <class Less>
std::vector<std::size_t> stable_order(std::size_t n, Less less) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&less](std::size_t a, std::size_t b) {
    if (less(a, b)) return true;
    return a < b && !less(b, a);
  });
  return order;
}

/// Sorts `items` by `less` and keeps the order of equal ones. Unlike std::stable_sort it asks for no temporary buffer,
/// which the standard library marks as deprecated.
template <class T, class Less>
void stable_sort(std::vector<T>& items, Less less) {
  const auto order = stable_order(items.size(), [&](std::size_t a, std::size_t b) { return less(items[a], items[b]); });
  std::vector<T> sorted;
  sorted.reserve(items.size());
  for (const std::size_t i : order) sorted.push_back(std::move(items[i]));
  items = std::move(sorted);
}

}  // namespace tidu
