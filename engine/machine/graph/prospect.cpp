#include "engine/machine/graph/prospect.hpp"

#include <algorithm>
#include <set>

namespace yellowsea::machine::graph {
namespace {

std::vector<std::string> titles_of(const Definition& definition, const Transition& transition,
                                   Language language) {
  std::vector<std::string> titles;
  for (const StateIndex target : transition.targets) {
    const State& state = definition.state(target);
    // Back to where it was last: a history state has no title that says more than its parent's.
    const StateIndex named = state.type == StateType::history ? state.parent : target;
    titles.push_back(state_title(definition, named, language));
  }
  return titles;
}

std::string full_title(const Definition& definition, StateIndex state, Language language) {
  std::string title = state_title(definition, state, language);
  for (StateIndex around = definition.state(state).parent; around > 0;
       around = definition.state(around).parent)
    title.insert(0, state_title(definition, around, language) + ": ");
  return title;
}

void add_candidates(const Definition& definition, const std::vector<TransitionIndex>& candidates,
                    const Possibility& like, Language language, std::vector<Possibility>& next) {
  auto conditions = conditions_in_words(definition, candidates, like.event, language);
  bool guarded = false;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Transition& transition = definition.transition(candidates[i]);
    Possibility possibility = like;
    possibility.conditions = std::move(conditions[i]);
    possibility.otherwise = guarded && !transition.guard;
    guarded = guarded || transition.guard.has_value();
    possibility.to = titles_of(definition, transition, language);
    // What passes messages between items without leaving a state is left out, as in the picture.
    if (like.trigger == Trigger::by_itself && possibility.to.empty()) continue;
    next.push_back(std::move(possibility));
  }
}

void add_state(const Definition& definition, const State& state, Language language,
               std::vector<Possibility>& next) {
  std::set<std::string> timers;
  for (const After& after : state.after) timers.insert(after.event);
  for (const DescriptorTransitions& on : state.on) {
    if (timers.contains(on.descriptor)) continue;
    Possibility like;
    if (!state.done_event.empty() && on.descriptor == state.done_event) {
      like.trigger = Trigger::by_itself;
      like.text = phrase(Phrase::when_finished, language);
    } else {
      const EventDefinition* event = definition.event(on.descriptor);
      like.event = on.descriptor;
      like.text = event_title(definition, on.descriptor, language);
      if (event != nullptr) {
        like.trigger = event->internal ? Trigger::by_itself : Trigger::person;
        like.has_by = event->has_by;
        like.by = event->by;
      }
    }
    add_candidates(definition, on.transitions, like, language, next);
  }
  Possibility like;
  like.trigger = Trigger::by_itself;
  like.text = phrase(Phrase::automatically, language);
  add_candidates(definition, state.always, like, language, next);
}

RunningTimer running(const Definition& definition, const Timer& timer, Language language) {
  const After& after = definition.state(timer.state).after.at(static_cast<std::size_t>(timer.after));
  RunningTimer result{delay_in_words(definition, after.delay, language),
                      state_title(definition, timer.state, language),
                      timer.due,
                      {},
                      true};
  for (const TransitionIndex index : after.transitions) {
    const Transition& transition = definition.transition(index);
    const bool stays = transition.targets.empty() || transition.targets.front() == timer.state;
    result.reminds = result.reminds && stays;
    if (stays) continue;
    for (std::string& title : titles_of(definition, transition, language)) {
      if (std::find(result.to.begin(), result.to.end(), title) == result.to.end())
        result.to.push_back(std::move(title));
    }
  }
  return result;
}

}  // namespace

Prospect prospect_of(const Item& item, Language language) {
  const Definition& definition = *item.definition;
  Prospect prospect;
  for (const State& state : definition.states) {
    if (!item.is_active(state.index)) continue;
    if (!has_inside(state)) prospect.active.push_back(full_title(definition, state.index, language));
    // A finished item takes no more events.
    if (!item.done) add_state(definition, state, language, prospect.next);
  }
  for (const Timer& timer : item.timers) prospect.timers.push_back(running(definition, timer, language));
  std::stable_sort(prospect.timers.begin(), prospect.timers.end(),
                   [](const RunningTimer& a, const RunningTimer& b) { return a.due < b.due; });
  return prospect;
}

}  // namespace yellowsea::machine::graph
