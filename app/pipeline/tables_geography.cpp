// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/places.h"
#include "app/pipeline/table_builder.h"

namespace tidu::app {
namespace {

// What centres are weighted by: the indices' scores, the quantities and the masses, each once.
struct Subject {
  std::string id;
  View<const double, Region, Year> values;
  OriginBuilder origin;
};

std::vector<Subject> subjects(const MeasureContext& context) {
  const LoadedStudy& loaded = context.loaded;
  std::vector<Subject> out;
  for (const BuiltIndex& built : context.indices) {
    out.push_back({built.tree->id, built.index.scores, OriginBuilder(loaded).index(built.tree->id)});
  }
  for (const auto* ids : {&loaded.study.analysis.quantities, &loaded.study.analysis.masses}) {
    for (const std::string& id : *ids) {
      if (std::any_of(out.begin(), out.end(), [&id](const Subject& s) { return s.id == id; })) continue;
      out.push_back({id, loaded.variables[loaded.variable(id)].values, OriginBuilder(loaded).variable(id)});
    }
  }
  return out;
}

std::vector<double> year_of(const Subject& subject, std::size_t year) {
  std::vector<double> values;
  for (std::size_t r = 0; r < subject.values.extent<Region>(); ++r) values.push_back(subject.values(r, year));
  return values;
}

struct Plane {
  Places places;
  measure::Albers albers;
  std::vector<measure::ProjectedPoint> points;
};

data::Table places_table(const MeasureContext& context, const Plane& plane) {
  TableBuilder table("places",
                     {label("region"), real("longitude", "degrees", 3), real("latitude", "degrees", 3),
                      real("x", "km", 1), real("y", "km", 1)},
                     OriginBuilder(context.loaded)
                         .source(plane.places.longitude_source)
                         .source(plane.places.latitude_source)
                         .formulas({"albers"})
                         .take());
  for (std::size_t r = 0; r < plane.points.size(); ++r) {
    table.row({context.loaded.regions.rows[r].code, plane.places.points[r].longitude, plane.places.points[r].latitude,
               plane.points[r].x, plane.points[r].y});
  }
  return std::move(table).take();
}

Result<data::Table> centres_table(const MeasureContext& context, const Plane& plane, Subject subject) {
  TableBuilder table(
      "centres",
      {label("variable"), integer("year", "year"), real("longitude", "degrees", 3), real("latitude", "degrees", 3),
       real("x", "km", 1), real("y", "km", 1), real("moved", "km", 1), real("bearing", "degrees", 0),
       real("major_axis", "km", 0), real("minor_axis", "km", 0), real("axis_bearing", "degrees", 1),
       real("major_axis_arcgis", "km", 0), real("minor_axis_arcgis", "km", 0), real("area", "1e4 km2", 1)},
      subject.origin.source(plane.places.longitude_source)
          .source(plane.places.latitude_source)
          .formulas({"albers", "gravity_centre", "deviational_ellipse"})
          .take());
  table.about(subject.id);
  measure::ProjectedPoint before;
  for (std::size_t t = 0; t < context.loaded.year_count(); ++t) {
    const auto ellipse = measure::deviational_ellipse(plane.points, year_of(subject, t));
    if (!ellipse) return tl::unexpected(ellipse.error());
    const measure::Move move = t == 0 ? measure::Move{} : measure::move_between(before, ellipse->centre);
    before = ellipse->centre;
    const measure::GeographicPoint place = measure::unproject(ellipse->centre, plane.albers);
    const double arcgis = ellipse->factor(measure::EllipseScale::arcgis);
    table.row({subject.id, context.loaded.study.first_year + static_cast<double>(t), place.longitude, place.latitude,
               ellipse->centre.x, ellipse->centre.y, t == 0 ? data::kNoValue : move.distance,
               t == 0 ? data::kNoValue : move.bearing, ellipse->major, ellipse->minor,
               ellipse->round ? data::kNoValue : ellipse->bearing, arcgis * ellipse->major, arcgis * ellipse->minor,
               ellipse->area / 1e4});
  }
  return std::move(table).take();
}

// No negative value, and something above 0 in each year: what can weigh places.
bool can_weigh(const Subject& subject) {
  for (std::size_t t = 0; t < subject.values.extent<Year>(); ++t) {
    const std::vector<double> values = year_of(subject, t);
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    if (*low < 0 || *high <= 0) return false;
  }
  return true;
}

}  // namespace

Result<void> add_geography_tables(const MeasureContext& context, data::ResultSet& results) {
  auto places = places_of(context.loaded);
  if (!places) return {};
  Plane plane{.places = std::move(*places), .albers = {}, .points = {}};
  if (context.geography_options.projection == measure::ProjectionRule::places)
    plane.albers = measure::albers_for(plane.places.points);
  auto points = measure::project(plane.places.points, plane.albers);
  if (!points) return tl::unexpected(points.error());
  plane.points = std::move(*points);
  results.tables.push_back(places_table(context, plane));
  for (Subject& subject : subjects(context)) {
    if (!can_weigh(subject)) {
      results.remarks.push_back({"places", "remark.cannot_weigh", {subject.id}});
      continue;
    }
    auto table = centres_table(context, plane, std::move(subject));
    if (!table) return tl::unexpected(table.error());
    results.tables.push_back(std::move(*table));
  }
  results.remarks.push_back({"places",
                             "remark.projection",
                             {plane.albers.parallel_1, plane.albers.parallel_2, plane.albers.central_meridian}});
  context.audit.add(
      29, Verdict::passed,
      text("audit.g29.projected", plane.albers.parallel_1, plane.albers.parallel_2, plane.albers.central_meridian));
  return {};
}

}  // namespace tidu::app
