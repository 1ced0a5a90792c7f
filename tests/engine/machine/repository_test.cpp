#include "engine/machine/repository.hpp"

#include <catch2/catch.hpp>
#include <type_traits>

namespace yellowsea::machine {
namespace {

ItemPtr item_of(const std::string& id, std::uint64_t order, Json fields, Instant due = Instant{}) {
  Item item;
  item.kind = "thing";
  item.id = id;
  item.order = order;
  item.fields = std::move(fields);
  if (due != Instant{}) item.timers.push_back(Timer{0, 0, due, 1});
  return std::make_shared<const Item>(std::move(item));
}

std::string ids_of(const std::vector<ItemPtr>& items) {
  std::string ids;
  for (const ItemPtr& item : items) ids += item->id;
  return ids;
}

const std::vector<FieldMatch> red{{"colour", {"red"}}};

}  // namespace

// A copy would be the better match where one is laid over another: it took as long as there were items
// before.
static_assert(!std::is_copy_constructible_v<OverlayRepository>);

TEST_CASE("an overlay over an overlay sees what is beneath, and keeps its own changes") {
  MemoryRepository store;
  store.put(item_of("a", 1, {{"colour", "red"}}));
  store.put(item_of("b", 2, {{"colour", "blue"}}));
  OverlayRepository lower(store);
  Repository& beneath = lower;
  OverlayRepository upper(beneath);
  lower.put(item_of("c", 3, {{"colour", "red"}}));  // also what comes later
  CHECK(upper.changed().empty());
  CHECK(ids_of(upper.select("thing", red)) == "ac");
  upper.put(item_of("b", 2, {{"colour", "red"}}));
  upper.put(item_of("c", 3, {{"colour", "blue"}}));
  CHECK(ids_of(upper.select("thing", red)) == "ab");
  CHECK(ids_of(lower.select("thing", red)) == "ac");
  CHECK(ids_of(store.select("thing", red)) == "a");
  CHECK(ids_of(upper.changed()) == "bc");
  upper.clear();
  CHECK(ids_of(upper.select("thing", red)) == "ac");
}

TEST_CASE("a changed item hides its timers beneath, however few are asked for") {
  const Instant due = *parse_instant("2027-01-01T00:00:00Z");
  MemoryRepository store;
  store.put(item_of("a", 1, Json::object(), due));
  store.put(item_of("b", 2, Json::object(), due));
  OverlayRepository overlay(store);
  overlay.put(item_of("a", 1, Json::object()));
  const auto timers = overlay.due_timers(due, 1);
  REQUIRE(timers.size() == 1);
  CHECK(timers.front().id == "b");
  CHECK(overlay.due_timers(due - std::chrono::seconds(1), 1).empty());
}

TEST_CASE("items are selected by a list's members, by id, and in the order in which they were made") {
  MemoryRepository store;
  store.put(item_of("z", 1, {{"cities", {"busan", "dalian"}}}));
  store.put(item_of("y", 2, {{"cities", {"fukuoka"}}}));
  store.put(item_of("x", 3, {{"cities", {"dalian"}}}));
  CHECK(ids_of(store.select("thing", {{"cities", {"dalian"}}})) == "zx");
  CHECK(ids_of(store.select("thing", {{"id", {"x", "z", "z", "none"}}})) == "zx");
  CHECK(ids_of(store.select("thing", {{"id", {"x", "y"}}, {"cities", {"dalian"}}})) == "x");
  CHECK(store.select("other", {}).empty());
}

}  // namespace yellowsea::machine
