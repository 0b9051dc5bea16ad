// SPDX-License-Identifier: Apache-2.0
#include "core/measure/index/coupling.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <numeric>
#include <sstream>
#include <string>

#include "core/measure/support_test.h"

namespace tidu::measure {
namespace {

using testing::kNan;
const std::vector<std::vector<double>> kSystems{{.0162, .2720, .2655}, {.1782, .6824, .3721}, {.5490, .0593, .5729},
                                                {.6730, .4812, .9082}, {.0207, .8891, .2017}, {.9875, .5573, .8984}};

TEST(Coupling, ThreeSystems) {
  // Six regions, computed by an independent program in R.
  const std::vector<double> c{0.570903728326, 0.867226728611, 0.673544720699,
                              0.967362129494, 0.417914467215, 0.970944036234};
  const std::vector<double> d{0.324607144291, 0.596945108688, 0.514972822613,
                              0.815493236405, 0.393493723080, 0.889233840511};
  const std::vector<int> grades{4, 6, 6, 9, 4, 9};
  for (std::size_t i = 0; i < kSystems.size(); ++i) {
    const auto out = coupling(kSystems[i]);
    ASSERT_TRUE(out);
    EXPECT_NEAR(out->coupling, c[i], 1e-12);
    EXPECT_NEAR(out->coordination, d[i], 1e-12);
    EXPECT_EQ(out->grade, grades[i]);
  }
}

TEST(Coupling, TwoSystemsKeepTheFactorTwo) {
  // Without the leading 2, C cannot exceed one half (Liu Chunlin 2017).
  const std::vector<double> c{0.460657321947, 0.810404815257, 0.59323354149,
                              0.98609615895,  0.298225339063, 0.960441259436};
  const std::vector<double> d{0.257644561543, 0.590522812434, 0.424772858883,
                              0.754371323242, 0.368324187015, 0.861304144184};
  for (std::size_t i = 0; i < kSystems.size(); ++i) {
    const auto out = coupling(std::span(kSystems[i]).first(2));
    EXPECT_NEAR(out->coupling, c[i], 1e-12);
    EXPECT_NEAR(out->coordination, d[i], 1e-12);
  }
}

TEST(Coupling, ModifiedFormOfThreeAndTwoSystems) {
  // The same six regions by an independent program in R after Wang Shujia et al. (2021), weights 0.4, 0.3, 0.3.
  const std::vector<double> alpha{0.4, 0.3, 0.3};
  const std::vector<double> c{0.447208348058, 0.500510006744, 0.455091003904,
                              0.669497027912, 0.174931969980, 0.714869571519};
  const std::vector<double> d{0.273880003322, 0.440468720699, 0.431567543101,
                              0.677708160707, 0.242266742595, 0.771079873507};
  const std::vector<double> c_of_two{0.210531889439, 0.359821907883,  0.234776140324,
                                     0.760176956016, 0.0553525728581, 0.567070678514};
  for (std::size_t i = 0; i < kSystems.size(); ++i) {
    const auto out = coupling(kSystems[i], alpha, CouplingForm::modified);
    ASSERT_TRUE(out);
    EXPECT_NEAR(out->coupling, c[i], 1e-12);
    EXPECT_NEAR(out->coordination, d[i], 1e-12);
    const auto two = coupling(std::span(kSystems[i]).first(2), {}, CouplingForm::modified);
    EXPECT_NEAR(two->coupling, c_of_two[i], 1e-12);
  }
}

TEST(Coupling, GoldenFile) {
  // The full digits of the two tables, read from the file: ID, C, T, D by line.
  TIDU_GOLDEN(path, "10_composite_inequality.txt");
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line) && !line.starts_with("=== coupling doc example")) continue;
  const std::vector<double> alpha{0.4, 0.3, 0.3};
  for (const CouplingForm form : {CouplingForm::standard, CouplingForm::modified}) {
    std::getline(file, line);
    for (const auto& levels : kSystems) {
      std::getline(file, line);
      std::istringstream row(line);
      std::string number;
      std::string id;
      double c = 0;
      double t = 0;
      double d = 0;
      ASSERT_TRUE(row >> number >> id >> c >> t >> d) << line;
      const auto out = coupling(levels, form == CouplingForm::standard ? std::vector<double>{} : alpha, form);
      EXPECT_NEAR(out->coupling, c, 1e-11);
      EXPECT_NEAR(out->development, t, 1e-11);
      EXPECT_NEAR(out->coordination, d, 1e-11);
    }
  }
}

TEST(Coupling, ModifiedFormSeesDistanceWhereTheStandardOneSeesRatios) {
  // U = 0.1, 0.2 and U = 0.4, 0.8 have the same ratio; only the modified form tells them apart.
  const std::vector<double> near{0.1, 0.2};
  const std::vector<double> far{0.4, 0.8};
  EXPECT_NEAR(coupling(near)->coupling, coupling(far)->coupling, 1e-15);
  EXPECT_NEAR(coupling(near, {}, CouplingForm::modified)->coupling, std::sqrt(0.9 * 0.5), 1e-15);
  EXPECT_NEAR(coupling(far, {}, CouplingForm::modified)->coupling, std::sqrt(0.6 * 0.5), 1e-15);
  EXPECT_EQ(coupling(std::vector<double>{0, 0}, {}, CouplingForm::modified)->coordination, 0);
  EXPECT_EQ(coupling(std::vector<double>{0, 1}, {}, CouplingForm::modified)->coupling, 0);
  EXPECT_EQ(coupling(std::vector<double>{0.3, 0.3, 0.3}, {}, CouplingForm::modified)->coupling, 1);
}

TEST(Coupling, WhoLeadsAndWhoLags) {
  const auto two = relative_development(std::vector<double>{0.3, 0.6});
  ASSERT_TRUE(two);
  EXPECT_EQ(two->leading, 1u);
  EXPECT_EQ(two->lagging, 0u);
  EXPECT_DOUBLE_EQ(two->ratio, 0.5);
  EXPECT_FALSE(two->synchronous);
  EXPECT_TRUE(relative_development(std::vector<double>{0.4, 0.5})->synchronous) << "0.8 belongs to it";
  EXPECT_FALSE(relative_development(std::vector<double>{0.4, 0.5}, 0.81)->synchronous);
  const auto three = relative_development(std::vector<double>{0.5, 0.2, 0.5});
  EXPECT_EQ(three->leading, 0u);
  EXPECT_EQ(three->lagging, 1u);
  const auto zeros = relative_development(std::vector<double>{0, 0});
  EXPECT_EQ(zeros->leading, zeros->lagging);
  EXPECT_EQ(zeros->ratio, 1);
  EXPECT_EQ(relative_development(std::vector<double>{0, 0.5})->ratio, 0);
  EXPECT_REFUSED(relative_development(std::vector<double>{0.5}), ErrorCode::shape, "measure.coupling.too_few");
  EXPECT_REFUSED(relative_development(std::vector<double>{0.5, 2}), ErrorCode::domain, "measure.coupling.outside");
  EXPECT_REFUSED(relative_development(std::vector<double>{0.5, 1}, 1.5), ErrorCode::domain,
                 "measure.coupling.synchronous");
}

TEST(Coupling, WeightsEnterDevelopmentAlone) {
  const std::vector<double> u{0.25, 1};
  const std::vector<double> alpha{0.75, 0.25};
  const auto out = coupling(u, alpha);
  ASSERT_TRUE(out);
  EXPECT_DOUBLE_EQ(out->coupling, 0.8);
  EXPECT_DOUBLE_EQ(out->development, 0.4375);
  EXPECT_DOUBLE_EQ(out->coordination, std::sqrt(0.35));
}

TEST(Coupling, ZeroAndOne) {
  EXPECT_EQ(coupling(std::vector<double>{0, 0.8})->coupling, 0);
  EXPECT_EQ(coupling(std::vector<double>{0, 0.8})->development, 0.4);
  EXPECT_EQ(coupling(std::vector<double>{0, 0})->coordination, 0);
  EXPECT_EQ(coupling(std::vector<double>{0, 0})->grade, 1);
  EXPECT_EQ(coupling(std::vector<double>{1, 1})->coordination, 1);
  EXPECT_EQ(coupling(std::vector<double>{1, 1})->grade, 10);
}

TEST(Coupling, GradesIncludeTheirLowerBorder) {
  EXPECT_EQ(coordination_grade(0), 1);
  EXPECT_EQ(coordination_grade(0.0999), 1);
  EXPECT_EQ(coordination_grade(0.1), 2);
  EXPECT_EQ(coordination_grade(0.3), 4);
  EXPECT_EQ(coordination_grade(0.6), 7);
  EXPECT_EQ(coordination_grade(0.7), 8);
  EXPECT_EQ(coordination_grade(0.8999), 9);
  EXPECT_EQ(coordination_grade(0.9), 10);
  EXPECT_EQ(coordination_grade(1), 10);
}

TEST(Coupling, Refusals) {
  const std::vector<double> u{0.5, 0.5};
  EXPECT_REFUSED(coupling(std::vector<double>{0.5}), ErrorCode::shape, "measure.coupling.too_few");
  for (double bad : {-0.01, 1.01, kNan}) {
    EXPECT_REFUSED(coupling(std::vector<double>{0.5, bad}), ErrorCode::domain, "measure.coupling.outside");
  }
  EXPECT_EQ(coupling(std::vector<double>{0.5, 1.5}).error().message, text("measure.coupling.outside", 2, 1.5));
  EXPECT_REFUSED(coupling(u, std::vector<double>{1}), ErrorCode::shape, "measure.coupling.weights_shape");
  EXPECT_REFUSED(coupling(u, std::vector<double>{0.5, 0.6}), ErrorCode::domain, "measure.coupling.weights");
  EXPECT_REFUSED(coupling(u, std::vector<double>{1.5, -0.5}), ErrorCode::domain, "measure.coupling.weights");
}

TEST(CouplingByRegion, EveryCellAndTheRange) {
  Array<double, Region, Year> a({2, 2});
  Array<double, Region, Year> b({2, 2});
  a.values() = {0.1, 0.2, 0.3, 0.4};
  b.values() = {0.1, 0.8, 0.3, 0.9};
  const std::vector<View<const double, Region, Year>> systems{a, b};
  const auto field = coupling_by_region(systems);
  ASSERT_TRUE(field);
  EXPECT_EQ(field->coupling(0, 0), 1);
  EXPECT_EQ(field->coordination(1, 1), coupling(std::vector<double>{0.4, 0.9})->coordination);
  EXPECT_EQ(field->development(0, 1), 0.5);
  EXPECT_EQ(field->grade(0, 1), coupling(std::vector<double>{0.2, 0.8})->grade);
  EXPECT_EQ(field->lowest, 0.1);
  EXPECT_EQ(field->highest, 0.9);
}

TEST(CouplingByRegion, Refusals) {
  Array<double, Region, Year> a({2, 2}, 0.5);
  Array<double, Region, Year> b({2, 2}, 0.5);
  const Array<double, Region, Year> other({2, 3}, 0.5);
  std::vector<View<const double, Region, Year>> systems{a, other};
  EXPECT_REFUSED(coupling_by_region(systems), ErrorCode::shape, "measure.coupling.shape");
  EXPECT_REFUSED(coupling_by_region(std::span(systems).first(1)), ErrorCode::shape, "measure.coupling.too_few");
  b(1, 0) = 1.25;
  systems[1] = b;
  const auto out = coupling_by_region(systems);
  EXPECT_REFUSED(out, ErrorCode::domain, "measure.coupling.cell_outside");
  EXPECT_EQ(out.error().message, text("measure.coupling.cell_outside", 2, 2, 1, 1.25));
}

TEST(IndicatorOverlap, SharedIndicatorsAndTheirWeights) {
  const std::vector<std::string> ai{"ports", "patents", "software"};
  const std::vector<double> ai_weights{0.5, 0.25, 0.25};
  const std::vector<std::string> forces{"software", "energy", "ports"};
  const std::vector<double> forces_weights{0.125, 0.75, 0.125};
  const auto overlap = indicator_overlap({ai, ai_weights}, {forces, forces_weights});
  ASSERT_TRUE(overlap);
  ASSERT_EQ(overlap->shared.size(), 2U);
  EXPECT_EQ(overlap->shared[0].in_first, 0U);
  EXPECT_EQ(overlap->shared[0].in_second, 2U);
  EXPECT_EQ(overlap->shared[1].in_first, 2U);
  EXPECT_EQ(overlap->shared[1].weight_second, 0.125);
  EXPECT_EQ(overlap->weight_first, 0.75);
  EXPECT_EQ(overlap->weight_second, 0.25);
  const std::vector<std::size_t> dropped{overlap->shared[0].in_first, overlap->shared[1].in_first};
  EXPECT_EQ(*weights_without(ai_weights, dropped), (std::vector<double>{0, 1, 0}));
}

TEST(IndicatorOverlap, Refusals) {
  const std::vector<std::string> ids{"a", "b"};
  const std::vector<std::string> twice{"a", "a"};
  const std::vector<double> weights{0.5, 0.5};
  EXPECT_REFUSED(indicator_overlap({ids, {}}, {ids, weights}), ErrorCode::shape, "measure.coupling.overlap_shape");
  EXPECT_REFUSED(indicator_overlap({ids, weights}, {twice, weights}), ErrorCode::duplicate,
                 "measure.coupling.id_twice");
  EXPECT_REFUSED(weights_without(weights, std::vector<std::size_t>{2}), ErrorCode::domain, "measure.coupling.dropped");
  EXPECT_REFUSED(weights_without(weights, std::vector<std::size_t>{0, 1}), ErrorCode::domain,
                 "measure.coupling.nothing_left");
}

RC_GTEST_PROP(CouplingProperty, ModifiedFormRangeOrderAndDefinition, ()) {
  const auto raw = *rc::gen::suchThat(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1001)),
                                      [](const auto& v) { return v.size() >= 2; });
  std::vector<double> u;
  for (const int v : raw) u.push_back(v / 1000.0);
  const auto out = coupling(u, {}, CouplingForm::modified);
  RC_ASSERT(out->coupling >= 0 && out->coupling <= 1);
  std::vector<double> reversed(u.rbegin(), u.rend());
  RC_ASSERT(std::fabs(coupling(reversed, {}, CouplingForm::modified)->coupling - out->coupling) < 1e-12);
  // the formula as printed, pair by pair
  const double largest = *std::max_element(u.begin(), u.end());
  const auto k = static_cast<double>(u.size());
  double differences = 0;
  double product = largest > 0 ? 1 : 0;
  for (std::size_t i = 0; i < u.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) differences += std::fabs(u[i] - u[j]);
    if (largest > 0) product *= std::pow(u[i] / largest, 1 / (k - 1));
  }
  RC_ASSERT(std::fabs(std::sqrt((1 - differences / (k * (k - 1) / 2)) * product) - out->coupling) < 1e-10);
}

RC_GTEST_PROP(CouplingProperty, RangesAndScale, ()) {
  const auto raw = *rc::gen::suchThat(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 1001)),
                                      [](const auto& v) { return v.size() >= 2; });
  std::vector<double> u;
  std::vector<double> halved;
  for (int v : raw) {
    u.push_back(v / 1000.0);
    halved.push_back(v / 2000.0);
  }
  const auto a = coupling(u);
  const auto b = coupling(halved);
  RC_ASSERT(a->coupling > 0 && a->coupling <= 1);
  RC_ASSERT(a->coordination >= 0 && a->coordination <= 1);
  RC_ASSERT(std::fabs(a->coupling - b->coupling) < 1e-12);  // C looks at ratios alone
  RC_ASSERT(std::fabs(a->development - 2 * b->development) < 1e-12);
  const std::vector<double> same(u.size(), u.front());
  RC_ASSERT(coupling(same)->coupling == 1.0);
}

}  // namespace
}  // namespace tidu::measure
