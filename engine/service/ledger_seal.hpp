// Signing checkpoints, and the last signed one, which is kept outside the database: whoever puts an older or
// an edited database in its place can't make the log sign a second history. Blocks on the disk; one thread a
// session.
#pragma once

#include <filesystem>
#include <optional>

#include "engine/ledger/checkpoint.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

inline constexpr const char* checkpoint_file = "checkpoint";

// The last checkpoint that this installation signed, with the cosignatures that it got; nullopt if it signed
// none. Errors: unavailable, malformed (note).
Result<std::optional<ledger::SignedNote>> kept_checkpoint(const std::filesystem::path& folder);

// That the log goes on from the kept checkpoint. Reads a few rows. Within a snapshot. Errors: refused
// ("behind_checkpoint": the database has fewer events; "forked": other ones), and those of reading it.
Result<void> check_against_checkpoint(store::Session& session, const std::filesystem::path& folder);

// Signs the log as it stands in the session's snapshot, after hashing again every entry that the kept
// checkpoint does not speak of, and keeps it before giving it back; the kept one, if nothing was added. Safe
// beside another process that does the same. Errors: as above, refused ("damaged": an entry is not what its
// leaf was made of), unavailable.
Result<ledger::SignedNote> seal(store::Session& session, const std::filesystem::path& folder,
                                const ledger::SignerKey& key);

// Keeps what witnesses added, unless a newer checkpoint is kept already.
Result<void> keep_cosignatures(const std::filesystem::path& folder, const ledger::SignedNote& note);

// After a restore of an older database that was wished: the old log's key and checkpoint are put aside (their
// names end with its size), and the log goes on as a new one, whose origin says when it was restored.
Result<void> begin_new_log(const std::filesystem::path& folder, const std::string& date);

}  // namespace yellowsea
