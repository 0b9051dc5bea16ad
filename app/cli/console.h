// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "app/cli/arguments.h"
#include "app/cli/exit_code.h"
#include "core/base/diagnostic.h"

namespace tidu::cli {

/// The two streams of the program: stdout holds data alone, stderr everything that is said to a person.
class Console {
 public:
  Console(study::Language language, bool json);

  /// How much is said, once the command line is understood.
  void configure(const Arguments& arguments);

  study::Language language() const { return language_; }
  bool json() const { return json_; }
  std::string render(const Text& text) const;

  /// Adds to stdout, as it is.
  void data(std::string_view bytes);

  /// Says a line on stderr, unless --quiet.
  void say(const Text& text);
  /// Says a line on stderr with -v.
  void detail(const Text& text);
  /// Says what the findings are on stderr (with --quiet the errors alone). Nothing goes to stdout.
  void show(const Diagnostics& diagnostics);
  /// The same without notes, unless -v asks for them: for verbs whose business is not how the data were read.
  void show_briefly(const Diagnostics& diagnostics);

  /// Ends a verb that failed: shows the findings and, with --json, writes them to stdout as {"ok":false,...}.
  ExitCode fail(const Diagnostics& diagnostics, ExitCode code);
  ExitCode fail(const Error& error, ExitCode code);

  /// Hands stdout over. A reader that went away is no mistake; any other refusal is one.
  ExitCode finish(ExitCode code);

 private:
  study::Language language_;
  bool json_;
  bool colour_ = false;
  bool quiet_ = false;
  bool verbose_ = false;
  int refusal_ = 0;  ///< errno of the first write to stdout that failed
};

/// Findings as the JSON array that --json shows.
std::string to_json(const Diagnostics& diagnostics, study::Language language);

/// True when stderr is a terminal that can redraw a line.
bool talks_to_terminal();

}  // namespace tidu::cli
