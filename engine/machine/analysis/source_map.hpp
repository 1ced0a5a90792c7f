// Where the parts of a compiled definition stand in its file, and a walk over all guards and actions with
// what they may read there. Built for one analysis; owned by one thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/machine/definition.hpp"

namespace yellowsea::machine {

// The event's data that a guard or an action sees.
struct DataView {
  enum class Kind {
    any,     // of whichever event came, or of an undeclared one
    schema,  // as `schema` says
    none     // there are none: timers, done events, `always`
  };
  Kind kind = Kind::any;
  const Json* schema = nullptr;
  std::string event;  // for messages
};

struct Walk {
  std::function<void(const Guard& guard, const std::string& pointer, const DataView& data)> guard;
  std::function<void(const Action& action, const std::string& pointer, const DataView& data)> action;
};

class SourceMap {
 public:
  SourceMap(const Definition& definition, std::string_view text);

  const OrderedJson& json() const { return json_; }
  // Pointers into the file.
  const std::string& state(StateIndex index) const { return states_[static_cast<std::size_t>(index)]; }
  const std::string& transition(TransitionIndex index) const {
    return transitions_[static_cast<std::size_t>(index)];
  }
  // The descriptor under which a transition stands, "" for `always`.
  const std::string& descriptor(TransitionIndex index) const {
    return descriptors_[static_cast<std::size_t>(index)];
  }
  // Every guard (outermost ones) and action of the definition, in the order of states.
  void visit(const Walk& walk) const;

 private:
  void add_transitions(const std::vector<TransitionIndex>& indices, const std::string& pointer,
                       const std::string& descriptor);
  void visit_actions(const Walk& walk, const std::vector<Action>& actions, const std::string& pointer,
                     const DataView& data) const;
  DataView data_of(const std::string& descriptor) const;

  const Definition& definition_;
  OrderedJson json_;
  std::vector<std::string> states_;
  std::vector<std::string> transitions_;
  std::vector<std::string> descriptors_;
};

}  // namespace yellowsea::machine
