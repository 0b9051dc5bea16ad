// SPDX-License-Identifier: Apache-2.0
// Runs agents on the ranks that mpirun has started and once more on each rank alone; the bits must be the same. Ends
// with 0 where they are. With an argument, so many million agents are run on the ranks only, and the time is printed.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "core/diffusion/agents/agents.h"
#include "exec/mpi/mpi_exchange.h"

namespace {

using namespace tidu;
using namespace tidu::diffusion;
using namespace tidu::diffusion::agents;

using Bytes = std::unique_ptr<std::uint8_t, decltype(&std::free)>;

Bytes bytes_of(std::size_t size) {
  Bytes bytes(static_cast<std::uint8_t*>(std::aligned_alloc(kTileAgents, size + kTileAgents)), &std::free);
  std::fill_n(bytes.get(), size, std::uint8_t{0});
  return bytes;
}

Layout national(std::uint64_t agents) {
  const CellPlan cell{.agents = agents};
  std::vector<MatchingPlan> matchings(4, {Layer::local, {0}});
  matchings.resize(6, {Layer::chain, {0}});
  matchings.resize(8, {Layer::online, {0}});
  return *Layout::make(std::span(&cell, 1), matchings, 1);
}

std::uint64_t checksum_after(std::uint32_t steps, const Layout& layout, Exchange& exchange) {
  const BlockRange own = blocks_of_rank(layout, exchange.rank(), exchange.size());
  const std::size_t size = padded_agents(own);
  const Bytes state = bytes_of(size);
  const Bytes contacts = bytes_of(size);
  Agents agents(layout, {.seed = 3}, {{state.get(), size}, {contacts.get(), size}}, kernels().back(), exchange);
  agents.start(Stage::persuasion, serial_executor());
  const TableMaker maker(bass_preset(0.0025, 0.032, layout.degrees()).rates, layout.degrees(), 1);
  for (std::uint32_t t = 0; t < steps; ++t) {
    agents.step(
        t, [&](std::size_t, CellTable& table) { maker.make(agents.surroundings(0), table); }, serial_executor());
  }
  return agents.checksum(serial_executor());
}

}  // namespace

int main(int argc, char** argv) {
  const exec::MpiSession session(argc, argv);
  exec::MpiExchange exchange(session);
  const double millions = argc > 1 ? std::atof(argv[1]) : 0;
  const Layout layout = national(millions > 0 ? static_cast<std::uint64_t>(millions * 1e6) : 3 * kBlockAgents + 1000);
  const auto begin = std::chrono::steady_clock::now();
  const std::uint64_t together = checksum_after(millions > 0 ? 60 : 12, layout, exchange);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const bool same = millions > 0 || together == checksum_after(12, layout, alone());
  if (exchange.rank() == 0) {
    std::printf("%d ranks, checksum %016llx, %.2f s%s\n", exchange.size(), static_cast<unsigned long long>(together),
                took.count(), same ? "" : ", another one than on a single rank");
  }
  return same ? 0 : 6;
}
