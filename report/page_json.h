// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "data/results.h"

namespace tidu::report {

/// The results as JSON that may stand inside a script element: what the page's program reads. Texts are escaped,
/// numbers have every digit, no value is null.
std::string results_json(const data::ResultSet& results);

/// The catalogue's texts that the page needs, by language and key.
std::string texts_json(const data::ResultSet& results);

}  // namespace tidu::report
