// The ledger's tree as a store keeps it: the full subtrees from which roots, proofs and the frontier that the
// writer appends to are read in time that grows with the logarithm of the log. Derived from the events'
// leaves. Owned by the thread that owns the session. Throws store::StoreFailure.
#pragma once

#include "engine/ledger/merkle.hpp"
#include "engine/ledger/tile.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

Digest digest_of(std::string_view bytes);  // the first 32 bytes; fewer are filled with zeroes
std::string bytes_of(const Digest& digest);

// Adds an entry's leaf to the frontier and writes the subtrees that it completes; in the transaction that
// appends the event.
void append_leaf(store::Session& writer, ledger::Frontier& frontier, std::string_view leaf);
// The frontier of all events.
ledger::Frontier load_frontier(store::Session& session);

// Writes the subtrees anew from all leaves.
void rebuild_tree(store::Session& writer);
// The same, but only if subtrees are missing: a store of an earlier version had none.
void complete_tree(store::Session& writer);

// The tree of the first `size` events, read from the session within the snapshot that the caller has begun.
// Does not outlive the session.
ledger::TileTree tree_of(store::Session& session, std::uint64_t size);
// The hashes of a tile as they are stored, 32 bytes each; fewer if the log is shorter.
std::string stored_hashes(store::Session& session, const ledger::Tile& tile);

}  // namespace yellowsea
