// Receipts: that an event is in the log, in a file that can be checked by anybody, without us. Pure but for
// the session; its thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/ledger/checkpoint.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

inline constexpr const char* receipt_format = "yellowsea.receipt/1";
inline constexpr std::size_t max_receipt_bytes = 4 * 1024 * 1024;

// Of an event whose body the caller may see. What it holds: the entry, the body (and, where the entry has
// only a hash of it, the salt), the texts that the body names, its index, an inclusion proof and the
// checkpoint with its cosignatures. Within a snapshot that reaches the checkpoint. Errors: unavailable
// ("not_sealed": the checkpoint does not speak of the event yet).
Result<Json> make_receipt(store::Session& session, const store::EventRow& row, const ledger::SignedNote& note,
                          const ledger::VerifierKey& key);

struct ReceiptReading {
  std::string kind;
  std::string id;
  std::string type;  // of the event, "" for a timer's
  std::int64_t version = 0;
  std::string at;
  std::string recorded_at;
  ledger::Checkpoint checkpoint;
  std::uint64_t index = 0;
  std::vector<std::string> others;  // names of the keys that signed besides the log; not checked
};

// Checks everything that a receipt says against the log's key; needs nothing else. Errors, in the order in
// which it is looked: malformed ("receipt"), refused ("signature", "origin", "inclusion", "event", "text").
Result<ReceiptReading> check_receipt(std::string_view text, const ledger::VerifierKey& key);

}  // namespace yellowsea
