// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace tidu::data {

/// A file as it was when it was read: one reading gives both what is parsed and what is hashed.
struct FileBytes {
  std::string name;  ///< as the user or the study names it: what messages and manifests show
  std::string bytes;
  std::string sha256;  ///< 64 hexadecimal digits
};

/// Reads a whole file into memory (never mapped: a file that is cut while it is read would end the program).
/// path    "-": standard input; pipes are read to their end
/// errors  missing, io (no permission, a folder, a file that changes while it is read), limit (more than `most` bytes)
Result<FileBytes> read_file(const std::filesystem::path& path, std::string_view shown_name,
                            std::uint64_t most = 256U << 20);

/// SHA-256 as 64 hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace tidu::data
