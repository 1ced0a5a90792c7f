#include "engine/ledger/tile.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <stdexcept>

#include "engine/base/text.hpp"

namespace yellowsea::ledger {
namespace {

constexpr std::string_view root_folder = "tile/";
constexpr std::string_view entries_folder = "entries";

std::string three_digits(std::uint64_t number) {
  std::string text = std::to_string(number % 1000);
  return std::string(3 - text.size(), '0') + text;
}

std::string number_path(std::uint64_t number) {
  std::string path = three_digits(number);
  for (number /= 1000; number > 0; number /= 1000) path = "x" + three_digits(number) + "/" + path;
  return path;
}

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
  Number number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

std::uint64_t split_of(std::uint64_t size) { return std::bit_floor(size - 1); }

}  // namespace

// ---- Names

std::string path_of(const Tile& tile) {
  std::string path(root_folder);
  path += tile.entries ? std::string(entries_folder) : std::to_string(tile.level);
  path += "/" + number_path(tile.number);
  if (!tile.is_full()) path += ".p/" + std::to_string(tile.width);
  return path;
}

std::optional<Tile> parse_tile_path(std::string_view path) {
  constexpr std::size_t longest = 80;
  if (!path.starts_with(root_folder) || path.size() > longest) return std::nullopt;
  std::vector<std::string> parts = split(path.substr(root_folder.size()), '/');
  if (parts.size() < 2) return std::nullopt;
  Tile tile;
  tile.entries = parts.front() == entries_folder;
  if (!tile.entries) {
    const auto level = whole_number<unsigned>(parts.front());
    if (!level || *level > max_tile_level) return std::nullopt;
    tile.level = *level;
  }
  if (parts.size() > 2 && parts[parts.size() - 2].ends_with(".p")) {
    const auto width = whole_number<std::uint32_t>(parts.back());
    if (!width || *width < 1 || *width >= tile_width) return std::nullopt;
    tile.width = *width;
    parts.pop_back();
    parts.back().resize(parts.back().size() - 2);
  }
  constexpr std::size_t most_groups = 6;  // 10^18 tiles
  if (parts.size() > 1 + most_groups) return std::nullopt;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    std::string_view group = parts[i];
    if (i + 1 < parts.size() && group.starts_with('x')) group.remove_prefix(1);
    const auto number = whole_number<std::uint64_t>(group);
    if (!number) return std::nullopt;
    tile.number = tile.number * 1000 + *number;
  }
  // One name for one tile: whatever is written otherwise is none.
  if (path_of(tile) != path) return std::nullopt;
  return tile;
}

std::uint32_t width_in(const Tile& tile, std::uint64_t log_size) {
  const unsigned shift = tile.entries ? 0 : tile.level * tile_height;
  const std::uint64_t hashes = log_size >> shift;
  const std::uint64_t before = hashes / tile_width;
  if (tile.number > before) return 0;
  return tile.number < before ? tile_width : static_cast<std::uint32_t>(hashes % tile_width);
}

std::vector<Tile> tiles_of(std::uint64_t log_size) {
  std::vector<Tile> tiles;
  const auto add_level = [&](bool entries, unsigned level) {
    for (Tile tile{entries, level, 0, tile_width};; ++tile.number) {
      tile.width = width_in(tile, log_size);
      if (tile.width == 0) return;
      tiles.push_back(tile);
      if (!tile.is_full()) return;
    }
  };
  add_level(true, 0);
  for (unsigned level = 0; level <= max_tile_level && (log_size >> (level * tile_height)) > 0; ++level)
    add_level(false, level);
  return tiles;
}

// ---- Bundles

std::optional<std::string> bundle_of(std::span<const std::string> entries) {
  std::string bundle;
  for (const std::string& entry : entries) {
    if (entry.size() > max_entry_bytes) return std::nullopt;
    bundle += static_cast<char>(entry.size() >> 8U);
    bundle += static_cast<char>(entry.size() & 0xffU);
    bundle += entry;
  }
  return bundle;
}

Result<std::vector<std::string>> entries_of(std::string_view bundle) {
  std::vector<std::string> entries;
  while (!bundle.empty()) {
    if (bundle.size() < 2)
      return fail(ProblemCode::malformed, "bundle", "a bundle of entries ends in a length");
    const std::size_t size = static_cast<std::size_t>(static_cast<unsigned char>(bundle[0])) << 8U |
                             static_cast<unsigned char>(bundle[1]);
    bundle.remove_prefix(2);
    if (bundle.size() < size)
      return fail(ProblemCode::malformed, "bundle", "a bundle of entries ends within an entry");
    entries.emplace_back(bundle.substr(0, size));
    bundle.remove_prefix(size);
  }
  return entries;
}

// ---- The tree

const std::vector<Digest>& TileTree::tile(unsigned level, std::uint64_t number) {
  for (const Kept& kept : kept_) {
    if (kept.level == level && kept.number == number) return kept.hashes;
  }
  Tile wanted{false, level, number, tile_width};
  wanted.width = width_in(wanted, size_);
  Kept kept{level, number, source_(wanted)};
  if (kept.hashes.size() != wanted.width)
    throw std::logic_error("tile " + path_of(wanted) + " has " + std::to_string(kept.hashes.size()) +
                           " hashes");
  kept_.push_back(std::move(kept));
  return kept_.back().hashes;
}

// The root of the full subtree of 2^height entries that begins at entry place · 2^height.
Digest TileTree::full_subtree(unsigned height, std::uint64_t place) {
  const unsigned level = height / tile_height;
  const unsigned above = height % tile_height;
  const std::uint64_t first = place << above;
  const std::size_t count = std::size_t{1} << above;
  const std::vector<Digest>& hashes = tile(level, first / tile_width);
  return root_of(std::span(hashes).subspan(first % tile_width, count));
}

// The entries from `first` to before `end`, where `first` is a multiple of the next power of two: as a
// subtree that the recursion of RFC 9162 comes to.
Digest TileTree::range_root(std::uint64_t first, std::uint64_t end) {
  std::vector<Digest> subtrees;
  while (first < end) {
    const std::uint64_t size = std::bit_floor(end - first);
    const auto height = static_cast<unsigned>(std::countr_zero(size));
    subtrees.push_back(full_subtree(height, first / size));
    first += size;
  }
  if (subtrees.empty()) return empty_root();
  Digest root = subtrees.back();
  for (auto left = subtrees.rbegin() + 1; left != subtrees.rend(); ++left) root = node_hash(*left, root);
  return root;
}

Digest TileTree::root() { return range_root(0, size_); }

Frontier TileTree::frontier() {
  std::vector<Digest> subtrees;
  for (std::uint64_t first = 0; first < size_;) {
    const std::uint64_t size = std::bit_floor(size_ - first);
    subtrees.push_back(full_subtree(static_cast<unsigned>(std::countr_zero(size)), first / size));
    first += size;
  }
  return Frontier::from(size_, std::move(subtrees));
}

std::vector<Digest> TileTree::inclusion_proof(std::uint64_t index) {
  std::vector<Digest> proof;
  if (index >= size_) return proof;
  std::uint64_t first = 0;
  std::uint64_t end = size_;
  while (end - first > 1) {
    const std::uint64_t middle = first + split_of(end - first);
    if (index < middle) {
      proof.push_back(range_root(middle, end));
      end = middle;
    } else {
      proof.push_back(range_root(first, middle));
      first = middle;
    }
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

// SUBPROOF of section 2.1.4.1 over the entries from `first` to before `end`; as deep as the tree is high.
void TileTree::append_subproof(std::uint64_t first, std::uint64_t end, std::uint64_t wanted, bool known,
                               std::vector<Digest>& proof) {
  if (wanted == end - first) {
    if (!known) proof.push_back(range_root(first, end));
    return;
  }
  const std::uint64_t split = split_of(end - first);
  if (wanted <= split) {
    append_subproof(first, first + split, wanted, known, proof);
    proof.push_back(range_root(first + split, end));
  } else {
    append_subproof(first + split, end, wanted - split, false, proof);
    proof.push_back(range_root(first, first + split));
  }
}

std::vector<Digest> TileTree::consistency_proof(std::uint64_t first_size) {
  std::vector<Digest> proof;
  if (first_size == 0 || first_size >= size_) return proof;
  append_subproof(0, size_, first_size, true, proof);
  return proof;
}

}  // namespace yellowsea::ledger
