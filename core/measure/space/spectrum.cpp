// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/spectrum.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/linalg.h"
#include "core/measure/checks.h"
#include "core/measure/space/weights_matrix.h"

namespace tidu::measure {
namespace {

using Values = std::vector<std::complex<double>>;

// Two products of ratios round a cycle that differ by less are equal.
constexpr double kEqual = 1e-12;
// Rounding may split a double real eigenvalue into a pair with imaginary parts of this share of the largest.
constexpr double kReal = 1e-7;

// True when some D > 0 makes D W symmetric: the ratios w_ij/w_ji must multiply to 1 round every cycle.
bool symmetrisable(const SpatialWeights& w) {
  if (w.symmetric()) return true;
  std::vector<double> d(w.regions(), 0.0);
  std::vector<std::size_t> open;
  for (std::size_t first = 0; first < w.regions(); ++first) {
    if (d[first] != 0) continue;
    d[first] = 1;
    open.assign(1, first);
    while (!open.empty()) {
      const std::size_t i = open.back();
      open.pop_back();
      for (std::size_t k = 0; k < w.neighbours(i).size(); ++k) {
        const std::size_t j = w.neighbours(i)[k];
        const double back = w.at(j, i);
        if (back == 0) return false;
        const double wanted = d[i] * (w.weights(i)[k] / back);
        if (!(wanted > 0) || !std::isfinite(wanted)) return false;
        if (d[j] == 0) {
          d[j] = wanted;
          open.push_back(j);
        } else if (std::fabs(d[j] - wanted) > kEqual * wanted) {
          return false;
        }
      }
    }
  }
  return true;
}

Result<Values> symmetric_values(const SpatialWeights& w) {
  Array<double, Row, Column> s({w.regions(), w.regions()});
  for (const WeightEntry& e : w.entries()) s(e.from, e.to) = std::sqrt(e.weight) * std::sqrt(w.at(e.to, e.from));
  const auto eigen = linalg::symmetric_eigen(s);
  if (!eigen) return tl::unexpected(eigen.error());
  return Values(eigen->values.begin(), eigen->values.end());
}

// The regions that can be reached from `first` along weights, among those that `open` allows.
std::vector<char> reached(const std::vector<std::vector<std::size_t>>& targets, std::size_t first,
                          const std::vector<char>& open) {
  std::vector<char> found(targets.size(), 0);
  std::vector<std::size_t> stack(1, first);
  found[first] = 1;
  while (!stack.empty()) {
    const std::size_t i = stack.back();
    stack.pop_back();
    for (std::size_t j : targets[i]) {
      if (open[j] == 0 || found[j] != 0) continue;
      found[j] = 1;
      stack.push_back(j);
    }
  }
  return found;
}

// The sets of regions that reach one another. Numbered by rows in such an order W is block triangular.
std::vector<std::vector<std::size_t>> irreducible_blocks(const SpatialWeights& w) {
  const std::size_t n = w.regions();
  std::vector<std::vector<std::size_t>> forward(n);
  std::vector<std::vector<std::size_t>> backward(n);
  for (const WeightEntry& e : w.entries()) {
    forward[e.from].push_back(e.to);
    backward[e.to].push_back(e.from);
  }
  std::vector<char> open(n, 1);
  std::vector<std::vector<std::size_t>> blocks;
  for (std::size_t first = 0; first < n; ++first) {
    if (open[first] == 0) continue;
    const auto ahead = reached(forward, first, open);
    const auto behind = reached(backward, first, open);
    blocks.emplace_back();
    for (std::size_t i = 0; i < n; ++i) {
      if (ahead[i] == 0 || behind[i] == 0) continue;
      blocks.back().push_back(i);
      open[i] = 0;
    }
  }
  return blocks;
}

// Block by block: a region outside every cycle then has its 0 exactly, where QR on the whole would make of a chain of k
// such regions eigenvalues of size 2^(-52/k).
Result<Values> general_values(const SpatialWeights& w) {
  Values out;
  for (const auto& block : irreducible_blocks(w)) {
    if (block.size() == 1) {
      out.emplace_back(0.0, 0.0);
      continue;
    }
    Array<double, Row, Column> a({block.size(), block.size()});
    for (std::size_t i = 0; i < block.size(); ++i) {
      for (std::size_t j = 0; j < block.size(); ++j) a(i, j) = w.at(block[i], block[j]);
    }
    const auto values = linalg::eigenvalues(a);
    if (!values) return tl::unexpected(values.error());
    out.insert(out.end(), values->begin(), values->end());
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return a.real() != b.real() ? a.real() < b.real() : a.imag() < b.imag();
  });
  return out;
}

Result<Values> values_of(const SpatialWeights& w, bool symmetric) {
  if (w.regions() > kMaximumSpectrum) {
    return refuse(ErrorCode::limit, "measure.space.spectrum_limit", "measure.space.spectrum_limit.hint", w.regions(),
                  kMaximumSpectrum);
  }
  return symmetric ? symmetric_values(w) : general_values(w);
}

double radius_of(const Values& values) {
  double radius = 0;
  for (const auto& value : values) {
    radius = std::max(radius, std::sqrt(value.real() * value.real() + value.imag() * value.imag()));
  }
  return radius;
}

}  // namespace

Result<Values> eigenvalues(const SpatialWeights& w) { return values_of(w, symmetrisable(w)); }

Result<double> spectral_radius(const SpatialWeights& w) {
  const auto values = eigenvalues(w);
  if (!values) return tl::unexpected(values.error());
  return radius_of(*values);
}

Result<AdmissibleInterval> admissible_interval(const SpatialWeights& w) {
  AdmissibleInterval out{.symmetrisable = symmetrisable(w)};
  const auto values = values_of(w, out.symmetrisable);
  if (!values) return tl::unexpected(values.error());
  const double radius = radius_of(*values);
  const double noise = 1e-10 * radius;  // what rounding makes of an eigenvalue of 0
  for (const auto& value : *values) {
    if (std::fabs(value.imag()) > kReal * radius) continue;
    if (value.real() < -noise) out.smallest = std::min(out.smallest, value.real());
    out.largest = std::max(out.largest, value.real());
  }
  if (!(out.largest > 0))
    return refuse(ErrorCode::domain, "measure.space.no_spectrum", "measure.space.no_spectrum.hint");
  out.upper = 1 / out.largest;
  out.lower = out.smallest < 0 ? 1 / out.smallest : -out.upper;
  return out;
}

}  // namespace tidu::measure
