// SPDX-License-Identifier: Apache-2.0
#include "core/economy/accounts/audit.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "core/base/sum.h"

namespace tidu::economy::accounts {
namespace {

constexpr std::array<std::string_view, 7> kIdentities{"costs",   "sales",    "uses", "factors",
                                                      "product", "deficits", "sam"};

double miss(double left, double right) {
  const double scale = std::max(std::fabs(left), std::fabs(right));
  return scale > 0 ? std::fabs(left - right) / scale : 0;
}

void note(Identity& identity, double left, double right, std::size_t region, std::size_t sector = 0) {
  const double is = miss(left, right);
  if (!(is > identity.miss)) return;
  identity.miss = is;
  identity.region = region;
  identity.sector = sector;
}

/// What region n sells of sector k to the other regions, and buys from them.
double outflow(const Accounts& a, std::size_t n, std::size_t k) {
  double out = 0;
  for (std::size_t m = 0; m < a.regions(); ++m) out += m == n ? 0 : a.trade(k, m, n);
  return out;
}
double inflow(const Accounts& a, std::size_t n, std::size_t k) {
  double out = 0;
  for (std::size_t i = 0; i < a.regions(); ++i) out += i == n ? 0 : a.trade(k, n, i);
  return out;
}

double final_use(const Accounts& a, std::size_t n, FinalUse use) {
  double out = 0;
  for (std::size_t k = 0; k < a.sectors(); ++k) out += a.use(n, k, a.sectors() + static_cast<std::size_t>(use));
  return out;
}

/// Identities of sectors, over all regions and the rest of the world.
void check_sectors(const Accounts& a, std::span<Identity, 4> out) {
  for (std::size_t n = 0; n <= a.regions(); ++n) {
    for (std::size_t j = 0; j < a.sectors(); ++j) {
      double costs = a.value_added(n, j);
      double sales = 0;
      for (std::size_t k = 0; k < a.sectors(); ++k) costs += a.use(n, k, j);
      for (std::size_t m = 0; m <= a.regions(); ++m) sales += a.trade(j, m, n);
      note(out[0], costs, a.output(n, j), n, j);
      note(out[1], sales, a.output(n, j), n, j);
      note(out[2], sum(std::span(&a.use(n, j, 0), a.use.extent<User>())),
           sum(std::span(&a.trade(j, n, 0), a.regions() + 1)), n, j);
      if (a.value_added(n, j) > 0)
        note(out[3], a.labour_share(n, j) + a.capital_share(n, j) + a.production_taxes(n, j), 1, n, j);
    }
  }
}

/// Product by expenditure, a region; deficits in all.
void check_totals(const Accounts& a, std::span<Identity, 2> out) {
  double added = 0;
  for (std::size_t n = 0; n < a.regions(); ++n) {
    double spent = 0;
    double product = 0;
    for (std::size_t k = 0; k < a.sectors(); ++k) {
      product += a.value_added(n, k);
      spent += outflow(a, n, k) + a.trade(k, a.regions(), n) - inflow(a, n, k) - a.trade(k, n, a.regions());
    }
    for (const FinalUse use : {FinalUse::households, FinalUse::government, FinalUse::investment})
      spent += final_use(a, n, use);
    note(out[0], spent, product, n);
    added += product;
  }
  note(out[1], 1 + sum(deficits(a)) / added, 1, 0);
}

}  // namespace

Array<double, Region, Account, OtherAccount> social_accounts(const Accounts& a) {
  const std::size_t sectors = a.sectors();
  const std::size_t abroad = a.regions();
  const std::size_t accounts = sectors + kSamAccounts;
  Array<double, Region, Account, OtherAccount> out({a.regions(), accounts, accounts});
  const auto at = [sectors](SamAccount account) { return sectors + static_cast<std::size_t>(account); };
  const std::size_t labour = at(SamAccount::labour), capital = at(SamAccount::capital);
  const std::size_t households = at(SamAccount::households), government = at(SamAccount::government);
  const std::size_t investment = at(SamAccount::investment), others = at(SamAccount::other_regions);
  const std::size_t world = at(SamAccount::abroad);
  for (std::size_t n = 0; n < a.regions(); ++n) {
    double taxes = 0;
    double lent_inside = 0;
    double lent_abroad = 0;
    for (std::size_t k = 0; k < sectors; ++k) {
      for (std::size_t j = 0; j < sectors; ++j) out(n, k, j) = a.use(n, k, j);
      out(n, k, households) = a.use(n, k, sectors + static_cast<std::size_t>(FinalUse::households));
      out(n, k, government) = a.use(n, k, sectors + static_cast<std::size_t>(FinalUse::government));
      out(n, k, investment) = a.use(n, k, sectors + static_cast<std::size_t>(FinalUse::investment));
      out(n, k, others) = outflow(a, n, k);
      out(n, k, world) = a.trade(k, abroad, n);
      out(n, labour, k) = a.value_added(n, k) * a.labour_share(n, k);
      out(n, capital, k) = a.value_added(n, k) * a.capital_share(n, k);
      out(n, government, k) = a.value_added(n, k) * a.production_taxes(n, k);
      out(n, others, k) = inflow(a, n, k);
      out(n, world, k) = a.trade(k, n, abroad);
      out(n, households, labour) += out(n, labour, k);
      out(n, households, capital) += out(n, capital, k);
      taxes += out(n, government, k);
      lent_inside += out(n, others, k) - out(n, k, others);
      lent_abroad += out(n, world, k) - out(n, k, world);
    }
    out(n, government, households) = final_use(a, n, FinalUse::government) - taxes;
    out(n, investment, households) = out(n, households, labour) + out(n, households, capital) -
                                     final_use(a, n, FinalUse::households) - out(n, government, households);
    out(n, investment, others) = lent_inside;
    out(n, investment, world) = lent_abroad;
  }
  return out;
}

std::vector<Identity> identities(const Accounts& a) {
  std::vector<Identity> out;
  for (const std::string_view id : kIdentities) out.push_back({.id = id});
  check_sectors(a, std::span(out).subspan<0, 4>());
  check_totals(a, std::span(out).subspan<4, 2>());
  const auto sam = social_accounts(a);
  const std::size_t accounts = sam.extent<Account>();
  for (std::size_t n = 0; n < a.regions(); ++n) {
    const double product = sum(std::span(&a.value_added(n, 0), a.sectors()));
    for (std::size_t account = 0; account < accounts; ++account) {
      double left = 0;
      for (std::size_t other = 0; other < accounts; ++other) left += sam(n, account, other) - sam(n, other, account);
      note(out.back(), product + left, product, n, account);
    }
  }
  return out;
}

RegionTrade region_trade(const Accounts& a) {
  RegionTrade out;
  for (std::size_t n = 0; n < a.regions(); ++n) {
    double sent = 0;
    double in = 0;
    double exported = 0;
    double imported = 0;
    for (std::size_t k = 0; k < a.sectors(); ++k) {
      sent += outflow(a, n, k);
      in += inflow(a, n, k);
      exported += a.trade(k, a.regions(), n);
      imported += a.trade(k, n, a.regions());
    }
    out.outflow.push_back(sent);
    out.inflow.push_back(in);
    out.exported.push_back(exported);
    out.imported.push_back(imported);
  }
  return out;
}

}  // namespace tidu::economy::accounts
