// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/array.h"
#include "core/base/result.h"
#include "core/measure/network/options.h"

namespace tidu::measure {

/// How the masses of a region become one.
enum class MassForm : std::uint8_t {
  geometric_mean,  ///< M_i = (prod_k m_ki)^(1/m)
  product,         ///< M_i = prod_k m_ki
};

/// What a gravity model of regions rests on.
struct GravityInput {
  View<const double, Indicator, Region, Year> masses;  ///< m >= 1 quantities >= 0 (output, people, technology)
  View<const double, Row, Column> distances;           ///< n x n, > 0 off the diagonal, which is not read; any unit
  View<const double, Region, Year> direction;          ///< V >= 0 of k_ij = V_i/(V_i + V_j); empty: k_ij = 1
  View<const double, Region, Year> development;        ///< g of DistanceForm::per_gap; not read otherwise
};

/// The conventions of the model.
struct GravityModel {
  MassForm mass = MassForm::geometric_mean;
  double exponent = 2;  ///< b >= 0
  DistanceForm distance = DistanceForm::plain;
  ZeroGap zero_gap = ZeroGap::no_strength;
};

/// Strength of the link from region i to region j in each year by the modified gravity model,
/// R_ij = k_ij M_i M_j / D_ij^b, k_ij = V_i/(V_i + V_j) (1/2 where both are 0), M_i the geometric mean of the masses, D
/// the distance or d_ij/|g_i - g_j|.   [Zipf 1946; the directed form after Li Jing, Chen Shu, Wan Guanghua & Fu Chenmei
/// 2014, Economic Research Journal (经济研究)] R_ij + R_ji = M_i M_j / D_ij^b: k divides an undirected attraction, and
/// the larger side of V sends more.
/// returns   years x n x n strengths >= 0, diagonal 0. Unit: that of the masses and distances; only proportions count.
/// errors    measure.gravity.empty, measure.gravity.shape (shape); measure.gravity.mass, measure.gravity.distance,
///           measure.gravity.direction, measure.gravity.development, measure.gravity.exponent (domain; positions from
///           1), measure.gravity.zero_gap (domain, under ZeroGap::error), measure.gravity.overflow (domain).
/// cost      O(years n (m + n)). Same bits for any thread count.
Result<Array<double, Year, Row, Column>> gravity_strengths(const GravityInput& input, const GravityModel& model = {});

/// How strengths become links.
struct LinkRule {
  NetworkCut cut = NetworkCut::row_mean;
  bool strict = false;            ///< R > cut instead of R >= cut; not used by NetworkCut::strongest
  bool diagonal_in_mean = false;  ///< means divide by n instead of n - 1: the diagonal counts as a strength of 0
  double quantile = 0.75;         ///< q of NetworkCut::quantile: R's type 7, of the n (n - 1) strengths
  std::size_t strongest = 3;      ///< k of NetworkCut::strongest; of equal strengths the lower number goes first
};

/// The binary network of one matrix of strengths: a_ij = 1 where R_ij reaches the cut and is positive. A strength of 0
/// is never a link, so a row of zeros sends none; one within 1e-12 of the cut's size counts as equal to it.
/// strengths n x n, n >= 1, finite and >= 0 off the diagonal, which is not read.
/// returns   n x n of 0 and 1, diagonal 0. A row of equal positive strengths sends links to all (to none if strict).
/// errors    measure.network.shape, measure.network.strength, measure.network.quantile, measure.network.strongest.
/// cost      O(n^2), with a quantile or the strongest O(n^2 log n).
Result<Array<double, Row, Column>> binary_network(View<const double, Row, Column> strengths, const LinkRule& rule = {});

}  // namespace tidu::measure
