// SPDX-License-Identifier: Apache-2.0
#include "study/accounts.h"

#include "study/agents.h"
#include "study/keys.h"

namespace tidu::study {
namespace {

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
