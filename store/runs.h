// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostic.h"
#include "store/registry.h"

namespace tidu::store {

/// The runs of a folder, by name. What the registry does not know is read from the folders and added to it; a registry
/// that cannot be used is a warning and not missed.
/// errors  none: a folder that is not there has no runs; warnings for folders whose manifest cannot be read
Outcome<std::vector<RunRow>> list_runs(const std::filesystem::path& folder);

/// Reads every manifest once more and makes the registry anew where it is damaged.
/// errors  none; warnings as in list_runs
Outcome<std::vector<RunRow>> rescan(const std::filesystem::path& folder);

/// Folders of runs that were not finished.
struct PartialRun {
  std::filesystem::path path;
  bool at_work = false;  ///< somebody may still write it
};
std::vector<PartialRun> partial_runs(const std::filesystem::path& folder);

/// Removes the folders of unfinished runs at which nobody works, and returns them. Finished runs are never touched.
Result<std::vector<std::filesystem::path>> remove_partial_runs(const std::filesystem::path& folder);

/// The folder that a user means: a path, the name of a run of `folder`, or the beginning of its name or of its eight
/// digits.
/// errors  missing (none), duplicate (several)
Result<std::filesystem::path> find_run(std::string_view word, const std::filesystem::path& folder);

}  // namespace tidu::store
