// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/graph_agents.h"

#include <algorithm>
#include <array>

#include "core/base/assert.h"

namespace tidu::diffusion::agents {
namespace {

// Blocks are smaller than a layout's: recorded networks are, too. Whole tiles.
constexpr unsigned kBlockBits = 14;
constexpr std::uint64_t kGraphBlock = std::uint64_t{1} << kBlockBits;
static_assert(kGraphBlock % kTileAgents == 0);

// What is sent before it is applied: entries of 12 bytes, and outboxes that hold them.
constexpr std::uint64_t kEntries = std::uint64_t{1} << 22;
constexpr std::size_t kFilledTogether = 64;

constexpr std::uint32_t kDisappeared = 1U << kBlockBits;  // label of an entry

std::size_t at(Stage stage) { return static_cast<std::size_t>(stage); }

using TileBytes = std::array<std::uint8_t, kTileAgents>;

TileBytes upper_bytes(const StepRule& rule, std::uint64_t tile) {
  TileBytes bytes;
  for (std::uint32_t lane = 0; lane < 16; ++lane) {
    const philox::Words words = upper_bits(rule, tile, lane);
    for (std::size_t k = 0; k < 4; ++k) {
      for (std::size_t b = 0; b < 4; ++b)
        bytes[64 * k + 4 * lane + b] = static_cast<std::uint8_t>(words.word[k] >> (8 * b));
    }
  }
  return bytes;
}

}  // namespace

GraphAgents::GraphAgents(const Layout& layout, const Graph& graph, const AgentSettings& settings)
    : layout_(layout),
      graph_(graph),
      settings_(settings),
      census_(layout),
      state_(static_cast<std::size_t>(layout.agents())),
      contacts_(state_.size()),
      arrival_(arrivals_of(settings)) {
  TIDU_ASSERT(graph.agents() == layout.agents());
  cut_blocks();
  segment_counts_.resize(segments_.size());
  segment_leaders_.resize(segments_.size());
  changed_.resize(blocks());
  told_.resize(blocks());
  for (const Segment& segment : segments_) {
    const auto degrees = graph.degrees().subspan(static_cast<std::size_t>(segment.range.begin),
                                                 static_cast<std::size_t>(segment.range.size()));
    std::vector<std::uint16_t> occurring(degrees.begin(), degrees.end());
    std::sort(occurring.begin(), occurring.end());
    occurring.erase(std::unique(occurring.begin(), occurring.end()), occurring.end());
    segment_degrees_.push_back(std::move(occurring));
  }
}

void GraphAgents::cut_blocks() {
  std::uint32_t cell = 0;
  for (std::uint64_t begin = 0; begin < layout_.agents(); begin += kGraphBlock) {
    first_segment_.push_back(segments_.size());
    const std::uint64_t end = std::min(begin + kGraphBlock, layout_.agents());
    while (layout_.range(cell).end <= begin) ++cell;
    for (std::uint32_t c = cell; c < layout_.cells().size() && layout_.range(c).begin < end; ++c) {
      const Range range{std::max(begin, layout_.range(c).begin), std::min(end, layout_.range(c).end)};
      if (range.size() > 0) segments_.push_back({c, range});
    }
  }
  first_segment_.push_back(segments_.size());
}

void GraphAgents::start(Stage stage, Executor& executor) {
  TIDU_ASSERT(stage != Stage::decided && stage != Stage::implementing && stage != Stage::confirmed);
  const std::uint32_t leader = threshold_of(settings_.leader_share);
  const std::uint64_t key = leader_trait_key(settings_.seed);
  executor.for_blocks(segments_.size(), [&](std::size_t s) {
    const Segment& segment = segments_[s];
    const auto plain =
        static_cast<std::uint8_t>(at(stage) | unsigned{layout_.cells()[segment.cell].group} << kGroupShift);
    segment_leaders_[s] = 0;
    for (auto i = static_cast<std::size_t>(segment.range.begin); i < segment.range.end; ++i) {
      const bool leads = leader > 0 && trait_of(key, i) < leader;
      segment_leaders_[s] += leads ? 1 : 0;
      state_[i] = leads ? static_cast<std::uint8_t>(plain | kLeader) : plain;
    }
  });
  std::fill(contacts_.begin(), contacts_.end(), std::uint16_t{0});
  census_.start(layout_, stage);
  for (std::size_t s = 0; s < segments_.size(); ++s)
    census_.leaders[layout_.cells()[segments_[s].cell].region] += static_cast<std::uint64_t>(segment_leaders_[s]);
}

void GraphAgents::seed_adopters(FunctionRef<double(std::size_t)> share, Executor& executor) {
  const auto table = [&](std::size_t cell, GraphTable& out) {
    StepChances chances{};
    chances[at(Stage::persuasion)][0] = share(cell);
    set_graph_table(chances, out);
  };
  sweep(Purpose::agent_trait, 0, table, executor);
}

void GraphAgents::step(std::uint32_t number, GraphTableOf table, Executor& executor) {
  sweep(Purpose::agent_step, settings_.fixed_draws ? 0 : number, table, executor);
}

void GraphAgents::sweep(Purpose purpose, std::uint32_t number, GraphTableOf table, Executor& executor) {
  const StepRule rule = step_rule(settings_, purpose, number);
  executor.for_blocks(blocks(), [&](std::size_t block) {
    GraphTable cell_table;
    changed_[block].clear();
    for (std::size_t s = first_segment_[block]; s < first_segment_[block + 1]; ++s) {
      cell_table.set_degrees(segment_degrees_[s]);
      table(segments_[s].cell, cell_table);
      sweep_segment(rule, s, cell_table, changed_[block]);
    }
    told_[block] = 0;
    for (const std::uint32_t agent : changed_[block]) told_[block] += graph_.audience(agent).size();
  });
  gather_counts();
  if (changes_ > 0) push(executor);
}

void GraphAgents::sweep_segment(const StepRule& rule, std::size_t segment, const GraphTable& table,
                                std::vector<std::uint32_t>& changed) {
  StageCounts counts{};
  std::int64_t leaders = 0;
  const Range range = segments_[segment].range;
  for (std::uint64_t begin = range.begin; begin < range.end;) {
    const std::uint64_t tile = begin / kTileAgents;
    const std::uint64_t end = std::min(range.end, (tile + 1) * kTileAgents);
    const TileBytes bytes = upper_bytes(rule, tile);
    for (auto i = static_cast<std::size_t>(begin); i < end; ++i) {
      const std::uint8_t before = state_[i];
      const Thresholds threshold =
          table.thresholds(static_cast<std::uint8_t>(before & kStageMask), graph_.degree(i), contacts_[i]);
      std::uint32_t u = std::uint32_t{bytes[i % kTileAgents]} << 16;
      if (undecided(u, threshold.first) || undecided(u, threshold.second)) u |= lower_bits(rule, i);
      const std::uint8_t after = next_state(rule, threshold, i, before, u);
      ++counts[after & kStageMask];
      if (after == before) continue;
      state_[i] = after;
      if (((after ^ before) & kSeen) == 0) continue;
      changed.push_back(static_cast<std::uint32_t>(i));
      if ((after & kLeader) != 0) leaders += (after & kSeen) != 0 ? 1 : -1;
    }
    begin = end;
  }
  segment_counts_[segment] = counts;
  segment_leaders_[segment] = leaders;
}

void GraphAgents::gather_counts() {
  std::fill(census_.cells.begin(), census_.cells.end(), StageCounts{});
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    const std::uint32_t cell = segments_[s].cell;
    for (std::size_t stage = 0; stage < kStages; ++stage) census_.cells[cell][stage] += segment_counts_[s][stage];
    census_.leaders_seen[layout_.cells()[cell].region] += static_cast<std::uint64_t>(segment_leaders_[s]);
  }
  changes_ = 0;
  for (const auto& changed : changed_) changes_ += changed.size();
  census_.count_discontinuers(layout_);
}

void GraphAgents::push(Executor& executor) {
  std::vector<std::size_t> senders;  // blocks whose outboxes are filled together
  for (std::size_t next = 0; next < blocks();) {
    senders.clear();
    std::uint64_t entries = 0;
    for (; next < blocks() && senders.size() < kFilledTogether; ++next) {
      if (changed_[next].empty()) continue;
      if (!senders.empty() && entries + told_[next] > kEntries) break;
      entries += told_[next];
      senders.push_back(next);
    }
    if (outboxes_.size() < senders.size()) outboxes_.resize(senders.size());
    executor.for_blocks(senders.size(), [&](std::size_t k) { emit(senders[k], outboxes_[k]); });
    const std::span<const Sent> filled = std::span(outboxes_).first(senders.size());
    executor.for_blocks(blocks(), [&](std::size_t block) { apply(block, filled); });
  }
}

void GraphAgents::emit(std::size_t block, Sent& outbox) const {
  const bool all_arrive = settings_.heterophily[static_cast<std::size_t>(Layer::local)] == 0;
  outbox.agent.clear();
  outbox.label.clear();
  outbox.sorted.clear(blocks());
  for (const std::uint32_t agent : changed_[block]) {
    const std::uint32_t label = (state_[agent] & kSeen) != 0 ? 0 : kDisappeared;
    for (const std::uint32_t other : graph_.audience(agent)) {
      if (!all_arrive && !arrives(agent, other)) continue;
      outbox.agent.push_back(other);
      outbox.label.push_back(label);
    }
  }
  outbox.sorted.add(outbox.agent, outbox.label, kBlockBits, kAlone);
}

bool GraphAgents::arrives(std::uint32_t from, std::uint32_t to) const {
  const std::uint32_t a = state_[from] >> kGroupShift & kGroupMask;
  const std::uint32_t b = state_[to] >> kGroupShift & kGroupMask;
  const std::uint32_t threshold = arrival_[static_cast<std::size_t>(Layer::local)][a > b ? a - b : b - a];
  return threshold == kCertain || trait_of(hash64(edge_trait_key(settings_.seed, 0), from), to) < threshold;
}

void GraphAgents::apply(std::size_t block, std::span<const Sent> outboxes) {
  std::uint16_t* const contacts = contacts_.data() + block * kGraphBlock;
  for (const Sent& outbox : outboxes) {
    for (const std::uint32_t entry : outbox.sorted.entries(0, block)) {
      std::uint16_t& count = contacts[entry & (kDisappeared - 1)];
      count = static_cast<std::uint16_t>((entry & kDisappeared) != 0 ? count - 1 : count + 1);
    }
  }
}

std::uint64_t GraphAgents::checksum(Executor& executor) const {
  std::vector<std::uint64_t> sums(blocks(), 0);
  executor.for_blocks(blocks(), [&](std::size_t block) {
    const std::uint64_t end = std::min((block + 1) * kGraphBlock, layout_.agents());
    for (auto i = static_cast<std::size_t>(block * kGraphBlock); i < end; ++i)
      sums[block] += hash64(i, state_[i] | std::uint64_t{contacts_[i]} << 8);
  });
  std::uint64_t sum = 0;
  for (const std::uint64_t s : sums) sum += s;
  return sum;
}

}  // namespace tidu::diffusion::agents
