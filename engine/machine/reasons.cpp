#include "engine/machine/reasons.hpp"

#include <algorithm>
#include <utility>

#include "engine/machine/guard_judge.hpp"
#include "engine/machine/permission.hpp"
#include "engine/machine/selection.hpp"

namespace yellowsea::machine {
namespace {

std::vector<std::string> values_of(const Json& value) {
  std::vector<std::string> values;
  const Json list = value.is_array() ? value : Json::array({value});
  for (const Json& each : list) {
    if (each.is_string()) values.push_back(each.get<std::string>());
  }
  return values;
}

Reason role_reason(std::vector<std::string> roles) {
  Reason reason;
  reason.by = reason.rule = "by";
  reason.cause = Cause::role;
  reason.roles = std::move(roles);
  return reason;
}

// The reasons that lie in who asks.
std::vector<Reason> personal_reasons(const EventDefinition* declared, const Scope& scope,
                                     const Asker& asker) {
  std::vector<Reason> reasons;
  std::vector<std::string> roles;
  const bool restricted = declared != nullptr && declared->has_by;
  for (const Permission& permission : restricted ? declared->by : std::vector<Permission>{}) {
    for (const std::string& role : permission.roles) {
      if (std::find(roles.begin(), roles.end(), role) == roles.end()) roles.push_back(role);
    }
  }
  if (!asker.actor) return {role_reason(std::move(roles))};
  const auto in_role = [&](const Permission& permission) {
    const auto& its = permission.roles;
    return its.empty() || std::find(its.begin(), its.end(), asker.actor->role) != its.end();
  };
  std::vector<Permission> meant;
  if (restricted) std::copy_if(declared->by.begin(), declared->by.end(), std::back_inserter(meant), in_role);
  if (!asker.may_write || (restricted && meant.empty())) reasons.push_back(role_reason(roles));
  if (!restricted) return reasons;
  if (meant.empty()) meant = declared->by;
  Reason reason;
  reason.by = reason.rule = "by";
  reason.cause = Cause::organisation;
  for (const Permission& permission : meant) {
    // A scope in the data is known only when the event comes.
    if (permission.scope.empty() || is_under(permission.scope, "/data")) return reasons;
    const Json value = value_at(scope, permission.scope);
    if (!asker.actor->organisation.empty() && in_scope(value, asker.actor->organisation)) return reasons;
    for (const std::string& organisation : values_of(value)) reason.organisations.push_back(organisation);
    reason.field = permission.scope;
  }
  if (!meant.empty()) reasons.push_back(std::move(reason));
  return reasons;
}

bool takes(const State& state, const std::string& event) {
  return std::any_of(state.on.begin(), state.on.end(), [&](const DescriptorTransitions& on) {
    return !on.transitions.empty() && descriptor_matches(on.descriptor, event);
  });
}

struct Candidate {
  const State* state;
  const Transition* transition;
};

// What the item's active states would do with the event, the innermost first, as selection asks them.
std::vector<Candidate> candidates_now(const Item& item, const std::string& event) {
  std::vector<Candidate> found;
  if (item.done) return found;
  const Definition& definition = *item.definition;
  for (auto state = definition.states.rbegin(); state != definition.states.rend(); ++state) {
    if (!item.is_active(state->index)) continue;
    for (const TransitionIndex index : candidates(*state, event))
      found.push_back({&*state, &definition.transition(index)});
  }
  return found;
}

Reason state_reason(const Definition& definition, const std::string& event) {
  Reason reason;
  reason.by = reason.rule = "no_transition";
  reason.cause = Cause::state;
  for (const State& state : definition.states) {
    if (takes(state, event)) reason.states.push_back(state.index);
  }
  return reason;
}

bool same(const std::vector<Reason>& left, const std::vector<Reason>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](const Reason& a, const Reason& b) {
                      return a.rule == b.rule && a.by == b.by && (a.rule != a.by || a.guard == b.guard);
                    });
}

// A history state is never active itself: what is entered lies in its parent.
void add_targets(const Definition& definition, const Transition& transition,
                 std::vector<StateIndex>& targets) {
  for (const StateIndex target : transition.targets) {
    const State& state = definition.state(target);
    const StateIndex shown = state.type == StateType::history ? state.parent : target;
    if (std::find(targets.begin(), targets.end(), shown) == targets.end()) targets.push_back(shown);
  }
}

void judge_candidates(const GuardJudge& judge, const Definition& definition,
                      const std::vector<Candidate>& candidates, Possibility& possibility) {
  std::vector<const Guard*> closed;
  std::vector<const Guard*> open;
  // The state whose transition was found last; those around it are not asked any more.
  auto last_source = static_cast<StateIndex>(definition.states.size());
  bool taken = false;
  for (const auto& [state, transition] : candidates) {
    if (last_source < state->subtree_end) continue;
    const auto& guard = transition->guard;
    const Verdict verdict = guard ? judge.verdict(*guard) : Verdict::yes;
    if (verdict != Verdict::no) add_targets(definition, *transition, possibility.targets);
    if (verdict == Verdict::no) closed.push_back(&*guard);
    if (verdict == Verdict::open) open.push_back(&*guard);
    if (verdict != Verdict::yes) continue;
    taken = true;
    last_source = state->index;
  }
  if (taken) return;
  if (open.size() == 1) possibility.conditions = judge.conditions(*open.front());
  if (!open.empty()) return;
  std::vector<std::vector<Reason>> each;
  for (const Guard* guard : closed) {
    auto reasons = judge.explain(*guard, false);
    const auto known = [&](const std::vector<Reason>& other) { return same(reasons, other); };
    if (std::none_of(each.begin(), each.end(), known)) each.push_back(std::move(reasons));
  }
  if (each.empty()) return;
  if (each.size() == 1) {
    for (Reason& reason : each.front()) possibility.reasons.push_back(std::move(reason));
    return;
  }
  // Several transitions would take the event, each with a guard of its own: one of them would do.
  Reason reason;
  reason.by = each.front().front().by;
  reason.rule = each.front().front().rule;
  reason.cause = Cause::one_of;
  for (auto& reasons : each) {
    if (reasons.size() == 1) {
      reason.of.push_back(std::move(reasons.front()));
      continue;
    }
    Reason all;
    all.by = all.rule = "all";
    all.cause = Cause::all_of;
    all.of = std::move(reasons);
    reason.of.push_back(std::move(all));
  }
  possibility.reasons.push_back(std::move(reason));
}

}  // namespace

std::vector<std::string> known_events(const Definition& definition) {
  std::vector<std::string> names;
  for (const EventDefinition& event : definition.events) {
    if (event.name != "open") names.push_back(event.name);
  }
  for (const State& state : definition.states) {
    for (const auto& on : state.on) {
      const std::string& name = on.descriptor;
      const bool wildcard = name == "*" || name.ends_with(".*");
      if (wildcard || name == "open" || is_reserved(name) || on.transitions.empty()) continue;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

Possibility possibility(Repository& repository, const Surroundings& surroundings, const Item& item,
                        const std::string& event, const Asker& asker, Instant now) {
  Possibility result;
  const EventDefinition* declared = item.definition->event(event);
  if (is_reserved(event) || (declared != nullptr && declared->internal)) {
    Reason reason;
    reason.by = reason.rule = "by";
    reason.cause = Cause::itself;
    reason.origins = origins_of(surroundings, item.kind, event);
    result.reasons.push_back(std::move(reason));
    return result;
  }
  const Json none = Json::object();
  const Json acting = actor_json(asker.actor);
  GuardView view;
  view.item = &item;
  view.repository = &repository;
  view.scope.fields = &item.fields;
  view.scope.data = &none;
  view.scope.actor = &acting;
  view.scope.item = ItemName{item.kind, item.id};
  view.scope.now = now;
  view.scope.zone = zone_of(item, surroundings.zone_of_organisation, surroundings.zone);
  result.reasons = personal_reasons(declared, view.scope, asker);
  const auto asked = candidates_now(item, event);
  if (asked.empty()) {
    result.reasons.push_back(state_reason(*item.definition, event));
    return result;
  }
  // Of somebody whose event it is not, what a guard asks of the actor says nothing.
  const bool actor_is_meant = result.reasons.empty();
  static const std::optional<Json> any_data;
  judge_candidates(GuardJudge(view, declared != nullptr ? declared->data : any_data, actor_is_meant),
                   *item.definition, asked, result);
  return result;
}

}  // namespace yellowsea::machine
