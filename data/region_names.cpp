// SPDX-License-Identifier: Apache-2.0
#include "data/region_names.h"

#include <algorithm>
#include <array>

#include "core/base/suggest.h"
#include "data/china_regions.h"
#include "data/number.h"

namespace tidu::data {
namespace {

// Longest first: the first that fits is taken off.
constexpr std::array<std::string_view, 15> kChineseEndings{"特别行政区",
                                                           "维吾尔族自治区",
                                                           "维吾尔自治区",
                                                           "壮族自治区",
                                                           "回族自治区",
                                                           "自治区",
                                                           "自治州",
                                                           "地区",
                                                           "省",
                                                           "市",
                                                           "州",
                                                           "盟",
                                                           "县",
                                                           "区",
                                                           "旗"};
constexpr std::array<std::string_view, 24> kEndingWords{
    "province",   "sheng",          "municipality", "city",        "shi",       "prefecture",
    "autonomous", "region",         "zizhiqu",      "zhuang",      "zhuangzu",  "hui",
    "huizu",      "uygur",          "uyghur",       "weiwuer",     "weiwuerzu", "sar",
    "special",    "administrative", "tebie",        "xingzhengqu", "state",     "zhou"};
constexpr std::array<std::string_view, 42> kAggregates{
    "全国",     "合计",     "总计",         "全国总计",      "全国合计",
    "全国平均", "平均",     "地方合计",     "各地区合计",    "东部",
    "中部",     "西部",     "东北",         "东部地区",      "中部地区",
    "西部地区", "东北地区", "地区合计",     "不分地区",      "中央",
    "中国",     "china",    "nation",       "national",      "nationaltotal",
    "total",    "average",  "wholecountry", "all",           "eastern",
    "central",  "western",  "northeastern", "northeast",     "eu",
    "eu27",     "eu28",     "eu272020",     "europeanunion", "europeanunion27countriesfrom2020",
    "euroarea", "world"};

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// The words of a name in small letters: ASCII letters and digits make words, other characters stay where they are,
/// blanks and points vanish.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : to_half_width(trim(text))) {
    if (c == ' ' || c == '-' || c == '_' || c == '.' || c == ',' || c == '(' || c == ')') {
      if (!words.back().empty()) words.emplace_back();
    } else if (c != '\'' && c != '`') {
      words.back() += is_ascii_letter(c) ? static_cast<char>(c | 0x20) : c;
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::string fold(std::string_view text) {
  std::string folded;
  for (const std::string& word : words_of(text)) folded += word;
  for (std::size_t at; (at = folded.find("\u2019")) != std::string::npos;) folded.erase(at, 3);
  return folded;
}

/// Without the words for province and the like; the name itself if nothing else is in it.
std::string fold_bare(std::string_view text) {
  std::string folded;
  bool first = true;
  for (const std::string& word : words_of(text)) {
    const bool ending = std::find(kEndingWords.begin(), kEndingWords.end(), word) != kEndingWords.end();
    if (first || !ending) folded += word;
    first = false;
  }
  for (const std::string_view ending : kChineseEndings) {
    if (folded.size() > ending.size() && folded.ends_with(ending)) {
      folded.resize(folded.size() - ending.size());
      break;
    }
  }
  return folded;
}

const ChinaRegion* china_region(std::string_view code) {
  for (const ChinaRegion& region : china_regions()) {
    if (region.code == code) return &region;
  }
  return nullptr;
}

bool is_gb_code(std::string_view code) {
  return code.size() == 6 && std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

template <class Use>
void for_parts(std::string_view list, char separator, const Use& use) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(separator), list.size());
    if (const std::string_view part = trim(list.substr(0, end)); !part.empty()) use(part);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

const RegionNames& china_names() {
  static const RegionNames names(china_region_rows());
  return names;
}

}  // namespace

std::string_view key_of(NameKind kind) {
  constexpr std::array<std::string_view, 8> kKeys{"code",         "iso_code", "chinese",        "chinese_full",
                                                  "abbreviation", "english",  "other_spelling", "alias"};
  return kKeys[static_cast<std::size_t>(kind)];
}

void RegionNames::add(std::string_view name, Entry entry) {
  if (name.empty()) return;
  const auto insert = [&entry](std::vector<Entry>& entries) {
    const bool known = std::any_of(entries.begin(), entries.end(),
                                   [&entry](const Entry& other) { return other.region == entry.region; });
    if (!known) entries.push_back(entry);
  };
  insert(exact_[fold(name)]);
  insert(bare_[fold_bare(name)]);
}

void RegionNames::add_row(const RegionRow& row, std::size_t region) {
  add(row.code, {region, NameKind::code});
  add(row.name.zh, {region, NameKind::chinese});
  add(row.name.en, {region, NameKind::english});
  for (const std::string& alias : row.aliases) add(alias, {region, NameKind::alias});
  if (!is_gb_code(row.code)) return;
  if (const ChinaRegion* china = china_region(row.code)) {
    const std::string digits = row.code.substr(0, 2);
    for (const std::string& code : {digits, "CN-" + digits}) add(code, {region, NameKind::code});
    add("CN-" + std::string(china->iso), {region, NameKind::iso_code});
    add(china->zh, {region, NameKind::chinese});
    add(china->full_zh, {region, NameKind::chinese_full});
    add(china->en, {region, NameKind::english});
    for_parts(china->abbreviations, ' ', [&](std::string_view one) { add(one, {region, NameKind::abbreviation}); });
    for_parts(china->other, ';', [&](std::string_view one) { add(one, {region, NameKind::other_spelling}); });
  } else if (row.code.ends_with("00")) {
    add(row.code.substr(0, 4), {region, NameKind::code});
  }
}

RegionNames::RegionNames(const std::vector<RegionRow>& rows) {
  for (const RegionRow& row : rows) {
    add_row(row, codes_.size());
    codes_.push_back(row.code);
  }
}

std::optional<RegionReading> RegionNames::read_folded(const std::string& folded, const std::string& bare) const {
  const auto reading_of = [](const std::vector<Entry>& entries) {
    RegionReading reading{
        .kind = RegionReading::Kind::region, .region = entries.front().region, .by = entries.front().by};
    if (entries.size() == 1) return reading;
    reading.kind = RegionReading::Kind::ambiguous;
    for (const Entry& entry : entries) reading.candidates.push_back(entry.region);
    return reading;
  };
  const auto is_aggregate = [](const std::string& name) {
    return std::find(kAggregates.begin(), kAggregates.end(), name) != kAggregates.end();
  };
  if (const auto found = exact_.find(folded); found != exact_.end()) return reading_of(found->second);
  if (is_aggregate(folded)) return RegionReading{.kind = RegionReading::Kind::aggregate};
  if (const auto found = bare_.find(bare); found != bare_.end()) return reading_of(found->second);
  if (is_aggregate(bare)) return RegionReading{.kind = RegionReading::Kind::aggregate};
  return std::nullopt;
}

RegionReading RegionNames::read(std::string_view text) const {
  const std::string folded = fold(text);
  if (const auto reading = read_folded(folded, fold_bare(text))) return *reading;
  // "北　京 Beijing": each language by itself
  std::string chinese;
  std::string latin;
  for (const char c : trim(text)) ((static_cast<unsigned char>(c) >= 0x80 ? chinese : latin) += c);
  if (!chinese.empty() && !trim(latin).empty()) {
    for (const std::string& part : {chinese, latin}) {
      if (const auto reading = read_folded(fold(part), fold_bare(part))) return *reading;
    }
  }
  // the list of China itself is not looked up in itself
  if (this != &china_names() && china_names().read(text).kind == RegionReading::Kind::region)
    return {.kind = RegionReading::Kind::outside};
  return {};
}

std::optional<std::size_t> RegionNames::nearest(std::string_view text) const {
  constexpr std::size_t kLongest = 200;  // bytes
  if (text.size() > kLongest) return std::nullopt;
  std::vector<std::string_view> names;
  for (const auto& [name, entries] : exact_) names.push_back(name);
  const std::string folded = fold(text);
  const auto near = closest(folded, names);
  return near ? std::optional(exact_.find(*near)->second.front().region) : std::nullopt;
}

std::vector<RegionRow> china_region_rows() {
  std::vector<RegionRow> rows;
  for (const ChinaRegion& region : china_regions()) {
    rows.push_back({.code = std::string(region.code),
                    .name = {std::string(region.en), std::string(region.zh)},
                    .group = std::string(region.group),
                    .tile_column = region.tile_column,
                    .tile_row = region.tile_row});
  }
  return rows;
}

void report_region(std::string_view word, const RegionNames& names, const std::vector<RegionRow>& rows,
                   const Location& where, Diagnostics& diagnostics) {
  const RegionReading reading = names.read(word);
  const auto shown = [&rows](std::size_t r) {
    return rows[r].name.zh + " " + rows[r].name.en + " (" + rows[r].code + ")";
  };
  if (reading.kind == RegionReading::Kind::unknown) {
    const auto near = names.nearest(word);
    diagnostics.add({ErrorCode::unknown, text("data.region.unknown", std::string(word)),
                     near ? text("data.region.near", shown(*near)) : text("data.region.unknown.hint")},
                    where);
  } else if (reading.kind == RegionReading::Kind::ambiguous) {
    std::string candidates;
    for (const std::size_t r : reading.candidates) candidates += (candidates.empty() ? "" : ", ") + shown(r);
    diagnostics.add({ErrorCode::duplicate, text("data.region.ambiguous", std::string(word), candidates),
                     text("data.region.ambiguous.hint")},
                    where);
  }
}

}  // namespace tidu::data
