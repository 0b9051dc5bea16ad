// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>

#include "app/pipeline/pipeline.h"
#include "core/base/executor.h"
#include "study/catalogue.h"

namespace tidu::tests {

/// Measures and simulates a study; throws with its findings if it has errors.
inline data::ResultSet results_of(const std::filesystem::path& study) {
  const auto must = [](auto outcome) {
    std::string findings;
    for (const auto& finding : outcome.diagnostics.items())
      findings += study::render(finding, study::Language::en, false);
    if (!outcome.ok()) throw std::runtime_error(findings);
    return std::move(*outcome.value);
  };
  const auto loaded = must(app::load(study));
  return must(app::simulate(*loaded, must(app::measure(*loaded, serial_executor())), serial_executor()));
}

}  // namespace tidu::tests
