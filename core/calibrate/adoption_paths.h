// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/formula.h"
#include "core/base/result.h"
#include "core/diffusion/process/map.h"
#include "core/diffusion/process/rates.h"

namespace tidu::calibrate {

// The decision map (core/diffusion/process/map.h) as a calibration runs it: from a few parameters to the share of users
// and of those who have heard of it, by region and time. Cells are regions, or regions x adopter groups. Contacts in
// the local layer are those of the own region, in the chain layer those of its neighbours, in the online layer
// everybody. Steps are StepScheme::midpoint.
//
// Where a region starts is its share f of visible users; the rest of its state follows by a rule      [start_rule]
//   groups           group a has users 1 - exp(-k_a L), k_a its factor (diffusion/society.h), L such that the mean is f
//   not users        a share `aware` of them has heard of it
//     unaware          U : K = eta : (rate of knowledge), so that those who just heard stay 1 / eta years
//     aware            P and D : N = G : 1 - G;  D in balance: inflow h P = outflow D (1 / tau_I + abandonment)
//   users            I in balance with D likewise, the others in C; nobody in X
// with h and G at the exposure f. The rule keeps the path from starting with a standstill.

/// A dated event: mass media and innovation p are multiplied during [begin, end).
struct Pulse {
  double begin = 0;
  double end = 0;
  friend bool operator==(const Pulse&, const Pulse&) = default;
};

/// Axis over times.
struct Instant {};

struct PathSetting {
  diffusion::ProcessParameters process;         ///< everything that is not in PathParameters
  std::vector<double> population;               ///< people of each region, > 0; a common factor changes nothing
  std::optional<diffusion::RegionLinks> links;  ///< neighbours; without them the chain layer is the own region
  bool groups = false;                          ///< five adopter groups in each region
  std::vector<double> times;                    ///< years, rising; the first is the start
  int steps_per_year = 4;                       ///< the length between two times is cut into equal steps
  std::vector<Pulse> pulses;
  /// Each region stands in the map so many times: the first is the region, the others see what the first ones do and
  /// are seen by nobody but themselves, so that one run tells what many regions would do if each alone were different.
  /// (What a region has given up counts over all its copies.)
  std::size_t copies = 1;
};

/// What differs from run to run. Rates are per year.
struct PathParameters {
  double innovation = 0.01;         ///< p of a region of speed 1
  double imitation = 0.38;          ///< q likewise
  double discontinuance = 0.02;     ///< C -> X
  double knowledge = 1;             ///< factor of media and word of mouth: how fast people hear of it
  double aware = 0.5;               ///< share of those who do not use it at the start that has heard of it, in (0, 1)
  std::vector<double> pulse;        ///< factor of each pulse, > 0
  std::vector<double> log_speed;    ///< by region and copy: logarithm of what multiplies p and q
  std::vector<double> start_users;  ///< by region and copy: f in (0, 1)
};

class AdoptionPaths {
 public:
  /// errors  those of DecisionMap::make; calibrate.times (domain: position from 1; not finite or not rising),
  ///         calibrate.steps (domain: not 1 to 365), calibrate.pulse (domain: which, from 1; end not after begin)
  static Result<AdoptionPaths> make(PathSetting setting);

  /// users  regions and their copies x times: visible share among those who may ever adopt, v D + I + C
  /// aware  likewise: 1 - U; no view: not wanted
  /// cost   cells x steps x about 0.25 us; copies of an AdoptionPaths may run at the same time
  void run(const PathParameters& parameters, View<double, Region, Instant> users,
           View<double, Region, Instant> aware = {});

  const PathSetting& setting() const { return setting_; }
  /// Regions with their copies.
  std::size_t units() const { return setting_.population.size() * setting_.copies; }
  std::size_t steps() const;

 private:
  AdoptionPaths(PathSetting setting, diffusion::DecisionMap map);
  int steps_between(std::size_t point) const;
  double media_factor(const PathParameters& parameters, double begin, double end) const;
  void set_rates(const PathParameters& parameters, double media);
  void set_start(const PathParameters& parameters);
  void write(std::size_t point, View<double, Region, Instant> users, View<double, Region, Instant> aware) const;

  PathSetting setting_;
  diffusion::DecisionMap map_;
  std::vector<double> people_;  // by cell: the map's own may move by rounding
  std::vector<diffusion::CellConditions> conditions_;
  std::vector<diffusion::ProcessRates> rates_;
};

std::span<const FormulaRecord> path_formulas();

}  // namespace tidu::calibrate
