#include "engine/machine/analysis/exploration.hpp"

#include <algorithm>
#include <set>

#include "engine/machine/permission.hpp"

namespace yellowsea::machine {
namespace {

// An event that may come at any time.
struct Occurring {
  std::string name;
  bool from_people = false;
  bool with_data = true;
  std::vector<StateIndex> takers;  // states with candidates for it
};

// Names that stand for "any event of that prefix".
constexpr const char* any_name = "(any)";

std::vector<Occurring> occurring_events(const Definition& definition, const EventSources& sources) {
  std::set<std::string> names;
  for (const EventDefinition& event : definition.events) {
    if (event.name != "open") names.insert(event.name);
  }
  std::set<std::string> descriptors;
  for (const State& state : definition.states) {
    for (const auto& on : state.on) descriptors.insert(on.descriptor);
  }
  for (const std::string& descriptor : descriptors) {
    if (is_reserved(descriptor)) continue;
    const std::size_t star = descriptor.find('*');
    // Whoever may write may fire an event that is declared nowhere.
    names.insert(star == std::string::npos ? descriptor : descriptor.substr(0, star) + any_name);
  }
  std::vector<Occurring> events;
  for (const std::string& name : names) {
    const bool taken =
        std::any_of(descriptors.begin(), descriptors.end(),
                    [&](const std::string& descriptor) { return descriptor_matches(descriptor, name); });
    if (!taken || !sources.may_occur(name)) continue;
    const bool people = sources.from_people(name);
    Occurring event{name, people, people || sources.from_items(name), {}};
    for (const State& state : definition.states) {
      if (!candidates(state, name).empty()) event.takers.push_back(state.index);
    }
    events.push_back(std::move(event));
  }
  return events;
}

class Explorer {
 public:
  Explorer(const AbstractMachine& machine, const EventSources& sources, std::size_t at_most)
      : machine_(machine),
        at_most_(at_most),
        definition_(machine.definition()),
        events_(occurring_events(machine.definition(), sources)) {}

  Exploration run() {
    add(machine_.initial());
    for (std::size_t at = 0; at < result_.configurations.size() && result_.complete; ++at) step_from(at);
    return std::move(result_);
  }

 private:
  std::size_t add(const AbstractConfiguration& configuration) {
    const auto [found, is_new] = index_.emplace(configuration, result_.configurations.size());
    if (!is_new) return found->second;
    result_.configurations.push_back(configuration);
    result_.steps_from.emplace_back();
    result_.found_by.push_back(result_.steps.size());
    if (result_.configurations.size() > at_most_) result_.complete = false;
    return found->second;
  }

  void step_from(std::size_t at) {
    const AbstractConfiguration configuration = result_.configurations[at];
    if (configuration.done) return;
    bool overflow = false;
    const auto always = machine_.always_selections(configuration, overflow);
    add_steps(at, configuration, Trigger::always, "", always);
    // An unguarded `always` that changes something is taken before any event is looked at.
    const bool passing = std::find(always.begin(), always.end(), Selected{}) == always.end() &&
                         std::all_of(always.begin(), always.end(), [&](const Selected& selected) {
                           return machine_.microstep(configuration, selected).changed;
                         });
    const auto take = [&](Trigger trigger, const std::string& event, bool no_data, bool no_actor) {
      const GuardFacts facts = machine_.facts(configuration, no_data, no_actor);
      add_steps(at, configuration, trigger, event,
                machine_.selections(configuration, event, facts, overflow));
    };
    for (const StateIndex index : configuration.active) {
      const State& state = definition_.state(index);
      if (state.type != StateType::compound && state.type != StateType::parallel) continue;
      if (machine_.in_final_state(configuration, index)) take(Trigger::done, state.done_event, true, true);
    }
    if (!passing) {
      for (const StateIndex index : configuration.active) {
        for (const After& after : definition_.state(index).after)
          take(Trigger::timer, after.event, true, true);
      }
      for (const Occurring& event : events_) {
        if (std::none_of(event.takers.begin(), event.takers.end(),
                         [&](StateIndex state) { return configuration.is_active(state); })) {
          continue;
        }
        take(event.from_people ? Trigger::person : Trigger::machine, event.name, !event.with_data,
             !event.from_people);
      }
    }
    if (overflow) result_.complete = false;
  }

  void add_steps(std::size_t at, const AbstractConfiguration& configuration, Trigger trigger,
                 const std::string& event, const std::vector<Selected>& selections) {
    for (const Selected& selected : selections) {
      if (selected.empty()) continue;
      if (result_.steps.size() >= std::min(max_abstract_steps, 10 * at_most_)) {
        result_.complete = false;
        return;
      }
      Microstep micro = machine_.microstep(configuration, selected);
      // An `always` that changes nothing comes to rest, as if it were not there.
      if (trigger == Trigger::always && !micro.changed) continue;
      const std::size_t to = add(micro.after);
      result_.steps_from[at].push_back(result_.steps.size());
      result_.steps.push_back(AbstractStep{at, to, trigger, event, std::move(micro.taken),
                                           std::move(micro.left), std::move(micro.entered),
                                           selections.size() == 1, micro.changed});
    }
  }

  const AbstractMachine& machine_;
  const std::size_t at_most_;
  const Definition& definition_;
  const std::vector<Occurring> events_;
  Exploration result_;
  std::map<AbstractConfiguration, std::size_t> index_;
};

}  // namespace

std::vector<std::size_t> Exploration::way_to(std::size_t configuration) const {
  std::vector<std::size_t> way;
  while (configuration != 0) {
    way.push_back(found_by[configuration]);
    configuration = steps[found_by[configuration]].from;
  }
  std::reverse(way.begin(), way.end());
  return way;
}

Exploration explore(const AbstractMachine& machine, const EventSources& sources, std::size_t at_most) {
  return Explorer(machine, sources, at_most).run();
}

}  // namespace yellowsea::machine
