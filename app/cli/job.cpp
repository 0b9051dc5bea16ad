// SPDX-License-Identifier: Apache-2.0
#include "app/cli/job.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace tidu::cli {
namespace {

exec::ProgressMode mode_of(const Arguments& arguments) {
  switch (arguments.progress) {
    case ProgressChoice::bar:
      return talks_to_terminal() ? exec::ProgressMode::bar : exec::ProgressMode::plain;
    case ProgressChoice::plain:
      return exec::ProgressMode::plain;
    case ProgressChoice::json:
      return exec::ProgressMode::json;
    case ProgressChoice::none:
      return exec::ProgressMode::none;
    case ProgressChoice::automatic:
      break;
  }
  if (arguments.quiet) return exec::ProgressMode::none;
  return talks_to_terminal() ? exec::ProgressMode::bar : exec::ProgressMode::plain;
}

std::size_t terminal_columns() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::unique_ptr<exec::ProgressSink> make_sink(const Arguments& arguments, study::Language language,
                                              std::chrono::steady_clock::time_point start) {
  return exec::make_progress_sink(
      mode_of(arguments),
      {.write = [](std::string_view bytes) { std::fwrite(bytes.data(), 1, bytes.size(), stderr); },
       .seconds = [start] { return seconds_since(start); },
       .stage_label = [language](std::string_view key) { return study::Catalogue::instance().get(key, language); },
       .columns = terminal_columns});
}

}  // namespace

Job::Job(const Arguments& arguments, const Console& console)
    : guard_(token_),
      sink_(make_sink(arguments, console.language(), start_)),
      threads_(arguments.threads > 0 ? arguments.threads : exec::available_threads()),
      executor_(threads_, *sink_, token_),
      steady_(threads_, *sink_, never_) {}

Job::~Job() { sink_->finish(); }

double Job::seconds() const { return seconds_since(start_); }

}  // namespace tidu::cli
