// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline/table_builder.h"

#include "core/base/assert.h"

namespace tidu::app {

TableBuilder::TableBuilder(std::string_view key, std::vector<ColumnSpec> columns, data::Origin origin) {
  table_.key = key;
  for (const ColumnSpec& spec : columns) {
    data::Column column;
    column.key = spec.key;
    column.type = spec.type;
    column.unit = spec.unit;
    column.decimals = spec.decimals;
    column.origin = origin;
    table_.columns.push_back(std::move(column));
  }
}

TableBuilder& TableBuilder::about(std::string_view subject) {
  table_.subject = subject;
  table_.key.append("_").append(subject);
  return *this;
}

void TableBuilder::row(std::initializer_list<Cell> cells) {
  TIDU_ASSERT(cells.size() == table_.columns.size());
  auto column = table_.columns.begin();
  for (const Cell& cell : cells) {
    if (column->type == data::ColumnType::label) {
      column->texts.push_back(std::get<std::string>(cell));
    } else {
      column->numbers.push_back(std::get<double>(cell));
    }
    ++column;
  }
}

TableBuilder& TableBuilder::origin(std::string_view column_key, data::Origin origin) {
  for (data::Column& column : table_.columns) {
    if (column.key == column_key) column.origin = std::move(origin);
  }
  return *this;
}

}  // namespace tidu::app
