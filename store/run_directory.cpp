// SPDX-License-Identifier: Apache-2.0
#include "store/run_directory.h"

#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <utility>

#include "core/base/assert.h"
#include "data/file.h"
#include "store/disk.h"

namespace tidu::store {
namespace {

namespace fs = std::filesystem;

std::string time_stamp(std::time_t time) {
  std::tm utc{};
  gmtime_r(&time, &utc);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
                     utc.tm_min, utc.tm_sec);
}

std::string random_digits() {
  std::uint32_t word = 0;
  while (getrandom(&word, sizeof word, 0) != sizeof word) {
  }
  return fmt::format("{:08x}", word);
}

}  // namespace

RunDirectory::RunDirectory(fs::path partial, fs::path target, FolderLock lock)
    : partial_(std::move(partial)), target_(std::move(target)), lock_(std::move(lock)) {}

RunDirectory::RunDirectory(RunDirectory&& other) noexcept
    : partial_(std::exchange(other.partial_, {})),
      target_(std::move(other.target_)),
      lock_(std::move(other.lock_)),
      outputs_(std::move(other.outputs_)) {}

RunDirectory::~RunDirectory() {
  std::error_code ignored;
  if (!partial_.empty()) fs::remove_all(partial_, ignored);
}

Result<void> RunDirectory::try_parent(const fs::path& parent) {
  std::error_code problem;
  fs::path there = parent.empty() ? fs::path(".") : parent;
  while (!fs::exists(there, problem)) {
    const fs::path above = there.parent_path();
    if (above == there) break;
    there = above.empty() ? fs::path(".") : above;
  }
  const fs::path probe = there / (".tidu-" + random_digits());
  if (mkdir(probe.c_str(), 0777) != 0) return not_written(parent, errno);
  rmdir(probe.c_str());
  return {};
}

Result<RunDirectory> RunDirectory::create(const fs::path& parent, std::string_view study_id) {
  std::error_code problem;
  fs::create_directories(parent, problem);
  if (problem) return not_written(parent, problem.value());
  // Whoever tidies up holds the folder of runs for itself: it never meets a run between its making and its lock.
  const FolderLock together(parent, FolderLock::Kind::shared);
  // Eight random digits meet a folder of the same second about once in four thousand million times.
  for (int attempt = 0; attempt < 16; ++attempt) {
    const fs::path target = parent / fmt::format("{}-{}-{}", study_id, time_stamp(std::time(nullptr)), random_digits());
    fs::path partial = target;
    partial += ".partial";
    if (fs::exists(target, problem)) continue;
    if (mkdir(partial.c_str(), 0777) != 0) {
      if (errno != EEXIST) return not_written(partial, errno);
      continue;
    }
    FolderLock lock(partial, FolderLock::Kind::exclusive);
    return RunDirectory(std::move(partial), target, std::move(lock));
  }
  return not_written(parent, EEXIST);
}

Result<void> RunDirectory::write_file(const std::string& name, std::string_view bytes) {
  TIDU_ASSERT(!partial_.empty() && !fs::path(name).is_absolute() && name.find("..") == std::string::npos);
  return write_new_file(partial_ / name, bytes);
}

Result<void> RunDirectory::write(const std::string& name, std::string_view bytes) {
  if (auto done = write_file(name, bytes); !done) return done;
  outputs_.push_back({.name = name, .sha256 = data::sha256_hex(bytes), .bytes = bytes.size()});
  return {};
}

Result<void> RunDirectory::keep_input(const std::string& name, std::string_view bytes) {
  return write_file(std::string(kInputsFolder) + "/" + name, bytes);
}

Result<fs::path> RunDirectory::commit(Manifest manifest) {
  const std::time_t now = std::time(nullptr);
  manifest.run = target_.filename().string();
  manifest.finished = time_stamp(now);
  manifest.started = time_stamp(now - static_cast<std::time_t>(manifest.seconds));
  manifest.outputs = std::move(outputs_);
  std::sort(manifest.outputs.begin(), manifest.outputs.end(),
            [](const FileRecord& a, const FileRecord& b) { return a.name < b.name; });
  const std::string bytes = manifest_json(manifest);
  const std::string sum = data::sha256_hex(bytes) + "  " + std::string(kManifestName) + "\n";
  if (auto done = write_file(std::string(kManifestName), bytes); !done) return tl::unexpected(done.error());
  if (auto done = write_file(std::string(kManifestSumName), sum); !done) return tl::unexpected(done.error());
  sync_folders(partial_);
  if (rename(partial_.c_str(), target_.c_str()) != 0) return not_written(target_, errno);
  partial_.clear();
  sync_folder(target_.parent_path());
  return target_;
}

}  // namespace tidu::store
