// SPDX-License-Identifier: Apache-2.0
#include "app/cli/manual.h"

#include <fmt/format.h>

#include "app/cli/command_table.h"
#include "app/cli/help.h"
#include "app/cli/roff.h"
#include "app/cli/version.h"
#include "study/registry.h"

namespace tidu::cli {
namespace {

using study::Language;

constexpr std::string_view kExitCodes[] = {"0", "1", "2", "3", "4", "5", "6", "130"};

class Writer {
 public:
  explicit Writer(Language language) : language_(language) {}

  std::string main_page() const {
    Roff page = start("tidu", "1");
    page.section(get("name")).paragraph("tidu - " + get("tidu"));
    page.section(get("synopsis")).bold(synopsis(nullptr, language_));
    page.section(get("description")).paragraph(shared("cli.help.intro"));
    page.section(get("examples")).example(shared("cli.help.examples"));
    page.section(get("commands"));
    for (const std::string_view group : kGroups) {
      page.subsection(shared("cli.group." + std::string(group)));
      for (const Command* command : commands_below(Verb::none)) {
        if (command->group == group) page.item(words_of(*command), command_text(*command, "summary", language_));
      }
    }
    options(page, "common", common_options());
    page.section(get("exit"));
    for (const std::string_view code : kExitCodes) page.item(code, shared("cli.exit." + std::string(code)));
    page.section(get("files")).item("STUDY/study.toml", get("file_study")).item("runs/RUN", get("file_run"));
    page.item("runs/RUN/manifest.sha256", get("file_sums")).item("runs/registry.sqlite", get("file_registry"));
    std::string others;
    for (const Command* command : commands_below(Verb::none)) others += "tidu-" + std::string(command->name) + "(1), ";
    page.section(get("see_also")).paragraph(others + "tidu-options(5)");
    return std::move(page).take();
  }

  std::string command_page(const Command& command) const {
    const std::string title = "tidu-" + std::string(command.name);
    Roff page = start(title, "1");
    page.section(get("name")).paragraph(title + " - " + command_text(command, "summary", language_));
    page.section(get("synopsis")).bold(synopsis(&command, language_));
    page.section(get("description")).paragraph(command_text(command, "about", language_));
    choices(page, command);
    if (!command.options.empty()) options(page, "options", command.options);
    if (const auto below = commands_below(command.verb); !below.empty()) {
      page.section(get("commands"));
      for (const Command* each : below) sub_command(page, *each);
    }
    page.section(get("examples")).example(command_text(command, "examples", language_));
    options(page, "common", common_options());
    page.section(get("see_also")).paragraph("tidu(1), tidu-options(5)");
    return std::move(page).take();
  }

  std::string options_page() const {
    const std::string title = "tidu-" + std::string(kOptionsPage);
    Roff page = start(title, "5");
    page.section(get("name")).paragraph(title + " - " + get("study_options"));
    page.section(get("description")).paragraph(get("study_options.about"));
    page.section(get("options"));
    for (const OptionRecord& record : study::all_options()) {
      const std::string key = "option." + std::string(record.key);
      const Text meaning = text("cli.man.label", shared(key + ".label"), shared(key + ".help"));
      page.item(record.key, say(meaning) + "\n" + facts(record));
    }
    page.section(get("see_also")).paragraph("tidu(1), tidu-schema(1)");
    return std::move(page).take();
  }

 private:
  std::string shared(const std::string& key) const { return study::Catalogue::instance().get(key, language_); }
  std::string get(const std::string& key) const { return shared("cli.man." + key); }
  std::string say(const Text& words) const { return study::Catalogue::instance().render(words, language_); }

  Roff start(const std::string& title, std::string_view section) const {
    return {title, section, "Tidu " + std::string(version()), get("title")};
  }

  void options(Roff& page, const std::string& heading, std::span<const CommandOption* const> list) const {
    page.section(get(heading));
    option_items(page, list);
  }

  void option_items(Roff& page, std::span<const CommandOption* const> list) const {
    for (const CommandOption* option : list) page.item(option_words(*option), option_help(*option, language_));
  }

  void choices(Roff& page, const Command& command) const {
    for (const Positional& positional : command.positionals) {
      if (positional.kind == ValueKind::choice)
        page.paragraph(
            say(text("cli.man.value_choice", std::string(positional.name), joined(positional.choices, ", "))));
    }
  }

  void sub_command(Roff& page, const Command& command) const {
    page.subsection(synopsis(&command, language_)).paragraph(command_text(command, "about", language_));
    option_items(page, command.options);
    page.example(command_text(command, "examples", language_));
  }

  /// Unit, limits, default, range and source of an option of study files, as sentences.
  std::string facts(const OptionRecord& record) const {
    const auto number = [](double value) { return fmt::format("{}", value); };
    std::string out;
    if (!record.unit.empty()) out += say(text("cli.man.unit", std::string(record.unit))) + " ";
    if (record.type == OptionType::choice) {
      out += say(text("cli.man.choices", joined(record.choices, ", "))) + " ";
      const auto chosen = record.choices[static_cast<std::size_t>(record.default_value)];
      out += say(text("cli.man.default", std::string(chosen)));
    } else if (record.type == OptionType::boolean) {
      out +=
          get("switch") + " " + say(text("cli.man.default", std::string(record.default_value != 0 ? "true" : "false")));
    } else {
      out += say(text("cli.man.limits", number(record.minimum), number(record.maximum))) + " ";
      out += say(text("cli.man.default", number(record.default_value)));
    }
    if (record.low < record.high) out += " " + say(text("cli.man.range", number(record.low), number(record.high)));
    if (!record.source.empty()) out += " " + say(text("cli.man.source", std::string(record.source)));
    return out;
  }

  Language language_;
};

}  // namespace

std::vector<ManualPage> manual(Language language) {
  const Writer writer(language);
  std::vector<ManualPage> pages{{"", "man1/tidu.1", writer.main_page()}};
  for (const Command* command : commands_below(Verb::none)) {
    const std::string name(command->name);
    pages.push_back({name, "man1/tidu-" + name + ".1", writer.command_page(*command)});
  }
  const std::string options(kOptionsPage);
  pages.push_back({options, "man5/tidu-" + options + ".5", writer.options_page()});
  return pages;
}

}  // namespace tidu::cli
