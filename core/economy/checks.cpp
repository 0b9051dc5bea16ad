// SPDX-License-Identifier: Apache-2.0
#include "core/economy/checks.h"

#include <algorithm>
#include <cmath>

#include "core/base/sum.h"

namespace tidu::economy {
namespace {

void append_number(std::string& out, std::size_t value) {
  if (value >= 10) append_number(out, value / 10);
  out.push_back(static_cast<char>('0' + value % 10));
}

}  // namespace

std::string copy(std::string_view name) {
  std::string out;
  out.append(name);
  return out;
}

std::string lengths(std::span<const std::size_t> extents) {
  std::string out;
  for (const std::size_t extent : extents) {
    out.append(out.empty() ? "[" : ", ");
    append_number(out, extent);
  }
  if (!out.empty()) out.push_back(']');
  return out;
}

std::string position(std::initializer_list<std::size_t> index) {
  std::vector<std::size_t> from_one;
  for (const std::size_t i : index) from_one.push_back(i + 1);
  return lengths(from_one);
}

tl::unexpected<Error> out_of_bound(std::string_view name, std::initializer_list<std::size_t> index, double value,
                                   Bound bound) {
  switch (bound) {
    case Bound::above_zero:
      return refuse(ErrorCode::domain, "economy.not_positive", "economy.not_positive.hint", copy(name), position(index),
                    value);
    case Bound::at_most_one:
      return refuse(ErrorCode::domain, "economy.share", "economy.share.hint", copy(name), position(index), value);
    case Bound::at_least_zero:
      break;
  }
  return refuse(ErrorCode::domain, "economy.negative", "economy.negative.hint", copy(name), position(index), value);
}

Result<void> check_size(std::string_view name, std::size_t given, std::size_t needed) {
  if (given == needed) return {};
  return refuse(ErrorCode::shape, "economy.shape", "economy.shape.hint", copy(name), given, needed);
}

namespace {

/// Divides what should sum to `wanted` by its sum; the difference that was there, or the failure economy.sum.
Result<double> renormalise(std::string_view name, std::initializer_list<std::size_t> row, double sum, double wanted) {
  const double miss = std::fabs(sum - wanted);
  if (miss <= kShareSlack) return miss;
  return refuse(ErrorCode::domain, "economy.sum", "economy.sum.hint", copy(name), position(row), sum, wanted);
}

template <class T>
void default_to(std::vector<T>& values, std::size_t size, T value) {
  if (values.empty()) values.assign(size, value);
}

void default_to(RegionSector& values, std::size_t regions, std::size_t sectors) {
  if (values.size() == 0) values = RegionSector({regions, sectors});
}

/// Fills what may be left out, and holds every size to N and J.
Result<void> fill(Economy& e) {
  const std::size_t n = e.regions();
  const std::size_t j = e.sectors();
  if (n == 0 || j == 0 || e.labour_income.empty())
    return refuse(ErrorCode::shape, "economy.empty", "economy.empty.hint");
  if (e.tariff.size() == 0) e.tariff = TradeArray({j, n, n});
  default_to(e.structures_income, n, j);
  default_to(e.labour_market, n, Mobility::regional);
  if (e.structures_market.empty()) e.structures_market = e.labour_market;
  default_to(e.deficit, n, 0.0);
  default_to(e.pooled, n, static_cast<std::uint8_t>(e.ownership.empty() ? 0 : 1));
  default_to(e.ownership, n, 0.0);
  if (e.nation.empty()) {
    for (std::size_t i = 0; i < n; ++i) e.nation.push_back(i);
  }
  default_to(e.investment_share, n, 0.0);
  default_to(e.investment_basket, n, j);
  for (const auto& [name, array] :
       {std::pair{std::string_view("trade_share"), &e.trade_share}, {"tariff", &e.tariff}}) {
    if (auto right = check_extents(name, *array, {j, n, n}); !right) return right;
  }
  for (const auto& [name, array] : {std::pair{std::string_view("final_share"), &e.final_share},
                                    {"structures_income", &e.structures_income},
                                    {"investment_basket", &e.investment_basket}}) {
    if (auto right = check_extents(name, *array, {n, j}); !right) return right;
  }
  if (auto right = check_extents("input_share", e.input_share, {n, j, j}); !right) return right;
  struct Size {
    std::string_view name;
    std::size_t given;
    std::size_t needed;
  };
  const std::initializer_list<Size> sizes{
      {"theta", e.theta.size(), j},
      {"labour_market", e.labour_market.size(), n},
      {"structures_market", e.structures_market.size(), n},
      {"deficit", e.deficit.size(), n},
      {"ownership", e.ownership.size(), n},
      {"pooled", e.pooled.size(), n},
      {"nation", e.nation.size(), n},
      {"people", e.people.empty() ? n : e.people.size(), n},
      {"investment_share", e.investment_share.size(), n},
  };
  for (const Size& size : sizes) {
    if (auto right = check_size(size.name, size.given, size.needed); !right) return right;
  }
  for (const RegionSector& skill : e.labour_income) {
    if (auto right = check_extents("labour_income", skill, {n, j}); !right) return right;
  }
  return {};
}

/// Divides by a sum, unless shares are to stay as they are.
double divisor(double total, Shares shares) { return shares == Shares::renormalised ? total : 1; }

Result<void> check_trade(Economy& e, Corrections& out, Shares shares) {
  const std::size_t n = e.regions();
  for (std::size_t j = 0; j < e.sectors(); ++j) {
    if (auto right = check_value("theta", {j}, e.theta[j], Bound::above_zero); !right) return right;
    for (std::size_t r = 0; r < n; ++r) {
      const std::span<double> row(&e.trade_share(j, r, 0), n);
      for (std::size_t i = 0; i < n; ++i) {
        if (auto right = check_value("trade_share", {j, r, i}, row[i], Bound::at_least_zero); !right) return right;
        if (auto right = check_value("1 + tariff", {j, r, i}, 1 + e.tariff(j, r, i), Bound::above_zero); !right)
          return right;
      }
      const double total = sum(row);
      if (total == 0) continue;
      const auto miss = renormalise("trade_share", {j, r}, total, 1);
      if (!miss) return tl::unexpected(miss.error());
      out.trade_share = std::max(out.trade_share, *miss);
      for (double& value : row) value /= divisor(total, shares);
    }
  }
  return {};
}

Result<void> check_inputs(Economy& e, Corrections& out, Shares shares) {
  for (std::size_t n = 0; n < e.regions(); ++n) {
    for (std::size_t j = 0; j < e.sectors(); ++j) {
      double& own = e.value_added_share(n, j);
      if (auto right = check_value("value_added_share", {n, j}, own, Bound::at_most_one); !right) return right;
      double total = own;
      for (std::size_t k = 0; k < e.sectors(); ++k) {
        const double share = e.input_share(n, k, j);
        const bool kept = share >= -kNegativeInput && e.input_elasticity == 1;
        if (share < 0 && kept) {
          ++out.negative_inputs;
        } else if (auto right = check_value("input_share", {n, k, j}, share, Bound::at_least_zero); !right) {
          return right;
        }
        total += share;
      }
      const auto miss = renormalise("value_added_share + input_share", {n, j}, total, 1);
      if (!miss) return tl::unexpected(miss.error());
      out.input_share = std::max(out.input_share, *miss);
      own /= divisor(total, shares);
      for (std::size_t k = 0; k < e.sectors(); ++k) e.input_share(n, k, j) /= divisor(total, shares);
    }
  }
  return {};
}

/// Rows of regions that sum to 1, such as final spending.
Result<double> check_basket(std::string_view name, RegionSector& basket, std::size_t n, Shares shares) {
  const std::size_t sectors = basket.extent<Sector>();
  const std::span<double> row(&basket(n, 0), sectors);
  for (std::size_t j = 0; j < sectors; ++j) {
    if (auto right = check_value(name, {n, j}, row[j], Bound::at_least_zero); !right)
      return tl::unexpected(right.error());
  }
  const double total = sum(row);
  auto miss = renormalise(name, {n}, total, 1);
  if (miss) {
    for (double& value : row) value /= divisor(total, shares);
  }
  return miss;
}

Result<void> check_final(Economy& e, Corrections& out, Shares shares) {
  for (std::size_t n = 0; n < e.regions(); ++n) {
    const auto miss = check_basket("final_share", e.final_share, n, shares);
    if (!miss) return tl::unexpected(miss.error());
    out.final_share = std::max(out.final_share, *miss);
    if (auto right = check_value("investment_share", {n}, e.investment_share[n], Bound::at_most_one); !right)
      return right;
    if (e.investment_share[n] == 0) continue;
    const auto invested = check_basket("investment_basket", e.investment_basket, n, shares);
    if (!invested) return tl::unexpected(invested.error());
    out.investment_basket = std::max(out.investment_basket, *invested);
  }
  return {};
}

Result<void> check_incomes(const Economy& e) {
  for (std::size_t n = 0; n < e.regions(); ++n) {
    double labour = 0;
    for (std::size_t j = 0; j < e.sectors(); ++j) {
      for (const RegionSector& skill : e.labour_income) {
        if (auto right = check_value("labour_income", {n, j}, skill(n, j), Bound::at_least_zero); !right) return right;
        labour += skill(n, j);
      }
      if (auto right = check_value("structures_income", {n, j}, e.structures_income(n, j), Bound::at_least_zero);
          !right)
        return right;
    }
    if (!(labour > 0)) return refuse(ErrorCode::domain, "economy.no_labour", "economy.no_labour.hint", n + 1);
  }
  return {};
}

double factor_income(const Economy& e, std::size_t n, std::size_t j) {
  double out = e.structures_income(n, j);
  for (const RegionSector& skill : e.labour_income) out += skill(n, j);
  return out;
}

/// Who sells what to whom at all.
struct Links {
  Array<std::uint8_t, Region, Sector> sold;
  Array<std::uint8_t, Region, Sector> bought;
};

Links find_links(const Economy& e) {
  Links out{.sold = Array<std::uint8_t, Region, Sector>({e.regions(), e.sectors()}), .bought = {}};
  out.bought = out.sold;
  for (std::size_t j = 0; j < e.sectors(); ++j) {
    for (std::size_t n = 0; n < e.regions(); ++n) {
      for (std::size_t i = 0; i < e.regions(); ++i) {
        if (!(e.trade_share(j, n, i) > 0)) continue;
        out.sold(i, j) = 1;
        out.bought(n, j) = 1;
      }
    }
  }
  return out;
}

/// Whether region n wants goods of sector k, to consume, to invest or as an input of what it sells.
bool is_used(const Economy& e, const Links& links, std::size_t n, std::size_t k) {
  if (e.final_share(n, k) > 0 || (e.investment_share[n] > 0 && e.investment_basket(n, k) > 0)) return true;
  for (std::size_t j = 0; j < e.sectors(); ++j) {
    if (links.sold(n, j) != 0 && e.input_share(n, k, j) != 0) return true;
  }
  return false;
}

/// Every region sells something, and what is used is bought.
Result<void> check_links(const Economy& e) {
  const Links links = find_links(e);
  for (std::size_t n = 0; n < e.regions(); ++n) {
    bool sells = false;
    for (std::size_t j = 0; j < e.sectors(); ++j) {
      sells = sells || links.sold(n, j) != 0;
      if (links.bought(n, j) == 0 && is_used(e, links, n, j))
        return refuse(ErrorCode::domain, "economy.no_supplier", "economy.no_supplier.hint", n + 1, j + 1);
    }
    if (!sells) return refuse(ErrorCode::domain, "economy.unreachable", "economy.unreachable.hint", n + 1);
  }
  return {};
}

Result<void> check_ownership(Economy& e, Corrections& out, Shares shares) {
  bool any = false;
  for (std::size_t n = 0; n < e.regions(); ++n) {
    if (auto right = check_value("ownership", {n}, e.ownership[n], Bound::at_most_one); !right) return right;
    any = any || e.pooled[n] != 0;
  }
  if (!any) return {};
  const double total = sum(e.ownership);
  const auto miss = renormalise("ownership", {}, total, 1);
  if (!miss) return tl::unexpected(miss.error());
  out.ownership = *miss;
  for (double& share : e.ownership) share /= divisor(total, shares);
  return {};
}

/// Deficits that sum to 0: what is left is taken off everybody in proportion to value added.
Result<void> check_deficits(Economy& e, Corrections& out, Shares shares) {
  std::vector<double> value_added(e.regions());
  for (std::size_t n = 0; n < e.regions(); ++n) {
    if (!std::isfinite(e.deficit[n]))
      return refuse(ErrorCode::domain, "economy.deficits", "economy.deficits.hint", e.deficit[n]);
    for (std::size_t j = 0; j < e.sectors(); ++j) value_added[n] += factor_income(e, n, j);
    if (!e.people.empty()) {
      if (auto right = check_value("people", {n}, e.people[n], Bound::above_zero); !right) return right;
    }
  }
  const double rest = sum(e.deficit) / sum(value_added);
  if (!(std::fabs(rest) <= kShareSlack))
    return refuse(ErrorCode::domain, "economy.deficits", "economy.deficits.hint", rest);
  out.deficit = std::fabs(rest);
  if (shares == Shares::as_given) return {};
  for (std::size_t n = 0; n < e.regions(); ++n) e.deficit[n] -= rest * value_added[n];
  return {};
}

}  // namespace

Result<Complete> complete(const Economy& economy, Shares shares) {
  Complete out{.economy = economy, .corrections = {}};
  Economy& e = out.economy;
  if (auto right = fill(e); !right) return tl::unexpected(right.error());
  for (const double elasticity : {e.final_elasticity, e.input_elasticity}) {
    if (auto right = check_value("elasticity", {}, elasticity, Bound::at_least_zero); !right)
      return tl::unexpected(right.error());
  }
  for (auto* check : {&check_trade, &check_inputs, &check_final, &check_ownership}) {
    if (auto right = check(e, out.corrections, shares); !right) return tl::unexpected(right.error());
  }
  for (auto* check : {&check_incomes, &check_links}) {
    if (auto right = check(e); !right) return tl::unexpected(right.error());
  }
  if (auto right = check_deficits(e, out.corrections, shares); !right) return tl::unexpected(right.error());
  return out;
}

}  // namespace tidu::economy
