// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>

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

/// Measures a study.
inline data::ResultSet measured(const std::filesystem::path& study) {
  const auto loaded = must(app::load(study));
  return must(app::measure(*loaded, serial_executor()));
}

/// Measures and simulates a study.
inline data::ResultSet results_of(const std::filesystem::path& study) {
  const auto loaded = must(app::load(study));
  return must(app::simulate(*loaded, must(app::measure(*loaded, serial_executor())), serial_executor()));
}

}  // namespace tidu::tests
