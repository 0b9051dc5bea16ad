// SPDX-License-Identifier: Apache-2.0
#include "store/run_directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "data/file.h"
#include "store/verify.h"

namespace tidu::store {
namespace {

namespace fs = std::filesystem;

class Store : public ::testing::Test {
 protected:
  Store() {
    std::string pattern = (fs::temp_directory_path() / "tidu-store-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~Store() override { fs::remove_all(folder_); }

  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder_)) found.push_back(entry.path().filename().string());
    return found;
  }

  fs::path committed() const {
    auto run = RunDirectory::create(folder_, "small");
    EXPECT_TRUE(run && run->write("a.txt", "one") && run->write("tables/b.csv", "x\n1\n"));
    EXPECT_TRUE(run->keep_input("study.toml", "[study]\n"));
    const auto path = run->commit({.study_id = "small",
                                   .seed = 7,
                                   .version = "1",
                                   .compiler = "c",
                                   .threads = 2,
                                   .seconds = 0.5,
                                   .peak_memory_bytes = 9,
                                   .inputs = {{"study.toml", data::sha256_hex("[study]\n"), 8, true},
                                              {"data/large.csv", data::sha256_hex("x"), 1, false}},
                                   .options = {{"k", "", 1, 1, 1}, {"v", "", 1, 0, 2}, {"w", "entropy"}}});
    EXPECT_TRUE(path);
    return *path;
  }

  std::vector<std::string> found_by_verify(const fs::path& run) const {
    std::vector<std::string> keys;
    const auto found = verify(run);
    for (const auto& item : found.diagnostics.items()) keys.emplace_back(item.error.message.key);
    return keys;
  }

  fs::path folder_;
};

using Keys = std::vector<std::string>;

TEST_F(Store, NamesAFolderOnlyWhenAllIsWritten) {
  {
    auto run = RunDirectory::create(folder_, "small");
    ASSERT_TRUE(run && run->write("a.txt", "one"));
    ASSERT_EQ(names().size(), 1U);
    EXPECT_TRUE(std::regex_match(names()[0], std::regex("small-\\d{8}T\\d{6}Z-[0-9a-f]{8}\\.partial"))) << names()[0];
  }
  EXPECT_TRUE(names().empty()) << "what was not committed is gone";
  const fs::path run = committed();
  EXPECT_EQ(Keys{run.filename().string()}, names());
  EXPECT_EQ(run.extension(), "");
}

TEST_F(Store, ManifestHoldsHashesAndNoPath) {
  const fs::path run = committed();
  std::ifstream stream(run / "manifest.json");
  std::stringstream bytes;
  bytes << stream.rdbuf();
  const auto manifest = nlohmann::json::parse(bytes.str());
  ASSERT_EQ(manifest.at("outputs").size(), 2U);
  EXPECT_EQ(manifest.at("outputs")[0].at("name"), "a.txt");
  EXPECT_EQ(manifest.at("outputs")[0].at("sha256"), "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed")
      << "sha256sum of 'one'";
  EXPECT_EQ(manifest.at("inputs")[0].at("bytes"), 8);
  EXPECT_EQ(manifest.at("run"), run.filename().string());
  EXPECT_EQ(manifest.at("options").at("v").at("high"), 2.0);
  EXPECT_EQ(manifest.at("options").at("w"), "entropy") << "a choice by its word";
  EXPECT_EQ(manifest.at("seed"), 7);
  EXPECT_EQ(bytes.str().find(folder_.string()), std::string::npos);
}

TEST_F(Store, VerifyFollowsNoLinkAndWaitsForNoPipe) {
  const fs::path run = committed();
  fs::create_directory_symlink(".", run / "more");
  EXPECT_EQ(found_by_verify(run), Keys{"store.verify.added"}) << "a link to a folder is no folder of the run";
  fs::remove(run / "more");
  fs::rename(run / "a.txt", folder_ / "a.txt");
  fs::create_symlink(folder_ / "a.txt", run / "a.txt");
  EXPECT_EQ(found_by_verify(run), Keys{"store.verify.changed"}) << "what it leads to may change unseen";
  fs::remove(run / "a.txt");
  ASSERT_EQ(mkfifo((run / "a.txt").c_str(), 0600), 0);
  EXPECT_EQ(found_by_verify(run), Keys{"store.verify.changed"});
}

TEST_F(Store, VerifyFindsWhatChanged) {
  const fs::path run = committed();
  const auto sound = verify(run);
  ASSERT_TRUE(sound.ok());
  EXPECT_EQ(*sound.value, 3U) << "outputs and the kept input";
  std::ofstream(run / "a.txt") << "two";
  EXPECT_EQ(found_by_verify(run), Keys{"store.verify.changed"});
  fs::remove(run / "a.txt");
  EXPECT_EQ(found_by_verify(run), Keys{"data.file.missing"});
  std::ofstream(run / "a.txt") << "one";
  std::ofstream(run / "tables/new.csv") << "";
  EXPECT_EQ(found_by_verify(run), Keys{"store.verify.added"});
  fs::remove(run / "tables/new.csv");
  std::ofstream(run / "inputs/study.toml") << "[data]\n";
  EXPECT_EQ(found_by_verify(run), Keys{"store.verify.changed"});
  std::ofstream(run / "inputs/study.toml") << "[study]\n";
  std::ofstream(run / "manifest.json", std::ios::app) << " ";
  EXPECT_EQ(found_by_verify(run), Keys{"store.verify.changed"}) << "the manifest has a hash of its own";
  std::ofstream(run / "manifest.json") << "{\"outputs\": [1]}";
  EXPECT_EQ(found_by_verify(run), Keys{"store.verify.damaged"});
  fs::remove(run / "manifest.json");
  EXPECT_EQ(found_by_verify(run), Keys{"store.verify.no_run"});
}

TEST_F(Store, RefusalsOfTheWorldAreValues) {
  std::ofstream(folder_ / "file") << "";
  const auto below_a_file = RunDirectory::create(folder_ / "file" / "runs", "small");
  ASSERT_FALSE(below_a_file);
  EXPECT_EQ(below_a_file.error().code, ErrorCode::io);
  auto run = RunDirectory::create(folder_, "small");
  ASSERT_TRUE(run && run->write("a", "1"));
  const auto twice = run->write("a", "2");
  ASSERT_FALSE(twice) << "nothing is overwritten";
  EXPECT_EQ(twice.error().message.key, "store.not_written");
}

}  // namespace
}  // namespace tidu::store
