// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

/// The files of report/assets, as constants made by the build.
namespace tidu::report::embedded {

extern const std::string_view kStyle;
extern const std::string_view kBase;
extern const std::string_view kScales;
extern const std::string_view kCharts;
extern const std::string_view kScatter;
extern const std::string_view kMaps;
extern const std::string_view kFigure;
extern const std::string_view kMeasured;
extern const std::string_view kSimulated;
extern const std::string_view kMain;

}  // namespace tidu::report::embedded
