// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "app/pipeline/loaded_study.h"
#include "core/base/option.h"
#include "data/results.h"

namespace tidu::app {

/// Builds the origin of a column: series, formulas and assumptions, each once and in order of first mention.
class OriginBuilder {
 public:
  explicit OriginBuilder(const LoadedStudy& loaded) : loaded_(loaded) {}

  OriginBuilder& source(std::string_view id);
  OriginBuilder& sources(const std::vector<std::string>& ids);
  OriginBuilder& variable(std::string_view id);  ///< the series behind a variable of the study
  OriginBuilder& index(std::string_view id);     ///< series of all indicators and formulas of an index
  OriginBuilder& formulas(std::initializer_list<std::string_view> ids);
  OriginBuilder& assumptions(std::initializer_list<std::string_view> keys);
  template <class P>
  OriginBuilder& all_assumptions(std::span<const Option<P>> options) {
    for (const Option<P>& option : options) {
      if (is_assumption(option.record)) add(origin_.assumptions, option.record.key);
    }
    return *this;
  }
  data::Origin take() const { return origin_; }

 private:
  static void add(std::vector<std::string>& list, std::string_view item);

  const LoadedStudy& loaded_;
  data::Origin origin_;
};

}  // namespace tidu::app
