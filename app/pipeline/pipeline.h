// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/diagnostic.h"
#include "core/base/executor.h"
#include "data/results.h"
#include "study/study.h"

namespace tidu::simulate {
struct ParameterDraw;
}

namespace tidu::app {

/// A file that a run read: hashed from the very bytes that were parsed.
struct InputFile {
  std::string name;    ///< as the study names it
  std::string sha256;  ///< hex
  std::uint64_t bytes = 0;
  std::optional<std::string> content;  ///< the bytes themselves, as long as all inputs together are below kMostKept
};

/// Inputs up to this size in all are kept in memory, so that a run can hold copies of them.
inline constexpr std::uint64_t kMostKept = 64U << 20;

/// A study with its data in memory. Opaque to the shells.
struct LoadedStudy;
struct LoadedStudyDeleter {
  void operator()(LoadedStudy* study) const;
};
using LoadedStudyPtr = std::unique_ptr<LoadedStudy, LoadedStudyDeleter>;

/// The facade that command line, server, Python and tests call: one function a stage of the pipeline, in its order.

/// Reads and checks a study: `path` is a folder with a study.toml or the file itself. All problems at once.
Outcome<LoadedStudyPtr> load(const std::filesystem::path& path);

/// A file of a study that lies in memory: path below the study's folder, and bytes.
struct StudyFile {
  std::string path;
  std::string bytes;
};

/// The same for a study that was made from a data file (make_scaffold) and lies nowhere; messages about its study file
/// name `made_from`.
Outcome<LoadedStudyPtr> load(const std::vector<StudyFile>& files, std::string_view made_from);

const study::Study& study_of(const LoadedStudy& loaded);
const std::vector<InputFile>& inputs_of(const LoadedStudy& loaded);

/// data -> measure: indices, tiers, gaps, space, coupling, comparisons with what is published.
Outcome<data::ResultSet> measure(const LoadedStudy& loaded, Executor& executor);

/// A point of the assumptions; opaque to the shells.
using DrawPtr = std::shared_ptr<const simulate::ParameterDraw>;

/// measure -> calibrate: what the study's counts say of parameters, and how well the fit foretells, added to what
/// measure found.
Outcome<data::ResultSet> calibrate(const LoadedStudy& loaded, data::ResultSet measured, Executor& executor);

/// calibrate -> simulate: adoption by region and adopter group, baseline and scenarios, added to what measure found.
/// central  where to put the draw that comes nearest to the national series: with it the agents are run
Outcome<data::ResultSet> simulate(const LoadedStudy& loaded, data::ResultSet measured, Executor& executor,
                                  DrawPtr* central = nullptr);

/// Whom agents stand for.
enum class AgentUnit : std::uint8_t { entities, persons };

/// How agents are run.
struct AgentsOptions {
  std::optional<AgentUnit> unit;     ///< none: entities where the study has a section [agents], persons otherwise
  std::uint64_t agents = 0;          ///< a sample of so many; 0: all
  std::uint64_t memory_bytes = 0;    ///< that the process may still have; 0: not known, and not checked
  std::filesystem::path checkpoint;  ///< written when the run is interrupted; empty: none
  std::filesystem::path resume;      ///< a checkpoint from which to go on; empty: from the beginning
  Executor* steady = nullptr;        ///< one that is never cancelled: half a step is nothing to go on from
};

/// Whether agents as asked for are the members of a recorded network: then there are no samples and no checkpoints.
bool runs_network(const LoadedStudy& loaded, const AgentsOptions& options);

/// Whether agents can be run as asked: the study's margins, their number, the memory, the checkpoint. Costs a second at
/// most, so that nobody waits for a refusal.
/// errors  missing and wrong margins, at their place in the study file; limit (more agents than the memory holds, with
///         levers or without); those of store::check_checkpoint; a sample or a checkpoint of a recorded network
Diagnostics check_agents(const LoadedStudy& loaded, const AgentsOptions& options);

/// calibrate -> agents: one agent a firm or a person, from the beginning to the horizon, beside the aggregate map on
/// the same cells, with the central draw of the calibration; adds the tables agents_*. Needs the results of simulate().
/// After an interruption the checkpoint is written and the error (cancelled) names it.
/// draw  of simulate(); none: the study's values, and every region alike
Outcome<data::ResultSet> simulate_agents(const LoadedStudy& loaded, data::ResultSet simulated, const DrawPtr& draw,
                                         Executor& executor, const AgentsOptions& options);

}  // namespace tidu::app
