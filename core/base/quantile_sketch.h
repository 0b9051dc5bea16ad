// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tidu {

/// Quantiles of a stream whose values are not kept, with a guaranteed rank error.   [Greenwald & Khanna 2001, SIGMOD]
/// A summary of values v_i with g_i = least rank(v_i) - least rank(v_(i-1)) and D_i = what is not known of the rank of
/// v_i, held to g_i + D_i <= 2 error n. It depends on the order of the values: feed it in an order of the problem's.
/// Memory  O(log(error n) / error) entries in the worst case, some 1 / error in practice, whatever n is.
/// Up to 1 / (2 error) values it keeps them all, and quantiles are exact order statistics.
class QuantileSketch {
 public:
  /// error  in (0, 0.5]: of ranks, as a share of the values
  explicit QuantileSketch(double error = 0.001);

  /// value  finite. cost O(log entries) to find its place, and entries / (error n) to put it there in the mean.
  void add(double value);

  std::uint64_t count() const { return count_; }
  std::size_t entries() const { return entries_.size() + pending_.size(); }

  /// One of the values seen, whose rank is within error n of p n (rounded up, at least 1).
  /// p  in [0, 1]; at least one value has been added.
  double quantile(double p) const;

 private:
  struct Entry {
    double value = 0;
    std::uint64_t gap = 0;    // g
    std::uint64_t loose = 0;  // D
  };
  std::vector<Entry> merged() const;
  void compress(std::vector<Entry>& entries) const;

  double error_;
  std::uint64_t count_ = 0;
  std::vector<Entry> entries_;
  std::vector<double> pending_;  // not yet put in their places, in the order in which they came
};

}  // namespace tidu
