// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

namespace tidu::bench {

/// Median of five runs, in seconds.
double seconds(auto body) {
  std::vector<double> times;
  for (int i = 0; i < 5; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    body();
    times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  std::sort(times.begin(), times.end());
  return times[2];
}

/// Seconds of one call, the least of as many as fit into `enough` seconds: what disturbs only adds.
double least_seconds(double enough, auto&& body) {
  double best = 1e9;
  for (double all = 0; all < enough;) {
    const auto begin = std::chrono::steady_clock::now();
    body();
    const double now = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    best = std::min(best, now);
    all += now;
  }
  return best;
}

inline void line(const char* what, double value, const char* unit, const char* peer) {
  std::printf("%-52s %10.3f %-10s %s\n", what, value, unit, peer);
}

}  // namespace tidu::bench
