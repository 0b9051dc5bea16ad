// SPDX-License-Identifier: Apache-2.0
#include "data/input_output.h"

#include <gtest/gtest.h>

#include <cmath>

#include "data/testing.h"

namespace tidu::data {
namespace {

Outcome<SectorMargins> margins_of(const std::string& rows) {
  const Regions r = two_regions();
  return read_sector_margins(sheet_of("region,sector,variable,value\n" + rows), r, RegionNames(r.rows));
}

const std::string kOutputs = "11,a,gross_output,10\n11,b,gross_output,20\n12,b,gross_output,100\n";

Outcome<std::vector<double>> coefficients_of(const std::string& rows) {
  const Regions r = two_regions();
  return read_input_coefficients(sheet_of("region,input_sector,output_sector,coefficient\n" + rows),
                                 *margins_of(kOutputs).value, r, RegionNames(r.rows));
}

TEST(SectorMarginsFile, KeepsEveryVariableAndLeavesGaps) {
  const auto margins = margins_of(
      "11,b,value_added,3\n11,b,error,-1\n11,b,bread,7\n12,a,gross_output,5\n"
      "12,b,value_added,0\n12,b,inventories,-2\n12,b,import,4\n");
  ASSERT_TRUE(margins.ok());
  EXPECT_EQ(margins.value->sectors, (std::vector<std::string>{"b", "a"}));
  const std::vector<double>& added = margins.value->of(Margin::value_added);
  EXPECT_EQ(added[0], 3);
  EXPECT_TRUE(std::isnan(added[1]));
  EXPECT_EQ(added[2], 0);
  EXPECT_EQ(margins.value->of(Margin::gross_output)[3], 5);
  EXPECT_EQ(margins.value->of(Margin::error)[0], -1);
  EXPECT_EQ(margins.value->of(Margin::inventories)[2], -2);
  EXPECT_EQ(margins.value->of(Margin::imported)[2], 4);
}

TEST(SectorMarginsFile, RemembersWhereCellsAreEmpty) {
  const auto margins = margins_of("11,a,value_added,1\n12,a,value_added,\n");
  ASSERT_TRUE(margins.ok());
  ASSERT_EQ(margins.value->blanks.size(), 1U);
  EXPECT_EQ(margins.value->blanks[0].margin, Margin::value_added);
  EXPECT_EQ(margins.value->blanks[0].cell, 1U) << "of the second region";
  EXPECT_EQ(margins.value->blanks[0].where.line, 3U);
}

TEST(SectorMarginsFile, EveryMistakeIsLocated) {
  EXPECT_EQ(found_in(margins_of("11,a,value_added,-1\n").diagnostics), Found{"data.input_output.negative 2:18"});
  EXPECT_EQ(found_in(margins_of("11,a,value_added,1\n11,a,value_added,1\n").diagnostics),
            Found{"data.input_output.twice 3:18"});
  EXPECT_EQ(found_in(margins_of("99,a,value_added,1\n").diagnostics), Found{"data.region.unknown 2:1"});
  const Regions r = two_regions();
  EXPECT_FALSE(read_sector_margins(sheet_of("region,sector,value\n11,a,1\n"), r, RegionNames(r.rows)).ok());
}

TEST(SectorSales, AreCoefficientsTimesTheBuyersOutput) {
  const auto read = coefficients_of("11,a,b,0.5\n12,a,b,0.1\n11,b,a,0.2\n12,b,a,0.9\n11,value_added,a,0.3\n");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read.value, (std::vector<double>{0, 0.5, 0.2, 0, 0, 0.1, 0.9, 0}));
  EXPECT_EQ(national_sales(*read.value, *margins_of(kOutputs).value),
            (std::vector<double>{0, 0.5 * 20 + 0.1 * 100, 0.2 * 10, 0}));
}

TEST(SectorSales, EveryMistakeIsLocated) {
  EXPECT_EQ(found_in(coefficients_of("11,a,b,-1\n").diagnostics), Found{"data.input_output.negative 2:8"});
  EXPECT_EQ(found_in(coefficients_of("11,a,b,0\n11,a,b,1\n").diagnostics), Found{"data.input_output.twice 3:8"});
}

}  // namespace
}  // namespace tidu::data
