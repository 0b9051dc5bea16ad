// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <vector>

#include "app/checksum/context.h"
#include "core/measure/space/geodetector.h"
#include "core/measure/space/geography_options.h"

namespace tidu::checksum {
namespace {

using namespace measure;

constexpr std::size_t kRegions = 31;

std::vector<GeographicPoint> places(Context& context) {
  const std::span<double> longitude = context.uniforms(kRegions, 75, 130);
  const std::span<double> latitude = context.uniforms(kRegions, 20, 48);
  std::vector<GeographicPoint> out;
  for (std::size_t r = 0; r < kRegions; ++r) out.push_back({longitude[r], latitude[r]});
  return out;
}

void add_ellipse(Context& context, std::span<const ProjectedPoint> points, std::span<const double> weights) {
  context.add(deviational_ellipse(points, weights), [&](const Ellipse& e) {
    const Move move = move_between({0, 0}, e.centre);
    for (const double value : {e.centre.x, e.centre.y, e.major, e.minor, e.bearing, e.area, move.distance, move.bearing,
                               e.factor(EllipseScale::arcgis), e.factor(EllipseScale::crimestat)}) {
      context.hash().add(value);
    }
  });
}

void geography(Context& context) {
  const std::vector<GeographicPoint> points = places(context);
  context.add(great_circle_distances(points),
              [&](const Array<double, Region, OtherRegion>& d) { context.hash().add(d.values()); });
  for (const Albers& albers : {Albers{}, albers_for(points)}) {
    context.add(project(points, albers), [&](const std::vector<ProjectedPoint>& plane) {
      for (const ProjectedPoint& point : plane) {
        const GeographicPoint back = unproject(point, albers);
        for (const double value : {point.x, point.y, back.longitude, back.latitude}) context.hash().add(value);
      }
      add_ellipse(context, plane, {});
      add_ellipse(context, plane, context.uniforms(kRegions));
    });
  }
}

void add_factor(Context& context, const FactorDetector& f) {
  for (const double value : {f.q, f.adjusted, f.f, f.noncentrality, f.p, f.p_equal_means}) context.hash().add(value);
}

void geodetector(Context& context) {
  const std::span<double> y = context.uniforms(kRegions, 1, 9);
  const std::span<double> x = context.uniforms(kRegions, 1, 9);
  context.add(detector_sweep(y, x, 3, 6), [&](const std::vector<SweepRow>& sweep) {
    for (const SweepRow& row : sweep) add_factor(context, row.factor);
    context.hash().add(std::uint64_t{best_of(sweep).value_or(sweep.size())});
  });
  std::vector<std::size_t> first;
  std::vector<std::size_t> second;
  for (std::size_t r = 0; r < kRegions; ++r) {
    first.push_back(r % 3);
    second.push_back(r * r % 5);
  }
  context.add(interaction_detector(y, first, second), [&](const InteractionDetector& both) {
    for (const double value : {both.q1, both.q2, both.both}) context.hash().add(value);
  });
  context.add(risk_detector(y, second), [&](const RiskDetector& risk) {
    for (const RiskPair& pair : risk.pairs) {
      for (const double value : {pair.t, pair.degrees, pair.p}) context.hash().add(value);
    }
  });
  context.add(ecological_detector(y, first, second), [&](const EcologicalDetector& found) {
    context.hash().add(found.f);
    context.hash().add(found.p);
  });
}

constexpr std::array kRows{
    KernelRow{"measure.geography", geography},
    KernelRow{"measure.geodetector", geodetector},
};

}  // namespace

std::span<const KernelRow> geography_rows() { return kRows; }

}  // namespace tidu::checksum
