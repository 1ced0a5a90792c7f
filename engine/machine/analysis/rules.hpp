// The rules of the analysis, one function a family. Each writes what it finds; none depends on another.
#pragma once

#include "engine/machine/analysis/exploration.hpp"
#include "engine/machine/analysis/findings.hpp"
#include "engine/machine/analysis/source_map.hpp"

namespace yellowsea::machine {

// What the rules look at. Lives for one analysis.
struct Analysed {
  const Definition& definition;
  const SourceMap& source;
  const AnalysisContext& context;
  const EventSources& events;
  const AbstractMachine& machine;
  const Exploration& exploration;

  // The newest definition of another (or the same) kind; nullptr if it is not known.
  const Definition* kind(const std::string& name) const;
};

// States that can't be entered, ways that lead to no outcome, states in which nothing will ever happen.
void check_reachability(const Analysed& analysed, Findings& findings);
// Events that nobody can fire or nothing takes; wildcards that swallow timers and done events.
void check_events(const Analysed& analysed, Findings& findings);
// Candidates of one event in one state that can't be told apart; guards that never hold.
void check_guards(const Analysed& analysed, Findings& findings);
// Endless `always`, raised events and timers in zero time.
void check_loops(const Analysed& analysed, Findings& findings);
// Paths, parameters, and the names of states, kinds, roles, tags, rules.
void check_values(const Analysed& analysed, Findings& findings);
void check_names(const Analysed& analysed, Findings& findings);
// Titles and sentences in all four languages.
void check_titles(const Analysed& analysed, Findings& findings);
// What is legal and hardly ever meant.
void check_shape(const Analysed& analysed, Findings& findings);

// A state's name for messages: its path, or its key if it is the root.
std::string state_name(const Definition& definition, StateIndex state);

}  // namespace yellowsea::machine
