// SPDX-License-Identifier: Apache-2.0
#include "exec/zero_pages.h"

#include <sys/mman.h>

#include <utility>

namespace tidu::exec {

Result<ZeroPages> ZeroPages::make(std::size_t bytes) {
  ZeroPages pages;
  if (bytes == 0) return pages;
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {  // NOLINT(performance-no-int-to-ptr): the macro's own cast
    return failure(ErrorCode::limit, text("exec.memory", bytes >> 20), text("exec.memory.hint"));
  }
  madvise(memory, bytes, MADV_HUGEPAGE);  // a wish: without it the same, slower
  pages.bytes_ = static_cast<std::uint8_t*>(memory);
  pages.size_ = bytes;
  return pages;
}

ZeroPages::~ZeroPages() {
  if (bytes_ != nullptr) munmap(bytes_, size_);
}

ZeroPages::ZeroPages(ZeroPages&& other) noexcept
    : bytes_(std::exchange(other.bytes_, nullptr)), size_(std::exchange(other.size_, 0)) {}

ZeroPages& ZeroPages::operator=(ZeroPages&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  std::swap(size_, other.size_);
  return *this;
}

}  // namespace tidu::exec
