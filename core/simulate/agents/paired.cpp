// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/agents/paired.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

#include "core/base/assert.h"

namespace tidu::simulate {
namespace {

using diffusion::kStages;
using diffusion::agents::Segment;

constexpr std::uint64_t kWord = 64;
constexpr double kSameTime = 1e-9;
constexpr unsigned kUsing = 1U << static_cast<unsigned>(diffusion::Stage::implementing) |
                            1U << static_cast<unsigned>(diffusion::Stage::confirmed);

std::size_t words_for(std::uint64_t agents) { return static_cast<std::size_t>((agents + kWord - 1) / kWord); }

// Users among the agents begin <= i < end, which lie in one word.
std::uint64_t users_in(std::span<const std::uint8_t> state, std::uint64_t begin, std::uint64_t end) {
  std::uint64_t word = 0;
  for (std::uint64_t i = begin; i < end; ++i)
    word |= std::uint64_t{kUsing >> (state[static_cast<std::size_t>(i)] & diffusion::agents::kStageMask) & 1U}
            << (i % kWord);
  return word;
}

std::uint64_t mask_of(std::uint64_t begin, std::uint64_t end) {
  const std::uint64_t length = end - begin;
  const std::uint64_t ones = length == kWord ? ~std::uint64_t{0} : (std::uint64_t{1} << length) - 1;
  return ones << (begin % kWord);
}

// Calls body(word, begin, end) for the parts of a range that lie in one word.
template <class Body>
void for_words(const diffusion::agents::Range& range, Body body) {
  for (std::uint64_t begin = range.begin; begin < range.end;) {
    const std::uint64_t end = std::min(range.end, (begin / kWord + 1) * kWord);
    body(static_cast<std::size_t>(begin / kWord), begin, end);
    begin = end;
  }
}

// Users by cell, and their months so far, as a run goes on.
class UseCount {
 public:
  UseCount(std::size_t cells, int first_year)
      : first_year_(first_year), now_{0, std::vector<double>(cells, 0), std::vector<double>(cells, 0)} {}

  template <class UsersOf>
  void after(const CalendarStep& step, UsersOf users_of) {
    const bool counts = step.time >= first_year_ - kSameTime;
    for (std::size_t c = 0; c < now_.users.size(); ++c) {
      now_.users[c] = users_of(c);
      if (counts) now_.months[c] += 12 * step.dt * now_.users[c];
    }
    now_.year = step.closes_year;
  }
  bool year_ends() const { return now_.year != 0 && now_.year >= first_year_; }
  const CellYear& now() const { return now_; }

 private:
  int first_year_;
  CellYear now_;
};

// The plan with its steps up to the end of a year.
AgentPlan until(AgentPlan plan, int last_year) {
  const auto end = std::find_if(plan.steps.begin(), plan.steps.end(),
                                [&](const CalendarStep& step) { return step.closes_year == last_year; });
  if (end != plan.steps.end()) plan.steps.erase(end + 1, plan.steps.end());
  return plan;
}

}  // namespace

double paired_deviation(double gained, double lost, double agents) {
  const double net = gained - lost;
  return std::sqrt(std::max(0.0, gained + lost - net * net / agents));
}

PairedRuns::PairedRuns(const AgentPlan& baseline, int first_year, diffusion::agents::AgentMemory memory)
    : plan_(baseline), first_year_(first_year), memory_(memory) {}

std::uint64_t PairedRuns::history_bytes(std::uint64_t agents, std::size_t years) {
  return 8 * words_for(agents) * std::uint64_t{years};
}

template <class AtYear>
void PairedRuns::course(const RateSource& rates, int last_year, Executor& executor, const Executor& stop,
                        AtYear at_year) const {
  const AgentPlan all{plan_.layout, plan_.shape, rates, plan_.steps, plan_.settings, plan_.rates_hash};
  const AgentPlan plan = until(all, last_year);
  AgentRun run(plan, memory_);
  UseCount count(plan.layout.cells().size(), first_year_);
  run.start(executor);
  while (!run.over() && !stop.cancelled()) {
    const CalendarStep& step = plan.steps[run.steps_done()];
    run.step(executor);
    count.after(step, [&](std::size_t c) {
      const auto& stages = run.counts()[c];
      return static_cast<double>(stages[static_cast<std::size_t>(diffusion::Stage::implementing)] +
                                 stages[static_cast<std::size_t>(diffusion::Stage::confirmed)]);
    });
    if (count.year_ends()) at_year(count.now());
  }
}

std::vector<CellYear> PairedRuns::run_baseline(Executor& executor, const Executor& stop) {
  history_.clear();
  std::vector<CellYear> years;
  course(plan_.rates, plan_.steps.back().closes_year, executor, stop, [&](const CellYear& year) {
    keep(history_.emplace_back(words_for(plan_.layout.agents())), executor);
    years.push_back(year);
  });
  return years;
}

std::vector<PairedYear> PairedRuns::run(const RateSource& rates, int last_year, Executor& executor,
                                        const Executor& stop) const {
  std::vector<PairedYear> years;
  course(rates, last_year, executor, stop, [&](const CellYear& year) {
    TIDU_ASSERT(years.size() < history_.size());
    PairedYear paired{year, std::vector<double>(year.users.size(), 0), std::vector<double>(year.users.size(), 0)};
    compare(history_[years.size()], paired, executor);
    years.push_back(std::move(paired));
  });
  return years;
}

void PairedRuns::keep(Bits& bits, Executor& executor) const {
  executor.for_blocks(plan_.layout.blocks(), [&](std::size_t block) {
    for (const Segment& segment : plan_.layout.segments(block)) {
      for_words(segment.range, [&](std::size_t word, std::uint64_t begin, std::uint64_t end) {
        bits[word] |= users_in(memory_.state, begin, end);
      });
    }
  });
}

void PairedRuns::compare(const Bits& bits, PairedYear& year, Executor& executor) const {
  struct Moved {
    std::uint64_t gained = 0;
    std::uint64_t lost = 0;
  };
  std::vector<Moved> moved(plan_.layout.segment_count());
  executor.for_blocks(plan_.layout.blocks(), [&](std::size_t block) {
    Moved* out = moved.data() + plan_.layout.first_segment(block);
    for (const Segment& segment : plan_.layout.segments(block)) {
      for_words(segment.range, [&](std::size_t word, std::uint64_t begin, std::uint64_t end) {
        const std::uint64_t with = users_in(memory_.state, begin, end);
        const std::uint64_t without = bits[word] & mask_of(begin, end);
        out->gained += static_cast<std::uint64_t>(std::popcount(with & ~without));
        out->lost += static_cast<std::uint64_t>(std::popcount(without & ~with));
      });
      ++out;
    }
  });
  const Moved* in = moved.data();
  for (std::size_t block = 0; block < plan_.layout.blocks(); ++block) {
    for (const Segment& segment : plan_.layout.segments(block)) {
      year.gained[segment.cell] += static_cast<double>(in->gained);
      year.lost[segment.cell] += static_cast<double>(in->lost);
      ++in;
    }
  }
}

std::vector<CellYear> map_course(const AgentPlan& plan, int first_year, int last_year, Executor& executor,
                                 const Executor& stop) {
  DomainMap map(plan.layout, map_settings(plan.settings));
  UseCount count(plan.layout.cells().size(), first_year);
  std::vector<CellYear> years;
  std::optional<std::uint64_t> epoch;
  double dt = 0;
  const AgentPlan cut = until(plan, last_year);
  for (const CalendarStep& step : cut.steps) {
    if (stop.cancelled()) break;
    if (const std::uint64_t now = plan.rates.epoch(step); epoch != now || dt != step.dt) {
      map.set_rates(plan.rates.at(step), step.dt);
      epoch = now;
      dt = step.dt;
    }
    map.step(executor);
    count.after(step, [&](std::size_t c) { return users(map.state().subspan(c * kStages, kStages)); });
    if (count.year_ends()) years.push_back(count.now());
  }
  return years;
}

}  // namespace tidu::simulate
