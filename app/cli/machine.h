// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace tidu::cli {

/// What `tidu doctor` looks at. Nothing here names the machine, its user or a path.
std::string processor_name();            ///< "unknown" where the system does not say
std::uint64_t memory_bytes();            ///< of the machine
std::uint64_t available_memory_bytes();  ///< that a process may still have; 0: unknown
std::uint64_t peak_memory_bytes();       ///< that this process has had; 0: unknown

/// Free bytes of the disk that holds `folder`, or that would hold it; none: it cannot be asked.
std::optional<std::uint64_t> free_disk_bytes(const std::string& folder);

/// True if files may be made in `folder`, or in the nearest folder above it that exists.
bool can_write_to(const std::string& folder);

/// The character set of the locale, "UTF-8".
std::string character_set();

}  // namespace tidu::cli
