// SPDX-License-Identifier: Apache-2.0
#include "data/units.h"

#include <algorithm>
#include <array>
#include <utility>

#include "data/number.h"

namespace tidu::data {
namespace {

using Scale = std::pair<std::string_view, double>;

struct Base {
  std::string_view word;
  std::string_view base;
  double factor = 1;
};

constexpr std::array<Base, 62> kBases{{
    {"人", "person"},
    {"人口", "person"},
    {"person", "person"},
    {"persons", "person"},
    {"people", "person"},
    {"capita", "person"},
    {"head", "person"},
    {"resident", "person"},
    {"residents", "person"},
    {"人次", "visit"},
    {"元", "cny"},
    {"人民币元", "cny"},
    {"元人民币", "cny"},
    {"cny", "cny"},
    {"rmb", "cny"},
    {"yuan", "cny"},
    {"美元", "usd"},
    {"usd", "usd"},
    {"us$", "usd"},
    {"dollars", "usd"},
    {"户", "household"},
    {"households", "household"},
    {"household", "household"},
    {"吨", "t"},
    {"t", "t"},
    {"ton", "t"},
    {"tons", "t"},
    {"tonne", "t"},
    {"tonnes", "t"},
    {"公斤", "t", 1e-3},
    {"千克", "t", 1e-3},
    {"kg", "t", 1e-3},
    {"千瓦时", "kwh"},
    {"千瓦小时", "kwh"},
    {"度", "kwh"},
    {"kwh", "kwh"},
    {"mwh", "kwh", 1e3},
    {"gwh", "kwh", 1e6},
    {"twh", "kwh", 1e9},
    {"千瓦", "kw"},
    {"kw", "kw"},
    {"mw", "kw", 1e3},
    {"gw", "kw", 1e6},
    {"公里", "km"},
    {"千米", "km"},
    {"km", "km"},
    {"米", "km", 1e-3},
    {"平方公里", "km2"},
    {"平方千米", "km2"},
    {"km2", "km2"},
    {"sqkm", "km2"},
    {"公顷", "km2", 1e-2},
    {"hectare", "km2", 1e-2},
    {"hectares", "km2", 1e-2},
    {"ha", "km2", 1e-2},
    {"平方米", "km2", 1e-6},
    {"m2", "km2", 1e-6},
    {"%", "1", 1e-2},
    {"percent", "1", 1e-2},
    {"百分比", "1", 1e-2},
    {"‰", "1", 1e-3},
    {"permille", "1", 1e-3},
}};

// Longest first where one begins another.
constexpr std::array<Scale, 28> kScales{{{"hundredmillion", 1e8},
                                         {"tenthousand", 1e4},
                                         {"thousand", 1e3},
                                         {"hundred", 1e2},
                                         {"million", 1e6},
                                         {"billion", 1e9},
                                         {"trillion", 1e12},
                                         {"mn", 1e6},
                                         {"bn", 1e9},
                                         {"万亿", 1e12},
                                         {"千亿", 1e11},
                                         {"百亿", 1e10},
                                         {"十亿", 1e9},
                                         {"亿", 1e8},
                                         {"千万", 1e7},
                                         {"百万", 1e6},
                                         {"十万", 1e5},
                                         {"万", 1e4},
                                         {"千", 1e3},
                                         {"百", 1e2},
                                         {"十", 1e1},
                                         {"mio.", 1e6},
                                         {"mio", 1e6},
                                         {"mrd.", 1e9},
                                         {"mrd", 1e9},
                                         {"bil", 1e9},
                                         {"mil", 1e6},
                                         {"k", 1e3}}};

std::string compact(std::string_view text) {
  std::string out;
  for (const char c : to_half_width(trim(text))) {
    if (c != ' ') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

const Base* find_base(std::string_view word) {
  const auto found = std::find_if(kBases.begin(), kBases.end(), [word](const Base& b) { return b.word == word; });
  return found == kBases.end() ? nullptr : &*found;
}

/// A number at the start of a word, as units have it ("1e8", "10,000", "10^4", "100"); moves behind it. 1 without one.
double leading_number(std::string_view& word) {
  const auto digits_from = [&word](std::size_t from, std::string_view allowed) {
    return std::min(word.find_first_not_of(allowed, from), word.size());
  };
  std::size_t end = digits_from(0, "0123456789.,");
  std::string number(word.substr(0, end));
  std::erase(number, ',');
  if (end < word.size() && (word[end] == 'e' || word[end] == '^')) {
    const std::size_t stop = digits_from(end + 1, "0123456789");
    const std::size_t digits = stop - end - 1;
    if (digits == 1 || digits == 2) {  // larger powers are no unit
      number = (word[end] == '^' ? "1" : number) + "e" + std::string(word.substr(end + 1, digits));
      end = stop;
    }
  }
  const auto value = parse_number(number);
  if (!value || *value <= 0) return 1;
  word.remove_prefix(end);
  return *value;
}

/// The unit of one thing, without ratio: numbers and words for numbers, then the thing.
Unit simple_unit(std::string_view word) {
  Unit unit{.factor = leading_number(word), .base = "1", .known = true};
  while (!word.empty()) {
    if (const Base* base = find_base(word)) return {unit.factor * base->factor, std::string(base->base), true};
    const auto scale = std::find_if(kScales.begin(), kScales.end(), [word](const Scale& s) {
      if (!word.starts_with(s.first)) return false;
      const bool letters = s.first.size() <= 3 && s.first[0] >= 'a' && s.first[0] <= 'z';
      // "k", "mn" may begin the name of a thing: only before nothing or a known base
      return !letters || word == s.first || find_base(word.substr(s.first.size())) != nullptr;
    });
    if (scale == kScales.end()) return {unit.factor, std::string(word), false};
    unit.factor *= scale->second;
    word.remove_prefix(scale->first.size());
  }
  return unit;
}

}  // namespace

std::optional<Unit> parse_unit(std::string_view text) {
  std::string spaced;  // "per" only as a word of its own
  for (const char c : to_half_width(trim(text))) spaced += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (spaced.empty()) return std::nullopt;
  if (spaced == "per cent") return Unit{1e-2, "1", true};
  std::size_t cut = spaced.find('/');
  std::size_t length = 1;
  if (cut == std::string::npos) {
    cut = spaced.find(" per ");
    length = 5;
  }
  if (cut == std::string::npos && spaced.starts_with("per ")) {
    const Unit below = simple_unit(compact(spaced.substr(4)));
    return Unit{1 / below.factor, "1/" + below.base, below.known};
  }
  if (cut == std::string::npos) return simple_unit(compact(spaced));
  const Unit above = simple_unit(compact(spaced.substr(0, cut)));
  const Unit below = simple_unit(compact(spaced.substr(cut + length)));
  return Unit{above.factor / below.factor, above.base + "/" + below.base, above.known && below.known};
}

std::optional<Conversion> conversion(std::string_view from, std::string_view to) {
  const auto a = parse_unit(from);
  const auto b = parse_unit(to);
  if (!a || !b || a->base != b->base) return std::nullopt;
  if (a->factor >= b->factor) return Conversion{.multiply = a->factor / b->factor};
  return Conversion{.divide = b->factor / a->factor};
}

NameWithUnit split_unit(std::string_view name) {
  const std::string half = to_half_width(trim(name));
  const std::string_view s = half;
  for (const auto& [open, close] : {std::pair('(', ')'), std::pair('[', ']')}) {
    if (!s.ends_with(close)) continue;
    const std::size_t at = s.rfind(open);
    if (at == std::string_view::npos || at == 0) continue;
    const std::string_view unit = trim(s.substr(at + 1, s.size() - at - 2));
    if (!unit.empty() && !parse_year(unit)) return {std::string(trim(s.substr(0, at))), std::string(unit)};
  }
  return {half, {}};
}

}  // namespace tidu::data
