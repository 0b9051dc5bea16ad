// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/population/domain_means.h"

#include <algorithm>
#include <array>

#include "core/base/assert.h"
#include "core/base/math.h"

namespace tidu::diffusion::population {
namespace {

std::size_t at(Layer layer) { return static_cast<std::size_t>(layer); }

}  // namespace

DomainMeans::DomainMeans(const agents::Layout& layout, const ByLayer& heterophily)
    : layout_(layout), mates_(layout.matchings()) {
  for (std::size_t l = 0; l < kLayers; ++l) {
    for (std::size_t d = 0; d < kMostGroups; ++d)
      arrival_[l][d] = math::exp(-heterophily[l] * static_cast<double>(d * d));
  }
  std::size_t most = 0;
  for (std::size_t m = 0; m < layout.matchings(); ++m) {
    std::vector<std::uint64_t> agents;
    for (std::size_t c = 0; c < layout.cells().size(); ++c) {
      const std::size_t domain = layout.place(m, c).domain;
      if (domain >= agents.size()) agents.resize(domain + 1, 0);
      agents[domain] += layout.range(c).size();
    }
    for (const std::uint64_t n : agents) mates_[m].push_back(static_cast<double>(n % 2 == 0 && n > 0 ? n - 1 : n));
    most = std::max(most, agents.size());
  }
  users_.resize(most);
}

void DomainMeans::operator()(std::span<const double> seen, std::span<ByLayer> out) {
  const std::size_t cells = layout_.cells().size();
  TIDU_ASSERT(seen.size() == cells && out.size() == cells);
  std::fill(out.begin(), out.end(), ByLayer{});
  for (std::size_t m = 0; m < layout_.matchings(); ++m) {
    gather(m, seen);
    const std::size_t l = at(layout_.layer(m));
    for (std::size_t c = 0; c < cells; ++c) out[c][l] += mean(m, c);
  }
  for (ByLayer& x : out) {
    for (std::size_t l = 0; l < kLayers; ++l) {
      if (layout_.degrees()[l] > 0) x[l] /= layout_.degrees()[l];
    }
  }
}

void DomainMeans::gather(std::size_t matching, std::span<const double> seen) {
  std::fill_n(users_.begin(), mates_[matching].size(), Users{});
  for (std::size_t c = 0; c < seen.size(); ++c) {
    const auto agents = static_cast<double>(layout_.cells()[c].agents);
    users_[layout_.place(matching, c).domain][layout_.cells()[c].group] += agents * seen[c];
  }
}

double DomainMeans::mean(std::size_t matching, std::size_t cell) const {
  const std::size_t domain = layout_.place(matching, cell).domain;
  const double mates = mates_[matching][domain];
  if (mates == 0) return 0;
  const std::size_t own = layout_.cells()[cell].group;
  const auto& arrival = arrival_[at(layout_.layer(matching))];
  double users = 0;
  for (std::size_t g = 0; g < kMostGroups; ++g) users += users_[domain][g] * arrival[g > own ? g - own : own - g];
  return std::min(users / mates, 1.0);
}

}  // namespace tidu::diffusion::population
