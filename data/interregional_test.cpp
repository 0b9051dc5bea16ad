// SPDX-License-Identifier: Apache-2.0
#include "data/interregional.h"

#include <gtest/gtest.h>

#include "data/testing.h"

namespace tidu::data {
namespace {

Outcome<InterregionalTable> table_of(const std::string& rows) {
  const Regions r = two_regions();
  const std::vector<std::string> sectors{"food", "steel"};
  return read_interregional(sheet_of("origin,sector,destination,use,value\n" + rows), sectors, r, RegionNames(r.rows));
}

Outcome<std::vector<double>> migration_of(const std::string& rows) {
  const Regions r = two_regions();
  return read_migration(sheet_of("origin,destination,persons\n" + rows), r, RegionNames(r.rows));
}

TEST(Interregional, SumsUsersByPairAndPairsByUser) {
  const auto table = table_of(
      "11,food,12,households,3\n11,food,12,steel,2\n12,food,12,steel,5\nabroad,steel,11,investment,7\n"
      "12,steel,abroad,export,4\n12,steel,abroad,steel,1\n");
  ASSERT_TRUE(table.ok());
  const auto trade = [&](std::size_t sector, std::size_t to, std::size_t from) {
    return table.value->trade[(sector * 3 + to) * 3 + from];
  };
  EXPECT_EQ(trade(0, 1, 0), 5);
  EXPECT_EQ(trade(0, 1, 1), 5);
  EXPECT_EQ(trade(1, 0, 2), 7);
  EXPECT_EQ(trade(1, 2, 1), 5);
  const auto use = [&](std::size_t region, std::size_t sector, std::size_t user) {
    return table.value->use[(region * 2 + sector) * 5 + user];
  };
  EXPECT_EQ(use(1, 0, 2), 3);
  EXPECT_EQ(use(1, 0, 1), 7);
  EXPECT_EQ(use(0, 1, 4), 7);
  EXPECT_EQ(use(1, 1, 0), 0);
}

TEST(Interregional, EveryMistakeIsLocated) {
  EXPECT_EQ(found_in(table_of("11,foot,12,households,3\n").diagnostics), Found{"data.interregional.sector 2:4"});
  EXPECT_EQ(found_in(table_of("11,food,12,household,3\n").diagnostics), Found{"data.interregional.use 2:12"});
  EXPECT_EQ(found_in(table_of("11,food,12,export,3\n").diagnostics), Found{"data.interregional.use 2:12"});
  EXPECT_EQ(found_in(table_of("99,food,12,food,3\n").diagnostics), Found{"data.region.unknown 2:1"});
  EXPECT_EQ(found_in(table_of("13,food,12,food,3\n").diagnostics), Found{"data.interregional.outside 2:1"});
  EXPECT_EQ(found_in(table_of("11,food,12,food,-3\n").diagnostics), Found{"data.interregional.negative 2:17"});
  EXPECT_EQ(found_in(table_of("11,food,12,food,seven\n").diagnostics), Found{"data.csv.not_a_number 2:17"});
  EXPECT_EQ(found_in(table_of("11,food,12,food,\n").diagnostics), Found{"data.interregional.missing 2:17"});
  EXPECT_EQ(found_in(table_of("abroad,food,abroad,food,1\n").diagnostics), Found{"data.interregional.abroad 2:13"});
  EXPECT_EQ(found_in(table_of("11,food,12,food,1\n11,food,11,food,1\n11,food,12,food,2\n").diagnostics),
            Found{"data.interregional.twice 4:17"});
}

TEST(Interregional, ColumnsMustBeThere) {
  const Regions r = two_regions();
  const std::vector<std::string> sectors{"food"};
  EXPECT_FALSE(
      read_interregional(sheet_of("origin,sector,destination,value\n11,food,12,3\n"), sectors, r, RegionNames(r.rows))
          .ok());
}

TEST(Migration, IsReadByPairs) {
  const auto moved = migration_of("11,12,300\n12,11,5\n12,12,1000\n");
  ASSERT_TRUE(moved.ok());
  EXPECT_EQ(*moved.value, (std::vector<double>{0, 300, 5, 1000}));
}

TEST(Migration, EveryMistakeIsLocated) {
  EXPECT_EQ(found_in(migration_of("11,99,1\n").diagnostics), Found{"data.region.unknown 2:4"});
  EXPECT_EQ(found_in(migration_of("11,13,1\n").diagnostics), Found{"data.interregional.outside 2:4"});
  const auto negative = migration_of("11,12,-1\n").diagnostics;
  EXPECT_EQ(found_in(negative), Found{"data.interregional.negative 2:7"});
  EXPECT_EQ(negative.items()[0].error.hint.key, "data.interregional.moved.hint") << "people are no stocks";
  EXPECT_EQ(found_in(migration_of("11,12,\n").diagnostics), Found{"data.interregional.missing 2:7"});
  EXPECT_EQ(found_in(migration_of("11,12,1\n11,12,1\n").diagnostics), Found{"data.interregional.twice 3:7"});
}

}  // namespace
}  // namespace tidu::data
