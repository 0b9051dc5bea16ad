// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/ensemble.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "core/base/assert.h"
#include "core/base/quantile.h"
#include "core/simulate/run.h"

namespace tidu::simulate {
namespace {

using diffusion::kGroups;

constexpr std::size_t kMembersPerBlock = 4;

// Writes the state of a year's end into the ensemble.
class Recorder {
 public:
  Recorder(Ensemble& ensemble, std::span<const double> population_share)
      : ensemble_(ensemble), population_share_(population_share) {}

  void record(std::size_t member, std::size_t scenario, std::size_t year, const AdoptionState& state) const {
    for (std::size_t r = 0; r < population_share_.size(); ++r) {
      double share = 0;
      for (std::size_t a = 0; a < kGroups; ++a) {
        const double adopters = state.adopters[r * kGroups + a];
        share += diffusion::kGroupShares[a] * adopters;
        ensemble_.groups(member, scenario, year, a) += population_share_[r] * adopters;
      }
      ensemble_.adoption(member, scenario, year, r) = share;
    }
    ensemble_.nation(member, scenario, year) = national_share(state, population_share_);
  }

 private:
  Ensemble& ensemble_;
  std::span<const double> population_share_;
};

void run_member(const EnsembleInput& input, std::size_t member, const Recorder& recorder, int first_year) {
  const ParameterDraw draw = draw_parameters(input.assumptions, input.members[member]);
  const diffusion::LeverSizes sizes = draw_lever_sizes(input.assumptions, member);
  const diffusion::CellRates baseline = diffusion::make_rates(draw.parameters, draw.speed);
  diffusion::CellMap map(input.links);
  const SimulateOptions& options = input.options;
  const std::size_t scenarios = input.strengths.extent<ScenarioAxis>();
  const auto years = static_cast<std::size_t>(options.last_year - first_year + 1);
  const auto before = static_cast<std::size_t>(std::max(0, options.policy_year - first_year));

  AdoptionState common = initial_state(draw.parameters, input.links.regions());
  for (std::size_t t = 0; t < before; ++t) {
    run_until(first_year + static_cast<double>(t) + 1, draw.parameters, baseline, options.steps_per_year, map, common);
    for (std::size_t s = 0; s < scenarios; ++s) recorder.record(member, s, t, common);
  }
  const std::size_t lever_count = input.strengths.extent<diffusion::Lever>();
  for (std::size_t s = 0; s < scenarios; ++s) {
    diffusion::CellRates rates = baseline;
    diffusion::pull({&input.strengths(s, 0, 0), {lever_count, input.links.regions()}}, sizes, rates);
    AdoptionState state = common;
    for (std::size_t t = before; t < years; ++t) {
      run_until(first_year + static_cast<double>(t) + 1, draw.parameters, rates, options.steps_per_year, map, state);
      recorder.record(member, s, t, state);
    }
  }
}

// The first year's end that every draw has behind its start.
int first_recorded_year(const Assumptions& assumptions) {
  double latest = 0;
  const auto options = diffusion::diffusion_options();
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (options[i].record.key == "diffusion.start") latest = assumptions.parameters[i].high;
  }
  return static_cast<int>(std::floor(latest));
}

}  // namespace

Result<Ensemble> run_ensemble(const EnsembleInput& input, Executor& executor) {
  const int first_year = first_recorded_year(input.assumptions);
  if (input.options.last_year < first_year) {
    return failure(ErrorCode::domain, text("simulate.horizon", input.options.last_year, first_year),
                   text("simulate.horizon.hint"));
  }
  if (input.options.policy_year < first_year || input.options.policy_year > input.options.last_year) {
    return failure(ErrorCode::domain,
                   text("simulate.policy_year", input.options.policy_year, first_year, input.options.last_year),
                   text("simulate.policy_year.hint"));
  }
  const std::size_t members = input.members.size();
  const std::size_t scenarios = input.strengths.extent<ScenarioAxis>();
  const auto years = static_cast<std::size_t>(input.options.last_year - first_year + 1);
  Ensemble ensemble{
      .first_year = first_year,
      .adoption = Array<double, Draw, ScenarioAxis, Year, Region>({members, scenarios, years, input.links.regions()}),
      .groups = Array<double, Draw, ScenarioAxis, Year, Group>({members, scenarios, years, kGroups}),
      .nation = Array<double, Draw, ScenarioAxis, Year>({members, scenarios, years})};
  const Recorder recorder(ensemble, input.links.share);
  const std::size_t blocks = (members + kMembersPerBlock - 1) / kMembersPerBlock;
  std::atomic<std::uint64_t> done{0};
  executor.for_blocks(blocks, [&](std::size_t b) {
    for (std::size_t m = b * kMembersPerBlock; m < std::min(members, (b + 1) * kMembersPerBlock); ++m) {
      if (executor.cancelled()) return;
      run_member(input, m, recorder, first_year);
      executor.progress("stage.ensemble", ++done, members);
    }
  });
  if (executor.cancelled()) return failure(ErrorCode::cancelled, text("simulate.cancelled"));
  return ensemble;
}

double quantile(std::vector<double>& values, double p) {
  TIDU_ASSERT(!values.empty());
  std::sort(values.begin(), values.end());
  return sorted_quantile(values, p);
}

double passing_time(std::span<const double> path, int first_year, double level) {
  if (!path.empty() && path[0] >= level) return first_year + 1;
  for (std::size_t t = 1; t < path.size(); ++t) {
    if (path[t] >= level) return first_year + static_cast<double>(t) + (level - path[t - 1]) / (path[t] - path[t - 1]);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace tidu::simulate
