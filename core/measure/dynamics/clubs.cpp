// SPDX-License-Identifier: Apache-2.0
#include "core/measure/dynamics/clubs.h"

#include <algorithm>
#include <optional>

#include "core/base/order.h"
#include "core/measure/checks.h"

namespace tidu::measure {
namespace {

using Members = std::vector<std::size_t>;

constexpr int kMostSteps = 1000;  // of c*, should its cap be infinite

// Runs log t tests of groups and remembers the first that failed.
class Tester {
 public:
  Tester(View<const double, Region, Year> x, const ClubRequest& request)
      : x_(x), request_{request.discard, request.variance, request.critical} {}

  LogT test(const Members& members) {
    if (error_) return {};
    auto result = log_t_test(x_, request_, members);
    if (result) return std::move(*result);
    error_ = std::move(result.error());
    return {};
  }
  double t(const Members& members) { return test(members).t; }
  const std::optional<Error>& error() const { return error_; }

 private:
  View<const double, Region, Year> x_;
  LogTRequest request_;
  std::optional<Error> error_;
};

// The core: from the first adjacent pair that passes on, as long as it passes, cut at the largest t. Empty: no pair
// passes.
Members core_of(const Members& sorted, double critical, Tester& tester) {
  std::size_t first = 0;
  double t = 0;
  for (; first + 1 < sorted.size(); ++first) {
    t = tester.t({sorted[first], sorted[first + 1]});
    if (tester.error() || t > critical) break;
  }
  if (tester.error() || first + 1 >= sorted.size()) return {};
  Members growing{sorted[first], sorted[first + 1]};
  Members best = growing;
  double highest = t;
  for (std::size_t next = first + 2; next < sorted.size(); ++next) {
    growing.push_back(sorted[next]);
    t = tester.t(growing);
    if (tester.error() || !(t > critical)) break;
    if (t > highest) {
      highest = t;
      best = growing;
    }
  }
  return best;
}

// Core and every region that fits to it; c* rises until the club passes.
Members club_of(const Members& core, const Members& sorted, const ClubRequest& request, Tester& tester) {
  Members others;
  std::vector<double> fits;
  for (const std::size_t region : sorted) {
    if (std::find(core.begin(), core.end(), region) != core.end()) continue;
    Members with = core;
    with.push_back(region);
    others.push_back(region);
    fits.push_back(tester.t(with));
  }
  for (int step = 0; step < kMostSteps; ++step) {
    const double sieve = request.sieve + step * request.sieve_step;
    if (step > 0 && (!(request.sieve_step > 0) || sieve > request.sieve_cap)) break;
    Members club = core;
    for (std::size_t i = 0; i < others.size(); ++i) {
      if (fits[i] > sieve) club.push_back(others[i]);
    }
    if (club.size() == core.size()) break;
    if (tester.error() || !(request.sieve_step > 0) || tester.t(club) > request.critical) return club;
  }
  return core;
}

Members without(const Members& all, const Members& gone) {
  Members out;
  std::copy_if(all.begin(), all.end(), std::back_inserter(out),
               [&](std::size_t region) { return std::find(gone.begin(), gone.end(), region) == gone.end(); });
  return out;
}

Club make_club(Members members, Members merged_from, Tester& tester) {
  std::sort(members.begin(), members.end());
  LogT test = tester.test(members);
  return {std::move(members), std::move(test), std::move(merged_from)};
}

std::vector<Club> merge(const std::vector<Club>& clubs, double critical, Tester& tester) {
  std::vector<Club> out;
  for (std::size_t i = 0; i < clubs.size();) {
    Members members = clubs[i].members;
    Members from{i};
    std::size_t next = i + 1;
    for (; next < clubs.size(); ++next) {
      Members with = members;
      with.insert(with.end(), clubs[next].members.begin(), clubs[next].members.end());
      if (!(tester.t(with) > critical) || tester.error()) break;
      members = std::move(with);
      from.push_back(next);
    }
    out.push_back(make_club(std::move(members), std::move(from), tester));
    i = next;
  }
  return out;
}

}  // namespace

Result<Clubs> convergence_clubs(View<const double, Region, Year> x, const ClubRequest& request) {
  auto all = log_t_test(x, {request.discard, request.variance, request.critical});
  if (!all) return tl::unexpected(all.error());
  Clubs out;
  out.all = std::move(*all);
  const std::size_t last = x.extent<Year>() - 1;
  Tester tester(x, request);
  Members rest =
      stable_order(x.extent<Region>(), [&](std::size_t a, std::size_t b) { return x(a, last) > x(b, last); });
  while (rest.size() > 1 && !tester.error()) {
    Members club = rest;
    if (!(tester.t(rest) > request.critical)) {
      const Members core = core_of(rest, request.critical, tester);
      if (core.empty()) break;
      club = club_of(core, rest, request, tester);
    }
    rest = without(rest, club);
    out.before_merging.push_back(make_club(std::move(club), {out.before_merging.size()}, tester));
  }
  out.divergent = rest;
  std::sort(out.divergent.begin(), out.divergent.end());
  out.clubs = request.merge ? merge(out.before_merging, request.critical, tester) : out.before_merging;
  if (tester.error()) return tl::unexpected(*tester.error());
  return out;
}

}  // namespace tidu::measure
