// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/agents/graph.h"

#include <algorithm>

#include "core/diffusion/agents/layout.h"

namespace tidu::diffusion::agents {
namespace {

// Ends, loops and degrees; what is wrong first is named.
Result<void> check(std::span<const Contact> contacts, const GraphRequest& request) {
  if (request.agents == 0 || request.agents > kMostAgents) {
    return failure(ErrorCode::domain, text("diffusion.graph.agents", request.agents, kMostAgents),
                   text("diffusion.graph.agents.hint"));
  }
  std::vector<std::uint32_t> degree(static_cast<std::size_t>(request.agents), 0);
  for (std::size_t k = 0; k < contacts.size(); ++k) {
    const Contact& contact = contacts[k];
    for (const std::uint32_t agent : {contact.seen, contact.by}) {
      if (agent >= request.agents) {
        return failure(ErrorCode::unknown, text("diffusion.graph.unknown", k + 1, agent, request.agents - 1),
                       text("diffusion.graph.unknown.hint"));
      }
    }
    if (contact.seen == contact.by) {
      return failure(ErrorCode::domain, text("diffusion.graph.itself", k + 1, contact.by),
                     text("diffusion.graph.itself.hint"));
    }
    ++degree[contact.by];
    if (!request.directed) ++degree[contact.seen];
    for (const std::uint32_t agent : {contact.seen, contact.by}) {
      if (degree[agent] > kMostDegree) {
        return failure(ErrorCode::limit, text("diffusion.graph.degree", k + 1, agent, kMostDegree),
                       text("diffusion.graph.degree.hint"));
      }
    }
  }
  return {};
}

bool same(const Contact& a, const Contact& b, bool directed) {
  return a == b || (!directed && a.seen == b.by && a.by == b.seen);
}

// The second place in the list of a contact that is there twice.
std::size_t second_place(std::span<const Contact> contacts, const Contact& twice, bool directed) {
  std::size_t found = 0;
  for (std::size_t k = 0; k < contacts.size(); ++k) {
    if (same(contacts[k], twice, directed) && ++found == 2) return k;
  }
  return contacts.size();
}

}  // namespace

Result<Graph> Graph::make(std::span<const Contact> contacts, const GraphRequest& request) {
  if (const auto valid = check(contacts, request); !valid) return tl::unexpected(valid.error());
  Graph graph;
  graph.count(contacts, request);
  graph.fill(contacts, request.directed);
  for (std::size_t agent = 0; agent < graph.degree_.size(); ++agent) {
    const std::span<std::uint32_t> list = graph.list(agent);
    std::sort(list.begin(), list.end());
    const auto twice = std::adjacent_find(list.begin(), list.end());
    if (request.repeated || twice == list.end()) continue;
    const Contact contact{static_cast<std::uint32_t>(agent), *twice};
    return failure(ErrorCode::duplicate,
                   text("diffusion.graph.repeated", second_place(contacts, contact, request.directed) + 1, contact.seen,
                        contact.by),
                   text("diffusion.graph.repeated.hint"));
  }
  return graph;
}

std::span<std::uint32_t> Graph::list(std::size_t agent) {
  return std::span(audience_).subspan(first_[agent], first_[agent + 1] - first_[agent]);
}

void Graph::count(std::span<const Contact> contacts, const GraphRequest& request) {
  const auto agents = static_cast<std::size_t>(request.agents);
  first_.assign(agents + 1, 0);
  degree_.assign(agents, 0);
  for (const Contact& contact : contacts) {
    ++first_[contact.seen + std::size_t{1}];
    ++degree_[contact.by];
    if (request.directed) continue;
    ++first_[contact.by + std::size_t{1}];
    ++degree_[contact.seen];
  }
  for (std::size_t agent = 0; agent < agents; ++agent) first_[agent + 1] += first_[agent];
}

void Graph::fill(std::span<const Contact> contacts, bool directed) {
  audience_.resize(first_.back());
  std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
  for (const Contact& contact : contacts) {
    audience_[next[contact.seen]++] = contact.by;
    if (!directed) audience_[next[contact.by]++] = contact.seen;
  }
}

}  // namespace tidu::diffusion::agents
