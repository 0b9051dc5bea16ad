// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "app/checksum/context.h"
#include "core/measure/network/blocks.h"
#include "core/measure/network/centrality.h"
#include "core/measure/network/concor.h"
#include "core/measure/network/gravity_network.h"
#include "core/measure/network/qap.h"
#include "core/measure/network/structure.h"

namespace tidu::checksum {
namespace {

using namespace measure;

constexpr std::size_t kRegions = 31;
constexpr std::size_t kCells = kRegions * kRegions;

View<const double, Row, Column> relation(Context& context) {
  return {context.uniforms(kCells, 0.1, 9).data(), {kRegions, kRegions}};
}

Result<Array<double, Year, Row, Column>> strengths(Context& context, const GravityModel& model) {
  const std::size_t years = 2;
  return gravity_strengths({{context.uniforms(3 * kRegions * years, 1, 1e4).data(), {3, kRegions, years}},
                            relation(context),
                            {context.uniforms(kRegions * years).data(), {kRegions, years}},
                            {context.uniforms(kRegions * years, 1, 9).data(), {kRegions, years}}},
                           model);
}

// A network of 31 regions by the gravity model.
template <class Use>
void with_network(Context& context, Use&& use) {
  context.add(strengths(context, {}), [&](const Array<double, Year, Row, Column>& r) {
    const std::span<double> first = context.placed(std::span(r.values()).first(kCells));
    context.add(binary_network({first.data(), {kRegions, kRegions}}),
                [&](const Array<double, Row, Column>& links) { use(links); });
  });
}

void hash_p(Context& context, const PermutationP& p) {
  for (const double value : {p.greater, p.less, p.two_sided, p.absolute}) context.hash().add(value);
}

void gravity(Context& context) {
  for (const DistanceForm form : {DistanceForm::plain, DistanceForm::per_gap}) {
    for (const double exponent : {2.0, 1.5}) {
      context.add(strengths(context, {.exponent = exponent, .distance = form}),
                  [&](const Array<double, Year, Row, Column>& r) { context.hash().add(r.values()); });
    }
  }
}

void structure(Context& context) {
  with_network(context, [&](const Array<double, Row, Column>& links) {
    context.hash().add(links.values());
    context.add(Digraph::from_matrix(links), [&](const Digraph& graph) {
      const NetworkStructure s = network_structure(graph);
      for (const double value : {s.density, s.reciprocity, s.transitivity, s.connectedness, s.hierarchy, s.efficiency,
                                 s.efficiency_undirected, s.upper_boundedness, s.mean_distance}) {
        context.hash().add(value);
      }
      context.add(centralities(graph, ClosenessRule::automatic, context.executor()), [&](const Centralities& c) {
        for (const NodeCentrality& node : c.nodes) {
          for (const double value : {node.betweenness, node.closeness_out, node.closeness_in, node.harmonic_out}) {
            context.hash().add(value);
          }
        }
      });
    });
  });
}

void blocks(Context& context) {
  with_network(context, [&](const Array<double, Row, Column>& links) {
    context.add(concor(links, {}, context.executor()), [&](const Concor& parts) {
      for (const std::size_t block : parts.block_of) context.hash().add(std::uint64_t{block});
      context.add(block_model(*Digraph::from_matrix(links), parts.block_of, parts.blocks),
                  [&](const BlockModel& model) { context.hash().add(model.density.values()); });
    });
  });
}

void correlations(Context& context) {
  const std::array<Relation, 2> others{relation(context), relation(context)};
  context.add(qap_correlations(relation(context), others, {.permutations = 500, .seed = 4}, context.executor()),
              [&](const std::vector<QapCorrelation>& result) {
                for (const QapCorrelation& q : result) {
                  for (const double value : {q.correlation, q.permutation_mean, q.permutation_sd}) {
                    context.hash().add(value);
                  }
                  hash_p(context, q.p);
                }
              });
}

template <MrqapMethod Method>
void regression(Context& context) {
  const std::array<Relation, 3> regressors{relation(context), relation(context), relation(context)};
  const MrqapRequest request{.outcome = relation(context),
                             .regressors = regressors,
                             .method = Method,
                             .test = QapTest{.permutations = 300, .seed = 4}};
  context.add(mrqap(request, context.executor()), [&](const Mrqap& result) {
    context.hash().add(result.r_squared);
    hash_p(context, result.r_squared_p);
    for (const MrqapTerm& term : result.terms) {
      context.hash().add(term.coefficient);
      context.hash().add(term.t);
      hash_p(context, term.p);
    }
  });
}

constexpr std::array kRows{
    KernelRow{"measure.network.gravity", gravity},
    KernelRow{"measure.network.structure", structure},
    KernelRow{"measure.network.concor", blocks},
    KernelRow{"measure.network.qap", correlations},
    KernelRow{"measure.network.mrqap.double_semi_partialling", regression<MrqapMethod::double_semi_partialling>},
    KernelRow{"measure.network.mrqap.permute_outcome", regression<MrqapMethod::permute_outcome>},
};

}  // namespace

std::span<const KernelRow> network_rows() { return kRows; }

}  // namespace tidu::checksum
