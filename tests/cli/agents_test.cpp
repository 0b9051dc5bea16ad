// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/process.h"

namespace tidu::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

bool says(const Ended& ended, const std::string& words) { return ended.err.find(words) != std::string::npos; }

TEST(AgentsOption, TakesANumberOrNone) {
  const TemporaryFolder folder;
  for (const char* bad : {"0", "00", "99999999999999999999"}) {
    const Ended ended = tidu(folder.path(), {"simulate", kStudy, "--agents", bad});
    EXPECT_EQ(ended.code, 2) << bad;
    EXPECT_TRUE(says(ended, "--agents")) << ended.err;
  }
  EXPECT_EQ(tidu(folder.path(), {"simulate", kStudy, "--agents=many"}).code, 2);
  EXPECT_EQ(tidu(folder.path(), {"simulate", kStudy, "--agent-unit", "persons"}).code, 2) << "nothing without --agents";
  EXPECT_EQ(tidu(folder.path(), {"simulate", kStudy, "--resume", "x"}).code, 2);
  EXPECT_EQ(tidu(folder.path(), {"simulate", kStudy, "--agents", "--agent-unit", "people"}).code, 2);
}

TEST(AgentsOption, ANameBehindItIsTheStudy) {
  const TemporaryFolder folder;
  const Ended ended = tidu(folder.path(), {"simulate", "--agents", "nowhere"});
  EXPECT_EQ(ended.code, 4) << ended.err;
  EXPECT_TRUE(says(ended, "nowhere"));
}

TEST(AgentsOption, MoreThanThereAreAreRefusedBeforeAnythingStarts) {
  const TemporaryFolder folder;
  const Ended ended = tidu(folder.path(), {"simulate", kStudy, "--agents", "190000001", "--progress=plain"});
  EXPECT_EQ(ended.code, 2) << ended.err;
  EXPECT_TRUE(says(ended, "190,000,001") || says(ended, "190000001")) << ended.err;
  EXPECT_FALSE(says(ended, "Measure")) << ended.err;
}

TEST(AgentsOption, MistakesOfTheMarginsExitThree) {
  const TemporaryFolder folder;
  copy_study(folder.path());
  replace_in(folder.path() / "study/study.toml", "share = 0.665", "share = 0.66");
  const Ended shares = tidu(folder.path(), {"check", "study"});
  EXPECT_EQ(shares.code, 3);
  EXPECT_TRUE(says(shares, "0.995")) << shares.err;
  replace_in(folder.path() / "study/study.toml", "share = 0.66", "share = 0.665");
  replace_in(folder.path() / "study/study.toml", "regions = \"employment_total\"", "regions = \"employment_totl\"");
  const Ended series = tidu(folder.path(), {"simulate", "study", "--agents", "1000"});
  EXPECT_EQ(series.code, 3);
  EXPECT_TRUE(says(series, "employment_total")) << "did you mean: " << series.err;
}

TEST(AgentsOption, OfARecordedNetworkTakesNoNumber) {
  const TemporaryFolder folder;
  const fs::path study = copy_study(folder.path());
  std::string text = read_text(study / "study.toml");
  text.resize(text.find("\n[agents]\n"));
  write_text(study / "study.toml", text + "\n[agents]\nmembers = \"members.csv\"\ncontacts = \"contacts.csv\"\n");
  write_text(study / "members.csv", "id,region\na,110000\nb,310000\nc,310000\n");
  write_text(study / "contacts.csv", "from,to\na,b\nb,c\n");
  EXPECT_EQ(tidu(folder.path(), {"check", "study"}).code, 0);
  const Ended sample = tidu(folder.path(), {"simulate", "study", "--agents", "2"});
  EXPECT_EQ(sample.code, 2);
  EXPECT_TRUE(says(sample, "members.csv")) << sample.err;
  const Ended kept = tidu(folder.path(), {"simulate", "study", "--agents", "--checkpoint", "x"});
  EXPECT_EQ(kept.code, 2);
  EXPECT_TRUE(says(kept, "--checkpoint")) << kept.err;
  write_text(study / "contacts.csv", "from,to\na,b\nb,d\n");
  const Ended unknown = tidu(folder.path(), {"simulate", "study", "--agents"});
  EXPECT_EQ(unknown.code, 4);
  EXPECT_TRUE(says(unknown, "contacts.csv:3:3")) << unknown.err;
}

TEST(AgentsRun, InterruptedItGoesOnWithTheSameBits) {
  const TemporaryFolder folder;
  quick_study(folder.path(), 0);
  const std::vector<std::string> common{TIDU_PROGRAM, "simulate",        "study",   "--agents",
                                        "500000",     "--progress=json", "--table", "agents_adoption"};
  const Ended whole = run_process({.words = common, .folder = folder.path()});
  ASSERT_EQ(whole.code, 0) << whole.err;
  const Ended stopped =
      run_process({.words = common, .folder = folder.path(), .interrupt_at = "\"stage\":\"stage.agents\",\"done\":1"});
  EXPECT_EQ(stopped.code, 130) << stopped.err;
  EXPECT_EQ(stopped.out, "");
  EXPECT_TRUE(says(stopped, "--resume china.agents")) << stopped.err;
  ASSERT_TRUE(fs::exists(folder.path() / "china.agents"));
  std::vector<std::string> again = common;
  again.insert(again.end(), {"--resume", "china.agents", "--threads", "1"});
  const Ended resumed = run_process({.words = again, .folder = folder.path()});
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(resumed.out, whole.out);
  again[4] = "600000";
  const Ended other = run_process({.words = again, .folder = folder.path()});
  EXPECT_EQ(other.code, 4) << other.err;
  EXPECT_TRUE(says(other, "china.agents")) << "where the checkpoint is: " << other.err;
  replace_in(folder.path() / "study/study.toml", "seed = 20240601", "seed = 20240602");
  again[4] = "500000";
  const Ended another = run_process({.words = again, .folder = folder.path()});
  EXPECT_EQ(another.code, 4) << another.err;
  EXPECT_FALSE(says(another, "stage.measure")) << "refused before anything is computed: " << another.err;
}

TEST(AgentsRun, IsRepeatedWithItsAgents) {
  const TemporaryFolder folder;
  quick_study(folder.path(), 5000);
  const Ended ended =
      tidu(folder.path(), {"simulate", "study", "--agents", "100000", "--agent-unit=persons", "--json"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const fs::path run = folder.path() / json::parse(ended.out).at("run").get<std::string>();
  EXPECT_TRUE(fs::exists(run / "tables/agents_adoption.csv"));
  EXPECT_TRUE(fs::exists(run / "tables/agents_levers.csv"));
  EXPECT_TRUE(fs::exists(run / "report.html")) << "what took minutes is kept";
  const Ended again = tidu(folder.path(), {"rerun", run.string()});
  EXPECT_EQ(again.code, 0) << again.err << again.out;
}

}  // namespace
}  // namespace tidu::tests
