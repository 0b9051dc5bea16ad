// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/spatial_markov.h"

#include <algorithm>
#include <array>

#include "core/base/distributions.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

using Panel = Array<double, Region, Year>;

Result<void> check(View<const double, Region, Year> x, const SpatialWeights& w) {
  if (x.extent<Region>() != w.regions() || x.extent<Year>() < 2) {
    return refuse(ErrorCode::shape, "measure.spatial_markov.shape", "measure.spatial_markov.shape.hint",
                  x.extent<Region>(), x.extent<Year>(), w.regions());
  }
  if (const std::size_t bad = first_not_finite({x.data(), x.size()}); bad < x.size()) {
    return refuse(ErrorCode::domain, "measure.spatial_markov.not_finite", "measure.spatial_markov.not_finite.hint",
                  bad / x.extent<Year>() + 1, bad % x.extent<Year>() + 1);
  }
  return {};
}

// Wx of every year; of x less its year's mean where `centred`.
Panel lags(View<const double, Region, Year> x, const SpatialWeights& w, bool centred, Panel* own = nullptr) {
  const std::size_t n = x.extent<Region>();
  Panel out({n, x.extent<Year>()});
  std::vector<double> year(n);
  std::vector<double> lag(n);
  for (std::size_t t = 0; t < x.extent<Year>(); ++t) {
    for (std::size_t r = 0; r < n; ++r) year[r] = x(r, t);
    const double center = centred ? mean(year) : 0;
    for (double& value : year) value -= center;
    w.lag(year, lag);
    for (std::size_t r = 0; r < n; ++r) {
      out(r, t) = lag[r];
      if (own) (*own)(r, t) = year[r];
    }
  }
  return out;
}

std::vector<std::size_t> linked_regions(const SpatialWeights& w) {
  std::vector<std::size_t> out;
  for (std::size_t r = 0; r < w.regions(); ++r) {
    if (!w.neighbours(r).empty()) out.push_back(r);
  }
  return out;
}

// Classes of the lags: islands, whose lag is 0 by a rule and no observation, have none and move no cutoff.
Result<Classes> classify_lags(const Panel& lag, const SpatialWeights& w, const ClassRequest& request) {
  const auto linked = linked_regions(w);
  const std::size_t years = lag.extent<Year>();
  Panel values({linked.size(), years});
  for (std::size_t i = 0; i < linked.size(); ++i) {
    for (std::size_t t = 0; t < years; ++t) values(i, t) = lag(linked[i], t);
  }
  auto classes = classify(values, request);
  if (!classes) return classes;
  Array<std::size_t, Region, Year> of({lag.extent<Region>(), years}, kNoRegime);
  for (std::size_t i = 0; i < linked.size(); ++i) {
    for (std::size_t t = 0; t < years; ++t) of(linked[i], t) = classes->of(i, t);
  }
  classes->of = std::move(of);
  return classes;
}

constexpr std::array kHighSelf{true, false, false, true};
constexpr std::array kHighLag{true, true, false, false};

// Transition probabilities between low (0) and high (1) of one side of the quadrants, and how many of them are free.
struct Side {
  Matrix p{{2, 2}};
  std::size_t free = 0;
};

Side side_of(const Counts& quadrants, const std::array<bool, 4>& high) {
  std::array<std::array<double, 2>, 2> n{};
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 4; ++j) n[high[i]][high[j]] += static_cast<double>(quadrants(i, j));
  }
  Side out;
  for (std::size_t i = 0; i < 2; ++i) {
    const double row = n[i][0] + n[i][1];
    for (std::size_t j = 0; row > 0 && j < 2; ++j) out.p(i, j) = n[i][j] / row;
    out.free += n[i][0] > 0 && n[i][1] > 0 ? 1U : 0U;
  }
  return out;
}

// Expected counts and the test of independent moves.
void test_independence(LisaMarkov& out) {
  const Side self = side_of(out.transitions, kHighSelf);
  const Side lag = side_of(out.transitions, kHighLag);
  out.expected = Matrix({4, 4});
  std::size_t cells = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    double row = 0;
    for (std::size_t j = 0; j < 4; ++j) row += static_cast<double>(out.transitions(i, j));
    std::size_t reachable = 0;
    for (std::size_t j = 0; j < 4; ++j) {
      const double expected = row * self.p(kHighSelf[i] ? 1U : 0U, kHighSelf[j] ? 1U : 0U) *
                              lag.p(kHighLag[i] ? 1U : 0U, kHighLag[j] ? 1U : 0U);
      out.expected(i, j) = expected;
      if (!(expected > 0)) continue;
      ++reachable;
      const double difference = static_cast<double>(out.transitions(i, j)) - expected;
      out.chi_square += difference * difference / expected;
    }
    cells += reachable > 0 ? reachable - 1 : 0;
  }
  const std::size_t free = self.free + lag.free;
  out.degrees = cells > free ? cells - free : 0;
  if (out.degrees > 0) out.p = math::chi_square_upper(out.chi_square, static_cast<double>(out.degrees));
}

}  // namespace

Result<SpatialMarkov> spatial_markov(View<const double, Region, Year> x, const SpatialWeights& w,
                                     const SpatialMarkovRequest& request) {
  if (auto checked = check(x, w); !checked) return tl::unexpected(checked.error());
  auto own = classify(x, {request.classes, request.rule, request.cutoffs});
  if (!own) return tl::unexpected(own.error());
  auto lag = classify_lags(lags(x, w, false), w, {request.lag_classes, request.rule, request.lag_cutoffs});
  if (!lag) return tl::unexpected(lag.error());
  auto by_lag = transitions_by(own->of, own->count, lag->of, lag->count, request.duration);
  if (!by_lag) return tl::unexpected(by_lag.error());
  const auto test = homogeneity(*by_lag);
  if (!test) return tl::unexpected(test.error());
  SpatialMarkov out{std::move(*own), std::move(*lag), std::move(*by_lag), {}, *test, w.islands().size()};
  out.pooled = Counts({out.own.count, out.own.count});
  for (const Counts& n : out.by_lag) {
    for (std::size_t cell = 0; cell < n.size(); ++cell) out.pooled.values()[cell] += n.values()[cell];
  }
  return out;
}

Result<LisaMarkov> lisa_markov(View<const double, Region, Year> x, const SpatialWeights& w) {
  if (auto checked = check(x, w); !checked) return tl::unexpected(checked.error());
  Panel own({x.extent<Region>(), x.extent<Year>()});
  const Panel lag = lags(x, w, true, &own);
  LisaMarkov out;
  out.islands = w.islands().size();
  out.quadrant = Array<std::size_t, Region, Year>({x.extent<Region>(), x.extent<Year>()});
  for (std::size_t i = 0; i < own.size(); ++i) {
    const bool high = own.values()[i] > 0;
    const bool high_lag = lag.values()[i] > 0;
    const LisaState q = high ? (high_lag ? LisaState::high_high : LisaState::high_low)
                             : (high_lag ? LisaState::low_high : LisaState::low_low);
    out.quadrant.values()[i] = static_cast<std::size_t>(q);
  }
  Array<std::size_t, Region, Year> counted(out.quadrant.extents(), 0);
  for (const std::size_t island : w.islands()) {
    for (std::size_t t = 0; t < x.extent<Year>(); ++t) counted(island, t) = kNoRegime;
  }
  auto counts = transitions_by(out.quadrant, 4, counted, 1);
  if (!counts) return tl::unexpected(counts.error());
  out.transitions = std::move(counts->front());
  test_independence(out);
  return out;
}

}  // namespace tidu::measure
