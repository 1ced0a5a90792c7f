// What of a definition was reached, set beside what static analysis says can be.
#include <algorithm>

#include "engine/machine/analysis/source_map.hpp"
#include "engine/machine/simulate_parts.hpp"

namespace yellowsea::machine {
namespace {

std::string transition_text(const Definition& definition, TransitionIndex index,
                            const std::string& descriptor) {
  const Transition& transition = definition.transition(index);
  const State& source = definition.state(transition.source);
  std::string event = descriptor.empty() ? "always" : descriptor;
  for (const After& after : source.after) {
    if (after.event == descriptor) event = "after " + after.key;
  }
  if (descriptor == source.done_event) event = "onDone";
  std::string text = (source.path.empty() ? source.key : source.path) + ": " + event;
  for (const StateIndex target : transition.targets) text += " -> " + definition.state(target).path;
  return text;
}

}  // namespace

void fill_coverage(const Definition& definition, std::string_view text, const Exploration& exploration,
                   const Seen& seen, SimulationReport& report) {
  const SourceMap source(definition, text);
  std::map<StateIndex, std::size_t> least;
  std::vector<bool> possible(definition.transitions.size(), !exploration.complete);
  for (const AbstractStep& step : exploration.steps) {
    for (const TransitionIndex index : step.taken) possible[static_cast<std::size_t>(index)] = true;
  }
  for (std::size_t at = 0; at < exploration.configurations.size(); ++at) {
    // An `always` or a done event happens within the macrostep of what came before.
    const auto way = exploration.way_to(at);
    const auto length = static_cast<std::size_t>(std::count_if(way.begin(), way.end(), [&](std::size_t step) {
      const Trigger trigger = exploration.steps[step].trigger;
      return trigger != Trigger::always && trigger != Trigger::done;
    }));
    for (const StateIndex state : exploration.configurations[at].active) {
      const auto [found, is_new] = least.emplace(state, length);
      if (!is_new) found->second = std::min(found->second, length);
    }
  }
  for (const State& state : definition.states) {
    if (state.type == StateType::history || state.parent == no_state) continue;
    const auto index = static_cast<std::size_t>(state.index);
    Coverage coverage{state.path,
                      source.state(state.index),
                      {},
                      seen.states[index],
                      least.contains(state.index) || !exploration.complete,
                      seen.ways[index],
                      0};
    coverage.place = locate(text, coverage.pointer, true).value_or(TextPlace{});
    // The event that opened the item is the first of every way.
    coverage.least = least.contains(state.index) ? least.at(state.index) + 1 : 0;
    report.states.push_back(std::move(coverage));
  }
  for (std::size_t i = 0; i < definition.transitions.size(); ++i) {
    const auto index = static_cast<TransitionIndex>(i);
    Coverage coverage{transition_text(definition, index, source.descriptor(index)),
                      source.transition(index),
                      {},
                      seen.transitions[i],
                      possible[i],
                      {},
                      0};
    coverage.place = locate(text, coverage.pointer, true).value_or(TextPlace{});
    report.transitions.push_back(std::move(coverage));
  }
}

}  // namespace yellowsea::machine
