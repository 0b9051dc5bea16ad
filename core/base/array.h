// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <type_traits>
#include <vector>

#include "core/base/assert.h"

namespace tidu {

// Names of axes. An array says in its type in which order its indices stand, so that a (region, year) array cannot be
// handed to code that wants (year, region).
struct Region {};
struct OtherRegion {};
struct Year {};
struct Step {};
struct Indicator {};
struct Group {};
struct OtherGroup {};
struct Draw {};
struct Row {};
struct Column {};

/// View of a dense array, row-major (the last named index is contiguous): View<const double, Region, Year> v; v(r, t).
/// Does not own: valid as long as the viewed memory. Indices out of range are programmers' mistakes (assertion).
template <class T, class... Axes>
class View {
 public:
  static constexpr std::size_t kRank = sizeof...(Axes);
  static_assert(kRank > 0);

  View() = default;
  View(T* data, std::array<std::size_t, kRank> extents) : data_(data), extents_(extents) {}
  /// A view of constants from a view of variables.
  template <class U>
    requires(std::is_same_v<const U, T>)
  View(const View<U, Axes...>& other) : data_(other.data()), extents_(other.extents()) {}

  template <class... Index>
    requires(sizeof...(Index) == kRank)
  T& operator()(Index... index) const {
    const std::array<std::size_t, kRank> at{static_cast<std::size_t>(index)...};
    std::size_t offset = 0;
    for (std::size_t k = 0; k < kRank; ++k) {
      TIDU_ASSERT(at[k] < extents_[k]);
      offset = offset * extents_[k] + at[k];
    }
    return data_[offset];
  }

  template <class Axis>
  std::size_t extent() const {
    return extents_[axis_position<Axis>()];
  }
  const std::array<std::size_t, kRank>& extents() const { return extents_; }
  std::size_t size() const {
    std::size_t n = 1;
    for (std::size_t e : extents_) n *= e;
    return n;
  }
  T* data() const { return data_; }
  T* begin() const { return data_; }
  T* end() const { return data_ + size(); }

 private:
  template <class Axis>
  static consteval std::size_t axis_position() {
    constexpr std::array<bool, kRank> same{std::is_same_v<Axis, Axes>...};
    for (std::size_t k = 0; k < kRank; ++k) {
      if (same[k]) return k;
    }
    return kRank;  // an axis that the view lacks: the array access above does not compile
  }

  T* data_ = nullptr;
  std::array<std::size_t, kRank> extents_{};
};

/// Owner of a dense array with the same index order as its views.
template <class T, class... Axes>
class Array {
 public:
  static constexpr std::size_t kRank = sizeof...(Axes);

  Array() = default;
  explicit Array(std::array<std::size_t, kRank> extents, T value = T{}) : extents_(extents) {
    std::size_t n = 1;
    for (std::size_t e : extents_) n *= e;
    values_.assign(n, value);
  }

  View<T, Axes...> view() { return {values_.data(), extents_}; }
  View<const T, Axes...> view() const { return {values_.data(), extents_}; }
  operator View<T, Axes...>() { return view(); }
  operator View<const T, Axes...>() const { return view(); }

  template <class... Index>
  T& operator()(Index... index) {
    return view()(index...);
  }
  template <class... Index>
  const T& operator()(Index... index) const {
    return view()(index...);
  }
  template <class Axis>
  std::size_t extent() const {
    return view().template extent<Axis>();
  }
  const std::array<std::size_t, kRank>& extents() const { return extents_; }
  std::size_t size() const { return values_.size(); }
  std::vector<T>& values() { return values_; }
  const std::vector<T>& values() const { return values_; }

 private:
  std::array<std::size_t, kRank> extents_{};
  std::vector<T> values_;
};

}  // namespace tidu
