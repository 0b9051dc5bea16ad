// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/agents/unit_decisions.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/simulate/agents/agent_run.h"
#include "tests/agent_bytes.h"
#include "tests/executors.h"
#include "tests/lively_rates.h"

namespace tidu::simulate {
namespace {

using namespace diffusion;
using namespace diffusion::agents;
using tests::Bytes;

/// Two regions of two groups; a fifth of the people are ordered, a tenth decides together, seven tenths alone.
constexpr CellShape kPlain{.regions = 2, .groups = 2};
constexpr CellShape kSized{.regions = 2, .sizes = 3, .groups = 2};

ParameterDraw draw_of(double from) {
  ParameterDraw draw;
  draw.process.authority = 4;
  draw.process.collective_share = 0.3;
  draw.process.decided_visible = 0.5;
  draw.decisions = {{DecisionKind::authority, 0.2, from}, {DecisionKind::collective, 0.1, from}};
  return draw;
}

std::vector<double> cells_with(Stage stage, std::size_t cell, double n, double others) {
  std::vector<double> cells(kSized.cells() * kStages, 0);
  for (std::size_t c = 0; c < kSized.cells(); ++c)
    cells[c * kStages + static_cast<std::size_t>(Stage::persuasion)] = others;
  cells[cell * kStages + static_cast<std::size_t>(stage)] += n;
  return cells;
}

TEST(UnitDecisions, PassTheQuorumOfTheirRegionAlone) {
  const UnitDecisions decisions(draw_of(2024), kSized);
  // Unit 1 of region 1 are the cells 8 and 9: 20 agents in favour, and so many users in cell 8.
  using enum UnitState;
  const std::vector<UnitState> below{ordered, alone, alone, ordered, alone, alone};
  const std::vector<UnitState> above{ordered, alone, alone, ordered, together, alone};
  EXPECT_EQ(decisions.at(2024, cells_with(Stage::confirmed, 8, 8, 10)), below) << "8 of 28";
  EXPECT_EQ(decisions.at(2024, cells_with(Stage::confirmed, 8, 9, 10)), above) << "9 of 29";
  EXPECT_EQ(decisions.at(2024, cells_with(Stage::decided, 8, 14, 10)), below) << "half of 14 are seen, of 34";
  EXPECT_EQ(decisions.at(2024, cells_with(Stage::decided, 8, 31, 10)), above) << "half of 31, of 51";
  EXPECT_EQ(decisions.at(2023.99, cells_with(Stage::confirmed, 8, 9, 10)), std::vector<UnitState>(6, alone));
  std::vector<ProcessRates> rates(kSized.cells());
  decisions.set(above, rates);
  for (std::size_t c = 0; c < rates.size(); ++c) {
    EXPECT_EQ(rates[c].collective, c == 8 || c == 9) << c;
    EXPECT_EQ(rates[c].authority, c % 6 < 2 ? 4 : 0) << c;
  }
}

TEST(UnitDecisions, MeetWhomTheirCellMeets) {
  const std::vector<MatchingPlan> plain{{Layer::local, {0, 1, 2, 3}}, {Layer::chain, {0, 0, 1, 1}}};
  const auto wide = among_units(plain, kPlain, 3);
  EXPECT_EQ(wide[0].domain_of_cell, (std::vector<std::uint32_t>{0, 1, 0, 1, 0, 1, 2, 3, 2, 3, 2, 3}));
  EXPECT_EQ(wide[1].domain_of_cell, (std::vector<std::uint32_t>{0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(wide[1].layer, Layer::chain);
}

/// The same rates everywhere and always, decided slowly.
class SlowRates final : public RateSource {
 public:
  std::uint64_t epoch(const CalendarStep&) const override { return 0; }
  std::vector<ProcessRates> at(const CalendarStep&) const override {
    ProcessRates rates = tests::lively_rates();
    rates.imitation = {0.4, 0.2, 0.2};
    rates.leaders = 0;
    return std::vector<ProcessRates>(kSized.cells(), rates);
  }
};

/// A nation with units, and everything that a run of it needs.
struct Nation {
  explicit Nation(double from = 2023) : decisions(draw_of(from), kSized) {
    constexpr double kUnit[] = {0.2, 0.1, 0.7};
    std::vector<CellPlan> cells;
    for (std::size_t c = 0; c < kSized.cells(); ++c) {
      cells.push_back({static_cast<std::uint64_t>(50'000 * kUnit[c / 2 % 3]), static_cast<std::uint32_t>(c / 6),
                       static_cast<std::uint8_t>(c % 2)});
    }
    std::vector<MatchingPlan> plain(4, {Layer::local, {0, 0, 1, 1}});
    plain.resize(6, {Layer::chain, {0, 0, 0, 0}});
    plain.resize(8, {Layer::online, {0, 0, 0, 0}});
    layout = *Layout::make(cells, among_units(plain, kPlain, 3), 5);
  }
  AgentPlan plan() const {
    return {.layout = layout,
            .shape = kSized,
            .rates = rates,
            .steps = calendar(2020, 2025, 12),
            .settings = {.seed = 9, .decided_visible = 0.5},
            .decisions = &decisions};
  }
  Layout layout;
  SlowRates rates;
  UnitDecisions decisions;
};

struct TwoBytes {
  explicit TwoBytes(const Layout& layout) : state(padded_agents(layout)), contacts(padded_agents(layout)) {}
  AgentMemory memory() { return {state.span(), contacts.span()}; }
  Bytes state;
  Bytes contacts;
};

std::vector<YearRecord> run(const AgentPlan& plan, Executor& executor = serial_executor()) {
  TwoBytes bytes(plan.layout);
  AgentRun agents(plan, bytes.memory());
  agents.start(executor);
  while (!agents.over()) agents.step(executor);
  return {agents.records().begin(), agents.records().end()};
}

/// Users of a unit in percent of its agents.
double share_of(const YearRecord& record, std::size_t unit) {
  const auto stages = std::span(record.sizes).subspan(unit * kStages, kStages);
  double all = 0;
  for (const double n : stages) all += n;
  return 100 * users(stages) / all;
}

TEST(AgentsOfUnits, FollowTheirMap) {
  const Nation nation;
  const auto agents = run(nation.plan());
  const auto map = run_map(nation.plan(), serial_executor());
  ASSERT_EQ(agents.size(), 6U);
  for (std::size_t t = 0; t < agents.size(); ++t) {
    // Fixed contacts cost some tenths here; sampling is 0.16 to 0.35 (20,000 to 140,000 agents).
    for (std::size_t unit = 0; unit < 3; ++unit)
      EXPECT_NEAR(share_of(agents[t], unit), share_of(map[t], unit), 1.5) << agents[t].year << " unit " << unit;
  }
}

TEST(AgentsOfUnits, OrdersAndQuorumsMoveThem) {
  const Nation nation;
  AgentPlan without = nation.plan();
  without.decisions = nullptr;
  const auto with = run(nation.plan());
  const auto alone = run(without);
  EXPECT_EQ(with[2], alone[2]) << "nothing has begun until the end of 2022";
  EXPECT_GT(share_of(with[3], 0), share_of(alone[3], 0) + 5) << "ordered in 2023";
  EXPECT_GT(share_of(with[4], 1), share_of(alone[4], 1) + 5) << "a quorum of 0.3 has been passed";
  const Nation later(2100);
  EXPECT_EQ(run(later.plan()), alone) << "units that have not begun";
}

TEST(AgentsOfUnits, AnyExecutorAndAResumeGiveTheSameBits) {
  const Nation nation;
  const AgentPlan plan = nation.plan();
  tests::BackwardExecutor backward;
  EXPECT_EQ(run(plan), run(plan, backward));
  TwoBytes bytes(plan.layout);
  AgentRun first(plan, bytes.memory());
  first.start(serial_executor());
  for (int t = 0; t < 43; ++t) first.step(serial_executor());
  const Snapshot snapshot = first.snapshot(serial_executor());
  const auto words = record_words(first.records());
  AgentRun second(plan, bytes.memory());
  ASSERT_TRUE(second.resume(snapshot, words, serial_executor()));
  while (!second.over()) second.step(serial_executor());
  const auto whole = run(plan);
  EXPECT_TRUE(std::equal(whole.begin(), whole.end(), second.records().begin(), second.records().end()));
}

}  // namespace
}  // namespace tidu::simulate
