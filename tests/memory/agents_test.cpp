// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <vector>

#include "core/diffusion/agents/agents.h"
#include "core/diffusion/population/matchings.h"
#include "exec/zero_pages.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TIDU_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TIDU_SANITIZED 1
#endif
#endif

namespace tidu::diffusion {
namespace {

using namespace population;

/// The largest size that a process of its own has while it does something.
template <class Work>
std::uint64_t peak_bytes(Work work) {
  const pid_t child = fork();
  if (child == 0) {
    work();
    std::fflush(stdout);
    _exit(0);
  }
  int status = 0;
  rusage usage{};
  EXPECT_EQ(wait4(child, &status, 0, &usage), child);
  EXPECT_EQ(status, 0);
  return static_cast<std::uint64_t>(usage.ru_maxrss) << 10;
}

/// 31 regions x 14 sectors x 4 sizes x 5 groups.
Population country(std::uint64_t agents) {
  Margins margins{.agents = agents, .counts = {}, .proxy = {}, .sizes = {0.67, 0.25, 0.06, 0.02}};
  for (int r = 0; r < 31; ++r) {
    margins.proxy.push_back(1 + r);
    for (int s = 0; s < 14; ++s) margins.sectors.push_back((1 + s) / 105.0);
  }
  return *allocate(margins);
}

ProcessRates lively() {
  ProcessRates rates;
  rates.media = 0.6;
  rates.word_of_mouth = {0.1, 0.1, 0.1};
  rates.elaboration = 4;
  rates.attitude = 1;
  rates.innovation = 0.05;
  rates.imitation = {0.6, 0.4, 0.4};
  rates.implementation = 3;
  rates.abandonment = 0.05;
  rates.confirmation = 1;
  rates.disenchantment = 0.05;
  rates.discontinuance = 0.05;
  rates.reconsideration = 0.3;
  rates.readoption = 0.2;
  return rates;
}

void run(std::uint64_t number, bool with_contacts, double dt, std::uint32_t steps) {
  const Population people = country(number);
  ContactDesign design;
  std::vector<double> flows(14 * 14, 1);
  const auto plans = *matching_plans(people.shape, design, *pair_sectors(flows, design.chain));
  const auto layout = *agents::Layout::make(people.cells, plans, 1);
  const auto state = *exec::ZeroPages::make(agents::padded_agents(layout));
  const auto contacts = *exec::ZeroPages::make(with_contacts ? agents::padded_agents(layout) : 0);
  agents::Agents all(layout, {.seed = 1, .decided_visible = 0.3}, {state.span(), contacts.span()});
  const std::vector<agents::TableMaker> makers(layout.cells().size(),
                                               agents::TableMaker(lively(), layout.degrees(), dt));
  all.start(Stage::unaware, serial_executor());
  std::uint64_t most = 0;
  for (std::uint32_t t = 0; t < steps; ++t) {
    all.step(
        t,
        [&](std::size_t cell, agents::CellTable& table) {
          makers[cell].make(all.surroundings(layout.cells()[cell].region), table);
        },
        serial_executor());
    most = std::max(most, all.changes());
  }
  std::printf("%.1f M agents, at most %.3f of them changed in a step\n", static_cast<double>(number) / 1e6,
              static_cast<double>(most) / static_cast<double>(number));
}

constexpr agents::RunSize kRun{.cells = std::size_t{31} * 14 * 4 * 5, .matchings = 8};
constexpr std::uint64_t kAgents = 20'000'000;

void expect_within_the_estimate(bool with_contacts, double dt, std::uint32_t steps) {
#ifdef TIDU_SANITIZED
  GTEST_SKIP() << "sanitizers have memory of their own";
#endif
  const std::uint64_t used = peak_bytes([&] { run(kAgents, with_contacts, dt, steps); }) - peak_bytes([] {});
  const std::uint64_t needed = agents::memory_needed(kAgents, with_contacts, kRun);
  std::printf("used %.1f MB, estimated %.1f MB\n", static_cast<double>(used) / 1e6, static_cast<double>(needed) / 1e6);
  EXPECT_LE(used, needed);
  EXPECT_GE(used, needed / 6) << "the estimate is of no use";
}

TEST(MemoryOfAgents, MonthByMonthIsWithinTheEstimate) { expect_within_the_estimate(true, 1.0 / 12, 24); }

TEST(MemoryOfAgents, YearByYearIsWithinTheEstimate) { expect_within_the_estimate(true, 1, 6); }

TEST(MemoryOfAgents, InMeanFieldIsWithinTheEstimate) { expect_within_the_estimate(false, 1.0 / 12, 24); }

}  // namespace
}  // namespace tidu::diffusion
