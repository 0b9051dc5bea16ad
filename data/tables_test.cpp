// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "data/facts.h"
#include "data/outline.h"
#include "data/region_names.h"
#include "data/regions.h"
#include "data/testing.h"

namespace tidu::data {
namespace {

constexpr const char* kRegions =
    "region,name_zh,name_en,macro_region,area\n11,北京,Beijing,east,1.6\n12,天津,Tianjin,east,1.2\n61,陕西,Shaanxi,"
    "west,20.6\n";

Regions regions_of_file() {
  auto outcome = read_regions(sheet_of(kRegions));
  EXPECT_TRUE(outcome.ok());
  return std::move(*outcome.value);
}

TEST(RegionsFile, KeepsOrderGroupsAndAttributes) {
  const Regions r = regions_of_file();
  ASSERT_EQ(r.rows.size(), 3U);
  EXPECT_EQ(r.rows[2].name.zh, "陕西");
  EXPECT_EQ(r.groups(), (std::vector<std::string>{"east", "west"}));
  EXPECT_EQ(r.find("12"), 1U);
  EXPECT_EQ(r.find("99"), std::nullopt);
  EXPECT_EQ(r.rows[1].aliases, (std::vector<std::string>{}));
  EXPECT_EQ(r.attributes.at("area"), (std::vector<double>{1.6, 1.2, 20.6}));
}

TEST(RegionsFile, OneNameIsEnoughAndFurtherOnesAreKept) {
  const auto r = read_regions(sheet_of("region,name,old_name,aliases\nUT,Utah,Deseret,Ute; Beehive\nNV,Nevada,,\n"));
  ASSERT_TRUE(r.ok());
  EXPECT_EQ(r.value->rows[0].name.zh, "Utah");
  EXPECT_EQ(r.value->rows[0].aliases, (std::vector<std::string>{"Deseret", "Ute", "Beehive"}));
  EXPECT_EQ(r.value->groups(), std::vector<std::string>{"all"}) << "no macro-regions";
}

TEST(RegionsFile, EveryMistakeIsLocated) {
  EXPECT_EQ(found_in(read_regions(sheet_of("region,name_zh,name_en,macro_region\n11,a,a,e\n11,b,b,e\n")).diagnostics),
            (Found{"data.region.duplicate 3:1"}));
  EXPECT_EQ(found_in(read_regions(sheet_of("region,name_zh,name_en,macro_region\n11,a,a,e\n")).diagnostics),
            Found{"data.region.too_few 1:1"});
  EXPECT_EQ(found_in(read_regions(sheet_of("region,name_zh,name_en,macro_region\n11,a,a,\n12,a,a,e\n")).diagnostics),
            Found{"data.csv.empty_cell 2:8"});
  const auto misspelt = read_regions(sheet_of("regoin,name_zh,name_en,macro_region\n11,a,a,e\n12,b,b,e\n"));
  ASSERT_FALSE(misspelt.diagnostics.empty());
  EXPECT_EQ(misspelt.diagnostics.items()[0].error.hint.key, "data.csv.no_column_near");
}

TEST(BordersFile, PairsOfKnownRegionsEachOnce) {
  const auto good =
      read_borders(sheet_of("region_a,region_b\n11,12\n"), regions_of_file(), RegionNames(regions_of_file().rows));
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(good.value->at(0).first, 0U);
  EXPECT_EQ(good.value->at(0).second, 1U);
  EXPECT_EQ(good.value->at(0).kind, "");
  EXPECT_EQ(read_borders(sheet_of("region_a,region_b,kind\n11,12,ferry\n"), regions_of_file(),
                         RegionNames(regions_of_file().rows))
                .value->at(0)
                .kind,
            "ferry");
  EXPECT_EQ(found_in(read_borders(sheet_of("region_a,region_b\n11,12\n12,11\n11,99\n"), regions_of_file(),
                                  RegionNames(regions_of_file().rows))
                         .diagnostics),
            (Found{"data.border.duplicate 3:1", "data.region.unknown 4:4"}));
  EXPECT_FALSE(
      read_borders(sheet_of("region_a,region_b\n11,11\n"), regions_of_file(), RegionNames(regions_of_file().rows)).ok())
      << "a region is not its own neighbour";
}

// Guard 19: weights are joined by region, whatever the order of rows, and must be those of the study's regions.
TEST(SpatialWeightsFile, JoinedByRegionAndOfTheSameRegions) {
  const auto read = [](const std::string& rows) {
    return read_spatial_weights(sheet_of("region_a,region_b,weight\n" + rows), regions_of_file(),
                                RegionNames(regions_of_file().rows));
  };
  const auto good = read("61,12,3\n12,11,0.5\n11,12,2\n11,11,0\n");
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(*good.value, (std::vector<measure::WeightEntry>{{2, 1, 3}, {1, 0, 0.5}, {0, 1, 2}}));
  EXPECT_EQ(found_in(read("11,12,1\n11,12,1\n").diagnostics), Found{"data.weights.duplicate 3:1"});
  EXPECT_EQ(found_in(read("11,12,-1\n12,11,1\n").diagnostics), Found{"data.weights.value 2:7"});
  EXPECT_EQ(found_in(read("11,11,1\n11,12,1\n").diagnostics), Found{"data.weights.value 2:7"});
  EXPECT_EQ(found_in(read("11,99,1\n").diagnostics), Found{"data.region.unknown 2:4"});
  EXPECT_EQ(found_in(read("11,12,1\n12,11,1\n").diagnostics), Found{"data.weights.missing 1:1"});
}

TEST(IndicatorsFile, ReadsYearsAndRefusesDoubles) {
  const char* head = "indicator,name_zh,name_en,unit,publisher,years\n";
  const auto good =
      read_indicators(sheet_of(std::string(head) + "gdp,产值,Output,CNY,NBS,2013-2023\nx,x,x,1,y,2020\n"));
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(good.value->at(0).first_year, 2013);
  EXPECT_EQ(good.value->at(0).last_year, 2023);
  EXPECT_EQ(good.value->at(1).last_year, 2020);
  EXPECT_EQ(found_in(read_indicators(sheet_of(std::string(head) + "a,a,a,1,p,20x3\na,a,a,1,p,2013\n")).diagnostics),
            (Found{"data.indicator.years 2:11", "data.indicator.duplicate 3:1"}));
}

TEST(FactsFile, DatesAreTheEndOfTheirMonthOrYear) {
  const auto facts =
      read_facts(sheet_of("date,variable,value,unit,note\n2024-06,x,1,%,\n2024,x,2,%,\n2024-12,x,3,%,\n"));
  ASSERT_TRUE(facts.ok());
  EXPECT_EQ(facts.value->at(0).time, 2024.5);
  EXPECT_EQ(facts.value->at(1).time, 2025);
  EXPECT_EQ(facts.value->at(2).time, 2025);
  const auto others =
      read_facts(sheet_of("date,variable,value\n2024年6月,x,1\n2024年,x,２\n2024-06-30,x,\"1,234.5\"\n"));
  ASSERT_TRUE(others.ok());
  EXPECT_EQ(others.value->at(0).time, 2024.5);
  EXPECT_EQ(others.value->at(1).time, 2025);
  EXPECT_EQ(others.value->at(1).value, 2);
  EXPECT_EQ(others.value->at(2).time, 2024.5);
  EXPECT_EQ(others.value->at(2).value, 1234.5);
  EXPECT_EQ(found_in(read_facts(sheet_of("date,variable,value,unit,note\n2024-13,x,1,%,\nJune,x,1,%,\n2024,x,one,%,\n"))
                         .diagnostics),
            (Found{"data.facts.not_a_date 2:1", "data.facts.not_a_date 3:1", "data.csv.not_a_number 4:8"}));
}

TEST(OutlineFile, BecomesPathsAndNothingElse) {
  const auto good = read_outlines(sheet_of("region,outline\n11,0 0 5 0 5 5; 7 7 9 7 9 9 7 9\nsea,1 1 2 1 2 2\n"));
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(good.value->at(0).path, "M0 0L5 0L5 5ZM7 7L9 7L9 9L7 9Z");
  EXPECT_EQ(good.value->at(1).code, "sea") << "land around the study";
  for (const char* wrong :
       {"0 0 5 0", "0 0 5 0 5", "0 0 5 0 5 -1", "0 0 5 0 5 10001", "0 0 5 0 5 x", "0 0 5 0 5 5;1 1", "M0 0"}) {
    EXPECT_EQ(found_in(read_outlines(sheet_of("region,outline\n11," + std::string(wrong) + "\n")).diagnostics),
              Found{"data.outline.ring 2:4"})
        << wrong;
  }
  EXPECT_EQ(found_in(read_outlines(sheet_of("region,outline\n11,0 0 5 0 5 5\n11,0 0 5 0 5 5\n")).diagnostics),
            Found{"data.region.duplicate 3:1"});
}

}  // namespace
}  // namespace tidu::data
