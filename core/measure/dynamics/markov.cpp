// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/markov.h"

#include <algorithm>

#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

Result<void> check(ClassPanel class_of, std::size_t classes, std::size_t duration) {
  const std::size_t years = class_of.extent<Year>();
  if (class_of.extent<Region>() == 0 || years < 2 || classes == 0) {
    return refuse(ErrorCode::shape, "measure.markov.shape", "measure.markov.shape.hint", class_of.extent<Region>(),
                  years);
  }
  if (duration == 0 || duration >= years) {
    return refuse(ErrorCode::domain, "measure.markov.duration", "measure.markov.duration.hint", duration, years - 1);
  }
  for (std::size_t r = 0; r < class_of.extent<Region>(); ++r) {
    for (std::size_t t = 0; t < years; ++t) {
      if (class_of(r, t) < classes) continue;
      return refuse(ErrorCode::domain, "measure.markov.class_unknown", "measure.markov.class_unknown.hint", r + 1,
                    t + 1, classes);
    }
  }
  return {};
}

Result<void> check_regimes(ClassPanel class_of, ClassPanel regime_of, std::size_t regimes) {
  if (regime_of.extents() != class_of.extents() || regimes == 0) {
    return refuse(ErrorCode::shape, "measure.markov.regime_shape", "measure.markov.regime_shape.hint");
  }
  for (std::size_t r = 0; r < regime_of.extent<Region>(); ++r) {
    for (std::size_t t = 0; t < regime_of.extent<Year>(); ++t) {
      if (regime_of(r, t) < regimes || regime_of(r, t) == kNoRegime) continue;
      return refuse(ErrorCode::domain, "measure.markov.regime_unknown", "measure.markov.regime_unknown.hint", r + 1,
                    t + 1, regimes);
    }
  }
  return {};
}

}  // namespace

Result<Counts> transitions(ClassPanel class_of, std::size_t classes, std::size_t duration) {
  const Array<std::size_t, Region, Year> together({class_of.extent<Region>(), class_of.extent<Year>()}, 0);
  auto counts = transitions_by(class_of, classes, together, 1, duration);
  if (!counts) return tl::unexpected(counts.error());
  return std::move(counts->front());
}

Result<std::vector<Counts>> transitions_by(ClassPanel class_of, std::size_t classes, ClassPanel regime_of,
                                           std::size_t regimes, std::size_t duration) {
  if (auto checked = check(class_of, classes, duration); !checked) return tl::unexpected(checked.error());
  if (auto checked = check_regimes(class_of, regime_of, regimes); !checked) return tl::unexpected(checked.error());
  std::vector<Counts> out(regimes, Counts({classes, classes}));
  for (std::size_t r = 0; r < class_of.extent<Region>(); ++r) {
    for (std::size_t t = 0; t + duration < class_of.extent<Year>(); ++t) {
      if (const std::size_t regime = regime_of(r, t); regime != kNoRegime) {
        ++out[regime](class_of(r, t), class_of(r, t + duration));
      }
    }
  }
  return out;
}

Array<std::size_t, Region, Year> regimes_by_period(std::size_t regions, std::size_t years,
                                                   std::span<const std::size_t> first) {
  Array<std::size_t, Region, Year> out({regions, years}, kNoRegime);
  for (std::size_t t = 0; t < years; ++t) {
    const auto after = std::upper_bound(first.begin(), first.end(), t) - first.begin();
    for (std::size_t r = 0; after > 0 && r < regions; ++r) out(r, t) = static_cast<std::size_t>(after) - 1;
  }
  return out;
}

Array<std::size_t, Region, Year> regimes_by_group(std::span<const std::size_t> group_of, std::size_t years) {
  Array<std::size_t, Region, Year> out({group_of.size(), years});
  for (std::size_t r = 0; r < group_of.size(); ++r) {
    for (std::size_t t = 0; t < years; ++t) out(r, t) = group_of[r];
  }
  return out;
}

Array<std::size_t, Region, Year> regimes_by_past(ClassPanel class_of, std::size_t duration) {
  Array<std::size_t, Region, Year> out({class_of.extent<Region>(), class_of.extent<Year>()}, kNoRegime);
  for (std::size_t r = 0; r < class_of.extent<Region>(); ++r) {
    for (std::size_t t = duration; t < class_of.extent<Year>(); ++t) out(r, t) = class_of(r, t - duration);
  }
  return out;
}

}  // namespace tidu::measure
