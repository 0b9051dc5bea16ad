// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/diffusion/agents/graph.h"
#include "core/diffusion/agents/layout.h"
#include "core/diffusion/process/process.h"

namespace tidu::simulate {

/// What the members of a cell see on average on an explicit graph: its mean field by cells,
///   x_c = sum_j W_cj v_j,   W_cj = (1/n_c) sum over i in c of (contacts of i in j) / degree(i)          [graph_means]
/// v_j the share of cell j whom others see as users, in the own cell n_c/(n_c - 1) times that: whoever asks is no user
/// himself (unaware, knowledge, persuasion are never seen). Whoever has no contact sees nobody. With heterophily a
/// contact between groups at distance d counts exp(-gamma d^2). On a complete graph of N agents x = V/(N - 1), so that
/// agents and map agree up to whole numbers; on others the map leaves out that contacts stay the same and that users
/// sit side by side.                                                            [Tidu; degree classes: Pastor-Satorras
/// & Vespignani 2001]
class GraphMixing {
 public:
  /// graph        of the agents of the layout, whose matchings are not used; neither is needed afterwards
  /// heterophily  gamma >= 0 of all contacts, as in agents::GraphAgents
  /// cost         O(directions + pairs of cells that know each other); 16 bytes for each such pair
  GraphMixing(const diffusion::agents::Layout& layout, const diffusion::agents::Graph& graph, double heterophily);

  /// x of each cell, in [0, 1].   seen  v of each cell. Same bits always: serial
  void operator()(std::span<const double> seen, std::span<double> out) const;

  /// phi of a cell that sees the share x (contagion_of): of Contagion::threshold the mean over its members of the
  /// chance that at least `threshold` of their contacts use it, were each of them a user with the same probability.
  /// cost  threshold: O(different degrees x threshold)
  double contagion(const diffusion::ProcessRates& rates, std::size_t cell, double x) const;

  /// Share of all directions between agents of one region.
  double within_regions() const { return within_regions_; }

 private:
  struct Weight {
    std::uint32_t cell = 0;  ///< who is seen
    double weight = 0;
  };
  struct DegreeShare {
    std::uint16_t degree = 0;
    double share = 0;  ///< of the cell's members
  };

  void weigh(const diffusion::agents::Layout& layout, const diffusion::agents::Graph& graph, double heterophily);
  void count_degrees(const diffusion::agents::Layout& layout, const diffusion::agents::Graph& graph);

  std::vector<std::vector<Weight>> weights_;       // by cell that sees
  std::vector<std::vector<DegreeShare>> degrees_;  // by cell, degrees rising
  std::vector<double> connected_;                  // share of the cell's members with a contact
  double within_regions_ = 0;
};

/// P(at least `needed` of `contacts` use it), each with probability x.   cost  O(needed)
double binomial_tail(std::uint32_t contacts, std::uint32_t needed, double x);

}  // namespace tidu::simulate
