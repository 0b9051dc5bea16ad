// SPDX-License-Identifier: Apache-2.0
#include <cuda_runtime.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/rng.h"
#include "core/diffusion/agents/round.h"
#include "exec/cuda/cuda_agents.h"

namespace tidu::exec {

using namespace diffusion;
using namespace diffusion::agents;

namespace {

/// An array on the device.
template <class T>
class OnDevice {
 public:
  OnDevice() = default;
  explicit OnDevice(std::size_t size) : size_(size) {
    if (size > 0) cudaMalloc(reinterpret_cast<void**>(&data_), size * sizeof(T));
  }
  explicit OnDevice(const std::vector<T>& values) : OnDevice(values.size()) { upload(values.data()); }
  ~OnDevice() { cudaFree(data_); }
  OnDevice(OnDevice&& other) noexcept : data_(std::exchange(other.data_, nullptr)), size_(other.size_) {}
  OnDevice& operator=(OnDevice&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  T* data() const { return data_; }
  std::size_t size() const { return size_; }
  void upload(const T* values) { cudaMemcpy(data_, values, size_ * sizeof(T), cudaMemcpyHostToDevice); }
  void download(T* values) const { cudaMemcpy(values, data_, size_ * sizeof(T), cudaMemcpyDeviceToHost); }
  void clear() { cudaMemset(data_, 0, size_ * sizeof(T)); }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

using Count = unsigned long long;  // what atomicAdd knows of 64 bits

/// A domain of a matching, flat: its ranges are range[first_range] ... range[last_range - 1].
struct FlatDomain {
  FeistelKey key;
  std::uint32_t first_range;
  std::uint32_t last_range;
};

/// Agents begin ... of a range stand at positions first ...
struct FlatRange {
  std::uint32_t begin;
  std::uint32_t first;
};

/// What the kernels read and write; pointers to the device's memory.
struct World {
  std::uint64_t agents;
  std::uint32_t cells;
  std::uint32_t matchings;
  std::uint8_t* state;
  std::uint8_t* contacts;           ///< null in mean field
  const CellTable* tables;          ///< by cell
  const std::uint64_t* cell_begin;  ///< cells + 1
  const std::uint32_t* cell_region;
  const std::uint8_t* cell_group;
  const std::uint32_t* tile_cell;  ///< cell of each tile's first agent
  const Place* places;             ///< matching x cell
  const FlatDomain* domains;
  const std::uint32_t* first_domain;  ///< of each matching, in `domains`
  const FlatRange* ranges;
  const std::uint8_t* matching_layer;
  const std::uint64_t* matching_key;
  Count* counts;           ///< cell x stage
  Count* leaders;          ///< by region
  Count* leaders_seen;     ///< by region; differences as two's complement
  std::uint32_t* changed;  ///< agents whom others see begin or cease
  std::uint32_t* changed_cell;
  Count* changes;  ///< how many
};

struct ArrivalTable {
  std::uint32_t threshold[kLayers][8];
  std::uint32_t unit[kLayers];  ///< what a contact of the layer adds
};

constexpr unsigned kThreads = 256;

__device__ void add(Count* where, long long what) { atomicAdd(where, static_cast<Count>(what)); }

/// Moves one agent; notes what it changes. `local` are the block's own counts of its first cell.
__device__ void move_agent(const World& world, const StepRule& rule, std::uint32_t cell, std::uint64_t agent,
                           std::uint8_t state, std::uint8_t result, std::uint32_t own_cell, int* local) {
  const std::uint8_t from = state & kStageMask;
  const std::uint8_t to = result & kStageMask;
  if (cell == own_cell) {
    atomicSub(&local[from], 1);
    atomicAdd(&local[to], 1);
  } else {
    add(&world.counts[std::uint64_t{cell} * kStages + from], -1);
    add(&world.counts[std::uint64_t{cell} * kStages + to], 1);
  }
  if (((state ^ result) & kSeen) == 0) return;
  if ((state & kLeader) != 0) add(&world.leaders_seen[world.cell_region[cell]], (result & kSeen) != 0 ? 1 : -1);
  const Count place = atomicAdd(world.changes, Count{1});
  world.changed[place] = static_cast<std::uint32_t>(agent);
  world.changed_cell[place] = cell;
}

/// A thread has the sixteen agents of one call of the generator: four times four that lie side by side.
__global__ void sweep(World world, StepRule rule) {
  __shared__ int local[kStages];
  if (threadIdx.x < kStages) local[threadIdx.x] = 0;
  __syncthreads();
  const std::uint64_t thread = std::uint64_t{blockIdx.x} * kThreads + threadIdx.x;
  const std::uint64_t tile = thread / 16;
  const auto lane = static_cast<std::uint32_t>(thread % 16);
  const std::uint32_t own_cell = world.tile_cell[std::uint64_t{blockIdx.x} * kThreads / 16];
  if (tile * kTileAgents < world.agents) {
    const philox::Words words = upper_bits(rule, tile, lane);
    std::uint32_t cell = world.tile_cell[tile];
    for (std::uint32_t k = 0; k < 4; ++k) {
      const std::uint64_t first = tile * kTileAgents + 64 * k + 4 * lane;
      std::uint32_t states = *reinterpret_cast<const std::uint32_t*>(world.state + first);
      const std::uint32_t codes =
          world.contacts != nullptr ? *reinterpret_cast<const std::uint32_t*>(world.contacts + first) : 0;
      const std::uint32_t before = states;
      for (std::uint32_t b = 0; b < 4; ++b) {
        const std::uint64_t agent = first + b;
        if (agent >= world.agents) break;
        while (agent >= world.cell_begin[cell + 1]) ++cell;
        const auto state = static_cast<std::uint8_t>(states >> (8 * b));
        const std::uint8_t result =
            moved(rule, world.tables[cell], agent, state, static_cast<std::uint8_t>(codes >> (8 * b)),
                  static_cast<std::uint8_t>(words.word[k] >> (8 * b)));
        if (result == state) continue;
        states ^= static_cast<std::uint32_t>(state ^ result) << (8 * b);
        move_agent(world, rule, cell, agent, state, result, own_cell, local);
      }
      if (states != before) *reinterpret_cast<std::uint32_t*>(world.state + first) = states;
    }
  }
  __syncthreads();
  if (threadIdx.x < kStages && local[threadIdx.x] != 0)
    add(&world.counts[std::uint64_t{own_cell} * kStages + threadIdx.x], local[threadIdx.x]);
}

__device__ std::uint32_t walk(const FeistelKey& key, std::uint32_t x, bool back) {
  do {
    x = back ? feistel_back(key, x) : feistel(key, x);
  } while (x >= key.size);
  return x;
}

/// A thread has one change and one matching. The four counts of a word are added to at once: none can overflow or
/// fall below zero on the way, since whoever leaves was counted before.
__global__ void push(World world, ArrivalTable arrival, Count changes) {
  const std::uint64_t thread = std::uint64_t{blockIdx.x} * kThreads + threadIdx.x;
  const auto m = static_cast<std::uint32_t>(thread / changes);
  if (m >= world.matchings) return;
  const std::uint64_t k = thread % changes;
  const std::uint32_t agent = world.changed[k];
  const std::uint32_t cell = world.changed_cell[k];
  const Place place = world.places[std::uint64_t{m} * world.cells + cell];
  const FlatDomain& domain = world.domains[world.first_domain[m] + place.domain];
  const auto rank = static_cast<std::uint32_t>(agent - world.cell_begin[cell]);
  std::uint32_t position = walk(domain.key, place.first + rank, false) ^ 1U;
  if (position >= domain.key.size) return;
  position = walk(domain.key, position, true);
  std::uint32_t range = domain.first_range;
  for (std::uint32_t last = domain.last_range; range + 1 < last;) {
    const std::uint32_t middle = (range + last) / 2;
    if (world.ranges[middle].first <= position) {
      range = middle;
    } else {
      last = middle;
    }
  }
  const std::uint32_t mate = world.ranges[range].begin + (position - world.ranges[range].first);
  const std::uint8_t layer = world.matching_layer[m];
  const int own = world.state[mate] >> kGroupShift & kGroupMask;
  const int distance = abs(own - static_cast<int>(world.cell_group[cell]));
  const std::uint32_t threshold = arrival.threshold[layer][distance];
  if (threshold != kCertain && trait_of(world.matching_key[m], mate) >= threshold) return;
  const std::uint32_t one = arrival.unit[layer] << (8 * (mate & 3U));
  auto* word = reinterpret_cast<std::uint32_t*>(world.contacts + (mate & ~3U));
  if ((world.state[agent] & kSeen) != 0) {
    atomicAdd(word, one);
  } else {
    atomicSub(word, one);
  }
}

__global__ void start_agents(World world, std::uint8_t stage, std::uint32_t leader, std::uint64_t key) {
  const std::uint64_t agent = std::uint64_t{blockIdx.x} * kThreads + threadIdx.x;
  if (agent >= world.agents) return;
  std::uint32_t cell = world.tile_cell[agent / kTileAgents];
  while (agent >= world.cell_begin[cell + 1]) ++cell;
  const bool leads = leader > 0 && trait_of(key, agent) < leader;
  if (leads) add(&world.leaders[world.cell_region[cell]], 1);
  world.state[agent] = static_cast<std::uint8_t>(stage | world.cell_group[cell] << kGroupShift | (leads ? kLeader : 0));
}

constexpr unsigned kHashBlocks = 4096;

__global__ void sum_hashes(World world, Count* sum) {
  Count own = 0;
  for (std::uint64_t agent = std::uint64_t{blockIdx.x} * kThreads + threadIdx.x; agent < world.agents;
       agent += std::uint64_t{kHashBlocks} * kThreads) {
    const std::uint64_t contacts = world.contacts != nullptr ? world.contacts[agent] : 0;
    own += philox::hash64(agent, world.state[agent] | contacts << 8);
  }
  atomicAdd(sum, own);
}

unsigned grid(std::uint64_t threads) { return static_cast<unsigned>((threads + kThreads - 1) / kThreads); }

/// Domains of all matchings in three flat arrays.
struct FlatMatchings {
  std::vector<Place> places;
  std::vector<FlatDomain> domains;
  std::vector<std::uint32_t> first_domain;
  std::vector<FlatRange> ranges;
  std::vector<std::uint8_t> layer;
  std::vector<std::uint64_t> key;
};

FlatMatchings flattened(const Layout& layout, std::uint64_t seed) {
  FlatMatchings flat;
  for (std::size_t m = 0; m < layout.matchings(); ++m) {
    std::uint32_t domains = 0;
    for (std::size_t c = 0; c < layout.cells().size(); ++c) {
      flat.places.push_back(layout.place(m, c));
      domains = std::max(domains, layout.place(m, c).domain + 1);
    }
    flat.first_domain.push_back(static_cast<std::uint32_t>(flat.domains.size()));
    for (std::uint32_t d = 0; d < domains; ++d) {
      const Domain& domain = layout.domain(m, d);
      const auto first = static_cast<std::uint32_t>(flat.ranges.size());
      for (std::size_t r = 0; r < domain.ranges().size(); ++r)
        flat.ranges.push_back(
            {static_cast<std::uint32_t>(domain.ranges()[r].begin), static_cast<std::uint32_t>(domain.first(r))});
      flat.domains.push_back({layout.keys(m)[d], first, static_cast<std::uint32_t>(flat.ranges.size())});
    }
    flat.layer.push_back(static_cast<std::uint8_t>(layout.layer(m)));
    flat.key.push_back(edge_trait_key(seed, m));
  }
  return flat;
}

}  // namespace

struct CudaAgents::Device {
  const Layout& layout;
  AgentSettings settings;
  Census census;
  std::vector<CellTable> tables;
  Count changes = 0;
  ArrivalTable arrival{};
  World world{};

  OnDevice<std::uint8_t> state, contacts, cell_group, matching_layer;
  OnDevice<CellTable> device_tables;
  OnDevice<std::uint64_t> cell_begin, matching_key;
  OnDevice<std::uint32_t> cell_region, tile_cell, first_domain, changed, changed_cell;
  OnDevice<Place> places;
  OnDevice<FlatDomain> domains;
  OnDevice<FlatRange> ranges;
  OnDevice<Count> counts, leaders, leaders_seen, change_count;

  Device(const Layout& of, const AgentSettings& with, bool with_contacts);
  void lay_out_cells();
  void lay_out_matchings();
  void sweep_all(Purpose purpose, std::uint32_t number, TableOf table, Executor& executor);
};

CudaAgents::Device::Device(const Layout& of, const AgentSettings& with, bool with_contacts)
    : layout(of), settings(with), census(of), tables(of.cells().size()) {
  const std::size_t padded = padded_agents(of);
  state = OnDevice<std::uint8_t>(padded);
  contacts = OnDevice<std::uint8_t>(with_contacts ? padded : 0);
  device_tables = OnDevice<CellTable>(tables.size());
  counts = OnDevice<Count>(tables.size() * kStages);
  leaders = OnDevice<Count>(of.regions());
  leaders_seen = OnDevice<Count>(of.regions());
  change_count = OnDevice<Count>(1);
  changed = OnDevice<std::uint32_t>(of.agents());
  changed_cell = OnDevice<std::uint32_t>(of.agents());
  world = {.agents = of.agents(),
           .cells = static_cast<std::uint32_t>(tables.size()),
           .matchings = static_cast<std::uint32_t>(of.matchings()),
           .state = state.data(),
           .contacts = contacts.data(),
           .tables = device_tables.data(),
           .counts = counts.data(),
           .leaders = leaders.data(),
           .leaders_seen = leaders_seen.data(),
           .changed = changed.data(),
           .changed_cell = changed_cell.data(),
           .changes = change_count.data()};
  const Arrivals arrivals = arrivals_of(settings);
  const ContactUnits units = contact_units(of.degrees());
  for (std::size_t l = 0; l < kLayers; ++l) {
    std::copy(arrivals[l].begin(), arrivals[l].end(), arrival.threshold[l]);
    arrival.unit[l] = units[l];
  }
  lay_out_cells();
  lay_out_matchings();
}

void CudaAgents::Device::lay_out_cells() {
  std::vector<std::uint64_t> begin;
  std::vector<std::uint32_t> region;
  std::vector<std::uint8_t> group;
  std::vector<std::uint32_t> tile(padded_agents(layout) / kTileAgents);
  for (std::size_t c = 0; c < layout.cells().size(); ++c) {
    const Range range = layout.range(c);
    begin.push_back(range.begin);
    region.push_back(layout.cells()[c].region);
    group.push_back(layout.cells()[c].group);
    for (std::uint64_t t = (range.begin + kTileAgents - 1) / kTileAgents; t * kTileAgents < range.end; ++t)
      tile[t] = static_cast<std::uint32_t>(c);
  }
  begin.push_back(layout.agents());
  cell_begin = OnDevice<std::uint64_t>(begin);
  cell_region = OnDevice<std::uint32_t>(region);
  cell_group = OnDevice<std::uint8_t>(group);
  tile_cell = OnDevice<std::uint32_t>(tile);
  world.cell_begin = cell_begin.data();
  world.cell_region = cell_region.data();
  world.cell_group = cell_group.data();
  world.tile_cell = tile_cell.data();
}

void CudaAgents::Device::lay_out_matchings() {
  const FlatMatchings flat = flattened(layout, settings.seed);
  places = OnDevice<Place>(flat.places);
  domains = OnDevice<FlatDomain>(flat.domains);
  first_domain = OnDevice<std::uint32_t>(flat.first_domain);
  ranges = OnDevice<FlatRange>(flat.ranges);
  matching_layer = OnDevice<std::uint8_t>(flat.layer);
  matching_key = OnDevice<std::uint64_t>(flat.key);
  world.places = places.data();
  world.domains = domains.data();
  world.first_domain = first_domain.data();
  world.ranges = ranges.data();
  world.matching_layer = matching_layer.data();
  world.matching_key = matching_key.data();
}

void CudaAgents::Device::sweep_all(Purpose purpose, std::uint32_t number, TableOf table, Executor& executor) {
  constexpr std::size_t kCells = 256;
  executor.for_blocks((tables.size() + kCells - 1) / kCells, [&](std::size_t block) {
    const std::size_t end = std::min(tables.size(), (block + 1) * kCells);
    for (std::size_t c = block * kCells; c < end; ++c) {
      if (layout.cells()[c].agents > 0) table(c, tables[c]);
    }
  });
  device_tables.upload(tables.data());
  change_count.clear();
  sweep<<<grid(padded_agents(layout) / 16), kThreads>>>(world, step_rule(settings, purpose, number));
  change_count.download(&changes);
  if (world.contacts != nullptr && changes > 0 && world.matchings > 0)
    push<<<grid(changes * world.matchings), kThreads>>>(world, arrival, changes);
  static_assert(sizeof(StageCounts) == kStages * sizeof(Count));
  counts.download(reinterpret_cast<Count*>(census.cells.data()));
  leaders_seen.download(reinterpret_cast<Count*>(census.leaders_seen.data()));
  census.count_discontinuers(layout);
}

CudaAgents::CudaAgents() = default;
CudaAgents::~CudaAgents() = default;

Result<std::unique_ptr<CudaAgents>> CudaAgents::make(const Layout& layout, const AgentSettings& settings,
                                                     bool with_contacts) {
  int devices = 0;
  if (cudaGetDeviceCount(&devices) != cudaSuccess || devices == 0)
    return failure(ErrorCode::missing, text("exec.cuda.none"), text("exec.cuda.none.hint"));
  std::size_t free = 0;
  std::size_t total = 0;
  cudaMemGetInfo(&free, &total);
  const std::uint64_t each = (with_contacts ? 2 : 1) + 2 * sizeof(std::uint32_t);  // and the list of changes
  const std::uint64_t spare = (std::uint64_t{layout.cells().size()} * sizeof(CellTable)) + (std::uint64_t{256} << 20);
  if (layout.agents() * each + spare > free) {
    return failure(ErrorCode::limit,
                   text("exec.cuda.memory", layout.agents(), free > spare ? (free - spare) / each : 0),
                   text("exec.cuda.memory.hint"));
  }
  std::unique_ptr<CudaAgents> agents(new CudaAgents);
  agents->device_ = std::make_unique<Device>(layout, settings, with_contacts);
  return agents;
}

void CudaAgents::start(Stage stage) {
  Device& d = *device_;
  d.census.start(d.layout, stage);
  d.contacts.clear();
  d.leaders.clear();
  d.leaders_seen.clear();
  d.counts.upload(reinterpret_cast<const Count*>(d.census.cells.data()));
  start_agents<<<grid(d.world.agents), kThreads>>>(d.world, static_cast<std::uint8_t>(stage),
                                                   threshold_of(d.settings.leader_share),
                                                   leader_trait_key(d.settings.seed));
  d.leaders.download(reinterpret_cast<Count*>(d.census.leaders.data()));
}

void CudaAgents::seed_adopters(FunctionRef<double(std::size_t)> share, Executor& executor) {
  const auto table = [&](std::size_t cell, CellTable& out) { set_seed_table(share(cell), out); };
  device_->sweep_all(Purpose::agent_trait, 0, table, executor);
}

void CudaAgents::step(std::uint32_t number, TableOf table, Executor& executor) {
  device_->sweep_all(Purpose::agent_step, device_->settings.fixed_draws ? 0 : number, table, executor);
}

std::span<const StageCounts> CudaAgents::counts() const { return device_->census.cells; }
Surroundings CudaAgents::surroundings(std::size_t region) const { return device_->census.surroundings(region); }
std::uint64_t CudaAgents::changes() const { return device_->changes; }

std::uint64_t CudaAgents::checksum() const {
  OnDevice<Count> sum(1);
  sum.clear();
  sum_hashes<<<kHashBlocks, kThreads>>>(device_->world, sum.data());
  Count result = 0;
  sum.download(&result);
  return result;
}

std::string CudaAgents::trouble() const {
  const cudaError_t error = cudaDeviceSynchronize();
  return error == cudaSuccess ? std::string() : cudaGetErrorString(error);
}

std::string CudaAgents::device_name() {
  cudaDeviceProp properties{};
  return cudaGetDeviceProperties(&properties, 0) == cudaSuccess ? properties.name : std::string();
}

}  // namespace tidu::exec
