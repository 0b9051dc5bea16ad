// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/arguments.h"

namespace tidu::cli {

/// What a user may write for an option or in the place of an argument: what is checked, and what a shell completes.
enum class ValueKind : std::uint8_t {
  none,    ///< a flag
  number,  ///< a whole number from `least` to `most`
  count,   ///< perhaps a whole number from 1 on: a word of digits behind the option is its value
  choice,  ///< one of `choices`
  text,    ///< any word: the name of a column or a sheet
  folder,
  file,
  table,  ///< key of a result table
  study,  ///< folder with a study.toml, or the file
  run,    ///< folder of a run, its name, or the beginning of the name or of its eight digits
  page,   ///< a verb, or another page of the manual
};

/// Whether a word must follow an option.
constexpr bool needs_word(ValueKind kind) { return kind != ValueKind::none && kind != ValueKind::count; }

/// Words of --agent-unit, in the order of app::AgentUnit.
inline constexpr std::array<std::string_view, 2> kUnitNames{"entities", "persons"};

/// An option once, whichever commands have it. Its help is the text "cli.option.<help>".
struct CommandOption {
  std::string_view name;        ///< "--threads"
  std::string_view short_name;  ///< "-o", or empty
  std::string_view other_name;  ///< another spelling of the name, or empty
  ValueKind kind = ValueKind::none;
  std::string_view value;  ///< how help names the value: "N"
  std::string_view help;   ///< key of the text below cli.option
  std::span<const std::string_view> choices = {};
  int least = 0;
  int most = 0;
  bool many = false;  ///< may stand several times; a word holds several values, parted by commas
  /// Takes the value over: `word` as it was written; `number` is the number, the position of the choice, or how often
  /// the flag stands.
  void (*set)(Arguments&, const std::string& word, int number) = nullptr;
};

/// A word that a command takes by its place.
struct Positional {
  ValueKind kind = ValueKind::study;
  std::string_view name;  ///< "STUDY"
  std::string Arguments::* member = nullptr;
  bool required = true;
  std::span<const std::string_view> choices = {};
};

/// Headings of `tidu --help`, in their order: the texts "cli.group.<name>".
inline constexpr std::string_view kGroups[] = {"results", "checks", "runs", "writing"};

/// A command. Its texts are "cli.verb.<text>.summary", ".examples" and ".about".
struct Command {
  Verb verb = Verb::none;
  Verb parent = Verb::none;  ///< runs: of runs_list, ...
  std::string_view name;     ///< "list"
  std::string_view text;     ///< "runs_list"
  std::string_view group;    ///< heading of `tidu --help`; empty for commands below another
  std::span<const Positional> positionals = {};
  std::span<const CommandOption* const> options = {};
};

/// The one list that parsing, suggestions, help, completion and manual are made from: a new command is an entry here
/// and its texts.
std::span<const Command> commands();
const Command& command_of(Verb verb);

/// The commands below one (below none: those that stand behind the program's name).
std::vector<const Command*> commands_below(Verb parent);

/// The options that every command has.
std::span<const CommandOption* const> common_options();

/// "runs list": the words that call a command.
std::string words_of(const Command& command);

/// Pages of the manual that are no command's.
inline constexpr std::string_view kOptionsPage = "options";

/// Every option that this program knows, each once.
std::vector<const CommandOption*> all_command_options();

}  // namespace tidu::cli
