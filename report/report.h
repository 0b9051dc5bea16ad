// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "data/results.h"
#include "study/catalogue.h"

namespace tidu::report {

/// The report as one HTML file that needs nothing beside it: style, program, texts in both languages and every table
/// are inside, and its content-security policy forbids all else (scripts and styles by their hashes, no requests).
/// Equal results have equal bytes.
std::string render_html(const data::ResultSet& results);

/// The title of a table: "table.<family>.title" with the name of its subject.
std::string table_title(const data::ResultSet& results, const data::Table& table, study::Language language);

}  // namespace tidu::report
