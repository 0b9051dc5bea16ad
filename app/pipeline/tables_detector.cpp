// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/pipeline/measure_tables.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/table_builder.h"
#include "core/measure/space/geodetector.h"

namespace tidu::app {
namespace {

constexpr std::string_view kInteractions[] = {"nonlinear_weaken", "single_weaken", "two_enhance", "independent",
                                              "nonlinear_enhance"};

std::string_view rule_id(measure::Discretisation rule) {
  for (const auto& option : measure::geography_options()) {
    if (option.record.key == "measure.detector_rule") return option.record.choices[static_cast<std::size_t>(rule)];
  }
  return {};
}

// Pairs of drivers, and those whose overlay has strata of one region, which explain themselves.
struct Overlays {
  std::size_t pairs = 0;
  std::size_t with_single = 0;
};

// A driver with its classes by the study's rule.
struct Factor {
  std::string id;
  std::vector<double> values;
  std::vector<std::size_t> strata;
};

struct Detector {
  const MeasureContext& context;
  std::string quantity;
  std::vector<double> y;
  std::vector<Factor> factors;
  data::ResultSet& results;

  OriginBuilder origin() const {
    OriginBuilder out(context.loaded);
    out.variable(quantity);
    for (const Factor& factor : factors) out.variable(factor.id);
    return out.formulas({"discretisation", "geodetector_q"}).assumptions({"measure.detector_classes"});
  }
  void put(TableBuilder&& table) const { results.tables.push_back(std::move(table).take()); }
};

std::vector<double> last_year(const LoadedStudy& loaded, std::string_view id) {
  const auto values = loaded.variables[loaded.variable(id)].values.view();
  std::vector<double> out;
  for (std::size_t r = 0; r < loaded.region_count(); ++r) out.push_back(values(r, loaded.year_count() - 1));
  return out;
}

/// Whether q means something of these strata: more than one, and something to test with.
bool usable(const Detector& detector, const std::vector<std::size_t>& strata) {
  const auto found = measure::factor_detector(detector.y, strata);
  return found && found->strata > 1;
}

// Each driver: q by the study's rule, how far it moves over the sweep, and the best of the sweep.
Result<std::size_t> add_factors(const Detector& detector) {
  const measure::GeographyOptions& options = detector.context.geography_options;
  TableBuilder factors("detector_factors",
                       {label("variable"), label("driver"), integer("strata"), integer("single"), real("detector_q"),
                        real("p", "1", 4), real("p_equal_means", "1", 4), real("q_least"), real("q_most"),
                        label("best_discretisation"), integer("best_classes"), real("best_q"), real("best_adjusted_q")},
                       detector.origin().formulas({"geodetector_p"}).take());
  TableBuilder sweep(
      "detector_sweep",
      {label("variable"), label("driver"), label("discretisation"), integer("classes"), integer("strata"),
       integer("single"), real("detector_q"), real("adjusted_q"), real("p", "1", 4), real("p_equal_means", "1", 4)},
      detector.origin().formulas({"geodetector_p"}).take());
  factors.about(detector.quantity);
  sweep.about(detector.quantity);
  std::size_t single = 0;
  for (const Factor& factor : detector.factors) {
    const auto found = measure::factor_detector(detector.y, factor.strata);
    if (!found) return tl::unexpected(found.error());
    const auto swept = measure::detector_sweep(detector.y, factor.values, options.detector_least,
                                               std::max(options.detector_least, options.detector_most));
    if (!swept) return tl::unexpected(swept.error());
    double least = found->q;
    double most = found->q;
    for (const measure::SweepRow& row : *swept) {
      if (!row.possible) continue;
      least = std::min(least, row.factor.q);
      most = std::max(most, row.factor.q);
      single += row.factor.single;
      sweep.row({detector.quantity, factor.id, std::string(rule_id(row.rule)), static_cast<double>(row.classes),
                 static_cast<double>(row.factor.strata), static_cast<double>(row.factor.single), row.factor.q,
                 row.factor.adjusted, row.factor.p, row.factor.p_equal_means});
    }
    const auto best = measure::best_of(*swept);
    factors.row(
        {detector.quantity, factor.id, static_cast<double>(found->strata), static_cast<double>(found->single), found->q,
         found->p, found->p_equal_means, least, most, best ? std::string(rule_id((*swept)[*best].rule)) : "none",
         best ? static_cast<double>((*swept)[*best].classes) : data::kNoValue,
         best ? (*swept)[*best].factor.q : data::kNoValue, best ? (*swept)[*best].factor.adjusted : data::kNoValue});
  }
  detector.put(std::move(factors));
  detector.put(std::move(sweep));
  return single;
}

Result<Overlays> add_interactions(const Detector& detector) {
  TableBuilder table("detector_interactions",
                     {label("variable"), label("driver"), label("other_driver"), real("detector_q"), real("q_other"),
                      real("q_both"), integer("strata"), integer("single"), label("interaction"),
                      real("ecological_f", "1", 2), real("ecological_p", "1", 4)},
                     detector.origin().formulas({"geodetector_interaction", "geodetector_ecological"}).take());
  table.about(detector.quantity);
  Overlays overlays;
  for (std::size_t i = 0; i < detector.factors.size(); ++i) {
    for (std::size_t j = i + 1; j < detector.factors.size(); ++j) {
      const Factor& a = detector.factors[i];
      const Factor& b = detector.factors[j];
      const auto both = measure::interaction_detector(detector.y, a.strata, b.strata);
      if (!both) return tl::unexpected(both.error());
      ++overlays.pairs;
      overlays.with_single += both->single > 0 ? 1U : 0U;
      const auto ecology = measure::ecological_detector(detector.y, a.strata, b.strata);
      table.row({detector.quantity, a.id, b.id, both->q1, both->q2, both->both, static_cast<double>(both->strata),
                 static_cast<double>(both->single), std::string(kInteractions[static_cast<std::size_t>(both->kind)]),
                 ecology ? ecology->f : data::kNoValue, ecology ? ecology->p : data::kNoValue});
    }
  }
  if (overlays.pairs > 0) detector.put(std::move(table));
  return overlays;
}

Result<void> add_risks(const Detector& detector) {
  const std::string unit = [&] {
    for (const study::Variable& v : detector.context.loaded.study.variables) {
      if (v.id == detector.quantity) return v.unit;
    }
    return std::string("1");
  }();
  TableBuilder table("detector_risk",
                     {label("variable"), label("driver"), integer("class"), integer("regions"), real("mean", unit, 1),
                      real("p_next", "1", 4)},
                     detector.origin().formulas({"geodetector_risk"}).take());
  table.about(detector.quantity);
  for (const Factor& factor : detector.factors) {
    const auto risk = measure::risk_detector(detector.y, factor.strata);
    if (!risk) return tl::unexpected(risk.error());
    for (std::size_t h = 0; h < risk->strata.size(); ++h) {
      double next = data::kNoValue;
      for (const measure::RiskPair& pair : risk->pairs) {
        if (pair.first == h && pair.second == h + 1 && pair.tested) next = pair.p;
      }
      table.row({detector.quantity, factor.id, static_cast<double>(risk->strata[h] + 1),
                 static_cast<double>(risk->sizes[h]), risk->means[h], next});
    }
  }
  detector.put(std::move(table));
  return {};
}

Result<void> add_quantity(const MeasureContext& context, const std::string& quantity, data::ResultSet& results) {
  const LoadedStudy& loaded = context.loaded;
  const measure::GeographyOptions& options = context.geography_options;
  Detector detector{context, quantity, last_year(loaded, quantity), {}, results};
  for (const std::string& id : loaded.study.analysis.drivers) {
    if (id == quantity) continue;
    Factor factor{.id = id, .values = last_year(loaded, id), .strata = {}};
    const auto made = measure::discretise(factor.values, options.detector_rule, options.detector_classes);
    if (made) factor.strata = made->class_of;
    if (made && usable(detector, factor.strata)) {
      detector.factors.push_back(std::move(factor));
    } else {
      results.remarks.push_back({"study", "remark.detector_left_out", {id, quantity}});
    }
  }
  if (detector.factors.empty()) return {};
  const auto single = add_factors(detector);
  if (!single) return tl::unexpected(single.error());
  context.audit.add(28, *single > 0 ? Verdict::warned : Verdict::passed,
                    text("audit.g28.swept", quantity, options.detector_least, options.detector_most,
                         measure::kDiscretisations, *single));
  const auto overlays = add_interactions(detector);
  if (!overlays) return tl::unexpected(overlays.error());
  if (overlays->with_single > 0) {
    context.audit.add(28, Verdict::warned,
                      text("audit.g28.overlays", quantity, overlays->with_single, overlays->pairs));
  }
  return add_risks(detector);
}

}  // namespace

Result<void> add_detector_tables(const MeasureContext& context, data::ResultSet& results) {
  for (const std::string& quantity : context.loaded.study.analysis.quantities) {
    const std::vector<double> y = last_year(context.loaded, quantity);
    const bool varies = std::any_of(y.begin(), y.end(), [&y](double v) { return v != y.front(); });
    if (context.loaded.study.analysis.drivers.empty() || y.size() < 3 || !varies) continue;
    if (auto done = add_quantity(context, quantity, results); !done) return done;
  }
  return {};
}

}  // namespace tidu::app
