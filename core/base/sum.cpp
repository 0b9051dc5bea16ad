// SPDX-License-Identifier: Apache-2.0
#include "core/base/sum.h"

#include <algorithm>
#include <vector>

#include "core/base/assert.h"

namespace tidu {
namespace {

constexpr std::size_t kLeaf = 128;

// Four running sums in a fixed order: the compiler may use vectors, the result stays the same.
template <class Term>
double leaf_sum(std::size_t begin, std::size_t end, const Term& term) {
  double s0 = 0;
  double s1 = 0;
  double s2 = 0;
  double s3 = 0;
  std::size_t i = begin;
  for (; i + 4 <= end; i += 4) {
    s0 += term(i);
    s1 += term(i + 1);
    s2 += term(i + 2);
    s3 += term(i + 3);
  }
  for (; i < end; ++i) s0 += term(i);
  return (s0 + s1) + (s2 + s3);
}

template <class Term>
double pairwise(std::size_t begin, std::size_t end, const Term& term) {
  const std::size_t n = end - begin;
  if (n <= kLeaf) return leaf_sum(begin, end, term);
  // the left part is the largest power of two of leaves that is at least half
  std::size_t left = kLeaf;
  while (2 * left < n) left *= 2;
  return pairwise(begin, begin + left, term) + pairwise(begin + left, end, term);
}

}  // namespace

double sum(std::span<const double> x) {
  return pairwise(0, x.size(), [x](std::size_t i) { return x[i]; });
}

double dot(std::span<const double> x, std::span<const double> y) {
  TIDU_ASSERT(x.size() == y.size());
  return pairwise(0, x.size(), [x, y](std::size_t i) { return x[i] * y[i]; });
}

double mean(std::span<const double> x) {
  TIDU_ASSERT(!x.empty());
  return sum(x) / static_cast<double>(x.size());
}

double sum(std::span<const double> x, Executor& executor) {
  const std::size_t blocks = (x.size() + kSumBlock - 1) / kSumBlock;
  if (blocks <= 1) return sum(x);
  std::vector<double> partial(blocks);
  executor.for_blocks(blocks, [&](std::size_t b) {
    partial[b] = sum(x.subspan(b * kSumBlock, std::min(kSumBlock, x.size() - b * kSumBlock)));
  });
  // the same tree as the serial sum: blocks are its nodes of 2^16 elements
  const auto combine = [&partial](const auto& self, std::size_t begin, std::size_t end) -> double {
    if (end - begin == 1) return partial[begin];
    std::size_t left = 1;
    while (2 * left < end - begin) left *= 2;
    return self(self, begin, begin + left) + self(self, begin + left, end);
  };
  return combine(combine, 0, blocks);
}

}  // namespace tidu
