// SPDX-License-Identifier: Apache-2.0
#include "core/economy/accounts/world.h"

#include <vector>

#include "core/economy/checks.h"

namespace tidu::economy::accounts {
namespace {

/// What the nation's regions have in all.
struct Nation {
  std::vector<double> use;      ///< J x (J + 3), row-major
  std::vector<double> output;   ///< J
  std::vector<double> labour;   ///< J, of value added
  std::vector<double> capital;  ///< J
  std::vector<double> net_imports;
  double value_added = 0;
};

Nation sum_up(const Accounts& a) {
  const std::size_t sectors = a.sectors();
  const std::size_t users = sectors + kFinalUses;
  const std::size_t abroad = a.regions();
  Nation out{.use = std::vector<double>(sectors * users, 0), .output = std::vector<double>(sectors, 0)};
  out.labour = out.capital = out.net_imports = out.output;
  for (std::size_t n = 0; n < abroad; ++n) {
    for (std::size_t k = 0; k < sectors; ++k) {
      for (std::size_t c = 0; c < users; ++c) out.use[k * users + c] += a.use(n, k, c);
      out.output[k] += a.output(n, k);
      out.value_added += a.value_added(n, k);
      out.labour[k] += a.value_added(n, k) * a.labour_share(n, k);
      out.capital[k] += a.value_added(n, k) * a.capital_share(n, k);
      out.net_imports[k] += a.trade(k, n, abroad) - a.trade(k, abroad, n);
    }
  }
  return out;
}

/// Solves (1 - A) y = f in place by elimination. A's columns sum to less than 1, so that no pivot is near 0.
void solve(std::vector<double>& a, std::vector<double>& f) {
  const std::size_t n = f.size();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) a[i * n + j] = (i == j ? 1.0 : 0.0) - a[i * n + j];
  }
  for (std::size_t p = 0; p < n; ++p) {
    for (std::size_t i = p + 1; i < n; ++i) {
      const double by = a[i * n + p] / a[p * n + p];
      for (std::size_t j = p; j < n; ++j) a[i * n + j] -= by * a[p * n + j];
      f[i] -= by * f[p];
    }
  }
  for (std::size_t p = n; p-- > 0;) {
    for (std::size_t j = p + 1; j < n; ++j) f[p] -= a[p * n + j] * f[j];
    f[p] /= a[p * n + p];
  }
}

tl::unexpected<Error> too_small(std::size_t sector, double left) {
  return refuse(ErrorCode::domain, "accounts.world", "accounts.world.hint", sector, left);
}

}  // namespace

Result<void> add_world(Accounts& a, double world_size) {
  const std::size_t sectors = a.sectors();
  const std::size_t users = sectors + kFinalUses;
  const std::size_t abroad = a.regions();
  const Nation nation = sum_up(a);
  double finals = 0;
  double wanted = world_size * nation.value_added;
  for (std::size_t k = 0; k < sectors; ++k) {
    for (std::size_t c = sectors; c < users; ++c) finals += nation.use[k * users + c];
    wanted -= nation.net_imports[k];
  }
  if (!(wanted > 0)) return too_small(0, wanted);
  std::vector<double> coefficients(sectors * sectors, 0);
  std::vector<double> output(sectors, 0);
  for (std::size_t k = 0; k < sectors; ++k) {
    output[k] = nation.net_imports[k];
    for (std::size_t c = sectors; c < users; ++c) {
      a.use(abroad, k, c) = nation.use[k * users + c] * (wanted / finals);
      output[k] += a.use(abroad, k, c);
    }
    for (std::size_t j = 0; j < sectors; ++j)
      coefficients[k * sectors + j] = nation.output[j] > 0 ? nation.use[k * users + j] / nation.output[j] : 0;
  }
  const std::vector<double> shares = coefficients;
  solve(coefficients, output);
  for (std::size_t k = 0; k < sectors; ++k) {
    double bought_at_home = output[k];
    double added = output[k];
    for (std::size_t n = 0; n < abroad; ++n) bought_at_home -= a.trade(k, n, abroad);
    if (bought_at_home < 0) return too_small(k + 1, bought_at_home);
    a.trade(k, abroad, abroad) = bought_at_home;
    for (std::size_t i = 0; i < sectors; ++i) {
      a.use(abroad, i, k) = shares[i * sectors + k] * output[k];
      added -= a.use(abroad, i, k);
    }
    a.output(abroad, k) = output[k];
    a.value_added(abroad, k) = added;
    // taxes on production stay inside: the rest of the world has no government of its own
    const double earned = nation.labour[k] + nation.capital[k];
    if (earned > 0) {
      a.labour_share(abroad, k) = nation.labour[k] / earned;
      a.capital_share(abroad, k) = nation.capital[k] / earned;
    }
  }
  return {};
}

}  // namespace tidu::economy::accounts
