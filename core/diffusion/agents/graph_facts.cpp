// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/graph_facts.h"

#include <algorithm>
#include <vector>

namespace tidu::diffusion::agents {
namespace {

/// Agents that hang together, as trees (Galler & Fischer 1964), with paths halved.
class Components {
 public:
  explicit Components(std::uint64_t agents) : parent_(static_cast<std::size_t>(agents)) {
    for (std::size_t i = 0; i < parent_.size(); ++i) parent_[i] = static_cast<std::uint32_t>(i);
  }

  std::uint32_t root(std::uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }

  void join(std::uint32_t a, std::uint32_t b) {
    a = root(a);
    b = root(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

void count_components(const Graph& graph, GraphFacts& facts) {
  Components components(graph.agents());
  const auto agents = static_cast<std::uint32_t>(graph.agents());
  for (std::uint32_t i = 0; i < agents; ++i) {
    for (const std::uint32_t other : graph.audience(i)) components.join(i, other);
  }
  std::vector<std::uint32_t> size(agents, 0);
  for (std::uint32_t i = 0; i < agents; ++i) ++size[components.root(i)];
  for (const std::uint32_t each : size) {
    if (each > 0) ++facts.components;
    facts.largest = std::max<std::uint64_t>(facts.largest, each);
  }
}

}  // namespace

GraphFacts facts_of(const Graph& graph) {
  GraphFacts facts{.directions = graph.directions()};
  const auto n = static_cast<double>(graph.agents());
  facts.mean_degree = static_cast<double>(facts.directions) / n;
  double squares = 0;
  for (std::size_t i = 0; i < graph.agents(); ++i) {
    const std::uint64_t degree = graph.degree(i);
    if (degree == 0 && graph.audience(i).empty()) ++facts.isolated;
    facts.most_seen = std::max(facts.most_seen, degree);
    const double apart = static_cast<double>(degree) - facts.mean_degree;
    squares += apart * apart;
  }
  facts.degree_variance = squares / n;
  count_components(graph, facts);
  return facts;
}

std::uint64_t graph_memory_needed(std::uint64_t agents, std::uint64_t contacts, bool directed) {
  constexpr std::uint64_t kSentTogether = std::uint64_t{1} << 22;
  const std::uint64_t directions = directed ? contacts : 2 * contacts;
  return 8 * contacts + 40 * agents + 4 * directions + 32 * std::min(directions, kSentTogether);
}

}  // namespace tidu::diffusion::agents
