// SPDX-License-Identifier: Apache-2.0
#include "core/measure/gaps/reweighted.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

double& at(std::span<double> out, ReweightedGap gap) { return out[static_cast<std::size_t>(gap)]; }

// x^b of a value that may be 0; a negative power of 0 is marked by has_zero.
double power(double x, double b) { return x > 0 ? math::pow(x, b) : 0; }

}  // namespace

// Sums over the values that count, with v = weight * count.
struct ReweightedGaps::Sums {
  double people = 0;  // sum v
  double amount = 0;  // sum v x
  double logs = 0;    // sum v ln x
  double x_logs = 0;  // sum v x ln x
  double powers_entropy = 0;
  double powers_atkinson = 0;
  double mean = 0;
  double variance = 0;
  bool has_zero = false;
};

Result<ReweightedGaps> ReweightedGaps::make(const GroupedValues& input, const GapParameters& parameters) {
  const auto all = population(input, Domain::non_negative);
  if (!all) return tl::unexpected(all.error());
  ReweightedGaps out;
  out.groups_ = input.groups;
  out.parameters_ = parameters;
  for (const std::size_t i : rising_order(all->x)) {
    Value value;
    value.place = all->place[i];
    value.group = input.group_of[value.place];
    value.x = all->x[i];
    value.weight = all->p[i];
    value.log_x = value.x > 0 ? math::log(value.x) : 0;
    value.x_log_x = value.x * value.log_x;
    value.power_entropy = power(value.x, parameters.entropy_order);
    value.power_atkinson = power(value.x, 1 - parameters.atkinson_epsilon);
    out.rising_.push_back(value);
  }
  return out;
}

ReweightedGaps::Sums ReweightedGaps::sums_of(std::span<const double> counts, std::vector<double>& people,
                                             std::vector<double>& amounts) const {
  Sums sums;
  for (const Value& value : rising_) {
    const double v = value.weight * counts[value.place];
    people[value.group] += v;
    amounts[value.group] += v * value.x;
    sums.people += v;
    sums.amount += v * value.x;
    sums.logs += v * value.log_x;
    sums.x_logs += v * value.x_log_x;
    sums.powers_entropy += v * value.power_entropy;
    sums.powers_atkinson += v * value.power_atkinson;
    sums.has_zero = sums.has_zero || (v > 0 && value.x == 0);
  }
  sums.mean = sums.amount / sums.people;
  for (const Value& value : rising_) {
    const double u = value.x - sums.mean;
    sums.variance += value.weight * counts[value.place] * u * u;
  }
  sums.variance /= sums.people;
  return sums;
}

void ReweightedGaps::inequality(const Sums& sums, std::span<double> out) const {
  const double log_mean = math::log(sums.mean);
  const double a = parameters_.entropy_order;
  const double b = 1 - parameters_.atkinson_epsilon;
  const double t = std::max(0.0, sums.x_logs / sums.amount - log_mean);
  const double l = sums.has_zero ? kNan : std::max(0.0, log_mean - sums.logs / sums.people);
  at(out, ReweightedGap::theil_t) = t;
  at(out, ReweightedGap::theil_l) = l;
  at(out, ReweightedGap::variation) = std::sqrt(sums.variance) / sums.mean;
  double& entropy = at(out, ReweightedGap::entropy);
  if (a == 0 || a == 1) {
    entropy = a == 0 ? l : t;
  } else if (a < 0 && sums.has_zero) {
    entropy = kNan;
  } else {
    const double ratio = sums.powers_entropy / sums.people * math::exp(-a * log_mean);
    entropy = std::max(0.0, (ratio - 1) / (a * (a - 1)));
  }
  double& atkinson = at(out, ReweightedGap::atkinson);
  if (b == 1) {
    atkinson = 0;
  } else if (b <= 0 && sums.has_zero) {
    atkinson = kNan;
  } else {
    const double log_equal = b == 0 ? sums.logs / sums.people : math::log(sums.powers_atkinson / sums.people) / b;
    atkinson = std::max(0.0, 1 - math::exp(log_equal - log_mean));
  }
}

// With W people and the amount A, G = D/(W A), D = sum over gaps of (people below)(people above) gap; a group's term of
// the within part is D_g/(W A).
void ReweightedGaps::parts_of_gini(std::span<const double> counts, const Sums& sums, std::span<const double> people,
                                   std::span<const double> amounts, std::span<double> out) const {
  struct Walk {
    double below = 0;
    double last = 0;
  };
  std::vector<Walk> walks(groups_);
  Walk all;
  double difference = 0;
  double within = 0;
  for (const Value& value : rising_) {
    const double v = value.weight * counts[value.place];
    if (!(v > 0)) continue;
    Walk& group = walks[value.group];
    difference += all.below * (sums.people - all.below) * (value.x - all.last);
    within += group.below * (people[value.group] - group.below) * (value.x - group.last);
    all = {all.below + v, value.x};
    group = {group.below + v, value.x};
  }
  double between = 0;
  for (std::size_t g = 0; g < groups_; ++g) {
    for (std::size_t h = 0; h < g; ++h) between += std::fabs(people[g] * amounts[h] - people[h] * amounts[g]);
  }
  const double scale = sums.people * sums.amount;
  at(out, ReweightedGap::gini) = difference / scale;
  at(out, ReweightedGap::within) = within / scale;
  at(out, ReweightedGap::between) = between / scale;
  at(out, ReweightedGap::transvariation) = std::max(0.0, (difference - within - between) / scale);
}

void ReweightedGaps::measure(std::span<const double> counts, std::span<double> out) const {
  TIDU_ASSERT(out.size() == kReweightedGaps);
  std::vector<double> people(groups_, 0.0);
  std::vector<double> amounts(groups_, 0.0);
  const Sums sums = sums_of(counts, people, amounts);
  if (!(sums.amount > 0)) {
    std::fill(out.begin(), out.end(), kNan);
    return;
  }
  inequality(sums, out);
  parts_of_gini(counts, sums, people, amounts, out);
}

}  // namespace tidu::measure
