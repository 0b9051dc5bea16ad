// SPDX-License-Identifier: Apache-2.0
#include "bench/scaling.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <vector>

#include "bench/timing.h"
#include "core/base/draws.h"
#include "core/measure/dynamics/kernel_density.h"
#include "core/measure/gaps/dagum.h"
#include "core/measure/gaps/inequality.h"
#include "core/measure/space/local.h"
#include "core/measure/space/moran.h"

namespace tidu::bench {
namespace {

std::vector<double> values(std::size_t n) {
  std::vector<double> x;
  for (std::size_t i = 0; i < n; ++i) x.push_back(1 + uniform(Rng(1), {.entity = i, .purpose = Purpose::test}));
  return x;
}

/// A grid of n cells, 50 a row, with common edges.
measure::SpatialWeights grid(std::size_t n) {
  constexpr std::size_t kColumns = 50;
  std::vector<measure::Link> links;
  for (std::size_t i = 0; i < n; ++i) {
    if ((i + 1) % kColumns != 0 && i + 1 < n) links.push_back({i, i + 1});
    if (i + kColumns < n) links.push_back({i, i + kColumns});
  }
  return *measure::SpatialWeights::contiguity(n, links, measure::IslandRule::error);
}

struct Measure {
  const char* name;
  const char* promise;                              ///< as its header says it
  double (*operations)(double n);                   ///< up to a factor
  std::function<void()> (*prepare)(std::size_t n);  ///< what is timed, its inputs made beforehand
};

double n_log_n(double n) { return n * std::log2(n); }
double linear(double n) { return n; }
// 999 draws over the four links of each region, and five passes over all others for its exact moments.
double draws_and_moments(double n) { return 999 * 4 * n + 5 * n * n; }

// Several samples in turn: sorting the same numbers again and again is learned by the processor.
class Samples {
 public:
  explicit Samples(std::size_t n) {
    const std::vector<double> all = values(n * kCount);
    for (std::size_t k = 0; k < kCount; ++k)
      samples_.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(k * n),
                            all.begin() + static_cast<std::ptrdiff_t>((k + 1) * n));
  }
  const std::vector<double>& next() { return samples_[used_++ % kCount]; }

 private:
  static constexpr std::size_t kCount = 32;
  std::vector<std::vector<double>> samples_;
  std::size_t used_ = 0;
};

const Measure kMeasures[] = {
    {"Gini", "O(n log n)", n_log_n,
     [](std::size_t n) -> std::function<void()> {
       return [x = Samples(n)]() mutable { static_cast<void>(measure::gini(x.next())); };
     }},
    {"Theil", "O(n)", linear,
     [](std::size_t n) -> std::function<void()> {
       return [x = values(n)] { static_cast<void>(measure::theil_t(x)); };
     }},
    {"Dagum, 10 groups", "O(n log n + n groups)", n_log_n,
     [](std::size_t n) -> std::function<void()> {
       std::vector<std::size_t> group(n);
       for (std::size_t i = 0; i < n; ++i) group[i] = i % 10;
       return [x = Samples(n), group]() mutable {
         static_cast<void>(measure::dagum({.values = x.next(), .weights = {}, .group_of = group, .groups = 10}));
       };
     }},
    {"Moran, 99 permutations", "O(permutations (n + links))", linear,
     [](std::size_t n) -> std::function<void()> {
       return
           [x = values(n), w = grid(n)] { static_cast<void>(measure::moran(x, w, {.permutations = 99, .seed = 1})); };
     }},
    {"Local Moran, 999 draws", "O(permutations links + n^2)", draws_and_moments,
     [](std::size_t n) -> std::function<void()> {
       return [x = values(n), w = grid(n)] {
         const View<const double, Region, Year> table(x.data(), {x.size(), 1});
         static_cast<void>(measure::local_moran(table, w, {.permutations = 999, .seed = 1}));
       };
     }},
    {"Kernel density, 512 points", "O(n points)", linear,
     [](std::size_t n) -> std::function<void()> {
       return [x = values(n)] { static_cast<void>(measure::density_on_grid(x)); };
     }},
};

constexpr std::size_t kSizes[] = {1000, 2000, 4000, 8000, 16000};

struct Curve {
  const Measure* measure;
  std::vector<double> times;
};

constexpr double kWidth = 640;
constexpr double kHeight = 400;

double x_of(double n) { return 60 + (std::log2(n / kSizes[0]) / 4) * (kWidth - 260); }
double y_of(double time) { return 20 + (0.5 - std::log10(time)) / 6.5 * (kHeight - 60); }

std::string format(const char* pattern, auto... parts) {
  char line[400];
  std::snprintf(line, sizeof line, pattern, parts...);
  return line;
}

std::string plot(const std::vector<Curve>& curves) {
  static constexpr const char* kColours[] = {"#0b5a91", "#d98200", "#2a8c5f", "#b0527f",
                                             "#56616b", "#7a4fb5", "#a33b3b"};
  std::string svg = format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" font-family=\"sans-serif\" "
      "font-size=\"12\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
      kWidth, kHeight);
  for (int power = -6; power <= 0; ++power) {
    const double y = y_of(std::pow(10, power));
    svg += format("<line x1=\"60\" x2=\"%.0f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#d9dfe3\"/>", kWidth - 200, y, y);
    svg += format("<text x=\"54\" y=\"%.1f\" text-anchor=\"end\">%g s</text>\n", y + 4, std::pow(10, power));
  }
  for (const std::size_t n : kSizes)
    svg += format("<text x=\"%.1f\" y=\"%.0f\" text-anchor=\"middle\">%zu</text>\n", x_of(static_cast<double>(n)),
                  kHeight - 20, n);
  svg += format("<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"end\">regions</text>\n", kWidth - 200, kHeight - 4);
  std::vector<double> label_y;
  for (std::size_t c = 0; c < curves.size(); ++c) {
    const auto& [measure, times] = curves[c];
    const char* colour = kColours[c % std::size(kColours)];
    std::string path;
    for (std::size_t i = 0; i < times.size(); ++i)
      path += format("%s%.1f %.1f", i == 0 ? "M" : "L", x_of(static_cast<double>(kSizes[i])), y_of(times[i]));
    svg += format("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", path.c_str(), colour);
    const auto first = static_cast<double>(kSizes[0]);
    const auto last = static_cast<double>(*std::rbegin(kSizes));
    const double promised = times.front() * measure->operations(last) / measure->operations(first);
    svg += format("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-dasharray=\"4 4\"/>\n",
                  x_of(first), y_of(times.front()), x_of(last), y_of(promised), colour);
    double y = y_of(times.back()) + 4;
    for (bool moved = true; moved;) {
      moved = false;
      for (const double other : label_y) {
        if (std::fabs(other - y) < 14) y = other + 14, moved = true;
      }
    }
    label_y.push_back(y);
    svg += format("<text x=\"%.0f\" y=\"%.1f\" fill=\"%s\">%s</text>\n", kWidth - 192, y, colour, measure->name);
  }
  return svg + "</svg>\n";
}

}  // namespace

std::string scaling() {
  std::vector<Curve> curves;
  std::printf("\nWhat doubling the number of regions costs, one core (in brackets what the complexity promises)\n");
  for (const Measure& measure : kMeasures) {
    Curve curve{&measure, {}};
    std::string line;
    for (const std::size_t n : kSizes) {
      curve.times.push_back(least_seconds(0.2, measure.prepare(n)));
      const auto now = static_cast<double>(n);
      if (curve.times.size() > 1) {
        line += format("  %.2f (%.2f)", curve.times.back() / curve.times[curve.times.size() - 2],
                       measure.operations(now) / measure.operations(now / 2));
      }
    }
    std::printf("%-28s %-28s %8.2f us at %zu:%s\n", measure.name, measure.promise, 1e6 * curve.times.front(), kSizes[0],
                line.c_str());
    curves.push_back(std::move(curve));
  }
  return plot(curves);
}

}  // namespace tidu::bench
