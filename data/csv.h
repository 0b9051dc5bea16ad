// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostic.h"

namespace tidu::data {

/// A field of a CSV file: its text and where it stands.
struct CsvField {
  std::string_view text;     ///< without its quotes; lives as long as the table
  std::uint32_t line = 0;    ///< from 1
  std::uint32_t column = 0;  ///< first character of the field, from 1
};

/// A rectangular CSV table (RFC 4180) with a header row.
class CsvTable {
 public:
  const std::vector<CsvField>& header() const { return header_; }
  std::size_t rows() const { return header_.empty() ? 0 : fields_.size() / header_.size(); }
  const CsvField& at(std::size_t row, std::size_t column) const { return fields_[row * header_.size() + column]; }
  std::span<const CsvField> row(std::size_t r) const {
    return std::span(fields_).subspan(r * header_.size(), header_.size());
  }
  const std::string& file() const { return file_; }

  /// Position of a column of the header.
  std::optional<std::size_t> find(std::string_view name) const;

  /// Where a field stands, with its line for the caret.
  Location where(const CsvField& field) const;

 private:
  friend Outcome<CsvTable> parse_csv(std::string bytes, std::string_view file);
  std::string file_;
  std::unique_ptr<const std::string> bytes_;  ///< behind a pointer: fields stay valid when the table is moved
  std::vector<std::size_t> line_starts_;
  std::vector<std::string> unquoted_;  ///< fields that held doubled quotes; never grows after parsing
  std::vector<CsvField> header_;
  std::vector<CsvField> fields_;
};

/// Parses UTF-8 text, with or without byte order mark, lines ended by LF or CRLF, fields perhaps in double quotes
/// (which may hold commas and line breaks). Empty lines are skipped. Every ragged row, open quote, forbidden character
/// and byte that is not UTF-8 is reported; the first hundred problems are kept. bytes  the file's content, which the
/// table keeps
Outcome<CsvTable> parse_csv(std::string bytes, std::string_view file);

/// A number as people write it in a data file: optional sign, digits, point, exponent; surrounding blanks are ignored.
std::optional<double> parse_number(std::string_view text);

}  // namespace tidu::data
