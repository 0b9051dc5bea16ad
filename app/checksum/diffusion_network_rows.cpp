// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <vector>

#include "app/checksum/context.h"
#include "core/diffusion/network/bass.h"
#include "core/diffusion/network/closure.h"
#include "core/diffusion/network/critical_seed.h"
#include "core/diffusion/network/group_seed.h"
#include "core/diffusion/network/percolation.h"
#include "core/diffusion/network/size_jump.h"
#include "core/diffusion/network/threshold.h"

namespace tidu::checksum {
namespace {

using namespace diffusion::network;

// Degrees of each kind.
std::vector<DegreeLaw> laws(Context& context) {
  const std::span<double> p = context.uniforms(13);
  double total = 0;
  for (const double value : p) total += value;
  for (double& value : p) value /= total;
  std::vector<DegreeLaw> out;
  for (const auto& law : {DegreeLaw::regular(8), DegreeLaw::poisson(5.5), DegreeLaw::from_probabilities(p)}) {
    context.add(law, [&](const DegreeLaw& degrees) { out.push_back(degrees); });
  }
  return out;
}

void add(Context& context, const Result<double>& value) {
  context.add(value, [&](double x) { context.hash().add(x); });
}

void bass_curves(Context& context) {
  const std::span<double> p = context.uniforms(50, 0.001, 0.2);
  const std::span<double> q = context.uniforms(50, 0.05, 0.9);
  for (std::size_t i = 0; i < p.size(); ++i) {
    for (const double t : {0.5, 4.0, 17.0}) {
      add(context, bass_share(p[i], q[i], t));
      add(context, circle_share(p[i], q[i], t));
      add(context, logistic_share(p[i], q[i], t));
    }
    add(context, ratio_of_take_off(p[i]));
    context.add(bass_marks(p[i], q[i]), [&](const BassMarks& marks) {
      for (const auto& mark : {marks.crossing, marks.take_off, marks.peak, marks.slow_down}) {
        context.hash().add(mark.has_value() ? mark->time : -1);
      }
      context.hash().add(marks.peak_density);
    });
  }
}

void closure(Context& context) {
  const std::vector<DegreeLaw> degrees = laws(context);
  std::vector<Layer> layers;
  for (const DegreeLaw& law : degrees) layers.push_back({law, 0.02});
  const std::span<double> innovation = context.uniforms(120, 0, 0.01);
  context.add(closure_by_step({.layers = layers, .innovation = innovation, .seed = 0.001}),
              [&](const std::vector<double>& share) { context.hash().add(share); });
  constexpr std::array<double, 4> kTimes{0.5, 3, 10, 40};
  for (std::size_t count = 0; count <= layers.size(); ++count) {
    context.add(closure_by_time({.layers = std::span(layers).first(count), .innovation = 0.03, .times = kTimes}),
                [&](const TimeClosure& out) {
                  context.hash().add(out.share);
                  context.hash().add(std::uint64_t{out.steps});
                });
  }
}

void cascades(Context& context) {
  constexpr std::array<AdoptionRule, 3> kRules{{{.contacts = 2}, {.share = 0.18}, {.share = 0.3}}};
  for (const DegreeLaw& degrees : laws(context)) {
    for (const AdoptionRule& rule : kRules) {
      for (const double seed : {0.001, 0.05, 0.2}) {
        context.add(cascade_size(degrees, rule, seed), [&](const Cascade& out) {
          context.hash().add(out.size);
          context.hash().add(std::uint64_t{out.steps});
        });
      }
    }
    add(context, cascade_condition(degrees, 0.18));
    context.add(largest_jump(degrees, kRules[1]), [&](const SizeJump& jump) {
      for (const double value : {jump.seed, jump.before, jump.after}) context.hash().add(value);
    });
    for (const double transmission : {0.1, 0.3, 0.8}) add(context, giant_share(degrees, transmission));
  }
  for (const double share : {0.05, 0.1, 0.18, 0.25}) {
    context.add(cascade_window(share), [&](const CascadeWindow& window) {
      context.hash().add(window.low);
      context.hash().add(window.high);
    });
  }
}

void critical_masses(Context& context) {
  for (const std::size_t degree : {8u, 20u, 300u}) {
    context.add(contacts_needed(degree), [&](const std::vector<CriticalSeed>& table) {
      for (const CriticalSeed& one : table) {
        context.hash().add(one.seed);
        context.hash().add(one.before);
      }
    });
  }
  for (const double mean : context.uniforms(20, 0.02, 0.48)) {
    context.add(critical_spread(mean), [&](const CriticalSpread& critical) {
      context.hash().add(critical.sd);
      for (const double factor : {0.7, 0.99, 1.05}) {
        context.add(normal_equilibrium(mean, factor * critical.sd),
                    [&](const Equilibrium& out) { context.hash().add(out.share); });
      }
    });
  }
}

void group_seeds(Context& context) {
  for (const std::size_t degree : {6u, 8u, 20u}) {
    std::array<ThresholdGroup, 5> groups;
    const std::span<double> parts = context.uniforms(groups.size());
    double total = 0;
    for (const double part : parts) total += part;
    for (std::size_t a = 0; a < groups.size(); ++a) groups[a] = {.contacts = a + degree / 8, .share = parts[a] / total};
    context.add(group_critical_seed(degree, groups), [&](const GroupSeed& found) {
      context.hash().add(std::uint64_t{static_cast<std::uint8_t>(found.outcome)});
      for (const double value : {found.seed, found.before, found.unseeded}) context.hash().add(value);
    });
  }
}

constexpr std::array kRows{
    KernelRow{"diffusion.network.bass_curves", bass_curves},
    KernelRow{"diffusion.network.closure", closure},
    KernelRow{"diffusion.network.cascades", cascades},
    KernelRow{"diffusion.network.critical_masses", critical_masses},
    KernelRow{"diffusion.network.group_seeds", group_seeds},
};

}  // namespace

std::span<const KernelRow> diffusion_network_rows() { return kRows; }

}  // namespace tidu::checksum
