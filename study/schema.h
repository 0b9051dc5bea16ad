// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "study/catalogue.h"

namespace tidu::study {

/// The study file as a JSON Schema (draft 2020-12), with which editors complete and check TOML files. Ends with a
/// newline.
std::string json_schema(Language language);

/// Every option as a page in Markdown: meaning, unit, limits, default, assumed range, source. Ends with a newline.
std::string options_page(Language language);

}  // namespace tidu::study
