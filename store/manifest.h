// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tidu::store {

/// A file that a run read or wrote.
struct FileRecord {
  std::string name;    ///< read: as the study names it; written: relative to the folder of the run
  std::string sha256;  ///< 64 hexadecimal digits
  std::uint64_t bytes = 0;
  bool kept = false;  ///< read: the run holds a copy, inputs/<name>
  friend bool operator==(const FileRecord&, const FileRecord&) = default;
};

/// An option as the run used it: what the study set, over the defaults. Of a choice the word counts.
struct UsedOption {
  std::string key;
  std::string word;  ///< of a choice: what a later version may number otherwise; else empty
  double value = 0;
  double low = 0;  ///< low == high: not varied
  double high = 0;
  friend bool operator==(const UsedOption&, const UsedOption&) = default;
};

/// What a run was made from and by, and what it wrote. Names no path outside the study, no host and no user.
struct Manifest {
  std::string run;      ///< name of the folder when it was written
  std::string repeats;  ///< of `tidu rerun`: the run that this one repeats; else empty
  std::string study_id;
  std::uint64_t seed = 0;
  std::string version;  ///< of Tidu
  std::string compiler;
  int threads = 0;
  std::string started;  ///< UTC, "20261124T122701Z"
  std::string finished;
  double seconds = 0;  ///< wall clock, from the start of the program
  std::uint64_t peak_memory_bytes = 0;
  std::vector<FileRecord> inputs;   ///< in the order in which they were read
  std::vector<FileRecord> outputs;  ///< by name
  std::vector<UsedOption> options;
};

inline constexpr std::string_view kManifestName = "manifest.json";
inline constexpr std::string_view kManifestSumName = "manifest.sha256";  ///< as sha256sum writes it
inline constexpr std::string_view kInputsFolder = "inputs";              ///< a complete study, if every input is kept

std::string manifest_json(const Manifest& manifest);

/// Reads the manifest of a run. Trusts nothing in it: every member is checked for its kind, hashes and names for their
/// form (no absolute names, no "..").
/// errors  missing (no run), syntax (not a manifest, or a member that is none), io (its own hash is another one)
Result<Manifest> read_manifest(const std::filesystem::path& run);

}  // namespace tidu::store
