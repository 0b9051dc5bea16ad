// SPDX-License-Identifier: Apache-2.0
#include "core/economy/accounts/skills.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "core/economy/equilibrium.h"
#include "core/economy/support_test.h"
#include "core/economy/welfare.h"

namespace tidu::economy::accounts {
namespace {

using economy::testing::random_economy;

/// Random shares of G skills, whose intensities differ by sector.
SkillShares random_skills(std::size_t regions, std::size_t sectors, std::size_t groups, std::uint64_t seed) {
  SkillShares out{.intensity = Array<double, Group, Sector>({groups, sectors}),
                  .people = Array<double, Region, Group>({regions, groups}),
                  .wage = {}};
  const Rng rng(seed);
  std::uint64_t next = 0;
  const auto unit = [&] { return 0.1 + uniform(rng, {.entity = next++, .purpose = Purpose::test}); };
  const auto fill = [&](std::size_t length, auto cell) {
    for (std::size_t k = 0; k < length; ++k) {
      double all = 0;
      for (std::size_t g = 0; g < groups; ++g) all += cell(g, k) = unit();
      for (std::size_t g = 0; g < groups; ++g) cell(g, k) /= all;
    }
  };
  fill(sectors, [&](std::size_t g, std::size_t j) -> double& { return out.intensity(g, j); });
  fill(regions, [&](std::size_t g, std::size_t n) -> double& { return out.people(n, g); });
  for (std::size_t g = 0; g < groups; ++g) out.wage.push_back(unit());
  return out;
}

RC_GTEST_PROP(Skills, IncomesMeetSectorsAndCensusAndKeepOddsRatios, (std::uint64_t seed)) {
  const auto groups = *rc::gen::inRange<std::size_t>(2, 4);
  const auto sectors = *rc::gen::inRange<std::size_t>(2, 6);
  const Economy e = random_economy({.regions = 4, .sectors = sectors, .seed = seed});
  SkillShares skills = random_skills(4, sectors, groups, seed);
  skills.contrast = *rc::gen::element(0.5, 1.0, 1.5);
  const RegionSector& labour = e.labour_income.front();
  const auto found = labour_by_skill(labour, skills);
  RC_ASSERT(found.has_value());
  for (std::size_t n = 0; n < 4; ++n) {
    std::vector<double> workers(groups, 0);
    double all = 0;
    for (std::size_t j = 0; j < sectors; ++j) {
      double income = 0;
      for (std::size_t g = 0; g < groups; ++g) {
        income += (*found)[g](n, j);
        workers[g] += (*found)[g](n, j) / skills.wage[g];
        all += (*found)[g](n, j) / skills.wage[g];
      }
      RC_ASSERT(std::fabs(income / labour(n, j) - 1) < 1e-14);
    }
    for (std::size_t g = 0; g < groups; ++g) RC_ASSERT(std::fabs(workers[g] / all / skills.people(n, g) - 1) < 1e-11);
    const auto odds = [&](auto cell) { return cell(0, 0) * cell(1, 1) / cell(0, 1) / cell(1, 0); };
    const double given = odds([&](std::size_t g, std::size_t j) { return skills.intensity(g, j); });
    const double kept = odds([&](std::size_t g, std::size_t j) { return (*found)[g](n, j); });
    RC_ASSERT(std::fabs(kept / std::pow(given, skills.contrast) - 1) < 1e-11);
  }
}

// A census in which half are skilled, and two sectors of 0.2 and 0.8: with equal incomes and wages nothing is to be
// balanced. Where 0.6 are skilled, odds become A/4 and 4A with A/(4 + A) + 4A/(1 + 4A) = 1.2, or 3.2 A^2 - 3.4 A = 4.8.
TEST(Skills, TwoSectorsByHand) {
  SkillShares skills{.intensity = Array<double, Group, Sector>({2, 2}),
                     .people = Array<double, Region, Group>({2, 2}),
                     .wage = {1, 1}};
  skills.intensity(0, 0) = skills.intensity(1, 1) = 0.2;
  skills.intensity(1, 0) = skills.intensity(0, 1) = 0.8;
  skills.people(0, 0) = skills.people(0, 1) = 0.5;
  skills.people(1, 0) = 0.6;
  skills.people(1, 1) = 0.4;
  const auto found = labour_by_skill(RegionSector({2, 2}, 10), skills);
  ASSERT_TRUE(found);
  EXPECT_NEAR((*found)[0](0, 0), 2, 1e-12);
  EXPECT_NEAR((*found)[0](0, 1), 8, 1e-12);
  const double odds = (3.4 + std::sqrt(3.4 * 3.4 + 4 * 3.2 * 4.8)) / 6.4;
  EXPECT_NEAR((*found)[0](1, 0), 10 * odds / (4 + odds), 1e-11);
  EXPECT_NEAR((*found)[0](1, 1), 40 * odds / (1 + 4 * odds), 1e-11);
}

RC_GTEST_PROP(Skills, OneSkillCalledTwoIsTheSameEconomy, (std::uint64_t seed)) {
  Economy e = random_economy({.regions = 3, .sectors = 3, .seed = seed, .pooled = false});
  SkillShares skills = random_skills(3, 3, 2, seed);
  const bool by_contrast = *rc::gen::arbitrary<bool>();
  if (by_contrast) skills.contrast = 0;
  for (std::size_t j = 0; j < 3 && !by_contrast; ++j) {
    skills.intensity(0, j) = 0.3;
    skills.intensity(1, j) = 0.7;
  }
  const auto one = prepare(e);
  RC_ASSERT(one.has_value());
  auto incomes = labour_by_skill(e.labour_income.front(), skills);
  RC_ASSERT(incomes.has_value());
  e.labour_income = std::move(*incomes);
  const auto two = prepare(e);
  RC_ASSERT(two.has_value());
  Shock shock;
  shock.productivity = RegionSector({3, 3}, 1);
  shock.productivity(0, 1) = 1.2;
  const auto before = solve(*one, shock);
  const auto after = solve(*two, shock);
  RC_ASSERT(before.has_value() && after.has_value() && after->converged);
  for (std::size_t n = 0; n < 3; ++n) {
    RC_ASSERT(std::fabs(after->real_income[n] / before->real_income[n] - 1) < 1e-8);
    for (std::size_t g = 0; g < 2; ++g)
      RC_ASSERT(std::fabs(real_wages(*after)[g](n, 0) / real_wages(*before)[0](n, 0) - 1) < 1e-8);
  }
}

TEST(Skills, ImpliedIntensitiesAreTheGivenOnesWhereTheCensusAgrees) {
  const std::size_t sectors = 3;
  SkillShares skills = random_skills(2, sectors, 2, 5);
  skills.wage = {1.8, 1};
  // workers by sector, the same in both regions; incomes at the wages; the census counts what follows
  const std::vector<double> workers{5, 2, 3};
  RegionSector labour({2, sectors});
  for (std::size_t n = 0; n < 2; ++n) {
    double skilled = 0;
    for (std::size_t j = 0; j < sectors; ++j) {
      labour(n, j) = workers[j] * (1.8 * skills.intensity(0, j) + skills.intensity(1, j));
      skilled += workers[j] * skills.intensity(0, j) / 10;
    }
    skills.people(n, 0) = skilled;
    skills.people(n, 1) = 1 - skilled;
  }
  const auto found = labour_by_skill(labour, skills);
  ASSERT_TRUE(found);
  const auto implied = implied_intensity(*found, skills, std::vector<double>{7, 2});
  for (std::size_t j = 0; j < sectors; ++j) EXPECT_NEAR(implied(0, j), skills.intensity(0, j), 1e-12);
}

MoveShares moves_of(std::size_t places, double away) {
  MoveShares out({places, places}, away);
  for (std::size_t n = 0; n < places; ++n) out(n, n) = 1 - static_cast<double>(places - 1) * away;
  return out;
}

TEST(Skills, TogetherTheyMoveAsAllDo) {
  const SkillShares skills = random_skills(3, 2, 2, 9);
  const MoveShares all = moves_of(3, 0.01);
  for (const double sorting : {0.0, 0.3, 1.0}) {
    const auto found = moves_by_skill(all, skills, std::vector<double>{2, 1}, sorting);
    ASSERT_TRUE(found);
    for (std::size_t s = 0; s < 3; ++s) {
      double left = 0;
      for (std::size_t t = 0; t < 3; ++t) {
        left += (*found)[0](s, t);
        EXPECT_NEAR(skills.people(s, 0) * (*found)[0](s, t) + skills.people(s, 1) * (*found)[1](s, t), all(s, t),
                    1e-15);
        if (sorting == 0 && s != t) {
          EXPECT_NEAR((*found)[0](s, t), 2 * (*found)[1](s, t), 1e-15);
        }
      }
      EXPECT_NEAR(left, 1, 1e-15);
    }
  }
}

TEST(Skills, SortingSaysWhoComes) {
  const SkillShares skills = random_skills(3, 2, 2, 9);
  const MoveShares all = moves_of(3, 0.01);
  const std::vector<double> alike{1, 1};
  const auto there = moves_by_skill(all, skills, alike, 1);
  const auto between = moves_by_skill(all, skills, alike, 0.5);
  ASSERT_TRUE(there && between);
  // as those who are there
  EXPECT_NEAR(skills.people(0, 0) * (*there)[0](0, 1) / 0.01, skills.people(1, 0), 1e-14);
  // people of places of one size: as many of a skill go as come
  EXPECT_NEAR(skills.people(0, 0) * (*between)[0](0, 1), skills.people(1, 0) * (*between)[0](1, 0), 1e-16);
  EXPECT_GT(std::fabs(skills.people(0, 0) - skills.people(1, 0)), 0.01);
}

TEST(Skills, Errors) {
  const RegionSector labour({2, 3}, 1);
  const SkillShares good = random_skills(2, 3, 2, 1);
  ASSERT_TRUE(labour_by_skill(labour, good));
  const auto broken = [&](auto change) {
    SkillShares skills = good;
    RegionSector income = labour;
    change(skills, income);
    return labour_by_skill(income, skills);
  };
  EXPECT_REFUSED(broken([](auto& s, auto&) { s.wage.push_back(1); }), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(broken([](auto& s, auto&) { s.wage[0] = 0; }), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(broken([](auto& s, auto&) { s.people(1, 0) = 1.5; }), ErrorCode::domain, "economy.share");
  EXPECT_REFUSED(broken([](auto& s, auto&) { s.people(1, 0) += 0.1; }), ErrorCode::domain, "economy.sum");
  EXPECT_REFUSED(broken([](auto& s, auto&) { s.intensity(0, 2) = 0; }), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(broken([](auto& s, auto&) { s.contrast = -1; }), ErrorCode::domain, "economy.negative");
  EXPECT_REFUSED(broken([](auto&, auto& l) { l(0, 1) = -1; }), ErrorCode::domain, "economy.negative");
  EXPECT_REFUSED(broken([](auto&, auto& l) { l(0, 0) = l(0, 1) = l(0, 2) = 0; }), ErrorCode::domain,
                 "economy.no_labour");
  // odds so far apart that scaling never ends
  EXPECT_REFUSED(broken([](auto& s, auto&) {
                   s.contrast = 300;
                   for (std::size_t j = 0; j < 3; ++j) {
                     s.intensity(0, j) = j == 0 ? 0.999 : 0.001;
                     s.intensity(1, j) = 1 - s.intensity(0, j);
                   }
                 }),
                 ErrorCode::no_convergence, "economy.skills");
  const MoveShares moves = moves_of(2, 0.5);
  EXPECT_REFUSED(moves_by_skill(moves, good, std::vector<double>{1}, 0), ErrorCode::shape, "economy.shape");
  EXPECT_REFUSED(moves_by_skill(moves, good, std::vector<double>{1, 0}, 0), ErrorCode::domain, "economy.not_positive");
  EXPECT_REFUSED(moves_by_skill(moves, good, std::vector<double>{1, 1}, 1.5), ErrorCode::domain, "economy.share");
  EXPECT_REFUSED(moves_by_skill(moves, good, std::vector<double>{100, 1}, 0), ErrorCode::domain, "economy.share");
}

}  // namespace
}  // namespace tidu::economy::accounts
