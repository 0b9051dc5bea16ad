// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace tidu::diffusion::network {

inline constexpr std::size_t kMaximumDegree = 4096;
inline constexpr double kMaximumPoissonMean = 1000;

/// How many links nodes have: probabilities p_k of degree k, and their generating function psi(x) = sum_k p_k x^k with
/// two derivatives. The network itself is random beyond its degrees (configuration model), so that it has no short
/// cycles and all that follows is exact in the limit of many nodes.   [Newman, Strogatz & Watts 2001]
class DegreeLaw {
 public:
  /// Every node has the same degree; psi(x) = x^d.
  /// errors   diffusion.network.degree (domain: d = 0 or above kMaximumDegree).
  static Result<DegreeLaw> regular(std::size_t degree);

  /// p_k = e^-z z^k / k!; psi(x) = e^(z (x - 1)).
  /// mean     z in (0, kMaximumPoissonMean].
  /// errors   diffusion.network.mean_degree (domain).
  static Result<DegreeLaw> poisson(double mean);

  /// Any law.
  /// p        probabilities of degrees 0, 1, ..., at most kMaximumDegree + 1 of them; their sum may differ from 1 by
  ///          1e-9 and is brought to 1.
  /// errors   diffusion.network.law_size (shape: none, or too many), diffusion.network.law_probability (domain; degree
  ///          and value of the first below 0 or not finite), diffusion.network.law_sum (domain),
  ///          diffusion.network.no_links (domain: all mass at degree 0).
  static Result<DegreeLaw> from_probabilities(std::span<const double> p);

  /// p_0, p_1, ..., p_dmax; of a Poisson law those above 1e-20 of the largest, summing to 1.
  std::span<const double> probabilities() const { return probabilities_; }
  double mean() const { return mean_; }  ///< z = psi'(1) > 0
  double psi(double x) const;            ///< x in [0, 1]; 1 exactly at 1; regular O(log d), Poisson O(1), else O(dmax)
  double slope(double x) const;          ///< psi'(x)
  double curvature(double x) const;      ///< psi''(x)
  double excess(double x) const;         ///< psi'(x)/psi'(1): the law of a neighbour's other links
  /// psi(1 - y) and excess(1 - y) for y in [0, 1], a y just above 1 counting as 1. Near 1 a large power magnifies the
  /// rounding of its base; these keep the digits of a small y.
  double psi_below(double y) const;
  double excess_below(double y) const;
  double mean_excess() const;  ///< psi''(1)/psi'(1): how many other links a neighbour has

 private:
  enum class Kind : std::uint8_t { regular, poisson, given };
  DegreeLaw(Kind kind, double mean, std::vector<double> probabilities);

  Kind kind_;
  double mean_;
  double total_;  ///< of the probabilities as psi adds them
  std::vector<double> probabilities_;
};

}  // namespace tidu::diffusion::network
