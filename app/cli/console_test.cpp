// SPDX-License-Identifier: Apache-2.0
#include "app/cli/console.h"

#include <gtest/gtest.h>

#include "app/cli/json_text.h"

namespace tidu::cli {
namespace {

Diagnostic finding(ErrorCode code, std::string file) {
  Diagnostic diagnostic;
  diagnostic.error = {.code = code, .message = text("cli.interrupted"), .hint = {}};
  diagnostic.where.file = std::move(file);
  return diagnostic;
}

Diagnostics findings(std::initializer_list<Diagnostic> items) {
  Diagnostics all;
  for (const Diagnostic& item : items) all.add(item);
  return all;
}

TEST(ExitCodes, FollowFileAndKind) {
  const auto study = finding(ErrorCode::domain, "study.toml");
  const auto data = finding(ErrorCode::syntax, "data/panel.csv");
  EXPECT_EQ(exit_code_of(findings({}), Phase::reading), ExitCode::ok);
  EXPECT_EQ(exit_code_of(findings({study}), Phase::reading), ExitCode::study);
  EXPECT_EQ(exit_code_of(findings({data}), Phase::reading), ExitCode::data);
  EXPECT_EQ(exit_code_of(findings({data, study}), Phase::reading), ExitCode::study);
  EXPECT_EQ(exit_code_of(findings({finding(ErrorCode::missing, "")}), Phase::reading), ExitCode::study);
  EXPECT_EQ(exit_code_of(findings({finding(ErrorCode::domain, "")}), Phase::computing), ExitCode::data);
  EXPECT_EQ(exit_code_of(findings({finding(ErrorCode::io, "runs")}), Phase::writing), ExitCode::internal);
  EXPECT_EQ(exit_code_of(findings({finding(ErrorCode::no_convergence, "")}), Phase::computing),
            ExitCode::no_convergence);
  EXPECT_EQ(exit_code_of(findings({data, finding(ErrorCode::cancelled, "")}), Phase::computing), ExitCode::interrupted);
}

TEST(ExitCodes, WarningsAreNoErrors) {
  Diagnostic warning = finding(ErrorCode::domain, "study.toml");
  warning.severity = Severity::warning;
  EXPECT_EQ(exit_code_of(findings({warning}), Phase::reading), ExitCode::ok);
}

TEST(Json, EscapesWhatAFileMayHold) {
  EXPECT_EQ(JsonObject().add("a", "\"\n</script>").add("n", 3).add("b", false).str(),
            "{\"a\":\"\\\"\\n\\u003C/script\\u003E\",\"n\":3,\"b\":false}");
}

TEST(Json, FindingsHaveTheirPlace) {
  Diagnostic located = finding(ErrorCode::unknown, "study.toml");
  located.where.line = 12;
  located.where.column = 5;
  const std::string json = to_json(findings({located}), study::Language::en);
  EXPECT_EQ(
      json,
      "[{\"severity\":\"error\",\"code\":\"unknown\",\"key\":\"cli.interrupted\",\"message\":\"Interrupted. Nothing "
      "half-written is left.\",\"file\":\"study.toml\",\"line\":12,\"column\":5,\"length\":1}]");
}

}  // namespace
}  // namespace tidu::cli
