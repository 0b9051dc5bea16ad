// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/connectivity.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>

namespace tidu::measure {
namespace {

constexpr std::size_t kUnseen = std::numeric_limits<std::size_t>::max();

// Neighbours in either direction.
struct Graph {
  std::vector<std::size_t> start;
  std::vector<std::uint32_t> other;
  std::span<const std::uint32_t> of(std::size_t i) const { return {other.data() + start[i], start[i + 1] - start[i]}; }
};

Graph graph_of(const SpatialWeights& w) {
  std::vector<std::vector<std::uint32_t>> joined(w.regions());
  for (std::size_t i = 0; i < w.regions(); ++i) {
    for (const std::uint32_t j : w.neighbours(i)) {
      joined[i].push_back(j);
      if (w.at(j, i) == 0) joined[j].push_back(static_cast<std::uint32_t>(i));
    }
  }
  Graph graph;
  graph.start.push_back(0);
  for (const auto& row : joined) {
    graph.other.insert(graph.other.end(), row.begin(), row.end());
    graph.start.push_back(graph.other.size());
  }
  return graph;
}

// Steps from `first` to every region it reaches, in `steps`; returns those regions, the farthest last. Stops when
// `size` regions are found: on dense graphs at once.
std::vector<std::size_t> reach(const Graph& graph, std::size_t first, std::size_t size,
                               std::vector<std::size_t>& steps) {
  std::vector<std::size_t> found{first};
  steps[first] = 0;
  for (std::size_t k = 0; k < found.size() && found.size() < size; ++k) {
    for (const std::uint32_t j : graph.of(found[k])) {
      if (steps[j] != kUnseen) continue;
      steps[j] = steps[found[k]] + 1;
      found.push_back(j);
    }
  }
  return found;
}

void add_components(const Graph& graph, std::size_t n, Connectivity& out) {
  std::vector<std::size_t> steps(n, kUnseen);
  out.component_of.assign(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    if (steps[i] != kUnseen) continue;
    const auto members = reach(graph, i, n + 1, steps);
    for (const std::size_t j : members) out.component_of[j] = out.components;
    out.largest_component = std::max(out.largest_component, members.size());
    ++out.components;
  }
}

}  // namespace

Connectivity connectivity(const SpatialWeights& w) {
  const std::size_t n = w.regions();
  Connectivity out;
  out.links = w.links();
  out.islands = w.islands().size();
  out.mean_neighbours = static_cast<double>(out.links) / static_cast<double>(n);
  out.density = n > 1 ? out.mean_neighbours / static_cast<double>(n - 1) : 0;
  out.fewest_neighbours = n;
  for (std::size_t i = 0; i < n; ++i) {
    out.fewest_neighbours = std::min(out.fewest_neighbours, w.neighbours(i).size());
    out.most_neighbours = std::max(out.most_neighbours, w.neighbours(i).size());
  }
  const Graph graph = graph_of(w);
  add_components(graph, n, out);
  std::vector<std::size_t> sizes(out.components, 0);
  for (const std::size_t c : out.component_of) ++sizes[c];
  std::vector<std::size_t> steps(n, kUnseen);
  for (std::size_t i = 0; i < n; ++i) {
    const auto found = reach(graph, i, sizes[out.component_of[i]], steps);
    for (const std::size_t j : found) {
      out.diameter = std::max(out.diameter, steps[j]);
      steps[j] = kUnseen;
    }
  }
  return out;
}

}  // namespace tidu::measure
