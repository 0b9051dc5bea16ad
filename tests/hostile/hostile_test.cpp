// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "data/workbook_support_test.h"
#include "tests/cli/process.h"

namespace tidu::tests {
namespace {

namespace fs = std::filesystem;

// Names that attack a page, a script, a spreadsheet or an attribute, and are yet legal texts.
constexpr std::string_view kScript = "</script><img src=x onerror=alert(1)>";
constexpr std::string_view kAttribute = "\"' onmouseover='alert(2)' x=\"";
constexpr std::string_view kFormula = "=HYPERLINK(\"http://example.org\",\"y\")";

std::string csv_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

/// The bundled study whose names attack: complete, and sound but for that.
fs::path hostile_study(const fs::path& folder) {
  const fs::path study = quick_study(folder);
  const fs::path regions = study / "data/regions.csv";
  replace_in(regions, ",Beijing,east", "," + csv_quoted(kScript) + ",east");
  replace_in(regions, "110000,北京,", "110000," + csv_quoted(kScript) + ",");
  replace_in(regions, ",Tianjin,east", "," + csv_quoted(kFormula) + ",east");
  replace_in(regions, ",Hebei,east", "," + csv_quoted(kAttribute) + ",east");
  return study;
}

TEST(Hostile, NamesRenderHarmless) {
  const TemporaryFolder folder;
  hostile_study(folder.path());
  const Ended ended = tidu(folder.path(), {"run", "study"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const fs::path report = folder.path() / ended.out.substr(0, ended.out.find('\n'));
  const std::string page = read_text(report);
  EXPECT_EQ(page.find(kScript), std::string::npos);
  EXPECT_EQ(page.find("<img src=x"), std::string::npos);
  EXPECT_EQ(page.find(kAttribute), std::string::npos);
  EXPECT_NE(page.find("onerror=alert(1)"), std::string::npos) << "the name is shown, as text";
  EXPECT_NE(page.find("Content-Security-Policy"), std::string::npos);
  EXPECT_TRUE(nlohmann::json::accept(read_text(report.parent_path() / "results.json")));
}

TEST(Hostile, DirectionAndEscapeCharactersAreLocatedErrors) {
  for (const std::string& name : {std::string("Bei\u202Ejing"), std::string("Bei\x1b[31mjing")}) {
    const TemporaryFolder folder;
    const fs::path study = copy_study(folder.path());
    replace_in(study / "data/regions.csv", ",Beijing,east", "," + name + ",east");
    const Ended ended = tidu(folder.path(), {"run", "study"});
    EXPECT_EQ(ended.code, 4) << ended.err;
    EXPECT_NE(ended.err.find("data/regions.csv:2:"), std::string::npos) << ended.err;
    EXPECT_EQ(ended.err.find("\u202E"), std::string::npos) << "the message does not do what the name tries";
    EXPECT_EQ(ended.err.find('\x1b'), std::string::npos);
    EXPECT_TRUE(names_in(folder.path() / "runs").empty());
  }
}

TEST(Hostile, DirectionCharactersInTheStudyFileAreLocatedErrors) {
  const TemporaryFolder folder;
  const fs::path study = copy_study(folder.path());
  replace_in(study / "study.toml", "title", "# \u202E\ntitle");
  const Ended comment = tidu(folder.path(), {"check", "study"});
  EXPECT_EQ(comment.err.find("\u202E"), std::string::npos);
  const fs::path named = folder.path() / "named";
  fs::copy(TIDU_SOURCE_DIR "/cases/china", named, fs::copy_options::recursive);
  std::string text = read_text(named / "study.toml");
  const auto quote = text.find('"', text.find("title"));
  ASSERT_NE(quote, std::string::npos);
  write_text(named / "study.toml", text.insert(quote + 1, "\\u202E"));
  const Ended ended = tidu(folder.path(), {"check", "named"});
  EXPECT_EQ(ended.code, 3) << ended.err;
  EXPECT_NE(ended.err.find("study.toml:"), std::string::npos) << ended.err;
  EXPECT_EQ(ended.err.find("\u202E"), std::string::npos);
}

TEST(Hostile, WordsOfTheCommandLineAreShownHarmless) {
  const TemporaryFolder folder;
  const Ended ended = tidu(folder.path(), {"\x1b[31mrun\u202E"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.err.find('\x1b'), std::string::npos) << ended.err;
  EXPECT_EQ(ended.err.find("\u202E"), std::string::npos);
}

/// The bundled study with a workbook as one more panel.
Ended with_workbook(const std::string& bytes) {
  const TemporaryFolder folder;
  const fs::path study = copy_study(folder.path());
  write_text(study / "data/more.xlsx", bytes);
  replace_in(study / "study.toml", "\"data/census_2020.csv\"", "\"data/census_2020.csv\", \"data/more.xlsx\"");
  return tidu(folder.path(), {"check", "study"});
}

TEST(Hostile, WorkbooksEndWithALocatedMessage) {
  namespace books = data::testing;
  const books::Book small{.rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>x</t></is></c></row>"};
  auto bomb = small.parts();
  bomb.back().second += std::string(64U << 20, ' ');
  const std::string laughs =
      "<!DOCTYPE w [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><worksheet><sheetData><row>"
      "<c t=\"inlineStr\"><is><t>&b;</t></is></c></row></sheetData></worksheet>";
  std::string wrong_sum = books::zipped(small.parts(), ZIP_CM_STORE);
  wrong_sum[wrong_sum.find("<t>x</t>") + 3] = 'y';
  const std::string whole = books::zipped(small.parts());
  const std::string long_name(10'000, 'n');
  const books::Book named{
      .rows =
          "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>region</t></is></c><c r=\"B1\" "
          "t=\"inlineStr\"><is><t>2013</t></is></c></row><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>" +
          long_name + "</t></is></c><c r=\"B2\"><v>1</v></c></row>"};
  for (const std::string& bytes : {books::zipped(bomb), books::zipped(small.with("xl/worksheets/sheet1.xml", laughs)),
                                   wrong_sum, whole.substr(0, whole.size() / 2), books::zipped(named.parts())}) {
    const Ended ended = with_workbook(bytes);
    EXPECT_EQ(ended.code, 4) << ended.err.substr(0, 2000);
    EXPECT_NE(ended.err.find("data/more.xlsx"), std::string::npos) << ended.err.substr(0, 2000);
    EXPECT_LT(ended.err.size(), 4'000U);
  }
}

TEST(Hostile, WhatCannotBeReadIsTheFilesMistake) {
  const TemporaryFolder folder;
  const fs::path study = copy_study(folder.path());
  fs::remove(study / "data/census_2020.csv");
  fs::create_directory(study / "data/census_2020.csv");
  const Ended ended = tidu(folder.path(), {"check", "study"});
  EXPECT_EQ(ended.code, 4) << ended.err;
  EXPECT_NE(ended.err.find("data/census_2020.csv: error:"), std::string::npos) << ended.err;
}

}  // namespace
}  // namespace tidu::tests
