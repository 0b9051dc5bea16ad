// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "core/diffusion/process/process.h"

namespace tidu::diffusion {

// One step of the map (map.h) for many cells at once: what is alike in all of them is done for two, four or eight cells
// by one instruction, as many as the processor has lanes for. The same bits with any number of lanes, and as the map's
// own way through one cell after another, which is left for the rest: contagion by thresholds or Hill's curve, infinite
// rates, other exits than Rogers'.

/// What is fixed about a cell for as long as its rates and the length of a step hold.
enum class RateRow : std::size_t {
  formed,         ///< chances within a step: K -> P or N,
  reconsidered,   ///< N -> K,
  implemented,    ///< D -> I,
  abandoned,      ///< D -> X,
  confirmed,      ///< I -> C,
  disenchanted,   ///< I -> X,
  discontinued,   ///< C -> X,
  readopted,      ///< X -> K
  media,          ///< rates a year
  word_local,     ///<
  word_chain,     ///<
  word_online,    ///<
  attitude,       ///< numbers of the logit of G
  seen_local,     ///<
  seen_chain,     ///<
  seen_online,    ///<
  seen_leaving,   ///< attitude_discontinuers
  innovation,     ///< rates of P -> D
  push_local,     ///<
  push_chain,     ///<
  push_online,    ///<
  leaders,        ///<
  authority,      ///<
  demonstration,  ///< w
};

inline constexpr std::size_t kRateRows = 24;

/// RateRow x cells.
class RateTable {
 public:
  /// dt  > 0
  void set(std::span<const ProcessRates> rates, double dt);
  double operator()(RateRow row, std::size_t cell) const {
    return value_[static_cast<std::size_t>(row) * cells_ + cell];
  }
  const double* data() const { return value_.data(); }
  /// Whether StepKernel can say these rates: linear contagion, none infinite that contacts are multiplied with.
  bool plain() const { return plain_; }

 private:
  std::size_t cells_ = 0;
  std::vector<double> value_;
  bool plain_ = true;
};

/// Cells [begin, end) of a step; every array has a number for each of `cells`.
struct StepJob {
  std::size_t cells = 0;
  std::size_t begin = 0;
  std::size_t end = 0;            ///< end - begin is at least the kernel's lanes
  const double* rates = nullptr;  ///< of a RateTable that is plain()
  std::array<const double*, kLayers> exposure{};
  const double* leaders = nullptr;
  const double* discontinuers = nullptr;
  const double* people = nullptr;
  const double* state = nullptr;  ///< Stage x cells
  double* next = nullptr;         ///< likewise; not the same memory
  double media = 1;               ///< see DecisionMap::set_media
  double dt = 0;
};

/// How the agents of a cell leave their stages.
enum class StepWay : std::size_t {
  forward,           ///< one stage after another, U to X,
  forward_and_back,  ///< and X to U
  together,          ///< all at once
};

using StepKernel = void (*)(const StepJob&);

struct StepKernels {
  const char* name;
  std::size_t lanes;
  std::array<StepKernel, 3> by_way;
};

/// Those that this processor has, by rising number of lanes.
std::span<const StepKernels> step_kernels();

/// The one with most lanes among those that `cells` fill; nullptr if there is none.
StepKernel kernel_for(std::size_t cells, StepWay way);

extern const StepKernels kStepLanes2;
#ifdef __x86_64__
extern const StepKernels kStepLanes4;  ///< AVX2
extern const StepKernels kStepLanes8;  ///< AVX-512
#endif

/// Rounding neither makes nor loses people: what is missing of N goes to the first stage that holds an eighth of it.
void conserve(double people, std::array<double, kStages>& n);

}  // namespace tidu::diffusion
