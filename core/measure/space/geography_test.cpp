// SPDX-License-Identifier: Apache-2.0
#include "core/measure/space/geography.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<ProjectedPoint> columbus(std::vector<double>* crime = nullptr) {
  auto columns = testing::read_columns(tests::golden("columbus.csv"));
  std::vector<ProjectedPoint> points;
  for (std::size_t i = 0; i < columns["X"].size(); ++i) points.push_back({columns["X"][i], columns["Y"][i]});
  if (crime) *crime = columns["CRIME"];
  return points;
}

// Snyder 1987, p. 291: sphere of radius 1, parallels 29.5 and 45.5, origin 23 N 96 W; 35 N 75 W falls on x = 0.2952720,
// y = 0.2416774.
TEST(Albers, SnydersNumericalExample) {
  const Albers albers{.central_meridian = -96, .parallel_1 = 29.5, .parallel_2 = 45.5, .origin = 23};
  const GeographicPoint place[] = {{-75, 35}};
  const auto points = project(place, albers);
  ASSERT_TRUE(points);
  EXPECT_NEAR(points->front().x / kEarthRadius, 0.2952720, 5e-8);
  EXPECT_NEAR(points->front().y / kEarthRadius, 0.2416774, 5e-8);
}

RC_GTEST_PROP(Albers, ComesBack, ()) {
  const Albers china;
  const GeographicPoint place{73.0 + *rc::gen::inRange(0, 6200) / 100.0, 18.0 + *rc::gen::inRange(0, 3500) / 100.0};
  const auto points = project({&place, 1}, china);
  RC_ASSERT(points.has_value());
  const GeographicPoint back = unproject(points->front(), china);
  RC_ASSERT(std::fabs(back.longitude - place.longitude) < 1e-10);
  RC_ASSERT(std::fabs(back.latitude - place.latitude) < 1e-10);
}

// Equal-area: a small square of degrees keeps its area R^2 dlon (sin lat_2 - sin lat_1) wherever it lies.
RC_GTEST_PROP(Albers, KeepsAreas, ()) {
  const double lon = 80 + *rc::gen::inRange(0, 500) / 10.0;
  const double lat = 20 + *rc::gen::inRange(0, 300) / 10.0;
  const double d = 0.01;
  const GeographicPoint corners[] = {{lon, lat}, {lon + d, lat}, {lon + d, lat + d}, {lon, lat + d}};
  const auto p = project(corners);
  double area = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto& [x, y] = (*p)[i];
    const auto& [u, v] = (*p)[(i + 1) % 4];
    area += (x * v - u * y) / 2;
  }
  const double degree = std::acos(-1.0) / 180;
  const double truth =
      kEarthRadius * kEarthRadius * d * degree * (std::sin((lat + d) * degree) - std::sin(lat * degree));
  RC_ASSERT(std::fabs(area / truth - 1) < 1e-5);
}

TEST(GreatCircle, QuartersHalvesAndAKnownDistance) {
  const double quarter = kEarthRadius * std::acos(-1.0) / 2;
  EXPECT_NEAR(great_circle_distance({0, 0}, {90, 0}), quarter, 1e-9);
  EXPECT_NEAR(great_circle_distance({10, 90}, {200, -90}), 2 * quarter, 1e-9);
  EXPECT_NEAR(great_circle_distance({179, 0}, {-179, 0}), quarter / 45, 1e-9) << "across the date line";
  EXPECT_EQ(great_circle_distance({116.4, 39.9}, {116.4, 39.9}), 0);
  // Sinnott's formula written out with the standard library
  const double r = std::acos(-1.0) / 180;
  const double h =
      std::pow(std::sin((31.231706 - 39.904989) * r / 2), 2) +
      std::cos(39.904989 * r) * std::cos(31.231706 * r) * std::pow(std::sin((121.472644 - 116.405285) * r / 2), 2);
  EXPECT_NEAR(great_circle_distance({116.405285, 39.904989}, {121.472644, 31.231706}),
              2 * kEarthRadius * std::asin(std::sqrt(h)), 1e-9);
}

// G32: R, see 12_kde_sde_sna_conv_did.
TEST(Ellipse, ColumbusUnweightedAndWeighted) {
  TIDU_GOLDEN(path, "columbus.csv");
  std::vector<double> crime;
  const auto points = columbus(&crime);
  const auto plain = deviational_ellipse(points);
  ASSERT_TRUE(plain);
  EXPECT_NEAR(plain->centre.x, 39.46428575510, 1e-10);
  EXPECT_NEAR(plain->centre.y, 32.37265285714, 1e-10);
  EXPECT_NEAR(plain->minor, 4.81550816331, 1e-10);
  EXPECT_NEAR(plain->major, 6.37196663744, 1e-10);
  EXPECT_NEAR(plain->bearing, 89.84411934340, 1e-9);
  EXPECT_NEAR(plain->area, 96.39743749964, 1e-9);
  EXPECT_NEAR(plain->major * plain->factor(EllipseScale::arcgis), 9.01132163766, 1e-10);
  const auto weighted = deviational_ellipse(points, crime);
  ASSERT_TRUE(weighted);
  EXPECT_NEAR(weighted->centre.x, 39.55843573259, 1e-10);
  EXPECT_NEAR(weighted->centre.y, 32.67036515723, 1e-10);
  EXPECT_NEAR(weighted->minor, 4.18610896715, 1e-10);
  EXPECT_NEAR(weighted->major, 5.09088741249, 1e-10);
  EXPECT_NEAR(weighted->bearing, 99.72001620250, 1e-9);
}

TEST(Ellipse, CornersHaveStatedValues) {
  const ProjectedPoint square[] = {{0, 0}, {2, 0}, {2, 2}, {0, 2}};
  const auto round = deviational_ellipse(square);
  EXPECT_TRUE(round->round);
  EXPECT_EQ(round->bearing, 0);
  EXPECT_DOUBLE_EQ(round->major, 1);
  EXPECT_DOUBLE_EQ(round->minor, 1);
  EXPECT_DOUBLE_EQ(round->factor(EllipseScale::crimestat), 2);
  const ProjectedPoint line[] = {{0, 0}, {1, -1}, {2, -2}};
  EXPECT_NEAR(deviational_ellipse(line)->bearing, 135, 1e-12);
  EXPECT_NEAR(deviational_ellipse(line)->minor, 0, 1e-8);
  const ProjectedPoint two[] = {{675.71, 511.48}, {3141.59, -1234.5}};
  EXPECT_LT(deviational_ellipse(two)->minor, 1e-12 * deviational_ellipse(two)->major);
  const ProjectedPoint north[] = {{0, 0}, {0, 5}};
  EXPECT_EQ(deviational_ellipse(north)->bearing, 0);
  const ProjectedPoint east[] = {{0, 0}, {5, 0}};
  EXPECT_EQ(deviational_ellipse(east)->bearing, 90);
  const auto alone = deviational_ellipse({line, 1});
  EXPECT_EQ(alone->major, 0);
  EXPECT_TRUE(alone->round);
}

RC_GTEST_PROP(Ellipse, TurnsWithThePointsAndWeightsAreCopies, ()) {
  const auto n = static_cast<std::size_t>(*rc::gen::inRange(3, 12));
  std::vector<ProjectedPoint> points;
  std::vector<ProjectedPoint> turned;
  std::vector<ProjectedPoint> copies;
  std::vector<double> weights;
  const double angle = *rc::gen::inRange(0, 180) * std::acos(-1.0) / 180;
  for (std::size_t i = 0; i < n; ++i) {
    const ProjectedPoint p{*rc::gen::inRange(-500, 500) / 7.0, *rc::gen::inRange(-90, 90) / 7.0};
    points.push_back(p);
    turned.push_back({p.x * std::cos(angle) + p.y * std::sin(angle), -p.x * std::sin(angle) + p.y * std::cos(angle)});
    weights.push_back(*rc::gen::inRange(1, 4));
    for (int k = 0; k < weights.back(); ++k) copies.push_back(p);
  }
  const auto a = deviational_ellipse(points);
  const auto b = deviational_ellipse(turned);
  RC_ASSERT(std::fabs(a->major - b->major) < 1e-9);
  RC_ASSERT(std::fabs(a->minor - b->minor) < 1e-6);
  if (a->major > a->minor * 1.01) {  // clockwise, as bearings are
    const double difference = std::fmod(b->bearing - a->bearing - angle * 180 / std::acos(-1.0) + 720, 180);
    RC_ASSERT(std::min(difference, 180 - difference) < 1e-5);
  }
  const auto weighted = deviational_ellipse(points, weights);
  const auto copied = deviational_ellipse(copies);
  RC_ASSERT(std::fabs(weighted->major - copied->major) < 1e-9);
  RC_ASSERT(std::fabs(weighted->centre.x - copied->centre.x) < 1e-9);
}

TEST(Move, BearingIsClockwiseFromNorth) {
  EXPECT_EQ(move_between({0, 0}, {0, 2}).bearing, 0);
  EXPECT_DOUBLE_EQ(move_between({0, 0}, {3, 0}).bearing, 90);
  EXPECT_DOUBLE_EQ(move_between({0, 0}, {-1, 0}).bearing, 270);
  EXPECT_DOUBLE_EQ(move_between({1, 1}, {4, -3}).distance, 5);
  EXPECT_EQ(move_between({1, 1}, {1, 1}).distance, 0);
}

TEST(Geography, RefusesWhatItCannotPlace) {
  const GeographicPoint off[] = {{10, 10}, {10, 91}};
  EXPECT_REFUSED(great_circle_distances(off), ErrorCode::domain, "measure.geography.coordinates");
  EXPECT_REFUSED(project(off), ErrorCode::domain, "measure.geography.coordinates");
  EXPECT_REFUSED(project({off, 1}, {.parallel_1 = 30, .parallel_2 = -30}), ErrorCode::domain,
                 "measure.geography.parallels");
  EXPECT_REFUSED(mean_centre({}), ErrorCode::shape, "measure.geography.no_points");
  const ProjectedPoint points[] = {{1, 2}, {3, kNaN}};
  EXPECT_REFUSED(mean_centre(points), ErrorCode::domain, "measure.geography.point");
  const ProjectedPoint good[] = {{1, 2}, {3, 4}};
  const double one[] = {1};
  const double negative[] = {1, -1};
  const double none[] = {0, 0};
  EXPECT_REFUSED(mean_centre(good, one), ErrorCode::shape, "measure.geography.weights");
  EXPECT_REFUSED(deviational_ellipse(good, negative), ErrorCode::domain, "measure.geography.weight");
  EXPECT_REFUSED(deviational_ellipse(good, none), ErrorCode::domain, "measure.geography.weight_sum");
}

}  // namespace
}  // namespace tidu::measure
