// SPDX-License-Identifier: Apache-2.0
#include "study/shocks.h"

#include <algorithm>

#include "study/keys.h"
#include "study/suggestion.h"

namespace tidu::study {
namespace {

// A change as a share of what was there; 0 where the key is left out.
double read_change(FieldReader& reader, const TomlValue& table, std::string_view key) {
  const auto change = table.find(key) ? reader.number(table, key) : std::nullopt;
  if (!change) return 0;
  if (*change > -1) return *change;
  reader.error(ErrorCode::domain, text("study.shock.change", std::string(key), *change),
               text("study.shock.change.hint"), table.find(key)->where);
  return 0;
}

void check_sectors(FieldReader& reader, const TomlValue& table, const Study& study, const EconomyShock& shock) {
  std::vector<std::string_view> known;
  for (const AgentSector& sector : study.accounts->sectors) known.push_back(sector.id);
  for (const std::string& id : shock.sectors) {
    if (std::find(known.begin(), known.end(), id) != known.end()) continue;
    reader.error(ErrorCode::unknown, text("study.shock.sector", shock.id, id),
                 did_you_mean(id, known, text("study.shock.sector.hint")), table.find("sectors")->where);
  }
}

}  // namespace

void read_shocks(FieldReader& reader, const TomlValue& root, Study& study) {
  for (const TomlValue* table : reader.tables(root, "shock", false)) {
    reader.check_keys(*table, kShockKeys);
    EconomyShock shock{
        .id = reader.identifier(*table, "id"), .name = reader.name(*table, "name"), .where = table->where};
    shock.productivity = read_change(reader, *table, "productivity");
    shock.trade_cost = read_change(reader, *table, "trade_cost");
    shock.labour = read_change(reader, *table, "labour");
    shock.regions = reader.strings(*table, "regions", false);
    shock.sectors = reader.strings(*table, "sectors", false);
    if (const TomlValue* regions = table->find("regions")) shock.regions_where = regions->where;
    if (!study.accounts) {
      reader.error(ErrorCode::missing, text("study.shock.accounts", shock.id), text("study.shock.accounts.hint"),
                   table->where);
      continue;
    }
    check_sectors(reader, *table, study, shock);
    if (shock.productivity == 0 && shock.trade_cost == 0 && shock.labour == 0) {
      reader.error(ErrorCode::missing, text("study.shock.nothing", shock.id), text("study.shock.nothing.hint"),
                   table->where);
    }
    if (shock.labour != 0 && !shock.sectors.empty()) {
      reader.error(ErrorCode::domain, text("study.shock.labour", shock.id), text("study.shock.labour.hint"),
                   table->find("labour")->where);
    }
    for (const EconomyShock& other : study.shocks) {
      if (other.id != shock.id) continue;
      reader.error(ErrorCode::duplicate, text("study.shock.twice", shock.id), text("study.shock.twice.hint"),
                   table->where);
    }
    study.shocks.push_back(std::move(shock));
  }
}

}  // namespace tidu::study
