// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "study/catalogue.h"

namespace tidu::cli {

/// A page of the manual.
struct ManualPage {
  std::string name;  ///< what `tidu man NAME` asks for: empty (tidu itself), a command, "options"
  std::string file;  ///< "man1/tidu-run.1"
  std::string roff;
};

/// Every page: tidu(1), one of section 1 for each command (those below another stand in its page), and
/// tidu-options(5) with every option of study files. Made from the table of commands and the option registry.
std::vector<ManualPage> manual(study::Language language);

}  // namespace tidu::cli
