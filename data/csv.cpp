// SPDX-License-Identifier: Apache-2.0
#include "data/csv.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <map>
#include <optional>

#include "data/text_place.h"

namespace tidu::data {
namespace {

constexpr std::string_view kSeparators = ",;\t|";
constexpr std::size_t kSampleLines = 100;

/// Fields of the next lines, cut at `separator` outside quotes; empty lines are left out.
std::vector<std::size_t> field_counts(std::string_view bytes, char separator) {
  std::vector<std::size_t> counts;
  std::size_t fields = 1;
  bool quoted = false;
  bool empty = true;
  for (const char c : bytes) {
    if (c == '"') quoted = !quoted;
    if (!quoted && c == separator) ++fields;
    if (c != '\n' && c != '\r') empty = false;
    if (c != '\n' || quoted) continue;
    if (!empty) counts.push_back(fields);
    fields = 1;
    empty = true;
    if (counts.size() == kSampleLines) return counts;
  }
  if (!empty) counts.push_back(fields);
  return counts;
}

/// Comma unless another separator cuts more lines alike into two fields or more.
char find_separator(std::string_view bytes) {
  char best = ',';
  std::size_t most = 0;
  for (const char separator : kSeparators) {
    std::map<std::size_t, std::size_t> lines;
    for (const std::size_t fields : field_counts(bytes, separator)) ++lines[fields];
    std::size_t alike = 0;
    for (const auto& [fields, count] : lines) {
      if (fields >= 2) alike = std::max(alike, count);
    }
    if (alike > most) {
      most = alike;
      best = separator;
    }
  }
  return best;
}

std::string without_doubled_quotes(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    out += s[i];
    if (s[i] == '"' && i + 1 < s.size() && s[i + 1] == '"') ++i;
  }
  return out;
}

}  // namespace

/// Walks over the text once and adds its cells to a grid.
class CsvGridBuilder {
 public:
  CsvGridBuilder(DecodedText decoded, std::string_view file) : grid_(std::string(file), {}) {
    grid_.bytes_ = std::move(decoded.text);
    grid_.encoding_ = decoded.encoding;
    // lines of old Macintosh programs
    if (grid_.bytes_.find('\n') == std::string::npos)
      std::replace(grid_.bytes_.begin(), grid_.bytes_.end(), '\r', '\n');
    grid_.separator_ = find_separator(grid_.bytes_);
  }

  Outcome<Grid> build() {
    Outcome<Grid> outcome;
    reserve();
    while (position_ < bytes().size()) read_row();
    drop_comment();
    if (open_quote_) {
      outcome.diagnostics.add({ErrorCode::syntax, text("data.csv.open_quote"), text("data.csv.open_quote.hint")},
                              place_in(bytes(), {*open_quote_, 1}, {}, grid_.file_));
    } else if (grid_.rows() == 0) {
      outcome.diagnostics.add({ErrorCode::missing, text("data.csv.empty"), text("data.csv.empty.hint")},
                              {.file = grid_.file_, .line = 1, .column = 1});
    } else {
      outcome.value = std::move(grid_);
    }
    return outcome;
  }

 private:
  std::string_view bytes() const { return grid_.bytes_; }

  void reserve() {
    constexpr std::size_t kSample = 1U << 16;
    const std::string_view sample = bytes().substr(0, kSample);
    if (sample.empty()) return;
    const auto ends = static_cast<std::size_t>(std::count(sample.begin(), sample.end(), grid_.separator_) +
                                               std::count(sample.begin(), sample.end(), '\n'));
    grid_.cells_.reserve((ends + 1) * (bytes().size() / sample.size() + 1));
  }

  void read_row() {
    const std::size_t first = grid_.cells_.size();
    const std::size_t begin = position_;
    const std::uint32_t line = line_;
    bool empty = true;
    for (bool more = true; more;) {
      const Grid::Cell cell = quote_ahead() ? read_quoted() : read_plain();
      empty = empty && cell.length == 0;
      grid_.cells_.push_back(cell);
      more = position_ < bytes().size() && bytes()[position_] != '\n';
      ++position_;
      if (more && position_ >= bytes().size()) {  // a separator at the very end: one more field, without text
        grid_.cells_.push_back({static_cast<std::uint32_t>(bytes().size()), 0});
        more = false;
      }
    }
    ++line_;
    if (empty) {
      grid_.cells_.resize(first);
      return;
    }
    drop_comment();
    comment_ = bytes()[begin] == '#';
    grid_.row_begins_.push_back(grid_.cells_.size());
    grid_.row_numbers_.push_back(line);
  }

  /// Takes the last row back if it is a comment: if it begins with # and has another number of fields than the row
  /// before it and than the one that was just read, whose cells already stand behind it.
  void drop_comment() {
    if (!comment_) return;
    comment_ = false;
    const std::size_t row = grid_.rows() - 1;
    const std::size_t begin = grid_.row_begins_[row];
    const std::size_t end = grid_.row_begins_[row + 1];
    const std::size_t fields = end - begin;
    const std::size_t next = grid_.cells_.size() - end;
    if (fields > 1 && (fields == next || (row > 0 && fields == grid_.columns(row - 1)))) return;
    grid_.cells_.erase(grid_.cells_.begin() + static_cast<std::ptrdiff_t>(begin),
                       grid_.cells_.begin() + static_cast<std::ptrdiff_t>(end));
    grid_.row_begins_.pop_back();
    grid_.row_numbers_.pop_back();
  }

  /// The next separator or end of line, or the end of the text.
  std::size_t field_end(std::size_t from) const {
    const char* const data = bytes().data();
    const std::size_t size = bytes().size();
#ifdef __SSE2__
    const __m128i separator = _mm_set1_epi8(grid_.separator_);
    const __m128i newline = _mm_set1_epi8('\n');
    for (; from + 16 <= size; from += 16) {
      const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(data + from));
      const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(block, separator), _mm_cmpeq_epi8(block, newline));
      const auto mask = static_cast<unsigned>(_mm_movemask_epi8(ends));
      if (mask != 0) return from + static_cast<std::size_t>(std::countr_zero(mask));
    }
#endif
    while (from < size && data[from] != grid_.separator_ && data[from] != '\n') ++from;
    return from;
  }

  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

  /// True if a quote is the first that stands in the field; moves to it.
  bool quote_ahead() {
    std::size_t at = position_;
    while (at < bytes().size() && bytes()[at] == ' ') ++at;
    if (at == bytes().size() || bytes()[at] != '"') return false;
    position_ = at;
    return true;
  }

  Grid::Cell read_plain() {
    const char* const data = bytes().data();
    std::size_t begin = position_;
    position_ = field_end(position_);
    std::size_t end = position_;
    while (begin < end && is_blank(data[begin])) ++begin;
    while (begin < end && is_blank(data[end - 1])) --end;
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)};
  }

  Grid::Cell read_quoted() {
    const std::size_t begin = ++position_;
    bool doubled = false;
    for (;; ++position_) {
      if (position_ >= bytes().size()) {
        if (!open_quote_) open_quote_ = begin - 1;
        return {static_cast<std::uint32_t>(begin), 0};
      }
      const char c = bytes()[position_];
      if (c == '\n') ++line_;
      if (c != '"') continue;
      if (position_ + 1 >= bytes().size() || bytes()[position_ + 1] != '"') break;
      doubled = true;
      ++position_;
    }
    std::size_t end = position_++;
    // what stands between the closing quote and the separator belongs to no field: blanks are let pass, the rest is
    // kept, quote and all, so that it shows in the field
    for (const std::size_t stop = field_end(position_); position_ < stop; ++position_) {
      if (!is_blank(bytes()[position_])) end = position_ + 1;
    }
    Grid::Cell cell{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)};
    if (doubled) {
      grid_.unquoted_.emplace_back(cell.offset, without_doubled_quotes(bytes().substr(begin, end - begin)));
      cell.length |= Grid::kUnquoted;
    }
    return cell;
  }

  Grid grid_;
  std::size_t position_ = 0;
  std::uint32_t line_ = 1;
  bool comment_ = false;  ///< the last row of the grid begins with #
  std::optional<std::size_t> open_quote_;
};

Outcome<Grid> parse_csv(std::string bytes, std::string_view file) {
  Outcome<DecodedText> decoded = decode(std::move(bytes), file);
  if (!decoded.value) return {std::nullopt, std::move(decoded.diagnostics)};
  Outcome<Grid> outcome = CsvGridBuilder(std::move(*decoded.value), file).build();
  decoded.diagnostics.append(outcome.diagnostics);
  outcome.diagnostics = std::move(decoded.diagnostics);
  return outcome;
}

}  // namespace tidu::data
