// SPDX-License-Identifier: Apache-2.0
#include "data/members.h"

#include <gtest/gtest.h>

#include "data/edge_list.h"
#include "data/testing.h"

namespace tidu::data {
namespace {

Regions two_regions() {
  return *read_regions(sheet_of("region,name_zh,name_en\n110000,北京,Beijing\n310000,上海,Shanghai\n")).value;
}

Outcome<NetworkMembers> members_of(const std::string& bytes) {
  const Regions regions = two_regions();
  return read_members(sheet_of(bytes), regions, RegionNames(regions.rows));
}

TEST(Members, StandInOrderOfTheirIds) {
  const auto members =
      members_of("id,region,sector,group,note\nb,上海,trade,laggards,x\na,110000,industry,innovators,y\n");
  ASSERT_TRUE(members.ok());
  EXPECT_EQ(members.value->ids, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(members.value->region, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(members.value->sectors, (std::vector<std::string>{"industry", "trade"}));
  EXPECT_EQ(members.value->sector, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(members.value->group, (std::vector<std::uint8_t>{0, 4}));
}

TEST(Members, NeedNoMoreThanIdAndRegion) {
  const auto members = members_of("region,id\nBeijing,7\nShanghai,10\n");
  ASSERT_TRUE(members.ok());
  EXPECT_EQ(members.value->ids, (std::vector<std::string>{"10", "7"})) << "ids are texts";
  EXPECT_TRUE(members.value->group.empty());
  EXPECT_TRUE(members.value->sectors.empty());
  EXPECT_EQ(members.value->sector, (std::vector<std::uint32_t>{0, 0}));
}

TEST(Members, AllMistakesAreFoundAtTheirCells) {
  const auto members = members_of(
      "id,region,group,sector\n"
      "a,110000,innovator,x\n"
      "b,Beijng,laggards,x\n"
      "a,310000,laggards,x\n"
      ",310000,laggards,x\n"
      "c,310000,laggards,\n");
  EXPECT_FALSE(members.ok());
  EXPECT_EQ(found_in(members.diagnostics),
            (Found{"data.members.group 2:10", "data.region.unknown 3:3", "data.members.repeated 4:1",
                   "data.members.id 5:1", "data.members.sector 6:19"}));
  EXPECT_EQ(members.diagnostics.items()[0].error.hint, text("data.edges.near", "innovators"));
  EXPECT_EQ(members.diagnostics.items()[2].error.message, text("data.members.repeated", "a", 2));
  ASSERT_TRUE(members.value) << "so that contacts can be checked at the same time";
  EXPECT_EQ(members.value->ids, (std::vector<std::string>{"a", "b", "c"}));
}

TEST(Members, WithoutAColumnThereAreNone) { EXPECT_FALSE(members_of("name,region\na,110000\n").value); }

}  // namespace
}  // namespace tidu::data
