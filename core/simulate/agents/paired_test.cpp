// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/agents/paired.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <memory>
#include <numeric>

#include "core/simulate/agents/newcomers.h"
#include "core/simulate/agents/scheduled_rates.h"
#include "core/simulate/run.h"
#include "tests/agent_bytes.h"
#include "tests/executors.h"

namespace tidu::simulate {
namespace {

using namespace diffusion;
using namespace diffusion::agents;
using diffusion::population::Margins;
using diffusion::population::Population;

constexpr int kPolicyYear = 2024;
constexpr int kLastYear = 2026;
constexpr std::size_t kRegions = 3;
constexpr std::size_t kSectors = 2;

std::size_t lever(std::string_view key) {
  const auto found = std::find_if(levers().begin(), levers().end(), [key](const auto& l) { return l.key == key; });
  return static_cast<std::size_t>(found - levers().begin());
}

/// A process in which contacts matter and everything moves within three years.
ParameterDraw lively_draw() {
  ParameterDraw draw{.speed = {0.8, 1, 1.2}};
  draw.process.media = 0.8;
  draw.process.word_of_mouth = 1;
  draw.process.innovation = 0.3;
  draw.process.imitation = 1.5;
  draw.process.implementation_years = 0.2;
  draw.spread.pulse = 0;
  draw.spread.market = 0.6;
  return draw;
}

LeverPull in_sectors(LeverPull pull, std::vector<std::uint8_t> sectors) {
  pull.sectors = std::move(sectors);
  return pull;
}

LeverPull everywhere(std::size_t which, double strength = 1, int first = kPolicyYear, int last = kLastYear) {
  return {.lever = which,
          .strength = strength,
          .cells = std::vector<std::uint8_t>(kRegions * kGroups, 1),
          .first_year = first,
          .last_year = last};
}

using tests::Bytes;

/// A country, its agents and the schedules that may be run on them.
class Country {
 public:
  Country(std::uint64_t agents, ParameterDraw draw, std::vector<Schedule> schedules, const LeverSizes& sizes = {},
          bool with_contacts = true)
      : draw_(std::move(draw)), schedules_(std::move(schedules)), sizes_(sizes) {
    Margins margins{.agents = agents, .proxy = {1, 2, 3}};
    margins.sectors = {0.7, 0.3, 0.5, 0.5, 0.2, 0.8};
    all_ = *allocate(margins);
    margins.agents = static_cast<std::uint64_t>(draw_.spread.market * static_cast<double>(agents));
    const Population potential = *allocate(margins);
    parts_ = part_sectors(schedules_, {kSectors, margins.sectors});
    levels_ = market_levels(draw_, schedules_, sizes_, parts_);
    std::vector<MatchingPlan> matchings;
    for (int m = 0; m < 8; ++m) {
      std::vector<std::uint32_t> domain(potential.cells.size(), 0);
      for (std::size_t c = 0; m < 4 && c < domain.size(); ++c) domain[c] = potential.cells[c].region;
      matchings.push_back({m < 4 ? Layer::local : m < 6 ? Layer::chain : Layer::online, domain});
    }
    grown_ = with_newcomers(all_, potential, matchings, levels_, draw_.spread.market, parts_);
    layout_ = std::make_unique<Layout>(*Layout::make(grown_.cells, grown_.matchings, 7));
    state_ = std::make_unique<Bytes>(padded_agents(*layout_));
    if (with_contacts) contacts_ = std::make_unique<Bytes>(padded_agents(*layout_));
  }

  ScheduledRates rates(const Schedule& schedule) const {
    return {draw_, grown_.shape, schedule, sizes_, levels_, parts_};
  }
  AgentPlan plan(const RateSource& rates, std::uint64_t seed = 5) const {
    return {.layout = *layout_,
            .shape = grown_.shape,
            .rates = rates,
            .steps = calendar(draw_.spread.start, kLastYear, steps_per_year),
            .settings = {.seed = seed, .decided_visible = 0.3, .heterophily = {0.05, 0.05, 0.15}}};
  }
  AgentMemory memory() { return {state_->span(), contacts_ ? contacts_->span() : std::span<std::uint8_t>{}}; }

  struct Effects {
    std::vector<CellYear> without;
    std::vector<std::vector<PairedYear>> with;  ///< by schedule
  };
  Effects run(Executor& executor = serial_executor(), std::uint64_t seed = 5) {
    const ScheduledRates plain = rates({});
    const AgentPlan baseline = plan(plain, seed);
    PairedRuns runs(baseline, kPolicyYear, memory());
    Effects effects{runs.run_baseline(executor, serial_executor()), {}};
    for (const Schedule& schedule : schedules_)
      effects.with.push_back(runs.run(rates(schedule), kLastYear, executor, serial_executor()));
    return effects;
  }
  std::vector<CellYear> map(const Schedule& schedule) const {
    const ScheduledRates scheduled = rates(schedule);
    return map_course(plan(scheduled), kPolicyYear, kLastYear, serial_executor(), serial_executor());
  }

  const Population& all() const { return all_; }
  const GrownPopulation& grown() const { return grown_; }
  double agents() const { return static_cast<double>(layout_->agents()); }
  const SectorParts& parts() const { return parts_; }

  int steps_per_year = 12;

 private:
  ParameterDraw draw_;
  std::vector<Schedule> schedules_;
  LeverSizes sizes_;
  Population all_;
  SectorParts parts_;
  MarketLevels levels_;
  GrownPopulation grown_;
  std::unique_ptr<Layout> layout_;
  std::unique_ptr<Bytes> state_;
  std::unique_ptr<Bytes> contacts_;
};

double total(const std::vector<double>& cells) { return std::accumulate(cells.begin(), cells.end(), 0.0); }

TEST(ScheduledRates, WithoutLeversAreTheProcess) {
  const ParameterDraw draw = lively_draw();
  const CellShape shape{.regions = kRegions, .sectors = kSectors, .sizes = 2, .groups = kGroups};
  std::vector<CellConditions> conditions(shape.cells());
  for (std::size_t c = 0; c < conditions.size(); ++c)
    conditions[c].residual = std::log(draw.speed[c / shape.per_region()]);
  const auto expected = make_process_rates(draw.process, shape, {}, conditions);
  const auto rates = ScheduledRates(draw, shape).at({2024, 1.0 / 12, 0});
  ASSERT_EQ(rates.size(), expected.size());
  for (std::size_t c = 0; c < rates.size(); ++c) {
    EXPECT_NEAR(rates[c].innovation, expected[c].innovation, 1e-15);
    EXPECT_EQ(rates[c].media, expected[c].media);
    EXPECT_EQ(rates[c].threshold, expected[c].threshold);
  }
}

TEST(ScheduledRates, TurnWhereLeversAreTakenUpAndLetGo) {
  const ParameterDraw draw = lively_draw();
  const CellShape shape{.regions = kRegions, .groups = kGroups};
  const ScheduledRates rates(draw, shape, {everywhere(lever("channels"), 1, 2024, 2025)});
  const auto media = [&](double time) { return rates.at({time, 1.0 / 12, 0}).front().media; };
  EXPECT_EQ(media(2023 + 11.0 / 12), draw.process.media);
  EXPECT_EQ(media(2024), 2 * draw.process.media);
  EXPECT_EQ(media(2025 + 11.0 / 12), 2 * draw.process.media);
  EXPECT_EQ(media(2026), draw.process.media);
  EXPECT_NE(rates.epoch({2024, 1.0 / 12, 0}), rates.epoch({2023, 1.0 / 12, 0}));
  EXPECT_EQ(rates.epoch({2024, 1.0 / 12, 0}), rates.epoch({2025, 1.0 / 12, 0}));
}

// Half and whole infrastructure in one schedule: two waves, of whom the second comes in a year later and stays.
TEST(Newcomers, ComeInWavesAndStay) {
  const std::size_t market = lever("infrastructure");
  const Schedule schedule{everywhere(market, 0.5, 2024, 2026), everywhere(market, 1, 2025, 2025)};
  Country country(60'000, lively_draw(), {schedule});
  EXPECT_EQ(country.grown().shape.sizes, 3U);
  const auto effects = country.run();
  // 0.6 + 0.4 * 0.3 of everybody, wave by wave half of it each
  EXPECT_NEAR(country.agents(), 0.72 * 60'000, 10);
  const auto wave = [](std::size_t c) { return c / kGroups % 3; };
  for (std::size_t t = 0; t < effects.without.size(); ++t) {
    std::array<double, 3> without{};
    std::array<double, 3> with{};
    for (std::size_t c = 0; c < country.grown().cells.size(); ++c) {
      without[wave(c)] += effects.without[t].users[c];
      with[wave(c)] += effects.with[0][t].with.users[c];
    }
    EXPECT_EQ(without[1] + without[2], 0) << "outside nobody uses it";
    EXPECT_GT(with[1], 50);
    EXPECT_EQ(with[2] > 0, t > 0) << "the second wave comes in 2025, and stays when the lever is let go";
  }
  const auto& last = effects.with[0].back();
  EXPECT_LT(total(last.lost), 0.02 * total(last.gained)) << "infrastructure takes hardly anything away";
}

TEST(Newcomers, NoneWhereNoScheduleBringsAny) {
  Country country(5'000, lively_draw(), {{everywhere(lever("training"))}});
  EXPECT_EQ(country.grown().shape.sizes, 1U);
  EXPECT_EQ(country.agents(), 3000);
}

RC_GTEST_PROP(PairedRuns, ALeverOfSizeZeroChangesNobody, ()) {
  LeverSizes nothing;
  for (const LeverRecord& record : levers()) nothing.*record.size = 0;
  LeverPull pull = everywhere(*rc::gen::inRange<std::size_t>(0, levers().size()));
  RC_PRE(levers()[pull.lever].place != LeverPlace::complexity);  // training hastens implementation whatever its size
  for (auto& cell : pull.cells) cell = *rc::gen::inRange<std::uint8_t>(0, 2);
  Country country(3'000, lively_draw(), {{pull}}, nothing);
  const auto effects = country.run(serial_executor(), *rc::gen::arbitrary<std::uint64_t>());
  RC_ASSERT(total(effects.without.back().users) > 300);
  for (const PairedYear& year : effects.with[0]) RC_ASSERT(total(year.gained) + total(year.lost) == 0);
}

RC_GTEST_PROP(PairedRuns, NetIsTheDifferenceOfTheTotals, ()) {
  const Schedule schedule{everywhere(*rc::gen::inRange<std::size_t>(0, levers().size()))};
  Country country(3'000, lively_draw(), {schedule});
  const auto effects = country.run(serial_executor(), *rc::gen::arbitrary<std::uint64_t>());
  RC_ASSERT(effects.with[0].size() == effects.without.size());
  for (std::size_t t = 0; t < effects.without.size(); ++t) {
    const PairedYear& year = effects.with[0][t];
    RC_ASSERT(year.with.year == kPolicyYear + static_cast<int>(t));
    for (std::size_t c = 0; c < year.gained.size(); ++c)
      RC_ASSERT(year.gained[c] - year.lost[c] == year.with.users[c] - effects.without[t].users[c]);
  }
}

// Where knowledge comes from the media alone and nobody gives up, nobody loses (T15, decision 87).
TEST(PairedRuns, NobodyLosesWhereAgentsCanBeComparedOneByOne) {
  ParameterDraw draw = lively_draw();
  draw.process.word_of_mouth = 0;
  draw.process.attitude_discontinuers = 0;
  draw.process.abandonment = draw.process.disenchantment = draw.process.discontinuance = 0;
  draw.process.reconsideration = 0;
  Country country(30'000, draw, {{everywhere(lever("subsidy"))}, {everywhere(lever("talent"))}});
  const auto effects = country.run();
  for (const auto& years : effects.with) {
    EXPECT_GT(total(years.back().gained), 100);
    EXPECT_EQ(total(years.back().lost), 0);
  }
}

// In mean field the effect is the map's, up to what scatters in pairs of agents.
TEST(PairedRuns, InMeanFieldTheEffectIsTheMaps) {
  const std::vector<Schedule> schedules{{everywhere(lever("subsidy"))},
                                        {everywhere(lever("infrastructure"))},
                                        {everywhere(lever("training")), everywhere(lever("channels"))}};
  Country country(400'000, lively_draw(), schedules, {}, false);
  const auto effects = country.run();
  const auto without = country.map({});
  for (std::size_t s = 0; s < schedules.size(); ++s) {
    const auto map = country.map(schedules[s]);
    ASSERT_EQ(map.size(), effects.with[s].size());
    for (std::size_t t = 0; t < map.size(); ++t) {
      const PairedYear& year = effects.with[s][t];
      const double net = total(year.gained) - total(year.lost);
      const double expected = total(map[t].users) - total(without[t].users);
      EXPECT_GT(expected, 500);
      const double sd = paired_deviation(total(year.gained), total(year.lost), country.agents());
      EXPECT_LT(std::fabs(net - expected), 4 * sd) << s << " " << t;
    }
    const double months = total(effects.with[s].back().with.months) - total(effects.without.back().months);
    const double expected = total(map.back().months) - total(without.back().months);
    EXPECT_NEAR(months, expected, 0.1 * expected);
  }
}

double of_sector(const std::vector<double>& cells, const CellShape& shape, std::size_t sector) {
  double sum = 0;
  for (std::size_t c = 0; c < cells.size(); ++c)
    sum += c / (shape.groups * shape.sizes) % shape.sectors == sector ? cells[c] : 0;
  return sum;
}

// A lever for one sector: what it gains there and what spills over are the map's of the agents' own cells.
TEST(PairedRuns, ALeverForASectorIsTheMapsInEachSector) {
  const std::vector<Schedule> schedules{{in_sectors(everywhere(lever("subsidy")), {1, 0})},
                                        {in_sectors(everywhere(lever("infrastructure")), {0, 1})}};
  Country country(400'000, lively_draw(), schedules, {}, false);
  ASSERT_EQ(country.parts().count, 2U);
  const auto effects = country.run();
  const auto without = country.map({});
  const CellShape shape = country.grown().shape;
  for (std::size_t s = 0; s < schedules.size(); ++s) {
    const PairedYear& year = effects.with[s].back();
    const auto map = country.map(schedules[s]).back();
    std::array<double, 2> expected{};
    for (std::size_t sector = 0; sector < kSectors; ++sector) {
      const double gained = of_sector(year.gained, shape, sector);
      const double lost = of_sector(year.lost, shape, sector);
      expected[sector] = of_sector(map.users, shape, sector) - of_sector(without.back().users, shape, sector);
      EXPECT_LT(std::fabs(gained - lost - expected[sector]), 4 * paired_deviation(gained, lost, country.agents()));
    }
    EXPECT_GT(expected[s], 1000) << "who is reached";
    EXPECT_GT(expected[s], 4 * std::fabs(expected[1 - s])) << "who is not";
  }
}

// The aggregate map of regions x parts says the same: its layers are the matchings' of the country, in short steps.
TEST(PairedRuns, ALeverForASectorIsTheAggregateMaps) {
  ParameterDraw draw = lively_draw();
  draw.spread.outside = draw.spread.national = 1;
  const std::vector<Schedule> schedules{{in_sectors(everywhere(lever("subsidy")), {1, 0})}};
  Country country(200'000, draw, schedules, {}, false);
  country.steps_per_year = 96;
  const PairedYear year = country.run().with[0].back();
  const std::vector<double> people{1, 2, 3};
  const RegionLinks links = make_links(std::vector<std::pair<std::size_t, std::size_t>>{}, people);
  const auto run_map = [&](const Schedule& schedule) {
    AdoptionRun run(links, draw, 96, country.parts());
    run.run_until(kPolicyYear);
    Array<double, Lever, Cell> u({levers().size(), kRegions * country.parts().count * kGroups});
    strengths_in(schedule, kPolicyYear, country.parts(), u.view());
    run.pull(u.view(), {});
    run.run_until(kLastYear + 1);
    return run;
  };
  const AdoptionRun with = run_map(schedules[0]);
  const AdoptionRun without = run_map({});
  for (std::size_t sector = 0; sector < kSectors; ++sector) {
    const double gained = of_sector(year.gained, country.grown().shape, sector);
    const double lost = of_sector(year.lost, country.grown().shape, sector);
    double expected = 0;
    for (std::size_t r = 0; r < kRegions; ++r) {
      const double share = links.share[r] * country.parts().share_of(r, sector);
      expected += 200'000 * share * (with.part_users(r, sector) - without.part_users(r, sector));
    }
    const double sd = paired_deviation(gained, lost, country.agents());
    EXPECT_LT(std::fabs(gained - lost - expected), 4 * sd) << sector << ": " << gained - lost << " and " << expected;
    EXPECT_GT(expected, sector == 0 ? 1000 : 10);
  }
}

TEST(ScheduledRates, SectorsThatAreNamedAllAreAllSectors) {
  const ParameterDraw draw = lively_draw();
  const CellShape shape{.regions = kRegions, .sectors = kSectors, .groups = kGroups};
  const std::vector<double> share{0.7, 0.3, 0.5, 0.5, 0.2, 0.8};
  const Schedule plain{everywhere(lever("subsidy"))};
  const std::vector<Schedule> apart{{in_sectors(plain[0], {1, 1})}, {in_sectors(plain[0], {1, 0})}};
  const SectorParts parts = part_sectors(apart, {kSectors, share});
  const auto all = ScheduledRates(draw, shape, plain).at({2024, 1.0 / 12, 0});
  EXPECT_EQ(ScheduledRates(draw, shape, apart[0], {}, {}, parts).at({2024, 1.0 / 12, 0}), all);
  const auto one = ScheduledRates(draw, shape, apart[1], {}, {}, parts).at({2024, 1.0 / 12, 0});
  const auto none = ScheduledRates(draw, shape).at({2024, 1.0 / 12, 0});
  for (std::size_t c = 0; c < one.size(); ++c) EXPECT_EQ(one[c], c / kGroups % kSectors == 0 ? all[c] : none[c]);
}

// What the same random numbers are good for: over seeds, the effect scatters much less than between unlike runs.
TEST(PairedRuns, OtherRandomNumbersScatterMore) {
  constexpr int kSeeds = 16;
  const Schedule schedule{everywhere(lever("subsidy"), 0.5)};
  std::vector<double> paired;
  std::vector<double> unpaired;
  double deviation = 0;
  Country country(10'000, lively_draw(), {schedule});
  std::vector<Country::Effects> runs;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) runs.push_back(country.run(serial_executor(), seed));
  for (std::size_t k = 0; k < kSeeds; ++k) {
    const double with = total(runs[k].with[0].back().with.users);
    paired.push_back(with - total(runs[k].without.back().users));
    unpaired.push_back(with - total(runs[(k + 1) % kSeeds].without.back().users));
    const PairedYear& year = runs[k].with[0].back();
    deviation += paired_deviation(total(year.gained), total(year.lost), country.agents()) / kSeeds;
  }
  const auto variance = [](const std::vector<double>& x) {
    const double centre = total(x) / static_cast<double>(x.size());
    double sum = 0;
    for (const double v : x) sum += (v - centre) * (v - centre);
    return sum / static_cast<double>(x.size() - 1);
  };
  const double ratio = variance(unpaired) / variance(paired);
  RecordProperty("variance_ratio", std::to_string(ratio));
  EXPECT_GT(ratio, 2) << "sd " << std::sqrt(variance(paired)) << " and " << std::sqrt(variance(unpaired));
  EXPECT_LT(std::sqrt(variance(paired)), 2 * deviation) << "what pairs of independent agents would scatter by";
}

TEST(PairedRuns, SameBitsInAnyOrderOfBlocks) {
  Country country(20'000, lively_draw(), {{everywhere(lever("infrastructure"))}});
  const auto forth = country.run();
  tests::BackwardExecutor backward;
  const auto back = country.run(backward);
  for (std::size_t t = 0; t < forth.without.size(); ++t) {
    EXPECT_EQ(forth.with[0][t].gained, back.with[0][t].gained);
    EXPECT_EQ(forth.with[0][t].lost, back.with[0][t].lost);
    EXPECT_EQ(forth.with[0][t].with.months, back.with[0][t].with.months);
  }
}

TEST(PairedRuns, StopsBetweenTwoSteps) {
  Country country(2'000, lively_draw(), {});
  const ScheduledRates plain = country.rates({});
  PairedRuns runs(country.plan(plain), kPolicyYear, country.memory());
  tests::CancelledExecutor cancelled;
  EXPECT_TRUE(runs.run_baseline(serial_executor(), cancelled).empty());
  EXPECT_TRUE(map_course(country.plan(plain), kPolicyYear, kLastYear, serial_executor(), cancelled).empty());
}

TEST(PairedDeviation, IsMcNemars) {
  EXPECT_DOUBLE_EQ(paired_deviation(30, 10, 1000), std::sqrt(40 - 0.4));
  EXPECT_EQ(paired_deviation(0, 0, 10), 0);
  EXPECT_EQ(PairedRuns::history_bytes(65, 3), 48U);
}

}  // namespace
}  // namespace tidu::simulate
