// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/dynamics_subject.h"

#include <limits>

#include "core/base/sum.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

constexpr std::size_t kFewestRegions = 4;
constexpr std::size_t kFewestYears = 3;
constexpr double kInfinite = std::numeric_limits<double>::infinity();

enum class Common : std::uint8_t { ratio, difference };

// Values over (or less) the mean of their year.
Array<double, Region, Year> without_common(View<const double, Region, Year> x, Common how) {
  Array<double, Region, Year> out(x.extents());
  std::vector<double> year(x.extent<Region>());
  for (std::size_t t = 0; t < x.extent<Year>(); ++t) {
    for (std::size_t r = 0; r < year.size(); ++r) year[r] = x(r, t);
    const double center = mean(year);
    for (std::size_t r = 0; r < year.size(); ++r) {
      out(r, t) = how == Common::difference ? year[r] - center : center > 0 ? year[r] / center : 0;
    }
  }
  return out;
}

}  // namespace

std::vector<DynamicsSubject> dynamics_subjects(const MeasureContext& context) {
  const LoadedStudy& loaded = context.loaded;
  std::vector<DynamicsSubject> out;
  if (loaded.region_count() < kFewestRegions || loaded.year_count() < kFewestYears) return out;
  for (const std::string& id : loaded.study.analysis.quantities) {
    auto relative = without_common(loaded.variables[loaded.variable(id)].values, Common::ratio);
    OriginBuilder origin(loaded);
    origin.variable(id).formulas({"relative_to_mean"});
    out.push_back({id, false, relative, relative, -kInfinite, kInfinite, std::move(origin)});
  }
  for (const BuiltIndex& built : context.indices) {
    const Array<double, Region, Year>& scores = built.index.scores;
    OriginBuilder origin(loaded);
    origin.index(built.tree->id);
    out.push_back({built.tree->id, true, scores, without_common(scores, Common::difference),
                   built.unit_interval ? 0 : -kInfinite, built.unit_interval ? 1 : kInfinite, std::move(origin)});
  }
  return out;
}

measure::DynamicsOptions dynamics_options_of(const MeasureContext& context) {
  return study::parameters(context.loaded.study, measure::dynamics_options());
}

void leave_out(const std::string& table, const Error& error, data::ResultSet& results) {
  results.remarks.push_back({table, std::string(error.message.key), error.message.args});
}

}  // namespace tidu::app
