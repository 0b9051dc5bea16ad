// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/levers.h"

#include <cmath>

#include "core/base/assert.h"

namespace tidu::diffusion {
namespace {

constexpr LeverRecord kLevers[] = {
    {"subsidy", LeverPlace::price, "C063, C136, C141, C142", &LeverSizes::subsidy},
    {"training", LeverPlace::acceptance, "C058, C121, C122, C132, C135", &LeverSizes::training},
    {"solutions", LeverPlace::acceptance, "C056, C084, C092", &LeverSizes::solutions},
    {"light_entry", LeverPlace::acceptance, "C043, C060, C061, C096", &LeverSizes::light_entry},
    {"governance", LeverPlace::late_groups, "C055, C066, C126, C150", &LeverSizes::governance},
    {"talent", LeverPlace::early_groups, "C058, C129, C130", &LeverSizes::talent},
    {"channels", LeverPlace::media, "C078, C119", &LeverSizes::channels},
    {"demonstration", LeverPlace::demonstration, "C052, C126, C133", &LeverSizes::demonstration},
    {"alliance", LeverPlace::outside, "C053, C059, C062, C123, C143", &LeverSizes::alliance},
    {"infrastructure", LeverPlace::market, "C057, C060", &LeverSizes::infrastructure},
};

constexpr std::size_t kFirstLateGroup = 3;
constexpr std::size_t kFirstMajorityGroup = 2;

struct GroupBand {
  std::size_t begin = 0;
  std::size_t end = kGroups;
};

void speed_up(CellRates& rates, std::size_t region, double factor, GroupBand band, bool imitation) {
  for (std::size_t a = band.begin; a < band.end; ++a) {
    rates.innovation[region * kGroups + a] *= factor;
    if (imitation) rates.imitation[region * kGroups + a] *= factor;
  }
}

void pull_one(LeverPlace place, double effect, std::size_t r, CellRates& rates) {
  switch (place) {
    case LeverPlace::acceptance:
      speed_up(rates, r, 1 + effect, {}, true);
      break;
    case LeverPlace::price:
      speed_up(rates, r, 1 / std::sqrt(1 - effect), {}, true);
      break;
    case LeverPlace::late_groups:
      speed_up(rates, r, 1 + effect, {kFirstLateGroup, kGroups}, true);
      break;
    case LeverPlace::early_groups:
      speed_up(rates, r, 1 + effect, {0, kFirstMajorityGroup}, false);
      break;
    case LeverPlace::media:
      speed_up(rates, r, 1 + effect, {}, false);
      break;
    case LeverPlace::demonstration:
      rates.demonstration[r] += (1 - rates.demonstration[r]) * effect;
      break;
    case LeverPlace::outside:
      rates.outside[r] += (1 - rates.outside[r]) * effect;
      break;
    case LeverPlace::market:
      rates.market[r] += (1 - rates.market[r]) * effect;
      break;
  }
}

}  // namespace

std::span<const LeverRecord> levers() { return kLevers; }

void pull(View<const double, Lever, Region> strength, const LeverSizes& sizes, CellRates& rates) {
  TIDU_ASSERT(strength.extent<Lever>() == levers().size());
  for (std::size_t l = 0; l < levers().size(); ++l) {
    for (std::size_t r = 0; r < strength.extent<Region>(); ++r) {
      if (strength(l, r) > 0) pull_one(levers()[l].place, sizes.*levers()[l].size * strength(l, r), r, rates);
    }
  }
}

}  // namespace tidu::diffusion
