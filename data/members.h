// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/diagnostic.h"
#include "data/region_names.h"
#include "data/regions.h"
#include "data/sheet.h"

namespace tidu::data {

/// Who belongs to a recorded network, in order of their ids (by bytes): so the order of lines makes no difference.
struct NetworkMembers {
  std::vector<std::string> ids;       ///< all different
  std::vector<std::uint32_t> region;  ///< of each member: position among the study's regions
  std::vector<std::uint32_t> sector;  ///< position in `sectors`; 0 where the file has none
  std::vector<std::uint8_t> group;    ///< Rogers' adopter group; empty where the file has none
  std::vector<std::string> sectors;   ///< different texts of the column, in order of their bytes; empty without one
};

/// Columns id and region (by any of its names); optional group (innovators, early_adopters, early_majority,
/// late_majority, laggards) and sector. Other columns are left alone.
/// errors  a missing column, those of regions, data.members.id (missing), data.members.repeated (with the first line),
///         data.members.group (unknown, with the nearest), data.members.sector (missing), data.members.none, each at
///         its cell. The members whose ids are good are given even so, that contacts can be checked at the same time
/// cost    O(lines log lines)
Outcome<NetworkMembers> read_members(const Sheet& sheet, const Regions& regions, const RegionNames& names);

}  // namespace tidu::data
