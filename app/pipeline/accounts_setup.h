// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "app/pipeline/loaded_study.h"
#include "app/pipeline/origins.h"
#include "core/economy/accounts/accounts.h"

namespace tidu::app {

/// The accounts of a study and what they were made from. Sectors are in the order of the file of sector margins.
struct StudyAccounts {
  economy::accounts::AccountsOptions options;
  economy::accounts::RegionalTables tables;
  economy::accounts::Accounts accounts;
  std::vector<std::size_t> declared;  ///< for each sector its place in the study's list
  bool by_industry = true;            ///< value added is that of the panel's industries, not of product alone
};

/// Column of data.regions, in 10,000 km2.
constexpr std::string_view kAreaColumn = "area_1e4_km2";

/// A series of the panel in a year, complete.
/// errors  pipeline.accounts.value (missing: region)
Result<std::vector<double>> complete_series(const LoadedStudy& loaded, const std::string& id, int year);

/// The tables of the study's regions as core takes them.
economy::accounts::RegionalTables regional_tables(const LoadedStudy& loaded);

/// Industries of the study's panel in a year: sectors with the same list of series are one industry.
/// errors  that of complete_series
Result<economy::accounts::Industries> industries_of(const LoadedStudy& loaded, int year,
                                                    economy::accounts::Residual residual);

/// The accounts of the base year; none where the study has no section [accounts].
/// errors  those above and of core/economy/accounts
Result<std::optional<StudyAccounts>> study_accounts(const LoadedStudy& loaded);

/// What accounts of a base year are made from beside the tables, whatever is assumed.
struct AccountsInputs {
  economy::RegionSector value_added;       ///< N x J, of the base year
  economy::accounts::Geography geography;  ///< of the regions; this and the above are empty with an interregional table
  std::optional<economy::accounts::Interregional> interregional;
};
Result<AccountsInputs> accounts_inputs(const LoadedStudy& loaded, const economy::accounts::RegionalTables& tables,
                                       const economy::accounts::AccountsOptions& options, bool by_industry);

/// The accounts of another year than the base year; by_industry = false: the tables' value added, scaled to product.
/// The study has a section [accounts].
/// errors  those above; pipeline.accounts.given (domain: a given table is of the base year alone)
Result<StudyAccounts> accounts_of_year(const LoadedStudy& loaded, int year, bool by_industry);

/// Unit of the series of gross regional product; "1" where it has none.
std::string money_unit(const LoadedStudy& loaded);

/// Series that value added is made of.
std::vector<std::string> accounts_series(const study::AccountsSection& section);

/// Where numbers come from that rest on the accounts.
OriginBuilder accounts_origin(const LoadedStudy& loaded, const StudyAccounts& made);

}  // namespace tidu::app
