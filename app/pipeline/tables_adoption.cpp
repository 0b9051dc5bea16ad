// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "app/pipeline/adoption_tables.h"
#include "app/pipeline/index_stage.h"
#include "app/pipeline/origins.h"
#include "app/pipeline/table_builder.h"
#include "core/measure/gaps/inequality.h"
#include "study/keys.h"

namespace tidu::app {
namespace {

constexpr double kQuantiles[] = {0.05, 0.25, 0.5, 0.75, 0.95};
constexpr double kThresholds[] = {5, 16, 50};  // percent: the papers' critical mass, Rogers' early adopters, one half

OriginBuilder ensemble_origin(const AdoptionContext& context) {
  OriginBuilder origin = model_origin(context);
  // where a lever acts follows from the tiers
  origin.index(context.loaded.study.capability_index)
      .formulas({"tiers", "lever_places"})
      .assumptions({"measure.tier_upper", "measure.tier_lower"});
  return origin.all_assumptions(diffusion::lever_options());
}

std::size_t scenario_count(const AdoptionContext& context) {
  return context.ensemble.nation.extent<simulate::ScenarioAxis>();
}
std::size_t year_count(const AdoptionContext& context) { return context.ensemble.nation.extent<Year>(); }
std::size_t member_count(const AdoptionContext& context) { return context.ensemble.nation.extent<Draw>(); }
double year_of(const AdoptionContext& context, std::size_t t) {
  return context.ensemble.first_year + static_cast<double>(t);
}
std::string scenario_id(const AdoptionContext& context, std::size_t s) {
  return s == 0 ? "baseline" : context.loaded.study.scenarios[s - 1].id;
}

// Regions, then the nation, then (when asked) the tiers: what the column `region` may hold.
struct Area {
  std::string id;
  std::vector<double> weights;  ///< of the regions, summing to 1
};

std::vector<Area> areas(const AdoptionContext& context, bool with_tiers) {
  const std::size_t n = context.loaded.region_count();
  std::vector<Area> list;
  for (std::size_t r = 0; r < n; ++r) {
    list.push_back({context.loaded.regions.rows[r].code, std::vector<double>(n, 0.0)});
    list.back().weights[r] = 1;
  }
  list.push_back({std::string(kNation), context.links.share});
  if (!with_tiers) return list;
  for (const measure::Tier tier : {measure::Tier::core, measure::Tier::middle, measure::Tier::less_developed}) {
    Area area{"tier." + std::string(tier_id(tier)), std::vector<double>(n, 0.0)};
    double total = 0;
    for (std::size_t r = 0; r < n; ++r) {
      if (context.tiers[r].tier == tier) total += area.weights[r] = context.links.share[r];
    }
    if (total == 0) continue;
    for (double& w : area.weights) w /= total;
    list.push_back(std::move(area));
  }
  return list;
}

// Share of adopters of an area, in percent.
double percent(const AdoptionContext& context, std::size_t member, std::size_t scenario, std::size_t year,
               const Area& area) {
  double share = 0;
  for (std::size_t r = 0; r < area.weights.size(); ++r) {
    if (area.weights[r] > 0) share += area.weights[r] * context.ensemble.adoption(member, scenario, year, r);
  }
  return 100 * share;
}

std::vector<double> over_members(const AdoptionContext& context, const auto& value) {
  std::vector<double> values(member_count(context));
  for (std::size_t m = 0; m < values.size(); ++m) values[m] = value(m);
  return values;
}

data::Table paths_table(const AdoptionContext& context) {
  TableBuilder table(
      "adoption",
      {label("scenario"), label("region"), integer("year", "year"), real("p05", "percent", 1),
       real("p25", "percent", 1), real("p50", "percent", 1), real("p75", "percent", 1), real("p95", "percent", 1)},
      ensemble_origin(context).take());
  const std::vector<Area> list = areas(context, true);
  for (std::size_t s = 0; s < scenario_count(context); ++s) {
    for (const Area& area : list) {
      for (std::size_t t = 0; t < year_count(context); ++t) {
        auto values = over_members(context, [&](std::size_t m) { return percent(context, m, s, t, area); });
        double q[5];
        for (std::size_t k = 0; k < 5; ++k) q[k] = simulate::quantile(values, kQuantiles[k]);
        table.row({scenario_id(context, s), area.id, year_of(context, t), q[0], q[1], q[2], q[3], q[4]});
      }
    }
  }
  return std::move(table).take();
}

data::Table groups_table(const AdoptionContext& context) {
  TableBuilder table("adoption_groups",
                     {label("scenario"), label("group"), integer("year", "year"), real("p05", "percent", 1),
                      real("p50", "percent", 1), real("p95", "percent", 1)},
                     ensemble_origin(context).take());
  for (std::size_t s = 0; s < scenario_count(context); ++s) {
    for (std::size_t g = 0; g < diffusion::kGroups; ++g) {
      for (std::size_t t = 0; t < year_count(context); ++t) {
        auto values = over_members(context, [&](std::size_t m) { return 100 * context.ensemble.groups(m, s, t, g); });
        table.row({scenario_id(context, s), std::string(study::kAdopterGroups[g]), year_of(context, t),
                   simulate::quantile(values, 0.05), simulate::quantile(values, 0.5),
                   simulate::quantile(values, 0.95)});
      }
    }
  }
  return std::move(table).take();
}

// By the study's kinds of decisions; `others` decide optionally.
data::Table decisions_table(const AdoptionContext& context) {
  TableBuilder table("adoption_decisions",
                     {label("scenario"), label("decision_unit"), label("decision_kind"), integer("year", "year"),
                      real("p05", "percent", 1), real("p50", "percent", 1), real("p95", "percent", 1)},
                     ensemble_origin(context).take());
  const auto& groups = context.loaded.study.decisions;
  for (std::size_t s = 0; s < scenario_count(context); ++s) {
    for (std::size_t u = 0; u <= groups.size(); ++u) {
      const bool others = u == groups.size();
      for (std::size_t t = 0; t < year_count(context); ++t) {
        auto values = over_members(context, [&](std::size_t m) { return 100 * context.ensemble.units(m, s, t, u); });
        table.row({scenario_id(context, s), others ? std::string("others") : groups[u].id,
                   others ? std::string("optional") : groups[u].kind, year_of(context, t),
                   simulate::quantile(values, 0.05), simulate::quantile(values, 0.5),
                   simulate::quantile(values, 0.95)});
      }
    }
  }
  return std::move(table).take();
}

// Where people stand in the innovation-decision process; those outside the market are the ninth.
data::Table stages_table(const AdoptionContext& context) {
  constexpr std::string_view kStageIds[] = {"unaware", "knowledge",    "persuasion", "unfavourable",
                                            "decided", "implementing", "confirmed",  "discontinued"};
  TableBuilder table("adoption_stages",
                     {label("scenario"), label("stage"), integer("year", "year"), real("p05", "percent", 1),
                      real("p50", "percent", 1), real("p95", "percent", 1)},
                     ensemble_origin(context).take());
  const auto& stages = context.ensemble.stages;
  const auto add = [&](std::size_t s, std::size_t t, std::string_view id, const auto& share) {
    auto values = over_members(context, [&](std::size_t m) { return 100 * share(m); });
    table.row({scenario_id(context, s), std::string(id), year_of(context, t), simulate::quantile(values, 0.05),
               simulate::quantile(values, 0.5), simulate::quantile(values, 0.95)});
  };
  for (std::size_t s = 0; s < scenario_count(context); ++s) {
    for (std::size_t t = 0; t < year_count(context); ++t) {
      for (std::size_t k = 0; k < diffusion::kStages; ++k) {
        add(s, t, kStageIds[k], [&](std::size_t m) { return stages(m, s, t, k); });
      }
      add(s, t, "outside", [&](std::size_t m) {
        double inside = 0;
        for (std::size_t k = 0; k < diffusion::kStages; ++k) inside += stages(m, s, t, k);
        return 1 - inside;
      });
    }
  }
  return std::move(table).take();
}

// How far people have come: each step counts those who stand there or further on, so that steps can be told as a
// funnel. Whoever has turned against it or given it up has heard of it and has an opinion, and is in no later step.
using diffusion::Stage;
constexpr std::array<std::pair<std::string_view, Stage>, 6> kFunnel{{{"market", Stage::unaware},
                                                                     {"heard", Stage::knowledge},
                                                                     {"opinion", Stage::persuasion},
                                                                     {"decided", Stage::decided},
                                                                     {"uses", Stage::implementing},
                                                                     {"stays", Stage::confirmed}}};

bool counts(Stage step, Stage stage) {
  if (stage < step) return false;
  return step <= Stage::persuasion || stage <= Stage::confirmed;
}

data::Table funnel_table(const AdoptionContext& context) {
  TableBuilder table("adoption_funnel",
                     {label("scenario"), label("step"), integer("year", "year"), real("p05", "percent", 1),
                      real("p50", "percent", 1), real("p95", "percent", 1)},
                     ensemble_origin(context).take());
  const auto& stages = context.ensemble.stages;
  for (std::size_t s = 0; s < scenario_count(context); ++s) {
    for (std::size_t t = 0; t < year_count(context); ++t) {
      for (const auto& [id, first] : kFunnel) {
        auto values = over_members(context, [&, step = first](std::size_t m) {
          double share = 0;
          for (std::size_t k = 0; k < diffusion::kStages; ++k) {
            if (counts(step, static_cast<Stage>(k))) share += stages(m, s, t, k);
          }
          return 100 * share;
        });
        table.row({scenario_id(context, s), std::string(id), year_of(context, t), simulate::quantile(values, 0.05),
                   simulate::quantile(values, 0.5), simulate::quantile(values, 0.95)});
      }
    }
  }
  return std::move(table).take();
}

// The yardstick of the measure stage on simulated adoption: one value a member.
struct AdoptionGaps {
  std::vector<double> gini, theil, ratio, difference;
};

Result<AdoptionGaps> gaps_of(const AdoptionContext& context, std::size_t scenario, std::size_t year,
                             const std::vector<Area>& tier_areas) {
  AdoptionGaps gaps;
  const std::size_t n = context.loaded.region_count();
  std::vector<double> shares(n);
  for (std::size_t m = 0; m < member_count(context); ++m) {
    for (std::size_t r = 0; r < n; ++r) shares[r] = context.ensemble.adoption(m, scenario, year, r);
    const auto gini = measure::gini(shares, context.links.share);
    if (!gini) return tl::unexpected(gini.error());
    const auto theil = measure::theil_t(shares, context.links.share);
    if (!theil) return tl::unexpected(theil.error());
    gaps.gini.push_back(*gini);
    gaps.theil.push_back(*theil);
    if (tier_areas.size() < 2) continue;
    const double high = percent(context, m, scenario, year, tier_areas.front());
    const double low = percent(context, m, scenario, year, tier_areas.back());
    gaps.ratio.push_back(high / low);
    gaps.difference.push_back(high - low);
  }
  return gaps;
}

Result<data::Table> gaps_table(const AdoptionContext& context) {
  OriginBuilder origin = ensemble_origin(context);
  origin.formulas({"gini", "theil_t"});
  TableBuilder table("adoption_gaps",
                     {label("scenario"), integer("year", "year"), label("measure"), real("p05", "1", 4),
                      real("p50", "1", 4), real("p95", "1", 4)},
                     origin.take());
  std::vector<Area> tier_areas = areas(context, true);
  tier_areas.erase(tier_areas.begin(),
                   tier_areas.begin() + static_cast<std::ptrdiff_t>(context.loaded.region_count()) + 1);
  for (std::size_t s = 0; s < scenario_count(context); ++s) {
    for (std::size_t t = 0; t < year_count(context); ++t) {
      auto gaps = gaps_of(context, s, t, tier_areas);
      if (!gaps) return tl::unexpected(gaps.error());
      for (auto& [name, values] : {std::pair<std::string, std::vector<double>*>{"gini", &gaps->gini},
                                   {"theil", &gaps->theil},
                                   {"core_less_ratio", &gaps->ratio},
                                   {"core_less_difference", &gaps->difference}}) {
        if (values->empty()) continue;
        table.row({scenario_id(context, s), year_of(context, t), name, simulate::quantile(*values, 0.05),
                   simulate::quantile(*values, 0.5), simulate::quantile(*values, 0.95)});
      }
    }
  }
  return std::move(table).take();
}

data::Table effects_table(const AdoptionContext& context) {
  TableBuilder table("adoption_effects",
                     {label("scenario"), label("region"), integer("year", "year"), real("p05", "percentage points", 2),
                      real("p50", "percentage points", 2), real("p95", "percentage points", 2)},
                     ensemble_origin(context).take());
  const std::vector<Area> list = areas(context, true);
  const int policy = context.simulate_options.policy_year;
  for (std::size_t s = 1; s < scenario_count(context); ++s) {
    for (const Area& area : list) {
      for (std::size_t t = 0; t < year_count(context); ++t) {
        if (year_of(context, t) < policy) continue;
        auto values = over_members(
            context, [&](std::size_t m) { return percent(context, m, s, t, area) - percent(context, m, 0, t, area); });
        table.row({scenario_id(context, s), area.id, year_of(context, t), simulate::quantile(values, 0.05),
                   simulate::quantile(values, 0.5), simulate::quantile(values, 0.95)});
      }
    }
  }
  return std::move(table).take();
}

// Quantile over members of passing times; a member that does not pass counts as later than any other.
double passing_quantile(std::vector<double>& times, double p) {
  for (double& t : times) t = std::isnan(t) ? HUGE_VAL : t;
  std::sort(times.begin(), times.end());
  const double time = times[static_cast<std::size_t>(std::floor(p * static_cast<double>(times.size() - 1) + 0.5))];
  return time == HUGE_VAL ? data::kNoValue : time;
}

data::Table passing_table(const AdoptionContext& context) {
  TableBuilder table("adoption_passing",
                     {label("scenario"), label("region"), real("threshold", "percent", 0), real("p05", "year", 1),
                      real("p50", "year", 1), real("p95", "year", 1), real("reached", "percent", 0)},
                     ensemble_origin(context).take());
  const std::vector<Area> list = areas(context, false);
  std::vector<double> path(year_count(context));
  for (std::size_t s = 0; s < scenario_count(context); ++s) {
    for (const Area& area : list) {
      for (const double threshold : kThresholds) {
        auto times = over_members(context, [&](std::size_t m) {
          for (std::size_t t = 0; t < path.size(); ++t) path[t] = percent(context, m, s, t, area);
          return simulate::passing_time(path, context.ensemble.first_year, threshold);
        });
        const auto reached =
            static_cast<double>(std::count_if(times.begin(), times.end(), [](double t) { return !std::isnan(t); }));
        table.row({scenario_id(context, s), area.id, threshold, passing_quantile(times, 0.05),
                   passing_quantile(times, 0.5), passing_quantile(times, 0.95),
                   100 * reached / static_cast<double>(times.size())});
      }
    }
  }
  return std::move(table).take();
}

// How many regions had passed the lowest threshold before the first end of a year that was simulated: there the data
// begin too late to say when.
data::Remark passed_before(const AdoptionContext& context, const data::Table& passing) {
  std::int64_t count = 0;
  for (std::size_t r = 0; r < passing.rows(); ++r) {
    const bool baseline =
        passing.find("scenario")->texts[r] == "baseline" && passing.find("region")->texts[r] != kNation;
    const bool lowest = passing.find("threshold")->numbers[r] == kThresholds[0];
    if (baseline && lowest && passing.find("p50")->numbers[r] <= context.ensemble.first_year + 1) ++count;
  }
  return {"adoption_passing",
          "remark.passed_before",
          {count, static_cast<std::int64_t>(context.loaded.region_count()), kThresholds[0],
           static_cast<std::int64_t>(context.ensemble.first_year)}};
}

}  // namespace

Result<void> add_adoption_tables(const AdoptionContext& context, data::ResultSet& results) {
  results.tables.push_back(paths_table(context));
  results.tables.push_back(groups_table(context));
  if (!context.loaded.study.decisions.empty()) results.tables.push_back(decisions_table(context));
  results.tables.push_back(stages_table(context));
  results.tables.push_back(funnel_table(context));
  auto gaps = gaps_table(context);
  if (!gaps) return tl::unexpected(gaps.error());
  results.tables.push_back(std::move(*gaps));
  results.tables.push_back(effects_table(context));
  results.tables.push_back(passing_table(context));
  results.remarks.push_back(passed_before(context, results.tables.back()));
  results.remarks.push_back(
      {"adoption", "remark.ranges_of_assumptions", {static_cast<std::int64_t>(member_count(context))}});
  return {};
}

}  // namespace tidu::app
