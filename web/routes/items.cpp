#include "web/routes/items.hpp"

#include <algorithm>
#include <charconv>

#include "engine/base/text.hpp"
#include "engine/machine/reasons.hpp"
#include "engine/service/attachments.hpp"
#include "engine/service/item_replay.hpp"
#include "engine/service/organisation_names.hpp"
#include "engine/service/reason_view.hpp"
#include "engine/service/record.hpp"
#include "engine/service/views.hpp"
#include "web/routes/attachments.hpp"
#include "web/routes/items_past.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

constexpr std::size_t default_limit = 50;
constexpr std::size_t max_limit = 200;
constexpr std::size_t max_history = 500;

Failure bad_parameter(const std::string& name, const std::string& why) {
  Problem problem{
      ProblemCode::malformed, "parameter", "'" + name + "': " + why, {}, Json{{"parameter", name}}};
  return Failure(std::move(problem));
}

Result<bool> flag_of(const std::string& name, const std::string& value) {
  if (value == "true" || value == "1") return true;
  if (value == "false" || value == "0") return false;
  return bad_parameter(name, "must be true or false");
}

Result<std::vector<store::SortKey>> sort_of(const machine::Definition& definition, const std::string& text) {
  std::vector<store::SortKey> keys;
  for (const std::string& part : split(text, ',')) {
    const bool descending = !part.empty() && part.front() == '-';
    const std::string field = descending ? part.substr(1) : part;
    static const std::vector<std::string> own{"id", "created_at", "updated_at", "deadline", "order"};
    const bool known = std::find(own.begin(), own.end(), field) != own.end() ||
                       (definition.fields && definition.fields->contains("properties") &&
                        definition.fields->at("properties").contains(field) &&
                        needed_sight(definition.fields->at("properties"), field) == Sight::open);
    if (field.empty() || !known) return bad_parameter("sort", "there is no field '" + field + "' to sort by");
    keys.push_back({field, descending});
  }
  return keys;
}

Response item_response(const machine::Item& item, const ApiParts& parts, const Call& call, int status) {
  Response response =
      json_response(status, item_answer(parts.reader, item, parts.pack, call.caller, call.now));
  response.headers.emplace_back("etag", "\"" + std::to_string(item.version) + "\"");
  return response;
}

Response list_items(const ApiParts& parts, StoreRepository& repository, const machine::Definition& definition,
                    const Call& call) {
  const auto query = list_query(parts, definition, call);
  if (!query) return problem_response(query.error(), call.language);
  const auto past = past_asked_for(parts, call);
  if (!past) return problem_response(past.error(), call.language);
  if (*past) return list_past_items(parts, *query, **past, call);
  const auto page = parts.reader.list(*query);
  if (!page) return problem_response(page.error(), call.language);
  Json items = Json::array();
  for (const store::ItemRow& row : page->items) {
    items.push_back(item_view(*repository.from_row(row), parts.pack, call.caller, call.now));
  }
  return json_response(
      200, Json{{"items", std::move(items)}, {"next", page->next ? Json(*page->next) : Json(nullptr)}});
}

// `until`: only what had happened by then.
Response history(const ApiParts& parts, const machine::Item& item, std::optional<Instant> until,
                 const Call& call) {
  const auto after = call.request.query_value("after").value_or("0");
  std::int64_t after_version = 0;
  const auto parsed = std::from_chars(after.data(), after.data() + after.size(), after_version);
  if (parsed.ec != std::errc{} || parsed.ptr != after.data() + after.size()) {
    return problem_response(bad_parameter("after", "must be a version number").value(), call.language);
  }
  const Sight sight = sight_of(call.caller, item);
  Json entries = Json::array();
  const auto rows = parts.reader.history(item.kind, item.id, after_version, max_history);
  for (const store::EventRow& row : rows) {
    if (until && instant_of(row.at) > *until) continue;
    if (auto entry = visible_event(parts, item, row, sight)) entries.push_back(std::move(*entry));
  }
  const bool more = rows.size() == max_history;
  Json attachments = attachments_view(parts.reader, item.kind, item.id, entries);
  return json_response(200, Json{{"items", std::move(entries)},
                                 {"next", more ? Json(rows.back().version) : Json(nullptr)},
                                 {"attachments", std::move(attachments)}});
}

Json event_answer(const machine::Item& item, const std::string& name, const machine::Possibility& possibility,
                  const ReasonReader& reader) {
  const machine::EventDefinition* declared = item.definition->event(name);
  const bool titled = declared != nullptr && declared->title.is_object();
  const bool has_data = declared != nullptr && declared->data;
  Json targets = Json::array();
  for (const machine::StateIndex target : possibility.targets)
    targets.push_back(item.definition->state(target).path);
  return Json{{"type", name},
              {"title", titled ? declared->title : Json::object()},
              {"allowed", possibility.allowed()},
              {"reasons", reasons_view(possibility.reasons, reader)},
              {"conditions", reasons_view(possibility.conditions, reader)},
              {"targets", std::move(targets)},
              {"data", has_data ? *declared->data : Json(nullptr)}};
}

Response possible_events(const ApiParts& parts, StoreRepository& repository, const machine::Item& item,
                         const Call& call) {
  const bool all = call.request.query_value("all").value_or("false") == "true";
  const machine::Asker asker{actor_of(call.caller), may_write_at_all(parts.pack, call.caller)};
  Json events = Json::array();
  for (const std::string& name : machine::known_events(*item.definition)) {
    const machine::Possibility possibility =
        machine::possibility(repository, parts.pack.surroundings(), item, name, asker, call.now);
    if (!all && !possibility.allowed()) continue;
    const ReasonReader reader{parts.pack, call.caller, item, name, call.language};
    events.push_back(event_answer(item, name, possibility, reader));
  }
  return json_response(200, events);
}

// What there is to see of an item as it was: nobody can do anything in the past.
std::optional<Response> read_past_item(const ApiParts& parts, const machine::Item& item, Instant at,
                                       const Call& call) {
  if (call.segments.size() == 2) return json_response(200, item_view(item, parts.pack, call.caller, at));
  if (call.segments[2] == "history") return history(parts, item, at, call);
  if (call.segments[2] == "events") {
    return problem_response(bad_parameter("as_of", "what may be done is asked for now only").value(),
                            call.language);
  }
  return std::nullopt;
}

// "answered,-void": with the one tag and without the other.
void read_tags(const std::string& text, store::ListQuery& query) {
  for (const std::string& part : split(text, ',')) {
    if (part.empty()) continue;
    if (part.front() == '-') {
      query.without_tag.push_back(part.substr(1));
    } else {
      query.any_tag.push_back(part);
    }
  }
}

}  // namespace

bool may_write_at_all(const Pack& pack, const Caller& caller) {
  if (!caller.signed_in()) return false;
  if (pack.roles().empty()) return true;
  const Role* role = pack.role(caller.role);
  return role != nullptr && role->writes;
}

Json item_answer(store::Session& session, const machine::Item& item, const Pack& pack, const Caller& caller,
                 Instant now) {
  Json view = item_view(item, pack, caller, now);
  view["attachments"] = attachments_view(session, item.kind, item.id, view.at("fields"));
  return view;
}

std::optional<Json> visible_event(const ApiParts& parts, const machine::Item& item,
                                  const store::EventRow& row, Sight sight) {
  const auto event = decode_event(row, [&](const std::string& hash) { return parts.reader.content(hash); });
  if (!event) return std::nullopt;
  // The public sees only what was public when it happened.
  if (sight == Sight::open && form_of(row) == EntryForm::hashed) return std::nullopt;
  // What may be seen of an event is said by the definition that it was decided with.
  const auto then = as_after(item, *event, parts.definitions);
  if (!then) return std::nullopt;
  return event_view(*event, row.seq, instant_of(row.recorded_at), *then, sight);
}

std::optional<machine::Actor> actor_of(const Caller& caller) {
  if (!caller.signed_in()) return std::nullopt;
  return machine::Actor{caller.user, caller.role, caller.organisation};
}

Problem unknown_item() {
  return {ProblemCode::not_found,
          "not_found",
          "There is nothing here, or nothing that you may see.",
          {},
          Json::object()};
}

Result<store::ListQuery> list_query(const ApiParts& parts, const machine::Definition& definition,
                                    const Call& call) {
  const ListConfiguration& configuration = parts.pack.list(definition.kind);
  store::ListQuery query;
  query.kind = definition.kind;
  query.limit = default_limit;
  query.readers = tokens_of(call.caller);
  std::string sort = configuration.sort;
  for (const auto& [name, value] : call.request.query) {
    if (name == "limit") {
      std::size_t limit = 0;
      const auto parsed = std::from_chars(value.data(), value.data() + value.size(), limit);
      if (parsed.ec != std::errc{} || parsed.ptr != value.data() + value.size() || limit < 1 ||
          limit > max_limit) {
        return bad_parameter("limit", "must be a whole number from 1 to 200");
      }
      query.limit = limit;
    } else if (name == "cursor") {
      query.cursor = value;
    } else if (name == "sort") {
      sort = value;
    } else if (name == "state") {
      query.state = value;
    } else if (name == "overdue") {
      const auto flag = flag_of(name, value);
      if (!flag) return Failure(flag.error());
      if (*flag) query.overdue_at = milliseconds(call.now);
    } else if (name == "q") {
      for (const std::string& phrase : split(value, ' ')) {
        const std::string text = search_text(phrase);
        if (!trim(text).empty()) query.search.push_back(text);
      }
    } else if (const auto filter = configuration.filters.find(name); filter != configuration.filters.end()) {
      if (!value.empty())
        query.fields.emplace_back(filter->second,
                                  filter_value(parts.pack, definition.kind, filter->second, value));
    } else if (name == "tag") {
      read_tags(value, query);
    } else if (name != "as_of" && name != "lang") {
      return bad_parameter(name, "is no parameter of this list");
    }
  }
  auto keys = sort_of(definition, sort);
  if (!keys) return Failure(keys.error());
  query.sort = std::move(*keys);
  return query;
}

std::optional<Response> read_items(const ApiParts& parts, StoreRepository& repository, const Call& call) {
  const auto definition =
      call.segments.empty() ? nullptr : parts.pack.definition_at_path(call.segments.front());
  if (definition == nullptr || call.segments.size() > 4) return std::nullopt;
  if (call.segments.size() == 1) return list_items(parts, repository, *definition, call);
  const auto past = past_asked_for(parts, call);
  if (!past) return problem_response(past.error(), call.language);
  const machine::ItemPtr item = *past ? (*past)->find(definition->kind, call.segments[1])
                                      : repository.find(definition->kind, call.segments[1]);
  if (item == nullptr || !may_read(call.caller, *item))
    return problem_response(unknown_item(), call.language);
  if (*past) return read_past_item(parts, *item, (*past)->at(), call);
  if (call.segments.size() == 2) {
    const std::string etag = "\"" + std::to_string(item->version) + "\"";
    if (call.request.header("if-none-match") == etag) return Response{304, {{"etag", etag}}, {}, {}};
    return item_response(*item, parts, call, 200);
  }
  if (call.segments.size() == 4) return read_attachment(parts, *item, call);
  if (call.segments[2] == "history") return history(parts, *item, std::nullopt, call);
  if (call.segments[2] == "events") return possible_events(parts, repository, *item, call);
  return std::nullopt;
}

}  // namespace yellowsea::web
