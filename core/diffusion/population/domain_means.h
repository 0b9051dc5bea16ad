// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/diffusion/agents/layout.h"

namespace tidu::diffusion::population {

/// What agents expect to see through their matchings: the mean-field twin of a layout, with the same mixing.
///
/// A matching pairs the n agents of a domain at random, so that whoever is not seen as a user himself has a user as his
/// partner with probability
///   x = V / (n - 1) where n is even,  V / n where n is odd (one in n stays alone),  V = sum_c n_c v_c
/// over the cells c of the domain. With heterophily V weighs the users of group b by exp(-gamma_l (a - b)^2) for those
/// who look from group a. A layer's x is the mean over its matchings; 0 without any.        [Tidu; design section 1.2]
/// Those who ask for contacts (unaware, knowledge, persuasion) are never seen as users, so that x is exact for them.
class DomainMeans {
 public:
  /// layout       outlives this
  /// heterophily  gamma_l >= 0 of each layer, as in agents::AgentSettings
  explicit DomainMeans(const agents::Layout& layout, const ByLayer& heterophily = {});

  /// seen     share of each cell whom others see as users, v_c in [0, 1]
  /// out      for each cell the share of users among the contacts of each layer, in [0, 1]
  /// cost     O(cells x matchings), with heterophily times the groups. No allocation. Same bits always: serial.
  void operator()(std::span<const double> seen, std::span<ByLayer> out);

 private:
  static constexpr std::size_t kMostGroups = 8;
  using Users = std::array<double, kMostGroups>;  // by group

  void gather(std::size_t matching, std::span<const double> seen);
  double mean(std::size_t matching, std::size_t cell) const;

  const agents::Layout& layout_;
  std::array<std::array<double, kMostGroups>, kLayers> arrival_{};  // by distance of groups
  std::vector<std::vector<double>> mates_;                          // by matching and domain: n - 1 or n
  std::vector<Users> users_;                                        // by domain, of the matching at hand
};

}  // namespace tidu::diffusion::population
