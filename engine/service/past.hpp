// Items as they were at an instant, or as they stand now with every timer that is due counted as fired;
// nothing of it is stored. Reads through a session, read-only ones too, inside the snapshot that the caller
// has begun; owned by the thread that owns the session, and does not outlive it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/service/store_repository.hpp"

namespace yellowsea {

class Moment {
 public:
  virtual ~Moment() = default;
  Moment(const Moment&) = delete;
  Moment& operator=(const Moment&) = delete;

  Instant at() const { return at_; }
  // nullptr if there is (or was) no such item.
  virtual machine::ItemPtr find(const std::string& kind, const std::string& id) = 0;
  // All of a kind, in the order in which they were made.
  virtual std::vector<machine::ItemPtr> items(const std::string& kind) = 0;

 protected:
  explicit Moment(Instant at) : at_(at) {}

 private:
  Instant at_;
};

// From the events up to `at`, all in memory. Errors: malformed (a damaged log), refused (endless timers).
// Throws store::StoreFailure, as everything below does.
Result<std::unique_ptr<Moment>> moment_of_past(store::Session& session, const Pack& pack,
                                               const Definitions& definitions, Instant at);
// From the stored items, of which only those are read that are asked for or have a timer due. Errors:
// refused.
Result<std::unique_ptr<Moment>> moment_of_now(store::Session& session, const Pack& pack,
                                              const Definitions& definitions, Instant now);

}  // namespace yellowsea
