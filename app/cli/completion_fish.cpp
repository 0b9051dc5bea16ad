// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/cli/completion.h"
#include "app/cli/help.h"

namespace tidu::cli {
namespace {

using study::Language;

constexpr std::string_view kHead = R"(# Completion of tidu for fish, made by `tidu completion fish`.

# The command as far as it is written ("runs list"), and how many words stand behind it.
function __tidu_state
    set -l command
    set -l place 0
    set -l value no
    set -l words (commandline -opc)
    for word in $words[2..]
        if test $value = yes
            set value no
            continue
        end
        switch $word
)";

constexpr std::string_view kAfterState = R"(                        set place (math $place + 1)
                end
        end
    end
    echo "$command/$place"
end

function __tidu_at
    test (__tidu_state) = $argv[1]
end

function __tidu_in
    string match -q -- "$argv[1]/*" (__tidu_state)
end

# Names of the finished runs in the folder that --out names.
function __tidu_runs
    set -l folder runs
    set -l words (commandline -opc)
    for i in (seq (count $words))
        if test $words[$i] = --out; and test $i -lt (count $words)
            set folder $words[(math $i + 1)]
        else if string match -q -- '--out=*' $words[$i]
            set folder (string replace -- --out= '' $words[$i])
        end
    end
    for path in $folder/*/manifest.json
        string match -q -- '*.partial/*' $path; and continue
        basename (dirname $path)
    end
end

complete -c tidu -f
)";

std::string quoted(std::string_view words) {
  std::string out = "'";
  for (const char c : words) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string recognition() {
  std::string with_value;
  for (const CommandOption* option : all_command_options()) {
    if (!needs_word(option->kind)) continue;
    for (const std::string& name : spellings(*option)) {
      if ((with_value + " ").find(" " + name + " ") == std::string::npos) with_value += " " + name;
    }
  }
  std::string out = "            case" + with_value + "\n                set value yes\n            case '-*'\n";
  out += "            case '*'\n                switch \"$command/$word\"\n";
  for (const Command& command : commands()) {
    const std::string parent = command.parent == Verb::none ? "" : words_of(command_of(command.parent));
    out += fmt::format("                    case '{}/{}'\n                        set command '{}'\n", parent,
                       command.name, words_of(command));
  }
  return out + "                    case '*'\n";
}

/// What `complete` is told of a value; empty: nothing can be offered.
std::string action(ValueKind kind, std::span<const std::string_view> choices) {
  switch (kind) {
    case ValueKind::none:
    case ValueKind::count:
    case ValueKind::number:
    case ValueKind::text:
      return "";
    case ValueKind::folder:
      return "-a '(__fish_complete_directories (commandline -ct))'";
    case ValueKind::file:
      return "-F";
    case ValueKind::study:
      return "-a '(__fish_complete_suffix .toml)'";
    case ValueKind::run:
      return "-a '(__tidu_runs; __fish_complete_directories (commandline -ct))'";
    case ValueKind::table: {
      std::string names;
      for (const std::string& name : table_names()) names += (names.empty() ? "" : " ") + name;
      return "-a " + quoted(names);
    }
    case ValueKind::page: {
      std::string names(kOptionsPage);
      for (const Command* command : commands_below(Verb::none)) names.append(" ").append(command->name);
      return "-a " + quoted(names);
    }
    case ValueKind::choice:
      break;
  }
  return "-a " + quoted(joined(choices, " "));
}

std::string option_line(const std::string& condition, const CommandOption& option, Language language) {
  std::string line = "complete -c tidu" + condition;
  for (const std::string& name : spellings(option))
    line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (needs_word(option.kind)) line += option.kind == ValueKind::file ? " -r" : " -x";
  const std::string what = action(option.kind, option.choices);
  if (!what.empty()) line += " " + what;
  return line + " -d " + quoted(option_help(option, language)) + "\n";
}

std::string command_lines(const std::string& at, Verb parent, Language language) {
  std::string out;
  for (const Command* command : commands_below(parent)) {
    out += fmt::format("complete -c tidu -n '__tidu_at \"{}/0\"' -a {} -d {}\n", at, command->name,
                       quoted(command_text(*command, "summary", language)));
  }
  return out;
}

}  // namespace

std::string fish_completion(Language language) {
  std::string out = std::string(kHead) + recognition() + std::string(kAfterState);
  for (const CommandOption* option : common_options()) out += option_line("", *option, language);
  out += command_lines("", Verb::none, language);
  for (const Command& command : commands()) {
    const std::string words = words_of(command);
    out += command_lines(words, command.verb, language);
    for (const CommandOption* option : command.options)
      out += option_line(fmt::format(" -n '__tidu_in \"{}\"'", words), *option, language);
    for (std::size_t i = 0; i < command.positionals.size(); ++i) {
      const Positional& place = command.positionals[i];
      out += fmt::format("complete -c tidu -n '__tidu_at \"{}/{}\"' {}\n", words, i, action(place.kind, place.choices));
    }
  }
  return out;
}

}  // namespace tidu::cli
