// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/economy_skills.h"

#include <algorithm>

#include "study/registry.h"

namespace tidu::app {
namespace {

using economy::accounts::SkillShares;

constexpr std::size_t kSkills = 2;

const study::SkilledSection* skilled_of(const LoadedStudy& loaded) {
  const auto& accounts = loaded.study.accounts;
  return accounts && accounts->skilled ? &*accounts->skilled : nullptr;
}

std::size_t base_place(const LoadedStudy& loaded) {
  const int base = study::parameters(loaded.study, economy::accounts::accounts_options()).base_year;
  return static_cast<std::size_t>(std::clamp(base, loaded.study.first_year, loaded.study.last_year) -
                                  loaded.study.first_year);
}

double share_of(const LoadedStudy& loaded, const study::SkilledSection& skilled, std::size_t region) {
  return loaded.variables[loaded.variable(skilled.share)].values(region, base_place(loaded));
}

}  // namespace

std::vector<std::string> skill_ids(const LoadedStudy& loaded) {
  const study::SkilledSection* skilled = skilled_of(loaded);
  return skilled ? std::vector<std::string>{skilled->id, "others"} : std::vector<std::string>{"all"};
}

std::optional<SkillShares> skill_shares(const LoadedStudy& loaded, const StudyAccounts& made) {
  const study::SkilledSection* skilled = skilled_of(loaded);
  if (!skilled) return std::nullopt;
  const auto options = study::parameters(loaded.study, economy::accounts::skill_options());
  const std::size_t regions = loaded.region_count();
  const std::size_t sectors = made.declared.size();
  SkillShares out{.intensity = Array<double, Group, economy::Sector>({kSkills, sectors}),
                  .people = Array<double, Region, Group>({regions + 1, kSkills}),
                  .wage = {1 + options.premium, 1},
                  .contrast = options.contrast};
  for (std::size_t j = 0; j < sectors; ++j) {
    out.intensity(0, j) = skilled->intensity[made.declared[j]];
    out.intensity(1, j) = 1 - out.intensity(0, j);
  }
  const std::vector<double> people = loaded.weights(base_place(loaded));
  double all = 0;
  double with = 0;
  for (std::size_t n = 0; n < regions; ++n) {
    out.people(n, 0) = share_of(loaded, *skilled, n);
    const double weight = people.empty() ? 1 : people[n];
    with += weight * out.people(n, 0);
    all += weight;
  }
  out.people(regions, 0) = with / all;
  for (std::size_t n = 0; n <= regions; ++n) out.people(n, 1) = 1 - out.people(n, 0);
  return out;
}

void check_skills(const LoadedStudy& loaded, Diagnostics& diagnostics) {
  const study::SkilledSection* skilled = skilled_of(loaded);
  if (!skilled) return;
  for (std::size_t n = 0; n < loaded.region_count(); ++n) {
    const double share = share_of(loaded, *skilled, n);
    if (share > 0 && share < 1) continue;
    diagnostics.add(
        {ErrorCode::domain, text("pipeline.skilled_share", skilled->share, loaded.regions.rows[n].code, share),
         text("pipeline.skilled_share.hint")},
        skilled->share_where);
    return;
  }
}

void skills_origin(const LoadedStudy& loaded, OriginBuilder& origin) {
  const study::SkilledSection* skilled = skilled_of(loaded);
  if (!skilled) return;
  origin.variable(skilled->share).all_assumptions(economy::accounts::skill_options()).formulas({"economy_skills"});
  if (loaded.weighted) origin.source(loaded.study.analysis.population);
}

}  // namespace tidu::app
