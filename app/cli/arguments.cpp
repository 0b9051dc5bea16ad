// SPDX-License-Identifier: Apache-2.0
#include "app/cli/arguments.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "app/cli/command_table.h"
#include "app/cli/help.h"
#include "core/base/suggest.h"

namespace tidu::cli {
namespace {

/// An option as it was found: numbers and choices stay words until all is parsed, so that every complaint is ours to
/// word.
struct Found {
  const CommandOption* option = nullptr;
  std::string word;
  int count = 0;
};

std::string names_of(const CommandOption& option) {
  std::string names;
  for (const std::string_view name : {option.short_name, option.name, option.other_name}) {
    if (!name.empty()) names.append(names.empty() ? "" : ",").append(name);
  }
  return names;
}

void add_options(CLI::App& app, std::span<const CommandOption* const> options, std::vector<Found>& found) {
  for (const CommandOption* option : options) {
    if (option->kind == ValueKind::none) {
      app.add_flag_function(names_of(*option), [&found, option](std::int64_t count) {
        found.push_back({option, {}, static_cast<int>(std::min<std::int64_t>(count, 9))});
      });
    } else if (option->many) {
      app.add_option_function<std::vector<std::string>>(names_of(*option),
                                                        [&found, option](const std::vector<std::string>& words) {
                                                          for (const std::string& word : words)
                                                            found.push_back({option, word});
                                                        })
          ->expected(1)
          ->take_all();
    } else {
      app.add_option_function<std::string>(
          names_of(*option), [&found, option](const std::string& word) { found.push_back({option, word}); });
    }
  }
}

void add_commands(CLI::App& app, Verb parent, Arguments& arguments, std::vector<Found>& found) {
  for (const Command* command : commands_below(parent)) {
    CLI::App* sub = app.add_subcommand(std::string(command->name));
    sub->set_help_flag();
    sub->fallthrough();
    sub->require_subcommand(0, 1);
    for (const Positional& positional : command->positionals) {
      sub->add_option(std::string(positional.name), arguments.*positional.member);
    }
    add_options(*sub, command->options, found);
    add_commands(*sub, command->verb, arguments, found);
  }
}

Result<int> choice(std::string_view option, const std::string& word, std::span<const std::string_view> names) {
  const auto it = std::find(names.begin(), names.end(), word);
  if (it != names.end()) return static_cast<int>(it - names.begin());
  return failure(ErrorCode::domain, text("cli.usage.choice", std::string(option), word),
                 text("cli.usage.choice.hint", joined(names, ", ")));
}

Result<int> whole_number(const CommandOption& option, const std::string& word) {
  int value = 0;
  const char* end = word.data() + word.size();
  const auto [stop, problem] = std::from_chars(word.data(), end, value);
  if (problem != std::errc{} || stop != end || value < option.least || value > option.most) {
    return failure(ErrorCode::domain, text("cli.usage.number", std::string(option.name), word),
                   text("cli.usage.number.hint", option.least, option.most));
  }
  return value;
}

/// What stands for a count that is not given.
constexpr std::string_view kAll = "all";

bool is_digits(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Joins an option with a count and its word, which CLI11 would take for the next place: "--agents 1000" becomes
/// "--agents=1000", "--agents" alone "--agents=all".
std::vector<std::string> with_counts(const std::vector<std::string>& words) {
  std::vector<std::string> joined;
  for (std::size_t i = 0; i < words.size(); ++i) {
    joined.push_back(words[i]);
    for (const CommandOption* option : all_command_options()) {
      if (option->kind != ValueKind::count || words[i] != option->name) continue;
      const bool follows = i + 1 < words.size() && is_digits(words[i + 1]);
      joined.back().append("=").append(follows ? words[++i] : std::string(kAll));
      break;
    }
  }
  return joined;
}

Result<int> count_word(const CommandOption& option, const std::string& word) {
  std::uint64_t value = 0;
  const auto problem = std::from_chars(word.data(), word.data() + word.size(), value).ec;
  if (word == kAll || (is_digits(word) && problem == std::errc{} && value > 0)) return 0;
  return failure(ErrorCode::domain, text("cli.usage.number", std::string(option.name), word),
                 text("cli.usage.count.hint"));
}

/// The number that an option's word stands for.
Result<int> number_of(const Found& found) {
  if (found.option->kind == ValueKind::choice) return choice(found.option->name, found.word, found.option->choices);
  if (found.option->kind == ValueKind::number) return whole_number(*found.option, found.word);
  if (found.option->kind == ValueKind::count) return count_word(*found.option, found.word);
  return found.count;
}

/// The command that was named, as far as it was understood.
const Command* command_in(const CLI::App& app) {
  const Command* command = nullptr;
  const CLI::App* level = &app;
  while (!level->get_subcommands().empty()) {
    level = level->get_subcommands().front();
    for (const Command* below : commands_below(command == nullptr ? Verb::none : command->verb)) {
      if (below->name == level->get_name()) {
        command = below;
        break;
      }
    }
  }
  return command;
}

tl::unexpected<Error> unknown_word(const Command* command, const std::string& word) {
  const std::string bare = word.substr(0, word.find('='));
  std::vector<std::string_view> names;
  if (word.size() > 1 && word.front() == '-') {
    const auto add = [&names](std::span<const CommandOption* const> options) {
      for (const CommandOption* option : options) {
        for (const std::string_view name : {option->name, option->short_name}) {
          if (!name.empty()) names.push_back(name);
        }
      }
    };
    add(common_options());
    if (command != nullptr) add(command->options);
    return failure(ErrorCode::unknown, text("cli.usage.unknown_option", bare),
                   nearest_hint(bare, std::move(names), text("cli.usage.see_help")));
  }
  for (const Command* below : commands_below(command == nullptr ? Verb::none : command->verb))
    names.push_back(below->name);
  if (names.empty()) return failure(ErrorCode::unknown, text("cli.usage.too_many", word), text("cli.usage.see_help"));
  return failure(ErrorCode::unknown, text("cli.usage.unknown_verb", word),
                 nearest_hint(word, std::move(names), text("cli.usage.see_help")));
}

tl::unexpected<Error> lacks(const Command& command, const Positional& positional) {
  const std::string words = words_of(command);
  switch (positional.kind) {
    case ValueKind::study:
      return failure(ErrorCode::missing, text("cli.usage.no_study", words), text("cli.usage.no_study.hint", words));
    case ValueKind::run:
      return failure(ErrorCode::missing, text("cli.usage.no_run", words), text("cli.usage.no_run.hint", words));
    case ValueKind::file:
      return failure(ErrorCode::missing, text("cli.usage.no_data", words), text("cli.usage.no_data.hint", words));
    default:
      return failure(ErrorCode::missing, text("cli.usage.no_word", words, std::string(positional.name)),
                     text("cli.usage.choice.hint", joined(positional.choices, ", ")));
  }
}

/// What stands in the places of a command, and whether it is all there.
Result<void> check_places(const Arguments& arguments) {
  if (arguments.verb == Verb::none)
    return failure(ErrorCode::missing, text("cli.usage.no_verb"), text("cli.usage.see_help"));
  const Command& command = command_of(arguments.verb);
  if (const auto below = commands_below(command.verb); !below.empty()) {
    std::vector<std::string_view> names;
    for (const Command* each : below) names.push_back(each->name);
    return failure(ErrorCode::missing, text("cli.usage.no_word", words_of(command), std::string("COMMAND")),
                   text("cli.usage.choice.hint", joined(names, ", ")));
  }
  for (const Positional& positional : command.positionals) {
    const std::string& word = arguments.*positional.member;
    if (word.empty() && positional.required) return lacks(command, positional);
    if (positional.kind != ValueKind::choice) continue;
    if (const auto chosen = choice(positional.name, word, positional.choices); !chosen)
      return tl::unexpected(chosen.error());
  }
  return {};
}

/// Options that exclude or need each other.
Result<void> check_together(const Arguments& arguments) {
  if (arguments.verb == Verb::init && arguments.from.empty())
    return failure(ErrorCode::missing, text("cli.usage.no_from"), text("cli.usage.no_from.hint"));
  if (!arguments.agents && (arguments.agent_unit >= 0 || !arguments.checkpoint.empty() || !arguments.resume.empty()))
    return failure(ErrorCode::missing, text("cli.usage.no_agents"), text("cli.usage.no_agents.hint"));
  if (!arguments.excel) return {};
  if (arguments.json)
    return failure(ErrorCode::domain, text("cli.usage.excel_json"), text("cli.usage.excel_json.hint"));
  if (arguments.table.empty())
    return failure(ErrorCode::missing, text("cli.usage.excel_table"), text("cli.usage.excel_table.hint"));
  return {};
}

}  // namespace

Text nearest_hint(std::string_view word, std::vector<std::string_view> names, Text otherwise) {
  std::sort(names.begin(), names.end());
  const auto near = closest(word, names);
  return near ? text("cli.usage.did_you_mean", *near) : otherwise;
}

study::Language choose_language(const std::vector<std::string>& words) {
  std::string asked;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--lang" && i + 1 < words.size()) asked = words[i + 1];
    if (words[i].starts_with("--lang=")) asked = words[i].substr(7);
  }
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (!asked.empty()) break;
    if (const char* value = std::getenv(variable)) asked = value;
  }
  return asked.starts_with("zh") ? study::Language::zh : study::Language::en;
}

bool asks_for_json(const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), "--json") != words.end();
}

Result<Arguments> parse_arguments(const std::vector<std::string>& words) {
  Arguments arguments;
  std::vector<Found> found;
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  app.require_subcommand(0, 1);
  add_options(app, common_options(), found);
  add_commands(app, Verb::none, arguments, found);
  try {
    std::vector<std::string> reversed = with_counts(words);
    std::reverse(reversed.begin(), reversed.end());  // CLI11 takes them from the back
    app.parse(reversed);
  } catch (const CLI::ParseError& problem) {
    // CLI11 words its complaints in English as "--name: ...": the name is what a user needs.
    const std::string message = problem.what();
    return failure(ErrorCode::syntax, text("cli.usage.value", message.substr(0, message.find(':'))),
                   text("cli.usage.see_help"));
  }
  const Command* command = command_in(app);
  if (const auto rest = app.remaining(true); !rest.empty()) return unknown_word(command, rest.front());
  arguments.verb = command == nullptr ? Verb::none : command->verb;
  for (const Found& each : found) {
    const auto number = number_of(each);
    if (!number) return tl::unexpected(number.error());
    each.option->set(arguments, each.word, *number);
  }
  if (arguments.help || arguments.version) return arguments;
  if (const auto good = check_places(arguments); !good) return tl::unexpected(good.error());
  if (const auto good = check_together(arguments); !good) return tl::unexpected(good.error());
  return arguments;
}

}  // namespace tidu::cli
