// SPDX-License-Identifier: Apache-2.0
#include "store/runs.h"

#include <algorithm>
#include <map>
#include <optional>

#include "data/file.h"
#include "store/disk.h"
#include "store/manifest.h"

namespace tidu::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPartial = ".partial";

/// Names of the folders that hold a manifest, in order.
std::vector<std::string> run_names(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code problem;
  for (auto entry = fs::directory_iterator(folder, problem); !problem && entry != fs::directory_iterator();
       entry.increment(problem)) {
    const std::string name = entry->path().filename().string();
    std::error_code ignored;
    if (!name.ends_with(kPartial) && fs::exists(entry->path() / kManifestName, ignored)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// The first line of manifest.sha256, which changes whenever the manifest does.
std::string sum_of(const fs::path& run) {
  const auto sum = data::read_file(run / kManifestSumName, "");
  return sum ? sum->bytes.substr(0, 64) : std::string();
}

std::optional<RunRow> read_row(const fs::path& folder, const std::string& name, Diagnostics& diagnostics) {
  const auto manifest = read_manifest(folder / name);
  if (!manifest) {
    diagnostics.add(manifest.error(), {.file = (folder / name).string()}, Severity::warning);
    return std::nullopt;
  }
  return RunRow{.name = name,
                .study_id = manifest->study_id,
                .finished = manifest->finished,
                .version = manifest->version,
                .seconds = manifest->seconds,
                .repeats = manifest->repeats,
                .manifest_sha256 = sum_of(folder / name)};
}

/// Brings the rows of a registry up to what stands in the folder.
Outcome<std::vector<RunRow>> update(const fs::path& folder, Registry* registry, std::vector<RunRow> known) {
  Outcome<std::vector<RunRow>> outcome;
  std::map<std::string, RunRow> by_name;
  for (RunRow& row : known) by_name.emplace(row.name, std::move(row));
  std::vector<RunRow> rows;
  std::vector<RunRow> added;
  for (const std::string& name : run_names(folder)) {
    const auto found = by_name.find(name);
    if (found != by_name.end() && found->second.manifest_sha256 == sum_of(folder / name)) {
      rows.push_back(found->second);
      by_name.erase(found);
    } else if (auto row = read_row(folder, name, outcome.diagnostics)) {
      by_name.erase(name);
      rows.push_back(*row);
      added.push_back(*std::move(row));
    }
  }
  std::vector<std::string> gone;
  for (const auto& [name, row] : by_name) gone.push_back(name);
  if (registry != nullptr && (!added.empty() || !gone.empty())) {
    if (const auto done = registry->change(added, gone); !done)
      outcome.diagnostics.add(done.error(), {}, Severity::warning);
  }
  outcome.value = std::move(rows);
  return outcome;
}

/// True for names that RunDirectory gives unfinished runs: "STUDY-20261124T122701Z-1a2b3c4d.partial". Other folders of
/// that ending are somebody else's.
bool is_partial_run(std::string_view name) {
  constexpr std::string_view kPattern = "-00000000T000000Z-xxxxxxxx.partial";  // 0: digit, x: hexadecimal digit
  if (name.size() <= kPattern.size()) return false;
  const std::string_view tail = name.substr(name.size() - kPattern.size());
  return std::equal(tail.begin(), tail.end(), kPattern.begin(), [](char c, char wanted) {
    const bool digit = c >= '0' && c <= '9';
    if (wanted == '0') return digit;
    return wanted == 'x' ? digit || (c >= 'a' && c <= 'f') : c == wanted;
  });
}

void remove_registry(const fs::path& folder) {
  std::error_code ignored;
  for (const char* ending : {"", "-journal", "-wal", "-shm"})
    fs::remove(folder / (std::string(kRegistryName) + ending), ignored);
}

}  // namespace

Outcome<std::vector<RunRow>> list_runs(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored) || run_names(folder).empty()) return {std::vector<RunRow>{}, {}};
  auto registry = Registry::open(folder);
  auto rows = registry ? registry->rows() : tl::unexpected(registry.error());
  if (!rows && rows.error().code == ErrorCode::syntax) return rescan(folder);
  Outcome<std::vector<RunRow>> outcome =
      rows ? update(folder, &*registry, *std::move(rows)) : update(folder, nullptr, {});
  if (!rows) outcome.diagnostics.add(rows.error(), {}, Severity::warning);
  return outcome;
}

Outcome<std::vector<RunRow>> rescan(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) return {std::vector<RunRow>{}, {}};
  auto registry = Registry::open(folder);
  auto rows = registry ? registry->rows() : tl::unexpected(registry.error());
  if (!rows && rows.error().code == ErrorCode::syntax) {
    // Only what is of no use is removed: under another program that writes it the file would be pulled away.
    registry = tl::unexpected(rows.error());
    remove_registry(folder);
    registry = Registry::open(folder);
    rows = registry ? registry->rows() : tl::unexpected(registry.error());
  }
  if (rows) {
    for (RunRow& row : *rows) row.manifest_sha256 = "not believed";
    return update(folder, &*registry, *std::move(rows));
  }
  Outcome<std::vector<RunRow>> outcome = update(folder, nullptr, {});
  outcome.diagnostics.add(rows.error(), {}, Severity::warning);
  return outcome;
}

std::vector<PartialRun> partial_runs(const fs::path& folder) {
  std::vector<PartialRun> found;
  std::error_code problem;
  for (auto entry = fs::directory_iterator(folder, problem); !problem && entry != fs::directory_iterator();
       entry.increment(problem)) {
    std::error_code ignored;
    const bool is_folder = fs::is_directory(entry->symlink_status(ignored));
    if (is_folder && is_partial_run(entry->path().filename().string()))
      found.push_back({entry->path(), is_locked(entry->path())});
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return found;
}

Result<std::vector<fs::path>> remove_partial_runs(const fs::path& folder) {
  std::vector<fs::path> removed;
  const FolderLock alone(folder, FolderLock::Kind::exclusive);  // no run is made meanwhile
  for (const PartialRun& run : partial_runs(folder)) {
    if (run.at_work) continue;
    std::error_code problem;
    const auto gone = fs::remove_all(run.path, problem);
    if (problem) {
      return failure(ErrorCode::io, text("store.not_removed", run.path.string(), problem.message()),
                     text("store.not_written.hint"));
    }
    if (gone > 0) removed.push_back(run.path);
  }
  return removed;
}

Result<fs::path> find_run(std::string_view word, const fs::path& folder) {
  const fs::path path = word;
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return path;
  std::vector<std::string> found;
  for (const std::string& name : run_names(folder)) {
    const std::string_view digits = std::string_view(name).substr(name.rfind('-') + 1);
    if (name == word) return folder / name;
    if (!word.empty() && (name.starts_with(word) || digits.starts_with(word))) found.push_back(name);
  }
  if (found.size() == 1) return folder / found.front();
  if (found.empty()) {
    return failure(ErrorCode::missing, text("store.verify.no_run", std::string(word)),
                   text("store.find.none", folder.string()));
  }
  std::string list;
  for (const std::string& name : found) list += (list.empty() ? "" : ", ") + name;
  return failure(ErrorCode::duplicate, text("store.find.several", std::string(word)),
                 text("store.find.several.hint", list));
}

}  // namespace tidu::store
