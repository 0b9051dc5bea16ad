// SPDX-License-Identifier: Apache-2.0
#include "core/economy/certificate.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/economy/checks.h"
#include "core/economy/markets.h"
#include "core/economy/modes.h"

namespace tidu::economy {
namespace {

constexpr int kHalvings = 40;
constexpr double kRounding = 1e-12;  ///< by which a radius of 1 may be missed

double largest_real(const std::vector<std::complex<double>>& values) {
  double out = values.empty() ? 0 : values.front().real();
  for (const auto& value : values) out = std::max(out, value.real());
  return out;
}

Result<double> absolute_radius(const Array<double, Row, Column>& jacobian, const std::vector<double>& step) {
  Array<double, Row, Column> map = jacobian;
  for (std::size_t m = 0; m < step.size(); ++m) {
    for (std::size_t k = 0; k < step.size(); ++k) map(m, k) = std::fabs((m == k ? 1 : 0) + step[m] * jacobian(m, k));
  }
  const auto values = sorted_eigenvalues(map);
  if (!values) return tl::unexpected(values.error());
  // Perron: the largest is real.
  return values->empty() ? 0 : values->front().real();
}

/// One more unit of ln people of each skill and region, with the productivity that density brings.
std::vector<SmallShock> arrivals(const Economy& e, const Place& place, const std::vector<std::vector<double>>& people) {
  std::vector<SmallShock> out;
  for (std::size_t g = 0; g < people.size(); ++g) {
    for (std::size_t n = 0; n < e.regions(); ++n) {
      double all = 0;
      for (const auto& skill : people) all += skill[n];
      const double denser = people[g][n] / all;
      SmallShock shock{.productivity = RegionSector({e.regions(), e.sectors()}),
                       .labour = std::vector<RegionSector>(e.skills()),
                       .people = std::vector<double>(e.regions(), 0.0)};
      shock.labour[g] = RegionSector({e.regions(), e.sectors()});
      shock.people[n] = denser;
      for (std::size_t j = 0; j < e.sectors(); ++j) {
        shock.labour[g](n, j) = 1;
        shock.productivity(n, j) = place.productivity * denser;
      }
      out.push_back(std::move(shock));
    }
  }
  return out;
}

/// d (ln u - dispersion ln L) / d ln L for people who keep their number.
Result<Array<double, Row, Column>> place_slopes(const Linearised& linear, const Place& place, Executor& executor) {
  const BaseYear& base = linear.base();
  const Economy& e = base.economy;
  const std::vector<std::vector<double>> people = people_by_skill(base, place);
  const std::vector<SmallShock> shocks = arrivals(e, place, people);
  const auto responses = linear.respond(shocks, executor);
  if (!responses) return tl::unexpected(responses.error());
  Array<double, Row, Column> wants({shocks.size(), shocks.size()});
  for (std::size_t at = 0; at < shocks.size(); ++at) {
    for (std::size_t row = 0; row < shocks.size(); ++row) {
      const std::size_t n = row % e.regions();
      wants(row, at) = (*responses)[at].wage[row / e.regions()](n, 0) - (*responses)[at].consumer_price[n] +
                       place.amenity * shocks[at].people[n] - (row == at ? place.dispersion : 0);
    }
  }
  KeptRegions free{.kept = std::vector<bool>(e.regions(), false), .blocks = people.size()};
  for (const std::size_t n : free_regions(place, e.regions())) free.kept[n] = true;
  return keeping_sums(free.of(wants), free.of(people));
}

}  // namespace

Result<Certificate> certify(const BaseYear& base, const Place& place, const Closure& closure, Executor& executor) {
  if (auto ok = check_place(base, place); !ok) return tl::unexpected(ok.error());
  const Economy& e = base.economy;
  const auto linear = Linearised::at(base, closure, executor);
  if (!linear) return tl::unexpected(linear.error());
  const Markets markets(e);
  Certificate out;
  const auto radius = absolute_radius(linear->excess_jacobian(), markets.step());
  if (!radius) return tl::unexpected(radius.error());
  out.absolute_radius = *radius;
  std::vector<double> incomes(markets.size());
  for (std::size_t m = 0; m < markets.size(); ++m) incomes[m] = markets.base(m);
  auto values = sorted_eigenvalues(keeping_sums(linear->excess_jacobian(), {incomes}));
  if (!values) return tl::unexpected(values.error());
  out.markets = std::move(*values);
  out.markets_slowest = largest_real(out.markets);

  const auto slopes = place_slopes(*linear, place, executor);
  if (!slopes) return tl::unexpected(slopes.error());
  values = sorted_eigenvalues(*slopes);
  if (!values) return tl::unexpected(values.error());
  out.places = std::move(*values);
  out.places_slowest = largest_real(out.places);
  return out;
}

Result<double> agglomeration_threshold(const BaseYear& base, const Place& place, double most, Executor& executor) {
  if (auto ok = check_place(base, place); !ok) return tl::unexpected(ok.error());
  if (auto ok = check_value("most", {}, most, Bound::above_zero); !ok) return tl::unexpected(ok.error());
  const auto linear = Linearised::at(base, {}, executor);
  if (!linear) return tl::unexpected(linear.error());
  // Slopes are linear in the agglomeration.
  Place at = place;
  at.productivity = 0;
  const auto without = place_slopes(*linear, at, executor);
  if (!without) return tl::unexpected(without.error());
  at.productivity = most;
  const auto with = place_slopes(*linear, at, executor);
  if (!with) return tl::unexpected(with.error());
  const auto repels = [&](double productivity) -> Result<bool> {
    Array<double, Row, Column> slopes = *without;
    for (std::size_t k = 0; k < slopes.size(); ++k)
      slopes.values()[k] += productivity / most * (with->values()[k] - without->values()[k]);
    const auto values = sorted_eigenvalues(slopes);
    if (!values) return tl::unexpected(values.error());
    return largest_real(*values) > 0;
  };
  double low = 0;
  double high = most;
  const auto at_most = repels(most);
  if (!at_most) return tl::unexpected(at_most.error());
  if (!*at_most) return std::numeric_limits<double>::infinity();
  const auto at_none = repels(0);
  if (!at_none) return tl::unexpected(at_none.error());
  if (*at_none) return 0;
  for (int step = 0; step < kHalvings; ++step) {
    const double middle = 0.5 * (low + high);
    const auto there = repels(middle);
    if (!there) return tl::unexpected(there.error());
    (*there ? high : low) = middle;
  }
  return 0.5 * (low + high);
}

Result<SpatialCertificate> spatial_certificate(double theta, double value_added_share, const Place& place) {
  if (auto ok = check_value("theta", {}, theta, Bound::above_zero); !ok) return tl::unexpected(ok.error());
  const double gamma = value_added_share;
  if (auto ok = check_value("value_added_share", {}, gamma, Bound::above_zero); !ok) return tl::unexpected(ok.error());
  if (auto ok = check_value("value_added_share", {}, gamma, Bound::at_most_one); !ok) return tl::unexpected(ok.error());
  const double stays = 1 + place.dispersion - place.amenity;
  if (auto ok = check_value("1 + dispersion - amenity", {}, stays, Bound::above_zero); !ok)
    return tl::unexpected(ok.error());
  // ln L = (y + p / theta) / stays; ln of the price at the gate = of_y y + of_p p.
  const double pull = gamma * (1 + place.productivity) / stays;
  const double of_y = gamma - pull;
  const double of_p = -(pull + 1 - gamma) / theta;
  const double b = 1 + theta * of_y;  // B = [[0, 1], [b, theta of_p]], C = [[-theta of_y, -theta of_p], [1, -1]]
  if (auto ok = check_value("|1 + theta d ln cost / d ln income|", {}, std::fabs(b), Bound::above_zero); !ok)
    return tl::unexpected(ok.error());
  SpatialCertificate out;
  const double y_of_first = -theta * of_p / b;
  const double y_of_second = 1 / b;
  out.elasticities[0][0] = std::fabs(-theta * of_y * y_of_first - theta * of_p);
  out.elasticities[0][1] = std::fabs(-theta * of_y * y_of_second);
  out.elasticities[1][0] = std::fabs(y_of_first - 1);
  out.elasticities[1][1] = std::fabs(y_of_second);
  const auto& a = out.elasticities;
  const double half = 0.5 * (a[0][0] - a[1][1]);
  out.radius = 0.5 * (a[0][0] + a[1][1]) + std::sqrt(half * half + a[0][1] * a[1][0]);
  out.unique = out.radius <= 1 + kRounding;
  return out;
}

}  // namespace tidu::economy
