// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/graph_table.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/assert.h"
#include "core/base/math.h"

namespace tidu::diffusion::agents {
namespace {

constexpr std::size_t kContacts = static_cast<std::size_t>(Layer::local);

std::size_t at(Stage stage) { return static_cast<std::size_t>(stage); }

// exp(-x), x >= 0 or infinite.
double decay(double x) { return std::isinf(x) ? 0 : math::exp(-x); }

void set_plain(const StepChances& chances, GraphTable& table) {
  for (std::size_t s = 0; s < kStages; ++s) {
    table.first[s] = threshold_of(chances[s][0]);
    table.second[s] = std::max(table.first[s], threshold_of(chances[s][0] + chances[s][1]));
  }
}

}  // namespace

std::uint32_t ContactsNeeded::needed(std::uint32_t degree) const {
  TIDU_ASSERT(whole >= 1);
  const std::uint64_t share = (std::uint64_t{parts} * degree + whole - 1) / whole;
  const std::uint64_t least = parts > 0 ? 1 : 0;
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(std::max({std::uint64_t{contacts}, share, least}), ~std::uint32_t{0}));
}

Preset share_preset() {
  Preset preset;
  preset.rates.contagion = Contagion::threshold;
  preset.rates.imitation[kContacts] = std::numeric_limits<double>::infinity();
  return preset;
}

void GraphTable::set_degrees(std::span<const std::uint16_t> degrees) {
  degrees_ = degrees;
  if (!degrees.empty() && first_.size() <= degrees.back()) first_.resize(std::size_t{degrees.back()} + 1);
  std::size_t entries = 0;
  for (const std::uint16_t degree : degrees) {
    first_[degree] = static_cast<std::uint32_t>(entries);
    entries += std::size_t{degree} + 1;
  }
  entries_.resize(entries);
}

void set_graph_table(const StepChances& chances, GraphTable& table) {
  set_plain(chances, table);
  const auto& knowledge = chances[at(Stage::knowledge)];
  const ContactThresholds same{.unaware = threshold_of(chances[at(Stage::unaware)][0]),
                               .favourable = threshold_of(knowledge[0]),
                               .persuasion = threshold_of(chances[at(Stage::persuasion)][0])};
  table.formed = std::max(same.favourable, threshold_of(knowledge[0] + knowledge[1]));
  for (const std::uint16_t degree : table.degrees()) {
    const auto row = table.row(degree);
    std::fill(row.begin(), row.end(), same);
  }
}

GraphTableMaker::GraphTableMaker(const ProcessRates& rates, const ContactsNeeded& needed, double dt)
    : rates_(rates), needed_(needed), dt_(dt), plain_(plain_chances(rates, dt)) {}

// The factors and their order are TableMaker's, so that the same thresholds come out.
void GraphTableMaker::make(const Surroundings& around, GraphTable& table) const {
  set_plain(plain_, table);
  const double formed = exit_chances(rates_.elaboration, 0, dt_)[0];
  const double doubt = math::exp(-(rates_.attitude - rates_.attitude_discontinuers * around.discontinuers));
  double undecided = decay((rates_.innovation + rates_.leaders * around.leaders + rates_.authority) * dt_);
  if (rates_.collective) undecided = 0;
  table.formed = threshold_of(formed);
  for (const std::uint16_t degree : table.degrees()) {
    const std::uint32_t needed = needed_.needed(degree);
    const auto row = table.row(degree);
    for (std::uint32_t seen = 0; seen < row.size(); ++seen) {
      const double share = degree > 0 ? seen / static_cast<double>(degree) : 0;
      const double x = share + (1 - share) * rates_.demonstration;
      double phi = seen >= needed ? 1 : 0;
      if (rates_.contagion != Contagion::threshold) phi = contagion_of(rates_, {}, {x, 0, 0})[kContacts];
      const double decision = phi > 0 ? rates_.imitation[kContacts] * phi : 0;
      ContactThresholds& entry = row[seen];
      const double word_of_mouth =
          x > 0 ? rates_.word_of_mouth[kContacts] * x : 0;  // an infinite rate times 0 is 0 here
      entry.unaware = threshold_of(1 - decay((rates_.media + word_of_mouth) * dt_));
      const double against = doubt * math::exp(-(rates_.attitude_contacts[kContacts] * x));
      entry.favourable = std::min(threshold_of(formed / (1 + against)), table.formed);
      entry.persuasion = rates_.gate_closed ? 0U : threshold_of(1 - undecided * decay(decision * dt_));
    }
  }
}

}  // namespace tidu::diffusion::agents
