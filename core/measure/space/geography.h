// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "core/base/array.h"
#include "core/base/result.h"

namespace tidu::measure {

/// A place on the earth in degrees, east and north positive. It is a type of its own: distances, centres and ellipses
/// of degrees mean nothing, so what measures them takes projected points alone.
struct GeographicPoint {
  double longitude = 0;  ///< in [-360, 360]
  double latitude = 0;   ///< in [-90, 90]
};

/// A place in a plane, x to the east and y to the north, both in one unit (km where it comes from project()).
struct ProjectedPoint {
  double x = 0;
  double y = 0;
};

inline constexpr double kEarthRadius = 6371.0088;  ///< km, mean radius of the sphere (IUGG)

/// Great-circle distance on the sphere, d = 2 R atan2(sqrt(h), sqrt(1 - h)), h = sin^2(dlat/2) + cos lat_1 cos lat_2
/// sin^2(dlon/2), in km. The earth's flattening makes it wrong by up to 0.56 %.   [Sinnott 1984, haversine]
double great_circle_distance(const GeographicPoint& a, const GeographicPoint& b);

/// All pairs; 0 on the diagonal.
/// errors   measure.geography.coordinates (domain; position, longitude, latitude).
/// cost     O(n^2).
Result<Array<double, Region, OtherRegion>> great_circle_distances(std::span<const GeographicPoint> points);

/// Albers' equal-area conic projection of the sphere.   [Snyder 1987, ch. 14, eq. 14-1 to 14-6]
/// The defaults are those of maps of China.
struct Albers {
  double central_meridian = 105;  ///< degrees
  double parallel_1 = 25;         ///< standard parallels, degrees; not opposite to each other
  double parallel_2 = 47;
  double origin = 0;  ///< latitude at which y = 0 on the central meridian
};

/// errors   measure.geography.coordinates, measure.geography.parallels (domain).
/// returns  km from the origin.
Result<std::vector<ProjectedPoint>> project(std::span<const GeographicPoint> points, const Albers& albers = {});

/// The place that a projected point stands for.
GeographicPoint unproject(const ProjectedPoint& point, const Albers& albers = {});

/// Weighted mean centre (centre of gravity), (sum w x / sum w, sum w y / sum w).   [Lefever 1926]
/// weights  empty (all count alike), or one >= 0 a point, positive sum.
/// errors   measure.geography.no_points, measure.geography.weights (shape), measure.geography.point,
///          measure.geography.weight (domain; position, value), measure.geography.weight_sum (domain).
Result<ProjectedPoint> mean_centre(std::span<const ProjectedPoint> points, std::span<const double> weights = {});

/// How far and where to: bearing in degrees clockwise from north (of the projection) in [0, 360); 0 without movement.
struct Move {
  double distance = 0;
  double bearing = 0;
};
Move move_between(const ProjectedPoint& from, const ProjectedPoint& to);

/// What the half axes of an ellipse are multiplied with. Tools differ, and say so seldom.
enum class EllipseScale : std::uint8_t {
  deviation,  ///< 1: standard deviations along the axes, the square roots of the covariance's eigenvalues
  arcgis,     ///< sqrt 2: about 63 % of points of a normal cloud lie inside
  crimestat,  ///< sqrt(2 n/(n - 2)), n points that count: CrimeStat IV, n > 2
};

/// Standard deviational ellipse.
struct Ellipse {
  ProjectedPoint centre;
  double major = 0;       ///< half axes in standard deviations, unit of the points
  double minor = 0;       ///< 0 for points on a line
  double bearing = 0;     ///< of the major axis, degrees clockwise from north in [0, 180); 0 where both axes are equal
  double area = 0;        ///< pi major minor
  std::size_t count = 0;  ///< points with weight
  bool round = false;     ///< the axes are equal to rounding: there is no direction

  double factor(EllipseScale scale) const;
};

/// tan(bearing) = (A + B)/C with A = sum w dx^2 - sum w dy^2, C = 2 sum w dx dy, B = sqrt(A^2 + C^2); the variances
/// along the axes are (sum w dx^2 + sum w dy^2 +- B)/(2 sum w), divisor sum w.   [Lefever 1926; Yuill 1971] A single
/// point (or all at one place) gives axes of 0. errors   as mean_centre. cost     O(n). Same bits for any thread count.
Result<Ellipse> deviational_ellipse(std::span<const ProjectedPoint> points, std::span<const double> weights = {});

}  // namespace tidu::measure
