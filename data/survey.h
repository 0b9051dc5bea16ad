// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/diagnostic.h"
#include "data/panel.h"
#include "data/profile.h"

namespace tidu::data {

/// A file of regional data of which nothing is known beforehand.
struct Survey {
  Regions regions;     ///< those that the file has
  bool china = false;  ///< they are provinces of China; otherwise what the file calls them is their code
  Panel panel;
  std::vector<TableAccount> tables;
  std::vector<SeriesProfile> series;
};

/// Reads a file whatever its layout, regions, years and series, and describes what is in it. Regions are provinces of
/// China if at least half of the names are; otherwise each name is a region of its own.
/// errors  what reading it finds wrong; more than 20,000 regions
Outcome<Survey> survey(std::string bytes, std::string_view file, const TableRequest& request = {});

}  // namespace tidu::data
