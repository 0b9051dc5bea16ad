// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "study/study.h"

namespace tidu::study {

/// A study's tree as core sees it: groups and indicators in the order of the file, from the top down.
struct IndexNodes {
  measure::IndexTree tree;
  std::vector<const IndexPillar*> groups;         ///< of each group; null for the index itself
  std::vector<std::size_t> depth;                 ///< of each group; 0 for the index itself
  std::vector<const IndexIndicator*> indicators;  ///< of each indicator
  std::vector<std::size_t> pillar_of;             ///< pillar at the top that holds it: its position in tree.pillars
};

/// The pointers live as long as the study's tree.
IndexNodes nodes_of(const IndexTree& tree);

/// Every pillar of a tree, from the top down.
std::vector<const IndexPillar*> all_pillars(const IndexTree& tree);

}  // namespace tidu::study
