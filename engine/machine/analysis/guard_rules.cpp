// Candidates of one event in one state that order alone keeps apart, and guards that never hold.
#include <algorithm>
#include <set>

#include "engine/machine/analysis/rules.hpp"

namespace yellowsea::machine {
namespace {

class GuardRules {
 public:
  GuardRules(const Analysed& analysed, Findings& findings)
      : analysed_(analysed), definition_(analysed.definition), findings_(findings) {}

  void check() {
    for (const State& state : definition_.states) {
      for (const DescriptorTransitions& on : state.on) check_candidates(state, on.transitions);
      check_candidates(state, state.always);
    }
    if (analysed_.exploration.complete) check_never_taken();
  }

 private:
  std::string line_of(TransitionIndex index) const {
    const Transition& transition = definition_.transition(index);
    std::string text;
    for (const StateIndex target : transition.targets) {
      text += (text.empty() ? "" : ", ") + state_name(definition_, target);
    }
    return text.empty() ? "the one without target" : "the one to '" + text + "'";
  }

  void check_candidates(const State& state, const std::vector<TransitionIndex>& candidates) {
    for (std::size_t later = 1; later < candidates.size(); ++later) {
      for (std::size_t earlier = 0; earlier < later; ++earlier) {
        if (compare(state, candidates[earlier], candidates[later])) break;
      }
    }
  }

  // True if the later candidate can never be taken; says so.
  bool compare(const State& state, TransitionIndex earlier, TransitionIndex later) {
    const auto& before = definition_.transition(earlier).guard;
    const auto& after = definition_.transition(later).guard;
    const std::string& descriptor = analysed_.source.descriptor(later);
    const std::string of_what = (descriptor.empty() ? "'always'" : "'" + descriptor + "'") + " in '" +
                                state_name(definition_, state.index) + "'";
    std::string why;
    GuardFacts facts;
    if (!before || truth_of(*before, facts) == Truth::always) {
      why = "an earlier candidate, " + line_of(earlier) +
            ", has no guard and is always taken first; move that one to the end, or give it a guard";
    } else if (after && same_guard(*before, *after)) {
      why =
          "an earlier candidate, " + line_of(earlier) +
          ", has the same guard and is always taken first; nothing but their order tells them apart: change "
          "one of the guards, or remove one candidate";
    } else if (after && implies(*after, *before)) {
      why = "whenever its guard holds, that of an earlier candidate, " + line_of(earlier) +
            ", holds, too, and is taken first; put the stricter guard first";
    } else {
      return false;
    }
    said_.insert(later);
    findings_.warning(analysed_.source.transition(later), "indistinguishable",
                      "this candidate of " + of_what + " can never be taken: " + why);
    return true;
  }

  void check_never_taken() {
    std::set<TransitionIndex> taken;
    std::set<StateIndex> reached;
    for (const AbstractStep& step : analysed_.exploration.steps)
      taken.insert(step.taken.begin(), step.taken.end());
    for (const auto& configuration : analysed_.exploration.configurations) {
      reached.insert(configuration.active.begin(), configuration.active.end());
    }
    for (std::size_t i = 0; i < definition_.transitions.size(); ++i) {
      const auto index = static_cast<TransitionIndex>(i);
      const Transition& transition = definition_.transition(index);
      if (taken.contains(index) || said_.contains(index) || !reached.contains(transition.source)) continue;
      if (!transition.guard || !guard_never_holds(index)) continue;
      findings_.warning(
          analysed_.source.transition(index) + "/guard", "guard_never_holds",
          "this guard can never hold in '" + state_name(definition_, transition.source) +
              "', so that the transition is never taken: its members exclude each other, or ask for a "
              "state or for data that are not there; mend the guard, or remove the transition");
    }
  }

  bool guard_never_holds(TransitionIndex index) const {
    const Transition& transition = definition_.transition(index);
    const std::string& descriptor = analysed_.source.descriptor(index);
    const bool silent = descriptor.empty() || descriptor.rfind("xstate.", 0) == 0;
    const bool no_actor =
        silent || (descriptor.find('*') == std::string::npos && !analysed_.events.from_people(descriptor));
    const bool no_data = silent || (no_actor && !analysed_.events.from_items(descriptor));
    return std::all_of(
        analysed_.exploration.configurations.begin(), analysed_.exploration.configurations.end(),
        [&](const AbstractConfiguration& configuration) {
          return !configuration.is_active(transition.source) ||
                 truth_of(transition, analysed_.machine.facts(configuration, no_data, no_actor)) ==
                     Truth::never;
        });
  }

  const Analysed& analysed_;
  const Definition& definition_;
  Findings& findings_;
  std::set<TransitionIndex> said_;
};

}  // namespace

void check_guards(const Analysed& analysed, Findings& findings) { GuardRules(analysed, findings).check(); }

}  // namespace yellowsea::machine
