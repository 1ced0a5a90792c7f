// What the ledger costs: appending events in commits of 64 with the ledger on (leaf hash, subtrees, frontier)
// and off, in turns, in one run, each with the rows of its item as the write path does, and for comparison
// without them; roots and proofs of a log of ten million entries. Prints one line each; exit code 1 if
// appending with the ledger takes more than 1.2 times as long.
#include <stdlib.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <map>
#include <vector>

#include "engine/service/ledger_tree.hpp"
#include "engine/store/sqlite/open.hpp"

using namespace yellowsea;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int commits = 100;
constexpr int events_in_commit = 64;
constexpr int rounds = 15;
constexpr std::uint64_t many = 10'000'000;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

store::EventRow event(std::int64_t seq) {
  store::EventRow row;
  row.seq = seq;
  row.kind = "thing";
  row.id = "thing-" + std::to_string(seq % 500);
  row.version = seq / 500 + 1;
  row.item_order = seq % 500 + 1;
  row.type = "edit";
  row.body = std::string(900, 'b');  // about what an event of the built-in pack has
  row.entry = "{\"v\":1,\"event\":" + row.body + "}";
  row.leaf = std::string(32, '\0');
  return row;
}

// About what a commitment of the built-in pack has.
store::ItemRow item(const store::EventRow& event) {
  store::ItemRow row;
  row.order = event.item_order;
  row.kind = event.kind;
  row.id = event.id;
  row.version = event.version;
  row.definition = std::string(64, 'd');
  row.snapshot = std::string(1500, 's');
  row.updated_at = event.seq;
  row.states = {"delivery", event.version % 2 == 0 ? "delivery.in_progress" : "delivery.reported",
                "schedule", "schedule.on_time",
                "outlook",  "outlook.on_track"};
  row.tags = {"public", "open"};
  row.readers = {"public"};
  row.fields = {{"city", "kitakyushu"}, {"round", "2027"}, {"category", "customs"}};
  row.search = std::string(300, 't');
  return row;
}

struct Appending {
  bool with_ledger = false;
  bool with_items = false;
};

// One store filled; the time that writing took.
double append(const std::filesystem::path& folder, Appending what) {
  const std::filesystem::path file = folder / "data.db";
  auto store = store::open_sqlite(file.string());
  if (!store) throw std::runtime_error(store.error().detail);
  store::Session& writer = (*store)->writer();
  ledger::Frontier frontier;
  std::int64_t seq = 0;
  const auto start = Clock::now();
  for (int commit = 0; commit < commits; ++commit) {
    if (!writer.begin()) throw std::runtime_error("begin");
    for (int i = 0; i < events_in_commit; ++i) {
      store::EventRow row = event(++seq);
      if (what.with_ledger) row.leaf = bytes_of(ledger::leaf_hash(row.entry));
      writer.append_event(row);
      if (what.with_ledger) append_leaf(writer, frontier, row.leaf);
      if (what.with_items) writer.put_item(item(row), {});
    }
    if (!writer.commit()) throw std::runtime_error("commit");
  }
  const double taken = milliseconds_since(start);
  store->reset();
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
  return taken;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// How many times as long appending takes with the ledger: the median of pairs that ran one after the other,
// since the machine itself is not always equally fast.
double compare(const std::filesystem::path& folder, bool with_items) {
  std::vector<double> off;
  std::vector<double> on;
  std::vector<double> ratios;
  for (int round = 0; round < rounds; ++round) {
    off.push_back(append(folder, {false, with_items}));
    on.push_back(append(folder, {true, with_items}));
    ratios.push_back(on.back() / off.back());
  }
  const double ratio = median(ratios);
  std::cout << "appending " << commits * events_in_commit << " events"
            << (with_items ? ", each with the rows of its item," : " alone") << " in commits of "
            << events_in_commit << ": ledger off " << median(off) << " ms, on " << median(on) << " ms, ratio "
            << ratio << "\n";
  return ratio;
}

void prove_many() {
  std::map<unsigned, std::vector<Digest>> levels;
  ledger::Frontier frontier;
  const Digest leaf = ledger::leaf_hash("entry");
  for (std::uint64_t i = 0; i < many; ++i) {
    levels[0].push_back(leaf);
    frontier.append(leaf, [&](unsigned height, std::uint64_t, const Digest& root) {
      if (height % ledger::tile_height == 0) levels[height / ledger::tile_height].push_back(root);
    });
  }
  const auto source = [&](const ledger::Tile& tile) {
    const auto first =
        levels[tile.level].begin() + static_cast<std::ptrdiff_t>(tile.number * ledger::tile_width);
    return std::vector<Digest>(first, first + static_cast<std::ptrdiff_t>(tile.width));
  };
  constexpr int proofs = 200;
  const auto start = Clock::now();
  for (int i = 0; i < proofs; ++i) {
    const std::uint64_t index = many / proofs * static_cast<std::uint64_t>(i);
    ledger::TileTree tree(source, many);
    if (!ledger::verify_inclusion(leaf, index, many, tree.inclusion_proof(index), frontier.root()))
      throw std::runtime_error("a proof does not hold");
  }
  std::cout << "inclusion proof among " << many
            << " entries, made and checked: " << milliseconds_since(start) / proofs << " ms\n";
}

}  // namespace

int main() {
  std::string folder = (std::filesystem::temp_directory_path() / "yellowsea-ledger-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) return 2;
  compare(folder, false);
  const double ratio = compare(folder, true);
  std::filesystem::remove_all(folder);
  prove_many();
  return ratio <= 1.2 ? 0 : 1;
}
