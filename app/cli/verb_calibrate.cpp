// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "app/cli/columns.h"
#include "app/cli/stages.h"
#include "app/cli/verbs.h"
#include "study/catalogue.h"
#include "study/registry.h"

namespace tidu::cli {
namespace {

std::string range_of(const data::Assumption& a, const Console& console) {
  if (a.low == a.high) return console.render(text("cli.calibrate.fixed"));
  return console.render(text("cli.calibrate.range", brief_number(a.low), brief_number(a.high)));
}

/// Every number that the models assume, with its range and what stands behind it; choices of measures are none.
std::string parameter_list(const data::ResultSet& results, const Console& console) {
  const auto word = [&console](std::string_view key) { return console.render(Text{.key = key, .args = {}}); };
  std::vector<std::vector<std::string>> lines{{word("cli.calibrate.parameter"), word("cli.calibrate.value"),
                                               word("cli.calibrate.drawn"), word("cli.calibrate.kind"),
                                               word("cli.calibrate.source")}};
  const auto& catalogue = study::Catalogue::instance();
  for (const data::Assumption& a : results.assumptions) {
    const OptionRecord* record = study::find_option(a.key);
    if (record == nullptr || record->type == OptionType::integer || a.key.starts_with("measure.")) continue;
    const std::string_view kind = source_kind_name(a.source == "study" ? SourceKind::setting : record->kind);
    lines.push_back({a.key, brief_number(a.value), range_of(a, console),
                     catalogue.get("word.source_kind." + std::string(kind), console.language()), a.source});
  }
  return in_columns(lines);
}

}  // namespace

ExitCode calibrate_verb(const Arguments& arguments, Console& console) {
  Job job(arguments, console);
  const StagesOutcome outcome = run_stages(arguments, console, job, LastStage::calibrate);
  const bool list = arguments.table.empty() && !console.json();
  if (outcome.code != ExitCode::ok || !list) return print_tables(arguments, console, outcome);
  console.data(parameter_list(outcome.results, console));
  return ExitCode::ok;
}

}  // namespace tidu::cli
