// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace tidu::data {

/// A province-level region of China as official and everyday texts call it.
struct ChinaRegion {
  std::string_view code;           ///< GB/T 2260-2007
  std::string_view iso;            ///< ISO 3166-2:CN, without "CN-"
  std::string_view zh;             ///< short name
  std::string_view full_zh;        ///< full name
  std::string_view abbreviations;  ///< one-character names, parted by blanks
  std::string_view en;             ///< English
  std::string_view other;          ///< pinyin and older spellings, parted by semicolons
  std::string_view group;          ///< macro-region of the National Bureau of Statistics; empty outside its four
  int tile_column = 0;             ///< place on the tile map
  int tile_row = 0;
};

/// The 34 province-level regions in the order of their codes.
std::span<const ChinaRegion> china_regions();

/// Neighbours by land, pairs of codes; Hainan, an island, is joined to Guangdong across the strait.
std::span<const std::pair<std::string_view, std::string_view>> china_borders();

}  // namespace tidu::data
