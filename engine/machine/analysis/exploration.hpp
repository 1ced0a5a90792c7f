// Every configuration that a machine might come to, and the steps between them: guards over fields, data and
// other items may hold or not, timers may fire, everything else (regions, preemption, history, `in` guards)
// counts as the interpreter counts it. So what is not found here cannot happen; what is found might not
// happen, if guards hide it. Pure; any thread.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "engine/machine/analysis/event_sources.hpp"
#include "engine/machine/analysis/guard_logic.hpp"
#include "engine/machine/selection.hpp"

namespace yellowsea::machine {

struct AbstractConfiguration {
  std::vector<StateIndex> active;  // sorted
  HistoryValue history;
  bool done = false;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 sees a 0 in what the compiler writes itself
  auto operator<=>(const AbstractConfiguration&) const = default;

  bool is_active(StateIndex state) const;
};

enum class Trigger { start, always, person, machine, timer, done };

// One microstep.
struct AbstractStep {
  std::size_t from = 0;
  std::size_t to = 0;
  Trigger trigger = Trigger::start;
  std::string event;  // "" for `always`
  std::vector<TransitionIndex> taken;
  std::vector<StateIndex> left;
  std::vector<StateIndex> entered;
  bool certain = false;  // whenever the trigger comes, this is what happens
  bool changed = false;  // states, history or fields may be other ones afterwards
};

// A microstep's effect on a configuration.
struct Microstep {
  AbstractConfiguration after;
  std::vector<TransitionIndex> taken;
  std::vector<StateIndex> left;
  std::vector<StateIndex> entered;
  bool changed = false;
};

// Transitions that are selected together, before conflicts are removed.
using Selected = std::vector<TransitionIndex>;

// Rules of one machine, on abstract configurations.
class AbstractMachine {
 public:
  explicit AbstractMachine(const Definition& definition) : definition_(definition) {}

  AbstractConfiguration initial() const;
  // Every set of transitions that an event might select; the empty one is among them if none might be.
  // `overflow` is set if there were too many to list.
  std::vector<Selected> selections(const AbstractConfiguration& configuration, const std::string& event,
                                   const GuardFacts& facts, bool& overflow) const;
  std::vector<Selected> always_selections(const AbstractConfiguration& configuration, bool& overflow) const;
  Microstep microstep(const AbstractConfiguration& configuration, const Selected& selected) const;
  bool in_final_state(const AbstractConfiguration& configuration, StateIndex state) const;
  GuardFacts facts(const AbstractConfiguration& configuration, bool no_data, bool no_actor) const;
  const Definition& definition() const { return definition_; }

 private:
  std::vector<Selected> select_in(const AbstractConfiguration& configuration, StateIndex state,
                                  const std::string& event, const GuardFacts& facts, bool& overflow) const;

  const Definition& definition_;
};

struct Exploration {
  std::vector<AbstractConfiguration> configurations;  // the first is the initial one
  std::vector<AbstractStep> steps;
  std::vector<std::vector<std::size_t>> steps_from;  // configuration → steps
  std::vector<std::size_t> found_by;  // configuration → the step that found it first (shortest way)
  bool complete = true;               // false: a bound was met, there may be more

  // The steps of a shortest way to a configuration.
  std::vector<std::size_t> way_to(std::size_t configuration) const;
};

inline constexpr std::size_t max_configurations = 10'000;
inline constexpr std::size_t max_abstract_steps = 100'000;

Exploration explore(const AbstractMachine& machine, const EventSources& sources,
                    std::size_t at_most = max_configurations);

// A short list of the active atomic and final states.
std::string configuration_text(const Definition& definition, const AbstractConfiguration& configuration);
// True if the configuration has an active state with the tag.
bool has_tag(const Definition& definition, const AbstractConfiguration& configuration,
             const std::string& tag);
bool is_outcome(const Definition& definition, const AbstractConfiguration& configuration);
std::vector<StateIndex> leaves_of(const Definition& definition, const AbstractConfiguration& configuration);
// The actions of a step in their order: exits, transitions, entries.
std::vector<const Action*> actions_of(const Definition& definition, const std::vector<StateIndex>& left,
                                      const std::vector<TransitionIndex>& taken,
                                      const std::vector<StateIndex>& entered);

}  // namespace yellowsea::machine
