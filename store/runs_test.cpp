// SPDX-License-Identifier: Apache-2.0
#include "store/runs.h"

#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>

#include "store/manifest.h"
#include "store/run_directory.h"

namespace tidu::store {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

class Runs : public ::testing::Test {
 protected:
  Runs() {
    std::string pattern = (fs::temp_directory_path() / "tidu-runs-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~Runs() override { fs::remove_all(folder_); }

  std::string committed(const std::string& study = "small") const {
    auto run = RunDirectory::create(folder_, study);
    EXPECT_TRUE(run && run->write("a.txt", "one"));
    const auto path = run->commit({.study_id = study,
                                   .seed = 7,
                                   .version = "1",
                                   .seconds = 0.5,
                                   .options = {{"v", "", 1, 0, 2}, {"w", "equal"}}});
    return path->filename().string();
  }
  Names listed() const {
    Names names;
    const auto rows = list_runs(folder_);
    for (const RunRow& row : *rows.value) names.push_back(row.name);
    return names;
  }
  static Names sorted(Names names) {
    std::sort(names.begin(), names.end());
    return names;
  }

  fs::path folder_;
};

TEST_F(Runs, AreFoundWhateverTheRegistryKnows) {
  EXPECT_EQ(listed(), Names{});
  EXPECT_FALSE(fs::exists(folder_ / kRegistryName)) << "nothing is written where nothing is";
  const Names names = sorted({committed("a"), committed("b")});
  EXPECT_EQ(listed(), names);
  ASSERT_TRUE(fs::exists(folder_ / kRegistryName));
  const Names more = sorted({names[0], names[1], committed("c")});
  EXPECT_EQ(listed(), more) << "a run that the registry was not told of";
  fs::remove_all(folder_ / more[0]);
  EXPECT_EQ(listed(), (Names{more[1], more[2]})) << "a run that is gone";
  std::ofstream(folder_ / kRegistryName) << std::string(5000, 'x');
  EXPECT_EQ(listed(), (Names{more[1], more[2]})) << "a damaged registry is made anew";
  EXPECT_TRUE(list_runs(folder_).diagnostics.empty());
  fs::remove(folder_ / kRegistryName);
  EXPECT_EQ(listed(), (Names{more[1], more[2]}));
}

TEST_F(Runs, RescanBelievesNothingAndLeavesTheFileToOthers) {
  const Names names = sorted({committed("a"), committed("b")});
  EXPECT_EQ(listed(), names);
  auto other = Registry::open(folder_);  // another program, at work
  ASSERT_TRUE(other && other->change({{.name = "ghost", .study_id = "x"}}, {}));
  auto wrong = other->rows()->front();
  ASSERT_EQ(wrong.name, names[0]);
  wrong.version = "wrong";
  ASSERT_TRUE(other->change({wrong}, {}));
  EXPECT_EQ(list_runs(folder_).value->front().version, "wrong") << "a list believes rows whose hash is right";
  const auto rows = rescan(folder_);
  EXPECT_TRUE(rows.diagnostics.empty());
  ASSERT_EQ(rows.value->size(), 2U);
  EXPECT_EQ(rows.value->front().version, "1");
  EXPECT_EQ(other->rows()->size(), 2U) << "the file is the one that others have open";
  EXPECT_TRUE(other->change({{.name = "ghost", .study_id = "x"}}, {}));
  EXPECT_TRUE(rescan(folder_ / "nowhere").diagnostics.empty());
  EXPECT_FALSE(fs::exists(folder_ / "nowhere"));
}

TEST_F(Runs, RowsTellWhatTheManifestTells) {
  const std::string name = committed("china");
  for (int reading = 0; reading < 2; ++reading) {  // from the folder, then from the registry
    const auto rows = list_runs(folder_);
    ASSERT_EQ(rows.value->size(), 1U);
    const RunRow& row = rows.value->front();
    EXPECT_EQ(row.name, name);
    EXPECT_EQ(row.study_id, "china");
    EXPECT_EQ(row.version, "1");
    EXPECT_EQ(row.seconds, 0.5);
    EXPECT_EQ(row.finished, read_manifest(folder_ / name)->finished);
  }
}

TEST_F(Runs, ADamagedManifestIsAWarningAndNoRun) {
  const std::string good = committed("a");
  const std::string bad = committed("b");
  std::ofstream(folder_ / bad / kManifestName, std::ios::app) << "x";
  const auto rows = rescan(folder_);
  EXPECT_EQ(rows.value->size(), 1U);
  ASSERT_EQ(rows.diagnostics.items().size(), 1U);
  EXPECT_EQ(rows.diagnostics.items()[0].severity, Severity::warning);
}

TEST_F(Runs, WhereNoRegistryCanBeWrittenTheFoldersAreRead) {
  committed();
  fs::create_directories(folder_ / kRegistryName / "in the way");
  const auto rows = list_runs(folder_);
  EXPECT_EQ(rows.value->size(), 1U);
  EXPECT_EQ(rows.diagnostics.count(Severity::warning), 1U);
  EXPECT_FALSE(rows.diagnostics.has_errors());
}

TEST_F(Runs, ManyWritersAtOnceLoseNothing) {
  Names names;
  for (int i = 0; i < 8; ++i) names.push_back(committed());
  std::vector<std::thread> programs;
  std::atomic<int> failed = 0;
  for (int i = 0; i < 4; ++i) {
    programs.emplace_back([&] {
      for (int k = 0; k < 5; ++k) failed += list_runs(folder_).value->size() == 8 ? 0 : 1;
    });
  }
  for (std::thread& program : programs) program.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(Registry::open(folder_)->rows()->size(), 8U);
}

TEST_F(Runs, GcTakesTheLeavingsAndNothingElse) {
  const std::string finished = committed();
  auto at_work = RunDirectory::create(folder_, "living");
  ASSERT_TRUE(at_work && at_work->write("a", "1"));
  const fs::path dead = folder_ / "small-20200101T000000Z-00000000.partial";
  fs::create_directories(dead / "tables");
  std::ofstream(dead / "tables/half.csv") << "x";
  for (const char* name : {"notes.partial", "small-20200101T000000Z-0000000G.partial", "-00000000.partial"})
    fs::create_directories(folder_ / name / "somebody's");
  fs::create_directory_symlink(folder_ / finished, folder_ / "small-20200101T000000Z-00000002.partial");
  const auto removed = remove_partial_runs(folder_);
  ASSERT_TRUE(removed);
  EXPECT_EQ(*removed, std::vector<fs::path>{dead});
  EXPECT_TRUE(fs::exists(folder_ / "notes.partial/somebody's")) << "only what is named like a run is Tidu's";
  EXPECT_TRUE(fs::exists(folder_ / finished / "a.txt"));
  const auto path = at_work->commit({.study_id = "living", .version = "1"});
  ASSERT_TRUE(path) << "the run at work goes on";
  EXPECT_TRUE(fs::exists(*path / "a"));
}

TEST_F(Runs, GcBesideManyThatBeginTakesNone) {
  std::atomic<int> lost = 0;
  std::atomic<bool> over = false;
  std::thread tidier([&] {
    while (!over) lost += remove_partial_runs(folder_)->empty() ? 0 : 1;
  });
  std::vector<std::thread> writers;
  for (int i = 0; i < 3; ++i) {
    writers.emplace_back([&] {
      for (int k = 0; k < 100; ++k) {
        auto run = RunDirectory::create(folder_, "small");
        lost += run && run->write("a", "1") ? 0 : 1;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  over = true;
  tidier.join();
  EXPECT_EQ(lost, 0);
}

TEST_F(Runs, AreFoundByPathNameAndBeginning) {
  const std::string first = committed("alpha");
  const std::string second = committed("alps");
  const auto key = [this](std::string_view word) {
    const auto run = find_run(word, folder_);
    return run ? run->filename().string() : std::string(run.error().message.key);
  };
  EXPECT_EQ(key((folder_ / first).string()), first);
  EXPECT_EQ(key(first), first);
  EXPECT_EQ(key("alph"), first);
  EXPECT_EQ(key(second.substr(second.rfind('-') + 1, 6)), second) << "of its eight digits";
  EXPECT_EQ(key("al"), "store.find.several");
  EXPECT_EQ(key("beta"), "store.verify.no_run");
  EXPECT_EQ(key(""), "store.verify.no_run");
}

TEST_F(Runs, ManifestsAreNotTrusted) {
  const fs::path run = folder_ / committed();
  const auto sound = read_manifest(run);
  ASSERT_TRUE(sound);
  const auto key = [&run](Manifest manifest, std::string_view right = "", std::string_view wrong = "") {
    std::string bytes = manifest_json(manifest);
    if (!right.empty()) bytes.replace(bytes.find(right), right.size(), wrong);
    std::ofstream(run / kManifestName) << bytes;
    const auto read = read_manifest(run);
    return read ? std::string_view("read") : read.error().message.key;
  };
  EXPECT_EQ(key(*sound), "read") << "what is written is read back";
  EXPECT_EQ(read_manifest(run)->outputs, sound->outputs);
  EXPECT_EQ(read_manifest(run)->options, sound->options);
  for (const char* name : {"../a", "/etc/passwd", "a/../../b", "a\\b", ""}) {
    Manifest manifest = *sound;
    manifest.outputs[0].name = name;
    EXPECT_EQ(key(manifest), "store.verify.damaged") << name;
  }
  Manifest manifest = *sound;
  manifest.outputs[0].sha256 = "abc";
  EXPECT_EQ(key(manifest), "store.verify.damaged");
  EXPECT_EQ(key(*sound, "tidu-manifest-2", "tidu-manifest-9"), "store.verify.damaged");
  EXPECT_EQ(key(*sound, "\"seed\": 7", "\"seed\": \"7\""), "store.verify.damaged");
  EXPECT_EQ(key(*sound, "\"seed\": 7,", ""), "store.verify.damaged");
  EXPECT_EQ(key(*sound, "\"seed\": 7", "\"seed\": 8"), "store.verify.changed") << "its hash is another one";
}

}  // namespace
}  // namespace tidu::store
