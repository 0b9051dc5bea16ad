// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/geography.h"

#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

constexpr double kDegree = 0.017453292519943295769;  // pi/180
constexpr double kPi = 3.14159265358979323846;
// Axes whose squares differ by less are equal to rounding.
constexpr double kRound = 1e-14;

double sine(double degrees) { return math::sin(degrees * kDegree); }
double cosine(double degrees) { return math::cos(degrees * kDegree); }

// The cone: n = (sin p1 + sin p2)/2, C = cos^2 p1 + 2 n sin p1, rho = R sqrt(C - 2 n sin lat)/n.
struct Cone {
  explicit Cone(const Albers& albers)
      : n((sine(albers.parallel_1) + sine(albers.parallel_2)) / 2),
        c(cosine(albers.parallel_1) * cosine(albers.parallel_1) + 2 * n * sine(albers.parallel_1)),
        at_origin(rho(albers.origin)) {}
  double rho(double latitude) const { return kEarthRadius * std::sqrt(std::max(0.0, c - 2 * n * sine(latitude))) / n; }

  double n;
  double c;
  double at_origin;
};

Result<void> check_places(std::span<const GeographicPoint> points) {
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto& [longitude, latitude] = points[i];
    if (std::fabs(longitude) <= 360 && std::fabs(latitude) <= 90) continue;
    return refuse(ErrorCode::domain, "measure.geography.coordinates", "measure.geography.coordinates.hint", i + 1,
                  longitude, latitude);
  }
  return {};
}

Result<void> check_points(std::span<const ProjectedPoint> points, std::span<const double> weights) {
  if (points.empty())
    return refuse(ErrorCode::shape, "measure.geography.no_points", "measure.geography.no_points.hint");
  if (!weights.empty() && weights.size() != points.size()) {
    return refuse(ErrorCode::shape, "measure.geography.weights", "measure.geography.weights.hint", points.size(),
                  weights.size());
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!std::isfinite(points[i].x) || !std::isfinite(points[i].y))
      return refuse(ErrorCode::domain, "measure.geography.point", "measure.geography.point.hint", i + 1);
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] >= 0 && std::isfinite(weights[i])) continue;
    return refuse(ErrorCode::domain, "measure.geography.weight", "measure.geography.weight.hint", i + 1, weights[i]);
  }
  if (!weights.empty() && !(sum(weights) > 0))
    return refuse(ErrorCode::domain, "measure.geography.weight_sum", "measure.geography.weight_sum.hint");
  return {};
}

// Weights with sum 1.
std::vector<double> shares(std::span<const double> weights, std::size_t n) {
  if (weights.empty()) return std::vector<double>(n, 1.0 / static_cast<double>(n));
  const double largest = *std::max_element(weights.begin(), weights.end());
  std::vector<double> out;
  for (const double w : weights) out.push_back(w / largest);
  const double total = sum(out);
  for (double& share : out) share /= total;
  return out;
}

ProjectedPoint centre_of(std::span<const ProjectedPoint> points, std::span<const double> share) {
  std::vector<double> x;
  std::vector<double> y;
  for (const ProjectedPoint& point : points) {
    x.push_back(point.x);
    y.push_back(point.y);
  }
  return {dot(share, x), dot(share, y)};
}

double positive_angle(double degrees, double circle) {
  const double turned = degrees < 0 ? degrees + circle : degrees;
  return turned >= circle ? turned - circle : turned;
}

// Standard deviation of the points across a direction.
double across(std::span<const ProjectedPoint> points, std::span<const double> share, const ProjectedPoint& centre,
              const ProjectedPoint& direction) {
  const double length = std::sqrt(direction.x * direction.x + direction.y * direction.y);
  std::vector<double> squares;
  for (const ProjectedPoint& point : points) {
    const double off = ((point.x - centre.x) * direction.y - (point.y - centre.y) * direction.x) / length;
    squares.push_back(off * off);
  }
  return std::sqrt(dot(share, squares));
}

}  // namespace

double great_circle_distance(const GeographicPoint& a, const GeographicPoint& b) {
  const double latitude = sine((b.latitude - a.latitude) / 2);
  const double longitude = sine((b.longitude - a.longitude) / 2);
  const double h = latitude * latitude + cosine(a.latitude) * cosine(b.latitude) * longitude * longitude;
  return 2 * kEarthRadius * math::atan2(std::sqrt(h), std::sqrt(std::max(0.0, 1 - h)));
}

Result<Array<double, Region, OtherRegion>> great_circle_distances(std::span<const GeographicPoint> points) {
  if (auto checked = check_places(points); !checked) return tl::unexpected(checked.error());
  Array<double, Region, OtherRegion> out({points.size(), points.size()});
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) out(i, j) = out(j, i) = great_circle_distance(points[i], points[j]);
  }
  return out;
}

Result<std::vector<ProjectedPoint>> project(std::span<const GeographicPoint> points, const Albers& albers) {
  if (auto checked = check_places(points); !checked) return tl::unexpected(checked.error());
  const Cone cone(albers);
  if (!(std::fabs(cone.n) > 1e-9) || !(std::fabs(albers.parallel_1) < 90) || !(std::fabs(albers.parallel_2) < 90) ||
      !(std::fabs(albers.origin) <= 90) || !(std::fabs(albers.central_meridian) <= 360)) {
    return refuse(ErrorCode::domain, "measure.geography.parallels", "measure.geography.parallels.hint",
                  albers.parallel_1, albers.parallel_2);
  }
  std::vector<ProjectedPoint> out;
  for (const GeographicPoint& point : points) {
    double turn = point.longitude - albers.central_meridian;
    turn -= 360 * std::floor((turn + 180) / 360);
    const double rho = cone.rho(point.latitude);
    out.push_back({rho * sine(cone.n * turn), cone.at_origin - rho * cosine(cone.n * turn)});
  }
  return out;
}

GeographicPoint unproject(const ProjectedPoint& point, const Albers& albers) {
  const Cone cone(albers);
  const double sign = cone.n < 0 ? -1 : 1;
  const double down = cone.at_origin - point.y;
  const double rho = std::sqrt(point.x * point.x + down * down);
  const double turn = math::atan2(sign * point.x, sign * down) / kDegree / cone.n;
  const double scaled = rho * cone.n / kEarthRadius;
  const double s = std::clamp((cone.c - scaled * scaled) / (2 * cone.n), -1.0, 1.0);
  return {albers.central_meridian + turn, math::atan2(s, std::sqrt(1 - s * s)) / kDegree};
}

Result<ProjectedPoint> mean_centre(std::span<const ProjectedPoint> points, std::span<const double> weights) {
  if (auto checked = check_points(points, weights); !checked) return tl::unexpected(checked.error());
  return centre_of(points, shares(weights, points.size()));
}

Move move_between(const ProjectedPoint& from, const ProjectedPoint& to) {
  const double dx = to.x - from.x;
  const double dy = to.y - from.y;
  if (dx == 0 && dy == 0) return {};
  return {std::sqrt(dx * dx + dy * dy), positive_angle(math::atan2(dx, dy) / kDegree, 360)};
}

double Ellipse::factor(EllipseScale scale) const {
  if (scale == EllipseScale::deviation) return 1;
  if (scale == EllipseScale::arcgis) return std::sqrt(2.0);
  const auto n = static_cast<double>(count);
  return n > 2 ? std::sqrt(2 * n / (n - 2)) : 0;
}

Result<Ellipse> deviational_ellipse(std::span<const ProjectedPoint> points, std::span<const double> weights) {
  if (auto checked = check_points(points, weights); !checked) return tl::unexpected(checked.error());
  const std::vector<double> share = shares(weights, points.size());
  Ellipse out;
  out.centre = centre_of(points, share);
  std::vector<double> xx;
  std::vector<double> yy;
  std::vector<double> xy;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double dx = points[i].x - out.centre.x;
    const double dy = points[i].y - out.centre.y;
    xx.push_back(dx * dx);
    yy.push_back(dy * dy);
    xy.push_back(dx * dy);
    if (weights.empty() || weights[i] > 0) ++out.count;
  }
  const double along_x = dot(share, xx);
  const double along_y = dot(share, yy);
  const double c = 2 * dot(share, xy);
  const double a = along_x - along_y;
  const double b = std::sqrt(a * a + c * c);
  const double larger = (along_x + along_y + b) / 2;
  if (larger == 0) {
    out.round = true;
    return out;
  }
  out.round = b <= kRound * (along_x + along_y);
  out.major = std::sqrt(larger);
  // (A + B)/C = C/(B - A): the form without cancellation
  const double east = a < 0 ? c : a + b;
  const double north = a < 0 ? b - a : c;
  out.bearing = out.round ? 0 : positive_angle(math::atan2(east, north) / kDegree, 180);
  // The minor axis from the deviations across the major one: from the difference of variances a line would have a
  // width.
  out.minor = out.round ? out.major : across(points, share, out.centre, {.x = east, .y = north});
  out.area = kPi * out.major * out.minor;
  return out;
}

}  // namespace tidu::measure
