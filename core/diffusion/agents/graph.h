// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace tidu::diffusion::agents {

/// Who is seen, and by whom. Of an undirected graph both see each other, and their order does not matter.
struct Contact {
  std::uint32_t seen = 0;
  std::uint32_t by = 0;

  friend bool operator==(const Contact&, const Contact&) = default;
};

struct GraphRequest {
  std::uint64_t agents = 0;  ///< numbered 0 ... agents - 1
  bool directed = false;
  bool repeated = false;  ///< a contact given k times counts k times; else the second one is an error
};

inline constexpr std::uint32_t kMostDegree = 65'535;  ///< contacts that one agent sees: they are counted in 16 bits

/// An explicit graph of contacts, by rows (CSR): for each agent those who see it. For networks that somebody has
/// recorded; a made one costs no memory as a Layout.
class Graph {
 public:
  /// Each undirected contact is given once.
  /// errors  diffusion.graph.agents (domain: none, or more than kMostAgents), diffusion.graph.unknown (a number that no
  ///         agent has), diffusion.graph.itself (domain: an agent as its own contact), diffusion.graph.repeated
  ///         (duplicate: of the lowest agent), diffusion.graph.degree (limit); each names a place in the list, from 1
  /// cost    O(contacts log degree); 4 bytes a direction, 10 an agent
  static Result<Graph> make(std::span<const Contact> contacts, const GraphRequest& request);

  std::uint64_t agents() const { return degree_.size(); }
  /// Directions: twice the contacts of an undirected graph.
  std::uint64_t directions() const { return audience_.size(); }
  /// Who sees the agent, rising.
  std::span<const std::uint32_t> audience(std::size_t agent) const {
    return std::span(audience_).subspan(first_[agent], first_[agent + 1] - first_[agent]);
  }
  /// How many the agent sees.
  std::uint16_t degree(std::size_t agent) const { return degree_[agent]; }
  std::span<const std::uint16_t> degrees() const { return degree_; }

 private:
  void count(std::span<const Contact> contacts, const GraphRequest& request);
  void fill(std::span<const Contact> contacts, bool directed);
  std::span<std::uint32_t> list(std::size_t agent);

  std::vector<std::size_t> first_;       // by agent, and one more
  std::vector<std::uint32_t> audience_;  // of agent 0, of agent 1, ...
  std::vector<std::uint16_t> degree_;
};

}  // namespace tidu::diffusion::agents
