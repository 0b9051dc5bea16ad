// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/diffusion/process/process.h"

namespace tidu::diffusion::agents {

// What an agent stores: two bytes.
//   state     bits 0-2 stage, 3 seen as a user, 4-6 adopter group, 7 opinion leader
//   contacts  the numbers k_l of contacts who are seen as users, as one: k_0 + (d_0 + 1) k_1 + (d_0 + 1)(d_1 + 1) k_2
//   of d_l
//             in each layer
inline constexpr std::uint8_t kStageMask = 0x07;
inline constexpr std::uint8_t kSeen = 0x08;
inline constexpr unsigned kGroupShift = 4;
inline constexpr std::uint8_t kGroupMask = 0x07;
inline constexpr std::uint8_t kLeader = 0x80;
/// Most combinations of counts, prod_l (d_l + 1): as many bytes as a register holds. 4 + 2 + 2 contacts make 45.
inline constexpr std::size_t kContactCodes = 64;

/// What one contact of each layer adds to the number of an agent.
using ContactUnits = std::array<std::uint8_t, kLayers>;
ContactUnits contact_units(const Degrees& degrees);

/// prod_l (d_l + 1).
std::size_t contact_codes(const Degrees& degrees);

/// The stages whose chances depend on contacts, as rows of a table: U, K by its first exit, K by either, P.
enum class ContactRow : std::uint8_t { unaware, favourable, formed, persuasion };
inline constexpr std::size_t kContactRows = 4;

/// The chances of a cell in one step, as thresholds of a uniform number u of 24 bits: an agent takes the first exit
/// where u < first, the second where first <= u < second. Decided once from floating point; kernels compare integers
/// alone. 16 bits would bias a share by up to 5e-4.
///
/// The upper bytes of the thresholds stand beside them: eight bits of u decide all but about one agent in a hundred.
struct alignas(64) CellTable {
  std::uint8_t contact_byte[kContactRows][kContactCodes];
  std::uint8_t first_byte[16];   ///< by stage; of U, K and P those without contacts
  std::uint8_t second_byte[16];  ///<
  std::uint32_t contact[kContactRows][kContactCodes];
  std::uint32_t first[kStages];
  std::uint32_t second[kStages];
};

inline constexpr std::uint32_t kCertain = std::uint32_t{1} << 24;

/// The threshold of a probability in [0, 1]: the nearest 24-bit integer.
std::uint32_t threshold_of(double probability);

/// The same thresholds for every agent of the cell: mean field. Chances from process.h.
void set_table(const StepChances& chances, CellTable& table);

/// Nobody moves but those in stage persuasion, with this probability: the first users.
void set_seed_table(double share, CellTable& table);

/// Makes the tables of one cell of agents with contacts, step by step. What contacts contribute are products that stay
/// as long as the rates do; a step costs two exponentials and a division and a product for each combination of counts.
class TableMaker {
 public:
  /// degrees  matchings of each layer, contact_codes(degrees) <= kContactCodes
  TableMaker(const ProcessRates& rates, const Degrees& degrees, double dt);

  /// `table` as it is for the surroundings of this step; of its rows by contacts the combinations that there are.
  void make(const Surroundings& around, CellTable& table) const;

 private:
  void set_combination(std::size_t code, const Degrees& degrees, const ByLayer& counts);

  ProcessRates rates_;
  double dt_;
  double formed_ = 0;  ///< probability of an opinion
  std::size_t codes_;
  std::array<std::array<std::uint32_t, 2>, kStages> plain_{};  ///< thresholds that no surroundings change, by stage
  // By combination of counts. Last, since mean field reads one of each and there is a maker for each cell.
  std::array<std::uint32_t, kContactCodes> unaware_{};  ///< threshold of knowledge
  std::array<double, kContactCodes> doubt_{};           ///< factor on the odds against a favourable opinion
  std::array<double, kContactCodes> undecided_{};       ///< factor on the probability of not deciding
};

}  // namespace tidu::diffusion::agents
