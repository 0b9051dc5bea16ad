// SPDX-License-Identifier: Apache-2.0
#include "core/base/order.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/base/diagnostic.h"

namespace tidu {
namespace {

RC_GTEST_PROP(StableSort, DoesWhatCountingDoes, (const std::vector<std::pair<std::uint8_t, int>>& items)) {
  const auto less = [](const auto& a, const auto& b) { return a.first % 8 < b.first % 8; };
  auto ours = items;
  stable_sort(ours, less);
  std::vector<std::pair<std::uint8_t, int>> theirs;  // by counting
  for (std::uint8_t key = 0; key < 8; ++key) {
    std::copy_if(items.begin(), items.end(), std::back_inserter(theirs),
                 [key](const auto& item) { return item.first % 8 == key; });
  }
  RC_ASSERT(ours == theirs);
}

TEST(Diagnostics, KeepTheFilesAsReadAndOrderThePositionsOfEach) {
  Diagnostics found;
  const auto add = [&found](const char* file, std::size_t line, std::size_t column) {
    found.add(Error{}, {.file = file, .line = line, .column = column});
  };
  add("b", 3, 1);
  add("a", 9, 1);
  add("b", 2, 5);
  add("a", 1, 1);
  add("b", 2, 4);
  found.sort();
  std::vector<std::pair<std::string, std::size_t>> order;
  for (const Diagnostic& item : found.items())
    order.emplace_back(item.where.file, 10 * item.where.line + item.where.column);
  const std::vector<std::pair<std::string, std::size_t>> expected{
      {"b", 24}, {"b", 25}, {"b", 31}, {"a", 11}, {"a", 91}};
  EXPECT_EQ(order, expected);
}

}  // namespace
}  // namespace tidu
