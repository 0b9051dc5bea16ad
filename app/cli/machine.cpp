// SPDX-License-Identifier: Apache-2.0
#include "app/cli/machine.h"

#include <langinfo.h>
#include <locale.h>
#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace tidu::cli {
namespace {

/// The value of the first line "name : value" of a file of /proc.
std::string first_value(const char* file, std::string_view name) {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(name)) continue;
    const auto colon = line.find(':');
    if (colon == std::string::npos) continue;
    const auto begin = line.find_first_not_of(" \t", colon + 1);
    return begin == std::string::npos ? std::string() : line.substr(begin);
  }
  return {};
}

/// The folder itself, or the nearest one above it that exists.
std::filesystem::path existing_folder(const std::string& folder) {
  std::error_code problem;
  std::filesystem::path path = std::filesystem::absolute(folder.empty() ? "." : folder, problem);
  while (!std::filesystem::exists(path, problem) && path.has_relative_path()) path = path.parent_path();
  return path;
}

}  // namespace

std::string processor_name() {
  const std::string name = first_value("/proc/cpuinfo", "model name");
  return name.empty() ? "unknown" : name;
}

std::uint64_t memory_bytes() {
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long page = sysconf(_SC_PAGESIZE);
  return pages > 0 && page > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page) : 0;
}

std::uint64_t available_memory_bytes() {
  const std::string value = first_value("/proc/meminfo", "MemAvailable");
  std::uint64_t kilobytes = 0;
  std::from_chars(value.data(), value.data() + value.size(), kilobytes);
  return kilobytes * 1024;
}

std::uint64_t peak_memory_bytes() {
  rusage usage{};
  return getrusage(RUSAGE_SELF, &usage) == 0 ? static_cast<std::uint64_t>(usage.ru_maxrss) * 1024 : 0;
}

std::optional<std::uint64_t> free_disk_bytes(const std::string& folder) {
  std::error_code problem;
  const auto space = std::filesystem::space(existing_folder(folder), problem);
  if (problem) return std::nullopt;
  return static_cast<std::uint64_t>(space.available);
}

bool can_write_to(const std::string& folder) {
  const auto existing = existing_folder(folder);
  std::error_code problem;
  return std::filesystem::is_directory(existing, problem) && access(existing.c_str(), W_OK | X_OK) == 0;
}

std::string character_set() {
  locale_t locale = newlocale(LC_ALL_MASK, "", nullptr);
  if (locale == nullptr) return nl_langinfo(CODESET);  // the locale that the environment names is not installed
  const std::string name = nl_langinfo_l(CODESET, locale);
  freelocale(locale);
  return name;
}

}  // namespace tidu::cli
