// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/conditional_permutation.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>

#include "core/base/draws.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

constexpr std::size_t kBlock = 8;             // regions of a block
constexpr std::size_t kTableBytes = 1 << 18;  // of drawn positions at a time: they stay in the second cache
constexpr std::size_t kLanes = 4;             // running sums: permutation m adds to lane m % 4
constexpr double kEqual = 1e-12;              // share of a sum's size that rounding may change

// Positions drawn for permutations first ... first + count - 1, one row each.
struct Draws {
  std::size_t width = 0;
  std::uint64_t first = 0;
  std::size_t count = 0;
  std::vector<std::uint16_t> positions;
};

// What the permutations so far found about one sum.
struct Tally {
  std::uint64_t as_large = 0;
  std::uint64_t as_small = 0;
  std::array<double, kLanes> sum{};      // of s* - s
  std::array<double, kLanes> squares{};  // of (s* - s)^2
};

struct Candidate {
  std::span<const double> others;  // u of all regions but one
  std::span<const double> weights;
  double observed = 0;
  double tolerance = 0;
};

double drawn_sum(const Candidate& c, const std::uint16_t* row, std::size_t neighbours) {
  double total = 0;
  for (std::size_t k = 0; k < neighbours; ++k) total += c.weights[k] * c.others[row[k]];
  return total;
}

// kNeighbours as a constant lets the compiler write out the sum; 0 stands for any number.
template <std::size_t kNeighbours>
void add_draws(const Draws& draws, const Candidate& c, Tally& tally) {
  const std::size_t neighbours = kNeighbours > 0 ? kNeighbours : c.weights.size();
  Tally sums = tally;
  const std::uint16_t* row = draws.positions.data();
  for (std::size_t m = 0; m < draws.count; ++m, row += draws.width) {
    const double difference = drawn_sum(c, row, neighbours) - c.observed;
    sums.as_large += difference >= -c.tolerance ? 1U : 0U;
    sums.as_small += difference <= c.tolerance ? 1U : 0U;
    sums.sum[m % kLanes] += difference;
    sums.squares[m % kLanes] += difference * difference;
  }
  tally = sums;
}

void add_draws(const Draws& draws, const Candidate& c, Tally& tally) {
  switch (c.weights.size()) {
    case 1:
      return add_draws<1>(draws, c, tally);
    case 2:
      return add_draws<2>(draws, c, tally);
    case 3:
      return add_draws<3>(draws, c, tally);
    case 4:
      return add_draws<4>(draws, c, tally);
    case 5:
      return add_draws<5>(draws, c, tally);
    case 6:
      return add_draws<6>(draws, c, tally);
    default:
      return add_draws<0>(draws, c, tally);
  }
}

// The values of all regions but one.
void remove_own(std::size_t region, std::span<const double> all, std::span<double> others) {
  std::copy(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(region), others.begin());
  std::copy(all.begin() + static_cast<std::ptrdiff_t>(region) + 1, all.end(),
            others.begin() + static_cast<std::ptrdiff_t>(region));
}

ConditionalSum exact_part(const SpatialWeights& w, std::size_t region, std::span<const double> all,
                          std::span<const double> others) {
  ConditionalSum out;
  const auto weights = w.weights(region);
  for (std::size_t k = 0; k < weights.size(); ++k) out.observed += weights[k] * all[w.neighbours(region)[k]];
  const auto rest = static_cast<double>(others.size());
  const double center = mean(others);
  std::vector<double> deviations(others.begin(), others.end());
  for (double& value : deviations) value -= center;
  const double row = sum(weights);
  out.expected = row * center;
  const double spread = std::max(0.0, dot(weights, weights) - row * row / rest);
  // Equal weights to all others: every draw gives the same sum, and the difference is rounding.
  out.variance = spread > kEqual * row * row ? dot(deviations, deviations) / (rest - 1) * spread : 0;
  return out;
}

class Run {
 public:
  Run(const ConditionalProblem& problem, const PermutationTest& test)
      : problem_(problem),
        test_(test),
        n_(problem.weights.regions()),
        sums_(n_ * problem.years),
        tallies_(n_ * problem.years) {
    for (std::size_t i = 0; i < n_; ++i) draws_.width = std::max(draws_.width, problem.weights.neighbours(i).size());
  }

  Result<std::vector<ConditionalSum>> result(Executor& executor) {
    const std::size_t rows = std::max(kLanes, kTableBytes / sizeof(std::uint16_t) / draws_.width / kLanes * kLanes);
    do {
      draw(rows);
      const std::size_t blocks = (n_ + kBlock - 1) / kBlock;
      executor.for_blocks(blocks, [&](std::size_t b) { block(b * kBlock, std::min(n_, (b + 1) * kBlock), executor); });
      if (executor.cancelled()) {
        return refuse(ErrorCode::cancelled, "measure.association.cancelled", "measure.association.cancelled.hint");
      }
    } while (draws_.first + draws_.count < test_.permutations);
    for (std::size_t s = 0; s < sums_.size(); ++s) finish(s);
    return std::move(sums_);
  }

 private:
  void draw(std::size_t rows) {
    draws_.first += draws_.count;
    draws_.count = static_cast<std::size_t>(std::min<std::uint64_t>(rows, test_.permutations - draws_.first));
    draws_.positions.resize(draws_.count * draws_.width);
    SampleDraws sampler(n_ - 1);
    const Rng rng(test_.seed);
    for (std::size_t m = 0; m < draws_.count; ++m) {
      sampler.draw(rng,
                   {.step = static_cast<std::uint32_t>(draws_.first + m), .purpose = Purpose::conditional_permutation},
                   std::span(draws_.positions).subspan(m * draws_.width, draws_.width));
    }
  }

  void block(std::size_t first, std::size_t last, const Executor& executor) {
    std::vector<double> all(n_);
    std::vector<double> others(n_ - 1);
    for (std::size_t i = first; i < last; ++i) {
      const auto weights = problem_.weights.weights(i);
      if (weights.empty()) continue;
      if (executor.cancelled()) return;
      for (std::size_t t = 0; t < problem_.years; ++t) {
        const std::size_t s = i * problem_.years + t;
        problem_.values(i, t, all);
        remove_own(i, all, others);
        if (draws_.first == 0) sums_[s] = exact_part(problem_.weights, i, all, others);
        double largest = 0;
        for (const double value : others) largest = std::max(largest, std::fabs(value));
        add_draws(draws_, {others, weights, sums_[s].observed, kEqual * sum(weights) * largest}, tallies_[s]);
      }
    }
  }

  void finish(std::size_t s) {
    const std::size_t region = s / problem_.years;
    if (test_.permutations == 0 || problem_.weights.weights(region).empty()) return;
    const Tally& tally = tallies_[s];
    const auto m = static_cast<double>(test_.permutations);
    const double shift = sum(tally.sum) / m;
    sums_[s].test = {.permutations = test_.permutations,
                     .as_large = tally.as_large,
                     .as_small = tally.as_small,
                     .mean = sums_[s].observed + shift,
                     .sd = std::sqrt(std::max(0.0, sum(tally.squares) / m - shift * shift))};
  }

  const ConditionalProblem& problem_;
  const PermutationTest& test_;
  std::size_t n_;
  Draws draws_;
  std::vector<ConditionalSum> sums_;
  std::vector<Tally> tallies_;
};

}  // namespace

Result<std::vector<ConditionalSum>> conditional_sums(const ConditionalProblem& problem, const PermutationTest& test,
                                                     Executor& executor) {
  return Run(problem, test).result(executor);
}

}  // namespace tidu::measure
