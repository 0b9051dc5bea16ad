// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace tidu::exec {

/// How far a stage is. `stage` is a key of the catalogue; total 0: not known.
struct ProgressEvent {
  std::string_view stage;
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};

/// Where progress goes. Both functions may be called from any thread.
class ProgressSink {
 public:
  virtual ~ProgressSink() = default;
  virtual void report(const ProgressEvent& event) noexcept = 0;
  /// The last stage is over, or the work was given up: what is on the screen is completed or wiped.
  virtual void finish() noexcept = 0;
};

/// What a sink needs of the world; tests give their own.
struct ProgressWorld {
  std::function<void(std::string_view)> write;               ///< to the talk stream
  std::function<double()> seconds;                           ///< a clock that never runs backwards
  std::function<std::string(std::string_view)> stage_label;  ///< text of a stage in the user's language
  std::function<std::size_t()> columns;                      ///< width of the terminal; 0: unknown
};

enum class ProgressMode : std::uint8_t {
  none,
  bar,    ///< one line that is redrawn, at most 10 times a second, never wider than the terminal
  plain,  ///< a line when a stage is over, with its seconds; within long stages one every 5 seconds
  json,   ///< {"event":"progress","stage":"stage.index","done":3,"total":10,"seconds":0.412}, one a line, at most 10 a
          ///< second
};

std::unique_ptr<ProgressSink> make_progress_sink(ProgressMode mode, ProgressWorld world);

/// Columns that a text takes on a terminal: East Asian wide characters count 2, combining marks 0.
std::size_t display_width(std::string_view text);

/// The longest beginning of a text that is no wider than `columns`; never cuts a character.
std::string_view fit_width(std::string_view text, std::size_t columns);

}  // namespace tidu::exec
