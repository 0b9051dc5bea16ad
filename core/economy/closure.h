// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/economy/economy.h"

namespace tidu::economy {

/// What becomes of the base year's deficits D, which already hold fiscal transfers. Nothing stays fixed in money but
/// relative to the numeraire.
enum class ClosureRule : std::uint8_t {
  share_of_nation,  ///< D'_n = lambda D_n GDP'_c / GDP_c of the region's nation c; the absorber takes what is left
  per_head,  ///< D'_n = lambda D_n (p_hat_n / p_hat_c) GDP'_c / GDP_c for people p; the absorber takes what is left
  share_of_world,  ///< D'_n = lambda D_n, a fixed share of the world's value added   [CP; CDP]
  given,           ///< D'_n as written, in the base year's money; their sum must be 0
};

/// A rule and its settings; lambda = 0 balances all trade (Dekle, Eaton & Kortum 2008), between 0 and 1 phases it out.
struct Closure {
  ClosureRule rule = ClosureRule::share_of_nation;
  double keep = 1;                     ///< lambda in [0, 1]; of no effect under `given`
  std::size_t absorber = kLastRegion;  ///< region whose deficit is what is left
  std::vector<double> deficit;         ///< N, for `given` alone
  static constexpr std::size_t kLastRegion = static_cast<std::size_t>(-1);
};

/// Checks a closure against a base year. people_hat: N, or empty: 1.
/// errors   economy.closure_absorber (domain), economy.share (domain: keep), economy.shape (shape),
///          economy.closure_sum (domain: given deficits that do not sum to 0), economy.closure_people (missing: the
///          rule per head without people), economy.not_positive (domain: a change of people).
Result<void> check_closure(const BaseYear& base, const Closure& closure, const std::vector<double>& people_hat);

/// The deficits D' for regions' value added after the shock; sum 0. The closure has been checked.
std::vector<double> deficits_after(const BaseYear& base, const Closure& closure, const std::vector<double>& people_hat,
                                   const std::vector<double>& value_added);

/// How deficits change at the base year with small changes of people (in logarithms, N or empty: none) and of regions'
/// value added (in money): the derivative of the above under keep = 1; sum 0. Of no effect under `given`.
std::vector<double> deficit_changes(const BaseYear& base, const Closure& closure,
                                    const std::vector<double>& people_change,
                                    const std::vector<double>& value_added_change);

}  // namespace tidu::economy
