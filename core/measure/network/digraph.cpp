// SPDX-License-Identifier: Apache-2.0
#include "core/measure/network/digraph.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "core/measure/checks.h"

namespace tidu::measure {

Result<Digraph> Digraph::from_matrix(View<const double, Row, Column> a) {
  const std::size_t n = a.extent<Row>();
  if (n == 0 || a.extent<Column>() != n) {
    return refuse(ErrorCode::shape, "measure.network.shape", "measure.network.shape.hint", n, a.extent<Column>());
  }
  if (n > kMaximumNodes) {
    return refuse(ErrorCode::limit, "measure.network.too_many", "measure.network.too_many.hint", n, kMaximumNodes);
  }
  Digraph graph;
  graph.source_start_.assign(n + 1, 0);
  graph.target_start_.push_back(0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      if (i == j) continue;
      if (!std::isfinite(a(i, j))) {
        return refuse(ErrorCode::domain, "measure.network.not_finite", "measure.network.not_finite.hint", i + 1, j + 1);
      }
      if (a(i, j) == 0) continue;
      graph.targets_.push_back(static_cast<std::uint32_t>(j));
      ++graph.source_start_[j + 1];
    }
    graph.target_start_.push_back(graph.targets_.size());
  }
  for (std::size_t j = 0; j < n; ++j) graph.source_start_[j + 1] += graph.source_start_[j];
  graph.sources_.resize(graph.targets_.size());
  std::vector<std::size_t> place(graph.source_start_.begin(), graph.source_start_.end() - 1);
  for (std::size_t i = 0; i < n; ++i) {
    for (const std::uint32_t j : graph.targets(i)) graph.sources_[place[j]++] = static_cast<std::uint32_t>(i);
  }
  return graph;
}

bool Digraph::has_link(std::size_t from, std::size_t to) const {
  const auto all = targets(from);
  return std::binary_search(all.begin(), all.end(), static_cast<std::uint32_t>(to));
}

std::size_t NodeSets::count(std::size_t set) const {
  std::size_t n = 0;
  for (const std::uint64_t word : of(set)) n += static_cast<std::size_t>(std::popcount(word));
  return n;
}

Paths all_paths(const Digraph& graph) {
  const std::size_t n = graph.nodes();
  NodeSets sources(n);
  for (std::size_t j = 0; j < n; ++j) {
    for (const std::uint32_t i : graph.sources(j)) sources.insert(j, i);
  }
  Paths paths{NodeSets(n)};
  std::vector<std::size_t> frontier;
  std::vector<std::uint64_t> next((n + 63) / 64);
  for (std::size_t j = 0; j < n; ++j) {
    const std::span<std::uint64_t> reached = paths.reached_from.of(j);
    paths.reached_from.insert(j, j);
    frontier.assign(1, j);
    for (std::size_t distance = 1; !frontier.empty(); ++distance) {
      std::fill(next.begin(), next.end(), 0);
      for (const std::size_t node : frontier) {
        const std::span<const std::uint64_t> row = std::as_const(sources).of(node);
        for (std::size_t w = 0; w < next.size(); ++w) next[w] |= row[w];
      }
      frontier.clear();
      for (std::size_t w = 0; w < next.size(); ++w) {
        std::uint64_t fresh = next[w] & ~reached[w];
        reached[w] |= fresh;
        for (; fresh != 0; fresh &= fresh - 1) {
          frontier.push_back(w * 64 + static_cast<std::size_t>(std::countr_zero(fresh)));
        }
      }
      if (frontier.empty()) break;
      paths.pairs += frontier.size();
      paths.distances += distance * frontier.size();
      paths.diameter = std::max(paths.diameter, distance);
    }
  }
  return paths;
}

Components weak_components(const Digraph& graph) {
  const std::size_t n = graph.nodes();
  Components out{std::vector<std::size_t>(n, n)};
  std::vector<std::size_t> open;
  for (std::size_t first = 0; first < n; ++first) {
    if (out.of[first] != n) continue;
    out.of[first] = out.count;
    open.push_back(first);
    while (!open.empty()) {
      const std::size_t node = open.back();
      open.pop_back();
      for (const auto& neighbours : {graph.targets(node), graph.sources(node)}) {
        for (const std::uint32_t other : neighbours) {
          if (out.of[other] != n) continue;
          out.of[other] = out.count;
          open.push_back(other);
        }
      }
    }
    ++out.count;
  }
  return out;
}

Components strong_components(const Paths& paths) {
  const NodeSets& from = paths.reached_from;
  const std::size_t n = from.nodes();
  Components out{std::vector<std::size_t>(n, n)};
  for (std::size_t first = 0; first < n; ++first) {
    if (out.of[first] != n) continue;
    for (std::size_t other = first; other < n; ++other) {
      if (from.contains(first, other) && from.contains(other, first)) out.of[other] = out.count;
    }
    ++out.count;
  }
  return out;
}

}  // namespace tidu::measure
