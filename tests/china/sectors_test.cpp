// SPDX-License-Identifier: Apache-2.0
// A lever for some sectors, from the study file of the bundled study to the tables. Few particles and draws: signs and
// who is reached, not sizes.
#include <map>

#include "tests/china/run_study.h"
#include "tests/cli/process.h"

namespace tidu::tests {
namespace {

namespace fs = std::filesystem;

/// The bundled study with a programme for one sector.
app::LoadedStudyPtr study_for(const fs::path& folder) {
  const fs::path study = copy_study(folder);
  write_text(study / "study.toml", read_text(study / "study.toml") + R"(
[[scenario]]
id = "ict"
name = "Training in ICT services"
tier = "all"
sectors = ["ict_services"]
levers = { training = 1 }

[simulate]
draws = 8
support_draws = 2
critical_draws = 1
last_year = 2030

[calibrate]
particles = 100
moves = 1
)");
  return must(app::load(study));
}

TEST(SectorLevers, HelpTheirSectorAndHardlyTheOthers) {
  const TemporaryFolder folder;
  const app::LoadedStudyPtr study = study_for(folder.path());
  const auto results = must(app::simulate(*study, must(app::measure(*study, serial_executor())), serial_executor()));
  const data::Table* effects = results.find("adoption_effects_sectors");
  ASSERT_NE(effects, nullptr);
  std::map<std::string, double> gain;
  for (std::size_t r = 0; r < effects->rows(); ++r) {
    if (effects->find("scenario")->texts[r] != "ict" || effects->find("year")->numbers[r] != 2030) continue;
    const std::string& sector = effects->find("sector")->texts[r];
    gain[sector] = effects->find("p50")->numbers[r];
    EXPECT_NEAR(effects->find("people_reached")->numbers[r], sector == "ict_services" ? 100 : 0, 1e-9) << sector;
  }
  ASSERT_EQ(gain.size(), 14U);
  for (const auto& [sector, points] : gain) {
    if (sector == "ict_services") continue;
    EXPECT_LT(std::abs(points), 0.01 * gain.at("ict_services")) << sector << ": through what others see alone";
  }
  EXPECT_GT(gain.at("ict_services"), 0);
  EXPECT_NE(results.find("lever_sectors"), nullptr);
  EXPECT_EQ(china().find("adoption_effects_sectors"), nullptr) << "no lever of the bundled study names sectors";
}

TEST(SectorLevers, NameASectorThatIsThere) {
  const TemporaryFolder folder;
  const fs::path study = copy_study(folder.path());
  std::string text = read_text(study / "study.toml");
  text += "\n[[scenario]]\nid = \"x\"\nname = \"X\"\ntier = \"all\"\nsectors = [\"ict_service\"]\n";
  write_text(study / "study.toml", text);
  const auto loaded = app::load(study);
  ASSERT_EQ(loaded.diagnostics.items().size(), 1U);
  EXPECT_EQ(loaded.diagnostics.items()[0].error.message.key, "study.unknown_sector");
}

}  // namespace
}  // namespace tidu::tests
