// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace tidu {

enum class OptionType : std::uint8_t { real, integer, boolean, choice };

/// Where a number comes from.
enum class SourceKind : std::uint8_t {
  unsaid,
  data,        ///< counted, or estimated from the study's own kind of data
  literature,  ///< of published estimates
  assumption,  ///< of nobody's measurement
  setting,     ///< chosen by whoever asks: a year, a number of draws
};

constexpr std::string_view source_kind_name(SourceKind kind) {
  constexpr std::string_view kNames[] = {"unsaid", "data", "literature", "assumption", "setting"};
  return kNames[static_cast<std::size_t>(kind)];
}

/// What is known about a value that a user may set: the single place from which TOML validation, `tidu schema`, --help,
/// the docs page and the table of assumptions are made. One row stands beside each field of a parameter struct in core.
/// Its label and help in both languages are the catalogue's texts "option.<key>.label" and "option.<key>.help".
struct OptionRecord {
  std::string_view key;  ///< as in the study file: "diffusion.imitation"
  OptionType type = OptionType::real;
  std::string_view unit;  ///< "1/year"; "1" for a pure number; empty for booleans and choices
  double minimum = 0;     ///< smallest legal value (inclusive); choices: 0
  double default_value = 0;
  double maximum = 0;  ///< largest legal value (inclusive); choices: count - 1
  double low = 0;      ///< range that ensembles draw from; low == high: not varied
  double high = 0;
  std::string_view source;  ///< citation of default and range, or "assumption"
  std::span<const std::string_view> choices = {};
  bool logarithmic = false;  ///< the range is drawn evenly in the logarithm
  SourceKind kind = SourceKind::unsaid;
};

/// The range that an ensemble draws a value from; low == high: fixed.
struct Range {
  double low = 0;
  double high = 0;
};

/// Whether an option is a number, which the table of assumptions lists, and not a yes or no or a choice.
constexpr bool is_assumption(const OptionRecord& record) {
  return record.type == OptionType::real || record.type == OptionType::integer;
}

/// A record bound to a field of a parameter struct P. Every parameter struct has `std::span<const Option<P>>
/// options();` beside it (a constexpr table). Choices are enums numbered from 0; get and set see their number.
template <class P>
struct Option {
  OptionRecord record;
  double (*get)(const P&);
  void (*set)(P&, double);
};

/// The record of a choice: its words say how many there are.   choice_record({.key = ..., .source = ..., .choices =
/// ...})
constexpr OptionRecord choice_record(OptionRecord record) {
  record.type = OptionType::choice;
  record.maximum = static_cast<double>(record.choices.size() - 1);
  record.low = record.high = record.default_value;
  return record;
}

/// The record of a yes or no; default_value 1 is yes.
constexpr OptionRecord boolean_record(OptionRecord record) {
  record.type = OptionType::boolean;
  record.maximum = 1;
  record.low = record.high = record.default_value;
  return record;
}

/// The record of a number that ensembles do not vary.
constexpr OptionRecord fixed_record(OptionRecord record) {
  record.low = record.high = record.default_value;
  return record;
}

namespace detail {
template <class T>
struct OwnerOf;
template <class Field, class Owner>
struct OwnerOf<Field Owner::*> {
  using Type = Owner;
};
}  // namespace detail

/// Makes the pair of accessors for a field: bind_field<&Params::imitation>(record).
template <auto Member, class P = typename detail::OwnerOf<decltype(Member)>::Type>
constexpr Option<P> bind_field(const OptionRecord& record) {
  return Option<P>{record, [](const P& p) { return static_cast<double>(p.*Member); },
                   [](P& p, double v) { p.*Member = static_cast<std::remove_cvref_t<decltype(p.*Member)>>(v); }};
}

}  // namespace tidu
