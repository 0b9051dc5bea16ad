// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/cascade.h"

#include <algorithm>
#include <cmath>

#include "core/diffusion/network/binomial.h"
#include "core/diffusion/network/cascade_recursion.h"
#include "core/diffusion/network/checks.h"

namespace tidu::diffusion::network {
namespace {

// The largest degree at which one neighbour is enough.
std::size_t vulnerable_degree(double share) {
  auto degree = static_cast<std::size_t>(std::floor(1 / share)) + 1;
  while (!(1 / static_cast<double>(degree) >= share)) --degree;
  return degree;
}

}  // namespace

Result<void> check_rule(const AdoptionRule& rule) {
  const bool by_share = rule.share > 0 && rule.share <= 1;
  if (rule.contacts > 0 ? rule.share == 0 : by_share) return {};
  return refuse(ErrorCode::domain, "diffusion.network.rule", "diffusion.network.rule.hint", rule.contacts, rule.share);
}

double through_link(const DegreeLaw& degrees, const AdoptionRule& rule, double q) {
  const std::span<const double> p = degrees.probabilities();
  double out = 0;
  for (std::size_t d = 1; d < p.size(); ++d) {
    if (p[d] > 0) out += static_cast<double>(d) * p[d] * binomial_at_least(d - 1, rule.needed(d), q);
  }
  return out / degrees.mean();
}

double at_node(const DegreeLaw& degrees, const AdoptionRule& rule, double q) {
  const std::span<const double> p = degrees.probabilities();
  double out = 0;
  for (std::size_t d = 1; d < p.size(); ++d) {
    if (p[d] > 0) out += p[d] * binomial_at_least(d, rule.needed(d), q);
  }
  return out;
}

std::size_t AdoptionRule::needed(std::size_t degree) const {
  if (contacts > 0) return contacts;
  const auto d = static_cast<double>(degree);
  // The quotient decides, not phi d: 0.07 of 100 neighbours are 7, though 0.07 * 100 > 7 in doubles.
  auto m = static_cast<std::size_t>(std::max(1.0, std::floor(share * d)));
  while (m > 1 && static_cast<double>(m - 1) / d >= share) --m;
  while (static_cast<double>(m) / d < share) ++m;
  return m;
}

Result<Cascade> cascade_size(const DegreeLaw& degrees, const AdoptionRule& rule, double seed) {
  if (auto checked = check_rule(rule); !checked) return tl::unexpected(checked.error());
  if (auto checked = check_share("seed", seed); !checked) return tl::unexpected(checked.error());
  Cascade out{.link = seed};
  while (!out.converged && out.steps < kMaximumCascadeSteps) {
    const double next = std::min(1.0, seed + (1 - seed) * through_link(degrees, rule, out.link));
    out.converged = next <= out.link;
    out.link = std::max(out.link, next);
    ++out.steps;
  }
  out.size = std::min(1.0, seed + (1 - seed) * at_node(degrees, rule, out.link));
  return out;
}

Result<double> cascade_condition(const DegreeLaw& degrees, double share) {
  if (auto checked = check_rule({.share = share}); !checked) return tl::unexpected(checked.error());
  const std::span<const double> p = degrees.probabilities();
  double out = 0;
  for (std::size_t d = 2; d < p.size() && 1 / static_cast<double>(d) >= share; ++d) {
    out += static_cast<double>(d) * static_cast<double>(d - 1) * p[d];
  }
  return out / degrees.mean();
}

Result<CascadeWindow> cascade_window(double share) {
  if (auto checked = check_rule({.share = share}); !checked) return tl::unexpected(checked.error());
  if (!(share >= 1 / static_cast<double>(kMaximumDegree))) {
    return refuse(ErrorCode::domain, "diffusion.network.rule", "diffusion.network.rule.hint", 0, share);
  }
  const std::size_t top = vulnerable_degree(share);
  if (top < 2) return CascadeWindow{};
  const auto a = static_cast<double>(top - 1);  // P(Poisson(z) <= a - 1) = Q(a, z)
  const auto condition = [a](double z) { return z * math::gamma_upper(a, z); };
  // d/dz z Q(a, z) = Q(a, z) - z^a e^-z/Gamma(a)
  const auto rising = [a](double z) {
    return math::gamma_upper(a, z) > math::exp(a * math::log(z) - z - math::lgamma(a));
  };
  const double end = 10 * a + 20;  // far in the tail: the condition is near 0 there
  const double peak = sign_change(0, end, rising);
  if (!(condition(peak) > 1)) return CascadeWindow{};
  return CascadeWindow{.exists = true,
                       .low = sign_change(0, peak, [&](double z) { return condition(z) <= 1; }),
                       .high = sign_change(peak, end, [&](double z) { return condition(z) > 1; })};
}

}  // namespace tidu::diffusion::network
