#include "web/routes/items_past.hpp"

#include <algorithm>
#include <charconv>

#include "engine/service/item_index.hpp"
#include "engine/service/views.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

// One item with what lists filter and sort by.
struct Entry {
  machine::ItemPtr item;
  store::ItemRow row;
};

bool wanted(const Entry& entry, const store::ListQuery& query, const Caller& caller, Instant at,
            const Pack& pack) {
  if (!may_read(caller, *entry.item)) return false;
  const auto& row = entry.row;
  const auto has = [](const std::vector<std::string>& list, const std::string& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
  };
  const auto tagged = [&](const std::string& tag) { return has(row.tags, tag); };
  if (!query.state.empty() && !has(row.states, query.state)) return false;
  if (!query.any_tag.empty() && std::none_of(query.any_tag.begin(), query.any_tag.end(), tagged))
    return false;
  if (std::any_of(query.without_tag.begin(), query.without_tag.end(), tagged)) return false;
  const auto& surroundings = pack.surroundings();
  const Zone zone = machine::zone_of(*entry.item, surroundings.zone_of_organisation, surroundings.zone);
  if (query.overdue_at && !machine::is_overdue(*entry.item, zone, at)) return false;
  const bool fields = std::all_of(query.fields.begin(), query.fields.end(), [&](const auto& field) {
    return std::find(row.fields.begin(), row.fields.end(), field) != row.fields.end();
  });
  const bool text = std::all_of(query.search.begin(), query.search.end(), [&](const auto& phrase) {
    return row.search.find(phrase) != std::string::npos;
  });
  return fields && text;
}

Json sort_value(const Entry& entry, const std::string& field) {
  if (field == "id") return entry.row.id;
  if (field == "created_at") return entry.row.created_at;
  if (field == "updated_at") return entry.row.updated_at;
  if (field == "order") return entry.row.order;
  if (field == "deadline")
    return entry.row.deadline_passed ? Json(*entry.row.deadline_passed) : Json(nullptr);
  return entry.item->fields.value(field, Json(nullptr));
}

bool goes_before(const Entry& left, const Entry& right, const std::vector<store::SortKey>& keys) {
  for (const store::SortKey& key : keys) {
    const Json a = sort_value(left, key.field);
    const Json b = sort_value(right, key.field);
    if (a == b) continue;
    // As in the store: what is absent counts as greatest.
    const bool before = a.is_null() ? false : b.is_null() ? true : a < b;
    return before != key.descending;
  }
  return left.row.order < right.row.order;
}

}  // namespace

std::vector<machine::ItemPtr> past_items(Moment& moment, const store::ListQuery& query, const Caller& caller,
                                         const Pack& pack) {
  std::vector<Entry> entries;
  for (const machine::ItemPtr& item : moment.items(query.kind)) {
    Entry entry{item, index_item(*item, pack).row};
    if (wanted(entry, query, caller, moment.at(), pack)) entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(),
            [&](const Entry& left, const Entry& right) { return goes_before(left, right, query.sort); });
  std::vector<machine::ItemPtr> items;
  items.reserve(entries.size());
  for (const Entry& entry : entries) items.push_back(entry.item);
  return items;
}

Response list_past_items(const ApiParts& parts, const store::ListQuery& query, Moment& moment,
                         const Call& call) {
  std::size_t begin = 0;
  if (query.cursor) {
    const auto parsed =
        std::from_chars(query.cursor->data(), query.cursor->data() + query.cursor->size(), begin);
    if (parsed.ec != std::errc{} || parsed.ptr != query.cursor->data() + query.cursor->size()) {
      return problem_response({ProblemCode::malformed,
                               "parameter",
                               "'cursor': is none of this list",
                               {},
                               Json{{"parameter", "cursor"}}},
                              call.language);
    }
  }
  const auto all = past_items(moment, query, call.caller, parts.pack);
  Json items = Json::array();
  const std::size_t end = std::min(all.size(), begin + query.limit);
  for (std::size_t i = begin; i < end; ++i)
    items.push_back(item_view(*all[i], parts.pack, call.caller, moment.at()));
  return json_response(200, Json{{"items", std::move(items)},
                                 {"next", end < all.size() ? Json(std::to_string(end)) : Json(nullptr)}});
}

}  // namespace yellowsea::web
