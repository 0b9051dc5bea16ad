// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/agents/agent_run.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/diffusion/process/map.h"
#include "tests/agent_bytes.h"
#include "tests/executors.h"
#include "tests/lively_rates.h"

namespace tidu::simulate {
namespace {

using namespace diffusion;
using namespace diffusion::agents;

constexpr CellShape kShape{.regions = 3, .sectors = 2, .sizes = 2, .groups = 5};

std::vector<CellPlan> cells_of(std::uint64_t agents) {
  constexpr double kGroup[] = {0.025, 0.135, 0.34, 0.34, 0.16};
  constexpr double kSize[] = {0.8, 0.2};
  std::vector<CellPlan> cells;
  for (std::size_t c = 0; c < kShape.cells(); ++c) {
    const std::size_t region = c / kShape.per_region();
    const double share = (static_cast<double>(region) + 1) / 6 * 0.5 * kSize[c / 5 % 2] * kGroup[c % 5];
    cells.push_back({static_cast<std::uint64_t>(share * static_cast<double>(agents)),
                     static_cast<std::uint32_t>(region), static_cast<std::uint8_t>(c % 5)});
  }
  return cells;
}

Layout country(std::uint64_t agents) {
  const auto cells = cells_of(agents);
  std::vector<std::uint32_t> region;
  std::vector<std::uint32_t> own;
  std::vector<std::uint32_t> sector;
  for (std::uint32_t c = 0; c < cells.size(); ++c) {
    own.push_back(c);
    region.push_back(cells[c].region);
    sector.push_back(c / 10 % 2);
  }
  std::vector<MatchingPlan> matchings(2, {Layer::local, own});
  matchings.resize(4, {Layer::local, region});
  matchings.resize(6, {Layer::chain, sector});
  matchings.resize(8, {Layer::online, std::vector<std::uint32_t>(cells.size(), 0)});
  return *Layout::make(cells, matchings, 7);
}

/// The same rates everywhere; from 2025 on mass media are stronger.
class Rates final : public RateSource {
 public:
  explicit Rates(const ProcessRates& rates, std::size_t cells = kShape.cells()) : rates_(rates), cells_(cells) {}
  std::uint64_t epoch(const CalendarStep& step) const override { return step.time < 2025 ? 0 : 1; }
  std::vector<ProcessRates> at(const CalendarStep& step) const override {
    std::vector<ProcessRates> out(cells_, rates_);
    for (ProcessRates& each : out) each.media *= step.time < 2025 ? 1 : 2;
    return out;
  }

 private:
  ProcessRates rates_;
  std::size_t cells_;
};

using tests::Bytes;

struct Memory {
  Bytes state;
  Bytes contacts;
  explicit Memory(const Layout& layout) : state(padded_agents(layout)), contacts(padded_agents(layout)) {}
  AgentMemory with_contacts() { return {state.span(), contacts.span()}; }
  AgentMemory mean_field() { return {state.span(), {}}; }
};

AgentPlan plan_of(const Layout& layout, const RateSource& rates, int last_year = 2027) {
  return {.layout = layout,
          .shape = kShape,
          .rates = rates,
          .steps = calendar(2022.917, last_year, 12),
          .settings = {.seed = 5, .decided_visible = 0.3, .heterophily = {0.05, 0.05, 0.15}},
          .rates_hash = 99};
}

void finish(AgentRun& run, Executor& executor) {
  while (!run.over()) run.step(executor);
}

double share(const YearRecord& record) {
  double in = 0;
  double all = 0;
  for (std::size_t r = 0; r < kShape.regions; ++r) {
    const std::span stages(record.regions.data() + r * kStages, kStages);
    in += users(stages);
    for (const double n : stages) all += n;
  }
  return in / all;
}

TEST(Calendar, FirstStepMayBeShortAndYearsClose) {
  const auto steps = calendar(2022.95, 2024, 12);
  ASSERT_EQ(steps.size(), 25U);
  EXPECT_EQ(steps[0].time, 2022.95);
  EXPECT_NEAR(steps[0].dt, 0.05, 1e-12);
  EXPECT_EQ(steps[0].closes_year, 2022);
  for (std::size_t k = 1; k < steps.size(); ++k) {
    EXPECT_EQ(steps[k].dt, 1.0 / 12);
    EXPECT_EQ(steps[k].closes_year, k % 12 == 0 ? 2022 + static_cast<int>(k) / 12 : 0);
  }
}

TEST(Calendar, StartOnTheGridMakesNoEmptyStep) {
  const auto steps = calendar(2024 + 1.0 / 12, 2024, 12);
  ASSERT_EQ(steps.size(), 11U);
  EXPECT_EQ(steps[0].dt, 1.0 / 12);
  EXPECT_EQ(calendar(2024, 2024, 1).size(), 1U);
}

TEST(Records, WordsAreTheRecordsAgain) {
  std::vector<double> cells(kShape.cells() * kStages);
  for (std::size_t k = 0; k < cells.size(); ++k) cells[k] = static_cast<double>(k % 97);
  const YearRecord record = record_of(kShape, 2025, cells);
  double all = 0;
  for (const double n : cells) all += n;
  for (const auto* part : {&record.regions, &record.sectors, &record.sizes, &record.groups}) {
    double sum = 0;
    for (const double n : *part) sum += n;
    EXPECT_EQ(sum, all);
  }
  EXPECT_EQ(record.groups[3 * kStages + 1], [&] {
    double sum = 0;
    for (std::size_t c = 3; c < kShape.cells(); c += 5) sum += cells[c * kStages + 1];
    return sum;
  }());
  const std::vector<YearRecord> two{record, record_of(kShape, 2026, cells)};
  const auto words = record_words(two);
  EXPECT_EQ(words.size(), 2 * words_of_year(kShape));
  EXPECT_EQ(records_from(kShape, words), two);
}

// Where layers are what a Kronecker product can say - local contacts in the region, others in the nation - the map over
// domains is DecisionMap, up to the one in n who cannot be his own partner.
TEST(DomainMap, IsTheDecisionMapWhereBothCanSayIt) {
  const auto cells = cells_of(2'000'000);
  std::vector<std::uint32_t> region;
  for (const CellPlan& cell : cells) region.push_back(cell.region);
  std::vector<MatchingPlan> matchings(4, {Layer::local, region});
  const std::vector<std::uint32_t> nation(cells.size(), 0);
  matchings.resize(6, {Layer::chain, nation});
  matchings.resize(8, {Layer::online, nation});
  const Layout layout = *Layout::make(cells, matchings, 1);
  std::vector<double> people;
  for (const CellPlan& cell : cells) people.push_back(static_cast<double>(cell.agents));
  const auto layer = [](bool national, double gamma) {
    LayerMixing mixing{.group = heterophily_push(gamma), .weighting = Weighting::people};
    mixing.sector = everybody_factor(2);
    mixing.size = everybody_factor(2);
    if (national) mixing.region = everybody_factor(3);
    return mixing;
  };
  DecisionMap whole = *DecisionMap::make(
      {.shape = kShape, .mixing = {layer(false, 0.05), layer(true, 0.05), layer(true, 0.15)}}, people);
  DomainMap map(layout, {.decided_visible = 0.3, .heterophily = {0.05, 0.05, 0.15}});
  for (const Contagion contagion : {Contagion::linear, Contagion::threshold, Contagion::hill}) {
    ProcessRates rates = tests::lively_rates();
    rates.contagion = contagion;
    rates.threshold = 2;
    rates.leaders = 0.3;
    const std::vector<ProcessRates> all(cells.size(), rates);
    map.start(Stage::unaware);
    whole.start(Stage::unaware);
    map.set_rates(all, 1.0 / 12);
    whole.set_rates(all, 1.0 / 12);
    for (int t = 0; t < 60; ++t) {
      map.step(serial_executor());
      whole.step();
    }
    ASSERT_GT(whole.adopters(), 0.2);
    for (std::size_t c = 0; c < cells.size(); ++c) {
      double sum = 0;
      for (std::size_t k = 0; k < kStages; ++k) {
        EXPECT_NEAR(map.state()[c * kStages + k], whole.state()(k, c), 1e-5 * people[c]);
        sum += map.state()[c * kStages + k];
      }
      EXPECT_NEAR(sum, people[c], 1e-9 * people[c]);
    }
  }
}

// Agents that see their cell's mean field differ from the map as samples do: 5 standard deviations of a binomial.
TEST(AgentRun, MeanFieldAgentsScatterAroundTheMap) {
  const Layout layout = country(1'000'000);
  ProcessRates gentle = tests::lively_rates();
  gentle.imitation = {0.1, 0.05, 0.05};  // what feeds back would add to the variance
  gentle.word_of_mouth = {0.05, 0.03, 0.02};
  const Rates rates(gentle);
  const AgentPlan plan = plan_of(layout, rates);
  Memory memory(layout);
  AgentRun run(plan, memory.mean_field());
  run.start(serial_executor());
  finish(run, serial_executor());
  const auto map = run_map(plan, serial_executor());
  ASSERT_EQ(run.records().size(), 6U);
  ASSERT_EQ(map.size(), 6U);
  for (std::size_t t = 0; t < map.size(); ++t) {
    EXPECT_EQ(map[t].year, 2022 + static_cast<int>(t));
    EXPECT_EQ(run.records()[t].year, map[t].year);
    const double f = share(map[t]);
    EXPECT_LT(std::fabs(share(run.records()[t]) - f), 5 * std::sqrt(f * (1 - f) / 1e6) + 1e-9) << t;
  }
  EXPECT_GT(share(map.back()), 0.25);
}

// On a network of few fixed contacts adoption is slower than the mean field says, for Bass's contagion (Fibich & Warman
// 2024): a difference, not a sampling error.
TEST(AgentRun, FixedContactsAdoptLaterThanTheMap) {
  const Layout layout = country(1'000'000);
  ProcessRates bass = tests::lively_rates();
  bass.imitation = {1, 0.5, 0.5};
  bass.innovation = 0.02;
  bass.media = 12;
  bass.elaboration = 12;
  const Rates rates(bass);
  const AgentPlan plan = plan_of(layout, rates, 2025);
  Memory memory(layout);
  AgentRun run(plan, memory.with_contacts());
  run.start(serial_executor());
  finish(run, serial_executor());
  const double map = share(run_map(plan, serial_executor()).back());
  EXPECT_LT(share(run.records().back()), map - 0.01);
}

TEST(AgentRun, GoesOnFromACheckpointWithTheSameBitsInAnyOrderOfBlocks) {
  const Layout layout = country(300'000);
  const Rates rates(tests::lively_rates());
  const AgentPlan plan = plan_of(layout, rates);
  Memory whole_memory(layout);
  AgentRun whole(plan, whole_memory.with_contacts());
  whole.start(serial_executor());
  finish(whole, serial_executor());

  tests::BackwardExecutor threads;
  Memory memory(layout);
  AgentRun first(plan, memory.with_contacts());
  first.start(threads);
  for (int t = 0; t < 31; ++t) first.step(threads);
  const Snapshot snapshot = first.snapshot(threads);
  const auto words = record_words(first.records());
  EXPECT_EQ(words.size(), first.record_size(31));

  Memory copy(layout);
  std::copy_n(memory.state.span().data(), layout.agents(), copy.state.span().data());
  std::copy_n(memory.contacts.span().data(), layout.agents(), copy.contacts.span().data());
  AgentRun second(plan, copy.with_contacts());
  ASSERT_TRUE(second.resume(snapshot, words, serial_executor()));
  EXPECT_EQ(second.steps_done(), 31U);
  finish(second, serial_executor());
  EXPECT_EQ(second.checksum(serial_executor()), whole.checksum(serial_executor()));
  EXPECT_TRUE(std::equal(second.records().begin(), second.records().end(), whole.records().begin()));
  EXPECT_EQ(second.records().size(), whole.records().size());
}

TEST(AgentRun, RefusesRecordsThatDoNotFitTheStep) {
  const Layout layout = country(10'000);
  const Rates rates(tests::lively_rates());
  const AgentPlan plan = plan_of(layout, rates);
  Memory memory(layout);
  AgentRun run(plan, memory.with_contacts());
  run.start(serial_executor());
  for (int t = 0; t < 20; ++t) run.step(serial_executor());
  const Snapshot snapshot = run.snapshot(serial_executor());
  const auto words = record_words(run.records());
  const auto refused = run.resume(snapshot, std::span(words).first(words.size() - 1), serial_executor());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message.key, "diffusion.checkpoint.records");
  EXPECT_TRUE(run.resume(snapshot, words, serial_executor()));
}

TEST(RunMap, SameBitsInAnyOrderOfBlocks) {
  const Layout layout = country(50'000);
  const Rates rates(tests::lively_rates());
  const AgentPlan plan = plan_of(layout, rates);
  tests::BackwardExecutor threads;
  EXPECT_EQ(run_map(plan, serial_executor()), run_map(plan, threads));
}

}  // namespace
}  // namespace tidu::simulate
