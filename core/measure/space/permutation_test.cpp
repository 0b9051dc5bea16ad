// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/permutation_test.h"

#include <algorithm>
#include <cmath>

#include "core/base/draws.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

// Permutations of a block: large enough to pay for its scratch memory, small enough to share the work evenly.
constexpr std::size_t kBlock = 64;

// What a block of permutations found, by statistic.
struct Tally {
  std::vector<std::uint64_t> as_large;
  std::vector<std::uint64_t> as_small;
  std::vector<double> sum;      // of S* - S
  std::vector<double> squares;  // of (S* - S)^2
  bool complete = false;
};

// The columns in a random order. A single column is shuffled itself, which puts it into the same order.
class Shuffled {
 public:
  explicit Shuffled(std::span<const std::vector<double>> columns)
      : columns_(columns), out_(columns.begin(), columns.end()), order_(columns.front().size()) {}

  std::span<const std::vector<double>> draw(const Rng& rng, std::uint64_t m) {
    const DrawAddress address{.step = static_cast<std::uint32_t>(m), .purpose = Purpose::permutation_test};
    if (columns_.size() == 1) {
      std::copy(columns_[0].begin(), columns_[0].end(), out_[0].begin());
      shuffle(rng, address, out_[0]);
      return out_;
    }
    permutation(rng, address, order_);
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const double* from = columns_[c].data();
      double* to = out_[c].data();
      for (std::size_t r = 0; r < order_.size(); ++r) to[r] = from[order_[r]];
    }
    return out_;
  }

 private:
  std::span<const std::vector<double>> columns_;
  std::vector<std::vector<double>> out_;
  std::vector<std::uint32_t> order_;
};

Tally permute_block(const PermutationProblem& problem, const Rng& rng, std::uint64_t first, std::uint64_t last,
                    Executor& executor) {
  const std::size_t statistics = problem.observed.size();
  Tally tally{std::vector<std::uint64_t>(statistics), std::vector<std::uint64_t>(statistics),
              std::vector<double>(statistics), std::vector<double>(statistics)};
  Shuffled shuffled(problem.columns);
  for (std::uint64_t m = first; m < last; ++m) {
    if (executor.cancelled()) return tally;
    const auto columns = shuffled.draw(rng, m);
    for (std::size_t t = 0; t < statistics; ++t) {
      const double difference = problem.statistic(t, columns) - problem.observed[t];
      tally.as_large[t] += difference >= -problem.tolerance[t] ? 1U : 0U;
      tally.as_small[t] += difference <= problem.tolerance[t] ? 1U : 0U;
      tally.sum[t] += difference;
      tally.squares[t] += difference * difference;
    }
  }
  tally.complete = true;
  return tally;
}

// One statistic's result, from the blocks in their order.
PermutationResult combine(std::span<const Tally> tallies, std::size_t statistic, double observed,
                          std::uint64_t permutations) {
  PermutationResult out{.permutations = permutations};
  std::vector<double> sums;
  std::vector<double> squares;
  for (const Tally& tally : tallies) {
    out.as_large += tally.as_large[statistic];
    out.as_small += tally.as_small[statistic];
    sums.push_back(tally.sum[statistic]);
    squares.push_back(tally.squares[statistic]);
  }
  const auto m = static_cast<double>(permutations);
  const double shift = sum(sums) / m;
  out.mean = observed + shift;
  out.sd = std::sqrt(std::max(0.0, sum(squares) / m - shift * shift));
  return out;
}

}  // namespace

double PermutationResult::p(PValue kind) const {
  if (permutations == 0) return 1;
  const auto share = [this](std::uint64_t count) {
    return static_cast<double>(count + 1) / static_cast<double>(permutations + 1);
  };
  switch (kind) {
    case PValue::greater:
      return share(as_large);
    case PValue::less:
      return share(as_small);
    case PValue::folded:
      return share(std::min(as_large, permutations - as_large));
    case PValue::two_sided:
      break;
  }
  return std::min(1.0, 2 * share(std::min(as_large, as_small)));
}

Result<std::vector<PermutationResult>> permute(const PermutationProblem& problem, const PermutationTest& test,
                                               Executor& executor) {
  std::vector<PermutationResult> out(problem.observed.size());
  if (test.permutations == 0) return out;
  const Rng rng(test.seed);
  const std::size_t blocks = (static_cast<std::size_t>(test.permutations) + kBlock - 1) / kBlock;
  std::vector<Tally> tallies(blocks);
  executor.for_blocks(blocks, [&](std::size_t b) {
    const std::uint64_t first = b * kBlock;
    tallies[b] =
        permute_block(problem, rng, first, std::min<std::uint64_t>(first + kBlock, test.permutations), executor);
  });
  if (!std::all_of(tallies.begin(), tallies.end(), [](const Tally& tally) { return tally.complete; })) {
    return refuse(ErrorCode::cancelled, "measure.association.cancelled", "measure.association.cancelled.hint");
  }
  for (std::size_t t = 0; t < out.size(); ++t) out[t] = combine(tallies, t, problem.observed[t], test.permutations);
  return out;
}

}  // namespace tidu::measure
