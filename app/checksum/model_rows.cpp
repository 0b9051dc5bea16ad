// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <utility>

#include "app/checksum/context.h"
#include "core/calibrate/heterogeneity.h"
#include "core/calibrate/national.h"
#include "core/simulate/ensemble.h"
#include "core/simulate/run.h"

namespace tidu::checksum {
namespace {

constexpr std::size_t kRegions = 31;

// A ring with chords over regions of different size.
diffusion::RegionLinks links(Context& context) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t r = 0; r < kRegions; ++r) {
    pairs.emplace_back(r, (r + 1) % kRegions);
    if (r % 3 == 0) pairs.emplace_back(r, (r + 7) % kRegions);
  }
  return diffusion::make_links(pairs, context.uniforms(kRegions, 1e6, 1e8));
}

simulate::Assumptions assumptions(Context& context, const diffusion::RegionLinks& links) {
  simulate::Assumptions out{.population_share = links.share, .seed = 17};
  const auto add = [](auto options, std::vector<Range>& ranges) {
    for (const auto& option : options) ranges.push_back({option.record.low, option.record.high});
  };
  add(diffusion::process_options(), out.process);
  add(diffusion::spread_options(), out.spread);
  add(diffusion::lever_options(), out.levers);
  for (const double value : context.uniforms(kRegions, -0.6, 0.6)) out.region_effect.push_back(value);
  for (const double value : context.uniforms(kRegions, 0.05, 0.2)) out.region_error.push_back(value);
  return out;
}

// Two scenarios: no lever, and each in some cells and some years.
std::array<simulate::Schedule, 2> scenarios() {
  std::array<simulate::Schedule, 2> out;
  for (std::size_t l = 0; l < diffusion::levers().size(); ++l) {
    simulate::LeverPull pull{.lever = l,
                             .strength = static_cast<double>(l % 4 + 1) / 4,
                             .cells = std::vector<std::uint8_t>(kRegions * diffusion::kGroups),
                             .first_year = 2025 + static_cast<int>(l % 3),
                             .last_year = 2028 + static_cast<int>(l % 5)};
    for (std::size_t c = 0; c < pull.cells.size(); ++c) pull.cells[c] = (l + 3 * c) % 5 < 3 ? 1 : 0;
    out[1].push_back(std::move(pull));
  }
  return out;
}

constexpr std::array<calibrate::Observation, 6> kSeries{{{2024.5, 0.16},
                                                         {2025.0, 0.18},
                                                         {2025.0, 0.235, calibrate::Asked::awareness},
                                                         {2025.0, 0.25, calibrate::Asked::use, 1},
                                                         {2025.5, 0.37},
                                                         {2026.0, 0.43}}};

void adoption_path(Context& context) {
  const diffusion::RegionLinks regions = links(context);
  const std::span<double> speed = context.uniforms(kRegions, 0.5, 1.5);
  simulate::AdoptionRun run(regions, {.speed = {speed.begin(), speed.end()}}, 12);
  for (int month = 0; month < 240; ++month) {
    run.run_until(2023 + month / 12.0);
    for (std::size_t r = 0; r < kRegions; ++r) context.hash().add(run.users(r));
  }
  for (const double share : run.stages()) context.hash().add(share);
}

void pulled_levers(Context& context) {
  const std::size_t cells = kRegions * diffusion::kGroups;
  const std::span<double> strength = context.uniforms(diffusion::levers().size() * cells);
  std::vector<diffusion::CellConditions> conditions(cells);
  const std::span<double> market = context.uniforms(cells, 0.2, 0.9);
  diffusion::pull({strength.data(), {diffusion::levers().size(), cells}}, {}, diffusion::kGroups, conditions, market);
  context.hash().add(market);
  for (const diffusion::CellConditions& known : conditions) {
    const diffusion::Attributes& a = known.attributes;
    for (const double value : {a.relative_advantage, a.compatibility, a.complexity, a.trialability, known.media,
                               known.demonstration, known.training, known.talent, known.exchange, known.distrust}) {
      context.hash().add(value);
    }
  }
}

void parameter_draws(Context& context) {
  const simulate::Assumptions assumed = assumptions(context, links(context));
  for (std::uint64_t i = 0; i < 100; ++i) {
    const simulate::ParameterDraw draw = simulate::draw_parameters(assumed, i);
    for (const auto& option : diffusion::process_options()) context.hash().add(option.get(draw.process));
    for (const auto& option : diffusion::spread_options()) context.hash().add(option.get(draw.spread));
    context.hash().add(draw.speed);
    const diffusion::LeverSizes sizes = simulate::draw_lever_sizes(assumed, i);
    for (const auto& option : diffusion::lever_options()) context.hash().add(option.get(sizes));
  }
}

void ensemble(Context& context) {
  const diffusion::RegionLinks regions = links(context);
  const simulate::Assumptions assumed = assumptions(context, regions);
  std::vector<std::uint64_t> members;
  for (std::uint64_t i = 0; i < 19; ++i) members.push_back(i / 2);
  const auto pulled = scenarios();
  const simulate::SimulateOptions options{.draws = members.size(), .last_year = 2032};
  const auto result = simulate::run_ensemble({regions, assumed, members, pulled, options}, context.executor());
  context.add(result, [&](const simulate::Ensemble& e) {
    context.hash().add(e.adoption.values());
    context.hash().add(e.groups.values());
    context.hash().add(e.nation.values());
    context.hash().add(e.stages.values());
    std::vector<double> nation = e.nation.values();
    for (const double p : {0.0, 0.05, 0.5, 0.95, 1.0}) context.hash().add(simulate::quantile(nation, p));
    const std::size_t years = e.nation.extent<Year>();
    context.hash().add(simulate::passing_time(std::span(e.nation.values()).first(years), e.first_year, 0.3));
  });
}

// Two panels of percentages; the second is shorter.
template <class Use>
void with_panels(Context& context, Use&& use) {
  const std::span<double> first = context.uniforms(kRegions * 10, 5, 60);
  const std::span<double> second = context.uniforms(kRegions * 6, 20, 95);
  const std::array<calibrate::SeriesPanel, 2> panels{
      {{{first.data(), {kRegions, 10}}, 2010}, {{second.data(), {kRegions, 6}}, 2014}}};
  use(panels);
}

void region_effects(Context& context) {
  with_panels(context, [&](std::span<const calibrate::SeriesPanel> panels) {
    context.add(calibrate::region_effects(panels), [&](const calibrate::RegionEffects& effects) {
      context.hash().add(effects.effect);
      context.hash().add(effects.error);
      context.hash().add(effects.between);
      context.hash().add(effects.within);
    });
  });
}

void backtest(Context& context) {
  with_panels(context, [&](std::span<const calibrate::SeriesPanel> panels) {
    context.add(calibrate::backtest(panels[0], 2016),
                [&](const std::array<calibrate::Score, calibrate::kModels>& scores) {
                  for (const calibrate::Score& score : scores) {
                    context.hash().add(std::uint64_t{score.predictions});
                    context.hash().add(score.rmse);
                    context.hash().add(score.mae);
                  }
                });
  });
}

void national(Context& context) {
  const diffusion::RegionLinks regions = links(context);
  const simulate::Assumptions assumed = assumptions(context, regions);
  const calibrate::CalibrateOptions options{.prior_draws = 3000, .candidates = 200};
  context.add(calibrate::fit_national({regions, assumed, kSeries, options}, context.executor()),
              [&](const calibrate::NationalFit& fit) {
                for (const std::uint64_t candidate : fit.candidates) context.hash().add(candidate);
                context.hash().add(fit.predicted.values());
                context.hash().add(fit.weights_fit);
                context.hash().add(fit.weights_all);
                context.hash().add(fit.effective_all);
                context.hash().add(fit.prior.values());
                const std::vector<double> last(
                    fit.predicted.values().end() - static_cast<std::ptrdiff_t>(fit.candidates.size()),
                    fit.predicted.values().end());
                for (const double p : {0.05, 0.5, 0.95})
                  context.hash().add(calibrate::weighted_quantile(last, fit.weights_all, p));
                for (const std::uint64_t draw : calibrate::resample(fit.weights_all, 100, 19)) context.hash().add(draw);
              });
}

void profile(Context& context) {
  const std::span<double> markets = context.placed(std::array{0.5, 0.8, 1.0});
  for (const calibrate::ProfilePoint& point : calibrate::market_profile(markets, {}, kSeries, {}, 6)) {
    for (const double value : {point.log_likelihood, point.media, point.innovation, point.imitation, point.pulse})
      context.hash().add(value);
  }
}

constexpr std::array kRows{
    KernelRow{"diffusion.adoption_path", adoption_path},
    KernelRow{"diffusion.levers", pulled_levers},
    KernelRow{"simulate.parameter_draws", parameter_draws},
    KernelRow{"simulate.ensemble", ensemble},
    KernelRow{"calibrate.region_effects", region_effects},
    KernelRow{"calibrate.backtest", backtest},
    KernelRow{"calibrate.national", national},
    KernelRow{"calibrate.market_profile", profile},
};

}  // namespace

std::span<const KernelRow> model_rows() { return kRows; }

}  // namespace tidu::checksum
