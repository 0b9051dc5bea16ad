// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace tidu::store {

/// The world's refusal to write at a path, by its number (errno).
tl::unexpected<Error> not_written(const std::filesystem::path& path, int number);

/// A lock on a folder (flock): the kernel frees it when the program ends, however it ends. Waits for others. Without
/// effect where the file system knows no locks.
class FolderLock {
 public:
  enum class Kind { shared, exclusive };
  FolderLock(const std::filesystem::path& folder, Kind kind);
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&&) = delete;
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

 private:
  int descriptor_ = -1;
};

/// True if somebody holds a lock on the folder, or if that cannot be found out.
bool is_locked(const std::filesystem::path& folder);

/// Writes a file that was not there before, folders as needed, and waits until the disk has it.
Result<void> write_new_file(const std::filesystem::path& path, std::string_view bytes);

/// A file while it is written in pieces: "<path>.partial", in the place of what a program that was killed left there.
/// commit() gives it its name, in the place of an older file: whoever finds the name finds all of one or the other.
class PartialFile {
 public:
  /// errors  io; as write() and commit()
  static Result<PartialFile> create(std::filesystem::path path);

  PartialFile(PartialFile&& other) noexcept;
  PartialFile& operator=(PartialFile&&) = delete;
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;
  ~PartialFile();  ///< removes what was not committed

  Result<void> write(std::string_view bytes);
  Result<void> commit();

 private:
  PartialFile(std::filesystem::path path, std::filesystem::path partial, int descriptor);

  std::filesystem::path path_;
  std::filesystem::path partial_;
  int descriptor_ = -1;  ///< below 0: committed or moved from
};

/// Waits until the disk has the names in a folder; of sync_folders also those in the folders below it.
void sync_folder(const std::filesystem::path& folder);
void sync_folders(const std::filesystem::path& folder);

/// Makes a folder with files in it, all or nothing: it is written as "<folder>.partial" and renamed.
/// files   name below the folder, and bytes
/// errors  duplicate (something has that name already: it is not touched), io
Result<void> write_new_folder(const std::filesystem::path& folder,
                              const std::vector<std::pair<std::string, std::string>>& files);

}  // namespace tidu::store
