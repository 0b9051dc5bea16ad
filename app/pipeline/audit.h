// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/base/text.h"
#include "data/results.h"

namespace tidu::app {

/// What a check of the methods found in this study.
enum class Verdict : std::uint8_t {
  passed,          ///< the known mistake is excluded here
  warned,          ///< it may be in play: the reader must know
  not_applicable,  ///< the study does nothing that could go wrong in this way
};

/// Collects the methods audit: for each guard, a known mistake of studies of this kind, whether this study is free of
/// it and why. The guards, their names and the rule behind each are the texts "audit.<number>.name" and ".rule";
/// numbers without an entry appear as not applicable.
class Audit {
 public:
  /// A guard may be judged in several places (by index, by quantity): the worst verdict stands, its reasons all.
  void add(int guard, Verdict verdict, Text reason);

  /// The table "audit" and, in its order, a remark on it for each reason.
  void write(data::ResultSet& results) const;

 private:
  struct Entry {
    int guard = 0;
    Verdict verdict = Verdict::passed;
    Text reason;
  };
  std::vector<Entry> entries_;
};

}  // namespace tidu::app
