#include <catch2/catch.hpp>

#include "engine/base/json.hpp"
#include "tests/engine/store/contract.hpp"

namespace yellowsea::store::contract {

ItemRow sample_item(std::int64_t order, const std::string& kind) {
  ItemRow row;
  row.order = order;
  row.kind = kind;
  row.id = kind + "-" + std::to_string(order);
  row.version = 1;
  row.definition = std::string(64, 'd');
  row.snapshot = Json{{"fields", {{"title", "Title " + std::to_string(order)}, {"rank", order}}}}.dump();
  row.created_at = 1000 + order;
  row.updated_at = 2000 + order;
  row.states = {"drafting", "drafting.first"};
  row.tags = {"answered"};
  row.readers = {"public"};
  row.fields = {{"round", "2010"}, {"city", "ulsan"}, {"city", "busan"}};
  row.search = "port fees";
  return row;
}

EventRow sample_event(std::int64_t seq) {
  EventRow row;
  row.seq = seq;
  row.kind = "plan";
  row.id = "plan-1";
  row.item_order = 1;
  row.version = seq;
  row.type = "edit";
  row.at = 1000 * seq;
  row.recorded_at = 1000 * seq + 1;
  row.body = R"({"b":1})";
  row.body_salt = std::string("\0salt", 5) + std::to_string(seq);
  row.secret = R"({"contact":"会社"})";
  row.secret_salt = std::string("\xff\0s", 3);
  row.entry = R"({"entry":)" + std::to_string(seq) + "}";
  row.leaf = std::string(31, '\0') + static_cast<char>(seq);
  return row;
}

std::vector<std::string> ids(const std::vector<ItemRow>& rows) {
  std::vector<std::string> out;
  for (const ItemRow& row : rows) out.push_back(row.id);
  return out;
}

void check_same(const ItemRow& left, const ItemRow& right) {
  CHECK(left.order == right.order);
  CHECK(left.kind == right.kind);
  CHECK(left.id == right.id);
  CHECK(left.version == right.version);
  CHECK(left.definition == right.definition);
  CHECK(left.snapshot == right.snapshot);
  CHECK(left.created_at == right.created_at);
  CHECK(left.updated_at == right.updated_at);
  CHECK(left.deadline_passed == right.deadline_passed);
  CHECK(left.open == right.open);
  CHECK(left.states == right.states);
  CHECK(left.tags == right.tags);
  CHECK(left.readers == right.readers);
  CHECK(left.fields == right.fields);
  CHECK(left.search == right.search);
}

void check_same(const EventRow& left, const EventRow& right) {
  CHECK(left.seq == right.seq);
  CHECK(left.kind == right.kind);
  CHECK(left.id == right.id);
  CHECK(left.item_order == right.item_order);
  CHECK(left.version == right.version);
  CHECK(left.type == right.type);
  CHECK(left.at == right.at);
  CHECK(left.recorded_at == right.recorded_at);
  CHECK(left.body == right.body);
  CHECK(left.body_salt == right.body_salt);
  CHECK(left.secret == right.secret);
  CHECK(left.secret_salt == right.secret_salt);
  CHECK(left.entry == right.entry);
  CHECK(left.leaf == right.leaf);
}

}  // namespace yellowsea::store::contract
