// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/critical_seed.h"

#include <algorithm>

#include "core/diffusion/network/binomial.h"
#include "core/diffusion/network/checks.h"
#include "core/diffusion/network/degree_law.h"

namespace tidu::diffusion::network {
namespace {

// P(Bin(n, q) = k) for 0 < q < 1
double binomial_exactly(std::size_t n, std::size_t k, double q) {
  const auto all = static_cast<double>(n);
  const auto some = static_cast<double>(k);
  const double ways = math::lgamma(all + 1) - math::lgamma(some + 1) - math::lgamma(all - some + 1);
  return math::exp(ways + some * math::log(q) + (all - some) * math::log1p(-q));
}

CriticalSeed at_jump(std::size_t d, std::size_t k) {
  // (1 - q) G'(q) = (d - k) P(Bin(d - 1, q) = k - 1)
  const auto rises = [d, k](double q) {
    return binomial_below(d - 1, k, q) > static_cast<double>(d - k) * binomial_exactly(d - 1, k - 1, q);
  };
  const double q = sign_change(0, 1, rises);
  const double seed = (q - binomial_at_least(d - 1, k, q)) / binomial_below(d - 1, k, q);
  return {.contacts = k,
          .outcome = SeedOutcome::jump,
          .seed = seed,
          .before = seed + (1 - seed) * binomial_at_least(d, k, q)};
}

}  // namespace

Result<CriticalSeed> critical_seed(std::size_t degree, std::size_t contacts) {
  if (degree == 0 || degree > kMaximumDegree) {
    return refuse(ErrorCode::domain, "diffusion.network.degree", "diffusion.network.degree.hint", degree,
                  kMaximumDegree);
  }
  if (contacts == 0 || contacts > degree) {
    return refuse(ErrorCode::domain, "diffusion.network.contacts", "diffusion.network.contacts.hint", contacts, degree);
  }
  if (contacts == degree) {
    return CriticalSeed{.contacts = contacts, .outcome = SeedOutcome::never, .seed = 1, .before = 1};
  }
  if (contacts == 1) return CriticalSeed{.contacts = contacts, .outcome = SeedOutcome::any, .seed = 0, .before = 0};
  if (contacts + 1 == degree) {
    const double seed = static_cast<double>(degree - 2) / static_cast<double>(degree - 1);
    return CriticalSeed{.contacts = contacts, .outcome = SeedOutcome::gradual, .seed = seed, .before = 1};
  }
  return at_jump(degree, contacts);
}

Result<std::vector<CriticalSeed>> contacts_needed(std::size_t degree) {
  std::vector<CriticalSeed> out;
  for (std::size_t k = 1; k <= std::max<std::size_t>(degree, 1); ++k) {
    auto one = critical_seed(degree, k);
    if (!one) return tl::unexpected(one.error());
    out.push_back(*one);
  }
  return out;
}

}  // namespace tidu::diffusion::network
