#include "engine/store/sqlite/cursor.hpp"

#include "engine/base/hash.hpp"
#include "engine/base/json_read.hpp"

namespace yellowsea::store::sqlite {

namespace {

Json json_of(const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return nullptr;
}

std::optional<Value> value_of(const Json& json) {
  if (json.is_null()) return Value(std::monostate{});
  if (json.is_number_unsigned() && json.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX))
    return {};
  if (json.is_number_integer()) return Value(json.get<std::int64_t>());
  if (json.is_number_float()) return Value(json.get<double>());
  if (json.is_string()) return Value(json.get<std::string>());
  return std::nullopt;
}

Failure unusable(const char* detail) { return fail(ProblemCode::malformed, "cursor", detail); }

}  // namespace

std::string query_hash(const ListQuery& query) {
  Json sort = Json::array();
  for (const SortKey& key : query.sort) sort.push_back({key.field, key.descending});
  const Json all = {
      query.kind,   query.fields, query.state, query.any_tag, query.without_tag, query.overdue_at.has_value(),
      query.search, sort};
  return to_hex(sha256(to_text(all))).substr(0, 16);
}

std::string cursor_text(const Cursor& cursor, const ListQuery& query) {
  Json keys = Json::array();
  for (const Value& value : cursor.keys) keys.push_back(json_of(value));
  return to_base64url(to_text(Json{{"q", query_hash(query)}, {"k", keys}, {"o", cursor.order}}));
}

Result<Cursor> read_cursor(const std::string& text, const ListQuery& query) {
  const auto bytes = from_base64url(text);
  if (!bytes) return unusable("The cursor is not one that a list gave");
  JsonLimits limits;
  limits.bytes = 8 * 1024;
  limits.depth = 3;
  limits.floats = true;
  const auto json = read_json(*bytes, limits);
  if (!json || !json->is_object() || json->size() != 3 || !json->contains("q") || !json->contains("k") ||
      !json->contains("o") || !json->at("k").is_array() || !json->at("o").is_number_integer()) {
    return unusable("The cursor is not one that a list gave");
  }
  if (json->at("q") != query_hash(query) || json->at("k").size() != query.sort.size()) {
    return unusable("The cursor belongs to a list with other filters or another order");
  }
  Cursor cursor;
  for (const Json& key : json->at("k")) {
    const auto value = value_of(key);
    if (!value) return unusable("The cursor is not one that a list gave");
    cursor.keys.push_back(*value);
  }
  const auto order = value_of(json->at("o"));
  if (!order) return unusable("The cursor is not one that a list gave");
  cursor.order = std::get<std::int64_t>(*order);
  return cursor;
}

}  // namespace yellowsea::store::sqlite
