// SPDX-License-Identifier: Apache-2.0
#include "data/csv_write.h"

#include <gtest/gtest.h>

namespace tidu::data {
namespace {

Table small() {
  return {.key = "t",
          .columns = {{.key = "name", .type = ColumnType::label, .texts = {"=1+1", "-a,b", "@x", "plain"}},
                      {.key = "-value", .type = ColumnType::real, .numbers = {-1.5, 0.1, kNoValue, 3}}}};
}

TEST(CsvWrite, PlainKeepsTextsAsTheyAre) {
  EXPECT_EQ(to_csv(small()), "name,-value\n=1+1,-1.5\n\"-a,b\",0.1\n@x,\nplain,3\n");
}

TEST(CsvWrite, ForExcelNoTextIsAFormulaAndNumbersStayNumbers) {
  EXPECT_EQ(to_csv(small(), true), "\xEF\xBB\xBFname,'-value\n'=1+1,-1.5\n\"'-a,b\",0.1\n'@x,\nplain,3\n");
}

}  // namespace
}  // namespace tidu::data
