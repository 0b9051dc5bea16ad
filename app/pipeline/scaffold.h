// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/pipeline/pipeline.h"
#include "core/base/fill.h"
#include "data/survey.h"
#include "study/catalogue.h"

namespace tidu::app {

/// What the user says of the data beyond how they are read. Series are named as the file or the study calls them.
struct DataRoles {
  std::vector<std::string> indicators;  ///< of the index; empty: every complete series that varies
  std::vector<std::string> negative;    ///< indicators of which less is better
  std::vector<std::string> quantities;  ///< series with a true zero whose gaps and pattern are measured
  std::vector<std::string> drivers;
  std::vector<std::string> adoption;         ///< series in percent whose adoption is calibrated
  std::vector<int> breaks;                   ///< first years of new wordings, of every series of adoption
  bool adoption_wanted = false;              ///< without names: every series strictly between 0 and 100
  std::string only;                          ///< region whose dated series is read; empty: the file has one
  std::string population;                    ///< series that weighs the regions
  std::optional<int> first_year, last_year;  ///< none: found out
  Fill fill = Fill::none;                    ///< of gaps
  std::vector<std::pair<std::string, std::string>> settings;  ///< options: "measure.weights", "critic"
};

struct ScaffoldRequest {
  std::string id;  ///< of the study
  std::string title;
  std::string data_name;  ///< name that the data file gets below data/
  std::string data;       ///< its bytes, kept as they are
  data::TableRequest table;
  DataRoles roles;
  study::Language language = study::Language::en;  ///< of the comments
};

/// A study of one data file that can be measured as it stands and is meant to be edited: the data unchanged, regions
/// and series as they were recognised, one variable a series, and an index of all variables that are complete and not
/// constant over the study's years, unless the request names others. Those years are the span in which the complete
/// series hold the most cells. Series with gaps are written as comments that say how many cells lack: nothing is filled
/// in unless the user asks for it.
/// errors  missing: no series is complete, and not constant, in any year; unknown: a series or option of the request
///         (with the nearest name)
Outcome<std::vector<StudyFile>> make_scaffold(const data::Survey& survey, const ScaffoldRequest& request);

}  // namespace tidu::app
