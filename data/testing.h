// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "data/regions.h"
#include "data/sheet.h"

/// Helpers that the tests of this folder share.
namespace tidu::data {

using Found = std::vector<std::string>;

/// "key line:column" of every finding.
inline Found found_in(const Diagnostics& diagnostics) {
  Found found;
  for (const auto& item : diagnostics.items()) {
    found.push_back(std::string(item.error.message.key) + " " + std::to_string(item.where.line) + ":" +
                    std::to_string(item.where.column));
  }
  return found;
}

inline Sheet sheet_of(std::string bytes) {
  auto sheet = read_sheet(std::move(bytes), "t.csv");
  EXPECT_TRUE(sheet.ok()) << (sheet.diagnostics.empty() ? "" : found_in(sheet.diagnostics).front());
  return std::move(*sheet.value);
}

inline Regions two_regions() { return *read_regions(sheet_of("region,name\n11,Beijing\n12,Tianjin\n")).value; }

}  // namespace tidu::data
