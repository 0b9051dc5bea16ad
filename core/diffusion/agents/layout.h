// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/diffusion/agents/matching.h"
#include "core/diffusion/process/process.h"

namespace tidu::diffusion::agents {

// Agents are numbered 0 ... N - 1, those of a cell one after another. Nothing about who knows whom is stored: layer l
// has n_l perfect matchings, each a random pairing within domains (a region, a nation), computed from either end in
// O(1) (matching.h). The union of the matchings is a random regular graph in each domain, locally like a tree.

/// The agents begin <= i < end.
struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  std::uint64_t size() const { return end - begin; }
  friend bool operator==(const Range&, const Range&) = default;
};

/// What a cell is, as far as agents care.
struct CellPlan {
  std::uint64_t agents = 0;  ///< >= 0
  std::uint32_t region = 0;  ///< whose opinion leaders and discontinuers it sees
  std::uint8_t group = 0;    ///< adopter group, 0 (innovators) to 7
};

/// One perfect matching: which cells find their partners among each other.
struct MatchingPlan {
  Layer layer = Layer::local;
  std::vector<std::uint32_t> domain_of_cell;  ///< one number a cell; cells with the same number are one domain
};

/// Agents that are paired with each other: ranges of agents, rising and not touching. The position of an agent is its
/// rank within the domain.
class Domain {
 public:
  /// Appends agents behind those that are there.
  void append(Range agents);
  /// After the last: makes positions quick to find.
  void close();

  std::uint64_t size() const { return first_.empty() ? 0 : first_.back(); }
  std::span<const Range> ranges() const { return ranges_; }
  /// Positions first(r) <= p < first(r + 1) are those of range r.
  std::uint64_t first(std::size_t range) const { return range == 0 ? 0 : first_[range - 1]; }

  /// The agent at a position < size().
  std::uint64_t agent_at(std::uint32_t position) const {
    std::size_t r = guess_[position >> shift_];
    while (first_[r] <= position) ++r;
    return ranges_[r].end - (first_[r] - position);
  }

 private:
  std::vector<Range> ranges_;
  std::vector<std::uint64_t> first_;  // position behind each range
  std::vector<std::uint32_t> guess_;  // range of the first position of each 2^shift positions
  std::uint32_t shift_ = 0;
};

/// Where the agents of a cell stand in a matching.
struct Place {
  std::uint32_t domain = 0;
  std::uint32_t first = 0;  ///< position of the cell's first agent
};

/// The part of a cell that lies in one block of kBlockAgents agents.
struct Segment {
  std::uint32_t cell = 0;
  Range range;
};

inline constexpr std::uint64_t kBlockAgents = std::uint64_t{1} << 20;
inline constexpr std::uint64_t kMostAgents = 0xFFFF'F000U;  ///< numbers of agents have 32 bits
class Layout {
 public:
  /// errors  limit (more than kMostAgents agents, more combinations of contacts than
  ///         kContactCodes), shape (a matching
  ///         whose list is not of one number a cell), domain (no agent at all, a group above 7)
  /// cost    O(cells x matchings)
  static Result<Layout> make(std::span<const CellPlan> cells, std::span<const MatchingPlan> matchings,
                             std::uint64_t seed);

  std::uint64_t agents() const { return agents_; }
  std::size_t blocks() const { return first_segment_.size() - 1; }
  std::span<const CellPlan> cells() const { return cells_; }
  std::size_t regions() const { return regions_; }
  Range range(std::size_t cell) const { return {begin_[cell], begin_[cell + 1]}; }
  /// The cells' parts in a block, in order of agents.
  std::span<const Segment> segments(std::size_t block) const;
  std::size_t first_segment(std::size_t block) const { return first_segment_[block]; }
  std::size_t segment_count() const { return segments_.size(); }

  std::size_t matchings() const { return layers_.size(); }
  Layer layer(std::size_t matching) const { return layers_[matching]; }
  const Degrees& degrees() const { return degrees_; }  ///< matchings of each layer
  Place place(std::size_t matching, std::size_t cell) const { return places_[matching * cells_.size() + cell]; }
  const Domain& domain(std::size_t matching, std::uint32_t number) const { return domains_[matching][number]; }
  /// The keys of a matching's pairings, by domain.
  std::span<const FeistelKey> keys(std::size_t matching) const { return keys_[matching]; }

 private:
  void cut_blocks();
  void make_domains(const MatchingPlan& plan, std::size_t matching, std::uint64_t seed);

  std::uint64_t agents_ = 0;
  std::size_t regions_ = 0;
  std::vector<CellPlan> cells_;
  std::vector<std::uint64_t> begin_;
  std::vector<Segment> segments_;
  std::vector<std::size_t> first_segment_;
  std::vector<Layer> layers_;
  Degrees degrees_{};
  std::vector<Place> places_;
  std::vector<std::vector<Domain>> domains_;
  std::vector<std::vector<FeistelKey>> keys_;
};

/// The agent with whom `agent` of `cell` is paired, or kNobody: one agent stays alone where their number is odd.
inline constexpr std::uint64_t kNobody = ~std::uint64_t{0};
std::uint64_t partner(const Layout& layout, std::size_t matching, std::size_t cell, std::uint64_t agent);

}  // namespace tidu::diffusion::agents
