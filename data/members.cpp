// SPDX-License-Identifier: Apache-2.0
#include "data/members.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/suggest.h"
#include "data/cell_values.h"

namespace tidu::data {
namespace {

/// In the order of diffusion::kGroupShares.
constexpr std::array<std::string_view, 5> kGroupWords{"innovators", "early_adopters", "early_majority", "late_majority",
                                                      "laggards"};

struct Member {
  std::string_view id;
  std::size_t row = 0;
  std::uint32_t region = 0;
  std::uint8_t group = 0;
  std::string_view sector;
};

class MembersReader {
 public:
  MembersReader(const Sheet& sheet, const Regions& regions, const RegionNames& names)
      : sheet_(sheet), regions_(regions), names_(names), group_(sheet.find("group")), sector_(sheet.find("sector")) {}

  Outcome<NetworkMembers> read() {
    Outcome<NetworkMembers> outcome;
    Diagnostics& diagnostics = outcome.diagnostics;
    const auto id = require_column(sheet_, "id", diagnostics);
    const auto region = require_column(sheet_, "region", diagnostics);
    if (!id || !region) return outcome;
    for (std::size_t row = 0; row < sheet_.rows(); ++row) read_row(row, *id, *region, diagnostics);
    drop_repeated(*id, diagnostics);
    if (members_.empty() && !diagnostics.has_errors()) {
      report(ErrorCode::missing, text("data.members.none"), text("data.members.none.hint"), sheet_.where_name(*id),
             diagnostics);
    }
    diagnostics.sort();
    outcome.value = take();
    return outcome;
  }

 private:
  static void report(ErrorCode code, Text message, Text hint, const Location& where, Diagnostics& diagnostics) {
    diagnostics.add({code, std::move(message), std::move(hint)}, where);
  }

  void read_row(std::size_t row, std::size_t id, std::size_t region, Diagnostics& diagnostics) {
    Member member{.id = sheet_.at(row, id), .row = row};
    if (const auto found = region_of(sheet_, {row, region}, regions_, names_, diagnostics))
      member.region = static_cast<std::uint32_t>(*found);
    if (group_) member.group = group_of(row, diagnostics);
    if (sector_) member.sector = sheet_.at(row, *sector_);
    if (sector_ && member.sector.empty()) {
      report(ErrorCode::missing, text("data.members.sector"), text("data.members.sector.hint"),
             sheet_.where(row, *sector_), diagnostics);
    }
    if (member.id.empty()) {
      report(ErrorCode::missing, text("data.members.id"), text("data.members.id.hint"), sheet_.where(row, id),
             diagnostics);
      return;
    }
    members_.push_back(member);
  }

  std::uint8_t group_of(std::size_t row, Diagnostics& diagnostics) {
    const std::string_view word = sheet_.at(row, *group_);
    const auto found = std::find(kGroupWords.begin(), kGroupWords.end(), word);
    if (found != kGroupWords.end()) return static_cast<std::uint8_t>(found - kGroupWords.begin());
    const auto near = closest(word, kGroupWords);
    report(ErrorCode::unknown, text("data.members.group", word),
           near ? text("data.edges.near", *near) : text("data.members.group.hint"), sheet_.where(row, *group_),
           diagnostics);
    return 0;
  }

  // Sorts members by id, of equal ones the first line first, and keeps that one alone.
  void drop_repeated(std::size_t id, Diagnostics& diagnostics) {
    std::sort(members_.begin(), members_.end(),
              [](const Member& a, const Member& b) { return std::pair(a.id, a.row) < std::pair(b.id, b.row); });
    std::vector<Member> kept;
    for (const Member& member : members_) {
      if (kept.empty() || kept.back().id != member.id) {
        kept.push_back(member);
        continue;
      }
      report(ErrorCode::duplicate, text("data.members.repeated", member.id, sheet_.where(kept.back().row, id).line),
             text("data.members.repeated.hint"), sheet_.where(member.row, id), diagnostics);
    }
    members_ = std::move(kept);
  }

  NetworkMembers take() const {
    NetworkMembers out;
    std::map<std::string_view, std::uint32_t> sectors;
    for (const Member& member : members_) sectors.emplace(member.sector, 0);
    for (auto& [name, number] : sectors) {
      number = static_cast<std::uint32_t>(out.sectors.size());
      if (sector_) out.sectors.emplace_back(name);
    }
    for (const Member& member : members_) {
      out.ids.emplace_back(member.id);
      out.region.push_back(member.region);
      out.sector.push_back(sectors.at(member.sector));
      if (group_) out.group.push_back(member.group);
    }
    return out;
  }

  const Sheet& sheet_;
  const Regions& regions_;
  const RegionNames& names_;
  std::optional<std::size_t> group_;
  std::optional<std::size_t> sector_;
  std::vector<Member> members_;
};

}  // namespace

Outcome<NetworkMembers> read_members(const Sheet& sheet, const Regions& regions, const RegionNames& names) {
  return MembersReader(sheet, regions, names).read();
}

}  // namespace tidu::data
