// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/join_counts.h"

#include <algorithm>

#include "core/base/array.h"
#include "core/measure/checks.h"
#include "core/measure/space/association_input.h"

namespace tidu::measure {
namespace {

struct Sums {
  double n = 0;
  double s0 = 0;
  double s1 = 0;
  double s2 = 0;
};

void add_same(const Sums& s, double k, JoinCount& out) {
  const double two = k * (k - 1) / (s.n * (s.n - 1));
  const double three = two * (k - 2) / (s.n - 2);
  const double four = three * (k - 3) / (s.n - 3);
  out.expected = s.s0 * two / 2;
  out.variance =
      (s.s1 * two + (s.s2 - 2 * s.s1) * three + (s.s0 * s.s0 + s.s1 - s.s2) * four) / 4 - out.expected * out.expected;
}

void add_different(const Sums& s, double k, double l, JoinCount& out) {
  const double two = k * l / (s.n * (s.n - 1));
  const double three = two * (k + l - 2) / (s.n - 2);
  const double four = two * (k - 1) * (l - 1) / ((s.n - 2) * (s.n - 3));
  out.expected = s.s0 * two;
  out.variance = (2 * s.s1 * two + (s.s2 - 2 * s.s1) * three + 4 * (s.s0 * s.s0 + s.s1 - s.s2) * four) / 4 -
                 out.expected * out.expected;
}

}  // namespace

Result<std::vector<JoinCount>> join_counts(std::span<const std::size_t> colour, std::size_t colours,
                                           const SpatialWeights& w) {
  if (colour.size() != w.regions()) {
    return refuse(ErrorCode::shape, "measure.association.shape", "measure.association.shape.hint", colour.size(),
                  w.regions());
  }
  if (w.effective_regions() < 4) {
    return refuse(ErrorCode::shape, "measure.association.too_few", "measure.association.too_few.hint",
                  w.effective_regions());
  }
  std::vector<double> members(colours, 0.0);
  for (std::size_t i = 0; i < colour.size(); ++i) {
    if (colour[i] >= colours) {
      return refuse(ErrorCode::domain, "measure.join.colour", "measure.join.colour.hint", i + 1, colour[i], colours);
    }
    ++members[colour[i]];
  }
  if (std::count_if(members.begin(), members.end(), [](double k) { return k > 0; }) < 2) {
    return refuse(ErrorCode::domain, "measure.join.one_colour", "measure.join.one_colour.hint");
  }
  Array<double, Row, Column> joins({colours, colours});
  for (const WeightEntry& e : w.entries()) {
    const auto [first, second] = std::minmax(colour[e.from], colour[e.to]);
    joins(first, second) += e.weight;
  }
  const Sums sums{static_cast<double>(w.effective_regions()), w.s0(), w.s1(), w.s2()};
  std::vector<JoinCount> out;
  for (std::size_t r = 0; r < colours; ++r) {
    for (std::size_t s = r; s < colours; ++s) {
      JoinCount join{.first = r, .second = s, .count = joins(r, s) / 2};
      if (r == s) {
        add_same(sums, members[r], join);
      } else {
        add_different(sums, members[r], members[s], join);
      }
      join.z = standardised(join.count, join.expected, join.variance);
      out.push_back(join);
    }
  }
  return out;
}

}  // namespace tidu::measure
