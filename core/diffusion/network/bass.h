// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/base/result.h"

namespace tidu::diffusion::network {

// Closed forms of adoption where everybody sees everybody, and their landmarks. p: rate of innovation, q: rate of
// imitation, both a unit of time; F: share of adopters, 0 at t = 0; r = p/q.

/// F(t) = (1 - e^(-(p + q) t)) / (1 + (q/p) e^(-(p + q) t)), written without a division by p; 0 for p = 0.   [Bass
/// 1969] errors   diffusion.network.rate (domain: p, q or t negative or not finite), as all functions of this file that
/// take
///          them.
Result<double> bass_share(double p, double q, double t);

/// f = dF/dt = (p + q F)(1 - F).
Result<double> bass_density(double p, double q, double t);

/// A place on the Bass curve.
struct Mark {
  double time = 0;
  double share = 0;  ///< F
};

/// Landmarks of the Bass curve; each is there only where it lies after t = 0. With x = e^(-(p + q) t):
/// crossing   the flow of imitation passes that of innovation, F = r; x = (1 - r)/2, r < 1
/// take_off   f rises fastest (first inflection), x = (2 + sqrt 3) r, F = (1 - (2 + sqrt 3) r)/(3 + sqrt 3), r < 2 -
/// sqrt
///            3
/// peak       f is largest, x = r, F = (1 - r)/2, r < 1
/// slow_down  f falls fastest (second inflection), x = (2 - sqrt 3) r, F = (1 - (2 - sqrt 3) r)/(3 - sqrt 3), r < 2 +
///            sqrt 3
/// [Bass 1969; Mahajan, Muller & Srivastava 1990]
struct BassMarks {
  std::optional<Mark> crossing;
  std::optional<Mark> take_off;
  std::optional<Mark> peak;
  std::optional<Mark> slow_down;
  double peak_density = 0;  ///< largest f: (p + q)^2/(4 q) at the peak, p at t = 0 where there is no peak
};

/// errors   diffusion.network.rate (domain), diffusion.network.both_rates (domain: p or q is 0: there is no curve with
///          landmarks).
Result<BassMarks> bass_marks(double p, double q);

/// The F of the take-off never exceeds 1/(3 + sqrt 3), its limit for p -> 0.
inline constexpr double kLargestTakeOff = 0.21132486540518711775;

/// r = p/q of the Bass curve that takes off at a share F: r = (1 - (3 + sqrt 3) F)/(2 + sqrt 3). An identity, not a
/// finding: that a take-off lies between 5 % and 20 % says as much as that r lies between 0.2046 and 0.0144.
/// share    F in [0, kLargestTakeOff].
/// returns  r in [0, 2 - sqrt 3], falling in F.
/// errors   diffusion.network.take_off (domain).
Result<double> ratio_of_take_off(double share);

/// The other way: the share at which the Bass curve with r = p/q takes off, F = (1 - (2 + sqrt 3) r)/(3 + sqrt 3).
/// ratio    r in [0, kLargestRatio].
/// returns  F in [0, kLargestTakeOff], falling in r; 0 at r = 2 - sqrt 3, beyond which growth only slows.
/// errors   diffusion.network.ratio (domain).
Result<double> take_off_of_ratio(double ratio);

inline constexpr double kLargestRatio = 0.26794919243112270647;  ///< 2 - sqrt 3

/// x0/(x0 + (1 - x0) e^(-q t)): imitation alone, from a share x0 in [0, 1].   [Verhulst 1838]
/// errors   diffusion.network.share (domain: x0), diffusion.network.rate.
Result<double> logistic_share(double first, double q, double t);

/// 1 - e^(-p t): innovation alone.
Result<double> innovation_share(double p, double t);

/// F(t) = 1 - exp(-(p + q) t + q (1 - e^(-p t))/p): the Bass model on a circle, each imitating two neighbours with q/2;
/// exact; 0 for p = 0.   [Fibich & Gibori 2010]
Result<double> circle_share(double p, double q, double t);

/// Where imitation q and discontinuance delta balance in the mean-field SIS model without innovation: 1 - delta/q for q
/// > delta, else 0.   [Kermack & McKendrick 1927; Weiss & Dishon 1971] errors   diffusion.network.rate (domain: q or
/// delta).
Result<double> balance_share(double q, double discontinuance);

}  // namespace tidu::diffusion::network
