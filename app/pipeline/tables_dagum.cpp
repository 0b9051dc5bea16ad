// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/pipeline/gap_quantities.h"
#include "app/pipeline/table_builder.h"
#include "core/measure/gaps/dagum.h"
#include "core/measure/gaps/polarisation.h"

namespace tidu::app {
namespace {

using measure::ReweightedGap;

constexpr double kRounding = 1e-12;  // the identity holds to this

double percent(double part, double whole) { return whole > 0 ? 100 * part / whole : 0; }

struct DagumTables {
  TableBuilder total;
  TableBuilder groups;
  TableBuilder pairs;
};

DagumTables tables_of(const MeasureContext& context, const GapQuantity& quantity) {
  const std::string& unit = context.loaded.study.variables[context.loaded.variable(quantity.id)].unit;
  const data::Origin origin = gap_origin(context, quantity).formulas({"gini", "dagum"}).take();
  const data::Origin intervals = gap_origin(context, quantity)
                                     .formulas({"gini", "dagum", "bootstrap_interval"})
                                     .assumptions({"measure.gap_replicates", "measure.gap_level"})
                                     .take();
  DagumTables out{
      {"dagum",
       {integer("year", "year"), real("gini", "1", 4), real("within", "1", 4), real("between", "1", 4),
        real("transvariation", "1", 4), real("within_share", "percent", 1), real("between_share", "percent", 1),
        real("transvariation_share", "percent", 1), real("within_low", "1", 4), real("within_high", "1", 4),
        real("between_low", "1", 4), real("between_high", "1", 4), real("transvariation_low", "1", 4),
        real("transvariation_high", "1", 4), real("polarisation", "1", 4)},
       origin},
      {"dagum_groups",
       {integer("year", "year"), label("group"), real("population_share", "percent", 1),
        real("value_share", "percent", 1), real("mean", unit, 2), real("gini", "1", 4), real("within", "1", 4),
        real("between", "1", 4), real("transvariation", "1", 4)},
       origin},
      {"dagum_pairs",
       {integer("year", "year"), label("group"), label("other_group"), real("gini", "1", 4),
        real("gross_affluence", unit, 2), real("transvariation_moment", unit, 2), real("relative_affluence"),
        real("between", "1", 4), real("transvariation", "1", 4), real("between_share", "percent", 1)},
       origin}};
  for (TableBuilder* table : {&out.total, &out.groups, &out.pairs}) table->about(quantity.id);
  for (const char* part : {"within", "between", "transvariation"}) {
    for (const char* end : {"_low", "_high"}) out.total.origin(std::string(part) + end, intervals);
  }
  out.total.origin("polarisation", gap_origin(context, quantity)
                                       .formulas({"esteban_ray", "group_polarisation"})
                                       .assumptions({"measure.gap_polarisation_alpha"})
                                       .take());
  return out;
}

void add_year(const std::vector<std::string>& names, double year, const measure::Dagum& d, DagumTables& tables) {
  for (const measure::DagumGroup& g : d.groups) {
    tables.groups.row({year, names[g.group], 100 * g.population_share, 100 * g.value_share, g.mean, g.gini, g.within,
                       g.between, g.transvariation});
  }
  for (const measure::DagumPair& p : d.pairs) {
    tables.pairs.row({year, names[p.higher], names[p.lower], p.gini, p.gross_affluence, p.transvariation_moment,
                      p.relative_affluence, p.between, p.transvariation, percent(p.between, d.between)});
  }
}

}  // namespace

Result<void> add_dagum(const MeasureContext& context, const GapQuantity& quantity, const GapIntervals& intervals,
                       data::ResultSet& results) {
  const std::vector<std::string> names = context.loaded.regions.groups();
  DagumTables tables = tables_of(context, quantity);
  double rest = 0;
  std::int64_t years = 0;
  for (std::size_t t = 0; t < quantity.years(); ++t) {
    const auto d = measure::dagum(quantity.of_year(t));
    if (!d) continue;  // a year of zeros: there is nothing to share, so there are no rows
    const auto polarisation = measure::group_polarisation(quantity.of_year(t), context.gap_options.polarisation_alpha);
    if (!polarisation) return tl::unexpected(polarisation.error());
    const double year = context.loaded.study.first_year + static_cast<double>(t);
    const auto end = [&](ReweightedGap gap) -> const std::optional<measure::Interval>& {
      return intervals.by_year[t][static_cast<std::size_t>(gap)];
    };
    tables.total.row({year, d->gini, d->within, d->between, d->transvariation, percent(d->within, d->gini),
                      percent(d->between, d->gini), percent(d->transvariation, d->gini),
                      low_of(end(ReweightedGap::within)), high_of(end(ReweightedGap::within)),
                      low_of(end(ReweightedGap::between)), high_of(end(ReweightedGap::between)),
                      low_of(end(ReweightedGap::transvariation)), high_of(end(ReweightedGap::transvariation)),
                      polarisation->between});
    add_year(names, year, *d, tables);
    rest = std::max(rest, std::fabs(d->residual));
    ++years;
  }
  if (years == 0) return {};
  context.audit.add(9, rest < kRounding ? Verdict::passed : Verdict::warned,
                    text("audit.g9.identity", quantity.id, years, 1e15 * rest));
  for (TableBuilder* table : {&tables.total, &tables.groups, &tables.pairs})
    results.tables.push_back(std::move(*table).take());
  return {};
}

}  // namespace tidu::app
