// SPDX-License-Identifier: Apache-2.0
#include "store/checkpoint.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <functional>
#include <sstream>

#include "core/diffusion/agents/support_test.h"
#include "data/file.h"
#include "store/disk.h"

namespace tidu::store {
namespace {

namespace fs = std::filesystem;
using namespace diffusion;
using namespace diffusion::agents;
using agents::testing::Population;

constexpr std::uint64_t kRates = 17;
constexpr std::uint32_t kSteps = 20;
const std::vector<std::uint64_t> kRecords{2025, 0, ~std::uint64_t{0}};

class Checkpoints : public ::testing::Test {
 protected:
  Checkpoints() {
    std::string pattern = (fs::temp_directory_path() / "tidu-checkpoint-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    request_ = {.path = folder_ / "agents.checkpoint", .study_sha256 = data::sha256_hex("study")};
  }
  ~Checkpoints() override { fs::remove_all(folder_); }

  /// What reading says: empty, or the message's key.
  std::string found(Population& population) const {
    const auto read = read_checkpoint(request_, population.agents.identity(kRates), census_size(population.layout),
                                      {population.state.span(), population.contacts.span()});
    if (read.ok()) return "";
    EXPECT_EQ(read.diagnostics.items()[0].where.file, request_.path.string());
    EXPECT_FALSE(read.diagnostics.items()[0].error.hint.empty());
    return std::string(read.diagnostics.items()[0].error.message.key);
  }

  std::string bytes() const {
    std::stringstream all;
    all << std::ifstream(request_.path, std::ios::binary).rdbuf();
    return all.str();
  }
  void set_bytes(const std::string& all) const { std::ofstream(request_.path, std::ios::binary) << all; }

  fs::path folder_;
  CheckpointRequest request_;
};

AgentSettings settings(std::uint64_t seed = 7) {
  return {.seed = seed, .replicate = 3, .decided_visible = 0.3, .leader_share = 0.05, .heterophily = {0.05, 0, 0.15}};
}

void step(Population& population, std::uint32_t t) {
  const TableMaker maker(tests::lively_rates(), population.layout.degrees(), 0.25);
  population.agents.step(
      t,
      [&](std::size_t cell, CellTable& table) {
        maker.make(population.agents.surroundings(population.layout.cells()[cell].region), table);
      },
      serial_executor());
}

Result<void> keep(const CheckpointRequest& request, Population& population, std::uint32_t steps) {
  return write_checkpoint(request, {population.agents.snapshot(steps, kRates, serial_executor()), kRecords},
                          {population.state.span(), population.contacts.span()});
}

/// Reads, resumes and runs to the end; the checksum there.
std::uint64_t finish(const CheckpointRequest& request, const Layout& layout) {
  Population population(layout, settings());
  const auto read = read_checkpoint(request, population.agents.identity(kRates), census_size(layout),
                                    {population.state.span(), population.contacts.span()});
  if (!read.ok() || read.value->records != kRecords ||
      !population.agents.resume(read.value->snapshot, serial_executor()))
    return 0;
  for (std::uint32_t t = read.value->snapshot.step; t < kSteps; ++t) step(population, t);
  return population.agents.checksum(serial_executor());
}

/// Runs something in a process of its own; its exit code, or minus the signal that ended it.
int in_a_process(const std::function<int()>& body) {
  const pid_t child = fork();
  if (child == 0) _exit(body());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

// T16: from the file of every step.
TEST_F(Checkpoints, RestartFromEveryStepEndsAlike) {
  const Layout layout = agents::testing::country(3, 300);
  Population population(layout, settings());
  population.agents.start(Stage::unaware, serial_executor());
  std::vector<CheckpointRequest> files;
  for (std::uint32_t t = 0; t <= kSteps; ++t) {
    files.push_back({folder_ / std::to_string(t), request_.study_sha256});
    ASSERT_TRUE(keep(files.back(), population, t));
    if (t < kSteps) step(population, t);
  }
  const std::uint64_t end = population.agents.checksum(serial_executor());
  for (const CheckpointRequest& file : files) EXPECT_EQ(finish(file, layout), end) << file.path;
}

TEST_F(Checkpoints, ManyChunksComeBackByteForByte) {
  const Layout layout = agents::testing::one_cell(1'300'000, {4, 2, 2});
  Population population(layout, settings());
  population.agents.start(Stage::unaware, serial_executor());
  for (std::uint32_t t = 0; t < 3; ++t) step(population, t);
  ASSERT_TRUE(keep(request_, population, 3));
  EXPECT_EQ(fs::file_size(request_.path), 176U + 8 * (12 + 3) + 2 * 1'300'000 + 3 * 32) << "as the header says";
  Population back(layout, settings());
  ASSERT_EQ(found(back), "");
  EXPECT_TRUE(std::equal(back.state.span().begin(), back.state.span().end(), population.state.span().begin()));
  EXPECT_TRUE(std::equal(back.contacts.span().begin(), back.contacts.span().end(), population.contacts.span().begin()));
  // a chunk in the place of another
  std::string swapped = bytes();
  const std::string first = swapped.substr(176, kCheckpointChunk + 32);
  swapped.replace(176, first.size(), swapped.substr(176 + first.size(), first.size()));
  set_bytes(swapped);
  EXPECT_EQ(found(back), "store.checkpoint.chunk");
}

// Killed in the middle of writing the second checkpoint: the first is whole, and what was left over is in nobody's way.
TEST_F(Checkpoints, AKilledRunGoesOnFromItsLastCheckpoint) {
  const Layout layout = agents::testing::country(3, 300);
  const int ended = in_a_process([&] {
    Population population(layout, settings());
    population.agents.start(Stage::unaware, serial_executor());
    for (std::uint32_t t = 0; t < 8; ++t) step(population, t);
    if (!keep(request_, population, 8)) return 1;
    auto second = PartialFile::create(request_.path);
    if (!second || !second->write("TIDUAGT\nhalf of it")) return 1;
    std::raise(SIGKILL);
    return 0;
  });
  ASSERT_EQ(ended, -SIGKILL);
  ASSERT_TRUE(fs::exists(request_.path.string() + ".partial"));
  Population whole(layout, settings());
  whole.agents.start(Stage::unaware, serial_executor());
  for (std::uint32_t t = 0; t < kSteps; ++t) step(whole, t);
  EXPECT_EQ(finish(request_, layout), whole.agents.checksum(serial_executor()));
  ASSERT_TRUE(keep(request_, whole, kSteps));
  EXPECT_FALSE(fs::exists(request_.path.string() + ".partial"));
  EXPECT_EQ(finish(request_, layout), whole.agents.checksum(serial_executor())) << "the new one has taken its place";
}

TEST_F(Checkpoints, DamageIsFoundWhereverItIs) {
  const Layout layout = agents::testing::country(2, 40);
  Population population(layout, settings());
  population.agents.start(Stage::unaware, serial_executor());
  ASSERT_TRUE(keep(request_, population, 0));
  const std::string good = bytes();
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    set_bytes(bad);
    const std::string expected = at < 8     ? "store.checkpoint.format"
                                 : at < 16  ? "store.checkpoint.version"
                                 : at < 176 ? "store.checkpoint.header"
                                            : "store.checkpoint.chunk";
    ASSERT_EQ(found(population), expected) << at;
  }
  for (const std::size_t length : {std::size_t{0}, std::size_t{7}}) {
    set_bytes(good.substr(0, length));
    EXPECT_EQ(found(population), "store.checkpoint.format");
  }
  for (const std::size_t length : {std::size_t{8}, std::size_t{100}, std::size_t{176}, good.size() - 1}) {
    set_bytes(good.substr(0, length));
    EXPECT_EQ(found(population), "store.checkpoint.size") << length;
  }
  set_bytes(good + "x");
  EXPECT_EQ(found(population), "store.checkpoint.size");
  set_bytes(good);
  EXPECT_EQ(found(population), "");
  fs::remove(request_.path);
  EXPECT_EQ(found(population), "store.checkpoint.missing");
  ASSERT_EQ(mkfifo(request_.path.c_str(), 0600), 0);
  EXPECT_EQ(found(population), "store.checkpoint.format") << "waits for no pipe";
}

TEST_F(Checkpoints, OtherRunsAreRefused) {
  const Layout layout = agents::testing::country(2, 40);
  Population population(layout, settings());
  population.agents.start(Stage::unaware, serial_executor());
  ASSERT_TRUE(keep(request_, population, 0));
  Population other_seed(layout, settings(8));
  EXPECT_EQ(found(other_seed), "diffusion.checkpoint.seed");
  const Layout larger = agents::testing::country(3, 40);
  Population other_layout(larger, settings());
  EXPECT_EQ(found(other_layout), "diffusion.checkpoint.layout");
  AgentSettings visible = settings();
  visible.decided_visible = 1;
  Population other_settings(layout, visible);
  EXPECT_EQ(found(other_settings), "diffusion.checkpoint.settings");
  request_.study_sha256 = data::sha256_hex("another study");
  EXPECT_EQ(found(population), "store.checkpoint.study");
}

TEST_F(Checkpoints, OfAnotherStudyAreToldByTheHeaderAlone) {
  const Layout layout = agents::testing::country(2, 40);
  Population population(layout, settings());
  population.agents.start(Stage::unaware, serial_executor());
  ASSERT_TRUE(keep(request_, population, 0));
  const auto told = [](const CheckpointRequest& request) {
    const Diagnostics wrong = check_checkpoint(request);
    if (wrong.empty()) return std::string();
    EXPECT_EQ(wrong.items()[0].where.file, request.path.string());
    return std::string(wrong.items()[0].error.message.key);
  };
  EXPECT_EQ(told(request_), "");
  EXPECT_EQ(told({request_.path, data::sha256_hex("another study")}), "store.checkpoint.study");
  auto run = population.agents.identity(kRates);
  EXPECT_TRUE(check_checkpoint(request_, &run).empty());
  run.rates += 1;
  ASSERT_FALSE(check_checkpoint(request_, &run).empty());
  EXPECT_EQ(check_checkpoint(request_, &run).items()[0].error.message.key, "diffusion.checkpoint.rates");
  EXPECT_EQ(told({folder_ / "none", request_.study_sha256}), "store.checkpoint.missing");
  const std::string good = bytes();
  set_bytes(good.substr(0, good.size() - 1));
  EXPECT_EQ(told(request_), "store.checkpoint.size");
  set_bytes("TIDUAGT?" + good.substr(8));
  EXPECT_EQ(told(request_), "store.checkpoint.format");
}

TEST_F(Checkpoints, AFullDiskLeavesTheOlderOne) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root, to mount a small disk";
  const fs::path disk = folder_ / "disk";
  fs::create_directory(disk);
  const CheckpointRequest request{disk / "c", request_.study_sha256};
  const Layout small = agents::testing::country(2, 40);
  const Layout large = agents::testing::one_cell(200'000, {4, 2, 2});
  const int ended = in_a_process([&] {
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=64k") != 0)
      return 77;
    Population first(small, settings());
    first.agents.start(Stage::unaware, serial_executor());
    Population second(large, settings());
    second.agents.start(Stage::unaware, serial_executor());
    if (!keep(request, first, 0)) return 1;
    const auto kept = keep(request, second, 0);
    if (kept || kept.error().code != ErrorCode::io || kept.error().hint.key != "store.not_written.full") return 2;
    if (fs::exists(request.path.string() + ".partial")) return 3;
    const auto read = read_checkpoint(request, first.agents.identity(kRates), census_size(small),
                                      {first.state.span(), first.contacts.span()});
    return read.ok() ? 0 : 4;
  });
  if (ended == 77) GTEST_SKIP() << "no disk can be mounted here";
  EXPECT_EQ(ended, 0);
}

}  // namespace
}  // namespace tidu::store
