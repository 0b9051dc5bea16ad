// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/replicates.h"
#include "app/pipeline/table_builder.h"
#include "core/base/math.h"
#include "core/measure/breaks.h"
#include "core/measure/cross_table.h"
#include "core/measure/index/stages.h"

namespace tidu::app {
namespace {

using measure::RegionTier;
using measure::TierMethod;

constexpr std::string_view kMethods[] = {"rule", "natural_breaks", "k_means"};
constexpr std::string_view kStages[] = {"start_up", "growth", "mature"};

std::vector<std::size_t> numbers_of(std::span<const RegionTier> tiers) {
  std::vector<std::size_t> out;
  for (const RegionTier& region : tiers) out.push_back(static_cast<std::size_t>(region.tier));
  return out;
}

data::Origin origin_of(const MeasureContext& context, std::initializer_list<std::string_view> formulas,
                       std::initializer_list<std::string_view> assumptions) {
  return OriginBuilder(context.loaded)
      .index(context.capability.tree->id)
      .formulas({"tiers"})
      .formulas(formulas)
      .assumptions({"measure.tier_upper", "measure.tier_lower", "measure.tier_margin"})
      .assumptions(assumptions)
      .take();
}

// The study's tiers, with those that equal weights would give.
Result<data::Table> tiers_table(const MeasureContext& context) {
  const auto equal = study_tiers(context.capability.nodes, context.capability.equal_index, context.index_options);
  if (!equal) return tl::unexpected(equal.error());
  TableBuilder table("tiers",
                     {label("region"), real("score"), real("z", "sd", 2), label("tier"), real("margin", "sd", 2),
                      integer("near_border"), label("tier_equal")},
                     origin_of(context, {}, {}));
  const auto scores = scores_of_year(context.capability.index, context.loaded.year_count() - 1);
  for (std::size_t r = 0; r < scores.size(); ++r) {
    const RegionTier& tier = context.tiers[r];
    const bool moves = (*equal)[r].tier != tier.tier;
    table.row({context.loaded.regions.rows[r].code, scores[r], tier.z, std::string(tier_id(tier.tier)),
               tier.border_distance, tier.near_border || moves ? 1.0 : 0.0, std::string(tier_id((*equal)[r].tier))});
  }
  return std::move(table).take();
}

// Tiers by each method; one that has no answer here (fewer than three different scores) is left out.
Result<void> add_methods(const MeasureContext& context, data::ResultSet& results) {
  TableBuilder table("tier_methods", {label("method"), label("region"), label("tier"), real("margin", "sd", 2)},
                     origin_of(context, {"natural_breaks", "k_means"}, {}));
  TableBuilder fit("tier_fit", {label("method"), real("goodness"), real("adjusted_rand"), integer("regions_moved")},
                   origin_of(context, {"natural_breaks", "k_means", "adjusted_rand"}, {}));
  std::vector<double> scaled = scores_of_year(context.capability.index, context.loaded.year_count() - 1);
  if (context.index_options.tier_scale == measure::TierScale::logarithm) {
    for (double& score : scaled) score = math::log(score);
  }
  const auto own = numbers_of(context.tiers);
  for (std::size_t m = 0; m < std::size(kMethods); ++m) {
    measure::IndexOptions options = context.index_options;
    options.tier_method = static_cast<TierMethod>(m);
    const auto tiers = study_tiers(context.capability.nodes, context.capability.index, options);
    if (!tiers) continue;
    for (std::size_t r = 0; r < tiers->size(); ++r) {
      table.row({std::string(kMethods[m]), context.loaded.regions.rows[r].code, std::string(tier_id((*tiers)[r].tier)),
                 (*tiers)[r].border_distance});
    }
    const auto numbers = numbers_of(*tiers);
    const auto agreement = measure::cross_table({numbers, measure::kTiers}, {own, measure::kTiers});
    if (!agreement) return tl::unexpected(agreement.error());
    double moved = 0;
    for (std::size_t r = 0; r < own.size(); ++r) moved += numbers[r] != own[r] ? 1 : 0;
    fit.row({std::string(kMethods[m]), measure::variance_fit(scaled, numbers), agreement->adjusted_rand, moved});
  }
  results.tables.push_back(std::move(table).take());
  results.tables.push_back(std::move(fit).take());
  return {};
}

Result<void> add_stability(const MeasureContext& context, const measure::Robustness& found, data::ResultSet& results) {
  const auto scores = found.replicates.in_year(found.replicates.years.size() - 1);
  const auto stability = measure::tier_stability(scores, tier_rule(context.index_options));
  if (!stability) return {};  // no replicate has tiers: nothing is known
  TableBuilder table("tier_stability",
                     {label("region"), label("tier"), real("core", "percent", 0), real("middle", "percent", 0),
                      real("less_developed", "percent", 0), real("same_tier", "percent", 0)},
                     origin_of(context, {"replicate_interval"}, {"measure.robustness_replicates"}));
  std::int64_t sure = 0;
  for (std::size_t r = 0; r < context.tiers.size(); ++r) {
    const auto share = [&](std::size_t tier) { return 100 * stability->share(r, tier); };
    const double same = share(static_cast<std::size_t>(context.tiers[r].tier));
    sure += same >= 95 ? 1 : 0;
    table.row({context.loaded.regions.rows[r].code, std::string(tier_id(context.tiers[r].tier)), share(0), share(1),
               share(2), same});
  }
  results.tables.push_back(std::move(table).take());
  results.remarks.push_back(
      {"tier_stability",
       "remark.tier_stability",
       {static_cast<std::int64_t>(stability->replicates), sure, static_cast<std::int64_t>(context.tiers.size())}});
  return {};
}

// Tiers against macro-regions, with what the replicates say of the association.
Result<void> add_groups(const MeasureContext& context, const measure::Robustness* found, data::ResultSet& results) {
  const std::vector<std::string> groups = context.loaded.regions.groups();
  if (groups.size() < 2) return {};
  const auto group_of = context.loaded.group_of();
  const auto own = numbers_of(context.tiers);
  const auto cross = measure::cross_table({own, measure::kTiers}, {group_of, groups.size()});
  if (!cross) return tl::unexpected(cross.error());
  TableBuilder table("tier_groups",
                     {label("tier"), label("group"), integer("regions"), real("share_of_group", "percent", 0)},
                     origin_of(context, {"cramers_v", "adjusted_rand"}, {}));
  for (std::size_t tier = 0; tier < measure::kTiers; ++tier) {
    for (std::size_t g = 0; g < groups.size(); ++g) {
      const auto in_group = static_cast<double>(std::count(group_of.begin(), group_of.end(), g));
      const auto count = static_cast<double>(cross->counts(tier, g));
      table.row({std::string(tier_id(static_cast<measure::Tier>(tier))), groups[g], count,
                 in_group > 0 ? 100 * count / in_group : 0});
    }
  }
  results.tables.push_back(std::move(table).take());
  if (found == nullptr) {
    results.remarks.push_back({"tier_groups", "remark.tier_groups", {cross->cramers_v, cross->adjusted_rand}});
    return {};
  }
  const measure::TierRule rule = tier_rule(context.index_options);
  const auto intervals =
      over_replicates(context, context.capability.tree->id, context.loaded.year_count() - 1, 2,
                      [&](std::span<const double> scores, std::span<double> out) {
                        const auto tiers = measure::tiers(scores, rule);
                        if (!tiers) return false;
                        const auto numbers = numbers_of(*tiers);
                        const auto each = measure::cross_table({numbers, measure::kTiers}, {group_of, groups.size()});
                        out[0] = each ? each->cramers_v : 0;
                        out[1] = each ? each->adjusted_rand : 0;
                        return each.has_value();
                      });
  if (!intervals) return tl::unexpected(intervals.error());
  results.remarks.push_back({"tier_groups",
                             "remark.tier_groups_interval",
                             {cross->cramers_v, (*intervals)[0].low, (*intervals)[0].high, cross->adjusted_rand,
                              (*intervals)[1].low, (*intervals)[1].high}});
  return {};
}

// Stages have the same borders in all years, which yearly standardisation forbids.
void add_stages(const MeasureContext& context, data::ResultSet& results) {
  if (!context.capability.standardised.trend_is_meaningful) return;
  const auto found = measure::stages(context.capability.index.scores, {.stages = context.assessment_options.stages});
  if (!found) return;  // fewer different scores than stages
  TableBuilder table("stages", {label("region"), integer("year", "year"), label("stage")},
                     OriginBuilder(context.loaded)
                         .index(context.capability.tree->id)
                         .formulas({"stages", "natural_breaks"})
                         .assumptions({"measure.stage_count"})
                         .take());
  for (std::size_t t = 0; t < context.loaded.year_count(); ++t) {
    for (std::size_t r = 0; r < context.loaded.region_count(); ++r) {
      table.row({context.loaded.regions.rows[r].code, context.loaded.study.first_year + static_cast<double>(t),
                 std::string(kStages[found->stage(r, t)])});
    }
  }
  results.tables.push_back(std::move(table).take());
  const double upper = found->borders.back();
  if (found->borders.size() == 1) {
    results.remarks.push_back({"stages", "remark.two_stages", {upper, found->goodness}});
  } else {
    results.remarks.push_back({"stages", "remark.three_stages", {found->borders.front(), upper, found->goodness}});
  }
}

}  // namespace

Result<void> add_tier_tables(const MeasureContext& context, data::ResultSet& results) {
  auto tiers = tiers_table(context);
  if (!tiers) return tl::unexpected(tiers.error());
  results.tables.push_back(std::move(*tiers));
  if (auto done = add_methods(context, results); !done) return done;
  const measure::Robustness* found = robustness_of(context, context.capability.tree->id);
  if (found != nullptr) {
    if (auto done = add_stability(context, *found, results); !done) return done;
  }
  if (auto done = add_groups(context, found, results); !done) return done;
  add_stages(context, results);
  return {};
}

}  // namespace tidu::app
