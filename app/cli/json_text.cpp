// SPDX-License-Identifier: Apache-2.0
#include "app/cli/json_text.h"

#include <fmt/format.h>

#include "core/base/escape.h"

namespace tidu::cli {

JsonObject& JsonObject::add(std::string_view key, std::string_view value) {
  return add_raw(key, "\"" + escape::script_json(value) + "\"");
}

JsonObject& JsonObject::add(std::string_view key, double value) {
  return add_raw(key, value - value == 0 ? fmt::format("{}", value) : "null");
}

JsonObject& JsonObject::add_raw(std::string_view key, std::string_view json) {
  if (!members_.empty()) members_ += ",";
  members_.append("\"").append(escape::script_json(key)).append("\":").append(json);
  return *this;
}

void JsonArray::add_raw(std::string_view json) {
  if (!items_.empty()) items_ += ",";
  items_ += json;
}

}  // namespace tidu::cli
