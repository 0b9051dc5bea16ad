// SPDX-License-Identifier: Apache-2.0
#include "exec/zero_pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace tidu::exec {
namespace {

TEST(ZeroPages, AreZeroAndMove) {
  auto made = ZeroPages::make((std::size_t{1} << 22) + 1);
  ASSERT_TRUE(made);
  ZeroPages pages = std::move(*made);
  EXPECT_EQ(pages.span().size(), (std::size_t{1} << 22) + 1);
  EXPECT_TRUE(std::all_of(pages.span().begin(), pages.span().end(), [](std::uint8_t byte) { return byte == 0; }));
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(pages.span().data()) % 64, 0U);
  pages.span().back() = 7;
  ZeroPages other = std::move(pages);
  EXPECT_EQ(other.span().back(), 7);
  EXPECT_TRUE(pages.span().empty());  // NOLINT(bugprone-use-after-move): what is left is what is asked
  EXPECT_TRUE(ZeroPages::make(0)->span().empty());
}

TEST(ZeroPages, SaysThatThereIsNotSoMuch) {
  const auto none = ZeroPages::make(std::size_t{1} << 62);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::limit);
}

}  // namespace
}  // namespace tidu::exec
