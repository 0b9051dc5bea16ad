// SPDX-License-Identifier: Apache-2.0
#include "study/accounts.h"

#include "study/agents.h"
#include "study/keys.h"

namespace tidu::study {
namespace {

constexpr std::string_view kAssumption = "assumption";
constexpr std::string_view kOthers = "others";  ///< who are not skilled, in tables

// Moves are known by both totals, or from a file of flows.
void read_migrants(FieldReader& reader, const TomlValue& section, const Study& study, AccountsSection& accounts) {
  accounts.migrants_in = reader.string(section, "migrants_in", false);
  accounts.migrants_out = reader.string(section, "migrants_out", false);
  const TomlValue* in = section.find("migrants_in");
  const TomlValue* out = section.find("migrants_out");
  if (!in && !out) return;
  const TomlValue& given = in ? *in : *out;
  if (!in || !out)
    reader.error(ErrorCode::missing, text("study.accounts.migrants", in ? "migrants_out" : "migrants_in"),
                 text("study.accounts.migrants.hint"), given.where);
  if (!study.files.migration.empty())
    reader.error(ErrorCode::duplicate, text("study.accounts.migration"), text("study.accounts.migration.hint"),
                 given.where);
}

// Intensities of all sectors, in their order.
std::vector<double> read_intensities(FieldReader& reader, const TomlValue& section,
                                     const std::vector<AgentSector>& sectors) {
  const TomlValue* given = section.find("intensity");
  if (!given || given->kind != TomlValue::Kind::table) {
    if (given) reader.wrong_type(*given, "intensity", "study.wants.intensity");
    if (!given)
      reader.error(ErrorCode::missing, text("study.missing_key", "intensity"),
                   text("study.missing_key.hint", "intensity"), section.where);
    return {};
  }
  std::vector<std::string_view> ids;
  std::vector<double> out;
  for (const AgentSector& sector : sectors) {
    ids.push_back(sector.id);
    out.push_back(0);
    if (!given->find(sector.id)) {
      reader.error(ErrorCode::missing, text("study.skilled.sector", sector.id), text("study.skilled.sector.hint"),
                   given->where);
      continue;
    }
    const auto share = reader.number(*given, sector.id);
    if (!share) continue;
    out.back() = *share;
    if (!(*share > 0 && *share < 1))
      reader.error(ErrorCode::domain, text("study.skilled.share", sector.id, *share), text("study.skilled.share.hint"),
                   given->find(sector.id)->where);
  }
  reader.check_keys(*given, ids);
  return out;
}

void read_skilled(FieldReader& reader, const TomlValue& section, AccountsSection& accounts) {
  const TomlValue* table = section.find("skilled");
  if (!table) return;
  if (table->kind != TomlValue::Kind::table) {
    reader.wrong_type(*table, "skilled", "study.wants.section");
    return;
  }
  reader.check_keys(*table, kSkilledKeys);
  SkilledSection out{.id = reader.identifier(*table, "id"), .name = reader.name(*table, "name"), .where = table->where};
  out.share = reader.identifier(*table, "share");
  out.share_where = table->find("share") ? table->find("share")->where : table->where;
  out.intensity = read_intensities(reader, *table, accounts.sectors);
  out.source = reader.string(*table, "source", false);
  if (out.source.empty()) out.source = kAssumption;
  if (out.id == kOthers)
    reader.error(ErrorCode::duplicate, text("study.skilled.others", out.id), text("study.skilled.others.hint"),
                 table->find("id")->where);
  accounts.skilled = std::move(out);
}

}  // namespace

void read_accounts(FieldReader& reader, const TomlValue& root, Study& study) {
  const TomlValue* section = root.find("accounts");
  if (!section) return;
  if (section->kind != TomlValue::Kind::table) {
    reader.wrong_type(*section, "accounts", "study.wants.section");
    return;
  }
  reader.check_keys(*section, kAccountsKeys);
  AccountsSection accounts;
  for (const auto& [key, value] : section->members) accounts.where[key] = value.where;
  accounts.where["accounts"] = section->where;
  accounts.product = reader.string(*section, "product");
  accounts.interregional = reader.file(*section, "interregional", false);
  if (const TomlValue* file = section->find("interregional")) study.files.where[file->string] = file->where;
  read_migrants(reader, *section, study, accounts);
  accounts.sectors = read_sectors(reader, *section);
  if (accounts.sectors.empty() && study.agents) accounts.sectors = study.agents->sectors;
  read_skilled(reader, *section, accounts);
  if (accounts.sectors.empty())
    reader.error(ErrorCode::missing, text("study.accounts.sectors"), text("study.accounts.sectors.hint"),
                 section->where);
  if (study.files.sector_margins.empty() || study.files.input_output.empty()) {
    reader.error(ErrorCode::missing, text("study.accounts.files"), text("study.accounts.files.hint"), section->where);
  } else if (section->find("sector")) {
    check_division(reader, study, accounts.sectors);
  }
  study.accounts = std::move(accounts);
}

}  // namespace tidu::study
