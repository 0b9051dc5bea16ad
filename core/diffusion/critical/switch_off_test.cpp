// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/critical/switch_off.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/text.h"
#include "core/diffusion/critical/support_test.h"

namespace tidu::diffusion {
namespace {

using testing::closed_regions;
using testing::kEightContacts;
using enum StepScheme;

ProcessRates bass_with_threshold(double p, double q, std::uint8_t kappa) {
  ProcessRates rates = bass_preset(p, q, kEightContacts).rates;
  rates.contagion = Contagion::threshold;
  rates.threshold = kappa;
  return rates;
}

/// The same rates all along; the support that ends is what switch_off takes anyway.
auto steady(const std::vector<ProcessRates>& rates) {
  return
      [&rates](const RatesMoment&, std::span<ProcessRates> out) { std::copy(rates.begin(), rates.end(), out.begin()); };
}

// P(Bin(8, x) >= kappa)
double reached(int kappa, double x) {
  double below = 0;
  double ways = 1;
  for (int k = 0; k < kappa; ++k) {
    below += ways * std::pow(x, k) * std::pow(1 - x, 8 - k);
    ways = ways * (8 - k) / (k + 1);
  }
  return 1 - below;
}

constexpr double kHalfStep = 1.0 / 48;

// dF/dt of one cell in which everybody meets everybody. Those who are reached decide with p + q, the others with p, and
// who is reached is drawn anew in every half step: a rate that is smaller than p + q phi to first order in dt.
double growth(double p, double q, int kappa, double f) {
  const double phi = reached(kappa, f);
  const double stays = phi * std::exp(-(p + q) * kHalfStep) + (1 - phi) * std::exp(-p * kHalfStep);
  return (1 - f) * -std::log(stays) / kHalfStep;
}

// Time from one share to another, by Simpson's rule over ln F (1/F' is steep in F where F is small).
double time_between(double from, double to, double p, double q, int kappa) {
  const int n = 20000;
  const double h = std::log(to / from) / n;
  double sum = 0;
  for (int i = 0; i <= n; ++i) {
    const double f = from * std::exp(h * i);
    sum += (i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2) * f / growth(p, q, kappa, f);
  }
  return sum * h / 3;
}

// The share from which contacts alone reach the target within the horizon.
double exact_critical_share(double q, int kappa, double target, double horizon) {
  double low = 1e-6;
  double high = target;
  for (int i = 0; i < 60; ++i) {
    const double middle = std::sqrt(low * high);
    (time_between(middle, target, 0, q, kappa) > horizon ? low : high) = middle;
  }
  return low;
}

TEST(SwitchOff, FollowsThresholdsAsTheIntegralSays) {
  const std::vector<double> people{1.0};
  const double q = 1.5;
  const double dt = 2 * kHalfStep;
  double previous = 0;
  for (const int kappa : {2, 3, 4}) {
    const std::vector<ProcessRates> rates{bass_with_threshold(0.02, q, static_cast<std::uint8_t>(kappa))};
    const auto found = switch_off_test(closed_regions(people, midpoint),
                                       {.dt = dt, .steps = 20 * 24, .horizon = 12 * 24}, steady(rates));
    ASSERT_TRUE(found && found->nation.found()) << kappa;
    const double share = exact_critical_share(q, kappa, 0.5, 12);
    EXPECT_NEAR(found->nation.share, share, 2e-4) << kappa;
    EXPECT_GT(found->nation.share, previous) << "more contacts needed, more mass";
    previous = found->nation.share;
    // The course gets there from F(0) = 0, of whose first part F = 1e-6 takes 1e-6/p.
    EXPECT_NEAR(found->nation.time, 1e-6 / 0.02 + time_between(1e-6, share, 0.02, q, kappa), dt / 10) << kappa;
    EXPECT_LT(found->runs, 18u);
    EXPECT_TRUE(found->regions.empty());
  }
}

TEST(SwitchOff, ALongerHorizonNeedsLess) {
  // Contacts are drawn anew in every step: the number is conditional on the horizon as well.
  const std::vector<double> people{1.0};
  const std::vector<ProcessRates> rates{bass_with_threshold(0.02, 1.5, 3)};
  const auto share = [&](std::size_t years) {
    return switch_off_test(closed_regions(people, midpoint), {.dt = 0.1, .steps = 200, .horizon = years * 10},
                           steady(rates))
        ->nation.share;
  };
  EXPECT_GT(share(8), share(16));
  EXPECT_GT(share(16), share(64));
}

TEST(SwitchOff, WithDiscontinuanceTheMassIsAnUnstableShare) {
  // dF/dt = (1 - F) q F^2/(F^2 + h^2) - delta F with q = 1, h = 1/2, delta = 0.2 has the unstable root 0.053: any long
  // horizon gives it.
  Preset preset = hill_preset(0.02, 1, 2, 0.5, kEightContacts);
  preset.exits = sis_preset(1, 1, kEightContacts).exits;
  preset.rates.abandonment = 0.2;
  const std::vector<double> people{1.0};
  DecisionMap map = *DecisionMap::make(
      {.exits = preset.exits, .decided_visible = 1, .degrees = kEightContacts, .scheme = midpoint}, people);
  map.start(Stage::persuasion);
  const std::vector<ProcessRates> rates{preset.rates};
  const double root = (1 - std::sqrt(1 - 4 * 1.2 * 0.05)) / 2.4;
  for (const std::size_t years : {200u, 400u}) {
    const auto found =
        switch_off_test(map, {.dt = 0.1, .steps = 200, .horizon = years * 10, .target = 0.6}, steady(rates));
    ASSERT_TRUE(found && found->nation.found());
    EXPECT_NEAR(found->nation.share, root, 1.5e-3) << "between two steps of the course";
  }
}

TEST(SwitchOff, OneContactIsEnoughHasNoCriticalMass) {
  const std::vector<double> people{1.0};
  std::vector<ProcessRates> rates{bass_preset(0.03, 0.38, kEightContacts).rates};
  const auto outcome = [&] {
    return switch_off_test(closed_regions(people, midpoint), {.dt = 0.1, .steps = 100, .horizon = 100}, steady(rates))
        ->nation;
  };
  EXPECT_EQ(outcome().outcome, CriticalOutcome::simple_contagion) << "linear";
  EXPECT_TRUE(std::isnan(outcome().share) && std::isnan(outcome().time));
  for (const std::uint8_t kappa : {std::uint8_t{0}, std::uint8_t{1}}) {
    rates[0] = bass_with_threshold(0.03, 0.38, kappa);
    EXPECT_EQ(outcome().outcome, CriticalOutcome::simple_contagion) << static_cast<int>(kappa);
  }
  rates[0] = hill_preset(0.03, 0.38, 1, 0.25, kEightContacts).rates;
  EXPECT_EQ(outcome().outcome, CriticalOutcome::simple_contagion) << "Hill, exponent 1";
  rates[0].hill_exponent = 2;
  EXPECT_NE(outcome().outcome, CriticalOutcome::simple_contagion);
  rates[0].imitation = {};
  EXPECT_EQ(outcome().outcome, CriticalOutcome::simple_contagion) << "no imitation at all";
}

TEST(SwitchOff, AlwaysAndNever) {
  const std::vector<double> people{1.0};
  const std::vector<ProcessRates> rates{bass_with_threshold(0.02, 1.5, 3)};
  DecisionMap map = closed_regions(people, midpoint);
  const SwitchOffRequest request{.dt = 0.1, .steps = 10, .horizon = 30};
  EXPECT_EQ(switch_off_test(map, request, steady(rates))->nation.outcome, CriticalOutcome::never) << "too short";
  Array<double, StageAxis, Cell> state({kStages, 1});
  state(2, 0) = state(4, 0) = 0.5;
  map.set_state(state.view());
  EXPECT_EQ(switch_off_test(map, request, steady(rates))->nation.outcome, CriticalOutcome::always);
}

TEST(SwitchOff, EachRegionHasItsOwn) {
  const std::vector<double> people{3.0, 1.0, 2.0};
  const std::vector<ProcessRates> rates{bass_with_threshold(0.02, 1.5, 2), bass_with_threshold(0.04, 1.5, 3),
                                        bass_preset(0.02, 0.4, kEightContacts).rates};
  const std::vector<double> targets{0.5, 0.3, 0.5};
  const SwitchOffRequest request{.dt = 0.1, .steps = 200, .horizon = 100, .region_targets = targets};
  const auto all = switch_off_test(closed_regions(people, midpoint), request, steady(rates));
  ASSERT_TRUE(all && all->regions.size() == 3);
  for (std::size_t r = 0; r < 2; ++r) {
    const std::vector<double> one{1.0};
    const std::vector<ProcessRates> own{rates[r]};
    const auto alone = switch_off_test(closed_regions(one, midpoint),
                                       {.dt = 0.1, .steps = 200, .horizon = 100, .target = targets[r]}, steady(own));
    ASSERT_TRUE(all->regions[r].found());
    EXPECT_NEAR(all->regions[r].time, alone->nation.time, 1e-9) << r;
    EXPECT_NEAR(all->regions[r].share, alone->nation.share, 1e-9) << r;
  }
  EXPECT_EQ(all->regions[2].outcome, CriticalOutcome::simple_contagion);
  EXPECT_EQ(all->nation.outcome, CriticalOutcome::conditional);
  EXPECT_LT(all->runs, 40u) << "continuations are shared";
}

TEST(SwitchOff, AsksForRatesWhereTheyChange) {
  // Innovation begins in year 5 only; the rule is asked once a year, and after switching off for the rates of then.
  const std::vector<double> people{1.0};
  std::vector<std::size_t> supported;
  bool wrong = false;
  const auto rule = [&](const RatesMoment& moment, std::span<ProcessRates> out) {
    if (moment.supported) supported.push_back(moment.step);
    wrong = wrong || moment.step > 200 || moment.map.people().size() != 1;
    out[0] = bass_with_threshold(moment.supported && moment.step >= 50 ? 0.02 : 0, 1.5, 3);
  };
  const SwitchOffRequest request{.dt = 0.1, .steps = 200, .horizon = 120, .steps_per_rates = 10};
  const auto late = switch_off_test(closed_regions(people, midpoint), request, rule);
  const std::vector<ProcessRates> from_start{bass_with_threshold(0.02, 1.5, 3)};
  const auto early = switch_off_test(closed_regions(people, midpoint), request, steady(from_start));
  ASSERT_TRUE(late && early);
  EXPECT_FALSE(wrong);
  EXPECT_NEAR(late->nation.time, early->nation.time + 5, 1e-9);
  EXPECT_NEAR(late->nation.share, early->nation.share, 1e-9);
  EXPECT_TRUE(std::ranges::all_of(supported, [](std::size_t step) { return step % 10 == 0; }));
}

TEST(SwitchOff, EndsWhatContactsDoNotBringAbout) {
  std::vector<ProcessRates> rates(2);
  rates[1] = {.media = 1, .innovation = 1, .imitation = {1, 2, 3}, .leaders = 4, .authority = 1, .demonstration = 0.5};
  switch_off(rates);
  EXPECT_EQ(rates[1].media + rates[1].innovation + rates[1].authority + rates[1].demonstration, 0);
  EXPECT_EQ(rates[1].imitation, (ByLayer{1, 2, 3}));
  EXPECT_EQ(rates[1].leaders, 4) << "leaders are contacts";
}

TEST(SwitchOff, Refuses) {
  const std::vector<double> people{1.0};
  const std::vector<ProcessRates> rates{bass_with_threshold(0.02, 1.5, 3)};
  const DecisionMap map = closed_regions(people, midpoint);
  const auto key = [&](const SwitchOffRequest& request, ErrorCode code) {
    const auto found = switch_off_test(map, request, steady(rates));
    EXPECT_FALSE(found.has_value());
    EXPECT_EQ(found.error().code, code);
    return found.error().message.key;
  };
  EXPECT_EQ(key({.steps = 0, .horizon = 1}, ErrorCode::domain), "diffusion.critical.steps");
  EXPECT_EQ(key({.steps = 1, .horizon = 0}, ErrorCode::domain), "diffusion.critical.steps");
  EXPECT_EQ(key({.steps = 1, .horizon = 1, .steps_per_rates = 0}, ErrorCode::domain), "diffusion.critical.steps");
  for (const double bad : {0.0, 1.5, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_EQ(key({.steps = 1, .horizon = 1, .target = bad}, ErrorCode::domain), "diffusion.critical.target");
    EXPECT_EQ(key({.steps = 1, .horizon = 1, .region_targets = {&bad, 1}}, ErrorCode::domain),
              "diffusion.critical.target");
  }
  const std::vector<double> two{0.5, 0.5};
  EXPECT_EQ(key({.steps = 1, .horizon = 1, .region_targets = two}, ErrorCode::shape), "diffusion.critical.targets");
}

/// Is cancelled after some questions.
class Impatient : public Executor {
 public:
  explicit Impatient(int patience) : patience_(patience) {}
  void for_blocks(std::size_t blocks, FunctionRef<void(std::size_t)> body) override {
    for (std::size_t b = 0; b < blocks; ++b) body(b);
  }
  bool cancelled() const noexcept override { return patience_-- <= 0; }
  void progress(std::string_view, std::uint64_t, std::uint64_t) noexcept override {}

 private:
  mutable int patience_;
};

TEST(SwitchOff, CanBeInterruptedAnywhere) {
  const std::vector<double> people{1.0};
  const std::vector<ProcessRates> rates{bass_with_threshold(0.02, 1.5, 3)};
  for (const int patience : {0, 10, 30, 80}) {
    Impatient executor(patience);
    const auto found = switch_off_test(closed_regions(people, midpoint), {.dt = 0.5, .steps = 20, .horizon = 30},
                                       steady(rates), executor);
    ASSERT_FALSE(found.has_value()) << patience;
    EXPECT_EQ(found.error().code, ErrorCode::cancelled);
    EXPECT_EQ(found.error().message.key, "diffusion.critical.cancelled");
  }
}

TEST(CriticalPoints, FindsTheFirstPointOfEachPlace) {
  // Place 0 rises to its target between points 13 and 14, place 1 begins above, place 2 never gets there.
  std::vector<int> asked(31, 0);
  const auto go_on = [&asked](std::size_t point) -> std::optional<Continuation> {
    ++asked[point];
    const auto x = static_cast<double>(point);
    return Continuation{.time = 2000 + x / 4, .off = {x / 100, 0.9, 0.1}, .end = {x / 27, 0.9, 0.4}};
  };
  const std::vector<double> targets{0.5, 0.5, 0.5, std::numeric_limits<double>::quiet_NaN()};
  const auto found = critical_points(30, targets, go_on);
  ASSERT_TRUE(found && found->places.size() == 4);
  ASSERT_TRUE(found->places[0].found());
  EXPECT_NEAR(found->places[0].time, 2000 + 13.5 / 4, 1e-12);
  EXPECT_NEAR(found->places[0].share, 0.135, 1e-15);
  EXPECT_EQ(found->places[1].outcome, CriticalOutcome::always);
  EXPECT_EQ(found->places[2].outcome, CriticalOutcome::never);
  EXPECT_EQ(found->places[3].outcome, CriticalOutcome::simple_contagion);
  EXPECT_LE(*std::max_element(asked.begin(), asked.end()), 1) << "no point is asked for twice";
  EXPECT_EQ(found->runs, static_cast<std::size_t>(std::count(asked.begin(), asked.end(), 1)));
}

TEST(CriticalPoints, Refuses) {
  const auto go_on = [](std::size_t) -> std::optional<Continuation> { return std::nullopt; };
  const std::vector<double> half{0.5};
  const std::vector<double> none{0.0};
  EXPECT_EQ(critical_points(0, half, go_on).error().message.key, "diffusion.critical.points");
  EXPECT_EQ(critical_points(3, none, go_on).error().message.key, "diffusion.critical.target");
  EXPECT_EQ(critical_points(3, half, go_on).error().code, ErrorCode::cancelled);
}

TEST(PeopleBeyond, CountsPeopleNotRegions) {
  const std::vector<CriticalMass> places{{.outcome = CriticalOutcome::conditional, .time = 3, .share = 0.1},
                                         {.outcome = CriticalOutcome::conditional, .time = 5, .share = 0.1},
                                         {.outcome = CriticalOutcome::always},
                                         {.outcome = CriticalOutcome::never},
                                         {.outcome = CriticalOutcome::simple_contagion}};
  const std::vector<double> people{10, 20, 30, 25, 15};
  const PeopleBeyond at = people_beyond(places, people, 3);
  EXPECT_DOUBLE_EQ(at.beyond, 0.40);
  EXPECT_DOUBLE_EQ(at.before, 0.45);
  EXPECT_DOUBLE_EQ(at.undefined, 0.15);
  EXPECT_DOUBLE_EQ(people_beyond(places, people, 2.9).beyond, 0.30);
  EXPECT_DOUBLE_EQ(people_beyond(places, people, 5).beyond, 0.60);
  const std::vector<double> nobody(5, 0.0);
  EXPECT_EQ(people_beyond(places, nobody, 5).beyond, 0);
}

}  // namespace
}  // namespace tidu::diffusion
