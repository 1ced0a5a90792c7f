#include "engine/service/store_repository.hpp"

#include <algorithm>

#include "engine/service/item_index.hpp"
#include "engine/service/record.hpp"

namespace yellowsea {

store::StoreFailure damaged(const std::string& what) {
  return store::StoreFailure(Problem{
      ProblemCode::unavailable, "damaged", what + "; run 'yellowsea doctor --rebuild'", {}, Json::object()});
}

machine::ItemPtr StoreRepository::from_row(const store::ItemRow& row) {
  const auto cached = cache_.find({row.kind, row.id});
  if (cached != cache_.end() && cached->second->version == static_cast<std::uint64_t>(row.version))
    return cached->second;
  machine::ItemPtr item = item_of(row, definitions_.find(row.definition));
  if (item == nullptr) {
    throw damaged("the stored " + row.kind + " '" + row.id + "' does not fit its definition");
  }
  if (cache_.size() >= max_cached_items) cache_.clear();
  cache_[{row.kind, row.id}] = item;
  return item;
}

machine::ItemPtr StoreRepository::find(const std::string& kind, const std::string& id) {
  const auto cached = cache_.find({kind, id});
  if (cached != cache_.end()) return cached->second;
  const auto row = session_.item(kind, id);
  return row ? from_row(*row) : nullptr;
}

std::vector<machine::ItemPtr> StoreRepository::select(const std::string& kind,
                                                      const std::vector<machine::FieldMatch>& wanted) {
  std::vector<machine::ItemPtr> selected;
  if (wanted.empty()) return selected;
  const auto by_id =
      std::find_if(wanted.begin(), wanted.end(), [](const auto& match) { return match.field == "id"; });
  if (by_id != wanted.end()) {
    for (const Json& value : by_id->values) {
      if (!value.is_string()) continue;
      const machine::ItemPtr item = find(kind, value.get<std::string>());
      if (item != nullptr && machine::matches(*item, wanted)) selected.push_back(item);
    }
  } else {
    std::vector<std::string> values;
    for (const Json& value : wanted.front().values)
      values.push_back(value.is_string() ? value.get<std::string>() : value.dump());
    for (const store::ItemRow& row : session_.items_by_field(kind, wanted.front().field, values)) {
      machine::ItemPtr item = from_row(row);
      if (machine::matches(*item, wanted)) selected.push_back(std::move(item));
    }
  }
  std::sort(selected.begin(), selected.end(),
            [](const auto& a, const auto& b) { return a->order < b->order; });
  selected.erase(std::unique(selected.begin(), selected.end()), selected.end());
  return selected;
}

void StoreRepository::put(machine::ItemPtr item) {
  const IndexedItem indexed = index_item(*item, pack_);
  session_.put_item(indexed.row, indexed.timers);
  if (cache_.size() >= max_cached_items) cache_.clear();
  cache_[{item->kind, item->id}] = std::move(item);
}

std::uint64_t StoreRepository::next_order() {
  if (last_order_ == 0) last_order_ = static_cast<std::uint64_t>(session_.last_item_order());
  return ++last_order_;
}

std::vector<machine::DueTimer> StoreRepository::due_timers(Instant limit, std::size_t at_most) {
  std::vector<machine::DueTimer> due;
  for (const store::TimerRow& row : session_.due_timers(milliseconds(limit), at_most)) {
    due.push_back({row.kind, row.id, static_cast<std::uint64_t>(row.item_order),
                   machine::Timer{row.state, row.after, instant_of(row.due),
                                  static_cast<std::uint64_t>(row.generation)}});
  }
  return due;
}

void StoreRepository::forget() {
  cache_.clear();
  reset_order();
}

void StoreRepository::reset_order() { last_order_ = 0; }

}  // namespace yellowsea
