// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "store/compare.h"
#include "study/catalogue.h"

namespace tidu::cli {

/// Differences of two runs for a person: files, then tables with the number that differs most.
std::string differences_text(const std::vector<store::FileDifference>& files,
                             const std::vector<store::TableDifference>& tables, study::Language language);

std::string to_json(const std::vector<store::FileDifference>& files);
std::string to_json(const std::vector<store::TableDifference>& tables);

}  // namespace tidu::cli
