// SPDX-License-Identifier: Apache-2.0
#include "data/workbook_styles.h"

#include <fmt/format.h>

#include <cmath>
#include <map>

#include "data/workbook_xml.h"

namespace tidu::data {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with_word(std::string_view text, std::string_view word) {
  if (text.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (lower(text[i]) != word[i]) return false;
  }
  return true;
}

/// What the first section of a format holds.
struct Tokens {
  bool digits = false;  // places for digits of a number, fractions of seconds apart
  bool percent = false;
  bool elapsed = false;  // [h], [mm], [s]
  bool day = false;      // year, month by name, day, era, weekday
  bool clock = false;    // hour, second, am or pm
  bool m = false;        // month or minute
};

/// Reads the first section of a format.
class FormatScanner {
 public:
  explicit FormatScanner(std::string_view format) : format_(format) {}

  Tokens scan() {
    while (at_ < format_.size() && format_[at_] != ';') step();
    return tokens_;
  }

 private:
  void step() {
    const char c = lower(format_[at_]);
    if (c == '"') {
      at_ = after(format_.find('"', at_ + 1));
    } else if (c == '\\' || c == '_' || c == '*') {
      skip_character();
    } else if (c == '[') {
      bracket();
    } else if (const std::size_t word = word_length(); word > 0) {
      at_ += word;
    } else if (c == 'e' && at_ + 1 < format_.size() && (format_[at_ + 1] == '+' || format_[at_ + 1] == '-')) {
      at_ += 2;
    } else if (c == '.' && seconds_) {
      ++at_;
      while (at_ < format_.size() && format_[at_] == '0') ++at_;
    } else {
      letter(c);
    }
  }

  void letter(char c) {
    std::size_t run = 1;
    while (at_ + run < format_.size() && lower(format_[at_ + run]) == c) ++run;
    seconds_ = c == 's';
    tokens_.digits |= c == '0' || c == '#' || c == '?';
    tokens_.percent |= c == '%';
    tokens_.day |= c == 'y' || c == 'd' || c == 'e' || c == 'g' || c == 'b' || c == 'a' || (c == 'm' && run >= 3);
    tokens_.clock |= c == 'h' || c == 's';
    tokens_.m |= c == 'm';
    at_ += run;
  }

  void bracket() {
    const std::size_t end = after(format_.find(']', at_));
    const std::string_view inside = format_.substr(at_ + 1, end - at_ - 1);
    const char first = inside.empty() ? ' ' : lower(inside.front());
    bool same = first == 'h' || first == 'm' || first == 's';
    for (const char c : inside.substr(0, inside.size() - (inside.ends_with(']') ? 1 : 0))) same &= lower(c) == first;
    tokens_.elapsed |= same;
    at_ = end;
  }

  /// Words whose letters are no parts of a date: their length; a mark of half a day sets the clock.
  std::size_t word_length() {
    const std::string_view rest = format_.substr(at_);
    if (starts_with_word(rest, "general")) return 7;
    if (starts_with_word(rest, "g/")) return 2;  // G/通用格式: how Chinese programs call it
    for (const std::string_view half : {"am/pm", "a/p"}) {
      if (!starts_with_word(rest, half)) continue;
      tokens_.clock = true;
      return half.size();
    }
    return 0;
  }

  /// The mark at this place and the whole character behind it, which may have several bytes.
  void skip_character() {
    at_ += 2;
    while (at_ < format_.size() && (static_cast<unsigned char>(format_[at_]) & 0xC0) == 0x80) ++at_;
  }

  std::size_t after(std::size_t found) const { return found == std::string_view::npos ? format_.size() : found + 1; }

  std::string_view format_;
  std::size_t at_ = 0;
  bool seconds_ = false;
  Tokens tokens_;
};

struct Day {
  std::int64_t year = 0;
  std::int64_t month = 0;
  std::int64_t day = 0;
};

/// Day of the proleptic Gregorian calendar, from days since 1970-01-01 (H. Hinnant, days_from_civil, 2013).
Day civil(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t of_era = days - era * 146097;
  const std::int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const std::int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted = (5 * of_year + 2) / 153;
  const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, of_year - (153 * shifted + 2) / 5 + 1};
}

std::string clock_text(std::int64_t milliseconds) {
  const std::int64_t seconds = milliseconds / 1000;
  std::string out = fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (milliseconds % 1000 != 0) out += fmt::format(".{:03}", milliseconds % 1000);
  return out;
}

}  // namespace

NumberKind kind_of_format(std::string_view format) {
  const Tokens tokens = FormatScanner(format).scan();
  if (tokens.percent) return NumberKind::percent;
  if (tokens.digits || tokens.elapsed) return NumberKind::number;
  if (tokens.day || (tokens.m && !tokens.clock)) return NumberKind::date;
  return tokens.clock ? NumberKind::time : NumberKind::number;
}

NumberKind kind_of_builtin(std::uint32_t id) {
  if (id == 9 || id == 10) return NumberKind::percent;
  if ((id >= 18 && id <= 21) || id == 45 || id == 47 || (id >= 32 && id <= 35) || id == 55 || id == 56)
    return NumberKind::time;
  const bool date = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58);
  return date ? NumberKind::date : NumberKind::number;
}

Styles::Styles(pugi::xml_node style_sheet) {
  std::map<std::uint32_t, NumberKind> own;
  xml::for_children(xml::child(style_sheet, "numFmts"), [&own](pugi::xml_node format, std::string_view name) {
    if (name == "numFmt")
      own[format.attribute("numFmtId").as_uint()] = kind_of_format(format.attribute("formatCode").value());
  });
  xml::for_children(xml::child(style_sheet, "cellXfs"), [&](pugi::xml_node format, std::string_view name) {
    if (name != "xf") return;
    const std::uint32_t id = format.attribute("numFmtId").as_uint();
    const auto found = own.find(id);
    kinds_.push_back(found == own.end() ? kind_of_builtin(id) : found->second);
  });
}

std::optional<std::string> iso_date(double serial, NumberKind kind, bool since_1904) {
  constexpr double kPerDay = 86'400'000;
  constexpr double kBehind9999 = 2'958'466;  // in the calendar from 1900
  constexpr std::int64_t kFalseLeapDay = 60;
  const double in_1900 = serial + (since_1904 ? 1462 : 0);
  if (!(serial >= 0) || !(in_1900 < kBehind9999)) return std::nullopt;
  const std::int64_t total = std::llround(serial * kPerDay);
  const std::int64_t day = total / 86'400'000 + (since_1904 ? 1462 : 0);
  const std::int64_t clock = total % 86'400'000;
  // without a day it is a time of the day, whatever the format would show
  if (day == 0 || (kind == NumberKind::time && total < 86'400'000)) return clock_text(clock);
  const Day civil_day = civil(day - 25569 + (day < kFalseLeapDay ? 1 : 0));
  if (civil_day.year > 9999) return std::nullopt;
  std::string out = day == kFalseLeapDay
                        ? "1900-02-29"
                        : fmt::format("{:04}-{:02}-{:02}", civil_day.year, civil_day.month, civil_day.day);
  if (clock != 0) out += "T" + clock_text(clock);
  return out;
}

}  // namespace tidu::data
