#include <algorithm>
#include <utility>

#include "engine/base/json_members.hpp"
#include "engine/service/record.hpp"
#include "engine/service/record_format.hpp"

namespace yellowsea {
namespace {

using Content = std::function<std::optional<std::string>(const std::string&)>;

// What was put apart: a text, or the JSON of a list or an object; nullopt if it is missing.
std::optional<Json> put_apart(const Json& reference, const Content& content) {
  auto text = content(text_member(reference, "$sha256"));
  if (!text) return std::nullopt;
  if (!flag_member(reference, "json")) return Json(std::move(*text));
  auto json = read_json(*text, stored_limits(text->size()));
  return json ? std::optional<Json>(std::move(*json)) : std::nullopt;
}

// Puts it back; false if something is missing.
bool internalise(Json& value, const Content& content) {
  if (value.is_object() && value.contains("$sha256")) {
    auto found = put_apart(value, content);
    if (!found) return false;
    value = std::move(*found);
    return true;
  }
  if (!value.is_structured()) return true;
  return std::all_of(value.begin(), value.end(), [&](Json& inner) { return internalise(inner, content); });
}

// A part of a body or of its confidential part; an empty object for none, and nullopt for what is no object.
std::optional<Json> part_of(const Json& whole, const char* name) {
  const auto part = whole.find(name);
  if (part == whole.end()) return Json::object();
  return part->is_object() ? std::optional<Json>(*part) : std::nullopt;
}

// Adds data, fields and what was appended; false if one of them is not what it has to be.
bool take_parts(const Json& whole, machine::Event& event) {
  const auto data = part_of(whole, "data");
  const auto fields = part_of(whole, "fields");
  const auto appended = part_of(whole, "appended");
  if (!data || !fields || !appended) return false;
  if (!std::all_of(appended->begin(), appended->end(), [](const Json& list) { return list.is_array(); }))
    return false;
  event.data.update(*data);
  event.change.fields.update(*fields);
  event.change.appended.update(*appended);
  return true;
}

std::vector<machine::Notice> notices_of(const Json& body) {
  std::vector<machine::Notice> notices;
  for (const Json& notice : list_member(body, "notices")) {
    notices.push_back(
        {text_member(notice, "role"), text_member(notice, "organisation"), text_member(notice, "message")});
  }
  return notices;
}

}  // namespace

Result<machine::Event> decode_event(const store::EventRow& row, const Content& content) {
  const auto broken = [&](const std::string& why) {
    return fail(ProblemCode::malformed, "event_row",
                "event " + std::to_string(row.seq) + " of " + row.kind + " " + row.id + ": " + why);
  };
  auto body = read_json(row.body, stored_limits(max_secret_bytes));
  if (!body || !body->is_object()) return broken("its body is no JSON object");
  const std::int64_t version = integer_member(*body, "v");
  if (version != format_version && version != second_format_version)
    return broken("its format is not known to this program");
  for (const char* part : written_parts) {
    if (body->contains(part) && !internalise(body->at(part), content))
      return broken("a text of it is missing");
  }
  machine::Event event;
  event.kind = row.kind;
  event.id = row.id;
  event.version = static_cast<std::uint64_t>(row.version);
  event.definition = text_member(*body, "definition");
  event.definition_version = static_cast<int>(integer_member(*body, "definition_version"));
  event.type = row.type;
  event.at = instant_of(row.at);
  if (!take_parts(*body, event)) return broken("its data or fields are not what they have to be");
  event.change.machine = body->value("machine", Json());
  if (const auto timer = body->find("timer"); timer != body->end())
    event.timer = machine::FiredTimer{text_member(*timer, "state"), text_member(*timer, "delay")};
  if (const auto by = body->find("by"); by != body->end())
    event.actor = machine::Actor{"", text_member(*by, "role"), text_member(*by, "organisation")};
  event.notices = notices_of(*body);
  if (row.secret.empty()) return event;
  const auto secret = read_json(row.secret, stored_limits(max_secret_bytes));
  if (!secret || !secret->is_object()) return broken("its confidential part is no JSON object");
  if (event.actor) event.actor->user = text_member(*secret, "user");
  if (!take_parts(*secret, event))
    return broken("its confidential data or fields are not what they have to be");
  return event;
}

}  // namespace yellowsea
