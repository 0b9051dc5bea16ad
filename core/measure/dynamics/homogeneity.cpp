// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/homogeneity.h"

#include "core/base/distributions.h"
#include "core/base/math.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

constexpr double kSmall = 5;  // expected transitions below which a cell is called small

double row_sum(const Counts& n, std::size_t i) {
  std::uint64_t total = 0;
  for (std::size_t j = 0; j < n.extent<Column>(); ++j) total += n(i, j);
  return static_cast<double>(total);
}

Counts pooled(std::span<const Counts> regimes) {
  Counts out(regimes.front().extents());
  for (const Counts& n : regimes) {
    for (std::size_t cell = 0; cell < out.size(); ++cell) out.values()[cell] += n.values()[cell];
  }
  return out;
}

// Adds row i of the test.
void add_row(std::span<const Counts> regimes, const Counts& all, std::size_t i, Homogeneity& out) {
  const double total = row_sum(all, i);
  std::size_t reached = 0;
  std::size_t regimes_here = 0;
  for (std::size_t j = 0; j < all.extent<Column>(); ++j) reached += all(i, j) > 0 ? 1U : 0U;
  for (const Counts& n : regimes) regimes_here += row_sum(n, i) > 0 ? 1U : 0U;
  if (reached > 0) out.degrees += (reached - 1) * (regimes_here - 1);
  for (std::size_t s = 0; s < regimes.size(); ++s) {
    const double here = row_sum(regimes[s], i);
    for (std::size_t j = 0; here > 0 && j < all.extent<Column>(); ++j) {
      if (all(i, j) == 0) continue;
      const auto n = static_cast<double>(regimes[s](i, j));
      const double expected = here * (static_cast<double>(all(i, j)) / total);
      out.q_of[s] += (n - expected) * (n - expected) / expected;
      if (n > 0) out.lr_of[s] += 2 * n * math::log(n / expected);
      if (regimes_here < 2 || reached < 2) continue;
      ++out.cells;
      out.small_cells += expected < kSmall ? 1U : 0U;
    }
  }
}

}  // namespace

Result<Homogeneity> homogeneity(std::span<const Counts> regimes) {
  const bool together = regimes.size() >= 2 && regimes.front().size() > 0;
  for (std::size_t s = 0; s < regimes.size() || !together; ++s) {
    if (!together || regimes[s].extents() != regimes.front().extents()) {
      return refuse(ErrorCode::shape, "measure.homogeneity.shape", "measure.homogeneity.shape.hint", regimes.size());
    }
  }
  Homogeneity out;
  out.q_of.assign(regimes.size(), 0);
  out.lr_of.assign(regimes.size(), 0);
  const Counts all = pooled(regimes);
  for (std::size_t i = 0; i < all.extent<Row>(); ++i) add_row(regimes, all, i, out);
  for (const double part : out.q_of) out.q += part;
  for (const double part : out.lr_of) out.lr += part;
  out.degrees_all = (regimes.size() - 1) * all.extent<Row>() * (all.extent<Column>() - 1);
  if (out.degrees > 0) {
    out.q_p = math::chi_square_upper(out.q, static_cast<double>(out.degrees));
    out.lr_p = math::chi_square_upper(out.lr, static_cast<double>(out.degrees));
  }
  return out;
}

}  // namespace tidu::measure
