// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/nelder_mead.h"

#include <algorithm>
#include <cmath>

#include "core/base/order.h"

namespace tidu::calibrate {
namespace {

constexpr int kMostEvaluations = 600;
constexpr double kTolerance = 1e-7;

struct Corner {
  std::vector<double> x;
  double value = 0;
};

// centre + factor * (corner - centre)
std::vector<double> along(std::span<const double> centre, std::span<const double> corner, double factor) {
  std::vector<double> x(centre.begin(), centre.end());
  for (std::size_t i = 0; i < x.size(); ++i) x[i] += factor * (corner[i] - centre[i]);
  return x;
}

std::vector<double> centre_of(std::span<const Corner> corners) {
  std::vector<double> centre(corners[0].x.size(), 0.0);
  for (const Corner& c : corners) {
    for (std::size_t i = 0; i < centre.size(); ++i) centre[i] += c.x[i] / static_cast<double>(corners.size());
  }
  return centre;
}

}  // namespace

Minimum nelder_mead(FunctionRef<double(std::span<const double>)> f, std::span<const double> start, double step) {
  Minimum result;
  const auto evaluate = [&](std::vector<double> x) {
    ++result.evaluations;
    const double value = f(x);
    return Corner{std::move(x), value};
  };
  const auto better = [](const Corner& a, const Corner& b) { return a.value < b.value; };
  std::vector<Corner> simplex{evaluate({start.begin(), start.end()})};
  for (std::size_t i = 0; i < start.size(); ++i) {
    std::vector<double> x(start.begin(), start.end());
    x[i] += step;
    simplex.push_back(evaluate(std::move(x)));
  }
  while (result.evaluations < kMostEvaluations && !result.converged) {
    stable_sort(simplex, better);
    Corner& worst = simplex.back();
    const std::vector<double> centre = centre_of(std::span(simplex).first(simplex.size() - 1));
    Corner moved = evaluate(along(centre, worst.x, -1));
    if (moved.value < simplex.front().value) {
      Corner further = evaluate(along(centre, worst.x, -2));
      worst = better(further, moved) ? std::move(further) : std::move(moved);
    } else if (moved.value < simplex[simplex.size() - 2].value) {
      worst = std::move(moved);
    } else {
      Corner inside = evaluate(along(centre, moved.value < worst.value ? moved.x : worst.x, 0.5));
      if (inside.value < std::min(moved.value, worst.value)) {
        worst = std::move(inside);
      } else {
        for (std::size_t k = 1; k < simplex.size(); ++k) simplex[k] = evaluate(along(simplex[0].x, simplex[k].x, 0.5));
      }
    }
    double size = 0;
    for (const Corner& c : simplex) {
      for (std::size_t i = 0; i < c.x.size(); ++i) size = std::max(size, std::fabs(c.x[i] - simplex[0].x[i]));
    }
    result.converged = size < kTolerance;
  }
  const auto best = std::min_element(simplex.begin(), simplex.end(), better);
  result.x = best->x;
  result.value = best->value;
  return result;
}

}  // namespace tidu::calibrate
