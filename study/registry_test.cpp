// SPDX-License-Identifier: Apache-2.0
#include "study/registry.h"

#include <gtest/gtest.h>

#include <string>

namespace tidu::study {
namespace {

// No word of a citation is read to find out what a number rests on, so every record has to say it.
TEST(Registry, EveryOptionSaysWhatItRestsOn) {
  for (const OptionRecord& record : all_options()) {
    EXPECT_NE(record.kind, SourceKind::unsaid) << record.key;
    EXPECT_FALSE(record.source.empty()) << record.key;
  }
}

// A year or a choice that is called an assumption may be a setting; a number that is called one is one.
TEST(Registry, ACitationDoesNotContradictItsKind) {
  for (const OptionRecord& record : all_options()) {
    const bool called = record.source.starts_with("assumption");
    const bool asked = record.type == OptionType::integer && record.kind == SourceKind::setting;
    if (called && !asked) {
      EXPECT_EQ(record.kind, SourceKind::assumption) << record.key;
    }
    const bool own = record.source == "Tidu" || record.source == "convention" || called;
    if (own) {
      EXPECT_NE(record.kind, SourceKind::literature) << record.key;
    }
  }
}

// What ensembles vary is no setting of whoever asks.
TEST(Registry, WhatIsDrawnIsNoSetting) {
  for (const OptionRecord& record : all_options()) {
    if (record.low < record.high) {
      EXPECT_NE(record.kind, SourceKind::setting) << record.key;
    }
  }
}

}  // namespace
}  // namespace tidu::study
