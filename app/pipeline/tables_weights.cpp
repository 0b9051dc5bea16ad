// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdio>

#include "app/pipeline/space_tables.h"
#include "app/pipeline/table_builder.h"
#include "core/base/rng.h"
#include "core/measure/space/connectivity.h"
#include "core/measure/space/moran.h"
#include "core/measure/space/spectrum.h"

namespace tidu::app {
namespace {

using measure::IslandRule;
using measure::SpaceOptions;
using measure::SpatialWeights;
using measure::WeightKind;
using measure::WeightTransform;

struct NamedWeights {
  std::string id;
  SpatialWeights weights;
  bool used = false;  // by the study
};

// The word of the option measure.space_weights.
std::string kind_id(WeightKind kind) {
  for (const auto& option : measure::space_options()) {
    if (option.record.key == "measure.space_weights")
      return std::string(option.record.choices[static_cast<std::size_t>(kind)]);
  }
  return {};
}

// Eigenvalues of more regions take seconds.
Result<measure::AdmissibleInterval> interval_of(const SpatialWeights& w) {
  constexpr std::size_t kLargest = 400;
  if (w.regions() > kLargest) return failure(ErrorCode::limit, {});
  return measure::admissible_interval(w);
}

// The study's weights, and others that a study of the same question might have chosen.
std::vector<NamedWeights> choices(const MeasureContext& context) {
  const StudySpace& space = context.space;
  const SpaceOptions& study = context.space_options;
  std::vector<NamedWeights> out{{kind_id(study.kind), *space.weights, true}};
  const measure::WeightsSource source = space.source(context.loaded);
  const auto add = [&](const char* id, const SpaceOptions& options, const measure::WeightsSource& from) {
    if (options.kind == study.kind && options.transform == study.transform && &from == &source) return;
    if (auto w = measure::spatial_weights(from, options)) out.push_back({id, std::move(*w)});
  };
  SpaceOptions plain = study;
  plain.transform = WeightTransform::row;
  plain.cutoff = 0;
  plain.equal_levels = measure::EqualLevels::smallest;
  const auto of = [&plain](WeightKind kind) {
    SpaceOptions options = plain;
    options.kind = kind;
    return options;
  };
  if (!space.links.empty()) add("contiguity", of(WeightKind::contiguity), source);
  if (space.conventions > 0) {
    std::vector<measure::Link> land;
    for (std::size_t b = 0; b < space.links.size(); ++b) {
      if (!is_convention(context.loaded, b)) land.push_back(space.links[b]);
    }
    SpaceOptions options = of(WeightKind::contiguity);
    options.islands = IslandRule::zero_lag;
    measure::WeightsSource from = source;
    from.links = land;
    add("contiguity_land", options, from);
  }
  if (space.distances.size() == 0) return out;
  if (context.loaded.region_count() > plain.neighbours) add("k_nearest", of(WeightKind::k_nearest), source);
  add("inverse_distance", of(WeightKind::inverse_distance), source);
  SpaceOptions spectral = of(WeightKind::inverse_distance);
  spectral.transform = WeightTransform::spectral;
  add("inverse_distance_spectral", spectral, source);
  if (space.level.empty()) return out;
  add("economic", of(WeightKind::economic), source);
  add("nested", of(WeightKind::nested), source);
  return out;
}

// Adds what the choices together rest on.
void add_choices(const MeasureContext& context, OriginBuilder& origin) {
  if (!context.space.links.empty()) origin.source("borders");
  origin.sources(context.space.place_sources);
  if (!context.space.level.empty()) origin.variable(context.space.level_id);
}

OriginBuilder choices_origin(const MeasureContext& context) {
  OriginBuilder origin = weights_origin(context);
  add_choices(context, origin);
  return origin;
}

void add_weights(const MeasureContext& context, const std::vector<NamedWeights>& list, data::ResultSet& results) {
  auto origin = choices_origin(context);
  origin.formulas({"spatial_interval"});
  TableBuilder table(
      "space_weights",
      {label("space_weights"), integer("used"), integer("links"), real("mean_neighbours", "1", 1), integer("islands"),
       integer("components"), integer("diameter"), real("rho_lower"), real("rho_upper")},
      origin.take());
  for (const NamedWeights& choice : list) {
    const measure::Connectivity graph = measure::connectivity(choice.weights);
    const auto interval = interval_of(choice.weights);
    table.row({choice.id, choice.used ? 1.0 : 0.0, static_cast<double>(graph.links), graph.mean_neighbours,
               static_cast<double>(graph.islands), static_cast<double>(graph.components),
               static_cast<double>(graph.diameter), interval ? interval->lower : data::kNoValue,
               interval ? interval->upper : data::kNoValue});
  }
  results.tables.push_back(std::move(table).take());
}

// Moran's I of the last year under every choice of weights.
Result<void> add_sensitivity(const MeasureContext& context, const std::vector<NamedWeights>& list,
                             data::ResultSet& results) {
  const measure::PermutationTest test{.permutations = context.space_options.permutations,
                                      .seed = context.loaded.study.seed};
  const std::size_t last = context.loaded.year_count() - 1;
  for (const SpaceSubject& subject : space_subjects(context)) {
    std::vector<double> x;
    for (std::size_t r = 0; r < context.loaded.region_count(); ++r) x.push_back(subject.values(r, last));
    OriginBuilder origin = subject.origin;
    add_choices(context, origin);
    TableBuilder table("moran_weights",
                       {label("space_weights"), integer("used"), real("moran"), real("expected"), real("sd"),
                        real("z", "sd", 2), real("p", "1", 4)},
                       origin.formulas({"moran_i", "moran_variance_randomisation", "moran_permutation"}).take());
    table.about(subject.id);
    for (const NamedWeights& choice : list) {
      if (choice.weights.effective_regions() < 4) continue;
      const auto m = measure::moran(x, choice.weights, test, context.executor);
      if (!m) return tl::unexpected(m.error());
      const measure::PermutationResult counts{
          .permutations = m->permutations, .as_large = m->as_large, .as_small = m->as_small};
      table.row({choice.id, choice.used ? 1.0 : 0.0, m->moran, m->expected, std::sqrt(m->variance_randomisation),
                 m->z_randomisation, m->permutations > 0 ? counts.p(context.space_options.p_value) : data::kNoValue});
    }
    results.tables.push_back(std::move(table).take());
  }
  return {};
}

// A number that changes when the regions or their order do.
std::string hash_of_regions(const LoadedStudy& loaded) {
  std::uint64_t hash = loaded.region_count();
  for (const data::RegionRow& row : loaded.regions.rows) {
    for (const char c : row.code) hash = hash64(hash, static_cast<unsigned char>(c));
    hash = hash64(hash, 256);
  }
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
  return digits;
}

Text said_conventions(const MeasureContext& context) {
  const LoadedStudy& loaded = context.loaded;
  std::size_t first = 0;
  while (!is_convention(loaded, first)) ++first;
  return text("audit.g17.convention", context.space.conventions, loaded.regions.rows[loaded.borders[first].first].code,
              loaded.regions.rows[loaded.borders[first].second].code);
}

void judge_p(const MeasureContext& context) {
  const SpaceOptions& o = context.space_options;
  const auto m = static_cast<std::int64_t>(o.permutations);
  if (o.permutations == 0) return context.audit.add(16, Verdict::warned, text("audit.g16.no_permutations"));
  if (o.p_value == measure::PValue::folded) context.audit.add(16, Verdict::warned, text("audit.g16.folded"));
  if (o.correction == measure::Correction::none) context.audit.add(16, Verdict::warned, text("audit.g16.uncorrected"));
  context.audit.add(16, Verdict::passed, text("audit.g16.permutations", m));
}

void judge_islands(const MeasureContext& context, const measure::Connectivity& graph) {
  const SpatialWeights& w = *context.space.weights;
  if (context.space_options.kind == WeightKind::contiguity && context.space.conventions > 0) {
    context.audit.add(17, Verdict::passed, said_conventions(context));
  }
  if (!w.islands().empty()) {
    context.audit.add(17, Verdict::warned, text("audit.g17.zero_lag", w.islands().size(), w.effective_regions()));
  } else {
    context.audit.add(17, Verdict::passed, text("audit.g17.none"));
  }
  if (graph.components > 1) context.audit.add(17, Verdict::warned, text("audit.g17.components", graph.components));
}

void judge_scaling(const MeasureContext& context) {
  const SpaceOptions& o = context.space_options;
  const bool borders = o.kind == WeightKind::contiguity || o.kind == WeightKind::k_nearest;
  if (o.transform == WeightTransform::row && !borders && o.kind != WeightKind::given) {
    context.audit.add(18, Verdict::warned, text("audit.g18.row"));
    return;
  }
  const auto interval = interval_of(*context.space.weights);
  if (!interval) return;
  context.audit.add(18, Verdict::passed, text("audit.g18.interval", interval->lower, interval->upper));
}

}  // namespace

Result<void> add_weights_tables(const MeasureContext& context, data::ResultSet& results) {
  context.audit.add(32, Verdict::passed, text("audit.g32.counter"));
  if (!can_measure_space(context)) return {};
  const auto list = choices(context);
  add_weights(context, list, results);
  judge_p(context);
  judge_islands(context, measure::connectivity(*context.space.weights));
  judge_scaling(context);
  context.audit.add(19, Verdict::passed, text("audit.g19.joined", hash_of_regions(context.loaded)));
  return add_sensitivity(context, list, results);
}

}  // namespace tidu::app
