// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"

namespace tidu::measure {

inline constexpr std::size_t kMaximumNodes = 20'000;  ///< of a network: its reachability then takes 50 MB

/// A directed network without loops and without strengths.
class Digraph {
 public:
  /// A link from i to j wherever a_ij is not 0; the diagonal is not read.
  /// a        n x n, 1 <= n <= kMaximumNodes, finite off the diagonal.
  /// errors   measure.network.shape (shape), measure.network.not_finite (domain; row and column from 1),
  ///          measure.network.too_many (limit).
  /// cost     O(n^2).
  static Result<Digraph> from_matrix(View<const double, Row, Column> a);

  std::size_t nodes() const { return target_start_.size() - 1; }
  std::size_t links() const { return targets_.size(); }
  /// Where the links of node i lead to, and where those that reach it come from; rising.
  std::span<const std::uint32_t> targets(std::size_t i) const { return slice(target_start_, targets_, i); }
  std::span<const std::uint32_t> sources(std::size_t i) const { return slice(source_start_, sources_, i); }
  bool has_link(std::size_t from, std::size_t to) const;

 private:
  static std::span<const std::uint32_t> slice(const std::vector<std::size_t>& start,
                                              const std::vector<std::uint32_t>& nodes, std::size_t i) {
    return std::span(nodes).subspan(start[i], start[i + 1] - start[i]);
  }

  std::vector<std::size_t> target_start_;
  std::vector<std::uint32_t> targets_;
  std::vector<std::size_t> source_start_;
  std::vector<std::uint32_t> sources_;
};

/// One set of nodes a node, as bits.
class NodeSets {
 public:
  explicit NodeSets(std::size_t nodes) : nodes_(nodes), words_((nodes + 63) / 64), bits_(nodes * words_) {}
  std::size_t nodes() const { return nodes_; }
  void insert(std::size_t set, std::size_t node) { of(set)[node / 64] |= std::uint64_t{1} << (node % 64); }
  bool contains(std::size_t set, std::size_t node) const { return (of(set)[node / 64] >> (node % 64) & 1) != 0; }
  std::span<std::uint64_t> of(std::size_t set) { return std::span(bits_).subspan(set * words_, words_); }
  std::span<const std::uint64_t> of(std::size_t set) const { return std::span(bits_).subspan(set * words_, words_); }
  std::size_t count(std::size_t set) const;

 private:
  std::size_t nodes_;
  std::size_t words_;
  std::vector<std::uint64_t> bits_;
};

/// Shortest paths of a network by the number of links.
struct Paths {
  NodeSets reached_from;        ///< set j holds j and all i with a path from i to j
  std::size_t pairs = 0;        ///< ordered pairs of different nodes with a path
  std::uint64_t distances = 0;  ///< sum of their distances
  std::size_t diameter = 0;     ///< the largest of them
};

/// cost     O(n^3 / 64) time, n^2 / 4 bytes.
Paths all_paths(const Digraph& graph);

/// Components: of each node the number of its component, numbered from 0 by their lowest node.
struct Components {
  std::vector<std::size_t> of;
  std::size_t count = 0;
};

/// Components of the network with its links read in both directions. cost O(n + links).
Components weak_components(const Digraph& graph);

/// Sets of nodes that reach each other. cost O(n^2).
Components strong_components(const Paths& paths);

}  // namespace tidu::measure
