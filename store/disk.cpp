// SPDX-License-Identifier: Apache-2.0
#include "store/disk.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace tidu::store {
namespace {

namespace fs = std::filesystem;

/// Writes all bytes; 0 or the error number.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

/// The same, and waits for the disk.
int write_through(int descriptor, std::string_view bytes) {
  if (const int number = write_all(descriptor, bytes); number != 0) return number;
  return fsync(descriptor) == 0 ? 0 : errno;
}

}  // namespace

tl::unexpected<Error> not_written(const fs::path& path, int number) {
  const bool full = number == ENOSPC || number == EDQUOT;
  return failure(ErrorCode::io, text("store.not_written", path.string(), std::strerror(number)),
                 full ? text("store.not_written.full") : text("store.not_written.hint"));
}

FolderLock::FolderLock(const fs::path& folder, Kind kind)
    : descriptor_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  while (descriptor_ >= 0 && flock(descriptor_, kind == Kind::shared ? LOCK_SH : LOCK_EX) != 0 && errno == EINTR) {
  }
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

bool is_locked(const fs::path& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return true;
  const bool locked = flock(descriptor, LOCK_EX | LOCK_NB) != 0;
  close(descriptor);
  return locked;
}

Result<void> write_new_file(const fs::path& path, std::string_view bytes) {
  std::error_code problem;
  fs::create_directories(path.parent_path(), problem);
  if (problem) return not_written(path.parent_path(), problem.value());
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) return not_written(path, errno);
  const int written = write_through(descriptor, bytes);
  const int closed = close(descriptor) == 0 ? 0 : errno;
  if (written != 0 || closed != 0) return not_written(path, written != 0 ? written : closed);
  return {};
}

PartialFile::PartialFile(fs::path path, fs::path partial, int descriptor)
    : path_(std::move(path)), partial_(std::move(partial)), descriptor_(descriptor) {}

PartialFile::PartialFile(PartialFile&& other) noexcept
    : path_(std::move(other.path_)),
      partial_(std::move(other.partial_)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

PartialFile::~PartialFile() {
  if (descriptor_ < 0) return;
  close(descriptor_);
  unlink(partial_.c_str());
}

Result<PartialFile> PartialFile::create(fs::path path) {
  fs::path partial = path;
  partial += ".partial";
  const int descriptor = open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (descriptor < 0) return not_written(partial, errno);
  return PartialFile(std::move(path), std::move(partial), descriptor);
}

Result<void> PartialFile::write(std::string_view bytes) {
  if (const int number = write_all(descriptor_, bytes); number != 0) return not_written(path_, number);
  return {};
}

Result<void> PartialFile::commit() {
  if (fsync(descriptor_) != 0) return not_written(path_, errno);
  if (rename(partial_.c_str(), path_.c_str()) != 0) return not_written(path_, errno);
  const int closed = close(std::exchange(descriptor_, -1)) == 0 ? 0 : errno;
  if (closed != 0) return not_written(path_, closed);
  sync_folder(path_.has_parent_path() ? path_.parent_path() : fs::path("."));
  return {};
}

void sync_folder(const fs::path& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  fsync(descriptor);
  close(descriptor);
}

void sync_folders(const fs::path& folder) {
  std::error_code ignored;
  for (auto entry = fs::recursive_directory_iterator(folder, ignored); entry != fs::recursive_directory_iterator();
       entry.increment(ignored)) {
    if (entry->is_directory(ignored)) sync_folder(entry->path());
  }
  sync_folder(folder);
}

Result<void> write_new_folder(const fs::path& folder, const std::vector<std::pair<std::string, std::string>>& files) {
  std::error_code problem;
  if (fs::exists(folder, problem))
    return failure(ErrorCode::duplicate, text("store.exists", folder.string()), text("store.exists.hint"));
  fs::path partial = folder;
  partial += ".partial";
  if (folder.has_parent_path()) fs::create_directories(folder.parent_path(), problem);
  if (mkdir(partial.c_str(), 0777) != 0) return not_written(partial, errno);
  const auto undo = [&partial](Error error) -> Result<void> {
    std::error_code ignored;
    fs::remove_all(partial, ignored);
    return tl::unexpected(std::move(error));
  };
  for (const auto& [name, bytes] : files) {
    if (const auto done = write_new_file(partial / name, bytes); !done) return undo(done.error());
  }
  sync_folders(partial);
  // never in the place of what somebody made meanwhile
  if (renameat2(AT_FDCWD, partial.c_str(), AT_FDCWD, folder.c_str(), RENAME_NOREPLACE) != 0)
    return undo(not_written(folder, errno).value());
  return {};
}

}  // namespace tidu::store
