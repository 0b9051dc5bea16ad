// SPDX-License-Identifier: Apache-2.0
#include "app/cli/console.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "app/cli/json_text.h"
#include "core/base/escape.h"

namespace tidu::cli {
namespace {

void write_line(std::FILE* stream, const std::string& line) {
  std::fwrite(line.data(), 1, line.size(), stream);
  if (line.empty() || line.back() != '\n') std::fputc('\n', stream);
}

bool colour_wanted(const Arguments& arguments) {
  const char* no_colour = std::getenv("NO_COLOR");
  return !arguments.no_colour && (no_colour == nullptr || *no_colour == '\0') && talks_to_terminal();
}

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      break;
  }
  return "error";
}

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::domain:
      return "domain";
    case ErrorCode::shape:
      return "shape";
    case ErrorCode::missing:
      return "missing";
    case ErrorCode::unknown:
      return "unknown";
    case ErrorCode::duplicate:
      return "duplicate";
    case ErrorCode::syntax:
      return "syntax";
    case ErrorCode::encoding:
      return "encoding";
    case ErrorCode::io:
      return "io";
    case ErrorCode::limit:
      return "limit";
    case ErrorCode::no_convergence:
      return "no_convergence";
    case ErrorCode::cancelled:
      return "cancelled";
  }
  return "internal";
}

}  // namespace

bool talks_to_terminal() {
  const char* terminal = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

std::string to_json(const Diagnostics& diagnostics, study::Language language) {
  const auto& catalogue = study::Catalogue::instance();
  JsonArray findings;
  for (const Diagnostic& finding : diagnostics.items()) {
    JsonObject object;
    object.add("severity", name_of(finding.severity)).add("code", name_of(finding.error.code));
    object.add("key", finding.error.message.key).add("message", catalogue.render(finding.error.message, language));
    if (!finding.error.hint.empty()) object.add("hint", catalogue.render(finding.error.hint, language));
    if (!finding.where.file.empty()) object.add("file", finding.where.file);
    if (finding.where.line > 0) {
      object.add("line", finding.where.line).add("column", finding.where.column).add("length", finding.where.length);
    }
    if (!finding.where.cell.empty()) object.add("cell", finding.where.cell);
    findings.add_raw(object.str());
  }
  return findings.str();
}

Console::Console(study::Language language, bool json) : language_(language), json_(json) {}

void Console::configure(const Arguments& arguments) {
  colour_ = colour_wanted(arguments);
  quiet_ = arguments.quiet;
  verbose_ = arguments.verbosity > 0 && !arguments.quiet;
}

std::string Console::render(const Text& text) const { return study::Catalogue::instance().render(text, language_); }

void Console::data(std::string_view bytes) {
  if (refusal_ == 0 && std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size()) refusal_ = errno;
}

void Console::say(const Text& text) {
  if (!quiet_) write_line(stderr, escape::terminal(render(text), true));
}

void Console::detail(const Text& text) {
  if (verbose_) write_line(stderr, escape::terminal(render(text), true));
}

void Console::show(const Diagnostics& diagnostics) {
  for (const Diagnostic& finding : diagnostics.items()) {
    if (quiet_ && finding.severity != Severity::error) continue;
    write_line(stderr, study::render(finding, language_, colour_));
  }
}

void Console::show_briefly(const Diagnostics& diagnostics) {
  if (verbose_) return show(diagnostics);
  Diagnostics rest;
  for (const Diagnostic& finding : diagnostics.items()) {
    if (finding.severity != Severity::note) rest.add(finding);
  }
  show(rest);
}

ExitCode Console::fail(const Diagnostics& diagnostics, ExitCode code) {
  show(diagnostics);
  if (json_) {
    JsonObject object;
    object.add("ok", false).add("exit_code", static_cast<int>(code));
    data(object.add_raw("diagnostics", to_json(diagnostics, language_)).str() + "\n");
  }
  return code;
}

ExitCode Console::fail(const Error& error, ExitCode code) {
  Diagnostics diagnostics;
  diagnostics.add(error);
  return fail(diagnostics, code);
}

ExitCode Console::finish(ExitCode code) {
  if (refusal_ == 0 && std::fflush(stdout) != 0) refusal_ = errno;
  if (refusal_ == 0 || refusal_ == EPIPE) return code;
  write_line(stderr, "tidu: " + render(text("cli.stdout_refused")));
  return code == ExitCode::ok ? ExitCode::internal : code;
}

}  // namespace tidu::cli
