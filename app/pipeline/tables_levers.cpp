// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/pipeline/adoption_tables.h"
#include "app/pipeline/table_builder.h"
#include "core/simulate/programmes.h"
#include "study/keys.h"

namespace tidu::app {
namespace {

using simulate::Programme;
using simulate::ProgrammeAxis;
using simulate::ProgrammeEffects;

std::string lever_id(const Programme& programme) { return std::string(diffusion::levers()[programme.lever].key); }

std::string group_id(const Programme& programme) {
  return programme.group ? std::string(study::kAdopterGroups[*programme.group]) : "everybody";
}

std::vector<double> over_members(const Array<double, Draw, ProgrammeAxis>& values, std::size_t programme,
                                 double scale) {
  std::vector<double> out;
  for (std::size_t m = 0; m < values.extent<Draw>(); ++m) out.push_back(scale * values(m, programme));
  return out;
}

OriginBuilder programme_origin(const AdoptionContext& context) {
  OriginBuilder origin = model_origin(context);
  origin.formulas({"lever_places", "unit_effect"}).all_assumptions(diffusion::lever_options());
  return origin.assumptions({"simulate.policy_year", "simulate.support_years"});
}

data::Table effects_table(const AdoptionContext& context, std::span<const Programme> programmes,
                          const ProgrammeEffects& effects) {
  TableBuilder table(
      "lever_effects",
      {label("lever"), label("group"), real("people_reached", "percent", 1), real("gain_p05", "percentage points", 3),
       real("gain_p50", "percentage points", 3), real("gain_p95", "percentage points", 3), real("unit_p05", "1", 2),
       real("unit_p50", "1", 2), real("unit_p95", "1", 2)},
      programme_origin(context).take());
  for (std::size_t i = 0; i < programmes.size(); ++i) {
    auto reached = over_members(effects.reached, i, 100);
    auto gained = over_members(effects.gained, i, 100);
    auto unit = over_members(effects.unit_effect, i, 1000);
    const auto q = [](std::vector<double>& values, double p) { return simulate::quantile(values, p); };
    table.row({lever_id(programmes[i]), group_id(programmes[i]), q(reached, 0.5), q(gained, 0.05), q(gained, 0.5),
               q(gained, 0.95), q(unit, 0.05), q(unit, 0.5), q(unit, 0.95)});
  }
  return std::move(table).take();
}

// Whether two programmes are compared: two levers for everybody, or one lever for two sets of people.
bool compared(const Programme& one, const Programme& other) {
  if (!one.group && !other.group) return one.lever != other.lever;
  return one.lever == other.lever && one.group != other.group;
}

data::Table break_even_table(const AdoptionContext& context, std::span<const Programme> programmes,
                             const ProgrammeEffects& effects) {
  OriginBuilder origin = programme_origin(context);
  origin.formulas({"break_even"});
  TableBuilder table("lever_break_even",
                     {label("lever"), label("group"), label("other_lever"), label("other_group"), real("p05", "1", 2),
                      real("p50", "1", 2), real("p95", "1", 2), real("better", "percent", 0)},
                     origin.take());
  for (std::size_t i = 0; i < programmes.size(); ++i) {
    for (std::size_t j = 0; j < programmes.size(); ++j) {
      if (!compared(programmes[i], programmes[j])) continue;
      std::vector<double> ratio = simulate::break_even(effects, i, j);
      if (ratio.empty()) continue;
      const auto better =
          static_cast<double>(std::count_if(ratio.begin(), ratio.end(), [](double x) { return x > 1; }));
      const auto share = 100 * better / static_cast<double>(ratio.size());
      std::sort(ratio.begin(), ratio.end());
      const auto q = [&ratio](double p) {
        const double value = ratio[static_cast<std::size_t>(p * static_cast<double>(ratio.size() - 1) + 0.5)];
        return std::isinf(value) ? data::kNoValue : value;
      };
      table.row({lever_id(programmes[i]), group_id(programmes[i]), lever_id(programmes[j]), group_id(programmes[j]),
                 q(0.05), q(0.5), q(0.95), share});
    }
  }
  return std::move(table).take();
}

}  // namespace

std::vector<simulate::ParameterDraw> support_members(const AdoptionContext& context) {
  const std::size_t draws =
      std::min(context.members.size(), static_cast<std::size_t>(context.simulate_options.support_draws));
  // every k-th member, since resampling leaves equal ones side by side
  std::vector<simulate::ParameterDraw> members;
  for (std::size_t m = 0; m < draws; ++m) members.push_back(context.members[m * context.members.size() / draws]);
  return members;
}

Result<void> add_lever_tables(const AdoptionContext& context, data::ResultSet& results, Executor& executor) {
  const std::vector<Programme> programmes = simulate::support_programmes();
  const std::vector<simulate::ParameterDraw> members = support_members(context);
  const auto effects = simulate::programme_effects(
      {context.links, context.assumptions, members, programmes, context.simulate_options}, executor);
  if (!effects) return tl::unexpected(effects.error());
  results.tables.push_back(effects_table(context, programmes, *effects));
  results.tables.push_back(break_even_table(context, programmes, *effects));
  results.remarks.push_back(
      {"lever_effects",
       "remark.support",
       {static_cast<std::int64_t>(context.simulate_options.policy_year), static_cast<std::int64_t>(effects->last_year),
        static_cast<std::int64_t>(members.size())}});
  results.remarks.push_back({"lever_break_even", "remark.break_even", {}});
  return {};
}

}  // namespace tidu::app
