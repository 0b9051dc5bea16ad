// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <span>
#include <vector>

#include "app/checksum/hash.h"
#include "core/base/executor.h"
#include "core/base/result.h"

namespace tidu::checksum {

/// What a kernel works with: inputs that depend on nothing but their order, placed at the wanted alignment, and its
/// hash.
class Context {
 public:
  Context(Executor& executor, std::size_t shift) : executor_(executor), shift_(shift % 8) {}

  Executor& executor() { return executor_; }
  Hash& hash() { return hash_; }
  /// How many results were errors: kernels are meant to have none.
  int failures() const { return failures_; }

  /// An array of n zeros at the wanted alignment; lives as long as the context.
  std::span<double> array(std::size_t n);
  /// n numbers, uniform on (low, high): the same for the same position among the kernel's calls.
  std::span<double> uniforms(std::size_t n, double low = 0, double high = 1);
  /// The same values at the wanted alignment.
  std::span<double> placed(std::span<const double> values);

  /// The value of a result, or its error; the hash tells which it was. `use` hashes the value.
  template <class T, class Use>
  void add(const Result<T>& result, Use&& use) {
    hash_.add(std::uint64_t{result.has_value()});
    if (result) {
      use(*result);
    } else {
      hash_.add(result.error().message.key);
      ++failures_;
    }
  }
  void add(const Result<double>& result) {
    add(result, [this](double value) { hash_.add(value); });
  }

 private:
  Executor& executor_;
  std::size_t shift_;
  std::uint64_t draws_ = 0;
  int failures_ = 0;
  std::list<std::vector<double>> arrays_;
  Hash hash_;
};

/// A row of a kernel table.
struct KernelRow {
  std::string_view name;
  void (*run)(Context&);
};

std::span<const KernelRow> math_rows();
std::span<const KernelRow> base_rows();
std::span<const KernelRow> measure_rows();
std::span<const KernelRow> index_rows();
std::span<const KernelRow> assessment_rows();
std::span<const KernelRow> gap_rows();
std::span<const KernelRow> dynamics_rows();
std::span<const KernelRow> network_rows();
std::span<const KernelRow> space_rows();
std::span<const KernelRow> geography_rows();
std::span<const KernelRow> model_rows();
std::span<const KernelRow> diffusion_network_rows();
std::span<const KernelRow> adoption_rows();
std::span<const KernelRow> agents_rows();
std::span<const KernelRow> economy_rows();

}  // namespace tidu::checksum
