// SPDX-License-Identifier: Apache-2.0
#include "data/file.h"

#include <sodium.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>

namespace tidu::data {
namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
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
  std::error_code status_error;
  const auto status = std::filesystem::status(path, status_error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return failure(ErrorCode::missing, text("data.file.missing", name), text("data.file.missing.hint"));
  }
  if (std::filesystem::is_directory(status)) {
    return failure(ErrorCode::io, text("data.file.folder", name), text("data.file.folder.hint"));
  }
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rb"));
  if (!file)
    return failure(ErrorCode::io, text("data.file.unreadable", name, std::strerror(errno)),
                   text("data.file.unreadable.hint"));
  FileBytes result{.name = name, .bytes = {}, .sha256 = {}};
  std::array<char, 65536> buffer;
  for (;;) {
    const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), file.get());
    result.bytes.append(buffer.data(), got);
    if (result.bytes.size() > most) {
      return failure(ErrorCode::limit, text("data.file.too_large", name, most >> 20), text("data.file.too_large.hint"));
    }
    if (got < buffer.size()) break;
  }
  if (std::ferror(file.get())) {
    return failure(ErrorCode::io, text("data.file.unreadable", name, std::strerror(errno)),
                   text("data.file.unreadable.hint"));
  }
  result.sha256 = sha256_hex(result.bytes);
  return result;
}

}  // namespace tidu::data
