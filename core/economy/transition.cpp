// SPDX-License-Identifier: Apache-2.0
#include "core/economy/transition.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/math.h"
#include "core/economy/checks.h"
#include "core/economy/modes.h"

namespace tidu::economy {
namespace {

constexpr double kShared = 1e-8;  ///< eigenvalues nearer than this are one

/// One unit of each state and of each region's productivity, as shocks of the year's equilibrium.
std::vector<SmallShock> units(const Economy& e, const Transition& t, const std::vector<std::vector<double>>& people) {
  const auto of_region = [&](std::size_t n) {
    RegionSector out({e.regions(), e.sectors()});
    for (std::size_t j = 0; j < e.sectors(); ++j) out(n, j) = 1;
    return out;
  };
  std::vector<SmallShock> out;
  for (std::size_t g = 0; g < t.people_blocks; ++g) {
    for (std::size_t n = 0; n < e.regions(); ++n) {
      SmallShock shock{.labour = std::vector<RegionSector>(e.skills())};
      shock.labour[g] = of_region(n);
      double all = 0;
      for (const auto& skill : people) all += skill[n];
      shock.people.assign(e.regions(), 0.0);
      shock.people[n] = people[g][n] / all;
      out.push_back(std::move(shock));
    }
  }
  for (std::size_t n = 0; n < e.regions() && t.capital; ++n) out.push_back({.structures = of_region(n)});
  for (std::size_t n = 0; n < e.regions(); ++n) out.push_back({.productivity = of_region(n)});
  return out;
}

/// What a change of utilities does to where one skill's people are: d ln L', and L' itself.
struct Movers {
  const MoveShares& moves;
  const MoveRule& rule;
  const std::vector<double>& people;
  std::vector<double> next;

  Movers(const MoveShares& shares, const MoveRule& move_rule, const std::vector<double>& base_people)
      : moves(shares), rule(move_rule), people(base_people), next(base_people.size(), 0.0) {
    for (std::size_t s = 0; s < people.size(); ++s) {
      for (std::size_t t = 0; t < people.size(); ++t) next[t] += moves(s, t) * people[s];
    }
  }

  /// born: d ln L by region; utility: d ln u.
  std::vector<double> change(const std::vector<double>& born, const std::vector<double>& utility) const {
    const std::size_t regions = people.size();
    std::vector<double> out(regions, 0.0);
    for (std::size_t s = 0; s < regions; ++s) {
      const auto going = [&](std::size_t t) { return moves(s, t) - (s == t ? 1 - rule.reconsider : 0); };
      double mean = 0;
      for (std::size_t t = 0; t < regions; ++t) mean += going(t) / rule.reconsider * utility[t];
      for (std::size_t t = 0; t < regions; ++t)
        out[t] += people[s] * (moves(s, t) * born[s] + going(t) * rule.elasticity * (utility[t] - mean));
    }
    for (std::size_t t = 0; t < regions; ++t) out[t] /= next[t];
    return out;
  }
};

/// The columns of P and R from the responses to `units`.
void fill(const BaseYear& base, const YearsOptions& options, const std::vector<std::vector<double>>& people,
          const std::vector<SmallResponse>& responses, Transition& out) {
  const std::size_t regions = out.regions;
  const std::size_t states = out.drift.size();
  const auto put = [&](std::size_t row, std::size_t at, double value) {
    (at < states ? out.step(row, at) : out.impact(row, at - states)) = value;
  };
  for (std::size_t g = 0; g < out.people_blocks; ++g) {
    const Movers movers(options.moves[g], options.rule, people[g]);
    for (std::size_t n = 0; n < regions; ++n) out.drift[g * regions + n] = math::log(movers.next[n] / people[g][n]);
    for (std::size_t at = 0; at < responses.size(); ++at) {
      std::vector<double> utility(regions);
      std::vector<double> born(regions, 0.0);
      if (at / regions == g && at < states) born[at % regions] = 1;
      for (std::size_t n = 0; n < regions; ++n)
        utility[n] = responses[at].wage[g](n, 0) - responses[at].consumer_price[n];
      const std::vector<double> change = movers.change(born, utility);
      for (std::size_t n = 0; n < regions; ++n) put(g * regions + n, at, change[n]);
    }
  }
  if (!out.capital) return;
  const Accumulation& rule = options.accumulation;
  const std::size_t first = out.people_blocks * base.economy.regions();
  for (std::size_t n = 0; n < regions; ++n) {
    const double kept = 1 - rule.depreciation + options.real_rental[n];
    const double answer = rule.elasticity * options.real_rental[n] / kept;
    out.drift[first + n] = rule.elasticity * math::log(rule.discount * kept);
    for (std::size_t at = 0; at < responses.size(); ++at) {
      const double real_rental = responses[at].rental(n, 0) - responses[at].final_price[n];
      put(first + n, at, (at == first + n ? 1 : 0) + answer * real_rental);
    }
  }
}

/// Regions from or to which somebody moves.
KeptRegions in_motion(const std::vector<MoveShares>& moves, std::size_t regions) {
  KeptRegions out{.kept = std::vector<bool>(regions, false), .blocks = moves.size()};
  for (const MoveShares& of_skill : moves) {
    for (std::size_t s = 0; s < regions; ++s) {
      for (std::size_t t = 0; t < regions; ++t) {
        if (s != t && of_skill(s, t) > 0) out.kept[s] = out.kept[t] = true;
      }
    }
  }
  return out;
}

Result<void> find_modes(const std::vector<std::vector<double>>& people, const KeptRegions& moving, Transition& out) {
  const std::vector<std::vector<double>> weights = moving.of(people);
  const auto reduced = keeping_sums(moving.of(out.step), weights);
  const auto values = sorted_eigenvalues(reduced);
  if (!values) return tl::unexpected(values.error());
  for (const std::complex<double>& value : *values) {
    const double size = std::sqrt(value.real() * value.real() + value.imag() * value.imag());
    double half_life = size > 0 ? std::numeric_limits<double>::infinity() : 0;
    if (size > 0 && size < 1) half_life = -math::log(2.0) / math::log(size);
    out.modes.push_back({value, half_life});
  }
  if (values->empty() || values->front().imag() != 0) return {};
  const bool shared = values->size() > 1 && std::fabs((*values)[1].real() - values->front().real()) < kShared &&
                      std::fabs((*values)[1].imag()) < kShared;
  if (shared) return {};
  const std::vector<double> vector = eigenvector(reduced, values->front().real());
  if (vector.empty()) return {};
  out.slowest = moving.filled(with_left_out(vector, weights));
  double top = 0;
  for (const double value : out.slowest) top = std::fabs(value) > std::fabs(top) ? value : top;
  for (double& value : out.slowest) value /= top;
  return {};
}

}  // namespace

Result<Transition> transition(const BaseYear& base, const YearsOptions& options, Executor& executor) {
  if (auto ok = check_years(base, {}, options); !ok) return tl::unexpected(ok.error());
  if (options.landlords_invest || !options.investment_rate.empty())
    return refuse(ErrorCode::domain, "economy.linear_investment", "economy.linear_investment.hint");
  const std::vector<std::vector<double>> people = people_by_skill(base, options);
  for (const MoveShares& moves : options.moves) {
    // For its checks of flows and rule alone.
    const auto ok = moves_after(moves, options.rule, std::vector<double>(base.economy.regions(), 1.0));
    if (!ok) return tl::unexpected(ok.error());
  }
  Transition out{.regions = base.economy.regions(),
                 .people_blocks = options.moves.size(),
                 .capital = !options.real_rental.empty()};
  const std::size_t states = (out.people_blocks + (out.capital ? 1 : 0)) * out.regions;
  out.step = Array<double, Row, Column>({states, states});
  out.impact = Array<double, Row, Column>({states, out.regions});
  out.drift.resize(states);
  const auto linear = Linearised::at(base, {}, executor);
  if (!linear) return tl::unexpected(linear.error());
  const auto responses = linear->respond(units(base.economy, out, people), executor);
  if (!responses) return tl::unexpected(responses.error());
  fill(base, options, people, *responses, out);
  for (const double value : out.drift) out.largest_drift = std::max(out.largest_drift, std::fabs(value));
  if (auto ok = find_modes(people, in_motion(options.moves, out.regions), out); !ok) return tl::unexpected(ok.error());
  return out;
}

Result<std::vector<std::vector<double>>> linear_path(const Transition& transition,
                                                     const std::vector<double>& log_productivity, std::size_t years) {
  if (auto ok = check_size("log_productivity", log_productivity.size(), transition.regions); !ok)
    return tl::unexpected(ok.error());
  const std::size_t states = transition.drift.size();
  std::vector<std::vector<double>> out;
  std::vector<double> x(states, 0.0);
  for (std::size_t t = 0; t < years; ++t) {
    out.push_back(x);
    std::vector<double> next = transition.drift;
    for (std::size_t r = 0; r < states; ++r) {
      for (std::size_t c = 0; c < states; ++c) next[r] += transition.step(r, c) * x[c];
      for (std::size_t n = 0; n < transition.regions; ++n) next[r] += transition.impact(r, n) * log_productivity[n];
    }
    x = std::move(next);
  }
  return out;
}

}  // namespace tidu::economy
