// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "exec/executors.h"
#include "tests/china/run_study.h"
#include "tests/cli/process.h"
#include "tests/executors.h"

namespace tidu::tests {
namespace {

namespace fs = std::filesystem;

/// The bundled study with a recorded network in the place of its last sections, from [agents] on.
struct Network {
  std::string members;
  std::string contacts;
  std::string settings;  ///< further keys of the section, and what follows
};

Outcome<app::LoadedStudyPtr> load_with(const Network& network) {
  const TemporaryFolder folder;
  const fs::path study = copy_study(folder.path());
  std::string text = read_text(study / "study.toml");
  text.resize(text.find("\n[agents]\n"));
  text += "\n[agents]\nmembers = \"members.csv\"\ncontacts = \"contacts.csv\"\n" + network.settings;
  write_text(study / "study.toml", text);
  write_text(study / "members.csv", network.members);
  write_text(study / "contacts.csv", network.contacts);
  return app::load(study);
}

constexpr int kMembers = 300;

std::string name_of(int member) { return "firm" + std::to_string(member); }

/// Members in three provinces and two sectors.
std::vector<std::string> member_lines() {
  constexpr const char* kRegions[] = {"110000", "上海", "Sichuan"};
  std::vector<std::string> lines;
  for (int m = 0; m < kMembers; ++m)
    lines.push_back(name_of(m) + "," + kRegions[m % 3] + "," + (m % 2 == 0 ? "industry" : "trade") + "\n");
  return lines;
}

std::string joined(const std::string& header, const std::vector<std::string>& lines) {
  std::string all = header;
  for (const std::string& line : lines) all += line;
  return all;
}

std::vector<std::string> everybody_knows_everybody() {
  std::vector<std::string> lines;
  for (int a = 0; a < kMembers; ++a) {
    for (int b = a + 1; b < kMembers; ++b) lines.push_back(name_of(a) + "," + name_of(b) + "\n");
  }
  return lines;
}

constexpr const char* kMemberHeader = "id,region,sector\n";
constexpr const char* kContactHeader = "from,to\n";
// Decisions that contacts lead, over years.
constexpr const char* kByContacts =
    "\n[adoption]\ninnovation = 0.02\nimitation = 1.5\nmedia = 2\n\n[simulate]\nlast_year = 2033\n";

data::ResultSet run(const app::LoadedStudy& study, Executor& executor = serial_executor()) {
  return must(app::simulate_agents(study, {}, {}, executor, {}));
}

const app::LoadedStudy& complete() {
  static const app::LoadedStudyPtr loaded = must(load_with(
      {joined(kMemberHeader, member_lines()), joined(kContactHeader, everybody_knows_everybody()), kByContacts}));
  return *loaded;
}

const data::ResultSet& complete_results() {
  static const data::ResultSet results = run(complete());
  return results;
}

double property(const data::ResultSet& results, std::string_view name) {
  const data::Table& table = *results.find("agents_network");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.find("property")->texts[row] == name) return table.find("value")->numbers[row];
  }
  return std::nan("");
}

std::vector<std::string> places_of(const Diagnostics& diagnostics) {
  std::vector<std::string> places;
  for (const auto& item : diagnostics.items()) {
    places.push_back(item.where.file + ":" + std::to_string(item.where.line) + ":" + std::to_string(item.where.column) +
                     " " + std::string(item.error.message.key));
  }
  return places;
}
using Places = std::vector<std::string>;

// The mean field is exact where everybody knows everybody.
TEST(RecordedNetwork, OfEverybodyIsTheMapWithinSampling) {
  const data::Table& table = *complete_results().find("agents_adoption");
  double largest = 0;
  std::set<std::string> regions;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    regions.insert(table.find("region")->texts[row]);
    const double sd = table.find("sampling_sd")->numbers[row];
    EXPECT_LT(std::fabs(table.find("difference")->numbers[row]), 4 * sd + 0.5) << row;
    largest = std::max(largest, table.find("agents_share")->numbers[row]);
  }
  EXPECT_EQ(regions, (std::set<std::string>{"110000", "310000", "510000", "ALL"})) << "those with members";
  EXPECT_GT(largest, 30) << "something to compare";
}

TEST(RecordedNetwork, IsDescribed) {
  const data::ResultSet& results = complete_results();
  EXPECT_EQ(property(results, "members"), kMembers);
  EXPECT_EQ(property(results, "contacts"), kMembers * (kMembers - 1) / 2);
  EXPECT_EQ(property(results, "mean_degree"), kMembers - 1);
  EXPECT_EQ(property(results, "degree_variance"), 0);
  EXPECT_EQ(property(results, "components"), 1);
  EXPECT_EQ(property(results, "largest_component"), 100);
  EXPECT_NEAR(property(results, "within_regions"), 100.0 * 99 / 299, 1e-9);
  EXPECT_TRUE(results.find("agents_sectors"));
  EXPECT_FALSE(results.find("agents_levers"));
}

TEST(RecordedNetwork, StagesSumToEverybody) {
  const data::Table& table = *complete_results().find("agents_stages");
  for (const char* column : {"agents_share", "map_share"}) {
    double sum = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (table.find("year")->numbers[row] == 2028) sum += table.find(column)->numbers[row];
    }
    EXPECT_NEAR(sum, 100, 1e-9) << column;
  }
}

TEST(RecordedNetwork, OrderOfLinesAndThreadsMakeNoDifference) {
  auto members = member_lines();
  auto contacts = everybody_knows_everybody();
  std::reverse(members.begin(), members.end());
  std::rotate(contacts.begin(), contacts.begin() + 1000, contacts.end());
  const auto other = must(load_with({joined(kMemberHeader, members), joined(kContactHeader, contacts), kByContacts}));
  BackwardExecutor backward;
  const data::ResultSet results = run(*other, backward);
  for (const data::Table& table : complete_results().tables) EXPECT_EQ(table, *results.find(table.key)) << table.key;
}

// A ring hands it on from neighbour to neighbour alone: slower than a mean field where contacts lead.
TEST(RecordedNetwork, OfARingIsSlowerThanItsMap) {
  std::vector<std::string> ring;
  for (int m = 0; m < kMembers; ++m) ring.push_back(name_of(m) + "," + name_of((m + 1) % kMembers) + "\n");
  const auto loaded =
      must(load_with({joined(kMemberHeader, member_lines()), joined(kContactHeader, ring), kByContacts}));
  const data::Table& table = *run(*loaded).find("agents_adoption");
  double lowest = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.find("region")->texts[row] == "ALL") lowest = std::min(lowest, table.find("difference")->numbers[row]);
  }
  EXPECT_LT(lowest, -5);
}

TEST(RecordedNetwork, ThreeMistakesAreFoundAtTheirPlaces) {
  const auto wrong = load_with({"id,region\na,110000\nb,11000\nc,310000\n", "from,to\na,c\nb,cc\nc,a\n", ""});
  EXPECT_FALSE(wrong.ok());
  EXPECT_EQ(places_of(wrong.diagnostics),
            (Places{"members.csv:3:3 data.region.unknown", "contacts.csv:3:3 data.edges.unknown",
                    "contacts.csv:4:1 data.edges.repeated"}));
}

TEST(RecordedNetwork, WeightsAndDirectionsAreSaid) {
  const std::string members = "id,region\na,110000\nb,110000\n";
  const std::string weighted = "from,to,value\na,b,3\n";
  EXPECT_EQ(places_of(load_with({members, weighted, ""}).diagnostics), Places{"contacts.csv:1:9 data.edges.weights"});
  EXPECT_TRUE(load_with({members, weighted, "ignore_weights = true\n"}).ok());
  EXPECT_TRUE(load_with({members, "from,to\na,b\nb,a\n", "directed = true\n"}).ok());
}

std::vector<std::string> refused(const app::AgentsOptions& options) {
  std::vector<std::string> keys;
  const Diagnostics found = app::check_agents(complete(), options);
  for (const auto& item : found.items()) keys.emplace_back(item.error.message.key);
  return keys;
}

TEST(RecordedNetwork, HasNoSamplesAndNoCheckpoints) {
  using Keys = std::vector<std::string>;
  EXPECT_EQ(refused({}), Keys{});
  EXPECT_EQ(refused({.agents = 100}), Keys{"pipeline.network.sample"});
  EXPECT_EQ(refused({.checkpoint = "x"}), Keys{"pipeline.network.checkpoint"});
  EXPECT_EQ(refused({.resume = "x"}), Keys{"pipeline.network.checkpoint"});
  EXPECT_EQ(refused({.memory_bytes = 1'000'000}), Keys{"pipeline.network.memory"});
  EXPECT_EQ(refused({.unit = app::AgentUnit::persons, .agents = 100}), Keys{}) << "persons are not of the network";
}

TEST(RecordedNetwork, EndsWhenItIsInterrupted) {
  CancelledExecutor cancelled;
  const auto stopped = app::simulate_agents(complete(), {}, {}, cancelled, {.steady = &serial_executor()});
  EXPECT_FALSE(stopped.ok());
  ASSERT_EQ(stopped.diagnostics.items().size(), 1U);
  EXPECT_EQ(stopped.diagnostics.items()[0].error.code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace tidu::tests
