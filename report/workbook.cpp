// SPDX-License-Identifier: Apache-2.0
#include "report/workbook.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/escape.h"
#include "report/words.h"
#include "report/workbook_digits.h"
#include "report/workbook_sheets.h"

namespace tidu::report {
namespace {

constexpr std::size_t kMostRows = 1'048'576;
constexpr std::time_t kFirstDay = 315'532'800;  // 1980-01-01: a workbook must name a time, and results hold no clock

/// A file of its own for libxlsxwriter, which writes to files alone; gone when the object is.
class TemporaryFile {
 public:
  TemporaryFile() {
    std::error_code error;
    path_ = (std::filesystem::temp_directory_path(error) / "tidu-XXXXXX").string();
    const int descriptor = error ? -1 : mkstemp(path_.data());
    made_ = descriptor >= 0;
    if (made_) ::close(descriptor);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (made_) std::remove(path_.c_str());
  }

  bool made() const { return made_; }
  const std::string& path() const { return path_; }

  std::string content() const {
    std::string bytes;
    std::array<char, 65536> block;
    std::FILE* file = std::fopen(path_.c_str(), "rb");
    if (file == nullptr) return bytes;
    for (std::size_t got = 1; got > 0;) {
      got = std::fread(block.data(), 1, block.size(), file);
      bytes.append(block.data(), got);
    }
    std::fclose(file);
    return bytes;
  }

 private:
  std::string path_;
  bool made_ = false;
};

/// The first sheet: what this is, what must be known of the study, and where each table stands.
void write_contents(SheetWriter& out, const data::ResultSet& results, const Words& words,
                    const std::vector<std::string>& names) {
  const auto line = [&out](const std::string& content, lxw_format* look = nullptr) {
    out.text(0, content, look);
    out.next_row();
  };
  line(words.name(results.title), out.looks().title);
  line(words.say(text("report.colophon", results.version, std::to_string(results.seed))));
  for (const std::string& remark : words.remarks("study")) line(remark);
  out.next_row();
  out.text(0, words.say(text("workbook.table")), out.looks().heading);
  out.text(1, words.say(text("workbook.rows")), out.looks().heading);
  out.text(2, words.say(text("workbook.file")), out.looks().heading);
  out.next_row();
  for (std::size_t i = 0; i < results.tables.size(); ++i) {
    const data::Table& table = results.tables[i];
    out.link(0, names[i + 1], words.title(table));
    out.number(1, static_cast<double>(table.rows()), 0);
    out.text(2, table.key + ".csv");
    out.next_row();
  }
  worksheet_set_column(out.sheet(), 0, 0, 60, nullptr);
  worksheet_set_column(out.sheet(), 1, 1, 10, nullptr);
  worksheet_set_column(out.sheet(), 2, 2, 40, nullptr);
}

void set_properties(lxw_workbook* workbook, std::string title) {
  title = escape::terminal(title).substr(0, 255);
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.created = kFirstDay;
  workbook_set_properties(workbook, &properties);
}

}  // namespace

Result<std::string> render_workbook(const data::ResultSet& results, study::Language language) {
  const auto unwritten = [] {
    return failure(ErrorCode::io, text("workbook.unwritten"), text("workbook.unwritten.hint"));
  };
  for (const data::Table& table : results.tables) {
    if (table.rows() + rows_around(results) > kMostRows)
      return failure(ErrorCode::limit, text("workbook.too_long", table.key, table.rows()),
                     text("workbook.too_long.hint"));
  }
  const TemporaryFile file;
  lxw_workbook* workbook = file.made() ? workbook_new(file.path().c_str()) : nullptr;
  if (workbook == nullptr) return unwritten();
  const Words words(results, language);
  set_properties(workbook, words.name(results.title));
  Looks looks(workbook);
  SheetNames sheet_names;
  std::vector<std::string> names{sheet_names.add(words.say(text("report.contents")))};
  for (const data::Table& table : results.tables) names.push_back(sheet_names.add(words.title(table)));
  std::vector<std::vector<double>> numbers;
  for (std::size_t i = 0; i < names.size(); ++i) {
    SheetWriter out(workbook_add_worksheet(workbook, names[i].c_str()), looks);
    if (i == 0) {
      write_contents(out, results, words, names);
    } else {
      write_table(out, results, results.tables[i - 1], words, names[0]);
    }
    numbers.push_back(out.numbers());
  }
  if (workbook_close(workbook) != LXW_NO_ERROR) return unwritten();
  return with_every_digit(file.content(), numbers);
}

}  // namespace tidu::report
