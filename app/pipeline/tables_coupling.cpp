// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/replicates.h"
#include "app/pipeline/table_builder.h"
#include "core/measure/index/coupling.h"

namespace tidu::app {
namespace {

using Scores = Array<double, Region, Year>;

/// The indices that are coupled, in the order of the study, and their weights in T.
struct Systems {
  std::vector<const BuiltIndex*> indices;
  std::vector<double> alpha;

  std::size_t size() const { return indices.size(); }
};

// With two systems measure.coupling_alpha is the first one's weight; more count alike.
Systems systems_of(const MeasureContext& context) {
  Systems out;
  for (const std::string& id : context.loaded.study.analysis.coupled) {
    for (const BuiltIndex& built : context.indices) {
      if (built.tree->id == id) out.indices.push_back(&built);
    }
  }
  const double first = context.index_options.coupling_alpha;
  out.alpha.assign(out.size(), 1 / static_cast<double>(std::max<std::size_t>(1, out.size())));
  if (out.size() == 2) out.alpha = {first, 1 - first};
  return out;
}

// An indicator is shared when two trees use the same numerators, whatever they are divided by.
std::vector<std::string> numerator_ids(const MeasureContext& context, const BuiltIndex& built) {
  std::vector<std::string> ids;
  for (const std::size_t v : built.variables) {
    std::string id;
    for (const std::string& series : context.loaded.study.variables[v].numerators)
      id += (id.empty() ? "" : "+") + series;
    ids.push_back(std::move(id));
  }
  return ids;
}

/// What two systems have in common.
struct PairOverlap {
  std::size_t first = 0;
  std::size_t second = 0;
  measure::IndicatorOverlap overlap;
};

Result<std::vector<PairOverlap>> overlaps_of(const MeasureContext& context, const Systems& systems) {
  std::vector<PairOverlap> out;
  for (std::size_t a = 0; a < systems.size(); ++a) {
    for (std::size_t b = a + 1; b < systems.size(); ++b) {
      const auto first = numerator_ids(context, *systems.indices[a]);
      const auto second = numerator_ids(context, *systems.indices[b]);
      auto overlap =
          measure::indicator_overlap({first, systems.indices[a]->weights}, {second, systems.indices[b]->weights});
      if (!overlap) return tl::unexpected(overlap.error());
      out.push_back({a, b, std::move(*overlap)});
    }
  }
  return out;
}

Result<measure::CouplingField> coupled(const std::vector<Scores>& scores, const Systems& systems,
                                       measure::CouplingForm form) {
  std::vector<View<const double, Region, Year>> views;
  for (const Scores& each : scores) views.push_back(each);
  return measure::coupling_by_region(views, systems.alpha, form);
}

// The systems' scores without every indicator that another of them holds too. A system that is shared altogether
// leaves nothing to couple: no value.
Result<std::vector<Scores>> disjoint_scores(const Systems& systems, std::span<const PairOverlap> overlaps) {
  std::vector<Scores> out;
  for (std::size_t s = 0; s < systems.size(); ++s) {
    std::vector<std::size_t> dropped;
    for (const PairOverlap& pair : overlaps) {
      for (const auto& shared : pair.overlap.shared) {
        if (pair.first == s) dropped.push_back(shared.in_first);
        if (pair.second == s) dropped.push_back(shared.in_second);
      }
    }
    const BuiltIndex& built = *systems.indices[s];
    const auto weights = measure::weights_without(built.weights, dropped);
    if (!weights) return std::vector<Scores>();
    auto index = measure::index_scores(built.nodes, built.standardised.values, *weights, built.method.aggregation);
    if (!index) return tl::unexpected(index.error());
    out.push_back(std::move(index->scores));
  }
  return out;
}

data::Origin origin_of(const MeasureContext& context, const Systems& systems,
                       std::initializer_list<std::string_view> more_assumptions) {
  OriginBuilder origin(context.loaded);
  for (const BuiltIndex* built : systems.indices) origin.index(built->tree->id);
  return origin
      .formulas({"coupling", "coupling_modified", "coupling_development", "coupling_coordination", "coupling_grade",
                 "relative_development", "weights_without"})
      .assumptions({"measure.coupling_alpha", "measure.coupling_synchronous"})
      .assumptions(more_assumptions)
      .take();
}

data::Table overlap_table(const MeasureContext& context, const Systems& systems, std::span<const PairOverlap> overlaps,
                          const data::Origin& origin) {
  TableBuilder table("coupling_overlap",
                     {label("system"), label("variable"), label("other_system"), label("other_variable"),
                      real("weight", "1", 4), real("other_weight", "1", 4)},
                     origin);
  const auto& variables = context.loaded.study.variables;
  for (const PairOverlap& pair : overlaps) {
    const BuiltIndex& first = *systems.indices[pair.first];
    const BuiltIndex& second = *systems.indices[pair.second];
    for (const auto& shared : pair.overlap.shared) {
      table.row({first.tree->id, variables[first.variables[shared.in_first]].id, second.tree->id,
                 variables[second.variables[shared.in_second]].id, shared.weight_first, shared.weight_second});
    }
  }
  return std::move(table).take();
}

Result<data::Table> coupling_table(const MeasureContext& context, const Systems& systems,
                                   const std::vector<Scores>& scores, const std::vector<Scores>& disjoint,
                                   const data::Origin& origin) {
  const auto standard = coupled(scores, systems, measure::CouplingForm::standard);
  if (!standard) return tl::unexpected(standard.error());
  const auto modified = coupled(scores, systems, measure::CouplingForm::modified);
  if (!modified) return tl::unexpected(modified.error());
  Scores without({context.loaded.region_count(), context.loaded.year_count()}, data::kNoValue);
  if (!disjoint.empty()) {
    auto field = coupled(disjoint, systems, measure::CouplingForm::standard);
    if (!field) return tl::unexpected(field.error());
    without = std::move(field->coordination);
  }
  TableBuilder table("coupling",
                     {label("region"), integer("year", "year"), real("coupling"), real("development"),
                      real("coordination"), integer("grade"), real("coordination_disjoint"), real("coupling_modified"),
                      real("coordination_modified"), integer("grade_modified"), label("leading"), label("lagging"),
                      real("level_ratio", "1", 2), integer("synchronous")},
                     origin);
  std::vector<double> levels(systems.size());
  for (std::size_t t = 0; t < context.loaded.year_count(); ++t) {
    for (std::size_t r = 0; r < context.loaded.region_count(); ++r) {
      for (std::size_t s = 0; s < levels.size(); ++s) levels[s] = scores[s](r, t);
      const auto relative = measure::relative_development(levels, context.assessment_options.coupling_synchronous);
      if (!relative) return tl::unexpected(relative.error());
      table.row({context.loaded.regions.rows[r].code, context.loaded.study.first_year + static_cast<double>(t),
                 standard->coupling(r, t), standard->development(r, t), standard->coordination(r, t),
                 static_cast<double>(standard->grade(r, t)), without(r, t), modified->coupling(r, t),
                 modified->coordination(r, t), static_cast<double>(modified->grade(r, t)),
                 systems.indices[relative->leading]->tree->id, systems.indices[relative->lagging]->tree->id,
                 relative->ratio, relative->synchronous ? 1.0 : 0.0});
    }
  }
  return std::move(table).take();
}

// D of the last year over the replicates, which make the same choices for every system.
Result<void> add_intervals(const MeasureContext& context, const Systems& systems, data::ResultSet& results) {
  std::vector<const measure::IndexReplicates*> replicates;
  for (const BuiltIndex* built : systems.indices) {
    const measure::Robustness* found = robustness_of(context, built->tree->id);
    if (found == nullptr) return {};
    replicates.push_back(&found->replicates);
  }
  const std::size_t regions = context.loaded.region_count();
  const std::size_t last = context.loaded.year_count() - 1;
  const auto of_draw = [&](std::size_t draw, std::span<double> out) {
    std::vector<double> levels(systems.size());
    for (std::size_t r = 0; r < regions; ++r) {
      for (std::size_t s = 0; s < levels.size(); ++s) levels[s] = replicates[s]->of(draw, last)[r];
      const auto standard = measure::coupling(levels, systems.alpha);
      const auto modified = measure::coupling(levels, systems.alpha, measure::CouplingForm::modified);
      if (!standard || !modified) return false;
      out[r] = standard->coordination;
      out[regions + r] = modified->coordination;
    }
    return true;
  };
  const auto intervals = measure::over_draws(replicates.front()->draws(), 2 * regions, of_draw,
                                             context.assessment_options.robustness_level, context.executor);
  if (!intervals) return tl::unexpected(intervals.error());
  if (intervals->front().replicates == 0) return {};
  TableBuilder table(
      "coupling_intervals",
      {label("region"), real("interval_lower"), real("median"), real("interval_upper"), real("modified_lower"),
       real("modified_median"), real("modified_upper"), integer("grade_lower"), integer("grade_upper")},
      origin_of(context, systems, {"measure.robustness_replicates", "measure.robustness_level"}));
  for (std::size_t r = 0; r < regions; ++r) {
    const measure::ReplicateInterval& d = (*intervals)[r];
    const measure::ReplicateInterval& m = (*intervals)[regions + r];
    table.row({context.loaded.regions.rows[r].code, d.low, d.median, d.high, m.low, m.median, m.high,
               static_cast<double>(measure::coordination_grade(d.low)),
               static_cast<double>(measure::coordination_grade(d.high))});
  }
  results.tables.push_back(std::move(table).take());
  return {};
}

// Guard 34: what two systems share moves together by construction.
void judge_overlap(const Systems& systems, std::span<const PairOverlap> overlaps, const MeasureContext& context,
                   data::ResultSet& results) {
  for (const PairOverlap& pair : overlaps) {
    const auto shared = static_cast<std::int64_t>(pair.overlap.shared.size());
    const std::string& first = systems.indices[pair.first]->tree->id;
    const std::string& second = systems.indices[pair.second]->tree->id;
    if (shared == 0) {
      context.audit.add(34, Verdict::passed, text("audit.g34.disjoint", first, second));
      continue;
    }
    const double of_first = 100 * pair.overlap.weight_first;
    const double of_second = 100 * pair.overlap.weight_second;
    context.audit.add(34, Verdict::warned, text("audit.g34.shared", first, second, shared, of_first, of_second));
    results.remarks.push_back({"coupling", "remark.coupling_overlap", {shared, of_first, of_second}});
  }
}

}  // namespace

Result<void> add_coupling_tables(const MeasureContext& context, data::ResultSet& results) {
  const Systems systems = systems_of(context);
  if (systems.size() < 2) return {};
  const auto outside = std::find_if(systems.indices.begin(), systems.indices.end(),
                                    [](const BuiltIndex* built) { return !built->unit_interval; });
  if (outside != systems.indices.end()) {
    context.audit.add(1, Verdict::warned, text("audit.g1.outside", (*outside)->tree->id));
    return {};
  }
  std::vector<Scores> scores;
  for (const BuiltIndex* built : systems.indices) scores.push_back(built->index.scores);
  const auto overlaps = overlaps_of(context, systems);
  if (!overlaps) return tl::unexpected(overlaps.error());
  const auto disjoint = disjoint_scores(systems, *overlaps);
  if (!disjoint) return tl::unexpected(disjoint.error());
  const data::Origin origin = origin_of(context, systems, {});
  auto table = coupling_table(context, systems, scores, *disjoint, origin);
  if (!table) return tl::unexpected(table.error());
  results.tables.push_back(std::move(*table));
  results.tables.push_back(overlap_table(context, systems, *overlaps, origin));
  judge_overlap(systems, *overlaps, context, results);

  double lowest = 1;
  double highest = 0;
  for (const Scores& each : scores) {
    lowest = std::min(lowest, *std::min_element(each.values().begin(), each.values().end()));
    highest = std::max(highest, *std::max_element(each.values().begin(), each.values().end()));
  }
  context.audit.add(1, Verdict::passed, text("audit.g1.range", lowest, highest));
  context.audit.add(2, Verdict::passed, text("audit.g2.none"));
  return add_intervals(context, systems, results);
}

}  // namespace tidu::app
