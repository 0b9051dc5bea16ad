// SPDX-License-Identifier: Apache-2.0
#include "core/simulate/critical.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "core/base/assert.h"
#include "core/diffusion/critical/course_marks.h"
#include "core/simulate/run.h"

namespace tidu::simulate {
namespace {

constexpr int kMonths = 12;
constexpr double kLeastShare = 0.01;

// Users of each region, then of the nation.
std::vector<double> shares_of(const AdoptionRun& run) {
  std::vector<double> shares;
  for (std::size_t r = 0; r < run.regions(); ++r) shares.push_back(run.users(r));
  shares.push_back(run.users());
  return shares;
}

void mark_course(const CriticalInput& input, std::size_t member, CourseMarksOfDraws& out) {
  const ParameterDraw& draw = input.members[member];
  AdoptionRun run(input.links, draw, kMonths);
  run.count_decisions();
  const double first = std::ceil(draw.spread.start * kMonths - 1e-6);
  diffusion::CourseMarks marks(run.regions(),
                               {.dt = 1.0 / kMonths, .first_time = first / kMonths, .least_share = kLeastShare});
  marks.begin(run.time(), shares_of(run));
  for (double month = first; month <= (input.options.last_year + 1) * kMonths; ++month) {
    if (!(month / kMonths > run.time())) continue;
    run.run_until(month / kMonths);
    marks.add(run.map(), run.time(), shares_of(run));
  }
  for (std::size_t place = 0; place <= run.regions(); ++place) {
    out.crossing(member, place) = marks.crossing(place);
    out.take_off(member, place) = marks.take_off(place);
  }
}

ParameterDraw with_threshold(const ParameterDraw& draw, int contacts) {
  ParameterDraw out = draw;
  diffusion::ProcessParameters& p = out.process;
  p.contagion = diffusion::Contagion::threshold;
  p.threshold_innovators = p.threshold_early_adopters = p.threshold_early_majority = p.threshold_late_majority =
      p.threshold_laggards = contacts;
  return out;
}

Result<void> switch_off_member(const CriticalInput& input, std::size_t member, int contacts, Executor& executor,
                               Array<diffusion::CriticalMass, Draw, Place>& out) {
  const ParameterDraw draw = with_threshold(input.members[member], contacts);
  const int per_year = input.options.steps_per_year;
  std::vector<AdoptionRun> course{AdoptionRun(input.links, draw, per_year)};
  const auto first = static_cast<int>(std::floor(draw.spread.start));
  for (int step = 1; step <= (input.options.last_year + 1 - first) * per_year; ++step) {
    AdoptionRun next = course.back();
    next.run_until(first + static_cast<double>(step) / per_year);
    if (next.time() > course.back().time()) course.push_back(std::move(next));
  }
  const auto go_on = [&](std::size_t point) -> std::optional<diffusion::Continuation> {
    if (executor.cancelled()) return std::nullopt;
    AdoptionRun run = course[point];
    diffusion::Continuation result{.time = run.time(), .off = shares_of(run), .end = {}};
    run.switch_off();
    run.run_until(run.time() + input.options.critical_years);
    result.end = shares_of(run);
    return result;
  };
  const std::vector<double> targets(input.links.regions() + 1, 0.5 * draw.spread.market);
  const auto search = diffusion::critical_points(course.size() - 1, targets, go_on);
  if (!search) return tl::unexpected(search.error());
  for (std::size_t place = 0; place < targets.size(); ++place) out(member, place) = search->places[place];
  return {};
}

}  // namespace

Result<CourseMarksOfDraws> course_marks(const CriticalInput& input, Executor& executor) {
  const std::array<std::size_t, 2> extents{input.members.size(), input.links.regions() + 1};
  CourseMarksOfDraws out{Array<diffusion::PathMark, Draw, Place>(extents),
                         Array<diffusion::PathMark, Draw, Place>(extents)};
  executor.for_blocks(input.members.size(), [&](std::size_t m) {
    if (!executor.cancelled()) mark_course(input, m, out);
  });
  if (executor.cancelled()) return failure(ErrorCode::cancelled, text("simulate.cancelled"));
  return out;
}

Result<Array<diffusion::CriticalMass, Draw, Place>> switch_off_marks(const CriticalInput& input, int contacts,
                                                                     Executor& executor) {
  TIDU_ASSERT(contacts >= 2);
  Array<diffusion::CriticalMass, Draw, Place> out({input.members.size(), input.links.regions() + 1});
  std::vector<Result<void>> done(input.members.size());
  executor.for_blocks(input.members.size(), [&](std::size_t m) {
    if (!executor.cancelled()) done[m] = switch_off_member(input, m, contacts, executor, out);
  });
  if (executor.cancelled()) return failure(ErrorCode::cancelled, text("simulate.cancelled"));
  for (const auto& member : done) {
    if (!member) return tl::unexpected(member.error());
  }
  return out;
}

}  // namespace tidu::simulate
