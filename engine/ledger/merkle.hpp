// The Merkle tree of the ledger, as in RFC 9162 section 2.1. Pure; any thread.
// A Frontier is what has to be remembered of a log to append to it: the roots of its full subtrees.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/hash.hpp"

namespace yellowsea::ledger {

Digest leaf_hash(std::string_view entry);                   // SHA-256(0x00 || entry)
Digest node_hash(const Digest& left, const Digest& right);  // SHA-256(0x01 || left || right)
Digest empty_root();                                        // SHA-256("")
Digest root_of(std::span<const Digest> leaves);             // MTH, section 2.1.1

class Frontier {
 public:
  // Told of each full subtree that an entry completes: its height, its place among those of its height, its
  // root; lowest first, the entry's own leaf (height 0) left out.
  using Completed = std::function<void(unsigned height, std::uint64_t place, const Digest& root)>;

  void append(const Digest& leaf, const Completed& completed = {});
  std::uint64_t size() const { return size_; }
  Digest root() const;
  // The full subtrees' roots, largest first, and back: what a store keeps. from() throws
  // std::invalid_argument if a log of that size has another number of them, since then what was kept is
  // broken.
  const std::vector<Digest>& subtrees() const { return subtrees_; }
  static Frontier from(std::uint64_t size, std::vector<Digest> subtrees);

 private:
  std::uint64_t size_ = 0;
  std::vector<Digest> subtrees_;
};

// Proofs over leaves in memory, and their verification (sections 2.1.3 and 2.1.4). A proof of an index or a
// size that the log does not have is empty, as is the one that a log is consistent with itself. An empty
// first log proves nothing: verification refuses it.
std::vector<Digest> inclusion_proof(std::span<const Digest> leaves, std::uint64_t index);
std::vector<Digest> consistency_proof(std::span<const Digest> leaves, std::uint64_t first_size);
bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                      std::span<const Digest> proof, const Digest& root);
bool verify_consistency(std::uint64_t first_size, std::uint64_t second_size, std::span<const Digest> proof,
                        const Digest& first_root, const Digest& second_root);

}  // namespace yellowsea::ledger
