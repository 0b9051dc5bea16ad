// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/population/matchings.h"

#include "core/diffusion/agents/table.h"

namespace tidu::diffusion::population {
namespace {

tl::expected<void, Error> check(const CellShape& shape, const ContactDesign& design,
                                std::span<const Pairing> pairings) {
  const std::size_t local = std::size_t{design.cell} + design.district;
  const std::size_t codes = (local + 1) * (design.chain + std::size_t{1}) * (design.online + std::size_t{1});
  if (codes > agents::kContactCodes) {
    return failure(ErrorCode::limit, text("diffusion.agents.contacts", codes, agents::kContactCodes),
                   text("diffusion.agents.contacts.hint"));
  }
  if (design.chain > 0 && pairings.empty()) {
    return failure(ErrorCode::shape, text("diffusion.population.no_pairing"),
                   text("diffusion.population.pairing.hint"));
  }
  for (std::size_t k = 0; k < pairings.size(); ++k) {
    if (pairings[k].size() != shape.sectors) {
      return failure(ErrorCode::shape, text("diffusion.population.pairing", k + 1, pairings[k].size(), shape.sectors),
                     text("diffusion.population.pairing.hint"));
    }
  }
  return {};
}

// One matching whose domain is a function of region, sector and cell.
template <class DomainOf>
agents::MatchingPlan plan(const CellShape& shape, Layer layer, DomainOf domain_of) {
  agents::MatchingPlan result{layer, {}};
  result.domain_of_cell.reserve(shape.cells());
  const std::size_t per_sector = shape.sizes * shape.groups;
  for (std::size_t c = 0; c < shape.cells(); ++c)
    result.domain_of_cell.push_back(static_cast<std::uint32_t>(domain_of(c / per_sector, c)));
  return result;
}

}  // namespace

Result<std::vector<agents::MatchingPlan>> matching_plans(const CellShape& shape, const ContactDesign& design,
                                                         std::span<const Pairing> pairings) {
  if (const auto valid = check(shape, design, pairings); !valid) return tl::unexpected(valid.error());
  std::vector<agents::MatchingPlan> plans;
  const auto cell = [](std::size_t, std::size_t c) { return c; };
  const auto district = [](std::size_t region_sector, std::size_t) { return region_sector; };
  const auto nation = [](std::size_t, std::size_t) { return std::size_t{0}; };
  for (int k = 0; k < design.cell; ++k) plans.push_back(plan(shape, Layer::local, cell));
  for (int k = 0; k < design.district; ++k) plans.push_back(plan(shape, Layer::local, district));
  for (std::size_t k = 0; k < design.chain; ++k) {
    const Pairing& pairing = pairings[k % pairings.size()];
    plans.push_back(plan(shape, Layer::chain, [&](std::size_t region_sector, std::size_t) {
      return pairing[region_sector % shape.sectors];
    }));
  }
  for (int k = 0; k < design.online; ++k) plans.push_back(plan(shape, Layer::online, nation));
  return plans;
}

}  // namespace tidu::diffusion::population
