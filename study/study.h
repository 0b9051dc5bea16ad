// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/diagnostic.h"
#include "core/base/fill.h"
#include "core/measure/index/standardise.h"
#include "core/measure/index/tree.h"

namespace tidu::study {

/// A variable of the study: scale * (sum of numerators) / (sum of denominators). One numerator and no denominator: the
/// series itself.
struct Variable {
  std::string id;
  Name name;
  std::string unit;
  std::vector<std::string> numerators;    ///< indicator ids
  std::vector<std::string> denominators;  ///< indicator ids, or "regions.area_1e4_km2"
  double scale = 1;
  Fill fill = Fill::none;
  Location where;
};

struct IndexIndicator {
  std::string variable;
  measure::IndicatorRule rule;   ///< direction and marks, in the variable's unit
  std::optional<double> weight;  ///< among its siblings
  Location where;
};

/// What a node of an index tree may say of its children.
struct IndexNode {
  std::optional<measure::Aggregation> aggregation;  ///< the option's where it is absent
  std::vector<double> judgements;  ///< pairwise, row by row: pillars first, then indicators; empty: none
  Location judgements_where;
};

struct IndexPillar {
  std::string id;
  Name name;
  std::vector<IndexIndicator> indicators;
  std::vector<IndexPillar> pillars;  ///< pillars below it, to any depth
  std::optional<double> weight;      ///< among its siblings
  IndexNode node;
  Location where;
};

struct IndexTree {
  std::string id;
  Name name;
  std::vector<IndexPillar> pillars;
  IndexNode node;
  Location where;
};

/// A lever that a scenario pulls (core/diffusion/process/levers.h), with its strength where and when the scenario acts.
struct LeverSetting {
  std::string lever;    ///< "training"
  double strength = 0;  ///< in [0, 1]
  Location where;
};

struct Scenario {
  std::string id;
  Name name;
  Name description;
  std::string tier;                  ///< "core", "middle", "less_developed" or "all": where its levers act
  std::vector<std::string> regions;  ///< codes: of the tier's regions these alone; empty: all of them
  Location regions_where;
  std::vector<std::string> sectors;  ///< ids of the agents' sectors that are helped; empty: all
  Location sectors_where;
  std::vector<std::size_t> groups;  ///< adopter groups (keys.h) that are helped; empty: all
  std::optional<int> first_year;    ///< when its levers are pulled; without it simulate.policy_year
  std::optional<int> last_year;     ///< without it to the end
  std::vector<LeverSetting> levers;
  std::vector<std::string> includes;  ///< ids of scenarios whose levers are pulled as well
  Location where;
  Location includes_where;
};

/// A table of regional data, and what its file does not say itself. Empty: it is found out (data/layout.h).
struct PanelFile {
  std::string file;
  std::string sheet;    ///< of a workbook
  std::string decimal;  ///< "." or ","
  std::string region;   ///< names of columns
  std::string year;
  std::string indicator;
  std::string value;
  std::string series;          ///< what the values are
  std::string unit;            ///< of all values
  std::optional<int> in_year;  ///< of all values
  Location where;
};

/// A table of dated shares of one region or nation, and what its file does not say itself (data/dated_series.h).
struct SeriesFile {
  std::string file;
  std::string sheet;
  std::string decimal;
  std::string region;  ///< names of columns
  std::string date;
  std::string variable;
  std::string value;
  std::string wording;
  std::string only;  ///< the region whose rows are read
};

/// Paths as written in the study file, relative to its folder.
struct DataFiles {
  std::string regions;
  std::string indicators;  ///< optional: names, units and publishers of series
  std::vector<PanelFile> panels;
  std::string borders;               ///< optional: without it nothing is measured that needs neighbours
  std::string weights;               ///< optional: the study's own spatial weights
  std::string facts;                 ///< national time series (users of generative AI)
  std::string published_index;       ///< optional: an index to compare with
  std::string published_shares;      ///< optional: shares of firms and patents by region
  std::string outline;               ///< optional: outline map
  std::string input_output;          ///< optional: input coefficients of the regions' sectors
  std::string sector_margins;        ///< optional: value added and gross output of the regions' sectors
  std::string migration;             ///< optional: who moved between regions, in place of the accounts' totals
  std::optional<SeriesFile> series;  ///< instead of regions and panels: a study of one dated series
  std::map<std::string, Location> where;
};

/// What the measures are taken of: section [analysis]. Each list of ids resolves; an empty one leaves its measures out.
struct Analysis {
  /// Variables with a true zero (output, income, adoption): their gaps, distributions, convergence and pattern over
  /// space are measured. Without the key: "productivity", if the study has such a variable.
  std::vector<std::string> quantities;
  /// Series that weighs the regions; without the key "population", if there is such a series; empty: all count alike.
  std::string population;
  /// Indices whose coupling is measured, two or more; without the key the capability and the productivity index.
  std::vector<std::string> coupled;
  /// Variables that may explain the quantities: factors of the geodetector, conditions of conditional convergence.
  std::vector<std::string> drivers;
  /// Variables whose geometric mean is a region's mass in the gravity network, the first also directs its links;
  /// without the key the quantities.
  std::vector<std::string> masses;
  /// Series of real growth, preceding year = 100: how well benchmarks foretell who grows faster; empty: nothing is
  /// said.
  std::string growth;
  /// Series of value added that together make up a region's product: for shift-share beside them.
  std::vector<std::string> growth_sectors;
  std::map<std::string, Location> where;  ///< of each key that the file has
};

/// A sector of the agents or the accounts: its value added is the sum of some series, or a part of it.
struct AgentSector {
  std::string id;  ///< as in the file of sector margins, where there is one
  Name name;
  std::vector<std::string> series;  ///< value added; sectors with the same ones divide it by the sector margins
  Location where;
};

/// Workers who are told apart from all others: table [accounts.skilled].
struct SkilledSection {
  std::string id;  ///< in tables; the others are "others"
  Name name;
  std::string share;  ///< variable: their share of a region's workers, in (0, 1)
  std::vector<double>
      intensity;       ///< their share of a sector's workers in the nation, in (0, 1), in the order of sectors
  std::string source;  ///< of the intensities; "assumption" where the study does not say
  Location where;
  Location share_where;
};

/// Accounts of the regions' economies in a base year: section [accounts].
struct AccountsSection {
  std::string product;                    ///< series of gross regional product
  std::vector<AgentSector> sectors;       ///< as in the file of sector margins; without any those of the agents
  std::string interregional;              ///< optional: file of flows between regions, in place of gravity and records
  std::string migrants_in;                ///< optional: series of people who came from other regions, and
  std::string migrants_out;               ///< of those who left for them; both or none
  std::optional<SkilledSection> skilled;  ///< without it all workers are alike
  std::map<std::string, Location> where;
};

/// A size of the agents, the same share everywhere.
struct AgentSize {
  std::string id;
  Name name;
  double share = 0;
  std::string source;  ///< of the share; "assumption" where the study does not say
  Location where;
};

/// A network that somebody has recorded: who is in it, and who knows whom.
struct RecordedNetwork {
  std::string members;          ///< file
  std::string contacts;         ///< file
  bool directed = false;        ///< first column: who is seen, second: by whom
  bool ignore_weights = false;  ///< of a third column of contacts
};

/// Market entities one by one: section [agents]. Either an allocation, or the members of a network.
struct AgentSection {
  std::optional<RecordedNetwork> network;  ///< then nothing below is set but the source
  std::uint64_t count = 0;                 ///< entities in the nation
  std::string source;                      ///< of the count
  std::string regions;                     ///< series that shares out what is not counted
  std::string counted;                     ///< optional: series of entities by region
  std::vector<AgentSector> sectors;        ///< empty: one sector
  std::vector<AgentSize> sizes;            ///< empty: one size; shares sum to 1
  std::map<std::string, Location> where;
};

/// What happens to the economy of the accounts: section [[shock]]. Changes are shares of what was there, above -1.
struct EconomyShock {
  std::string id;
  Name name;
  double productivity = 0;           ///< of value added
  double trade_cost = 0;             ///< of trade with other regions of the nation, both ways
  double labour = 0;                 ///< how many people work
  std::vector<std::string> regions;  ///< codes; empty: all
  std::vector<std::string> sectors;  ///< of productivity and trade; empty: all
  Location where;
  Location regions_where;
};

/// What stands for a perceived attribute of the innovation in the regions: its standard score moves the attribute.
struct AttributeTie {
  std::string of;       ///< id of a variable or an index
  double strength = 1;  ///< multiplies diffusion.attribute_effect; below 0: more of it is less of the attribute
  Location where;
};

/// A part of the people in every region that decides in a way of its own.
struct DecisionGroup {
  std::string id;
  Name name;
  std::string kind;               ///< "optional", "collective" or "authority"
  double share = 0;               ///< of the people
  std::string source;             ///< of the share; "assumption" where the study does not say
  std::optional<int> first_year;  ///< from which on it decides so; always, if it is left out
  Location where;
};

/// A value of an option that the study file sets.
struct Setting {
  double value = 0;
  std::optional<std::pair<double, double>>
      range;  ///< `key = {value = 1, low = 0, high = 2}` overrides the assumed range
  Location where;
};

/// A study file after validation: every reference resolves, every option is inside its limits. See docs/study-file.md.
struct Study {
  std::string id;
  Name title;
  int first_year = 0;
  int last_year = 0;
  std::uint64_t seed = 0;
  std::string capability_index;    ///< id of the index that tiers, coupling and the published comparison use ("ai")
  std::string productivity_index;  ///< optional: id of the index on the other side of the coupling ("nqpf")
  std::vector<std::string> adoption_panels;  ///< variables on whose provincial panels adoption speeds are estimated
  /// First years of new wordings, by panel: levels before and after are compared with an unknown factor.
  std::map<std::string, std::vector<int>> adoption_breaks;
  Location breaks_where;
  /// National series (in percent) that the simulation is fitted to: who uses it, and who has heard of it. Each name is
  /// a survey with a wording of its own; what the first one calls use is taken for use.
  std::vector<std::string> adoption_series;
  std::vector<std::string> awareness_series;
  Location capability_where;
  Location productivity_where;
  Location adoption_where;
  Location series_where;
  DataFiles files;
  std::vector<Variable> variables;
  std::vector<IndexTree> indices;
  std::vector<Scenario> scenarios;
  Analysis analysis;
  std::optional<AgentSection> agents;
  std::optional<AccountsSection> accounts;
  std::vector<EconomyShock> shocks;
  std::optional<Location> baseline;                ///< where the section [baseline] stands that asks for one
  std::map<std::string, AttributeTie> attributes;  ///< by attribute (keys.h); those that nothing stands for are absent
  std::vector<DecisionGroup> decisions;            ///< shares sum to at most 1; all others decide optionally
  std::map<std::string, Setting> settings;         ///< by option key; keys that the file does not set are absent

  /// A study of one region's or nation's dated series: it has no regions, panels, variables and indices.
  bool of_series() const { return files.series.has_value(); }
};

/// Validates the text of a study file. All errors of meaning at once, each with file:line:column, the line and a hint
/// ("did you mean"); of errors of syntax the first alone, for what follows it cannot be trusted.
/// text       UTF-8
/// file_name  as shown in messages
Outcome<Study> parse_study(std::string_view text, std::string_view file_name);

}  // namespace tidu::study
