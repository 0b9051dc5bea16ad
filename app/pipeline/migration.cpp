// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/migration.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/pipeline/places.h"
#include "core/base/sum.h"
#include "core/economy/accounts/options.h"
#include "core/measure/space/geography.h"
#include "data/units.h"
#include "study/registry.h"
#include "study/suggestion.h"

namespace tidu::app {
namespace {

constexpr double kFarApart =
    1.5;  ///< of in and out: more is a mistake in a unit or a series rather than people from elsewhere

/// A refusal, and the key of the study file that it is about.
struct Refused {
  Error error;
  std::string_view key;
};

template <class T>
using Found = tl::expected<T, Refused>;

tl::unexpected<Refused> refuse(ErrorCode code, std::string_view key, Text message, Text hint) {
  return tl::unexpected(Refused{{code, std::move(message), std::move(hint)}, key});
}

class MigrationReader {
 public:
  explicit MigrationReader(const LoadedStudy& loaded)
      : loaded_(loaded),
        options_(study::parameters(loaded.study, economy::step_options())),
        base_year_(study::parameters(loaded.study, economy::accounts::accounts_options()).base_year) {}

  Found<Migration> totals() const {
    const study::AccountsSection& from = *loaded_.study.accounts;
    Migration out{.from_totals = true};
    for (const auto& [key, id] : series()) {
      if (auto ok = check_series(key, id); !ok) return tl::unexpected(ok.error());
    }
    const auto year = last_year();
    if (!year) return tl::unexpected(year.error());
    out.year = *year;
    auto people = people_in(out.year);
    if (!people) return tl::unexpected(people.error());
    auto in = values("migrants_in", from.migrants_in, out.year);
    if (!in) return tl::unexpected(in.error());
    auto left = values("migrants_out", from.migrants_out, out.year);
    if (!left) return tl::unexpected(left.error());
    out.in = std::move(*in);
    out.out = std::move(*left);
    if (auto ok = balance(out); !ok) return tl::unexpected(ok.error());
    if (auto ok = set_before(out, *people, "migrants_out"); !ok) return tl::unexpected(ok.error());
    auto distance = distances();
    if (!distance) return tl::unexpected(distance.error());
    auto moves = economy::moves_from_totals({.people = out.before,
                                             .out = out.out,
                                             .in = out.in,
                                             .years = static_cast<double>(options_.migration_years),
                                             .distance = std::move(*distance),
                                             .distance_elasticity = options_.migration_distance});
    if (!moves) return tl::unexpected(Refused{moves.error(), "migrants_in"});
    out.over_the_years = std::move(moves->over_the_years);
    out.yearly = std::move(moves->yearly);
    return out;
  }

  Found<Migration> flows() const {
    const std::size_t regions = loaded_.region_count();
    Migration out{.year = std::clamp(base_year_, loaded_.study.first_year, loaded_.study.last_year)};
    const auto people = people_in(out.year);
    if (!people) return tl::unexpected(people.error());
    const auto persons = conversion("persons");
    if (!persons)
      return refuse(ErrorCode::domain, "migration",
                    text("pipeline.migration.unit", loaded_.study.files.migration, unit()),
                    text("pipeline.migration.unit.hint"));
    economy::MoveShares flows({regions, regions});
    for (std::size_t k = 0; k < flows.size(); ++k) flows.values()[k] = (*persons)((*loaded_.migration)[k]);
    out.in.assign(regions, 0);
    out.out.assign(regions, 0);
    bool stayers = false;
    for (std::size_t s = 0; s < regions; ++s) {
      stayers = stayers || flows(s, s) > 0;
      for (std::size_t t = 0; t < regions; ++t) {
        if (s == t) continue;
        out.out[s] += flows(s, t);
        out.in[t] += flows(s, t);
      }
    }
    out.in_given = sum(out.in);
    out.out_given = sum(out.out);
    if (auto ok = set_before(out, *people, "migration"); !ok) return tl::unexpected(ok.error());
    for (std::size_t s = 0; s < regions; ++s) {
      if (stayers) out.before[s] = out.out[s] + flows(s, s);
      if (!(out.before[s] > out.out[s]))
        return refuse(ErrorCode::domain, "migration", text("pipeline.migration.left", code(s), out.year),
                      text("pipeline.migration.left.hint"));
      for (std::size_t t = 0; t < regions; ++t) flows(s, t) /= out.before[s];
      flows(s, s) = 1 - out.out[s] / out.before[s];
    }
    auto yearly = economy::yearly_moves(flows, static_cast<double>(options_.migration_years));
    if (!yearly) return tl::unexpected(Refused{yearly.error(), "migration"});
    out.over_the_years = std::move(flows);
    out.yearly = std::move(*yearly);
    return out;
  }

 private:
  std::array<std::pair<std::string_view, std::string>, 2> series() const {
    const study::AccountsSection& from = *loaded_.study.accounts;
    return {{{"migrants_in", from.migrants_in}, {"migrants_out", from.migrants_out}}};
  }

  std::string code(std::size_t n) const { return loaded_.regions.rows[n].code; }

  std::string unit() const {
    const auto population = loaded_.panel.find(loaded_.study.analysis.population);
    return population ? loaded_.panel.units[*population] : std::string();
  }

  /// From a unit of people into the population's; a series without a unit has that of the population.
  std::optional<data::Conversion> conversion(std::string_view from) const {
    if (from.empty() || unit().empty()) return data::Conversion{};
    return data::conversion(from, unit());
  }

  Found<void> check_series(std::string_view key, const std::string& id) const {
    const auto place = loaded_.panel.find(id);
    if (!place) {
      const std::vector<std::string_view> known(loaded_.panel.indicators.begin(), loaded_.panel.indicators.end());
      return tl::unexpected(Refused{{ErrorCode::unknown, text("pipeline.migration.series", id),
                                     study::did_you_mean(id, known, text("pipeline.migration.series.hint"))},
                                    key});
    }
    if (!conversion(loaded_.panel.units[*place]))
      return refuse(ErrorCode::domain, key, text("pipeline.migration.unit", id, unit()),
                    text("pipeline.migration.unit.hint"));
    return {};
  }

  /// The last year up to the base year that both series cover.
  Found<int> last_year() const {
    const int last = std::min(base_year_, loaded_.study.last_year);
    std::string missing = code(0);
    std::string_view key = "migrants_in";
    std::string id = loaded_.study.accounts->migrants_in;
    int year_of_missing = last;
    bool seen = false;
    for (int year = last; year >= loaded_.study.first_year; --year) {
      bool complete = true;
      for (const auto& [each_key, each] : series()) {
        const auto values = loaded_.series(each, static_cast<std::size_t>(year - loaded_.study.first_year));
        const auto gap = std::find_if(values.begin(), values.end(), [](double v) { return std::isnan(v); });
        if (gap == values.end()) continue;
        complete = false;
        const bool empty = std::all_of(values.begin(), values.end(), [](double v) { return std::isnan(v); });
        if (seen || empty) continue;
        seen = true;
        missing = code(static_cast<std::size_t>(gap - values.begin()));
        key = each_key;
        id = each;
        year_of_missing = year;
      }
      if (complete) return year;
    }
    return refuse(ErrorCode::missing, key, text("pipeline.migration.no_year", id, missing, year_of_missing),
                  text("pipeline.migration.no_year.hint"));
  }

  Found<std::vector<double>> people_in(int year) const {
    if (!loaded_.weighted)
      return refuse(ErrorCode::missing, "accounts", text("pipeline.migration.population"),
                    text("pipeline.migration.population.hint"));
    return loaded_.weights(static_cast<std::size_t>(year - loaded_.study.first_year));  // all above 0
  }

  Found<std::vector<double>> values(std::string_view key, const std::string& id, int year) const {
    auto out = loaded_.series(id, static_cast<std::size_t>(year - loaded_.study.first_year));
    const auto to_people = conversion(loaded_.panel.units[*loaded_.panel.find(id)]);
    for (std::size_t n = 0; n < out.size(); ++n) {
      if (out[n] < 0)
        return refuse(ErrorCode::domain, key, text("pipeline.migration.negative", id, code(n), year, out[n]),
                      text("pipeline.migration.negative.hint"));
      out[n] = (*to_people)(out[n]);
    }
    return out;
  }

  static Found<void> balance(Migration& m) {
    m.in_given = sum(m.in);
    m.out_given = sum(m.out);
    const double used = std::min(m.in_given, m.out_given);
    if (std::max(m.in_given, m.out_given) > kFarApart * used)
      return refuse(ErrorCode::domain, "migrants_in", text("pipeline.migration.totals", m.in_given, m.out_given),
                    text("pipeline.migration.totals.hint"));
    if (used == 0) return {};
    for (double& in : m.in) in *= used / m.in_given;
    for (double& out : m.out) out *= used / m.out_given;
    return {};
  }

  /// Who is there and did not come was there before, and so was who left.
  Found<void> set_before(Migration& m, const std::vector<double>& people, std::string_view key) const {
    m.before.resize(people.size());
    for (std::size_t n = 0; n < people.size(); ++n) {
      m.before[n] = people[n] - m.in[n] + m.out[n];
      if (!(people[n] > m.in[n]))
        return refuse(ErrorCode::domain, key, text("pipeline.migration.left", code(n), m.year),
                      text("pipeline.migration.left.hint"));
    }
    return {};
  }

  Found<economy::MoveShares> distances() const {
    const auto places = places_of(loaded_);
    if (!places)
      return refuse(ErrorCode::missing, "migrants_in", text("pipeline.migration.place"),
                    text("pipeline.migration.place.hint"));
    auto km = measure::great_circle_distances(places->points);
    if (!km) return tl::unexpected(Refused{km.error(), "migrants_in"});
    return std::move(*km);
  }

  const LoadedStudy& loaded_;
  economy::StepOptions options_;
  int base_year_;
};

Found<std::optional<Migration>> find(const LoadedStudy& loaded) {
  if (!says_who_moves(loaded)) return std::nullopt;
  const MigrationReader reader(loaded);
  auto found = loaded.migration ? reader.flows() : reader.totals();
  if (!found) return tl::unexpected(found.error());
  return std::optional(std::move(*found));
}

Location place_of(const LoadedStudy& loaded, std::string_view key) {
  const study::Study& study = loaded.study;
  const std::string name(key);
  if (key == "migration") return study.files.where.at(study.files.migration);
  const auto& where = study.accounts->where;
  return where.at(where.contains(name) ? name : "accounts");
}

}  // namespace

bool says_who_moves(const LoadedStudy& loaded) {
  const auto& accounts = loaded.study.accounts;
  return accounts && (loaded.migration || !accounts->migrants_in.empty());
}

Result<std::optional<Migration>> migration_of(const LoadedStudy& loaded) {
  auto found = find(loaded);
  if (!found) return tl::unexpected(found.error().error);
  return std::move(*found);
}

void check_migration(const LoadedStudy& loaded, Diagnostics& diagnostics) {
  if (const auto found = find(loaded); !found)
    diagnostics.add(found.error().error, place_of(loaded, found.error().key));
}

}  // namespace tidu::app
