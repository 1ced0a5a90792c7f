// What a picture of a definition shows, in one language, before anybody has decided where: states with what
// happens inside them, arrows with their labels, conditions by number. Pure; any thread.
//
// Noise is left out so that people can read it: what a definition does to its own fields, and what only
// passes messages between items without leaving a state. What can be done from many states alike starts at a
// gathering place that names them, instead of with an arrow from each.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/machine/graph/wording.hpp"

namespace yellowsea::machine::graph {

enum class Trigger {
  person,     // an event that somebody fires
  by_itself,  // an event that only items and actions send, a finished state, an `always`
  timer
};

struct Label {
  Trigger trigger = Trigger::person;
  std::string text;
  std::vector<std::size_t> conditions;  // numbers of Drawing::conditions, from 1
  bool otherwise = false;               // taken when no candidate before it is
  bool again = false;                   // leaves its state and enters it anew
  bool operator==(const Label&) const = default;
};

// Where arrows begin that leave many states alike, or a state from anywhere inside it.
struct Gathering {
  StateIndex inside = 0;  // the state around it
  std::string text;
  std::vector<StateIndex> sources;
};

struct Arrow {
  StateIndex from = no_state;  // a state; or, if none,
  std::size_t gathering = 0;   // a gathering place
  StateIndex to = 0;
  std::vector<Label> labels;
};

struct Box {
  std::string title;
  std::vector<Label> notes;  // what can happen without leaving the state
};

struct Drawing {
  const Definition* definition = nullptr;  // not owned
  Language language = Language::en;
  std::vector<Box> boxes;  // by state
  std::vector<Gathering> gatherings;
  std::vector<Arrow> arrows;
  std::vector<std::string> conditions;
};

// The definition must outlive the drawing.
Drawing draw(const Definition& definition, Language language);

// A state's name in a picture, made from its path: letters, digits, '.', '-' and '_' only.
std::string element_id(const State& state);
// The states that stand for these paths, with those around them; what is not the path of a state is put into
// `unknown`.
std::vector<bool> lit_states(const Definition& definition, const std::vector<std::string>& paths,
                             std::vector<std::string>& unknown);
// "Sign [1, 3]" (with marks for time and for entering anew, as far as `marked`).
std::string label_text(const Drawing& drawing, const Label& label, bool marked);
// The atomic state in which an entered state begins; for arrows that lead to or from a state with others
// inside.
StateIndex first_leaf(const Definition& definition, StateIndex state);
bool has_inside(const State& state);

}  // namespace yellowsea::machine::graph
