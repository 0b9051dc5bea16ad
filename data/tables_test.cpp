// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "data/facts.h"
#include "data/outline.h"
#include "data/panel.h"
#include "data/regions.h"
#include "data/results.h"

namespace tidu::data {
namespace {

CsvTable csv(std::string bytes) {
  auto table = parse_csv(std::move(bytes), "t.csv");
  EXPECT_TRUE(table.ok());
  return std::move(*table.value);
}

using Found = std::vector<std::string>;

Found found_in(const Diagnostics& diagnostics) {
  Found found;
  for (const auto& item : diagnostics.items()) {
    found.push_back(std::string(item.error.message.key) + " " + std::to_string(item.where.line) + ":" +
                    std::to_string(item.where.column));
  }
  return found;
}

constexpr const char* kRegions =
    "region,name_zh,name_en,macro_region,area\n11,北京,Beijing,east,1.6\n12,天津,Tianjin,east,1.2\n61,陕西,Shaanxi,"
    "west,20.6\n";

Regions regions() {
  auto outcome = read_regions(csv(kRegions));
  EXPECT_TRUE(outcome.ok());
  return std::move(*outcome.value);
}

TEST(RegionsFile, KeepsOrderGroupsAndAttributes) {
  const Regions r = regions();
  ASSERT_EQ(r.rows.size(), 3U);
  EXPECT_EQ(r.rows[2].name.zh, "陕西");
  EXPECT_EQ(r.groups(), (std::vector<std::string>{"east", "west"}));
  EXPECT_EQ(r.find("12"), 1U);
  EXPECT_EQ(r.find("99"), std::nullopt);
  EXPECT_EQ(r.attributes.at("area"), (std::vector<double>{1.6, 1.2, 20.6}));
}

TEST(RegionsFile, EveryMistakeIsLocated) {
  EXPECT_EQ(found_in(read_regions(csv("region,name_zh,name_en,macro_region\n11,a,a,e\n11,b,b,e\n")).diagnostics),
            (Found{"data.region.duplicate 3:1"}));
  EXPECT_EQ(found_in(read_regions(csv("region,name_zh,name_en,macro_region\n11,a,a,e\n")).diagnostics),
            Found{"data.region.too_few 1:1"});
  EXPECT_EQ(found_in(read_regions(csv("region,name_zh,name_en,macro_region\n11,a,a,\n12,a,a,e\n")).diagnostics),
            Found{"data.csv.empty_cell 2:8"});
  const auto misspelt = read_regions(csv("regoin,name_zh,name_en,macro_region\n11,a,a,e\n12,b,b,e\n"));
  ASSERT_FALSE(misspelt.diagnostics.empty());
  EXPECT_EQ(misspelt.diagnostics.items()[0].error.hint.key, "data.csv.no_column_near");
}

TEST(BordersFile, PairsOfKnownRegionsEachOnce) {
  const auto good = read_borders(csv("region_a,region_b\n11,12\n"), regions());
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(good.value->at(0), std::pair(std::size_t{0}, std::size_t{1}));
  EXPECT_EQ(found_in(read_borders(csv("region_a,region_b\n11,12\n12,11\n11,99\n"), regions()).diagnostics),
            (Found{"data.border.duplicate 3:1", "data.region.unknown 4:4"}));
  EXPECT_FALSE(read_borders(csv("region_a,region_b\n11,11\n"), regions()).ok()) << "a region is not its own neighbour";
}

TEST(IndicatorsFile, ReadsYearsAndRefusesDoubles) {
  const char* head = "indicator,name_zh,name_en,unit,publisher,years\n";
  const auto good = read_indicators(csv(std::string(head) + "gdp,产值,Output,CNY,NBS,2013-2023\nx,x,x,1,y,2020\n"));
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(good.value->at(0).first_year, 2013);
  EXPECT_EQ(good.value->at(0).last_year, 2023);
  EXPECT_EQ(good.value->at(1).last_year, 2020);
  EXPECT_EQ(found_in(read_indicators(csv(std::string(head) + "a,a,a,1,p,20x3\na,a,a,1,p,2013\n")).diagnostics),
            (Found{"data.indicator.years 2:11", "data.indicator.duplicate 3:1"}));
}

TEST(FactsFile, DatesAreTheEndOfTheirMonthOrYear) {
  const auto facts = read_facts(csv("date,variable,value,unit,note\n2024-06,x,1,%,\n2024,x,2,%,\n2024-12,x,3,%,\n"));
  ASSERT_TRUE(facts.ok());
  EXPECT_EQ(facts.value->at(0).time, 2024.5);
  EXPECT_EQ(facts.value->at(1).time, 2025);
  EXPECT_EQ(facts.value->at(2).time, 2025);
  EXPECT_EQ(
      found_in(
          read_facts(csv("date,variable,value,unit,note\n2024-13,x,1,%,\nJune,x,1,%,\n2024,x,one,%,\n")).diagnostics),
      (Found{"data.facts.not_a_date 2:1", "data.facts.not_a_date 3:1", "data.csv.not_a_number 4:8"}));
}

TEST(OutlineFile, BecomesPathsAndNothingElse) {
  const auto good = read_outlines(csv("region,outline\n11,0 0 5 0 5 5; 7 7 9 7 9 9 7 9\nsea,1 1 2 1 2 2\n"));
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(good.value->at(0).path, "M0 0L5 0L5 5ZM7 7L9 7L9 9L7 9Z");
  EXPECT_EQ(good.value->at(1).code, "sea") << "land around the study";
  for (const char* wrong :
       {"0 0 5 0", "0 0 5 0 5", "0 0 5 0 5 -1", "0 0 5 0 5 10001", "0 0 5 0 5 x", "0 0 5 0 5 5;1 1", "M0 0"}) {
    EXPECT_EQ(found_in(read_outlines(csv("region,outline\n11," + std::string(wrong) + "\n")).diagnostics),
              Found{"data.outline.ring 2:4"})
        << wrong;
  }
  EXPECT_EQ(found_in(read_outlines(csv("region,outline\n11,0 0 5 0 5 5\n11,0 0 5 0 5 5\n")).diagnostics),
            Found{"data.region.duplicate 3:1"});
}

TEST(PanelFiles, CellsGoToTheirPlaceWhateverTheOrderOfRows) {
  const Regions r = regions();
  PanelReader reader(r, 2013, 2015);
  EXPECT_TRUE(
      reader.add(csv("value,region,indicator,year\n5,61,gdp,2015\n,11,gdp,2014\n1,11,gdp,2013\n9,11,gdp,1999\n"))
          .empty());
  EXPECT_TRUE(reader.add(csv("region,year,indicator,value\n12,2014,gdp,2\n")).empty())
      << "a second file adds to a series";
  const Panel panel = std::move(reader).take();
  const std::size_t gdp = *panel.find("gdp");
  EXPECT_EQ(panel.values(gdp, 2, 2), 5);
  EXPECT_EQ(panel.values(gdp, 0, 0), 1);
  EXPECT_EQ(panel.values(gdp, 1, 1), 2);
  EXPECT_TRUE(std::isnan(panel.values(gdp, 0, 1))) << "an empty cell is missing";
}

TEST(PanelFiles, EveryMistakeIsLocated) {
  const Regions r = regions();
  PanelReader reader(r, 2013, 2015);
  EXPECT_EQ(found_in(reader.add(csv("region,year,indicator,value\n99,2013,gdp,1\n11,20l3,gdp,1\n11,2013,gdp,1 "
                                    "000\n11,2013,gdp,1\n11,2013,gdp,2\n"))),
            (Found{"data.region.unknown 2:1", "data.panel.not_a_year 3:4", "data.csv.not_a_number 4:13",
                   "data.panel.duplicate 6:1"}));
}

Array<double, Region, Year> one_region(std::vector<double> values) {
  Array<double, Region, Year> series({1, values.size()});
  std::copy(values.begin(), values.end(), series.values().begin());
  return series;
}

std::vector<double> filled(std::vector<double> values, Fill fill) {
  const auto series = one_region(std::move(values));
  const FilledSeries result = fill_series(series.view(), fill);
  return {result.values.values().begin(), result.values.values().end()};
}

TEST(Fill, EachRuleDoesWhatItSays) {
  const double no = kNoValue;
  EXPECT_EQ(filled({1, no, no, 4, 5}, Fill::linear), (std::vector<double>{1, 2, 3, 4, 5}));
  EXPECT_EQ(filled({no, 2, no, 4, no}, Fill::nearest), (std::vector<double>{2, 2, 3, 4, 4}));
  EXPECT_EQ(filled({no, 2, no, no, no}, Fill::hold), (std::vector<double>{2, 2, 2, 2, 2}));
  EXPECT_EQ(filled({1, no, 3}, Fill::hold), (std::vector<double>{1, 1, 3})) << "the earlier of two equally near";
  EXPECT_EQ(filled({no, 1}, Fill::zero), (std::vector<double>{0, 1}));
  const auto open = fill_series(one_region({no, 1, no}).view(), Fill::linear);
  EXPECT_EQ(open.open, (std::vector<std::size_t>{0, 2})) << "linear leaves the ends open";
  EXPECT_EQ(open.missing, 2U);
}

RC_GTEST_PROP(Fill, ObservedCellsAreNeverTouched, (const std::vector<int>& numbers)) {
  RC_PRE(!numbers.empty());
  std::vector<double> values;
  for (const int n : numbers) values.push_back(n % 3 == 0 ? kNoValue : n);
  const auto series = one_region(values);
  for (const Fill fill : {Fill::none, Fill::linear, Fill::nearest, Fill::hold, Fill::zero}) {
    const FilledSeries result = fill_series(series.view(), fill);
    std::size_t missing = 0;
    for (std::size_t t = 0; t < values.size(); ++t) {
      if (std::isnan(values[t])) {
        ++missing;
      } else {
        RC_ASSERT(result.values(0, t) == values[t]);
        RC_ASSERT(!result.imputed[t]);
      }
    }
    RC_ASSERT(result.missing == missing);
  }
}

}  // namespace
}  // namespace tidu::data
