// Performs the actions of one item that change only the item itself; what concerns others is collected.
#pragma once

#include "engine/machine/interpreter.hpp"

namespace yellowsea::machine {

// Names by number, first in, first out.
using RaisedEvents = boost::container::small_vector<EventIndex, 8>;

struct PerformContext {
  Item& item;
  const GuardView& view;  // of the item, with data and actor, which are empty in a raised event's microstep
  RaisedEvents& raised;
  StepResult& result;
};

void perform(const Action& action, PerformContext& context);

// When delays that start now are due; reads the deadline once for all of them. The item must outlive it.
class DelayClock {
 public:
  DelayClock(const Item& item, Instant now, const Zone& zone) : item_(item), now_(now), zone_(zone) {}
  // nullopt if it never is (absent field, or past and skipped).
  std::optional<Instant> due_of(const Delay& delay);

 private:
  // A date or an instant in a field.
  struct Moment {
    std::optional<CivilDate> date;
    std::optional<Instant> instant;
  };
  Moment moment_in(const Path& path) const;
  const Moment& deadline();
  std::optional<Instant> due_after(const Moment& moment, const Delay& delay) const;

  const Item& item_;
  Instant now_;
  const Zone& zone_;
  std::optional<Moment> deadline_;
};

}  // namespace yellowsea::machine
