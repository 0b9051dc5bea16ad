// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/nested.h"

#include <cmath>

#include "core/base/math.h"
#include "core/base/order.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

// The values in such an order that every group of every level is one run of places.
struct Problem {
  Population all;
  double order = 1;
  double mean = 0;
  std::vector<std::vector<std::size_t>> levels;  // group numbers by place
};

// A run of places and the node that it is.
struct Run {
  std::size_t first = 0;
  std::size_t last = 0;
  std::size_t node = 0;
};

Result<Problem> problem_of(const NestedValues& input, double order) {
  if (input.levels.size() > kMaximumLevels) {
    return refuse(ErrorCode::limit, "measure.nested.levels", "measure.nested.levels.hint", input.levels.size(),
                  kMaximumLevels);
  }
  for (std::size_t k = 0; k < input.levels.size(); ++k) {
    if (input.levels[k].size() != input.values.size()) {
      return refuse(ErrorCode::shape, "measure.nested.shape", "measure.nested.shape.hint", k + 1,
                    input.levels[k].size(), input.values.size());
    }
  }
  if (!std::isfinite(order)) {
    return refuse(ErrorCode::domain, "measure.inequality.order", "measure.inequality.order.hint", order);
  }
  const auto given = population(input.values, input.weights, order > 0 ? Domain::non_negative : Domain::positive);
  if (!given) return tl::unexpected(given.error());
  const auto places = stable_order(given->x.size(), [&](std::size_t a, std::size_t b) {
    for (const auto& level : input.levels) {
      const std::size_t group_a = level[given->place[a]];
      const std::size_t group_b = level[given->place[b]];
      if (group_a != group_b) return group_a < group_b;
    }
    return false;
  });
  Problem out;
  out.order = order;
  out.mean = given->mean();
  out.levels.resize(input.levels.size());
  for (const std::size_t i : places) {
    out.all.x.push_back(given->x[i]);
    out.all.p.push_back(given->p[i]);
    out.all.place.push_back(given->place[i]);
    for (std::size_t k = 0; k < out.levels.size(); ++k) out.levels[k].push_back(input.levels[k][given->place[i]]);
  }
  return out;
}

Population values_of(const Problem& problem, const Run& run) {
  Population out;
  for (std::size_t i = run.first; i < run.last; ++i) {
    out.x.push_back(problem.all.x[i]);
    out.p.push_back(problem.all.p[i]);
  }
  const double share = sum(out.p);
  for (double& p : out.p) p /= share;
  return out;
}

NestedNode node_of(const Problem& problem, const Run& run, std::size_t level, std::size_t parent) {
  NestedNode node;
  node.level = level;
  node.group = level == 0 ? 0 : problem.levels[level - 1][run.first];
  node.parent = parent;
  node.members = run.last - run.first;
  const Population values = values_of(problem, run);
  node.population_share = level == 0 ? 1 : sum(std::span(problem.all.p).subspan(run.first, node.members));
  node.mean = values.mean();
  const double ratio = level == 0 ? 1 : node.mean / problem.mean;
  node.value_share = node.population_share * ratio;
  node.weight = ratio > 0 ? node.population_share * math::pow(ratio, problem.order) : 0;
  node.total = entropy_of(values, problem.order);
  return node;
}

// The parts of a run at the next level.
std::vector<Run> parts_of(const Problem& problem, const Run& run, std::size_t level) {
  std::vector<Run> out;
  const auto& numbers = problem.levels[level];
  for (std::size_t i = run.first; i < run.last; ++i) {
    if (i == run.first || numbers[i] != numbers[i - 1]) out.push_back({i, i, 0});
    out.back().last = i + 1;
  }
  return out;
}

// What lies between a node's parts.
void finish(const Problem& problem, std::span<const Run> parts, NestedEntropy& out, std::size_t at) {
  NestedNode& node = out.nodes[at];
  if (parts.empty()) {
    node.parts = node.total;
  } else {
    Population means;
    for (const Run& part : parts) {
      means.x.push_back(out.nodes[part.node].mean);
      means.p.push_back(out.nodes[part.node].population_share / node.population_share);
    }
    node.parts = entropy_of(means, problem.order);
  }
  node.contribution = node.weight * node.parts;
}

}  // namespace

Result<NestedEntropy> nested_entropy(const NestedValues& input, double order) {
  const auto problem = problem_of(input, order);
  if (!problem) return tl::unexpected(problem.error());
  NestedEntropy out;
  std::vector<Run> runs{{0, problem->all.x.size(), 0}};
  out.nodes.push_back(node_of(*problem, runs.front(), 0, 0));
  out.total = out.nodes.front().total;
  if (!std::isfinite(out.total)) {
    return refuse(ErrorCode::domain, "measure.inequality.too_large", "measure.inequality.too_large.hint", order);
  }
  for (std::size_t level = 0; level <= problem->levels.size(); ++level) {
    std::vector<Run> next;
    std::vector<double> contributions;
    for (const Run& run : runs) {
      std::vector<Run> parts;
      if (level < problem->levels.size()) parts = parts_of(*problem, run, level);
      for (Run& part : parts) {
        part.node = out.nodes.size();
        out.nodes.push_back(node_of(*problem, part, level + 1, run.node));
      }
      finish(*problem, parts, out, run.node);
      contributions.push_back(out.nodes[run.node].contribution);
      next.insert(next.end(), parts.begin(), parts.end());
    }
    out.by_level.push_back(sum(contributions));
    runs = std::move(next);
  }
  out.residual = out.total - sum(out.by_level);
  return out;
}

}  // namespace tidu::measure
