// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/classes.h"

#include <algorithm>
#include <cmath>

#include "core/base/assert.h"
#include "core/base/quantile.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

Result<void> check(View<const double, Region, Year> x, const ClassRequest& request) {
  if (x.size() == 0) return refuse(ErrorCode::shape, "measure.classes.shape", "measure.classes.shape.hint");
  const bool given = request.rule == CutoffRule::given;
  const std::size_t k = given ? request.cutoffs.size() + 1 : request.classes;
  if (k < 2 || k > kMaximumClasses) {
    return refuse(ErrorCode::shape, "measure.classes.count", "measure.classes.count.hint", k, kMaximumClasses);
  }
  if (const std::size_t bad = first_not_finite({x.data(), x.size()}); bad < x.size()) {
    return refuse(ErrorCode::domain, "measure.classes.not_finite", "measure.classes.not_finite.hint",
                  bad / x.extent<Year>() + 1, bad % x.extent<Year>() + 1);
  }
  for (std::size_t j = 0; given && j + 1 < k; ++j) {
    if (!std::isfinite(request.cutoffs[j]) || (j > 0 && request.cutoffs[j] <= request.cutoffs[j - 1])) {
      return refuse(ErrorCode::domain, "measure.classes.cutoffs", "measure.classes.cutoffs.hint", j + 1,
                    request.cutoffs[j]);
    }
  }
  return {};
}

void add_quantiles(std::vector<double> values, std::size_t k, std::vector<double>& cutoffs) {
  std::sort(values.begin(), values.end());
  for (std::size_t j = 1; j < k; ++j) cutoffs.push_back(sorted_quantile(values, j, k));
}

std::vector<double> cutoffs_of(View<const double, Region, Year> x, const ClassRequest& request) {
  std::vector<double> cutoffs;
  switch (request.rule) {
    case CutoffRule::given:
      cutoffs.assign(request.cutoffs.begin(), request.cutoffs.end());
      break;
    case CutoffRule::pooled:
      add_quantiles({x.begin(), x.end()}, request.classes, cutoffs);
      break;
    case CutoffRule::yearly:
      for (std::size_t t = 0; t < x.extent<Year>(); ++t) {
        std::vector<double> year(x.extent<Region>());
        for (std::size_t r = 0; r < year.size(); ++r) year[r] = x(r, t);
        add_quantiles(std::move(year), request.classes, cutoffs);
      }
      break;
  }
  return cutoffs;
}

}  // namespace

Result<Classes> classify(View<const double, Region, Year> x, const ClassRequest& request) {
  if (auto checked = check(x, request); !checked) return tl::unexpected(checked.error());
  Classes out;
  out.count = request.rule == CutoffRule::given ? request.cutoffs.size() + 1 : request.classes;
  out.cutoffs = cutoffs_of(x, request);
  out.of = Array<std::size_t, Region, Year>({x.extent<Region>(), x.extent<Year>()});
  out.sizes.assign(out.count, 0);
  const std::size_t borders = out.count - 1;
  for (std::size_t r = 0; r < x.extent<Region>(); ++r) {
    for (std::size_t t = 0; t < x.extent<Year>(); ++t) {
      const auto first =
          out.cutoffs.begin() + static_cast<std::ptrdiff_t>(request.rule == CutoffRule::yearly ? t * borders : 0);
      const auto at = std::lower_bound(first, first + static_cast<std::ptrdiff_t>(borders), x(r, t));
      out.of(r, t) = static_cast<std::size_t>(at - first);
      ++out.sizes[out.of(r, t)];
    }
  }
  return out;
}

}  // namespace tidu::measure
