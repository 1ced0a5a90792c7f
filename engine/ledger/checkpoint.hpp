// What a log says of itself (C2SP tlog-checkpoint): its origin, its size and its root, signed by its key, and
// what witnesses add (C2SP tlog-cosignature). Values; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/hash.hpp"
#include "engine/ledger/note.hpp"

namespace yellowsea::ledger {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;  // entries
  Digest root{};
  bool operator==(const Checkpoint&) const = default;
};

std::string to_text(const Checkpoint& checkpoint);
// Further lines are read over, as the format demands. Errors: malformed ("checkpoint").
Result<Checkpoint> read_checkpoint(std::string_view text);

SignedNote sign_checkpoint(const Checkpoint& checkpoint, const SignerKey& key);
// A checkpoint of the log that has this key: rightly signed by it, and its origin is the key's name. Errors:
// malformed (note, checkpoint), refused ("signature", "origin").
Result<Checkpoint> open_checkpoint(const SignedNote& note, const VerifierKey& log);

// A witness has seen this checkpoint, consistent with all that it saw before, at `time` (seconds since 1970).
NoteSignature cosign(std::string_view note_text, const SignerKey& witness, std::uint64_t time);
// The time at which that witness cosigned; nullopt if it did not, or not rightly.
std::optional<std::uint64_t> cosigned_at(const SignedNote& note, const VerifierKey& witness);

}  // namespace yellowsea::ledger
