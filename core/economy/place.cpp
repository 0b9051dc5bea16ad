// SPDX-License-Identifier: Apache-2.0
#include "core/economy/place.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/economy/checks.h"

namespace tidu::economy {
namespace {

Result<void> check_hats(std::string_view name, const std::vector<double>& hats, std::size_t regions) {
  if (hats.empty()) return {};
  if (auto ok = check_size(name, hats.size(), regions); !ok) return ok;
  for (std::size_t n = 0; n < regions; ++n) {
    if (auto ok = check_value(name, {n}, hats[n], Bound::above_zero); !ok) return ok;
  }
  return {};
}

Result<void> check_place(const BaseYear& base, const Shock& shock, const Place& place, const PlaceOptions& options) {
  const Economy& e = base.economy;
  const bool by_sector = std::any_of(e.labour_market.begin(), e.labour_market.end(),
                                     [](Mobility market) { return market != Mobility::regional; });
  if (e.people.empty() || e.skills() != 1 || by_sector)
    return refuse(ErrorCode::missing, "economy.place_base", "economy.place_base.hint");
  if (auto ok = check_value("dispersion", {}, place.dispersion, Bound::at_least_zero); !ok) return ok;
  if (auto ok = check_value("step", {}, options.step, Bound::above_zero); !ok) return ok;
  if (auto ok = check_value("step", {}, options.step, Bound::at_most_one); !ok) return ok;
  if (auto ok = check_hats("amenity_hat", place.amenity_hat, e.regions()); !ok) return ok;
  if (auto ok = check_hats("start", options.start, e.regions()); !ok) return ok;
  if (shock.productivity.size() != 0) {
    if (auto ok = check_extents("productivity", shock.productivity, {e.regions(), e.sectors()}); !ok) return ok;
  }
  if (shock.labour.empty()) return {};
  return check_extents("labour", shock.labour.front(), {e.regions(), e.sectors()});
}

/// Hats whose people sum to those of the base.
void keep_people(std::vector<double>& hats, const std::vector<double>& people) {
  const double factor = sum(people) / dot(hats, people);
  for (double& hat : hats) hat *= factor;
}

/// The shock with people and their density in it.
Shock peopled(const BaseYear& base, const Shock& shock, const Place& place, const std::vector<double>& people_hat) {
  const std::size_t regions = base.economy.regions();
  const std::size_t sectors = base.economy.sectors();
  Shock out = shock;
  if (out.productivity.size() == 0) out.productivity = RegionSector({regions, sectors}, 1);
  if (out.labour.empty()) out.labour.assign(1, RegionSector({regions, sectors}, 1));
  out.people = people_hat;
  for (std::size_t n = 0; n < regions; ++n) {
    const double density = math::pow(people_hat[n], place.productivity);
    for (std::size_t j = 0; j < sectors; ++j) {
      out.productivity(n, j) *= density;
      out.labour[0](n, j) *= people_hat[n];
    }
  }
  return out;
}

}  // namespace

Result<Settlement> settle(const BaseYear& base, const Shock& shock, const Place& place, const PlaceOptions& options,
                          const SolveOptions& solve_options, Executor& executor) {
  if (auto ok = check_place(base, shock, place, options); !ok) return tl::unexpected(ok.error());
  const std::vector<double>& people = base.economy.people;
  const std::size_t regions = people.size();
  Settlement out;
  out.people_hat = options.start.empty() ? std::vector<double>(regions, 1.0) : options.start;
  keep_people(out.people_hat, people);
  out.utility_hat.resize(regions);
  std::vector<double> want(regions);
  SolveOptions inner = solve_options;
  for (out.steps = 1;; ++out.steps) {
    auto solved = solve(base, peopled(base, shock, place, out.people_hat), inner, executor);
    if (!solved) return tl::unexpected(solved.error());
    out.equilibrium = std::move(*solved);
    inner.start = &out.equilibrium;
    for (std::size_t n = 0; n < regions; ++n) {
      const double amenity = place.amenity_hat.empty() ? 1 : place.amenity_hat[n];
      out.utility_hat[n] = amenity * math::pow(out.people_hat[n], place.amenity) * out.equilibrium.wage[0](n, 0) /
                           out.equilibrium.consumer_price[n];
      want[n] = math::log(out.utility_hat[n]) - place.dispersion * math::log(out.people_hat[n]);
    }
    const auto [low, high] = std::minmax_element(want.begin(), want.end());
    out.residual = (*high - *low) / (1 + place.dispersion);
    out.converged = out.residual <= options.tolerance && out.equilibrium.converged;
    if (out.converged || out.steps >= options.max_steps) break;
    const double mean = sum(want) / static_cast<double>(regions);
    for (std::size_t n = 0; n < regions; ++n)
      out.people_hat[n] *= math::exp(options.step * (want[n] - mean) / (1 + place.dispersion));
    keep_people(out.people_hat, people);
  }
  for (std::size_t n = 0; n < regions; ++n) out.people.push_back(people[n] * out.people_hat[n]);
  return out;
}

PlaceCriterion place_criterion(double sigma, double productivity, double amenity) {
  PlaceCriterion out;
  out.gamma_1 = 1 - productivity * (sigma - 1) - amenity * sigma;
  out.gamma_2 = 1 + productivity * sigma + (sigma - 1) * amenity;
  out.ratio = out.gamma_2 / out.gamma_1;
  out.unique = out.ratio > -1 && out.ratio <= 1;
  return out;
}

}  // namespace tidu::economy
