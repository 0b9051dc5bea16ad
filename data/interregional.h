// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostic.h"
#include "data/region_names.h"
#include "data/regions.h"
#include "data/sheet.h"

namespace tidu::data {

/// Final uses as an interregional table names them.
inline constexpr std::array<std::string_view, 3> kFinalUseNames{"households", "government", "investment"};

/// The rest of the world as a flow's origin or destination.
inline constexpr std::string_view kAbroad = "abroad";

/// An interregional input-output table, summed over what its users do not tell apart. Regions 0 .. N - 1 and, at N, the
/// rest of the world; J sectors.
struct InterregionalTable {
  std::vector<double> trade;  ///< J x (N + 1) x (N + 1), row-major: [sector, destination, origin], >= 0
  std::vector<double> use;    ///< N x J x (J + 3): [region, sector, user]; users are the sectors, then kFinalUseNames
};

/// Columns origin, sector, destination, use, value, one flow a line: what `destination` buys of `sector` from `origin`
/// for `use`, a sector or one of kFinalUseNames. Origin or destination may be `abroad`; use is then `export` where the
/// destination is. Flows that are not there are 0.
/// errors  missing columns, regions that are unknown or not the study's, unknown sectors and uses, values that are
/// missing, no number or below 0, a flow
///         given twice, flows from abroad to abroad; each at its cell
/// cost    J (N + 1)^2 + N J (J + 3) doubles, and 8 bytes a line
Outcome<InterregionalTable> read_interregional(const Sheet& sheet, std::span<const std::string> sectors,
                                               const Regions& regions, const RegionNames& names);

/// Columns origin, destination, persons: who moved, or who lives where and came from where.
/// returns  N x N persons, row-major: [origin, destination], >= 0; what is not there is 0, who stayed among it
/// errors   missing columns, regions as above, values that are missing, no number or below 0, a pair given twice
Outcome<std::vector<double>> read_migration(const Sheet& sheet, const Regions& regions, const RegionNames& names);

}  // namespace tidu::data
