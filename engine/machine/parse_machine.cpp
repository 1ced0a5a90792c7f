// The machine of a definition: XState's state and transition configurations, compiled into tables.
#include <map>

#include "engine/machine/evaluate.hpp"
#include "engine/machine/parse_context.hpp"

namespace yellowsea::machine {
namespace {

// A target as it stands in the file, to be resolved when all states are known.
struct PendingTarget {
  StateIndex source;
  TransitionIndex transition;  // -1: the default of the history state `source`
  std::string target;
  std::string pointer;
};

class MachineParser {
 public:
  MachineParser(ParseContext& context, const std::map<std::string, Delay>& delays, Definition& definition)
      : context_(context), delays_(delays), definition_(definition) {}

  void parse(const Node& machine) {
    const std::string root_id =
        machine.json.is_object() ? machine.json.value("id", std::string()) : std::string();
    add_state(machine, no_state, root_id.empty() ? "(machine)" : root_id);
    if (definition_.states.empty()) return;
    if (definition_.root().type == StateType::history) {
      context_.error(machine, "state_type",
                     "the machine itself can't be a history state: nothing is around it");
      return;
    }
    for (const PendingTarget& pending : targets_) resolve(pending);
    for (std::size_t index = 0; index < places_.size(); ++index) check_together(index);
    for (const auto& [initial, pointer] : history_initials_) {
      if (definition_.state(initial).history_has_default) continue;
      const std::string message = "'" + definition_.state(initial).path +
                                  "' remembers nothing yet when it is entered first; give it a 'target'";
      context_.diagnostics.push_back({Severity::error, pointer, "initial_history", message, {}});
    }
  }

 private:
  StateIndex add_state(const Node& node, StateIndex parent, const std::string& key) {
    if (!node.json.is_object()) {
      context_.error(node, "type", "a state must be an object");
      return no_state;
    }
    context_.only_keys(node,
                       {"id", "type", "initial", "states", "on", "always", "after", "entry", "exit", "onDone",
                        "history", "target", "tags", "meta", "description"},
                       "a state");
    const auto index = static_cast<StateIndex>(definition_.states.size());
    definition_.states.emplace_back();
    State& state = definition_.states.back();
    state.index = index;
    state.parent = parent;
    state.key = key;
    if (parent != no_state) {
      const State& above = definition_.state(parent);
      state.path = above.path.empty() ? key : above.path + "." + key;
    }
    const std::string own_id = context_.text(node, "id");
    state.id = !own_id.empty() ? own_id : parent == no_state ? key : definition_.root().id + "." + state.path;
    if (!ids_.emplace(state.id, index).second) {
      context_.error(node, "duplicate_id", "the id '" + state.id + "' is used twice");
    }
    state.done_event = "xstate.done.state." + state.id;
    state.type = type_of(node);
    state.tags = context_.text_list(node, "tags");
    state.description = context_.text(node, "description");
    if (node.json.contains("meta")) state.meta = Json(node.json.at("meta"));
    definition_.state_by_path.emplace(state.path, index);
    // `state` may move when children are added: from here on by index.
    add_children(node, index);
    at(index).subtree_end = static_cast<StateIndex>(definition_.states.size());
    add_history(node, index);
    add_initial(node, index);
    add_behaviour(node, index);
    return index;
  }

  State& at(StateIndex index) { return definition_.states[static_cast<std::size_t>(index)]; }

  StateType type_of(const Node& node) {
    const std::string type = context_.text(node, "type");
    const bool has_children =
        node.json.contains("states") && node.json.at("states").is_object() && !node.json.at("states").empty();
    if (type.empty()) {
      if (has_children) return StateType::compound;
      return node.json.contains("history") ? StateType::history : StateType::atomic;
    }
    static const std::map<std::string, StateType> types{{"atomic", StateType::atomic},
                                                        {"compound", StateType::compound},
                                                        {"parallel", StateType::parallel},
                                                        {"final", StateType::final},
                                                        {"history", StateType::history}};
    const auto found = types.find(type);
    if (found == types.end()) {
      context_.error(
          node.member("type"), "state_type",
          "'" + type + "' is no type of state; known are: atomic, compound, parallel, final, history");
      return StateType::atomic;
    }
    if (has_children && found->second != StateType::compound && found->second != StateType::parallel) {
      context_.error(node.member("type"), "state_type",
                     "a state of type '" + type + "' can't have states inside it");
    }
    if (!has_children && (found->second == StateType::compound || found->second == StateType::parallel)) {
      context_.error(node.member("type"), "state_type",
                     "a state of type '" + type + "' needs states inside it");
    }
    return found->second;
  }

  void add_children(const Node& node, StateIndex index) {
    if (!node.json.contains("states")) return;
    const Node states = node.member("states");
    if (!states.json.is_object()) {
      context_.error(states, "type", "'states' must be an object");
      return;
    }
    for (const auto& [key, value] : states.json.items()) {
      if (key.empty() || key.find('.') != std::string::npos || key.front() == '#') {
        context_.error(states.member(key), "state_key",
                       "'" + key + "' can't be a state's name: no dots, no '#', not empty");
        continue;
      }
      const StateIndex child = add_state(states.member(key), index, key);
      if (child == no_state) continue;
      if (at(child).type == StateType::history) {
        at(index).history_children.push_back(child);
      } else {
        at(index).children.push_back(child);
      }
    }
  }

  void add_history(const Node& node, StateIndex index) {
    if (node.json.contains("history")) {
      const Node history = node.member("history");
      const std::string depth = history.json.is_string() ? history.json.get<std::string>() : "";
      const bool is_true = history.json.is_boolean() && history.json.get<bool>();
      if (depth != "shallow" && depth != "deep" && !is_true) {
        context_.error(history, "history", "'history' must be \"shallow\" or \"deep\"");
      }
      at(index).deep_history = depth == "deep";
    }
    if (!node.json.contains("target")) return;
    const Node target = node.member("target");
    if (at(index).type != StateType::history) {
      context_.error(
          target, "unknown_key",
          "only history states have a 'target'; a transition's stands inside 'on', 'always' or 'after'");
      return;
    }
    at(index).history_has_default = true;
    for (const std::string& one : context_.text_list(node, "target"))
      targets_.push_back({index, -1, one, target.pointer});
  }

  void add_initial(const Node& node, StateIndex index) {
    const State& state = at(index);
    if (!node.json.contains("initial")) {
      if (state.type == StateType::compound) {
        context_.error(node, "missing_key",
                       "'initial' is missing: which state inside '" + state.key + "' is entered first");
      }
      return;
    }
    const std::string initial = context_.text(node, "initial");
    if (state.type == StateType::parallel) return;  // XState ignores it there
    const Node* place = nullptr;
    const Node member = node.member("initial");
    place = &member;
    const auto found =
        definition_.state_by_path.find(state.path.empty() ? initial : state.path + "." + initial);
    if (initial.empty() || found == definition_.state_by_path.end()) {
      context_.error(*place, "unknown_target",
                     "there is no state '" + initial + "' inside '" + state.key + "'");
      return;
    }
    if (definition_.state(found->second).parent != index) {
      context_.error(*place, "unknown_target",
                     "'initial' names a state that stands in '" + state.key + "' itself; '" + initial +
                         "' is deeper: give the state around it an 'initial' of its own");
      return;
    }
    at(index).initial = found->second;
    if (definition_.state(found->second).type == StateType::history)
      history_initials_.emplace_back(found->second, place->pointer);
  }

  void add_behaviour(const Node& node, StateIndex index) {
    if (at(index).type == StateType::history) warn_of_behaviour(node);
    if (node.json.contains("entry")) at(index).entry = parse_actions(context_, node.member("entry"));
    if (node.json.contains("exit")) at(index).exit = parse_actions(context_, node.member("exit"));
    if (node.json.contains("on")) {
      const Node on = node.member("on");
      if (!on.json.is_object()) {
        context_.error(on, "type", "'on' must be an object: event to transitions");
      } else {
        for (const auto& [descriptor, value] : on.json.items())
          add_descriptor(on.member(descriptor), index, descriptor);
      }
    }
    if (node.json.contains("onDone")) {
      at(index).on.push_back({at(index).done_event, add_transitions(node.member("onDone"), index)});
    }
    if (node.json.contains("always")) at(index).always = add_always(node.member("always"), index);
    if (node.json.contains("after")) add_after(node.member("after"), index);
  }

  // XState takes it without a word, too.
  void warn_of_behaviour(const Node& history) {
    for (const char* key : {"on", "always", "after", "entry", "exit", "onDone", "tags"}) {
      if (!history.json.contains(key)) continue;
      context_.warning(history.member(key), "history",
                       std::string("a history state is never active itself, so its '") + key +
                           "' is never used; put it on the state around it");
    }
  }

  void add_descriptor(const Node& node, StateIndex index, const std::string& descriptor) {
    if (descriptor.empty()) {
      context_.error(node, "event_name",
                     "an event can't have an empty name; use 'always' for transitions without an event");
    }
    const std::size_t star = descriptor.find('*');
    const bool well_placed = star == std::string::npos || descriptor == "*" ||
                             (star + 1 == descriptor.size() && star >= 1 && descriptor[star - 1] == '.');
    if (!well_placed) {
      context_.error(node, "event_name",
                     "'" + descriptor + "': a wildcard is '*' alone or ends a name, as in 'name.*'");
    }
    if (descriptor == "open") {
      context_.warning(
          node, "event_name",
          "'open' is what makes an item, and no event afterwards: this transition is never taken");
    }
    at(index).on.push_back({descriptor, add_transitions(node, index)});
  }

  std::vector<TransitionIndex> add_always(const Node& node, StateIndex index) {
    auto transitions = add_transitions(node, index);
    for (const TransitionIndex transition : transitions) {
      const auto& guard = definition_.transition(transition).guard;
      if (guard && !reads_only_own_state(*guard)) {
        context_.error(
            node, "always_guard",
            "a guard of 'always' may not read /data, /actor or linked items: nothing tells when they change");
      }
    }
    return transitions;
  }

  void add_after(const Node& node, StateIndex index) {
    if (!node.json.is_object()) {
      context_.error(node, "type", "'after' must be an object: delay to transitions");
      return;
    }
    for (const auto& [key, value] : node.json.items()) {
      const Node member = node.member(key);
      After after;
      after.key = key;
      const auto named = delays_.find(key);
      if (named != delays_.end()) {
        after.delay = named->second;
      } else if (const auto duration = parse_duration(key)) {
        after.delay.duration = *duration;
        demand_forward(context_, member, *duration);
      } else {
        context_.error(member, "unknown_delay",
                       "'" + key + "' is neither a delay of this definition nor an ISO 8601 duration");
      }
      after.event = "xstate.after." + key + "." + at(index).id;
      after.transitions = add_transitions(member, index);
      at(index).on.push_back({after.event, after.transitions});
      at(index).after.push_back(std::move(after));
    }
  }

  std::vector<TransitionIndex> add_transitions(const Node& node, StateIndex source) {
    std::vector<TransitionIndex> transitions;
    if (node.json.is_array()) {
      for (std::size_t i = 0; i < node.json.size(); ++i) add_transition(node.element(i), source, transitions);
    } else {
      add_transition(node, source, transitions);
    }
    return transitions;
  }

  void add_transition(const Node& node, StateIndex source, std::vector<TransitionIndex>& transitions) {
    Transition transition;
    transition.source = source;
    std::vector<std::string> targets;
    if (node.json.is_string()) {
      transition.has_target = true;
      targets.push_back(node.json.get<std::string>());
    } else if (node.json.is_object()) {
      context_.only_keys(node, {"target", "reenter", "guard", "actions", "meta", "description"},
                         "a transition");
      if (node.json.contains("target")) {
        transition.has_target = true;
        targets = context_.text_list(node, "target");
      }
      transition.reenter = context_.flag(node, "reenter");
      if (node.json.contains("guard")) transition.guard = parse_guard(context_, node.member("guard"));
      if (node.json.contains("actions")) transition.actions = parse_actions(context_, node.member("actions"));
    } else {
      context_.error(
          node, "type",
          "a transition must be a target, an object or a list of them ('{}' does nothing, '[]' is none)");
      return;
    }
    const auto index = static_cast<TransitionIndex>(definition_.transitions.size());
    const std::string pointer = node.json.is_object() ? node.pointer + "/target" : node.pointer;
    for (std::string& target : targets) targets_.push_back({source, index, std::move(target), pointer});
    places_.push_back(pointer);
    definition_.transitions.push_back(std::move(transition));
    transitions.push_back(index);
  }

  // The state that a target names, as XState's resolveTarget finds it.
  StateIndex find_target(const PendingTarget& pending) const {
    const State& source = definition_.state(pending.source);
    const std::string& target = pending.target;
    if (target.empty()) return no_state;
    if (target.front() == '#') {
      const auto whole = ids_.find(target.substr(1));
      if (whole != ids_.end()) return whole->second;
      const std::size_t dot = target.find('.');
      const auto base = ids_.find(target.substr(1, dot == std::string::npos ? dot : dot - 1));
      if (base == ids_.end() || dot == std::string::npos) return no_state;
      return below(base->second, target.substr(dot + 1));
    }
    // A history state's default is looked for beside it, as a sibling.
    if (target.front() == '.')
      return pending.transition == -1 ? no_state : below(pending.source, target.substr(1));
    if (source.parent == no_state) return no_state;
    return below(source.parent, target);
  }

  StateIndex below(StateIndex base, const std::string& path) const {
    const std::string& prefix = definition_.state(base).path;
    const auto found = definition_.state_by_path.find(prefix.empty() ? path : prefix + "." + path);
    return found == definition_.state_by_path.end() ? no_state : found->second;
  }

  void resolve(const PendingTarget& pending) {
    const StateIndex target = find_target(pending);
    if (target == no_state) {
      const State& source = definition_.state(pending.source);
      std::string message = "there is no state '" + pending.target + "' to go to from '" +
                            (source.path.empty() ? source.key : source.path) + "'";
      if (source.parent == no_state && !pending.target.empty() && pending.target.front() != '.' &&
          pending.target.front() != '#') {
        message += "; from the root write '." + pending.target + "'";
      }
      context_.diagnostics.push_back({Severity::error, pending.pointer, "unknown_target", message, {}});
      return;
    }
    if (pending.transition == -1) {
      const State& history = definition_.state(pending.source);
      if (definition_.state(target).type == StateType::history ||
          !definition_.is_descendant(target, history.parent)) {
        context_.diagnostics.push_back(
            {Severity::error,
             pending.pointer,
             "history_target",
             "a history state's 'target' must be a state beside it that is no history state itself",
             {}});
        return;
      }
      at(pending.source).history_default.push_back(target);
    } else {
      definition_.transitions[static_cast<std::size_t>(pending.transition)].targets.push_back(target);
    }
  }

  // Several targets are entered together: each two stand in different regions of a parallel state, or one
  // inside the other (SCXML 3.11, legal state configurations).
  void check_together(std::size_t index) {
    const Transition& transition = definition_.transitions[index];
    for (std::size_t i = 0; i < transition.targets.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const StateIndex one = transition.targets[j];
        const StateIndex other = transition.targets[i];
        const State& meeting = definition_.state(common_ancestor(one, other));
        if (meeting.index == one || meeting.index == other || meeting.type == StateType::parallel) continue;
        const std::string message = "'" + definition_.state(one).path + "' and '" +
                                    definition_.state(other).path +
                                    "' can't be entered together: of the states inside '" + name_of(meeting) +
                                    "' one is active at a time";
        context_.diagnostics.push_back({Severity::error, places_[index], "targets", message, {}});
        return;
      }
    }
  }

  StateIndex common_ancestor(StateIndex one, StateIndex other) const {
    while (one != other && !definition_.is_descendant(other, one)) one = definition_.state(one).parent;
    return one;
  }

  static const std::string& name_of(const State& state) {
    return state.path.empty() ? state.key : state.path;
  }

  ParseContext& context_;
  const std::map<std::string, Delay>& delays_;
  Definition& definition_;
  std::map<std::string, StateIndex> ids_;
  std::vector<PendingTarget> targets_;
  std::vector<std::string> places_;  // by transition: where its targets stand in the file
  std::vector<std::pair<StateIndex, std::string>> history_initials_;  // with the place of `initial`
};

}  // namespace

void parse_machine(ParseContext& context, const Node& machine, const std::map<std::string, Delay>& delays,
                   Definition& definition) {
  MachineParser(context, delays, definition).parse(machine);
}

}  // namespace yellowsea::machine
