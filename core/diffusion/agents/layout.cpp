// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/layout.h"

#include <algorithm>

#include "core/diffusion/agents/table.h"

namespace tidu::diffusion::agents {
namespace {

constexpr std::uint8_t kMostGroup = 7;

std::size_t at(Layer layer) { return static_cast<std::size_t>(layer); }

tl::expected<void, Error> check(std::span<const CellPlan> cells, std::span<const MatchingPlan> matchings) {
  std::uint64_t agents = 0;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (cells[c].group > kMostGroup) {
      return failure(ErrorCode::domain, text("diffusion.agents.group", c, int{cells[c].group}),
                     text("diffusion.agents.group.hint"));
    }
    agents += std::min(cells[c].agents, kMostAgents + 1);
    if (agents > kMostAgents) {
      return failure(ErrorCode::limit, text("diffusion.agents.many", kMostAgents), text("diffusion.agents.many.hint"));
    }
  }
  if (agents == 0) return failure(ErrorCode::domain, text("diffusion.agents.none"), text("diffusion.agents.none.hint"));
  Degrees degrees{};
  for (std::size_t m = 0; m < matchings.size(); ++m) {
    if (matchings[m].domain_of_cell.size() != cells.size()) {
      return failure(ErrorCode::shape,
                     text("diffusion.agents.matching", m, matchings[m].domain_of_cell.size(), cells.size()),
                     text("diffusion.agents.matching.hint"));
    }
    ++degrees[at(matchings[m].layer)];
  }
  if (contact_codes(degrees) > kContactCodes) {
    return failure(ErrorCode::limit, text("diffusion.agents.contacts", contact_codes(degrees), kContactCodes),
                   text("diffusion.agents.contacts.hint"));
  }
  return {};
}

}  // namespace

Result<Layout> Layout::make(std::span<const CellPlan> cells, std::span<const MatchingPlan> matchings,
                            std::uint64_t seed) {
  if (const auto valid = check(cells, matchings); !valid) return tl::unexpected(valid.error());
  Layout layout;
  layout.cells_.assign(cells.begin(), cells.end());
  layout.begin_.reserve(cells.size() + 1);
  for (const CellPlan& cell : cells) {
    layout.begin_.push_back(layout.agents_);
    layout.agents_ += cell.agents;
    layout.regions_ = std::max<std::size_t>(layout.regions_, cell.region + 1);
  }
  layout.begin_.push_back(layout.agents_);
  layout.cut_blocks();
  layout.places_.resize(matchings.size() * cells.size());
  layout.domains_.resize(matchings.size());
  layout.keys_.resize(matchings.size());
  for (std::size_t m = 0; m < matchings.size(); ++m) {
    layout.layers_.push_back(matchings[m].layer);
    ++layout.degrees_[at(matchings[m].layer)];
    layout.make_domains(matchings[m], m, seed);
  }
  return layout;
}

void Layout::cut_blocks() {
  std::uint32_t cell = 0;
  for (std::uint64_t begin = 0; begin < agents_; begin += kBlockAgents) {
    first_segment_.push_back(segments_.size());
    const std::uint64_t end = std::min(begin + kBlockAgents, agents_);
    while (begin_[cell + 1] <= begin) ++cell;
    for (std::uint32_t c = cell; c < cells_.size() && begin_[c] < end; ++c) {
      const Range range{std::max(begin, begin_[c]), std::min(end, begin_[c + 1])};
      if (range.size() > 0) segments_.push_back({c, range});
    }
  }
  first_segment_.push_back(segments_.size());
}

void Layout::make_domains(const MatchingPlan& plan, std::size_t matching, std::uint64_t seed) {
  std::uint32_t count = 0;
  for (const std::uint32_t d : plan.domain_of_cell) count = std::max(count, d + 1);
  std::vector<Domain>& domains = domains_[matching];
  domains.resize(count);
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    const std::uint32_t d = plan.domain_of_cell[c];
    places_[matching * cells_.size() + c] = {d, static_cast<std::uint32_t>(domains[d].size())};
    if (range(c).size() > 0) domains[d].append(range(c));
  }
  keys_[matching].resize(count);
  for (std::uint32_t d = 0; d < count; ++d) {
    if (domains[d].size() == 0) continue;
    domains[d].close();
    keys_[matching][d] =
        feistel_key(seed, static_cast<std::uint32_t>(matching), d, static_cast<std::uint32_t>(domains[d].size()));
  }
}

std::span<const Segment> Layout::segments(std::size_t block) const {
  const std::size_t begin = first_segment_[block];
  return std::span(segments_).subspan(begin, first_segment_[block + 1] - begin);
}

void Domain::append(Range agents) {
  const std::uint64_t end = size() + agents.size();
  if (!ranges_.empty() && ranges_.back().end == agents.begin) {
    ranges_.back().end = agents.end;
    first_.back() = end;
  } else {
    ranges_.push_back(agents);
    first_.push_back(end);
  }
}

void Domain::close() {
  constexpr std::uint64_t kGuesses = 4;  // for each range
  while (ranges_.size() > 1 ? size() >> shift_ > kGuesses * ranges_.size() : size() >> shift_ > 0) ++shift_;
  guess_.clear();
  std::uint32_t r = 0;
  for (std::uint64_t position = 0; position < size(); position += std::uint64_t{1} << shift_) {
    while (first_[r] <= position) ++r;
    guess_.push_back(r);
  }
}

std::uint64_t partner(const Layout& layout, std::size_t matching, std::size_t cell, std::uint64_t agent) {
  const Place place = layout.place(matching, cell);
  const Domain& domain = layout.domain(matching, place.domain);
  const auto rank = static_cast<std::uint32_t>(agent - layout.range(cell).begin);
  const std::uint32_t mate = partner_position(layout.keys(matching)[place.domain], place.first + rank);
  return mate == kAlone ? kNobody : domain.agent_at(mate);
}

}  // namespace tidu::diffusion::agents
