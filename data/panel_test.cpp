// SPDX-License-Identifier: Apache-2.0
#include "data/panel.h"

#include <gtest/gtest.h>

#include <cmath>

#include "data/testing.h"

namespace tidu::data {
namespace {

Regions regions() {
  auto outcome =
      read_regions(sheet_of("region,name_zh,name_en,macro_region\n110000,北京,Beijing,east\n120000,天津,Tianjin,"
                            "east\n610000,陕西,Shaanxi,west\n"));
  EXPECT_TRUE(outcome.ok());
  return std::move(*outcome.value);
}

std::vector<IndicatorRow> catalogue() {
  return {{.id = "gdp", .name = {"Gross regional product", "地区生产总值"}, .unit = "1e8 CNY"},
          {.id = "population", .name = {"Population", "人口"}, .unit = "1e4 persons"}};
}

struct ReadPanel {
  Panel panel;
  Found found;
  std::optional<LayoutKind> layout;

  /// "gdp 110000 2013 = 5; ..." of every observed cell.
  std::string cells() const {
    std::string all;
    const Regions r = regions();
    for (std::size_t i = 0; i < panel.indicators.size(); ++i) {
      for (std::size_t k = 0; k < r.rows.size(); ++k) {
        for (std::size_t t = 0; t < panel.years(); ++t) {
          const double value = panel.values(i, k, t);
          if (std::isnan(value)) continue;
          char text[100];
          std::snprintf(text, sizeof text, "%s%.2s %d %g", all.empty() ? "" : "; ", r.rows[k].code.c_str(),
                        panel.first_year + static_cast<int>(t), value);
          all += text;
        }
      }
    }
    return all;
  }
};

ReadPanel read(std::vector<std::string> files, const TableRequest& request = {}) {
  const Regions r = regions();
  const RegionNames names(r.rows);
  const auto known = catalogue();
  PanelReader reader(r, names, {2013, 2015}, known);
  ReadPanel result;
  for (std::string& file : files) {
    auto sheet = read_sheet(std::move(file), "gdp.csv", request.of_sheet());
    for (std::string& finding : found_in(sheet.diagnostics)) result.found.push_back(std::move(finding));
    if (!sheet.value) continue;
    const auto layout = find_layout(*sheet.value, names, request);
    for (std::string& finding : found_in(layout.diagnostics)) result.found.push_back(std::move(finding));
    if (!layout.value) continue;
    result.layout = layout.value->kind;
    for (std::string& finding : found_in(reader.add(*sheet.value, *layout.value)))
      result.found.push_back(std::move(finding));
  }
  result.panel = std::move(reader).take();
  return result;
}

// The same six cells, in every layout that offices and programs use.
constexpr const char* kSame = "11 2013 1; 11 2014 2; 12 2013 3; 12 2014 4; 61 2013 5; 61 2014 6";

struct LayoutCase {
  const char* what;
  LayoutKind kind;
  const char* bytes;
};

class Layouts : public testing::TestWithParam<LayoutCase> {};

TEST_P(Layouts, ReadTheSameCells) {
  const ReadPanel result = read({GetParam().bytes});
  EXPECT_EQ(result.found, Found{}) << GetParam().what;
  EXPECT_EQ(result.layout, GetParam().kind);
  ASSERT_EQ(result.panel.indicators, std::vector<std::string>{"gdp"});
  EXPECT_EQ(result.cells(), kSame);
}

INSTANTIATE_TEST_SUITE_P(
    Corpus, Layouts,
    testing::Values(
        LayoutCase{"long", LayoutKind::long_,
                   "region,year,indicator,value\n110000,2013,gdp,1\n110000,2014,gdp,2\n120000,2013,gdp,3\n"
                   "120000,2014,gdp,4\n610000,2013,gdp,5\n610000,2014,gdp,6\n"},
        LayoutCase{
            "long, other order, Chinese names", LayoutKind::long_,
            "数值,指标,年份,地区\n6,地区生产总值,2014年,陕西省\n5,地区生产总值,2013年,陕 "
            "西\n4,地区生产总值,２０１４,天津市\n"
            "3,地区生产总值,2013,天津\n2,地区生产总值,2014,京\n1,地区生产总值,2013,北京市\n,地区生产总值,2015,北京\n"},
        LayoutCase{"long, one series named by the file", LayoutKind::long_,
                   "region,year,value\n11,2013,1\n11,2014,2\n12,2013,3\n12,2014,4\n61,2013,5\n61,2014,6\n"},
        LayoutCase{"wide", LayoutKind::wide,
                   "region,year,GDP\nBeijing,2013,1\nBeijing,2014,2\nTianjin,2013,3\nTianjin,2014,4\nShaanxi,2013,5\n"
                   "Shaanxi,2014,6\nShaanxi,2015,..\n"},
        LayoutCase{
            "wide, with row names of R and labels", LayoutKind::wide,
            "\"\",\"code\",\"name\",\"year\",\"gdp\"\n1,110000,Beijing,2013,1\n2,110000,Beijing,2014,2\n"
            "3,120000,Tianjin,2013,3\n4,120000,Tianjin,2014,4\n5,610000,Shaanxi,2013,5\n6,610000,Shaanxi,2014,6\n"},
        LayoutCase{
            "an export of the National Bureau of Statistics", LayoutKind::years,
            "数据库：分省年度数据\n指标：地区生产总值(亿元)\n时间：最近3年\n地区,2015年,2014年,2013年\n北京市,,2,1\n"
            "天津市,—,4,3\n陕西省,…,6,5\n注：数据为现价。\n数据来源：国家统计局\n"},
        LayoutCase{"years as columns with a column of indicators", LayoutKind::years,
                   "指标,地区,2013,2014\n地区生产总值(亿元),北京,1,2\n地区生产总值(亿元),天津,3,4\n地区生产总值(亿元),"
                   "陕西,5,6\n"},
        LayoutCase{"wide after Stata", LayoutKind::series_years,
                   "province;gdp2013;gdp2014\n北京;1;2\n天津;3;4\n陕西;5;6\n"},
        LayoutCase{
            "years before names", LayoutKind::series_years,
            "省份\t2013年地区生产总值（亿元）\t2014年地区生产总值（亿元）\n北京\t1\t2\n天津\t3\t4\n陕西\t5\t6\n"},
        LayoutCase{"a yearbook's two rows of header and totals", LayoutKind::series_years,
                   "地 区,地区生产总值,\n,2013,2014\n全　国,9,12\n北　京,1,2\n天　津,3,4\n陕　西,5,6\n"},
        LayoutCase{"regions as columns", LayoutKind::regions,
                   "年份,北京,天津,陕西,全国\n2013,1,3,5,9\n2014,2,4,6,12\n"}));

TEST(PanelFiles, UnitsAreConvertedIntoThoseOfTheCatalogue) {
  const ReadPanel header = read({"地区,年份,地区生产总值（万元）,人口\n北京,2013,20000,3\n"});
  EXPECT_EQ(header.found, Found{"data.unit.converted 2:9"});
  EXPECT_EQ(header.cells(), "11 2013 2; 11 2013 3");
  const ReadPanel title = read({"2-1 人口\n单位：人\n地区,2013\n北京,25000\n"}, {.series = "人口"});
  EXPECT_EQ(title.cells(), "11 2013 2.5");
  const ReadPanel column =
      read({"region,year,indicator,value,unit\n11,2013,population,2,million persons\n"
            "12,2013,population,2,1e4 persons\n"});
  EXPECT_EQ(column.cells(), "11 2013 200; 12 2013 2");
  EXPECT_EQ(read({"地区,年份,人口（亿元）\n北京,2013,1\n"}).found, Found{"data.unit.other 2:9"});
  EXPECT_EQ(read({"地区,年份,人口（户数）\n北京,2013,1\n"}).found, Found{"data.unit.unknown 2:9"});
}

TEST(PanelFiles, ACrossSectionIsOfOneYear) {
  EXPECT_EQ(read({"地区,人口\n北京,1\n天津,2\n"}).found, Found{"data.layout.no_year 1:1"});
  EXPECT_EQ(read({"地区,人口\n北京,1\n天津,2\n"}, {.in_year = 2014}).cells(), "11 2014 1; 12 2014 2");
  EXPECT_EQ(read({"2-1 各地区人口（2014年）\n地区,人口\n北京,1\n天津,2\n"}).cells(), "11 2014 1; 12 2014 2");
}

TEST(PanelFiles, NamesOfSeriesThatAreCodesOfRegionsStaySeries) {
  EXPECT_EQ(read({"region,year,11,12\n北京,2013,1,2\n"}).panel.indicators, (std::vector<std::string>{"11", "12"}));
}

TEST(PanelFiles, RequestsOutrankWhatIsFoundOut) {
  const TableRequest request{.region = "where", .year = "when", .value = "b", .series = "population"};
  EXPECT_EQ(read({"where,when,a,b\n北京,2013,1,2\n"}, request).cells(), "11 2013 2");
  EXPECT_EQ(read({"region,year,v\n11,2013,1\n"}, {.region = "regoin"}).found, Found{"data.csv.no_column 1:1"});
}

TEST(PanelFiles, SecondFilesAddToASeries) {
  const ReadPanel result = read({"region,year,gdp\n11,2013,1\n", "region,year,gdp\n12,2014,2\n11,1999,7\n"});
  EXPECT_EQ(result.found, Found{}) << "years outside the study are left out";
  EXPECT_EQ(result.cells(), "11 2013 1; 12 2014 2");
}

TEST(PanelFiles, EveryMistakeIsLocated) {
  EXPECT_EQ(read({"region,year,indicator,value\n99,2013,gdp,1\n11,20l3,gdp,1\n11,2013,gdp,1 00\n11,2013,gdp,1\n"
                  "11,2013,gdp,2\n11,2013,gdp,1\n"})
                .found,
            (Found{"data.region.unknown 2:1", "data.panel.not_a_year 3:4", "data.csv.not_a_number 4:13",
                   "data.panel.duplicate 6:13", "data.panel.again 7:13"}));
  EXPECT_EQ(read({"region,year,gdp\n广东,2013,1\n广东,2014,1\n北京,2014,1\n"}).found, Found{"data.region.outside 2:1"})
      << "once a name";
  EXPECT_EQ(read({"region,year,indicator,value\n11,2013,,1\n11,2014,gdp,1\n11,2015,,1\n"}).found,
            (Found{"data.csv.empty_cell 2:9", "data.csv.empty_cell 4:9"}));
  EXPECT_EQ(read({"year,v\n2013,1\n"}).found, Found{"data.layout.no_region 1:1"});
  EXPECT_EQ(read({"region,year,note\n11,2013,good\n"}).found, Found{"data.layout.no_values 1:1"});
}

TEST(PanelFiles, AccountsTellHowATableWasRead) {
  const Regions r = regions();
  const RegionNames names(r.rows);
  PanelReader reader(r, names, {2013, 2014}, {});
  const Sheet sheet = sheet_of("省份;2013;2014;备注\n北京市;1,5;2;x\nShaanxi;1;2;\n");
  const auto layout = find_layout(sheet, names);
  ASSERT_TRUE(layout.ok());
  EXPECT_TRUE(reader.add(sheet, *layout.value).empty());
  const TableAccount& account = reader.accounts().at(0);
  EXPECT_EQ(account.separator, ';');
  EXPECT_EQ(account.decimal, ',');
  EXPECT_EQ(account.encoding, "UTF-8");
  EXPECT_EQ(account.ignored_columns, std::vector<std::string>{"备注"});
  EXPECT_EQ(account.regions.at("北京市").by, NameKind::chinese_full);
  EXPECT_EQ(account.regions.at("Shaanxi").by, NameKind::english);
}

}  // namespace
}  // namespace tidu::data
