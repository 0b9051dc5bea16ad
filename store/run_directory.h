// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "store/disk.h"
#include "store/manifest.h"

namespace tidu::store {

/// The folder of a run while it is written. Everything goes into `<name>.partial`; commit() gives it its name, so that
/// whoever finds a folder without ".partial" finds all of it. The name is the study, the time (UTC) and eight random
/// hexadecimal digits: "china-20261124T122701Z-1a2b3c4d"; no name is used twice. While it is written the folder is
/// locked (flock), so that the leavings of a run that was killed can be told from a run at work.
class RunDirectory {
 public:
  /// Whether a run could be written below `parent`, before anything is worked out for it: makes a folder there and
  /// takes it away. Nothing is left, and `parent` is not made. errors  io: the world does not let us write there
  static Result<void> try_parent(const std::filesystem::path& parent);

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

  /// Keeps a copy of an input below inputs/.
  Result<void> keep_input(const std::string& name, std::string_view bytes);

  /// Writes manifest.json and its hash, gives the folder its name and returns its path. The manifest's run, times and
  /// outputs are filled in here.
  Result<std::filesystem::path> commit(Manifest manifest);

 private:
  RunDirectory(std::filesystem::path partial, std::filesystem::path target, FolderLock lock);
  Result<void> write_file(const std::string& name, std::string_view bytes);

  std::filesystem::path partial_;  ///< empty: committed or moved from
  std::filesystem::path target_;
  FolderLock lock_;  ///< on partial_
  std::vector<FileRecord> outputs_;
};

}  // namespace tidu::store
