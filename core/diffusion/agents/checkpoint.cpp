// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/checkpoint.h"

#include <algorithm>
#include <bit>

#include "core/base/rng.h"
#include "core/diffusion/agents/agents.h"

namespace tidu::diffusion::agents {
namespace {

/// A hash of words in order.
class Chain {
 public:
  void add(std::uint64_t word) { hash_ = hash64(hash_, word); }
  void add(double value) { add(std::bit_cast<std::uint64_t>(value)); }
  std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = 0;
};

}  // namespace

std::uint64_t layout_hash(const Layout& layout) {
  Chain chain;
  chain.add(std::uint64_t{layout.cells().size()});
  for (const CellPlan& cell : layout.cells()) {
    chain.add(cell.agents);
    chain.add(std::uint64_t{cell.region} << 8 | cell.group);
  }
  for (std::size_t m = 0; m < layout.matchings(); ++m) {
    chain.add(static_cast<std::uint64_t>(layout.layer(m)));
    for (std::size_t c = 0; c < layout.cells().size(); ++c) {
      const Place place = layout.place(m, c);
      const FeistelKey& key = layout.keys(m)[place.domain];
      chain.add(std::uint64_t{place.domain} << 32 | place.first);
      for (const std::uint32_t round : key.round) chain.add(std::uint64_t{round});
      chain.add(std::uint64_t{key.size} << 32 | key.rows);
      chain.add(std::uint64_t{key.low_bits});
    }
  }
  return chain.value();
}

std::uint64_t settings_hash(const AgentSettings& settings) {
  Chain chain;
  for (const auto& exits : settings.exits) {
    for (const Stage exit : exits) chain.add(static_cast<std::uint64_t>(exit));
  }
  chain.add(settings.decided_visible);
  chain.add(settings.leader_share);
  for (const double gamma : settings.heterophily) chain.add(gamma);
  chain.add(settings.fixed_draws ? std::uint64_t{1} : std::uint64_t{0});
  return chain.value();
}

std::vector<std::uint64_t> census_words(const Census& census) {
  std::vector<std::uint64_t> words;
  for (const StageCounts& cell : census.cells) words.insert(words.end(), cell.begin(), cell.end());
  for (const auto* sums : {&census.leaders, &census.leaders_seen, &census.agents, &census.discontinuers})
    words.insert(words.end(), sums->begin(), sums->end());
  return words;
}

std::uint64_t census_size(const Layout& layout) { return layout.cells().size() * kStages + layout.regions() * 4; }

Result<void> check_same_run(const RunIdentity& found, const RunIdentity& wanted) {
  const auto refuse = [](Text message) {
    return failure(ErrorCode::domain, std::move(message), text("diffusion.checkpoint.other.hint"));
  };
  if (found.seed != wanted.seed) {
    return refuse(text("diffusion.checkpoint.seed", std::to_string(found.seed), std::to_string(wanted.seed)));
  }
  if (found.replicate != wanted.replicate) {
    return refuse(text("diffusion.checkpoint.replicate", found.replicate, wanted.replicate));
  }
  if (found.layout != wanted.layout || found.agents != wanted.agents) {
    return refuse(text("diffusion.checkpoint.layout", found.agents, wanted.agents));
  }
  if (found.settings != wanted.settings) return refuse(text("diffusion.checkpoint.settings"));
  if (found.rates != wanted.rates) return refuse(text("diffusion.checkpoint.rates"));
  if (found.with_contacts != wanted.with_contacts) return refuse(text("diffusion.checkpoint.contacts"));
  return {};
}

}  // namespace tidu::diffusion::agents
