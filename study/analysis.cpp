// SPDX-License-Identifier: Apache-2.0
#include "study/analysis.h"

#include <algorithm>
#include <set>

#include "study/keys.h"
#include "study/suggestion.h"

namespace tidu::study {
namespace {

using Ids = std::vector<std::string_view>;

template <class T>
Ids ids_of(const std::vector<T>& items) {
  Ids ids;
  for (const T& item : items) ids.push_back(item.id);
  return ids;
}

struct ListKey {
  std::string_view key;
  std::vector<std::string>* list;
  const Ids* known;
  std::string_view unknown;  ///< message for an id that is not among `known`
};

void read_list(FieldReader& reader, const TomlValue& section, const ListKey& wanted) {
  const TomlValue* value = section.find(wanted.key);
  if (!value) return;
  *wanted.list = reader.strings(section, wanted.key, false);
  std::set<std::string_view> seen;
  std::size_t position = 0;
  for (const std::string& id : *wanted.list) {
    const Location& where = value->items[position++].where;
    if (std::find(wanted.known->begin(), wanted.known->end(), id) == wanted.known->end()) {
      reader.error(ErrorCode::unknown, text(wanted.unknown, id),
                   did_you_mean(id, *wanted.known, text("study.unknown_reference.hint")), where);
    } else if (!seen.insert(id).second) {
      reader.error(ErrorCode::duplicate, text("study.analysis_twice", id, std::string(wanted.key)),
                   text("study.analysis_twice.hint"), where);
    }
  }
}

void put_in_defaults(Study& study, const Ids& variables) {
  Analysis& analysis = study.analysis;
  const auto absent = [&analysis](const char* key) { return !analysis.where.contains(key); };
  if (absent("quantities") && std::find(variables.begin(), variables.end(), "productivity") != variables.end())
    analysis.quantities = {"productivity"};
  if (absent("population")) analysis.population = "population";
  if (absent("masses")) analysis.masses = analysis.quantities;
  if (absent("coupled") && !study.productivity_index.empty())
    analysis.coupled = {study.capability_index, study.productivity_index};
}

}  // namespace

void read_analysis(FieldReader& reader, const TomlValue& root, Study& study) {
  const Ids variables = ids_of(study.variables);
  const Ids indices = ids_of(study.indices);
  const TomlValue* section = root.find("analysis");
  if (section && section->kind != TomlValue::Kind::table) {
    reader.wrong_type(*section, "analysis", "study.wants.section");
  } else if (section) {
    Analysis& analysis = study.analysis;
    reader.check_keys(*section, kAnalysisKeys);
    for (const auto& [key, value] : section->members) analysis.where[key] = value.where;
    for (const ListKey& wanted : {ListKey{"quantities", &analysis.quantities, &variables, "study.unknown_variable"},
                                  ListKey{"drivers", &analysis.drivers, &variables, "study.unknown_variable"},
                                  ListKey{"masses", &analysis.masses, &variables, "study.unknown_variable"},
                                  ListKey{"coupled", &analysis.coupled, &indices, "study.unknown_index"}}) {
      read_list(reader, *section, wanted);
    }
    if (const TomlValue* population = section->find("population"))
      analysis.population = reader.text_of(*population, "population").value_or("");
    if (const TomlValue* growth = section->find("growth"))
      analysis.growth = reader.text_of(*growth, "growth").value_or("");
    analysis.growth_sectors = reader.strings(*section, "growth_sectors", false);
    if (!analysis.growth_sectors.empty() && analysis.growth.empty()) {
      reader.error(ErrorCode::missing, text("study.growth_missing"), text("study.growth_missing.hint"),
                   section->find("growth_sectors")->where);
    }
    if (section->find("coupled") && analysis.coupled.size() == 1) {
      reader.error(ErrorCode::shape, text("study.coupled_alone", analysis.coupled.front()),
                   text("study.coupled_alone.hint"), section->find("coupled")->where);
    }
  }
  put_in_defaults(study, variables);
}

}  // namespace tidu::study
