// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace tidu::tests {
namespace {

namespace fs = std::filesystem;

struct Pipe {
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe");
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close_end(std::size_t end) {
    if (ends[end] >= 0) close(ends[end]);
    ends[end] = -1;
  }
  std::array<int, 2> ends{-1, -1};
};

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

[[noreturn]] void become(const Start& start, int out, int err) {
  std::vector<std::string> words = start.words;
  std::map<std::string, std::string> variables{{"PATH", "/usr/bin:/bin"}, {"LC_ALL", "C.UTF-8"}};
  for (const auto& [name, value] : start.environment) variables[name] = value;
  std::vector<std::string> environment;
  for (const auto& [name, value] : variables) environment.push_back(name + "=" + value);
  if (!start.stdout_path.empty()) out = open(start.stdout_path.c_str(), O_WRONLY | O_CLOEXEC);
  const int in = open((start.folder / start.stdin_path).c_str(), O_RDONLY | O_CLOEXEC);
  const bool ready = out >= 0 && dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
                     dup2(err, STDERR_FILENO) >= 0 && chdir(start.folder.c_str()) == 0;
  if (ready) execve(words.front().c_str(), pointers(words).data(), pointers(environment).data());
  _exit(127);
}

/// Reads what is there; false at the end of the stream.
bool drain(int descriptor, std::string& into) {
  std::array<char, 65536> buffer;
  const ssize_t n = read(descriptor, buffer.data(), buffer.size());
  if (n > 0) into.append(buffer.data(), static_cast<std::size_t>(n));
  return n > 0;
}

}  // namespace

Ended run_process(const Start& start) {
  Pipe out;
  Pipe err;
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork");
  if (child == 0) become(start, out.ends[1], err.ends[1]);
  out.close_end(1);
  err.close_end(1);
  if (start.close_reader) out.close_end(0);
  Ended ended;
  bool interrupted = start.interrupt_at.empty();
  while (out.ends[0] >= 0 || err.ends[0] >= 0) {
    std::array<pollfd, 2> streams{{{out.ends[0], POLLIN, 0}, {err.ends[0], POLLIN, 0}}};
    poll(streams.data(), streams.size(), -1);
    if (streams[0].revents != 0 && !drain(out.ends[0], ended.out)) out.close_end(0);
    if (streams[1].revents != 0 && !drain(err.ends[0], ended.err)) err.close_end(0);
    if (!interrupted && ended.err.find(start.interrupt_at) != std::string::npos) {
      kill(child, SIGINT);
      interrupted = true;
    }
  }
  int status = 0;
  waitpid(child, &status, 0);
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ended;
}

Ended tidu(const fs::path& folder, std::vector<std::string> words) {
  words.insert(words.begin(), TIDU_PROGRAM);
  return run_process({.words = std::move(words), .folder = folder});
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "tidu-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string read_text(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + file.string());
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void write_text(const fs::path& file, std::string_view text) {
  std::ofstream stream(file, std::ios::binary);
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream.flush()) throw std::runtime_error("cannot write " + file.string());
}

fs::path copy_study(const fs::path& folder) {
  const fs::path study = folder / "study";
  fs::copy(TIDU_SOURCE_DIR "/cases/china", study, fs::copy_options::recursive);
  replace_in(study / "study.toml", "until = 2035\n", "until = 2035\ndraws = 8\nvariance_draws = 3\n");
  return study;
}

fs::path quick_study(const fs::path& folder, int lever_agents) {
  const fs::path study = copy_study(folder);
  const fs::path file = study / "study.toml";
  replace_in(file, "adoption_panels = [\"computers\", \"ecommerce_firms\", \"websites\"]",
             "adoption_panels = [\"ecommerce_firms\"]");
  replace_in(file, "[measure]\n", "[measure]\nrobustness_replicates = 64\ngap_replicates = 49\npermutations = 99\n");
  write_text(file, read_text(file) +
                       "\n[calibrate]\nparticles = 200\nmoves = 1\n\n[simulate]\ndraws = 5\nsupport_draws = 1\n"
                       "critical_draws = 1\nlever_agents = " +
                       std::to_string(lever_agents) + "\n\n[report]\n");
  return study;
}

void replace_in(const fs::path& file, std::string_view old_text, std::string_view new_text) {
  std::string text = read_text(file);
  const auto at = text.find(old_text);
  if (at == std::string::npos) throw std::runtime_error(file.string() + " does not hold: " + std::string(old_text));
  write_text(file, text.replace(at, old_text.size(), new_text));
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  if (!fs::is_directory(folder)) return names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace tidu::tests
