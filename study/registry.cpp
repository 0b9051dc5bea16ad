// SPDX-License-Identifier: Apache-2.0
#include "study/registry.h"

#include "core/calibrate/options.h"
#include "core/calibrate/prior_options.h"
#include "core/diffusion/process/levers.h"
#include "core/diffusion/process/rates.h"
#include "core/diffusion/process/spread.h"
#include "core/economy/accounts/options.h"
#include "core/economy/accounts/skills.h"
#include "core/economy/options.h"
#include "core/measure/dynamics/options.h"
#include "core/measure/gaps/options.h"
#include "core/measure/index/assessment_options.h"
#include "core/measure/index/options.h"
#include "core/measure/network/options.h"
#include "core/measure/space/geography_options.h"
#include "core/measure/space/options.h"
#include "core/simulate/economy/options.h"
#include "core/simulate/options.h"
#include "study/report_options.h"

namespace tidu::study {
namespace {

template <class P>
void append(std::vector<OptionRecord>& records, std::span<const Option<P>> options) {
  for (const Option<P>& option : options) records.push_back(option.record);
}

std::vector<OptionRecord> merge() {
  std::vector<OptionRecord> records;
  append(records, measure::index_options());
  append(records, measure::assessment_options());
  append(records, measure::gap_options());
  append(records, measure::dynamics_options());
  append(records, measure::space_options());
  append(records, measure::geography_options());
  append(records, measure::network_options());
  append(records, economy::accounts::accounts_options());
  append(records, economy::statics_options());
  append(records, economy::density_options());
  append(records, simulate::baseline_options());
  append(records, economy::step_options());
  append(records, economy::settling_options());
  append(records, economy::accounts::skill_options());
  append(records, diffusion::process_options());
  append(records, diffusion::spread_options());
  append(records, diffusion::lever_options());
  append(records, calibrate::calibrate_options());
  append(records, calibrate::prior_options());
  append(records, simulate::simulate_options());
  append(records, report_options());
  return records;
}

}  // namespace

const std::vector<OptionRecord>& all_options() {
  static const std::vector<OptionRecord> records = merge();
  return records;
}

const OptionRecord* find_option(std::string_view key) {
  for (const OptionRecord& record : all_options()) {
    if (record.key == key) return &record;
  }
  return nullptr;
}

UsedOption used_option(const Study& study, const OptionRecord& record) {
  const auto it = study.settings.find(std::string(record.key));
  if (it == study.settings.end()) return {record.key, record.default_value, {record.low, record.high}};
  const Setting& setting = it->second;
  return {record.key, setting.value,
          setting.range ? Range{setting.range->first, setting.range->second} : Range{setting.value, setting.value}};
}

std::vector<UsedOption> used_options(const Study& study) {
  std::vector<UsedOption> used;
  for (const OptionRecord& record : all_options()) used.push_back(used_option(study, record));
  return used;
}

}  // namespace tidu::study
