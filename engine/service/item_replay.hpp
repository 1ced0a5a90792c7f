// Items moved on by stored events, in the order of the log: what rebuilding and looking back have in common.
// Holds every item that it has seen. Owned by one thread, the one that owns the session.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/machine/event.hpp"
#include "engine/machine/repository.hpp"
#include "engine/service/definitions.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

// An item as one of its events left its states, under the definition that it had then, for showing that
// event: its fields are those of `now`. nullopt if the event does not fit its definition.
std::optional<machine::Item> as_after(const machine::Item& now, const machine::Event& event,
                                      const Definitions& definitions);

class ItemReplay {
 public:
  // What an event does whose predecessor was left out: `refuse` for a whole log, `skip` for a part of it,
  // where an item then stays as its last event in sequence left it.
  enum class Gap { refuse, skip };

  ItemReplay(store::Session& session, const Definitions& definitions, Gap gap)
      : session_(session), definitions_(definitions), gap_(gap) {}

  // Errors: malformed (a row that does not fit its format, its definition or the event before it).
  Result<void> apply(const store::EventRow& row);
  // Gives the items away, in the order in which they were made.
  std::map<std::uint64_t, machine::ItemPtr> take_items();

 private:
  store::Session& session_;
  const Definitions& definitions_;
  Gap gap_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<machine::Item>> items_;
};

}  // namespace yellowsea
