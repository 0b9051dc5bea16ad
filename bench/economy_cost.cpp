// SPDX-License-Identifier: Apache-2.0
#include "bench/economy_cost.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <initializer_list>
#include <vector>

#include "app/checksum/economy_years.h"
#include "bench/timing.h"
#include "core/economy/equilibrium.h"

namespace tidu::bench {
namespace {

struct Size {
  std::size_t regions, sectors, years;
};

struct Point {
  Size size;
  double growing;  ///< the one of the three that grows
  double time;
  std::size_t sweeps;
};

struct Series {
  const char* name;
  const char* label;
  std::vector<Point> points;
  double exponent = 0;  ///< of the upper half: small sizes pay for what does not grow
};

/// One shock of a year's size from the base, laid out and solved to 1e-8.
Point one_year(const Size& size, double growing) {
  const checksum::YearsScene scene = checksum::years_scene(size.regions, size.sectors, 2);
  const economy::Shock shock{.productivity = scene.drivers.productivity[1]};
  Point out{.size = size, .growing = growing, .time = 0, .sweeps = 0};
  out.time = least_seconds(0.3, [&] { out.sweeps = economy::solve(scene.base, shock, {.tolerance = 1e-8})->sweeps; });
  return out;
}

Point many_years(const Size& size, double growing) {
  const checksum::YearsScene scene = checksum::years_scene(size.regions, size.sectors, size.years);
  Point out{.size = size, .growing = growing, .time = 0, .sweeps = 0};
  out.time =
      least_seconds(0.3, [&] { out.sweeps = economy::run_years(scene.base, scene.drivers, scene.options)->sweeps; });
  return out;
}

double fitted(const std::vector<Point>& points) {
  double x = 0, y = 0, xx = 0, xy = 0, n = 0;
  for (std::size_t k = points.size() / 2; k < points.size(); ++k) {
    const double log_size = std::log(points[k].growing);
    const double log_time = std::log(points[k].time);
    x += log_size, y += log_time, xx += log_size * log_size, xy += log_size * log_time, n += 1;
  }
  return (n * xy - x * y) / (n * xx - x * x);
}

std::string format(const char* pattern, auto... parts) {
  char line[400];
  std::snprintf(line, sizeof line, pattern, parts...);
  return line;
}

constexpr double kWidth = 760;
constexpr double kHeight = 320;
constexpr double kLeft = 60;
constexpr double kPanel = 215;
constexpr double kGap = 20;

double y_of(double time) { return 30 + (0 - std::log10(time)) / 5 * (kHeight - 80); }

std::string panel(const Series& series, double left) {
  const double first = series.points.front().growing;
  const double last = series.points.back().growing;
  const auto x_of = [&](double size) { return left + std::log(size / first) / std::log(last / first) * kPanel; };
  std::string out;
  for (int power = -5; power <= 0; ++power) {
    const double y = y_of(std::pow(10, power));
    out += format("<line x1=\"%.0f\" x2=\"%.0f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#d9dfe3\"/>\n", left, left + kPanel,
                  y, y);
  }
  std::string path;
  for (const Point& point : series.points) {
    path += format("%s%.1f %.1f", path.empty() ? "M" : "L", x_of(point.growing), y_of(point.time));
    out += format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#0b5a91\"/>", x_of(point.growing), y_of(point.time));
    out += format("<text x=\"%.1f\" y=\"%.0f\" text-anchor=\"middle\">%.0f</text>\n", x_of(point.growing), kHeight - 34,
                  point.growing);
  }
  out += format("<path d=\"%s\" fill=\"none\" stroke=\"#0b5a91\" stroke-width=\"2\"/>\n", path.c_str());
  out += format("<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"middle\">%s</text>\n", left + kPanel / 2, kHeight - 12,
                series.label);
  return out + format("<text x=\"%.0f\" y=\"20\" text-anchor=\"middle\">time ~ size^%.2f</text>\n", left + kPanel / 2,
                      series.exponent);
}

std::string plot(const std::vector<Series>& all) {
  std::string svg = format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" font-family=\"sans-serif\" "
      "font-size=\"12\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
      kWidth, kHeight);
  for (int power = -5; power <= 0; ++power)
    svg += format("<text x=\"%.0f\" y=\"%.1f\" text-anchor=\"end\">%g s</text>\n", kLeft - 6,
                  y_of(std::pow(10, power)) + 4, std::pow(10, power));
  for (std::size_t k = 0; k < all.size(); ++k) svg += panel(all[k], kLeft + static_cast<double>(k) * (kPanel + kGap));
  return svg + "</svg>\n";
}

}  // namespace

EconomyCost economy_cost() {
  std::vector<Series> all{{"regions", "regions (8 sectors, one year)", {}},
                          {"sectors", "sectors (32 regions, one year)", {}},
                          {"years", "years (32 x 14)", {}}};
  for (const std::size_t n : std::initializer_list<std::size_t>{8, 16, 32, 64, 128, 256, 512})
    all[0].points.push_back(one_year({n, 8, 1}, static_cast<double>(n)));
  for (const std::size_t j : std::initializer_list<std::size_t>{2, 4, 8, 16, 32, 64})
    all[1].points.push_back(one_year({32, j, 1}, static_cast<double>(j)));
  for (const std::size_t t : std::initializer_list<std::size_t>{1, 2, 5, 10, 20, 30, 60})
    all[2].points.push_back(many_years({32, 14, t}, static_cast<double>(t)));
  EconomyCost out{.csv = "series,regions,sectors,years,milliseconds,sweeps\n", .svg = {}};
  for (Series& series : all) {
    series.exponent = fitted(series.points);
    for (const Point& point : series.points)
      out.csv += format("%s,%zu,%zu,%zu,%.4f,%zu\n", series.name, point.size.regions, point.size.sectors,
                        point.size.years, 1000 * point.time, point.sweeps);
    std::printf("%-30s %9.3f to %9.3f ms, exponent %.2f\n", series.label, 1000 * series.points.front().time,
                1000 * series.points.back().time, series.exponent);
  }
  out.svg = plot(all);
  return out;
}

}  // namespace tidu::bench
