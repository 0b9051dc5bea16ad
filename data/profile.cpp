// SPDX-License-Identifier: Apache-2.0
#include "data/profile.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/math.h"
#include "core/base/order.h"

namespace tidu::data {
namespace {

constexpr double kConsistent = 0.6745;  // the normal quantile of 3/4: MAD x 1/0.6745 estimates a standard deviation
constexpr double kLevelBound = 3.5;
constexpr double kJumpBound = 10;
constexpr std::size_t kFewest = 8;  // values below which scores say nothing

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/// Centre and scale of modified z-scores; nothing where they say nothing.
struct Scores {
  double median = 0;
  double scale = 0;
  double operator()(double value) const { return kConsistent * (value - median) / scale; }
};

std::optional<Scores> scores_of(const std::vector<double>& values) {
  if (values.size() < kFewest) return std::nullopt;
  Scores scores{.median = median_of(values)};
  std::vector<double> distances;
  for (const double v : values) distances.push_back(std::fabs(v - scores.median));
  scores.scale = median_of(distances);
  return scores.scale > 0 ? std::optional(scores) : std::nullopt;
}

class SeriesProfiler {
 public:
  SeriesProfiler(const Panel& panel, std::size_t series)
      : panel_(panel), series_(series), regions_(panel.values.extent<Region>()), years_(panel.years()) {}

  SeriesProfile make() {
    profile_.id = panel_.indicators[series_];
    profile_.unit = panel_.units[series_];
    profile_.file = panel_.files[series_];
    profile_.missing_by_region.assign(regions_, 0);
    std::vector<double> values;
    for (std::size_t r = 0; r < regions_; ++r) {
      for (std::size_t t = 0; t < years_; ++t) {
        const double v = at(r, t);
        if (std::isnan(v)) continue;
        values.push_back(v);
        const int year = panel_.first_year + static_cast<int>(t);
        profile_.first_year = profile_.first_year == 0 ? year : std::min(profile_.first_year, year);
        profile_.last_year = std::max(profile_.last_year, year);
      }
    }
    profile_.observed = values.size();
    if (values.empty()) return std::move(profile_);
    profile_.median = median_of(values);
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    profile_.minimum = *low;
    profile_.maximum = *high;
    positive_ = *low > 0;
    count_missing();
    find_levels();
    find_jumps();
    stable_sort(profile_.unusual,
                [](const UnusualCell& a, const UnusualCell& b) { return std::fabs(a.score) > std::fabs(b.score); });
    return std::move(profile_);
  }

 private:
  double at(std::size_t r, std::size_t t) const { return panel_.values(series_, r, t); }
  double scaled(double value) const { return positive_ ? math::log(value) : value; }

  void count_missing() {
    for (std::size_t r = 0; r < regions_; ++r) {
      for (int year = profile_.first_year; year <= profile_.last_year; ++year) {
        if (!std::isnan(at(r, static_cast<std::size_t>(year - panel_.first_year)))) continue;
        ++profile_.missing;
        ++profile_.missing_by_region[r];
      }
    }
  }

  void find_levels() {
    for (std::size_t t = 0; t < years_; ++t) {
      std::vector<double> values;
      for (std::size_t r = 0; r < regions_; ++r) {
        if (!std::isnan(at(r, t))) values.push_back(scaled(at(r, t)));
      }
      const auto scores = scores_of(values);
      if (!scores) continue;
      for (std::size_t r = 0; r < regions_; ++r) {
        if (!std::isnan(at(r, t))) add(r, t, Unusual::level, (*scores)(scaled(at(r, t))), kLevelBound);
      }
    }
  }

  void find_jumps() {
    std::vector<double> changes;
    const auto change = [this](std::size_t r, std::size_t t) { return scaled(at(r, t)) - scaled(at(r, t - 1)); };
    const auto known = [this](std::size_t r, std::size_t t) {
      return !std::isnan(at(r, t)) && !std::isnan(at(r, t - 1));
    };
    for (std::size_t r = 0; r < regions_; ++r) {
      for (std::size_t t = 1; t < years_; ++t) {
        if (known(r, t)) changes.push_back(change(r, t));
      }
    }
    const auto scores = scores_of(changes);
    if (!scores) return;
    const double least = positive_ ? math::log(2) : std::fabs(profile_.median);
    for (std::size_t r = 0; r < regions_; ++r) {
      for (std::size_t t = 1; t < years_; ++t) {
        if (known(r, t) && std::fabs(change(r, t)) >= least)
          add(r, t, Unusual::jump, (*scores)(change(r, t)), kJumpBound);
      }
    }
  }

  void add(std::size_t r, std::size_t t, Unusual kind, double score, double bound) {
    if (std::fabs(score) > bound) profile_.unusual.push_back({r, t, kind, at(r, t), score});
  }

  const Panel& panel_;
  std::size_t series_;
  std::size_t regions_;
  std::size_t years_;
  bool positive_ = false;
  SeriesProfile profile_;
};

}  // namespace

std::vector<SeriesProfile> profile(const Panel& panel) {
  std::vector<SeriesProfile> profiles;
  for (std::size_t i = 0; i < panel.indicators.size(); ++i) profiles.push_back(SeriesProfiler(panel, i).make());
  return profiles;
}

}  // namespace tidu::data
