#include "engine/service/past.hpp"

#include <algorithm>

#include "engine/service/item_replay.hpp"
#include "engine/service/record.hpp"

namespace yellowsea {
namespace {

void ignore(const std::vector<machine::Event>&) {}

class PastMoment final : public Moment {
 public:
  explicit PastMoment(Instant at) : Moment(at) {}
  machine::ItemPtr find(const std::string& kind, const std::string& id) override {
    return repository.find(kind, id);
  }
  std::vector<machine::ItemPtr> items(const std::string& kind) override { return repository.all(kind); }

  machine::MemoryRepository repository;
};

class PresentMoment final : public Moment {
 public:
  PresentMoment(store::Session& session, const Pack& pack, const Definitions& definitions, Instant now)
      : Moment(now), session_(session), stored_(session, pack, definitions), repository(stored_) {}

  machine::ItemPtr find(const std::string& kind, const std::string& id) override {
    return repository.find(kind, id);
  }

  std::vector<machine::ItemPtr> items(const std::string& kind) override {
    const auto& changed = repository.changed();
    std::vector<machine::ItemPtr> all;
    for (const store::ItemRow& row : session_.items_of(kind)) {
      const machine::ItemPtr stored = stored_.from_row(row);
      all.push_back(changed.empty() ? stored : repository.find(kind, row.id));
    }
    // What timers made is not stored yet.
    for (const machine::ItemPtr& item : changed) {
      if (item->kind == kind && !session_.item(kind, item->id)) all.push_back(item);
    }
    std::sort(all.begin(), all.end(),
              [](const auto& left, const auto& right) { return left->order < right->order; });
    return all;
  }

 private:
  store::Session& session_;
  StoreRepository stored_;

 public:
  machine::OverlayRepository repository;
};

}  // namespace

Result<std::unique_ptr<Moment>> moment_of_past(store::Session& session, const Pack& pack,
                                               const Definitions& definitions, Instant at) {
  ItemReplay replay(session, definitions, ItemReplay::Gap::skip);
  Result<void> applied;
  session.each_event_until(milliseconds(at), [&](const store::EventRow& row) {
    applied = replay.apply(row);
    return applied.has_value();
  });
  if (!applied) return Failure(applied.error());
  auto moment = std::make_unique<PastMoment>(at);
  for (auto& [order, item] : replay.take_items()) moment->repository.put(std::move(item));
  if (auto moved = machine::advance(moment->repository, pack.surroundings(), at, ignore); !moved)
    return Failure(moved.error());
  return moment;
}

Result<std::unique_ptr<Moment>> moment_of_now(store::Session& session, const Pack& pack,
                                              const Definitions& definitions, Instant now) {
  auto moment = std::make_unique<PresentMoment>(session, pack, definitions, now);
  if (auto moved = machine::advance(moment->repository, pack.surroundings(), now, ignore); !moved)
    return Failure(moved.error());
  return moment;
}

}  // namespace yellowsea
