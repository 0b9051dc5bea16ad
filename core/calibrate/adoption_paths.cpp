// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/adoption_paths.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/base/assert.h"
#include "core/base/math.h"

namespace tidu::calibrate {
namespace {

using diffusion::kGroups;
using diffusion::kGroupShares;
using diffusion::kLayers;
using diffusion::kStages;
using diffusion::Layer;
using diffusion::Stage;

constexpr std::size_t at(Stage stage) { return static_cast<std::size_t>(stage); }
constexpr std::size_t at(Layer layer) { return static_cast<std::size_t>(layer); }

std::array<diffusion::LayerMixing, kLayers> layers(const PathSetting& setting) {
  std::array<diffusion::LayerMixing, kLayers> mixing;
  double all = 0;
  for (const double people : setting.population) all += people;
  std::vector<double> shares = setting.population;
  for (double& share : shares) share /= all;
  if (setting.links) mixing[at(Layer::chain)].region = diffusion::neighbour_mixing(*setting.links, 1, 0);
  mixing[at(Layer::online)].region = diffusion::everybody_factor(std::move(shares));
  if (setting.copies > 1) {
    std::vector<double> originals(setting.copies * setting.copies);
    for (std::size_t c = 0; c < setting.copies; ++c) originals[c * setting.copies] = 1;
    for (const Layer layer : {Layer::chain, Layer::online}) {
      mixing[at(layer)].sector = diffusion::dense_factor(originals);
    }
  }
  if (!setting.groups) return mixing;
  auto group = diffusion::heterophily_factors(setting.process, diffusion::Weighting::shares);
  for (std::size_t l = 0; l < kLayers; ++l) mixing[l].group = std::move(group[l]);
  return mixing;
}

// Users of each group when sum_a share_a (1 - exp(-k_a L)) = f: by bisection in L.
std::array<double, kGroups> users_by_group(const std::array<double, kGroups>& factor, double f) {
  std::array<double, kGroups> users{};
  double low = 0;
  double high = 1;
  const auto mean_at = [&](double effort) {
    double mean = 0;
    for (std::size_t a = 0; a < kGroups; ++a) {
      users[a] = -math::expm1(-factor[a] * effort);
      mean += kGroupShares[a] * users[a];
    }
    return mean;
  };
  while (high < 1e6 && mean_at(high) < f) high *= 2;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (mean_at(middle) < f ? low : high) = middle;
  }
  mean_at((low + high) / 2);
  return users;
}

// [start_rule], for a cell of one person.
std::array<double, kStages> start_state(const diffusion::ProcessRates& rates, const diffusion::DecisionSettings& cell,
                                        double users, double aware) {
  const double v = cell.decided_visible;
  diffusion::ByLayer x;
  x.fill(users);
  const auto contacts = diffusion::contact_rates(rates, x, diffusion::contagion_of(rates, cell.degrees, x), {users, 0});
  const double decision = contacts.reached * contacts.decision + (1 - contacts.reached) * contacts.alone;
  const double leave_decided = rates.implementation + rates.abandonment;
  const double leave_new = rates.confirmation + rates.disenchantment;
  const double unaware = (1 - aware) * (1 - users);
  const double in_favour = contacts.favourable * aware * (1 - users);
  const double decided = std::min(in_favour * decision / (leave_decided + (1 - v) * decision), v > 0 ? users / v : 1.0);
  const double using_it = std::max(0.0, users - v * decided);
  const double heard = contacts.knowledge / (contacts.knowledge + rates.elaboration);
  std::array<double, kStages> n{};
  n[at(Stage::unaware)] = unaware * (1 - heard);
  n[at(Stage::knowledge)] = unaware * heard;
  n[at(Stage::persuasion)] = std::max(0.0, in_favour - (1 - v) * decided);
  n[at(Stage::unfavourable)] = (1 - contacts.favourable) * aware * (1 - users);
  n[at(Stage::decided)] = decided;
  n[at(Stage::implementing)] = std::min(using_it, decided * rates.implementation / leave_new);
  n[at(Stage::confirmed)] = using_it - n[at(Stage::implementing)];
  return n;
}

constexpr FormulaRecord kFormulas[] = {
    {"start_rule", "D₀: h·P = D·(1/τ_I + δ_D),  I₀: D/τ_I = I·(1/τ_C + δ_I),  P + (1 − v)·D : N = G : 1 − G", "Tidu"},
};

}  // namespace

Result<AdoptionPaths> AdoptionPaths::make(PathSetting setting) {
  for (std::size_t i = 0; i < setting.times.size(); ++i) {
    if (std::isfinite(setting.times[i]) && (i == 0 || setting.times[i] > setting.times[i - 1])) continue;
    return failure(ErrorCode::domain, text("calibrate.times", i + 1), text("calibrate.times.hint"));
  }
  if (setting.steps_per_year < 1 || setting.steps_per_year > 365) {
    return failure(ErrorCode::domain, text("calibrate.steps", setting.steps_per_year), text("calibrate.steps.hint"));
  }
  for (std::size_t i = 0; i < setting.pulses.size(); ++i) {
    if (setting.pulses[i].end > setting.pulses[i].begin) continue;
    return failure(ErrorCode::domain, text("calibrate.pulse", i + 1), text("calibrate.pulse.hint"));
  }
  const std::size_t groups = setting.groups ? kGroups : 1;
  std::vector<double> people;
  for (const double n : setting.population) {
    for (std::size_t k = 0; k < setting.copies * groups; ++k) {
      people.push_back(groups == 1 ? n : n * kGroupShares[k % groups]);
    }
  }
  auto map = diffusion::DecisionMap::make(
      {.shape = {.regions = setting.population.size(), .sectors = setting.copies, .groups = groups},
       .decided_visible = setting.process.decided_visible,
       .degrees = diffusion::degrees_of(setting.process),
       .mixing = layers(setting),
       .scheme = diffusion::StepScheme::midpoint},
      people);
  if (!map) return tl::unexpected(map.error());
  return AdoptionPaths(std::move(setting), std::move(*map));
}

AdoptionPaths::AdoptionPaths(PathSetting setting, diffusion::DecisionMap map)
    : setting_(std::move(setting)),
      map_(std::move(map)),
      people_(map_.people().begin(), map_.people().end()),
      conditions_(people_.size()) {}

int AdoptionPaths::steps_between(std::size_t point) const {
  const double years = setting_.times[point + 1] - setting_.times[point];
  return std::max(1, static_cast<int>(std::floor(years * setting_.steps_per_year + 0.5)));
}

std::size_t AdoptionPaths::steps() const {
  std::size_t all = 0;
  for (std::size_t i = 0; i + 1 < setting_.times.size(); ++i) all += static_cast<std::size_t>(steps_between(i));
  return all;
}

// Mean over [begin, end) of the product of the pulses that are on; pulses that overlap count one after the other.
double AdoptionPaths::media_factor(const PathParameters& parameters, double begin, double end) const {
  double factor = 1;
  for (std::size_t i = 0; i < setting_.pulses.size(); ++i) {
    const double overlap = std::min(end, setting_.pulses[i].end) - std::max(begin, setting_.pulses[i].begin);
    if (overlap > 0) factor *= 1 + (parameters.pulse[i] - 1) * std::min(1.0, overlap / (end - begin));
  }
  return factor;
}

void AdoptionPaths::set_rates(const PathParameters& parameters, double media) {
  diffusion::ProcessParameters process = setting_.process;
  process.innovation = parameters.innovation;
  process.imitation = parameters.imitation;
  process.discontinuance = parameters.discontinuance;
  process.media *= parameters.knowledge;
  process.word_of_mouth *= parameters.knowledge;
  const diffusion::CellShape& shape = map_.settings().shape;
  for (std::size_t c = 0; c < conditions_.size(); ++c) {
    conditions_[c].residual = parameters.log_speed[c / shape.groups];
    conditions_[c].media = conditions_[c].talent = media;
  }
  rates_ = diffusion::make_process_rates(process, shape, {}, conditions_);
}

void AdoptionPaths::set_start(const PathParameters& parameters) {
  const std::size_t groups = map_.settings().shape.groups;
  const auto factor = diffusion::group_factors(setting_.process.group_spread);
  Array<double, diffusion::StageAxis, diffusion::Cell> state({kStages, people_.size()});
  for (std::size_t u = 0; u < units(); ++u) {
    std::array<double, kGroups> users{parameters.start_users[u]};
    if (groups > 1) users = users_by_group(factor, parameters.start_users[u]);
    for (std::size_t a = 0; a < groups; ++a) {
      const std::size_t c = u * groups + a;
      const auto n = start_state(rates_[c], map_.settings(), users[a], parameters.aware);
      for (std::size_t k = 0; k < kStages; ++k) state(k, c) = people_[c] * n[k];
    }
  }
  map_.set_state(state.view());
}

void AdoptionPaths::write(std::size_t point, View<double, Region, Instant> users,
                          View<double, Region, Instant> aware) const {
  const std::size_t groups = map_.settings().shape.groups;
  const auto state = map_.state();
  for (std::size_t u = 0; u < units(); ++u) {
    double people = 0;
    double seen = 0;
    double unaware = 0;
    for (std::size_t c = u * groups; c < (u + 1) * groups; ++c) {
      people += people_[c];
      seen += map_.settings().decided_visible * state(at(Stage::decided), c) + state(at(Stage::implementing), c) +
              state(at(Stage::confirmed), c);
      unaware += state(at(Stage::unaware), c);
    }
    users(u, point) = seen / people;
    if (aware.size() > 0) aware(u, point) = 1 - unaware / people;
  }
}

void AdoptionPaths::run(const PathParameters& parameters, View<double, Region, Instant> users,
                        View<double, Region, Instant> aware) {
  TIDU_ASSERT(parameters.log_speed.size() == units() && parameters.start_users.size() == units());
  TIDU_ASSERT(parameters.pulse.size() == setting_.pulses.size());
  const std::vector<double>& times = setting_.times;
  if (times.empty()) return;
  double media = media_factor(parameters, times[0], times[0] + 1.0 / setting_.steps_per_year);
  set_rates(parameters, media);
  set_start(parameters);
  write(0, users, aware);
  double dt_set = 0;
  for (std::size_t i = 0; i + 1 < times.size(); ++i) {
    const int steps = steps_between(i);
    const double dt = (times[i + 1] - times[i]) / steps;
    for (int s = 0; s < steps; ++s) {
      const double begin = times[i] + s * dt;
      const double factor = media_factor(parameters, begin, begin + dt);
      const bool changed = factor != media;
      if (changed) set_rates(parameters, media = factor);
      if (changed || dt != dt_set) map_.set_rates(rates_, dt_set = dt);
      map_.step();
    }
    write(i + 1, users, aware);
  }
}

std::span<const FormulaRecord> path_formulas() { return kFormulas; }

}  // namespace tidu::calibrate
