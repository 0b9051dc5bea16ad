// SPDX-License-Identifier: Apache-2.0
#include "app/cli/exit_code.h"

#include <string_view>

namespace tidu::cli {
namespace {

ExitCode exit_code_of(const Diagnostic& finding, Phase phase) {
  switch (finding.error.code) {
    case ErrorCode::cancelled:
      return ExitCode::interrupted;
    case ErrorCode::no_convergence:
      return ExitCode::no_convergence;
    default:
      break;
  }
  const std::string_view file = finding.where.file;
  switch (phase) {
    case Phase::writing:
      return ExitCode::internal;
    case Phase::computing:
      return file.ends_with(".toml") ? ExitCode::study : ExitCode::data;
    case Phase::reading:
      break;
  }
  return file.empty() || file.ends_with(".toml") ? ExitCode::study : ExitCode::data;
}

/// An interruption explains whatever came after it; then the mistakes in the order in which a user mends them.
int rank(ExitCode code) { return code == ExitCode::interrupted ? -1 : static_cast<int>(code); }

}  // namespace

ExitCode exit_code_of(const Diagnostics& diagnostics, Phase phase) {
  ExitCode result = ExitCode::ok;
  for (const Diagnostic& finding : diagnostics.items()) {
    if (finding.severity != Severity::error) continue;
    const ExitCode code = exit_code_of(finding, phase);
    if (result == ExitCode::ok || rank(code) < rank(result)) result = code;
  }
  return result;
}

}  // namespace tidu::cli
