// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "app/checksum/kernels.h"
#include "app/cli/json_text.h"
#include "app/cli/machine.h"
#include "app/cli/verbs.h"
#include "app/cli/version.h"
#include "exec/executors.h"
#include "exec/progress.h"

namespace tidu::cli {
namespace {

constexpr double kGiB = 1024.0 * 1024.0 * 1024.0;
constexpr double kLeastMemoryGiB = 0.25;
constexpr double kLeastDiskGiB = 0.1;

/// One line of the examination. The key names its label ("doctor.<key>") and, when it is not good, its hint.
struct Check {
  std::string key;
  std::string value;
  bool good = true;
};

class Examination {
 public:
  explicit Examination(const Console& console) : console_(console) {}

  void fact(std::string key, std::string value, bool good = true) {
    checks_.push_back({std::move(key), std::move(value), good});
  }
  void check(std::string key, const Text& value, bool good) {
    checks_.push_back({std::move(key), console_.render(value), good});
  }
  const std::vector<Check>& checks() const { return checks_; }

 private:
  const Console& console_;
  std::vector<Check> checks_;
};

void examine_room(Examination& examination, const std::string& out) {
  const double available = static_cast<double>(available_memory_bytes()) / kGiB;
  examination.check("memory", text("doctor.memory_value", static_cast<double>(memory_bytes()) / kGiB, available),
                    available >= kLeastMemoryGiB || available <= 0);
  if (const auto bytes = free_disk_bytes(out)) {
    const double free = static_cast<double>(*bytes) / kGiB;
    examination.check("disk", text("doctor.disk_value", free), free >= kLeastDiskGiB);
  } else {
    examination.check("disk", text("doctor.unknown"), true);
  }
  const bool writable = can_write_to(out);
  examination.check("output", text(writable ? "doctor.output_yes" : "doctor.output_no"), writable);
}

void examine_bits(Examination& examination, int threads) {
  exec::CancelToken token;
  const auto silence = exec::make_progress_sink(exec::ProgressMode::none, {});
  exec::TbbExecutor executor(threads, *silence, token);
  const std::string found = checksum::run(executor, 0).combined;
  const std::string expected(checksum::kExpected);
  if (found == expected) {
    examination.check("determinism", text("doctor.determinism_yes", found), true);
  } else {
    examination.check("determinism", text("doctor.determinism_no", found, expected), false);
  }
}

void show_lines(const std::vector<Check>& checks, Console& console) {
  const auto& catalogue = study::Catalogue::instance();
  for (const Check& check : checks) {
    std::string label = catalogue.get("doctor." + check.key, console.language());
    label.append(exec::display_width(label) < 18 ? 18 - exec::display_width(label) : 1, ' ');
    console.data(std::string(check.good ? "  " : "! ") + label + check.value + "\n");
    if (!check.good) console.data("    " + catalogue.get("doctor.hint." + check.key, console.language()) + "\n");
  }
}

std::string lines_json(const std::vector<Check>& checks, bool good) {
  JsonArray items;
  for (const Check& check : checks) {
    items.add_raw(JsonObject().add("key", check.key).add("value", check.value).add("good", check.good).str());
  }
  return JsonObject().add("ok", good).add_raw("checks", items.str()).str() + "\n";
}

}  // namespace

ExitCode doctor_verb(const Arguments& arguments, Console& console) {
  Examination examination(console);
  examination.fact("version", std::string(version()));
  examination.fact("compiler", compiler());
  examination.fact("tbb", exec::tbb_version());
  examination.fact("processor", processor_name());
  examination.fact("threads", std::to_string(exec::available_threads()));
  examine_room(examination, arguments.out);
  const std::string characters = character_set();
  examination.fact("locale", characters, characters == "UTF-8");
  examination.check("terminal", text(talks_to_terminal() ? "doctor.terminal_yes" : "doctor.terminal_no"), true);
  examine_bits(examination, exec::available_threads());

  std::size_t bad = 0;
  for (const Check& check : examination.checks()) bad += check.good ? 0 : 1;
  if (console.json()) {
    console.data(lines_json(examination.checks(), bad == 0));
  } else {
    show_lines(examination.checks(), console);
    console.say(bad == 0 ? text("doctor.good") : text("doctor.bad", bad, examination.checks().size()));
  }
  return bad == 0 ? ExitCode::ok : ExitCode::check_failed;
}

}  // namespace tidu::cli
