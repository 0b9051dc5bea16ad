// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostic.h"
#include "data/grid.h"

namespace tidu::data {

/// How much of a workbook is read at most. The defaults hold what a spreadsheet program can show of a yearbook and stop
/// a file that is made to fill the memory; what is above one of them is a located error of kind limit.
struct WorkbookLimits {
  std::uint64_t inflated_bytes = 256ULL << 20;  ///< unpacked parts, all that are read together; counted while unpacking
  std::uint64_t ratio = 200;                    ///< unpacked to packed size of a part that has more than 1 MiB unpacked
  std::uint64_t entries = 10'000;               ///< parts of the archive
  std::uint64_t xml_bytes = 1ULL << 30;         ///< memory for the tree of one part, estimated before it is built
  std::uint64_t strings = 4'000'000;            ///< shared strings
  std::uint64_t rows = 1'048'576;               ///< number of a sheet's last row (Excel's own limit)
  std::uint64_t columns = 16'384;               ///< its last column (Excel's own limit)
  std::uint64_t cells = 20'000'000;             ///< cells of a sheet, empty ones before the last of a row included
  std::uint64_t text_bytes = 256ULL << 20;      ///< texts of a sheet: cells may share a long one; at most 2 GiB
  std::uint64_t merged = 100'000;               ///< merged blocks of a sheet
};

/// An Excel workbook (.xlsx, .xlsm; ECMA-376 transitional or strict) whose sheets are read as grids of texts.
class Workbook {
 public:
  struct Sheet {
    std::string name;
    bool hidden = false;
  };

  /// Reads the list of sheets, shared strings and styles; never follows a link out of the file.
  /// bytes      the file's content; must live as long as the workbook
  /// file_name  as messages name it
  /// errors     syntax (no workbook, damaged, encrypted, DOCTYPE), limit, missing (a part), encoding (a sheet's name)
  static Outcome<Workbook> open(std::string_view bytes, std::string_view file_name, const WorkbookLimits& limits = {});

  Workbook(Workbook&&) noexcept;
  Workbook& operator=(Workbook&&) noexcept;
  ~Workbook();

  /// The sheets with cells, in their order; charts on sheets of their own are left out.
  const std::vector<Sheet>& sheets() const;

  /// The cells of a sheet as texts: strings without their phonetic runs; numbers as the file writes them; dates as
  /// 2024-06-30 or 2024-06-30T12:00:00, times as 12:00:00; booleans as TRUE and FALSE; of formulas the result that was
  /// saved; #N/A as it is. Column 0 of the grid is column A. Of merged cells the first alone holds text.
  /// position  in sheets()
  /// errors    domain (another error value), syntax, encoding (forbidden character), limit: all that were found, each
  ///           with its cell; warnings for formulas that were saved without result and for values from other files;
  ///           notes for columns that are shown in percent
  Outcome<Grid> read(std::size_t position);

 private:
  struct State;
  explicit Workbook(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tidu::data
