// SPDX-License-Identifier: Apache-2.0
#include "app/cli/arguments.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <map>

#include "core/base/suggest.h"

namespace tidu::cli {
namespace {

constexpr int kMostThreads = 1024;
constexpr int kLargestShift = 4096;

constexpr std::array<std::string_view, 5> kProgressNames{"auto", "bar", "plain", "json", "none"};
constexpr std::array<std::string_view, 2> kLanguageNames{"en", "zh"};

/// What CLI11 fills in before the values are checked: numbers and choices stay words, so that every complaint is ours
/// to word.
struct Words {
  std::string threads;
  std::string progress;
  std::string language;
  std::string shift;
};

void add_common(CLI::App& app, Arguments& arguments, Words& words) {
  app.add_flag("-h,--help", arguments.help);
  app.add_flag("--json", arguments.json);
  app.add_flag("-q,--quiet", arguments.quiet);
  app.add_flag("-v,--verbose", arguments.verbosity);
  app.add_flag("--no-colour,--no-color", arguments.no_colour);
  app.add_option("--progress", words.progress);
  app.add_option("--lang", words.language);
}

void add_verbs(CLI::App& app, Arguments& arguments, Words& words) {
  std::map<Verb, CLI::App*> verbs;
  for (std::size_t i = 1; i < kVerbNames.size(); ++i) {
    const Verb verb = static_cast<Verb>(i);
    CLI::App* sub = app.add_subcommand(std::string(kVerbNames[i]));
    sub->set_help_flag();
    sub->fallthrough();
    sub->callback([&arguments, verb] { arguments.verb = verb; });
    verbs[verb] = sub;
  }
  for (const Verb verb : {Verb::run, Verb::measure, Verb::simulate, Verb::check, Verb::report, Verb::verify}) {
    verbs[verb]->add_option("target", arguments.target);
  }
  for (const Verb verb : {Verb::run, Verb::measure, Verb::simulate, Verb::checksum}) {
    verbs[verb]->add_option("--threads", words.threads);
  }
  for (const Verb verb : {Verb::measure, Verb::simulate}) verbs[verb]->add_option("--table", arguments.table);
  for (const Verb verb : {Verb::run, Verb::doctor}) verbs[verb]->add_option("--out", arguments.out);
  verbs[Verb::report]->add_option("-o,--output", arguments.output);
  verbs[Verb::schema]->add_flag("--options", arguments.options);
  verbs[Verb::checksum]->add_option("--shift", words.shift);
  verbs[Verb::checksum]->add_flag("--list", arguments.list);
}

template <std::size_t N>
std::string joined(const std::array<std::string_view, N>& names) {
  std::string all;
  for (const std::string_view name : names) {
    if (!all.empty()) all += ", ";
    all += name;
  }
  return all;
}

template <std::size_t N>
Result<std::size_t> choice(std::string_view option, const std::string& word,
                           const std::array<std::string_view, N>& names) {
  const auto it = std::find(names.begin(), names.end(), word);
  if (it != names.end()) return static_cast<std::size_t>(it - names.begin());
  return failure(ErrorCode::domain, text("cli.usage.choice", std::string(option), word),
                 text("cli.usage.choice.hint", joined(names)));
}

Result<int> whole_number(std::string_view option, const std::string& word, std::pair<int, int> limits) {
  int value = 0;
  const char* end = word.data() + word.size();
  const auto [stop, problem] = std::from_chars(word.data(), end, value);
  if (problem != std::errc{} || stop != end || value < limits.first || value > limits.second) {
    return failure(ErrorCode::domain, text("cli.usage.number", std::string(option), word),
                   text("cli.usage.number.hint", limits.first, limits.second));
  }
  return value;
}

/// Every option of a verb (or of the program), with its dashes.
std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* level = &app; level != nullptr; level = level->get_parent()) {
    for (const CLI::Option* option : level->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
      for (const std::string& name : option->get_snames()) names.push_back("-" + name);
    }
  }
  return names;
}

Text nearest_hint(const std::string& word, std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  if (const auto near = closest(word, candidates)) return text("cli.usage.did_you_mean", std::string(*near));
  return text("cli.usage.see_help");
}

tl::unexpected<Error> unknown_word(const CLI::App& app, const std::string& word) {
  const auto chosen = app.get_subcommands();
  const std::string bare = word.substr(0, word.find('='));
  if (word.size() > 1 && word.front() == '-') {
    return failure(ErrorCode::unknown, text("cli.usage.unknown_option", bare),
                   nearest_hint(bare, option_names(chosen.empty() ? app : *chosen.front())));
  }
  if (!chosen.empty()) return failure(ErrorCode::unknown, text("cli.usage.too_many", word), text("cli.usage.see_help"));
  std::vector<std::string> names;
  for (std::size_t i = 1; i < kVerbNames.size(); ++i) names.emplace_back(kVerbNames[i]);
  return failure(ErrorCode::unknown, text("cli.usage.unknown_verb", word), nearest_hint(word, std::move(names)));
}

/// Values that CLI11 handed over as words.
Result<Arguments> check_values(Arguments arguments, const Words& words) {
  if (!words.progress.empty()) {
    const auto chosen = choice("--progress", words.progress, kProgressNames);
    if (!chosen) return tl::unexpected(chosen.error());
    arguments.progress = static_cast<ProgressChoice>(*chosen);
  }
  if (!words.language.empty()) {
    if (const auto chosen = choice("--lang", words.language, kLanguageNames); !chosen)
      return tl::unexpected(chosen.error());
  }
  if (!words.threads.empty()) {
    const auto threads = whole_number("--threads", words.threads, {1, kMostThreads});
    if (!threads) return tl::unexpected(threads.error());
    arguments.threads = *threads;
  }
  if (!words.shift.empty()) {
    const auto shift = whole_number("--shift", words.shift, {0, kLargestShift});
    if (!shift) return tl::unexpected(shift.error());
    arguments.shift = static_cast<std::size_t>(*shift);
  }
  if (arguments.help || arguments.version) return arguments;
  if (arguments.verb == Verb::none)
    return failure(ErrorCode::missing, text("cli.usage.no_verb"), text("cli.usage.see_help"));
  const bool wants_run = arguments.verb == Verb::report || arguments.verb == Verb::verify;
  const bool wants_study = arguments.verb == Verb::run || arguments.verb == Verb::measure ||
                           arguments.verb == Verb::simulate || arguments.verb == Verb::check;
  if ((wants_run || wants_study) && arguments.target.empty()) {
    const std::string verb(name_of(arguments.verb));
    if (wants_run)
      return failure(ErrorCode::missing, text("cli.usage.no_run", verb), text("cli.usage.no_run.hint", verb));
    return failure(ErrorCode::missing, text("cli.usage.no_study", verb), text("cli.usage.no_study.hint", verb));
  }
  return arguments;
}

}  // namespace

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
  Words values;
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  app.require_subcommand(0, 1);
  app.add_flag("--version", arguments.version);
  add_common(app, arguments, values);
  add_verbs(app, arguments, values);
  try {
    std::vector<std::string> reversed(words.rbegin(), words.rend());  // CLI11 takes them from the back
    app.parse(reversed);
  } catch (const CLI::ParseError& problem) {
    // CLI11 words its complaints in English as "--name: ...": the name is what a user needs.
    const std::string message = problem.what();
    return failure(ErrorCode::syntax, text("cli.usage.value", message.substr(0, message.find(':'))),
                   text("cli.usage.see_help"));
  }
  if (const auto rest = app.remaining(true); !rest.empty()) return unknown_word(app, rest.front());
  return check_values(std::move(arguments), values);
}

}  // namespace tidu::cli
