// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include "app/pipeline/pipeline.h"
#include "core/base/executor.h"
#include "study/catalogue.h"

namespace tidu::tests {

/// What an outcome holds; throws with its findings if it has errors.
template <class T>
T must(Outcome<T> outcome) {
  std::string findings;
  for (const auto& finding : outcome.diagnostics.items())
    findings += study::render(finding, study::Language::en, false);
  if (!outcome.ok()) throw std::runtime_error(findings);
  return std::move(*outcome.value);
}

/// Measures and simulates a study.
inline data::ResultSet results_of(const std::filesystem::path& study) {
  const auto loaded = must(app::load(study));
  return must(app::simulate(*loaded, must(app::measure(*loaded, serial_executor())), serial_executor()));
}

/// The bundled study as it was read.
inline const app::LoadedStudy& bundled() {
  static const app::LoadedStudyPtr loaded = must(app::load(TIDU_SOURCE_DIR "/cases/china"));
  return *loaded;
}

/// All tables of the bundled study, which a program of tests works out once.
inline const data::ResultSet& china() {
  static const data::ResultSet results = results_of(TIDU_SOURCE_DIR "/cases/china");
  return results;
}

/// Its tables, columns and numbers by name; throw where there are none.
inline const data::Table& table(std::string_view key) {
  const data::Table* found = china().find(key);
  if (found == nullptr) throw std::runtime_error("no table " + std::string(key));
  return *found;
}

inline const data::Column& column(std::string_view key, std::string_view name) {
  const data::Column* found = table(key).find(name);
  if (found == nullptr) throw std::runtime_error("no column " + std::string(name) + " in " + std::string(key));
  return *found;
}

inline double cell(std::string_view key, std::size_t row, std::string_view name) {
  return column(key, name).numbers.at(row);
}

}  // namespace tidu::tests
