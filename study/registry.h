// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "core/base/option.h"
#include "study/study.h"

namespace tidu::study {

/// Every option of every module of core, in the order of docs/options.md. The only list that validation, schema, help
/// and docs read.
const std::vector<OptionRecord>& all_options();

/// The record of a key, or nullptr.
const OptionRecord* find_option(std::string_view key);

/// An option as a study uses it.
struct UsedOption {
  std::string_view key;
  double value = 0;
  Range range;  ///< the record's own; the study's where it gives one; low == high where it sets a value without a range
};
UsedOption used_option(const Study& study, const OptionRecord& record);

/// A parameter struct with the study's settings over its defaults. `options` is the table that stands beside P in core.
template <class P>
P parameters(const Study& study, std::span<const Option<P>> options) {
  P p{};
  for (const Option<P>& option : options) {
    const auto it = study.settings.find(std::string(option.record.key));
    if (it != study.settings.end()) option.set(p, it->second.value);
  }
  return p;
}

/// The ranges that ensembles draw P's fields from, in the order of `options`.
template <class P>
std::vector<Range> ranges(const Study& study, std::span<const Option<P>> options) {
  std::vector<Range> out;
  for (const Option<P>& option : options) out.push_back(used_option(study, option.record).range);
  return out;
}

/// Every option with what the study sets over its default, in the order of all_options().
std::vector<UsedOption> used_options(const Study& study);

}  // namespace tidu::study
