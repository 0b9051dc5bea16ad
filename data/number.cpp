// SPDX-License-Identifier: Apache-2.0
#include "data/number.h"

#include <fast_float/fast_float.h>

#include <algorithm>
#include <array>
#include <string>

#include "core/base/escape.h"

namespace tidu::data {
namespace {

constexpr std::array<std::string_view, 10> kMissingWords{"na",   "n/a", "#n/a", "nan", "null",
                                                         "none", "nil", "x",    ".",   ":"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trim_ascii(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
  return s;
}

std::optional<double> parse(std::string_view s, char decimal) {
  if (s.starts_with('+') && !s.starts_with("+-")) s.remove_prefix(1);
  double value = 0;
  const auto [end, error] = fast_float::from_chars_advanced(
      s.data(), s.data() + s.size(), value, fast_float::parse_options{fast_float::chars_format::general, decimal});
  if (error != std::errc{} || end != s.data() + s.size() || !(value - value == 0)) return std::nullopt;
  return value;
}

bool is_blank(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x202F ||
         c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

bool is_dash(char32_t c) {
  return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2500 || c == 0x2501 || c == 0x30FC ||
         c == 0xFE58 || c == 0xFF0D;
}

/// Digits apart in groups of three by `group`, as in 1,234,567.8; the position behind them.
std::optional<std::size_t> grouped_digits(std::string_view s, std::size_t from, char group) {
  std::size_t i = from;
  while (i < s.size() && is_digit(s[i])) ++i;
  if (i == from || i - from > 3) return std::nullopt;
  std::size_t groups = 0;
  while (i + 3 < s.size() && s[i] == group && is_digit(s[i + 1]) && is_digit(s[i + 2]) && is_digit(s[i + 3])) {
    i += 4;
    ++groups;
  }
  if (groups == 0 || (i < s.size() && (is_digit(s[i]) || s[i] == group))) return std::nullopt;
  return i;
}

/// "1 234 567,8" without its groups; empty if they are none.
std::string without_groups(std::string_view s, char decimal) {
  const std::size_t sign = s.starts_with('-') || s.starts_with('+') ? 1 : 0;
  for (const char group : {decimal == '.' ? ',' : '.', ' ', '\''}) {
    const auto end = grouped_digits(s, sign, group);
    if (!end) continue;
    std::string plain;
    for (std::size_t i = 0; i < s.size(); ++i) {
      if (i >= *end || s[i] != group) plain += s[i];
    }
    return plain;
  }
  return {};
}

bool is_missing(std::string_view s) {
  if (s.empty()) return true;
  bool dashes = true;
  bool dots = true;
  for (std::size_t i = 0; i < s.size();) {
    const char32_t c = escape::next_character(s, i);
    dashes = dashes && is_dash(c);
    dots = dots && (c == '.' || c == 0x2026 || c == 0x22EF || c == 0x2025);
  }
  if (dashes || (dots && s != ".")) return true;
  std::string lower(s);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::find(kMissingWords.begin(), kMissingWords.end(), lower) != kMissingWords.end();
}

/// "-12", "-12-31", "/12", "-12-31T00:00:00": what follows the year of a date.
bool is_month_or_day(std::string_view s) {
  for (int part = 0; part < 2 && !s.empty() && s.front() != 'T'; ++part) {
    if (s.front() != '-' && s.front() != '/') return false;
    s.remove_prefix(1);
    const std::size_t digits = std::min(s.find_first_not_of("0123456789"), s.size());
    if (digits < 1 || digits > 2) return false;
    s.remove_prefix(digits);
  }
  return s.empty() || s.front() == 'T';
}

}  // namespace

std::optional<double> parse_number(std::string_view text) { return parse(trim_ascii(text), '.'); }

std::string_view trim(std::string_view s) {
  const auto plain = [](char c) { return c > ' ' && static_cast<unsigned char>(c) < 0x7F; };
  if (s.empty() || (plain(s.front()) && plain(s.back()))) return s;
  std::size_t begin = s.size();
  std::size_t end = s.size();
  bool started = false;
  for (std::size_t i = 0; i < s.size();) {
    const std::size_t at = i;
    if (is_blank(escape::next_character(s, i))) continue;
    if (!started) begin = at;
    started = true;
    end = i;
  }
  return s.substr(begin, end - begin);
}

std::string to_half_width(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size();) {
    const char32_t c = escape::next_character(s, i);
    escape::append_utf8(out, c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : is_blank(c) ? U' ' : c);
  }
  return out;
}

CellNumber read_number(std::string_view text, NumberFormat format) {
  const std::string_view trimmed = trim(text);
  if (const auto value = parse(trimmed, format.decimal)) return {CellKind::number, *value};
  if (is_missing(trimmed)) return {CellKind::missing};
  std::string plain = to_half_width(trimmed);
  for (const std::string_view minus : {"\u2212", "\u2013", "\u2014"}) {  // also the dashes that typists take for it
    if (plain.starts_with(minus)) plain.replace(0, minus.size(), "-");
  }
  for (std::size_t at; (at = plain.find("\u2019")) != std::string::npos;) plain.replace(at, 3, "'");
  if (const auto value = parse(plain, format.decimal)) return {CellKind::number, *value};
  const std::string ungrouped = without_groups(plain, format.decimal);
  if (ungrouped.empty()) return {};
  const auto value = parse(ungrouped, format.decimal);
  return value ? CellNumber{CellKind::number, *value} : CellNumber{};
}

DecimalEvidence decimal_evidence(std::string_view text) {
  std::string_view s = trim(text);
  if (s.starts_with('-') || s.starts_with('+')) s.remove_prefix(1);
  const std::size_t commas = static_cast<std::size_t>(std::count(s.begin(), s.end(), ','));
  const std::size_t points = static_cast<std::size_t>(std::count(s.begin(), s.end(), '.'));
  if (commas + points == 0 ||
      !std::all_of(s.begin(), s.end(), [](char c) { return is_digit(c) || c == ',' || c == '.'; }))
    return DecimalEvidence::none;
  if (commas > 1 && points > 1) return DecimalEvidence::none;
  if (commas > 1 || points > 1) return commas > 1 ? DecimalEvidence::point : DecimalEvidence::comma;
  if (commas == 1 && points == 1) return s.rfind('.') > s.rfind(',') ? DecimalEvidence::point : DecimalEvidence::comma;
  const std::size_t at = s.find_first_of(",.");
  const bool group = s.size() - at == 4 && at >= 1 && at <= 3 && s[0] != '0';
  if (group) return DecimalEvidence::either;
  return commas == 1 ? DecimalEvidence::comma : DecimalEvidence::point;
}

std::optional<int> parse_year(std::string_view text) {
  std::string_view s = trim(text);
  std::string half;
  if (s.size() != 4 || !is_digit(s[0])) {
    half = to_half_width(s);
    s = half;
  }
  if (s.size() < 4 || !std::all_of(s.begin(), s.begin() + 4, is_digit)) return std::nullopt;
  const int year = (s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 + (s[3] - '0');
  if (year < 1000 || year > 2999) return std::nullopt;
  const std::string_view rest = trim(s.substr(4));
  for (const std::string_view ending : {"", ".0", "年", "年末", "年底", "年度"}) {
    if (rest == ending) return year;
  }
  return is_month_or_day(rest) ? std::optional<int>(year) : std::nullopt;
}

}  // namespace tidu::data
