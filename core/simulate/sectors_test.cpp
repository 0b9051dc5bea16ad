// SPDX-License-Identifier: Apache-2.0
// Levers that reach some sectors alone.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "core/simulate/programmes.h"
#include "core/simulate/run.h"
#include "core/simulate/support_test.h"

namespace tidu::simulate {
namespace {

using diffusion::kGroups;
using diffusion::Lever;
using Reach = std::vector<std::uint8_t>;

constexpr int kPolicyYear = 2024;
constexpr int kEnd = 2028;
/// Regions x sectors of the nation of two.
const std::vector<double> kShare{0.5, 0.3, 0.2, 0.1, 0.3, 0.6};
constexpr std::size_t kSectors = 3;
const SectorShares kWho{kSectors, kShare};

std::size_t lever(std::string_view key) {
  const auto found = std::find_if(diffusion::levers().begin(), diffusion::levers().end(),
                                  [key](const auto& l) { return l.key == key; });
  return static_cast<std::size_t>(found - diffusion::levers().begin());
}

LeverPull pulled(std::string_view key, Reach sectors = {}) {
  return {.lever = lever(key),
          .strength = 1,
          .cells = Reach(2 * kGroups, 1),
          .first_year = kPolicyYear,
          .last_year = kEnd,
          .sectors = std::move(sectors)};
}

/// A run to the end of `kEnd` under a schedule.
AdoptionRun run(const Nation& nation, const Schedule& schedule, const SectorParts& parts) {
  AdoptionRun run(nation.links, nation.draw, 12, parts);
  run.run_until(kPolicyYear);
  Array<double, Lever, diffusion::Cell> u({diffusion::levers().size(), 2 * parts.count * kGroups});
  strengths_in(schedule, kPolicyYear, parts, u.view());
  run.pull(u.view(), {});
  run.run_until(kEnd + 1);
  return run;
}

TEST(SectorParts, AreTheSectorsThatNoLeverTellsApart) {
  const std::vector<Schedule> schedules{
      {}, {pulled("subsidy", {0, 1, 1})}, {pulled("training"), pulled("channels", {1, 1, 1})}};
  const SectorParts parts = part_sectors(schedules, kWho);
  EXPECT_EQ(parts.count, 2U);
  EXPECT_EQ(parts.part_of, (std::vector<std::size_t>{0, 1, 1}));
  EXPECT_DOUBLE_EQ(parts.share_of(0, 1), 0.5);
  EXPECT_DOUBLE_EQ(parts.share_of(1, 1), 0.9);
  EXPECT_EQ(reached_parts(schedules[1][0], parts), (Reach{0, 1}));
  EXPECT_EQ(reached_parts(schedules[2][0], parts), (Reach{1, 1}));
  const std::vector<Schedule> none{{}, {pulled("training")}, {pulled("channels", {1, 1, 1})}};
  EXPECT_EQ(part_sectors(none, kWho).count, 1U);
  EXPECT_EQ(part_sectors(none, {}).count, 1U);
}

TEST(SectorParts, ALeverForAllSectorsIsOneWithoutSectors) {
  const Nation nation;
  const std::vector<Schedule> all{{pulled("subsidy", {1, 1, 1})}};
  const AdoptionRun plain = run(nation, {pulled("subsidy")}, {});
  const AdoptionRun same = run(nation, all[0], part_sectors(all, kWho));
  for (const std::size_t r : {0U, 1U}) EXPECT_EQ(same.users(r), plain.users(r)) << "not a bit";
  const std::vector<Schedule> apart{all[0], {pulled("training", {1, 0, 0})}};
  const AdoptionRun parted = run(nation, all[0], part_sectors(apart, kWho));
  for (const std::size_t r : {0U, 1U}) {
    EXPECT_NEAR(parted.users(r), plain.users(r), 1e-13);
    for (const std::size_t p : {0U, 1U}) EXPECT_NEAR(parted.part_users(r, p), plain.users(r), 1e-13);
    for (std::size_t a = 0; a < kGroups; ++a) EXPECT_NEAR(parted.users(r, a), plain.users(r, a), 1e-13);
  }
  EXPECT_NEAR(parted.users(), plain.users(), 1e-13);
}

TEST(SectorParts, WhoIsReachedGainsAndOthersByContactsAlone) {
  Nation nation;
  const std::vector<Schedule> schedules{{}, {pulled("subsidy", {0, 1, 0})}};
  const SectorParts parts = part_sectors(schedules, kWho);
  const auto gain = [&](std::size_t part) {
    return run(nation, schedules[1], parts).part_users(0, part) - run(nation, {}, parts).part_users(0, part);
  };
  EXPECT_GT(gain(1), 0.01);
  EXPECT_GT(gain(0), 1e-4) << "colleagues of the region imitate";
  EXPECT_LT(gain(0), 0.5 * gain(1));
  nation.draw.process.word_of_mouth = 0;
  nation.draw.process.imitation = 0;
  nation.draw.process.leaders = 0;
  nation.draw.process.attitude_contacts = 0;
  nation.draw.process.attitude_discontinuers = 0;
  EXPECT_GT(gain(1), 0.01);
  EXPECT_EQ(gain(0), 0) << "nothing spills over where nobody looks at others";
}

// Every sector by itself, or those together that no lever tells apart.
RC_GTEST_PROP(SectorParts, AreAsExactAsEverySectorByItself, ()) {
  const Nation nation;
  Schedule schedule;
  for (int k = 0; k < 2; ++k) {
    Reach reach(kSectors);
    for (auto& each : reach) each = *rc::gen::inRange<std::uint8_t>(0, 2);
    schedule.push_back(pulled(diffusion::levers()[*rc::gen::inRange<std::size_t>(0, 11)].key, reach));
  }
  const SectorParts coarse = part_sectors({&schedule, 1}, kWho);
  const SectorParts fine{kSectors, {0, 1, 2}, kShare};
  const AdoptionRun one = run(nation, schedule, coarse);
  const AdoptionRun three = run(nation, schedule, fine);
  for (const std::size_t r : {0U, 1U}) {
    RC_ASSERT(std::fabs(one.users(r) - three.users(r)) < 1e-13);
    double users = 0;
    for (std::size_t s = 0; s < kSectors; ++s) {
      RC_ASSERT(std::fabs(one.part_users(r, coarse.part_of[s]) - three.part_users(r, s)) < 1e-13);
      users += kShare[r * kSectors + s] * three.part_users(r, s);
    }
    RC_ASSERT(std::fabs(users - three.users(r)) < 1e-14);
  }
}

TEST(SectorParts, NetworksAreBuiltForASectorAlone) {
  const Nation nation;
  const std::vector<Schedule> schedules{{pulled("infrastructure", {1, 0, 0})}};
  const SectorParts parts = part_sectors(schedules, kWho);
  AdoptionRun grown(nation.links, nation.draw, 12, parts);
  grown.run_until(kPolicyYear);
  const double before = grown.stages()[0];
  Array<double, Lever, diffusion::Cell> u({diffusion::levers().size(), 4 * kGroups});
  strengths_in(schedules[0], kPolicyYear, parts, u.view());
  grown.pull(u.view(), {.infrastructure = 0.25});
  // a quarter of the 0.4 outside the market, of the sector's 0.5 and 0.1 in regions of 1/4 and 3/4
  EXPECT_NEAR(grown.stages()[0] - before, 0.4 * 0.25 * (0.25 * 0.5 + 0.75 * 0.1), 1e-14);
}

// A unit of a region counts its users whatever their sector: both parts decide in the same step.
TEST(SectorParts, UnitsDecideAcrossSectors) {
  Nation nation;
  nation.draw.decisions = {{DecisionKind::collective, 0.5}};
  nation.draw.process.collective_share = 0.2;
  nation.draw.spread.market = 1;
  const std::vector<Schedule> apart{{pulled("subsidy", {1, 0, 0})}};
  const SectorParts parts = part_sectors(apart, kWho);
  const AdoptionRun whole = run(nation, {}, {});
  const AdoptionRun parted = run(nation, {}, parts);
  EXPECT_GT(whole.unit_users(0), whole.unit_users(1) + 0.1);
  for (const std::size_t unit : {0U, 1U}) EXPECT_NEAR(parted.unit_users(unit), whole.unit_users(unit), 1e-13);
}

/// Two members of the nation, and the programmes for the parts of a lever for the first sector.
struct Support {
  Nation nation;
  Assumptions assumptions;
  std::vector<ParameterDraw> members{nation.draw, nation.draw};
  SimulateOptions options{.last_year = kEnd, .policy_year = kPolicyYear, .support_years = 5};
  std::vector<Schedule> schedules{{}, {pulled("subsidy", {1, 0, 0})}};
  SectorParts parts = part_sectors(schedules, kWho);

  Support() {
    for (const auto& option : diffusion::lever_options()) {
      assumptions.levers.push_back({option.record.default_value, option.record.default_value});
    }
    assumptions.population_share = nation.links.share;
    members[1].process.imitation = 0.5;
  }
};

TEST(SectorProgrammes, AreThoseOfTheParts) {
  const Support support;
  const auto programmes = sector_programmes(support.parts);
  const std::size_t levers = diffusion::levers().size();
  ASSERT_EQ(programmes.size(), 3 * levers);
  EXPECT_EQ(programmes[levers].sectors, (Reach{1, 0, 0}));
  EXPECT_EQ(programmes[2 * levers].sectors, (Reach{0, 1, 1}));
  EXPECT_TRUE(sector_programmes({}).empty());
  const auto effects =
      programme_effects({support.nation.links, support.assumptions, support.members, programmes, support.options, kWho},
                        serial_executor());
  ASSERT_TRUE(effects);
  const std::size_t subsidy = lever("subsidy");
  for (const std::size_t m : {0U, 1U}) {
    const double inside = 0.25 * 0.5 + 0.75 * 0.1;
    EXPECT_NEAR(effects->reached(m, levers + subsidy), 0.6 * inside, 1e-15);
    EXPECT_NEAR(effects->reached(m, 2 * levers + subsidy), 0.6 * (1 - inside), 1e-15);
    const std::size_t own = levers + subsidy;
    EXPECT_NEAR(effects->gained(m, own), inside * effects->own(m, own) + (1 - inside) * effects->spillover(m, own),
                1e-14);
    EXPECT_GT(effects->own(m, own), effects->spillover(m, own));
    EXPECT_NEAR(effects->own(m, subsidy), effects->gained(m, subsidy), 1e-14) << "everybody has it";
    EXPECT_EQ(effects->spillover(m, subsidy), 0);
  }
  EXPECT_GT(effects->spillover(0, levers + subsidy), effects->spillover(1, levers + subsidy))
      << "who imitates more learns more from others' support";
}

TEST(SectorEnsemble, RecordsPartsWhereLeversTellThemApart) {
  const Support support;
  const auto run_with = [&](const std::vector<Schedule>& schedules) {
    return *run_ensemble({support.nation.links, support.assumptions, support.members, schedules, support.options, kWho},
                         serial_executor());
  };
  const Ensemble apart = run_with(support.schedules);
  ASSERT_EQ(apart.parts.count, 2U);
  const std::size_t end = apart.nation.extent<Year>() - 1;
  for (const std::size_t r : {0U, 1U}) {
    EXPECT_NEAR(apart.sectors(1, 0, end, r, 0), apart.adoption(1, 0, end, r), 1e-13) << "without levers all are alike";
    EXPECT_GT(apart.sectors(1, 1, end, r, 0), apart.sectors(1, 1, end, r, 1));
  }
  const Ensemble plain = run_with({{}, {pulled("subsidy")}});
  EXPECT_EQ(plain.sectors.size(), 0U);
  EXPECT_GT(plain.nation(0, 1, end), apart.nation(0, 1, end));
  EXPECT_NEAR(plain.nation(0, 0, end), apart.nation(0, 0, end), 1e-14);
}

}  // namespace
}  // namespace tidu::simulate
