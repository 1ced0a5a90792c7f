#include "engine/service/ledger_verify.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "engine/base/hash.hpp"
#include "engine/service/erase.hpp"
#include "engine/service/item_index.hpp"
#include "engine/service/item_replay.hpp"
#include "engine/service/ledger_key.hpp"
#include "engine/service/ledger_seal.hpp"
#include "engine/service/ledger_tree.hpp"
#include "engine/service/record.hpp"
#include "engine/service/record_format.hpp"

namespace yellowsea {
namespace {

using ItemKey = std::pair<std::string, std::string>;

std::string name_of(const store::EventRow& row) {
  return "event " + std::to_string(row.seq) + " of " + row.kind + " '" + row.id + "'";
}

std::string name_of(const store::ItemRow& row) { return "item " + row.kind + " '" + row.id + "'"; }

Json body_of(const store::EventRow& row) {
  auto body = read_json(row.body, stored_limits(4 * max_event_bytes));
  return body && body->is_object() ? std::move(*body) : Json(nullptr);
}

// The first thing that an item's stored row says otherwise; "" if nothing.
std::string difference(const store::ItemRow& stored, const store::ItemRow& made) {
  if (stored.order != made.order) return "its order";
  if (stored.version != made.version) return "its version";
  if (stored.definition != made.definition) return "its definition";
  if (stored.snapshot != made.snapshot) return "its fields and states";
  if (stored.created_at != made.created_at || stored.updated_at != made.updated_at) return "its times";
  if (stored.deadline_passed != made.deadline_passed || stored.open != made.open) return "its deadline";
  if (stored.states != made.states || stored.tags != made.tags) return "its states";
  if (stored.readers != made.readers) return "who may read it";
  if (stored.fields != made.fields || stored.search != made.search) return "what it is found by";
  return "";
}

bool timer_before(const store::TimerRow& left, const store::TimerRow& right) {
  return std::tie(left.item_order, left.state, left.after) <
         std::tie(right.item_order, right.state, right.after);
}

class Verification {
 public:
  Verification(store::Session& session, const Pack& pack, const Definitions& definitions,
               const std::filesystem::path& folder, VerifyDepth depth)
      : session_(session),
        pack_(pack),
        folder_(folder),
        replay_(session, definitions, ItemReplay::Gap::refuse),
        replays_(depth == VerifyDepth::everything) {}

  LedgerReport run() {
    read_checkpoint();
    read_definitions();
    session_.each_event(0, std::numeric_limits<std::int64_t>::max(), [this](const store::EventRow& row) {
      surviving(name_of(row), [&] { check_event(row); });
      return true;
    });
    for (const auto& [key, seq] : unexplained_) {
      find("event " + std::to_string(seq) + " of " + key.first + " '" + key.second + "'",
           "lacks its private part, and no erasure says why");
    }
    check_tree();
    if (replays_) surviving("what is derived", [this] { check_items(); });
    report_.root = to_hex(frontier_.root());
    return std::move(report_);
  }

 private:
  void find(std::string where, std::string what) {
    ++report_.found;
    if (report_.findings.size() < max_ledger_findings)
      report_.findings.push_back({std::move(where), std::move(what)});
  }

  // Bytes that were damaged may not even be readable.
  void surviving(const std::string& where, const std::function<void()>& work) {
    try {
      work();
    } catch (const std::exception& error) {
      find(where, std::string("cannot be read: ") + error.what());
      replays_ = false;
    }
  }

  void read_checkpoint() {
    const std::string where = "the checkpoint " + (folder_ / checkpoint_file).string();
    const auto note = kept_checkpoint(folder_);
    if (!note) return find(where, "cannot be read: " + note.error().detail);
    if (!*note) return;
    const auto values = ledger::read_checkpoint((*note)->text);
    if (!values) return find(where, "cannot be read: " + values.error().detail);
    checkpoint_ = *values;
    report_.signed_size = values->size;
    if (!has_ledger_key(folder_)) return;
    const auto key = ledger_key(folder_, "");
    if (!key) return find("the key of the log", "cannot be read: " + key.error().detail);
    if (const auto opened = ledger::open_checkpoint(**note, key->verifier()); !opened)
      find(where, "is not this log's: " + opened.error().detail);
  }

  void read_definitions() {
    for (const auto& [hash, text] : session_.definitions()) {
      stored_definitions_.insert(hash);
      if (to_hex(sha256(text)) != hash) find("definition " + hash, "is not the text that its name says");
    }
  }

  void check_event(const store::EventRow& row) {
    const std::string where = name_of(row);
    ++report_.events;
    if (row.seq != report_.events) {
      find("event " + std::to_string(report_.events),
           "is missing: the next one is " + std::to_string(row.seq));
      report_.events = row.seq;
    }
    const Digest leaf = ledger::leaf_hash(row.entry);
    if (bytes_of(leaf) != row.leaf) find(where, "has a leaf that was not made of its entry");
    frontier_.append(leaf, [this](unsigned height, std::uint64_t place, const Digest& root) {
      if (height % ledger::tile_height == 0) nodes_[height / ledger::tile_height].emplace(place, root);
    });
    if (checkpoint_ && frontier_.size() == checkpoint_->size && frontier_.root() != checkpoint_->root) {
      find("the first " + std::to_string(checkpoint_->size) + " events",
           "are not those that were signed: the tree's root is another one");
    }
    check_entry(row, where);
    surviving(where, [&] { check_body(row, where); });
    if (!replays_) return;
    if (const auto applied = replay_.apply(row); !applied) {
      find(where, "does not follow from those before it: " + applied.error().detail);
      replays_ = false;
    }
  }

  void check_entry(const store::EventRow& row, const std::string& where) {
    const EntryForm form = form_of(row);
    if (entry_of(row, form) != row.entry)
      find(where, "is not the event that its entry speaks of: its bytes, times or salt were changed");
    constexpr std::size_t salt_bytes = 32;
    if (form == EntryForm::open && !row.body_salt.empty() && row.body_salt.size() != salt_bytes)
      find(where, "has a salt that it does not need");
  }

  void check_body(const store::EventRow& row, const std::string& where) {
    const Json body = body_of(row);
    if (body.is_null()) return find(where, "is no JSON object");
    const auto says = [&](const char* member, const Json& value) {
      return body.contains(member) && body.at(member) == value;
    };
    if (!says("kind", row.kind) || !says("id", row.id) || !says("version", row.version) ||
        !says("type", row.type) || !says("at", format_instant(instant_of(row.at)))) {
      find(where, "stands in a row that says otherwise: kind, item, version, type or time");
    }
    const Json definition = body.value("definition", Json());
    if (!definition.is_string() || !stored_definitions_.contains(definition.get<std::string>()))
      find(where, "was decided with a definition that is not stored");
    check_place(row, where);
    check_private_part(row, body, where);
    check_texts(body, where);
  }

  // Versions of an item follow each other; its order never changes.
  void check_place(const store::EventRow& row, const std::string& where) {
    auto& last = last_[{row.kind, row.id}];
    if (row.version != last.version + 1)
      find(where,
           "has version " + std::to_string(row.version) + " after version " + std::to_string(last.version));
    if (last.version != 0 && row.item_order != last.order) find(where, "has another order than its item");
    if (last.version == 0 && !orders_.insert(row.item_order).second)
      find(where, "has the order of another item");
    last = {row.version, row.item_order};
  }

  void check_private_part(const store::EventRow& row, const Json& body, const std::string& where) {
    const ItemKey key{row.kind, row.id};
    if (row.type == erasure_event) unexplained_.erase(key);
    if (!body.contains("secret")) {
      if (!row.secret.empty() || !row.secret_salt.empty())
        find(where, "has a private part that it does not speak of");
    } else if (row.secret_salt.empty()) {
      ++report_.erased_parts;
      unexplained_.emplace(key, row.seq);
    } else if (body.at("secret") != to_hex(sha256(row.secret_salt, row.secret))) {
      find(where, "has a private part that is not the one that it speaks of");
    }
  }

  void check_texts(const Json& value, const std::string& where) {
    if (value.is_object() && value.contains("$sha256") && value.at("$sha256").is_string()) {
      const auto hash = value.at("$sha256").get<std::string>();
      const auto text = session_.content(hash);
      if (!text) {
        find(where, "lacks its text " + hash);
      } else if (to_hex(sha256(*text)) != hash) {
        find(where, "has another text than " + hash);
      }
    } else if (value.is_structured()) {
      for (const Json& inner : value) check_texts(inner, where);
    }
  }

  void check_tree() {
    if (checkpoint_ && frontier_.size() < checkpoint_->size) {
      find("the log", "ends after " + std::to_string(frontier_.size()) + " events, but " +
                          std::to_string(checkpoint_->size) + " were signed");
    }
    for (const auto& [level, expected] : nodes_) {
      const std::string stored =
          session_.ledger_nodes(static_cast<int>(level), 0, std::numeric_limits<std::int64_t>::max() / 2);
      std::string made;
      for (const auto& [place, root] : expected) made += bytes_of(root);
      if (stored != made) find("the tree", "has wrong subtrees of level " + std::to_string(level));
    }
    for (unsigned level = 1; level <= ledger::max_tile_level; ++level) {
      const auto expected = nodes_.find(level);
      const auto count = expected == nodes_.end() ? 0 : static_cast<std::int64_t>(expected->second.size());
      if (session_.count_ledger_nodes(static_cast<int>(level)) != count)
        find("the tree", "has another number of subtrees of level " + std::to_string(level));
    }
  }

  void check_items() {
    std::vector<store::TimerRow> timers;
    std::map<std::string, std::map<std::string, store::ItemRow>> made;
    for (const auto& [order, item] : replay_.take_items()) {
      IndexedItem indexed = index_item(*item, pack_);
      timers.insert(timers.end(), indexed.timers.begin(), indexed.timers.end());
      made[item->kind].emplace(item->id, std::move(indexed.row));
      ++report_.items;
    }
    std::set<std::string> kinds;
    for (const auto& definition : pack_.definitions()) kinds.insert(definition->kind);
    for (const auto& [kind, rows] : made) kinds.insert(kind);
    for (const std::string& kind : kinds) check_items_of(kind, made[kind]);
    check_timers(std::move(timers));
  }

  void check_items_of(const std::string& kind, std::map<std::string, store::ItemRow>& made) {
    for (const store::ItemRow& stored : session_.items_of(kind)) {
      const auto expected = made.find(stored.id);
      if (expected == made.end()) {
        find(name_of(stored), "is not what the events say: no event made it");
        continue;
      }
      const std::string differs = difference(stored, expected->second);
      if (!differs.empty()) find(name_of(stored), "is not what the events say: " + differs + " differs");
      made.erase(expected);
    }
    for (const auto& [id, row] : made)
      find(name_of(row), "is missing among the items; run 'yellowsea doctor --rebuild'");
  }

  void check_timers(std::vector<store::TimerRow> made) {
    auto stored = session_.due_timers(std::numeric_limits<std::int64_t>::max(),
                                      static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()));
    std::sort(made.begin(), made.end(), timer_before);
    std::sort(stored.begin(), stored.end(), timer_before);
    if (stored != made) find("the timers", "are not those that the events say");
  }

  struct Last {
    std::int64_t version = 0;
    std::int64_t order = 0;
  };

  store::Session& session_;
  const Pack& pack_;
  const std::filesystem::path& folder_;
  ItemReplay replay_;
  bool replays_;
  LedgerReport report_;
  std::optional<ledger::Checkpoint> checkpoint_;
  std::set<std::string> stored_definitions_;
  ledger::Frontier frontier_;
  std::map<unsigned, std::map<std::uint64_t, Digest>> nodes_;
  std::map<ItemKey, Last> last_;
  std::set<std::int64_t> orders_;
  std::multimap<ItemKey, std::int64_t> unexplained_;  // erased parts that no erasure has explained yet
};

}  // namespace

LedgerReport verify_ledger(store::Session& session, const Pack& pack, const Definitions& definitions,
                           const std::filesystem::path& folder, VerifyDepth depth) {
  return Verification(session, pack, definitions, folder, depth).run();
}

}  // namespace yellowsea
