// SPDX-License-Identifier: Apache-2.0
#include "data/file.h"

#include <fcntl.h>
#include <openssl/sha.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace tidu::data {
namespace {

constexpr std::size_t kBlock = 1U << 20;

struct Descriptor {
  explicit Descriptor(int n) : number(n) {}
  ~Descriptor() {
    if (number >= 0) close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number;
};

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 0xF];
  }
  return hex;
}

Result<FileBytes> read_file(const std::filesystem::path& path, std::string_view shown_name, std::uint64_t most) {
  const std::string name(shown_name);
  const auto unreadable = [&name](int number) {
    return failure(ErrorCode::io, text("data.file.unreadable", name, std::strerror(number)),
                   text("data.file.unreadable.hint"));
  };
  const Descriptor file(path == "-" ? dup(STDIN_FILENO) : open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number < 0 && (errno == ENOENT || errno == ENOTDIR))
    return failure(ErrorCode::missing, text("data.file.missing", name), text("data.file.missing.hint"));
  if (file.number < 0) return unreadable(errno);
  struct stat before{};
  if (fstat(file.number, &before) != 0) return unreadable(errno);
  if (S_ISDIR(before.st_mode))
    return failure(ErrorCode::io, text("data.file.folder", name), text("data.file.folder.hint"));
  const auto too_large = [&] {
    return failure(ErrorCode::limit, text("data.file.too_large", name, most >> 20), text("data.file.too_large.hint"));
  };
  const bool sized = S_ISREG(before.st_mode);
  if (sized && static_cast<std::uint64_t>(before.st_size) > most) return too_large();
  FileBytes result{.name = name, .bytes = {}, .sha256 = {}};
  std::size_t held = 0;
  for (;;) {
    if (held == result.bytes.size())
      result.bytes.resize(held == 0 && sized ? static_cast<std::size_t>(before.st_size) + 1 : held + kBlock);
    const ssize_t got = read(file.number, result.bytes.data() + held, result.bytes.size() - held);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unreadable(errno);
    if (got == 0) break;
    held += static_cast<std::size_t>(got);
    if (held > most) return too_large();
  }
  result.bytes.resize(held);
  struct stat after{};
  const bool changed =
      sized && (fstat(file.number, &after) != 0 || after.st_size != before.st_size ||
                after.st_mtim.tv_sec != before.st_mtim.tv_sec || after.st_mtim.tv_nsec != before.st_mtim.tv_nsec ||
                held != static_cast<std::size_t>(before.st_size));
  if (changed) return failure(ErrorCode::io, text("data.file.changed", name), text("data.file.changed.hint"));
  result.sha256 = sha256_hex(result.bytes);
  return result;
}

}  // namespace tidu::data
