// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/table_builder.h"
#include "core/measure/correlation.h"
#include "core/measure/shares.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

constexpr std::size_t kFirst = 5;        // provinces whose concentration the paper states
constexpr std::size_t kFewestPairs = 4;  // a rank correlation of fewer says nothing

// Published and rebuilt values of the regions that have both.
struct Pairs {
  std::vector<std::size_t> region;
  std::vector<double> published;
  std::vector<double> rebuilt;
};

Pairs pairs_of(std::span<const double> published, std::span<const double> rebuilt,
               const std::vector<std::size_t>* group_of = nullptr, std::size_t group = 0) {
  Pairs pairs;
  for (std::size_t r = 0; r < published.size(); ++r) {
    if (std::isnan(published[r]) || (group_of && (*group_of)[r] != group)) continue;
    pairs.region.push_back(r);
    pairs.published.push_back(published[r]);
    pairs.rebuilt.push_back(rebuilt[r]);
  }
  return pairs;
}

Result<void> add_correlations(const Pairs& pairs, std::string_view target, std::string_view scope,
                              std::string_view weights, TableBuilder& table) {
  if (pairs.region.size() < kFewestPairs) return {};
  const auto spearman = measure::spearman(pairs.published, pairs.rebuilt);
  if (!spearman) return tl::unexpected(spearman.error());
  const auto kendall = measure::kendall_tau_b(pairs.published, pairs.rebuilt);
  if (!kendall) return tl::unexpected(kendall.error());
  table.row({std::string(target), std::string(scope), std::string(weights), static_cast<double>(pairs.region.size()),
             *spearman, *kendall});
  return {};
}

void add_comparison(const MeasureContext& context, const std::vector<double>& published, const data::Origin& origin,
                    data::ResultSet& results) {
  TableBuilder table("published_index",
                     {label("region"), real("published", "1", 2), integer("published_rank"), real("rebuilt"),
                      integer("rebuilt_rank"), integer("rank_difference")},
                     origin);
  const Pairs pairs = pairs_of(published, scores_of_year(context.capability.index, context.loaded.year_count() - 1));
  const auto published_rank = measure::competition_ranks(pairs.published);
  const auto rebuilt_rank = measure::competition_ranks(pairs.rebuilt);
  for (std::size_t i = 0; i < pairs.region.size(); ++i) {
    const auto a = static_cast<double>(published_rank[i]);
    const auto b = static_cast<double>(rebuilt_rank[i]);
    table.row({context.loaded.regions.rows[pairs.region[i]].code, pairs.published[i], a, pairs.rebuilt[i], b, b - a});
  }
  results.tables.push_back(std::move(table).take());
}

Result<data::Table> correlation_table(const MeasureContext& context, data::Origin origin) {
  const LoadedStudy& loaded = context.loaded;
  TableBuilder table(
      "published_correlation",
      {label("target"), label("scope"), label("weights"), integer("n"), real("spearman"), real("kendall")},
      std::move(origin));
  const std::size_t last = loaded.year_count() - 1;
  const std::vector<std::string> groups = loaded.regions.groups();
  const std::vector<std::size_t> group_of = loaded.group_of();
  const std::string_view rule =
      study::find_option("measure.weights")->choices[static_cast<std::size_t>(context.index_options.weights)];
  for (const auto& [weights, index] : {std::pair(rule, &context.capability.index),
                                       std::pair(std::string_view("equal"), &context.capability.equal_index)}) {
    if (index == &context.capability.equal_index && rule == "equal") continue;
    const std::vector<double> rebuilt = scores_of_year(*index, last);
    if (loaded.published_index) {
      const auto& published = loaded.published_index->columns.at("index");
      if (auto done = add_correlations(pairs_of(published, rebuilt), "published_index", "all", weights, table); !done)
        return tl::unexpected(done.error());
      for (std::size_t g = 0; g < groups.size(); ++g) {
        if (auto done = add_correlations(pairs_of(published, rebuilt, &group_of, g), "published_index", groups[g],
                                         weights, table);
            !done)
          return tl::unexpected(done.error());
      }
    }
    if (!loaded.published_shares) continue;
    for (const auto& [name, values] : loaded.published_shares->columns) {
      if (auto done = add_correlations(pairs_of(values, rebuilt), name, "all", weights, table); !done)
        return tl::unexpected(done.error());
    }
  }
  return std::move(table).take();
}

Result<void> add_index_facts(const MeasureContext& context, TableBuilder& facts) {
  const auto& published = context.loaded.published_index->columns.at("index");
  const std::vector<std::string> groups = context.loaded.regions.groups();
  const std::vector<std::size_t> group_of = context.loaded.group_of();
  const Pairs pairs = pairs_of(published, published);
  std::vector<std::size_t> pair_groups;
  for (const std::size_t r : pairs.region) pair_groups.push_back(group_of[r]);
  const auto above = measure::share_above_mean(pairs.published, pair_groups, groups.size());
  if (!above) return tl::unexpected(above.error());
  facts.row({std::string("published_mean"), std::string("all"), data::kNoValue,
             static_cast<double>(pairs.region.size()), above->mean, std::string("1")});
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const measure::AboveMean& group = above->groups[g];
    facts.row({std::string("above_mean"), groups[g], static_cast<double>(group.above),
               static_cast<double>(group.members), 100 * group.share, std::string("percent")});
  }
  return {};
}

Result<void> add_share_facts(const MeasureContext& context, TableBuilder& facts) {
  const auto& columns = context.loaded.published_shares->columns;
  // every column summed over the first provinces by every column: the firms' share of the first by firms, and so on
  for (const auto& [key_name, key_all] : columns) {
    const Pairs keys = pairs_of(key_all, key_all);
    if (keys.region.size() < kFirst) continue;
    for (const auto& [value_name, value_all] : columns) {
      std::vector<double> values;
      for (const std::size_t r : keys.region) values.push_back(value_all[r]);
      const auto top = measure::top_share(values, keys.published, kFirst);
      if (!top) return tl::unexpected(top.error());
      facts.row({"first_five." + value_name, "by." + key_name, static_cast<double>(kFirst),
                 static_cast<double>(values.size()), top->amount, std::string("percent")});
    }
  }
  return {};
}

// Arithmetic on a published table proves nothing about it; the rebuilt index beside it does.
void judge_comparison(const data::Table& correlations, Audit& audit) {
  for (std::size_t i = 0; i < correlations.rows(); ++i) {
    if (correlations.find("target")->texts[i] != "published_index" || correlations.find("scope")->texts[i] != "all")
      continue;
    audit.add(36, Verdict::passed,
              text("audit.g36.compared", static_cast<std::int64_t>(correlations.find("n")->numbers[i]),
                   correlations.find("spearman")->numbers[i], correlations.find("kendall")->numbers[i]));
    return;
  }
}

}  // namespace

Result<void> add_published_tables(const MeasureContext& context, data::ResultSet& results) {
  const LoadedStudy& loaded = context.loaded;
  const bool has_index = loaded.published_index && loaded.published_index->columns.count("index") > 0;
  if (!has_index && !loaded.published_shares) return {};
  OriginBuilder origin(loaded);
  if (has_index) origin.source("published_index");
  if (loaded.published_shares) origin.source("published_shares");
  OriginBuilder fact_origin = origin;
  fact_origin.formulas({"share_above_mean", "top_share"});
  TableBuilder facts("published_facts",
                     {label("fact"), label("group"), integer("numerator"), integer("denominator"),
                      real("value", "1", 2), label("unit")},
                     fact_origin.take());
  if (has_index) {
    const data::Origin comparison = OriginBuilder(loaded)
                                        .source("published_index")
                                        .index(context.capability.tree->id)
                                        .formulas({"competition_rank"})
                                        .take();
    add_comparison(context, loaded.published_index->columns.at("index"), comparison, results);
    if (auto done = add_index_facts(context, facts); !done) return done;
  }
  if (loaded.published_shares) {
    if (auto done = add_share_facts(context, facts); !done) return done;
  }
  origin.index(context.capability.tree->id).formulas({"spearman", "kendall_tau_b"});
  auto correlations = correlation_table(context, origin.take());
  if (!correlations) return tl::unexpected(correlations.error());
  judge_comparison(*correlations, context.audit);
  results.tables.push_back(std::move(*correlations));
  results.tables.push_back(std::move(facts).take());
  return {};
}

}  // namespace tidu::app
