// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/executor.h"
#include "core/simulate/agents/agent_run.h"

namespace tidu::simulate {

// A lever's effect agent by agent: two runs of the same agents with the same contacts and the same random numbers - of
// agent, step and purpose, never of how often one has drawn - which differ in their rates alone. Each agent is then its
// own control:
//
//   b = agents who use it with the lever and not without,   c = the reverse
//   net = b - c                 the difference of the two totals
//   sd(net) = sqrt(b + c - (b - c)^2 / N)    were agents independent (McNemar 1947)               [paired_agents]
//
// A lever that only helps still has losers: whoever hears of it earlier meets another random number, and may refuse
// what he would have taken later.

/// Users at the end of a year, by cell, and their months of use since the beginning of the first year.
struct CellYear {
  int year = 0;
  std::vector<double> users;   ///< agents, or the number expected
  std::vector<double> months;  ///< agent-months: 12 dt for every step at whose end an agent uses it
};

/// What a schedule did to agents by the end of a year, by cell.
struct PairedYear {
  CellYear with;
  std::vector<double> gained;  ///< b
  std::vector<double> lost;    ///< c
};

/// Standard deviation of b - c, as above.   agents >= 1
double paired_deviation(double gained, double lost, double agents);

/// Runs of the same agents, one after another in the same memory. Of the first, without levers, one bit an agent and
/// year is kept: who uses it at the end of the year. Same bits for any executor.
class PairedRuns {
 public:
  /// baseline    its layout outlives this; without contacts agents see what their cell expects to see
  /// first_year  the first at whose end runs are compared; the last is the plan's
  PairedRuns(const AgentPlan& baseline, int first_year, diffusion::agents::AgentMemory memory);

  /// Bytes for `years` years besides the agents' own.
  static std::uint64_t history_bytes(std::uint64_t agents, std::size_t years);

  /// The run without levers, by year; to be made first. Stops early between two steps when `stop` is cancelled: then
  /// years are missing.
  std::vector<CellYear> run_baseline(Executor& executor, const Executor& stop);

  /// The same agents with other rates, up to the end of last_year. Stops early likewise.
  std::vector<PairedYear> run(const RateSource& rates, int last_year, Executor& executor, const Executor& stop) const;

 private:
  using Bits = std::vector<std::uint64_t>;

  template <class AtYear>
  void course(const RateSource& rates, int last_year, Executor& executor, const Executor& stop, AtYear at_year) const;
  void keep(Bits& bits, Executor& executor) const;
  void compare(const Bits& bits, PairedYear& year, Executor& executor) const;

  AgentPlan plan_;
  int first_year_;
  diffusion::agents::AgentMemory memory_;
  std::vector<Bits> history_;  ///< by year, a bit an agent
};

/// The aggregate map over the same steps: what is expected of those runs. Stops early likewise.
std::vector<CellYear> map_course(const AgentPlan& plan, int first_year, int last_year, Executor& executor,
                                 const Executor& stop);

}  // namespace tidu::simulate
