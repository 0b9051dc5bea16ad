// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tidu::store {

/// A file that a run read or wrote, as the manifest lists it.
struct FileRecord {
  std::string name;    ///< read: as the study names it; written: relative to the folder of the run
  std::string sha256;  ///< 64 hexadecimal digits
  std::uint64_t bytes = 0;
};

/// An option as the run used it: what the study set, over the defaults.
struct UsedOption {
  std::string key;
  double value = 0;
  double low = 0;  ///< low == high: not varied
  double high = 0;
};

/// What the manifest says of a run beside its outputs. Names no path outside the study, no host and no user.
struct ManifestInfo {
  std::string study_id;
  std::uint64_t seed = 0;
  std::string version;  ///< of Tidu
  std::string compiler;
  int threads = 0;
  double seconds = 0;  ///< wall clock, from the start of the program
  std::uint64_t peak_memory_bytes = 0;
  std::vector<FileRecord> inputs;
  std::vector<UsedOption> options;
};

/// The folder of a run while it is written. Everything goes into `<name>.partial`; commit() gives it its name, so that
/// whoever finds a folder without ".partial" finds all of it. The name is the study, the time (UTC) and eight random
/// hexadecimal digits: "china-20261124T122701Z-1a2b3c4d"; no name is used twice.
class RunDirectory {
 public:
  /// Makes the folder below `parent`, which is made as well if it is not there.
  /// errors  io: the world does not let us write there
  static Result<RunDirectory> create(const std::filesystem::path& parent, std::string_view study_id);

  RunDirectory(RunDirectory&& other) noexcept;
  RunDirectory& operator=(RunDirectory&&) = delete;
  RunDirectory(const RunDirectory&) = delete;
  RunDirectory& operator=(const RunDirectory&) = delete;
  ~RunDirectory();  ///< removes what was not committed

  /// Writes a file that was not there before and waits until the disk has it.
  /// name    relative, with "/" between folders, which are made as needed
  /// errors  io: no space, no permission, ...
  Result<void> write(const std::string& name, std::string_view bytes);

  /// Writes manifest.json, gives the folder its name and returns its path.
  Result<std::filesystem::path> commit(const ManifestInfo& info);

 private:
  RunDirectory(std::filesystem::path partial, std::filesystem::path target);
  std::string manifest(const ManifestInfo& info) const;

  std::filesystem::path partial_;  ///< empty: committed or moved from
  std::filesystem::path target_;
  std::vector<FileRecord> outputs_;
};

}  // namespace tidu::store
