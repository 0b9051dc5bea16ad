// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "data/workbook.h"

struct zip;

namespace tidu::data {

/// The parts of a zip archive in memory, by name, unpacked under limits.
class ZipParts {
 public:
  /// bytes   must live as long as the object
  /// errors  syntax (damaged, a part twice, parts that overlap), limit (too many parts)
  static Result<ZipParts> open(std::string_view bytes, const WorkbookLimits& limits);

  /// Names are compared as OPC wants it: without regard to case, \ as /, no / at the front.
  bool has(std::string_view name) const { return find(name).has_value(); }

  /// Unpacks a part in blocks and counts while it does so.
  /// errors  missing, limit (bytes, ratio), syntax (wrong checksum, damaged, encrypted, other packing than deflate)
  Result<std::string> read(std::string_view name);

 private:
  struct Close {
    void operator()(zip* archive) const;
  };
  std::optional<std::uint64_t> find(std::string_view name) const;

  WorkbookLimits limits_;
  std::unique_ptr<zip, Close> archive_;
  std::map<std::string, std::uint64_t> positions_;
  std::map<std::uint64_t, std::uint64_t> unpacked_;  ///< bytes by position: a part that is read again counts once
};

}  // namespace tidu::data
