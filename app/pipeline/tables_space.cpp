// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/pipeline/measure_tables.h"
#include "app/pipeline/space_tables.h"
#include "app/pipeline/table_builder.h"
#include "core/measure/space/association.h"
#include "core/measure/space/join_counts.h"
#include "core/measure/space/local.h"
#include "core/measure/space/moran.h"

namespace tidu::app {
namespace {

measure::PermutationTest permutations(const MeasureContext& context) {
  return {.permutations = context.space_options.permutations, .seed = context.loaded.study.seed};
}

double year_of(const MeasureContext& context, std::size_t t) {
  return context.loaded.study.first_year + static_cast<double>(t);
}

double shown_p(const measure::PermutationResult& test, const MeasureContext& context) {
  return test.permutations > 0 ? test.p(context.space_options.p_value) : data::kNoValue;
}

// Puts a table with p values among the results, and says which p they are.
void put_with_p(const MeasureContext& context, TableBuilder&& table, data::ResultSet& results) {
  constexpr std::string_view kKinds[] = {"remark.p_two_sided", "remark.p_folded", "remark.p_greater", "remark.p_less"};
  data::Table made = std::move(table).take();
  if (context.space_options.permutations > 0) {
    results.remarks.push_back({made.key,
                               std::string(kKinds[static_cast<std::size_t>(context.space_options.p_value)]),
                               {static_cast<std::int64_t>(context.space_options.permutations)}});
  }
  results.tables.push_back(std::move(made));
}

// Its first rows are Moran's I by year, as the report's charts and other programs expect them.
Result<void> add_moran(const MeasureContext& context, const SpaceSubject& subject, data::ResultSet& results) {
  const auto years =
      measure::moran_by_year(subject.values, *context.space.weights, permutations(context), context.executor);
  if (!years) return tl::unexpected(years.error());
  auto origin = subject.origin;
  origin.formulas({"moran_i", "moran_variance_randomisation", "moran_permutation"});
  TableBuilder table("moran",
                     {label("variable"), integer("year", "year"), real("moran"), real("expected"), real("sd"),
                      real("z", "sd", 2), real("p", "1", 4)},
                     origin.take());
  table.about(subject.id);
  for (std::size_t t = 0; t < years->size(); ++t) {
    const measure::Moran& m = (*years)[t];
    const measure::PermutationResult test{
        .permutations = m.permutations, .as_large = m.as_large, .as_small = m.as_small};
    table.row({subject.id, year_of(context, t), m.moran, m.expected, std::sqrt(m.variance_randomisation),
               m.z_randomisation, shown_p(test, context)});
  }
  put_with_p(context, std::move(table), results);
  return {};
}

bool has_negative(View<const double, Region, Year> values) {
  return std::any_of(values.begin(), values.end(), [](double value) { return value < 0; });
}

// Geary's C, and Getis and Ord's G where values have no sign.
Result<void> add_association(const MeasureContext& context, const SpaceSubject& subject, data::ResultSet& results) {
  const measure::SpatialWeights& w = *context.space.weights;
  auto origin = subject.origin;
  origin.formulas({"geary_c", "getis_ord_g", "moran_permutation"});
  TableBuilder table("association",
                     {label("variable"), label("statistic"), integer("year", "year"), real("value", "1", 4),
                      real("expected", "1", 4), real("sd", "1", 4), real("z", "sd", 2), real("p", "1", 4)},
                     origin.take());
  table.about(subject.id);
  const auto add = [&](const char* name, const Result<std::vector<measure::Association>>& years) -> Result<void> {
    if (!years) return tl::unexpected(years.error());
    for (std::size_t t = 0; t < years->size(); ++t) {
      const measure::Association& a = (*years)[t];
      table.row({subject.id, name, year_of(context, t), a.value, a.expected, std::sqrt(a.variance), a.z,
                 shown_p(a.test, context)});
    }
    return {};
  };
  const auto test = permutations(context);
  if (auto done = add("geary_c", measure::geary_by_year(subject.values, w, test, context.executor)); !done) return done;
  if (!has_negative(subject.values)) {
    auto done = add("getis_ord_g", measure::global_g_by_year(subject.values, w, test, context.executor));
    if (!done) return done;
  }
  put_with_p(context, std::move(table), results);
  return {};
}

constexpr const char* kQuadrants[] = {"high_high", "low_low", "high_low", "low_high", "none"};

const char* cluster_of(const measure::LocalValue& v) {
  if (v.island) return "island";
  return v.significant ? kQuadrants[static_cast<std::size_t>(v.quadrant)] : "not_significant";
}

const char* spot_of(const measure::LocalValue& v) {
  if (v.island) return "island";
  if (!v.significant) return "not_significant";
  return v.z > 0 ? "hot" : "cold";
}

// A year's values in standard deviations from their mean, divisor n.
std::vector<double> standard_scores(View<const double, Region, Year> x, std::size_t year) {
  const std::size_t n = x.extent<Region>();
  double center = 0;
  double squares = 0;
  std::vector<double> z(n);
  for (std::size_t r = 0; r < n; ++r) center += x(r, year) / static_cast<double>(n);
  for (std::size_t r = 0; r < n; ++r) {
    z[r] = x(r, year) - center;
    squares += z[r] * z[r] / static_cast<double>(n);
  }
  for (double& value : z) value /= std::sqrt(squares);
  return z;
}

Result<void> add_local(const MeasureContext& context, const SpaceSubject& subject, data::ResultSet& results) {
  const measure::SpatialWeights& w = *context.space.weights;
  const measure::LocalTest test{.permutations = context.space_options.permutations,
                                .seed = context.loaded.study.seed,
                                .p_value = context.space_options.p_value,
                                .correction = context.space_options.correction,
                                .level = context.space_options.level};
  const auto moran = measure::local_moran(subject.values, w, test, context.executor);
  if (!moran) return tl::unexpected(moran.error());
  const auto spots = measure::local_g(subject.values, w, true, test, context.executor);
  if (!spots) return tl::unexpected(spots.error());
  auto origin = subject.origin;
  origin.formulas({"local_moran", "local_g_star", "conditional_permutation", "false_discovery_rate"})
      .assumptions({"measure.significance_level"});
  TableBuilder table(
      "local",
      {label("region"), integer("year", "year"), real("own", "sd"), real("lag", "sd"), real("local_moran"),
       label("quadrant"), real("p", "1", 4), real("p_corrected", "1", 4), label("cluster"), real("g_star", "sd", 2),
       real("g_p", "1", 4), real("g_p_corrected", "1", 4), label("spot")},
      origin.take());
  table.about(subject.id);
  std::vector<double> lag(w.regions());
  for (std::size_t t = 0; t < context.loaded.year_count(); ++t) {
    const auto own = standard_scores(subject.values, t);
    w.lag(own, lag);
    for (std::size_t r = 0; r < w.regions(); ++r) {
      const measure::LocalValue& m = (*moran)(r, t);
      const measure::LocalValue& g = (*spots)(r, t);
      const auto tested = [&m](double value) { return m.island ? data::kNoValue : value; };
      table.row({context.loaded.regions.rows[r].code, year_of(context, t), own[r], tested(lag[r]), tested(m.value),
                 kQuadrants[static_cast<std::size_t>(m.quadrant)], tested(m.p), tested(m.p_corrected), cluster_of(m),
                 tested(g.z), tested(g.p), tested(g.p_corrected), spot_of(g)});
    }
  }
  put_with_p(context, std::move(table), results);
  return {};
}

// The capability index in place against the first quantity of the neighbours.
Result<void> add_bivariate(const MeasureContext& context, data::ResultSet& results) {
  const auto& quantities = context.loaded.study.analysis.quantities;
  if (quantities.empty()) return {};
  const auto& other = context.loaded.variables[context.loaded.variable(quantities.front())].values;
  const auto& own = context.capability.index.scores;
  auto origin = weights_origin(context);
  origin.index(context.capability.tree->id)
      .variable(quantities.front())
      .formulas({"linear_index", "bivariate_moran", "lee_l", "moran_permutation"});
  TableBuilder table("bivariate",
                     {label("variable"), label("other"), label("statistic"), integer("year", "year"),
                      real("value", "1", 4), real("p", "1", 4)},
                     origin.take());
  const auto add = [&](const char* name, const Result<std::vector<measure::Association>>& years) -> Result<void> {
    if (!years) return tl::unexpected(years.error());
    for (std::size_t t = 0; t < years->size(); ++t) {
      table.row({context.capability.tree->id, quantities.front(), name, year_of(context, t), (*years)[t].value,
                 shown_p((*years)[t].test, context)});
    }
    return {};
  };
  const measure::SpatialWeights& w = *context.space.weights;
  const auto test = permutations(context);
  auto done = add("bivariate_moran", measure::bivariate_moran_by_year(own, other, w, test, context.executor));
  if (!done) return done;
  if (done = add("lee_l", measure::lee_by_year(own, other, w, test, context.executor)); !done) return done;
  put_with_p(context, std::move(table), results);
  return {};
}

// Whether regions of a tier have regions of the same tier as neighbours. Joins count borders: the study's weights
// without any standardisation of rows. Where all regions are of one tier there is nothing to count.
Result<void> add_tier_joins(const MeasureContext& context, data::ResultSet& results) {
  measure::SpaceOptions options = context.space_options;
  options.transform = measure::WeightTransform::none;
  const auto borders = measure::spatial_weights(context.space.source(context.loaded), options);
  if (!borders) return tl::unexpected(borders.error());
  std::vector<std::size_t> tiers;
  for (const measure::RegionTier& region : context.tiers) tiers.push_back(static_cast<std::size_t>(region.tier));
  if (std::all_of(tiers.begin(), tiers.end(), [&](std::size_t tier) { return tier == tiers.front(); })) return {};
  const auto joins = measure::join_counts(tiers, measure::kTiers, *borders);
  if (!joins) return tl::unexpected(joins.error());
  auto origin = weights_origin(context);
  origin.index(context.capability.tree->id)
      .formulas({"tiers", "join_counts"})
      .assumptions({"measure.tier_upper", "measure.tier_lower"});
  TableBuilder table("tier_joins",
                     {label("tier"), label("other_tier"), real("joins", "1", 1), real("expected", "1", 2),
                      real("sd", "1", 2), real("z", "sd", 2)},
                     origin.take());
  for (const measure::JoinCount& j : *joins) {
    const auto id = [](std::size_t tier) { return std::string(tier_id(static_cast<measure::Tier>(tier))); };
    table.row({id(j.first), id(j.second), j.count, j.expected, std::sqrt(j.variance), j.z});
  }
  results.tables.push_back(std::move(table).take());
  return {};
}

}  // namespace

OriginBuilder weights_origin(const MeasureContext& context) {
  OriginBuilder origin(context.loaded);
  add_weights_origin(context, origin);
  return origin;
}

void add_weights_origin(const MeasureContext& context, OriginBuilder& origin) {
  const measure::WeightKind kind = context.space_options.kind;
  using measure::WeightKind;
  if (kind == WeightKind::contiguity) origin.source("borders");
  if (kind == WeightKind::given) origin.source("spatial_weights");
  const bool borders = kind == WeightKind::contiguity || kind == WeightKind::economic || kind == WeightKind::given;
  if (!borders || context.space_options.islands == measure::IslandRule::nearest_link) {
    origin.sources(context.space.place_sources);
  }
  const bool economic = kind == WeightKind::economic || kind == WeightKind::nested || kind == WeightKind::nested_level;
  if (economic) origin.variable(context.space.level_id);
  origin.formulas({"spatial_weights", "spatial_weights_row"});
}

std::vector<SpaceSubject> space_subjects(const MeasureContext& context) {
  std::vector<SpaceSubject> out;
  for (const BuiltIndex& built : context.indices) {
    out.push_back({built.tree->id, built.index.scores, weights_origin(context).index(built.tree->id)});
  }
  for (const std::string& id : context.loaded.study.analysis.quantities) {
    out.push_back(
        {id, context.loaded.variables[context.loaded.variable(id)].values, weights_origin(context).variable(id)});
  }
  return out;
}

bool can_measure_space(const MeasureContext& context) {
  return context.space.weights && context.space.weights->effective_regions() >= 4;
}

Result<void> add_space_tables(const MeasureContext& context, data::ResultSet& results) {
  if (!can_measure_space(context)) return {};
  for (const SpaceSubject& subject : space_subjects(context)) {
    for (const auto add : {add_moran, add_association, add_local}) {
      if (auto done = add(context, subject, results); !done) return done;
    }
  }
  if (auto done = add_tier_joins(context, results); !done) return done;
  return add_bivariate(context, results);
}

}  // namespace tidu::app
