// SPDX-License-Identifier: Apache-2.0
// The kernels of step.h for one number of lanes: the body of step_lanes2.cpp, step_lanes4.cpp and step_lanes8.cpp,
// which say TIDU_LANES and TIDU_LANES_TARGET. The same operations in the same order as DecisionMap's scalar way.

#include <cstring>

#include "core/diffusion/process/step.h"
#include "core/diffusion/process/step_math.h"

namespace tidu::diffusion {
namespace {

using Numbers = std::array<Lanes, kStages>;

#define TIDU_LANES_FUNCTION [[maybe_unused]] TIDU_LANES_TARGET inline

TIDU_LANES_FUNCTION Lanes load(const double* from) {
  Lanes out;
  std::memcpy(&out, from, sizeof out);
  return out;
}

TIDU_LANES_FUNCTION Lanes not_below_zero(Lanes x) { return x > 0.0 ? x : Lanes{}; }

// Rates, exposures and numbers of the cells from `first` on.
struct Cells {
  const StepJob& job;
  std::size_t first;

  TIDU_LANES_FUNCTION Lanes rate(RateRow row) const {
    return load(job.rates + static_cast<std::size_t>(row) * job.cells + first);
  }
  TIDU_LANES_FUNCTION Lanes rate(RateRow row, std::size_t layer) const {
    return load(job.rates + (static_cast<std::size_t>(row) + layer) * job.cells + first);
  }
};

// Chances that contacts and surroundings set.
struct ContactChances {
  Lanes heard;    // U -> K
  Lanes for_it;   // K -> P
  Lanes against;  // K -> N
  Lanes decided;  // P -> D
};

TIDU_LANES_FUNCTION ContactChances contact_chances(const Cells& cells) {
  const StepJob& job = cells.job;
  const Lanes shown = cells.rate(RateRow::demonstration);
  const Lanes media = cells.rate(RateRow::media);
  Lanes knowledge = media;
  Lanes attitude =
      cells.rate(RateRow::attitude) - cells.rate(RateRow::seen_leaving) * load(job.discontinuers + cells.first);
  Lanes pushed{};
  for (std::size_t l = 0; l < kLayers; ++l) {
    Lanes x = load(job.exposure[l] + cells.first);
    x = x > 1.0 ? Lanes{} + 1.0 : x;  // rounding of rows that sum to 1
    x += (1.0 - x) * shown;
    knowledge += cells.rate(RateRow::word_local, l) * x;
    attitude += cells.rate(RateRow::seen_local, l) * x;
    pushed += cells.rate(RateRow::push_local, l) * x;
  }
  if (job.media != 1) knowledge += (job.media - 1) * media;
  const Lanes alone = cells.rate(RateRow::innovation) + cells.rate(RateRow::leaders) * load(job.leaders + cells.first) +
                      cells.rate(RateRow::authority);
  const Lanes favourable = share_in_favour<Lanes>(attitude);
  const Lanes formed = cells.rate(RateRow::formed);
  return {leaving<Lanes>(knowledge * job.dt), favourable * formed, (1.0 - favourable) * formed,
          leaving<Lanes>((alone + pushed) * job.dt)};
}

TIDU_LANES_FUNCTION void move(Lanes chance, Lanes& from, Lanes& to) {
  const Lanes leave = from * chance;
  from = not_below_zero(from - leave);
  to += leave;
}

TIDU_LANES_FUNCTION void move(Lanes first, Lanes second, Lanes& from, Lanes& to, Lanes& other) {
  const Lanes leave_first = from * first;
  const Lanes leave_second = from * second;
  from = not_below_zero(from - leave_first - leave_second);
  to += leave_first;
  other += leave_second;
}

// Names of the stages, by what they hold.
struct Held {
  Lanes &u, &k, &p, &n, &d, &i, &c, &x;
};

TIDU_LANES_FUNCTION Held held(Numbers& s) { return {s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]}; }

TIDU_LANES_FUNCTION void go_forward(const Cells& cells, const ContactChances& chances, const Held& s) {
  move(chances.heard, s.u, s.k);
  move(chances.for_it, chances.against, s.k, s.p, s.n);
  move(chances.decided, s.p, s.d);
  move(cells.rate(RateRow::reconsidered), s.n, s.k);
  move(cells.rate(RateRow::implemented), cells.rate(RateRow::abandoned), s.d, s.i, s.x);
  move(cells.rate(RateRow::confirmed), cells.rate(RateRow::disenchanted), s.i, s.c, s.x);
  move(cells.rate(RateRow::discontinued), s.c, s.x);
  move(cells.rate(RateRow::readopted), s.x, s.k);
}

TIDU_LANES_FUNCTION void go_back(const Cells& cells, const ContactChances& chances, const Held& s) {
  move(cells.rate(RateRow::readopted), s.x, s.k);
  move(cells.rate(RateRow::discontinued), s.c, s.x);
  move(cells.rate(RateRow::confirmed), cells.rate(RateRow::disenchanted), s.i, s.c, s.x);
  move(cells.rate(RateRow::implemented), cells.rate(RateRow::abandoned), s.d, s.i, s.x);
  move(cells.rate(RateRow::reconsidered), s.n, s.k);
  move(chances.decided, s.p, s.d);
  move(chances.for_it, chances.against, s.k, s.p, s.n);
  move(chances.heard, s.u, s.k);
}

TIDU_LANES_FUNCTION void go_together(const Cells& cells, const ContactChances& chances, const Held& s) {
  const Lanes heard = s.u * chances.heard;
  const Lanes for_it = s.k * chances.for_it;
  const Lanes against = s.k * chances.against;
  const Lanes decided = s.p * chances.decided;
  const Lanes reconsidered = s.n * cells.rate(RateRow::reconsidered);
  const Lanes implemented = s.d * cells.rate(RateRow::implemented);
  const Lanes abandoned = s.d * cells.rate(RateRow::abandoned);
  const Lanes confirmed = s.i * cells.rate(RateRow::confirmed);
  const Lanes disenchanted = s.i * cells.rate(RateRow::disenchanted);
  const Lanes discontinued = s.c * cells.rate(RateRow::discontinued);
  const Lanes readopted = s.x * cells.rate(RateRow::readopted);
  s.u = not_below_zero(s.u - heard);
  s.k = not_below_zero(s.k - for_it - against) + heard + reconsidered + readopted;
  s.p = not_below_zero(s.p - decided) + for_it;
  s.n = not_below_zero(s.n - reconsidered) + against;
  s.d = not_below_zero(s.d - implemented - abandoned) + decided;
  s.i = not_below_zero(s.i - confirmed - disenchanted) + implemented;
  s.c = not_below_zero(s.c - discontinued) + confirmed;
  s.x = not_below_zero(s.x - readopted) + abandoned + disenchanted + discontinued;
}

// conserve() of step.h
TIDU_LANES_FUNCTION void conserve(Lanes people, Numbers& n) {
  const Lanes missing = people - (((n[0] + n[1]) + (n[2] + n[3])) + ((n[4] + n[5]) + (n[6] + n[7])));
  const Lanes eighth = people * (1.0 / kStages);
  auto open = Lanes{} == Lanes{};
  for (std::size_t k = 0; k + 1 < kStages; ++k) {
    const auto here = open & (n[k] >= eighth);
    n[k] += here ? missing : Lanes{};
    open &= ~here;
  }
  n[kStages - 1] += open ? missing : Lanes{};
}

template <StepWay kWay>
TIDU_LANES_FUNCTION void step_at(const StepJob& job, std::size_t first) {
  const Cells cells{job, first};
  const ContactChances chances = contact_chances(cells);
  Numbers n;
  for (std::size_t k = 0; k < kStages; ++k) n[k] = load(job.state + k * job.cells + first);
  if constexpr (kWay == StepWay::together) {
    go_together(cells, chances, held(n));
  } else {
    go_forward(cells, chances, held(n));
    if constexpr (kWay == StepWay::forward_and_back) go_back(cells, chances, held(n));
  }
  conserve(load(job.people + first), n);
  for (std::size_t k = 0; k < kStages; ++k) std::memcpy(job.next + k * job.cells + first, &n[k], sizeof n[k]);
}

// The last lanes may lie over some that are done: they are written a second time, the same.
template <StepWay kWay>
TIDU_LANES_TARGET void step_all(const StepJob& job) {
  for (std::size_t first = job.begin; first + TIDU_LANES <= job.end; first += TIDU_LANES) step_at<kWay>(job, first);
  if ((job.end - job.begin) % TIDU_LANES != 0) step_at<kWay>(job, job.end - TIDU_LANES);
}

}  // namespace
}  // namespace tidu::diffusion
