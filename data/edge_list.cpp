// SPDX-License-Identifier: Apache-2.0
#include "data/edge_list.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/suggest.h"

namespace tidu::data {
namespace {

using diffusion::agents::Contact;
using diffusion::agents::kMostDegree;

class EdgeListReader {
 public:
  EdgeListReader(const Sheet& sheet, const EdgeListRequest& request) : sheet_(sheet), request_(request) {
    for (const std::string& name : request.agents) names_.emplace_back(name);
    for (std::uint32_t agent = 0; agent < names_.size(); ++agent) by_name_.emplace_back(names_[agent], agent);
    std::sort(by_name_.begin(), by_name_.end());
  }

  Outcome<std::vector<Contact>> read() {
    if (columns_fit()) {
      read_rows();
      find_repeated();
      find_degrees();
    }
    Outcome<std::vector<Contact>> outcome;
    outcome.diagnostics = std::move(diagnostics_);
    outcome.diagnostics.sort();
    if (!outcome.diagnostics.has_errors()) outcome.value = std::move(contacts_);
    return outcome;
  }

 private:
  void report(ErrorCode code, Text message, Text hint, const Location& where) {
    if (diagnostics_.items().size() < kMostEdgeProblems)
      diagnostics_.add({code, std::move(message), std::move(hint)}, where);
  }

  bool columns_fit() {
    const std::size_t columns = sheet_.columns();
    if (columns < 2 || columns > 3) {
      report(ErrorCode::shape, text("data.edges.columns", columns), text("data.edges.columns.hint"),
             sheet_.where_name(columns > 3 ? 3 : 0));
      return false;
    }
    if (columns == 3 && !request_.ignore_weights) {
      report(ErrorCode::shape, text("data.edges.weights", sheet_.name(2)), text("data.edges.weights.hint"),
             sheet_.where_name(2));
    }
    return true;
  }

  std::optional<std::uint32_t> agent(std::size_t row, std::size_t column) {
    const std::string_view name = sheet_.at(row, column);
    const auto found = std::lower_bound(by_name_.begin(), by_name_.end(), std::pair{name, std::uint32_t{0}});
    if (found != by_name_.end() && found->first == name) return found->second;
    std::optional<std::string_view> near;
    if (++unknown_ <= kMostEdgeGuesses) near = closest(name, names_);
    report(ErrorCode::unknown, text("data.edges.unknown", name),
           near ? text("data.edges.near", *near) : text("data.edges.unknown.hint"), sheet_.where(row, column));
    return std::nullopt;
  }

  void read_rows() {
    for (std::size_t row = 0; row < sheet_.rows(); ++row) {
      const auto seen = agent(row, 0);
      const auto by = agent(row, 1);
      if (!seen || !by) continue;
      if (*seen == *by) {
        report(ErrorCode::domain, text("data.edges.itself", sheet_.at(row, 1)), text("data.edges.itself.hint"),
               sheet_.where(row, 1));
        continue;
      }
      contacts_.push_back({*seen, *by});
      rows_.push_back(row);
    }
  }

  // Each line that repeats an earlier one; which line comes first decides, so pairs are sorted by place last.
  void find_repeated() {
    struct Place {
      std::uint64_t pair;
      std::size_t contact;
    };
    std::vector<Place> places;
    places.reserve(contacts_.size());
    for (std::size_t k = 0; k < contacts_.size(); ++k) {
      auto [a, b] = contacts_[k];
      if (!request_.directed && a > b) std::swap(a, b);
      places.push_back({std::uint64_t{a} << 32 | b, k});
    }
    std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
      return std::pair(a.pair, a.contact) < std::pair(b.pair, b.contact);
    });
    std::size_t first = 0;
    std::vector<std::pair<std::size_t, std::size_t>> repeated;  // contact, and where it stood first
    for (std::size_t k = 1; k < places.size(); ++k) {
      if (places[k].pair != places[first].pair) {
        first = k;
      } else {
        repeated.emplace_back(places[k].contact, places[first].contact);
      }
    }
    std::sort(repeated.begin(), repeated.end());
    for (const auto& [contact, before] : repeated) {
      const std::size_t row = rows_[contact];
      report(ErrorCode::duplicate,
             text("data.edges.repeated", sheet_.at(row, 0), sheet_.at(row, 1), sheet_.where(rows_[before], 0).line),
             text("data.edges.repeated.hint"), sheet_.where(row, 0));
    }
  }

  void find_degrees() {
    std::vector<std::uint32_t> degree(names_.size(), 0);
    const auto count = [&](std::uint32_t who, std::size_t row, std::size_t column) {
      if (++degree[who] != kMostDegree + 1) return;
      report(ErrorCode::limit, text("data.edges.degree", names_[who], kMostDegree), text("data.edges.degree.hint"),
             sheet_.where(row, column));
    };
    for (std::size_t k = 0; k < contacts_.size(); ++k) {
      count(contacts_[k].by, rows_[k], 1);
      if (!request_.directed) count(contacts_[k].seen, rows_[k], 0);
    }
  }

  const Sheet& sheet_;
  const EdgeListRequest& request_;
  std::vector<std::string_view> names_;
  std::vector<std::pair<std::string_view, std::uint32_t>> by_name_;
  std::vector<Contact> contacts_;
  std::vector<std::size_t> rows_;  // by contact
  std::size_t unknown_ = 0;
  Diagnostics diagnostics_;
};

}  // namespace

Outcome<std::vector<Contact>> read_edge_list(const Sheet& sheet, const EdgeListRequest& request) {
  return EdgeListReader(sheet, request).read();
}

}  // namespace tidu::data
