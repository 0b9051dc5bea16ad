// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"

namespace tidu::app {

/// An index or a quantity whose pattern over space is measured.
struct SpaceSubject {
  std::string id;
  View<const double, Region, Year> values;
  OriginBuilder origin;  ///< of the values and the weights
};

std::vector<SpaceSubject> space_subjects(const MeasureContext& context);

/// What the study's spatial weights come from.
OriginBuilder weights_origin(const MeasureContext& context);
void add_weights_origin(const MeasureContext& context, OriginBuilder& origin);

/// There are weights, and at least four regions have neighbours.
bool can_measure_space(const MeasureContext& context);

}  // namespace tidu::app
