// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tidu::tests {

/// How a program ended and what it said.
struct Ended {
  int code = -1;  ///< exit code, or 128 + signal
  std::string out;
  std::string err;
};

struct Start {
  std::vector<std::string> words;                       ///< program and arguments
  std::map<std::string, std::string> environment = {};  ///< over a small fixed one (PATH, LC_ALL=C.UTF-8)
  std::filesystem::path folder = ".";                   ///< working folder
  std::string stdin_path = "/dev/null";                 ///< below the working folder
  std::string stdout_path = {};                         ///< stdout goes here instead, e.g. /dev/full
  bool close_reader = false;                            ///< nobody reads stdout
  std::string interrupt_at = {};                        ///< SIGINT as soon as stderr holds this text
};

/// Runs a program to its end.
Ended run_process(const Start& start);

/// Runs tidu in `folder`.
Ended tidu(const std::filesystem::path& folder, std::vector<std::string> words);

inline constexpr const char* kStudy = TIDU_SOURCE_DIR "/cases/china";

/// A folder of its own for a test, removed at its end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string read_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, std::string_view text);

/// Copies the bundled study to folder/study and returns that path.
std::filesystem::path copy_study(const std::filesystem::path& folder);

/// The same with one panel, few draws and few resamples: every part of a run, in a fifth of its time.
std::filesystem::path quick_study(const std::filesystem::path& folder, int lever_agents = 0);

/// Replaces the first place of `old_text` in a file; a test error when it is not there.
void replace_in(const std::filesystem::path& file, std::string_view old_text, std::string_view new_text);

/// Names in a folder, sorted; none when it does not exist.
std::vector<std::string> names_in(const std::filesystem::path& folder);

}  // namespace tidu::tests
