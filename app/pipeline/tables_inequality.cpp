// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/pipeline/gap_quantities.h"
#include "app/pipeline/table_builder.h"
#include "core/measure/gaps/dagum.h"
#include "core/measure/gaps/gap_measure.h"

namespace tidu::app {
namespace {

using measure::GapMeasure;
using measure::ReweightedGap;

// Names of the measures that are resampled, in the order of measure::ReweightedGap.
constexpr std::string_view kReweightedNames[] = {"gini",      "theil_t", "theil_l", "entropy",       "atkinson",
                                                 "variation", "within",  "between", "transvariation"};

// The interval of a measure, if it is among those that are resampled.
std::optional<measure::Interval> interval_of(const GapIntervals& intervals, std::size_t year, GapMeasure m) {
  const auto name = std::find(std::begin(kReweightedNames), std::end(kReweightedNames), name_of(m));
  if (name == std::end(kReweightedNames)) return std::nullopt;
  return intervals.by_year[year][static_cast<std::size_t>(name - std::begin(kReweightedNames))];
}

data::Table inequality_table(const MeasureContext& context, const GapQuantity& quantity,
                             const GapIntervals& intervals) {
  const measure::GapParameters parameters = context.gap_options.parameters();
  TableBuilder table("inequality",
                     {integer("year", "year"), label("measure"), label("weights"), real("value", "1", 4),
                      real("interval_low", "1", 4), real("interval_high", "1", 4), integer("left_out")},
                     gap_origin(context, quantity)
                         .formulas({"gini", "gini_sample", "theil_t", "theil_l", "generalised_entropy", "atkinson",
                                    "variation", "log_sd", "relative_range", "top_bottom_ratio", "bonferroni",
                                    "wolfson", "esteban_ray", "bootstrap_interval"})
                         .assumptions({"measure.gap_entropy_order", "measure.gap_atkinson_epsilon",
                                       "measure.gap_polarisation_alpha", "measure.gap_top_share",
                                       "measure.gap_bottom_share", "measure.gap_replicates", "measure.gap_level"})
                         .take());
  table.about(quantity.id);
  const bool drop = context.gap_options.outside == measure::OutsideRule::drop;
  for (std::size_t t = 0; t < quantity.years(); ++t) {
    const double year = context.loaded.study.first_year + static_cast<double>(t);
    for (const bool weighted : {true, false}) {
      if (weighted && !context.loaded.weighted) continue;
      for (const GapMeasure m : measure::kGapMeasures) {
        std::vector<double> weights = quantity.weights[t];
        std::size_t left_out = quantity.dropped[t];
        for (std::size_t r = 0; r < weights.size(); ++r) {
          if (!weighted && weights[r] > 0) weights[r] = 1;
          if (!drop || quantity.values[t][r] != 0 || weights[r] == 0) continue;
          if (domain_of(m, parameters) != measure::Domain::positive) continue;
          weights[r] = 0;
          ++left_out;
        }
        const auto value = measure::gap_measure(m, quantity.values[t], weights, parameters);
        const bool studied = weighted == context.loaded.weighted;  // intervals are those of the study's weights
        const auto interval = studied ? interval_of(intervals, t, m) : std::nullopt;
        table.row({year, std::string(name_of(m)), std::string(weighted ? "population" : "equal"),
                   value ? *value : data::kNoValue, low_of(interval), high_of(interval),
                   static_cast<double>(left_out)});
      }
    }
  }
  return std::move(table).take();
}

// The measures that are resampled, of one year; no value where there is none.
std::vector<double> values_of(const MeasureContext& context, const GapQuantity& quantity, std::size_t year) {
  std::vector<double> out;
  for (const GapMeasure m : {GapMeasure::gini, GapMeasure::theil_t, GapMeasure::theil_l, GapMeasure::entropy,
                             GapMeasure::atkinson, GapMeasure::variation}) {
    const auto value =
        measure::gap_measure(m, quantity.values[year], quantity.weights[year], context.gap_options.parameters());
    out.push_back(value ? *value : data::kNoValue);
  }
  const auto parts = measure::dagum(quantity.of_year(year));
  for (const auto part : {&measure::Dagum::within, &measure::Dagum::between, &measure::Dagum::transvariation})
    out.push_back(parts ? (*parts).*part : data::kNoValue);
  return out;
}

// From the first to the last year, with the same regions drawn in both.
data::Table change_table(const MeasureContext& context, const GapQuantity& quantity, const GapIntervals& intervals) {
  TableBuilder table(
      "gap_change",
      {label("measure"), integer("first_year", "year"), integer("last_year", "year"), real("first", "1", 4),
       real("last", "1", 4), real("change", "1", 4), real("interval_low", "1", 4), real("interval_high", "1", 4)},
      gap_origin(context, quantity)
          .formulas({"gini", "theil_t", "theil_l", "generalised_entropy", "atkinson", "variation", "dagum",
                     "bootstrap_interval"})
          .assumptions({"measure.gap_entropy_order", "measure.gap_atkinson_epsilon", "measure.gap_replicates",
                        "measure.gap_level"})
          .take());
  table.about(quantity.id);
  const std::vector<double> first = values_of(context, quantity, 0);
  const std::vector<double> last = values_of(context, quantity, quantity.years() - 1);
  for (std::size_t k = 0; k < measure::kReweightedGaps; ++k) {
    table.row({std::string(kReweightedNames[k]), static_cast<double>(context.loaded.study.first_year),
               static_cast<double>(context.loaded.study.last_year), first[k], last[k], last[k] - first[k],
               low_of(intervals.change[k]), high_of(intervals.change[k])});
  }
  return std::move(table).take();
}

void judge(const MeasureContext& context, const GapQuantity& quantity, const data::Table& table) {
  std::size_t zeros = 0;
  std::size_t dropped = 0;
  for (std::size_t t = 0; t < quantity.years(); ++t) {
    zeros += quantity.zeros[t];
    dropped += quantity.dropped[t];
  }
  const auto cells = static_cast<std::int64_t>(quantity.years() * context.loaded.region_count());
  if (zeros + dropped > 0) {
    context.audit.add(10, Verdict::warned,
                      text("audit.g10.outside", quantity.id, static_cast<std::int64_t>(zeros),
                           static_cast<std::int64_t>(dropped), cells));
  } else {
    context.audit.add(10, Verdict::passed, text("audit.g10.positive", quantity.id, cells));
  }
  const auto last = [&table](GapMeasure m) {
    double value = data::kNoValue;
    for (std::size_t i = 0; i < table.rows(); ++i) {
      if (table.find("measure")->texts[i] == name_of(m) && table.find("weights")->texts[i] == "equal")
        value = table.find("value")->numbers[i];
    }
    return value;
  };
  context.audit.add(
      12, Verdict::passed,
      text("audit.g12.named", quantity.id, last(GapMeasure::variation), last(GapMeasure::variation_sample)));
  if (context.gap_options.replicates > 0) {
    context.audit.add(35, Verdict::passed,
                      text("audit.g35.superpopulation", static_cast<std::int64_t>(context.gap_options.replicates)));
  }
  context.audit.add(33, Verdict::passed, text("audit.g33.ratio", quantity.id));
}

}  // namespace

Result<void> add_inequality(const MeasureContext& context, const GapQuantity& quantity, const GapIntervals& intervals,
                            data::ResultSet& results) {
  data::Table table = inequality_table(context, quantity, intervals);
  judge(context, quantity, table);
  results.tables.push_back(std::move(table));
  if (quantity.years() < 2) return {};
  results.tables.push_back(change_table(context, quantity, intervals));
  return {};
}

}  // namespace tidu::app
