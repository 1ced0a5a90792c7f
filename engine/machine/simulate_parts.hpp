// The parts of the simulator: a definition that tells what it does, a world around the item, and a guide.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/machine/analysis/exploration.hpp"
#include "engine/machine/cascade.hpp"
#include "engine/machine/simulate.hpp"
#include "engine/machine/simulate_data.hpp"

namespace yellowsea::machine {

// The same machine with a `log` action at every state's entry and in every transition. Indices of states and
// transitions are those of the original. nullptr if the text is no definition.
DefinitionPtr telling_definition(const Definition& definition, std::string_view text);
// What those lines of an event's log say.
struct Told {
  std::vector<StateIndex> entered;
  std::vector<TransitionIndex> taken;
};
Told told_by(const std::vector<std::string>& log);

// The kind whose items send internal events to the simulated item, as other items would.
inline constexpr const char* sender_kind = "(sender)";
// One transition for each internal event of the definition: the event's name brings {"id", "data"}.
DefinitionPtr sender_for(const Definition& definition);
// A definition that does nothing, for kinds that are made and not known.
DefinitionPtr stub_of(const std::string& kind);
// Kinds that the definition makes items of.
std::vector<std::string> made_kinds(const Definition& definition);

// The items around the simulated one: whatever a guard or an action looks for is there, sometimes, in a
// random state, more often in one that the definition asks for, and goes on to another one by itself.
class SimulatedWorld final : public Repository {
 public:
  // `own`: the definition that is simulated; `own_id`: its item's id.
  SimulatedWorld(const Surroundings& surroundings, const Definition& own, std::string own_id, Random& random,
                 const DataHints& hints);
  ItemPtr find(const std::string& kind, const std::string& id) override { return items_.find(kind, id); }
  std::vector<ItemPtr> select(const std::string& kind, const std::vector<FieldMatch>& matches) override;
  void put(ItemPtr item) override { items_.put(std::move(item)); }
  std::uint64_t next_order() override { return items_.next_order(); }
  std::vector<DueTimer> due_timers(Instant limit, std::size_t at_most) override {
    return items_.due_timers(limit, at_most);
  }

 private:
  ItemPtr make_up(const DefinitionPtr& definition, const std::vector<FieldMatch>& matches);
  Json made_up_fields(const Definition& definition);
  std::vector<StateIndex> any_configuration(const Definition& definition);

  const Surroundings& surroundings_;
  const Definition& own_;
  const std::string own_id_;
  Random& random_;
  const DataHints& hints_;
  MemoryRepository items_;
  std::set<std::pair<std::string, std::string>> made_up_;  // kind and id
  std::map<std::string, std::vector<std::string>>
      asked_for_;  // kind → paths of states and tags in conditions
};

// Shows the way to what has not been taken yet.
class Guide {
 public:
  Guide(const Definition& definition, const Exploration& exploration);
  void note(const Told& told);
  // The first step of a shortest way from there to a transition or state that was never seen; nullptr if
  // there is none.
  const AbstractStep* next(const Item& item) const;

 private:
  const Exploration& exploration_;
  std::map<std::vector<StateIndex>, std::size_t> index_;
  std::vector<bool> taken_;
  std::vector<bool> entered_;
};

// What was found on the way, over all runs.
struct Seen {
  std::vector<std::size_t> states;
  std::vector<std::size_t> transitions;
  std::vector<std::vector<std::string>> ways;  // of states
  std::vector<bool> reached;
};

// Fills the report's states and transitions.
void fill_coverage(const Definition& definition, std::string_view text, const Exploration& exploration,
                   const Seen& seen, SimulationReport& report);

// Values with which the guards of an event compare its data, and fields that the data must equal or be in.
std::map<std::string, std::vector<Json>> values_for(const Definition& definition, const std::string& event,
                                                    const Json& fields);

}  // namespace yellowsea::machine
