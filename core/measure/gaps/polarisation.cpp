// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/polarisation.h"

#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

// A half of the population, to rounding of its shares.
constexpr double kHalfTolerance = 1e-12;

// Distinct values in rising order with their shares.
Population camps(const Population& values) {
  Population out;
  for (const std::size_t i : rising_order(values.x)) {
    if (out.x.empty() || values.x[i] > out.x.back()) {
      out.x.push_back(values.x[i]);
      out.p.push_back(0);
    }
    out.p.back() += values.p[i];
  }
  return out;
}

Result<void> check_alpha(double alpha) {
  if (alpha >= 0 && alpha <= kMaximumPolarisationAlpha) return {};
  return refuse(ErrorCode::domain, "measure.polarisation.alpha", "measure.polarisation.alpha.hint", alpha,
                kMaximumPolarisationAlpha);
}

// sum_i sum_j p_i^(1+a) p_j |y_i - y_j|/mu = (1/mu) sum over gaps between neighbours of gap [A P' + A' P], with A and P
// the sums of p^(1+a) and p up to the gap, and A', P' those above it: no cancellation.
double esteban_ray_of(const Population& distinct, double alpha) {
  const std::size_t n = distinct.x.size();
  std::vector<double> identified(n);
  for (std::size_t i = 0; i < n; ++i) identified[i] = distinct.p[i] * math::pow(distinct.p[i], alpha);
  std::vector<double> people_above(n, 0.0);
  std::vector<double> identified_above(n, 0.0);
  for (std::size_t i = n - 1; i > 0; --i) {
    people_above[i - 1] = people_above[i] + distinct.p[i];
    identified_above[i - 1] = identified_above[i] + identified[i];
  }
  std::vector<double> terms(n, 0.0);
  double people = 0;
  double identity = 0;
  for (std::size_t i = 0; i + 1 < n; ++i) {
    people += distinct.p[i];
    identity += identified[i];
    terms[i] = (distinct.x[i + 1] - distinct.x[i]) * (identity * people_above[i] + identified_above[i] * people);
  }
  return sum(terms) / distinct.mean();
}

struct Middle {
  double median = 0;
  double lorenz = 0;  // L(1/2)
};

Middle middle_of(const Population& distinct, double mu) {
  Middle out;
  double below = 0;
  double amount = 0;
  for (std::size_t i = 0; i < distinct.x.size(); ++i) {
    const double up_to = below + distinct.p[i];
    if (up_to > 0.5 - kHalfTolerance) {
      const bool between = up_to < 0.5 + kHalfTolerance && i + 1 < distinct.x.size();
      out.median = between ? distinct.x[i] + (distinct.x[i + 1] - distinct.x[i]) / 2 : distinct.x[i];
      out.lorenz = (amount + (0.5 - below) * distinct.x[i]) / mu;
      return out;
    }
    below = up_to;
    amount += distinct.p[i] * distinct.x[i];
  }
  return out;
}

}  // namespace

Result<double> wolfson(std::span<const double> x, std::span<const double> weights) {
  const auto values = population(x, weights, Domain::non_negative);
  if (!values) return tl::unexpected(values.error());
  const double mu = values->mean();
  const Middle middle = middle_of(camps(*values), mu);
  if (!(middle.median > 0)) {
    return refuse(ErrorCode::domain, "measure.polarisation.median_zero", "measure.polarisation.median_zero.hint");
  }
  if (is_constant(values->x)) return 0.0;
  return 4 * (mu / middle.median) * (0.5 - middle.lorenz - gini_of(*values) / 2);
}

Result<double> esteban_ray(std::span<const double> x, double alpha, std::span<const double> weights) {
  if (auto checked = check_alpha(alpha); !checked) return tl::unexpected(checked.error());
  const auto values = population(x, weights, Domain::non_negative);
  if (!values) return tl::unexpected(values.error());
  return esteban_ray_of(camps(*values), alpha);
}

Result<GroupPolarisation> group_polarisation(const GroupedValues& input, double alpha, double beta) {
  if (auto checked = check_alpha(alpha); !checked) return tl::unexpected(checked.error());
  if (!(beta >= 0 && std::isfinite(beta))) {
    return refuse(ErrorCode::domain, "measure.polarisation.beta", "measure.polarisation.beta.hint", beta);
  }
  const auto all = population(input, Domain::non_negative);
  if (!all) return tl::unexpected(all.error());
  Population means;
  for (const PopulationPart& part : parts_of(*all, input)) {
    if (part.values.x.empty()) continue;
    means.x.push_back(part.mean);
    means.p.push_back(part.population_share);
  }
  GroupPolarisation out;
  out.between = esteban_ray_of(camps(means), alpha);
  out.spread = std::max(0.0, gini_of(*all) - gini_of(means));
  out.extended = out.between - beta * out.spread;
  return out;
}

}  // namespace tidu::measure
