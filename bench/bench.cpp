// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "bench/adoption_map.h"
#include "bench/csv.h"
#include "bench/dynamics.h"
#include "bench/gaps.h"
#include "bench/network.h"
#include "bench/robustness.h"
#include "bench/scaling.h"
#include "bench/space.h"
#include "bench/timing.h"
#include "bench/workbook.h"
#include "core/base/draws.h"
#include "core/base/math.h"
#include "core/measure/space/moran.h"
#include "core/simulate/ensemble.h"
#include "exec/executors.h"

namespace {

using namespace tidu;
using bench::line;
using bench::seconds;

/// A grid of 50 x 60 cells with common edges, as in the comparisons of spdep and esda.
void moran(Executor& executor, const char* threads) {
  constexpr std::size_t kRows = 50;
  constexpr std::size_t kColumns = 60;
  std::vector<measure::Link> links;
  std::vector<double> x;
  for (std::size_t i = 0; i < kRows * kColumns; ++i) {
    if ((i + 1) % kColumns != 0) links.push_back({i, i + 1});
    if (i + kColumns < kRows * kColumns) links.push_back({i, i + kColumns});
    x.push_back(normal(Rng(1), {.entity = i, .purpose = Purpose::test}));
  }
  const auto weights = measure::SpatialWeights::contiguity(x.size(), links, measure::IslandRule::error);
  const double time =
      seconds([&] { static_cast<void>(measure::moran(x, *weights, {.permutations = 9999, .seed = 1}, executor)); });
  line(threads, time, "s", "target 0.2 s; esda 0.43 s, spdep 7.80 s (one core)");
}

double sink = 0;

void mathematics() {
  std::vector<double> x(1'000'000);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = -20 + 40e-6 * static_cast<double>(i);
  const auto per_call = [&x](auto f) {
    return 1e9 / static_cast<double>(x.size()) * seconds([&] {
             for (const double v : x) sink += f(v);
           });
  };
  const double own = per_call([](double v) { return math::exp(v); });
  char peer[64];
  std::snprintf(peer, sizeof peer, "glibc %.1f ns", per_call([](double v) { return std::exp(v); }));
  line("exp, the same bits everywhere", own, "ns", peer);
  const double own_erf = per_call([](double v) { return math::erf(v); });
  std::snprintf(peer, sizeof peer, "glibc %.1f ns", per_call([](double v) { return std::erf(v); }));
  line("erf, the same bits everywhere", own_erf, "ns", peer);
}

template <class Field>
std::vector<Range> ranges(std::span<const Option<Field>> options) {
  std::vector<Range> out;
  for (const auto& option : options) out.push_back({option.record.low, option.record.high});
  return out;
}

/// 31 regions in a ring, 200 members, 6 scenarios, to 2035 by quarters.
void ensemble(Executor& executor) {
  constexpr std::size_t kRegions = 31;
  const std::vector<double> people(kRegions, 1.0);
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t r = 0; r < kRegions; ++r) pairs.emplace_back(r, (r + 1) % kRegions);
  const diffusion::RegionLinks links = diffusion::make_links(pairs, people);
  simulate::Assumptions assumptions{.process = ranges(diffusion::process_options()),
                                    .spread = ranges(diffusion::spread_options()),
                                    .levers = ranges(diffusion::lever_options()),
                                    .region_effect = std::vector<double>(kRegions),
                                    .region_error = std::vector<double>(kRegions, 0.1),
                                    .population_share = links.share,
                                    .seed = 1};
  std::vector<simulate::ParameterDraw> members;
  for (std::uint64_t i = 0; i < 200; ++i) members.push_back(simulate::draw_parameters(assumptions, i));
  const simulate::Schedule training{{.strength = 1,
                                     .cells = std::vector<std::uint8_t>(kRegions * diffusion::kGroups, 1),
                                     .first_year = simulate::SimulateOptions{}.policy_year,
                                     .last_year = simulate::SimulateOptions{}.last_year}};
  const std::vector<simulate::Schedule> scenarios{{}, training, training, training, training, training};
  const double time = seconds(
      [&] { static_cast<void>(simulate::run_ensemble({links, assumptions, members, scenarios, {}}, executor)); });
  line("ensemble: 200 draws x 6 scenarios x 31 regions x 5 groups", time, "s", "");
}

void reading() {
  const auto file = std::filesystem::temp_directory_path() / ("tidu-bench-" + std::to_string(getpid()) + ".csv");
  bench::write_csv(file, 1'000'000);
  char peer[80];
  const double plain = seconds([&file] { sink += bench::read_csv_plainly(file); });
  std::snprintf(peer, sizeof peer, "getline and stod, nothing checked: %.2f s", plain);
  line("reading CSV of 1,000,000 rows x 10 columns", seconds([&file] { sink += bench::read_csv(file); }), "s", peer);
  std::filesystem::remove(file);
}

}  // namespace

// With a file name: the plot of bench/scaling.h is written there.
int main(int argc, char** argv) {
  exec::CancelToken token;
  const auto silence = exec::make_progress_sink(exec::ProgressMode::none, {});
  {
    exec::TbbExecutor one(1, *silence, token);  // on its own: oneTBB holds to the smallest limit that is alive
    moran(one, "Moran's I, n = 3,000, 9,999 permutations, 1 thread");
    bench::space(one);
    line("robustness: 10,000 replicates of a 51 x 49 index, 1 thread",
         seconds([&one] { sink += bench::make_replicates(10'000, one); }), "s",
         "COINr 840 s (50.4 s for 600, without intervals of the indices)");
  }
  exec::TbbExecutor two(2, *silence, token);
  moran(two, "Moran's I, n = 3,000, 9,999 permutations, 2 threads");
  bench::gaps();
  bench::dynamics();
  bench::network();
  bench::adoption_map();
  mathematics();
  ensemble(two);
  reading();
  const std::string workbook = bench::workbook_bytes(50'000, 10);
  line("reading a workbook of 50,000 rows x 10 columns",
       seconds([&workbook] { sink += bench::read_workbook(workbook); }), "s", "");
  const std::string plot = tidu::bench::scaling();
  if (argc > 1) std::ofstream(argv[1]) << plot;
  return sink == 0.5 ? 1 : 0;
}
