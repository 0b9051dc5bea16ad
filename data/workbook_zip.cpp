// SPDX-License-Identifier: Apache-2.0
#include "data/workbook_zip.h"

#include <zip.h>

#include <algorithm>
#include <utility>

namespace tidu::data {
namespace {

constexpr std::size_t kBlock = 1U << 16;
// small parts of legend and style pack well without being hostile
constexpr std::uint64_t kRatioMatters = 1U << 20;

Text damaged_hint() { return text("data.workbook.damaged.hint"); }
Text limit_hint() { return text("data.workbook.limit.hint"); }

std::string normalised(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (out.empty() && (c == '/' || c == '\\')) continue;
    out += c == '\\' ? '/' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

std::uint32_t little_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = count; i > 0; --i) value = (value << 8) | static_cast<unsigned char>(bytes[at + i - 1]);
  return value;
}

/// Whether two entries of the archive's directory claim the same bytes: how a small file is made to unpack to a large
/// one without a high ratio. libzip does not look. Archives with 64-bit directories are held by the other limits.
bool entries_overlap(std::string_view bytes) {
  constexpr std::size_t kEndRecord = 22;
  const std::size_t end = bytes.rfind("PK\x05\x06");
  if (end == std::string_view::npos || end + kEndRecord > bytes.size()) return false;
  std::size_t at = little_endian(bytes, end + 16, 4);
  std::vector<std::pair<std::uint64_t, std::uint64_t>> spans;
  while (at + 46 <= end && bytes.substr(at, 4) == "PK\x01\x02") {
    const std::uint64_t name = little_endian(bytes, at + 28, 2);
    const std::uint64_t packed = little_endian(bytes, at + 20, 4);
    const std::uint64_t local = little_endian(bytes, at + 42, 4);
    if (packed != UINT32_MAX && local != UINT32_MAX) spans.emplace_back(local, local + 30 + name + packed);
    at += 46 + name + little_endian(bytes, at + 30, 2) + little_endian(bytes, at + 32, 2);
  }
  std::sort(spans.begin(), spans.end());
  for (std::size_t i = 1; i < spans.size(); ++i) {
    if (spans[i].first < spans[i - 1].second) return true;
  }
  return false;
}

struct CloseEntry {
  void operator()(zip_file* entry) const { zip_fclose(entry); }
};

Error unreadable(const std::string& part, int code) {
  if (code == ZIP_ER_CRC) return {ErrorCode::syntax, text("data.workbook.checksum", part), damaged_hint()};
  return {ErrorCode::syntax, text("data.workbook.part_damaged", part), damaged_hint()};
}

}  // namespace

void ZipParts::Close::operator()(zip* archive) const { zip_discard(archive); }

Result<ZipParts> ZipParts::open(std::string_view bytes, const WorkbookLimits& limits) {
  const auto damaged = [] { return failure(ErrorCode::syntax, text("data.workbook.damaged"), damaged_hint()); };
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return damaged();
  ZipParts parts;
  parts.limits_ = limits;
  parts.archive_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
  zip_error_fini(&error);
  if (!parts.archive_) {
    zip_source_free(source);
    return damaged();
  }
  const auto count = static_cast<std::uint64_t>(zip_get_num_entries(parts.archive_.get(), 0));
  if (count > limits.entries)
    return failure(ErrorCode::limit, text("data.workbook.entries", count, limits.entries), limit_hint());
  for (std::uint64_t i = 0; i < count; ++i) {
    const char* name = zip_get_name(parts.archive_.get(), i, 0);
    if (name == nullptr) return damaged();
    if (!parts.positions_.emplace(normalised(name), i).second)
      return failure(ErrorCode::syntax, text("data.workbook.part_twice", name), damaged_hint());
  }
  if (entries_overlap(bytes)) return failure(ErrorCode::syntax, text("data.workbook.overlap"), damaged_hint());
  return parts;
}

std::optional<std::uint64_t> ZipParts::find(std::string_view name) const {
  const auto found = positions_.find(normalised(name));
  return found == positions_.end() ? std::nullopt : std::optional(found->second);
}

Result<std::string> ZipParts::read(std::string_view name) {
  const std::string part(name);
  const auto position = find(name);
  if (!position) return failure(ErrorCode::missing, text("data.workbook.part_missing", part), damaged_hint());
  zip_stat_t about;
  zip_stat_init(&about);
  if (zip_stat_index(archive_.get(), *position, 0, &about) != 0) return tl::unexpected(unreadable(part, ZIP_ER_INCONS));
  if (about.encryption_method != ZIP_EM_NONE)
    return failure(ErrorCode::syntax, text("data.workbook.encrypted"), text("data.workbook.encrypted.hint"));
  if (about.comp_method != ZIP_CM_STORE && about.comp_method != ZIP_CM_DEFLATE)
    return failure(ErrorCode::syntax, text("data.workbook.packing", part), text("data.workbook.save.hint"));
  const std::unique_ptr<zip_file, CloseEntry> entry(zip_fopen_index(archive_.get(), *position, 0));
  if (!entry) return tl::unexpected(unreadable(part, zip_error_code_zip(zip_get_error(archive_.get()))));

  std::uint64_t others = 0;
  for (const auto& [other, size] : unpacked_) others += other == *position ? 0 : size;
  std::string content;
  // what the directory says of the size is a claim: it saves copies when true and costs nothing when false
  content.reserve(std::min<std::uint64_t>(about.size, std::min<std::uint64_t>(limits_.inflated_bytes, 16U << 20)));
  std::vector<char> block(kBlock);
  for (;;) {
    const std::int64_t got = zip_fread(entry.get(), block.data(), block.size());
    if (got < 0) return tl::unexpected(unreadable(part, zip_error_code_zip(zip_file_get_error(entry.get()))));
    if (got == 0) break;
    content.append(block.data(), static_cast<std::size_t>(got));
    if (others + content.size() > limits_.inflated_bytes) {
      return failure(ErrorCode::limit, text("data.workbook.inflated", part, limits_.inflated_bytes >> 20),
                     limit_hint());
    }
    if (content.size() > kRatioMatters && content.size() / limits_.ratio > about.comp_size)
      return failure(ErrorCode::limit, text("data.workbook.ratio", part, limits_.ratio), limit_hint());
  }
  unpacked_[*position] = content.size();
  return content;
}

}  // namespace tidu::data
