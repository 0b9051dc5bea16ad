// SPDX-License-Identifier: Apache-2.0
#include "core/measure/network/gravity_network.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/order.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

// A strength within this share of the cut differs from it by rounding alone: the mean of equal numbers is one of them.
constexpr double kEqual = 1e-12;

Result<void> check_panel(View<const double, Region, Year> x, std::size_t regions, std::size_t years,
                         std::string_view key, std::string_view hint, bool may_be_negative) {
  if (x.extent<Region>() != regions || x.extent<Year>() != years) {
    return refuse(ErrorCode::shape, "measure.gravity.shape", "measure.gravity.shape.hint", regions, years,
                  x.extent<Region>(), x.extent<Year>());
  }
  for (std::size_t r = 0; r < regions; ++r) {
    for (std::size_t t = 0; t < years; ++t) {
      if (!std::isfinite(x(r, t)) || (x(r, t) < 0 && !may_be_negative)) {
        return refuse(ErrorCode::domain, key, hint, r + 1, t + 1, x(r, t));
      }
    }
  }
  return {};
}

Result<void> check_distances(View<const double, Row, Column> d, std::size_t n) {
  if (d.extent<Row>() != n || d.extent<Column>() != n) {
    return refuse(ErrorCode::shape, "measure.gravity.shape", "measure.gravity.shape.hint", n, n, d.extent<Row>(),
                  d.extent<Column>());
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      if (i != j && !(std::isfinite(d(i, j)) && d(i, j) > 0)) {
        return refuse(ErrorCode::domain, "measure.gravity.distance", "measure.gravity.distance.hint", i + 1, j + 1,
                      d(i, j));
      }
    }
  }
  return {};
}

Result<void> check(const GravityInput& input, const GravityModel& model) {
  const std::size_t n = input.masses.extent<Region>();
  const std::size_t years = input.masses.extent<Year>();
  if (input.masses.size() == 0) {
    return refuse(ErrorCode::shape, "measure.gravity.empty", "measure.gravity.empty.hint");
  }
  if (!(std::isfinite(model.exponent) && model.exponent >= 0)) {
    return refuse(ErrorCode::domain, "measure.gravity.exponent", "measure.gravity.exponent.hint", model.exponent);
  }
  for (std::size_t k = 0; k < input.masses.extent<Indicator>(); ++k) {
    const View<const double, Region, Year> mass(input.masses.data() + k * n * years, {n, years});
    if (auto ok = check_panel(mass, n, years, "measure.gravity.mass", "measure.gravity.mass.hint", false); !ok)
      return ok;
  }
  if (auto ok = check_distances(input.distances, n); !ok) return ok;
  if (input.direction.data() != nullptr) {
    auto ok =
        check_panel(input.direction, n, years, "measure.gravity.direction", "measure.gravity.direction.hint", false);
    if (!ok) return ok;
  }
  if (model.distance == DistanceForm::plain) return {};
  return check_panel(input.development, n, years, "measure.gravity.development", "measure.gravity.development.hint",
                     true);
}

// M_i of one year.
std::vector<double> joint_masses(const GravityInput& input, MassForm form, std::size_t year) {
  const std::size_t masses = input.masses.extent<Indicator>();
  std::vector<double> out(input.masses.extent<Region>());
  for (std::size_t i = 0; i < out.size(); ++i) {
    double product = 1;
    double logarithms = 0;
    for (std::size_t k = 0; k < masses; ++k) {
      product *= input.masses(k, i, year);
      logarithms += math::log(input.masses(k, i, year));
    }
    const bool root = form == MassForm::geometric_mean && masses > 1;
    out[i] = root ? math::exp(logarithms / static_cast<double>(masses)) : product;
  }
  return out;
}

double power(double x, double exponent) { return exponent == 2 ? x * x : math::pow(x, exponent); }

// 1/D_ij^b.
Result<double> proximity(const GravityInput& input, const GravityModel& model, std::size_t i, std::size_t j,
                         std::size_t year) {
  const double distance = input.distances(i, j);
  if (model.distance == DistanceForm::plain) return 1 / power(distance, model.exponent);
  const double gap = std::fabs(input.development(i, year) - input.development(j, year));
  if (gap > 0) return power(gap / distance, model.exponent);
  if (model.zero_gap == ZeroGap::no_strength) return 0.0;
  if (model.zero_gap == ZeroGap::plain) return 1 / power(distance, model.exponent);
  return refuse(ErrorCode::domain, "measure.gravity.zero_gap", "measure.gravity.zero_gap.hint", i + 1, j + 1, year + 1);
}

// k_ij = V_i/(V_i + V_j).
double direction(const GravityInput& input, std::size_t i, std::size_t j, std::size_t year) {
  if (input.direction.data() == nullptr) return 1;
  const double both = input.direction(i, year) + input.direction(j, year);
  return both > 0 ? input.direction(i, year) / both : 0.5;
}

Result<void> check_strengths(View<const double, Row, Column> strengths) {
  const std::size_t n = strengths.extent<Row>();
  if (n == 0 || strengths.extent<Column>() != n) {
    return refuse(ErrorCode::shape, "measure.network.shape", "measure.network.shape.hint", n,
                  strengths.extent<Column>());
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      if (i != j && !(std::isfinite(strengths(i, j)) && strengths(i, j) >= 0)) {
        return refuse(ErrorCode::domain, "measure.network.strength", "measure.network.strength.hint", i + 1, j + 1,
                      strengths(i, j));
      }
    }
  }
  return {};
}

// The strengths of row i without its diagonal.
std::vector<double> others_of(View<const double, Row, Column> strengths, std::size_t i) {
  std::vector<double> out;
  for (std::size_t j = 0; j < strengths.extent<Column>(); ++j) {
    if (j != i) out.push_back(strengths(i, j));
  }
  return out;
}

std::vector<double> all_strengths(View<const double, Row, Column> strengths) {
  std::vector<double> out;
  for (std::size_t i = 0; i < strengths.extent<Row>(); ++i) {
    const std::vector<double> row = others_of(strengths, i);
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

// R's type 7 (the default of quantile()).
double quantile_of(std::vector<double> x, double q) {
  std::sort(x.begin(), x.end());
  const double place = q * static_cast<double>(x.size() - 1);
  const auto below = static_cast<std::size_t>(std::floor(place));
  const double above = x[std::min(below + 1, x.size() - 1)];
  return x[below] + (place - static_cast<double>(below)) * (above - x[below]);
}

// The strength that a link of row i needs.
double threshold(View<const double, Row, Column> strengths, const LinkRule& rule, std::size_t i, double overall) {
  if (rule.cut != NetworkCut::row_mean) return overall;
  const std::vector<double> others = others_of(strengths, i);
  return sum(others) / static_cast<double>(others.size() + (rule.diagonal_in_mean ? 1 : 0));
}

double overall_threshold(View<const double, Row, Column> strengths, const LinkRule& rule) {
  if (rule.cut == NetworkCut::quantile) return quantile_of(all_strengths(strengths), rule.quantile);
  if (rule.cut != NetworkCut::overall_mean) return 0;
  const auto n = static_cast<double>(strengths.extent<Row>());
  return sum(all_strengths(strengths)) / (rule.diagonal_in_mean ? n * n : n * (n - 1));
}

void link_strongest(View<const double, Row, Column> strengths, std::size_t i, std::size_t k,
                    Array<double, Row, Column>& out) {
  std::vector<std::size_t> order;
  for (std::size_t j = 0; j < strengths.extent<Column>(); ++j) {
    if (j != i && strengths(i, j) > 0) order.push_back(j);
  }
  stable_sort(order, [&](std::size_t a, std::size_t b) { return strengths(i, a) > strengths(i, b); });
  for (std::size_t place = 0; place < std::min(k, order.size()); ++place) out(i, order[place]) = 1;
}

}  // namespace

Result<Array<double, Year, Row, Column>> gravity_strengths(const GravityInput& input, const GravityModel& model) {
  if (auto ok = check(input, model); !ok) return tl::unexpected(ok.error());
  const std::size_t n = input.masses.extent<Region>();
  const std::size_t years = input.masses.extent<Year>();
  Array<double, Year, Row, Column> out({years, n, n});
  for (std::size_t t = 0; t < years; ++t) {
    const std::vector<double> mass = joint_masses(input, model.mass, t);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        if (i == j) continue;
        const auto near = proximity(input, model, i, j, t);
        if (!near) return tl::unexpected(near.error());
        out(t, i, j) = direction(input, i, j, t) * (mass[i] * mass[j]) * *near;
        if (!std::isfinite(out(t, i, j))) {
          return refuse(ErrorCode::domain, "measure.gravity.overflow", "measure.gravity.overflow.hint", i + 1, j + 1,
                        t + 1);
        }
      }
    }
  }
  return out;
}

Result<Array<double, Row, Column>> binary_network(View<const double, Row, Column> strengths, const LinkRule& rule) {
  if (auto ok = check_strengths(strengths); !ok) return tl::unexpected(ok.error());
  if (!(rule.quantile >= 0 && rule.quantile <= 1)) {
    return refuse(ErrorCode::domain, "measure.network.quantile", "measure.network.quantile.hint", rule.quantile);
  }
  if (rule.strongest == 0)
    return refuse(ErrorCode::domain, "measure.network.strongest", "measure.network.strongest.hint");
  const std::size_t n = strengths.extent<Row>();
  Array<double, Row, Column> out({n, n});
  if (n == 1) return out;
  const double overall = overall_threshold(strengths, rule);
  for (std::size_t i = 0; i < n; ++i) {
    if (rule.cut == NetworkCut::strongest) {
      link_strongest(strengths, i, rule.strongest, out);
      continue;
    }
    const double cut = threshold(strengths, rule, i, overall);
    for (std::size_t j = 0; j < n; ++j) {
      const double strength = strengths(i, j);
      const bool reaches = rule.strict ? strength > cut * (1 + kEqual) : strength >= cut * (1 - kEqual);
      if (i != j && strength > 0 && reaches) out(i, j) = 1;
    }
  }
  return out;
}

}  // namespace tidu::measure
