// SPDX-License-Identifier: Apache-2.0
#include "app/checksum/kernels.h"

#include <algorithm>
#include <array>

#include "app/checksum/context.h"
#include "core/base/draws.h"

namespace tidu::checksum {
namespace {

constexpr std::uint64_t kSeed = 20240601;
constexpr std::size_t kLine = 64;  // bytes of a cache line

// The executor of a kernel: the stages inside kernels are no stages of the checksum.
class KernelExecutor final : public Executor {
 public:
  explicit KernelExecutor(Executor& executor) : executor_(executor) {}
  void for_blocks(std::size_t blocks, FunctionRef<void(std::size_t)> body) override {
    executor_.for_blocks(blocks, body);
  }
  bool cancelled() const noexcept override { return executor_.cancelled(); }
  void progress(std::string_view, std::uint64_t, std::uint64_t) noexcept override {}

 private:
  Executor& executor_;
};

}  // namespace

std::span<double> Context::array(std::size_t n) {
  std::vector<double>& owner = arrays_.emplace_back(n + 2 * kLine / sizeof(double));
  const auto address = reinterpret_cast<std::uintptr_t>(owner.data());
  const std::size_t to_line = (kLine - address % kLine) % kLine / sizeof(double);
  return std::span(owner).subspan(to_line + shift_, n);
}

std::span<double> Context::uniforms(std::size_t n, double low, double high) {
  const std::span<double> x = array(n);
  const Rng rng(kSeed);
  for (std::size_t i = 0; i < n; ++i) {
    x[i] =
        low + (high - low) *
                  uniform(rng, {.entity = draws_, .step = static_cast<std::uint32_t>(i), .purpose = Purpose::checksum});
  }
  ++draws_;
  return x;
}

std::span<double> Context::placed(std::span<const double> values) {
  const std::span<double> x = array(values.size());
  std::copy(values.begin(), values.end(), x.begin());
  return x;
}

Sums run(Executor& executor, std::size_t shift) {
  const std::array tables{math_rows(),       base_rows(),    measure_rows(),  index_rows(),
                          assessment_rows(), gap_rows(),     dynamics_rows(), space_rows(),
                          geography_rows(),  network_rows(), model_rows(),    diffusion_network_rows(),
                          adoption_rows(),   agents_rows(),  economy_rows()};
  std::size_t count = 0;
  for (const auto& table : tables) count += table.size();
  KernelExecutor inner(executor);
  Sums sums;
  Hash combined;
  for (const auto& table : tables) {
    for (const KernelRow& row : table) {
      Context context(inner, shift);
      row.run(context);
      if (executor.cancelled()) return {};
      sums.kernels.push_back({row.name, context.hash().str()});
      combined.add(row.name);
      combined.add(sums.kernels.back().hash);
      executor.progress("stage.checksum", sums.kernels.size(), count);
    }
  }
  sums.combined = combined.str();
  return sums;
}

}  // namespace tidu::checksum
