// SPDX-License-Identifier: Apache-2.0
#include "app/checksum/context.h"
#include "core/diffusion/agents/agents.h"
#include "core/diffusion/process/rates.h"

namespace tidu::checksum {
namespace {

using namespace diffusion;
using namespace diffusion::agents;

Layout country() {
  std::vector<CellPlan> cells;
  std::vector<std::uint32_t> region;
  std::vector<std::uint32_t> half;
  for (std::uint32_t r = 0; r < 3; ++r) {
    for (std::uint8_t g = 0; g < 5; ++g) {
      cells.push_back({500U + 100 * r + g, r, g});
      region.push_back(r);
      half.push_back(g % 2);
    }
  }
  std::vector<MatchingPlan> matchings(4, {Layer::local, region});
  matchings.resize(6, {Layer::chain, half});
  matchings.resize(8, {Layer::online, std::vector<std::uint32_t>(cells.size(), 0)});
  return *Layout::make(cells, matchings, 1);
}

/// Those of the model's own parameters in one cell, faster so that all stages are passed.
ProcessRates rates() {
  const ProcessParameters parameters{
      .innovation = 0.1, .imitation = 1.5, .leaders = 0.3, .abandonment = 0.2, .reconsideration = 0.5};
  ProcessRates rates = make_process_rates(parameters, {.groups = 1})[0];
  rates.demonstration = 0.02;
  return rates;
}

std::vector<std::uint64_t> path(const Kernels& kernel, const Layout& layout, const TableMaker& maker,
                                Executor& executor) {
  std::vector<std::uint8_t> state(padded_agents(layout));
  std::vector<std::uint8_t> contacts(padded_agents(layout));
  const AgentSettings settings{.seed = 7, .decided_visible = 0.3, .leader_share = 0.05, .heterophily = {0.05, 0, 0.15}};
  Agents people(layout, settings, {state, contacts}, kernel);
  people.start(Stage::unaware, executor);
  std::vector<std::uint64_t> sums;
  for (std::uint32_t t = 0; t < 36; ++t) {
    people.step(
        t,
        [&](std::size_t cell, CellTable& table) {
          maker.make(people.surroundings(layout.cells()[cell].region), table);
        },
        executor);
    sums.push_back(people.checksum(executor));
  }
  return sums;
}

/// The plain kernels' path is hashed, and whether all others of this processor took the same.
void run_agents(Context& context) {
  const Layout layout = country();
  const TableMaker maker(rates(), layout.degrees(), 0.25);
  const auto plain = path(kernels().front(), layout, maker, context.executor());
  bool same = true;
  for (const Kernels& kernel : kernels()) same &= path(kernel, layout, maker, context.executor()) == plain;
  for (const std::uint64_t sum : plain) context.hash().add(sum);
  context.hash().add(std::uint64_t{same});
}

void run_matchings(Context& context) {
  for (const std::uint32_t size : {5U, 300U, 65'537U, 190'000'000U, 4'294'963'200U}) {
    const FeistelKey key = feistel_key(3, 1, 2, size);
    for (std::uint32_t k = 0; k < 100; ++k) context.hash().add(std::uint64_t{partner_position(key, k % size)});
  }
}

constexpr KernelRow kRows[] = {{"diffusion.agents.run", run_agents}, {"diffusion.agents.matchings", run_matchings}};

}  // namespace

std::span<const KernelRow> agents_rows() { return kRows; }

}  // namespace tidu::checksum
