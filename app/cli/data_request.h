// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/cli/arguments.h"
#include "app/cli/console.h"
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

/// The study that is made of a file, and how the program ends where none can be.
struct MadeStudy {
  Outcome<std::vector<app::StudyFile>> files;
  ExitCode code = ExitCode::ok;
};

/// A file with two regions or more becomes a study of regions; for simulate and init, one with dates that says of one
/// region (or whose user names one) a study of that series. Says how the file was read.
MadeStudy make_study(ReadSurvey& read, app::DataRoles roles, const std::string& name, Verb verb, Console& console);

ReadSurvey survey_of(const Arguments& arguments, const std::string& path);

}  // namespace tidu::cli
