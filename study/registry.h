// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "core/base/option.h"
#include "study/study.h"

namespace tidu::study {

/// Every option of every module of core, in the order of docs/options.md. The only list that validation, schema, help and docs read.
const std::vector<OptionRecord>& all_options();

/// The record of a key, or nullptr.
const OptionRecord* find_option(std::string_view key);

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

/// The ranges that ensembles draw P's fields from, in the order of `options`: the record's own; the study's where it gives
/// one; a single value where the study sets a value without a range.
template <class P>
std::vector<Range> ranges(const Study& study, std::span<const Option<P>> options) {
  std::vector<Range> out;
  for (const Option<P>& option : options) {
    const auto it = study.settings.find(std::string(option.record.key));
    if (it == study.settings.end()) {
      out.push_back({option.record.low, option.record.high});
    } else if (it->second.range) {
      out.push_back({it->second.range->first, it->second.range->second});
    } else {
      out.push_back({it->second.value, it->second.value});
    }
  }
  return out;
}

}  // namespace tidu::study
