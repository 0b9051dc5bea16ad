// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/tree_weights.h"

#include <algorithm>
#include <cmath>

#include "core/base/assert.h"
#include "core/measure/checks.h"
#include "core/measure/index/pca.h"

namespace tidu::measure {
namespace {

using Observations = View<const double, Indicator, Row>;

bool reads_data(Weighting rule) {
  return rule != Weighting::given && rule != Weighting::equal_in_pillars && rule != Weighting::combined;
}

/// Finds each child's share in its group from the bottom up, then each indicator's weight from the top down.
class Weigher {
 public:
  Weigher(const IndexTree& tree, Observations z, const WeightRule& rule) : tree_(tree), z_(z), rule_(rule) {
    out_.values.assign(tree.indicators(), 0.0);
    share_of_group_.assign(tree.groups(), 0.0);
    share_of_indicator_.assign(tree.indicators(), 0.0);
    varies_.assign(tree.groups(), false);
    for (std::size_t j = 0; j < tree.indicators(); ++j) {
      if (is_constant(column(j))) out_.constant.push_back(j);
    }
  }

  Result<TreeWeights> run() {
    if (reads_data(rule_.rule) && rule_.scope == WeightScope::flat) {
      auto flat = data_weights(z_, rule_);
      if (!flat) return tl::unexpected(flat.error());
      flat_ = std::move(flat->values);
      flat_groups_ = group_weights(tree_, flat_);
    }
    if (rule_.scope == WeightScope::by_level) scores_.assign(tree_.groups() * rows(), 0.0);
    for (std::size_t g = tree_.groups(); g-- > 0;) {
      if (auto done = weigh_children(g); !done) return tl::unexpected(done.error());
    }
    if (!varies_[0]) {
      return refuse(ErrorCode::domain, "measure.weights.no_variation", "measure.weights.no_variation.hint");
    }
    std::vector<double> weight(tree_.groups(), 1.0);
    for (std::size_t g = 1; g < tree_.groups(); ++g) weight[g] = weight[tree_.group_parent[g]] * share_of_group_[g];
    for (std::size_t j = 0; j < tree_.indicators(); ++j)
      out_.values[j] = weight[tree_.indicator_parent[j]] * share_of_indicator_[j];
    // The product of shares of a flat rule is its weight up to rounding: keep its own digits.
    if (!flat_.empty() && !any_given_) out_.values = flat_;
    out_.groups = group_weights(tree_, out_.values);
    std::reverse(out_.judgements.begin(), out_.judgements.end());
    return std::move(out_);
  }

 private:
  std::size_t rows() const { return z_.extent<Row>(); }
  std::span<const double> column(std::size_t j) const { return {z_.data() + j * rows(), rows()}; }
  bool indicator_varies(std::size_t j) const {
    return !std::binary_search(out_.constant.begin(), out_.constant.end(), j);
  }

  // Values of a group's children one after another: groups, then indicators.
  std::vector<double> child_values(const Children& below) const {
    std::vector<double> values;
    for (const std::size_t g : below.groups) {
      const auto from = scores_.begin() + static_cast<std::ptrdiff_t>(g * rows());
      values.insert(values.end(), from, from + static_cast<std::ptrdiff_t>(rows()));
    }
    for (const std::size_t j : below.indicators) values.insert(values.end(), column(j).begin(), column(j).end());
    return values;
  }

  // What the tree itself says of a group's children; empty: nothing.
  Result<std::vector<double>> given(std::size_t group, const Children& below) {
    for (const Judgements& judgements : tree_.judgements) {
      if (judgements.group != group) continue;
      auto weights = ahp({judgements.matrix.data(), {below.size(), below.size()}}, rule_.ahp);
      if (!weights) return tl::unexpected(weights.error());
      out_.judgements.push_back({group, *weights});
      return weights->values;
    }
    std::vector<double> weights;
    for (const std::size_t g : below.groups)
      weights.push_back(tree_.group_weight.empty() ? kNotGiven : tree_.group_weight[g]);
    for (const std::size_t j : below.indicators)
      weights.push_back(tree_.indicator_weight.empty() ? kNotGiven : tree_.indicator_weight[j]);
    if (std::isnan(weights.front())) weights.clear();
    return weights;
  }

  Result<std::vector<double>> by_rule(const Children& below, std::span<const double> values) {
    if (!reads_data(rule_.rule)) return std::vector<double>(below.size(), 1.0);
    if (rule_.scope == WeightScope::flat) {
      std::vector<double> weights;
      for (const std::size_t g : below.groups) weights.push_back(flat_groups_[g]);
      for (const std::size_t j : below.indicators) weights.push_back(flat_[j]);
      return weights;
    }
    // A child that varies alone has no rival to be weighed against.
    std::size_t varying = 0;
    for (std::size_t k = 0; k < below.size(); ++k) varying += is_constant(values.subspan(k * rows(), rows())) ? 0U : 1U;
    if (varying <= 1) return std::vector<double>(below.size(), 1.0);
    auto weights = data_weights({values.data(), {below.size(), rows()}}, rule_);
    if (!weights) return tl::unexpected(weights.error());
    return weights->values;
  }

  Result<void> weigh_children(std::size_t group) {
    const Children below = children(tree_, group);
    const std::vector<double> values = scores_.empty() ? std::vector<double>() : child_values(below);
    auto weights = given(group, below);
    if (weights && weights->empty()) {
      weights = by_rule(below, values);
    } else {
      any_given_ = true;
    }
    if (!weights) return tl::unexpected(weights.error());
    double total = 0;
    for (std::size_t k = 0; k < below.size(); ++k) {
      const bool varying = k < below.groups.size() ? varies_[below.groups[k]]
                                                   : indicator_varies(below.indicators[k - below.groups.size()]);
      if (!varying) (*weights)[k] = 0;
      total += (*weights)[k];
    }
    varies_[group] = total != 0;
    if (!varies_[group]) return {};
    for (std::size_t k = 0; k < below.size(); ++k) {
      const double share = (*weights)[k] / total;
      const std::size_t groups = below.groups.size();
      (k < groups ? share_of_group_[below.groups[k]] : share_of_indicator_[below.indicators[k - groups]]) = share;
      for (std::size_t i = 0; !scores_.empty() && i < rows(); ++i)
        scores_[group * rows() + i] += share * values[k * rows() + i];
    }
    return {};
  }

  const IndexTree& tree_;
  Observations z_;
  const WeightRule& rule_;
  TreeWeights out_;
  bool any_given_ = false;
  std::vector<double> flat_;
  std::vector<double> flat_groups_;
  std::vector<double> share_of_group_;
  std::vector<double> share_of_indicator_;
  std::vector<bool> varies_;
  std::vector<double> scores_;  ///< by_level: linear composites of the groups
};

Result<TreeWeights> combined_weights(const IndexTree& tree, Observations z, const WeightRule& rule) {
  TreeWeights out;
  std::vector<double> parts[2];
  for (const std::size_t k : {0U, 1U}) {
    WeightRule part = rule;
    part.rule = k == 0 ? rule.first : rule.second;
    if (part.rule == Weighting::combined) {
      return refuse(ErrorCode::domain, "measure.weights.combined_twice", "measure.weights.combined_twice.hint");
    }
    const bool own = part.rule == Weighting::given;
    auto weights = tree_weights(own ? tree : without_given(tree), z, part);
    if (!weights) return weights;
    parts[k] = std::move(weights->values);
    out.constant = std::move(weights->constant);
    if (own) out.judgements = std::move(weights->judgements);
  }
  auto values = combine_weights(parts[0], parts[1], rule.combination, rule.share);
  if (!values) return tl::unexpected(values.error());
  out.values = std::move(*values);
  out.groups = group_weights(tree, out.values);
  return out;
}

}  // namespace

Result<TreeWeights> tree_weights(const IndexTree& tree, Observations z, const WeightRule& rule) {
  if (auto checked = check_tree(tree); !checked) return tl::unexpected(checked.error());
  if (z.extent<Indicator>() != tree.indicators()) {
    return refuse(ErrorCode::shape, "measure.weights.tree_shape", "measure.weights.tree_shape.hint",
                  z.extent<Indicator>(), tree.indicators());
  }
  const std::size_t bad = first_not_finite({z.data(), z.size()});
  if (bad < z.size()) {
    return refuse(ErrorCode::domain, "measure.weights.not_finite", "measure.weights.not_finite.hint",
                  bad / z.extent<Row>() + 1, bad % z.extent<Row>() + 1);
  }
  if (rule.rule == Weighting::combined) return combined_weights(tree, z, rule);
  return Weigher(tree, z, rule).run();
}

Result<IndicatorWeights> data_weights(Observations z, const WeightRule& rule) {
  switch (rule.rule) {
    case Weighting::entropy:
      return entropy_weights(z, rule.entropy_shift);
    case Weighting::critic:
      return critic_weights(z, rule.correlation);
    case Weighting::variation:
      return variation_weights(z);
    case Weighting::deviation:
      return deviation_weights(z);
    case Weighting::gini:
      return gini_weights(z);
    case Weighting::pca:
      return pca_weights(z, rule);
    case Weighting::equal:
      return equal_weights(z);
    default:
      TIDU_ASSERT(false);
      return equal_weights(z);
  }
}

}  // namespace tidu::measure
