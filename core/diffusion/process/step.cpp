// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/process/step.h"

#include <cmath>
#include <initializer_list>
#include <limits>

#include "core/base/lanes.h"

namespace tidu::diffusion {
namespace {

constexpr std::size_t at(Stage stage) { return static_cast<std::size_t>(stage); }

bool finite(std::initializer_list<double> rates) {
  double sum = 0;
  for (const double rate : rates) sum += std::fabs(rate);
  return std::isfinite(sum);
}

bool finite(const ByLayer& rates) { return finite({rates[0], rates[1], rates[2]}); }

bool is_plain(const ProcessRates& rates) {
  return rates.contagion == Contagion::linear && finite(rates.word_of_mouth) && finite(rates.attitude_contacts) &&
         finite(rates.imitation) && finite({rates.media, rates.attitude, rates.attitude_discontinuers, rates.leaders});
}

}  // namespace

void RateTable::set(std::span<const ProcessRates> rates, double dt) {
  cells_ = rates.size();
  value_.resize(kRateRows * cells_);
  plain_ = true;
  for (std::size_t c = 0; c < cells_; ++c) {
    const ProcessRates& rate = rates[c];
    plain_ = plain_ && is_plain(rate);
    const auto put = [&](RateRow row, double value) { value_[static_cast<std::size_t>(row) * cells_ + c] = value; };
    const auto put_layers = [&](RateRow row, const ByLayer& values, double factor) {
      for (std::size_t l = 0; l < kLayers; ++l)
        value_[(static_cast<std::size_t>(row) + l) * cells_ + c] = factor * values[l];
    };
    const StepChances chances = plain_chances(rate, dt);
    put(RateRow::formed, exit_chances(rate.elaboration, 0, dt)[0]);
    put(RateRow::reconsidered, chances[at(Stage::unfavourable)][0]);
    put(RateRow::implemented, chances[at(Stage::decided)][0]);
    put(RateRow::abandoned, chances[at(Stage::decided)][1]);
    put(RateRow::confirmed, chances[at(Stage::implementing)][0]);
    put(RateRow::disenchanted, chances[at(Stage::implementing)][1]);
    put(RateRow::discontinued, chances[at(Stage::confirmed)][0]);
    put(RateRow::readopted, chances[at(Stage::discontinued)][0]);
    put(RateRow::media, rate.media);
    put_layers(RateRow::word_local, rate.word_of_mouth, 1);
    put(RateRow::attitude, rate.attitude);
    put_layers(RateRow::seen_local, rate.attitude_contacts, 1);
    put(RateRow::seen_leaving, rate.attitude_discontinuers);
    // a shut gate and a collective decision leave nothing to contacts: the rate is 0, or infinite
    const double open = rate.gate_closed || rate.collective ? 0 : 1;
    const double at_once = rate.collective && !rate.gate_closed ? std::numeric_limits<double>::infinity() : 0;
    put(RateRow::innovation, open > 0 ? rate.innovation : at_once);
    put_layers(RateRow::push_local, rate.imitation, open);
    put(RateRow::leaders, open * rate.leaders);
    put(RateRow::authority, open > 0 ? rate.authority : 0);
    put(RateRow::demonstration, rate.demonstration);
  }
}

std::span<const StepKernels> step_kernels() {
#ifdef __x86_64__
  static const std::array all{kStepLanes2, kStepLanes4, kStepLanes8};
#else
  static const std::array all{kStepLanes2};
#endif
  return runnable(all);
}

StepKernel kernel_for(std::size_t cells, StepWay way) {
  StepKernel found = nullptr;
  for (const StepKernels& kernels : step_kernels()) {
    if (kernels.lanes <= cells) found = kernels.by_way[static_cast<std::size_t>(way)];
  }
  return found;
}

void conserve(double people, std::array<double, kStages>& n) {
  std::size_t large = 0;
  while (large + 1 < kStages && n[large] < people / kStages) ++large;
  n[large] += people - (((n[0] + n[1]) + (n[2] + n[3])) + ((n[4] + n[5]) + (n[6] + n[7])));
}

}  // namespace tidu::diffusion
