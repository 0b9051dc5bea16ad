// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/diffusion/agents/step_rule.h"
#include "core/diffusion/process/process.h"

namespace tidu::diffusion::agents {

// The chances of agents with any number of contacts: what table.h is to packed counts.

/// Contacts who must use it before Contagion::threshold lets an agent of degree d decide: at least `contacts`, and at
/// least the share parts/whole of all, max(contacts, ceil(parts d/whole)). Integers: 9 of 50 are 18 percent exactly.
/// Stands in for ProcessRates::threshold, which has eight bits.
struct ContactsNeeded {
  std::uint32_t contacts = 0;
  std::uint32_t parts = 0;  ///< above 0: an agent without contacts never decides
  std::uint32_t whole = 1;  ///< >= 1

  std::uint32_t needed(std::uint32_t degree) const;
};

/// Watts (2002): whoever sees as many users as ContactsNeeded says decides in the next step, never before.
Preset share_preset();

/// Thresholds of an agent of a degree that sees a number of users (table.h): rows of ContactRow but `formed`.
struct ContactThresholds {
  std::uint32_t unaware = 0;
  std::uint32_t favourable = 0;
  std::uint32_t persuasion = 0;
};

/// The chances of a cell in one step. Holds rows for those degrees alone that occur among the agents at hand.
class GraphTable {
 public:
  /// degrees  rising; each gets degree + 1 entries. The memory stays from use to use.
  void set_degrees(std::span<const std::uint16_t> degrees);
  std::span<const std::uint16_t> degrees() const { return degrees_; }

  /// By the number of contacts seen, 0 ... degree.
  std::span<ContactThresholds> row(std::uint16_t degree) {
    return std::span(entries_).subspan(first_[degree], std::size_t{degree} + 1);
  }
  const ContactThresholds& at(std::uint16_t degree, std::uint16_t seen) const {
    return entries_[std::size_t{first_[degree]} + seen];
  }

  Thresholds thresholds(std::uint8_t stage, std::uint16_t degree, std::uint16_t seen) const {
    switch (static_cast<Stage>(stage)) {
      case Stage::unaware:
        return {at(degree, seen).unaware, at(degree, seen).unaware};
      case Stage::knowledge:
        return {at(degree, seen).favourable, formed};
      case Stage::persuasion:
        return {at(degree, seen).persuasion, at(degree, seen).persuasion};
      default:
        return {first[stage], second[stage]};
    }
  }

  std::uint32_t formed = 0;         ///< of K, by either exit
  std::uint32_t first[kStages]{};   ///< of the other stages
  std::uint32_t second[kStages]{};  ///<

 private:
  std::span<const std::uint16_t> degrees_;
  std::vector<std::uint32_t> first_;  // by degree
  std::vector<ContactThresholds> entries_;
};

/// The same chances for every agent, whatever it sees.
void set_graph_table(const StepChances& chances, GraphTable& table);

/// Makes the tables of one cell. Contacts of a graph are those of Layer::local: word_of_mouth, attitude_contacts and
/// imitation of that layer apply, those of the others do not. With equal degrees and one layer the thresholds are those
/// of TableMaker, bit for bit.
class GraphTableMaker {
 public:
  GraphTableMaker(const ProcessRates& rates, const ContactsNeeded& needed, double dt);

  /// cost  up to three exponentials an entry
  void make(const Surroundings& around, GraphTable& table) const;

 private:
  ProcessRates rates_;
  ContactsNeeded needed_;
  double dt_;
  StepChances plain_;
};

}  // namespace tidu::diffusion::agents
