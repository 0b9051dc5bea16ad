// SPDX-License-Identifier: Apache-2.0
#include "store/verify.h"

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "data/file.h"

namespace tidu::store {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kManifest = "manifest.json";

/// Name and hash of every output that the manifest lists; an error if it is no manifest.
Result<std::map<std::string, std::string>> outputs_of(const data::FileBytes& manifest) {
  const json document = json::parse(manifest.bytes, nullptr, false);
  const auto damaged = [&] {
    return failure(ErrorCode::syntax, text("store.verify.damaged", manifest.name), text("store.verify.damaged.hint"));
  };
  if (!document.is_object() || !document.contains("outputs") || !document["outputs"].is_array()) return damaged();
  std::map<std::string, std::string> outputs;
  for (const json& file : document["outputs"]) {
    if (!file.is_object() || !file.contains("name") || !file.contains("sha256")) return damaged();
    if (!file["name"].is_string() || !file["sha256"].is_string()) return damaged();
    outputs.emplace(file["name"].get<std::string>(), file["sha256"].get<std::string>());
  }
  return outputs;
}

void compare(const fs::path& run, const std::string& name, const std::string& sha256, Outcome<std::size_t>& outcome) {
  const std::string shown = (run / name).string();
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
  const auto manifest = data::read_file(run / kManifest, (run / kManifest).string());
  if (!manifest) {
    outcome.diagnostics.add(
        {ErrorCode::missing, text("store.verify.no_run", run.string()), text("store.verify.no_run.hint")});
    return outcome;
  }
  const auto outputs = outputs_of(*manifest);
  if (!outputs) {
    outcome.diagnostics.add(outputs.error(), {.file = manifest->name});
    return outcome;
  }
  outcome.value = 0;
  for (const auto& [name, sha256] : *outputs) compare(run, name, sha256, outcome);
  std::error_code problem;
  for (auto entry = fs::recursive_directory_iterator(run, problem);
       !problem && entry != fs::recursive_directory_iterator(); entry.increment(problem)) {
    const std::string name = fs::relative(entry->path(), run, problem).generic_string();
    if (entry->is_directory() || name == kManifest || outputs->contains(name)) continue;
    outcome.diagnostics.add({ErrorCode::unknown, text("store.verify.added", name), text("store.verify.added.hint")},
                            {.file = (run / name).string()});
  }
  return outcome;
}

}  // namespace tidu::store
