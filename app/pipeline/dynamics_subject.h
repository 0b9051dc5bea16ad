// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "core/measure/dynamics/options.h"

namespace tidu::app {

/// Something whose distribution over the years is followed: a quantity with a true zero, or the scores of an index.
struct DynamicsSubject {
  std::string id;
  bool score = false;
  Array<double, Region, Year> values;    ///< quantity: relative to the mean of the year; scores as they are
  Array<double, Region, Year> compared;  ///< what classes are made of: without the common growth of the year
  double lower;                          ///< bounds of the values, infinite where there are none
  double upper;
  OriginBuilder origin;
};

/// The quantities of the study's analysis, then its indices. None with fewer than four regions or three years: nothing
/// that follows would mean anything.
std::vector<DynamicsSubject> dynamics_subjects(const MeasureContext& context);

measure::DynamicsOptions dynamics_options_of(const MeasureContext& context);

/// Says beside a table why a measure is left out.
void leave_out(const std::string& table, const Error& error, data::ResultSet& results);

}  // namespace tidu::app
