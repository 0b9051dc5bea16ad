// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/economy/years.h"

// What is read off years of the regional economy: levels of regions and of the nation, and how far regions are apart,
// by the functions that measure data. Money at prices of the base year; the rest of the world is left out.
namespace tidu::simulate {

struct OutcomeAxis {};
struct SkillAxis {};

/// Of a region in a year.
enum class RegionOutcome : std::uint8_t {
  product,           ///< real gross regional product
  product_per_head,  ///< of the region's people
  income,            ///< real income: product plus what is received (deficits)
  income_per_head,
  people,
  relative_growth,  ///< 100 ln of product over the base year's, a year, less the regions' mean; points; none in the
                    ///< base
  net_inflow,       ///< arrivals less departures in the year before, per thousand people; none in the base year
};
inline constexpr std::array<std::string_view, 7> kRegionOutcomes{
    "product", "product_per_head", "income", "income_per_head", "people", "relative_growth", "net_inflow"};

/// Of a region's people of one skill in a year.
enum class SkillOutcome : std::uint8_t {
  real_wage,   ///< as a hat
  net_inflow,  ///< as above, per thousand people of the skill
};
inline constexpr std::array<std::string_view, 2> kSkillOutcomes{"real_wage", "net_inflow"};

/// Of the nation in a year. Inequality and polarisation count regions by their people, sigma and beta each once.
enum class NationOutcome : std::uint8_t {
  product,
  product_per_head,
  income,
  income_per_head,
  people,
  theil_product,          ///< Theil's T of product per head
  theil_product_between,  ///< between macro-regions
  theil_product_within,
  gini_product,
  gini_product_between,  ///< of macro-regions' means
  gini_product_within,   ///< what those means hide (within and overlap)
  theil_income,          ///< of income per head
  theil_income_between,
  theil_income_within,
  gini_income,
  gini_income_between,
  gini_income_within,
  sigma,         ///< standard deviation of ln product per head
  beta,          ///< slope of its growth since the base year on its ln in the base year; none in the base year
  wolfson,       ///< bipolarisation of product per head
  polarisation,  ///< of macro-regions' product per head (Esteban & Ray, alpha = 1)
  moved,         ///< half the sum of regions' |net inflow|, per thousand of the nation's people; none in the base year
};
inline constexpr std::array<std::string_view, 22> kNationOutcomes{"product",
                                                                  "product_per_head",
                                                                  "income",
                                                                  "income_per_head",
                                                                  "people",
                                                                  "theil_product",
                                                                  "theil_product_between",
                                                                  "theil_product_within",
                                                                  "gini_product",
                                                                  "gini_product_between",
                                                                  "gini_product_within",
                                                                  "theil_income",
                                                                  "theil_income_between",
                                                                  "theil_income_within",
                                                                  "gini_income",
                                                                  "gini_income_between",
                                                                  "gini_income_within",
                                                                  "sigma",
                                                                  "beta",
                                                                  "wolfson",
                                                                  "polarisation",
                                                                  "moved"};

/// NaN where an outcome is none.
struct Outcomes {
  Array<double, OutcomeAxis, Year, Region> region;  ///< T years, the base year first; N regions of the nation
  Array<double, OutcomeAxis, Year> nation;
  Array<double, OutcomeAxis, SkillAxis, Year, Region> skill;

  double of(RegionOutcome outcome, std::size_t year, std::size_t n) const {
    return region(static_cast<std::size_t>(outcome), year, n);
  }
  double of(SkillOutcome outcome, std::size_t skill_of, std::size_t year, std::size_t n) const {
    return skill(static_cast<std::size_t>(outcome), skill_of, year, n);
  }
  double of(NationOutcome outcome, std::size_t year) const { return nation(static_cast<std::size_t>(outcome), year); }
};

/// The base year's levels, N each, and which macro-region each region belongs to.
struct BaseLevels {
  std::vector<double> product, income, people;
  std::vector<std::size_t> group;
};

/// years    of run_years; regions beyond those of the base levels (the rest of the world) are left out
/// errors   those of the measures: a region without people, product or income
Result<Outcomes> outcomes_of(const economy::Years& years, const BaseLevels& base);

}  // namespace tidu::simulate
