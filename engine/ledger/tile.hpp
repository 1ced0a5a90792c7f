// A log as static tiles (C2SP tlog-tiles), and the tree computed from them: roots and proofs that read a few
// tiles instead of the whole log. Tile N of level L holds the roots of 256 full subtrees of 256^L entries
// each; the last tile of a level may be partial. Pure; any thread.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/ledger/merkle.hpp"

namespace yellowsea::ledger {

inline constexpr std::uint32_t tile_width = 256;
inline constexpr unsigned tile_height = 8;  // levels of the binary tree in a tile
inline constexpr unsigned max_tile_level = 7;
inline constexpr std::size_t max_entry_bytes = 65'535;

struct Tile {
  bool entries = false;  // a bundle of entries instead of hashes; its level is 0
  unsigned level = 0;
  std::uint64_t number = 0;
  std::uint32_t width = tile_width;  // 1 to 256; below 256: partial
  bool is_full() const { return width == tile_width; }
  bool operator==(const Tile&) const = default;
};

// "tile/1/x001/234.p/5", "tile/entries/067".
std::string path_of(const Tile& tile);
// nullopt unless the path is exactly what path_of writes.
std::optional<Tile> parse_tile_path(std::string_view path);
// How many hashes (or entries) the tile can have in a log of that size, at most 256; 0 if it does not exist.
std::uint32_t width_in(const Tile& tile, std::uint64_t log_size);
// Every tile and every bundle of entries of a log of that size, each as wide as it is.
std::vector<Tile> tiles_of(std::uint64_t log_size);

// A bundle: each entry after its length in two bytes, most significant first. An entry of more than
// max_entry_bytes can't be in one: nullopt.
std::optional<std::string> bundle_of(std::span<const std::string> entries);
// Errors: malformed ("bundle").
Result<std::vector<std::string>> entries_of(std::string_view bundle);

// The first `tile.width` hashes of a tile. Throws what its owner throws; what has another number of hashes is
// a mistake of the source (std::logic_error).
using TileSource = std::function<std::vector<Digest>(const Tile& tile)>;

// The tree of the first `size` entries; what the source has beyond them is not read.
class TileTree {
 public:
  TileTree(TileSource source, std::uint64_t size) : source_(std::move(source)), size_(size) {}

  std::uint64_t size() const { return size_; }
  Digest root();
  // The frontier from which one can go on appending.
  Frontier frontier();
  // As in merkle.hpp: empty for an index or a size that the log does not have.
  std::vector<Digest> inclusion_proof(std::uint64_t index);
  std::vector<Digest> consistency_proof(std::uint64_t first_size);

 private:
  Digest full_subtree(unsigned height, std::uint64_t place);
  Digest range_root(std::uint64_t first, std::uint64_t end);
  void append_subproof(std::uint64_t first, std::uint64_t end, std::uint64_t wanted, bool known,
                       std::vector<Digest>& proof);
  const std::vector<Digest>& tile(unsigned level, std::uint64_t number);

  struct Kept {
    unsigned level;
    std::uint64_t number;
    std::vector<Digest> hashes;
  };
  TileSource source_;
  std::uint64_t size_;
  std::vector<Kept> kept_;  // each tile is asked for once
};

}  // namespace yellowsea::ledger
