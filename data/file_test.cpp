// SPDX-License-Identifier: Apache-2.0
#include "data/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

namespace tidu::data {
namespace {

namespace fs = std::filesystem;

class File : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "tidu-file-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path write(std::string_view bytes) const {
    std::ofstream(folder_ / "f.csv", std::ios::binary) << bytes;
    return folder_ / "f.csv";
  }
  std::string refusal(const fs::path& path, std::uint64_t most = 1000) const {
    const auto file = read_file(path, "f.csv", most);
    return file ? "read" : std::string(file.error().message.key);
  }

  fs::path folder_;
};

TEST_F(File, IsHashedFromTheBytesThatAreParsed) {
  const auto file = read_file(write("abc"), "f.csv");
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->bytes, "abc");
  EXPECT_EQ(file->sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") << "FIPS 180-4, B.1";
  EXPECT_EQ(read_file(write(""), "f.csv")->bytes, "");
}

TEST_F(File, PipesAreReadToTheirEnd) {
  const fs::path pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const std::string all(3'000'000, 'x');
  std::thread writer([&] { std::ofstream(pipe, std::ios::binary) << all; });
  const auto file = read_file(pipe, "pipe");
  writer.join();
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->bytes, all);
}

TEST_F(File, RefusalsAreNamed) {
  EXPECT_EQ(refusal(folder_ / "none.csv"), "data.file.missing");
  EXPECT_EQ(refusal(write("x") / "below"), "data.file.missing");
  EXPECT_EQ(refusal(folder_), "data.file.folder");
  EXPECT_EQ(refusal(write(std::string(1001, 'x'))), "data.file.too_large");
  EXPECT_EQ(refusal("/dev/zero"), "data.file.too_large") << "what has no size is counted";
}

TEST_F(File, OneThatChangesWhileItIsReadIsRefusedOrWhole) {
  const fs::path path = write(std::string(8'000'000, 'x'));
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    while (!stop) {
      if (truncate(path.c_str(), 10) != 0) return;
      if (truncate(path.c_str(), 8'000'000) != 0) return;
    }
  });
  int refused = 0;
  // On a busy machine the writer may rest for thousands of reads, all of them whole.
  const auto latest = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  for (int i = 0; i < 50 || (refused == 0 && std::chrono::steady_clock::now() < latest); ++i) {
    const auto file = read_file(path, "f.csv");
    if (!file) {
      EXPECT_EQ(file.error().message.key, "data.file.changed");
      ++refused;
    } else {
      EXPECT_TRUE(file->bytes.size() == 10 || file->bytes.size() == 8'000'000) << file->bytes.size();
    }
  }
  stop = true;
  writer.join();
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace tidu::data
