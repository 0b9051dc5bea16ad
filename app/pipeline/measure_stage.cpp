// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/pipeline/describe.h"
#include "app/pipeline/measure_tables.h"
#include "app/pipeline/pipeline.h"
#include "app/pipeline/replicates.h"
#include "study/registry.h"

namespace tidu::app {
namespace {

Result<std::vector<BuiltIndex>> build_indices(const LoadedStudy& loaded, const measure::IndexOptions& options) {
  std::vector<const study::IndexTree*> trees;
  for (const study::IndexTree& tree : loaded.study.indices) trees.push_back(&tree);
  const auto capability = std::find_if(trees.begin(), trees.end(), [&loaded](const study::IndexTree* tree) {
    return tree->id == loaded.study.capability_index;
  });
  std::rotate(trees.begin(), capability, capability + 1);
  std::vector<BuiltIndex> indices;
  for (const study::IndexTree* tree : trees) {
    auto built = build_index(loaded, *tree, options);
    if (!built) return tl::unexpected(built.error());
    indices.push_back(std::move(*built));
  }
  return indices;
}

/// Null if no index has the id.
const BuiltIndex* find_index(const std::vector<BuiltIndex>& indices, std::string_view id) {
  const auto found =
      std::find_if(indices.begin(), indices.end(), [id](const BuiltIndex& built) { return built.tree->id == id; });
  return found == indices.end() ? nullptr : &*found;
}

}  // namespace

Outcome<data::ResultSet> measure(const LoadedStudy& loaded, Executor& executor) {
  Outcome<data::ResultSet> outcome;
  const auto fail = [&outcome](const Error& error) {
    outcome.diagnostics.add(error);
    return outcome;
  };
  executor.progress("stage.measure", 0, 1);
  if (loaded.study.of_series()) {  // nothing to compare
    outcome.value = describe(loaded);
    return outcome;
  }
  const auto options = study::parameters(loaded.study, measure::index_options());
  auto indices = build_indices(loaded, options);
  if (!indices) return fail(indices.error());
  const BuiltIndex& capability = *find_index(*indices, loaded.study.capability_index);
  auto tiers = study_tiers(capability.nodes, capability.index, options);
  if (!tiers) return fail(tiers.error());
  const auto assessment = study::parameters(loaded.study, measure::assessment_options());
  const auto robustness = study_robustness(loaded, *indices, assessment, executor);
  if (!robustness) return fail(robustness.error());
  const BuiltIndex* productivity = find_index(*indices, loaded.study.productivity_index);
  const auto space_options = study::parameters(loaded.study, measure::space_options());
  const auto space = study_space(loaded, space_options);
  if (!space) return fail(space.error());
  Audit audit;
  const MeasureContext context{.loaded = loaded,
                               .index_options = options,
                               .gap_options = study::parameters(loaded.study, measure::gap_options()),
                               .space_options = space_options,
                               .space = *space,
                               .geography_options = study::parameters(loaded.study, measure::geography_options()),
                               .assessment_options = assessment,
                               .indices = *indices,
                               .robustness = *robustness,
                               .tiers = std::move(*tiers),
                               .capability = capability,
                               .productivity = productivity,
                               .audit = audit,
                               .diagnostics = outcome.diagnostics,
                               .executor = executor};

  data::ResultSet results = describe(loaded);
  for (const auto add : {add_data_tables,       add_index_tables,
                         add_weight_tables,     add_treatment_tables,
                         add_robustness_tables, add_tier_tables,
                         add_obstacle_tables,   add_gap_tables,
                         add_dynamics_tables,   add_convergence_tables,
                         add_growth_tables,     add_weights_tables,
                         add_space_tables,      add_geography_tables,
                         add_detector_tables,   add_network_tables,
                         add_coupling_tables,   add_published_tables,
                         add_accounts_tables,   add_model_tables,
                         add_economy_tables,    add_economy_parameter_tables}) {
    if (const auto done = add(context, results); !done) return fail(done.error());
  }
  if (outcome.diagnostics.has_errors()) return outcome;
  audit.write(results);
  executor.progress("stage.measure", 1, 1);
  outcome.value = std::move(results);
  return outcome;
}

}  // namespace tidu::app
