// SPDX-License-Identifier: Apache-2.0
#include "app/cli/data_request.h"

#include <filesystem>

#include "data/file.h"

namespace tidu::cli {

ReadSurvey survey_of(const Arguments& arguments, const std::string& path) {
  ReadSurvey read;
  read.request.sheet = arguments.sheet;
  read.request.region = arguments.region_column;
  if (const auto year = data::parse_year(arguments.year)) {
    read.request.in_year = *year;
  } else {
    read.request.year = arguments.year;
  }
  if (!arguments.decimal.empty()) read.request.decimal = arguments.decimal.front();
  const std::string shown = path == "-" ? "stdin" : path;
  read.name = path == "-" ? "data.csv" : std::filesystem::path(path).filename().string();
  auto file = data::read_file(path, shown);
  if (!file) {
    read.survey.diagnostics.add(file.error());
    return read;
  }
  read.bytes = file->bytes;
  read.survey = data::survey(std::move(file->bytes), path == "-" ? shown : read.name, read.request);
  return read;
}

}  // namespace tidu::cli
