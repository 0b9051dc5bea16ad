// SPDX-License-Identifier: Apache-2.0
#include "data/region_names.h"

#include <gtest/gtest.h>

#include "data/china_regions.h"
#include "data/testing.h"

namespace tidu::data {
namespace {

using Kind = RegionReading::Kind;

const RegionNames& provinces() {
  static const RegionNames names(china_region_rows());
  return names;
}

std::string code_of(std::string_view text) {
  const RegionReading reading = provinces().read(text);
  return reading.kind == Kind::region ? std::string(china_regions()[reading.region].code) : "";
}

TEST(RegionNames, FiveWaysToCallAProvinceAndMore) {
  for (const char* name :
       {"150000", "15", "CN-NM", "CN-15", "内蒙古", "内蒙古自治区", "内 蒙 古", "内　蒙　古", "蒙", "Inner Mongolia",
        "inner mongolia autonomous region", "Neimenggu", "Nei Mongol", "Nei Menggu Zizhiqu", "INNER-MONGOLIA"})
    EXPECT_EQ(code_of(name), "150000") << name;
  for (const char* name : {"广东", "广东省", "广 东", "粤", "Guangdong", "Guangdong Province", "Guangdong Sheng",
                           "GuangDong", "44", "４４００００", "广　东 Guangdong", "广东\nGuangdong"})
    EXPECT_EQ(code_of(name), "440000") << name;
  for (const char* name : {"北京", "北京市", "北　京", "Beijing", "Beijing Shi", "Beijing Municipality", "京"})
    EXPECT_EQ(code_of(name), "110000") << name;
  EXPECT_EQ(code_of("新疆维吾尔自治区"), "650000");
  EXPECT_EQ(code_of("Xinjiang Uygur Autonomous Region"), "650000");
  EXPECT_EQ(code_of("广西壮族自治区"), "450000");
  EXPECT_EQ(code_of("Ningxia Hui"), "640000");
  EXPECT_EQ(code_of("Xizang"), "540000");
  EXPECT_EQ(code_of("Tibet Autonomous Region"), "540000");
  EXPECT_EQ(code_of("Shanxi"), "140000");
  EXPECT_EQ(code_of("Shaanxi"), "610000");
  EXPECT_EQ(code_of("Hong Kong SAR"), "810000");
  EXPECT_EQ(code_of("Hongkong"), "810000");
  EXPECT_EQ(code_of("香港特别行政区"), "810000");
  EXPECT_EQ(code_of("Macau"), "820000");
  EXPECT_EQ(code_of("台湾省"), "710000");
}

TEST(RegionNames, EveryNameOfTheListIsItsOwn) {
  for (const ChinaRegion& region : china_regions()) {
    for (const std::string_view name : {region.code, region.zh, region.full_zh, region.en})
      EXPECT_EQ(code_of(name), region.code) << name;
    EXPECT_EQ(code_of("CN-" + std::string(region.iso)), region.code);
  }
}

TEST(RegionNames, SayHowTheyWereRead) {
  EXPECT_EQ(provinces().read("44").by, NameKind::code);
  EXPECT_EQ(provinces().read("CN-GD").by, NameKind::iso_code);
  EXPECT_EQ(provinces().read("广东").by, NameKind::chinese);
  EXPECT_EQ(provinces().read("广东省").by, NameKind::chinese_full);
  EXPECT_EQ(provinces().read("粤").by, NameKind::abbreviation);
  EXPECT_EQ(provinces().read("Guangdong").by, NameKind::english);
  EXPECT_EQ(provinces().read("Xizang").by, NameKind::other_spelling);
}

TEST(RegionNames, TotalsAndGroupsAreNoRegions) {
  for (const char* name : {"全国", "全 国", "合计", "总计", "National Total", "Total", "东部地区", "Eastern Region",
                           "China", "EU27_2020", "European Union - 27 countries (from 2020)"})
    EXPECT_EQ(provinces().read(name).kind, Kind::aggregate) << name;
}

TEST(RegionNames, UnknownNamesComeWithTheNearest) {
  const RegionReading reading = provinces().read("Guandong");
  ASSERT_EQ(reading.kind, Kind::unknown);
  ASSERT_TRUE(provinces().nearest("Guandong"));
  EXPECT_EQ(china_regions()[*provinces().nearest("Guandong")].code, "440000");
  EXPECT_EQ(provinces().read("").kind, Kind::unknown);
  EXPECT_FALSE(provinces().nearest("Atlantis"));
  EXPECT_FALSE(provinces().nearest(std::string(10'000, 'x')));
}

TEST(RegionNames, PrefecturesComeFromTheStudy) {
  const std::vector<RegionRow> rows{{.code = "220200", .name = {"Jilin City", "吉林市"}},
                                    {.code = "211300", .name = {"Chaoyang", "朝阳市"}},
                                    {.code = "632500", .name = {"Hainan", "海南藏族自治州"}},
                                    {.code = "110105", .name = {"Chaoyang District", "朝阳区"}}};
  const RegionNames names(rows);
  EXPECT_EQ(names.read("2202").region, 0U) << "four digits of a prefecture";
  EXPECT_EQ(names.read("吉林").region, 0U) << "a city of the study outranks the province that it does not have";
  EXPECT_EQ(names.read("Chaoyang").region, 1U) << "the name itself outranks a name without its ending";
  const RegionReading reading = names.read("朝阳");
  EXPECT_EQ(reading.kind, Kind::ambiguous);
  EXPECT_EQ(reading.candidates, (std::vector<std::size_t>{1, 3}));
  EXPECT_EQ(names.read("广东").kind, Kind::outside) << "known, and not of this study";
}

TEST(RegionNames, OtherCountriesBringTheirOwn) {
  const std::vector<RegionRow> rows{
      {.code = "NRW", .name = {"North Rhine-Westphalia", "北莱茵"}, .aliases = {"Nordrhein-Westfalen"}},
      {.code = "BY", .name = {"Bavaria", "巴伐利亚"}, .aliases = {"Bayern"}}};
  const RegionNames names(rows);
  EXPECT_EQ(names.read("nordrhein westfalen").region, 0U);
  EXPECT_EQ(names.read("BAYERN").region, 1U);
  EXPECT_EQ(names.read("Nordrhein-Westfalen").by, NameKind::alias);
}

TEST(RegionNames, MistakesAreReportedWithCandidates) {
  Diagnostics found;
  report_region("Guandong", provinces(), china_region_rows(), {}, found);
  ASSERT_EQ(found.items().size(), 1U);
  EXPECT_EQ(found.items()[0].error.hint, text("data.region.near", std::string("广东 Guangdong (440000)")));
  report_region("全国", provinces(), china_region_rows(), {}, found);
  EXPECT_EQ(found.items().size(), 1U);
}

}  // namespace
}  // namespace tidu::data
