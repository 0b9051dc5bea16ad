// SPDX-License-Identifier: Apache-2.0
#include "app/cli/verbs.h"

namespace tidu::cli {

ExitCode show_help(const Arguments& arguments, Console& console) {
  const auto& catalogue = study::Catalogue::instance();
  const std::string topic = arguments.verb == Verb::none ? "main" : std::string(name_of(arguments.verb));
  console.data(catalogue.get("cli.help." + topic, console.language()));
  console.data(catalogue.get("cli.help.common", console.language()));
  return ExitCode::ok;
}

}  // namespace tidu::cli
