// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/aggregate.h"

#include <algorithm>
#include <cmath>

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

// Weights for and against whose sums differ by no more than this share of all weight are even.
constexpr double kEven = 1e-12;

bool is_mean(Aggregation rule) { return rule <= Aggregation::power; }
bool needs_ideals(Aggregation rule) { return rule == Aggregation::topsis || rule == Aggregation::grey; }
bool needs_floor(Aggregation rule) {
  return rule == Aggregation::geometric || rule == Aggregation::harmonic || rule == Aggregation::power;
}
bool needs_not_negative(Aggregation rule) {
  return needs_floor(rule) || rule == Aggregation::mpi_minus || rule == Aggregation::mpi_plus;
}

// The means are f^-1(sum of shares f(x)).
double forward(Aggregation rule, double power, double x) {
  switch (rule) {
    case Aggregation::geometric:
      return math::log(x);
    case Aggregation::harmonic:
      return 1 / x;
    case Aggregation::power:
      return power == 0 ? math::log(x) : math::pow(x, power);
    default:
      return x;
  }
}

double backward(Aggregation rule, double power, double y) {
  switch (rule) {
    case Aggregation::geometric:
      return math::exp(y);
    case Aggregation::harmonic:
      return 1 / y;
    case Aggregation::power:
      return power == 0 ? math::exp(y) : math::pow(y, 1 / power);
    default:
      return y;
  }
}

Result<void> check_rule(const AggregationRule& rule) {
  const bool sound = std::isfinite(rule.power) && std::isfinite(rule.floor) && rule.floor >= 0 && rule.rho > 0 &&
                     std::isfinite(rule.rho);
  if (!sound) {
    return refuse(ErrorCode::domain, "measure.aggregate.rule", "measure.aggregate.rule.hint", rule.power, rule.floor,
                  rule.rho);
  }
  return {};
}

}  // namespace

Aggregation Aggregator::rule_of(std::size_t group) const {
  return tree_.group_aggregation.empty() ? rule_.rule : tree_.group_aggregation[group].value_or(rule_.rule);
}

Result<void> Aggregator::check(View<const double, Indicator, Row> z) const {
  if (z.extent<Indicator>() != tree_.indicators() || rows_ == 0 || years_ == 0 || rows_ % years_ != 0) {
    return refuse(ErrorCode::shape, "measure.aggregate.shape", "measure.aggregate.shape.hint", z.extent<Indicator>(),
                  tree_.indicators(), rows_, years_);
  }
  const std::size_t bad = first_not_finite({z.data(), z.size()});
  if (bad < z.size()) {
    return refuse(ErrorCode::domain, "measure.aggregate.not_finite", "measure.aggregate.not_finite.hint",
                  bad / rows_ + 1, bad % rows_ + 1);
  }
  for (std::size_t g = 0; g < tree_.groups(); ++g) {
    if (!needs_not_negative(rule_of(g))) continue;
    for (const std::size_t j : below_[g]) {
      for (std::size_t i = 0; i < rows_; ++i) {
        if (z(j, i) >= 0) continue;
        return refuse(ErrorCode::domain, "measure.aggregate.negative", "measure.aggregate.negative.hint", j + 1, i + 1,
                      z(j, i));
      }
    }
    for (const std::size_t c : children_[g].groups) {
      const bool can_be_negative = rule_of(c) == Aggregation::mpi_minus && needs_floor(rule_of(g));
      if (can_be_negative || rule_of(c) == Aggregation::copeland) {
        return refuse(ErrorCode::domain, "measure.aggregate.levels", "measure.aggregate.levels.hint", g);
      }
    }
  }
  return {};
}

Result<Aggregator> Aggregator::make(const IndexTree& tree, View<const double, Indicator, Row> z,
                                    const AggregationRule& rule, std::size_t years) {
  if (auto checked = check_tree(tree); !checked) return tl::unexpected(checked.error());
  if (auto checked = check_rule(rule); !checked) return tl::unexpected(checked.error());
  Aggregator out;
  out.tree_ = without_given(tree);
  out.rule_ = rule;
  out.rows_ = z.extent<Row>();
  out.years_ = years;
  for (std::size_t g = 0; g < tree.groups(); ++g) {
    out.children_.push_back(children(tree, g));
    out.below_.push_back(indicators_below(tree, g));
  }
  if (auto checked = out.check(z); !checked) return tl::unexpected(checked.error());
  const Aggregation root = out.rule_of(0);
  out.one_mean_ = is_mean(root);
  for (std::size_t g = 0; g < tree.groups(); ++g) {
    out.one_mean_ = out.one_mean_ && out.rule_of(g) == root;
    out.prepare(out.rule_of(g), z);
  }
  for (std::size_t j = 0; j < tree.indicators(); ++j) {
    if (!needs_floor(out.rule_of(tree.indicator_parent[j]))) continue;
    for (std::size_t i = 0; i < out.rows_; ++i) out.raised_ += z(j, i) < rule.floor ? 1U : 0U;
  }
  return out;
}

void Aggregator::prepare(Aggregation rule, View<const double, Indicator, Row> z) {
  std::vector<double>& values = tables_[static_cast<std::size_t>(rule)].values;
  if (!values.empty()) return;
  values.assign(z.begin(), z.end());
  if (needs_floor(rule)) {
    for (double& value : values) value = forward(rule, rule_.power, std::max(value, rule_.floor));
  }
  if (needs_ideals(rule)) prepare_ideals(rule, z);
}

// Replaces the values by distances from the ideals of their pool.
void Aggregator::prepare_ideals(Aggregation rule, View<const double, Indicator, Row> z) {
  Table& table = tables_[static_cast<std::size_t>(rule)];
  table.worst.assign(z.size(), 0.0);
  const std::size_t pools = rule_.ideals == Pooling::yearly ? years_ : 1;
  for (std::size_t pool = 0; pool < pools; ++pool) {
    double least = 0;
    double most = 0;
    bool first = true;
    for (std::size_t j = 0; j < tree_.indicators(); ++j) {
      double best = z(j, pool);
      double worst = z(j, pool);
      for (std::size_t i = pool; i < rows_; i += pools) {
        best = std::max(best, z(j, i));
        worst = std::min(worst, z(j, i));
      }
      for (std::size_t i = pool; i < rows_; i += pools) {
        const double to_best = best - z(j, i);
        table.values[j * rows_ + i] = rule == Aggregation::topsis ? to_best * to_best : to_best;
        table.worst[j * rows_ + i] = (z(j, i) - worst) * (z(j, i) - worst);
        least = first ? to_best : std::min(least, to_best);
        most = std::max(most, to_best);
        first = false;
      }
    }
    if (rule != Aggregation::grey) continue;
    for (std::size_t j = 0; j < tree_.indicators(); ++j) {
      for (std::size_t i = pool; i < rows_; i += pools) {
        double& value = table.values[j * rows_ + i];
        value = most > 0 ? (least + rule_.rho * most) / (value + rule_.rho * most) : 1;
      }
    }
  }
}

Aggregator::Scratch Aggregator::scratch() const {
  Scratch out;
  out.group_weight.assign(tree_.groups(), 0.0);
  out.groups.assign(tree_.groups() * rows_, 0.0);
  out.row.assign(rows_, 0.0);
  return out;
}

// Adds w_j f(z_j) to each row and returns the sum of the weights.
double Aggregator::add_indicators(std::span<const std::size_t> indicators, Aggregation rule,
                                  std::span<const double> weights, std::span<double> out) const {
  const double* values = tables_[static_cast<std::size_t>(rule)].values.data();
  double total = 0;
  for (const std::size_t j : indicators) {
    const double w = weights[j];
    if (w == 0) continue;  // the logarithm of 0 is infinite
    total += w;
    const double* column = values + j * rows_;
    for (std::size_t i = 0; i < rows_; ++i) out[i] += w * column[i];
  }
  return total;
}

void Aggregator::mean_of(std::size_t group, std::span<const double> weights, std::span<double> out,
                         Scratch& scratch) const {
  const Aggregation rule = rule_of(group);
  const bool flat = one_mean_ || rule == Aggregation::grey;
  double total = add_indicators(flat ? below_[group] : children_[group].indicators, rule, weights, out);
  for (std::size_t k = 0; !flat && k < children_[group].groups.size(); ++k) {
    const std::size_t child = children_[group].groups[k];
    const double w = scratch.group_weight[child];
    if (w == 0) continue;
    total += w;
    const double* scores = scratch.groups.data() + child * rows_;
    for (std::size_t i = 0; i < rows_; ++i) out[i] += w * forward(rule, rule_.power, scores[i]);
  }
  for (double& value : out) value = backward(rule, rule_.power, value / total);
}

void Aggregator::mpi_of(std::size_t group, std::span<const double> weights, std::span<double> out,
                        Scratch& scratch) const {
  const std::vector<double>& values = tables_[static_cast<std::size_t>(rule_of(group))].values;
  double total = 0;
  const auto for_children = [&](auto&& use) {
    for (const std::size_t j : children_[group].indicators) use(weights[j], values.data() + j * rows_);
    for (const std::size_t g : children_[group].groups) use(scratch.group_weight[g], scratch.groups.data() + g * rows_);
  };
  for_children([&](double w, const double* x) {
    total += w;
    for (std::size_t i = 0; i < rows_; ++i) out[i] += w * x[i];
  });
  for (double& mean : out) mean /= total;
  std::fill(scratch.row.begin(), scratch.row.end(), 0.0);
  for_children([&](double w, const double* x) {
    for (std::size_t i = 0; i < rows_; ++i) scratch.row[i] += w * (x[i] - out[i]) * (x[i] - out[i]);
  });
  const double sign = rule_of(group) == Aggregation::mpi_minus ? -1 : 1;
  for (std::size_t i = 0; i < rows_; ++i) {
    if (out[i] > 0) out[i] += sign * (scratch.row[i] / total) / out[i];
  }
}

void Aggregator::topsis_of(std::size_t group, std::span<const double> weights, std::span<double> out,
                           Scratch& scratch) const {
  const Table& table = tables_[static_cast<std::size_t>(Aggregation::topsis)];
  std::fill(scratch.row.begin(), scratch.row.end(), 0.0);
  for (const std::size_t j : below_[group]) {
    const double w = weights[j] * weights[j];
    const double* best = table.values.data() + j * rows_;
    const double* worst = table.worst.data() + j * rows_;
    for (std::size_t i = 0; i < rows_; ++i) {
      out[i] += w * best[i];
      scratch.row[i] += w * worst[i];
    }
  }
  for (std::size_t i = 0; i < rows_; ++i) {
    const double from_best = std::sqrt(out[i]);
    const double from_worst = std::sqrt(scratch.row[i]);
    out[i] = from_worst > 0 ? from_worst / (from_best + from_worst) : 0;
  }
}

void Aggregator::copeland_of(std::size_t group, std::span<const double> weights, std::span<double> out,
                             Scratch& scratch) const {
  const double* values = tables_[static_cast<std::size_t>(Aggregation::copeland)].values.data();
  const double even = kEven * scratch.group_weight[group];
  const std::size_t step = rule_.ideals == Pooling::yearly ? years_ : 1;
  for (std::size_t i = 0; i < rows_; ++i) {
    std::fill(scratch.row.begin(), scratch.row.end(), 0.0);
    for (const std::size_t j : below_[group]) {
      const double* column = values + j * rows_;
      const double own = column[i];
      for (std::size_t k = i + step; k < rows_; k += step) {
        scratch.row[k] += weights[j] * (static_cast<double>(own > column[k]) - static_cast<double>(own < column[k]));
      }
    }
    for (std::size_t k = i + step; k < rows_; k += step) {
      const double won = static_cast<double>(scratch.row[k] > even) - static_cast<double>(scratch.row[k] < -even);
      out[i] += won;
      out[k] -= won;
    }
  }
}

void Aggregator::score(std::size_t group, std::span<const double> weights, std::span<double> out,
                       Scratch& scratch) const {
  std::fill(out.begin(), out.end(), 0.0);
  if (scratch.group_weight[group] == 0) return;
  switch (rule_of(group)) {
    case Aggregation::mpi_minus:
    case Aggregation::mpi_plus:
      return mpi_of(group, weights, out, scratch);
    case Aggregation::topsis:
      return topsis_of(group, weights, out, scratch);
    case Aggregation::copeland:
      return copeland_of(group, weights, out, scratch);
    default:
      return mean_of(group, weights, out, scratch);
  }
}

void Aggregator::weigh_groups(std::span<const double> weights, Scratch& scratch) const {
  TIDU_ASSERT(weights.size() == tree_.indicators());
  std::fill(scratch.group_weight.begin(), scratch.group_weight.end(), 0.0);
  for (std::size_t j = 0; j < weights.size(); ++j) {
    for (std::size_t g = tree_.indicator_parent[j];; g = tree_.group_parent[g]) {
      scratch.group_weight[g] += weights[j];
      if (g == 0) break;
    }
  }
}

void Aggregator::scores(std::span<const double> weights, std::span<double> scores, Scratch& scratch) const {
  TIDU_ASSERT(scores.size() == rows_);
  weigh_groups(weights, scratch);
  const Aggregation root = rule_of(0);
  const bool flat = one_mean_ || needs_ideals(root) || root == Aggregation::copeland;
  for (std::size_t g = tree_.groups(); !flat && g-- > 1;) {
    score(g, weights, {scratch.groups.data() + g * rows_, rows_}, scratch);
  }
  score(0, weights, scores, scratch);
}

void Aggregator::group_scores(std::span<const double> weights, View<double, Pillar, Row> scores,
                              Scratch& scratch) const {
  TIDU_ASSERT(scores.extent<Pillar>() == tree_.groups() && scores.extent<Row>() == rows_);
  weigh_groups(weights, scratch);
  for (std::size_t g = tree_.groups(); g-- > 0;) {
    const std::span<double> out{scratch.groups.data() + g * rows_, rows_};
    score(g, weights, out, scratch);
    std::copy(out.begin(), out.end(), scores.data() + g * rows_);
  }
}

}  // namespace tidu::measure
