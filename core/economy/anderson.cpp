// SPDX-License-Identifier: Apache-2.0
#include "core/economy/anderson.h"

#include <cmath>

#include "core/base/sum.h"

namespace tidu::economy {
namespace {

constexpr double kDependent = 1e-8;

std::vector<double> minus(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> out(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) out[i] = a[i] - b[i];
  return out;
}

void add(std::vector<double>& to, double factor, const std::vector<double>& what) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += factor * what[i];
}

}  // namespace

void Anderson::restart() {
  differences_.clear();
  last_x_.clear();
  last_f_.clear();
}

std::vector<double> Anderson::next(const std::vector<double>& x, const std::vector<double>& f) {
  if (!last_x_.empty()) differences_.push_front({minus(f, last_f_), minus(x, last_x_)});
  if (differences_.size() > depth_) differences_.pop_back();
  last_x_ = x;
  last_f_ = f;

  // Orthogonal directions and the steps in x that go with them: what f has along one is taken off at once.
  std::vector<Difference> basis;
  std::vector<double> rest = f;
  std::vector<double> out = x;
  for (const Difference& difference : differences_) {
    Difference direction = difference;
    const double length = dot(difference.f, difference.f);
    for (const Difference& known : basis) {
      const double part = dot(known.f, direction.f);
      add(direction.f, -part, known.f);
      add(direction.x, -part, known.x);
    }
    const double left = dot(direction.f, direction.f);
    if (!(left > kDependent * kDependent * length)) continue;
    const double scale = 1 / std::sqrt(left);
    for (double& value : direction.f) value *= scale;
    for (double& value : direction.x) value *= scale;
    const double along = dot(direction.f, rest);
    add(rest, -along, direction.f);
    add(out, -along, direction.x);
    basis.push_back(std::move(direction));
  }
  add(out, 1, rest);
  return out;
}

}  // namespace tidu::economy
