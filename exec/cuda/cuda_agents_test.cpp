// SPDX-License-Identifier: Apache-2.0
#include "exec/cuda/cuda_agents.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/diffusion/agents/support_test.h"

namespace tidu::exec {
namespace {

using namespace diffusion;
using namespace diffusion::agents;
using diffusion::agents::testing::Population;

/// The same steps by the plain kernels and on the device: the same bytes after each.
void expect_same(const Layout& layout, const AgentSettings& settings, const ProcessRates& rates, bool with_contacts) {
  auto device = CudaAgents::make(layout, settings, with_contacts);
  if (!device && device.error().code == ErrorCode::missing) GTEST_SKIP() << "no CUDA device here";
  ASSERT_TRUE(device);
  agents::testing::Bytes state(padded_agents(layout));
  agents::testing::Bytes contacts(padded_agents(layout));
  Agents host(layout, settings, {state.span(), with_contacts ? contacts.span() : std::span<std::uint8_t>()},
              kernels().front());
  host.start(Stage::persuasion, serial_executor());
  (*device)->start(Stage::persuasion);
  const auto seeded = [](std::size_t cell) { return cell % 3 == 0 ? 0.01 : 0.0; };
  host.seed_adopters(seeded, serial_executor());
  (*device)->seed_adopters(seeded, serial_executor());
  const TableMaker maker(rates, layout.degrees(), 1.0 / 12);
  for (std::uint32_t t = 0; t < 60; ++t) {
    ASSERT_EQ(host.checksum(serial_executor()), (*device)->checksum()) << t;
    ASSERT_TRUE(std::equal(host.counts().begin(), host.counts().end(), (*device)->counts().begin())) << t;
    host.step(
        t, [&](std::size_t c, CellTable& table) { maker.make(host.surroundings(layout.cells()[c].region), table); },
        serial_executor());
    (*device)->step(
        t,
        [&](std::size_t c, CellTable& table) { maker.make((*device)->surroundings(layout.cells()[c].region), table); },
        serial_executor());
  }
  EXPECT_EQ((*device)->trouble(), "");
  EXPECT_GT((*device)->changes(), 0U);
}

TEST(CudaAgents, GivesTheSameBytesAsTheHost) {
  const Layout layout = agents::testing::country(7, 3000);
  const AgentSettings settings{.seed = 7, .decided_visible = 0.3, .leader_share = 0.05, .heterophily = {0.05, 0, 0.15}};
  expect_same(layout, settings, tests::lively_rates(), true);
  expect_same(layout, settings, tests::lively_rates(), false);
}

TEST(CudaAgents, GivesTheSameBytesInOneLargeCell) {
  const Degrees degrees{4, 2, 2};
  const Layout layout = agents::testing::one_cell((1U << 21) + 77, degrees);
  expect_same(layout, {.seed = 3}, bass_preset(0.03, 0.38, degrees).rates, true);
}

}  // namespace
}  // namespace tidu::exec
