// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/table_builder.h"
#include "core/base/sum.h"
#include "core/measure/correlation.h"
#include "core/measure/index/effective.h"
#include "core/measure/index/pca.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

/// A way to weigh that is set beside the study's own.
struct Rival {
  std::string id;
  measure::WeightRule rule;
  bool uses_given = false;  ///< the tree's own weights and judgements; the others look at the data alone
};

bool has_given(const measure::IndexTree& tree) {
  const auto any = [](const std::vector<double>& weights) {
    return std::any_of(weights.begin(), weights.end(), [](double w) { return !std::isnan(w); });
  };
  return !tree.judgements.empty() || any(tree.group_weight) || any(tree.indicator_weight);
}

std::vector<Rival> rivals(const BuiltIndex& built) {
  const auto& words = study::find_option("measure.weights")->choices;
  std::vector<Rival> out;
  const auto add = [&](std::string id, auto change) {
    measure::WeightRule rule = built.method.weights;
    rule.scope = measure::WeightScope::flat;
    rule.entropy_shift = 0;
    rule.rule = measure::Weighting::entropy;
    change(rule);
    out.push_back({std::move(id), rule, rule.rule == measure::Weighting::given});
  };
  for (std::size_t k = 0; k + 1 < words.size(); ++k) {
    const auto rule = static_cast<measure::Weighting>(k);
    if (rule == measure::Weighting::given && !has_given(built.nodes)) continue;
    add(std::string(words[k]), [rule](measure::WeightRule& r) { r.rule = rule; });
  }
  add("entropy_by_level", [](measure::WeightRule& r) { r.scope = measure::WeightScope::by_level; });
  const double shift = built.method.weights.entropy_shift;
  if (shift > 0) add("entropy_shifted", [shift](measure::WeightRule& r) { r.entropy_shift = shift; });
  return out;
}

std::vector<std::size_t> ranks_of(const measure::IndexScores& scores, std::size_t year) {
  std::vector<std::size_t> out;
  for (std::size_t r = 0; r < scores.ranks.extent<Region>(); ++r) out.push_back(scores.ranks(r, year));
  return out;
}

/// How far an index moves when its weights are replaced.
struct Shift {
  double spearman = data::kNoValue;
  double kendall = data::kNoValue;
  double mean = 0;
  double largest = 0;
};

Shift shift_of(const measure::IndexScores& own, const measure::IndexScores& other) {
  Shift out;
  const std::size_t last = own.scores.extent<Year>() - 1;
  const auto a = ranks_of(own, last);
  const auto b = ranks_of(other, last);
  const auto own_scores = scores_of_year(own, last);
  const auto other_scores = scores_of_year(other, last);
  out.spearman = measure::spearman(own_scores, other_scores).value_or(data::kNoValue);
  out.kendall = measure::kendall_tau_b(own_scores, other_scores).value_or(data::kNoValue);
  for (std::size_t r = 0; r < a.size(); ++r) {
    const double moved = std::fabs(static_cast<double>(a[r]) - static_cast<double>(b[r]));
    out.mean += moved / static_cast<double>(a.size());
    out.largest = std::max(out.largest, moved);
  }
  return out;
}

data::Origin weights_origin(const MeasureContext& context, std::initializer_list<std::string_view> formulas) {
  OriginBuilder origin(context.loaded);
  for (const BuiltIndex& built : context.indices) origin.index(built.tree->id);
  return origin.formulas(formulas).take();
}

Result<void> add_comparison(const MeasureContext& context, data::ResultSet& results) {
  TableBuilder weights("weights_compared",
                       {label("index"), label("variable"), label("weighting"), real("weight", "1", 4)},
                       weights_origin(context, {"entropy_weights", "equal_weights", "equal_pillar_weights",
                                                "critic_weights", "variation_weights", "deviation_weights",
                                                "gini_weights", "pca_weights", "given_weights"}));
  TableBuilder effects(
      "weights_effect",
      {label("index"), label("weighting"), real("spearman"), real("kendall"), real("rank_shift", "1", 2),
       integer("largest_rank_shift"), real("largest_weight"), real("effective_number", "1", 1)},
      weights_origin(context, {"competition_rank", "rank_shift"}));
  for (const BuiltIndex& built : context.indices) {
    const auto z = measure::pooled(built.standardised.values.view());
    for (const Rival& rival : rivals(built)) {
      const auto found =
          measure::tree_weights(rival.uses_given ? built.nodes : measure::without_given(built.nodes), z, rival.rule);
      auto scores =
          found ? measure::index_scores(built.nodes, built.standardised.values, found->values, built.method.aggregation)
                : tl::unexpected(found.error());
      if (!scores) {  // a rule that these values do not allow (z scores have no coefficient of variation)
        results.remarks.push_back({"weights_compared", "remark.rule_left_out", {rival.id, built.tree->id}});
        continue;
      }
      for (std::size_t j = 0; j < found->values.size(); ++j)
        weights.row(
            {built.tree->id, context.loaded.study.variables[built.variables[j]].id, rival.id, found->values[j]});
      const Shift shift = shift_of(built.index, *scores);
      effects.row({built.tree->id, rival.id, shift.spearman, shift.kendall, shift.mean, shift.largest,
                   *std::max_element(found->values.begin(), found->values.end()),
                   1 / dot(found->values, found->values)});
    }
  }
  results.tables.push_back(std::move(weights).take());
  results.tables.push_back(std::move(effects).take());
  return {};
}

/// Rows of the tree from the top down, each group before what it holds.
class TreeRows {
 public:
  TreeRows(const MeasureContext& context, const BuiltIndex& built, const measure::EffectiveWeights& indicators,
           const measure::EffectiveWeights& groups, TableBuilder& table)
      : context_(context), built_(built), indicators_(indicators), groups_(groups), table_(table) {
    if (!indicators.variance.empty()) variance_ = measure::group_weights(built.nodes, indicators.variance);
  }

  void add_group(std::size_t group) {
    const study::IndexPillar* pillar = built_.layout.groups[group];
    const auto& own = built_.nodes.group_aggregation[group];
    const auto rule = static_cast<std::size_t>(own.value_or(built_.method.aggregation.rule));
    const double weight = built_.weighing.groups[group];
    double ratio = data::kNoValue;
    for (const auto& judged : built_.weighing.judgements) {
      if (judged.group == group) ratio = judged.ahp.consistency_ratio;
    }
    table_.row({built_.tree->id, pillar ? built_.tree->id + "." + pillar->id : built_.tree->id,
                static_cast<double>(built_.layout.depth[group]),
                std::string(study::find_option("measure.aggregation")->choices[rule]), weight,
                share(weight, built_.nodes.group_parent[group]), groups_.correlation[group], data::kNoValue,
                variance_.empty() ? data::kNoValue : variance_[group], ratio});
    const measure::Children below = measure::children(built_.nodes, group);
    for (const std::size_t g : below.groups) add_group(g);
    for (const std::size_t j : below.indicators) {
      table_.row({built_.tree->id, context_.loaded.study.variables[built_.variables[j]].id,
                  static_cast<double>(built_.layout.depth[group] + 1), std::string("none"), built_.weights[j],
                  share(built_.weights[j], group), indicators_.correlation[j], indicators_.main_effect[j],
                  variance_.empty() ? data::kNoValue : indicators_.variance[j], data::kNoValue});
    }
  }

 private:
  double share(double weight, std::size_t parent) const {
    const double whole = built_.weighing.groups[parent];
    return whole > 0 ? weight / whole : 0;
  }

  const MeasureContext& context_;
  const BuiltIndex& built_;
  const measure::EffectiveWeights& indicators_;
  const measure::EffectiveWeights& groups_;
  TableBuilder& table_;
  std::vector<double> variance_;
};

Result<void> add_trees(const MeasureContext& context, data::ResultSet& results) {
  TableBuilder table(
      "index_tree",
      {label("index"), label("node"), integer("level"), label("aggregation"), real("weight", "1", 4), real("share"),
       real("correlation"), real("main_effect"), real("variance_share"), real("consistency_ratio")},
      weights_origin(context, {"given_weights", "effective_weights"}));
  for (const BuiltIndex& built : context.indices) {
    const auto z = measure::pooled(built.standardised.values.view());
    const std::span<const double> scores = built.index.scores.values();
    const bool linear = built.method.aggregation.rule == measure::Aggregation::linear &&
                        std::none_of(built.nodes.group_aggregation.begin(), built.nodes.group_aggregation.end(),
                                     [](const auto& own) { return own.has_value(); });
    const auto indicators = measure::effective_weights(
        z, linear ? std::span<const double>(built.weights) : std::span<const double>(), scores);
    if (!indicators) return tl::unexpected(indicators.error());
    const auto groups = measure::effective_weights(
        {built.index.group_scores.values().data(), {built.nodes.groups(), scores.size()}}, {}, scores);
    if (!groups) return tl::unexpected(groups.error());
    TreeRows(context, built, *indicators, *groups, table).add_group(0);
  }
  results.tables.push_back(std::move(table).take());
  return {};
}

Result<void> add_components(const MeasureContext& context, data::ResultSet& results) {
  const data::Origin origin = weights_origin(context, {"pca_weights", "sampling_adequacy"});
  TableBuilder components("index_components",
                          {label("index"), integer("component"), real("eigenvalue"), real("explained", "percent", 1),
                           real("cumulative", "percent", 1), integer("kept")},
                          origin);
  TableBuilder adequacy("index_adequacy",
                        {label("index"), integer("indicators"), integer("n"), integer("kept"), real("kmo"),
                         real("chi_squared", "1", 1), integer("degrees"), real("p", "1", 4)},
                        origin);
  for (const BuiltIndex& built : context.indices) {
    const auto z = measure::pooled(built.standardised.values.view());
    const auto found = measure::principal_components(z, built.method.weights);
    if (!found) return tl::unexpected(found.error());
    const auto m = static_cast<double>(found->indicators.size());
    double cumulative = 0;
    for (std::size_t k = 0; k < found->eigenvalues.size(); ++k) {
      cumulative += 100 * found->eigenvalues[k] / m;
      components.row({built.tree->id, static_cast<double>(k + 1), found->eigenvalues[k],
                      100 * found->eigenvalues[k] / m, cumulative, k < found->kept ? 1.0 : 0.0});
    }
    const bool tested = found->bartlett.has_value();
    adequacy.row({built.tree->id, m, static_cast<double>(z.extent<Row>()), static_cast<double>(found->kept),
                  found->kmo.value_or(data::kNoValue), tested ? found->bartlett->chi_squared : data::kNoValue,
                  tested ? found->bartlett->degrees : data::kNoValue, tested ? found->bartlett->p : data::kNoValue});
  }
  results.tables.push_back(std::move(components).take());
  results.tables.push_back(std::move(adequacy).take());
  return {};
}

void add_judgements(const MeasureContext& context, data::ResultSet& results) {
  TableBuilder table("index_judgements",
                     {label("index"), label("node"), integer("size"), real("eigenvalue", "1", 4),
                      real("consistency_index", "1", 4), real("consistency_ratio", "1", 4), integer("consistent")},
                     {.formulas = {"given_weights"}});
  bool any = false;
  for (const BuiltIndex& built : context.indices) {
    for (const auto& judged : built.weighing.judgements) {
      any = true;
      const study::IndexPillar* pillar = built.layout.groups[judged.group];
      table.row({built.tree->id, pillar ? built.tree->id + "." + pillar->id : built.tree->id,
                 static_cast<double>(judged.ahp.values.size()), judged.ahp.largest_eigenvalue,
                 judged.ahp.consistency_index, judged.ahp.consistency_ratio, judged.ahp.consistent ? 1.0 : 0.0});
    }
  }
  if (any) results.tables.push_back(std::move(table).take());
}

}  // namespace

Result<void> add_weight_tables(const MeasureContext& context, data::ResultSet& results) {
  if (auto done = add_trees(context, results); !done) return done;
  if (auto done = add_comparison(context, results); !done) return done;
  if (auto done = add_components(context, results); !done) return done;
  add_judgements(context, results);
  return {};
}

}  // namespace tidu::app
