// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/cli/completion.h"
#include "app/cli/help.h"

namespace tidu::cli {
namespace {

constexpr std::string_view kHead = R"(# Completion of tidu for bash, made by `tidu completion bash`.

# Names of the finished runs in the folder that --out names.
_tidu_runs() {
  local folder=runs i path
  for ((i = 1; i < COMP_CWORD; ++i)); do
    [[ ${COMP_WORDS[i]} == --out ]] || continue
    folder=${COMP_WORDS[i + 1]}
    [[ $folder != = ]] || folder=${COMP_WORDS[i + 2]}
  done
  for path in "$folder"/*/manifest.json; do
    [[ -e $path && $path != *.partial/* ]] || continue
    path=${path%/manifest.json}
    echo "${path##*/}"
  done
}

_tidu() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command='' value=no place=0 i word
  COMPREPLY=()
  if [[ $cur == = ]]; then
    cur=''
  elif [[ $prev == = ]]; then
    prev=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; ++i)); do
    word=${COMP_WORDS[i]}
    if [[ $value == yes ]]; then
      [[ $word == = ]] || value=no
      continue
    fi
    case $word in
)";

constexpr std::string_view kTail = R"(}

complete -F _tidu tidu
)";

/// What completes a value; `words` for choices and pages.
std::string action(ValueKind kind, const std::string& words) {
  switch (kind) {
    case ValueKind::none:
    case ValueKind::count:
    case ValueKind::number:
    case ValueKind::text:
      return ":";
    case ValueKind::folder:
      return "compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")";
    case ValueKind::file:
      return "compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")";
    case ValueKind::study:
      return "compopt -o filenames 2>/dev/null; "
             "mapfile -t COMPREPLY < <(compgen -d -- \"$cur\"; compgen -f -X '!*.toml' -- \"$cur\")";
    case ValueKind::run:
      return "compopt -o filenames 2>/dev/null; "
             "mapfile -t COMPREPLY < <(compgen -W \"$(_tidu_runs)\" -- \"$cur\"; compgen -d -- \"$cur\")";
    case ValueKind::table:
    case ValueKind::choice:
    case ValueKind::page:
      break;
  }
  // A name that goes on ("moran_") gets no blank.
  return fmt::format(
      "mapfile -t COMPREPLY < <(compgen -W '{}' -- \"$cur\"); "
      "[[ ${{COMPREPLY[0]}} != *_ ]] || compopt -o nospace 2>/dev/null",
      words);
}

std::string all(const std::vector<std::string>& words, std::string_view between) {
  const std::vector<std::string_view> views(words.begin(), words.end());
  return joined(views, between);
}

std::vector<std::string> names_below(Verb verb) {
  std::vector<std::string> names;
  for (const Command* command : commands_below(verb)) names.emplace_back(command->name);
  return names;
}

std::string words_for(ValueKind kind, std::span<const std::string_view> choices) {
  if (kind == ValueKind::table) return all(table_names(), " ");
  if (kind == ValueKind::page) return all(names_below(Verb::none), " ") + " " + std::string(kOptionsPage);
  return joined(choices, " ");
}

/// Which words are a command, which take a value.
std::string recognition() {
  std::vector<std::string> with_value;
  for (const CommandOption* option : all_command_options()) {
    if (!needs_word(option->kind)) continue;
    for (const std::string& name : spellings(*option)) {
      if (std::find(with_value.begin(), with_value.end(), name) == with_value.end()) with_value.push_back(name);
    }
  }
  std::string out = "      " + all(with_value, " | ") + ") value=yes ;;\n      -*) ;;\n      *)\n";
  out += "        case \"$command/$word\" in\n";
  for (const Command& command : commands()) {
    const std::string parent = command.parent == Verb::none ? "" : words_of(command_of(command.parent));
    out += fmt::format("          '{}/{}') command='{}' ;;\n", parent, command.name, words_of(command));
  }
  return out + "          *) ((++place)) ;;\n        esac\n        ;;\n    esac\n  done\n";
}

std::string values() {
  std::map<std::string, std::string> by_name;
  for (const CommandOption* option : all_command_options()) {
    if (!needs_word(option->kind)) continue;
    by_name[all(spellings(*option), " | ")] = action(option->kind, words_for(option->kind, option->choices));
  }
  std::string out = "  case $prev in\n";
  for (const auto& [name, what] : by_name)
    out += fmt::format("    {})\n      {}\n      return\n      ;;\n", name, what);
  return out + "  esac\n";
}

std::string options() {
  std::vector<std::string> common;
  for (const CommandOption* option : common_options()) {
    for (const std::string& name : spellings(*option)) common.push_back(name);
  }
  std::string out = "  if [[ $cur == -* ]]; then\n    local options='" + all(common, " ") + "'\n    case $command in\n";
  for (const Command& command : commands()) {
    std::vector<std::string> own;
    for (const CommandOption* option : command.options) {
      for (const std::string& name : spellings(*option)) own.push_back(name);
    }
    if (!own.empty()) out += fmt::format("      '{}') options+=' {}' ;;\n", words_of(command), all(own, " "));
  }
  return out + "    esac\n    mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$cur\")\n    return\n  fi\n";
}

std::string places() {
  const auto words_action = [](const std::vector<std::string>& words) {
    return action(ValueKind::choice, all(words, " "));
  };
  std::string out = "  case \"$command/$place\" in\n";
  out += fmt::format("    '/0')\n      {}\n      ;;\n", words_action(names_below(Verb::none)));
  for (const Command& command : commands()) {
    if (const auto below = names_below(command.verb); !below.empty())
      out += fmt::format("    '{}/0')\n      {}\n      ;;\n", words_of(command), words_action(below));
    for (std::size_t i = 0; i < command.positionals.size(); ++i) {
      const Positional& place = command.positionals[i];
      out += fmt::format("    '{}/{}')\n      {}\n      ;;\n", words_of(command), i,
                         action(place.kind, words_for(place.kind, place.choices)));
    }
  }
  return out + "  esac\n";
}

}  // namespace

std::string bash_completion() {
  return std::string(kHead) + recognition() + values() + options() + places() + std::string(kTail);
}

}  // namespace tidu::cli
