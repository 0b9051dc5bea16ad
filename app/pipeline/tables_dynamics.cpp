// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "app/pipeline/dynamics_subject.h"
#include "app/pipeline/space_tables.h"
#include "app/pipeline/table_builder.h"
#include "core/measure/dynamics/kernel_density.h"
#include "core/measure/dynamics/mobility.h"
#include "core/measure/dynamics/spatial_markov.h"

namespace tidu::app {
namespace {

constexpr std::size_t kGridPoints = 121;
constexpr double kLeastMode = 0.01;  // of the highest: smaller bumps are single far regions
constexpr std::string_view kQuadrants[] = {"high_high", "low_high", "low_low", "high_low"};

double or_none(double value) { return std::isfinite(value) ? value : data::kNoValue; }

double number(std::size_t n) { return static_cast<double>(n); }

// What the tables of one subject have in common.
struct Work {
  const MeasureContext& context;
  const DynamicsSubject& subject;
  measure::DynamicsOptions options;
  data::ResultSet& results;

  std::string table(std::string_view family) const { return std::string(family) + "_" + subject.id; }
  data::Origin origin(std::initializer_list<std::string_view> formulas,
                      std::initializer_list<std::string_view> assumptions = {}, bool neighbours = false) const {
    OriginBuilder builder = subject.origin;
    if (neighbours) add_weights_origin(context, builder);
    return builder.formulas(formulas).assumptions(assumptions).take();
  }
  void add(TableBuilder table) const {
    table.about(subject.id);
    results.tables.push_back(std::move(table).take());
  }
};

Result<void> add_densities(const Work& work) {
  const measure::DensityRequest request{.kernel = work.options.density_kernel,
                                        .rule = work.options.density_bandwidth,
                                        .lower = work.subject.lower,
                                        .upper = work.subject.upper};
  const auto found = measure::density_by_year(work.subject.values, request, {.points = kGridPoints});
  if (!found) return tl::unexpected(found.error());
  const bool bounded = std::isfinite(work.subject.lower);
  const data::Origin origin = bounded ? work.origin({"kernel_density", "kernel_reflection", "bandwidth_rule"})
                                      : work.origin({"kernel_density", "bandwidth_rule"});
  TableBuilder curves("density", {integer("year", "year"), real("point"), real("density")}, origin);
  TableBuilder shapes("density_shape",
                      {integer("year", "year"), real("bandwidth", "1", 4), real("mean"), real("sd"), integer("modes"),
                       real("mode"), real("mass", "1", 4)},
                      origin);
  const std::size_t years = found->years.size();
  for (std::size_t t = 0; t < years; ++t) {
    const measure::Density& density = found->years[t];
    const double year = work.context.loaded.study.first_year + number(t);
    const auto shape = measure::density_shape(density, kLeastMode);
    if (!shape) return tl::unexpected(shape.error());
    std::size_t top = shape->modes.empty() ? 0 : shape->modes.front();
    for (const std::size_t mode : shape->modes) top = density.values[mode] > density.values[top] ? mode : top;
    shapes.row({year, density.bandwidth, shape->mean, shape->sd, number(shape->modes.size()), density.points[top],
                shape->mass});
    if (t != 0 && t != (years - 1) / 2 && t + 1 != years) continue;
    for (std::size_t k = 0; k < kGridPoints; ++k) {
      curves.row({year, density.points[k], density.values[k]});
    }
  }
  work.add(std::move(curves));
  work.add(std::move(shapes));
  work.context.audit.add(14, Verdict::passed, text("audit.g14.density"));
  return {};
}

// Shares of the classes in one year.
std::vector<double> shares_in(const measure::Classes& classes, std::size_t year) {
  std::vector<double> out(classes.count);
  const std::size_t regions = classes.of.extent<Region>();
  for (std::size_t r = 0; r < regions; ++r) out[classes.of(r, year)] += 1 / number(regions);
  return out;
}

void add_chain(const Work& work, const measure::Classes& classes, const measure::Counts& counts,
               const measure::MarkovChain& chain) {
  const std::size_t k = classes.count;
  const double step = number(work.options.markov_duration);
  TableBuilder matrix("markov",
                      {integer("from_class"), integer("to_class"), integer("transitions"), real("probability"),
                       real("first_passage", "years", 1)},
                      work.origin({"class_quantiles", "markov_transitions", "markov_first_passage"},
                                  {"measure.classes", "measure.markov_duration"}));
  TableBuilder states(
      "markov_classes",
      {integer("class"), real("upper"), integer("departures"), real("first_share", "percent", 1),
       real("last_share", "percent", 1), real("ergodic_share", "percent", 1), real("sojourn", "years", 1)},
      work.origin({"class_quantiles", "markov_ergodic", "markov_sojourn"},
                  {"measure.classes", "measure.markov_duration"}));
  const bool pooled = work.options.class_cutoffs == measure::CutoffRule::pooled;
  const measure::StateGroup* recurrent = chain.only_recurrent();
  const auto first = shares_in(classes, 0);
  const auto last = shares_in(classes, classes.of.extent<Year>() - 1);
  for (std::size_t i = 0; i < k; ++i) {
    double departures = 0;
    const bool empty = chain.sojourn[i] == 0;
    for (std::size_t j = 0; j < k; ++j) {
      departures += static_cast<double>(counts(i, j));
      matrix.row({number(i + 1), number(j + 1), static_cast<double>(counts(i, j)),
                  empty ? data::kNoValue : chain.p(i, j), or_none(step * chain.first_passage(i, j))});
    }
    states.row({number(i + 1), pooled && i + 1 < k ? classes.cutoffs[i] : data::kNoValue, departures, 100 * first[i],
                100 * last[i], recurrent ? 100 * recurrent->ergodic[i] : data::kNoValue,
                empty ? data::kNoValue : or_none(step * chain.sojourn[i])});
  }
  work.add(std::move(matrix));
  work.add(std::move(states));
}

void judge_chain(const Work& work, const measure::MarkovChain& chain, const measure::Counts& counts) {
  Audit& audit = work.context.audit;
  std::uint64_t total = 0;
  std::int64_t empty = 0;
  for (const std::uint64_t n : counts.values()) {
    total += n;
    empty += n == 0 ? 1 : 0;
  }
  work.results.remarks.push_back({work.table("markov"),
                                  "remark.markov_counts",
                                  {static_cast<std::int64_t>(total), empty, static_cast<std::int64_t>(counts.size())}});
  if (!chain.only_recurrent()) {
    work.results.remarks.push_back({work.table("markov_classes"), "remark.markov_reducible", {}});
    audit.add(15, Verdict::warned, text("audit.g15.reducible"));
  }
  if (const auto absorbing = chain.absorbing(); !absorbing.empty() && !chain.irreducible()) {
    work.results.remarks.push_back(
        {work.table("markov_classes"), "remark.markov_absorbing", {static_cast<std::int64_t>(absorbing.front() + 1)}});
    audit.add(15, Verdict::warned, text("audit.g15.absorbing"));
  }
  if (!chain.empty_rows.empty()) {
    audit.add(15, Verdict::warned, text("audit.g15.empty"));
  }
  if (work.options.class_cutoffs == measure::CutoffRule::pooled) {
    audit.add(15, Verdict::passed, text("audit.g15.pooled"));
  } else {
    audit.add(15, Verdict::warned, text("audit.g15.yearly"));
  }
}

void add_mobility(const Work& work, const measure::MarkovChain& chain, std::span<const double> today) {
  const auto found = measure::mobility(chain, today);
  if (!found) return leave_out(work.table("markov"), found.error(), work.results);
  TableBuilder table(
      "markov_mobility",
      {real("prais"), real("determinant"), real("second_eigenvalue", "1", 4), real("class_distance", "1", 4),
       real("half_life", "years", 1)},
      work.origin({"markov_transitions", "markov_mobility"}, {"measure.classes", "measure.markov_duration"}));
  table.row({found->prais, found->determinant, found->second_eigenvalue, found->distance,
             or_none(number(work.options.markov_duration) * found->half_life)});
  work.add(std::move(table));
}

void test_row(TableBuilder& table, std::string_view name, const measure::Homogeneity& test) {
  const bool testable = test.degrees > 0;
  table.row({std::string(name), test.q, test.lr, number(test.degrees), testable ? test.q_p : data::kNoValue,
             testable ? test.lr_p : data::kNoValue, number(test.cells), number(test.small_cells)});
}

// Whether the chain is the same in both halves of the years, and whether the year before the last plays a part.
Result<void> add_time_tests(const Work& work, const measure::Classes& classes, TableBuilder& table) {
  const std::size_t years = classes.of.extent<Year>();
  const std::size_t duration = work.options.markov_duration;
  const std::size_t halves[] = {0, (years - duration) / 2};
  const auto by_half = measure::transitions_by(
      classes.of, classes.count, measure::regimes_by_period(classes.of.extent<Region>(), years, halves), 2, duration);
  if (!by_half) return tl::unexpected(by_half.error());
  const auto time = measure::homogeneity(*by_half);
  if (!time) return tl::unexpected(time.error());
  test_row(table, "time", *time);
  const auto by_past = measure::transitions_by(classes.of, classes.count,
                                               measure::regimes_by_past(classes.of, duration), classes.count, duration);
  if (!by_past) return tl::unexpected(by_past.error());
  const auto order = measure::homogeneity(*by_past);
  if (!order) return tl::unexpected(order.error());
  test_row(table, "order", *order);
  return {};
}

void add_conditional(const Work& work, const measure::SpatialMarkov& spatial) {
  TableBuilder table(
      "spatial_markov",
      {integer("lag_class"), integer("from_class"), integer("to_class"), integer("transitions"), real("probability")},
      work.origin({"class_quantiles", "spatial_markov"}, {"measure.classes", "measure.markov_duration"}, true));
  const std::size_t k = spatial.own.count;
  for (std::size_t s = 0; s < spatial.by_lag.size(); ++s) {
    const measure::Counts& counts = spatial.by_lag[s];
    for (std::size_t i = 0; i < k; ++i) {
      std::uint64_t departures = 0;
      for (std::size_t j = 0; j < k; ++j) departures += counts(i, j);
      for (std::size_t j = 0; j < k; ++j) {
        const auto n = static_cast<double>(counts(i, j));
        table.row({number(s + 1), number(i + 1), number(j + 1), n,
                   departures > 0 ? n / static_cast<double>(departures) : data::kNoValue});
      }
    }
  }
  work.add(std::move(table));
}

void add_lisa(const Work& work, const measure::LisaMarkov& lisa) {
  TableBuilder table("lisa_markov",
                     {label("from_quadrant"), label("to_quadrant"), integer("transitions"), real("probability"),
                      real("expected_moves", "1", 1)},
                     work.origin({"lisa_markov"}, {}, true));
  for (std::size_t i = 0; i < 4; ++i) {
    std::uint64_t departures = 0;
    for (std::size_t j = 0; j < 4; ++j) departures += lisa.transitions(i, j);
    for (std::size_t j = 0; j < 4; ++j) {
      const auto n = static_cast<double>(lisa.transitions(i, j));
      table.row({std::string(kQuadrants[i]), std::string(kQuadrants[j]), n,
                 departures > 0 ? n / static_cast<double>(departures) : data::kNoValue, lisa.expected(i, j)});
    }
  }
  work.add(std::move(table));
  if (lisa.degrees > 0) {
    work.results.remarks.push_back({work.table("lisa_markov"),
                                    "remark.lisa_markov",
                                    {lisa.chi_square, static_cast<std::int64_t>(lisa.degrees), lisa.p}});
  }
}

Result<void> add_chains(const Work& work) {
  const measure::ClassRequest request{.classes = work.options.classes, .rule = work.options.class_cutoffs};
  const auto classes = measure::classify(work.subject.compared, request);
  if (!classes) return tl::unexpected(classes.error());
  const auto counts = measure::transitions(classes->of, classes->count, work.options.markov_duration);
  if (!counts) return tl::unexpected(counts.error());
  const auto chain = measure::markov_chain(*counts);
  if (!chain) return tl::unexpected(chain.error());
  add_chain(work, *classes, *counts, *chain);
  judge_chain(work, *chain, *counts);
  add_mobility(work, *chain, shares_in(*classes, classes->of.extent<Year>() - 1));

  const bool neighbours = can_measure_space(work.context);
  TableBuilder tests("markov_tests",
                     {label("test"), real("q", "1", 1), real("lr", "1", 1), integer("degrees"), real("q_p", "1", 4),
                      real("lr_p", "1", 4), integer("cells"), integer("small_cells")},
                     work.origin({"class_quantiles", "markov_homogeneity"},
                                 {"measure.classes", "measure.markov_duration"}, neighbours));
  if (neighbours) {
    const measure::SpatialWeights& weights = *work.context.space.weights;
    const auto spatial = measure::spatial_markov(work.subject.compared, weights,
                                                 {.classes = work.options.classes,
                                                  .lag_classes = work.options.classes,
                                                  .rule = work.options.class_cutoffs,
                                                  .duration = work.options.markov_duration});
    if (!spatial) return tl::unexpected(spatial.error());
    add_conditional(work, *spatial);
    test_row(tests, "neighbours", spatial->test);
    const auto lisa = measure::lisa_markov(work.subject.compared, weights);
    if (!lisa) return tl::unexpected(lisa.error());
    add_lisa(work, *lisa);
  }
  if (auto done = add_time_tests(work, *classes, tests); !done) return done;
  work.add(std::move(tests));
  return {};
}

}  // namespace

Result<void> add_dynamics_tables(const MeasureContext& context, data::ResultSet& results) {
  for (const DynamicsSubject& subject : dynamics_subjects(context)) {
    const Work work{context, subject, dynamics_options_of(context), results};
    if (auto done = add_densities(work); !done) return done;
    if (auto done = add_chains(work); !done) return done;
  }
  return {};
}

}  // namespace tidu::app
