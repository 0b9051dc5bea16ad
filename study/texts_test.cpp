// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "study/catalogue.h"
#include "study/registry.h"

namespace tidu::study {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::multiset<std::string> matches(const std::string& text, const std::regex& pattern) {
  std::multiset<std::string> found;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), pattern); it != std::sregex_iterator(); ++it)
    found.insert((*it)[1].str());
  return found;
}

/// Everything that the program's source says, tests and texts apart.
const std::string& source() {
  static const std::string all = [] {
    std::string text;
    for (const char* folder : {"core", "data", "study", "exec", "store", "report", "app"}) {
      for (const auto& entry : fs::recursive_directory_iterator(fs::path(TIDU_SOURCE_DIR) / folder)) {
        const auto extension = entry.path().extension();
        const bool is_source = extension == ".cpp" || extension == ".cu" || extension == ".h" || extension == ".js" ||
                               extension == ".html";
        if (is_source && entry.path().stem().string().find("_test") == std::string::npos) text += read(entry.path());
      }
    }
    return text;
  }();
  return all;
}

TEST(Texts, BothLanguagesHaveTheSameKeysAndPlaceholders) {
  const auto& english = Catalogue::instance().all(Language::en);
  const auto& chinese = Catalogue::instance().all(Language::zh);
  const std::regex slot(R"(\{(\d+)[^}]*\})");
  for (const auto& [key, text] : english) {
    ASSERT_TRUE(chinese.contains(key)) << key << " is missing in zh.toml";
    const auto wanted = matches(text, slot);
    const auto given = matches(chinese.at(key), slot);
    EXPECT_EQ(std::set<std::string>(wanted.begin(), wanted.end()), std::set<std::string>(given.begin(), given.end()))
        << key;
    EXPECT_FALSE(text.empty() || chinese.at(key).empty()) << key;
  }
  for (const auto& [key, text] : chinese) EXPECT_TRUE(english.contains(key)) << key << " is missing in en.toml";
}

TEST(Texts, EveryKeyInTheSourceExists) {
  const std::regex key_of_text(R"re(text\("([a-z_0-9]+(?:\.[a-z_0-9]+)+)")re");
  for (const std::string& key : matches(source(), key_of_text)) EXPECT_TRUE(Catalogue::instance().has(key)) << key;
}

TEST(Texts, EveryOptionHasLabelAndHelp) {
  for (const OptionRecord& record : all_options()) {
    for (const char* part : {".label", ".help"})
      EXPECT_TRUE(Catalogue::instance().has("option." + std::string(record.key) + part)) << record.key << part;
  }
}

TEST(Texts, EveryTextIsUsed) {
  // Texts whose keys are put together at run time, by the code that names them.
  const std::set<std::string> families{"option", "formula", "schema",  "table",    "column", "unit",
                                       "group",  "tier",    "adopter", "weights",  "word",   "cli",
                                       "doctor", "report",  "remark",  "severity", "stage"};
  for (const auto& [key, text] : Catalogue::instance().all(Language::en)) {
    if (families.contains(key.substr(0, key.find('.')))) continue;
    EXPECT_NE(source().find("\"" + key + "\""), std::string::npos) << key << " is used nowhere";
  }
}

TEST(Texts, ChineseSentencesUseChinesePunctuation) {
  const std::regex half_width("[\xe4-\xe9][\x80-\xbf]{2}[,;:?!]");
  for (const auto& [key, text] : Catalogue::instance().all(Language::zh)) {
    if (key.starts_with("cli.help") || key.starts_with("schema.options")) continue;  // tables and code
    EXPECT_FALSE(std::regex_search(text, half_width)) << key << ": " << text;
  }
}

}  // namespace
}  // namespace tidu::study
