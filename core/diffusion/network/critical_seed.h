// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/result.h"

namespace tidu::diffusion::network {

/// What more first adopters do on a network of equal degrees.
enum class SeedOutcome : std::uint8_t {
  any,      ///< any share of them is enough for everybody to adopt (k = 1, or k = d - 1 = 1); critical share 0
  jump,     ///< the final size jumps to everybody at the critical share (1 < k < d - 1)
  gradual,  ///< the final size rises without a jump and is everybody from the critical share on (1 < k = d - 1)
  never,    ///< a node needs all its neighbours (k = d): no share below 1 brings everybody along; critical share 1
};

struct CriticalSeed {
  std::size_t contacts = 0;  ///< k
  SeedOutcome outcome = SeedOutcome::never;
  double seed = 0;    ///< rho_c
  double before = 0;  ///< final size just below rho_c (never: 1 as rho goes to 1; any: 0)

  friend bool operator==(const CriticalSeed&, const CriticalSeed&) = default;
};

/// The critical mass of complex contagion: the least share of random first adopters from which everybody adopts where
/// each of a node's d neighbours counts alike and k of them are needed. With G(q) = P(Bin(d - 1, q) >= k) the recursion
/// of cascade.h rests at q where rho = r(q) = (q - G)/(1 - G), and rho_c = max r. r rises as long as (1 - G) > (1 - q)
/// G'(q); the quotient of the two falls in q, so that there is one maximum, which bisection finds; for k = d - 1 it
/// lies at q = 1 with rho_c = (d - 2)/(d - 1).   [Gleeson & Cahalane 2007; the form of r is ours] Conditional on k and
/// d, which are assumptions: it says what critical mass follows, not which one there is. degree, contacts  1 <= k <= d
/// <= kMaximumDegree. returns  rho_c in [0, 1], to about 1e-13. errors   diffusion.network.degree (domain),
/// diffusion.network.contacts (domain). cost     some 60 incomplete beta functions.
Result<CriticalSeed> critical_seed(std::size_t degree, std::size_t contacts);

/// The same for k = 1 .. d: how many contacts a critical mass of, say, a tenth speaks for. rho_c rises with k.
/// errors   diffusion.network.degree (domain).
Result<std::vector<CriticalSeed>> contacts_needed(std::size_t degree);

}  // namespace tidu::diffusion::network
