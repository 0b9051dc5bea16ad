// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/rates.h"

#include <cmath>

#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {

Result<std::vector<double>> standardised_rates(std::span<const double> events, std::span<const double> population) {
  const std::size_t n = events.size();
  if (n == 0 || population.size() != n) {
    return refuse(ErrorCode::shape, "measure.rates.shape", "measure.rates.shape.hint", n, population.size());
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (!(events[i] >= 0 && std::isfinite(events[i]))) {
      return refuse(ErrorCode::domain, "measure.rates.count", "measure.rates.count.hint", i + 1, events[i]);
    }
    if (!(population[i] > 0 && std::isfinite(population[i]))) {
      return refuse(ErrorCode::domain, "measure.rates.population", "measure.rates.population.hint", i + 1,
                    population[i]);
    }
  }
  const double people = sum(population);
  const double overall = sum(events) / people;
  if (!(overall > 0)) return refuse(ErrorCode::domain, "measure.rates.no_event", "measure.rates.no_event.hint");
  std::vector<double> out(n);
  std::vector<double> terms(n);
  for (std::size_t i = 0; i < n; ++i) {
    out[i] = events[i] / population[i] - overall;
    terms[i] = population[i] * out[i] * out[i];
  }
  const double between = sum(terms) / people - overall / (people / static_cast<double>(n));
  for (std::size_t i = 0; i < n; ++i) {
    const double by_chance = overall / population[i];
    const double variance = between + by_chance;
    out[i] /= std::sqrt(variance > 0 ? variance : by_chance);
  }
  return out;
}

}  // namespace tidu::measure
