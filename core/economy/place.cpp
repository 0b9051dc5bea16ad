// SPDX-License-Identifier: Apache-2.0
#include "core/economy/place.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/economy/checks.h"
#include "core/economy/movement.h"
#include "core/economy/solver.h"

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

Result<void> check_settle(const BaseYear& base, const Shock& shock, const Place& place, const PlaceOptions& options) {
  const Economy& e = base.economy;
  if (auto ok = check_place(base, place); !ok) return ok;
  if (auto ok = check_value("step", {}, options.step, Bound::above_zero); !ok) return ok;
  if (auto ok = check_value("step", {}, options.step, Bound::at_most_one); !ok) return ok;
  if (auto ok = check_hats("start", options.start, e.regions()); !ok) return ok;
  if (shock.productivity.size() != 0) {
    if (auto ok = check_extents("productivity", shock.productivity, {e.regions(), e.sectors()}); !ok) return ok;
  }
  if (shock.labour.empty()) return {};
  if (auto ok = check_size("labour", shock.labour.size(), e.skills()); !ok) return ok;
  for (const RegionSector& labour : shock.labour) {
    if (auto ok = check_extents("labour", labour, {e.regions(), e.sectors()}); !ok) return ok;
  }
  return {};
}

/// Values of some regions.
std::vector<double> of(const std::vector<std::size_t>& regions, const std::vector<double>& values) {
  std::vector<double> out;
  for (const std::size_t n : regions) out.push_back(values[n]);
  return out;
}

/// Hats whose people sum to those of the base, among those who are free to go.
void keep_people(std::vector<double>& hats, const std::vector<double>& people, const std::vector<std::size_t>& free) {
  const std::vector<double> movers = of(free, people);
  const double factor = sum(movers) / dot(of(free, hats), movers);
  for (const std::size_t n : free) hats[n] *= factor;
}

/// The shock with people and their density in it.
Shock peopled(const BaseYear& base, const Shock& shock, const Place& place, const Settlement& now) {
  const std::size_t regions = base.economy.regions();
  const std::size_t sectors = base.economy.sectors();
  Shock out = shock;
  if (out.productivity.size() == 0) out.productivity = RegionSector({regions, sectors}, 1);
  if (out.labour.empty()) out.labour.assign(base.economy.skills(), RegionSector({regions, sectors}, 1));
  out.people = now.people_hat;
  for (std::size_t n = 0; n < regions; ++n) {
    const double density = math::pow(now.people_hat[n], place.productivity);
    for (std::size_t j = 0; j < sectors; ++j) {
      out.productivity(n, j) *= density;
      for (std::size_t g = 0; g < out.labour.size(); ++g) out.labour[g](n, j) *= now.skill_people_hat[g][n];
    }
  }
  return out;
}

/// What draws people of skill g: ln u_hat - dispersion ln L_hat, with u_hat written down.
std::vector<double> wanted(const Place& place, std::size_t g, Settlement& now) {
  const std::size_t regions = now.people_hat.size();
  std::vector<double> want(regions);
  for (std::size_t n = 0; n < regions; ++n) {
    const double amenity = place.amenity_hat.empty() ? 1 : place.amenity_hat[n];
    now.utility_hat[g][n] = amenity * math::pow(now.people_hat[n], place.amenity) * now.equilibrium.wage[g](n, 0) /
                            now.equilibrium.consumer_price[n];
    want[n] = math::log(now.utility_hat[g][n]) - place.dispersion * math::log(now.skill_people_hat[g][n]);
  }
  return want;
}

}  // namespace

Result<void> check_place(const BaseYear& base, const Place& place) {
  const Economy& e = base.economy;
  const bool by_sector = std::any_of(e.labour_market.begin(), e.labour_market.end(),
                                     [](Mobility market) { return market != Mobility::regional; });
  if (by_sector || (place.people.empty() && (e.people.empty() || e.skills() != 1)))
    return refuse(ErrorCode::missing, "economy.place_base", "economy.place_base.hint");
  if (auto ok = check_value("dispersion", {}, place.dispersion, Bound::at_least_zero); !ok) return ok;
  if (auto ok = check_hats("amenity_hat", place.amenity_hat, e.regions()); !ok) return ok;
  if (!place.settled.empty()) {
    if (auto ok = check_size("settled", place.settled.size(), e.regions()); !ok) return ok;
    if (std::find(place.settled.begin(), place.settled.end(), false) == place.settled.end())
      return refuse(ErrorCode::domain, "economy.all_settled", "economy.all_settled.hint");
  }
  if (place.people.empty()) return {};
  if (auto ok = check_size("people", place.people.size(), e.skills()); !ok) return ok;
  for (const std::vector<double>& skill : place.people) {
    if (auto ok = check_size("people", skill.size(), e.regions()); !ok) return ok;
    if (auto ok = check_hats("people", skill, e.regions()); !ok) return ok;
  }
  return {};
}

std::vector<std::vector<double>> people_by_skill(const BaseYear& base, const Place& place) {
  if (!place.people.empty()) return place.people;
  return {base.economy.people};
}

std::vector<std::size_t> free_regions(const Place& place, std::size_t regions) {
  std::vector<std::size_t> out;
  for (std::size_t n = 0; n < regions; ++n) {
    if (place.settled.empty() || !place.settled[n]) out.push_back(n);
  }
  return out;
}

Result<Settlement> settle(const BaseYear& base, const Shock& shock, const Place& place, const PlaceOptions& options,
                          const SolveOptions& solve_options, Executor& executor) {
  if (auto ok = check_settle(base, shock, place, options); !ok) return tl::unexpected(ok.error());
  const std::vector<std::vector<double>> people = people_by_skill(base, place);
  const std::size_t skills = people.size();
  const std::size_t regions = base.economy.regions();
  const std::vector<std::size_t> free = free_regions(place, regions);
  Settlement out;
  out.skill_people_hat.assign(skills, std::vector<double>(regions, 1.0));
  for (std::size_t g = 0; g < skills; ++g) {
    for (const std::size_t n : free) out.skill_people_hat[g][n] = options.start.empty() ? 1 : options.start[n];
    keep_people(out.skill_people_hat[g], people[g], free);
  }
  out.utility_hat.assign(skills, std::vector<double>(regions));
  Solver solver(base, executor);
  SolveOptions inner = solve_options;
  for (out.steps = 1;; ++out.steps) {
    out.people_hat = hats_together(out.skill_people_hat, people);
    auto solved = solver.solve(peopled(base, shock, place, out), inner);
    if (!solved) return tl::unexpected(solved.error());
    out.equilibrium = std::move(*solved);
    inner.start = {&out.equilibrium};
    std::vector<std::vector<double>> want;
    out.residual = 0;
    for (std::size_t g = 0; g < skills; ++g) {
      want.push_back(wanted(place, g, out));
      const std::vector<double> wants = of(free, want[g]);
      const auto [low, high] = std::minmax_element(wants.begin(), wants.end());
      out.residual = std::max(out.residual, (*high - *low) / (1 + place.dispersion));
    }
    out.converged = out.residual <= options.tolerance && out.equilibrium.converged;
    if (out.converged || out.steps >= options.max_steps) break;
    for (std::size_t g = 0; g < skills; ++g) {
      const double mean = sum(of(free, want[g])) / static_cast<double>(free.size());
      for (const std::size_t n : free)
        out.skill_people_hat[g][n] *= math::exp(options.step * (want[g][n] - mean) / (1 + place.dispersion));
      keep_people(out.skill_people_hat[g], people[g], free);
    }
  }
  for (std::size_t n = 0; n < regions; ++n) {
    double all = 0;
    for (std::size_t g = 0; g < skills; ++g) all += people[g][n];
    out.people.push_back(all * out.people_hat[n]);
  }
  return out;
}

namespace {

std::vector<std::vector<double>> beginnings(const SearchOptions& search, const Place& place, std::size_t regions) {
  if (!search.starts.empty()) return search.starts;
  std::vector<std::vector<double>> out(1, std::vector<double>(regions, 1.0));
  for (const std::size_t n : free_regions(place, regions)) {
    out.emplace_back(regions, 1.0);
    out.back()[n] = search.favour;
  }
  return out;
}

double distance(const Settlement& a, const Settlement& b) {
  double out = 0;
  for (std::size_t g = 0; g < a.skill_people_hat.size(); ++g) {
    for (std::size_t n = 0; n < a.people_hat.size(); ++n)
      out = std::max(out, std::fabs(math::log(a.skill_people_hat[g][n] / b.skill_people_hat[g][n])));
  }
  return out;
}

}  // namespace

Result<Settlements> settlements(const BaseYear& base, const Shock& shock, const Place& place,
                                const SearchOptions& search, const PlaceOptions& options,
                                const SolveOptions& solve_options, Executor& executor) {
  if (auto ok = check_value("favour", {}, search.favour, Bound::above_zero); !ok) return tl::unexpected(ok.error());
  if (auto ok = check_value("apart", {}, search.apart, Bound::above_zero); !ok) return tl::unexpected(ok.error());
  Settlements out;
  for (std::vector<double>& start : beginnings(search, place, base.economy.regions())) {
    PlaceOptions begin = options;
    begin.start = std::move(start);
    auto found = settle(base, shock, place, begin, solve_options, executor);
    if (!found) return tl::unexpected(found.error());
    if (!found->converged) {
      ++out.lost;
      continue;
    }
    std::size_t same = 0;
    while (same < out.distinct.size() && distance(out.distinct[same], *found) > search.apart) ++same;
    if (same == out.distinct.size()) {
      out.distinct.push_back(std::move(*found));
      out.reached.push_back(0);
    }
    ++out.reached[same];
  }
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
