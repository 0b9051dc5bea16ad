// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"

namespace tidu::measure {

/// What is tested: levels are turned into logs, and business cycles are taken out where series are long enough.
enum class PathFilter : std::uint8_t {
  none,
  hodrick_prescott,  ///< the trend alone
};

struct PathRequest {
  bool logarithm = true;
  PathFilter filter = PathFilter::none;
  double smoothing = 400;  ///< of the Hodrick-Prescott filter: Phillips & Sul's value for years
};

/// The series of a log t test: ln y, or its trend.
/// y        regions x years, > 0 where the logarithm is taken.
/// errors   measure.clubs.not_positive (domain; region, year, value), measure.clubs.smoothing (domain).
/// cost     O(regions years).
Result<Array<double, Region, Year>> convergence_paths(View<const double, Region, Year> y,
                                                      const PathRequest& request = {});

/// Trend of a series: the s with the smallest sum (x_t - s_t)^2 + smoothing sum (s_(t+1) - 2 s_t + s_(t-1))^2; a
/// straight line stays as it is, fewer than three values too.   [Hodrick & Prescott 1997]
/// smoothing  >= 0, finite.
/// cost       O(n) by the banded Cholesky factors.
std::vector<double> hodrick_prescott(std::span<const double> x, double smoothing);

/// Long-run variance of the residuals of the log t regression.
enum class LongRunVariance : std::uint8_t {
  phillips_sul,  ///< Andrews' quadratic spectral kernel as in Phillips & Sul's program, which Stata's logtreg and R's
                 ///< ConvergenceClubs follow: autocovariances without the last residual, divisor N - 1
  andrews,       ///< the same kernel and bandwidth over all residuals, divisor N   [Andrews 1991]
};

struct LogTRequest {
  double discard = 0.3;  ///< r, the first part of the years that the regression leaves out, in (0, 1)
  LongRunVariance variance = LongRunVariance::phillips_sul;
  double critical = -1.65;  ///< convergence is rejected at or below
};

/// The log t regression of a group.
struct LogT {
  double gamma = 0;  ///< coefficient of ln t: twice the speed at which loadings come together
  double error = 0;
  double t = 0;            ///< infinite where the regression fits exactly
  double p = 0;            ///< one-sided, P(Z <= t): small speaks against convergence
  bool converges = false;  ///< t > critical; gamma >= 2 is convergence in levels, below it in growth rates
  std::size_t first = 0;   ///< years left out; the regression runs over t = first + 1 .. T
  std::size_t observations = 0;
  std::vector<double> dispersion;  ///< H_t a year
};

/// Phillips & Sul's test of convergence: relative paths h_it = x_it/((1/n) sum_i x_it), their dispersion H_t = (1/n)
/// sum (h_it - 1)^2, and the regression ln(H_1/H_t) - 2 ln ln t = a + gamma ln t over t = [rT] + 1 .. T ([rT] to the
/// nearest, halves to the even, at least 1), with an autocorrelation-robust standard error.   [Phillips & Sul 2007;
/// 2009]
/// x        regions x years, n >= 2, such as convergence_paths gives; the year's mean must not be 0.
/// members  empty (all), or positions of at least two regions.
/// errors   measure.clubs.shape (shape), measure.clubs.discard (domain), measure.clubs.too_few_years (shape: fewer than
///          four years in the regression), measure.clubs.not_finite (domain; region, year), measure.clubs.no_spread
///          (domain; year in which all members are equal or their mean is 0), measure.clubs.member (domain).
/// cost     O(members years).
Result<LogT> log_t_test(View<const double, Region, Year> x, const LogTRequest& request = {},
                        std::span<const std::size_t> members = {});

struct ClubRequest {
  double discard = 0.3;
  LongRunVariance variance = LongRunVariance::phillips_sul;
  double critical = -1.65;
  double sieve = 0;         ///< c*: a region joins the core when t of core and region is above
  double sieve_step = 0.1;  ///< c* is raised by this until the club passes the test; 0: it stays
  double sieve_cap = 3;     ///< at most to here; then the core alone is the club
  bool merge = true;        ///< adjacent clubs that converge together become one
};

struct Club {
  std::vector<std::size_t> members;  ///< positions, rising
  LogT test;
  std::vector<std::size_t> merged_from;  ///< numbers of the clubs before merging
};

struct Clubs {
  LogT all;                            ///< all regions together
  std::vector<Club> before_merging;    ///< highest first
  std::vector<Club> clubs;             ///< highest first
  std::vector<std::size_t> divergent;  ///< regions in no club
};

/// Convergence clubs: sort by the last year; find the core (the first adjacent pair that passes, then as many further
/// regions as keep passing, cut where t is largest); let in every other region with which the core's t is above c*;
/// repeat with the rest; what finds no partner diverges; merge adjacent clubs that pass together (Phillips & Sul 2009).
/// Equal last values stand in the order of the regions. A core is cut at the largest t; ConvergenceClubs takes the
/// largest |t|.   [Phillips & Sul 2007, 4.1; 2009]
/// errors   as log_t_test (also where a pair of regions has identical paths in some year: measure.clubs.no_spread).
/// cost     O(n^2 years) and more with many clubs.
Result<Clubs> convergence_clubs(View<const double, Region, Year> x, const ClubRequest& request = {});

}  // namespace tidu::measure
