#include "engine/service/ledger_tree.hpp"

#include <algorithm>
#include <cstring>

#include "engine/service/store_repository.hpp"

namespace yellowsea {
namespace {

constexpr std::size_t digest_bytes = 32;
constexpr std::int64_t leaves_at_once = 4096;

std::vector<Digest> digests_of(std::string_view bytes) {
  std::vector<Digest> digests;
  for (std::size_t i = 0; i + digest_bytes <= bytes.size(); i += digest_bytes)
    digests.push_back(digest_of(bytes.substr(i, digest_bytes)));
  return digests;
}

void each_leaf(store::Session& session, const std::function<void(std::string_view)>& visit) {
  std::int64_t first = 0;
  std::string bytes;
  do {
    bytes = session.leaves(first, leaves_at_once);
    for (std::size_t i = 0; i + digest_bytes <= bytes.size(); i += digest_bytes)
      visit(std::string_view(bytes).substr(i, digest_bytes));
    first += leaves_at_once;
  } while (!bytes.empty());
}

}  // namespace

Digest digest_of(std::string_view bytes) {
  Digest digest{};
  std::memcpy(digest.data(), bytes.data(), std::min(bytes.size(), digest.size()));
  return digest;
}

std::string bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

void append_leaf(store::Session& writer, ledger::Frontier& frontier, std::string_view leaf) {
  frontier.append(digest_of(leaf), [&](unsigned height, std::uint64_t place, const Digest& root) {
    if (height % ledger::tile_height == 0) {
      writer.put_ledger_node(static_cast<int>(height / ledger::tile_height), static_cast<std::int64_t>(place),
                             bytes_of(root));
    }
  });
}

ledger::Frontier load_frontier(store::Session& session) {
  return tree_of(session, static_cast<std::uint64_t>(session.last_seq())).frontier();
}

void rebuild_tree(store::Session& writer) {
  ledger::Frontier frontier;
  each_leaf(writer, [&](std::string_view leaf) { append_leaf(writer, frontier, leaf); });
}

void complete_tree(store::Session& writer) {
  if (writer.count_ledger_nodes(1) < writer.last_seq() / ledger::tile_width) rebuild_tree(writer);
}

std::string stored_hashes(store::Session& session, const ledger::Tile& tile) {
  const auto first = static_cast<std::int64_t>(tile.number * ledger::tile_width);
  return tile.level == 0 ? session.leaves(first, tile.width)
                         : session.ledger_nodes(static_cast<int>(tile.level), first, tile.width);
}

ledger::TileTree tree_of(store::Session& session, std::uint64_t size) {
  return ledger::TileTree(
      [&session](const ledger::Tile& tile) {
        const std::string bytes = stored_hashes(session, tile);
        if (bytes.size() != digest_bytes * tile.width)
          throw damaged("the ledger's " + path_of(tile) + " is not whole");
        return digests_of(bytes);
      },
      size);
}

}  // namespace yellowsea
