// SPDX-License-Identifier: Apache-2.0
#include "bench/agents_peers.h"

#include <cmath>
#include <cstdio>
#include <memory>
#include <random>
#include <vector>

#include "bench/agents_scene.h"
#include "exec/zero_pages.h"

namespace tidu::bench {
namespace {

constexpr double kInnovation = 0.0025;
constexpr double kImitation = 0.032;
constexpr std::uint32_t kSteps = 60;
constexpr std::size_t kContacts = 8;

Layout nation(std::uint64_t agents) {
  const CellPlan cell{.agents = agents};
  std::vector<MatchingPlan> matchings(4, {Layer::local, {0}});
  matchings.resize(6, {Layer::chain, {0}});
  matchings.resize(8, {Layer::online, {0}});
  return *Layout::make(std::span(&cell, 1), matchings, 1);
}

struct Outcome {
  double agents = 0;
  double seconds = 0;
  double bytes = 0;  ///< an agent
  double share = 0;  ///< of adopters

  double rate() const { return agents * kSteps / seconds / 1e6; }
};

Outcome of_tidu(const Layout& layout, Executor& executor) {
  const auto state = *exec::ZeroPages::make(padded_agents(layout));
  const auto contacts = *exec::ZeroPages::make(padded_agents(layout));
  Agents people(layout, {.seed = 1}, {state.span(), contacts.span()});
  people.start(Stage::persuasion, executor);
  const TableMaker maker(bass_preset(kInnovation, kImitation, layout.degrees()).rates, layout.degrees(), 1);
  const double begin = now();
  for (std::uint32_t t = 0; t < kSteps; ++t)
    people.step(t, [&](std::size_t, CellTable& table) { maker.make(people.surroundings(0), table); }, executor);
  people.settle(executor);
  const auto n = static_cast<double>(layout.agents());
  const auto adopters = people.counts()[0][static_cast<std::size_t>(Stage::decided)];
  return {n, now() - begin, 2, static_cast<double>(adopters) / n};
}

/// The neighbours of all agents, kContacts each.
std::vector<std::uint32_t> neighbours_of(const Layout& layout, Executor& executor) {
  std::vector<std::uint32_t> neighbours(layout.agents() * kContacts);
  constexpr std::size_t kBlock = 1 << 14;
  executor.for_blocks((layout.agents() + kBlock - 1) / kBlock, [&](std::size_t block) {
    const std::size_t first = block * kBlock;
    const std::size_t count = std::min<std::size_t>(kBlock, layout.agents() - first);
    std::vector<std::uint32_t> positions(count);
    std::vector<std::uint32_t> partner(count);
    for (std::size_t k = 0; k < count; ++k) positions[k] = static_cast<std::uint32_t>(first + k);
    for (std::size_t m = 0; m < kContacts; ++m) {
      kernels().back().pair(layout.keys(m)[0], 0, count, positions.data(), partner.data());
      for (std::size_t k = 0; k < count; ++k) neighbours[(first + k) * kContacts + m] = partner[k];
    }
  });
  return neighbours;
}

/// Probabilities of deciding within a month, by the number of contacts who have.
std::vector<double> chances() {
  std::vector<double> chance;
  for (std::size_t k = 0; k <= kContacts; ++k)
    chance.push_back(1 - std::exp(-(kInnovation + kImitation * static_cast<double>(k) / kContacts)));
  return chance;
}

class Person {
 public:
  virtual ~Person() = default;
  virtual void step(std::mt19937_64& random) {
    if (adopted_) return;
    std::size_t users = 0;
    for (const Person* neighbour : neighbours_) users += neighbour->adopted_ ? 1 : 0;
    const double rate = kInnovation + kImitation * static_cast<double>(users) / static_cast<double>(neighbours_.size());
    adopts_ = std::uniform_real_distribution<double>(0, 1)(random) < 1 - std::exp(-rate);
  }
  void advance() { adopted_ = adopted_ || adopts_; }
  void meet(const Person* other) { neighbours_.push_back(other); }
  bool adopted() const { return adopted_; }

 private:
  std::vector<const Person*> neighbours_;
  bool adopted_ = false;
  bool adopts_ = false;
};

Outcome of_objects(const Layout& layout, std::span<const std::uint32_t> neighbours) {
  std::vector<std::unique_ptr<Person>> people;
  for (std::size_t i = 0; i < layout.agents(); ++i) people.push_back(std::make_unique<Person>());
  for (std::size_t i = 0; i < people.size(); ++i) {
    for (std::size_t m = 0; m < kContacts; ++m) people[i]->meet(people[neighbours[i * kContacts + m]].get());
  }
  std::mt19937_64 random(1);
  const double begin = now();
  for (std::uint32_t t = 0; t < kSteps; ++t) {
    for (const auto& person : people) person->step(random);
    for (const auto& person : people) person->advance();
  }
  const double seconds = now() - begin;
  double adopters = 0;
  for (const auto& person : people) adopters += person->adopted() ? 1 : 0;
  const auto n = static_cast<double>(people.size());
  // the object, its neighbours, the pointer to it, and the heads of two allocations
  return {n, seconds, sizeof(Person) + (kContacts + 1) * sizeof(void*) + 32, adopters / n};
}

Outcome of_lists(const Layout& layout, std::span<const std::uint32_t> neighbours, Executor& executor) {
  const std::size_t n = layout.agents();
  std::vector<std::uint64_t> first(n + 1);
  for (std::size_t i = 0; i <= n; ++i) first[i] = i * kContacts;
  std::vector<std::uint8_t> now_users(n, 0);
  std::vector<std::uint8_t> next_users(n, 0);
  std::vector<std::uint64_t> threshold;
  for (const double c : chances()) threshold.push_back(static_cast<std::uint64_t>(std::ldexp(c, 64)));
  constexpr std::size_t kBlock = 1 << 16;
  const double begin = now();
  for (std::uint64_t t = 0; t < kSteps; ++t) {
    executor.for_blocks((n + kBlock - 1) / kBlock, [&](std::size_t block) {
      const std::size_t end = std::min(n, (block + 1) * kBlock);
      for (std::size_t i = block * kBlock; i < end; ++i) {
        std::uint8_t user = now_users[i];
        if (user == 0) {
          std::size_t users = 0;
          for (std::uint64_t k = first[i]; k < first[i + 1]; ++k) users += now_users[neighbours[k]];
          user = philox::hash64(t, i) < threshold[users] ? 1 : 0;
        }
        next_users[i] = user;
      }
    });
    std::swap(now_users, next_users);
  }
  const double seconds = now() - begin;
  double adopters = 0;
  for (const std::uint8_t user : now_users) adopters += user;
  return {static_cast<double>(n), seconds, 2 + sizeof(std::uint64_t) + kContacts * sizeof(std::uint32_t),
          adopters / static_cast<double>(n)};
}

void print(const char* what, int threads, const Outcome& peer, const Outcome& own) {
  std::printf(
      "  %s: %.0f M agents, %d steps, %d thread%s, %.1f M agent-steps/s, %.0f bytes an agent, adopters %.4f; Tidu %.0f "
      "M "
      "agent-steps/s, %.1f bytes, adopters %.4f: %.0f times as many, 1/%.0f of the bytes\n",
      what, peer.agents / 1e6, static_cast<int>(kSteps), threads, threads == 1 ? "" : "s", peer.rate(), peer.bytes,
      peer.share, own.rate(), own.bytes, own.share, own.rate() / peer.rate(), peer.bytes / own.bytes);
}

}  // namespace

void peers(int threads, Executor& executor) {
  std::printf("Bass with 8 contacts, the same job and graph\n");
  {
    const Layout layout = nation(1'000'000);
    print("an object for each agent", 1, of_objects(layout, neighbours_of(layout, executor)),
          of_tidu(layout, serial_executor()));
  }
  const Layout layout = nation(8'000'000);
  print("lists of neighbours (CSR)", threads, of_lists(layout, neighbours_of(layout, executor), executor),
        of_tidu(layout, executor));
}

}  // namespace tidu::bench
