// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "app/checksum/kernels.h"
#include "exec/executors.h"

namespace {

/// The number behind an option, or `otherwise` without it.
int number_after(int count, char** words, std::string_view option, int otherwise) {
  char** const end = words + count;
  char** const found = std::find(words, end, option);
  return end - found > 1 ? std::atoi(found[1]) : otherwise;
}

}  // namespace

/// Prints what `tidu checksum --list` prints and takes the same words: [--threads N] [--shift N].
int main(int count, char** words) {
  const auto silent = tidu::exec::make_progress_sink(tidu::exec::ProgressMode::none, {});
  const tidu::exec::CancelToken never;
  tidu::exec::TbbExecutor executor(number_after(count, words, "--threads", 1), *silent, never);
  const auto shift = static_cast<std::size_t>(number_after(count, words, "--shift", 0));
  const tidu::checksum::Sums sums = tidu::checksum::run(executor, shift);
  for (const auto& [name, hash] : sums.kernels)
    std::printf("%s  %.*s\n", hash.c_str(), static_cast<int>(name.size()), name.data());
  std::printf("%s  combined\n", sums.combined.c_str());
  return std::fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
