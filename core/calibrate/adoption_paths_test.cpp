// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/adoption_paths.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tidu::calibrate {
namespace {

PathSetting setting_of(std::size_t regions, int steps_per_year) {
  PathSetting setting{.population = std::vector<double>(regions, 2.0), .steps_per_year = steps_per_year};
  for (int t = 0; t <= 10; ++t) setting.times.push_back(2013 + t);
  return setting;
}

Array<double, Region, Instant> run(const PathSetting& setting, const PathParameters& parameters) {
  auto paths = *AdoptionPaths::make(setting);
  Array<double, Region, Instant> users({paths.units(), setting.times.size()});
  paths.run(parameters, users);
  return users;
}

PathParameters two_regions() {
  return {.innovation = 0.02,
          .imitation = 0.6,
          .discontinuance = 0.03,
          .aware = 0.6,
          .log_speed = {0.4, -0.4},
          .start_users = {0.2, 0.05}};
}

TEST(AdoptionPaths, StartWhereTheyAreToldAndGoOnWithoutAStandstill) {
  for (const bool groups : {false, true}) {
    PathSetting setting = setting_of(2, 12);
    setting.groups = groups;
    const auto users = run(setting, two_regions());
    EXPECT_NEAR(users(0, 0), 0.2, 1e-12);
    EXPECT_NEAR(users(1, 0), 0.05, 1e-12);
    // Without the rule nobody would be on the way from the decision to use: half of the first year's growth.
    const double first = users(0, 1) - users(0, 0);
    const double second = users(0, 2) - users(0, 1);
    EXPECT_GT(first, 0.6 * second) << groups;
    EXPECT_LT(first, 1.2 * second) << groups;
  }
}

TEST(AdoptionPaths, TwoStepsAYearAreEnoughForAPanelByYear) {
  const auto fine = run(setting_of(2, 365), two_regions());
  double last = 1;
  for (const int steps : {1, 2, 4, 8}) {
    const auto coarse = run(setting_of(2, steps), two_regions());
    double worst = 0;
    for (std::size_t i = 0; i < fine.size(); ++i) {
      worst = std::max(worst, std::fabs(coarse.values()[i] - fine.values()[i]));
    }
    EXPECT_LT(worst, last / 2.5) << "second order: a quarter of the error with twice the steps";
    if (steps == 2) {
      EXPECT_LT(worst, 0.005);
    }
    last = worst;
  }
}

TEST(AdoptionPaths, CopiesSeeTheOriginalsAndAreNotSeen) {
  PathSetting setting = setting_of(2, 2);
  const auto alone = run(setting, two_regions());
  setting.copies = 2;
  const auto same = run(setting, {.innovation = 0.02,
                                  .imitation = 0.6,
                                  .discontinuance = 0.03,
                                  .aware = 0.6,
                                  .log_speed = {0.4, 0.4, -0.4, -0.4},
                                  .start_users = {0.2, 0.2, 0.05, 0.05}});
  for (std::size_t t = 0; t < setting.times.size(); ++t) {
    EXPECT_NEAR(same(0, t), alone(0, t), 1e-12);
    EXPECT_NEAR(same(1, t), alone(0, t), 1e-12);
    EXPECT_NEAR(same(3, t), alone(1, t), 1e-12);
  }
}

TEST(AdoptionPaths, APulseHastensWhileItLasts) {
  PathSetting setting = setting_of(2, 4);
  const auto plain = run(setting, two_regions());
  setting.pulses = {{2015, 2016}};
  PathParameters parameters = two_regions();
  parameters.pulse = {1};
  EXPECT_EQ(run(setting, parameters).values(), plain.values()) << "a factor of 1 changes nothing";
  parameters.pulse = {5};
  const auto pushed = run(setting, parameters);
  EXPECT_EQ(pushed(0, 2), plain(0, 2)) << "2015";
  EXPECT_GT(pushed(0, 3), plain(0, 3) + 0.01) << "2016";
}

TEST(AdoptionPaths, ErrorsAreValues) {
  PathSetting setting = setting_of(2, 4);
  setting.times[3] = setting.times[2];
  EXPECT_EQ(AdoptionPaths::make(setting).error().message, text("calibrate.times", 4));
  EXPECT_EQ(AdoptionPaths::make(setting_of(2, 0)).error().message, text("calibrate.steps", 0));
  setting = setting_of(2, 4);
  setting.pulses = {{2014, 2015}, {2016, 2016}};
  EXPECT_EQ(AdoptionPaths::make(setting).error().message, text("calibrate.pulse", 2));
}

}  // namespace
}  // namespace tidu::calibrate
