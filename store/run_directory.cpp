// SPDX-License-Identifier: Apache-2.0
#include "store/run_directory.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/assert.h"
#include "data/file.h"

namespace tidu::store {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> refused(const fs::path& path, int number) {
  const bool full = number == ENOSPC || number == EDQUOT;
  return failure(ErrorCode::io, text("store.not_written", path.string(), std::strerror(number)),
                 full ? text("store.not_written.full") : text("store.not_written.hint"));
}

std::string time_stamp() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
                     utc.tm_min, utc.tm_sec);
}

std::string random_digits() {
  std::uint32_t word = 0;
  randombytes_buf(&word, sizeof word);
  return fmt::format("{:08x}", word);
}

/// Writes all bytes and waits for the disk; 0 or the error number.
int write_through(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return fsync(descriptor) == 0 ? 0 : errno;
}

/// The names in a folder are on the disk only once the folder itself is.
void sync_folder(const fs::path& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  fsync(descriptor);
  close(descriptor);
}

nlohmann::ordered_json list(const std::vector<FileRecord>& files) {
  auto json = nlohmann::ordered_json::array();
  for (const FileRecord& file : files)
    json.push_back({{"name", file.name}, {"sha256", file.sha256}, {"bytes", file.bytes}});
  return json;
}

}  // namespace

RunDirectory::RunDirectory(fs::path partial, fs::path target)
    : partial_(std::move(partial)), target_(std::move(target)) {}

RunDirectory::RunDirectory(RunDirectory&& other) noexcept
    : partial_(std::exchange(other.partial_, {})),
      target_(std::move(other.target_)),
      outputs_(std::move(other.outputs_)) {}

RunDirectory::~RunDirectory() {
  std::error_code ignored;
  if (!partial_.empty()) fs::remove_all(partial_, ignored);
}

Result<RunDirectory> RunDirectory::create(const fs::path& parent, std::string_view study_id) {
  std::error_code problem;
  fs::create_directories(parent, problem);
  if (problem) return refused(parent, problem.value());
  // Eight random digits meet a folder of the same second about once in four thousand million times.
  for (int attempt = 0; attempt < 16; ++attempt) {
    const fs::path target = parent / fmt::format("{}-{}-{}", study_id, time_stamp(), random_digits());
    fs::path partial = target;
    partial += ".partial";
    if (fs::exists(target, problem)) continue;
    if (mkdir(partial.c_str(), 0777) == 0) return RunDirectory(std::move(partial), target);
    if (errno != EEXIST) return refused(partial, errno);
  }
  return refused(parent, EEXIST);
}

Result<void> RunDirectory::write(const std::string& name, std::string_view bytes) {
  TIDU_ASSERT(!partial_.empty() && !fs::path(name).is_absolute() && name.find("..") == std::string::npos);
  const fs::path path = partial_ / name;
  std::error_code problem;
  fs::create_directories(path.parent_path(), problem);
  if (problem) return refused(path.parent_path(), problem.value());
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) return refused(path, errno);
  const int written = write_through(descriptor, bytes);
  const int closed = close(descriptor) == 0 ? 0 : errno;
  if (written != 0 || closed != 0) return refused(path, written != 0 ? written : closed);
  outputs_.push_back({.name = name, .sha256 = data::sha256_hex(bytes), .bytes = bytes.size()});
  return {};
}

std::string RunDirectory::manifest(const ManifestInfo& info) const {
  auto outputs = outputs_;
  std::sort(outputs.begin(), outputs.end(), [](const FileRecord& a, const FileRecord& b) { return a.name < b.name; });
  auto options = nlohmann::ordered_json::object();
  for (const UsedOption& option : info.options) {
    options[option.key] =
        option.low == option.high
            ? nlohmann::ordered_json(option.value)
            : nlohmann::ordered_json{{"value", option.value}, {"low", option.low}, {"high", option.high}};
  }
  const nlohmann::ordered_json json{
      {"format", "tidu-manifest-1"}, {"study", info.study_id},      {"seed", info.seed},
      {"version", info.version},     {"compiler", info.compiler},   {"threads", info.threads},
      {"finished", time_stamp()},    {"seconds", info.seconds},     {"peak_memory_bytes", info.peak_memory_bytes},
      {"options", options},          {"inputs", list(info.inputs)}, {"outputs", list(outputs)}};
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Result<fs::path> RunDirectory::commit(const ManifestInfo& info) {
  const std::string bytes = manifest(info);
  if (auto done = write("manifest.json", bytes); !done) return tl::unexpected(done.error());
  for (const auto& entry : fs::recursive_directory_iterator(partial_)) {
    if (entry.is_directory()) sync_folder(entry.path());
  }
  sync_folder(partial_);
  if (rename(partial_.c_str(), target_.c_str()) != 0) return refused(target_, errno);
  partial_.clear();
  sync_folder(target_.parent_path());
  return target_;
}

}  // namespace tidu::store
