// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <set>

#include "exec/executors.h"
#include "tests/china/run_study.h"
#include "tests/cli/process.h"
#include "tests/executors.h"

namespace tidu::tests {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kAgents = 200'000;

/// The bundled study without its calibration, which has tests of its own: the study's values, every region alike.
struct Bundle {
  app::LoadedStudyPtr loaded;
  data::ResultSet measured;
};

const Bundle& bundle() {
  static const Bundle made = [] {
    Bundle b{must(app::load(TIDU_SOURCE_DIR "/cases/china")), {}};
    b.measured = must(app::measure(*b.loaded, serial_executor()));
    return b;
  }();
  return made;
}

data::ResultSet run(const app::AgentsOptions& options, Executor& executor = serial_executor()) {
  return must(app::simulate_agents(*bundle().loaded, bundle().measured, {}, executor, options));
}

const data::ResultSet& firms() {
  static const data::ResultSet results = run({.agents = kAgents});
  return results;
}

double total(const data::Table& table, std::string_view column) {
  double sum = 0;
  for (const double v : table.find(column)->numbers) sum += v;
  return sum;
}

/// Whether agents ended alike. What was measured before is left out: it has columns without a value.
bool same(const data::ResultSet& a, const data::ResultSet& b) {
  return a.remarks == b.remarks && std::all_of(a.tables.begin(), a.tables.end(), [&b](const data::Table& table) {
           return !table.key.starts_with("agents_") || table == *b.find(table.key);
         });
}

std::vector<std::string> keys_of(const Diagnostics& diagnostics) {
  std::vector<std::string> keys;
  for (const auto& item : diagnostics.items()) keys.emplace_back(item.error.message.key);
  return keys;
}
using Keys = std::vector<std::string>;

/// What is wrong with the bundled study after a change of one of its files; with the line in the study file.
std::string wrong_after(std::string_view file, std::string_view old_text, std::string_view new_text) {
  const TemporaryFolder folder;
  const fs::path study = copy_study(folder.path());
  replace_in(study / file, old_text, new_text);
  const auto loaded = must(app::load(study));
  const Diagnostics wrong = app::check_agents(*loaded, {.agents = kAgents});
  if (wrong.empty()) return "";
  const auto& first = wrong.items().front();
  EXPECT_FALSE(first.error.hint.empty());
  EXPECT_EQ(first.where.file.ends_with("study.toml"), true) << first.error.message.key;
  EXPECT_GT(first.where.line, 0U);
  return std::string(first.error.message.key);
}

/// Asks to stop once the agents have taken some steps.
class StoppingExecutor final : public Executor {
 public:
  explicit StoppingExecutor(std::uint64_t steps) : steps_(steps) {}
  void for_blocks(std::size_t blocks, FunctionRef<void(std::size_t)> body) override {
    for (std::size_t b = 0; b < blocks; ++b) body(b);
  }
  bool cancelled() const noexcept override { return cancelled_; }
  void progress(std::string_view stage, std::uint64_t done, std::uint64_t) noexcept override {
    if (stage == "stage.agents" && done >= steps_) cancelled_ = true;
  }

 private:
  std::uint64_t steps_;
  bool cancelled_ = false;
};

TEST(Agents, ArePlacedByTheStudysMargins) {
  const data::Table& regions = *firms().find("agents_population");
  const auto nation = regions.rows() - 1;
  EXPECT_EQ(regions.find("region")->texts[nation], "ALL");
  EXPECT_EQ(regions.find("agents")->numbers[nation], kAgents);
  EXPECT_EQ(total(regions, "agents"), 2.0 * kAgents);
  // employment of 2023: Guangdong's over the nation's, as the panel has them
  const auto& codes = regions.find("region")->texts;
  const auto guangdong = static_cast<std::size_t>(std::find(codes.begin(), codes.end(), "440000") - codes.begin());
  EXPECT_NEAR(regions.find("share")->numbers[guangdong], 9.6, 0.3);
  EXPECT_EQ(regions.find("basis")->texts[guangdong], "proxy");
  const data::Table& makeup = *firms().find("agents_makeup");
  EXPECT_EQ(makeup.rows(), 14U * 4U);
  EXPECT_EQ(total(makeup, "agents"), kAgents);
  double self_employed = 0;
  for (std::size_t r = 0; r < makeup.rows(); ++r) {
    if (makeup.find("size")->texts[r] == "self_employed") self_employed += makeup.find("agents")->numbers[r];
  }
  EXPECT_NEAR(self_employed / kAgents, 0.665, 0.001);
}

TEST(Agents, StagesAreEverybody) {
  const data::Table& stages = *firms().find("agents_stages");
  std::map<double, std::pair<double, double>> sums;
  for (std::size_t r = 0; r < stages.rows(); ++r) {
    auto& [agents, map] = sums[stages.find("year")->numbers[r]];
    agents += stages.find("agents_share")->numbers[r];
    map += stages.find("map_share")->numbers[r];
  }
  ASSERT_GT(sums.size(), 10U);
  for (const auto& [year, sum] : sums) {
    EXPECT_NEAR(sum.first, 100, 1e-9) << year;
    EXPECT_NEAR(sum.second, 100, 1e-9) << year;
  }
}

// Where contacts are drawn anew agents are a sample of the map. Feedback makes them scatter more than independent ones.
TEST(Agents, InMeanFieldAreASampleOfTheMap) {
  const data::Table& paths = *firms().find("agents_contagion");
  for (std::size_t r = 0; r < paths.rows(); ++r) {
    const double off = paths.find("anew_share")->numbers[r] - paths.find("map_share")->numbers[r];
    EXPECT_LE(std::fabs(off), 5 * paths.find("sampling_sd")->numbers[r] + 1e-9)
        << paths.find("contagion")->texts[r] << paths.find("year")->numbers[r];
  }
}

TEST(Agents, EveryNumberHasAnOriginThatIsThere) {
  std::set<std::string> known;
  for (const auto& s : firms().sources) known.insert(s.id);
  for (const auto& f : firms().formulas) known.insert(f.id);
  for (const auto& a : firms().assumptions) known.insert(a.key);
  EXPECT_TRUE(known.contains("input_output") && known.contains("sector_margins") && known.contains("employment_total"));
  std::size_t tables = 0;
  for (const data::Table& table : firms().tables) {
    if (!table.key.starts_with("agents_")) continue;
    ++tables;
    for (const data::Column& column : table.columns) {
      if (column.type == data::ColumnType::label) continue;
      EXPECT_FALSE(column.origin.formulas.empty()) << table.key << column.key;
      for (const auto* ids : {&column.origin.sources, &column.origin.formulas, &column.origin.assumptions}) {
        for (const std::string& id : *ids) EXPECT_TRUE(known.contains(id)) << table.key << " " << id;
      }
    }
  }
  EXPECT_EQ(tables, 8U);
}

TEST(Agents, SameBitsOnAnyThreads) {
  const auto sink = exec::make_progress_sink(exec::ProgressMode::none, {});
  const exec::CancelToken token;
  exec::ThreadExecutor threads(3, *sink, token);
  EXPECT_TRUE(same(run({.agents = kAgents}, threads), firms()));
}

TEST(Agents, GoOnFromACheckpointWithTheSameBits) {
  const TemporaryFolder folder;
  const app::AgentsOptions kept{.agents = kAgents, .checkpoint = folder.path() / "kept", .steady = &serial_executor()};
  StoppingExecutor stopping(50);
  const auto stopped = app::simulate_agents(*bundle().loaded, bundle().measured, {}, stopping, kept);
  EXPECT_FALSE(stopped.ok());
  EXPECT_EQ(keys_of(stopped.diagnostics), Keys{"pipeline.agents.kept"});
  EXPECT_EQ(stopped.diagnostics.items().front().error.code, ErrorCode::cancelled);
  ASSERT_TRUE(fs::exists(kept.checkpoint));
  EXPECT_TRUE(same(run({.agents = kAgents, .resume = kept.checkpoint}), firms()));

  const auto refused = [&](const app::LoadedStudy& study, std::uint64_t agents) {
    const auto outcome = app::simulate_agents(study, bundle().measured, {}, serial_executor(),
                                              {.agents = agents, .resume = kept.checkpoint});
    EXPECT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.diagnostics.items().front().where.file, kept.checkpoint.string());
    return keys_of(outcome.diagnostics);
  };
  EXPECT_EQ(refused(*bundle().loaded, kAgents + 1), Keys{"diffusion.checkpoint.layout"});
  const fs::path other = copy_study(folder.path());
  replace_in(other / "study.toml", "seed = 20240601", "seed = 20240602");
  EXPECT_EQ(refused(*must(app::load(other)), kAgents), Keys{"store.checkpoint.study"});
}

TEST(Agents, StoppedBeforeTheFirstStepLeaveNothing) {
  const TemporaryFolder folder;
  CancelledExecutor cancelled;
  const auto stopped =
      app::simulate_agents(*bundle().loaded, bundle().measured, {}, cancelled,
                           {.agents = kAgents, .checkpoint = folder.path() / "kept", .steady = &serial_executor()});
  EXPECT_EQ(keys_of(stopped.diagnostics), Keys{"pipeline.agents.interrupted"});
  EXPECT_TRUE(names_in(folder.path()).empty());
}

TEST(Agents, MoreThanTheMemoryHoldsAreRefusedWithTheNumberThatFits) {
  const auto refused = app::check_agents(*bundle().loaded, {.memory_bytes = 300'000'000});
  ASSERT_EQ(keys_of(refused), Keys{"pipeline.agents.memory"});
  const Error& error = refused.items().front().error;
  EXPECT_EQ(error.code, ErrorCode::limit);
  const auto fit = static_cast<std::uint64_t>(std::get<std::int64_t>(error.hint.args.at(0)));
  EXPECT_GT(fit, 1'000'000U);
  EXPECT_LT(fit, 150'000'000U) << "two bytes an agent";
  EXPECT_TRUE(app::check_agents(*bundle().loaded, {.agents = fit, .memory_bytes = 300'000'000}).empty());
  EXPECT_FALSE(app::check_agents(*bundle().loaded, {.agents = fit + 1, .memory_bytes = 300'000'000}).empty());
}

TEST(Agents, ASampleIsNotLargerThanThePopulation) {
  EXPECT_EQ(keys_of(app::check_agents(*bundle().loaded, {.agents = 190'000'001})), Keys{"pipeline.agents.too_many"});
  EXPECT_TRUE(app::check_agents(*bundle().loaded, {.agents = 190'000'000}).empty());
}

TEST(Agents, PersonsHaveOneSectorAndOneSize) {
  const data::ResultSet persons = run({.unit = app::AgentUnit::persons, .agents = kAgents});
  EXPECT_EQ(persons.find("agents_makeup"), nullptr);
  EXPECT_EQ(persons.find("agents_sectors"), nullptr);
  const data::Table& regions = *persons.find("agents_population");
  EXPECT_EQ(regions.find("agents")->numbers.back(), kAgents);
  EXPECT_EQ(regions.find("basis")->texts.front(), "counted");
}

TEST(Agents, MistakesOfTheMarginsAreLocated) {
  EXPECT_EQ(wrong_after("study.toml", "regions = \"employment_total\"", "regions = \"employmnet_total\""),
            "pipeline.agents.series");
  EXPECT_EQ(wrong_after("study.toml", "series = [\"va_finance\"]", "series = [\"va_fniance\"]"),
            "pipeline.agents.series");
  EXPECT_EQ(wrong_after("data/panel.csv", "110000,2023,employment_total,1129\n", "110000,2023,employment_total,-5\n"),
            "pipeline.agents.negative");
  EXPECT_EQ(wrong_after("data/panel.csv", "110000,2023,va_finance,7593.7\n", ""), "pipeline.agents.gap");
  EXPECT_EQ(wrong_after("data/io_margins_2017.csv", "110000,mining,value_added,86.4559\n", ""),
            "pipeline.agents.no_margin");
  EXPECT_EQ(wrong_after("study.toml", "id = \"mining\"", "id = \"minning\""), "pipeline.agents.no_margin");
}

TEST(Agents, WithoutASectionTheStudyHasPersonsAlone) {
  const TemporaryFolder folder;
  const fs::path study = copy_study(folder.path());
  const std::string text = read_text(study / "study.toml");
  const auto from = text.find("\n[agents]\n");
  ASSERT_NE(from, std::string::npos);
  write_text(study / "study.toml", text.substr(0, from));
  const auto loaded = must(app::load(study));
  EXPECT_TRUE(app::check_agents(*loaded, {.agents = kAgents}).empty());
  EXPECT_EQ(keys_of(app::check_agents(*loaded, {.unit = app::AgentUnit::entities})),
            Keys{"pipeline.agents.no_section"});
}

}  // namespace
}  // namespace tidu::tests
