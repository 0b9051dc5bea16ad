// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/panel_fit.h"

#include <cmath>
#include <utility>

#include "core/base/math.h"
#include "core/base/sum.h"

namespace tidu::calibrate {
namespace {

constexpr double kNormal95 = 1.6448536269514722;  // 95 % quantile of the standard normal distribution

double variance(std::span<const double> x) {
  const double centre = mean(x);
  double total = 0;
  for (const double v : x) total += (v - centre) * (v - centre);
  return total / static_cast<double>(x.size());
}

Result<void> check_sizes(const PanelInput& input) {
  const auto [regions, years] = input.percent.extents();
  const auto wrong = [](Text message) {
    return failure(ErrorCode::shape, std::move(message), text("calibrate.panel_sizes.hint"));
  };
  if (!input.population.empty() && input.population.size() != regions) {
    return wrong(text("calibrate.panel_population", input.population.size(), regions));
  }
  if (!input.attributes.empty() && input.attributes.size() != regions) {
    return wrong(text("calibrate.panel_attributes", input.attributes.size(), regions));
  }
  if (input.links != nullptr && input.links->regions() != regions) {
    return wrong(text("calibrate.panel_links", input.links->regions(), regions));
  }
  if (regions == 0 || years < 2) {
    return failure(ErrorCode::shape, text("calibrate.panel_years", regions, years), text("calibrate.panel_years.hint"));
  }
  return {};
}

Result<void> check_values(const PanelInput& input) {
  const auto [regions, years] = input.percent.extents();
  for (std::size_t r = 0; r < regions; ++r) {
    std::size_t seen = 0;
    for (std::size_t t = 0; t < years; ++t) {
      const double y = input.percent(r, t);
      if (std::isnan(y)) continue;
      ++seen;
      if (y > 0 && y < 100) continue;
      return failure(ErrorCode::domain,
                     text("calibrate.panel_percent", r + 1, input.first_year + static_cast<int>(t), y),
                     text("calibrate.percent.hint"));
    }
    if (seen > 0) continue;
    return failure(ErrorCode::shape, text("calibrate.panel_empty", r + 1), text("calibrate.panel_empty.hint"));
  }
  return {};
}

Result<void> check_options(const PanelInput& input) {
  const int last = input.first_year + static_cast<int>(input.percent.extent<Year>()) - 1;
  const std::vector<int>& breaks = input.options.breaks;
  for (std::size_t i = 0; i < breaks.size(); ++i) {
    if (breaks[i] > input.first_year && breaks[i] <= last && (i == 0 || breaks[i] > breaks[i - 1])) continue;
    return failure(ErrorCode::domain, text("calibrate.panel_break", breaks[i], input.first_year + 1, last),
                   text("calibrate.panel_break.hint"));
  }
  const double rho = input.options.correlation;
  if (rho >= 0 && rho < 1) return {};
  return failure(ErrorCode::domain, text("calibrate.correlation", rho), text("calibrate.correlation.hint"));
}

PathFitInput paths_input(const PanelInput& input) {
  const PanelOptions& options = input.options;
  const auto [regions, years] = input.percent.extents();
  PathFitInput out;
  out.setting.process = options.process;
  out.setting.population.assign(input.population.begin(), input.population.end());
  if (input.population.empty()) out.setting.population.assign(regions, 1.0);
  if (input.links != nullptr) out.setting.links = *input.links;
  out.setting.steps_per_year = options.steps_per_year;
  out.setting.pulses = options.pulses;
  const int end = std::max(options.last_year, input.first_year + static_cast<int>(years) - 1);
  for (int year = input.first_year; year <= end; ++year) out.setting.times.push_back(year);
  for (std::size_t r = 0; r < regions; ++r) {
    for (std::size_t t = 0; t < out.setting.times.size(); ++t) {
      const int year = input.first_year + static_cast<int>(t);
      PathRow row{.region = r, .time = t, .share = std::numeric_limits<double>::quiet_NaN()};
      for (const int first : options.breaks) row.wording += year < first ? 1 : 0;
      if (t < years) row.share = input.percent(r, t) / 100;
      out.rows.push_back(row);
    }
  }
  out.attribute_index = attribute_index(options.process, input.attributes);
  out.wordings = options.breaks.size() + 1;
  out.region_effects = options.region_effects;
  out.shocks = options.shocks;
  out.priors = options.priors;
  out.start = {.sigma = math::exp(options.priors.log_observation_sd.mean),
               .rho = options.correlation,
               .group = {math::exp(options.priors.log_region_sd.mean), math::exp(options.priors.log_shock_sd.mean)}};
  return out;
}

void set_parameters(PanelFit& fit) {
  const PathFit& p = fit.posterior;
  const PathLayout& layout = p.layout;
  const auto sd = [&p](std::size_t j) { return std::sqrt(p.covariance(j, j)); };
  const auto logarithm = [&](std::size_t j) { return from_logarithm(p.mean[j], sd(j)); };
  const auto logit = [&](std::size_t j) { return from_logit(p.mean[j], sd(j)); };
  fit.innovation = logarithm(PathLayout::kInnovation);
  fit.imitation = logarithm(PathLayout::kImitation);
  fit.market = logit(PathLayout::kMarket);
  fit.discontinuance = logarithm(PathLayout::kDiscontinuance);
  fit.knowledge = logarithm(PathLayout::kKnowledge);
  fit.aware = logit(PathLayout::kAware);
  for (std::size_t i = 0; i < layout.pulses; ++i) fit.pulse.push_back(logarithm(layout.pulse + i));
  for (std::size_t w = layout.wordings; w > 0; --w) fit.wording.push_back(logarithm(layout.wording + w - 1));
  fit.wording.push_back({1, 1, 1});
  if (layout.scales > 0) {
    const double half = kNormal95 * sd(layout.scale);
    const double scale = p.mean[layout.scale];
    fit.scale = Estimate{scale, scale - half, scale + half};
  }
  fit.observation_sd = p.components.sigma;
  fit.correlation = p.components.rho;
  fit.region_sd = layout.effects > 0 ? p.components.group[0] : 0;
  fit.shock_sd = layout.shocks > 0 ? p.components.group[1] : 0;
}

void set_speeds(PanelFit& fit) {
  const PathFit& p = fit.posterior;
  const PathLayout& layout = p.layout;
  fit.log_speed = path_parameters(fit.input, layout, p.mean).log_speed;
  const std::vector<double>& a = fit.input.attribute_index;
  for (std::size_t r = 0; r < layout.starts; ++r) {
    double error2 = 0;
    const std::size_t e = layout.effect + r;
    if (layout.effects > 0) error2 += p.covariance(e, e);
    if (layout.scales > 0) error2 += a[r] * a[r] * p.covariance(layout.scale, layout.scale);
    if (layout.scales > 0 && layout.effects > 0) error2 += 2 * a[r] * p.covariance(layout.scale, e);
    fit.speed_error.push_back(std::sqrt(std::max(0.0, error2)));
  }
  if (layout.scales == 0) return;
  std::vector<double> by_attributes;
  for (const double index : a) by_attributes.push_back(p.mean[layout.scale] * index);
  const double known = variance(by_attributes);
  const double own = layout.effects > 0 ? variance({p.mean.data() + layout.effect, layout.effects}) : 0;
  fit.explained = known > 0 ? known / (known + own) : 0;
}

void set_predictions(PanelFit& fit) {
  const std::size_t years = fit.input.setting.times.size();
  const auto rows = predict_rows(fit.posterior);
  fit.path = Array<double, Region, Year>({fit.posterior.layout.starts, years});
  fit.predicted = fit.low = fit.high = fit.path;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    fit.path.values()[i] = 100 * math::logistic(fit.posterior.logit[i]);
    const Estimate percent = from_logit(rows[i].mean, rows[i].sd);
    fit.predicted.values()[i] = 100 * percent.value;
    fit.low.values()[i] = 100 * percent.low;
    fit.high.values()[i] = 100 * percent.high;
  }
}

}  // namespace

Estimate from_logarithm(double mean, double sd) {
  return {math::exp(mean), math::exp(mean - kNormal95 * sd), math::exp(mean + kNormal95 * sd)};
}

Estimate from_logit(double mean, double sd) {
  return {math::logistic(mean), math::logistic(mean - kNormal95 * sd), math::logistic(mean + kNormal95 * sd)};
}

std::vector<double> attribute_index(const diffusion::ProcessParameters& process,
                                    std::span<const diffusion::Attributes> attributes) {
  std::vector<double> index;
  for (const diffusion::Attributes& a : attributes) {
    index.push_back(process.weight_relative_advantage * a.relative_advantage +
                    process.weight_compatibility * a.compatibility - process.weight_complexity * a.complexity +
                    process.weight_observability * a.observability + process.weight_trialability * a.trialability);
  }
  if (index.empty()) return index;
  const double centre = mean(index);
  for (double& a : index) a -= centre;
  return index;
}

Result<PanelFit> fit_panel(const PanelInput& input, Executor& executor) {
  if (auto fits = check_sizes(input); !fits) return tl::unexpected(fits.error());
  if (auto fits = check_values(input); !fits) return tl::unexpected(fits.error());
  if (auto fits = check_options(input); !fits) return tl::unexpected(fits.error());
  PanelFit fit;
  fit.input = paths_input(input);
  fit.first_year = input.first_year;
  auto posterior = fit_paths(fit.input, executor);
  if (!posterior) return tl::unexpected(posterior.error());
  fit.posterior = std::move(*posterior);
  set_parameters(fit);
  set_speeds(fit);
  set_predictions(fit);
  return fit;
}

}  // namespace tidu::calibrate
