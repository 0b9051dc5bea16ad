// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/path_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/assert.h"
#include "core/base/math.h"

namespace tidu::calibrate {
namespace {

using L = PathLayout;

constexpr double kDifference = 1.0 / 262144;  // of a logarithm or logit: forward differences
constexpr std::size_t kColumnsPerBlock = 8;

double logit(double share) { return math::log(share / (1 - share)); }

L layout_of(const PathFitInput& input) {
  L layout;
  layout.pulses = input.setting.pulses.size();
  layout.scale = layout.pulse + layout.pulses;
  layout.scales = input.attribute_index.empty() ? 0 : 1;
  layout.wording = layout.scale + layout.scales;
  layout.wordings = input.wordings - 1;
  layout.effect = layout.wording + layout.wordings;
  layout.effects = input.region_effects ? input.setting.population.size() : 0;
  layout.start = layout.effect + layout.effects;
  layout.starts = input.setting.population.size();
  layout.start_mean = layout.start + layout.starts;
  layout.shock = layout.start_mean + 1;
  layout.shocks = input.shocks ? input.setting.times.size() - 1 : 0;
  return layout;
}

}  // namespace

GaussianPrior PathPriors::* shared_prior(std::size_t parameter) {
  constexpr std::array kOf{&PathPriors::log_innovation,     &PathPriors::log_imitation, &PathPriors::logit_market,
                           &PathPriors::log_discontinuance, &PathPriors::log_knowledge, &PathPriors::logit_aware};
  TIDU_ASSERT(parameter < kOf.size());
  return kOf[parameter];
}

PathParameters path_parameters(const PathFitInput& input, const PathLayout& layout, std::span<const double> theta) {
  PathParameters out{.innovation = math::exp(theta[L::kInnovation]),
                     .imitation = math::exp(theta[L::kImitation]),
                     .discontinuance = math::exp(theta[L::kDiscontinuance]),
                     .knowledge = math::exp(theta[L::kKnowledge]),
                     .aware = math::logistic(theta[L::kAware])};
  for (std::size_t i = 0; i < layout.pulses; ++i) out.pulse.push_back(math::exp(theta[layout.pulse + i]));
  for (std::size_t r = 0; r < layout.starts; ++r) {
    double speed = layout.effects > 0 ? theta[layout.effect + r] : 0;
    if (layout.scales > 0) speed += theta[layout.scale] * input.attribute_index[r];
    out.log_speed.push_back(speed);
    out.start_users.push_back(math::logistic(theta[layout.start_mean] + theta[layout.start + r]));
  }
  return out;
}

void set_starts(std::span<const double> logits, const PathLayout& layout, std::vector<double>& theta) {
  double total = 0;
  std::size_t known = 0;
  for (const double z : logits) {
    if (std::isnan(z)) continue;
    total += z;
    ++known;
  }
  if (known > 0) theta[layout.start_mean] = total / static_cast<double>(known);
  for (std::size_t r = 0; r < layout.starts; ++r) {
    theta[layout.start + r] = std::isnan(logits[r]) ? 0 : logits[r] - theta[layout.start_mean];
  }
}

Result<PathModel> PathModel::make(const PathFitInput& input) {
  auto paths = AdoptionPaths::make(input.setting);
  if (!paths) return tl::unexpected(paths.error());
  PathSetting with_copies = input.setting;
  with_copies.copies = input.region_effects ? 3 : 2;
  auto copies = AdoptionPaths::make(std::move(with_copies));
  if (!copies) return tl::unexpected(copies.error());
  return PathModel(input, std::move(*paths), std::move(*copies));
}

PathModel::PathModel(const PathFitInput& input, AdoptionPaths paths, AdoptionPaths copies)
    : input_(input), layout_(layout_of(input)), paths_(std::move(paths)), copies_(std::move(copies)) {
  const std::size_t times = input.setting.times.size();
  users_ = aware_ = Array<double, Region, Instant>({paths_.units(), times});
  copied_users_ = copied_aware_ = Array<double, Region, Instant>({copies_.units(), times});
  logit_.resize(input.rows.size());
  share_.resize(input.rows.size());
  jacobian_ = Array<double, Row, Column>({input.rows.size(), layout_.size()});
}

std::vector<double> PathModel::first_guess(std::span<const GaussianPrior> prior) const {
  std::vector<double> theta;
  for (const GaussianPrior& p : prior) theta.push_back(p.mean);
  double highest = 0;
  for (const PathRow& row : input_.rows) {
    if (row.measure == Measure::users && row.share > highest) highest = row.share;
  }
  double market = math::logistic(theta[L::kMarket]);
  if (!is_known(L::kMarket)) market = std::max(market, std::min(0.99, 1.1 * highest));
  theta[L::kMarket] = logit(market);
  std::vector<double> start(layout_.starts, std::numeric_limits<double>::quiet_NaN());
  for (const PathRow& row : input_.rows) {
    if (row.measure != Measure::users || !std::isnan(start[row.region]) || std::isnan(row.share)) continue;
    start[row.region] = logit(std::clamp(row.share / market, 1e-5, 0.97));
  }
  set_starts(start, layout_, theta);
  return theta;
}

// Whether the map has a meaning there.
bool PathModel::sensible(std::span<const double> theta, const PathParameters& parameters) const {
  for (std::size_t j = 0; j < theta.size(); ++j) {
    const bool rate = j < L::kAware && j != L::kMarket;
    if (!(theta[j] > -40 && theta[j] < (rate ? 5 : 40))) return false;
  }
  const auto slow = [](double speed) { return std::fabs(speed) < 8; };
  return std::all_of(parameters.log_speed.begin(), parameters.log_speed.end(), slow);
}

std::size_t PathModel::shocks_of(const PathRow& row) const {
  return layout_.shocks > 0 && row.measure == Measure::users ? row.time : 0;
}

double PathModel::shock_weight(std::size_t t) const {
  return std::sqrt(input_.setting.times[t + 1] - input_.setting.times[t]);
}

bool PathModel::evaluate(std::span<const double> theta) {
  const PathParameters parameters = path_parameters(input_, layout_, theta);
  if (!sensible(theta, parameters)) return false;
  ++runs_;
  paths_.run(parameters, users_, aware_);
  const double market = math::logistic(theta[L::kMarket]);
  for (std::size_t i = 0; i < input_.rows.size(); ++i) {
    const PathRow& row = input_.rows[i];
    const bool by_users = row.measure == Measure::users;
    share_[i] = by_users ? market * users_(row.region, row.time) : aware_(row.region, row.time);
    double z = logit(share_[i]);
    if (row.wording > 0) z += theta[layout_.wording + row.wording - 1];
    for (std::size_t t = 0; t < shocks_of(row); ++t) z += shock_weight(t) * theta[layout_.shock + t];
    logit_[i] = z;
    if (!std::isfinite(z)) return false;
  }
  return true;
}

bool PathModel::is_known(std::size_t column) const {
  return column <= L::kAware && (input_.priors.*shared_prior(column)).sd == 0;
}

// Columns that need a run of the map of their own.
std::vector<std::size_t> PathModel::run_columns(bool whole) const {
  std::vector<std::size_t> columns;
  for (std::size_t j = 0; j < layout_.scale; ++j) {
    if (!is_known(j)) columns.push_back(j);
  }
  for (std::size_t j = layout_.effect; whole && j < layout_.start_mean; ++j) columns.push_back(j);
  return columns;
}

void PathModel::difference(std::span<const double> theta, std::size_t column, AdoptionPaths& paths,
                           Array<double, Region, Instant>& users, Array<double, Region, Instant>& aware) {
  std::vector<double> moved(theta.begin(), theta.end());
  moved[column] += kDifference;
  const double width = moved[column] - theta[column];
  paths.run(path_parameters(input_, layout_, moved), users, aware);
  const double market = math::logistic(moved[L::kMarket]);
  for (std::size_t i = 0; i < input_.rows.size(); ++i) {
    const PathRow& row = input_.rows[i];
    const bool by_users = row.measure == Measure::users;
    const double share = by_users ? market * users(row.region, row.time) : aware(row.region, row.time);
    jacobian_(i, column) = (share - share_[i]) / (width * share_[i] * (1 - share_[i]));
  }
}

// All columns of effects and starts from one run: the copies of a region differ in one of them each.
void PathModel::own_columns(std::span<const double> theta) {
  const std::size_t copies = copies_.setting().copies;
  const double market = math::logistic(theta[L::kMarket]);
  const PathParameters base = path_parameters(input_, layout_, theta);
  PathParameters moved = base;
  moved.log_speed.clear();
  moved.start_users.clear();
  for (std::size_t r = 0; r < layout_.starts; ++r) {
    moved.log_speed.insert(moved.log_speed.end(), copies, base.log_speed[r]);
    moved.start_users.insert(moved.start_users.end(), copies, base.start_users[r]);
    moved.start_users[r * copies + 1] =
        math::logistic(theta[layout_.start_mean] + theta[layout_.start + r] + kDifference);
    if (layout_.effects > 0) moved.log_speed[r * copies + 2] += kDifference;
  }
  copies_.run(moved, copied_users_, copied_aware_);
  ++runs_;
  for (std::size_t i = 0; i < input_.rows.size(); ++i) {
    const PathRow& row = input_.rows[i];
    const bool by_users = row.measure == Measure::users;
    const auto& paths = by_users ? copied_users_ : copied_aware_;
    const std::size_t first = row.region * copies;
    const double slope = (by_users ? market : 1) / (kDifference * share_[i] * (1 - share_[i]));
    const auto change = [&](std::size_t copy) { return paths(first + copy, row.time) - paths(first, row.time); };
    double* out = &jacobian_(i, 0);
    std::fill(out + layout_.effect, out + layout_.shock, 0.0);
    out[layout_.start + row.region] = change(1) * slope;
    if (layout_.effects > 0) out[layout_.effect + row.region] = change(2) * slope;
  }
}

// The columns that need no run, once the others are known.
void PathModel::plain_columns() {
  for (std::size_t i = 0; i < input_.rows.size(); ++i) {
    const PathRow& row = input_.rows[i];
    double* out = &jacobian_(i, 0);
    if (layout_.scales > 0) {
      out[layout_.scale] = 0;
      for (std::size_t r = 0; r < layout_.effects; ++r) {
        out[layout_.scale] += input_.attribute_index[r] * out[layout_.effect + r];
      }
    }
    out[layout_.start_mean] = 0;
    for (std::size_t r = 0; r < layout_.starts; ++r) out[layout_.start_mean] += out[layout_.start + r];
    for (std::size_t w = 0; w < layout_.wordings; ++w) out[layout_.wording + w] = row.wording == w + 1 ? 1 : 0;
    for (std::size_t t = 0; t < layout_.shocks; ++t) out[layout_.shock + t] = t < shocks_of(row) ? shock_weight(t) : 0;
  }
}

bool PathModel::differentiate(std::span<const double> theta, bool whole, Executor& executor) {
  const bool same = std::equal(theta.begin(), theta.end(), jacobian_at_.begin(), jacobian_at_.end());
  if (!evaluate(theta)) return false;
  if (same && whole == jacobian_whole_) return true;
  if (!whole) own_columns(theta);
  const auto columns = run_columns(whole);
  executor.for_blocks((columns.size() + kColumnsPerBlock - 1) / kColumnsPerBlock, [&](std::size_t block) {
    AdoptionPaths paths = paths_;
    Array<double, Region, Instant> users(users_.extents());
    Array<double, Region, Instant> aware(users_.extents());
    const std::size_t end = std::min(columns.size(), (block + 1) * kColumnsPerBlock);
    for (std::size_t k = block * kColumnsPerBlock; k < end; ++k) difference(theta, columns[k], paths, users, aware);
  });
  runs_ += static_cast<int>(columns.size());
  plain_columns();
  jacobian_at_.assign(theta.begin(), theta.end());
  jacobian_whole_ = whole;
  return !executor.cancelled();
}

}  // namespace tidu::calibrate
