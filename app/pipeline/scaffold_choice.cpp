// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/scaffold_choice.h"

#include <algorithm>
#include <cmath>

#include "study/suggestion.h"

namespace tidu::app {
namespace {

struct Span {
  int first = 0;
  int last = 0;
};

double cell(const data::Survey& survey, std::size_t series, std::size_t region, int year) {
  return survey.panel.values(series, region, static_cast<std::size_t>(year - survey.panel.first_year));
}

std::size_t gaps(const data::Survey& survey, std::size_t series, Span years) {
  std::size_t count = 0;
  for (std::size_t r = 0; r < survey.regions.rows.size(); ++r) {
    for (int year = years.first; year <= years.last; ++year)
      count += std::isnan(cell(survey, series, r, year)) ? 1U : 0U;
  }
  return count;
}

// Cells that stay empty when gaps are filled by the rule (core/base/fill.h).
std::size_t left_open(const data::Survey& survey, std::size_t series, Span years, Fill fill) {
  if (fill == Fill::none) return gaps(survey, series, years);
  if (fill == Fill::group || fill == Fill::zero) return 0;
  std::size_t count = 0;
  for (std::size_t r = 0; r < survey.regions.rows.size(); ++r) {
    const auto lacks = [&](int year) { return std::isnan(cell(survey, series, r, year)); };
    Span known = years;
    while (known.first <= years.last && lacks(known.first)) ++known.first;
    while (known.last >= known.first && lacks(known.last)) --known.last;
    const bool never = known.first > known.last;
    if (never) count += static_cast<std::size_t>(years.last - years.first + 1);
    // one value has no slope
    if (fill == Fill::trend && known.first == known.last) count += static_cast<std::size_t>(years.last - years.first);
    if (!never && fill == Fill::linear)
      count += static_cast<std::size_t>(known.first - years.first + years.last - known.last);
  }
  return count;
}

// True as well for a series without any value.
bool is_constant(const data::Survey& survey, std::size_t series, Span years) {
  double first = std::nan("");
  for (std::size_t r = 0; r < survey.regions.rows.size(); ++r) {
    for (int year = years.first; year <= years.last; ++year) {
      const double value = cell(survey, series, r, year);
      if (std::isnan(first)) first = value;
      if (!std::isnan(value) && value != first) return false;
    }
  }
  return true;
}

std::optional<Span> fullest_years(const data::Survey& survey, const std::vector<std::size_t>& wanted, Span limits) {
  const auto years = static_cast<std::size_t>(limits.last - limits.first + 1);
  std::vector<std::vector<bool>> complete(wanted.size(), std::vector<bool>(years));
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    for (std::size_t t = 0; t < years; ++t) {
      const int year = limits.first + static_cast<int>(t);
      complete[i][t] = gaps(survey, wanted[i], {year, year}) == 0;
    }
  }
  std::pair<std::size_t, std::size_t> most;  // cells by region, series
  std::optional<Span> best;
  for (std::size_t first = 0; first < years; ++first) {
    std::vector<bool> still(wanted.size(), true);
    for (std::size_t last = first; last < years; ++last) {
      std::size_t count = 0;
      for (std::size_t i = 0; i < still.size(); ++i) {
        still[i] = still[i] && complete[i][last];
        count += still[i] ? 1U : 0U;
      }
      const std::pair now(count * (last - first + 1), count);
      if (count == 0 || now < most) continue;
      most = now;
      best = Span{limits.first + static_cast<int>(first), limits.first + static_cast<int>(last)};
    }
  }
  return best;
}

std::string id_of(const std::string& name, std::size_t position) {
  std::string id;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter) id += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (!letter && !id.empty() && id.back() != '_') id += '_';
  }
  while (!id.empty() && id.back() == '_') id.pop_back();
  return id.empty() || static_cast<unsigned char>(name.front()) >= 0x80 ? "series_" + std::to_string(position + 1) : id;
}

class Chooser {
 public:
  Chooser(const data::Survey& survey, const ScaffoldRequest& request)
      : survey_(survey), request_(request), ids_(series_ids(survey)) {}

  Outcome<ScaffoldChoice> choose() {
    const DataRoles& roles = request_.roles;
    ScaffoldChoice choice;
    if (survey_.regions.rows.size() < 2)
      error(ErrorCode::shape, text("scaffold.one_region"), text("scaffold.one_region.hint"));
    choice.indicators = resolve(roles.indicators);
    choice.negative = resolve(roles.negative);
    choice.quantities = resolve(roles.quantities);
    choice.drivers = resolve(roles.drivers);
    choice.adoption = resolve(roles.adoption);
    if (!roles.population.empty()) {
      const auto found = resolve({roles.population});
      if (!found.empty()) choice.population = found.front();
    } else if (const auto it = std::find(ids_.begin(), ids_.end(), "population"); it != ids_.end()) {
      choice.population = static_cast<std::size_t>(it - ids_.begin());
    }
    if (!outcome_.diagnostics.has_errors()) choose_years(choice);
    if (!outcome_.diagnostics.has_errors()) sort_out(choice);
    if (!outcome_.diagnostics.has_errors()) outcome_.value = std::move(choice);
    return std::move(outcome_);
  }

 private:
  void error(ErrorCode code, Text message, Text hint) {
    outcome_.diagnostics.add({code, std::move(message), std::move(hint)}, {.file = request_.data_name});
  }

  std::vector<std::size_t> resolve(const std::vector<std::string>& names) {
    std::vector<std::size_t> positions;
    for (const std::string& name : names) {
      std::size_t i = 0;
      while (i < ids_.size() && name != survey_.series[i].id && name != ids_[i]) ++i;
      if (i < ids_.size()) {
        if (std::find(positions.begin(), positions.end(), i) == positions.end()) positions.push_back(i);
        continue;
      }
      std::vector<std::string_view> known(ids_.begin(), ids_.end());
      for (const data::SeriesProfile& series : survey_.series) known.push_back(series.id);
      error(ErrorCode::unknown, text("scaffold.unknown_series", name),
            study::did_you_mean(name, known, text("scaffold.unknown_series.hint")));
    }
    return positions;
  }

  // The series that the user named, or all.
  std::vector<std::size_t> wanted(const ScaffoldChoice& choice) const {
    std::vector<std::size_t> all;
    const auto add = [&all](const std::vector<std::size_t>& some) {
      for (const std::size_t i : some) {
        if (std::find(all.begin(), all.end(), i) == all.end()) all.push_back(i);
      }
    };
    add(choice.indicators);
    add(choice.quantities);
    add(choice.drivers);
    add(choice.adoption);
    if (!request_.roles.population.empty() && choice.population) add({*choice.population});
    if (choice.indicators.empty()) {
      all.clear();
      for (std::size_t i = 0; i < ids_.size(); ++i) all.push_back(i);
    }
    return all;
  }

  void choose_years(ScaffoldChoice& choice) {
    const Span there{survey_.panel.first_year, survey_.panel.first_year + static_cast<int>(survey_.panel.years()) - 1};
    const DataRoles& roles = request_.roles;
    const Span limits{std::max(there.first, roles.first_year.value_or(there.first)),
                      std::min(there.last, roles.last_year.value_or(there.last))};
    if (limits.first > limits.last) {
      error(ErrorCode::domain, text("scaffold.years", there.first, there.last), text("scaffold.years.hint"));
      return;
    }
    std::optional<Span> years = limits;
    if (!roles.first_year && roles.fill == Fill::none) years = fullest_years(survey_, wanted(choice), limits);
    if (!years) {
      error(ErrorCode::missing, text("scaffold.nothing"), text("scaffold.nothing.hint"));
      return;
    }
    choice.first_year = years->first;
    choice.last_year = years->last;
    if (roles.adoption_wanted && years->first == years->last) {
      error(ErrorCode::shape, text("scaffold.one_year", years->first), text("scaffold.one_year.hint"));
    }
  }

  // The regions with fewer values of a series in the chosen years than its gaps can be filled from, as the file calls
  // them; the first ten.
  std::string regions_without(const ScaffoldChoice& choice, std::size_t i) const {
    const int needed = request_.roles.fill == Fill::trend ? 2 : 1;
    constexpr std::size_t kMost = 10;
    std::string names;
    std::size_t count = 0;
    for (std::size_t r = 0; r < survey_.regions.rows.size(); ++r) {
      int seen = 0;
      for (int year = choice.first_year; year <= choice.last_year; ++year) {
        seen += std::isnan(cell(survey_, i, r, year)) ? 0 : 1;
      }
      if (seen >= needed) continue;
      if (count < kMost) names += (count == 0 ? "" : ", ") + survey_.regions.rows[r].name.en;
      ++count;
    }
    return count > kMost ? names + ", ..." : names;
  }

  void sort_out(ScaffoldChoice& choice) {
    const Span years{choice.first_year, choice.last_year};
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      const bool whole = left_open(survey_, i, years, request_.roles.fill) == 0;
      (whole && !is_constant(survey_, i, years) ? choice.usable : choice.unusable).push_back(i);
    }
    for (const auto* named : {&choice.indicators, &choice.quantities, &choice.drivers, &choice.adoption}) {
      for (const std::size_t i : *named) require_usable(choice, i);
    }
    if (choice.population && request_.roles.population.empty() && gaps(survey_, *choice.population, years) > 0)
      choice.population.reset();
    if (choice.indicators.empty()) {
      for (const std::size_t i : choice.usable) {
        if (i != choice.population) choice.indicators.push_back(i);
      }
    }
    if (!outcome_.diagnostics.has_errors()) choose_panels(choice);
    if (choice.indicators.empty() && !outcome_.diagnostics.has_errors())
      error(ErrorCode::missing, text("scaffold.nothing"), text("scaffold.nothing.hint"));
    for (const std::size_t i : choice.negative) {
      if (std::find(choice.indicators.begin(), choice.indicators.end(), i) != choice.indicators.end()) continue;
      error(ErrorCode::domain, text("scaffold.not_in_index", survey_.series[i].id), text("scaffold.not_in_index.hint"));
    }
  }

  // Whether what is there lies between 0 and 100.
  bool is_share(const ScaffoldChoice& choice, std::size_t i) const {
    for (std::size_t r = 0; r < survey_.regions.rows.size(); ++r) {
      for (int year = choice.first_year; year <= choice.last_year; ++year) {
        const double value = cell(survey_, i, r, year);
        if (!std::isnan(value) && !(value > 0 && value < 100)) return false;
      }
    }
    return true;
  }

  // Panels of adoption that the user did not name: whatever is a percentage everywhere.
  void choose_panels(ScaffoldChoice& choice) {
    if (!request_.roles.adoption_wanted || !choice.adoption.empty()) return;
    for (const std::size_t i : choice.usable) {
      if (is_share(choice, i)) choice.adoption.push_back(i);
    }
    if (!choice.adoption.empty()) return;
    const auto open = std::find_if(choice.unusable.begin(), choice.unusable.end(), [&](std::size_t i) {
      return is_share(choice, i) && !is_constant(survey_, i, {choice.first_year, choice.last_year});
    });
    if (open != choice.unusable.end()) {
      require_usable(choice, *open);
      return;
    }
    error(ErrorCode::missing, text("scaffold.no_share"), text("scaffold.no_share.hint"));
  }

  void require_usable(const ScaffoldChoice& choice, std::size_t i) {
    if (std::find(choice.usable.begin(), choice.usable.end(), i) != choice.usable.end()) return;
    const std::size_t missing = left_open(survey_, i, {choice.first_year, choice.last_year}, request_.roles.fill);
    const std::string& name = survey_.series[i].id;
    const std::string without = regions_without(choice, i);
    if (missing > 0 && !without.empty()) {
      error(ErrorCode::missing, text("scaffold.never_in", name, choice.first_year, choice.last_year, without),
            text("scaffold.never_in.hint"));
    } else if (missing > 0 && request_.roles.fill != Fill::none) {
      error(ErrorCode::missing, text("scaffold.open_in", name, missing, choice.first_year, choice.last_year),
            text("scaffold.open_in.hint"));
    } else if (missing > 0) {
      error(ErrorCode::missing, text("scaffold.gaps_in", name, missing, choice.first_year, choice.last_year),
            text("scaffold.gaps_in.hint"));
    } else {
      error(ErrorCode::domain, text("scaffold.constant_in", name, choice.first_year, choice.last_year),
            text("scaffold.constant_in.hint"));
    }
  }

  const data::Survey& survey_;
  const ScaffoldRequest& request_;
  std::vector<std::string> ids_;
  Outcome<ScaffoldChoice> outcome_;
};

}  // namespace

std::vector<std::string> series_ids(const data::Survey& survey) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < survey.series.size(); ++i) {
    std::string id = id_of(survey.series[i].id, i);
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) id += "_" + std::to_string(i + 1);
    ids.push_back(std::move(id));
  }
  return ids;
}

std::size_t missing_cells(const data::Survey& survey, std::size_t series, const ScaffoldChoice& choice) {
  return gaps(survey, series, {choice.first_year, choice.last_year});
}

Outcome<ScaffoldChoice> choose_series(const data::Survey& survey, const ScaffoldRequest& request) {
  return Chooser(survey, request).choose();
}

}  // namespace tidu::app
