// SPDX-License-Identifier: Apache-2.0
#include "study/society.h"

#include <algorithm>

#include "study/keys.h"
#include "study/suggestion.h"

namespace tidu::study {
namespace {

// complexity = "college", or { of = "college", strength = -1 }
AttributeTie read_tie(FieldReader& reader, std::string_view attribute, const TomlValue& value) {
  AttributeTie tie{.of = {}, .strength = 1, .where = value.where};
  if (value.kind == TomlValue::Kind::string) {
    tie.of = value.string;
    return tie;
  }
  if (value.kind != TomlValue::Kind::table) {
    reader.wrong_type(value, attribute, "study.wants.attribute");
    return tie;
  }
  reader.check_keys(value, kAttributeKeys);
  tie.of = reader.string(value, "of");
  if (const TomlValue* of = value.find("of")) tie.where = of->where;
  if (value.find("strength")) tie.strength = reader.number(value, "strength").value_or(1);
  return tie;
}

}  // namespace

void read_attributes(FieldReader& reader, const TomlValue& root, Study& study) {
  const TomlValue* section = root.find("attributes");
  if (!section) return;
  if (section->kind != TomlValue::Kind::table) {
    reader.wrong_type(*section, "attributes", "study.wants.section");
    return;
  }
  reader.check_keys(*section, kAttributes);
  std::vector<std::string_view> known;
  for (const Variable& variable : study.variables) known.push_back(variable.id);
  for (const IndexTree& index : study.indices) known.push_back(index.id);
  for (const std::string_view attribute : kAttributes) {
    const TomlValue* value = section->find(attribute);
    if (!value) continue;
    AttributeTie tie = read_tie(reader, attribute, *value);
    if (tie.of.empty()) continue;
    if (std::find(known.begin(), known.end(), tie.of) == known.end()) {
      reader.error(ErrorCode::unknown, text("study.unknown_attribute_source", tie.of),
                   did_you_mean(tie.of, known, text("study.unknown_reference.hint")), tie.where);
    }
    study.attributes.emplace(attribute, std::move(tie));
  }
}

void read_decisions(FieldReader& reader, const TomlValue& root, Study& study) {
  double all = 0;
  for (const TomlValue* table : reader.tables(root, "decision", false)) {
    reader.check_keys(*table, kDecisionKeys);
    DecisionGroup group;
    group.where = table->find("id") ? table->find("id")->where : table->where;
    group.id = reader.identifier(*table, "id");
    group.name = reader.name(*table, "name");
    group.source = table->find("source") ? reader.string(*table, "source") : "assumption";
    group.first_year = reader.year(*table, "first_year", false);
    if (const TomlValue* kind = table->find("kind")) {
      if (const auto position = reader.choice(*kind, "kind", kDecisionKinds)) group.kind = kDecisionKinds[*position];
    } else {
      static_cast<void>(reader.string(*table, "kind"));  // says that it is missing
    }
    if (const auto share = reader.number(*table, "share")) {
      group.share = *share;
      all += *share;
      if (!(*share > 0 && *share <= 1)) {
        reader.error(ErrorCode::domain, text("study.decision_share", group.id, *share),
                     text("study.decision_share.hint"), table->find("share")->where);
      }
    }
    const auto same = [&group](const DecisionGroup& other) { return other.id == group.id; };
    if (group.id == "others" || std::any_of(study.decisions.begin(), study.decisions.end(), same)) {
      reader.error(ErrorCode::duplicate, text("study.duplicate_id", group.id), text("study.duplicate_id.hint"),
                   group.where);
    }
    study.decisions.push_back(std::move(group));
  }
  if (all > 1 + 1e-9) {
    reader.error(ErrorCode::domain, text("study.decision_shares", all), text("study.decision_shares.hint"),
                 study.decisions.back().where);
  }
}

}  // namespace tidu::study
