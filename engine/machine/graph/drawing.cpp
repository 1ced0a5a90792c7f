#include "engine/machine/graph/drawing.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace yellowsea::machine::graph {
namespace {

// This many states or more share a gathering place.
constexpr std::size_t many = 3;

struct Move {
  StateIndex source = 0;
  std::vector<StateIndex> targets;
  Label label;
};

class Draughtsman {
 public:
  Draughtsman(const Definition& definition, Language language)
      : definition_(definition), language_(language) {
    drawing_.definition = &definition;
    drawing_.language = language;
  }

  Drawing draw() {
    for (const State& state : definition_.states) {
      drawing_.boxes.push_back({state_title(definition_, state.index, language_), {}});
      read(state);
    }
    find_leavable();
    place_moves();
    return std::move(drawing_);
  }

 private:
  // One candidate of what may happen in a state.
  void read_one(const State& state, TransitionIndex index, std::vector<std::string> conditions, Label label) {
    const Transition& transition = definition_.transition(index);
    std::vector<Label>& notes = drawing_.boxes[static_cast<std::size_t>(state.index)].notes;
    if (transition.targets.empty()) {
      const bool known =
          std::any_of(notes.begin(), notes.end(), [&](const Label& note) { return note.text == label.text; });
      // A state's own bookkeeping for other items is nobody's business here.
      if (known || label.trigger == Trigger::by_itself) return;
    }
    for (std::string& sentence : conditions) label.conditions.push_back(number_of(std::move(sentence)));
    std::sort(label.conditions.begin(), label.conditions.end());
    if (transition.targets.empty()) {
      notes.push_back(std::move(label));
      return;
    }
    label.again = transition.reenter && transition.targets.front() == state.index;
    moves_.push_back({state.index, transition.targets, std::move(label)});
  }

  void read_all(const State& state, const std::vector<TransitionIndex>& candidates, const std::string& event,
                const Label& label) {
    auto conditions = conditions_in_words(definition_, candidates, event, language_);
    bool guarded = false;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      Label own = label;
      const bool has_guard = definition_.transition(candidates[i]).guard.has_value();
      own.otherwise = guarded && !has_guard;
      guarded = guarded || has_guard;
      read_one(state, candidates[i], std::move(conditions[i]), std::move(own));
    }
  }

  void read(const State& state) {
    std::set<std::string> timers;
    for (const After& after : state.after) timers.insert(after.event);
    for (const DescriptorTransitions& on : state.on) {
      if (timers.contains(on.descriptor)) continue;
      if (!state.done_event.empty() && on.descriptor == state.done_event) {
        read_all(state, on.transitions, "",
                 {Trigger::by_itself, phrase(Phrase::when_finished, language_), {}, false, false});
        continue;
      }
      const EventDefinition* event = definition_.event(on.descriptor);
      const bool internal = event != nullptr && event->internal;
      read_all(state, on.transitions, on.descriptor,
               {internal ? Trigger::by_itself : Trigger::person,
                event_title(definition_, on.descriptor, language_),
                {},
                false,
                false});
    }
    read_all(state, state.always, "",
             {Trigger::by_itself, phrase(Phrase::automatically, language_), {}, false, false});
    read_timers(state);
  }

  bool only_reminds(const After& after) const {
    return std::all_of(after.transitions.begin(), after.transitions.end(), [this](TransitionIndex index) {
      const Transition& transition = definition_.transition(index);
      return transition.targets.empty() && !transition.actions.empty() &&
             std::all_of(transition.actions.begin(), transition.actions.end(),
                         [](const Action& action) { return action.type == ActionType::notify; });
    });
  }

  void read_timers(const State& state) {
    std::size_t reminders = 0;
    for (const After& after : state.after) {
      if (only_reminds(after)) {
        ++reminders;
        continue;
      }
      read_all(state, after.transitions, "",
               {Trigger::timer, delay_in_words(definition_, after.delay, language_), {}, false, false});
    }
    if (reminders == 0) return;
    const std::string text = reminders == 1
                                 ? phrase(Phrase::reminders_one, language_)
                                 : phrase(Phrase::reminders_many, language_, {std::to_string(reminders)});
    drawing_.boxes[static_cast<std::size_t>(state.index)].notes.push_back(
        {Trigger::timer, text, {}, false, false});
  }

  std::size_t number_of(std::string sentence) {
    auto& all = drawing_.conditions;
    const auto found = std::find(all.begin(), all.end(), sentence);
    if (found != all.end()) return static_cast<std::size_t>(found - all.begin()) + 1;
    all.push_back(std::move(sentence));
    return all.size();
  }

  void find_leavable() {
    leavable_.assign(definition_.states.size(), false);
    for (const Move& move : moves_) {
      const bool leaves = std::any_of(move.targets.begin(), move.targets.end(),
                                      [&](StateIndex target) { return target != move.source; });
      if (leaves) leavable_[static_cast<std::size_t>(move.source)] = true;
    }
  }

  // The innermost state around all of them that is not one of them.
  StateIndex around(const std::vector<StateIndex>& states) const {
    StateIndex common = definition_.state(states.front()).parent;
    const auto holds_all = [&](StateIndex candidate) {
      return std::all_of(states.begin(), states.end(),
                         [&](StateIndex each) { return definition_.is_descendant(each, candidate); });
    };
    while (common > 0 && !holds_all(common)) common = definition_.state(common).parent;
    return std::max(common, StateIndex{0});
  }

  std::string sources_in_words(const std::vector<StateIndex>& sources, StateIndex inside) const {
    const StateIndex parent = definition_.state(sources.front()).parent;
    std::vector<StateIndex> open;
    for (const StateIndex child : definition_.state(std::max(parent, StateIndex{0})).children) {
      if (leavable_[static_cast<std::size_t>(child)]) open.push_back(child);
    }
    if (open == sources && parent == inside) return phrase(Phrase::any_open_state, language_);
    std::vector<std::string> titles;
    titles.reserve(sources.size());
    for (const StateIndex source : sources) titles.push_back(state_title(definition_, source, language_));
    return phrase(Phrase::from_states, language_, {join(titles, language_)});
  }

  std::size_t gathering_of(const std::vector<StateIndex>& sources, StateIndex inside, std::string text) {
    auto& all = drawing_.gatherings;
    const auto found = std::find_if(all.begin(), all.end(), [&](const Gathering& each) {
      return each.sources == sources && each.inside == inside;
    });
    if (found != all.end()) return static_cast<std::size_t>(found - all.begin());
    all.push_back({inside, std::move(text), sources});
    return all.size() - 1;
  }

  void add_arrow(StateIndex from, std::size_t gathering, StateIndex to, Label label) {
    auto& all = drawing_.arrows;
    auto found = std::find_if(all.begin(), all.end(), [&](const Arrow& each) {
      return each.from == from && each.to == to && (from != no_state || each.gathering == gathering);
    });
    if (found == all.end()) found = all.insert(all.end(), Arrow{from, gathering, to, {}});
    auto& labels = found->labels;
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(std::move(label));
  }

  // States from which the same thing leads to the same place under the same conditions.
  std::vector<StateIndex> sharing(const Move& move, bool& otherwise) const {
    std::vector<StateIndex> sources;
    for (const Move& other : moves_) {
      const bool same = other.targets == move.targets && other.label.trigger == move.label.trigger &&
                        other.label.text == move.label.text &&
                        other.label.conditions == move.label.conditions;
      otherwise = otherwise || (same && other.label.otherwise);
      if (same && std::find(sources.begin(), sources.end(), other.source) == sources.end())
        sources.push_back(other.source);
    }
    return sources;
  }

  void place_moves() {
    for (const Move& move : moves_) {
      bool otherwise = false;
      const std::vector<StateIndex> sources = sharing(move, otherwise);
      for (const StateIndex target : move.targets) {
        if (sources.size() >= many) {
          if (move.source != sources.front()) continue;
          std::vector<StateIndex> concerned = sources;
          concerned.push_back(target);
          Label label = move.label;
          label.again = false;
          label.otherwise = otherwise;
          const StateIndex inside = around(concerned);
          add_arrow(no_state, gathering_of(sources, inside, sources_in_words(sources, inside)), target,
                    std::move(label));
        } else if (definition_.is_descendant(target, move.source)) {
          add_arrow(no_state, gathering_of({move.source}, move.source, phrase(Phrase::any_time, language_)),
                    target, move.label);
        } else {
          add_arrow(move.source, 0, target, move.label);
        }
      }
    }
  }

  const Definition& definition_;
  Language language_;
  Drawing drawing_;
  std::vector<Move> moves_;
  std::vector<bool> leavable_;
};

}  // namespace

Drawing draw(const Definition& definition, Language language) {
  return Draughtsman(definition, language).draw();
}

std::string element_id(const State& state) {
  if (state.parent == no_state) return "machine";
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string id = "state-";
  // A history state has no path of its own that an item could be in, but a place in the picture.
  for (const char c : state.path.empty() ? state.id : state.path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '_' || c == '-';
    const auto byte = static_cast<unsigned char>(c);
    if (plain)
      id += c;
    else
      (id += ':') += {digits[byte / 16], digits[byte % 16]};
  }
  return id;
}

std::vector<bool> lit_states(const Definition& definition, const std::vector<std::string>& paths,
                             std::vector<std::string>& unknown) {
  std::vector<bool> lit(definition.states.size(), false);
  for (const std::string& path : paths) {
    const auto found = definition.state_by_path.find(path);
    if (found == definition.state_by_path.end() || path.empty()) {
      unknown.push_back(path);
      continue;
    }
    for (StateIndex state = found->second; state > 0; state = definition.state(state).parent)
      lit[static_cast<std::size_t>(state)] = true;
  }
  return lit;
}

std::string label_text(const Drawing& drawing, const Label& label, bool marked) {
  std::string text = marked && label.trigger == Trigger::timer ? "◷ " : "";
  text += label.text;
  if (label.otherwise) text += " (" + phrase(Phrase::otherwise, drawing.language) + ")";
  if (!label.conditions.empty()) {
    std::string numbers;
    for (const std::size_t number : label.conditions)
      numbers += (numbers.empty() ? "" : ",") + std::to_string(number);
    text += " [" + numbers + "]";
  }
  if (marked && label.again) text += " ↻";
  return text;
}

StateIndex first_leaf(const Definition& definition, StateIndex index) {
  while (has_inside(definition.state(index))) {
    const State& state = definition.state(index);
    index = state.initial != no_state ? state.initial : state.children.front();
  }
  return index;
}

bool has_inside(const State& state) { return !state.children.empty(); }

}  // namespace yellowsea::machine::graph
