// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/agents/domain_map.h"

#include <algorithm>

#include "core/base/assert.h"

namespace tidu::simulate {

using namespace diffusion;

namespace {

constexpr std::size_t at(Stage stage) { return static_cast<std::size_t>(stage); }

constexpr std::size_t kBlockCells = 256;

// Calls body(cell) for each, in blocks that are cut by the number of cells alone.
template <class Body>
void for_cells(std::size_t cells, Executor& executor, Body body) {
  executor.for_blocks((cells + kBlockCells - 1) / kBlockCells, [&](std::size_t block) {
    const std::size_t end = std::min(cells, (block + 1) * kBlockCells);
    for (std::size_t c = block * kBlockCells; c < end; ++c) body(c);
  });
}

// P^T n, in place: all leave at once.
void leave(const Exits& exits, const StepChances& chances, std::span<double> n) {
  std::array<double, kStages> next;
  for (std::size_t k = 0; k < kStages; ++k) next[k] = std::max(0.0, n[k] - n[k] * chances[k][0] - n[k] * chances[k][1]);
  for (std::size_t k = 0; k < kStages; ++k) {
    next[at(exits[k][0])] += n[k] * chances[k][0];
    next[at(exits[k][1])] += n[k] * chances[k][1];
  }
  std::copy(next.begin(), next.end(), n.begin());
}

}  // namespace

DomainMap::DomainMap(const agents::Layout& layout, const DomainMapSettings& settings, const GraphMixing* graph)
    : layout_(layout),
      settings_(settings),
      graph_(graph),
      means_(layout, settings.heterophily),
      region_agents_(layout.regions(), 0) {
  const std::size_t cells = layout.cells().size();
  for (const agents::CellPlan& cell : layout.cells()) region_agents_[cell.region] += static_cast<double>(cell.agents);
  visible_.resize(cells);
  exposure_.resize(cells);
  on_graph_.resize(graph != nullptr ? cells : 0);
  around_.resize(layout.regions());
  chances_.resize(cells);
  start(Stage::unaware);
}

void DomainMap::start(Stage stage) {
  state_.assign(layout_.cells().size() * kStages, 0);
  for (std::size_t c = 0; c < layout_.cells().size(); ++c)
    state_[c * kStages + at(stage)] = static_cast<double>(layout_.cells()[c].agents);
}

void DomainMap::set_state(std::span<const double> cells) {
  TIDU_ASSERT(cells.size() == state_.size());
  std::copy(cells.begin(), cells.end(), state_.begin());
}

void DomainMap::set_rates(std::span<const ProcessRates> rates, double dt) {
  TIDU_ASSERT(rates.size() == layout_.cells().size() && dt > 0);
  rates_.assign(rates.begin(), rates.end());
  dt_ = dt;
  plain_.clear();
  for (const ProcessRates& each : rates) plain_.push_back(plain_chances(each, dt));
}

void DomainMap::look(Executor& executor) {
  std::vector<double> users(around_.size(), 0);
  std::vector<double> discontinuers(around_.size(), 0);
  for (std::size_t c = 0; c < visible_.size(); ++c) {
    const double* n = state_.data() + c * kStages;
    const double seen =
        settings_.decided_visible * n[at(Stage::decided)] + n[at(Stage::implementing)] + n[at(Stage::confirmed)];
    const auto agents = static_cast<double>(layout_.cells()[c].agents);
    visible_[c] = agents > 0 ? seen / agents : 0;
    users[layout_.cells()[c].region] += seen;
    discontinuers[layout_.cells()[c].region] += n[at(Stage::discontinued)];
  }
  for (std::size_t r = 0; r < around_.size(); ++r) {
    const double agents = region_agents_[r];
    around_[r] = agents > 0 ? Surroundings{users[r] / agents, discontinuers[r] / agents} : Surroundings{};
  }
  expose();
  for_cells(chances_.size(), executor, [&](std::size_t c) {
    if (layout_.cells()[c].agents > 0) chances_[c] = chances_of(c);
  });
}

void DomainMap::expose() {
  if (graph_ == nullptr) {
    means_(visible_, exposure_);
    return;
  }
  (*graph_)(visible_, on_graph_);
  for (std::size_t c = 0; c < exposure_.size(); ++c) exposure_[c] = {on_graph_[c], 0, 0};
}

ByLayer DomainMap::contagion(std::size_t cell, const ByLayer& x) const {
  if (graph_ == nullptr) return contagion_of(rates_[cell], layout_.degrees(), x);
  ByLayer phi{};
  phi.fill(graph_->contagion(rates_[cell], cell, x[static_cast<std::size_t>(Layer::local)]));
  return phi;
}

StepChances DomainMap::chances_of(std::size_t cell) const {
  const ProcessRates& rates = rates_[cell];
  ByLayer x = exposure_[cell];
  for (double& share : x) share += (1 - share) * rates.demonstration;
  StepChances chances = plain_[cell];
  set_contact_chances(rates, x, contagion(cell, x), around_[layout_.cells()[cell].region], dt_, chances);
  return chances;
}

std::span<const StepChances> DomainMap::chances(Executor& executor) {
  TIDU_ASSERT(rates_.size() == chances_.size());
  look(executor);
  return chances_;
}

void DomainMap::step(Executor& executor) {
  TIDU_ASSERT(rates_.size() == chances_.size());
  look(executor);
  for_cells(chances_.size(), executor,
            [&](std::size_t c) { leave(settings_.exits, chances_[c], {state_.data() + c * kStages, kStages}); });
}

}  // namespace tidu::simulate
