// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/geodetector.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/distributions.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

// q1 + q2 and q12 that differ by less are equal to rounding.
constexpr double kEqual = 1e-12;

struct Stratum {
  std::size_t number = 0;
  double mean = 0;
  double squares = 0;  // sum of squared deviations from the mean
  std::size_t size = 0;
};

double squares_around(std::span<const double> x, double centre) {
  std::vector<double> squares;
  for (const double value : x) squares.push_back((value - centre) * (value - centre));
  return sum(squares);
}

Result<void> check(std::span<const double> y, std::size_t strata) {
  if (y.size() < 2 || y.size() != strata) {
    return refuse(ErrorCode::shape, "measure.geodetector.shape", "measure.geodetector.shape.hint", y.size(), strata);
  }
  if (const std::size_t bad = first_not_finite(y); bad < y.size())
    return refuse(ErrorCode::domain, "measure.geodetector.not_finite", "measure.geodetector.not_finite.hint", bad + 1);
  if (is_constant(y))
    return refuse(ErrorCode::domain, "measure.geodetector.constant", "measure.geodetector.constant.hint");
  return {};
}

// The strata by rising number.
std::vector<Stratum> strata_of(std::span<const double> y, std::span<const std::size_t> stratum) {
  std::vector<std::pair<std::size_t, std::size_t>> order;
  for (std::size_t i = 0; i < y.size(); ++i) order.emplace_back(stratum[i], i);
  std::sort(order.begin(), order.end());
  std::vector<Stratum> out;
  std::vector<double> members;
  for (std::size_t k = 0; k < order.size(); ++k) {
    members.push_back(y[order[k].second]);
    if (k + 1 < order.size() && order[k + 1].first == order[k].first) continue;
    const double centre = is_constant(members) ? members.front() : mean(members);
    out.push_back({order[k].first, centre, squares_around(members, centre), members.size()});
    members.clear();
  }
  return out;
}

double within(std::span<const Stratum> strata) {
  std::vector<double> squares;
  for (const Stratum& s : strata) squares.push_back(s.squares);
  return sum(squares);
}

double q_of(std::span<const double> y, std::span<const Stratum> strata) {
  return std::max(0.0, 1 - within(strata) / squares_around(y, mean(y)));
}

std::size_t singles(std::span<const Stratum> strata) {
  return static_cast<std::size_t>(
      std::count_if(strata.begin(), strata.end(), [](const Stratum& s) { return s.size == 1; }));
}

// As published: not invariant to a constant added to y, so nothing may be subtracted before.
double noncentrality(std::span<const double> y, std::span<const Stratum> strata) {
  const auto n = static_cast<double>(y.size());
  double squares = 0;
  double weighted = 0;
  for (const Stratum& s : strata) {
    squares += s.mean * s.mean;
    weighted += std::sqrt(static_cast<double>(s.size)) * s.mean;
  }
  const double variance = squares_around(y, mean(y)) / (n - 1);
  return std::max(0.0, (squares - weighted * weighted / n) / variance);
}

// The overlay: a number for each pair of strata that occurs.
std::vector<std::size_t> overlay(std::span<const std::size_t> first, std::span<const std::size_t> second) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < first.size(); ++i) pairs.emplace_back(first[i], second[i]);
  std::vector<std::pair<std::size_t, std::size_t>> known = pairs;
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  std::vector<std::size_t> out;
  for (const auto& pair : pairs)
    out.push_back(static_cast<std::size_t>(std::lower_bound(known.begin(), known.end(), pair) - known.begin()));
  return out;
}

Interaction kind_of(const InteractionDetector& found) {
  const auto [low, high] = std::minmax(found.q1, found.q2);
  const double together = found.q1 + found.q2;
  if (std::fabs(found.both - together) <= kEqual * std::max(1.0, together)) return Interaction::independent;
  if (found.both > together) return Interaction::nonlinear_enhance;
  if (found.both >= high - kEqual) return Interaction::two_enhance;
  return found.both >= low - kEqual ? Interaction::single_weaken : Interaction::nonlinear_weaken;
}

RiskPair welch(std::span<const Stratum> strata, std::size_t i, std::size_t j) {
  RiskPair pair{.first = i, .second = j};
  const Stratum& a = strata[i];
  const Stratum& b = strata[j];
  if (a.size < 2 || b.size < 2 || (a.squares == 0 && b.squares == 0)) return pair;
  const auto share = [](const Stratum& s) {
    const auto n = static_cast<double>(s.size);
    return s.squares / (n - 1) / n;
  };
  const double va = share(a);
  const double vb = share(b);
  pair.tested = true;
  pair.t = (a.mean - b.mean) / std::sqrt(va + vb);
  pair.degrees =
      (va + vb) * (va + vb) / (va * va / static_cast<double>(a.size - 1) + vb * vb / static_cast<double>(b.size - 1));
  pair.p = math::student_t_two_sided(pair.t, pair.degrees);
  return pair;
}

}  // namespace

Result<FactorDetector> factor_detector(std::span<const double> y, std::span<const std::size_t> stratum) {
  if (auto checked = check(y, stratum.size()); !checked) return tl::unexpected(checked.error());
  const std::vector<Stratum> strata = strata_of(y, stratum);
  if (strata.size() == y.size())
    return refuse(ErrorCode::shape, "measure.geodetector.strata", "measure.geodetector.strata.hint", strata.size());
  FactorDetector out{.q = q_of(y, strata), .strata = strata.size(), .single = singles(strata)};
  if (strata.size() == 1) return out;
  const auto between = static_cast<double>(strata.size() - 1);
  const auto rest = static_cast<double>(y.size() - strata.size());
  out.adjusted = 1 - (1 - out.q) * (between + rest) / rest;
  out.noncentrality = noncentrality(y, strata);
  if (within(strata) == 0) {  // F is infinite
    out.f = std::numeric_limits<double>::max();
    out.p = out.p_equal_means = 0;
    return out;
  }
  out.f = rest / between * out.q / (1 - out.q);
  out.p = math::noncentral_f_upper(out.f, between, rest, std::min(out.noncentrality, 1e9));
  out.p_equal_means = math::f_upper(out.f, between, rest);
  return out;
}

Result<InteractionDetector> interaction_detector(std::span<const double> y, std::span<const std::size_t> first,
                                                 std::span<const std::size_t> second) {
  if (auto checked = check(y, first.size()); !checked) return tl::unexpected(checked.error());
  if (auto checked = check(y, second.size()); !checked) return tl::unexpected(checked.error());
  const std::vector<Stratum> both = strata_of(y, overlay(first, second));
  InteractionDetector out{.q1 = q_of(y, strata_of(y, first)),
                          .q2 = q_of(y, strata_of(y, second)),
                          .both = q_of(y, both),
                          .strata = both.size(),
                          .single = singles(both)};
  out.kind = kind_of(out);
  return out;
}

Result<RiskDetector> risk_detector(std::span<const double> y, std::span<const std::size_t> stratum) {
  if (auto checked = check(y, stratum.size()); !checked) return tl::unexpected(checked.error());
  const std::vector<Stratum> strata = strata_of(y, stratum);
  RiskDetector out;
  for (std::size_t i = 0; i < strata.size(); ++i) {
    out.strata.push_back(strata[i].number);
    out.means.push_back(strata[i].mean);
    out.sizes.push_back(strata[i].size);
    for (std::size_t j = i + 1; j < strata.size(); ++j) out.pairs.push_back(welch(strata, i, j));
  }
  return out;
}

Result<EcologicalDetector> ecological_detector(std::span<const double> y, std::span<const std::size_t> first,
                                               std::span<const std::size_t> second, EcologicalRule rule) {
  if (auto checked = check(y, first.size()); !checked) return tl::unexpected(checked.error());
  if (auto checked = check(y, second.size()); !checked) return tl::unexpected(checked.error());
  const std::vector<Stratum> a = strata_of(y, first);
  const std::vector<Stratum> b = strata_of(y, second);
  const bool published = rule == EcologicalRule::within;
  const double above = published ? within(a) : q_of(y, b);
  const double below = published ? within(b) : q_of(y, a);
  if (!(below > 0)) return refuse(ErrorCode::domain, "measure.geodetector.no_rest", "measure.geodetector.no_rest.hint");
  const auto degrees = static_cast<double>(y.size() - 1);
  return EcologicalDetector{above / below, math::f_upper(above / below, degrees, degrees)};
}

Result<std::vector<SweepRow>> detector_sweep(std::span<const double> y, std::span<const double> factor,
                                             std::size_t least, std::size_t most) {
  if (auto checked = check(y, factor.size()); !checked) return tl::unexpected(checked.error());
  if (const std::size_t bad = first_not_finite(factor); bad < factor.size())
    return refuse(ErrorCode::domain, "measure.discretise.not_finite", "measure.discretise.not_finite.hint", bad + 1);
  if (least < 2 || most < least)
    return refuse(ErrorCode::domain, "measure.geodetector.classes", "measure.geodetector.classes.hint", least, most);
  std::vector<SweepRow> out;
  for (std::size_t r = 0; r < kDiscretisations; ++r) {
    for (std::size_t classes = least; classes <= most; ++classes) {
      SweepRow row{.rule = static_cast<Discretisation>(r), .classes = classes};
      // what the values do not allow (too few distinct ones, zeros for a geometric series) is no mistake here
      const auto made = discretise(factor, row.rule, classes);
      const auto found = made ? factor_detector(y, made->class_of) : Result<FactorDetector>{};
      row.possible = made && found;
      if (row.possible) row.factor = *found;
      out.push_back(row);
    }
  }
  return out;
}

std::optional<std::size_t> best_of(std::span<const SweepRow> sweep, SweepChoice choice) {
  const auto better = [choice](const FactorDetector& a, const FactorDetector& b) {
    if ((a.single == 0) != (b.single == 0)) return a.single == 0;
    const double x = choice == SweepChoice::largest ? a.q : a.adjusted;
    const double y = choice == SweepChoice::largest ? b.q : b.adjusted;
    return x != y ? x > y : a.strata < b.strata;
  };
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < sweep.size(); ++i) {
    if (!sweep[i].possible || sweep[i].factor.strata < 2) continue;
    if (!best || better(sweep[i].factor, sweep[*best].factor)) best = i;
  }
  return best;
}

}  // namespace tidu::measure
