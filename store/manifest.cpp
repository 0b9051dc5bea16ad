// SPDX-License-Identifier: Apache-2.0
#include "store/manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "data/file.h"

namespace tidu::store {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::string_view kFormat = "tidu-manifest-2";

Json list(const std::vector<FileRecord>& files, bool inputs) {
  Json json = Json::array();
  for (const FileRecord& file : files) {
    Json item{{"name", file.name}, {"sha256", file.sha256}, {"bytes", file.bytes}};
    if (inputs) item["kept"] = file.kept;
    json.push_back(std::move(item));
  }
  return json;
}

bool is_hash(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// A name that stays below the folder that it is appended to.
bool is_inside(const std::string& name) {
  return !name.empty() && name.front() != '/' && name.find('\\') == std::string::npos &&
         name.find('\0') == std::string::npos && ("/" + name + "/").find("/../") == std::string::npos;
}

/// Takes members out of a manifest; what is not of its kind makes the whole unreadable.
class Fields {
 public:
  explicit Fields(const Json& object) : object_(object), sound_(object.is_object()) {}

  bool sound() const { return sound_; }

  std::string text(const char* key) {
    const Json* value = member(key);
    if (value && value->is_string()) return value->get<std::string>();
    sound_ = false;
    return {};
  }
  double number(const char* key) {
    const Json* value = member(key);
    if (value && value->is_number()) return value->get<double>();
    sound_ = false;
    return 0;
  }
  std::uint64_t whole(const char* key) {
    const Json* value = member(key);
    if (value && value->is_number_unsigned()) return value->get<std::uint64_t>();
    sound_ = false;
    return 0;
  }
  std::vector<FileRecord> files(const char* key, bool inputs) {
    std::vector<FileRecord> records;
    const Json* value = member(key);
    if (!value || !value->is_array()) sound_ = false;
    for (std::size_t i = 0; sound_ && i < value->size(); ++i) {
      Fields item((*value)[i]);
      FileRecord record{.name = item.text("name"), .sha256 = item.text("sha256"), .bytes = item.whole("bytes")};
      const Json* kept = inputs ? item.member("kept") : nullptr;
      if (inputs) item.sound_ = item.sound_ && kept && kept->is_boolean();
      sound_ = item.sound() && is_hash(record.sha256) && is_inside(record.name);
      record.kept = sound_ && inputs && kept->get<bool>();
      records.push_back(std::move(record));
    }
    return records;
  }
  std::vector<UsedOption> options(const char* key) {
    std::vector<UsedOption> options;
    const Json* value = member(key);
    if (!value || !value->is_object()) sound_ = false;
    if (!sound_) return options;
    for (const auto& [name, setting] : value->items()) {
      UsedOption option{.key = name};
      if (setting.is_string()) {
        option.word = setting.get<std::string>();
      } else if (setting.is_number()) {
        option.value = option.low = option.high = setting.get<double>();
      } else {
        Fields range(setting);
        option.value = range.number("value");
        option.low = range.number("low");
        option.high = range.number("high");
        sound_ = sound_ && range.sound();
      }
      options.push_back(std::move(option));
    }
    return options;
  }

 private:
  const Json* member(const char* key) const {
    if (!sound_) return nullptr;
    const auto found = object_.find(key);
    return found == object_.end() ? nullptr : &*found;
  }

  const Json& object_;
  bool sound_;
};

std::optional<Manifest> parse(const std::string& bytes) {
  const Json document = Json::parse(bytes, nullptr, false);
  Fields fields(document);
  if (fields.text("format") != kFormat) return std::nullopt;
  Manifest m{.run = fields.text("run"),
             .repeats = fields.text("repeats"),
             .study_id = fields.text("study"),
             .seed = fields.whole("seed"),
             .version = fields.text("version"),
             .compiler = fields.text("compiler"),
             .threads = static_cast<int>(fields.whole("threads")),
             .started = fields.text("started"),
             .finished = fields.text("finished"),
             .seconds = fields.number("seconds"),
             .peak_memory_bytes = fields.whole("peak_memory_bytes"),
             .inputs = fields.files("inputs", true),
             .outputs = fields.files("outputs", false),
             .options = fields.options("options")};
  return fields.sound() ? std::optional(std::move(m)) : std::nullopt;
}

}  // namespace

std::string manifest_json(const Manifest& m) {
  Json options = Json::object();
  for (const UsedOption& option : m.options) {
    if (!option.word.empty()) {
      options[option.key] = option.word;
      continue;
    }
    options[option.key] = option.low == option.high
                              ? Json(option.value)
                              : Json{{"value", option.value}, {"low", option.low}, {"high", option.high}};
  }
  const Json json{{"format", kFormat},
                  {"run", m.run},
                  {"repeats", m.repeats},
                  {"study", m.study_id},
                  {"seed", m.seed},
                  {"version", m.version},
                  {"compiler", m.compiler},
                  {"threads", m.threads},
                  {"started", m.started},
                  {"finished", m.finished},
                  {"seconds", m.seconds},
                  {"peak_memory_bytes", m.peak_memory_bytes},
                  {"options", options},
                  {"inputs", list(m.inputs, true)},
                  {"outputs", list(m.outputs, false)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Manifest> read_manifest(const fs::path& run) {
  const std::string shown = (run / kManifestName).string();
  const auto file = data::read_file(run / kManifestName, shown);
  if (!file && file.error().code == ErrorCode::missing)
    return failure(ErrorCode::missing, text("store.verify.no_run", run.string()), text("store.verify.no_run.hint"));
  if (!file) return tl::unexpected(file.error());
  auto manifest = parse(file->bytes);
  if (!manifest)
    return failure(ErrorCode::syntax, text("store.verify.damaged", shown), text("store.verify.damaged.hint"));
  const auto sum = data::read_file(run / kManifestSumName, (run / kManifestSumName).string());
  if (!sum || sum->bytes.substr(0, 64) != file->sha256)
    return failure(ErrorCode::io, text("store.verify.changed", shown), text("store.verify.changed.hint"));
  return *std::move(manifest);
}

}  // namespace tidu::store
