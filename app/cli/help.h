// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/cli/command_table.h"
#include "study/catalogue.h"

namespace tidu::cli {

/// What `tidu VERB --help` prints; of the whole program for Verb::none.
std::string help_page(Verb verb, study::Language language);

/// "tidu run STUDY [OPTIONS]"; null: of the whole program.
std::string synopsis(const Command* command, study::Language language);

/// An option as it is written: "-o, --output FILE", "--lang=en|zh".
std::string option_words(const CommandOption& option);

/// The help of an option.
std::string option_help(const CommandOption& option, study::Language language);

/// A text of a command: "summary", "examples" or "about".
std::string command_text(const Command& command, std::string_view part, study::Language language);

/// "a|b|c"
std::string joined(std::span<const std::string_view> words, std::string_view between);

}  // namespace tidu::cli
