// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/array.h"
#include "data/panel.h"

namespace tidu::data {

/// Why a value stands out. The modified z-score of Iglewicz and Hoaglin (1993, ch. 3), 0.6745 (x - median) / MAD, of
/// logarithms where every value of the series is positive.
enum class Unusual : std::uint8_t {
  level,  ///< among the regions of its year: score beyond 3.5, the bound that the authors give
  jump,   ///< its change from the year before among all changes of the series: beyond 10, at least twofold (or by more
          ///< than the median size of the series, where values are not positive)
};

struct UnusualCell {
  std::size_t region = 0;
  std::size_t year = 0;  ///< position
  Unusual kind = Unusual::level;
  double value = 0;
  double score = 0;
};

/// What a series of a panel holds.
struct SeriesProfile {
  std::string id;
  std::string unit;
  std::string file;
  std::size_t observed = 0;
  std::size_t missing = 0;  ///< within the years from the first to the last that any region has
  int first_year = 0;       ///< with an observation; 0: none
  int last_year = 0;
  double minimum = 0;
  double median = 0;
  double maximum = 0;
  std::vector<std::size_t> missing_by_region;  ///< within those years
  std::vector<UnusualCell> unusual;            ///< by score, the largest first
};

/// Cost: a sort of each year of each series.
std::vector<SeriesProfile> profile(const Panel& panel);

}  // namespace tidu::data
