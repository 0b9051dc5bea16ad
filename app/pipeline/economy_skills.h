// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/pipeline/accounts_setup.h"
#include "core/economy/accounts/skills.h"

namespace tidu::app {

/// Skills of a study that tells workers apart: the skilled, then the others. Regions, and the rest of the world at the
/// end, which has the regions' mean by people; sectors in the order of the accounts. None without [accounts.skilled].
/// Needs the study's population.
std::optional<economy::accounts::SkillShares> skill_shares(const LoadedStudy& loaded, const StudyAccounts& made);

/// Ids of the skills: "all", or the study's own and "others".
std::vector<std::string> skill_ids(const LoadedStudy& loaded);

/// Reports shares of the skilled that are none, at the study file's place.
void check_skills(const LoadedStudy& loaded, Diagnostics& diagnostics);

/// Names what incomes and people by skill rest on; nothing where there is one skill.
void skills_origin(const LoadedStudy& loaded, OriginBuilder& origin);

}  // namespace tidu::app
