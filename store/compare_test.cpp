// SPDX-License-Identifier: Apache-2.0
#include "store/compare.h"

#include <gtest/gtest.h>

namespace tidu::store {
namespace {

data::Table table(std::string key, std::vector<double> numbers, std::vector<std::string> texts) {
  return {.key = std::move(key),
          .columns = {{.key = "v", .numbers = std::move(numbers)},
                      {.key = "n", .type = data::ColumnType::label, .texts = std::move(texts)}}};
}

TEST(Compare, FilesByNameAndHash) {
  const std::vector<FileRecord> first{{"a", "1"}, {"b", "2"}, {"c", "3"}};
  const std::vector<FileRecord> second{{"b", "2"}, {"c", "4"}, {"d", "5"}};
  const auto found = compare_files(first, second);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].kind, FileDifference::Kind::only_first);
  EXPECT_EQ(found[1].name, "c");
  EXPECT_EQ(found[1].kind, FileDifference::Kind::changed);
  EXPECT_EQ(found[2].kind, FileDifference::Kind::only_second);
  EXPECT_TRUE(compare_files(first, first).empty());
}

TEST(Compare, TablesCellByCell) {
  data::ResultSet first;
  first.tables = {table("same", {1, data::kNoValue}, {"x", "y"}), table("cells", {1, 2, 0}, {"x", "y", "z"}),
                  table("shape", {1}, {"x"}), table("gone", {}, {})};
  data::ResultSet second;
  second.tables = {table("same", {1, data::kNoValue}, {"x", "y"}), table("cells", {1, 2.5, -0.0}, {"x", "w", "z"}),
                   table("shape", {1, 2}, {"x", "y"}), table("new", {}, {})};
  const auto found = compare_tables(first, second);
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0].table, "cells");
  EXPECT_EQ(found[0].cells, 3U) << "a number, the sign of a zero, a text";
  EXPECT_EQ(found[0].column, "v");
  EXPECT_EQ(found[0].row, 2U);
  EXPECT_DOUBLE_EQ(found[0].relative, 0.2);
  EXPECT_EQ(found[1].kind, TableDifference::Kind::shape);
  EXPECT_EQ(found[2].kind, TableDifference::Kind::only_first);
  EXPECT_EQ(found[3].kind, TableDifference::Kind::only_second);
}

}  // namespace
}  // namespace tidu::store
