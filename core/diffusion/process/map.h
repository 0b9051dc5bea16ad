// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/executor.h"
#include "core/base/formula.h"
#include "core/base/result.h"
#include "core/diffusion/process/mixing.h"
#include "core/diffusion/process/process.h"
#include "core/diffusion/process/step.h"

namespace tidu::diffusion {

// The aggregate engine: expected numbers n_ck of agents by cell c and stage k.
//
//   V_c  = (v n_D + n_I + n_C) / N_c                    visible share of a cell
//   x_l  = W_l V,  then x + (1 - x) w                    exposures, with demonstrations w     [cell_mixing]
//   n'_c = P_c(x)^T n_c                                  P from process.h                     [cell_map]
//
// Given the state, hazards depend on cells alone, so agents decide independently and the map is their exact expectation
// for any number of them; over several steps it is off by O(1/N) (Jensen). So it is for agents that see the shares x
// themselves. With few contacts each, agents see shares that vary, and on a network of fixed contacts adoption is
// slower still (Fibich & Warman 2024); for Contagion::threshold the map takes contacts as drawn anew in every step, so
// that whoever is not reached in one may be in the next.

/// How a step treats what changes within it.
enum class StepScheme : std::uint8_t {
  /// Rates of the state at the start, one transition an agent and step: what agents do. First order in dt.
  start_of_step,
  /// The differential equation dn/dt = Q(x)^T n to second order: exposures at the middle of the step (a half step
  /// ahead),
  /// and the ways out of the stages one after another, U to X over dt/2 and X to U over dt/2 (Strang splitting), so
  /// that
  /// an agent may pass several stages in a step. About 2.3 times as dear.
  midpoint,
};

/// What does not change during a run.
struct DecisionSettings {
  CellShape shape;
  Exits exits = rogers_exits();
  double decided_visible = 0.3;             ///< v in [0, 1]: share of D that others see
  Degrees degrees{4, 2, 2};                 ///< contacts an agent has, for Contagion::threshold
  std::array<LayerMixing, kLayers> mixing;  ///< by Layer
  StepScheme scheme = StepScheme::start_of_step;
};

/// Who decided for adoption (P -> D) in a step, by what moved them; numbers, as those of people. Of those whom several
/// things move, each has moved a share in proportion to its rate.
struct Decisions {
  double alone = 0;       ///< by themselves or by order: they need nobody who uses it
  double leaders = 0;     ///< by the region's opinion leaders
  double contacts = 0;    ///< by imitation
  double collective = 0;  ///< because their cell decided as one

  friend bool operator==(const Decisions&, const Decisions&) = default;
};

/// Axes of a state: stage, and cell in CellShape's order.
struct Cell {};
struct StageAxis {};

class DecisionMap {
 public:
  /// people  N_c >= 0 of each cell (numbers or shares; a common factor changes nothing). All start in U.
  /// errors  those of check_mixing; diffusion.map.people (domain: cell from 1, value; not a finite number >= 0),
  ///         diffusion.map.cells (shape: numbers given, cells)
  static Result<DecisionMap> make(DecisionSettings settings, std::span<const double> people);

  /// Puts everybody into one stage.
  void start(Stage stage);
  /// state  stages x cells, each >= 0; the sum over stages is N_c from now on. Weighting::people keeps the
  ///        people of make
  void set_state(View<const double, StageAxis, Cell> state);
  /// Rates and length of the steps to come. Chances that do not depend on contacts are worked out here.
  /// rates  one a cell; dt > 0, in the unit of the rates
  void set_rates(std::span<const ProcessRates> rates, double dt);
  /// Mass media are this many times as strong as the rates say, from now on: what an event does to all cells. >= 0
  void set_media(double strength) { media_ = strength; }

  /// One step. Same bits for any executor; no allocation. Returns false, with the state as before, once the executor is
  /// cancelled. Needs set_rates.
  /// The stages of a cell are >= 0 and sum to N_c to 2 units in the last place after any number of steps: what rounding
  /// makes or loses is put right in a large stage.
  /// cost  O(cells) plus mixing; per cell 3 exponentials where contacts bear on all of word_of_mouth, attitude and
  /// decision
  bool step(Executor& executor = serial_executor());

  /// What the next step would do, by cell: so that agents in mean field take the very same chances (agents/table.h).
  /// StepScheme::start_of_step alone.   out  cells
  void chances(std::span<StepChances> out, Executor& executor = serial_executor());

  /// Whether steps count who decides, by region; off at first. It changes no other number.
  /// cost  a division a cell; Contagion::threshold: an exponential too
  void count_decisions(bool on);
  /// Of the last step, by region; empty unless they are counted. A cancelled step leaves them undefined.
  std::span<const Decisions> decisions() const { return decisions_; }

  View<const double, StageAxis, Cell> state() const { return {state_.data(), {kStages, people_.size()}}; }
  std::span<const double> people() const { return people_; }
  const DecisionSettings& settings() const { return settings_; }

  /// Numbers by region and stage.   out  regions x stages
  void region_stages(View<double, Region, StageAxis> out) const;
  /// V of each cell.   out  cells
  void visible_shares(std::span<double> out) const;
  /// Share of all people in a stage; in D, I or C.
  double share(Stage stage) const;
  double adopters() const { return share(Stage::decided) + share(Stage::implementing) + share(Stage::confirmed); }

 private:
  using Numbers = std::array<double, kStages>;

  DecisionMap(DecisionSettings settings, std::span<const double> people);
  double visible(std::span<const double> state, std::size_t cell) const;
  void expose(std::span<const double> state, Executor& executor);
  Numbers numbers_of(std::span<const double> state, std::size_t cell) const;
  void advance(std::span<double> next, bool half, Executor& executor);
  Decisions advance_cells(std::size_t begin, std::size_t end, std::span<double> next, bool half, bool counted);
  StepJob job_of(std::span<double> next) const;
  StepChances chances_of(std::size_t cell, Decisions* origin = nullptr) const;

  DecisionSettings settings_;
  RegionBlocks blocks_;
  std::vector<double> people_;
  std::vector<double> region_people_;
  std::vector<double> state_;  // stages x cells
  std::vector<double> next_;
  std::vector<double> half_;  // StepScheme::midpoint: half a step ahead
  std::vector<ProcessRates> rates_;
  RateTable table_;
  double media_ = 1;
  double dt_ = 0;  // of the chances: half a step with StepScheme::midpoint
  std::vector<CellMixing> mixing_;
  std::vector<double> visible_;
  std::array<std::vector<double>, kLayers> exposure_;
  std::vector<double> leaders_;        // by cell, of its region: Surroundings
  std::vector<double> discontinuers_;  //
  std::vector<Decisions> decisions_;   // by region; empty: not counted
};

std::span<const FormulaRecord> map_formulas();

}  // namespace tidu::diffusion
