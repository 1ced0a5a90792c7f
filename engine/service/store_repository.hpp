// The interpreter's view of a store. Owned by the thread that owns the session.
// Items are cached; the cache is right because the writer is the only one that changes items, and a reader
// makes a new repository for each transaction.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "engine/machine/repository.hpp"
#include "engine/service/definitions.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

// What is thrown when derived rows contradict each other: our own error, or a damaged file.
store::StoreFailure damaged(const std::string& what);

class StoreRepository final : public machine::Repository {
 public:
  StoreRepository(store::Session& session, const Pack& pack, const Definitions& definitions)
      : session_(session), pack_(pack), definitions_(definitions) {}

  machine::ItemPtr find(const std::string& kind, const std::string& id) override;
  std::vector<machine::ItemPtr> select(const std::string& kind,
                                       const std::vector<machine::FieldMatch>& matches) override;
  // Writes the item's derived rows.
  void put(machine::ItemPtr item) override;
  std::uint64_t next_order() override;
  std::vector<machine::DueTimer> due_timers(Instant limit, std::size_t at_most) override;

  machine::ItemPtr from_row(const store::ItemRow& row);
  // After a rollback, or a refused command: forget what may never have been stored.
  void forget();
  void reset_order();

 private:
  static constexpr std::size_t max_cached_items = 20'000;
  store::Session& session_;
  const Pack& pack_;
  const Definitions& definitions_;
  std::map<std::pair<std::string, std::string>, machine::ItemPtr> cache_;
  std::uint64_t last_order_ = 0;  // 0: ask the store
};

}  // namespace yellowsea
