// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "app/pipeline/accounts_setup.h"
#include "app/pipeline/economy_skills.h"
#include "core/economy/equilibrium.h"
#include "core/economy/options.h"

namespace tidu::app {

/// What tables call the rest of the world.
constexpr std::string_view kAbroad = "abroad";

/// The study's economy in its base year: the nation's regions, and the rest of the world at the end.
struct StudyEconomy {
  const LoadedStudy& loaded;
  StudyAccounts made;
  std::optional<economy::accounts::SkillShares> skills;  ///< of places; none: all workers are alike
  economy::StaticsOptions options;
  economy::BaseYear base;

  std::size_t regions() const { return loaded.region_count(); }
  std::size_t places() const { return regions() + 1; }
  std::size_t sectors() const { return base.economy.sectors(); }
  std::string code(std::size_t n) const { return n == regions() ? std::string(kAbroad) : loaded.regions.rows[n].code; }
};

/// The economy of a study that has a section [accounts].
/// errors  those of study_accounts, labour_by_skill and prepare
Result<StudyEconomy> study_economy(const LoadedStudy& loaded);

/// An error of core/economy with the study's codes of regions and ids of sectors where core numbers them.
Error with_names(const LoadedStudy& loaded, Error error);

/// Where numbers come from that rest on the economy.
OriginBuilder economy_origin(const StudyEconomy& e);

}  // namespace tidu::app
