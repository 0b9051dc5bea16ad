// SPDX-License-Identifier: Apache-2.0
#include "bench/network.h"

#include "bench/timing.h"
#include "core/base/draws.h"
#include "core/measure/network/centrality.h"
#include "core/measure/network/qap.h"

namespace tidu::bench {
namespace {

using Matrix = Array<double, Row, Column>;

constexpr std::size_t kRegions = 31;

Matrix relation(std::size_t n, std::uint64_t number) {
  Matrix out({n, n});
  const Rng rng(number);
  for (std::size_t i = 0; i < n * n; ++i) out.values()[i] = uniform(rng, {.entity = i, .purpose = Purpose::test});
  return out;
}

void correlation() {
  const Matrix a = relation(kRegions, 1);
  const Matrix b = relation(kRegions, 2);
  const double time =
      seconds([&] { static_cast<void>(measure::qap_correlation(a, b, {.permutations = 10'000, .seed = 1})); });
  line("QAP, 31 regions, 10,000 permutations", 1000 * time, "ms", "goal: below 200 ms on one core");
}

void regression() {
  std::vector<Matrix> relations;
  for (std::uint64_t number = 0; number < 6; ++number) relations.push_back(relation(kRegions, number));
  const std::vector<measure::Relation> regressors(relations.begin() + 1, relations.end());
  const measure::MrqapRequest request{.outcome = relations.front(),
                                      .regressors = regressors,
                                      .test = measure::QapTest{.permutations = 10'000, .seed = 1}};
  const double time = seconds([&] { static_cast<void>(measure::mrqap(request)); });
  line("MRQAP, 31 regions, 5 relations, 10,000 permutations", 1000 * time, "ms", "");
}

void betweenness() {
  Matrix a = relation(600, 1);
  for (double& value : a.values()) value = value < 0.2 ? 1 : 0;
  const auto graph = measure::Digraph::from_matrix(a);
  const double time = seconds([&] { static_cast<void>(measure::centralities(*graph)); });
  line("betweenness and closeness, 600 nodes, density 0.2", 1000 * time, "ms", "");
}

}  // namespace

void network() {
  correlation();
  regression();
  betweenness();
}

}  // namespace tidu::bench
