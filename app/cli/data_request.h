// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "app/cli/arguments.h"
#include "app/cli/exit_code.h"
#include "app/pipeline/scaffold.h"
#include "data/survey.h"

namespace tidu::cli {

/// A file of which nothing is known beforehand, as describe and init read it.
struct ReadSurvey {
  Outcome<data::Survey> survey;
  data::TableRequest request;  ///< what the command line says of the file
  std::string name;            ///< of the file, without folders; "data.csv" for standard input
  std::string bytes;
};

/// The roles of the series as the command line gives them.
/// errors  syntax: --years that are no years, --set without "="
Result<app::DataRoles> roles_of(const Arguments& arguments);

/// What a study of the file is made from: called `name`, with an id of its letters, digits, _ and -. Takes the bytes
/// over.
app::ScaffoldRequest scaffold_request(ReadSurvey& read, app::DataRoles roles, const std::string& name,
                                      study::Language language);

/// A name that the data or the options lack is the command line's mistake, everything else the data's.
ExitCode scaffold_exit_code(const Diagnostics& diagnostics);

ReadSurvey survey_of(const Arguments& arguments, const std::string& path);

}  // namespace tidu::cli
