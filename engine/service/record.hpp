// Between events in memory and rows in the store: what of an event is said in public, what is kept apart so
// that it can be erased, and what the ledger's entry says. The formats are frozen: `"v": 1`, and `"v": 2`,
// which may have a member "appended" (machine::Change), and whole lists and objects in the content table.
//
// body    = the event without its confidential part, and the salted hash of that part
// secret  = the confidential part: the person, confidential data and fields
// entry   = while the item is public: time, recorded time and the body; otherwise time, recorded time and the
// salted hash of
//           the body (domain: "What is public")
// Long texts of the body are kept in the content table by their SHA-256. Pure but for salts; any thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "engine/base/result.hpp"
#include "engine/machine/event.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

struct EncodedEvent {
  store::EventRow row;                         // without seq
  std::map<std::string, std::string> content;  // SHA-256 (hex) → text
};

// Longest body of a stored event, in bytes (domain: "What is public"; tiles count an entry's bytes in 16
// bits).
inline constexpr std::size_t max_event_bytes = 48 * 1024;
// Longest confidential part, in bytes. It is in no entry and, since it has to be erasable, in no content
// table: an item's whole draft is there when that becomes confidential, which must not fail for its length.
inline constexpr std::size_t max_secret_bytes = 1024 * 1024;
// Texts from this length on are kept in the content table. Where the body would be too long, from the second
// one on, and if that does not do, whole lists and objects as well: an event that follows from others must
// not fail for the length of what somebody wrote before.
inline constexpr std::size_t content_threshold_bytes = 2 * 1024;
inline constexpr std::size_t short_content_threshold_bytes = 256;

// `was_public` is the item's visibility before the event: when an item becomes public, all of its public
// fields are in the entry. `imported_by` is {"role"} for what was imported, otherwise null. Errors: invalid
// ("event_too_large").
Result<EncodedEvent> encode_event(const machine::Event& event, const machine::Item& after, bool was_public,
                                  Instant recorded_at, const Json& imported_by = nullptr);

// Reads an event back. `content` fetches a text by its hash. Errors: malformed (a row that does not fit its
// format).
Result<machine::Event> decode_event(
    const store::EventRow& row, const std::function<std::optional<std::string>(const std::string&)>& content);

// What the ledger says of an event: the event itself, or a salted hash of it.
enum class EntryForm { open, hashed };
EntryForm form_of(const store::EventRow& row);
// The entry that a row's time, body and salt make; for an untouched row of that form, its `entry`.
std::string entry_of(const store::EventRow& row, EntryForm form);

store::Milliseconds milliseconds(Instant instant);
Instant instant_of(store::Milliseconds milliseconds);

}  // namespace yellowsea
