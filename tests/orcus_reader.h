// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdlib>
#include <map>
#include <orcus/orcus_xlsx.hpp>
#include <orcus/spreadsheet/import_interface.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// The cells of a workbook as liborcus reads them: a second opinion for our own reader and writer.
namespace tidu::testing {

using CellPlace = std::pair<std::size_t, std::size_t>;  ///< row and column, from 0
using CellValue = std::variant<double, bool, std::string>;
using CellMap = std::map<CellPlace, CellValue>;

namespace orcus_detail {

namespace ss = orcus::spreadsheet;

class Strings final : public ss::iface::import_shared_strings {
 public:
  std::size_t append(std::string_view s) override {
    texts_.emplace_back(s);
    return texts_.size() - 1;
  }
  std::size_t add(std::string_view s) override { return append(s); }
  void set_segment_font(std::size_t) override {}
  void set_segment_bold(bool) override {}
  void set_segment_italic(bool) override {}
  void set_segment_font_name(std::string_view) override {}
  void set_segment_font_size(double) override {}
  void set_segment_font_color(ss::color_elem_t, ss::color_elem_t, ss::color_elem_t, ss::color_elem_t) override {}
  void append_segment(std::string_view s) override { segments_ += s; }
  std::size_t commit_segments() override { return append(std::exchange(segments_, {})); }

  const std::string& at(std::size_t i) const { return texts_.at(i); }

 private:
  std::vector<std::string> texts_;
  std::string segments_;
};

class Formula final : public ss::iface::import_formula {
 public:
  explicit Formula(CellMap& cells) : cells_(cells) {}
  void set_position(ss::row_t row, ss::col_t column) override { place_ = {row, column}; }
  void set_formula(ss::formula_grammar_t, std::string_view) override {}
  void set_shared_formula_index(std::size_t) override {}
  void set_result_string(std::string_view value) override { cells_[place_] = std::string(value); }
  void set_result_value(double value) override { cells_[place_] = value; }
  void set_result_bool(bool value) override { cells_[place_] = value; }
  void set_result_empty() override {}
  void commit() override {}

 private:
  CellMap& cells_;
  CellPlace place_;
};

class Sheet final : public ss::iface::import_sheet {
 public:
  explicit Sheet(const Strings& strings) : strings_(strings), formula_(cells_) {}
  ss::iface::import_formula* get_formula() override { return &formula_; }
  void set_auto(ss::row_t row, ss::col_t column, std::string_view s) override { put(row, column) = std::string(s); }
  void set_string(ss::row_t row, ss::col_t column, ss::string_id_t i) override {
    // an empty text reads like an empty cell
    if (!strings_.at(i).empty()) put(row, column) = strings_.at(i);
  }
  void set_value(ss::row_t row, ss::col_t column, double value) override { put(row, column) = value; }
  void set_bool(ss::row_t row, ss::col_t column, bool value) override { put(row, column) = value; }
  void set_date_time(ss::row_t, ss::col_t, int, int, int, int, int, double) override { std::abort(); }
  void set_format(ss::row_t, ss::col_t, std::size_t) override {}
  void set_format(ss::row_t, ss::col_t, ss::row_t, ss::col_t, std::size_t) override {}
  void fill_down_cells(ss::row_t, ss::col_t, ss::row_t) override { std::abort(); }
  ss::range_size_t get_sheet_size() const override { return {1'048'576, 16'384}; }

  const CellMap& cells() const { return cells_; }

 private:
  CellValue& put(ss::row_t row, ss::col_t column) {
    return cells_[{static_cast<std::size_t>(row), static_cast<std::size_t>(column)}];
  }

  const Strings& strings_;
  CellMap cells_;
  Formula formula_;
};

/// "B7", "B7:C9"; $ are passed over.
class References final : public ss::iface::import_reference_resolver {
 public:
  ss::src_address_t resolve_address(std::string_view address) override {
    ss::src_address_t at{0, 0, 0};
    for (const char c : address) {
      if (c >= 'A' && c <= 'Z') at.column = at.column * 26 + (c - 'A' + 1);
      if (c >= '0' && c <= '9') at.row = at.row * 10 + (c - '0');
    }
    --at.column;
    --at.row;
    return at;
  }
  ss::src_range_t resolve_range(std::string_view range) override {
    const auto colon = range.find(':');
    const auto first = resolve_address(range.substr(0, colon));
    return {first, colon == std::string_view::npos ? first : resolve_address(range.substr(colon + 1))};
  }
};

class Factory final : public ss::iface::import_factory {
 public:
  ss::iface::import_shared_strings* get_shared_strings() override { return &strings_; }
  ss::iface::import_reference_resolver* get_reference_resolver(ss::formula_ref_context_t) override {
    return &references_;
  }
  ss::iface::import_sheet* append_sheet(ss::sheet_t, std::string_view name) override {
    names_.emplace_back(name);
    return &sheets_.emplace(names_.back(), strings_).first->second;
  }
  ss::iface::import_sheet* get_sheet(std::string_view name) override {
    const auto found = sheets_.find(std::string(name));
    return found == sheets_.end() ? nullptr : &found->second;
  }
  ss::iface::import_sheet* get_sheet(ss::sheet_t i) override {
    return get_sheet(names_.at(static_cast<std::size_t>(i)));
  }
  void finalize() override {}

  const std::vector<std::string>& names() const { return names_; }
  const CellMap& cells(const std::string& name) const { return sheets_.at(name).cells(); }

 private:
  Strings strings_;
  References references_;
  std::vector<std::string> names_;
  std::map<std::string, Sheet> sheets_;
};

}  // namespace orcus_detail

/// Sheets in their order with their cells.
inline std::vector<std::pair<std::string, CellMap>> read_by_orcus(const std::string& bytes) {
  orcus_detail::Factory factory;
  orcus::orcus_xlsx(&factory).read_stream(bytes);
  std::vector<std::pair<std::string, CellMap>> sheets;
  for (const std::string& name : factory.names()) sheets.emplace_back(name, factory.cells(name));
  return sheets;
}

}  // namespace tidu::testing
