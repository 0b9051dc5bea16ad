// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <rapidcheck/gtest.h>

#include <cmath>
#include <filesystem>
#include <tuple>
#include <vector>

#include "core/measure/gaps/population.h"
#include "core/measure/support_test.h"

namespace tidu::measure::testing {

/// Average output and employment of eight places (golden 10).
inline const std::vector<double> kOutput{500, 400, 80, 60, 300, 250, 50, 40};
inline const std::vector<double> kPeople{100, 80, 90, 70, 120, 100, 80, 60};

/// 32 states of Mexico, income per head 1940 and 2000, five regions of Hanson 1998.
struct Mexico {
  std::vector<double> income_1940;
  std::vector<double> income_2000;
  std::vector<std::size_t> regions;
  GroupedValues by_region(const std::vector<double>& income) const { return {income, {}, regions, 5}; }
};

inline Mexico read_mexico(const std::filesystem::path& path) {
  auto columns = read_columns(path);
  Mexico out{columns["pcgdp1940"], columns["pcgdp2000"], {}};
  for (double region : columns["hanson98"]) out.regions.push_back(static_cast<std::size_t>(region) - 1);
  return out;
}

/// Groups written as lists, joined.
struct Joined {
  std::vector<double> x;
  std::vector<std::size_t> group_of;
  std::size_t groups = 0;
  GroupedValues values() const { return {x, {}, group_of, groups}; }
};

inline Joined joined(const std::vector<std::vector<double>>& groups) {
  Joined out;
  out.groups = groups.size();
  for (std::size_t g = 0; g < groups.size(); ++g) {
    out.x.insert(out.x.end(), groups[g].begin(), groups[g].end());
    out.group_of.insert(out.group_of.end(), groups[g].size(), g);
  }
  return out;
}

struct Case {
  std::vector<double> x;
  std::vector<double> weights;
  std::vector<std::size_t> groups;
  GroupedValues values() const { return {x, weights, groups, 4}; }
  /// Each value as often as its weight says.
  Case copies() const {
    Case out;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const auto times = static_cast<std::size_t>(weights[i]);
      out.x.insert(out.x.end(), times, x[i]);
      out.groups.insert(out.groups.end(), times, groups[i]);
      out.weights.insert(out.weights.end(), times, 1.0);
    }
    return out;
  }
  /// Another unit, the other way round.
  Case turned() const {
    Case out{{x.rbegin(), x.rend()}, {weights.rbegin(), weights.rend()}, {groups.rbegin(), groups.rend()}};
    for (double& v : out.x) v *= 0.3;
    return out;
  }
};

/// 1 or more values from `lowest` to 999 with whole weights from 1 to 4 and groups 0 to 3; ties are frequent.
inline rc::Gen<Case> cases(int lowest = 1) {
  const auto value = rc::gen::oneOf(rc::gen::inRange(lowest, 1000), rc::gen::inRange(lowest, lowest + 5));
  const auto row = rc::gen::tuple(value, rc::gen::inRange(1, 5), rc::gen::inRange(0, 4));
  const auto rows = rc::gen::nonEmpty(rc::gen::container<std::vector<std::tuple<int, int, int>>>(row));
  return rc::gen::suchThat(rc::gen::map(rows,
                                        [](const auto& all) {
                                          Case out;
                                          for (const auto& [x, weight, group] : all) {
                                            out.x.push_back(x);
                                            out.weights.push_back(weight);
                                            out.groups.push_back(static_cast<std::size_t>(group));
                                          }
                                          return out;
                                        }),
                           [](const Case& c) {
                             double total = 0;
                             for (const double x : c.x) total += x;
                             return total > 0;
                           });
}

inline bool near(double a, double b, double tolerance = 1e-12) { return std::fabs(a - b) <= tolerance; }

}  // namespace tidu::measure::testing
