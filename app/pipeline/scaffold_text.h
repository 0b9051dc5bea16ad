// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "app/pipeline/scaffold.h"

namespace tidu::app {

/// Parts of a study file as make_scaffold and make_series_scaffold write them.

std::string toml_text(std::string_view text);

/// A text of the catalogue as lines of comment.
std::string comment_text(std::string_view key, study::Language language);

/// By section and key, as TOML.
using SettingsBySection = std::map<std::string, std::map<std::string, std::string>>;

/// The options that the user set, section by section, beside those given.
std::string settings_text(const DataRoles& roles, SettingsBySection sections);

/// Each option that is set exists; its value is checked when the study is read.
void check_settings(const DataRoles& roles, Diagnostics& diagnostics);

}  // namespace tidu::app
