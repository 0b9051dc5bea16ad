// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace tidu::tests {

/// Path of a reference file of the folder shared/golden beside the checkout (or $TIDU_GOLDEN_DIR). It is not part of
/// the project.
inline std::filesystem::path golden(const std::string& name) {
  const char* dir = std::getenv("TIDU_GOLDEN_DIR");
  return std::filesystem::path(dir ? dir : TIDU_SOURCE_DIR "/../shared/golden") / name;
}

}  // namespace tidu::tests

/// Declares `path` for a golden file, or skips the test with a message; with TIDU_REQUIRE_GOLDEN=1 the test fails
/// instead.
#define TIDU_GOLDEN(variable, name)                                                              \
  const std::filesystem::path variable = tidu::tests::golden(name);                              \
  if (!std::filesystem::exists(variable)) {                                                      \
    if (std::getenv("TIDU_REQUIRE_GOLDEN")) FAIL() << "reference file is missing: " << variable; \
    GTEST_SKIP() << "needs the reference file " << name << ", which is not part of the project"; \
  }                                                                                              \
  static_cast<void>(0)
