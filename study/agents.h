// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "study/field_reader.h"

namespace tidu::study {

/// Reads the section [agents], if there is one. A count that is no whole number of agents, ids given twice, shares of
/// sizes that are negative or do not sum to 1, and sectors that divide a series without sector margins are errors at
/// their place. With members or contacts it is a recorded network: both files, and none of kAllocationKeys. Needs the
/// section [data].
void read_agents(FieldReader& reader, const TomlValue& root, Study& study);

/// Reads the list `sector` of a section; ids given twice are errors.
std::vector<AgentSector> read_sectors(FieldReader& reader, const TomlValue& section);

/// Sectors with the same series need something that divides it, sector margins; a series that stands in two different
/// lists would count twice.
void check_division(FieldReader& reader, const Study& study, const std::vector<AgentSector>& sectors);

}  // namespace tidu::study
