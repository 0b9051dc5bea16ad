// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/diffusion/agents/layout.h"
#include "core/diffusion/population/chains.h"
#include "core/diffusion/population/population.h"

namespace tidu::diffusion::population {

/// How many contacts an agent has, and among whom. Local contacts (cell and district) count together.
struct ContactDesign {
  std::uint8_t cell = 2;      ///< local: within the agent's own cell, the most alike
  std::uint8_t district = 2;  ///< local: within its region and sector
  std::uint8_t chain = 2;     ///< within its sector and a linked one, in all regions
  std::uint8_t online = 2;    ///< within the nation
};

/// The matchings of a population, in the order cell, district, chain, online. The k-th chain matching has the k-th
/// pairing, and they begin anew where there are fewer.
/// pairings  of the shape's sectors (chains.h); may be empty where design.chain is 0
/// errors    limit (more combinations of contacts, prod_l (d_l + 1), than agents::kContactCodes), shape (a pairing that
///           is not of one number a sector, or none for the chain)
/// cost      O(cells x matchings)
Result<std::vector<agents::MatchingPlan>> matching_plans(const CellShape& shape, const ContactDesign& design,
                                                         std::span<const Pairing> pairings);

}  // namespace tidu::diffusion::population
