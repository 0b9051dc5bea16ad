// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/process.h"

/// Data that nobody has seen before: describe, init, and what becomes of it.
namespace tidu::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// An export of the National Bureau of Statistics: GBK, titles, years as columns, a missing cell, a slip of the decimal
// point, a total, notes.
std::string bureau_export() {
  const std::string utf8 =
      "指标：地区生产总值(亿元)\n地区,2023年,2022年,2021年\n北京市,43760.7,41540.9,41045.6\n天津市,16737.3,16132.2,"
      "15685.1\n"
      "河北省,43944.1,41988.0,40397.1\n山西省,25698.2,25584.0,22870.4\n内蒙古自治区,24627.0,23388.9,21166.0\n"
      "辽宁省,30209.4,28975.1,\n吉林省,13531.2,13070.2,13163.8\n黑龙江省,15883.9,159010,14858.2\n上海市,47218.7,44809."
      "1,43653.2\n"
      "全国,1,1,1\n数据来源：国家统计局\n";
  const TemporaryFolder folder;
  write_text(folder.path() / "utf8", utf8);
  return run_process({.words = {"/usr/bin/iconv", "-f", "UTF-8", "-t", "GBK", "utf8"}, .folder = folder.path()}).out;
}

TEST(Describe, TellsHowAFileWasRead) {
  const TemporaryFolder folder;
  write_text(folder.path() / "gdp.csv", bureau_export());
  const Ended ended = tidu(folder.path(), {"describe", "gdp.csv"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  for (const char* word : {"GB18030", "a column a year", "9 of China (9 by full Chinese name)", "全国", "亿元",
                           "2021–2023", "210000 Liaoning", "159010"})
    EXPECT_NE(ended.out.find(word), std::string::npos) << word << "\n" << ended.out;
  EXPECT_NE(ended.err.find("GB18030"), std::string::npos);
}

TEST(Describe, JsonHoldsEveryCellThatStandsOut) {
  const TemporaryFolder folder;
  write_text(folder.path() / "gdp.csv", bureau_export());
  const Ended ended = tidu(folder.path(), {"describe", "gdp.csv", "--json"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const json described = json::parse(ended.out);
  EXPECT_EQ(described.at("tables")[0].at("encoding"), "GB18030");
  EXPECT_EQ(described.at("tables")[0].at("regions").at("北京市"), "110000 (chinese_full)");
  const json& series = described.at("series")[0];
  EXPECT_EQ(series.at("missing"), 1);
  EXPECT_EQ(series.at("missing_by_region").at("210000"), 1);
  ASSERT_EQ(series.at("unusual").size(), 2U) << "the slip, and the way back";
  EXPECT_EQ(series.at("unusual")[0].at("region"), "230000");
}

TEST(Describe, ReadsStandardInput) {
  const TemporaryFolder folder;
  write_text(folder.path() / "in.csv", "region,year,v\nBavaria,2020,1\nSaxony,2020,2\n");
  const Ended ended =
      run_process({.words = {TIDU_PROGRAM, "describe", "-"}, .folder = folder.path(), .stdin_path = "in.csv"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_NE(ended.out.find("2, as the file calls them"), std::string::npos) << ended.out;
}

TEST(Describe, HostileAndBrokenFilesEndLocatedWithExit4) {
  const TemporaryFolder folder;
  const std::string ten_kilobytes(10'000, 'x');
  const std::pair<std::string, std::string> files[] = {
      {"empty.csv", ""},
      {"quote.csv", "region,year,v\n110000,2020,\"1\n"},
      {"ragged.csv", "region,year,v\n110000,2020\n120000,2020,1\n"},
      {"bytes.csv", "region,year,v\n110000,2020,\xFF\xFF\n"},
      {"escape.csv", "region,year,v\nBei\x1b[31mjing,2020,1\n"},
      {"name.csv", "region,year,v\n" + ten_kilobytes + ",2020,one\n"},
      {"unknown.csv", "region,year,v\n北京,2020,1\n天津,2020,1\n上海,2020,1\n火星,2020,1\n"},
      {"cut.xlsx", std::string("PK\3\4") + std::string(40, '\1')},
      {"old.xls", std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") + std::string(600, '\0')}};
  for (const auto& [name, bytes] : files) {
    write_text(folder.path() / name, bytes);
    const Ended ended = tidu(folder.path(), {"describe", name});
    EXPECT_EQ(ended.code, 4) << name << "\n" << ended.err;
    EXPECT_NE(ended.err.find(name + ":"), std::string::npos) << ended.err;
    EXPECT_NE(ended.err.find("error:"), std::string::npos) << ended.err;
    EXPECT_LT(ended.err.size(), 3'000U) << "a long name does not fill the screen";
    EXPECT_EQ(ended.err.find('\x1b'), std::string::npos);
  }
  EXPECT_EQ(tidu(folder.path(), {"describe", "none.csv"}).code, 4);
  EXPECT_EQ(tidu(folder.path(), {"describe"}).code, 2);
}

TEST(Init, MakesAStudyThatCanBeMeasuredAsItIs) {
  const TemporaryFolder folder;
  write_text(folder.path() / "gdp.csv", bureau_export());
  Ended ended = tidu(folder.path(), {"init", "mine", "--from", "gdp.csv"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, "mine/study.toml\n");
  const std::string study = read_text(folder.path() / "mine/study.toml");
  EXPECT_NE(study.find("first_year = 2022"), std::string::npos) << "2021 lacks a cell\n" << study;
  EXPECT_EQ(read_text(folder.path() / "mine/data/gdp.csv"), bureau_export()) << "the data are copied as they are";
  EXPECT_EQ(tidu(folder.path(), {"check", "mine"}).code, 0);
  ended = tidu(folder.path(), {"measure", "mine", "--table", "index_scores_index"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_NE(ended.out.find("310000,2023,index,equal,0.23399"), std::string::npos) << "Shanghai has the largest output\n"
                                                                                  << ended.out;
  ended = tidu(folder.path(), {"run", "mine"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  ended = tidu(folder.path(), {"init", "mine", "--from", "gdp.csv"});
  EXPECT_EQ(ended.code, 2) << "nothing is overwritten";
  EXPECT_EQ(read_text(folder.path() / "mine/study.toml"), study);
  EXPECT_FALSE(fs::exists(folder.path() / "mine.partial"));
}

TEST(Init, TakesWhatTheFileDoesNotSayFromTheCommandLine) {
  const TemporaryFolder folder;
  write_text(folder.path() / "states.csv",
             "Land;Einwohner;Fläche\nBayern;13,4;70541,6\nSachsen;4,1;18450,0\nHessen;6,4;21115,6\n");
  EXPECT_EQ(tidu(folder.path(), {"init", "--from", "states.csv"}).code, 4) << "no column of regions, no year";
  const Ended ended = tidu(folder.path(), {"init", "--from", "states.csv", "--region", "Land", "--year", "2023"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const std::string study = read_text(folder.path() / "states/study.toml");
  EXPECT_NE(study.find("{ file = \"data/states.csv\", region = \"Land\", year = 2023 }"), std::string::npos) << study;
  EXPECT_EQ(tidu(folder.path(), {"measure", "states"}).code, 0);
  EXPECT_EQ(tidu(folder.path(), {"init", "other"}).code, 2) << "from what?";
}

TEST(Imputation, IsAskedForCountedAndShown) {
  const TemporaryFolder folder;
  write_text(folder.path() / "gdp.csv", bureau_export());
  ASSERT_EQ(tidu(folder.path(), {"init", "mine", "--from", "gdp.csv"}).code, 0);
  const fs::path study = folder.path() / "mine/study.toml";
  replace_in(study, "first_year = 2022", "first_year = 2021");
  const Ended refused = tidu(folder.path(), {"measure", "mine"});
  EXPECT_EQ(refused.code, 3);
  EXPECT_NE(refused.err.find("210000"), std::string::npos) << "nothing is filled in unasked\n" << refused.err;
  replace_in(study, "numerators = [\"series_1\"]", "numerators = [\"series_1\"]\nfill = \"nearest\"");
  const Ended filled = tidu(folder.path(), {"measure", "mine", "--table", "imputation"});
  ASSERT_EQ(filled.code, 0) << filled.err;
  EXPECT_NE(filled.out.find("series_1,210000,3,1,1,33.3333"), std::string::npos) << filled.out;
  replace_in(study, "fill = \"nearest\"", "fill = \"group\"");
  const Ended group = tidu(folder.path(), {"measure", "mine", "--table", "index_scores_index"});
  EXPECT_EQ(group.code, 0) << "northeast: the mean of Jilin and Heilongjiang\n" << group.err;
}

// Eight regions of another country, six years; "flat" does not differ and "holes" has gaps.
std::string bare_data() {
  std::string csv = "region,year,income,unemployment,patents,residents,flat,holes\n";
  const char* const regions[] = {"Bavaria", "Saxony", "Hesse", "Berlin", "Bremen", "Hamburg", "Saarland", "Thuringia"};
  int seed = 7;
  for (const char* region : regions) {
    for (int year = 2015; year <= 2020; ++year) {
      seed = seed * 37 % 1009;
      csv += std::string(region) + "," + std::to_string(year) + "," + std::to_string(20000 + 9 * seed) + "," +
             std::to_string(3 + seed % 8) + "," + std::to_string(seed % 300) + "," + std::to_string(500 + seed) +
             ",1," + (year == 2017 ? "" : std::to_string(seed)) + "\n";
    }
  }
  return csv;
}

TEST(MeasureData, OneCommandGivesIndexGapsAndMap) {
  const TemporaryFolder folder;
  write_text(folder.path() / "de.csv", bare_data());
  const Ended ended = tidu(folder.path(), {"measure", "de.csv", "--negative", "unemployment", "--quantities", "income",
                                           "--population", "residents", "--quiet"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const fs::path report = folder.path() / ended.out.substr(0, ended.out.size() - 1);
  ASSERT_TRUE(fs::exists(report)) << ended.out;
  const std::string study = read_text(report.parent_path() / "inputs" / "study.toml");
  EXPECT_NE(study.find("{ variable = \"unemployment\", direction = \"negative\" }"), std::string::npos) << study;
  EXPECT_NE(study.find("population = \"residents\""), std::string::npos);
  EXPECT_EQ(study.find("  \"residents\","), std::string::npos) << "what weighs the regions is no indicator";
  for (const char* table : {"index_scores_index.csv", "tiers.csv", "gaps_index_index.csv"})
    EXPECT_TRUE(fs::exists(report.parent_path() / "tables" / table)) << table;
  EXPECT_EQ(tidu(folder.path(), {"rerun", report.parent_path().filename().string()}).code, 0);
}

TEST(MeasureData, TellsWhatTheIndexIsMadeOfAndWhatIsLeftOut) {
  const TemporaryFolder folder;
  write_text(folder.path() / "de.csv", bare_data());
  const auto said = [&folder](std::vector<std::string> words) {
    words.insert(words.begin(), {"measure", "de.csv", "--table", "index_scores_index", "--lang", "en"});
    return tidu(folder.path(), words).err;
  };
  const std::string chosen = said({"--years", "2015-2020"});
  for (const char* words :
       {"Index of 4 series over 8 regions, 2015 to 2020: income, unemployment, patents, residents.",
        "not used: 2. flat (the same value everywhere), holes (8 of 48 cells are missing).", "--fill"})
    EXPECT_NE(chosen.find(words), std::string::npos) << words << "\n" << chosen;
  EXPECT_EQ(said({"--indicators", "income,patents"}).find("not used"), std::string::npos) << "chosen by the user";
  EXPECT_EQ(said({"--quiet"}).find("Index of"), std::string::npos);
}

TEST(MeasureData, WhatARuleCannotFillIsLeftOutOrNamed) {
  const TemporaryFolder folder;
  write_text(folder.path() / "d.csv",
             "region,year,income,late\na,2010,5,\nb,2010,7,2\nc,2010,9,4\na,2011,6,3\nb,2011,8,2\nc,2011,9,5\n");
  Ended ended = tidu(folder.path(), {"measure", "d.csv", "--fill", "linear", "--lang", "en"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_NE(ended.err.find("late (1 of 6 cells are missing)"), std::string::npos) << ended.err;
  ended = tidu(folder.path(), {"measure", "d.csv", "--fill", "linear", "--indicators", "income,late", "--lang", "en"});
  EXPECT_EQ(ended.code, 4);
  EXPECT_NE(ended.err.find("linear fills only between two years"), std::string::npos) << ended.err;
  EXPECT_EQ(tidu(folder.path(), {"measure", "d.csv", "--fill", "nearest", "--indicators", "income,late"}).code, 0);
}

TEST(MeasureData, OneRegionAndAMisspeltRegionAreNamedOnce) {
  const TemporaryFolder folder;
  write_text(folder.path() / "one.csv", "region,year,income\n北京,2010,5\n北京,2011,7\n");
  Ended ended = tidu(folder.path(), {"measure", "one.csv", "--lang", "en"});
  EXPECT_EQ(ended.code, 4);
  EXPECT_NE(ended.err.find("one.csv: error: The data have fewer than two regions."), std::string::npos) << ended.err;
  write_text(folder.path() / "typo.csv",
             "region,year,income\n北京,2010,5\n北京,2011,7\n天津,2010,5\n天津,2011,7\n上海,2010,5\n上海,2011,7\n"
             "浙汪,2010,5\n浙汪,2011,7\n");
  ended = tidu(folder.path(), {"measure", "typo.csv", "--lang", "en"});
  EXPECT_EQ(ended.code, 4);
  const std::size_t first = ended.err.find("is no region");
  EXPECT_NE(first, std::string::npos) << ended.err;
  EXPECT_EQ(ended.err.find("is no region", first + 1), std::string::npos) << "once a name, not once a row\n"
                                                                          << ended.err;
}

TEST(MeasureData, ZerosAndNegativeValuesOfAQuantityHaveARule) {
  const TemporaryFolder folder;
  write_text(folder.path() / "d.csv",
             "region,year,income,debt,clinics\n"
             "a,2010,5,3,0\nb,2010,7,-2,1\nc,2010,9,4,2\nd,2010,20,6,3\n"
             "a,2011,6,3,1\nb,2011,8,2,1\nc,2011,9,4,2\nd,2011,22,6,5\n");
  const auto gaps = [&folder](std::vector<std::string> words) {
    words.insert(words.begin(), {"measure", "d.csv", "--quiet", "--lang", "en"});
    return tidu(folder.path(), words);
  };
  const Ended negative = gaps({"--quantities", "debt", "--table", "inequality_debt"});
  EXPECT_NE(negative.code, 0);
  EXPECT_NE(negative.err.find("\"debt\" is -2 for region b in 2010"), std::string::npos) << negative.err;
  const Ended dropped = gaps({"--quantities", "debt", "--set", "gap_outside=drop", "--table", "inequality_debt"});
  EXPECT_EQ(dropped.code, 0) << dropped.err;
  // (3, 4, 6): G = (2/(3 * 13)) (3 + 8 + 18) - 4/3, and the region left out is counted
  EXPECT_NE(dropped.out.find("2010,gini,equal,0.1538461538461"), std::string::npos) << dropped.out;
  EXPECT_NE(dropped.out.find(",1\n2010,gini_sample"), std::string::npos);
  const Ended zero = gaps({"--quantities", "clinics", "--table", "inequality_clinics"});
  EXPECT_EQ(zero.code, 0) << zero.err;
  EXPECT_NE(zero.out.find("2010,theil_l,equal,,,,0\n"), std::string::npos) << "no value beside a zero\n" << zero.out;
  EXPECT_EQ(zero.out.find("nan"), std::string::npos);
}

TEST(MeasureData, DirectionWeightsAndYearsChangeTheIndex) {
  const TemporaryFolder folder;
  write_text(folder.path() / "de.csv", bare_data());
  const auto scores = [&folder](std::vector<std::string> words) {
    words.insert(words.begin(), {"measure", "de.csv", "--table", "index_scores_index", "--quiet"});
    const Ended ended = tidu(folder.path(), words);
    EXPECT_EQ(ended.code, 0) << ended.err;
    return ended.out;
  };
  const std::string plain = scores({});
  EXPECT_NE(plain, scores({"--negative", "unemployment"}));
  EXPECT_NE(plain, scores({"--set", "weights=critic"}));
  EXPECT_NE(plain, scores({"--years", "2018-2020"}));
  EXPECT_EQ(plain, scores({"--indicators", "income,unemployment", "--indicators", "patents,residents"}));
  EXPECT_NE(plain, scores({"--indicators", "income,patents,holes", "--fill", "linear"}));
}

TEST(MeasureData, MistakesAreNamedWithTheirRemedy) {
  const TemporaryFolder folder;
  write_text(folder.path() / "de.csv", bare_data());
  struct Case {
    std::vector<std::string> words;
    int code;
    const char* said;
  };
  const Case cases[] = {
      {{"--negative", "unemploymnt"}, 2, "Did you mean \"unemployment\"?"},
      {{"--set", "wieghts=critic"}, 2, "Did you mean \"measure.weights\"?"},
      {{"--set", "weights=critik"}, 3, "Did you mean \"critic\"?"},
      {{"--set", "weights"}, 2, "--set weights=critic"},
      {{"--years", "201x"}, 2, "--years 2015-2020"},
      {{"--years", "2030"}, 4, "2015 to 2020"},
      {{"--indicators", "income,flat"}, 4, "same value everywhere"},
      {{"--indicators", "income,holes", "--years", "2015-2020"}, 4, "--fill"},
      {{"--indicators", "income", "--negative", "patents"}, 4, "not in the index"},
  };
  for (const Case& each : cases) {
    std::vector<std::string> words = {"measure", "de.csv"};
    words.insert(words.end(), each.words.begin(), each.words.end());
    const Ended ended = tidu(folder.path(), words);
    EXPECT_EQ(ended.code, each.code) << each.words.back() << "\n" << ended.err;
    EXPECT_NE(ended.err.find(each.said), std::string::npos) << ended.err;
  }
  const Ended study = tidu(folder.path(), {"measure", TIDU_SOURCE_DIR "/cases/china", "--fill", "linear"});
  EXPECT_EQ(study.code, 2);
  EXPECT_NE(study.err.find("--fill"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder.path() / "runs")) << "a mistake leaves nothing behind";
}

// Eurostat's enterprises with AI as they are gathered from releases (an excerpt): a total, a region of one year, a
// country that no year has, gaps.
constexpr std::string_view kEurope =
    "geo,date,variable,value,unit,note\n"
    "EU27,2024,firms_using_ai,13.5,%,\nEU27,2025,firms_using_ai,20.0,%,\nDenmark,2024,firms_using_ai,27.6,%,\n"
    "Denmark,2025,firms_using_ai,42.0,%,\nSweden,2024,firms_using_ai,25.1,%,\nSweden,2025,firms_using_ai,35.0,%,\n"
    "Romania,2024,firms_using_ai,3.1,%,\nRomania,2025,firms_using_ai,5.2,%,\nPoland,2024,firms_using_ai,5.9,%,\n"
    "Poland,2025,firms_using_ai,8.4,%,\nSweden,2023,firms_using_ai,10.4,%,derived\n"
    "Denmark,2023,firms_using_ai,15.2,%,derived\nRomania,2023,firms_using_ai,1.5,%,derived\n";

TEST(Simulate, AnotherCountrysSharesSayWhatTheyNeed) {
  const TemporaryFolder folder;
  const auto says = [&folder](std::string_view rows, std::vector<std::string> words, std::string_view wanted) {
    write_text(folder.path() / "ai.csv", std::string(kEurope) + std::string(rows));
    words.insert(words.begin(), {"simulate", "ai.csv"});
    const Ended ended = tidu(folder.path(), words);
    EXPECT_EQ(ended.code, 4) << ended.err;
    EXPECT_NE(ended.err.find(wanted), std::string::npos) << ended.err;
  };
  says("Spain,2024-09E,firms_using_ai,11,%,\n", {}, "rows that are estimates or stand for a span of time");
  says("", {"--years", "2023-2025"}, "lacks 1 cells in 2023 to 2025");
  says("Italy,2025,firms_using_ai,19,%,\n", {"--years", "2023-2025", "--fill", "trend"}, "to fill its gaps in: Italy.");
  says("Denmark,2021,firms_using_ai,5,%,\nDenmark,2022,firms_using_ai,9,%,\n", {"--years", "2021-2021"},
       "Only 2021 has a value");
  EXPECT_EQ(tidu(folder.path(), {"simulate", "ai.csv", "--breaks", "soon"}).code, 2);
}

TEST(Simulate, AnotherCountrysSharesAreCalibratedWithABreak) {
  const TemporaryFolder folder;
  write_text(folder.path() / "ai.csv", kEurope);
  const auto parameters = [&folder](std::vector<std::string> more) {
    std::vector<std::string> words{"simulate", "ai.csv", "--years", "2023-2025",
                                   "--fill",   "trend",  "--table", "panel_parameters"};
    words.insert(words.end(), more.begin(), more.end());
    const Ended ended = tidu(folder.path(), words);
    EXPECT_EQ(ended.code, 0) << ended.err;
    return ended.out;
  };
  const std::string one = parameters({});
  EXPECT_NE(one.find("firms_using_ai,discontinuance,"), std::string::npos) << one;
  EXPECT_EQ(one.find("wording"), std::string::npos);
  const std::string two = parameters({"--breaks", "2025"});
  EXPECT_NE(two.find("firms_using_ai,wording,"), std::string::npos) << two;
}

}  // namespace
}  // namespace tidu::tests
