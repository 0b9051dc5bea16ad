// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/cli/arguments.h"
#include "data/survey.h"

namespace tidu::cli {

/// A file of which nothing is known beforehand, as describe and init read it.
struct ReadSurvey {
  Outcome<data::Survey> survey;
  data::TableRequest request;  ///< what the command line says of the file
  std::string name;            ///< of the file, without folders; "data.csv" for standard input
  std::string bytes;
};

ReadSurvey survey_of(const Arguments& arguments, const std::string& path);

}  // namespace tidu::cli
