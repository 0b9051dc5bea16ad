// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/table.h"

#include <algorithm>
#include <cmath>

#include "core/base/assert.h"
#include "core/base/math.h"

namespace tidu::diffusion::agents {
namespace {

std::size_t at(Stage stage) { return static_cast<std::size_t>(stage); }
std::size_t at(ContactRow row) { return static_cast<std::size_t>(row); }

// A threshold of 2^24 has no upper byte of its own: with 255 the last 256th is left to the exact comparison.
std::uint8_t upper_byte(std::uint32_t threshold) { return static_cast<std::uint8_t>(std::min(threshold >> 16, 255U)); }

void set_contact(CellTable& table, ContactRow row, std::size_t code, std::uint32_t threshold) {
  table.contact[at(row)][code] = threshold;
  table.contact_byte[at(row)][code] = upper_byte(threshold);
}

void set_stage(CellTable& table, std::size_t stage, std::uint32_t first, std::uint32_t second) {
  table.first[stage] = first;
  table.second[stage] = std::max(first, second);
  table.first_byte[stage] = upper_byte(first);
  table.second_byte[stage] = upper_byte(table.second[stage]);
}

void set_plain(const StepChances& chances, CellTable& table) {
  for (std::size_t s = 0; s < kStages; ++s)
    set_stage(table, s, threshold_of(chances[s][0]), threshold_of(chances[s][0] + chances[s][1]));
  for (std::size_t s = kStages; s < 16; ++s) table.first_byte[s] = table.second_byte[s] = 0;
}

// exp(-x), x >= 0 or infinite.
double decay(double x) { return std::isinf(x) ? 0 : math::exp(-x); }

}  // namespace

std::uint32_t threshold_of(double probability) {
  return static_cast<std::uint32_t>(std::clamp(probability, 0.0, 1.0) * kCertain + 0.5);
}

ContactUnits contact_units(const Degrees& degrees) {
  ContactUnits units{};
  std::size_t unit = 1;
  for (std::size_t l = 0; l < kLayers; ++l) {
    units[l] = static_cast<std::uint8_t>(unit);
    unit *= degrees[l] + std::size_t{1};
  }
  return units;
}

std::size_t contact_codes(const Degrees& degrees) {
  std::size_t codes = 1;
  for (const std::uint8_t d : degrees) codes *= d + std::size_t{1};
  return codes;
}

void set_table(const StepChances& chances, CellTable& table) {
  set_plain(chances, table);
  for (std::size_t code = 0; code < kContactCodes; ++code) {
    set_contact(table, ContactRow::unaware, code, table.first[at(Stage::unaware)]);
    set_contact(table, ContactRow::favourable, code, table.first[at(Stage::knowledge)]);
    set_contact(table, ContactRow::formed, code, table.second[at(Stage::knowledge)]);
    set_contact(table, ContactRow::persuasion, code, table.first[at(Stage::persuasion)]);
  }
}

void set_seed_table(double share, CellTable& table) {
  StepChances chances{};
  chances[at(Stage::persuasion)][0] = share;
  set_table(chances, table);
}

TableMaker::TableMaker(const ProcessRates& rates, const Degrees& degrees, double dt)
    : rates_(rates), dt_(dt), formed_(exit_chances(rates.elaboration, 0, dt)[0]), codes_(contact_codes(degrees)) {
  TIDU_ASSERT(codes_ <= kContactCodes);
  const StepChances chances = plain_chances(rates, dt);
  for (std::size_t s = 0; s < kStages; ++s)
    plain_[s] = {threshold_of(chances[s][0]), threshold_of(chances[s][0] + chances[s][1])};
  for (std::size_t code = 0; code < codes_; ++code) {
    std::size_t rest = code;
    ByLayer counts{};
    for (std::size_t l = 0; l < kLayers; ++l) {
      counts[l] = static_cast<double>(rest % (degrees[l] + std::size_t{1}));
      rest /= degrees[l] + std::size_t{1};
    }
    set_combination(code, degrees, counts);
  }
}

void TableMaker::set_combination(std::size_t code, const Degrees& degrees, const ByLayer& counts) {
  ByLayer x{};
  double all = 0;
  for (std::size_t l = 0; l < kLayers; ++l) {
    const double share = degrees[l] > 0 ? counts[l] / degrees[l] : 0;
    x[l] = share + (1 - share) * rates_.demonstration;
    all += counts[l];
  }
  ByLayer phi{};
  if (rates_.contagion == Contagion::threshold) {
    phi.fill(all >= rates_.threshold ? 1 : 0);
  } else {
    phi = contagion_of(rates_, degrees, x);
  }
  double knowledge = rates_.media;
  double attitude = 0;
  double decision = 0;
  for (std::size_t l = 0; l < kLayers; ++l) {
    if (x[l] > 0) knowledge += rates_.word_of_mouth[l] * x[l];  // an infinite rate times 0 is 0 here
    attitude += rates_.attitude_contacts[l] * x[l];
    if (phi[l] > 0) decision += rates_.imitation[l] * phi[l];
  }
  doubt_[code] = math::exp(-attitude);
  undecided_[code] = rates_.collective ? 0 : decay(decision * dt_);
  unaware_[code] = threshold_of(1 - decay(knowledge * dt_));
}

void TableMaker::make(const Surroundings& around, CellTable& table) const {
  const double doubt = math::exp(-(rates_.attitude - rates_.attitude_discontinuers * around.discontinuers));
  const double undecided =
      rates_.gate_closed ? 1 : decay((rates_.innovation + rates_.leaders * around.leaders + rates_.authority) * dt_);
  // threshold_of without its clamp, which would keep the loop from vectors: all are probabilities by construction
  const auto threshold = [](double p) {
    return static_cast<std::uint32_t>(static_cast<std::int32_t>(p * kCertain + 0.5));
  };
  const auto row = [&table](ContactRow which) { return table.contact[at(which)]; };
  std::copy_n(unaware_.begin(), codes_, row(ContactRow::unaware));
  std::fill_n(row(ContactRow::formed), codes_, threshold_of(formed_));
  std::uint32_t* favourable = row(ContactRow::favourable);
  std::uint32_t* persuasion = row(ContactRow::persuasion);
  for (std::size_t c = 0; c < codes_; ++c) favourable[c] = threshold(formed_ / (1 + doubt * doubt_[c]));
  for (std::size_t c = 0; c < codes_; ++c)
    persuasion[c] = threshold(1 - undecided * (rates_.gate_closed ? 1 : undecided_[c]));
  for (std::size_t r = 0; r < kContactRows; ++r) {
    for (std::size_t c = 0; c < codes_; ++c) table.contact_byte[r][c] = upper_byte(table.contact[r][c]);
  }
  for (std::size_t s = 0; s < kStages; ++s) set_stage(table, s, plain_[s][0], plain_[s][1]);
  const auto alone = [&row](ContactRow which) { return row(which)[0]; };
  set_stage(table, at(Stage::unaware), alone(ContactRow::unaware), alone(ContactRow::unaware));
  set_stage(table, at(Stage::knowledge), alone(ContactRow::favourable), alone(ContactRow::formed));
  set_stage(table, at(Stage::persuasion), alone(ContactRow::persuasion), alone(ContactRow::persuasion));
}

}  // namespace tidu::diffusion::agents
