// Erasing what the law wants gone: a person, an item's confidential part, a file. What is erased lies outside
// the ledger, which holds salted hashes of it; the salt goes too, so that nothing can be guessed from a hash.
// Every item that lost something gets an event saying that, when, by whom and why, through the recorder, and
// a register of erasures keeps the same. Derived tables are made anew without it. On the writer's session and
// its thread, each call in a transaction of its own; afterwards Store::scrub removes the bytes.
#pragma once

#include <string>
#include <vector>

#include "engine/service/recorder.hpp"

namespace yellowsea {

// The type of the event; reserved as every name that begins with `xstate.`.
inline constexpr const char* erasure_event = "xstate.erase";
// In the place of an erased person's user name; no account can have it.
inline constexpr const char* erased_user = "~erased";

struct ErasureOrder {
  std::string by;      // user of somebody who administers the installation
  std::string reason;  // can be read by everybody who may read the item: it must not say what was erased
  Instant now;
};

struct ErasureReport {
  std::size_t events = 0;          // that lost something
  std::vector<std::string> items;  // "KIND/ID", each with an event that says so
  std::size_t answers = 0;         // kept answers to requests that were removed
  std::size_t drafts = 0;
  std::size_t answers_to_questionnaires = 0;
  // Events whose public part, which the ledger holds, names what was erased: it cannot be taken out of it.
  std::vector<std::string> left;  // "KIND/ID VERSION"
};

// Account, roles, sessions, tokens, drafts, and the user name in every event. Errors: not_found (user, by),
// forbidden (by: does not administer), invalid (reason), refused (last_administrator), unavailable.
Result<ErasureReport> erase_person(store::Session& writer, const Pack& pack, const Definitions& definitions,
                                   const std::string& user, const ErasureOrder& order);
// What the item's definition calls confidential, in all of its events. Errors: not_found (item, by), …
Result<ErasureReport> erase_confidential(store::Session& writer, const Pack& pack,
                                         const Definitions& definitions, const std::string& kind,
                                         const std::string& id, const ErasureOrder& order);
// A file's bytes and names, whoever names it. Errors: not_found (attachment, by), …
Result<ErasureReport> erase_attachment(store::Session& writer, const Pack& pack,
                                       const Definitions& definitions, const std::string& sha256,
                                       const ErasureOrder& order);

// One answer to a questionnaire: "QUESTIONNAIRE/NUMBER", as its organisation sees it, or the code that it was
// given with. It still counts. Errors: not_found (answer, by), …
Result<ErasureReport> erase_answer(store::Session& writer, const Pack& pack, const Definitions& definitions,
                                   const std::string& which, const ErasureOrder& order);

// For what other tables hold: checks the order, and enters into the register what the caller erases in the
// same transaction. `subject` must not name what is erased. Errors: not_found (by), forbidden, invalid.
Result<void> check_order(store::Session& session, const Pack& pack, const ErasureOrder& order);
void register_erasure(store::Session& writer, const std::string& what, const std::string& subject,
                      std::size_t parts, const ErasureOrder& order);

// Events whose private part is not what their hash says, one sentence each; erased ones have no salt.
std::vector<std::string> damaged_private_parts(store::Session& session);

}  // namespace yellowsea
