// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/economy/accounts/support_test.h"
#include "core/simulate/economy/baseline.h"

namespace tidu::simulate::testing {

/// Four regions in two macro-regions, three sectors, three years; people move. No half of the regions has half of the
/// people, where the median jumps.
inline BaselineInput example(std::uint64_t seed) {
  economy::accounts::testing::RandomTables random({.regions = 4, .sectors = 3, .seed = seed});
  BaselineInput out{.tables = random.make(), .people = {3, 2, 4.3, 1}, .group = {0, 0, 1, 1}, .years = 3};
  out.value_added = out.tables.value_added;
  out.geography = random.places();
  out.efficiency = {.mean = 4,
                    .region = {5, 4, 3, 4},
                    .region_error = {0.3, 0.3, 0.3, 0.3},
                    .mean_error = 0.4,
                    .region_year = 0.5,
                    .year = 1};
  out.labour = {.mean = 0.5, .region = {1, 0.5, 0, 0.5}, .region_error = {0.1, 0.1, 0.1, 0.1}, .mean_error = 0.1};
  out.move_totals = economy::MoveTotals{.people = out.people,
                                        .out = {0.1, 0.1, 0.2, 0.1},
                                        .in = {0.2, 0.1, 0.1, 0.1},
                                        .distance = out.geography.distance};
  return out;
}

/// Years of growth in which good and bad ones last: h of five years, l of the same without noise.
inline GrowthPersistence lasting_years() {
  Array<double, Region, Year> h({4, 5});
  Array<double, Region, Year> l({4, 5});
  const double of_year[] = {1, 2, 0.5, -1, -2};
  const double of_region[4][5] = {
      {2, 1.5, 1.8, 0.9, 1.2}, {-1, -1.4, -0.3, 0.4, 0.1}, {0.5, 0.9, -0.2, -0.4, -0.9}, {-1.5, -1, -1.3, -0.9, -0.4}};
  for (std::size_t n = 0; n < 4; ++n) {
    for (std::size_t t = 0; t < 5; ++t) {
      h(n, t) = 4 + of_year[t] + of_region[n][t];
      l(n, t) = 0.5 + 0.1 * of_year[t] + 0.2 * of_region[n][t];
    }
  }
  return {.efficiency = *economy::persistent_trend(h.view()), .labour = *economy::persistent_trend(l.view())};
}

/// Every region brings along the same.
inline void alike(BaselineInput& input, double efficiency, double labour) {
  const std::vector<double> none(input.people.size(), 0);
  input.efficiency = {.mean = efficiency, .region = std::vector<double>(none.size(), efficiency), .region_error = none};
  input.labour = {.mean = labour, .region = std::vector<double>(none.size(), labour), .region_error = none};
}

inline BaselinePoint central(const BaselineInput& input) {
  return {.accounts = economy::accounts::testing::large_world(), .paths = central_paths(input)};
}

template <class P>
std::vector<Range> ranges(std::span<const Option<P>> options) {
  std::vector<Range> out;
  for (const Option<P>& option : options) out.push_back({option.record.low, option.record.high});
  return out;
}

/// The ranges of the records, with a rest of the world so large that random imports are little to it.
inline BaselineAssumptions assumptions() {
  BaselineAssumptions out{.accounts = ranges(economy::accounts::accounts_options()),
                          .statics = ranges(economy::statics_options()),
                          .skills = ranges(economy::accounts::skill_options()),
                          .step = ranges(economy::step_options()),
                          .density = ranges(economy::density_options()),
                          .seed = 11};
  const auto options = economy::accounts::accounts_options();
  for (std::size_t k = 0; k < options.size(); ++k) {
    if (options[k].record.key == "economy.world_size") out.accounts[k] = {40, 60};
  }
  return out;
}

}  // namespace tidu::simulate::testing
