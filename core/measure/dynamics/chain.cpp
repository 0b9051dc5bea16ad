// SPDX-License-Identifier: Apache-2.0
// What follows from transition probabilities: groups of classes, ergodic distributions, first passage.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/dynamics/markov.h"

namespace tidu::measure {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr double kRowSum = 1e-6;  // how far a row of probabilities may be from 1

using Flags = std::vector<std::uint8_t>;

// reach[i * k + j]: j can be reached from i in some number of steps, 0 included (Warshall).
Flags reachable(const Matrix& p) {
  const std::size_t k = p.extent<Row>();
  Flags reach(k * k);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) reach[i * k + j] = i == j || p(i, j) > 0;
  }
  for (std::size_t via = 0; via < k; ++via) {
    for (std::size_t i = 0; i < k; ++i) {
      if (!reach[i * k + via]) continue;
      for (std::size_t j = 0; j < k; ++j) reach[i * k + j] |= reach[via * k + j];
    }
  }
  return reach;
}

// Greatest common divisor of the lengths of all ways round: distances from the first state decide it.
std::size_t period_of(const Matrix& p, const std::vector<std::size_t>& states) {
  constexpr std::size_t kUnseen = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> level(p.extent<Row>(), kUnseen);
  std::vector<std::size_t> queue{states.front()};
  level[states.front()] = 0;
  for (std::size_t head = 0; head < queue.size(); ++head) {
    for (const std::size_t to : states) {
      if (p(queue[head], to) > 0 && level[to] == kUnseen) {
        level[to] = level[queue[head]] + 1;
        queue.push_back(to);
      }
    }
  }
  std::size_t period = 0;
  for (const std::size_t from : states) {
    for (const std::size_t to : states) {
      if (!(p(from, to) > 0)) continue;
      const std::size_t out = level[from] + 1;
      period = std::gcd(period, out > level[to] ? out - level[to] : level[to] - out);
    }
  }
  return period;
}

// The stationary distribution of a recurrent group: states are taken out one after another, the last first; only sums,
// products and quotients of positive numbers.   [Grassmann, Taksar & Heyman 1985]
std::vector<double> ergodic_of(const Matrix& p, const std::vector<std::size_t>& states) {
  const std::size_t m = states.size();
  Matrix a({m, m});
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < m; ++j) a(i, j) = p(states[i], states[j]);
  }
  for (std::size_t n = m - 1; n > 0; --n) {
    double leave = 0;
    for (std::size_t j = 0; j < n; ++j) leave += a(n, j);
    for (std::size_t i = 0; i < n; ++i) {
      a(i, n) /= leave;
      for (std::size_t j = 0; j < n; ++j) a(i, j) += a(i, n) * a(n, j);
    }
  }
  std::vector<double> pi(m, 1);
  for (std::size_t n = 1; n < m; ++n) {
    pi[n] = 0;
    for (std::size_t i = 0; i < n; ++i) pi[n] += pi[i] * a(i, n);
  }
  const double total = sum(pi);
  std::vector<double> out(p.extent<Row>());
  for (std::size_t i = 0; i < m; ++i) out[states[i]] = pi[i] / total;
  return out;
}

// The states other than `target` from which it is reached with certainty: from none of the states on the way can one
// come to a state that never leads to it.
std::vector<std::size_t> certain(const Matrix& p, const Flags& reach, std::size_t target) {
  const std::size_t k = p.extent<Row>();
  Flags lost(k);
  std::vector<std::size_t> queue;
  for (std::size_t i = 0; i < k; ++i) {
    if (reach[i * k + target]) continue;
    lost[i] = 1;
    queue.push_back(i);
  }
  for (std::size_t head = 0; head < queue.size(); ++head) {
    for (std::size_t i = 0; i < k; ++i) {
      if (i == target || lost[i] || !(p(i, queue[head]) > 0)) continue;
      lost[i] = 1;
      queue.push_back(i);
    }
  }
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < k; ++i) {
    if (i != target && !lost[i]) out.push_back(i);
  }
  return out;
}

// Expected steps until `target` from each of `states`, by the same reduction as ergodic_of.
std::vector<double> passage(const Matrix& p, const std::vector<std::size_t>& states, std::size_t target) {
  const std::size_t m = states.size();
  Matrix a({m, m});
  std::vector<double> hit(m);
  std::vector<double> steps(m, 1);
  std::vector<double> leave(m);
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < m; ++j) a(i, j) = p(states[i], states[j]);
    hit[i] = p(states[i], target);
  }
  for (std::size_t n = m; n-- > 0;) {
    leave[n] = hit[n];
    for (std::size_t j = 0; j < n; ++j) leave[n] += a(n, j);
    for (std::size_t i = 0; i < n; ++i) {
      const double share = a(i, n) / leave[n];
      for (std::size_t j = 0; j < n; ++j) a(i, j) += share * a(n, j);
      hit[i] += share * hit[n];
      steps[i] += share * steps[n];
    }
  }
  for (std::size_t n = 0; n < m; ++n) {
    for (std::size_t j = 0; j < n; ++j) steps[n] += a(n, j) * steps[j];
    steps[n] /= leave[n];
  }
  return steps;
}

Matrix first_passage(const Matrix& p, const Flags& reach) {
  const std::size_t k = p.extent<Row>();
  Matrix out({k, k}, kInfinite);
  for (std::size_t target = 0; target < k; ++target) {
    const auto states = certain(p, reach, target);
    const auto steps = passage(p, states, target);
    for (std::size_t i = 0; i < states.size(); ++i) out(states[i], target) = steps[i];
    double back = 1;
    double probability = p(target, target);
    for (std::size_t j = 0; j < k; ++j) {
      if (j == target || !(p(target, j) > 0)) continue;
      back += p(target, j) * out(j, target);
      probability += p(target, j);
    }
    out(target, target) = probability > 0 ? back : kInfinite;
  }
  return out;
}

std::vector<StateGroup> groups_of(const Matrix& p, const Flags& reach, const Flags& empty) {
  const std::size_t k = p.extent<Row>();
  std::vector<StateGroup> out;
  Flags placed(k);
  for (std::size_t i = 0; i < k; ++i) {
    if (placed[i]) continue;
    StateGroup group;
    bool closed = true;
    for (std::size_t j = 0; j < k; ++j) {
      const bool there = reach[i * k + j] != 0;
      const bool back = reach[j * k + i] != 0;
      if (there && back) {
        group.states.push_back(j);
        placed[j] = 1;
      }
      closed = closed && (!there || back);
    }
    group.observed = empty[i] == 0;
    group.recurrent = closed && group.observed;
    if (group.recurrent) {
      group.period = period_of(p, group.states);
      group.ergodic = ergodic_of(p, group.states);
    }
    out.push_back(std::move(group));
  }
  return out;
}

// p is square and each row sums to 1 or is empty.
MarkovChain analyse(Matrix p) {
  const std::size_t k = p.extent<Row>();
  MarkovChain out;
  out.p = std::move(p);
  Flags empty(k);
  for (std::size_t i = 0; i < k; ++i) {
    double leave = 0;
    for (std::size_t j = 0; j < k; ++j) leave += i == j ? 0 : out.p(i, j);
    empty[i] = !(leave > 0) && !(out.p(i, i) > 0);
    if (empty[i]) out.empty_rows.push_back(i);
    out.sojourn.push_back(empty[i] ? 0 : leave > 0 ? 1 / leave : kInfinite);
  }
  const Flags reach = reachable(out.p);
  out.groups = groups_of(out.p, reach, empty);
  out.first_passage = first_passage(out.p, reach);
  return out;
}

}  // namespace

const StateGroup* MarkovChain::only_recurrent() const {
  const StateGroup* found = nullptr;
  for (const StateGroup& group : groups) {
    if (!group.recurrent) continue;
    if (found) return nullptr;
    found = &group;
  }
  return found;
}

std::vector<std::size_t> MarkovChain::absorbing() const {
  std::vector<std::size_t> out;
  for (const StateGroup& group : groups) {
    if (group.recurrent && group.states.size() == 1) out.push_back(group.states.front());
  }
  return out;
}

Result<MarkovChain> markov_chain(View<const std::uint64_t, Row, Column> counts) {
  const std::size_t k = counts.extent<Row>();
  if (k == 0 || counts.extent<Column>() != k) {
    return refuse(ErrorCode::shape, "measure.markov.square", "measure.markov.square.hint", k, counts.extent<Column>());
  }
  Matrix p({k, k});
  for (std::size_t i = 0; i < k; ++i) {
    std::uint64_t row = 0;
    for (std::size_t j = 0; j < k; ++j) row += counts(i, j);
    for (std::size_t j = 0; row > 0 && j < k; ++j)
      p(i, j) = static_cast<double>(counts(i, j)) / static_cast<double>(row);
  }
  return analyse(std::move(p));
}

Result<MarkovChain> markov_chain_of(View<const double, Row, Column> p) {
  const std::size_t k = p.extent<Row>();
  if (k == 0 || p.extent<Column>() != k) {
    return refuse(ErrorCode::shape, "measure.markov.square", "measure.markov.square.hint", k, p.extent<Column>());
  }
  Matrix copy({k, k});
  for (std::size_t i = 0; i < k; ++i) {
    double row = 0;
    for (std::size_t j = 0; j < k; ++j) {
      if (!(p(i, j) >= 0 && std::isfinite(p(i, j)))) {
        return refuse(ErrorCode::domain, "measure.markov.probability", "measure.markov.probability.hint", i + 1, j + 1,
                      p(i, j));
      }
      copy(i, j) = p(i, j);
      row += p(i, j);
    }
    if (row != 0 && !(std::fabs(row - 1) <= kRowSum)) {
      return refuse(ErrorCode::domain, "measure.markov.row_sum", "measure.markov.row_sum.hint", i + 1, row);
    }
  }
  return analyse(std::move(copy));
}

}  // namespace tidu::measure
