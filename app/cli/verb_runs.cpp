// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "app/cli/columns.h"
#include "app/cli/differences.h"
#include "app/cli/json_text.h"
#include "app/cli/verbs.h"
#include "data/file.h"
#include "store/compare.h"
#include "store/results_json.h"
#include "store/runs.h"
#include "study/registry.h"

namespace tidu::cli {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::vector<std::string>>;

std::string label(const Console& console, std::string_view key) {
  return study::Catalogue::instance().get("cli.runs." + std::string(key), console.language());
}

/// "20261124T122701Z" as "2026-11-24 12:27:01 UTC".
std::string shown_time(const std::string& stamp) {
  if (stamp.size() != 16) return stamp;
  return fmt::format("{}-{}-{} {}:{}:{} UTC", stamp.substr(0, 4), stamp.substr(4, 2), stamp.substr(6, 2),
                     stamp.substr(9, 2), stamp.substr(11, 2), stamp.substr(13, 2));
}

ExitCode show_rows(const Outcome<std::vector<store::RunRow>>& rows, const fs::path& folder, Console& console) {
  console.show(rows.diagnostics);
  const auto partial = store::partial_runs(folder);
  if (console.json()) {
    JsonArray items;
    for (const store::RunRow& row : *rows.value) {
      JsonObject object;
      object.add("run", row.name).add("study", row.study_id).add("finished", row.finished).add("version", row.version);
      items.add_raw(object.add("seconds", row.seconds).add("repeats", row.repeats).str());
    }
    JsonArray unfinished;
    for (const store::PartialRun& run : partial)
      unfinished.add_raw(JsonObject().add("folder", run.path.filename().string()).add("at_work", run.at_work).str());
    JsonObject object;
    object.add("ok", true).add_raw("runs", items.str()).add_raw("unfinished", unfinished.str());
    console.data(object.add_raw("diagnostics", to_json(rows.diagnostics, console.language())).str() + "\n");
    return ExitCode::ok;
  }
  Lines lines;
  for (const store::RunRow& row : *rows.value)
    lines.push_back(
        {row.name, shown_time(row.finished), fmt::format("{:.1f} s", row.seconds), row.version, row.repeats});
  console.data(in_columns(lines));
  if (lines.empty()) console.say(text("cli.runs.none", folder.string()));
  const auto left = static_cast<std::size_t>(
      std::count_if(partial.begin(), partial.end(), [](const auto& run) { return !run.at_work; }));
  if (left > 0) console.say(text("cli.runs.unfinished", left));
  return ExitCode::ok;
}

/// The value of an option, with its range where it was varied; "-" for none.
std::string shown_option(const store::UsedOption* option) {
  if (option == nullptr) return "-";
  if (!option->word.empty()) return option->word;
  const std::string value = brief_number(option->value);
  if (option->low == option->high) return value;
  return value + " (" + brief_number(option->low) + " - " + brief_number(option->high) + ")";
}

/// Options that are not what they are when a study says nothing.
Lines options_set(const store::Manifest& manifest) {
  Lines lines;
  for (const store::UsedOption& option : manifest.options) {
    const OptionRecord* record = study::find_option(option.key);
    if (record && record->type == OptionType::choice) {
      if (option.word == record->choices[static_cast<std::size_t>(record->default_value)]) continue;
    } else if (record && option.value == record->default_value) {
      const bool varied = option.low < option.high;
      const bool usually_varied = record->low < record->high;
      if (varied == usually_varied && (!varied || (option.low == record->low && option.high == record->high))) continue;
    }
    lines.push_back({option.key, shown_option(&option)});
  }
  return lines;
}

Lines file_lines(const std::vector<store::FileRecord>& files) {
  Lines lines;
  for (const store::FileRecord& file : files)
    lines.push_back({file.name, std::to_string(file.bytes), file.sha256.substr(0, 16)});
  return lines;
}

Result<store::Manifest> manifest_of(const std::string& word, const Arguments& arguments, fs::path& folder) {
  const auto run = store::find_run(word, arguments.out);
  if (!run) return tl::unexpected(run.error());
  folder = *run;
  return store::read_manifest(*run);
}

ExitCode runs_show(const Arguments& arguments, Console& console) {
  fs::path folder;
  const auto manifest = manifest_of(arguments.target, arguments, folder);
  if (!manifest) return console.fail(manifest.error(), ExitCode::check_failed);
  if (console.json()) {
    console.data(store::manifest_json(*manifest));
    return ExitCode::ok;
  }
  const store::Manifest& m = *manifest;
  Lines head{
      {label(console, "run"), m.run},
      {label(console, "study"), m.study_id},
      {label(console, "started"), shown_time(m.started)},
      {label(console, "finished"), shown_time(m.finished)},
      {label(console, "seconds"), fmt::format("{:.2f} s", m.seconds)},
      {label(console, "memory"), fmt::format("{:.1f} MiB", static_cast<double>(m.peak_memory_bytes) / (1U << 20))},
      {label(console, "version"), m.version + ", " + m.compiler},
      {label(console, "threads"), std::to_string(m.threads)},
      {label(console, "seed"), std::to_string(m.seed)}};
  if (!m.repeats.empty()) head.push_back({label(console, "repeats"), m.repeats});
  std::string out = in_columns(head);
  const auto section = [&](std::string_view key, const Lines& lines) {
    if (!lines.empty()) out += "\n" + label(console, key) + "\n" + in_columns(lines, 2);
  };
  section("options", options_set(m));
  section("inputs", file_lines(m.inputs));
  section("outputs", file_lines(m.outputs));
  console.data(out);
  return ExitCode::ok;
}

Result<data::ResultSet> results_of(const fs::path& run) {
  const auto file = data::read_file(run / "results.json", (run / "results.json").string());
  if (!file) return tl::unexpected(file.error());
  auto results = store::results_from_json(file->bytes, file->name);
  if (!results.value) return tl::unexpected(results.diagnostics.items().front().error);
  return *std::move(results.value);
}

Lines option_differences(const store::Manifest& a, const store::Manifest& b) {
  Lines lines;
  const auto in = [](const store::Manifest& m, const std::string& key) -> const store::UsedOption* {
    const auto found = std::find_if(m.options.begin(), m.options.end(), [&key](const auto& o) { return o.key == key; });
    return found == m.options.end() ? nullptr : &*found;
  };
  for (const store::UsedOption& option : a.options) {
    const store::UsedOption* other = in(b, option.key);
    if (other == nullptr || !(*other == option))
      lines.push_back({option.key, shown_option(&option), shown_option(other)});
  }
  for (const store::UsedOption& option : b.options) {
    if (in(a, option.key) == nullptr) lines.push_back({option.key, "-", shown_option(&option)});
  }
  return lines;
}

ExitCode runs_diff(const Arguments& arguments, Console& console) {
  fs::path first_folder;
  fs::path second_folder;
  const auto first = manifest_of(arguments.target, arguments, first_folder);
  if (!first) return console.fail(first.error(), ExitCode::check_failed);
  const auto second = manifest_of(arguments.other, arguments, second_folder);
  if (!second) return console.fail(second.error(), ExitCode::check_failed);
  const auto before = results_of(first_folder);
  if (!before) return console.fail(before.error(), ExitCode::check_failed);
  const auto after = results_of(second_folder);
  if (!after) return console.fail(after.error(), ExitCode::check_failed);
  const Lines options = option_differences(*first, *second);
  const auto inputs = store::compare_files(first->inputs, second->inputs);
  const auto outputs = store::compare_files(first->outputs, second->outputs);
  const auto tables = store::compare_tables(*before, *after);
  if (console.json()) {
    JsonArray changed;
    for (const auto& line : options)
      changed.add_raw(JsonObject().add("option", line[0]).add("first", line[1]).add("second", line[2]).str());
    JsonObject object;
    object.add("ok", true).add("same", outputs.empty()).add_raw("options", changed.str());
    object.add_raw("inputs", to_json(inputs)).add_raw("outputs", to_json(outputs));
    console.data(object.add_raw("tables", to_json(tables)).str() + "\n");
    return ExitCode::ok;
  }
  std::string out;
  const auto section = [&](std::string_view key, const std::string& lines) {
    if (!lines.empty()) out += (out.empty() ? "" : "\n") + label(console, key) + "\n" + lines;
  };
  if (first->version != second->version) section("version", in_columns({{first->version, second->version}}, 2));
  section("options", in_columns(options, 2));
  section("inputs", differences_text(inputs, {}, console.language()));
  section("outputs", differences_text(outputs, tables, console.language()));
  console.data(out);
  if (outputs.empty()) console.say(text("cli.runs.same", first->run, second->run));
  return ExitCode::ok;
}

ExitCode runs_gc(const Arguments& arguments, Console& console) {
  std::vector<fs::path> gone;
  for (const store::PartialRun& run : store::partial_runs(arguments.out)) {
    if (!run.at_work) gone.push_back(run.path);
  }
  if (!arguments.dry_run) {
    auto removed = store::remove_partial_runs(arguments.out);
    if (!removed) return console.fail(removed.error(), ExitCode::internal);
    gone = *std::move(removed);
  }
  JsonArray items;
  std::string lines;
  for (const fs::path& path : gone) {
    items.add_raw(JsonObject().add("folder", path.string()).str());
    lines += path.string() + "\n";
  }
  console.data(
      console.json()
          ? JsonObject().add("ok", true).add("dry_run", arguments.dry_run).add_raw("removed", items.str()).str() + "\n"
          : lines);
  console.say(text(arguments.dry_run ? "cli.runs.would_remove" : "cli.runs.removed", gone.size()));
  return ExitCode::ok;
}

}  // namespace

ExitCode runs_verb(const Arguments& arguments, Console& console) {
  switch (arguments.verb) {
    case Verb::runs_show:
      return runs_show(arguments, console);
    case Verb::runs_diff:
      return runs_diff(arguments, console);
    case Verb::runs_gc:
      return runs_gc(arguments, console);
    case Verb::runs_rescan:
      return show_rows(store::rescan(arguments.out), arguments.out, console);
    default:
      return show_rows(store::list_runs(arguments.out), arguments.out, console);
  }
}

}  // namespace tidu::cli
