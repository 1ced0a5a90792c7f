// Tiles: their names, which ones a log has, and the tree computed from them against the tree computed from
// all leaves. YELLOWSEA_LONG=1 compares every proof of every log up to 256 entries.
#include "engine/ledger/tile.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>

using namespace yellowsea;
using namespace yellowsea::ledger;

namespace {

// All levels of a log in memory.
class Levels {
 public:
  explicit Levels(std::uint64_t size) : size_(size) {
    Frontier frontier;
    for (std::uint64_t i = 0; i < size; ++i) {
      leaves.push_back(leaf_hash("entry " + std::to_string(i)));
      frontier.append(leaves.back(), [&](unsigned height, std::uint64_t place, const Digest& root) {
        if (height % tile_height != 0) return;
        auto& level = levels_[height / tile_height];
        REQUIRE(level.size() == place);
        level.push_back(root);
      });
    }
    levels_[0] = leaves;
  }

  TileTree tree(std::uint64_t size) {
    return TileTree([this](const Tile& tile) { return hashes(tile); }, size);
  }

  std::vector<Digest> leaves;
  std::size_t asked = 0;

 private:
  std::vector<Digest> hashes(const Tile& tile) {
    ++asked;
    REQUIRE(tile.width <= width_in(tile, size_));
    const auto& level = levels_[tile.level];
    const auto first = level.begin() + static_cast<std::ptrdiff_t>(tile.number * tile_width);
    return {first, first + static_cast<std::ptrdiff_t>(tile.width)};
  }

  std::uint64_t size_;
  std::map<unsigned, std::vector<Digest>> levels_;
};

bool is_long() { return std::getenv("YELLOWSEA_LONG") != nullptr; }

}  // namespace

TEST_CASE("A tile has one name") {
  CHECK(path_of({false, 0, 0, 256}) == "tile/0/000");
  CHECK(path_of({false, 1, 1'234'067, 256}) == "tile/1/x001/x234/067");
  CHECK(path_of({false, 0, 273, 112}) == "tile/0/273.p/112");
  CHECK(path_of({true, 0, 1000, 256}) == "tile/entries/x001/000");
  for (const Tile& tile : {Tile{false, 0, 0, 256}, Tile{false, 1, 1'234'067, 256}, Tile{false, 5, 999, 1},
                           Tile{true, 0, 1000, 255}, Tile{false, 7, 123'456'789'012'345'678, 256}}) {
    CHECK(parse_tile_path(path_of(tile)) == tile);
  }
}

TEST_CASE("What is no tile's name is refused") {
  for (const char* bad : {"",
                          "tile",
                          "tile/",
                          "tile/0",
                          "tile/0/",
                          "tile/0/0",
                          "tile/0/0000",
                          "tile/00/000",
                          "tile/8/000",
                          "tile/-1/000",
                          "tile/0/x000/001",
                          "tile/0/001/001",
                          "tile/0/x001",
                          "tile/0/000.p/0",
                          "tile/0/000.p/256",
                          "tile/0/000.p/01",
                          "tile/0/000.p/",
                          "tile/0/000.p",
                          "tile/entries/0",
                          "tile/0/000/",
                          "/tile/0/000",
                          "tile/0/x001/x001/x001/x001/x001/x001/x001/x001/001",
                          "tile/entries/../000"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_tile_path(bad));
  }
}

TEST_CASE("A log of 70,000 entries has the tiles of the specification's example") {
  CHECK(width_in({false, 0, 272, 0}, 70'000) == 256);
  CHECK(width_in({false, 0, 273, 0}, 70'000) == 112);
  CHECK(width_in({false, 0, 274, 0}, 70'000) == 0);
  CHECK(width_in({false, 1, 0, 0}, 70'000) == 256);
  CHECK(width_in({false, 1, 1, 0}, 70'000) == 17);
  CHECK(width_in({false, 2, 0, 0}, 70'000) == 1);
  CHECK(width_in({false, 3, 0, 0}, 70'000) == 0);
  CHECK(tiles_of(70'000).size() == 274 + 274 + 2 + 1);
  CHECK(tiles_of(0).empty());
}

TEST_CASE("Bundles give back the entries that they were made of") {
  const std::vector<std::string> entries{"", "a", std::string(65'535, 'x'), std::string("\0\n", 2)};
  const auto bundle = bundle_of(entries);
  REQUIRE(bundle);
  CHECK(bundle->substr(0, 5) == std::string("\0\0\0\1a", 5));
  CHECK(entries_of(*bundle) == entries);
  CHECK_FALSE(bundle_of(std::vector<std::string>{std::string(65'536, 'x')}));
  CHECK_FALSE(entries_of(bundle->substr(0, 100)));
  CHECK_FALSE(entries_of(*bundle + "x"));
}

TEST_CASE("Roots and proofs from tiles are those from all leaves") {
  const std::uint64_t most = is_long() ? 256 : 64;
  Levels levels(most);
  for (std::uint64_t size = 0; size <= most; ++size) {
    const std::span<const Digest> leaves = std::span(levels.leaves).first(size);
    TileTree tree = levels.tree(size);
    REQUIRE(tree.root() == root_of(leaves));
    REQUIRE(tree.frontier().root() == root_of(leaves));
    for (std::uint64_t other = 0; other <= size; ++other) {
      REQUIRE(tree.inclusion_proof(other) == inclusion_proof(leaves, other));
      REQUIRE(tree.consistency_proof(other) == consistency_proof(leaves, other));
    }
  }
}

TEST_CASE("The same over several levels of tiles, reading a few of them") {
  constexpr std::uint64_t size = 70'000;
  Levels levels(size);
  for (const std::uint64_t part :
       {255U, 256U, 257U, 511U, 512U, 65'535U, 65'536U, 65'537U, 69'999U, 70'000U}) {
    const std::span<const Digest> leaves = std::span(levels.leaves).first(part);
    REQUIRE(levels.tree(part).root() == root_of(leaves));
    for (const std::uint64_t index : {std::uint64_t{0}, part / 3, part / 2, part - 1}) {
      levels.asked = 0;
      const auto proof = levels.tree(part).inclusion_proof(index);
      CHECK(levels.asked <= 6);
      CHECK(proof == inclusion_proof(leaves, index));
      CHECK(levels.tree(part).consistency_proof(index) == consistency_proof(leaves, index));
    }
  }
}
