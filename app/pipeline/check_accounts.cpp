// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/pipeline/accounts_setup.h"
#include "app/pipeline/places.h"
#include "study/registry.h"
#include "study/suggestion.h"

namespace tidu::app {
namespace {

using study::AgentSector;

/// Finds whatever the accounts of a study lack, all of it.
class AccountsCheck {
 public:
  AccountsCheck(const LoadedStudy& loaded, Diagnostics& diagnostics)
      : loaded_(loaded), section_(*loaded.study.accounts), diagnostics_(diagnostics) {}

  void run() {
    check_series(section_.product, of_section("product"));
    for (const AgentSector& sector : section_.sectors) {
      for (const std::string& id : sector.series) check_series(id, sector.where);
    }
    check_sectors();
    check_margins();
    if (loaded_.interregional) return;  // its flows need neither distances nor value added of a year
    if (!places_of(loaded_) || !loaded_.regions.attributes.contains(std::string(kAreaColumn)))
      error(ErrorCode::missing, text("pipeline.accounts.places"), text("pipeline.accounts.places.hint"),
            {.file = loaded_.study.files.regions});
    check_base_year();
  }

 private:
  void error(ErrorCode code, Text message, Text hint, const Location& where) {
    diagnostics_.add({code, std::move(message), std::move(hint)}, where);
  }

  Location of_section(const std::string& key) const {
    const auto found = section_.where.find(key);
    return found == section_.where.end() ? section_.where.at("accounts") : found->second;
  }

  void check_series(const std::string& id, const Location& where) {
    if (loaded_.panel.find(id)) return;
    const std::vector<std::string_view> known(loaded_.panel.indicators.begin(), loaded_.panel.indicators.end());
    error(ErrorCode::unknown, text("pipeline.accounts.series", id),
          study::did_you_mean(id, known, text("pipeline.accounts.series.hint")), where);
    series_known_ = false;
  }

  void check_sectors() {
    const std::vector<std::string>& names = loaded_.sector_margins->sectors;
    const std::vector<std::string_view> known(names.begin(), names.end());
    std::vector<std::string_view> declared;
    for (const AgentSector& sector : section_.sectors) {
      declared.push_back(sector.id);
      if (std::find(known.begin(), known.end(), sector.id) == known.end())
        error(ErrorCode::unknown, text("pipeline.accounts.sector", sector.id),
              study::did_you_mean(sector.id, known, text("pipeline.accounts.sector.hint")), sector.where);
    }
    for (const std::string& id : names) {
      if (std::find(declared.begin(), declared.end(), id) == declared.end())
        error(ErrorCode::unknown, text("pipeline.accounts.no_sector", id), text("pipeline.accounts.no_sector.hint"),
              of_section("accounts"));
    }
  }

  void check_margins() {
    const data::SectorMargins& margins = *loaded_.sector_margins;
    for (std::size_t m = 0; m < std::size(data::kMarginNames); ++m) {
      const std::vector<double>& values = margins.of(static_cast<data::Margin>(m));
      for (std::size_t cell = 0; cell < values.size(); ++cell) {
        if (std::isnan(values[cell]))
          error(ErrorCode::missing,
                text("pipeline.accounts.margin", data::kMarginNames[m], margins.sectors[cell % margins.sectors.size()],
                     loaded_.regions.rows[cell / margins.sectors.size()].code),
                text("pipeline.accounts.margin.hint"), where_of(static_cast<data::Margin>(m), cell));
      }
    }
  }

  /// The empty cell, or the file where it has none.
  Location where_of(data::Margin margin, std::size_t cell) const {
    for (const data::SectorMargins::Blank& blank : loaded_.sector_margins->blanks) {
      if (blank.margin == margin && blank.cell == cell) return blank.where;
    }
    return {.file = loaded_.study.files.sector_margins};
  }

  void check_base_year() {
    const study::Study& study = loaded_.study;
    const auto options = study::parameters(study, economy::accounts::accounts_options());
    const int year = options.base_year;
    const auto set = study.settings.find("economy.base_year");
    const Location where = set == study.settings.end() ? of_section("accounts") : set->second.where;
    if (year < study.first_year || year > study.last_year) {
      error(ErrorCode::domain, text("pipeline.accounts.year", year, study.first_year, study.last_year),
            text("pipeline.accounts.year.hint"), where);
      return;
    }
    if (!series_known_) return;
    const std::vector<std::string> used = accounts_series(section_);
    const std::size_t needed = year == options.table_year ? 1 : used.size();
    for (std::size_t k = 0; k < needed; ++k) {
      if (const auto values = complete_series(loaded_, used[k], year); !values) diagnostics_.add(values.error(), where);
    }
  }

  const LoadedStudy& loaded_;
  const study::AccountsSection& section_;
  Diagnostics& diagnostics_;
  bool series_known_ = true;
};

}  // namespace

void check_accounts(const LoadedStudy& loaded, Diagnostics& diagnostics) {
  if (loaded.study.accounts) AccountsCheck(loaded, diagnostics).run();
}

}  // namespace tidu::app
