// SPDX-License-Identifier: Apache-2.0
#include "study/report_options.h"

#include <array>

namespace tidu::study {
namespace {

constexpr std::array<std::string_view, 2> kMaps{"tile", "outline"};
constexpr std::array kOptions{bind_field<&ReportOptions::map, ReportOptions>({.key = "report.map",
                                                                              .type = OptionType::choice,
                                                                              .unit = {},
                                                                              .maximum = 1,
                                                                              .source = "Tidu",
                                                                              .choices = kMaps,
                                                                              .kind = SourceKind::setting})};

}  // namespace

std::span<const Option<ReportOptions>> report_options() { return kOptions; }

}  // namespace tidu::study
