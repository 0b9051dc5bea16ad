// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/result.h"

namespace tidu::exec {

/// Zeroed memory of its own from the system, in large pages where it gives them: random access to two gigabytes is
/// twice as fast. Pages that nobody writes to cost nothing.
class ZeroPages {
 public:
  ZeroPages() = default;
  /// errors  limit (the system has not so much)
  static Result<ZeroPages> make(std::size_t bytes);

  ~ZeroPages();
  ZeroPages(ZeroPages&& other) noexcept;
  ZeroPages& operator=(ZeroPages&& other) noexcept;
  ZeroPages(const ZeroPages&) = delete;
  ZeroPages& operator=(const ZeroPages&) = delete;

  std::span<std::uint8_t> span() const { return {bytes_, size_}; }

 private:
  std::uint8_t* bytes_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace tidu::exec
