// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/discretise.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/quantile.h"
#include "core/base/sum.h"
#include "core/measure/breaks.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

double sample_sd(std::span<const double> x, double centre) {
  std::vector<double> squares;
  for (const double value : x) squares.push_back((value - centre) * (value - centre));
  return std::sqrt(sum(squares) / static_cast<double>(x.size() - 1));
}

std::vector<double> inner_borders(std::span<const double> x, Discretisation rule, std::size_t k) {
  std::vector<double> sorted(x.begin(), x.end());
  std::sort(sorted.begin(), sorted.end());
  const double low = sorted.front();
  const double high = sorted.back();
  const double centre = mean(x);
  const double sd = rule == Discretisation::standard_deviation && x.size() > 1 ? sample_sd(x, centre) : 0;
  std::vector<double> borders;
  for (std::size_t i = 1; i < k; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(k);
    switch (rule) {
      case Discretisation::equal_interval:
        borders.push_back(low + share * (high - low));
        break;
      case Discretisation::quantile:
        borders.push_back(sorted_quantile(sorted, i, k));
        break;
      case Discretisation::geometric:
        borders.push_back(low * math::pow(high / low, share));
        break;
      default:
        borders.push_back(centre + (static_cast<double>(i) - static_cast<double>(k) / 2) * sd);
    }
  }
  return borders;
}

Result<void> check(std::span<const double> x, Discretisation rule, std::size_t classes) {
  if (x.empty()) return refuse(ErrorCode::shape, "measure.discretise.empty", "measure.discretise.empty.hint");
  if (const std::size_t bad = first_not_finite(x); bad < x.size())
    return refuse(ErrorCode::domain, "measure.discretise.not_finite", "measure.discretise.not_finite.hint", bad + 1);
  if (classes == 0 || classes > x.size()) {
    return refuse(ErrorCode::domain, "measure.discretise.classes", "measure.discretise.classes.hint", classes,
                  x.size());
  }
  if (rule != Discretisation::geometric) return {};
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] > 0) continue;
    return refuse(ErrorCode::domain, "measure.discretise.not_positive", "measure.discretise.not_positive.hint", i + 1,
                  x[i]);
  }
  return {};
}

}  // namespace

Result<Discretised> discretise(std::span<const double> x, Discretisation rule, std::size_t classes) {
  if (auto checked = check(x, rule, classes); !checked) return tl::unexpected(checked.error());
  Discretised out{.class_of = {}, .borders = {}, .classes = classes};
  if (rule == Discretisation::natural_breaks) {
    auto breaks = natural_breaks(x, classes);
    if (!breaks) return tl::unexpected(breaks.error());
    out.borders.assign(breaks->upper.begin(), breaks->upper.end() - 1);
    out.class_of = std::move(breaks->class_of);
    return out;
  }
  out.borders = inner_borders(x, rule, classes);
  std::vector<std::size_t> sizes(classes);
  for (const double value : x) {
    const auto at = std::lower_bound(out.borders.begin(), out.borders.end(), value) - out.borders.begin();
    out.class_of.push_back(static_cast<std::size_t>(at));
    ++sizes[out.class_of.back()];
  }
  out.empty = static_cast<std::size_t>(std::count(sizes.begin(), sizes.end(), 0U));
  return out;
}

}  // namespace tidu::measure
