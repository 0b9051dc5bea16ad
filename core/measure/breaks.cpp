// SPDX-License-Identifier: Apache-2.0
#include "core/measure/breaks.h"

#include <algorithm>
#include <limits>

#include "core/base/array.h"
#include "core/base/assert.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

// The distinct values in rising order, how often each stands there, and which of them each position holds.
struct Distinct {
  std::vector<double> values;
  std::vector<double> counts;
  std::vector<std::size_t> of;
};

Distinct distinct_values(std::span<const double> x) {
  Distinct out;
  out.of.resize(x.size());
  for (const std::size_t i : rising_order(x)) {
    if (out.values.empty() || out.values.back() != x[i]) {
      out.values.push_back(x[i]);
      out.counts.push_back(0);
    }
    ++out.counts.back();
    out.of[i] = out.values.size() - 1;
  }
  return out;
}

// A run of neighbours that grows by one value at a time (West 1979): no difference of large sums.
class RunningDeviations {
 public:
  void add(double value, double count) {
    weight_ += count;
    const double distance = value - mean_;
    mean_ += distance * count / weight_;
    squares_ += count * distance * (value - mean_);
  }
  double mean() const { return mean_; }
  double squares() const { return squares_; }

 private:
  double weight_ = 0;
  double mean_ = 0;
  double squares_ = 0;
};

// first(c, j): where the highest of c + 1 classes begins in the best partition of the values 0 .. j.
Array<std::size_t, Row, Column> best_starts(const Distinct& distinct, std::size_t classes) {
  constexpr double kNone = std::numeric_limits<double>::infinity();
  const std::size_t n = distinct.values.size();
  Array<double, Row, Column> cost({classes, n}, kNone);
  Array<std::size_t, Row, Column> first({classes, n});
  for (std::size_t j = 0; j < n; ++j) {
    RunningDeviations highest;
    for (std::size_t i = j + 1; i-- > 0;) {
      highest.add(distinct.values[i], distinct.counts[i]);
      if (i == 0) cost(0, j) = highest.squares();
      for (std::size_t c = 1; c < classes && c <= i; ++c) {
        const double candidate = cost(c - 1, i - 1) + highest.squares();
        if (candidate <= cost(c, j)) {
          cost(c, j) = candidate;
          first(c, j) = i;
        }
      }
    }
  }
  return first;
}

}  // namespace

Result<NaturalBreaks> natural_breaks(std::span<const double> x, std::size_t classes) {
  if (x.empty()) return refuse(ErrorCode::shape, "measure.breaks.empty", "measure.breaks.empty.hint");
  if (const std::size_t bad = first_not_finite(x); bad < x.size()) {
    return refuse(ErrorCode::domain, "measure.breaks.not_finite", "measure.breaks.not_finite.hint", bad + 1);
  }
  const Distinct distinct = distinct_values(x);
  const std::size_t n = distinct.values.size();
  if (classes < 1 || classes > n) {
    return refuse(ErrorCode::domain, "measure.breaks.classes", "measure.breaks.classes.hint", classes, n);
  }
  const auto first = best_starts(distinct, classes);
  std::vector<std::size_t> class_of_distinct(n);
  for (std::size_t c = classes, end = n; c-- > 0;) {
    const std::size_t begin = c > 0 ? first(c, end - 1) : 0;
    for (std::size_t i = begin; i < end; ++i) class_of_distinct[i] = c;
    end = begin;
  }
  NaturalBreaks out;
  out.sizes.assign(classes, 0);
  out.upper.assign(classes, 0.0);
  std::vector<RunningDeviations> runs(classes);
  RunningDeviations all;
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t c = class_of_distinct[i];
    runs[c].add(distinct.values[i], distinct.counts[i]);
    all.add(distinct.values[i], distinct.counts[i]);
    out.upper[c] = distinct.values[i];
    out.sizes[c] += static_cast<std::size_t>(distinct.counts[i]);
  }
  for (const RunningDeviations& run : runs) {
    out.means.push_back(run.mean());
    out.within += run.squares();
  }
  out.total = all.squares();
  out.goodness = out.within > 0 ? 1 - out.within / out.total : 1;
  for (const std::size_t i : distinct.of) out.class_of.push_back(class_of_distinct[i]);
  return out;
}

double variance_fit(std::span<const double> x, std::span<const std::size_t> class_of) {
  TIDU_ASSERT(x.size() == class_of.size());
  if (x.empty()) return 1;
  std::vector<RunningDeviations> classes(*std::max_element(class_of.begin(), class_of.end()) + 1);
  RunningDeviations all;
  for (std::size_t i = 0; i < x.size(); ++i) {
    classes[class_of[i]].add(x[i], 1);
    all.add(x[i], 1);
  }
  double within = 0;
  for (const RunningDeviations& each : classes) within += each.squares();
  return within > 0 ? std::max(0.0, 1 - within / all.squares()) : 1;
}

}  // namespace tidu::measure
