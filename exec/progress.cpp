// SPDX-License-Identifier: Apache-2.0
#include "exec/progress.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <mutex>
#include <optional>
#include <string>

#include "core/base/escape.h"

namespace tidu::exec {
namespace {

constexpr double kRedrawSeconds = 0.1;
constexpr double kPlainSeconds = 5;
constexpr std::size_t kWidthWhenUnknown = 80;
constexpr std::size_t kBarWidth = 24;

class NoProgress final : public ProgressSink {
 public:
  void report(const ProgressEvent& /*event*/) noexcept override {}
  void finish() noexcept override {}
};

std::string format_seconds(double seconds, int decimals) {
  std::array<char, 32> text{};
  const int n = std::snprintf(text.data(), text.size(), "%.*f", decimals, seconds);
  return {text.data(), static_cast<std::size_t>(std::clamp(n, 0, 31))};
}

struct Stage {
  std::string key;
  std::uint64_t done = 0;
  std::uint64_t total = 0;
  double started = 0;
};

unsigned percent(const Stage& stage) {
  if (stage.total == 0) return 0;
  const double share = static_cast<double>(stage.done) / static_cast<double>(stage.total);
  return static_cast<unsigned>(std::clamp(share, 0.0, 1.0) * 100);
}

/// Keeps the stage and decides when to say something; the forms below say how.
class StageProgress : public ProgressSink {
 public:
  StageProgress(ProgressWorld world, double interval) : world_(std::move(world)), interval_(interval) {}

  void report(const ProgressEvent& event) noexcept final {
    try {
      const std::scoped_lock lock(mutex_);
      const double now = world_.seconds();
      if (!stage_ || stage_->key != event.stage) {
        end_stage(now);
        stage_ = Stage{.key = std::string(event.stage), .done = 0, .total = event.total, .started = now};
        last_said_ = now;
        begin(*stage_);
      }
      // Blocks end in any order: the count never goes back.
      stage_->done = std::max(stage_->done, event.done);
      stage_->total = event.total;
      if (now - last_said_ >= interval_) {
        last_said_ = now;
        advance(*stage_, now);
      }
    } catch (...) {
      // Progress is a courtesy: without memory for a line the work goes on.
    }
  }

  void finish() noexcept final {
    try {
      const std::scoped_lock lock(mutex_);
      end_stage(world_.seconds());
      close();
    } catch (...) {
      // As above.
    }
  }

 protected:
  virtual void begin(const Stage& stage) = 0;
  virtual void advance(const Stage& stage, double now) = 0;
  virtual void end(const Stage& stage, double now) = 0;
  virtual void close() {}

  ProgressWorld world_;

 private:
  void end_stage(double now) {
    if (stage_) end(*stage_, now);
    stage_.reset();
  }

  double interval_;
  std::mutex mutex_;
  std::optional<Stage> stage_;
  double last_said_ = 0;
};

class BarProgress final : public StageProgress {
 public:
  explicit BarProgress(ProgressWorld world) : StageProgress(std::move(world), kRedrawSeconds) {}

 private:
  void begin(const Stage& stage) override { draw(stage, stage.started); }
  void advance(const Stage& stage, double now) override { draw(stage, now); }
  void end(const Stage& /*stage*/, double /*now*/) override { wipe(); }
  void close() override { wipe(); }

  void draw(const Stage& stage, double now) {
    std::size_t columns = world_.columns();
    if (columns == 0) columns = kWidthWhenUnknown;
    const std::size_t usable = columns - 1;  // the last column makes some terminals wrap
    const std::string number = std::to_string(percent(stage)) + " %";
    std::string line = world_.stage_label(stage.key) + "  ";
    const std::string tail = "  " + number + "  " + format_seconds(now - stage.started, 0) + " s";
    if (display_width(line) + kBarWidth + tail.size() <= usable) {
      const std::size_t filled = kBarWidth * percent(stage) / 100;
      for (std::size_t i = 0; i < kBarWidth; ++i) line += i < filled ? "█" : "·";
      line += tail;
    } else {
      line = number + " " + line;
    }
    world_.write("\r\x1b[2K" + std::string(fit_width(line, usable)));
    drawn_ = true;
  }

  void wipe() {
    if (drawn_) world_.write("\r\x1b[2K");
    drawn_ = false;
  }

  bool drawn_ = false;
};

class PlainProgress final : public StageProgress {
 public:
  explicit PlainProgress(ProgressWorld world) : StageProgress(std::move(world), kPlainSeconds) {}

 private:
  void begin(const Stage& /*stage*/) override {}
  void advance(const Stage& stage, double now) override {
    world_.write(world_.stage_label(stage.key) + "  " + std::to_string(percent(stage)) + " %  " +
                 format_seconds(now - stage.started, 0) + " s\n");
  }
  void end(const Stage& stage, double now) override {
    world_.write(world_.stage_label(stage.key) + "  " + format_seconds(now - stage.started, 2) + " s\n");
  }
};

class JsonProgress final : public StageProgress {
 public:
  explicit JsonProgress(ProgressWorld world) : StageProgress(std::move(world), kRedrawSeconds) {}

 private:
  void begin(const Stage& stage) override { say("begin", stage, stage.started); }
  void advance(const Stage& stage, double now) override { say("progress", stage, now); }
  void end(const Stage& stage, double now) override { say("end", stage, now); }

  void say(std::string_view event, const Stage& stage, double now) {
    std::string line = "{\"event\":\"";
    line.append(event).append("\",\"stage\":\"").append(escape::script_json(stage.key)).append("\",\"done\":");
    line.append(std::to_string(stage.done)).append(",\"total\":").append(std::to_string(stage.total));
    line.append(",\"seconds\":").append(format_seconds(now - stage.started, 3)).append("}\n");
    world_.write(line);
  }
};

struct CodeRange {
  char32_t first;
  char32_t last;
};

// The blocks of Unicode whose East Asian Width is W or F, in the coarse form that terminals use (UAX #11).
constexpr std::array<CodeRange, 12> kWide{{{0x1100, 0x115F},
                                           {0x2E80, 0x303E},
                                           {0x3041, 0x33FF},
                                           {0x3400, 0x4DBF},
                                           {0x4E00, 0x9FFF},
                                           {0xA000, 0xA4CF},
                                           {0xAC00, 0xD7A3},
                                           {0xF900, 0xFAFF},
                                           {0xFE30, 0xFE6F},
                                           {0xFF00, 0xFF60},
                                           {0xFFE0, 0xFFE6},
                                           {0x1F300, 0x3FFFD}}};

std::size_t character_width(char32_t code) {
  if (code >= 0x0300 && code <= 0x036F) return 0;
  const bool wide = std::any_of(kWide.begin(), kWide.end(),
                                [code](CodeRange range) { return code >= range.first && code <= range.last; });
  return wide ? 2 : 1;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t position = 0; position < text.size();)
    width += character_width(escape::next_character(text, position));
  return width;
}

std::string_view fit_width(std::string_view text, std::size_t columns) {
  std::size_t width = 0;
  std::size_t position = 0;
  while (position < text.size()) {
    std::size_t next = position;
    width += character_width(escape::next_character(text, next));
    if (width > columns) break;
    position = next;
  }
  return text.substr(0, position);
}

std::unique_ptr<ProgressSink> make_progress_sink(ProgressMode mode, ProgressWorld world) {
  switch (mode) {
    case ProgressMode::bar:
      return std::make_unique<BarProgress>(std::move(world));
    case ProgressMode::plain:
      return std::make_unique<PlainProgress>(std::move(world));
    case ProgressMode::json:
      return std::make_unique<JsonProgress>(std::move(world));
    case ProgressMode::none:
      break;
  }
  return std::make_unique<NoProgress>();
}

}  // namespace tidu::exec
