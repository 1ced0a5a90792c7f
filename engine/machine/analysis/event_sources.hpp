// Who brings an event about: people, the item itself, other items, or nobody. Pure; any thread.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "engine/machine/analysis/analyse.hpp"

namespace yellowsea::machine {

// Calls `visit` for every action of a definition.
void visit_actions(const Definition& definition, const std::function<void(const Action&)>& visit);

class EventSources {
 public:
  EventSources(const Definition& definition, const AnalysisContext& context);

  // Somebody who exists may post it.
  bool from_people(const std::string& event) const;
  bool raised(const std::string& event) const { return raised_.contains(event); }
  // Another item sends it, or might, for all that is known.
  bool from_items(const std::string& event) const;
  bool may_occur(const std::string& event) const {
    return from_people(event) || raised(event) || from_items(event);
  }
  const std::set<std::string>& raised_events() const { return raised_; }

 private:
  const Definition& definition_;
  const AnalysisContext& context_;
  std::set<std::string> raised_;
  std::set<std::string> sent_;
};

// True if the role exists and may fire events, or roles are not known.
bool role_may_write(const AnalysisContext& context, const std::string& role);

}  // namespace yellowsea::machine
