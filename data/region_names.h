// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostic.h"
#include "data/regions.h"

namespace tidu::data {

/// By what a name was recognised.
enum class NameKind : std::uint8_t {
  code,
  iso_code,
  chinese,
  chinese_full,
  abbreviation,
  english,
  other_spelling,
  alias
};

/// What a text in a column of regions stands for.
struct RegionReading {
  enum class Kind : std::uint8_t {
    region,     ///< one of the study's
    aggregate,  ///< a total or a group: 全国, 合计, 东部地区, Total
    outside,    ///< a region of China that the study does not have
    ambiguous,  ///< several of the study's
    unknown,
  };
  Kind kind = Kind::unknown;
  std::size_t region = 0;  ///< position among the study's regions
  NameKind by = NameKind::code;
  std::vector<std::size_t> candidates;  ///< of an ambiguous name
};

std::string_view key_of(NameKind kind);  ///< "code", "chinese_full", ...

/// Recognises regions whatever a file calls them. Every region answers to its code and to the names that its row gives;
/// provinces of China (codes of GB/T 2260) also to their short codes (11, CN-BJ, CN-11), full and short Chinese names,
/// one-character names, English, pinyin and older spellings; other regions with six-digit codes to four digits
/// (prefectures). Blanks within Chinese names (北　京), letter case, hyphens, apostrophes, full-width forms and the
/// words for province, city, prefecture, autonomous region, special administrative region in Chinese, English and
/// pinyin do not matter, unless they are what tells two regions apart.
class RegionNames {
 public:
  explicit RegionNames(const std::vector<RegionRow>& rows);

  RegionReading read(std::string_view text) const;

  /// The region whose name an unknown text resembles, if it is no longer than a name can be. Cost: an edit distance to
  /// every name.
  std::optional<std::size_t> nearest(std::string_view text) const;

  std::size_t regions() const { return codes_.size(); }

 private:
  struct Entry {
    std::size_t region = 0;
    NameKind by = NameKind::code;
  };
  using Index = std::map<std::string, std::vector<Entry>, std::less<>>;

  void add(std::string_view name, Entry entry);
  void add_row(const RegionRow& row, std::size_t region);
  std::optional<RegionReading> read_folded(const std::string& folded, const std::string& bare) const;

  std::vector<std::string> codes_;
  Index exact_;  ///< by folded name
  Index bare_;   ///< by folded name without the words for province and the like
};

/// The 34 province-level regions of China as rows of a study, with their places on the tile map.
std::vector<RegionRow> china_region_rows();

/// Says that a text is no region, or may be several, at its place; says nothing of the other kinds.
void report_region(std::string_view text, const RegionNames& names, const std::vector<RegionRow>& rows,
                   const Location& where, Diagnostics& diagnostics);

}  // namespace tidu::data
