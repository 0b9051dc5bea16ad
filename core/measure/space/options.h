// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "core/base/option.h"

namespace tidu::measure {

/// What becomes of a region without neighbours. Never silent: the study says it.
enum class IslandRule : std::uint8_t {
  error,     ///< refuse
  zero_lag,  ///< its spatial lag is 0 and n counts only regions with neighbours
};

/// What a study may set about spatial weights and spatial association.
struct SpaceOptions {
  std::uint64_t permutations = 9999;  ///< of Moran's I
  IslandRule islands = IslandRule::error;
};

/// Keys "measure.*" of the study file, one for each field above.
std::span<const Option<SpaceOptions>> space_options();

}  // namespace tidu::measure
