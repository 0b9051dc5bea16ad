// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <complex>
#include <vector>

#include "core/economy/first_order.h"
#include "core/economy/place.h"

// What can be said of an equilibrium's being the only one, and of its resting where it is.   [C10 of the design]
namespace tidu::economy {

/// What the derivative at the base year says. None of it excludes another equilibrium far away: see `settlements` for a
/// search, and SpatialCertificate for the one case in which a matrix does exclude it.
struct Certificate {
  /// Spectral radius of |1 + diag(s) J|, for the excess Jacobian J and the markets' own steps s = 1 / (1 + theta
  /// gamma). At most 1 (within rounding): factors are gross substitutes here, and were they so at all incomes the
  /// equilibrium were the only one. Sufficient alone: above 1 nothing is shown, which is usual with input-output links.
  double absolute_radius = 0;
  /// Of J without the numeraire's 0, by falling size. All real parts below 0: incomes that follow excess demand come
  /// back; none 0: no other equilibrium is near.
  std::vector<std::complex<double>> markets;
  double markets_slowest = 0;  ///< largest real part of these
  /// Of d (ln u - dispersion ln L) / d ln L for people who keep their number by skill; empty with one region. All real
  /// parts below 0: people who go where they want to be come back.
  std::vector<std::complex<double>> places;
  double places_slowest = 0;  ///< largest real part of these
};

/// errors   those of Linearised::at; economy.place_base (missing), economy.shape, economy.not_positive,
///          economy.negative (domain: place).
/// cost     as Linearised::at and G N responses; 10 M^3 and 10 (G N)^3.
Result<Certificate> certify(const BaseYear& base, const Place& place, const Closure& closure = {},
                            Executor& executor = serial_executor());

/// The agglomeration alpha from which on the base year's settlement repels (a pattern of people grows), by halving up
/// to `most`; place.productivity is without effect. 0 where it repels without any, infinity where it does not up to
/// `most`. Where patterns come to repel and to attract in turn it is one of these points.   [block (i) of the design:
/// siphon] errors   those of certify; economy.not_positive (domain: most). cost     as Linearised::at and 2 G N
/// responses; 42 times 10 (G N)^3.
Result<double> agglomeration_threshold(const BaseYear& base, const Place& place, double most = 2,
                                       Executor& executor = serial_executor());

/// One sector with inputs of itself, one factor, any trade costs and balanced trade: in x = (ln Y, ln P^-theta) the
/// equilibrium is B x[n] = ln sum_i K e^(C x[i]) row by row, whose elasticities are bounded by A = |C B^-1|. A spectral
/// radius of A of at most 1 excludes a second settlement.   [Allen, Arkolakis & Li 2024 (AAL), theorem 1]
/// Without inputs and with free movement its other eigenvalue is AA's gamma_2 / gamma_1 in size.
struct SpatialCertificate {
  double elasticities[2][2] = {};  ///< A
  double radius = 0;
  bool unique = false;
};

/// value_added_share: gamma in (0, 1]. Of `place` only alpha, beta and the dispersion enter; 1 + dispersion - beta must
/// be positive (domain: economy.not_positive), as must theta and gamma.
Result<SpatialCertificate> spatial_certificate(double theta, double value_added_share, const Place& place);

}  // namespace tidu::economy
