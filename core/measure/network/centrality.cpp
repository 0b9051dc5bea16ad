// SPDX-License-Identifier: Apache-2.0
#include "core/measure/network/centrality.h"

#include <algorithm>
#include <limits>
#include <span>

#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

constexpr std::size_t kBlock = 64;
constexpr std::size_t kUnreached = std::numeric_limits<std::size_t>::max();
// Numbers of paths multiply along the way; beyond this a level of the search is scaled down by it.
constexpr double kManyPaths = 0x1p256;

// A breadth-first search from one node: nodes by rising distance, and numbers of shortest paths, each level with a
// scale of its own, of which only ratios between neighbouring levels are needed.
struct Search {
  explicit Search(std::size_t n) : distance(n), paths(n), dependency(n) { order.reserve(n); }

  void run(const Digraph& graph, std::size_t first);
  // Brandes' accumulation: dependency of the first node on each other.
  void accumulate(const Digraph& graph);

  std::vector<std::size_t> distance;
  std::vector<double> paths;
  std::vector<double> dependency;
  std::vector<std::size_t> order;
  std::vector<double> scale;  // of level d against level d - 1
};

void Search::run(const Digraph& graph, std::size_t first) {
  std::fill(distance.begin(), distance.end(), kUnreached);
  std::fill(paths.begin(), paths.end(), 0.0);
  order.assign(1, first);
  scale.assign(1, 1.0);
  distance[first] = 0;
  paths[first] = 1;
  for (std::size_t begin = 0, level = 1; begin < order.size(); ++level) {
    const std::size_t end = order.size();
    for (std::size_t place = begin; place < end; ++place) {
      const std::size_t node = order[place];
      for (const std::uint32_t next : graph.targets(node)) {
        if (distance[next] == kUnreached) {
          distance[next] = level;
          order.push_back(next);
        }
        if (distance[next] == level) paths[next] += paths[node];
      }
    }
    double most = 0;
    for (std::size_t place = end; place < order.size(); ++place) most = std::max(most, paths[order[place]]);
    scale.push_back(most > kManyPaths ? 1 / kManyPaths : 1);
    for (std::size_t place = end; place < order.size(); ++place) paths[order[place]] *= scale.back();
    begin = end;
  }
}

void Search::accumulate(const Digraph& graph) {
  std::fill(dependency.begin(), dependency.end(), 0.0);
  for (std::size_t place = order.size(); place > 0; --place) {
    const std::size_t node = order[place - 1];
    for (const std::uint32_t next : graph.targets(node)) {
      if (distance[next] != distance[node] + 1) continue;
      dependency[node] += paths[node] * scale[distance[next]] / paths[next] * (1 + dependency[next]);
    }
  }
}

// What is reached in one direction.
struct Reach {
  std::size_t nodes = 0;
  std::size_t distances = 0;  // their sum
  double harmonic = 0;        // sum of their inverses

  void add(std::size_t distance) {
    ++nodes;
    distances += distance;
    harmonic += 1 / static_cast<double>(distance);
  }
  void add(const Reach& other) {
    nodes += other.nodes;
    distances += other.distances;
    harmonic += other.harmonic;
  }
};

// What the searches from a block of nodes add to every node.
struct Found {
  std::vector<double> betweenness;
  std::vector<Reach> inward;
  bool complete = false;
};

Found search_block(const Digraph& graph, std::size_t first, std::span<Reach> outward, Executor& executor) {
  const std::size_t n = graph.nodes();
  Found found{std::vector<double>(n), std::vector<Reach>(n)};
  Search search(n);
  for (std::size_t i = first; i < std::min(n, first + kBlock); ++i) {
    if (executor.cancelled()) return found;
    search.run(graph, i);
    search.accumulate(graph);
    for (const std::size_t node : std::span(search.order).subspan(1)) {
      outward[i].add(search.distance[node]);
      found.inward[node].add(search.distance[node]);
      found.betweenness[node] += search.dependency[node];
    }
  }
  found.complete = true;
  return found;
}

std::optional<double> classical(const Reach& reach, std::size_t n) {
  if (reach.nodes + 1 < n) return std::nullopt;
  return static_cast<double>(n - 1) / static_cast<double>(reach.distances);
}

double closeness(Closeness kind, const Reach& reach, std::size_t n) {
  const auto others = static_cast<double>(n - 1);
  if (kind == Closeness::harmonic) return reach.harmonic / others;
  return others / static_cast<double>(reach.distances + n * (n - 1 - reach.nodes));
}

Closeness decide(ClosenessRule rule, std::span<const Reach> outward) {
  if (rule == ClosenessRule::harmonic) return Closeness::harmonic;
  if (rule == ClosenessRule::penalised) return Closeness::penalised;
  const std::size_t n = outward.size();
  const bool whole = std::all_of(outward.begin(), outward.end(), [n](const Reach& r) { return r.nodes + 1 == n; });
  return whole ? Closeness::classical : Closeness::harmonic;
}

void add_degrees(const Digraph& graph, std::size_t i, NodeCentrality& out) {
  out.out_degree = graph.targets(i).size();
  out.in_degree = graph.sources(i).size();
  std::size_t neighbours = out.out_degree;
  for (const std::uint32_t j : graph.sources(i)) {
    if (!graph.has_link(i, j)) ++neighbours;
  }
  out.degree = static_cast<double>(neighbours) / static_cast<double>(graph.nodes() - 1);
}

void add_closeness(Closeness kind, const Reach& outward, const Reach& inward, std::size_t n, NodeCentrality& out) {
  out.harmonic_out = closeness(Closeness::harmonic, outward, n);
  out.harmonic_in = closeness(Closeness::harmonic, inward, n);
  out.classical_out = classical(outward, n);
  out.classical_in = classical(inward, n);
  out.closeness_out = closeness(kind, outward, n);
  out.closeness_in = closeness(kind, inward, n);
}

}  // namespace

Result<Centralities> centralities(const Digraph& graph, ClosenessRule rule, Executor& executor) {
  const std::size_t n = graph.nodes();
  Centralities out{.nodes = std::vector<NodeCentrality>(n)};
  if (n == 1) return out;

  std::vector<Reach> outward(n);
  std::vector<Found> blocks((n + kBlock - 1) / kBlock);
  executor.for_blocks(blocks.size(),
                      [&](std::size_t b) { blocks[b] = search_block(graph, b * kBlock, outward, executor); });
  if (!std::all_of(blocks.begin(), blocks.end(), [](const Found& f) { return f.complete; })) {
    return refuse(ErrorCode::cancelled, "measure.network.cancelled", "measure.network.cancelled.hint");
  }

  out.closeness = decide(rule, outward);
  const double pairs = static_cast<double>(n - 1) * static_cast<double>(n - 2);
  for (std::size_t i = 0; i < n; ++i) {
    NodeCentrality& node = out.nodes[i];
    Reach inward;
    for (const Found& block : blocks) {
      node.betweenness += block.betweenness[i];
      inward.add(block.inward[i]);
    }
    node.betweenness_share = n > 2 ? node.betweenness / pairs : 0;
    add_degrees(graph, i, node);
    add_closeness(out.closeness, outward[i], inward, n, node);
  }
  return out;
}

}  // namespace tidu::measure
