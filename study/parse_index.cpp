// SPDX-License-Identifier: Apache-2.0
#include "study/parse_index.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/measure/index/ahp.h"
#include "study/keys.h"

namespace tidu::study {
namespace {

using measure::Direction;

// A mark that the file may give; kNotGiven where it does not.
double mark(FieldReader& reader, const TomlValue& item, std::string_view key) {
  return reader.number(item, key, false).value_or(measure::kNotGiven);
}

std::optional<double> weight_of(FieldReader& reader, const TomlValue& item) {
  const auto weight = reader.number(item, "weight", false);
  if (weight && *weight < 0) {
    reader.error(ErrorCode::domain, text("study.weight", *weight), text("study.weight.hint"),
                 item.find("weight")->where);
    return std::nullopt;
  }
  return weight;
}

// Marks that the direction needs and does not have, or has and does not need.
void check_marks(FieldReader& reader, const TomlValue& item, const measure::IndicatorRule& rule) {
  const auto need = [&](std::string_view key, bool wanted) {
    const TomlValue* value = item.find(key);
    if (wanted && !value) {
      reader.error(ErrorCode::missing, text("study.mark_missing", std::string(key)), text("study.mark_missing.hint"),
                   item.where);
    } else if (!wanted && value) {
      reader.error(ErrorCode::domain, text("study.mark_unused", std::string(key)), text("study.mark_unused.hint"),
                   value->key_where);
    }
  };
  need("optimum", rule.direction == Direction::middle);
  need("low", rule.direction == Direction::interval);
  need("high", rule.direction == Direction::interval);
  if (item.find("goal_low") || item.find("goal_high")) {
    need("goal_low", true);
    need("goal_high", true);
  }
  if (rule.low > rule.high) {
    reader.error(ErrorCode::domain, text("study.marks_order", "low", "high"), text("study.marks_order.hint"),
                 item.find("high")->where);
  }
  if (rule.goal_low >= rule.goal_high) {
    reader.error(ErrorCode::domain, text("study.marks_order", "goal_low", "goal_high"), text("study.marks_order.hint"),
                 item.find("goal_high")->where);
  }
}

IndexIndicator read_indicator(FieldReader& reader, const TomlValue& item) {
  IndexIndicator indicator;
  indicator.where = item.where;
  if (item.kind == TomlValue::Kind::string) {
    indicator.variable = reader.text_of(item, "indicators").value_or("");
    return indicator;
  }
  reader.check_keys(item, kIndicatorKeys);
  indicator.variable = reader.identifier(item, "variable");
  if (const TomlValue* variable = item.find("variable")) indicator.where = variable->where;
  measure::IndicatorRule& rule = indicator.rule;
  if (const TomlValue* direction = item.find("direction")) {
    const auto position = reader.choice(*direction, "direction", kDirections);
    if (!position) return indicator;  // which marks are wanted is not known
    rule.direction = static_cast<Direction>(*position);
  }
  rule.optimum = mark(reader, item, "optimum");
  rule.low = mark(reader, item, "low");
  rule.high = mark(reader, item, "high");
  rule.goal_low = mark(reader, item, "goal_low");
  rule.goal_high = mark(reader, item, "goal_high");
  indicator.weight = weight_of(reader, item);
  check_marks(reader, item, rule);
  return indicator;
}

// A pillar that holds pillars need not hold indicators too.
std::vector<IndexIndicator> read_indicators(FieldReader& reader, const TomlValue& pillar) {
  std::vector<IndexIndicator> out;
  const TomlValue* list = pillar.find("indicators");
  if (!list && pillar.find("pillar")) return out;
  if (!list || list->kind != TomlValue::Kind::array || list->items.empty()) {
    reader.error(ErrorCode::missing, text("study.empty_list", "indicators"), text("study.empty_list.hint"),
                 list ? list->where : pillar.where);
    return out;
  }
  for (const TomlValue& item : list->items) {
    if (item.kind != TomlValue::Kind::string && item.kind != TomlValue::Kind::table) {
      reader.wrong_type(item, "indicators", "study.wants.indicator");
      continue;
    }
    IndexIndicator indicator = read_indicator(reader, item);
    if (!indicator.variable.empty()) out.push_back(std::move(indicator));
  }
  return out;
}

std::optional<double> whole_number(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

// A judgement: 3, 0.5 or "1/3".
std::optional<double> judgement(FieldReader& reader, const TomlValue& value) {
  if (value.kind == TomlValue::Kind::integer || value.kind == TomlValue::Kind::real) return value.number;
  if (value.kind == TomlValue::Kind::string) {
    const std::string_view all = value.string;
    const std::size_t slash = all.find('/');
    const auto above = whole_number(all.substr(0, slash));
    const auto below = slash == std::string_view::npos ? std::optional(1.0) : whole_number(all.substr(slash + 1));
    if (above && below && *below != 0) return *above / *below;
  }
  reader.wrong_type(value, "judgements", "study.wants.judgement");
  return std::nullopt;
}

std::vector<double> read_judgements(FieldReader& reader, const TomlValue& list, std::size_t children) {
  std::vector<double> matrix;
  bool square = list.kind == TomlValue::Kind::array && list.items.size() == children;
  for (const TomlValue& row : list.items) {
    square = square && row.kind == TomlValue::Kind::array && row.items.size() == children;
    for (const TomlValue& value : row.items) {
      const auto number = judgement(reader, value);
      if (!number) return {};
      matrix.push_back(*number);
    }
  }
  if (!square) {
    reader.error(ErrorCode::shape, text("study.judgements_shape", children), text("study.judgements_shape.hint"),
                 list.where);
    return {};
  }
  if (const auto weights = measure::ahp({matrix.data(), {children, children}}); !weights) {
    reader.error(weights.error().code, weights.error().message, weights.error().hint, list.where);
    return {};
  }
  return matrix;
}

IndexNode read_node(FieldReader& reader, const TomlValue& table, const std::vector<IndexPillar>& pillars,
                    const std::vector<IndexIndicator>& indicators) {
  IndexNode node;
  if (const TomlValue* aggregation = table.find("aggregation")) {
    if (const auto position = reader.choice(*aggregation, "aggregation", kAggregationWords))
      node.aggregation = static_cast<measure::Aggregation>(*position);
  }
  std::size_t weighed = 0;
  double total = 0;
  const Location* where = nullptr;  // of the first child without a weight
  const auto count = [&](const auto& children) {
    for (const auto& child : children) {
      weighed += child.weight ? 1U : 0U;
      total += child.weight.value_or(0);
      if (!child.weight && !where) where = &child.where;
    }
  };
  count(pillars);
  count(indicators);
  const TomlValue* judgements = table.find("judgements");
  if (weighed > 0 && judgements) {
    reader.error(ErrorCode::domain, text("study.weights_and_judgements"), text("study.weights_and_judgements.hint"),
                 judgements->key_where);
  } else if (weighed > 0 && where) {
    reader.error(ErrorCode::missing, text("study.weight_missing"), text("study.weight_missing.hint"), *where);
  } else if (weighed > 0 && !(total > 0)) {
    reader.error(ErrorCode::domain, text("study.weights_zero"), text("study.weights_zero.hint"), table.where);
  } else if (judgements) {
    node.judgements = read_judgements(reader, *judgements, pillars.size() + indicators.size());
    node.judgements_where = judgements->where;
  }
  return node;
}

std::vector<IndexPillar> read_pillars(FieldReader& reader, const TomlValue& table, bool required) {
  std::vector<IndexPillar> out;
  for (const TomlValue* item : reader.tables(table, "pillar", required)) {
    reader.check_keys(*item, kPillarKeys);
    IndexPillar pillar;
    pillar.where = item->find("id") ? item->find("id")->where : item->where;
    pillar.id = reader.identifier(*item, "id");
    pillar.name = reader.name(*item, "name");
    pillar.indicators = read_indicators(reader, *item);
    pillar.pillars = read_pillars(reader, *item, false);
    pillar.weight = weight_of(reader, *item);
    pillar.node = read_node(reader, *item, pillar.pillars, pillar.indicators);
    out.push_back(std::move(pillar));
  }
  return out;
}

}  // namespace

void read_indices(FieldReader& reader, const TomlValue& root, Study& study) {
  for (const TomlValue* table : reader.tables(root, "index")) {
    reader.check_keys(*table, kIndexKeys);
    IndexTree tree;
    tree.where = table->find("id") ? table->find("id")->where : table->where;
    tree.id = reader.identifier(*table, "id");
    tree.name = reader.name(*table, "name");
    tree.pillars = read_pillars(reader, *table, true);
    tree.node = read_node(reader, *table, tree.pillars, {});
    study.indices.push_back(std::move(tree));
  }
}

}  // namespace tidu::study
