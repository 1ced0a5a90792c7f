#include "engine/service/item_replay.hpp"

#include "engine/service/record.hpp"

namespace yellowsea {
namespace {

Failure broken(const store::EventRow& row, const std::string& why) {
  return fail(ProblemCode::malformed, "event_row",
              "event " + std::to_string(row.seq) + " of " + row.kind + " '" + row.id + "': " + why);
}

}  // namespace

std::optional<machine::Item> as_after(const machine::Item& now, const machine::Event& event,
                                      const Definitions& definitions) {
  machine::Item then = now;
  then.definition = definitions.find(event.definition);
  if (then.definition == nullptr || !machine::restore_snapshot(then, event.change.machine))
    return std::nullopt;
  return then;
}

Result<void> ItemReplay::apply(const store::EventRow& row) {
  auto& item = items_[{row.kind, row.id}];
  const std::uint64_t before = item == nullptr ? 0 : item->version;
  if (static_cast<std::uint64_t>(row.version) != before + 1) {
    if (item == nullptr) items_.erase({row.kind, row.id});
    if (gap_ == Gap::skip) return {};
    return broken(row, "it is version " + std::to_string(row.version) + ", but the one before is " +
                           std::to_string(before));
  }
  const auto event = decode_event(row, [this](const std::string& hash) { return session_.content(hash); });
  if (!event) return Failure(event.error());
  if (item == nullptr) {
    item = std::make_shared<machine::Item>();
    item->kind = row.kind;
    item->id = row.id;
    item->order = static_cast<std::uint64_t>(row.item_order);
  }
  if (item->definition == nullptr || item->definition->sha256 != event->definition) {
    item->definition = definitions_.find(event->definition);
    if (item->definition == nullptr)
      return broken(row, "its definition " + event->definition + " is missing");
  }
  *item = machine::evolve(std::move(*item), *event);
  if (item->active.empty()) return broken(row, "its state does not fit its definition");
  return {};
}

std::map<std::uint64_t, machine::ItemPtr> ItemReplay::take_items() {
  std::map<std::uint64_t, machine::ItemPtr> items;
  for (auto& [key, item] : items_) items[item->order] = std::move(item);
  items_.clear();
  return items;
}

}  // namespace yellowsea
