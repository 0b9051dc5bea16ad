// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "core/calibrate/national.h"

namespace tidu::calibrate {

/// Coordinates of the national fit: those of the assumptions, then one for each wording but the first.
std::size_t coordinates(const NationalInput& input);

/// The parameters of z.
simulate::ParameterDraw draw_of(const NationalInput& input, std::span<const double> z);

/// What the surveys would have counted at each of the first out.size() points.
/// links  of the input, or of a nation of one region
void predict(const NationalInput& input, const diffusion::RegionLinks& links, const simulate::ParameterDraw& draw,
             std::span<const double> z, std::span<double> out);

}  // namespace tidu::calibrate
