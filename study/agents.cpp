// SPDX-License-Identifier: Apache-2.0
#include "study/agents.h"

#include <cmath>
#include <map>
#include <set>

#include "core/diffusion/agents/layout.h"
#include "core/diffusion/population/population.h"
#include "study/keys.h"

namespace tidu::study {
namespace {

using diffusion::agents::kMostAgents;
using diffusion::population::kShareTolerance;

constexpr std::string_view kAssumption = "assumption";

template <class T>
void check_ids(FieldReader& reader, const std::vector<T>& items) {
  std::set<std::string_view> seen;
  for (const T& item : items) {
    if (item.id.empty() || seen.insert(item.id).second) continue;
    reader.error(ErrorCode::duplicate, text("study.duplicate_id", item.id), text("study.duplicate_id.hint"),
                 item.where);
  }
}

void read_count(FieldReader& reader, const TomlValue& section, AgentSection& agents) {
  const auto count = reader.number(section, "count");
  if (!count) return;
  if (*count >= 1 && *count <= static_cast<double>(kMostAgents) && *count == std::floor(*count)) {
    agents.count = static_cast<std::uint64_t>(*count);
    return;
  }
  reader.error(ErrorCode::domain, text("study.agents.count", *count, kMostAgents), text("study.agents.count.hint"),
               section.find("count")->where);
}

void read_sizes(FieldReader& reader, const TomlValue& section, AgentSection& agents) {
  double sum = 0;
  bool good = true;
  for (const TomlValue* table : reader.tables(section, "size", false)) {
    reader.check_keys(*table, kAgentSizeKeys);
    AgentSize size;
    size.where = table->find("id") ? table->find("id")->where : table->where;
    size.id = reader.identifier(*table, "id");
    size.name = reader.name(*table, "name");
    size.source = reader.string(*table, "source", false);
    if (size.source.empty()) size.source = kAssumption;
    const auto share = reader.number(*table, "share");
    good = good && share.has_value();
    size.share = share.value_or(0);
    sum += size.share;
    if (size.share < 0 || size.share > 1) {
      good = false;
      reader.error(ErrorCode::domain, text("study.agents.share", size.share), text("study.agents.share.hint"),
                   table->find("share")->where);
    }
    agents.sizes.push_back(std::move(size));
  }
  check_ids(reader, agents.sizes);
  if (good && !agents.sizes.empty() && std::fabs(sum - 1) > kShareTolerance) {
    reader.error(ErrorCode::domain, text("study.agents.shares", sum), text("study.agents.shares.hint"),
                 agents.sizes.front().where);
  }
}

bool flag(FieldReader& reader, const TomlValue& section, std::string_view key) {
  const TomlValue* value = section.find(key);
  if (value && value->kind != TomlValue::Kind::boolean) reader.wrong_type(*value, key, "study.wants.boolean");
  return value && value->boolean;
}

// The agents are exactly the members: what would share them out is refused, not passed over.
void read_network(FieldReader& reader, const TomlValue& section, AgentSection& agents, DataFiles& files) {
  RecordedNetwork network;
  network.members = reader.file(section, "members");
  network.contacts = reader.file(section, "contacts");
  network.directed = flag(reader, section, "directed");
  network.ignore_weights = flag(reader, section, "ignore_weights");
  for (const std::string_view key : {"members", "contacts"}) {
    if (const TomlValue* file = section.find(key)) files.where[file->string] = file->where;
  }
  for (const std::string_view key : kAllocationKeys) {
    if (const TomlValue* value = section.find(key)) {
      reader.error(ErrorCode::domain, text("study.agents.members", std::string(key)), text("study.agents.members.hint"),
                   value->key_where);
    }
  }
  agents.network = std::move(network);
}

}  // namespace

std::vector<AgentSector> read_sectors(FieldReader& reader, const TomlValue& section) {
  std::vector<AgentSector> sectors;
  for (const TomlValue* table : reader.tables(section, "sector", false)) {
    reader.check_keys(*table, kAgentSectorKeys);
    AgentSector sector;
    sector.where = table->find("id") ? table->find("id")->where : table->where;
    sector.id = reader.identifier(*table, "id");
    sector.name = reader.name(*table, "name");
    sector.series = reader.strings(*table, "series");
    sectors.push_back(std::move(sector));
  }
  check_ids(reader, sectors);
  return sectors;
}

void check_division(FieldReader& reader, const Study& study, const std::vector<AgentSector>& sectors) {
  std::map<std::string_view, const AgentSector*> user;
  for (const AgentSector& sector : sectors) {
    for (const std::string& series : sector.series) {
      const AgentSector& first = *user.emplace(series, &sector).first->second;
      if (&first == &sector) continue;
      if (first.series != sector.series) {
        reader.error(ErrorCode::duplicate, text("study.agents.overlap", series, first.id, sector.id),
                     text("study.agents.overlap.hint"), sector.where);
      } else if (study.files.sector_margins.empty()) {
        reader.error(ErrorCode::missing, text("study.agents.division", series, sector.id),
                     text("study.agents.division.hint"), sector.where);
      }
      break;
    }
  }
}

void read_agents(FieldReader& reader, const TomlValue& root, Study& study) {
  const TomlValue* section = root.find("agents");
  if (!section) return;
  if (section->kind != TomlValue::Kind::table) {
    reader.wrong_type(*section, "agents", "study.wants.section");
    return;
  }
  reader.check_keys(*section, kAgentsKeys);
  AgentSection agents;
  for (const auto& [key, value] : section->members) agents.where[key] = value.where;
  agents.source = reader.string(*section, "source", false);
  if (section->find("members") || section->find("contacts")) {
    read_network(reader, *section, agents, study.files);
    study.agents = std::move(agents);
    return;
  }
  read_count(reader, *section, agents);
  agents.regions = reader.string(*section, "regions");
  agents.counted = reader.string(*section, "counted", false);
  agents.sectors = read_sectors(reader, *section);
  read_sizes(reader, *section, agents);
  study.agents = std::move(agents);
  check_division(reader, study, study.agents->sectors);
}

}  // namespace tidu::study
