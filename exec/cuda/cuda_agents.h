// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "core/diffusion/agents/agents.h"

namespace tidu::exec {

/// diffusion::agents::Agents on a graphics processor: the same rule, the same random numbers, the same bytes after
/// every step (cuda_agents_test). The chances of the cells are made on the host, where floating point has the same bits
/// everywhere, and compared as integers on the device.
class CudaAgents {
 public:
  /// errors  missing (no device that runs this code), limit (more agents than its memory holds; says how many fit)
  static Result<std::unique_ptr<CudaAgents>> make(const diffusion::agents::Layout& layout,
                                                  const diffusion::agents::AgentSettings& settings, bool with_contacts);
  ~CudaAgents();

  /// As of Agents. The executor makes the tables.
  void start(diffusion::Stage stage);
  void seed_adopters(FunctionRef<double(std::size_t cell)> share, Executor& executor);
  void step(std::uint32_t number, diffusion::agents::TableOf table, Executor& executor);
  std::span<const diffusion::agents::StageCounts> counts() const;
  diffusion::Surroundings surroundings(std::size_t region) const;
  std::uint64_t checksum() const;
  std::uint64_t changes() const;

  /// The first error of the device since the beginning; empty: none. A device that fails gives no results.
  std::string trouble() const;

  static std::string device_name();

 private:
  CudaAgents();
  struct Device;
  std::unique_ptr<Device> device_;
};

}  // namespace tidu::exec
