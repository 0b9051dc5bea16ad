// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/measure_tables.h"
#include "app/pipeline/network_stage.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/places.h"
#include "app/pipeline/table_builder.h"
#include "core/base/order.h"
#include "core/measure/network/qap.h"

namespace tidu::app {
namespace {

constexpr std::string_view kRoles[] = {"net_beneficiary", "net_spillover", "bidirectional", "broker", "isolated"};
constexpr std::string_view kCuts[] = {"remark.network_cut.row_mean", "remark.network_cut.overall_mean",
                                      "remark.network_cut.quantile", "remark.network_cut.strongest",
                                      "remark.network_cut.none"};

struct NetworkTables {
  const MeasureContext& context;
  const StudyNetwork& network;
  data::ResultSet& results;

  double year(std::size_t t) const { return context.loaded.study.first_year + static_cast<double>(t); }
  double last_year() const { return year(context.loaded.year_count() - 1); }
  const std::string& code(std::size_t r) const { return context.loaded.regions.rows[r].code; }
  void put(TableBuilder&& table) const { results.tables.push_back(std::move(table).take()); }

  // What every number of the network rests on.
  OriginBuilder origin() const {
    const study::Analysis& analysis = context.loaded.study.analysis;
    const Places places = *places_of(context.loaded);
    OriginBuilder out(context.loaded);
    for (const std::string& id : analysis.masses) out.variable(id);
    if (network.options.distance_form == measure::DistanceForm::per_gap) out.variable(analysis.quantities.front());
    out.source(places.longitude_source).source(places.latitude_source);
    out.formulas({"great_circle", "network_gravity", "network_link"});
    out.assumptions({"measure.network_distance_exponent"});
    if (network.options.cut == measure::NetworkCut::quantile) out.assumptions({"measure.network_quantile"});
    if (network.options.cut == measure::NetworkCut::strongest) out.assumptions({"measure.network_strongest"});
    return out;
  }
};

void add_summary(const NetworkTables& to) {
  TableBuilder table("network_summary",
                     {integer("year", "year"), integer("links"), real("network_density"), real("reciprocity"),
                      real("connectedness"), real("hierarchy"), real("efficiency"), real("efficiency_undirected"),
                      real("transitivity"), real("mean_distance", "1", 2)},
                     to.origin()
                         .formulas({"network_density", "network_reciprocity", "network_connectedness",
                                    "network_hierarchy", "network_efficiency", "network_transitivity"})
                         .take());
  for (std::size_t t = 0; t < to.network.structure.size(); ++t) {
    const measure::NetworkStructure& s = to.network.structure[t];
    table.row({to.year(t), static_cast<double>(s.links), s.density, s.reciprocity, s.connectedness, s.hierarchy,
               s.efficiency, s.efficiency_undirected, s.transitivity, s.mean_distance});
  }
  to.put(std::move(table));
  const measure::NetworkOptions& options = to.network.options;
  to.results.remarks.push_back({"network_summary",
                                std::string(kCuts[static_cast<std::size_t>(options.cut)]),
                                {options.quantile, static_cast<std::int64_t>(options.strongest)}});
}

void add_nodes(const NetworkTables& to) {
  TableBuilder table("network_nodes",
                     {label("region"), integer("year", "year"), integer("links_sent"), integer("links_received"),
                      real("degree"), real("betweenness", "percent", 2), real("closeness_out"), real("closeness_in")},
                     to.origin().formulas({"network_degree", "network_betweenness", "network_closeness"}).take());
  for (std::size_t t = 0; t < to.network.centralities.size(); ++t) {
    for (std::size_t r = 0; r < to.context.loaded.region_count(); ++r) {
      const measure::NodeCentrality& node = to.network.centralities[t].nodes[r];
      table.row({to.code(r), to.year(t), static_cast<double>(node.out_degree), static_cast<double>(node.in_degree),
                 node.degree, 100 * node.betweenness_share, node.closeness_out, node.closeness_in});
    }
  }
  to.put(std::move(table));
}

// The links of the last year, the strongest first, each with its share of all strengths.
void add_links(const NetworkTables& to) {
  const auto strengths = to.network.last_strengths();
  const Array<double, Row, Column>& linked = to.network.links.back();
  struct Pair {
    std::size_t from;
    std::size_t to;
    double strength;
  };
  std::vector<Pair> pairs;
  double total = 0;
  for (std::size_t i = 0; i < strengths.extent<Row>(); ++i) {
    for (std::size_t j = 0; j < strengths.extent<Row>(); ++j) {
      total += strengths(i, j);
      if (linked(i, j) != 0) pairs.push_back({i, j, strengths(i, j)});
    }
  }
  stable_sort(pairs, [](const Pair& a, const Pair& b) { return a.strength > b.strength; });
  TableBuilder table("network_links",
                     {integer("rank"), label("region"), label("region_to"), real("strength", "percent", 3)},
                     to.origin().take());
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    table.row(
        {static_cast<double>(p + 1), to.code(pairs[p].from), to.code(pairs[p].to), 100 * pairs[p].strength / total});
  }
  to.put(std::move(table));
}

void add_block_tables(const NetworkTables& to) {
  const measure::BlockModel& model = to.network.blocks;
  OriginBuilder origin = to.origin();
  origin.formulas({"network_concor"}).assumptions({"measure.network_concor_depth"});
  TableBuilder members("network_members", {label("region"), label("block")}, origin.take());
  for (std::size_t r = 0; r < to.network.parts.block_of.size(); ++r) {
    members.row({to.code(r), std::to_string(to.network.parts.block_of[r] + 1)});
  }
  to.put(std::move(members));

  OriginBuilder roles = origin;
  roles.formulas({"network_block_role"});
  if (to.network.options.roles == measure::RoleRule::received) {
    roles.assumptions({"measure.network_received_threshold"});
  }
  TableBuilder blocks("network_blocks",
                      {label("block"), integer("members"), integer("links_inside"), integer("links_sent_outside"),
                       integer("links_received_outside"), real("inside_share", "percent", 1),
                       real("expected_inside_share", "percent", 1), label("block_role")},
                      roles.take());
  TableBuilder density("network_block_density",
                       {label("block"), label("block_to"), integer("links"), integer("possible_links"),
                        real("network_density"), integer("image")},
                       origin.formulas({"network_block_density"}).take());
  for (std::size_t k = 0; k < model.blocks.size(); ++k) {
    const measure::Block& block = model.blocks[k];
    blocks.row({std::to_string(k + 1), static_cast<double>(block.members), static_cast<double>(block.inside),
                static_cast<double>(block.sent_outside), static_cast<double>(block.received_outside),
                100 * block.inside_share, 100 * block.expected_inside_share,
                std::string(kRoles[static_cast<std::size_t>(block.role)])});
    for (std::size_t l = 0; l < model.blocks.size(); ++l) {
      density.row({std::to_string(k + 1), std::to_string(l + 1), static_cast<double>(model.links(k, l)),
                   static_cast<double>(model.possible(k, l)),
                   model.possible(k, l) > 0 ? model.density(k, l) : data::kNoValue,
                   static_cast<double>(model.image(k, l))});
    }
  }
  to.put(std::move(blocks));
  to.put(std::move(density));
  to.results.remarks.push_back({"network_block_density", "remark.network_density", {model.network_density}});
}

// A test that the data do not allow is left out, and the table says why.
bool stop_or_remark(const Error& error, std::string_view table, data::ResultSet& results) {
  if (error.code == ErrorCode::cancelled) return true;
  results.remarks.push_back({std::string(table), std::string(error.message.key), error.message.args});
  return false;
}

Result<void> add_tests(const NetworkTables& to) {
  const measure::NetworkOptions& options = to.network.options;
  const measure::QapTest test{.permutations = options.qap_permutations, .seed = to.context.loaded.study.seed};
  const std::vector<NamedRelation> relations = relations_of(to.context, to.network);
  const std::vector<measure::Relation> views = [&] {
    std::vector<measure::Relation> out;
    for (const NamedRelation& r : relations) out.push_back(r.values);
    return out;
  }();
  OriginBuilder origin = to.origin();
  if (!to.context.loaded.borders.empty()) origin.source("borders");
  for (const std::string& id : to.context.loaded.study.analysis.drivers) origin.variable(id);
  origin.assumptions({"measure.network_qap_permutations"});
  OriginBuilder regression_origin = origin;

  TableBuilder table("network_qap",
                     {label("relation"), real("correlation"), real("permutation_sd"), real("p_greater", "1", 4),
                      real("p_less", "1", 4), real("p_two_sided", "1", 4)},
                     origin.formulas({"qap"}).take());
  TableBuilder regression("network_regression",
                          {label("relation"), real("coefficient", "1", 6), real("standardised"), real("t", "1", 2),
                           real("p_two_sided", "1", 4)},
                          regression_origin.formulas({"mrqap"}).take());
  const bool tested = test.permutations > 0;
  const auto shown = [tested](double value) { return tested ? value : data::kNoValue; };
  const auto found = measure::qap_correlations(to.network.links.back(), views, test, to.context.executor);
  if (!found) {
    if (stop_or_remark(found.error(), "network_summary", to.results)) return tl::unexpected(found.error());
    return {};
  }
  for (std::size_t k = 0; k < relations.size(); ++k) {
    const measure::QapCorrelation& q = (*found)[k];
    table.row({relations[k].id, q.correlation, shown(q.permutation_sd), shown(q.p.greater), shown(q.p.less),
               shown(q.p.two_sided)});
  }
  to.put(std::move(table));
  const auto fit =
      measure::mrqap({.outcome = to.network.links.back(), .regressors = views, .method = options.mrqap, .test = test},
                     to.context.executor);
  if (!fit) {
    if (stop_or_remark(fit.error(), "network_qap", to.results)) return tl::unexpected(fit.error());
    return {};
  }
  for (std::size_t k = 0; k < relations.size(); ++k) {
    const measure::MrqapTerm& term = fit->terms[k];
    regression.row({relations[k].id, term.coefficient, term.standardised, term.t, shown(term.p.two_sided)});
  }
  to.put(std::move(regression));
  to.results.remarks.push_back(
      {"network_regression", "remark.network_fit", {static_cast<std::int64_t>(fit->cells), fit->r_squared}});
  return {};
}

void audit(const NetworkTables& to) {
  const bool classical = to.network.centralities.front().closeness == measure::Closeness::classical;
  to.context.audit.add(30, Verdict::passed, classical ? text("audit.g30.classical") : text("audit.g30.harmonic"));
  to.context.audit.add(30, Verdict::passed,
                       text("audit.g30.defined", to.network.options.qap_permutations, to.context.loaded.study.seed));
}

}  // namespace

Result<void> add_network_tables(const MeasureContext& context, data::ResultSet& results) {
  const auto network = study_network(context);
  if (!network) return tl::unexpected(network.error());
  if (!*network) return {};
  const NetworkTables to{context, **network, results};
  add_summary(to);
  add_nodes(to);
  add_links(to);
  add_block_tables(to);
  audit(to);
  return add_tests(to);
}

}  // namespace tidu::app
