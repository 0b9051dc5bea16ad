// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/economy/ensemble.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/simulate/economy/band_draws.h"
#include "core/simulate/economy/support_test.h"

namespace tidu::simulate {
namespace {

using testing::assumptions;
using testing::example;

/// Blocks from the last to the first, as threads might take them; stops when it is told to.
class Backwards final : public Executor {
 public:
  explicit Backwards(bool stopped = false) : stopped_(stopped) {}
  void for_blocks(std::size_t blocks, FunctionRef<void(std::size_t)> body) override {
    for (std::size_t b = blocks; b-- > 0;) body(b);
  }
  bool cancelled() const noexcept override { return stopped_; }
  void progress(std::string_view, std::uint64_t, std::uint64_t) noexcept override {}

 private:
  bool stopped_;
};

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

TEST(BaselineEnsemble, QuantilesAreOrderStatisticsOfTheDraws) {
  const BaselineInput input = example(1);
  const BaselineAssumptions a = assumptions();
  const auto ensemble = run_baselines(input, a, {.draws = 100, .rows = 20}, serial_executor());
  ASSERT_TRUE(ensemble);
  EXPECT_EQ(ensemble->refused, 0U);
  std::vector<double> product;
  std::vector<double> beta;
  for (std::uint64_t draw = 0; draw < 100; ++draw) {
    const auto run = run_baseline(input, draw_point(input, a, {draw, draw, draw}));
    ASSERT_TRUE(run);
    product.push_back(run->of(RegionOutcome::product, 3, 2));
    beta.push_back(run->of(NationOutcome::beta, 2));
    if (draw < 40) {
      EXPECT_EQ(ensemble->headline(draw, 0), run->of(kHeadlines[0], 3));
    }
  }
  std::sort(product.begin(), product.end());
  std::sort(beta.begin(), beta.end());
  for (std::size_t q = 0; q < kBaselineQuantiles.size(); ++q) {
    const auto rank = static_cast<std::size_t>(std::ceil(kBaselineQuantiles[q] * 100)) - 1;
    EXPECT_EQ(ensemble->region(static_cast<std::size_t>(RegionOutcome::product), 3, 2, q), product[rank]);
    EXPECT_EQ(ensemble->nation(static_cast<std::size_t>(NationOutcome::beta), 2, q), beta[rank]);
  }
  EXPECT_TRUE(std::isnan(ensemble->nation(static_cast<std::size_t>(NationOutcome::beta), 0, 1))) << "no growth yet";
}

TEST(BaselineEnsemble, SameBitsInAnyOrder) {
  const BaselineInput input = example(2);
  const BaselineAssumptions a = assumptions();
  Backwards backwards;
  const auto one = run_baselines(input, a, {.draws = 70, .rows = 10}, serial_executor());
  const auto other = run_baselines(input, a, {.draws = 70, .rows = 10}, backwards);
  ASSERT_TRUE(one && other);
  EXPECT_TRUE(same_bits(one->region.values(), other->region.values()));
  EXPECT_TRUE(same_bits(one->nation.values(), other->nation.values()));
  const auto shares = baseline_variance(input, a, *one, serial_executor());
  const auto again = baseline_variance(input, a, *other, backwards);
  ASSERT_TRUE(shares && again);
  for (std::size_t h = 0; h < kHeadlines.size(); ++h) {
    ASSERT_EQ(shares->headline[h].has_value(), again->headline[h].has_value());
    if (shares->headline[h]) {
      EXPECT_EQ(shares->headline[h]->factors[0].first, again->headline[h]->factors[0].first);
    }
  }
}

// Where one kind of number alone has a range, all of the variance is its own.
TEST(BaselineVariance, OneKindAloneHasItAll) {
  BaselineInput input = example(4);
  for (economy::Trend* trend : {&input.efficiency, &input.labour}) {
    trend->region_error.assign(4, 0);
    trend->mean_error = 0;
  }
  BaselineAssumptions a = assumptions();
  a.yearly_shocks = false;
  const auto fix = [](auto options, std::vector<Range>& ranges, SourceKind kept) {
    for (std::size_t k = 0; k < ranges.size(); ++k) {
      if (options[k].record.kind != kept) ranges[k].high = ranges[k].low = options[k].record.default_value;
      if (options[k].record.key == "economy.world_size") ranges[k] = {50, 50};
    }
  };
  for (std::size_t kind = 1; kind < 3; ++kind) {
    BaselineAssumptions only = a;
    fix(economy::accounts::accounts_options(), only.accounts, kSourceGroups[kind]);
    fix(economy::statics_options(), only.statics, kSourceGroups[kind]);
    fix(economy::accounts::skill_options(), only.skills, kSourceGroups[kind]);
    fix(economy::step_options(), only.step, kSourceGroups[kind]);
    fix(economy::density_options(), only.density, kSourceGroups[kind]);
    const auto ensemble = run_baselines(input, only, {.draws = 120, .rows = 60}, serial_executor());
    ASSERT_TRUE(ensemble);
    const auto shares = baseline_variance(input, only, *ensemble, serial_executor());
    ASSERT_TRUE(shares);
    EXPECT_EQ(shares->rows, 60U);
    for (const auto& headline : shares->headline) {
      ASSERT_TRUE(headline);
      for (std::size_t g = 0; g < 3; ++g) {
        const measure::FactorSensitivity& share = headline->factors[g];
        if (g == kind) {
          EXPECT_NEAR(share.first, 1, 4 * share.first_error);
          EXPECT_GT(share.total, 0.7);
        } else {
          EXPECT_EQ(share.first, 0);
          EXPECT_EQ(share.total, 0);
        }
      }
    }
  }
}

TEST(BaselineEnsemble, DrawsWithoutASolutionAreCountedAndRefusedTogether) {
  const BaselineInput input = example(1);
  BaselineAssumptions a = assumptions();
  const auto options = economy::accounts::accounts_options();
  for (std::size_t k = 0; k < options.size(); ++k) {
    if (options[k].record.key == "economy.world_size") a.accounts[k] = {0.05, 3};
  }
  const auto some = run_baselines(input, a, {.draws = 60, .rows = 30}, serial_executor());
  ASSERT_TRUE(some);
  EXPECT_GT(some->refused, 0U);
  EXPECT_LT(some->refused, 60U);
  EXPECT_EQ(some->why->message.key, "accounts.world");
  for (std::size_t k = 0; k < options.size(); ++k) {
    if (options[k].record.key == "economy.world_size") a.accounts[k] = {0.001, 0.002};
  }
  const auto none = run_baselines(input, a, {.draws = 5}, serial_executor());
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message.key, "accounts.world");
  Backwards stopped(true);
  const auto cut = run_baselines(input, assumptions(), {.draws = 5}, stopped);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, ErrorCode::cancelled);
}

// Draws of bands are the ensemble's own, in their order and without those that have no solution.
TEST(BandDraws, AreTheEnsembles) {
  BaselineInput input = example(1);
  input.persistence = testing::lasting_years();
  BaselineAssumptions a = assumptions();
  Backwards backwards;
  const auto all = relative_growth_draws(input, a, 6, backwards);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->refused, 0U);
  const auto third = run_baseline(input, draw_point(input, a, {3, 3, 3}));
  for (std::size_t n = 0; n < 4; ++n) EXPECT_EQ(all->growth(3, n), third->of(RegionOutcome::relative_growth, 3, n));
  const auto options = economy::accounts::accounts_options();
  const auto set_world = [&](Range range) {
    for (std::size_t k = 0; k < options.size(); ++k) {
      if (options[k].record.key == "economy.world_size") a.accounts[k] = range;
    }
  };
  set_world({0.05, 3});
  const auto some = relative_growth_draws(input, a, 60, serial_executor());
  ASSERT_TRUE(some);
  EXPECT_GT(some->refused, 0U);
  EXPECT_EQ(some->refused + some->growth.extent<Draw>(), 60U);
  set_world({0.001, 0.002});
  const auto none = relative_growth_draws(input, a, 5, serial_executor());
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message.key, "accounts.world");
  Backwards stopped(true);
  const auto cut = relative_growth_draws(input, a, 5, stopped);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, ErrorCode::cancelled);
}

TEST(BaselineVariance, TooFewRows) {
  const BaselineInput input = example(1);
  const auto ensemble = run_baselines(input, assumptions(), {.draws = 4, .rows = 1}, serial_executor());
  ASSERT_TRUE(ensemble);
  const auto shares = baseline_variance(input, assumptions(), *ensemble, serial_executor());
  ASSERT_FALSE(shares);
  EXPECT_EQ(shares.error().message.key, "economy.variance_rows");
}

}  // namespace
}  // namespace tidu::simulate
