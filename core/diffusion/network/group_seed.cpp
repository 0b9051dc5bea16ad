// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/group_seed.h"

#include <algorithm>
#include <cmath>

#include "core/diffusion/network/binomial.h"
#include "core/diffusion/network/cascade.h"
#include "core/diffusion/network/checks.h"
#include "core/diffusion/network/degree_law.h"

namespace tidu::diffusion::network {
namespace {

constexpr double kRounding = 1e-13;  // by which r may rise without meaning it
constexpr std::size_t kRefinements = 80;

using Groups = std::span<const ThresholdGroup>;

// P(a node with n neighbours who have adopted with probability q each does not adopt)
double stays_out(std::size_t n, Groups groups, double q) {
  double out = 0;
  for (const ThresholdGroup& g : groups) {
    if (g.share > 0) out += g.share * binomial_below(n, g.contacts, q);
  }
  return out;
}

// r(q) = (q - G)/(1 - G) = 1 - (1 - q)/(1 - G); -1 where all links adopt.
double resting_seed(std::size_t d, Groups groups, double q) {
  const double out = stays_out(d - 1, groups, q);
  return out > 0 ? std::max(-1.0, 1 - (1 - q) / out) : -1;
}

double size(std::size_t d, Groups groups, double seed, double q) { return 1 - (1 - seed) * stays_out(d, groups, q); }

// q of the largest r in [0, 1).
double summit(std::size_t d, Groups groups) {
  const double step = 1 / static_cast<double>(kGroupSeedGrid);
  double best = 0;
  double highest = resting_seed(d, groups, 0);
  for (std::size_t i = 1; i < kGroupSeedGrid; ++i) {
    const double q = static_cast<double>(i) * step;
    const double r = resting_seed(d, groups, q);
    if (r > highest) {
      highest = r;
      best = q;
    }
  }
  double low = std::max(0.0, best - step);
  double high = std::min(1.0, best + step);
  for (std::size_t i = 0; i < kRefinements; ++i) {
    const double left = low + (high - low) / 3;
    const double right = high - (high - low) / 3;
    if (resting_seed(d, groups, left) < resting_seed(d, groups, right)) {
      low = left;
    } else {
      high = right;
    }
  }
  return low + (high - low) / 2;
}

// r as q goes to 1: nobody who needs fewer than d - 1 contacts stays out; those who need as many do so with
// (d - 1)(1 - q), those who need all d always.
double last_resting_seed(std::size_t d, Groups groups) {
  double nearly_all = 0;
  for (const ThresholdGroup& g : groups) {
    if (g.contacts == d && g.share > 0) return 1;
    if (g.contacts + 1 == d) nearly_all += g.share;
  }
  nearly_all *= static_cast<double>(d - 1);
  return nearly_all > 1 ? 1 - 1 / nearly_all : -1;
}

// What stays_out leaves of 1, without cancellation: shares whose sum is 1 but for rounding adopt from nothing
// otherwise.
double adopts(std::size_t n, Groups groups, double q) {
  double in = 0;
  for (const ThresholdGroup& g : groups) {
    if (g.share > 0) in += g.share * binomial_at_least(n, g.contacts, q);
  }
  return in;
}

// Where q <- G(q) comes to rest from 0: the first q at which r is not below 0.
double unseeded_size(std::size_t d, Groups groups) {
  double q = 0;
  for (std::size_t i = 0; i < kMaximumCascadeSteps; ++i) {
    const double next = std::min(1.0, adopts(d - 1, groups, q));
    if (!(next > q)) break;
    q = next;
  }
  return std::min(1.0, adopts(d, groups, q));
}

Result<void> check(std::size_t degree, Groups groups) {
  if (degree == 0 || degree > kMaximumDegree) {
    return refuse(ErrorCode::domain, "diffusion.network.degree", "diffusion.network.degree.hint", degree,
                  kMaximumDegree);
  }
  double total = 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].contacts > degree) {
      return refuse(ErrorCode::domain, "diffusion.network.group_contacts", "diffusion.network.group_contacts.hint",
                    i + 1, groups[i].contacts, degree);
    }
    if (auto checked = check_share("share", groups[i].share); !checked) return checked;
    total += groups[i].share;
  }
  if (std::fabs(total - 1) <= 1e-9) return {};
  return refuse(ErrorCode::domain, "diffusion.network.group_shares", "diffusion.network.group_shares.hint", total);
}

}  // namespace

Result<GroupSeed> group_critical_seed(std::size_t degree, std::span<const ThresholdGroup> groups) {
  if (auto checked = check(degree, groups); !checked) return tl::unexpected(checked.error());
  GroupSeed out{.unseeded = unseeded_size(degree, groups)};
  const double last = last_resting_seed(degree, groups);
  const double q = summit(degree, groups);
  const double inside = resting_seed(degree, groups, q);
  if (last >= 1) {
    out.outcome = SeedOutcome::never;
    out.seed = out.before = 1;
  } else if (std::max(last, inside) <= kRounding) {
    out.outcome = SeedOutcome::any;
    out.before = out.unseeded;
  } else if (last >= inside - kRounding) {
    out.outcome = SeedOutcome::gradual;
    out.seed = last;
    out.before = 1;
  } else {
    out.outcome = SeedOutcome::jump;
    out.seed = inside;
    out.before = size(degree, groups, inside, q);
  }
  return out;
}

}  // namespace tidu::diffusion::network
