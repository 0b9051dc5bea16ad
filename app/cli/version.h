// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidu::cli {

/// "0.1.0", from the build.
std::string_view version();

/// "g++ 12.2.0" or "clang 19.1.7".
std::string compiler();

}  // namespace tidu::cli
