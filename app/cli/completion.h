// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/cli/command_table.h"
#include "study/catalogue.h"

namespace tidu::cli {

// The scripts with which a shell completes commands, options, choices, folders of studies and runs, and names of
// tables. Each is whole in itself: it asks neither Tidu nor the network while somebody types.
std::string bash_completion();
std::string zsh_completion(study::Language language);
std::string fish_completion(study::Language language);

/// Names of tables for --table; those that stand once for each index or variable end with "_".
std::vector<std::string> table_names();

/// The names of an option as they are written: "-o", "--output".
std::vector<std::string> spellings(const CommandOption& option);

}  // namespace tidu::cli
