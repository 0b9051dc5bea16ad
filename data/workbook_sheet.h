// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostic.h"
#include "data/grid.h"
#include "data/workbook.h"
#include "data/workbook_styles.h"

namespace tidu::data {

/// Whether a text may stand in a cell: line ends may, other control characters and direction marks may not.
enum class CellText : std::uint8_t { fine, forbidden, not_utf8 };
CellText judge_text(std::string_view text);

/// The texts that cells of a workbook share (sharedStrings.xml).
class SharedStrings {
 public:
  SharedStrings() = default;
  /// errors  limit
  static Result<SharedStrings> read(pugi::xml_node table, const WorkbookLimits& limits);

  std::size_t size() const { return entries_.size(); }
  std::string_view at(std::size_t i) const;
  CellText judgement(std::size_t i) const { return entries_[i].judgement; }

 private:
  struct Entry {
    std::size_t end = 0;
    CellText judgement = CellText::fine;
  };
  std::string bytes_;
  std::vector<Entry> entries_;
};

/// What the cells of a sheet refer to.
struct SheetContext {
  std::string file;
  std::string sheet;
  const SharedStrings& strings;
  const Styles& styles;
  bool since_1904 = false;
  const WorkbookLimits& limits;
};

/// Reads <worksheet>; Workbook::read says what the cells become.
Outcome<Grid> read_sheet(pugi::xml_node worksheet, const SheetContext& context);

}  // namespace tidu::data
