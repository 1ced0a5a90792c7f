// What services see of the ledger's tree in a store: the leaves, which are part of the events, and above them
// the roots of full subtrees of 256, 256², … entries, from which roots and proofs are computed without
// reading the whole log. Part of every store::Session, with its rules about threads and failures.
#pragma once

#include <cstdint>
#include <string>

namespace yellowsea::store {

class LedgerStore {
 public:
  virtual ~LedgerStore() = default;

  // The leaf hashes of `count` events from index `first` (seq - 1) on, 32 bytes each; fewer at the log's end.
  virtual std::string leaves(std::int64_t first, std::int64_t count) = 0;
  // Derived. Level 1 is of 256 leaves, level 2 of 256² …; `place` counts from 0.
  virtual void put_ledger_node(int level, std::int64_t place, const std::string& hash) = 0;  // replaces it
  virtual std::string ledger_nodes(int level, std::int64_t first, std::int64_t count) = 0;
  virtual std::int64_t count_ledger_nodes(int level) = 0;
};

}  // namespace yellowsea::store
