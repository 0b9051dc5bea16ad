// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/economy/outcomes.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/dynamics/convergence.h"
#include "core/measure/gaps/dispersion.h"
#include "core/measure/gaps/inequality.h"
#include "core/measure/gaps/nested.h"
#include "core/measure/gaps/polarisation.h"

namespace tidu::simulate {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kCamps = 1;  // alpha of Esteban & Ray

std::size_t groups_in(const std::vector<std::size_t>& group) {
  return group.empty() ? 0 : 1 + *std::max_element(group.begin(), group.end());
}

std::span<double> row_of(Outcomes& out, RegionOutcome outcome, std::size_t year) {
  const std::size_t regions = out.region.extent<Region>();
  return {&out.region(static_cast<std::size_t>(outcome), year, 0), regions};
}

void set(Outcomes& out, NationOutcome outcome, std::size_t year, double value) {
  out.nation(static_cast<std::size_t>(outcome), year) = value;
}

void set_levels(const economy::Years& years, const BaseLevels& base, std::size_t t, Outcomes& out) {
  const auto product = row_of(out, RegionOutcome::product, t);
  const auto income = row_of(out, RegionOutcome::income, t);
  const auto people = row_of(out, RegionOutcome::people, t);
  for (std::size_t n = 0; n < product.size(); ++n) {
    product[n] = base.product[n] * years.product[t][n];
    income[n] = base.income[n] * years.real_income[t][n];
    people[n] = base.people[n] * years.people_hat[t][n];
    row_of(out, RegionOutcome::product_per_head, t)[n] = product[n] / people[n];
    row_of(out, RegionOutcome::income_per_head, t)[n] = income[n] / people[n];
  }
  const double all_people = sum(people);
  set(out, NationOutcome::product, t, sum(product));
  set(out, NationOutcome::income, t, sum(income));
  set(out, NationOutcome::people, t, all_people);
  set(out, NationOutcome::product_per_head, t, sum(product) / all_people);
  set(out, NationOutcome::income_per_head, t, sum(income) / all_people);
}

void set_relative_growth(const economy::Years& years, std::size_t t, Outcomes& out) {
  const auto growth = row_of(out, RegionOutcome::relative_growth, t);
  for (std::size_t n = 0; n < growth.size(); ++n)
    growth[n] = t == 0 ? kNone : 100 * math::log(years.product[t][n]) / static_cast<double>(t);
  const double all = mean(growth);
  for (double& own : growth) own -= all;
}

/// Of the year before t.
void set_inflow(const economy::Years& years, std::size_t t, Outcomes& out) {
  const auto inflow = row_of(out, RegionOutcome::net_inflow, t);
  double moved = 0;
  for (std::size_t n = 0; n < inflow.size(); ++n) {
    inflow[n] = t == 0 ? kNone : 1000 * years.net_inflow[t][n];
    if (t > 0) moved += std::fabs(inflow[n]) / 2 * row_of(out, RegionOutcome::people, t - 1)[n];
  }
  set(out, NationOutcome::moved, t, t == 0 ? kNone : moved / out.of(NationOutcome::people, t - 1));
}

/// Theil and Gini of a value per head, and their parts; the first of six outcomes in a row is `first`.
Result<void> set_inequality(RegionOutcome value, NationOutcome first, std::size_t t, const BaseLevels& base,
                            Outcomes& out) {
  const auto x = row_of(out, value, t);
  const auto people = row_of(out, RegionOutcome::people, t);
  const auto theil = measure::nested_entropy({.values = x, .weights = people, .levels = {base.group}}, 1);
  if (!theil) return tl::unexpected(theil.error());
  const auto gini = measure::gini(x, people);
  if (!gini) return tl::unexpected(gini.error());
  const auto groups = measure::group_polarisation(
      {.values = x, .weights = people, .group_of = base.group, .groups = groups_in(base.group)}, kCamps);
  if (!groups) return tl::unexpected(groups.error());
  const double values[] = {theil->total, theil->by_level[0],     theil->by_level[1],
                           *gini,        *gini - groups->spread, groups->spread};
  for (std::size_t k = 0; k < 6; ++k) out.nation(static_cast<std::size_t>(first) + k, t) = values[k];
  if (value == RegionOutcome::product_per_head) set(out, NationOutcome::polarisation, t, groups->between);
  return {};
}

Result<void> set_convergence(std::size_t t, Outcomes& out) {
  const auto x = row_of(out, RegionOutcome::product_per_head, t);
  const auto sigma = measure::log_sd(x);
  if (!sigma) return tl::unexpected(sigma.error());
  set(out, NationOutcome::sigma, t, *sigma);
  const auto wolfson = measure::wolfson(x, row_of(out, RegionOutcome::people, t));
  if (!wolfson) return tl::unexpected(wolfson.error());
  set(out, NationOutcome::wolfson, t, *wolfson);
  set(out, NationOutcome::beta, t, kNone);
  // two regions lie on a line, and equal ones have no slope
  if (t == 0 || x.size() < 3 || !(out.of(NationOutcome::sigma, 0) > 0)) return {};
  const auto fit = measure::beta_convergence(
      {.initial = row_of(out, RegionOutcome::product_per_head, 0), .final = x, .years = static_cast<double>(t)});
  if (!fit) return tl::unexpected(fit.error());
  set(out, NationOutcome::beta, t, fit->beta.value);
  return {};
}

void set_skills(const economy::Years& years, std::size_t t, Outcomes& out) {
  for (std::size_t g = 0; g < out.skill.extent<SkillAxis>(); ++g) {
    for (std::size_t n = 0; n < out.skill.extent<Region>(); ++n) {
      out.skill(static_cast<std::size_t>(SkillOutcome::real_wage), g, t, n) = years.real_wage[t][g][n];
      out.skill(static_cast<std::size_t>(SkillOutcome::net_inflow), g, t, n) =
          t == 0 ? kNone : 1000 * years.skill_net_inflow[t][g][n];
    }
  }
}

}  // namespace

Result<Outcomes> outcomes_of(const economy::Years& years, const BaseLevels& base) {
  const std::size_t count = years.product.size();
  const std::size_t regions = base.product.size();
  Outcomes out{.region = Array<double, OutcomeAxis, Year, Region>({kRegionOutcomes.size(), count, regions}),
               .nation = Array<double, OutcomeAxis, Year>({kNationOutcomes.size(), count}),
               .skill = Array<double, OutcomeAxis, SkillAxis, Year, Region>(
                   {kSkillOutcomes.size(), count == 0 ? 0 : years.real_wage.front().size(), count, regions})};
  for (std::size_t t = 0; t < count; ++t) {
    set_levels(years, base, t, out);
    set_relative_growth(years, t, out);
    set_inflow(years, t, out);
    if (auto ok = set_inequality(RegionOutcome::product_per_head, NationOutcome::theil_product, t, base, out); !ok)
      return tl::unexpected(ok.error());
    if (auto ok = set_inequality(RegionOutcome::income_per_head, NationOutcome::theil_income, t, base, out); !ok)
      return tl::unexpected(ok.error());
    if (auto ok = set_convergence(t, out); !ok) return tl::unexpected(ok.error());
    set_skills(years, t, out);
  }
  return out;
}

}  // namespace tidu::simulate
