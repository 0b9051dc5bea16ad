// SPDX-License-Identifier: Apache-2.0
#include "study/baseline.h"

#include "core/economy/accounts/options.h"
#include "core/simulate/economy/options.h"
#include "study/registry.h"

namespace tidu::study {
namespace {

/// Where a setting stands; the section, where the study leaves it out.
Location where_set(const Study& study, std::string_view key, const Location& section) {
  const auto set = study.settings.find(std::string(key));
  return set == study.settings.end() ? section : set->second.where;
}

}  // namespace

void check_baseline(FieldReader& reader, const TomlValue& root, Study& study) {
  const TomlValue* section = root.find("baseline");
  if (section == nullptr || section->kind != TomlValue::Kind::table) return;
  study.baseline = section->where;
  if (!study.accounts)
    reader.error(ErrorCode::missing, text("study.baseline.accounts"), text("study.baseline.accounts.hint"),
                 section->where);
  if (study.analysis.growth.empty())
    reader.error(ErrorCode::missing, text("study.baseline.growth"), text("study.baseline.growth.hint"), section->where);
  const auto options = parameters(study, simulate::baseline_options());
  const int base_year = parameters(study, economy::accounts::accounts_options()).base_year;
  if (options.until <= base_year)
    reader.error(ErrorCode::domain, text("study.baseline.until", options.until, base_year),
                 text("study.baseline.until.hint"), where_set(study, "baseline.until", section->where));
  // the default gives way to fewer draws, what the study says does not
  const auto rows = study.settings.find("baseline.variance_draws");
  if (rows != study.settings.end() && 2 * options.variance_draws > options.draws)
    reader.error(ErrorCode::domain, text("study.baseline.rows", options.variance_draws, options.draws),
                 text("study.baseline.rows.hint"), rows->second.where);
}

}  // namespace tidu::study
