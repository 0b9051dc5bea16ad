// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/coupling.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

constexpr double kWeightTolerance = 1e-9;

// alpha, or 1/k each where it is empty.
Result<std::vector<double>> system_weights(std::size_t systems, std::span<const double> alpha) {
  if (systems < 2) {
    return refuse(ErrorCode::shape, "measure.coupling.too_few", "measure.coupling.too_few.hint", systems);
  }
  if (alpha.empty()) return std::vector<double>(systems, 1 / static_cast<double>(systems));
  if (alpha.size() != systems) {
    return refuse(ErrorCode::shape, "measure.coupling.weights_shape", "measure.coupling.weights_shape.hint",
                  alpha.size(), systems);
  }
  const double total = sum(alpha);
  const bool negative = std::any_of(alpha.begin(), alpha.end(), [](double a) { return !(a >= 0); });
  if (negative || !(std::fabs(total - 1) <= kWeightTolerance)) {
    return refuse(ErrorCode::domain, "measure.coupling.weights", "measure.coupling.weights.hint", total);
  }
  return std::vector<double>(alpha.begin(), alpha.end());
}

bool is_level(double u) { return u >= 0 && u <= 1; }

// prod_i (U_i/max U)^(1/root) of positive levels. Ratios lie in (0, 1], so that nothing underflows that the
// root would bring back, and equal levels give exactly 1.
double root_of_ratios(std::span<const double> u, double largest, double root) {
  if (u.size() == 2) {
    const double product = u[0] / largest * (u[1] / largest);
    return root == 1 ? product : std::sqrt(product);
  }
  double logs = 0;
  for (const double level : u) logs += math::log(level / largest);
  return math::exp(logs / root);
}

double standard_degree(std::span<const double> u, double largest) {
  double ratios = 0;
  for (const double level : u) ratios += level / largest;
  const auto systems = static_cast<double>(u.size());
  return std::min(1.0, systems * root_of_ratios(u, largest, systems) / ratios);
}

// sum_{i>j} |U_i - U_j| over the pairs: in rising order the i-th level (from 0) enters i times with + and k - 1 - i
// times with -.
double mean_difference(std::span<const double> u) {
  std::vector<double> sorted(u.begin(), u.end());
  std::sort(sorted.begin(), sorted.end());
  const auto systems = static_cast<double>(u.size());
  double differences = 0;
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const auto below = static_cast<double>(i);
    differences += below * (systems - below) * (sorted[i] - sorted[i - 1]);
  }
  return differences / (systems * (systems - 1) / 2);
}

double modified_degree(std::span<const double> u, double largest) {
  const double alike = std::max(0.0, 1 - mean_difference(u));
  return std::sqrt(alike * root_of_ratios(u, largest, static_cast<double>(u.size() - 1)));
}

double coupling_degree(std::span<const double> u, CouplingForm form) {
  if (*std::min_element(u.begin(), u.end()) == 0) return 0;
  const double largest = *std::max_element(u.begin(), u.end());
  return form == CouplingForm::standard ? standard_degree(u, largest) : modified_degree(u, largest);
}

Coupling coupling_of(std::span<const double> u, std::span<const double> alpha, CouplingForm form) {
  Coupling out;
  out.coupling = coupling_degree(u, form);
  out.development = std::min(1.0, dot(u, alpha));
  out.coordination = std::sqrt(out.coupling * out.development);
  out.grade = coordination_grade(out.coordination);
  return out;
}

Result<void> check_levels(std::span<const double> u) {
  for (std::size_t s = 0; s < u.size(); ++s) {
    if (!is_level(u[s])) {
      return refuse(ErrorCode::domain, "measure.coupling.outside", "measure.coupling.outside.hint", s + 1, u[s]);
    }
  }
  return {};
}

Result<void> check_ids(const WeightedIndicators& index) {
  if (index.ids.size() != index.weights.size()) {
    return refuse(ErrorCode::shape, "measure.coupling.overlap_shape", "measure.coupling.overlap_shape.hint",
                  index.ids.size(), index.weights.size());
  }
  std::vector<std::string> sorted(index.ids.begin(), index.ids.end());
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) {
    return refuse(ErrorCode::duplicate, "measure.coupling.id_twice", "measure.coupling.id_twice.hint", *twice);
  }
  return {};
}

}  // namespace

Result<Coupling> coupling(std::span<const double> u, std::span<const double> alpha, CouplingForm form) {
  const auto weights = system_weights(u.size(), alpha);
  if (!weights) return tl::unexpected(weights.error());
  if (auto checked = check_levels(u); !checked) return tl::unexpected(checked.error());
  return coupling_of(u, *weights, form);
}

int coordination_grade(double coordination) {
  constexpr std::array kBorders{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
  return 1 + static_cast<int>(std::upper_bound(kBorders.begin(), kBorders.end(), coordination) - kBorders.begin());
}

Result<RelativeDevelopment> relative_development(std::span<const double> u, double synchronous_from) {
  if (auto weights = system_weights(u.size(), {}); !weights) return tl::unexpected(weights.error());
  if (auto checked = check_levels(u); !checked) return tl::unexpected(checked.error());
  if (!is_level(synchronous_from)) {
    return refuse(ErrorCode::domain, "measure.coupling.synchronous", "measure.coupling.synchronous.hint",
                  synchronous_from);
  }
  RelativeDevelopment out;
  out.leading = static_cast<std::size_t>(std::max_element(u.begin(), u.end()) - u.begin());
  out.lagging = static_cast<std::size_t>(std::min_element(u.begin(), u.end()) - u.begin());
  out.ratio = u[out.leading] > 0 ? u[out.lagging] / u[out.leading] : 1;
  out.synchronous = out.ratio >= synchronous_from;
  return out;
}

Result<CouplingField> coupling_by_region(std::span<const View<const double, Region, Year>> systems,
                                         std::span<const double> alpha, CouplingForm form) {
  const auto weights = system_weights(systems.size(), alpha);
  if (!weights) return tl::unexpected(weights.error());
  const auto extents = systems.front().extents();
  for (const auto& system : systems) {
    if (system.extents() != extents || system.size() == 0) {
      return refuse(ErrorCode::shape, "measure.coupling.shape", "measure.coupling.shape.hint");
    }
  }
  CouplingField out{Array<double, Region, Year>(extents),
                    Array<double, Region, Year>(extents),
                    Array<double, Region, Year>(extents),
                    Array<int, Region, Year>(extents),
                    1.0,
                    0.0};
  std::vector<double> u(systems.size());
  for (std::size_t r = 0; r < extents[0]; ++r) {
    for (std::size_t t = 0; t < extents[1]; ++t) {
      for (std::size_t s = 0; s < systems.size(); ++s) {
        u[s] = systems[s](r, t);
        if (!is_level(u[s])) {
          return refuse(ErrorCode::domain, "measure.coupling.cell_outside", "measure.coupling.cell_outside.hint", s + 1,
                        r + 1, t + 1, u[s]);
        }
        out.lowest = std::min(out.lowest, u[s]);
        out.highest = std::max(out.highest, u[s]);
      }
      const Coupling cell = coupling_of(u, *weights, form);
      out.coupling(r, t) = cell.coupling;
      out.development(r, t) = cell.development;
      out.coordination(r, t) = cell.coordination;
      out.grade(r, t) = cell.grade;
    }
  }
  return out;
}

Result<IndicatorOverlap> indicator_overlap(const WeightedIndicators& first, const WeightedIndicators& second) {
  if (auto checked = check_ids(first); !checked) return tl::unexpected(checked.error());
  if (auto checked = check_ids(second); !checked) return tl::unexpected(checked.error());
  std::vector<std::size_t> order(second.ids.size());
  for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return second.ids[a] < second.ids[b]; });
  IndicatorOverlap out;
  for (std::size_t k = 0; k < first.ids.size(); ++k) {
    const auto found = std::lower_bound(order.begin(), order.end(), first.ids[k],
                                        [&](std::size_t at, const std::string& id) { return second.ids[at] < id; });
    if (found == order.end() || second.ids[*found] != first.ids[k]) continue;
    out.shared.push_back({k, *found, first.weights[k], second.weights[*found]});
    out.weight_first += first.weights[k];
    out.weight_second += second.weights[*found];
  }
  return out;
}

Result<std::vector<double>> weights_without(std::span<const double> weights, std::span<const std::size_t> dropped) {
  std::vector<double> out(weights.begin(), weights.end());
  for (std::size_t position : dropped) {
    if (position >= out.size()) {
      return refuse(ErrorCode::domain, "measure.coupling.dropped", "measure.coupling.dropped.hint", position + 1,
                    out.size());
    }
    out[position] = 0;
  }
  const double total = sum(out);
  if (!(total > 0)) {
    return refuse(ErrorCode::domain, "measure.coupling.nothing_left", "measure.coupling.nothing_left.hint");
  }
  for (double& weight : out) weight /= total;
  return out;
}

}  // namespace tidu::measure
