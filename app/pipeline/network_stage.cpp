// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/network_stage.h"

#include <algorithm>
#include <cmath>

#include "app/pipeline/places.h"
#include "core/measure/network/gravity_network.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

using Matrix = Array<double, Row, Column>;

// The study's masses, one after another.
Array<double, Indicator, Region, Year> masses_of(const LoadedStudy& loaded) {
  const std::vector<std::string>& ids = loaded.study.analysis.masses;
  Array<double, Indicator, Region, Year> out({ids.size(), loaded.region_count(), loaded.year_count()});
  auto to = out.values().begin();
  for (const std::string& id : ids) {
    const std::vector<double>& values = loaded.variables[loaded.variable(id)].values.values();
    to = std::copy(values.begin(), values.end(), to);
  }
  return out;
}

Result<Array<double, Year, Row, Column>> strengths_of(const LoadedStudy& loaded, const StudyNetwork& network) {
  const study::Analysis& analysis = loaded.study.analysis;
  const Array<double, Indicator, Region, Year> masses = masses_of(loaded);
  measure::GravityInput input{.masses = masses,
                              .distances = network.distances,
                              .direction = loaded.variables[loaded.variable(analysis.masses.front())].values,
                              .development = {}};
  if (!analysis.quantities.empty()) {
    input.development = loaded.variables[loaded.variable(analysis.quantities.front())].values;
  }
  return measure::gravity_strengths(input, {.exponent = network.options.distance_exponent,
                                            .distance = network.options.distance_form,
                                            .zero_gap = network.options.zero_gap});
}

View<const double, Row, Column> year_of(const Array<double, Year, Row, Column>& strengths, std::size_t year) {
  const std::size_t n = strengths.extent<Row>();
  return {strengths.values().data() + year * n * n, {n, n}};
}

// Closeness of every year by the rule of the worst one, so that years compare.
Result<void> add_centralities(const std::vector<measure::Digraph>& graphs, Executor& executor, StudyNetwork& network) {
  measure::ClosenessRule rule = network.options.closeness;
  const bool whole = std::all_of(network.structure.begin(), network.structure.end(),
                                 [](const measure::NetworkStructure& s) { return s.strong_components == 1; });
  if (rule == measure::ClosenessRule::automatic && !whole) rule = measure::ClosenessRule::harmonic;
  for (const measure::Digraph& graph : graphs) {
    auto found = measure::centralities(graph, rule, executor);
    if (!found) return tl::unexpected(found.error());
    network.centralities.push_back(std::move(*found));
  }
  return {};
}

Result<void> add_blocks(const measure::Digraph& last, Executor& executor, StudyNetwork& network) {
  auto parts =
      measure::concor(network.links.back(),
                      {.depth = network.options.concor_depth, .diagonal = network.options.concor_diagonal}, executor);
  if (!parts) return tl::unexpected(parts.error());
  auto blocks = measure::block_model(last, parts->block_of, parts->blocks, network.options.roles,
                                     network.options.received_threshold);
  if (!blocks) return tl::unexpected(blocks.error());
  network.parts = std::move(*parts);
  network.blocks = std::move(*blocks);
  return {};
}

bool is_constant(const Matrix& relation) {
  const double first = relation(0, 1);
  for (std::size_t i = 0; i < relation.extent<Row>(); ++i) {
    for (std::size_t j = 0; j < relation.extent<Row>(); ++j) {
      if (i != j && relation(i, j) != first) return false;
    }
  }
  return true;
}

template <class Value>
Matrix relation(std::size_t n, Value&& value) {
  Matrix out({n, n});
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      if (i != j) out(i, j) = value(i, j);
    }
  }
  return out;
}

}  // namespace

View<const double, Row, Column> StudyNetwork::last_strengths() const {
  return year_of(strengths, strengths.extent<Year>() - 1);
}

Result<std::optional<StudyNetwork>> study_network(const MeasureContext& context) {
  const LoadedStudy& loaded = context.loaded;
  const auto places = places_of(loaded);
  if (!places || loaded.study.analysis.masses.empty() || loaded.region_count() < kFewestNodes) return std::nullopt;
  StudyNetwork network{.options = study::parameters(loaded.study, measure::network_options()),
                       .distances = Matrix({loaded.region_count(), loaded.region_count()})};
  auto distances = measure::great_circle_distances(places->points);
  if (!distances) return tl::unexpected(distances.error());
  network.distances.values() = std::move(distances->values());
  const measure::NetworkOptions& options = network.options;
  auto strengths = strengths_of(loaded, network);
  if (!strengths) return tl::unexpected(strengths.error());
  network.strengths = std::move(*strengths);
  std::vector<measure::Digraph> graphs;
  for (std::size_t t = 0; t < loaded.year_count(); ++t) {
    auto links = measure::binary_network(year_of(network.strengths, t), {.cut = options.cut,
                                                                         .strict = options.strict,
                                                                         .diagonal_in_mean = options.diagonal_in_mean,
                                                                         .quantile = options.quantile,
                                                                         .strongest = options.strongest});
    if (!links) return tl::unexpected(links.error());
    auto graph = measure::Digraph::from_matrix(*links);
    if (!graph) return tl::unexpected(graph.error());
    network.structure.push_back(measure::network_structure(*graph));
    network.links.push_back(std::move(*links));
    graphs.push_back(std::move(*graph));
  }
  if (auto done = add_centralities(graphs, context.executor, network); !done) return tl::unexpected(done.error());
  if (auto done = add_blocks(graphs.back(), context.executor, network); !done) return tl::unexpected(done.error());
  return network;
}

std::vector<NamedRelation> relations_of(const MeasureContext& context, const StudyNetwork& network) {
  const LoadedStudy& loaded = context.loaded;
  const std::size_t n = loaded.region_count();
  std::vector<NamedRelation> out{{"distance", network.distances}};
  if (!loaded.borders.empty()) {
    Matrix borders({n, n});
    for (const auto& [a, b] : loaded.borders) borders(a, b) = borders(b, a) = 1;
    out.push_back({"borders", std::move(borders)});
  }
  const std::vector<std::size_t> group = loaded.group_of();
  out.push_back(
      {"same_group", relation(n, [&](std::size_t i, std::size_t j) { return group[i] == group[j] ? 1 : 0; })});
  const std::size_t last = loaded.year_count() - 1;
  for (const std::string& id : loaded.study.analysis.drivers) {
    const Array<double, Region, Year>& x = loaded.variables[loaded.variable(id)].values;
    out.push_back({id, relation(n, [&](std::size_t i, std::size_t j) { return std::fabs(x(i, last) - x(j, last)); })});
  }
  std::erase_if(out, [](const NamedRelation& r) { return is_constant(r.values); });
  return out;
}

}  // namespace tidu::app
