// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/pipeline/gap_quantities.h"
#include "app/pipeline/table_builder.h"
#include "core/measure/gaps/change.h"
#include "core/measure/gaps/nested.h"

namespace tidu::app {
namespace {

constexpr double kRounding = 1e-12;  // identities hold to this

// A way to divide the nation: groups from the coarsest to the finest, and what lies between and at last inside them.
struct Grouping {
  std::string_view id;
  std::vector<std::span<const std::size_t>> levels;
  std::vector<std::string_view> parts;
};

struct Entropy {
  std::string_view name;
  double order = 0;
};

std::vector<Grouping> groupings(const GapQuantity& quantity, std::span<const std::size_t> tier_of) {
  return {{"group", {quantity.group_of}, {"between_groups", "within_groups"}},
          {"tier", {tier_of}, {"between_tiers", "within_tiers"}},
          {"group_tier", {quantity.group_of, tier_of}, {"between_groups", "between_tiers", "within_tiers"}}};
}

data::Table levels_table(const MeasureContext& context, const GapQuantity& quantity, double& rest) {
  std::vector<std::size_t> tier_of;
  for (const measure::RegionTier& tier : context.tiers) tier_of.push_back(static_cast<std::size_t>(tier.tier));
  TableBuilder table("levels",
                     {integer("year", "year"), label("measure"), label("grouping"), label("level"),
                      real("value", "1", 4), real("share", "percent", 1)},
                     gap_origin(context, quantity)
                         .index(context.capability.tree->id)
                         .formulas({"theil_t", "theil_l", "generalised_entropy", "nested_entropy", "tiers"})
                         .assumptions({"measure.gap_entropy_order", "measure.tier_upper", "measure.tier_lower"})
                         .take());
  table.about(quantity.id);
  const Entropy measures[] = {{"theil_t", 1}, {"theil_l", 0}, {"entropy", context.gap_options.entropy_order}};
  for (std::size_t t = 0; t < quantity.years(); ++t) {
    for (const Entropy& m : measures) {
      for (const Grouping& grouping : groupings(quantity, tier_of)) {
        const auto d = measure::nested_entropy({quantity.values[t], quantity.weights[t], grouping.levels}, m.order);
        if (!d) continue;  // zeros where logarithms are taken: the measure has no value
        for (std::size_t k = 0; k < d->by_level.size(); ++k) {
          table.row({context.loaded.study.first_year + static_cast<double>(t), std::string(m.name),
                     std::string(grouping.id), std::string(grouping.parts[k]), d->by_level[k],
                     d->total > 0 ? 100 * d->by_level[k] / d->total : 0});
        }
        rest = std::max(rest, std::fabs(d->residual));
      }
    }
  }
  return std::move(table).take();
}

// Change of Theil L from the first to the last year, by macro-region and in all.
void add_change(const MeasureContext& context, const GapQuantity& quantity, data::ResultSet& results) {
  const auto d = measure::theil_l_change(quantity.of_year(0), quantity.of_year(quantity.years() - 1));
  if (!d) return;  // zeros, or a macro-region that counts in one of the years alone
  TableBuilder table("theil_change",
                     {label("group"), real("inequality", "1", 4), real("shares_within", "1", 4),
                      real("shares_between", "1", 4), real("means", "1", 4), real("change", "1", 4)},
                     gap_origin(context, quantity).formulas({"theil_l", "theil_l_change"}).take());
  table.about(quantity.id);
  const auto row = [&table](const std::string& name, const measure::TheilChange& c) {
    table.row({name, c.inequality, c.shares_within, c.shares_between, c.means,
               c.inequality + c.shares_within + c.shares_between + c.means});
  };
  const std::vector<std::string> names = context.loaded.regions.groups();
  for (std::size_t g = 0; g < names.size(); ++g) row(names[g], d->groups[g]);
  row("all", d->parts);
  results.tables.push_back(std::move(table).take());
}

}  // namespace

Result<void> add_levels(const MeasureContext& context, const GapQuantity& quantity, data::ResultSet& results) {
  double rest = 0;
  data::Table table = levels_table(context, quantity, rest);
  if (table.rows() > 0) {
    context.audit.add(11, rest < kRounding ? Verdict::passed : Verdict::warned,
                      text("audit.g11.identity", quantity.id, 1e15 * rest));
    results.tables.push_back(std::move(table));
  }
  if (quantity.years() > 1) add_change(context, quantity, results);
  return {};
}

}  // namespace tidu::app
