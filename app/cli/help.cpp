// SPDX-License-Identifier: Apache-2.0
#include "app/cli/help.h"

#include "app/cli/verbs.h"

namespace tidu::cli {
namespace {

using study::Language;

std::string get(std::string_view key, Language language) { return study::Catalogue::instance().get(key, language); }

std::string line(const std::string& left, const std::string& right, std::size_t width) {
  std::string out = "  " + left;
  out.append(left.size() < width ? width - left.size() : 2, ' ');
  return out + right + "\n";
}

std::string option_lines(std::span<const CommandOption* const> options, Language language) {
  std::string out;
  for (const CommandOption* option : options) out += line(option_words(*option), option_help(*option, language), 20);
  return out;
}

std::string indented(const std::string& lines) {
  std::string out;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at);
    out += "  " + lines.substr(at, end - at) + "\n";
    at = end == std::string::npos ? lines.size() : end + 1;
  }
  return out;
}

/// The words of a command with what it takes: "run STUDY".
std::string call_of(const Command& command) {
  std::string call = words_of(command);
  for (const Positional& positional : command.positionals) {
    const std::string name(positional.name);
    call += positional.required ? " " + name : " [" + name + "]";
  }
  return call;
}

std::string command_lines(const std::vector<const Command*>& list, Language language) {
  std::string out;
  for (const Command* command : list) out += line(call_of(*command), command_text(*command, "summary", language), 20);
  return out;
}

std::string main_page(Language language) {
  std::string page = get("cli.help.intro", language) + "\n\n" + indented(get("cli.help.examples", language)) + "\n";
  page += study::Catalogue::instance().render(text("cli.help.usage", synopsis(nullptr, language)), language) + "\n\n";
  for (const std::string_view group : kGroups) {
    std::vector<const Command*> members;
    for (const Command* command : commands_below(Verb::none)) {
      if (command->group == group) members.push_back(command);
    }
    page += get("cli.group." + std::string(group), language) + "\n" + command_lines(members, language);
  }
  return page;
}

std::string command_page(const Command& command, Language language) {
  const auto& catalogue = study::Catalogue::instance();
  std::string page = indented(command_text(command, "examples", language)) + "\n";
  page += catalogue.render(text("cli.help.usage", synopsis(&command, language)), language) + "\n";
  page += command_text(command, "about", language);
  if (const auto below = commands_below(command.verb); !below.empty()) page += "\n" + command_lines(below, language);
  if (!command.options.empty()) page += "\n" + option_lines(command.options, language);
  return page;
}

}  // namespace

std::string joined(std::span<const std::string_view> words, std::string_view between) {
  std::string all;
  for (const std::string_view word : words) all.append(all.empty() ? "" : between).append(word);
  return all;
}

std::string synopsis(const Command* command, Language language) {
  std::string line = "tidu ";
  const bool wants_command = command == nullptr || !commands_below(command->verb).empty();
  if (command != nullptr) line += call_of(*command) + " ";
  if (wants_command) line += get("cli.help.command", language) + " ";
  return line + get("cli.help.options", language);
}

std::string option_words(const CommandOption& option) {
  std::string words(option.short_name);
  words.append(words.empty() ? "" : ", ").append(option.name);
  if (option.kind == ValueKind::choice) return words + "=" + joined(option.choices, "|");
  if (option.kind != ValueKind::none) words.append(" ").append(option.value);
  return words;
}

std::string option_help(const CommandOption& option, Language language) {
  return get("cli.option." + std::string(option.help), language);
}

std::string command_text(const Command& command, std::string_view part, Language language) {
  return get("cli.verb." + std::string(command.text) + "." + std::string(part), language);
}

std::string help_page(Verb verb, Language language) {
  const std::string page = verb == Verb::none ? main_page(language) : command_page(command_of(verb), language);
  return page + "\n" + get("cli.help.everywhere", language) + "\n" + option_lines(common_options(), language) +
         get("cli.help.exit_codes", language) + "\n";
}

ExitCode show_help(const Arguments& arguments, Console& console) {
  console.data(help_page(arguments.verb, console.language()));
  return ExitCode::ok;
}

}  // namespace tidu::cli
