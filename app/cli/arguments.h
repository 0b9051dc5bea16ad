// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "study/catalogue.h"

namespace tidu::cli {

/// What the program is asked to do; command_table.h says how each is called and what it takes.
enum class Verb : std::uint8_t {
  none,
  describe,
  init,
  run,
  measure,
  calibrate,
  simulate,
  report,
  check,
  schema,
  checksum,
  doctor,
  verify,
  rerun,
  runs,
  runs_list,
  runs_show,
  runs_diff,
  runs_rescan,
  runs_gc,
  completion,
  man,
};

enum class ProgressChoice : std::uint8_t { automatic, bar, plain, json, none };

/// A command line that was understood.
struct Arguments {
  Verb verb = Verb::none;
  bool help = false;
  bool version = false;

  bool json = false;
  bool quiet = false;
  int verbosity = 0;
  bool no_colour = false;
  ProgressChoice progress = ProgressChoice::automatic;
  int threads = 0;                ///< 0: all that the process may use
  std::string target;             ///< STUDY, RUN, DATA, the folder of init, the shell of completion, the page of man
  std::string other;              ///< runs diff: the second run
  std::string out = "runs";       ///< the folder of run folders
  std::string table;              ///< measure, simulate: the table to print
  bool excel = false;             ///< measure, simulate: the table as Excel reads it
  bool agents = false;            ///< run, simulate: agents one by one as well
  std::uint64_t agent_count = 0;  ///< a sample of so many; 0: all
  int agent_unit = -1;            ///< number of app::AgentUnit; -1: as the study says
  std::string checkpoint;         ///< where an interrupted run of agents is kept; empty: a name made of the study's
  std::string resume;             ///< the checkpoint from which agents go on
  std::string output;             ///< report: the file to write
  std::string data;               ///< rerun: a study folder to take the data from; empty: from the run
  std::string from;               ///< init: the data to make a study of
  std::string sheet;              ///< describe, init: sheet of a workbook
  std::string region_column;      ///< describe, init: name of the column of regions
  std::string year;               ///< describe, init: name of the column of years, or the year of all values
  std::string decimal;            ///< describe, init: decimal sign
  // init, measure DATA: what the user says of the series
  std::vector<std::string> indicators;
  std::vector<std::string> negative;
  std::vector<std::string> quantities;
  std::vector<std::string> drivers;
  std::vector<std::string> adoption;
  std::vector<std::string> breaks;  ///< years of new wordings
  std::string only;                 ///< the region whose dated series is read
  std::string population;
  std::string years;                  ///< "2015-2020" or "2020"
  int fill = 0;                       ///< number of Fill
  std::vector<std::string> settings;  ///< "weights=critic"
  bool options = false;               ///< schema: the options as a page
  bool list = false;                  ///< checksum: every kernel
  std::size_t shift = 0;              ///< checksum: doubles by which arrays are moved in memory
  bool dry_run = false;               ///< runs gc: only say what would be removed
  std::string man_out;                ///< man: write all pages below this folder
};

/// The language of everything that is said: --lang wherever it stands, else LC_ALL, LC_MESSAGES, LANG as POSIX ranks
/// them.
study::Language choose_language(const std::vector<std::string>& words);

/// True if the words ask for JSON, so that even a usage error is answered in it.
bool asks_for_json(const std::vector<std::string>& words);

/// The hint at a word that is not known: the nearest of the names that are, the first of equals in the alphabet, or
/// `otherwise` where none is near.
Text nearest_hint(std::string_view word, std::vector<std::string_view> names, Text otherwise);

/// Reads the words after the program's name.
/// errors  unknown (verb, option: the hint names the nearest), missing, syntax, domain: all with exit code 2
Result<Arguments> parse_arguments(const std::vector<std::string>& words);

}  // namespace tidu::cli
