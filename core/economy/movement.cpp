// SPDX-License-Identifier: Apache-2.0
#include "core/economy/movement.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/economy/checks.h"

namespace tidu::economy {
namespace {

constexpr std::size_t kMaxFits = 10000;
constexpr double kFitted = 1e-13;

Result<void> check_vector(std::string_view name, const std::vector<double>& values, std::size_t size, Bound bound) {
  if (auto ok = check_size(name, values.size(), size); !ok) return ok;
  for (std::size_t n = 0; n < size; ++n) {
    if (auto ok = check_value(name, {n}, values[n], bound); !ok) return ok;
  }
  return {};
}

Result<void> check_moves(const MoveShares& moves, std::size_t regions, double stay) {
  if (auto ok = check_extents("moves", moves, {regions, regions}); !ok) return ok;
  for (std::size_t s = 0; s < regions; ++s) {
    double row = 0;
    for (std::size_t t = 0; t < regions; ++t) {
      if (auto ok = check_value("moves", {s, t}, moves(s, t), Bound::at_least_zero); !ok) return ok;
      row += moves(s, t);
    }
    if (std::fabs(row - 1) > kShareSlack)
      return refuse(ErrorCode::domain, "economy.sum", "economy.sum.hint", copy("moves"), position({s}), row, 1.0);
    if (moves(s, s) / row < stay - kShareSlack)
      return refuse(ErrorCode::domain, "economy.moves_inertia", "economy.moves_inertia.hint", s + 1, moves(s, s), stay);
  }
  return {};
}

Result<void> check_costs(const MoveShares& cost_change, std::size_t regions) {
  if (cost_change.size() == 0) return {};
  if (auto ok = check_extents("cost_change", cost_change, {regions, regions}); !ok) return ok;
  for (std::size_t s = 0; s < regions; ++s) {
    for (std::size_t t = 0; t < regions; ++t) {
      // Of either sign, but a number: its square is held to the bound.
      if (auto ok = check_value("cost_change", {s, t}, cost_change(s, t) * cost_change(s, t), Bound::at_least_zero);
          !ok)
        return ok;
    }
  }
  return {};
}

/// Divides a row by its sum.
void to_shares(MoveShares& moves, std::size_t s) {
  const std::size_t regions = moves.extent<OtherRegion>();
  double row = 0;
  for (std::size_t t = 0; t < regions; ++t) row += moves(s, t);
  for (std::size_t t = 0; t < regions; ++t) moves(s, t) /= row;
}

}  // namespace

Result<MoveRule> static_expectations(double beta, double nu) {
  if (auto ok = check_value("beta", {}, beta, Bound::at_most_one); !ok) return tl::unexpected(ok.error());
  if (auto ok = check_value("1 - beta", {}, 1 - beta, Bound::above_zero); !ok) return tl::unexpected(ok.error());
  if (auto ok = check_value("nu", {}, nu, Bound::above_zero); !ok) return tl::unexpected(ok.error());
  return MoveRule{.elasticity = beta / ((1 - beta) * nu)};
}

Result<MoveRule> inertia(double phi, double nu) {
  if (auto ok = check_value("phi", {}, phi, Bound::at_most_one); !ok) return tl::unexpected(ok.error());
  if (auto ok = check_value("phi", {}, phi, Bound::above_zero); !ok) return tl::unexpected(ok.error());
  if (auto ok = check_value("nu", {}, nu, Bound::above_zero); !ok) return tl::unexpected(ok.error());
  return MoveRule{.elasticity = 1 / nu, .reconsider = phi};
}

Result<MoveShares> moves_after(const MoveShares& base, const MoveRule& rule, const std::vector<double>& utility_hat,
                               const MoveShares& cost_change) {
  const std::size_t regions = base.extent<Region>();
  if (auto ok = check_value("elasticity", {}, rule.elasticity, Bound::at_least_zero); !ok)
    return tl::unexpected(ok.error());
  if (auto ok = check_value("reconsider", {}, rule.reconsider, Bound::at_most_one); !ok)
    return tl::unexpected(ok.error());
  if (auto ok = check_value("reconsider", {}, rule.reconsider, Bound::above_zero); !ok)
    return tl::unexpected(ok.error());
  const double stay = 1 - rule.reconsider;
  if (auto ok = check_moves(base, regions, stay); !ok) return tl::unexpected(ok.error());
  if (auto ok = check_vector("utility_hat", utility_hat, regions, Bound::above_zero); !ok)
    return tl::unexpected(ok.error());
  if (auto ok = check_costs(cost_change, regions); !ok) return tl::unexpected(ok.error());

  MoveShares out = base;
  std::vector<double> wanted(regions);  // in logarithms
  for (std::size_t t = 0; t < regions; ++t) wanted[t] = rule.elasticity * math::log(utility_hat[t]);
  std::vector<double> pull = wanted;
  std::vector<double> strength(regions);
  double before = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t s = 0; s < regions; ++s) {
    to_shares(out, s);
    out(s, s) = std::max(0.0, out(s, s) - stay);
    double top = -std::numeric_limits<double>::infinity();
    for (std::size_t t = 0; t < regions; ++t) {
      if (cost_change.size() > 0) pull[t] = wanted[t] - cost_change(s, t);
      // Only where people go at all: a large pull of elsewhere must not underflow the others.
      if (out(s, t) > 0) top = std::max(top, pull[t]);
    }
    // Nearly always the row before has the same.
    if (cost_change.size() > 0 || top != before) {
      for (std::size_t t = 0; t < regions; ++t) strength[t] = math::exp(pull[t] - top);
    }
    before = top;
    for (std::size_t t = 0; t < regions; ++t) {
      if (out(s, t) > 0) out(s, t) *= strength[t];
    }
    to_shares(out, s);
    for (std::size_t t = 0; t < regions; ++t) out(s, t) *= rule.reconsider;
    out(s, s) += stay;
  }
  return out;
}

Result<MoveShares> yearly_moves(const MoveShares& over_the_years, double years) {
  const std::size_t regions = over_the_years.extent<Region>();
  if (auto ok = check_moves(over_the_years, regions, 0); !ok) return tl::unexpected(ok.error());
  if (auto ok = check_value("years - 1", {}, years - 1, Bound::at_least_zero); !ok) return tl::unexpected(ok.error());
  MoveShares out({regions, regions});
  for (std::size_t s = 0; s < regions; ++s) {
    if (auto ok = check_value("moves", {s, s}, over_the_years(s, s), Bound::above_zero); !ok)
      return tl::unexpected(ok.error());
    double left = 0;
    for (std::size_t t = 0; t < regions; ++t) left += s == t ? 0 : over_the_years(s, t);
    const double yearly = -math::expm1(math::log1p(-left) / years);
    for (std::size_t t = 0; t < regions; ++t) {
      if (s != t && left > 0) out(s, t) = over_the_years(s, t) / left * yearly;
    }
    out(s, s) = 1 - yearly;
  }
  return out;
}

Result<std::vector<double>> moved(const MoveShares& moves, const std::vector<double>& people) {
  const std::size_t regions = people.size();
  if (auto ok = check_extents("moves", moves, {regions, regions}); !ok) return tl::unexpected(ok.error());
  std::vector<double> out(regions, 0.0);
  for (std::size_t s = 0; s < regions; ++s) {
    for (std::size_t t = 0; t < regions; ++t) out[t] += moves(s, t) * people[s];
  }
  return out;
}

namespace {

Result<void> check_totals(const MoveTotals& totals) {
  const std::size_t regions = totals.people.size();
  if (auto ok = check_vector("people", totals.people, regions, Bound::above_zero); !ok) return ok;
  if (auto ok = check_vector("out", totals.out, regions, Bound::at_least_zero); !ok) return ok;
  if (auto ok = check_vector("in", totals.in, regions, Bound::at_least_zero); !ok) return ok;
  if (auto ok = check_value("years - 1", {}, totals.years - 1, Bound::at_least_zero); !ok) return ok;
  if (auto ok = check_value("distance_elasticity", {}, totals.distance_elasticity, Bound::at_least_zero); !ok)
    return ok;
  if (auto ok = check_extents("distance", totals.distance, {regions, regions}); !ok) return ok;
  for (std::size_t s = 0; s < regions; ++s) {
    if (auto ok = check_value("people - out", {s}, totals.people[s] - totals.out[s], Bound::above_zero); !ok) return ok;
    for (std::size_t t = 0; t < regions; ++t) {
      if (s == t) continue;
      if (auto ok = check_value("distance", {s, t}, totals.distance(s, t), Bound::above_zero); !ok) return ok;
    }
  }
  const double out = sum(totals.out);
  const double in = sum(totals.in);
  if (std::fabs(in - out) > kShareSlack * out)
    return refuse(ErrorCode::domain, "economy.sum", "economy.sum.hint", copy("in"), copy(""), in, out);
  return {};
}

/// Scales the columns of flows to `in`, then the rows to `out`; the largest miss of a column before that.
double fit_once(MoveShares& flows, const std::vector<double>& out, const std::vector<double>& in, double in_scale) {
  const std::size_t regions = out.size();
  std::vector<double> columns(regions, 0.0);
  for (std::size_t s = 0; s < regions; ++s) {
    for (std::size_t t = 0; t < regions; ++t) columns[t] += flows(s, t);
  }
  double miss = 0;
  for (std::size_t t = 0; t < regions; ++t) {
    miss = std::max(miss, std::fabs(columns[t] - in[t] * in_scale));
    columns[t] = columns[t] > 0 ? in[t] * in_scale / columns[t] : 0;
  }
  for (std::size_t s = 0; s < regions; ++s) {
    double row = 0;
    for (std::size_t t = 0; t < regions; ++t) row += flows(s, t) *= columns[t];
    const double scale = row > 0 ? out[s] / row : 0;
    for (std::size_t t = 0; t < regions; ++t) flows(s, t) *= scale;
  }
  return miss;
}

}  // namespace

Result<MovesFromTotals> moves_from_totals(const MoveTotals& totals) {
  if (auto ok = check_totals(totals); !ok) return tl::unexpected(ok.error());
  const std::size_t regions = totals.people.size();
  MoveShares flows({regions, regions});
  for (std::size_t s = 0; s < regions; ++s) {
    for (std::size_t t = 0; t < regions; ++t) {
      if (s != t) flows(s, t) = totals.people[t] * math::pow(totals.distance(s, t), -totals.distance_elasticity);
    }
  }
  MovesFromTotals result;
  const double all = sum(totals.out);
  if (all > 0) {
    const double in_scale = all / sum(totals.in);
    do {
      result.residual = fit_once(flows, totals.out, totals.in, in_scale) / all;
      ++result.sweeps;
    } while (result.residual > kFitted && result.sweeps < kMaxFits);
    if (result.residual > kFitted)
      return refuse(ErrorCode::no_convergence, "economy.moves_totals", "economy.moves_totals.hint", result.residual);
  }
  result.over_the_years = MoveShares({regions, regions});
  for (std::size_t s = 0; s < regions; ++s) {
    for (std::size_t t = 0; t < regions; ++t) {
      if (s != t) result.over_the_years(s, t) = flows(s, t) / totals.people[s];
    }
    result.over_the_years(s, s) = 1 - totals.out[s] / totals.people[s];
  }
  auto yearly = yearly_moves(result.over_the_years, totals.years);
  if (!yearly) return tl::unexpected(yearly.error());
  result.yearly = std::move(*yearly);
  return result;
}

std::vector<double> hats_together(const std::vector<std::vector<double>>& hats,
                                  const std::vector<std::vector<double>>& people) {
  if (hats.size() == 1) return hats.front();
  std::vector<double> out(hats.front().size());
  for (std::size_t n = 0; n < out.size(); ++n) {
    double now = 0;
    double before = 0;
    for (std::size_t g = 0; g < hats.size(); ++g) {
      now += people[g][n] * hats[g][n];
      before += people[g][n];
    }
    out[n] = now / before;
  }
  return out;
}

YearlyTaste yearly_taste(const PeriodTaste& published) {
  YearlyTaste out{.response = published.discount / (1 - published.discount) / published.taste,
                  .discount = math::pow(published.discount, 1 / published.years)};
  out.taste = out.discount / (1 - out.discount) / out.response;
  return out;
}

std::span<const PeriodTaste> published_tastes() {
  constexpr double kFiveYears = 0.7737809374999999;  // .95^5
  static constexpr PeriodTaste kPublished[] = {
      {.source = "Caliendo, Dvorkin & Parro 2019", .years = 0.25, .discount = 0.99, .taste = 5.3436},
      {.source = "Kleinman, Liu & Redding 2023", .years = 5, .discount = kFiveYears, .taste = 3 * kFiveYears},
      {.source = "Artuc, Chaudhuri & McLaren 2010", .years = 1, .discount = 0.97, .taste = 1.88}};
  return kPublished;
}

}  // namespace tidu::economy
