// What the interpreter sees of the other items. Implemented in memory (play, as-of queries) and over a store.
// Owned by one thread at a time.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/machine/item.hpp"

namespace yellowsea::machine {

using ItemPtr = std::shared_ptr<const Item>;

// The item's top-level field (or "id") must equal one of the values, or be a list that contains one of them.
struct FieldMatch {
  std::string field;
  std::vector<Json> values;
};

struct DueTimer {
  std::string kind;
  std::string id;
  std::uint64_t order = 0;  // of the item
  Timer timer;
};

// Order in which timers fire: due time, the item's order, the state's place in the document, key order.
bool fires_before(const DueTimer& left, const DueTimer& right);

class Repository {
 public:
  virtual ~Repository() = default;
  virtual ItemPtr find(const std::string& kind, const std::string& id) = 0;
  // All matches must hold; in the order in which the items were made.
  virtual std::vector<ItemPtr> select(const std::string& kind, const std::vector<FieldMatch>& matches) = 0;
  // Inserts or replaces.
  virtual void put(ItemPtr item) = 0;
  // A number greater than that of every item made before.
  virtual std::uint64_t next_order() = 0;
  // Timers due at or before `limit` in the order in which they fire; no more than `at_most`.
  virtual std::vector<DueTimer> due_timers(Instant limit, std::size_t at_most) = 0;
};

// True if the item meets every match (used by implementations and by tests as the oracle).
bool matches(const Item& item, const std::vector<FieldMatch>& wanted);

class MemoryRepository final : public Repository {
 public:
  ItemPtr find(const std::string& kind, const std::string& id) override;
  std::vector<ItemPtr> select(const std::string& kind, const std::vector<FieldMatch>& matches) override;
  void put(ItemPtr item) override;
  std::uint64_t next_order() override;
  std::vector<DueTimer> due_timers(Instant limit, std::size_t at_most) override;
  std::vector<ItemPtr> all(const std::string& kind) const;

 private:
  std::map<std::pair<std::string, std::string>, ItemPtr> items_;
  std::map<std::string, std::map<std::uint64_t, ItemPtr>> by_order_;
  std::set<DueTimer, bool (*)(const DueTimer&, const DueTimer&)> timers_{fires_before};
  std::uint64_t last_order_ = 0;
};

// A copy-on-write layer: reads fall through to `base`, writes stay here until they are taken out.
class OverlayRepository final : public Repository {
 public:
  explicit OverlayRepository(Repository& base) : base_(base) {}
  // Over another overlay, name that a Repository: a copy of its items would be the better match.
  OverlayRepository(const OverlayRepository&) = delete;
  OverlayRepository& operator=(const OverlayRepository&) = delete;
  ItemPtr find(const std::string& kind, const std::string& id) override;
  std::vector<ItemPtr> select(const std::string& kind, const std::vector<FieldMatch>& matches) override;
  void put(ItemPtr item) override;
  std::uint64_t next_order() override;
  std::vector<DueTimer> due_timers(Instant limit, std::size_t at_most) override;
  // Changed and new items, in the order of their first change.
  const std::vector<ItemPtr>& changed() const { return changed_; }
  void clear();

 private:
  Repository& base_;
  std::vector<ItemPtr> changed_;
  std::map<std::pair<std::string, std::string>, std::size_t> index_;
};

}  // namespace yellowsea::machine
