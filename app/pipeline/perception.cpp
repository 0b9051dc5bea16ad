// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/perception.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/pipeline/index_stage.h"
#include "core/diffusion/process/spread.h"
#include "study/keys.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

using diffusion::Attributes;

// In the order of study::kAttributes.
constexpr std::array<double Attributes::*, study::kAttributes.size()> kFields{
    &Attributes::relative_advantage, &Attributes::compatibility, &Attributes::complexity, &Attributes::trialability,
    &Attributes::observability};

constexpr double kFlat = 1e-20;  // of the squared mean: rounding

bool is_index(const study::Study& study, std::string_view id) {
  return std::any_of(study.indices.begin(), study.indices.end(), [id](const auto& index) { return index.id == id; });
}

// Of the last year, by region.
Result<std::vector<double>> values_of(const LoadedStudy& loaded, const std::string& id) {
  const std::size_t year = loaded.year_count() - 1;
  if (is_index(loaded.study, id)) {
    const auto options = study::parameters(loaded.study, measure::index_options());
    const auto built = build_index(loaded, loaded.index(id), options);
    if (!built) return tl::unexpected(built.error());
    return scores_of_year(built->index, year);
  }
  const auto& values = loaded.variables[loaded.variable(id)].values;
  std::vector<double> out;
  for (std::size_t r = 0; r < loaded.region_count(); ++r) out.push_back(values(r, year));
  return out;
}

}  // namespace

Result<std::vector<Attributes>> attribute_scores(const LoadedStudy& loaded, std::span<const double> people) {
  std::vector<Attributes> scores;
  if (loaded.study.attributes.empty()) return scores;
  scores.assign(loaded.region_count(), Attributes{0, 0, 0, 0, 0});
  double all = 0;
  for (const double p : people) all += p;
  for (std::size_t k = 0; k < kFields.size(); ++k) {
    const auto tie = loaded.study.attributes.find(std::string(study::kAttributes[k]));
    if (tie == loaded.study.attributes.end()) continue;
    const auto values = values_of(loaded, tie->second.of);
    if (!values) return tl::unexpected(values.error());
    double mean = 0;
    double variance = 0;
    for (std::size_t r = 0; r < people.size(); ++r) mean += people[r] / all * (*values)[r];
    for (std::size_t r = 0; r < people.size(); ++r) {
      variance += people[r] / all * ((*values)[r] - mean) * ((*values)[r] - mean);
    }
    if (!(variance > kFlat * mean * mean)) {
      return failure(ErrorCode::domain, text("pipeline.attribute_flat", tie->first, tie->second.of),
                     text("pipeline.attribute_flat.hint"));
    }
    for (std::size_t r = 0; r < people.size(); ++r) {
      scores[r].*kFields[k] = tie->second.strength * ((*values)[r] - mean) / std::sqrt(variance);
    }
  }
  return scores;
}

std::vector<Attributes> central_attributes(const LoadedStudy& loaded, std::span<const Attributes> scores) {
  const auto spread = study::parameters(loaded.study, diffusion::spread_options());
  std::vector<Attributes> out;
  for (const Attributes& score : scores) out.push_back(diffusion::perceived(score, spread.attribute_effect));
  return out;
}

void add_attribute_origin(const LoadedStudy& loaded, OriginBuilder& origin) {
  for (const auto& [attribute, tie] : loaded.study.attributes) {
    if (is_index(loaded.study, tie.of)) {
      origin.index(tie.of);
    } else {
      origin.variable(tie.of);
    }
  }
  if (!loaded.study.attributes.empty()) origin.formulas({"region_attributes"});
}

std::vector<simulate::DecisionUnit> decision_units(const study::Study& study) {
  std::vector<simulate::DecisionUnit> units;
  for (const study::DecisionGroup& group : study.decisions) {
    const auto kind = std::find(study::kDecisionKinds.begin(), study::kDecisionKinds.end(), group.kind);
    simulate::DecisionUnit unit{.kind = static_cast<simulate::DecisionKind>(kind - study::kDecisionKinds.begin()),
                                .share = group.share};
    if (group.first_year) unit.from = *group.first_year;
    units.push_back(unit);
  }
  return units;
}

}  // namespace tidu::app
