// A log as static files that any C2SP tlog-tiles client can read: DIR/checkpoint, DIR/tile/…, DIR/vkey.
#pragma once

#include <filesystem>

#include "engine/ledger/checkpoint.hpp"
#include "engine/ledger/tile.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

// The entries of a bundle as its bytes. Within a snapshot. Errors: unavailable ("damaged").
Result<std::string> stored_bundle(store::Session& session, const ledger::Tile& tile);

// Writes the log up to the checkpoint, which the session's snapshot must reach, into the folder; it may hold
// an earlier export of the same log. The checkpoint comes last: what it speaks of is there. Errors:
// unavailable
// ("output", "damaged").
Result<void> export_ledger(store::Session& session, const ledger::SignedNote& note,
                           const ledger::VerifierKey& key, const std::filesystem::path& folder);

}  // namespace yellowsea
