#include "engine/machine/repository.hpp"

#include <algorithm>
#include <tuple>

namespace yellowsea::machine {
namespace {

std::vector<DueTimer> timers_of(const Item& item) {
  std::vector<DueTimer> timers;
  timers.reserve(item.timers.size());
  for (const Timer& timer : item.timers) timers.push_back(DueTimer{item.kind, item.id, item.order, timer});
  return timers;
}

bool meets(const Item& item, const FieldMatch& match) {
  const auto wanted = [&](const Json& value) {
    return std::find(match.values.begin(), match.values.end(), value) != match.values.end();
  };
  if (match.field == "id") return wanted(Json(item.id));
  const auto field = item.fields.find(match.field);
  if (field == item.fields.end()) return false;
  if (field->is_array()) return std::any_of(field->begin(), field->end(), wanted);
  return wanted(*field);
}

}  // namespace

bool fires_before(const DueTimer& left, const DueTimer& right) {
  return std::tie(left.timer.due, left.order, left.timer.state, left.timer.after) <
         std::tie(right.timer.due, right.order, right.timer.state, right.timer.after);
}

bool matches(const Item& item, const std::vector<FieldMatch>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const FieldMatch& match) { return meets(item, match); });
}

ItemPtr MemoryRepository::find(const std::string& kind, const std::string& id) {
  const auto found = items_.find({kind, id});
  return found == items_.end() ? nullptr : found->second;
}

std::vector<ItemPtr> MemoryRepository::select(const std::string& kind,
                                              const std::vector<FieldMatch>& wanted) {
  std::vector<ItemPtr> selected;
  for (const auto& match : wanted) {
    if (match.field != "id") continue;
    for (const Json& value : match.values) {
      if (!value.is_string()) continue;
      const ItemPtr item = find(kind, value.get<std::string>());
      if (item != nullptr && matches(*item, wanted)) selected.push_back(item);
    }
    std::sort(selected.begin(), selected.end(),
              [](const ItemPtr& a, const ItemPtr& b) { return a->order < b->order; });
    selected.erase(std::unique(selected.begin(), selected.end()), selected.end());
    return selected;
  }
  for (const auto& [order, item] : by_order_[kind]) {
    if (matches(*item, wanted)) selected.push_back(item);
  }
  return selected;
}

void MemoryRepository::put(ItemPtr item) {
  ItemPtr& place = items_[{item->kind, item->id}];
  if (place != nullptr) {
    for (const DueTimer& timer : timers_of(*place)) timers_.erase(timer);
  }
  for (const DueTimer& timer : timers_of(*item)) timers_.insert(timer);
  last_order_ = std::max(last_order_, item->order);
  by_order_[item->kind][item->order] = item;
  place = std::move(item);
}

std::uint64_t MemoryRepository::next_order() { return ++last_order_; }

std::vector<DueTimer> MemoryRepository::due_timers(Instant limit, std::size_t at_most) {
  std::vector<DueTimer> due;
  for (const DueTimer& timer : timers_) {
    if (timer.timer.due > limit || due.size() == at_most) break;
    due.push_back(timer);
  }
  return due;
}

std::vector<ItemPtr> MemoryRepository::all(const std::string& kind) const {
  std::vector<ItemPtr> items;
  const auto found = by_order_.find(kind);
  if (found == by_order_.end()) return items;
  for (const auto& [order, item] : found->second) items.push_back(item);
  return items;
}

ItemPtr OverlayRepository::find(const std::string& kind, const std::string& id) {
  const auto found = index_.find({kind, id});
  return found == index_.end() ? base_.find(kind, id) : changed_[found->second];
}

std::vector<ItemPtr> OverlayRepository::select(const std::string& kind,
                                               const std::vector<FieldMatch>& wanted) {
  std::vector<ItemPtr> selected = base_.select(kind, wanted);
  if (changed_.empty()) return selected;
  std::erase_if(selected, [&](const ItemPtr& item) { return index_.contains({item->kind, item->id}); });
  for (const ItemPtr& item : changed_) {
    if (item->kind == kind && matches(*item, wanted)) selected.push_back(item);
  }
  std::sort(selected.begin(), selected.end(),
            [](const ItemPtr& a, const ItemPtr& b) { return a->order < b->order; });
  return selected;
}

void OverlayRepository::put(ItemPtr item) {
  const auto [place, is_new] = index_.try_emplace({item->kind, item->id}, changed_.size());
  if (is_new) {
    changed_.push_back(std::move(item));
  } else {
    changed_[place->second] = std::move(item);
  }
}

std::uint64_t OverlayRepository::next_order() { return base_.next_order(); }

std::vector<DueTimer> OverlayRepository::due_timers(Instant limit, std::size_t at_most) {
  // Each changed item hides its stored timers, of which there may be many: ask for all when something is
  // changed.
  std::vector<DueTimer> due =
      base_.due_timers(limit, changed_.empty() ? at_most : static_cast<std::size_t>(-1));
  std::erase_if(due, [&](const DueTimer& timer) { return index_.contains({timer.kind, timer.id}); });
  for (const ItemPtr& item : changed_) {
    for (const DueTimer& timer : timers_of(*item)) {
      if (timer.timer.due <= limit) due.push_back(timer);
    }
  }
  std::sort(due.begin(), due.end(), fires_before);
  if (due.size() > at_most) due.resize(at_most);
  return due;
}

void OverlayRepository::clear() {
  changed_.clear();
  index_.clear();
}

}  // namespace yellowsea::machine
