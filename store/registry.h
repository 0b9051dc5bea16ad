// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tidu::store {

/// What a list of runs tells of a run.
struct RunRow {
  std::string name;  ///< of its folder
  std::string study_id;
  std::string finished;  ///< UTC, "20261124T122701Z"
  std::string version;
  double seconds = 0;
  std::string repeats;
  std::string manifest_sha256;  ///< tells whether the row still is the folder's
  friend bool operator==(const RunRow&, const RunRow&) = default;
};

inline constexpr std::string_view kRegistryName = "registry.sqlite";

/// A table of the runs of a folder (SQLite), so that thousands are listed without reading their manifests. A cache: the
/// folders are the truth, and a registry that is missing, damaged or of another version is made anew. Several programs
/// may use it at once.
class Registry {
 public:
  /// errors  io: cannot be opened, read or written; syntax: damaged, or made by another version
  static Result<Registry> open(const std::filesystem::path& folder);

  Registry(Registry&&) noexcept;
  Registry& operator=(Registry&&) noexcept;
  ~Registry();

  Result<std::vector<RunRow>> rows() const;  ///< by name
  /// Adds, replaces and removes rows, all or none.
  Result<void> change(const std::vector<RunRow>& put, const std::vector<std::string>& remove);

 private:
  struct State;
  explicit Registry(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tidu::store
