// SPDX-License-Identifier: Apache-2.0
#include "core/measure/network/structure.h"

#include <bit>
#include <utility>
#include <vector>

namespace tidu::measure {
namespace {

double share(std::size_t part, std::size_t whole, double of_nothing) {
  return whole == 0 ? of_nothing : static_cast<double>(part) / static_cast<double>(whole);
}

double one_minus(std::size_t violations, std::size_t most) { return 1 - share(violations, most, 0); }

std::size_t choose_2(std::size_t n) { return n * (n - 1) / 2; }

void add_dyads(const Digraph& graph, std::size_t weak_links, NetworkStructure& out) {
  const std::size_t pairs = choose_2(out.nodes);
  const std::size_t mutual = out.links - weak_links;
  const std::size_t asymmetric = weak_links - mutual;
  out.density = share(out.links, 2 * pairs, 0);
  out.reciprocity = share(2 * mutual, out.links, 1);
  out.reciprocity_dyadic = share(pairs - asymmetric, pairs, 1);
  for (std::size_t i = 0; i < out.nodes; ++i) {
    if (graph.targets(i).empty() && graph.sources(i).empty()) ++out.isolates;
  }
}

// Unordered pairs with a link in at least one direction.
std::size_t linked_pairs(const Digraph& graph) {
  std::size_t pairs = 0;
  for (std::size_t i = 0; i < graph.nodes(); ++i) {
    for (const std::uint32_t j : graph.targets(i)) {
      if (i < j || !graph.has_link(j, i)) ++pairs;
    }
  }
  return pairs;
}

double transitivity(const Digraph& graph) {
  std::size_t two_paths = 0;
  std::size_t closed = 0;
  std::vector<char> is_target(graph.nodes());
  for (std::size_t i = 0; i < graph.nodes(); ++i) {
    for (const std::uint32_t j : graph.targets(i)) is_target[j] = 1;
    for (const std::uint32_t j : graph.targets(i)) {
      for (const std::uint32_t k : graph.targets(j)) {
        if (k != i) ++two_paths;
        closed += static_cast<std::size_t>(is_target[k]);
      }
    }
    for (const std::uint32_t j : graph.targets(i)) is_target[j] = 0;
  }
  return share(closed, two_paths, 1);
}

// Violations that Krackhardt's conditions leave room for, over weak components.
struct Room {
  std::size_t spanning = 0;    // sum (n_c - 1): links that hold the components together
  std::size_t directed = 0;    // sum (n_c - 1)^2
  std::size_t undirected = 0;  // sum (n_c - 1)(n_c - 2)/2
  std::size_t pairs = 0;       // sum n_c (n_c - 1)/2
};

Room room_of(const Components& components) {
  std::vector<std::size_t> sizes(components.count);
  for (const std::size_t c : components.of) ++sizes[c];
  Room room;
  for (const std::size_t n : sizes) {
    room.spanning += n - 1;
    room.directed += (n - 1) * (n - 1);
    room.pairs += choose_2(n);
    room.undirected += choose_2(n) - (n - 1);
  }
  return room;
}

// Pairs of a weak component without a least upper bound. Whatever reaches a common upper bound u of two nodes reaches
// both, so u is the least one exactly when as many nodes reach u as reach both.
std::size_t pairs_without_least_bound(const Paths& paths, const Components& weak) {
  const NodeSets& from = paths.reached_from;
  const std::size_t n = from.nodes();
  NodeSets by_count(n + 1);
  for (std::size_t u = 0; u < n; ++u) by_count.insert(from.count(u), u);
  std::size_t missing = 0;
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t k = 0; k < j; ++k) {
      if (weak.of[j] != weak.of[k]) continue;
      const auto a = from.of(j);
      const auto b = from.of(k);
      std::size_t bounds = 0;
      for (std::size_t w = 0; w < a.size(); ++w) bounds += static_cast<std::size_t>(std::popcount(a[w] & b[w]));
      const auto candidates = by_count.of(bounds);
      bool found = false;
      for (std::size_t w = 0; w < a.size() && !found; ++w) found = (a[w] & b[w] & candidates[w]) != 0;
      if (!found) ++missing;
    }
  }
  return missing;
}

// Unordered pairs with a directed path, and those with one in each direction.
std::pair<std::size_t, std::size_t> reaching_pairs(const Paths& paths) {
  const NodeSets& from = paths.reached_from;
  std::size_t any = 0;
  std::size_t both = 0;
  for (std::size_t j = 0; j < from.nodes(); ++j) {
    for (std::size_t i = 0; i < j; ++i) {
      const bool there = from.contains(j, i);
      const bool back = from.contains(i, j);
      if (there || back) ++any;
      if (there && back) ++both;
    }
  }
  return {any, both};
}

}  // namespace

NetworkStructure network_structure(const Digraph& graph) {
  NetworkStructure out{.nodes = graph.nodes(), .links = graph.links()};
  const std::size_t pairs = choose_2(out.nodes);
  const std::size_t weak_links = linked_pairs(graph);
  add_dyads(graph, weak_links, out);
  out.transitivity = transitivity(graph);

  const Components weak = weak_components(graph);
  const Paths paths = all_paths(graph);
  const auto [any, both] = reaching_pairs(paths);
  const Room room = room_of(weak);
  out.connectedness = share(room.pairs, pairs, 1);
  out.connectedness_one_way = share(any, pairs, 1);
  out.connectedness_ordered = share(paths.pairs, 2 * pairs, 1);
  out.hierarchy = one_minus(both, any);
  out.efficiency = one_minus(out.links - room.spanning, room.directed);
  out.efficiency_undirected = one_minus(weak_links - room.spanning, room.undirected);
  out.upper_boundedness = one_minus(pairs_without_least_bound(paths, weak), room.undirected);
  out.weak_components = weak.count;
  out.strong_components = strong_components(paths).count;
  out.mean_distance = paths.pairs == 0 ? 0 : static_cast<double>(paths.distances) / static_cast<double>(paths.pairs);
  out.diameter = paths.diameter;
  return out;
}

}  // namespace tidu::measure
