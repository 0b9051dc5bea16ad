// SPDX-License-Identifier: Apache-2.0
#include "core/economy/accounts/skills.h"

#include <array>
#include <cmath>
#include <limits>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/economy/accounts/balance.h"
#include "core/economy/checks.h"

namespace tidu::economy::accounts {
namespace {

using P = SkillOptions;

constexpr double kFitted = 1e-13;

constexpr std::array kOptions{
    bind_field<&P::premium>({.key = "economy.skill_premium",
                             .unit = "1",
                             .minimum = 0,
                             .default_value = P{}.premium,
                             .maximum = 10,
                             .low = 0.4,
                             .high = 1.2,
                             .source = "Zhang, Zhao, Park & Song 2005: 0.10 a year of schooling in urban China, times "
                                       "some six years; range assumed",
                             .kind = SourceKind::literature}),
    bind_field<&P::contrast>({.key = "economy.skill_contrast",
                              .unit = "1",
                              .minimum = 0,
                              .default_value = P{}.contrast,
                              .maximum = 5,
                              .low = 0.5,
                              .high = 1.5,
                              .source = "assumption",
                              .kind = SourceKind::assumption}),
    bind_field<&P::mobility>({.key = "economy.skill_mobility",
                              .unit = "1",
                              .minimum = 0.05,
                              .default_value = P{}.mobility,
                              .maximum = 20,
                              .low = 0.7,
                              .high = 2,
                              .source = "assumption",
                              .kind = SourceKind::assumption}),
    bind_field<&P::sorting>({.key = "economy.skill_sorting",
                             .unit = "1",
                             .minimum = 0,
                             .default_value = P{}.sorting,
                             .maximum = 1,
                             .low = 0,
                             .high = 1,
                             .source = "assumption",
                             .kind = SourceKind::assumption}),
};

/// Values of a row along g, in (0, 1), that sum to 1.
template <class At>
Result<void> check_shares(std::string_view name, std::size_t groups, std::size_t place, At at) {
  double total = 0;
  for (std::size_t g = 0; g < groups; ++g) {
    if (auto ok = check_value(name, {place, g}, at(g), Bound::above_zero); !ok) return ok;
    if (auto ok = check_value(name, {place, g}, at(g), Bound::at_most_one); !ok) return ok;
    total += at(g);
  }
  if (std::fabs(total - 1) <= kShareSlack) return {};
  return refuse(ErrorCode::domain, "economy.sum", "economy.sum.hint", copy(name), position({place}), total, 1.0);
}

Result<void> check_people(const SkillShares& skills, std::size_t regions) {
  const std::size_t groups = skills.wage.size();
  if (auto ok = check_extents("people", skills.people, {regions, groups}); !ok) return ok;
  for (std::size_t n = 0; n < regions; ++n) {
    if (auto ok = check_shares("people", groups, n, [&](std::size_t g) { return skills.people(n, g); }); !ok) return ok;
  }
  return {};
}

Result<void> check(const RegionSector& labour, const SkillShares& skills) {
  const std::size_t groups = skills.wage.size();
  const std::size_t sectors = labour.extent<Sector>();
  if (auto ok = check_people(skills, labour.extent<Region>()); !ok) return ok;
  if (auto ok = check_extents("intensity", skills.intensity, {groups, sectors}); !ok) return ok;
  if (auto ok = check_value("contrast", {}, skills.contrast, Bound::at_least_zero); !ok) return ok;
  for (std::size_t g = 0; g < groups; ++g) {
    if (auto ok = check_value("wage", {g}, skills.wage[g], Bound::above_zero); !ok) return ok;
  }
  for (std::size_t j = 0; j < sectors; ++j) {
    if (auto ok = check_shares("intensity", groups, j, [&](std::size_t g) { return skills.intensity(g, j); }); !ok)
      return ok;
  }
  for (std::size_t n = 0; n < labour.extent<Region>(); ++n) {
    for (std::size_t j = 0; j < sectors; ++j) {
      if (auto ok = check_value("labour_income", {n, j}, labour(n, j), Bound::at_least_zero); !ok) return ok;
    }
  }
  return {};
}

}  // namespace

std::span<const Option<SkillOptions>> skill_options() { return kOptions; }

Result<std::vector<RegionSector>> labour_by_skill(const RegionSector& labour_income, const SkillShares& skills) {
  if (auto ok = check(labour_income, skills); !ok) return tl::unexpected(ok.error());
  const std::size_t regions = labour_income.extent<Region>();
  const std::size_t sectors = labour_income.extent<Sector>();
  const std::size_t groups = skills.wage.size();
  std::vector<RegionSector> out(groups, RegionSector({regions, sectors}));
  std::vector<double> table(groups * sectors);
  std::vector<double> by_skill(groups);
  for (std::size_t n = 0; n < regions; ++n) {
    const std::span<const double> by_sector(&labour_income(n, 0), sectors);
    const double all = sum(by_sector);
    if (!(all > 0)) return refuse(ErrorCode::domain, "economy.no_labour", "economy.no_labour.hint", n + 1);
    double wages = 0;
    for (std::size_t g = 0; g < groups; ++g) wages += skills.wage[g] * skills.people(n, g);
    for (std::size_t g = 0; g < groups; ++g) {
      by_skill[g] = all * (skills.wage[g] * skills.people(n, g) / wages);
      for (std::size_t j = 0; j < sectors; ++j)
        table[g * sectors + j] = math::pow(skills.intensity(g, j), skills.contrast) * by_sector[j];
    }
    const auto found =
        balance({.matrix = table, .row_totals = by_skill, .column_totals = by_sector, .tolerance = kFitted});
    if (!found) return tl::unexpected(found.error());
    if (!found->converged)
      return refuse(ErrorCode::no_convergence, "economy.skills", "economy.skills.hint", n + 1, found->miss);
    for (std::size_t g = 0; g < groups; ++g) {
      for (std::size_t j = 0; j < sectors; ++j) out[g](n, j) = table[g * sectors + j];
    }
  }
  return out;
}

Array<double, Group, Sector> implied_intensity(const std::vector<RegionSector>& incomes, const SkillShares& skills,
                                               std::span<const double> workers) {
  const std::size_t groups = incomes.size();
  const std::size_t sectors = incomes.front().extent<Sector>();
  Array<double, Group, Sector> out({groups, sectors}, 0);
  for (std::size_t n = 0; n < workers.size(); ++n) {
    double all = 0;  // workers, up to the region's level of wages
    for (std::size_t g = 0; g < groups; ++g) {
      for (std::size_t j = 0; j < sectors; ++j) all += incomes[g](n, j) / skills.wage[g];
    }
    for (std::size_t g = 0; g < groups; ++g) {
      for (std::size_t j = 0; j < sectors; ++j) out(g, j) += workers[n] * incomes[g](n, j) / skills.wage[g] / all;
    }
  }
  for (std::size_t j = 0; j < sectors; ++j) {
    double all = 0;
    for (std::size_t g = 0; g < groups; ++g) all += out(g, j);
    for (std::size_t g = 0; g < groups; ++g)
      out(g, j) = all > 0 ? out(g, j) / all : std::numeric_limits<double>::quiet_NaN();
  }
  return out;
}

Result<std::vector<MoveShares>> moves_by_skill(const MoveShares& moves, const SkillShares& skills,
                                               std::span<const double> mobility, double sorting) {
  const std::size_t places = moves.extent<Region>();
  const std::size_t groups = skills.wage.size();
  if (auto ok = check_size("mobility", mobility.size(), groups); !ok) return tl::unexpected(ok.error());
  if (auto ok = check_people(skills, places); !ok) return tl::unexpected(ok.error());
  for (std::size_t g = 0; g < groups; ++g) {
    if (auto ok = check_value("mobility", {g}, mobility[g], Bound::above_zero); !ok) return tl::unexpected(ok.error());
  }
  for (const Bound bound : {Bound::at_least_zero, Bound::at_most_one}) {
    if (auto ok = check_value("sorting", {}, sorting, bound); !ok) return tl::unexpected(ok.error());
  }
  Array<double, Region, Group> here({places, groups}), there({places, groups});
  for (std::size_t n = 0; n < places; ++n) {
    for (std::size_t g = 0; g < groups; ++g) {
      here(n, g) = mobility[g] * math::pow(skills.people(n, g), 1 - sorting);
      there(n, g) = math::pow(skills.people(n, g), sorting);
    }
  }
  std::vector<MoveShares> out(groups, MoveShares({places, places}));
  for (std::size_t s = 0; s < places; ++s) {
    std::vector<double> left(groups, 0);
    for (std::size_t t = 0; t < places; ++t) {
      if (t == s || moves(s, t) == 0) continue;
      double all = 0;
      for (std::size_t g = 0; g < groups; ++g) all += here(s, g) * there(t, g);
      for (std::size_t g = 0; g < groups; ++g)
        left[g] += out[g](s, t) = moves(s, t) * here(s, g) * there(t, g) / all / skills.people(s, g);
    }
    for (std::size_t g = 0; g < groups; ++g) {
      if (auto ok = check_value("leaving", {s, g}, left[g], Bound::at_most_one); !ok) return tl::unexpected(ok.error());
      out[g](s, s) = 1 - left[g];
    }
  }
  return out;
}

}  // namespace tidu::economy::accounts
