// SPDX-License-Identifier: Apache-2.0
#include "report/workbook_digits.h"

#include <fmt/format.h>
#include <zip.h>

#include <memory>

#include "core/base/assert.h"

namespace tidu::report {
namespace {

struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};

/// The XML of a sheet with its numbers replaced. Cells with a type of their own (t="s") are texts.
std::string replaced(const std::string& xml, const std::vector<double>& numbers) {
  std::string out;
  std::size_t done = 0;
  std::size_t next = 0;
  for (std::size_t value = xml.find("<v>"); value != std::string::npos; value = xml.find("<v>", value + 1)) {
    const std::size_t cell = xml.rfind("<c ", value);
    if (xml.substr(cell, value - cell).find(" t=") != std::string::npos) continue;
    TIDU_ASSERT(next < numbers.size());
    out.append(xml, done, value + 3 - done);
    out += fmt::format("{}", numbers[next++]);
    done = xml.find("</v>", value);
  }
  TIDU_ASSERT(next == numbers.size());
  return out.append(xml, done);
}

std::string read_entry(zip_t* archive, const std::string& name) {
  zip_stat_t about;
  zip_file_t* entry = zip_fopen(archive, name.c_str(), 0);
  if (entry == nullptr || zip_stat(archive, name.c_str(), 0, &about) != 0) return {};
  std::string content(about.size, '\0');
  const auto got = zip_fread(entry, content.data(), content.size());
  content.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  zip_fclose(entry);
  return content;
}

/// Puts a text in place of an entry, dated 1980-01-01: the first day that an archive can name.
bool replace_entry(zip_t* archive, const std::string& name, const std::string& content) {
  constexpr zip_uint16_t kFirstDay = (1U << 5) | 1U;
  const auto index = zip_name_locate(archive, name.c_str(), 0);
  zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
  if (index < 0 || source == nullptr) return false;
  const auto position = static_cast<zip_uint64_t>(index);
  if (zip_file_replace(archive, position, source, 0) != 0) {
    zip_source_free(source);
    return false;
  }
  // the fastest compression: a tenth larger in a quarter of the time, which was a seventh of a whole run
  return zip_set_file_compression(archive, position, ZIP_CM_DEFLATE, 1) == 0 &&
         zip_file_set_dostime(archive, position, 0, kFirstDay, 0) == 0;
}

std::string content_of(zip_source_t* source) {
  zip_stat_t about;
  if (zip_source_stat(source, &about) != 0 || zip_source_open(source) != 0) return {};
  std::string bytes(about.size, '\0');
  const auto got = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  bytes.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  return bytes;
}

}  // namespace

Result<std::string> with_every_digit(const std::string& archive, const std::vector<std::vector<double>>& numbers) {
  const auto unwritten = [] {
    return failure(ErrorCode::io, text("workbook.unwritten"), text("workbook.unwritten.hint"));
  };
  const std::unique_ptr<zip_source_t, FreeSource> source(
      zip_source_buffer_create(archive.data(), archive.size(), 0, nullptr));
  if (!source) return unwritten();
  zip_source_keep(source.get());  // the archive gives one up, the other one is read from
  std::unique_ptr<zip_t, Discard> zip(zip_open_from_source(source.get(), 0, nullptr));
  if (!zip) {
    zip_source_free(source.get());
    return unwritten();
  }
  std::vector<std::string> sheets(numbers.size());  // read by libzip when it writes: they must live until then
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::string name = fmt::format("xl/worksheets/sheet{}.xml", i + 1);
    const std::string xml = read_entry(zip.get(), name);
    if (xml.empty()) return unwritten();
    sheets[i] = replaced(xml, numbers[i]);
    if (!replace_entry(zip.get(), name, sheets[i])) return unwritten();
  }
  if (zip_close(zip.get()) != 0) return unwritten();
  static_cast<void>(zip.release());
  std::string bytes = content_of(source.get());
  if (bytes.empty()) return unwritten();
  return bytes;
}

}  // namespace tidu::report
