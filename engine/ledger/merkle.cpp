#include "engine/ledger/merkle.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

namespace yellowsea::ledger {
namespace {

bool is_odd(std::uint64_t number) { return (number & 1U) != 0; }

// The largest power of two below `size`, which is 2 or more: where section 2.1.1 splits a list.
std::size_t split_of(std::size_t size) { return std::bit_floor(size - 1); }

// SUBPROOF of section 2.1.4.1; as deep as the tree is high. `known` is true as long as the verifier has the
// root of the wanted subtree already, which is then left out.
void append_subproof(std::span<const Digest> leaves, std::size_t first_size, bool known,
                     std::vector<Digest>& proof) {
  if (first_size == leaves.size()) {
    if (!known) proof.push_back(root_of(leaves));
    return;
  }
  const std::size_t split = split_of(leaves.size());
  const auto left = leaves.first(split);
  const auto right = leaves.subspan(split);
  if (first_size <= split) {
    append_subproof(left, first_size, known, proof);
    proof.push_back(root_of(right));
  } else {
    append_subproof(right, first_size - split, false, proof);
    proof.push_back(root_of(left));
  }
}

}  // namespace

Digest leaf_hash(std::string_view entry) { return sha256(std::string_view("\x00", 1), entry); }

Digest node_hash(const Digest& left, const Digest& right) {
  std::array<char, 1 + 2 * std::tuple_size_v<Digest>> bytes{'\x01'};
  std::copy(right.begin(), right.end(), std::copy(left.begin(), left.end(), bytes.begin() + 1));
  return sha256({bytes.data(), bytes.size()});
}

Digest empty_root() { return sha256(""); }

Digest root_of(std::span<const Digest> leaves) {
  if (leaves.empty()) return empty_root();
  Frontier frontier;
  for (const Digest& leaf : leaves) frontier.append(leaf);
  return frontier.root();
}

// ---- Frontier

void Frontier::append(const Digest& leaf, const Completed& completed) {
  // Each full subtree of the size of the new one joins it, as a one carries over in a binary sum.
  Digest subtree = leaf;
  unsigned height = 0;
  for (std::uint64_t sizes = size_; is_odd(sizes); sizes >>= 1U) {
    subtree = node_hash(subtrees_.back(), subtree);
    subtrees_.pop_back();
    ++height;
    if (completed) completed(height, size_ >> height, subtree);
  }
  subtrees_.push_back(subtree);
  ++size_;
}

Digest Frontier::root() const {
  if (subtrees_.empty()) return empty_root();
  Digest root = subtrees_.back();
  for (auto left = subtrees_.rbegin() + 1; left != subtrees_.rend(); ++left) root = node_hash(*left, root);
  return root;
}

Frontier Frontier::from(std::uint64_t size, std::vector<Digest> subtrees) {
  if (static_cast<std::size_t>(std::popcount(size)) != subtrees.size()) {
    throw std::invalid_argument("a log of " + std::to_string(size) + " entries has " +
                                std::to_string(std::popcount(size)) + " full subtrees, not " +
                                std::to_string(subtrees.size()));
  }
  Frontier frontier;
  frontier.size_ = size;
  frontier.subtrees_ = std::move(subtrees);
  return frontier;
}

// ---- Proofs

std::vector<Digest> inclusion_proof(std::span<const Digest> leaves, std::uint64_t index) {
  std::vector<Digest> proof;
  if (index >= leaves.size()) return proof;
  while (leaves.size() > 1) {
    const std::size_t split = split_of(leaves.size());
    const auto left = leaves.first(split);
    const auto right = leaves.subspan(split);
    if (index < split) {
      proof.push_back(root_of(right));
      leaves = left;
    } else {
      proof.push_back(root_of(left));
      leaves = right;
      index -= split;
    }
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

std::vector<Digest> consistency_proof(std::span<const Digest> leaves, std::uint64_t first_size) {
  std::vector<Digest> proof;
  if (first_size == 0 || first_size >= leaves.size()) return proof;
  append_subproof(leaves, first_size, true, proof);
  return proof;
}

bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                      std::span<const Digest> proof, const Digest& root) {
  if (index >= size) return false;
  std::uint64_t at = index;
  std::uint64_t last = size - 1;
  Digest computed = leaf;
  for (const Digest& sibling : proof) {
    if (last == 0) return false;
    if (is_odd(at) || at == last) {
      computed = node_hash(sibling, computed);
      while (!is_odd(at) && at != 0) {
        at >>= 1U;
        last >>= 1U;
      }
    } else {
      computed = node_hash(computed, sibling);
    }
    at >>= 1U;
    last >>= 1U;
  }
  return last == 0 && computed == root;
}

bool verify_consistency(std::uint64_t first_size, std::uint64_t second_size, std::span<const Digest> proof,
                        const Digest& first_root, const Digest& second_root) {
  if (first_size == 0 || first_size > second_size) return false;
  if (first_size == second_size) return proof.empty() && first_root == second_root;
  if (proof.empty()) return false;

  std::uint64_t at = first_size - 1;
  std::uint64_t last = second_size - 1;
  while (is_odd(at)) {
    at >>= 1U;
    last >>= 1U;
  }
  // A first tree that is a full subtree of the second is the proof's start itself, and not sent.
  const bool start_is_known = std::has_single_bit(first_size);
  Digest first = start_is_known ? first_root : proof.front();
  Digest second = first;
  for (const Digest& node : proof.subspan(start_is_known ? 0 : 1)) {
    if (last == 0) return false;
    if (is_odd(at) || at == last) {
      first = node_hash(node, first);
      second = node_hash(node, second);
      while (!is_odd(at) && at != 0) {
        at >>= 1U;
        last >>= 1U;
      }
    } else {
      second = node_hash(second, node);
    }
    at >>= 1U;
    last >>= 1U;
  }
  return last == 0 && first == first_root && second == second_root;
}

}  // namespace yellowsea::ledger
