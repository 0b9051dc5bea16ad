// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/cli/completion.h"
#include "app/cli/help.h"

namespace tidu::cli {
namespace {

using study::Language;

constexpr std::string_view kHead = R"(#compdef tidu
# Completion of tidu for zsh, made by `tidu completion zsh`.

# Names of the finished runs in the folder that --out names, and other folders.
_tidu_runs() {
  # _arguments quotes what the line holds, which may be quoted itself.
  local folder=${(Q)${(Q)opt_args[--out]}}
  : ${folder:=runs}
  local -a names
  names=(${folder}/*/manifest.json(N:h:t))
  names=(${names:#*.partial})
  _alternative 'runs:run:compadd -a names' 'folders:folder:_path_files -/'
}

_tidu_studies() {
  _files -g '*.toml'
}

)";

constexpr std::string_view kTail = R"(
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _tidu "$@"
else
  compdef _tidu tidu
fi
)";

/// Inside single quotes, in a specification of _arguments or _describe.
std::string escaped(std::string_view words) {
  std::string out;
  for (const char c : words) {
    if (c == '\'') {
      out += "'\\''";
      continue;
    }
    if (c == ':' || c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string action(ValueKind kind, std::span<const std::string_view> choices) {
  switch (kind) {
    case ValueKind::none:
    case ValueKind::count:
    case ValueKind::number:
    case ValueKind::text:
      return " ";
    case ValueKind::folder:
      return "_files -/";
    case ValueKind::file:
      return "_files";
    case ValueKind::study:
      return "_tidu_studies";
    case ValueKind::run:
      return "_tidu_runs";
    case ValueKind::table:
      return "_tidu_tables";
    case ValueKind::page: {
      std::string names(kOptionsPage);
      for (const Command* command : commands_below(Verb::none)) names.append(" ").append(command->name);
      return "(" + names + ")";
    }
    case ValueKind::choice:
      break;
  }
  return "(" + joined(choices, " ") + ")";
}

std::string option_specs(std::span<const CommandOption* const> options, Language language) {
  std::string out;
  for (const CommandOption* option : options) {
    const std::string help = escaped(option_help(*option, language));
    for (const std::string& name : spellings(*option)) {
      if (!needs_word(option->kind)) {
        out += fmt::format(" \\\n    '{}[{}]'", name, help);
        continue;
      }
      const std::string_view equals = name.starts_with("--") ? "=" : "+";
      out += fmt::format(" \\\n    '{}{}[{}]:{}:{}'", name, equals, help, option->value,
                         action(option->kind, option->choices));
    }
  }
  return out;
}

std::string describe(Verb parent, Language language) {
  std::string out = "  local -a commands\n  commands=(\n";
  for (const Command* command : commands_below(parent))
    out += fmt::format("    '{}:{}'\n", command->name, escaped(command_text(*command, "summary", language)));
  return out + "  )\n  _describe command commands\n";
}

std::string function_name(const Command* command) {
  return command == nullptr ? "_tidu" : "_tidu__" + std::string(command->text);
}

/// A command that has others below it: its options, then the function of the one below.
std::string parent_function(const Command* command, Language language) {
  const Verb verb = command == nullptr ? Verb::none : command->verb;
  const std::string name = function_name(command);
  std::string out = name + "_commands() {\n" + describe(verb, language) + "}\n\n" + name + "() {\n";
  out += "  local context state state_descr line\n  typeset -A opt_args\n  _arguments -C" +
         option_specs(common_options(), language);
  out += fmt::format(" \\\n    '1: :{}_commands' \\\n    '*:: :->rest'\n  [[ $state == rest ]] || return\n", name);
  out += "  case $line[1] in\n";
  for (const Command* below : commands_below(verb))
    out += fmt::format("    {}) {} ;;\n", below->name, function_name(below));
  return out + "  esac\n}\n\n";
}

std::string leaf_function(const Command& command, Language language) {
  std::string out = function_name(&command) + "() {\n  typeset -A opt_args\n  _arguments" +
                    option_specs(command.options, language) + option_specs(common_options(), language);
  for (std::size_t i = 0; i < command.positionals.size(); ++i) {
    const Positional& place = command.positionals[i];
    out += fmt::format(" \\\n    '{}:{}:{}'", i + 1, place.name, action(place.kind, place.choices));
  }
  return out + "\n}\n\n";
}

/// Names that go on ("moran_") get no blank.
std::string tables_function() {
  std::string whole;
  std::string begun;
  for (const std::string& name : table_names()) (name.ends_with('_') ? begun : whole) += " " + name;
  return "_tidu_tables() {\n  compadd --" + whole + "\n  compadd -S '' --" + begun + "\n}\n\n";
}

}  // namespace

std::string zsh_completion(Language language) {
  std::string out = std::string(kHead) + tables_function();
  for (const Command& command : commands()) {
    const bool is_leaf = commands_below(command.verb).empty();
    out += is_leaf ? leaf_function(command, language) : parent_function(&command, language);
  }
  return out + parent_function(nullptr, language) + std::string(kTail).substr(1);
}

}  // namespace tidu::cli
