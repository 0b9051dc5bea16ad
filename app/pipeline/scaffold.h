// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "data/survey.h"
#include "study/catalogue.h"

namespace tidu::app {

/// A file of a study that is being made: path below its folder, and bytes.
struct ScaffoldFile {
  std::string path;
  std::string bytes;
};

struct ScaffoldRequest {
  std::string id;  ///< of the study
  std::string title;
  std::string data_name;  ///< name that the data file gets below data/
  std::string data;       ///< its bytes, kept as they are
  data::TableRequest table;
  study::Language language = study::Language::en;  ///< of the comments
};

/// A study of one data file that can be measured as it stands and is meant to be edited: the data unchanged, regions
/// and series as they were recognised, one variable a series, and an index of all variables that are complete and not
/// constant over the study's years. Those years are the span in which the complete series hold the most cells. Series
/// with gaps are written as comments that say how many cells lack: nothing is filled in unless the user asks for it.
/// errors  missing: no series is complete, and not constant, in any year
Outcome<std::vector<ScaffoldFile>> make_scaffold(const data::Survey& survey, const ScaffoldRequest& request);

}  // namespace tidu::app
