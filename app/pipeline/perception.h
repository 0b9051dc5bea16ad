// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "app/pipeline/loaded_study.h"
#include "app/pipeline/origins.h"
#include "core/base/result.h"
#include "core/diffusion/process/rates.h"
#include "core/simulate/draws.h"

namespace tidu::app {

/// Standard scores of what the study says stands for the attributes of the innovation, by region, times its strength:
/// of the study's last year, with mean and standard deviation over people. Empty where nothing does.
/// people  by region, > 0
/// errors  pipeline.attribute_flat (domain: attribute, id; all regions have the same value)
Result<std::vector<diffusion::Attributes>> attribute_scores(const LoadedStudy& loaded, std::span<const double> people);

/// The attributes at the value of diffusion.attribute_effect in the study.
std::vector<diffusion::Attributes> central_attributes(const LoadedStudy& loaded,
                                                      std::span<const diffusion::Attributes> scores);

/// Adds what stands for the attributes, if anything does.
void add_attribute_origin(const LoadedStudy& loaded, OriginBuilder& origin);

/// The study's parts of the people that decide in a way of their own.
std::vector<simulate::DecisionUnit> decision_units(const study::Study& study);

}  // namespace tidu::app
