// SPDX-License-Identifier: Apache-2.0
#include "core/measure/network/qap.h"

#include <algorithm>
#include <cmath>

#include "core/base/draws.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/network/qap_relations.h"

namespace tidu::measure {
namespace qap {
namespace {

// Permutations of a block: large enough to pay for its scratch memory, small enough to share the work evenly.
constexpr std::size_t kBlock = 64;
// A permuted number within this share of the observed one (or of 1) differs by rounding alone.
constexpr double kEqual = 1e-11;
constexpr std::size_t kMaximumNodes = 65'535;  // numbers of a permutation

Result<void> check(std::span<const Relation> relations, const QapTest& test) {
  const std::size_t n = relations.front().extent<Row>();
  for (std::size_t k = 0; k < relations.size(); ++k) {
    if (relations[k].extent<Row>() != n || relations[k].extent<Column>() != n) {
      return refuse(ErrorCode::shape, "measure.qap.shape", "measure.qap.shape.hint", k + 1, relations[k].extent<Row>(),
                    relations[k].extent<Column>(), n);
    }
  }
  if (n < 3) return refuse(ErrorCode::shape, "measure.qap.too_few", "measure.qap.too_few.hint", n);
  if (n > kMaximumNodes) {
    return refuse(ErrorCode::limit, "measure.network.too_many", "measure.network.too_many.hint", n, kMaximumNodes);
  }
  if (test.permutations > kMaximumQapPermutations) {
    return refuse(ErrorCode::limit, "measure.qap.permutations", "measure.qap.permutations.hint", test.permutations,
                  kMaximumQapPermutations);
  }
  return {};
}

// The cells that count, row by row.
Result<std::vector<double>> counted_cells(Relation relation, std::size_t number, bool diagonal) {
  std::vector<double> out;
  for (std::size_t i = 0; i < relation.extent<Row>(); ++i) {
    for (std::size_t j = 0; j < relation.extent<Column>(); ++j) {
      if (i == j && !diagonal) continue;
      if (!std::isfinite(relation(i, j))) {
        return refuse(ErrorCode::domain, "measure.qap.not_finite", "measure.qap.not_finite.hint", number, i + 1, j + 1);
      }
      out.push_back(relation(i, j));
    }
  }
  return out;
}

}  // namespace

std::size_t cells_that_count(std::size_t nodes, const QapTest& test) {
  return nodes * (test.diagonal ? nodes : nodes - 1);
}

Result<std::vector<Standardised>> standardise(std::span<const Relation> relations, const QapTest& test) {
  if (auto ok = check(relations, test); !ok) return tl::unexpected(ok.error());
  std::vector<Standardised> out;
  for (std::size_t k = 0; k < relations.size(); ++k) {
    const auto cells = counted_cells(relations[k], k + 1, test.diagonal);
    if (!cells) return tl::unexpected(cells.error());
    Standardised standard{.cells = std::vector<double>(relations[k].size()), .center = mean(*cells)};
    const std::size_t n = relations[k].extent<Row>();
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        if (i != j || test.diagonal) standard.cells[i * n + j] = relations[k](i, j) - standard.center;
      }
    }
    standard.length = std::sqrt(dot(standard.cells, standard.cells));
    if (is_constant(*cells) || !(standard.length > 0) || !std::isfinite(standard.length)) {
      return refuse(ErrorCode::domain, "measure.qap.constant", "measure.qap.constant.hint", k + 1);
    }
    for (double& cell : standard.cells) cell /= standard.length;
    out.push_back(std::move(standard));
  }
  return out;
}

void Counts::add(double permuted, double observed) {
  const double tolerance = kEqual * std::max(1.0, std::fabs(observed));
  large += permuted >= observed - tolerance ? 1 : 0;
  small += permuted <= observed + tolerance ? 1 : 0;
  extreme += std::fabs(permuted) >= std::fabs(observed) - tolerance ? 1 : 0;
}

void Counts::add(const Counts& other) {
  large += other.large;
  small += other.small;
  extreme += other.extreme;
}

PermutationP Counts::p(std::uint64_t permutations) const {
  const auto share = [permutations](std::uint64_t count) {
    return (static_cast<double>(count) + 1) / (static_cast<double>(permutations) + 1);
  };
  PermutationP p{large, small, extreme, share(large), share(small), 1, share(extreme)};
  p.two_sided = std::min(1.0, 2 * std::min(p.greater, p.less));
  return p;
}

std::size_t blocks_of(const QapTest& test) {
  return (static_cast<std::size_t>(test.permutations) + kBlock - 1) / kBlock;
}

bool for_permutations(std::size_t nodes, const QapTest& test, Executor& executor,
                      FunctionRef<void(std::span<const std::uint32_t>, std::size_t)> body) {
  const Rng rng(test.seed);
  std::vector<char> complete(blocks_of(test));
  executor.for_blocks(complete.size(), [&](std::size_t b) {
    std::vector<std::uint32_t> order(nodes);
    const std::uint64_t first = std::uint64_t{b} * kBlock;
    for (std::uint64_t m = first; m < std::min<std::uint64_t>(first + kBlock, test.permutations); ++m) {
      if (executor.cancelled()) return;
      permutation(rng, {.step = static_cast<std::uint32_t>(m), .purpose = Purpose::qap_permutation}, order);
      body(order, b);
    }
    complete[b] = 1;
  });
  return std::all_of(complete.begin(), complete.end(), [](char done) { return done != 0; });
}

void renumber(std::span<const double> cells, std::span<const std::uint32_t> order, std::span<double> out) {
  const std::size_t n = order.size();
  for (std::size_t i = 0; i < n; ++i) {
    const double* row = cells.data() + order[i] * n;
    double* to = out.data() + i * n;
    for (std::size_t j = 0; j < n; ++j) to[j] = row[order[j]];
  }
}

}  // namespace qap

namespace {

// What a block of permutations finds about one of the others.
struct Tally {
  qap::Counts counts;
  double sum = 0;      // of r* - r
  double squares = 0;  // of (r* - r)^2
};

}  // namespace

Result<std::vector<QapCorrelation>> qap_correlations(Relation a, std::span<const Relation> others, const QapTest& test,
                                                     Executor& executor) {
  std::vector<Relation> relations{a};
  relations.insert(relations.end(), others.begin(), others.end());
  const auto standard = qap::standardise(relations, test);
  if (!standard) return tl::unexpected(standard.error());
  const std::size_t k = others.size();
  std::vector<QapCorrelation> out(k);
  for (std::size_t o = 0; o < k; ++o) {
    out[o].correlation = std::clamp(dot(standard->front().cells, (*standard)[o + 1].cells), -1.0, 1.0);
  }
  if (test.permutations == 0) return out;

  std::vector<std::vector<Tally>> tallies(qap::blocks_of(test), std::vector<Tally>(k));
  std::vector<std::vector<double>> scratch(tallies.size());
  const bool complete = qap::for_permutations(a.extent<Row>(), test, executor,
                                              [&](std::span<const std::uint32_t> order, std::size_t block) {
                                                std::vector<double>& permuted = scratch[block];
                                                permuted.resize(a.size());
                                                qap::renumber(standard->front().cells, order, permuted);
                                                for (std::size_t o = 0; o < k; ++o) {
                                                  const double r = dot(permuted, (*standard)[o + 1].cells);
                                                  const double difference = r - out[o].correlation;
                                                  tallies[block][o].counts.add(r, out[o].correlation);
                                                  tallies[block][o].sum += difference;
                                                  tallies[block][o].squares += difference * difference;
                                                }
                                              });
  if (!complete) return refuse(ErrorCode::cancelled, "measure.qap.cancelled", "measure.qap.cancelled.hint");

  const auto m = static_cast<double>(test.permutations);
  for (std::size_t o = 0; o < k; ++o) {
    Tally all;
    for (const std::vector<Tally>& block : tallies) {
      all.counts.add(block[o].counts);
      all.sum += block[o].sum;
      all.squares += block[o].squares;
    }
    const double shift = all.sum / m;
    out[o].p = all.counts.p(test.permutations);
    out[o].permutation_mean = out[o].correlation + shift;
    out[o].permutation_sd = std::sqrt(std::max(0.0, all.squares / m - shift * shift));
  }
  return out;
}

Result<QapCorrelation> qap_correlation(Relation a, Relation b, const QapTest& test, Executor& executor) {
  const auto out = qap_correlations(a, std::span(&b, 1), test, executor);
  if (!out) return tl::unexpected(out.error());
  return out->front();
}

}  // namespace tidu::measure
