// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/size_jump.h"

#include <algorithm>

#include "core/diffusion/network/binomial.h"
#include "core/diffusion/network/cascade_recursion.h"

namespace tidu::diffusion::network {
namespace {

constexpr double kRounding = 1e-13;  // by which r may rise without meaning it

// The seeds at which the recursion rests, over q.
class RestingSeeds {
 public:
  RestingSeeds(const DegreeLaw& degrees, const AdoptionRule& rule) : degrees_(degrees), rule_(rule) {}

  double at(double q) const {
    const double g = through_link(degrees_, rule_, q);
    // All links adopt: no seed below 1 can be needed for more. At q = 1 itself the recursion rests for every seed.
    if (!(1 - g > kRounding)) return q < 1 ? -1 : 1;
    return (q - g) / (1 - g);
  }

  double size(double seed, double q) const { return std::min(1.0, seed + (1 - seed) * at_node(degrees_, rule_, q)); }

  // The place of the maximum between low and high, where there is one, by ternary search.
  double peak(double low, double high) const {
    for (int i = 0; i < 80; ++i) {
      const double left = low + (high - low) / 3;
      const double right = high - (high - low) / 3;
      if (at(left) < at(right)) {
        low = left;
      } else {
        high = right;
      }
    }
    return low + (high - low) / 2;
  }

 private:
  const DegreeLaw& degrees_;
  const AdoptionRule& rule_;
};

// Where r leaves a maximum, and the first place on the grid where it has passed it.
struct Gap {
  std::size_t from = 0;
  std::size_t to = 0;
};

constexpr double place(std::size_t i) { return static_cast<double>(i) / static_cast<double>(kJumpGrid); }

Gap widest_gap(const RestingSeeds& seeds) {
  Gap widest;
  std::size_t top = 0;
  double highest = 0;
  double most = 0;
  for (std::size_t i = 1; i <= kJumpGrid; ++i) {
    const double r = seeds.at(place(i));
    if (!(r > highest + kRounding)) continue;
    if (i > top + 1) {
      const double size = seeds.size(highest, place(i)) - seeds.size(highest, place(top));
      if (size > most) {
        most = size;
        widest = {top, i};
      }
    }
    top = i;
    highest = r;
  }
  return widest;
}

}  // namespace

Result<SizeJump> largest_jump(const DegreeLaw& degrees, const AdoptionRule& rule) {
  if (auto checked = check_rule(rule); !checked) return tl::unexpected(checked.error());
  const RestingSeeds seeds(degrees, rule);
  const Gap gap = widest_gap(seeds);
  if (gap.to == 0) return SizeJump{};
  double top = seeds.peak(place(gap.from > 0 ? gap.from - 1 : 0), place(gap.from + 1));
  double seed = seeds.at(top);
  if (!(seed > kRounding)) top = seed = 0;  // r falls from the start
  const double next = sign_change(place(gap.to - 1), place(gap.to), [&](double q) { return seeds.at(q) <= seed; });
  return SizeJump{.exists = true, .seed = seed, .before = seeds.size(seed, top), .after = seeds.size(seed, next)};
}

}  // namespace tidu::diffusion::network
