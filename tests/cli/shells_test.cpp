// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/cli/process.h"

namespace tidu::tests {
namespace {

namespace fs = std::filesystem;

/// A folder with a finished run, one that is being written, a study and the script of a shell.
class Shells : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {kRun, "china-20261124T122701Z-99999999.partial"}) {
      fs::create_directories(folder() / "my runs" / name);
      write_text(folder() / "my runs" / name / "manifest.json", "{}");
    }
    fs::create_directory(folder() / "study");
  }

  const fs::path& folder() const { return folder_.path(); }

  /// The script of a shell as the file "script".
  void script(const std::string& shell) {
    const Ended ended = tidu(folder(), {"completion", shell});
    ASSERT_EQ(ended.code, 0) << ended.err;
    write_text(folder() / "script", ended.out);
  }

  Ended shell(std::vector<std::string> words) const {
    return run_process({.words = std::move(words),
                        .environment = {{"HOME", folder().string()}, {"XDG_CONFIG_HOME", folder().string()}},
                        .folder = folder()});
  }

  static constexpr const char* kRun = "china-20261124T122701Z-1a2b3c4d";

 private:
  TemporaryFolder folder_;
};

class Bash : public Shells {
 protected:
  void SetUp() override {
    Shells::SetUp();
    script("bash");
  }

  /// What bash offers for the last word, one a line.
  std::string offered(std::vector<std::string> line) const {
    line.insert(line.begin(), {"/bin/bash", "-c",
                               R"(source ./script
                                  function=$(complete -p tidu | sed -E 's/.*-F ([^ ]+).*/\1/')
                                  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
                                  "$function"
                                  printf '%s\n' "${COMPREPLY[@]}")",
                               "bash"});
    const Ended ended = shell(std::move(line));
    EXPECT_EQ(ended.err, "");
    return ended.out;
  }
};

TEST_F(Bash, CompletesCommandsOptionsAndChoices) {
  EXPECT_EQ(offered({"tidu", "ru"}), "run\nruns\n");
  EXPECT_EQ(offered({"tidu", "runs", ""}), "list\nshow\ndiff\nrescan\ngc\n");
  EXPECT_EQ(offered({"tidu", "--quiet", "run", "x", "--thr"}), "--threads\n");
  EXPECT_EQ(offered({"tidu", "check", "--thr"}), "\n") << "check has no threads";
  EXPECT_EQ(offered({"tidu", "--lang", "=", "z"}), "zh\n");
  EXPECT_EQ(offered({"tidu", "run", "--progress", "j"}), "json\n");
  EXPECT_EQ(offered({"tidu", "completion", "f"}), "fish\n");
  EXPECT_EQ(offered({"tidu", "man", "opt"}), "options\n");
}

TEST_F(Bash, CompletesRunsTablesAndFolders) {
  const std::string run(kRun);
  EXPECT_EQ(offered({"tidu", "verify", "--out", "my runs", "c"}), run + "\n");
  EXPECT_EQ(offered({"tidu", "runs", "diff", "--out", "my runs", "a", "c"}), run + "\n");
  EXPECT_EQ(offered({"tidu", "run", "st"}), "study\n");
  EXPECT_EQ(offered({"tidu", "run", "study", "--out", "m"}), "my runs\n");
  EXPECT_EQ(offered({"tidu", "measure", "study", "--table", "gaps_o"}), "gaps_output\ngaps_output_groups\n");
}

TEST_F(Shells, FishCompletes) {
  if (!fs::exists("/usr/bin/fish")) GTEST_SKIP() << "fish is not installed";
  script("fish");
  const auto offered = [&](const std::string& line) {
    const Ended ended = shell({"/usr/bin/fish", "-c", "source script; complete -C '" + line + "'"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    return ended.out;
  };
  EXPECT_EQ(offered("tidu runs sh").rfind("show\t", 0), 0U);
  EXPECT_NE(offered("tidu verify --out \"my runs\" c").find(kRun), std::string::npos);
  EXPECT_EQ(offered("tidu verify --out \"my runs\" c").find("partial"), std::string::npos);
  EXPECT_NE(offered("tidu run study --th").find("--threads"), std::string::npos);
  EXPECT_EQ(offered("tidu check study --th"), "");
  EXPECT_NE(offered("tidu measure study --table gaps_o").find("gaps_output_groups"), std::string::npos);
  EXPECT_EQ(offered("tidu --lang ").rfind("en", 0), 0U);
}

TEST_F(Shells, ZshCompletes) {
  if (!fs::exists("/usr/bin/zsh")) GTEST_SKIP() << "zsh is not installed";
  script("zsh");
  EXPECT_EQ(shell({"/usr/bin/zsh", "-n", "script"}).code, 0);
  // A zsh in a terminal of its own: words and a tab are typed, then the line is wiped (Ctrl-U). zsh rings where it has
  // completed. READY is its prompt, which it writes when it reads keys by itself: typed sooner, Ctrl-U would have the
  // terminal wipe the words before zsh sees them.
  write_text(folder() / "type", R"(zmodload zsh/zpty
zpty -b terminal zsh -f -i
zpty -w terminal "autoload -Uz compinit; compinit -u -D; source ./script; PS1=REA''DY"
zpty -r -m terminal out '*READY*' || exit 1
zpty -w terminal $1$'\t\x15'"print E''ND"
zpty -r -m terminal out '*END*'
print -r -- ${out//$'\a'/}
)");
  const auto screen = [&](const std::string& typed) {
    return shell({"/usr/bin/timeout", "20", "/usr/bin/zsh", "-f", "type", typed}).out;
  };
  EXPECT_NE(screen("tidu runs resc").find("rescan"), std::string::npos);
  EXPECT_NE(screen("tidu run --thr").find("--threads="), std::string::npos);
  EXPECT_NE(screen("tidu verify --out my\\ runs chin").find(kRun), std::string::npos);
  EXPECT_EQ(screen("tidu check --thr").find("--threads"), std::string::npos);
  EXPECT_NE(screen("tidu check --thr").find("END"), std::string::npos);
}

TEST_F(Shells, ManualIsSoundInBothLanguages) {
  for (const char* language : {"en", "zh"}) {
    const Ended ended = tidu(folder(), {"man", "--out", language, "--lang", language});
    EXPECT_EQ(ended.code, 0) << ended.err;
  }
  EXPECT_EQ(tidu(folder(), {"man", "run"}).out, read_text(folder() / "en/man1/tidu-run.1"));
  EXPECT_EQ(tidu(folder(), {"man", "rnu"}).code, 2);
  if (!fs::exists("/usr/bin/mandoc")) GTEST_SKIP() << "mandoc is not installed";
  std::size_t pages = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder())) {
    const auto extension = entry.path().extension();
    if (extension != ".1" && extension != ".5") continue;
    ++pages;
    const Ended lint = shell({"/usr/bin/mandoc", "-T", "lint", "-W", "warning", entry.path().string()});
    // Pages have no date: the same version makes the same page on any day.
    const std::string said = lint.out.substr(lint.out.find('\n') == std::string::npos ? 0 : lint.out.find('\n') + 1);
    EXPECT_NE(lint.out.find("missing date"), std::string::npos) << lint.out << lint.err;
    EXPECT_EQ(said, "") << entry.path();
    EXPECT_NE(shell({"/usr/bin/mandoc", "-T", "utf8", entry.path().string()}).out, "");
  }
  EXPECT_GE(pages, 30U);
}

}  // namespace
}  // namespace tidu::tests
