// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>

namespace tidu::tests {

/// Bytes of agents, aligned as kernels want them.
class Bytes {
 public:
  explicit Bytes(std::size_t size)
      : size_(size), bytes_(static_cast<std::uint8_t*>(std::aligned_alloc(256, size)), &std::free) {
    std::fill_n(bytes_.get(), size, std::uint8_t{0});
  }
  std::span<std::uint8_t> span() { return {bytes_.get(), size_}; }

 private:
  std::size_t size_;
  std::unique_ptr<std::uint8_t, decltype(&std::free)> bytes_;
};

}  // namespace tidu::tests
