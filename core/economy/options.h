// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/option.h"
#include "core/economy/closure.h"
#include "core/economy/movement.h"

namespace tidu::economy {

/// Closures of ClosureRule that a study can choose: those that need no numbers of their own.
enum class StudyClosure : std::uint8_t { share_of_nation, per_head, share_of_world };

/// What comparative statics assume, keys "economy.*".
struct StaticsOptions {
  StudyClosure closure = StudyClosure::share_of_nation;
  double deficits_kept = 1;  ///< Closure::keep
};

std::span<const Option<StaticsOptions>> statics_options();

/// As study files call it.
std::string_view closure_name(StudyClosure closure);

Closure closure_of(const StaticsOptions& options);

/// The same for the base year and `years` after it: deficits are phased from what they are to `deficits_kept` by equal
/// steps, since a cut in the base year would be a jump that nobody forecasts.
std::vector<Closure> closure_path(const StaticsOptions& options, std::size_t years);

/// How density feeds back (DensityFeedback), keys "economy.*".
struct DensityOptions {
  double agglomeration = 0.06;  ///< alpha; 0: off
  double congestion = -0.32;    ///< beta; 0: off
};

std::span<const Option<DensityOptions>> density_options();

/// What people who may move look at (movement.h).
enum class Expectations : std::uint8_t {
  today,     ///< this year's utility alone: inertia(phi, nu)
  for_ever,  ///< today's utility, expected for ever: static_expectations(beta, nu) of a share phi
};

/// What the yearly step assumes of people and capital, keys "economy.*". All are of one year (C11).
struct StepOptions {
  Expectations expectations = Expectations::today;
  double taste = 1.88;            ///< nu, dispersion of taste for places, > 0
  double reconsider = 1;          ///< phi, in (0, 1]
  double discount = 0.95;         ///< beta, of people and landlords, in (0, 1)
  int migration_years = 5;        ///< between begin and end of counted moves
  double migration_distance = 1;  ///< of the gravity prior of moves, >= 0
  double depreciation = 0.05;     ///< delta, of capital, in [0, 1]
  double saving_elasticity = 1;   ///< psi, of landlords' intertemporal substitution, > 0
};

std::span<const Option<StepOptions>> step_options();

/// What settling assumes beside DensityOptions (place.h), keys "economy.*".
struct SettlingOptions {
  double dispersion = 0.67;  ///< of taste for places where people have all time, >= 0
  int beginnings = 4;        ///< from which settlements are looked for, the base year's own among them; 0: none
};

std::span<const Option<SettlingOptions>> settling_options();

/// How people answer utility under these options; their ranges leave no error.
MoveRule move_rule(const StepOptions& options);

}  // namespace tidu::economy
