// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>

#include "core/base/diagnostic.h"

namespace tidu::store {

/// Compares a run with its manifest: hashes the manifest, every output and every input that it keeps once more, and
/// looks for files that are missing or were added.
/// run     folder of the run
/// result  number of files beside the manifest that are as they were written
/// errors  missing or unreadable manifest; per file: missing, changed, added
Outcome<std::size_t> verify(const std::filesystem::path& run);

}  // namespace tidu::store
