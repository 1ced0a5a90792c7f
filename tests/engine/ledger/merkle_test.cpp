// The Merkle tree against the vectors of the transparency-dev/merkle project and, exhaustively, against
// itself: every proof of every tree up to 64 leaves is accepted, and refused when anything about it is
// changed.
#include "engine/ledger/merkle.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>
#include <vector>

using namespace yellowsea;
using namespace yellowsea::ledger;

namespace {

constexpr std::uint64_t most_leaves = 64;

std::string bytes(const char* hex) {
  const auto decoded = from_hex(hex);
  REQUIRE(decoded);
  return *decoded;
}

const std::vector<const char*> entries{
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};

const std::vector<const char*> roots{"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                     "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                     "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                     "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                     "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                     "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                     "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                     "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                     "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<Digest> leaves_of_vectors() {
  std::vector<Digest> leaves;
  for (const char* entry : entries) leaves.push_back(leaf_hash(bytes(entry)));
  return leaves;
}

std::vector<std::string> hex_of(const std::vector<Digest>& digests) {
  std::vector<std::string> texts;
  for (const Digest& digest : digests) texts.push_back(to_hex(digest));
  return texts;
}

std::vector<Digest> many_leaves(std::uint64_t count) {
  std::vector<Digest> leaves;
  for (std::uint64_t i = 0; i < count; ++i) leaves.push_back(leaf_hash("entry " + std::to_string(i)));
  return leaves;
}

// The definition of section 2.1.1, word for word.
Digest root_by_definition(std::span<const Digest> leaves) {
  if (leaves.empty()) return empty_root();
  if (leaves.size() == 1) return leaves[0];
  std::size_t split = 1;
  while (split * 2 < leaves.size()) split *= 2;
  return node_hash(root_by_definition(leaves.first(split)), root_by_definition(leaves.subspan(split)));
}

Digest flipped(Digest digest) {
  digest[7] ^= 0x10;
  return digest;
}

// The ways in which a proof as a list can be wrong, but for the empty list it may have come from.
std::vector<std::vector<Digest>> changed(const std::vector<Digest>& proof) {
  std::vector<std::vector<Digest>> all;
  for (std::size_t at = 0; at < proof.size(); ++at) {
    all.push_back(proof);
    all.back()[at] = flipped(proof[at]);
    all.push_back(proof);
    all.back().erase(all.back().begin() + static_cast<std::ptrdiff_t>(at));
  }
  all.push_back(proof);
  all.back().push_back(Digest{});
  all.push_back(proof);
  all.back().insert(all.back().begin(), Digest{});
  return all;
}

}  // namespace

TEST_CASE("hashes of leaves and nodes") {
  CHECK(to_hex(leaf_hash("L123456")) == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
  std::string node("\x01");
  node += "N123N456";
  CHECK(to_hex(sha256(node)) == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb");
  const Digest left = leaf_hash("left");
  const Digest right = leaf_hash("right");
  CHECK(node_hash(left, right) != node_hash(right, left));
  CHECK(to_hex(empty_root()) == roots[0]);
}

TEST_CASE("roots of the vectors") {
  const auto leaves = leaves_of_vectors();
  Frontier frontier;
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    CHECK(to_hex(root_of(std::span(leaves).first(size))) == roots[size]);
    CHECK(to_hex(frontier.root()) == roots[size]);
    CHECK(frontier.size() == size);
    if (size < leaves.size()) frontier.append(leaves[size]);
  }
}

TEST_CASE("proofs of the vectors") {
  const auto leaves = leaves_of_vectors();
  CHECK(hex_of(inclusion_proof(leaves, 5)) ==
        std::vector<std::string>{"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                                 "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                 "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"});
  CHECK(hex_of(consistency_proof(leaves, 6)) ==
        std::vector<std::string>{"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                                 "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                 "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"});
}

TEST_CASE("a frontier is the whole tree, at every size") {
  const auto leaves = many_leaves(300);
  Frontier frontier;
  for (std::size_t size = 0; size < leaves.size(); ++size) {
    const Digest expected = root_by_definition(std::span(leaves).first(size));
    if (frontier.root() != expected || root_of(std::span(leaves).first(size)) != expected) FAIL(size);
    frontier.append(leaves[size]);
    Frontier again = Frontier::from(frontier.size(), frontier.subtrees());  // goes on as the old one does
    if (again.root() != frontier.root()) FAIL(size);
    frontier = again;
  }
  CHECK_THROWS_AS(Frontier::from(3, {Digest{}}), std::invalid_argument);
  CHECK_THROWS_AS(Frontier::from(0, {Digest{}}), std::invalid_argument);
  CHECK(Frontier::from(0, {}).root() == empty_root());
}

TEST_CASE("inclusion: every leaf of every tree up to 64 leaves, and nothing else") {
  const auto all = many_leaves(most_leaves);
  std::size_t proofs = 0;
  for (std::uint64_t size = 1; size <= most_leaves; ++size) {
    const auto leaves = std::span(all).first(size);
    const Digest root = root_of(leaves);
    for (std::uint64_t index = 0; index < size; ++index, ++proofs) {
      const auto proof = inclusion_proof(leaves, index);
      INFO("leaf " << index << " of " << size);
      if (!verify_inclusion(leaves[index], index, size, proof, root)) FAIL("refused");
      if (verify_inclusion(flipped(leaves[index]), index, size, proof, root)) FAIL("other leaf");
      if (verify_inclusion(leaves[index], index, size, proof, flipped(root))) FAIL("other root");
      for (std::uint64_t other = 0; other <= size; ++other) {
        if (other != index && verify_inclusion(leaves[index], other, size, proof, root))
          FAIL("as leaf " << other);
      }
      for (const auto& wrong : changed(proof)) {
        if (verify_inclusion(leaves[index], index, size, wrong, root)) FAIL("changed proof");
      }
    }
  }
  CHECK(proofs == 2080);
  CHECK(inclusion_proof(all, most_leaves).empty());
  CHECK_FALSE(verify_inclusion(all[0], 0, 0, {}, empty_root()));
  CHECK_FALSE(verify_inclusion(all[0], UINT64_MAX, UINT64_MAX, {}, all[0]));
}

TEST_CASE("consistency: every pair of sizes up to 64, and nothing else") {
  const auto all = many_leaves(most_leaves);
  std::vector<Digest> root{empty_root()};
  for (std::uint64_t size = 1; size <= most_leaves; ++size)
    root.push_back(root_of(std::span(all).first(size)));
  std::size_t proofs = 0;
  for (std::uint64_t second = 1; second <= most_leaves; ++second) {
    for (std::uint64_t first = 1; first <= second; ++first, ++proofs) {
      const auto proof = consistency_proof(std::span(all).first(second), first);
      INFO(first << " to " << second);
      if (!verify_consistency(first, second, proof, root[first], root[second])) FAIL("refused");
      if (verify_consistency(first, second, proof, flipped(root[first]), root[second]))
        FAIL("other first root");
      if (verify_consistency(first, second, proof, root[first], flipped(root[second])))
        FAIL("other second root");
      for (std::uint64_t other = 0; other <= most_leaves; ++other) {
        if (other != first && verify_consistency(other, second, proof, root[other], root[second])) {
          FAIL("as proof from " << other);
        }
        if (other != second && verify_consistency(first, other, proof, root[first], root[other])) {
          FAIL("as proof to " << other);
        }
      }
      // A taller tree needs a longer proof, though the roots say nothing about sizes.
      const std::uint64_t taller = std::bit_ceil(second) * 2;
      if (verify_consistency(first, taller, proof, root[first], root[second])) FAIL("to a taller tree");
      for (const auto& wrong : changed(proof)) {
        if (verify_consistency(first, second, wrong, root[first], root[second])) FAIL("changed proof");
      }
    }
  }
  CHECK(proofs == 2080);
}

TEST_CASE("consistency with an empty or a longer first log is refused") {
  const auto all = many_leaves(4);
  const Digest root = root_of(all);
  CHECK_FALSE(verify_consistency(0, 4, {}, empty_root(), root));
  CHECK_FALSE(verify_consistency(0, 0, {}, empty_root(), empty_root()));
  CHECK_FALSE(verify_consistency(4, 3, {}, root, root));
  CHECK_FALSE(verify_consistency(2, 4, {}, root, root));
  CHECK(consistency_proof(all, 0).empty());
  CHECK(consistency_proof(all, 5).empty());
}
