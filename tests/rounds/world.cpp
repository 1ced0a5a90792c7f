#include "tests/rounds/world.hpp"

#include <algorithm>
#include <chrono>

namespace yellowsea::rounds {

Actor person(const std::string& role, const std::string& organisation, const std::string& user) {
  return {user.empty() ? organisation + "-" + role : user, role, organisation};
}
Actor secretariat() { return person("secretariat", "secretariat"); }
Actor chamber(const std::string& city) { return person("chamber", city); }
Actor officer(const std::string& city) { return person("city_officer", city); }
Actor mayor(const std::string& city) { return person("mayor_office", city); }
Actor evaluator() { return person("evaluator", "committee"); }

std::vector<ItemPtr> World::all() const {
  std::vector<ItemPtr> found;
  for (const std::string& kind : kinds()) {
    for (const ItemPtr& item : items.all(kind)) found.push_back(item);
  }
  return found;
}

bool World::does(const Deed& deed, const Happened& happened) {
  wait_until(now, happened);
  machine::OverlayRepository overlay(items);
  const auto events =
      machine::execute(overlay, surroundings(),
                       machine::Command{deed.kind, deed.id, deed.type, deed.data, deed.actor, now, {}});
  if (!events) return false;
  for (const ItemPtr& item : overlay.changed()) items.put(item);
  if (happened) happened(*events);
  wait_until(now, happened);
  return true;
}

void World::wait_until(Instant at, const Happened& happened) {
  const auto done = machine::advance(items, surroundings(), at, [&](const auto& events) {
    if (happened) happened(events);
  });
  if (!done) throw std::runtime_error("timers never rest: " + done.error().detail);
  now = std::max(now, at);
}

void World::wait_days(int days, const Happened& happened) {
  wait_until(now + std::chrono::hours(24 * days), happened);
}

std::optional<Instant> World::next_timer() {
  const auto due = items.due_timers(Instant::max(), 1);
  if (due.empty()) return std::nullopt;
  return due.front().timer.due;
}

std::string text_field(const Item& item, const std::string& name) {
  const auto found = item.fields.find(name);
  return found != item.fields.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool is_settled(const Item& item) { return item.done || item.has_tag("settled"); }

bool all_settled(const World& world) {
  for (const ItemPtr& item : world.all()) {
    if (!is_settled(*item)) return false;
  }
  return true;
}

std::string today(const World& world) {
  static const Zone tokyo = Zone::find("Asia/Tokyo").value();
  return format_date(date_in(world.now, tokyo));
}

void open_round(World& world, const std::string& id, const std::vector<std::string>& members,
                const std::string& survey_ends, const std::string& meeting, const World::Happened& happened) {
  world.does({"round", id, "open",
              Json{{"name", "Round " + id},
                   {"zone", "Asia/Tokyo"},
                   {"survey_ends", survey_ends},
                   {"planned_meeting", meeting},
                   {"members", members}},
              secretariat()},
             happened);
}

}  // namespace yellowsea::rounds
