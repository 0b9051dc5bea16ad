// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "exec/executors.h"
#include "tests/china/run_study.h"
#include "tests/cli/process.h"
#include "tests/executors.h"

namespace tidu::tests {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kAgents = 200'000;

/// The bundled study with some settings of simulate.
app::LoadedStudyPtr study_with(const std::string& settings) {
  const TemporaryFolder folder;
  const fs::path study = copy_study(folder.path());
  write_text(study / "study.toml", read_text(study / "study.toml") + "\n[simulate]\n" + settings);
  return must(app::load(study));
}

/// The bundled study without its calibration, which has tests of its own: the study's values, every region alike.
struct Bundle {
  app::LoadedStudyPtr loaded;
  data::ResultSet measured;
};

/// Without levers on agents.
const Bundle& bundle() {
  static const Bundle made = [] {
    Bundle b{study_with("lever_agents = 0\n"), {}};
    b.measured = must(app::measure(*b.loaded, serial_executor()));
    return b;
  }();
  return made;
}

/// With them, for a few years.
const app::LoadedStudy& with_levers() {
  static const app::LoadedStudyPtr made = study_with("lever_agents = 30000\nlast_year = 2027\nsupport_years = 2\n");
  return *made;
}

data::ResultSet run(const app::AgentsOptions& options, Executor& executor = serial_executor(),
                    const app::LoadedStudy& study = *bundle().loaded) {
  return must(app::simulate_agents(study, bundle().measured, {}, executor, options));
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
  // without accounts, which would tell of the same mistake before
  const std::string text = read_text(study / "study.toml");
  write_text(study / "study.toml", text.substr(0, text.find("\n[accounts]\n")));
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
  EXPECT_EQ(firms().find("agents_levers"), nullptr) << "simulate.lever_agents is 0";
}

// Levers on persons: 31 regions, five groups, no sectors.
TEST(Agents, LeversActOnEachOfThemAsOnTheMap) {
  const data::ResultSet persons =
      run({.unit = app::AgentUnit::persons, .agents = 40'000}, serial_executor(), with_levers());
  const data::Table& levers = *persons.find("agents_levers");
  EXPECT_EQ(levers.rows(), 11U * 35U);
  const auto total_of = [&levers](std::string_view column, std::size_t from) {
    double sum = 0;
    for (std::size_t k = from; k < from + 31; ++k) sum += levers.find(column)->numbers[k];
    return sum;
  };
  for (std::size_t row = 0; row < levers.rows(); row += 35) {
    const std::string& lever = levers.find("lever")->texts[row];
    const std::size_t nation = row + 31;
    ASSERT_EQ(levers.find("region")->texts[nation], "ALL");
    const auto value = [&](std::string_view column) { return levers.find(column)->numbers[nation]; };
    EXPECT_EQ(value("year"), 2027);
    EXPECT_EQ(value("agents_gained"), total_of("agents_gained", row)) << lever;
    EXPECT_EQ(value("agents_lost"), total_of("agents_lost", row)) << lever;
    EXPECT_NEAR(value("net_share"), (value("agents_gained") - value("agents_lost")) / 300, 1e-9) << lever;
    const bool chain = lever == "alliance";  // persons have no contacts in the chain
    EXPECT_EQ(value("map_net") > 0, !chain) << lever;
    EXPECT_EQ(value("map_months") > 0, !chain) << lever;
    // contacts that stay the same make a difference, which is small in three years; ten agents of 30,000 are chance
    EXPECT_LT(std::fabs(value("net_share") - value("map_net")),
              5 * value("paired_sd") + 0.1 * value("map_net") + 10 / 300.0)
        << lever;
  }
  EXPECT_EQ(persons.find("agents_levers_groups")->rows(), 11U * 5U);
  EXPECT_EQ(persons.find("agents_levers_sectors"), nullptr);
  EXPECT_EQ(persons.find("agents_effects")->rows(), 5U * 35U * 2U) << "two years";
}

TEST(Agents, LeversHaveTheSameBitsOnAnyThreadsAndAfterAResume) {
  const TemporaryFolder folder;
  app::AgentsOptions options{.unit = app::AgentUnit::persons, .agents = 20'000, .steady = &serial_executor()};
  const data::ResultSet whole = run(options, serial_executor(), with_levers());
  const auto sink = exec::make_progress_sink(exec::ProgressMode::none, {});
  const exec::CancelToken token;
  exec::ThreadExecutor threads(3, *sink, token);
  options.steady = nullptr;
  EXPECT_TRUE(same(run(options, threads, with_levers()), whole));
  options.steady = &serial_executor();
  options.checkpoint = folder.path() / "kept";
  StoppingExecutor stopping(30);
  EXPECT_FALSE(app::simulate_agents(with_levers(), bundle().measured, {}, stopping, options).ok());
  options.resume = options.checkpoint;
  EXPECT_TRUE(app::check_agents(with_levers(), options).empty());
  EXPECT_TRUE(same(run(options, serial_executor(), with_levers()), whole));
  EXPECT_EQ(keys_of(app::check_agents(*bundle().loaded, options)), Keys{"store.checkpoint.study"})
      << "before anything is computed";
}

/// Slow decisions; a fifth of the firms are ordered from a year on.
app::LoadedStudyPtr study_with_orders(const std::string& first_year) {
  return study_with(
      "lever_agents = 0\nlast_year = 2026\n\n[adoption]\ninnovation = 0.3\nimitation = 1.5\nauthority = 3\n\n"
      "[[decision]]\nid = \"state\"\nname = \"State-owned\"\nkind = \"authority\"\nshare = 0.2\nfirst_year = " +
      first_year + "\n");
}

/// Users of a unit in percent at the end of 2026: of the agents, and how far they are from the map in its standard
/// deviations.
struct UnitUsers {
  double share = 0;
  double deviations = 0;
};

UnitUsers unit_users(const data::ResultSet& results, std::string_view unit) {
  const data::Table& table = *results.find("agents_decisions");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.find("decision_unit")->texts[row] != unit || table.find("year")->numbers[row] != 2026) continue;
    return {table.find("agents_share")->numbers[row],
            table.find("difference")->numbers[row] / table.find("sampling_sd")->numbers[row]};
  }
  return {};
}

TEST(Agents, ObeyOrdersAsTheMapDoes) {
  const data::ResultSet ordered = run({.agents = 50'000}, serial_executor(), *study_with_orders("2025"));
  const data::ResultSet never = run({.agents = 50'000}, serial_executor(), *study_with_orders("2100"));
  for (const char* unit : {"state", "others"}) {
    EXPECT_LT(std::fabs(unit_users(ordered, unit).deviations), 5) << unit;
    EXPECT_LT(std::fabs(unit_users(never, unit).deviations), 5) << unit;
  }
  EXPECT_GT(unit_users(ordered, "state").share, unit_users(never, "state").share + 10);
  EXPECT_NEAR(unit_users(ordered, "others").share, unit_users(never, "others").share, 5) << "by contacts alone";
  // Sizes and units part the same firms.
  std::map<std::string, double> firms_of;
  const data::Table& makeup = *ordered.find("agents_makeup");
  for (std::size_t row = 0; row < makeup.rows(); ++row)
    firms_of[makeup.find("size")->texts[row]] += makeup.find("agents")->numbers[row];
  EXPECT_EQ(firms_of.size(), 4U);
  double users = 0;
  const data::Table& sizes = *ordered.find("agents_sizes");
  for (std::size_t row = 0; row < sizes.rows(); ++row) {
    if (sizes.find("year")->numbers[row] == 2026)
      users += sizes.find("agents_share")->numbers[row] / 100 * firms_of.at(sizes.find("size")->texts[row]);
  }
  const data::Table& adoption = *ordered.find("agents_adoption");
  for (std::size_t row = 0; row < adoption.rows(); ++row) {
    if (adoption.find("region")->texts[row] != "ALL" || adoption.find("year")->numbers[row] != 2026) continue;
    EXPECT_NEAR(users, 500 * adoption.find("agents_share")->numbers[row], 1e-6);
  }
  EXPECT_EQ(*ordered.find("agents_population"), *never.find("agents_population"));
}

TEST(Agents, LeversOnFirmsAreTheirSectorsToo) {
  const app::LoadedStudyPtr study = study_with("lever_agents = 30000\nlast_year = 2026\nsupport_years = 1\n");
  const data::ResultSet results = run({.agents = 50'000}, serial_executor(), *study);
  const data::Table& sectors = *results.find("agents_levers_sectors");
  EXPECT_EQ(sectors.rows(), 11U * 14U);
  const data::Table& regions = *results.find("agents_levers");
  const double nation = regions.find("agents_gained")->numbers[31];
  double sum = 0;
  for (std::size_t k = 0; k < 14; ++k) sum += sectors.find("agents_gained")->numbers[k];
  EXPECT_EQ(sum, nation);
}

TEST(Agents, LeversThatDoNotFitAreRefusedWithTheNumberThatDoes) {
  const app::LoadedStudyPtr study = study_with("lever_agents = 190000000\n");
  constexpr std::uint64_t kMemory = 900'000'000;
  const auto refused = app::check_agents(*study, {.memory_bytes = kMemory});
  ASSERT_EQ(keys_of(refused), Keys{"pipeline.agents.lever_memory"});
  const auto fit = static_cast<std::uint64_t>(std::get<std::int64_t>(refused.items().front().error.hint.args.at(0)));
  EXPECT_GT(fit, 100'000'000U);
  EXPECT_LT(fit, 190'000'000U);
  EXPECT_TRUE(app::check_agents(*bundle().loaded, {.memory_bytes = kMemory}).empty()) << "without levers all fit";
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
  write_text(other / "study.toml", read_text(other / "study.toml") + "\n[simulate]\nlever_agents = 0\n");
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
