// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/audit.h"

#include <algorithm>
#include <string>

#include "app/pipeline/table_builder.h"
#include "core/base/assert.h"

namespace tidu::app {
namespace {

constexpr int kGuards = 36;
constexpr std::string_view kVerdicts[] = {"passed", "warned", "not_applicable"};

// Guards about regressions, which this version does not estimate.
constexpr int kRegressions[] = {20, 21, 22, 23, 24, 25, 26, 27};

}  // namespace

void Audit::add(int guard, Verdict verdict, Text reason) {
  TIDU_ASSERT(guard >= 1 && guard <= kGuards);
  const auto same = [&](const Entry& entry) { return entry.guard == guard && entry.reason == reason; };
  if (std::none_of(entries_.begin(), entries_.end(), same)) entries_.push_back({guard, verdict, std::move(reason)});
}

void Audit::write(data::ResultSet& results) const {
  TableBuilder table("audit", {integer("guard"), label("topic"), label("verdict"), label("rule")}, {});
  for (int guard = 1; guard <= kGuards; ++guard) {
    bool judged = false;
    bool warned = false;
    bool passed = false;
    const auto say = [&results](const Text& reason) {
      results.remarks.push_back({"audit", std::string(reason.key), reason.args});
    };
    for (const Entry& entry : entries_) {
      if (entry.guard != guard) continue;
      judged = true;
      warned = warned || entry.verdict == Verdict::warned;
      passed = passed || entry.verdict == Verdict::passed;
      say(entry.reason);
    }
    if (!judged) {
      const bool regression =
          std::find(std::begin(kRegressions), std::end(kRegressions), guard) != std::end(kRegressions);
      say(regression ? text("audit.none.regression", guard) : text("audit.none.unused", guard));
    }
    const Verdict verdict = warned ? Verdict::warned : passed ? Verdict::passed : Verdict::not_applicable;
    const std::string number = std::to_string(guard);
    table.row({static_cast<double>(guard), number, std::string(kVerdicts[static_cast<std::size_t>(verdict)]), number});
  }
  results.tables.push_back(std::move(table).take());
}

}  // namespace tidu::app
