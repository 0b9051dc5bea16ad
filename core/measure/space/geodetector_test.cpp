// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/geodetector.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <map>

#include "core/base/distributions.h"
#include "core/base/draws.h"
#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

struct Villages {
  std::vector<double> incidence;
  std::map<std::string, std::vector<std::size_t>> factors;
};

Villages villages() {
  auto columns = testing::read_columns(tests::golden("geodetector_CollectData.csv"));
  Villages out{columns["incidence"], {}};
  for (const char* name : {"watershed", "soiltype", "elevation"}) {
    for (const double value : columns[name]) out.factors[name].push_back(static_cast<std::size_t>(value));
  }
  return out;
}

// G21: 185 villages of Heshun, R package geodetector 1.0-5.
TEST(Geodetector, FactorsOfTheHeshunVillages) {
  TIDU_GOLDEN(path, "geodetector_CollectData.csv");
  const Villages data = villages();
  // q and p of the package; p again to 16 digits by mpmath 1.2.1: R's noncentral F is good to 1e-9 alone
  const std::tuple<const char*, double, double, double> golden[] = {
      {"soiltype", 0.385716842809, 0.363236288544, 0.3632362881496993},
      {"watershed", 0.63777367007, 0.000116991385023, 0.0001169904391541672},
      {"elevation", 0.606708709728, 0.0408040687344, 0.04080406785705891}};
  for (const auto& [name, q, package, p] : golden) {
    const auto found = factor_detector(data.incidence, data.factors.at(name));
    ASSERT_TRUE(found) << name;
    EXPECT_NEAR(found->q / q, 1, 1e-11) << name;
    EXPECT_NEAR(found->p, package, 1.1e-9) << name;
    EXPECT_NEAR(found->p / p, 1, 1e-13) << name;
    EXPECT_LT(found->p_equal_means, 1e-15) << name << ": means differ beyond doubt, which is another question";
  }
}

TEST(Geodetector, InteractionsOfTheHeshunVillages) {
  TIDU_GOLDEN(path, "geodetector_CollectData.csv");
  const Villages data = villages();
  const std::tuple<const char*, const char*, double> golden[] = {{"soiltype", "watershed", 0.735680548139531},
                                                                 {"soiltype", "elevation", 0.663523698335635},
                                                                 {"watershed", "elevation", 0.71359677853471}};
  for (const auto& [first, second, q] : golden) {
    const auto found = interaction_detector(data.incidence, data.factors.at(first), data.factors.at(second));
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->both / q, 1, 1e-11);
    EXPECT_EQ(found->kind, Interaction::two_enhance);
  }
}

TEST(Geodetector, RiskAndEcologyOfTheHeshunVillages) {
  TIDU_GOLDEN(path, "geodetector_CollectData.csv");
  const Villages data = villages();
  const auto risk = risk_detector(data.incidence, data.factors.at("soiltype"));
  ASSERT_TRUE(risk);
  const double means[] = {6.34, 6.6875, 6.58327868852, 5.84380952381, 6.34707317073};
  for (std::size_t h = 0; h < 5; ++h) EXPECT_NEAR(risk->means[h], means[h], 1e-11);
  const bool differs[] = {true, true, true, false, false,
                          true, true, true, true,  true};  // 12 13 14 15 23 24 25 34 35 45
  for (std::size_t k = 0; k < 10; ++k) EXPECT_EQ(risk->pairs[k].p < 0.05, differs[k]) << k;
  const auto& soil = data.factors.at("soiltype");
  const auto& water = data.factors.at("watershed");
  const auto& height = data.factors.at("elevation");
  // the package's own comparison: q2/q1 beyond the 0.9 quantile
  EXPECT_LT(ecological_detector(data.incidence, soil, water, EcologicalRule::q_quotient)->p, 0.1);
  EXPECT_LT(ecological_detector(data.incidence, soil, height, EcologicalRule::q_quotient)->p, 0.1);
  EXPECT_GT(ecological_detector(data.incidence, height, water, EcologicalRule::q_quotient)->p, 0.1);
  // the published one: (1 - .3857)/(1 - .6378)
  EXPECT_NEAR(ecological_detector(data.incidence, soil, water)->f, (1 - 0.385716842809) / (1 - 0.63777367007), 1e-9);
}

TEST(Geodetector, AWrongVarianceGivesThePublishedMistake) {
  TIDU_GOLDEN(path, "geodetector_CollectData.csv");
  const Villages data = villages();
  // sample variances inside the sum: sum N_h s_h^2 with divisor N_h - 1 over N s^2 with divisor N - 1
  const auto& soil = data.factors.at("soiltype");
  std::map<std::size_t, std::vector<double>> strata;
  double centre = 0;
  for (std::size_t i = 0; i < soil.size(); ++i) {
    strata[soil[i]].push_back(data.incidence[i]);
    centre += data.incidence[i] / static_cast<double>(soil.size());
  }
  const auto squares = [](const std::vector<double>& x, double m) {
    double total = 0;
    for (const double v : x) total += (v - m) * (v - m);
    return total;
  };
  double inside = 0;
  for (const auto& [number, x] : strata) {
    double m = 0;
    for (const double v : x) m += v / static_cast<double>(x.size());
    inside += static_cast<double>(x.size()) * squares(x, m) / static_cast<double>(x.size() - 1);
  }
  const double all = 185 * squares(data.incidence, centre) / 184;
  EXPECT_NEAR(1 - inside / all, 0.3743, 5e-5) << "the mistake is about 0.011";
  EXPECT_NEAR(factor_detector(data.incidence, soil)->q, 0.3857, 5e-5);
}

RC_GTEST_PROP(Geodetector, QIsABetweenShareThatRefiningNeverLowers, ()) {
  const auto n = static_cast<std::size_t>(*rc::gen::inRange(6, 30));
  std::vector<double> y;
  std::vector<double> moved;
  std::vector<std::size_t> first;
  std::vector<std::size_t> second;
  for (std::size_t i = 0; i < n; ++i) {
    y.push_back(*rc::gen::inRange(-1000, 1000) / 8.0);
    moved.push_back(3 * y.back() - 500);
    first.push_back(static_cast<std::size_t>(*rc::gen::inRange(0, 3)) * 7);
    second.push_back(static_cast<std::size_t>(*rc::gen::inRange(0, 3)));
  }
  RC_PRE(std::any_of(y.begin(), y.end(), [&](double v) { return v != y.front(); }));
  const auto a = factor_detector(y, first);
  RC_ASSERT(a.has_value());
  RC_ASSERT(a->q >= 0 && a->q <= 1 && a->p >= 0 && a->p <= 1);
  const auto b = factor_detector(moved, first);
  RC_ASSERT(std::fabs(a->q - b->q) < 1e-10);
  RC_ASSERT(std::fabs(a->p_equal_means - b->p_equal_means) < 1e-8);
  const auto both = interaction_detector(y, first, second);
  RC_ASSERT(both->both >= std::max(both->q1, both->q2) - 1e-12);
  RC_ASSERT(both->kind != Interaction::nonlinear_weaken && both->kind != Interaction::single_weaken);
}

TEST(Geodetector, ThePublishedPDependsOnTheOrigin) {
  const double y[] = {1, 2, 3, 4, 9, 8, 12};
  double far[7];
  for (std::size_t i = 0; i < 7; ++i) far[i] = y[i] + 100;
  const std::size_t strata[] = {0, 0, 0, 0, 1, 1, 1};
  EXPECT_GT(std::fabs(factor_detector(y, strata)->p - factor_detector(far, strata)->p), 1e-3);
  EXPECT_NEAR(factor_detector(y, strata)->q, factor_detector(far, strata)->q, 1e-12);
}

TEST(Geodetector, CornersHaveStatedValues) {
  const double y[] = {1, 1, 5, 5};
  const std::size_t split[] = {3, 3, 9, 9};
  const auto whole = factor_detector(y, split);
  EXPECT_EQ(whole->q, 1);
  EXPECT_EQ(whole->p, 0);
  EXPECT_EQ(whole->strata, 2U);
  const std::size_t one[] = {2, 2, 2, 2};
  EXPECT_EQ(factor_detector(y, one)->q, 0);
  EXPECT_EQ(factor_detector(y, one)->p, 1);
  const std::size_t lone[] = {0, 1, 1, 1};
  EXPECT_EQ(factor_detector(y, lone)->single, 1U);
  const auto risk = risk_detector(y, lone);
  EXPECT_FALSE(risk->pairs[0].tested) << "a stratum of one value has no variance to test with";
}

// Welch 1947 by hand: means 2 and 6, variances 1 and 4 of n = 3 and 5: t = -4/sqrt(1/3 + 4/5).
TEST(Geodetector, WelchByHand) {
  const double y[] = {1, 2, 3, 3.172, 6, 6, 6, 8.828};
  const std::size_t strata[] = {0, 0, 0, 1, 1, 1, 1, 1};
  const auto risk = risk_detector(y, strata);
  const double v2 = (2 * 2.828 * 2.828) / 4;
  const double t = -4 / std::sqrt(1.0 / 3 + v2 / 5);
  EXPECT_NEAR(risk->pairs[0].t, t, 1e-12);
  const double degrees = std::pow(1.0 / 3 + v2 / 5, 2) / (1.0 / 9 / 2 + v2 * v2 / 25 / 4);
  EXPECT_NEAR(risk->pairs[0].degrees, degrees, 1e-12);
  EXPECT_NEAR(risk->pairs[0].p, math::student_t_two_sided(t, degrees), 1e-15);
}

TEST(Geodetector, Mistakes) {
  const double y[] = {1, 2, 3};
  const double flat[] = {1, 1, 1};
  const double bad[] = {1, std::nan(""), 3};
  const std::size_t two[] = {0, 1};
  const std::size_t three[] = {0, 0, 1};
  const std::size_t each[] = {0, 1, 2};
  EXPECT_REFUSED(factor_detector(y, two), ErrorCode::shape, "measure.geodetector.shape");
  EXPECT_REFUSED(factor_detector(bad, three), ErrorCode::domain, "measure.geodetector.not_finite");
  EXPECT_REFUSED(risk_detector(flat, three), ErrorCode::domain, "measure.geodetector.constant");
  EXPECT_REFUSED(factor_detector(y, each), ErrorCode::shape, "measure.geodetector.strata");
  EXPECT_REFUSED(ecological_detector(y, three, each), ErrorCode::domain, "measure.geodetector.no_rest");
  EXPECT_REFUSED(detector_sweep(y, y, 1, 3), ErrorCode::domain, "measure.geodetector.classes");
  EXPECT_REFUSED(detector_sweep(y, bad, 2, 3), ErrorCode::domain, "measure.discretise.not_finite");
}

// Strata that have nothing to do with y: q is (L - 1)/(N - 1) on average, which the adjusted q takes off.
TEST(Geodetector, MoreStrataRaiseQByThemselvesButNotTheAdjustedOne) {
  const Rng rng(7, 1);
  constexpr std::size_t kTrials = 500;
  constexpr std::size_t n = 31;
  for (const std::size_t strata : {3U, 7U}) {
    double q = 0;
    double adjusted = 0;
    for (std::size_t trial = 0; trial < kTrials; ++trial) {
      std::vector<double> y;
      std::vector<std::size_t> stratum;
      for (std::size_t i = 0; i < n; ++i) {
        y.push_back(normal(rng, {.entity = trial, .draw = static_cast<std::uint16_t>(i)}));
        stratum.push_back(i % strata);
      }
      const auto found = factor_detector(y, stratum);
      q += found->q / kTrials;
      adjusted += found->adjusted / kTrials;
    }
    EXPECT_NEAR(q, static_cast<double>(strata - 1) / (n - 1), 0.006);
    EXPECT_NEAR(adjusted, 0, 0.012);
  }
}

TEST(Geodetector, SweepHoldsEveryRuleAndCount) {
  std::vector<double> y;
  std::vector<double> x;
  for (int i = 0; i < 30; ++i) {
    x.push_back(1 + i % 7 + i / 10.0);
    y.push_back(x.back() * x.back() + i % 3);
  }
  const auto sweep = detector_sweep(y, x, 3, 6);
  ASSERT_EQ(sweep->size(), kDiscretisations * 4);
  for (const SweepRow& row : *sweep) {
    ASSERT_TRUE(row.possible);
    const auto classes = discretise(x, row.rule, row.classes);
    EXPECT_EQ(row.factor.q, factor_detector(y, classes->class_of)->q);
  }
  for (const SweepChoice choice : {SweepChoice::adjusted, SweepChoice::largest}) {
    const auto value = [choice](const SweepRow& row) {
      return choice == SweepChoice::largest ? row.factor.q : row.factor.adjusted;
    };
    const auto best = best_of(*sweep, choice);
    ASSERT_TRUE(best);
    EXPECT_EQ((*sweep)[*best].factor.single, 0U);
    for (const SweepRow& row : *sweep) EXPECT_TRUE(row.factor.single > 0 || value(row) <= value((*sweep)[*best]));
  }
  x[0] = 0;
  EXPECT_FALSE((*detector_sweep(y, x, 3, 6))[3 * 4].possible) << "no geometric series from 0";
}

}  // namespace
}  // namespace tidu::measure
