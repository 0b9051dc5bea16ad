// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "app/cli/completion.h"
#include "app/cli/help.h"
#include "app/cli/manual.h"
#include "app/cli/roff.h"
#include "study/registry.h"

namespace tidu::cli {
namespace {

using study::Language;

constexpr Language kLanguages[] = {Language::en, Language::zh};

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string page_of(const Command& command, Language language) {
  const Command& top = command.parent == Verb::none ? command : command_of(command.parent);
  for (const ManualPage& page : manual(language)) {
    if (page.name == top.name) return page.roff;
  }
  return {};
}

std::vector<const CommandOption*> options_of(const Command& command) {
  std::vector<const CommandOption*> options(command.options.begin(), command.options.end());
  options.insert(options.end(), common_options().begin(), common_options().end());
  return options;
}

TEST(CommandTable, HelpNamesEveryOptionAndFitsAScreen) {
  for (const Language language : kLanguages) {
    for (const Command& command : commands()) {
      const std::string page = help_page(command.verb, language);
      EXPECT_LE(std::count(page.begin(), page.end(), '\n'), 42) << command.text;
      EXPECT_FALSE(holds(page, "[cli.")) << command.text << ": a text is missing";
      for (const CommandOption* option : options_of(command))
        EXPECT_TRUE(holds(page, "  " + option_words(*option) + " ")) << command.text << ": " << option->name;
      for (const Positional& place : command.positionals) EXPECT_TRUE(holds(page, place.name)) << command.text;
    }
    const std::string main = help_page(Verb::none, language);
    EXPECT_LE(std::count(main.begin(), main.end(), '\n'), 44);
    for (const Command* command : commands_below(Verb::none))
      EXPECT_TRUE(holds(main, command_text(*command, "summary", language))) << command->text << " has no group";
  }
}

TEST(CommandTable, ManualNamesEveryCommandAndOption) {
  for (const Language language : kLanguages) {
    for (const Command& command : commands()) {
      const std::string page = page_of(command, language);
      EXPECT_FALSE(holds(page, "[cli.")) << command.text << ": a text is missing";
      EXPECT_TRUE(holds(page, Roff::escaped(command_text(command, "about", language)).substr(0, 20))) << command.text;
      for (const CommandOption* option : options_of(command))
        EXPECT_TRUE(holds(page, "\\fB" + Roff::escaped(option_words(*option)) + "\\fR\n")) << option->name;
    }
    const auto pages = manual(language);
    for (const OptionRecord& record : study::all_options())
      EXPECT_TRUE(holds(pages.back().roff, "\\fB" + Roff::escaped(record.key) + "\\fR\n")) << record.key;
    EXPECT_FALSE(holds(pages.front().roff, "[cli."));
    EXPECT_FALSE(holds(pages.back().roff, "[option."));
  }
}

TEST(CommandTable, CompletionKnowsEveryCommandAndOption) {
  const std::string bash = bash_completion();
  const std::string fish = fish_completion(Language::en);
  const std::string zsh = zsh_completion(Language::en);
  for (const Command& command : commands()) {
    const std::string words = words_of(command);
    EXPECT_TRUE(holds(bash, "command='" + words + "' ;;")) << words;
    EXPECT_TRUE(holds(fish, "set command '" + words + "'")) << words;
    const auto function = zsh.find("_tidu__" + std::string(command.text) + "() {");
    ASSERT_NE(function, std::string::npos) << words;
    const std::string body = zsh.substr(function, zsh.find("\n}\n", function) - function);
    for (const CommandOption* option : command.options) {
      EXPECT_TRUE(holds(body, "'" + std::string(option->name))) << words << " " << option->name;
      EXPECT_TRUE(holds(fish, "-n '__tidu_in \"" + words + "\"' -l " + std::string(option->name.substr(2))) ||
                  !option->short_name.empty())
          << words << " " << option->name;
      const auto offered = bash.find("'" + words + "') options+=");
      ASSERT_NE(offered, std::string::npos) << words;
      EXPECT_TRUE(holds(bash.substr(offered, bash.find('\n', offered) - offered), option->name)) << option->name;
    }
  }
}

TEST(CommandTable, AnOptionTakesTheSameKindOfValueEverywhere) {
  // Completion looks at the name of the option alone.
  std::map<std::string_view, ValueKind> kinds;
  for (const CommandOption* option : all_command_options()) {
    const auto [at, fresh] = kinds.emplace(option->name, option->kind);
    EXPECT_EQ(at->second, option->kind) << option->name;
    EXPECT_NE(option->set, nullptr) << option->name;
  }
}

TEST(CommandTable, EveryTextBelongsToSomething) {
  std::set<std::string> wanted;
  for (const Command& command : commands()) {
    for (const char* part : {".summary", ".examples", ".about"})
      wanted.insert("cli.verb." + std::string(command.text) + part);
  }
  for (const CommandOption* option : all_command_options()) wanted.insert("cli.option." + std::string(option->help));
  for (const std::string_view group : kGroups) wanted.insert("cli.group." + std::string(group));
  for (const auto& [key, text] : study::Catalogue::instance().all(Language::en)) {
    const bool of_table =
        key.starts_with("cli.verb.") || key.starts_with("cli.option.") || key.starts_with("cli.group.");
    EXPECT_TRUE(!of_table || wanted.contains(key)) << key << " is used nowhere";
  }
  for (const std::string& key : wanted) EXPECT_TRUE(study::Catalogue::instance().has(key)) << key;
}

TEST(CommandTable, TableNamesEndWhereTheyGoOn) {
  const auto names = table_names();
  EXPECT_NE(std::find(names.begin(), names.end(), "gaps_output"), names.end());
  EXPECT_NE(std::find(names.begin(), names.end(), "moran_"), names.end());
  EXPECT_EQ(std::find(names.begin(), names.end(), "moran"), names.end());
}

TEST(Roff, EscapesWhatRoffWouldTakeForItself) {
  EXPECT_EQ(Roff::escaped(".x\n'y\\z \"a-b\""), "\\&.x\n\\&\\(aqy\\ez \\(dqa\\-b\\(dq");
}

}  // namespace
}  // namespace tidu::cli
