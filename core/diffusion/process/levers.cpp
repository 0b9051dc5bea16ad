// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/process/levers.h"

#include "core/base/assert.h"
#include "core/base/math.h"

namespace tidu::diffusion {
namespace {

constexpr LeverRecord kLevers[] = {
    {"subsidy", LeverPlace::relative_advantage, "C063, C136, C141, C142", &LeverSizes::subsidy},
    {"training", LeverPlace::complexity, "C058, C121, C122, C132, C135", &LeverSizes::training},
    {"solutions", LeverPlace::compatibility, "C056, C090, C092", &LeverSizes::solutions},
    {"light_entry", LeverPlace::trialability, "C043, C060, C061, C096", &LeverSizes::light_entry},
    {"reform", LeverPlace::compatibility, "C084, C092, C153", &LeverSizes::reform},
    {"governance", LeverPlace::safety, "C055, C066, C126, C150", &LeverSizes::governance},
    {"talent", LeverPlace::talent, "C058, C129, C130", &LeverSizes::talent},
    {"channels", LeverPlace::media, "C078, C119", &LeverSizes::channels},
    {"demonstration", LeverPlace::demonstration, "C052, C126, C133", &LeverSizes::demonstration},
    {"alliance", LeverPlace::exchange, "C053, C059, C062, C123, C143", &LeverSizes::alliance},
    {"infrastructure", LeverPlace::market, "C057, C060", &LeverSizes::infrastructure},
};

constexpr std::size_t kFirstMajorityGroup = 2;

// Brings a share nearer to 1.
void raise(double& share, double effect) { share += (1 - share) * effect; }

struct Pull {
  LeverPlace place;
  double strength;  // u
  double effect;    // e u
  double elasticity;
};

void pull_one(const Pull& pull, std::size_t group, CellConditions& known, double& market) {
  switch (pull.place) {
    case LeverPlace::relative_advantage:
      known.attributes.relative_advantage -= pull.elasticity * math::log(1 - pull.effect);
      break;
    case LeverPlace::complexity:
      known.attributes.complexity *= 1 - pull.effect;
      known.training += pull.strength;
      break;
    case LeverPlace::compatibility:
      raise(known.attributes.compatibility, pull.effect);
      break;
    case LeverPlace::trialability:
      raise(known.attributes.trialability, pull.effect);
      break;
    case LeverPlace::safety:
      known.incidents *= 1 - pull.effect;
      known.distrust *= 1 - pull.effect;
      break;
    case LeverPlace::talent:
      if (group < kFirstMajorityGroup) known.talent *= 1 + pull.effect;
      break;
    case LeverPlace::media:
      known.media *= 1 + pull.effect;
      break;
    case LeverPlace::demonstration:
      raise(known.demonstration, pull.effect);
      break;
    case LeverPlace::exchange:
      known.exchange *= 1 + pull.effect;
      break;
    case LeverPlace::market:
      raise(market, pull.effect);
      break;
  }
}

constexpr FormulaRecord kFormulas[] = {
    {"lever_places", "RA − ε·ln(1 − e·u);  CX·(1 − e·u);  CO + (1 − CO)·e·u;  …",
     "Tidu; attributes after Rogers 2003, ch. 6"},
};

}  // namespace

std::span<const LeverRecord> levers() { return kLevers; }

void pull(View<const double, Lever, Cell> strength, const LeverSizes& sizes, std::size_t groups,
          std::span<CellConditions> conditions, std::span<double> market) {
  TIDU_ASSERT(strength.extent<Lever>() == levers().size() && strength.extent<Cell>() == conditions.size());
  TIDU_ASSERT(market.size() == conditions.size() && (groups == kGroups || groups == 1));
  for (std::size_t l = 0; l < levers().size(); ++l) {
    const LeverRecord& lever = levers()[l];
    for (std::size_t c = 0; c < conditions.size(); ++c) {
      const double u = strength(l, c);
      if (!(u > 0)) continue;
      const std::size_t group = groups == kGroups ? c % kGroups : kGroups;
      pull_one({lever.place, u, sizes.*lever.size * u, sizes.subsidy_elasticity}, group, conditions[c], market[c]);
    }
  }
}

std::span<const FormulaRecord> lever_formulas() { return kFormulas; }

}  // namespace tidu::diffusion
