// SPDX-License-Identifier: Apache-2.0
#include "exec/progress.h"

#include <gtest/gtest.h>

#include <vector>

namespace tidu::exec {
namespace {

struct Recorder {
  std::vector<std::string> written;
  double now = 0;
  std::size_t width = 80;

  std::unique_ptr<ProgressSink> sink(ProgressMode mode) {
    return make_progress_sink(mode, {.write = [this](std::string_view s) { written.emplace_back(s); },
                                     .seconds = [this] { return now; },
                                     .stage_label = [](std::string_view key) { return "计算指数 " + std::string(key); },
                                     .columns = [this] { return width; }});
  }
};

std::string without_control(std::string text) {
  for (const std::string_view code : {"\r", "\x1b[2K"}) {
    for (std::size_t at = text.find(code); at != std::string::npos; at = text.find(code)) text.erase(at, code.size());
  }
  return text;
}

TEST(Progress, BarIsNeverWiderThanTheTerminal) {
  for (std::size_t width = 0; width <= 120; ++width) {
    Recorder recorder;
    recorder.width = width;
    const auto sink = recorder.sink(ProgressMode::bar);
    for (std::uint64_t i = 0; i <= 10; ++i) {
      recorder.now += 1000;
      sink->report({.stage = "a", .done = i, .total = 10});
    }
    ASSERT_FALSE(recorder.written.empty());
    for (const auto& text : recorder.written) EXPECT_LT(display_width(without_control(text)), width == 0 ? 80 : width);
  }
}

TEST(Progress, BarIsRedrawnAtMostTenTimesASecond) {
  Recorder recorder;
  const auto sink = recorder.sink(ProgressMode::bar);
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    recorder.now = static_cast<double>(i) * 1e-4;
    sink->report({.stage = "a", .done = i, .total = 10'000});
  }
  EXPECT_LE(recorder.written.size(), 11U);
  EXPECT_GE(recorder.written.size(), 9U);
  sink->finish();
  EXPECT_EQ(recorder.written.back(), "\r\x1b[2K") << "nothing stays on the screen";
}

TEST(Progress, PlainSaysOneLineAStageWithItsSeconds) {
  Recorder recorder;
  const auto sink = recorder.sink(ProgressMode::plain);
  sink->report({.stage = "a", .done = 0, .total = 4});
  recorder.now = 1.25;
  sink->report({.stage = "a", .done = 4, .total = 4});
  sink->report({.stage = "b", .done = 0, .total = 0});
  recorder.now = 1.5;
  sink->finish();
  sink->finish();
  EXPECT_EQ(recorder.written, (std::vector<std::string>{"计算指数 a  1.25 s\n", "计算指数 b  0.25 s\n"}));
}

TEST(Progress, PlainSpeaksWithinLongStages) {
  Recorder recorder;
  const auto sink = recorder.sink(ProgressMode::plain);
  for (std::uint64_t second = 0; second <= 12; ++second) {
    recorder.now = static_cast<double>(second);
    sink->report({.stage = "a", .done = second, .total = 12});
  }
  EXPECT_EQ(recorder.written, (std::vector<std::string>{"计算指数 a  41 %  5 s\n", "计算指数 a  83 %  10 s\n"}));
}

TEST(Progress, JsonIsOneObjectALineAndNeverGoesBack) {
  Recorder recorder;
  const auto sink = recorder.sink(ProgressMode::json);
  sink->report({.stage = "stage.a\"", .done = 3, .total = 4});
  recorder.now = 1;
  sink->report({.stage = "stage.a\"", .done = 2, .total = 4});
  sink->finish();
  ASSERT_EQ(recorder.written.size(), 3U);
  EXPECT_EQ(recorder.written[1],
            "{\"event\":\"progress\",\"stage\":\"stage.a\\\"\",\"done\":3,\"total\":4,\"seconds\":1.000}\n");
}

TEST(Progress, NoneIsSilent) {
  Recorder recorder;
  const auto sink = recorder.sink(ProgressMode::none);
  sink->report({.stage = "a", .done = 1, .total = 1});
  sink->finish();
  EXPECT_TRUE(recorder.written.empty());
}

TEST(Width, CountsColumnsAndCutsWholeCharacters) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("梯度"), 4U);
  EXPECT_EQ(display_width("e\u0301"), 1U);
  EXPECT_EQ(fit_width("梯度", 3), "梯");
  EXPECT_EQ(fit_width("梯度", 1), "");
  EXPECT_EQ(fit_width("abc", 10), "abc");
}

}  // namespace
}  // namespace tidu::exec
