// The one write path: a command is decided, its events are appended to the log and the ledger, the items and
// all that is derived are written, inside the transaction that the caller has begun on the store's writer.
// Owned by the writer's thread. A refused command leaves no trace.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/ledger/merkle.hpp"
#include "engine/machine/cascade.hpp"
#include "engine/machine/migration.hpp"
#include "engine/machine/timer_count.hpp"
#include "engine/service/store_repository.hpp"

namespace yellowsea {

// An event that has been recorded: what is told to live clients after the commit.
struct Recorded {
  std::int64_t seq = 0;
  machine::Event event;
  machine::ItemPtr item;  // as it is after the event
};

class Recorder {
 public:
  Recorder(store::Session& session, const Pack& pack, const Definitions& definitions);

  // Reads the ledger's frontier. Throws store::StoreFailure if the ledger's tree is not whole.
  void load();
  // Executes a command; `recorded_at` is the time at which it is written down, `command.at` the time that
  // counts. Errors as machine::execute's, and invalid "event_too_large". Throws store::StoreFailure: roll
  // back, then call rolled_back().
  Result<std::vector<Recorded>> execute(const machine::Command& command, Instant recorded_at);
  // Fires every timer due at or before `until`, at most `at_most` of them; `done` gets what each one did.
  // Returns how many fired. Errors: refused ("endless_timers", "endless_cascade", "endless_loop"), naming the
  // item.
  Result<std::size_t> advance(Instant until, std::size_t at_most, Instant recorded_at,
                              const std::function<void(const std::vector<Recorded>&)>& done);
  // Moves an item to another version of its definition, as that step (one that migrates) says. Errors:
  // invalid "event_too_large".
  Result<std::vector<Recorded>> migrate(const machine::MigrationStep& step, Instant recorded_at);
  // Records an event of the program itself that no definition decides (an erasure), with the item as it is
  // after it. Errors: invalid "event_too_large".
  Result<std::vector<Recorded>> note(const machine::Event& event, const machine::ItemPtr& item,
                                     Instant recorded_at);
  void rolled_back();  // forgets what was never stored; reads nothing, since the store may be what failed
  // Every entry from now on says that it was imported, and by which role.
  void mark_imported(Json by) { imported_by_ = std::move(by); }

  StoreRepository& repository() { return repository_; }
  store::Session& session() { return session_; }
  const Pack& pack() const { return pack_; }
  const Definitions& definitions() const { return definitions_; }

 private:
  Result<std::vector<Recorded>> record(const std::vector<machine::Event>& events,
                                       machine::OverlayRepository& overlay, Instant recorded_at);

  store::Session& session_;
  const Pack& pack_;
  const Definitions& definitions_;
  StoreRepository repository_;
  ledger::Frontier frontier_;
  bool loaded_ =
      false;  // the frontier is the store's; read again by the next write, not here, after a roll-back
  Json imported_by_;  // null: not imported
  machine::TimerCount timer_count_;
};

}  // namespace yellowsea
