// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_table.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/assert.h"
#include "study/keys.h"

namespace tidu::cli {
namespace {

using Word = const std::string&;

constexpr int kMostThreads = 1024;
constexpr int kLargestShift = 4096;

constexpr std::array<std::string_view, 5> kProgressNames{"auto", "bar", "plain", "json", "none"};
constexpr std::array<std::string_view, 2> kLanguageNames{"en", "zh"};
constexpr std::array<std::string_view, 2> kDecimalSigns{".", ","};
constexpr std::array<std::string_view, 3> kShellNames{"bash", "zsh", "fish"};

constexpr CommandOption kHelp{
    .name = "--help", .short_name = "-h", .help = "help", .set = [](Arguments& a, Word, int) { a.help = true; }};
constexpr CommandOption kVersion{
    .name = "--version", .help = "version", .set = [](Arguments& a, Word, int) { a.version = true; }};
constexpr CommandOption kJson{.name = "--json", .help = "json", .set = [](Arguments& a, Word, int) { a.json = true; }};
constexpr CommandOption kQuiet{
    .name = "--quiet", .short_name = "-q", .help = "quiet", .set = [](Arguments& a, Word, int) { a.quiet = true; }};
constexpr CommandOption kVerbose{
    .name = "--verbose", .short_name = "-v", .help = "verbose", .set = [](Arguments& a, Word, int count) {
      a.verbosity = count;
    }};
constexpr CommandOption kNoColour{
    .name = "--no-colour", .other_name = "--no-color", .help = "no_colour", .set = [](Arguments& a, Word, int) {
      a.no_colour = true;
    }};
constexpr CommandOption kProgress{
    .name = "--progress",
    .kind = ValueKind::choice,
    .value = "HOW",
    .help = "progress",
    .choices = kProgressNames,
    .set = [](Arguments& a, Word, int choice) { a.progress = static_cast<ProgressChoice>(choice); }};
// The language is chosen before the line is understood (choose_language), so that mistakes are told in it.
constexpr CommandOption kLanguage{.name = "--lang",
                                  .kind = ValueKind::choice,
                                  .value = "LANGUAGE",
                                  .help = "lang",
                                  .choices = kLanguageNames,
                                  .set = [](Arguments&, Word, int) {}};

constexpr CommandOption kThreads{.name = "--threads",
                                 .kind = ValueKind::number,
                                 .value = "N",
                                 .help = "threads",
                                 .least = 1,
                                 .most = kMostThreads,
                                 .set = [](Arguments& a, Word, int n) { a.threads = n; }};
constexpr CommandOption kOut{
    .name = "--out", .kind = ValueKind::folder, .value = "DIR", .help = "out", .set = [](Arguments& a, Word word, int) {
      a.out = word;
    }};
constexpr CommandOption kTable{.name = "--table",
                               .kind = ValueKind::table,
                               .value = "NAME",
                               .help = "table",
                               .set = [](Arguments& a, Word word, int) { a.table = word; }};
constexpr CommandOption kExcel{
    .name = "--excel", .help = "excel", .set = [](Arguments& a, Word, int) { a.excel = true; }};
constexpr CommandOption kAgents{.name = "--agents",
                                .kind = ValueKind::count,
                                .value = "[N]",
                                .help = "agents",
                                .set = [](Arguments& a, Word word, int) {
                                  a.agents = true;
                                  std::from_chars(word.data(), word.data() + word.size(),
                                                  a.agent_count);  // no digits: all
                                }};
constexpr CommandOption kAgentUnit{.name = "--agent-unit",
                                   .kind = ValueKind::choice,
                                   .value = "UNIT",
                                   .help = "agent_unit",
                                   .choices = kUnitNames,
                                   .set = [](Arguments& a, Word, int choice) { a.agent_unit = choice; }};
constexpr CommandOption kCheckpoint{.name = "--checkpoint",
                                    .kind = ValueKind::file,
                                    .value = "FILE",
                                    .help = "checkpoint",
                                    .set = [](Arguments& a, Word word, int) { a.checkpoint = word; }};
constexpr CommandOption kResume{.name = "--resume",
                                .kind = ValueKind::file,
                                .value = "FILE",
                                .help = "resume",
                                .set = [](Arguments& a, Word word, int) { a.resume = word; }};
constexpr CommandOption kOutput{.name = "--output",
                                .short_name = "-o",
                                .kind = ValueKind::file,
                                .value = "FILE",
                                .help = "output",
                                .set = [](Arguments& a, Word word, int) { a.output = word; }};
constexpr CommandOption kData{.name = "--data",
                              .kind = ValueKind::folder,
                              .value = "DIR",
                              .help = "data",
                              .set = [](Arguments& a, Word word, int) { a.data = word; }};
constexpr CommandOption kFrom{.name = "--from",
                              .kind = ValueKind::file,
                              .value = "DATA",
                              .help = "from",
                              .set = [](Arguments& a, Word word, int) { a.from = word; }};
constexpr CommandOption kSheet{.name = "--sheet",
                               .kind = ValueKind::text,
                               .value = "NAME",
                               .help = "sheet",
                               .set = [](Arguments& a, Word word, int) { a.sheet = word; }};
constexpr CommandOption kRegion{.name = "--region",
                                .kind = ValueKind::text,
                                .value = "COLUMN",
                                .help = "region",
                                .set = [](Arguments& a, Word word, int) { a.region_column = word; }};
constexpr CommandOption kYear{.name = "--year",
                              .kind = ValueKind::text,
                              .value = "COLUMN|YEAR",
                              .help = "year",
                              .set = [](Arguments& a, Word word, int) { a.year = word; }};
constexpr CommandOption kDecimal{.name = "--decimal",
                                 .kind = ValueKind::choice,
                                 .value = "SIGN",
                                 .help = "decimal",
                                 .choices = kDecimalSigns,
                                 .set = [](Arguments& a, Word word, int) { a.decimal = word; }};
// Appends the parts of a word between its commas.
void append(std::vector<std::string>& list, const std::string& word) {
  for (std::size_t from = 0; from <= word.size();) {
    const std::size_t end = std::min(word.find(',', from), word.size());
    if (end > from) list.push_back(word.substr(from, end - from));
    from = end + 1;
  }
}

constexpr CommandOption series_option(std::string_view name, std::string_view help,
                                      void (*set)(Arguments&, Word, int)) {
  return {.name = name, .kind = ValueKind::text, .value = "SERIES,...", .help = help, .many = true, .set = set};
}
constexpr CommandOption kIndicators =
    series_option("--indicators", "indicators", [](Arguments& a, Word word, int) { append(a.indicators, word); });
constexpr CommandOption kNegative =
    series_option("--negative", "negative", [](Arguments& a, Word word, int) { append(a.negative, word); });
constexpr CommandOption kQuantities =
    series_option("--quantities", "quantities", [](Arguments& a, Word word, int) { append(a.quantities, word); });
constexpr CommandOption kDrivers =
    series_option("--drivers", "drivers", [](Arguments& a, Word word, int) { append(a.drivers, word); });
constexpr CommandOption kAdoption =
    series_option("--adoption", "adoption", [](Arguments& a, Word word, int) { append(a.adoption, word); });
constexpr CommandOption kBreaks{.name = "--breaks",
                                .kind = ValueKind::text,
                                .value = "YEAR,...",
                                .help = "breaks",
                                .set = [](Arguments& a, Word word, int) { append(a.breaks, word); }};
constexpr CommandOption kOnly{.name = "--only",
                              .kind = ValueKind::text,
                              .value = "REGION",
                              .help = "only",
                              .set = [](Arguments& a, Word word, int) { a.only = word; }};
constexpr CommandOption kPopulation{.name = "--population",
                                    .kind = ValueKind::text,
                                    .value = "SERIES",
                                    .help = "population",
                                    .set = [](Arguments& a, Word word, int) { a.population = word; }};
constexpr CommandOption kYears{.name = "--years",
                               .kind = ValueKind::text,
                               .value = "FIRST-LAST",
                               .help = "years",
                               .set = [](Arguments& a, Word word, int) { a.years = word; }};
constexpr CommandOption kFill{.name = "--fill",
                              .kind = ValueKind::choice,
                              .value = "HOW",
                              .help = "fill",
                              .choices = study::kFills,
                              .set = [](Arguments& a, Word, int choice) { a.fill = choice; }};
constexpr CommandOption kSet{.name = "--set",
                             .kind = ValueKind::text,
                             .value = "OPTION=VALUE",
                             .help = "set",
                             .many = true,
                             .set = [](Arguments& a, Word word, int) { append(a.settings, word); }};
constexpr CommandOption kOptions{
    .name = "--options", .help = "options", .set = [](Arguments& a, Word, int) { a.options = true; }};
constexpr CommandOption kList{.name = "--list", .help = "list", .set = [](Arguments& a, Word, int) { a.list = true; }};
constexpr CommandOption kShift{.name = "--shift",
                               .kind = ValueKind::number,
                               .value = "K",
                               .help = "shift",
                               .most = kLargestShift,
                               .set = [](Arguments& a, Word, int n) { a.shift = static_cast<std::size_t>(n); }};
constexpr CommandOption kDryRun{
    .name = "--dry-run", .help = "dry_run", .set = [](Arguments& a, Word, int) { a.dry_run = true; }};
constexpr CommandOption kManualFolder{.name = "--out",
                                      .kind = ValueKind::folder,
                                      .value = "DIR",
                                      .help = "man_out",
                                      .set = [](Arguments& a, Word word, int) { a.man_out = word; }};

constexpr const CommandOption* kCommon[] = {&kJson,     &kQuiet,    &kVerbose, &kProgress,
                                            &kLanguage, &kNoColour, &kHelp,    &kVersion};

constexpr const CommandOption* kRunOptions[] = {&kAgents, &kAgentUnit, &kCheckpoint, &kResume, &kOut, &kThreads};
constexpr const CommandOption* kMeasureOptions[] = {
    &kTable,      &kExcel,    &kOut,        &kThreads, &kSheet,      &kRegion, &kYear, &kDecimal,
    &kIndicators, &kNegative, &kQuantities, &kDrivers, &kPopulation, &kYears,  &kFill, &kSet};
constexpr const CommandOption* kCalibrateOptions[] = {&kTable, &kExcel, &kThreads};
constexpr const CommandOption* kSimulateOptions[] = {
    &kAgents, &kAgentUnit, &kCheckpoint, &kResume,   &kTable,  &kExcel,      &kOut,   &kThreads, &kSheet, &kRegion,
    &kOnly,   &kYear,      &kDecimal,    &kAdoption, &kBreaks, &kPopulation, &kYears, &kFill,    &kSet};
constexpr const CommandOption* kDataOptions[] = {&kSheet, &kRegion, &kYear, &kDecimal};
constexpr const CommandOption* kInitOptions[] = {
    &kFrom,       &kSheet,   &kRegion,   &kOnly,   &kYear,       &kDecimal, &kIndicators, &kNegative,
    &kQuantities, &kDrivers, &kAdoption, &kBreaks, &kPopulation, &kYears,   &kFill,       &kSet};
constexpr const CommandOption* kReportOptions[] = {&kOutput, &kOut};
constexpr const CommandOption* kRerunOptions[] = {&kOut, &kData, &kThreads};
constexpr const CommandOption* kOutAlone[] = {&kOut};
constexpr const CommandOption* kChecksumOptions[] = {&kList, &kThreads, &kShift};
constexpr const CommandOption* kSchemaOptions[] = {&kOptions};
constexpr const CommandOption* kCollectOptions[] = {&kDryRun, &kOut};
constexpr const CommandOption* kManualOptions[] = {&kManualFolder};

constexpr Positional kStudy[] = {{ValueKind::study, "STUDY", &Arguments::target}};
constexpr Positional kStudyOrData[] = {{ValueKind::study, "STUDY|DATA", &Arguments::target}};
constexpr Positional kDataFile[] = {{ValueKind::file, "DATA", &Arguments::target}};
constexpr Positional kNewFolder[] = {{ValueKind::folder, "FOLDER", &Arguments::target, false}};
constexpr Positional kRun[] = {{ValueKind::run, "RUN", &Arguments::target}};
constexpr Positional kTwoRuns[] = {{ValueKind::run, "RUN", &Arguments::target},
                                   {ValueKind::run, "OTHER", &Arguments::other}};
constexpr Positional kShell[] = {{ValueKind::choice, "SHELL", &Arguments::target, true, kShellNames}};
constexpr Positional kPage[] = {{ValueKind::page, "PAGE", &Arguments::target, false}};

constexpr Command kCommands[] = {
    {Verb::run, Verb::none, "run", "run", "results", kStudy, kRunOptions},
    {Verb::measure, Verb::none, "measure", "measure", "results", kStudyOrData, kMeasureOptions},
    {Verb::calibrate, Verb::none, "calibrate", "calibrate", "results", kStudy, kCalibrateOptions},
    {Verb::simulate, Verb::none, "simulate", "simulate", "results", kStudyOrData, kSimulateOptions},
    {Verb::report, Verb::none, "report", "report", "results", kRun, kReportOptions},
    {Verb::check, Verb::none, "check", "check", "checks", kStudy},
    {Verb::checksum, Verb::none, "checksum", "checksum", "checks", {}, kChecksumOptions},
    {Verb::doctor, Verb::none, "doctor", "doctor", "checks", {}, kOutAlone},
    {Verb::verify, Verb::none, "verify", "verify", "runs", kRun, kOutAlone},
    {Verb::rerun, Verb::none, "rerun", "rerun", "runs", kRun, kRerunOptions},
    {Verb::runs, Verb::none, "runs", "runs", "runs"},
    {Verb::runs_list, Verb::runs, "list", "runs_list", "", {}, kOutAlone},
    {Verb::runs_show, Verb::runs, "show", "runs_show", "", kRun, kOutAlone},
    {Verb::runs_diff, Verb::runs, "diff", "runs_diff", "", kTwoRuns, kOutAlone},
    {Verb::runs_rescan, Verb::runs, "rescan", "runs_rescan", "", {}, kOutAlone},
    {Verb::runs_gc, Verb::runs, "gc", "runs_gc", "", {}, kCollectOptions},
    {Verb::describe, Verb::none, "describe", "describe", "writing", kDataFile, kDataOptions},
    {Verb::init, Verb::none, "init", "init", "writing", kNewFolder, kInitOptions},
    {Verb::schema, Verb::none, "schema", "schema", "writing", {}, kSchemaOptions},
    {Verb::completion, Verb::none, "completion", "completion", "writing", kShell},
    {Verb::man, Verb::none, "man", "man", "writing", kPage, kManualOptions},
};

}  // namespace

std::span<const Command> commands() { return kCommands; }

const Command& command_of(Verb verb) {
  const auto* const found =
      std::find_if(std::begin(kCommands), std::end(kCommands), [&](const Command& c) { return c.verb == verb; });
  TIDU_ASSERT(found != std::end(kCommands));
  return *found;
}

std::vector<const Command*> commands_below(Verb parent) {
  std::vector<const Command*> found;
  for (const Command& command : kCommands) {
    if (command.parent == parent) found.push_back(&command);
  }
  return found;
}

std::span<const CommandOption* const> common_options() { return kCommon; }

std::string words_of(const Command& command) {
  const std::string above = command.parent == Verb::none ? "" : words_of(command_of(command.parent)) + " ";
  return above + std::string(command.name);
}

std::vector<const CommandOption*> all_command_options() {
  std::vector<const CommandOption*> all(std::begin(kCommon), std::end(kCommon));
  for (const Command& command : kCommands) {
    for (const CommandOption* option : command.options) {
      if (std::find(all.begin(), all.end(), option) == all.end()) all.push_back(option);
    }
  }
  return all;
}

}  // namespace tidu::cli
