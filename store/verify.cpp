// SPDX-License-Identifier: Apache-2.0
#include "store/verify.h"

#include <set>
#include <string>

#include "data/file.h"
#include "store/manifest.h"

namespace tidu::store {
namespace {

namespace fs = std::filesystem;

void compare(const fs::path& run, const std::string& name, const std::string& sha256, Outcome<std::size_t>& outcome) {
  const std::string shown = (run / name).string();
  std::error_code ignored;
  const auto type = fs::symlink_status(run / name, ignored).type();
  if (type != fs::file_type::regular && type != fs::file_type::not_found) {
    // a pipe would never end, and a link may lead anywhere
    outcome.diagnostics.add({ErrorCode::io, text("store.verify.changed", name), text("store.verify.changed.hint")},
                            {.file = shown});
    return;
  }
  const auto file = data::read_file(run / name, shown);
  if (!file) {
    outcome.diagnostics.add(file.error(), {.file = shown});
  } else if (file->sha256 != sha256) {
    outcome.diagnostics.add({ErrorCode::io, text("store.verify.changed", name), text("store.verify.changed.hint")},
                            {.file = shown});
  } else {
    ++*outcome.value;
  }
}

}  // namespace

Outcome<std::size_t> verify(const fs::path& run) {
  Outcome<std::size_t> outcome;
  const auto manifest = read_manifest(run);
  if (!manifest) {
    const bool unread = manifest.error().code == ErrorCode::missing;
    outcome.diagnostics.add(manifest.error(), {.file = unread ? "" : (run / kManifestName).string()});
    return outcome;
  }
  outcome.value = 0;
  std::set<std::string> listed{std::string(kManifestName), std::string(kManifestSumName)};
  for (const FileRecord& file : manifest->inputs) {
    if (!file.kept) continue;
    const std::string name = std::string(kInputsFolder) + "/" + file.name;
    listed.insert(name);
    compare(run, name, file.sha256, outcome);
  }
  for (const FileRecord& file : manifest->outputs) {
    listed.insert(file.name);
    compare(run, file.name, file.sha256, outcome);
  }
  std::error_code problem;
  for (auto entry = fs::recursive_directory_iterator(run, problem);
       !problem && entry != fs::recursive_directory_iterator(); entry.increment(problem)) {
    const std::string name = entry->path().lexically_relative(run).generic_string();
    if (fs::is_directory(entry->symlink_status(problem)) || listed.contains(name)) continue;
    outcome.diagnostics.add({ErrorCode::unknown, text("store.verify.added", name), text("store.verify.added.hint")},
                            {.file = (run / name).string()});
  }
  return outcome;
}

}  // namespace tidu::store
