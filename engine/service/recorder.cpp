#include "engine/service/recorder.hpp"

#include <algorithm>
#include <map>

#include "engine/service/attachments.hpp"
#include "engine/service/audience.hpp"
#include "engine/service/ledger_tree.hpp"
#include "engine/service/record.hpp"

namespace yellowsea {
namespace {

// Items as they were before the cascade, moved on event by event.
class Replay {
 public:
  Replay(StoreRepository& before, const Definitions& definitions, const machine::OverlayRepository& overlay)
      : before_(before), definitions_(definitions), overlay_(overlay) {}

  struct Step {
    machine::ItemPtr item;
    bool was_public = false;
  };

  // An event never has an earlier time than its item's last one, also when the clock was set back; what is
  // imported is refused instead, by whoever imports it.
  Step move_on(machine::Event& event, bool keeps_time) {
    const auto key = std::pair(event.kind, event.id);
    auto current = current_.find(key);
    if (current == current_.end()) {
      machine::ItemPtr item = event.version == 1 ? nullptr : before_.find(event.kind, event.id);
      current = current_.emplace(key, item != nullptr ? item : new_item(event)).first;
    }
    const bool was_public = event.version > 1 && is_public(*current->second);
    machine::Item item = *current->second;
    if (!keeps_time) event.at = std::max(event.at, item.updated_at);
    if (item.definition->sha256 != event.definition) item.definition = definitions_.find(event.definition);
    current->second = std::make_shared<const machine::Item>(machine::evolve(std::move(item), event));
    return {current->second, was_public};
  }

  // As its events have left it; `decided` if it had none.
  machine::ItemPtr moved(const machine::ItemPtr& decided) const {
    const auto found = current_.find({decided->kind, decided->id});
    return found == current_.end() ? decided : found->second;
  }

 private:
  machine::ItemPtr new_item(const machine::Event& event) const {
    auto item = std::make_shared<machine::Item>();
    item->kind = event.kind;
    item->id = event.id;
    item->definition = definitions_.find(event.definition);
    for (const machine::ItemPtr& changed : overlay_.changed()) {
      if (changed->kind == event.kind && changed->id == event.id) item->order = changed->order;
    }
    return item;
  }

  StoreRepository& before_;
  const Definitions& definitions_;
  const machine::OverlayRepository& overlay_;
  std::map<std::pair<std::string, std::string>, machine::ItemPtr> current_;
};

}  // namespace

Recorder::Recorder(store::Session& session, const Pack& pack, const Definitions& definitions)
    : session_(session), pack_(pack), definitions_(definitions), repository_(session, pack, definitions) {}

void Recorder::load() {
  frontier_ = load_frontier(session_);
  loaded_ = true;
}

void Recorder::rolled_back() {
  timer_count_.clear();
  repository_.forget();
  loaded_ = false;
}

Result<std::vector<Recorded>> Recorder::record(const std::vector<machine::Event>& events,
                                               machine::OverlayRepository& overlay, Instant recorded_at) {
  Replay replay(repository_, definitions_, overlay);
  std::vector<std::pair<EncodedEvent, Recorded>> encoded;
  for (machine::Event event : events) {
    const auto step = replay.move_on(event, !imported_by_.is_null());
    auto one = encode_event(event, *step.item, step.was_public, recorded_at, imported_by_);
    if (!one) return Failure(one.error());
    encoded.emplace_back(std::move(*one), Recorded{0, std::move(event), step.item});
  }
  // From here on everything is written; nothing can be refused any more.
  std::vector<Recorded> recorded;
  if (!loaded_) load();
  std::int64_t seq = static_cast<std::int64_t>(frontier_.size());
  for (auto& [one, result] : encoded) {
    one.row.seq = result.seq = ++seq;
    for (const auto& [hash, text] : one.content) session_.put_content(hash, text);
    session_.append_event(one.row);
    note_attachment_uses(session_, result.event);
    append_leaf(session_, frontier_, one.row.leaf);
    for (const machine::Notice& notice : result.event.notices) {
      session_.put_notice({0, seq, notice.role, notice.organisation, result.event.kind, result.event.id,
                           notice.message, one.row.at});
    }
    recorded.push_back(std::move(result));
  }
  for (const machine::ItemPtr& item : overlay.changed()) repository_.put(replay.moved(item));
  return recorded;
}

Result<std::vector<Recorded>> Recorder::execute(const machine::Command& command, Instant recorded_at) {
  machine::OverlayRepository overlay(repository_);
  const auto events = machine::execute(overlay, pack_.surroundings(), command);
  auto recorded =
      events ? record(*events, overlay, recorded_at) : Result<std::vector<Recorded>>(Failure(events.error()));
  if (!recorded) repository_.reset_order();
  return recorded;
}

Result<std::vector<Recorded>> Recorder::migrate(const machine::MigrationStep& step, Instant recorded_at) {
  return note(*step.event, step.item, recorded_at);
}

Result<std::vector<Recorded>> Recorder::note(const machine::Event& event, const machine::ItemPtr& item,
                                             Instant recorded_at) {
  machine::OverlayRepository overlay(repository_);
  overlay.put(item);
  return record({event}, overlay, recorded_at);
}

Result<std::size_t> Recorder::advance(Instant until, std::size_t at_most, Instant recorded_at,
                                      const std::function<void(const std::vector<Recorded>&)>& done) {
  std::size_t fired = 0;
  while (fired < at_most) {
    const auto due = repository_.due_timers(until, 1);
    if (due.empty()) break;
    if (auto counted = timer_count_.count(due.front()); !counted) return Failure(counted.error());
    machine::OverlayRepository overlay(repository_);
    const auto events = machine::execute_timer(overlay, pack_.surroundings(), due.front());
    if (!events) return Failure(events.error());
    if (events->empty())
      throw damaged("a stored timer of " + due.front().kind + " '" + due.front().id + "' has no item");
    const auto recorded = record(*events, overlay, recorded_at);
    if (!recorded) return Failure(recorded.error());
    done(*recorded);
    ++fired;
  }
  return fired;
}

}  // namespace yellowsea
