// SPDX-License-Identifier: Apache-2.0
#include "study/index_tree.h"

namespace tidu::study {
namespace {

class NodeWriter {
 public:
  IndexNodes write(const IndexTree& tree) {
    add_group(0, nullptr, std::nullopt, tree.node, 0);
    for (std::size_t p = 0; p < tree.pillars.size(); ++p) add_pillar(tree.pillars[p], 0, p, 1);
    return std::move(out_);
  }

 private:
  std::size_t add_group(std::size_t parent, const IndexPillar* pillar, std::optional<double> weight,
                        const IndexNode& node, std::size_t depth) {
    const std::size_t group = out_.groups.size();
    out_.groups.push_back(pillar);
    out_.depth.push_back(depth);
    out_.tree.group_parent.push_back(parent);
    out_.tree.group_weight.push_back(weight.value_or(measure::kNotGiven));
    out_.tree.group_aggregation.push_back(node.aggregation);
    if (!node.judgements.empty()) out_.tree.judgements.push_back({group, node.judgements});
    return group;
  }

  void add_pillar(const IndexPillar& pillar, std::size_t parent, std::size_t top, std::size_t depth) {
    const std::size_t group = add_group(parent, &pillar, pillar.weight, pillar.node, depth);
    for (const IndexIndicator& indicator : pillar.indicators) {
      out_.indicators.push_back(&indicator);
      out_.pillar_of.push_back(top);
      out_.tree.indicator_parent.push_back(group);
      out_.tree.indicator_weight.push_back(indicator.weight.value_or(measure::kNotGiven));
    }
    for (const IndexPillar& below : pillar.pillars) add_pillar(below, group, top, depth + 1);
  }

  IndexNodes out_;
};

}  // namespace

IndexNodes nodes_of(const IndexTree& tree) { return NodeWriter().write(tree); }

std::vector<const IndexPillar*> all_pillars(const IndexTree& tree) {
  std::vector<const IndexPillar*> out = nodes_of(tree).groups;
  out.erase(out.begin());
  return out;
}

}  // namespace tidu::study
