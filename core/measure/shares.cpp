// SPDX-License-Identifier: Apache-2.0
#include "core/measure/shares.h"

#include <algorithm>

#include "core/base/sum.h"
#include "core/measure/checks.h"

namespace tidu::measure {

Result<TopShare> top_share(std::span<const double> values, std::span<const double> key, std::size_t k) {
  const std::size_t n = values.size();
  if (n == 0 || key.size() != n) {
    return refuse(ErrorCode::shape, "measure.shares.shape", "measure.shares.shape.hint", n, key.size());
  }
  if (k < 1 || k > n) return refuse(ErrorCode::domain, "measure.shares.count", "measure.shares.count.hint", k, n);
  if (const std::size_t bad = std::min(first_not_finite(values), first_not_finite(key)); bad < n) {
    return refuse(ErrorCode::domain, "measure.shares.not_finite", "measure.shares.not_finite.hint", bad + 1);
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (values[i] < 0) {
      return refuse(ErrorCode::domain, "measure.shares.negative", "measure.shares.negative.hint", i + 1, values[i]);
    }
  }
  const double total = sum(values);
  if (!(total > 0)) return refuse(ErrorCode::domain, "measure.shares.zero_sum", "measure.shares.zero_sum.hint");

  TopShare out;
  std::vector<std::size_t> order(n);
  for (std::size_t i = 0; i < n; ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [key](std::size_t a, std::size_t b) {
    if (key[a] != key[b]) return key[a] > key[b];
    return a < b;
  });
  out.members.assign(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(k));
  out.tied = k < n && key[order[k - 1]] == key[order[k]];
  std::vector<double> top;
  for (std::size_t i : out.members) top.push_back(values[i]);
  out.amount = sum(top);
  out.share = std::min(1.0, out.amount / total);
  return out;
}

Result<AboveMeanByGroup> share_above_mean(std::span<const double> values, std::span<const std::size_t> group_of,
                                          std::size_t groups) {
  if (values.empty() || group_of.size() != values.size()) {
    return refuse(ErrorCode::shape, "measure.shares.shape", "measure.shares.shape.hint", values.size(),
                  group_of.size());
  }
  if (const std::size_t bad = first_not_finite(values); bad < values.size()) {
    return refuse(ErrorCode::domain, "measure.shares.not_finite", "measure.shares.not_finite.hint", bad + 1);
  }
  AboveMeanByGroup out;
  out.mean = mean(values);
  out.groups.resize(groups);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (group_of[i] >= groups) {
      return refuse(ErrorCode::domain, "measure.shares.group_unknown", "measure.shares.group_unknown.hint", i + 1,
                    group_of[i], groups);
    }
    AboveMean& group = out.groups[group_of[i]];
    ++group.members;
    group.above += values[i] > out.mean ? 1U : 0U;
  }
  for (AboveMean& group : out.groups) {
    if (group.members > 0) group.share = static_cast<double>(group.above) / static_cast<double>(group.members);
  }
  return out;
}

}  // namespace tidu::measure
