// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/agents/graph_mixing.h"

#include <algorithm>
#include <array>

#include "core/base/assert.h"
#include "core/base/math.h"

namespace tidu::simulate {

using namespace diffusion;
using agents::Graph;
using agents::Layout;

namespace {

constexpr std::size_t kContacts = static_cast<std::size_t>(Layer::local);
constexpr std::size_t kMostGroups = 8;

std::vector<std::uint32_t> cells_of(const Layout& layout) {
  std::vector<std::uint32_t> cell(static_cast<std::size_t>(layout.agents()));
  for (std::uint32_t c = 0; c < layout.cells().size(); ++c) {
    for (std::uint64_t i = layout.range(c).begin; i < layout.range(c).end; ++i) cell[static_cast<std::size_t>(i)] = c;
  }
  return cell;
}

}  // namespace

double binomial_tail(std::uint32_t contacts, std::uint32_t needed, double x) {
  if (needed == 0) return 1;
  if (needed > contacts || x <= 0) return 0;
  if (x >= 1) return 1;
  // Terms of 0, 1, ... users. Where the first is 0 in floating point, so are all below `needed` of at most 96.
  double term = math::exp(contacts * math::log1p(-x));
  double below = 0;
  for (std::uint32_t k = 0; k < needed; ++k) {
    below += term;
    term *= (contacts - k) / (k + 1.0) * (x / (1 - x));
  }
  return std::clamp(1 - below, 0.0, 1.0);
}

GraphMixing::GraphMixing(const Layout& layout, const Graph& graph, double heterophily)
    : weights_(layout.cells().size()), degrees_(layout.cells().size()), connected_(layout.cells().size(), 0) {
  TIDU_ASSERT(graph.agents() == layout.agents() && heterophily >= 0);
  weigh(layout, graph, heterophily);
  count_degrees(layout, graph);
}

// Cell by cell of those who are seen: the weights of their audiences' cells add up in one row, in order of agents.
void GraphMixing::weigh(const Layout& layout, const Graph& graph, double heterophily) {
  std::array<double, kMostGroups> arrival{};
  for (std::size_t d = 0; d < kMostGroups; ++d) arrival[d] = math::exp(-heterophily * static_cast<double>(d * d));
  const std::vector<std::uint32_t> cell_of = cells_of(layout);
  std::vector<double> sum(layout.cells().size(), 0);
  std::uint64_t within = 0;
  for (std::uint32_t seen = 0; seen < layout.cells().size(); ++seen) {
    std::vector<std::uint32_t> touched;
    for (auto i = static_cast<std::size_t>(layout.range(seen).begin); i < layout.range(seen).end; ++i) {
      for (const std::uint32_t by : graph.audience(i)) {
        const std::uint32_t c = cell_of[by];
        if (sum[c] == 0) touched.push_back(c);
        sum[c] += 1.0 / graph.degree(by);
        within += layout.cells()[c].region == layout.cells()[seen].region ? 1U : 0U;
      }
    }
    for (const std::uint32_t c : touched) {
      const int apart = int{layout.cells()[c].group} - int{layout.cells()[seen].group};
      const auto members = static_cast<double>(layout.cells()[c].agents);
      const double others = c == seen ? members - 1 : members;  // at least 1, since somebody of the cell sees another
      weights_[c].push_back({seen, sum[c] / others * arrival[static_cast<std::size_t>(apart < 0 ? -apart : apart)]});
      sum[c] = 0;
    }
  }
  if (graph.directions() > 0) within_regions_ = static_cast<double>(within) / static_cast<double>(graph.directions());
}

void GraphMixing::count_degrees(const Layout& layout, const Graph& graph) {
  for (std::size_t c = 0; c < degrees_.size(); ++c) {
    const agents::Range range = layout.range(c);
    const auto here =
        graph.degrees().subspan(static_cast<std::size_t>(range.begin), static_cast<std::size_t>(range.size()));
    std::vector<std::uint16_t> sorted(here.begin(), here.end());
    std::sort(sorted.begin(), sorted.end());
    const double one = sorted.empty() ? 0 : 1 / static_cast<double>(sorted.size());
    for (auto next = sorted.begin(); next != sorted.end();) {
      const auto end = std::upper_bound(next, sorted.end(), *next);
      degrees_[c].push_back({*next, static_cast<double>(end - next) * one});
      if (*next > 0) connected_[c] += degrees_[c].back().share;
      next = end;
    }
  }
}

void GraphMixing::operator()(std::span<const double> seen, std::span<double> out) const {
  TIDU_ASSERT(seen.size() == weights_.size() && out.size() == weights_.size());
  for (std::size_t c = 0; c < weights_.size(); ++c) {
    double x = 0;
    for (const Weight& w : weights_[c]) x += w.weight * seen[w.cell];
    out[c] = std::min(x, 1.0);
  }
}

double GraphMixing::contagion(const ProcessRates& rates, std::size_t cell, double x) const {
  if (rates.contagion != Contagion::threshold) return contagion_of(rates, {}, {x, 0, 0})[kContacts];
  if (connected_[cell] <= 0) return rates.threshold == 0 ? 1 : 0;
  const double of_connected = std::min(1.0, x / connected_[cell]);
  double phi = 0;
  for (const DegreeShare& d : degrees_[cell]) phi += d.share * binomial_tail(d.degree, rates.threshold, of_connected);
  return std::min(phi, 1.0);
}

}  // namespace tidu::simulate
