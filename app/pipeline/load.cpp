// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>

#include "app/pipeline/economy_skills.h"
#include "app/pipeline/loaded_study.h"
#include "app/pipeline/migration.h"
#include "data/file.h"

namespace tidu::app {
namespace {

namespace fs = std::filesystem;

// The bytes of a file of a study, by the name that the study gives it.
using FileSource = std::function<Result<data::FileBytes>(const std::string& name)>;

// Reads the files of a study and keeps what a manifest needs to know about them.
class StudyFiles {
 public:
  StudyFiles(const FileSource& source, const study::Study& study, LoadedStudy& loaded, Diagnostics& diagnostics)
      : source_(source), study_(study), loaded_(loaded), diagnostics_(diagnostics) {}

  std::optional<data::Sheet> sheet(const std::string& name, const data::SheetRequest& request = {}) {
    auto file = source_(name);
    if (!file) {
      // a name that leads nowhere is the study's mistake, everything else the file's
      const auto where = study_.files.where.find(name);
      const bool misnamed = file.error().code == ErrorCode::missing && where != study_.files.where.end();
      diagnostics_.add(file.error(), misnamed ? where->second : Location{.file = name});
      return std::nullopt;
    }
    if (!loaded_.add_input(name, file->bytes, file->sha256)) {
      diagnostics_.add({ErrorCode::io, text("data.file.changed", name), text("data.file.changed.hint")},
                       {.file = name});
      return std::nullopt;
    }
    auto sheet = data::read_sheet(std::move(file->bytes), name, request);
    diagnostics_.append(sheet.diagnostics);
    return std::move(sheet.value);
  }

  /// Reads a file, if the study names one, and hands its table to `reader`; the value, when both succeed.
  template <class T>
  std::optional<T> read(const std::string& name, const std::function<Outcome<T>(const data::Sheet&)>& reader) {
    if (name.empty()) return std::nullopt;
    const auto table = sheet(name);
    if (!table) return std::nullopt;
    Outcome<T> outcome = reader(*table);
    diagnostics_.append(outcome.diagnostics);
    return std::move(outcome.value);
  }

 private:
  const FileSource& source_;
  const study::Study& study_;
  LoadedStudy& loaded_;
  Diagnostics& diagnostics_;
};

data::TableRequest request_of(const study::PanelFile& panel) {
  data::TableRequest request{.region = panel.region,
                             .year = panel.year,
                             .indicator = panel.indicator,
                             .value = panel.value,
                             .series = panel.series,
                             .unit = panel.unit,
                             .in_year = panel.in_year};
  request.sheet = panel.sheet;
  if (!panel.decimal.empty()) request.decimal = panel.decimal.front();
  return request;
}

void read_panel(StudyFiles& files, const data::RegionNames& names, LoadedStudy& loaded, Diagnostics& diagnostics) {
  const study::Study& study = loaded.study;
  data::PanelReader reader(loaded.regions, names, {study.first_year, study.last_year}, loaded.indicators);
  for (const study::PanelFile& panel : study.files.panels) {
    const data::TableRequest request = request_of(panel);
    const auto sheet = files.sheet(panel.file, request.of_sheet());
    if (!sheet) continue;
    const auto layout = data::find_layout(*sheet, names, request);
    diagnostics.append(layout.diagnostics);
    if (layout.value) diagnostics.append(reader.add(*sheet, *layout.value));
  }
  for (const auto& [attribute, values] : loaded.regions.attributes) {
    reader.add_constant("regions." + attribute, values, study.files.regions);
  }
  loaded.panel = std::move(reader).take();
}

void read_dated(StudyFiles& files, LoadedStudy& loaded, Diagnostics& diagnostics) {
  const study::SeriesFile& from = *loaded.study.files.series;
  data::SheetRequest how{.sheet = from.sheet, .decimal = std::nullopt};
  if (!from.decimal.empty()) how.decimal = from.decimal.front();
  const auto sheet = files.sheet(from.file, how);
  if (!sheet) return;
  data::DatedRequest request{.date = from.date,
                             .region = from.region,
                             .variable = from.variable,
                             .value = from.value,
                             .wording = from.wording,
                             .only = from.only,
                             .series = loaded.study.adoption_series};
  const auto& aware = loaded.study.awareness_series;
  request.series.insert(request.series.end(), aware.begin(), aware.end());
  auto dated = data::read_dated_series(*sheet, request);
  diagnostics.append(dated.diagnostics);
  if (dated.value) loaded.dated = std::move(*dated.value);
}

void read_input_output(StudyFiles& files, const data::RegionNames& names, LoadedStudy& loaded) {
  const study::DataFiles& from = loaded.study.files;
  loaded.sector_margins = files.read<data::SectorMargins>(
      from.sector_margins, [&](const data::Sheet& s) { return data::read_sector_margins(s, loaded.regions, names); });
  if (!loaded.sector_margins) return;
  using Coefficients = std::vector<double>;
  loaded.input_coefficients =
      files
          .read<Coefficients>(from.input_output,
                              [&](const data::Sheet& s) {
                                return data::read_input_coefficients(s, *loaded.sector_margins, loaded.regions, names);
                              })
          .value_or(Coefficients{});
  if (!loaded.input_coefficients.empty())
    loaded.sector_sales = data::national_sales(loaded.input_coefficients, *loaded.sector_margins);
  if (!loaded.study.accounts) return;
  loaded.interregional =
      files.read<data::InterregionalTable>(loaded.study.accounts->interregional, [&](const data::Sheet& s) {
        return data::read_interregional(s, loaded.sector_margins->sectors, loaded.regions, names);
      });
}

void read_network(StudyFiles& files, const data::RegionNames& names, LoadedStudy& loaded) {
  if (!loaded.study.agents || !loaded.study.agents->network) return;
  const study::RecordedNetwork& from = *loaded.study.agents->network;
  auto members = files.read<data::NetworkMembers>(
      from.members, [&](const data::Sheet& s) { return data::read_members(s, loaded.regions, names); });
  if (!members) return;
  using Contacts = std::vector<diffusion::agents::Contact>;
  auto contacts = files.read<Contacts>(from.contacts, [&](const data::Sheet& s) {
    return data::read_edge_list(
        s, {.agents = members->ids, .directed = from.directed, .ignore_weights = from.ignore_weights});
  });
  loaded.network = NetworkData{std::move(*members), std::move(contacts).value_or(Contacts{})};
}

void read_tables(StudyFiles& files, LoadedStudy& loaded, Diagnostics& diagnostics) {
  const study::DataFiles& names = loaded.study.files;
  if (loaded.study.of_series()) {
    read_dated(files, loaded, diagnostics);
    return;
  }
  using Columns = data::RegionColumns;
  const auto regions = files.read<data::Regions>(names.regions, data::read_regions);
  const auto indicators = files.read<std::vector<data::IndicatorRow>>(names.indicators, data::read_indicators);
  if (indicators) loaded.indicators = *indicators;
  if (auto facts = files.read<std::vector<data::Fact>>(names.facts, data::read_facts)) loaded.facts = std::move(*facts);
  if (auto outlines = files.read<std::vector<data::RegionOutline>>(names.outline, data::read_outlines))
    loaded.outlines = std::move(*outlines);
  if (!regions) return;  // the other files are joined by region
  loaded.regions = *regions;
  const data::RegionNames region_names(loaded.regions.rows);
  using Borders = std::vector<data::Border>;
  const auto borders = files.read<Borders>(
      names.borders, [&](const data::Sheet& s) { return data::read_borders(s, loaded.regions, region_names); });
  for (const data::Border& border : borders.value_or(Borders{})) {
    loaded.borders.emplace_back(border.first, border.second);
    loaded.border_kinds.push_back(border.kind);
  }
  using Weights = std::vector<measure::WeightEntry>;
  loaded.spatial_weights = files
                               .read<Weights>(names.weights,
                                              [&](const data::Sheet& s) {
                                                return data::read_spatial_weights(s, loaded.regions, region_names);
                                              })
                               .value_or(Weights{});
  const auto by_region = [&](const data::Sheet& s) {
    return data::read_region_columns(s, loaded.regions, region_names);
  };
  loaded.published_index = files.read<Columns>(names.published_index, by_region);
  loaded.published_shares = files.read<Columns>(names.published_shares, by_region);
  loaded.migration = files.read<std::vector<double>>(
      names.migration, [&](const data::Sheet& s) { return data::read_migration(s, loaded.regions, region_names); });
  read_input_output(files, region_names, loaded);
  read_network(files, region_names, loaded);
  read_panel(files, region_names, loaded, diagnostics);
}

// Reads and checks a study whose study file has been read; the other files come from `source`.
Outcome<LoadedStudyPtr> load_from(const Result<data::FileBytes>& bytes, std::string_view shown,
                                  const FileSource& source) {
  Outcome<LoadedStudyPtr> outcome;
  if (!bytes) {
    outcome.diagnostics.add(bytes.error());
    return outcome;
  }
  Outcome<study::Study> parsed = study::parse_study(bytes->bytes, shown);
  outcome.diagnostics.append(parsed.diagnostics);
  if (!parsed.value) return outcome;
  LoadedStudyPtr loaded(new LoadedStudy);
  loaded->study = std::move(*parsed.value);
  loaded->add_input("study.toml", bytes->bytes, bytes->sha256);
  StudyFiles files(source, loaded->study, *loaded, outcome.diagnostics);
  read_tables(files, *loaded, outcome.diagnostics);
  if (!outcome.diagnostics.has_errors()) {
    check_accounts(*loaded, outcome.diagnostics);
    check_shocks(*loaded, outcome.diagnostics);
    outcome.diagnostics.sort();
  }
  if (!outcome.diagnostics.has_errors()) make_variables(*loaded, outcome.diagnostics);
  if (!outcome.diagnostics.has_errors()) check_migration(*loaded, outcome.diagnostics);
  if (!outcome.diagnostics.has_errors()) check_skills(*loaded, outcome.diagnostics);
  if (!outcome.diagnostics.has_errors()) outcome.value = std::move(loaded);
  return outcome;
}

}  // namespace

void LoadedStudyDeleter::operator()(LoadedStudy* study) const { delete study; }

Outcome<LoadedStudyPtr> load(const fs::path& path) {
  std::error_code ignored;
  const fs::path file = fs::is_directory(path, ignored) ? path / "study.toml" : path;
  const std::string shown = file.generic_string();
  const fs::path folder = file.parent_path();
  return load_from(data::read_file(file, shown), shown,
                   [&folder](const std::string& name) { return data::read_file(folder / fs::path(name), name); });
}

Outcome<LoadedStudyPtr> load(const std::vector<StudyFile>& files, std::string_view made_from) {
  const FileSource source = [&files](const std::string& name) -> Result<data::FileBytes> {
    const auto found = std::find_if(files.begin(), files.end(), [&name](const StudyFile& f) { return f.path == name; });
    if (found == files.end()) return failure(ErrorCode::missing, text("data.file.missing", name), {});
    return data::FileBytes{.name = name, .bytes = found->bytes, .sha256 = data::sha256_hex(found->bytes)};
  };
  return load_from(source("study.toml"), made_from, source);
}

bool LoadedStudy::add_input(const std::string& name, const std::string& bytes, const std::string& sha256) {
  for (const InputFile& input : inputs) {
    if (input.name == name) return input.sha256 == sha256;  // another sheet of a workbook
  }
  std::uint64_t all = bytes.size();
  for (const InputFile& input : inputs) all += input.bytes;
  InputFile& added = inputs.emplace_back(InputFile{.name = name, .sha256 = sha256, .bytes = bytes.size()});
  if (all <= kMostKept) added.content = bytes;
  return true;
}

const study::Study& study_of(const LoadedStudy& loaded) { return loaded.study; }
const std::vector<InputFile>& inputs_of(const LoadedStudy& loaded) { return loaded.inputs; }

std::size_t LoadedStudy::variable(std::string_view id) const {
  const auto found =
      std::find_if(study.variables.begin(), study.variables.end(), [id](const auto& v) { return v.id == id; });
  return static_cast<std::size_t>(found - study.variables.begin());
}

const study::IndexTree& LoadedStudy::index(std::string_view id) const {
  return *std::find_if(study.indices.begin(), study.indices.end(), [id](const auto& tree) { return tree.id == id; });
}

std::vector<std::size_t> LoadedStudy::group_of() const {
  const std::vector<std::string> groups = regions.groups();
  std::vector<std::size_t> out;
  for (const data::RegionRow& row : regions.rows) {
    out.push_back(static_cast<std::size_t>(std::find(groups.begin(), groups.end(), row.group) - groups.begin()));
  }
  return out;
}

std::vector<double> LoadedStudy::weights(std::size_t year) const {
  return weighted ? series(study.analysis.population, year) : std::vector<double>{};
}

std::vector<double> LoadedStudy::series(std::string_view indicator, std::size_t year) const {
  const std::size_t i = *panel.find(indicator);
  std::vector<double> out;
  for (std::size_t r = 0; r < region_count(); ++r) out.push_back(panel.values(i, r, year));
  return out;
}

}  // namespace tidu::app
