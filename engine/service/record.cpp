#include "engine/service/record.hpp"

#include "engine/base/hash.hpp"
#include "engine/base/json_read.hpp"
#include "engine/ledger/merkle.hpp"
#include "engine/service/audience.hpp"
#include "engine/service/ledger_tree.hpp"

namespace yellowsea {
namespace {

constexpr int format_version = 1;
constexpr std::size_t salt_bytes = 32;

const Json& properties_of(const std::optional<Json>& schema) {
  static const Json none = Json::object();
  return schema && schema->contains("properties") ? schema->at("properties") : none;
}

const Json& data_properties(const machine::Definition& definition, const std::string& type) {
  static const Json none = Json::object();
  if (type == "open") return properties_of(definition.fields);
  const machine::EventDefinition* event = definition.event(type);
  return event == nullptr ? none : properties_of(event->data);
}

struct Split {
  Json open = Json::object();
  Json secret = Json::object();
};

Split split(const Json& values, const Json& properties) {
  Split result;
  for (const auto& [name, value] : values.items()) {
    (needed_sight(properties, name) == Sight::open ? result.open : result.secret)[name] = value;
  }
  return result;
}

// Replaces long texts by their hash, at any depth.
void externalise(Json& value, std::map<std::string, std::string>& content) {
  if (value.is_string() && value.get_ref<const std::string&>().size() >= content_threshold_bytes) {
    std::string text = value.get<std::string>();
    const std::string hash = to_hex(sha256(text));
    value = Json{{"$sha256", hash}, {"bytes", text.size()}};
    content.emplace(hash, std::move(text));
  } else if (value.is_structured()) {
    for (Json& inner : value) externalise(inner, content);
  }
}

bool internalise(Json& value, const std::function<std::optional<std::string>(const std::string&)>& content) {
  if (value.is_object() && value.contains("$sha256")) {
    auto text = content(value.at("$sha256").get<std::string>());
    if (!text) return false;
    value = std::move(*text);
    return true;
  }
  if (!value.is_structured()) return true;
  for (Json& inner : value) {
    if (!internalise(inner, content)) return false;
  }
  return true;
}

Json notices_json(const std::vector<machine::Notice>& notices) {
  Json list = Json::array();
  for (const auto& notice : notices) {
    list.push_back(
        Json{{"role", notice.role}, {"organisation", notice.organisation}, {"message", notice.message}});
  }
  return list;
}

std::string open_entry(const std::string& at, const std::string& recorded_at, const std::string& body) {
  return "{\"v\":1,\"at\":\"" + at + "\",\"recorded_at\":\"" + recorded_at + "\",\"event\":" + body + "}";
}

std::string hashed_entry(const std::string& at, const std::string& recorded_at, const std::string& hash) {
  return "{\"v\":1,\"at\":\"" + at + "\",\"recorded_at\":\"" + recorded_at + "\",\"hash\":\"" + hash + "\"}";
}

Json body_of(const machine::Event& event, const Json& data, const Json& fields) {
  Json body{{"v", format_version},
            {"kind", event.kind},
            {"id", event.id},
            {"version", event.version},
            {"definition", event.definition},
            {"definition_version", event.definition_version},
            {"type", event.type},
            {"at", format_instant(event.at)},
            {"data", data},
            {"fields", fields},
            {"machine", event.change.machine}};
  if (event.timer) body["timer"] = Json{{"state", event.timer->state}, {"delay", event.timer->delay}};
  if (event.actor)
    body["by"] = Json{{"role", event.actor->role}, {"organisation", event.actor->organisation}};
  if (!event.notices.empty()) body["notices"] = notices_json(event.notices);
  return body;
}

}  // namespace

std::string entry_of(const store::EventRow& row, EntryForm form) {
  const std::string at = format_instant(instant_of(row.at));
  const std::string recorded_at = format_instant(instant_of(row.recorded_at));
  switch (form) {
    case EntryForm::open:
      return open_entry(at, recorded_at, row.body);
    case EntryForm::hashed:
      return hashed_entry(at, recorded_at, to_hex(sha256(row.body_salt, row.body)));
  }
  return {};
}

EntryForm form_of(const store::EventRow& row) {
  return row.entry.find("\"event\":") == std::string::npos ? EntryForm::hashed : EntryForm::open;
}

store::Milliseconds milliseconds(Instant instant) { return instant.time_since_epoch().count(); }
Instant instant_of(store::Milliseconds value) { return Instant{std::chrono::milliseconds(value)}; }

Result<EncodedEvent> encode_event(const machine::Event& event, const machine::Item& after, bool was_public,
                                  Instant recorded_at, const Json& imported_by) {
  const machine::Definition& definition = *after.definition;
  const bool now_public = is_public(after);
  Split data = split(event.data, data_properties(definition, event.type));
  Split fields = split(event.change.fields, properties_of(definition.fields));
  if (now_public && !was_public)
    fields.open.update(split(after.fields, properties_of(definition.fields)).open);

  EncodedEvent encoded;
  store::EventRow& row = encoded.row;
  Json secret = Json::object();
  if (event.actor && !event.actor->user.empty()) secret["user"] = event.actor->user;
  if (!data.secret.empty()) secret["data"] = data.secret;
  if (!fields.secret.empty()) secret["fields"] = fields.secret;

  Json body = body_of(event, data.open, fields.open);
  if (!imported_by.is_null()) body["imported_by"] = imported_by;
  if (!secret.empty()) {
    row.secret = to_text(secret);
    row.secret_salt = random_bytes(salt_bytes);
    body["secret"] = to_hex(sha256(row.secret_salt, row.secret));
  }
  externalise(body["data"], encoded.content);
  externalise(body["fields"], encoded.content);
  row.body = to_text(body);
  if (row.body.size() > max_event_bytes || row.secret.size() > max_event_bytes) {
    Problem problem{ProblemCode::invalid,
                    "event_too_large",
                    "the event is larger than 48 KiB; split it",
                    {},
                    Json::object()};
    problem.arguments["bytes"] = row.body.size();
    return Failure(std::move(problem));
  }
  row.kind = event.kind;
  row.id = event.id;
  row.item_order = static_cast<std::int64_t>(after.order);
  row.version = static_cast<std::int64_t>(event.version);
  row.type = event.type;
  row.at = milliseconds(event.at);
  row.recorded_at = milliseconds(recorded_at);
  // What the entry says in clear needs no salt.
  const EntryForm form = was_public || now_public ? EntryForm::open : EntryForm::hashed;
  if (form == EntryForm::hashed) row.body_salt = random_bytes(salt_bytes);
  row.entry = entry_of(row, form);
  row.leaf = bytes_of(ledger::leaf_hash(row.entry));
  return encoded;
}

Result<machine::Event> decode_event(
    const store::EventRow& row,
    const std::function<std::optional<std::string>(const std::string&)>& content) {
  const auto broken = [&](const std::string& why) {
    return fail(ProblemCode::malformed, "event_row",
                "event " + std::to_string(row.seq) + " of " + row.kind + " " + row.id + ": " + why);
  };
  JsonLimits limits;
  limits.bytes = 4 * max_event_bytes;
  limits.elements = 100'000;
  limits.keys = 10'000;
  limits.string_code_points = 4 * max_event_bytes;
  limits.floats = true;
  auto body = read_json(row.body, limits);
  if (!body || !body->is_object()) return broken("its body is no JSON object");
  if (body->value("v", 0) != format_version) return broken("its format is not known to this program");
  if (!internalise((*body)["data"], content) || !internalise((*body)["fields"], content))
    return broken("a text of it is missing");
  machine::Event event;
  event.kind = row.kind;
  event.id = row.id;
  event.version = static_cast<std::uint64_t>(row.version);
  event.definition = body->value("definition", std::string());
  event.definition_version = body->value("definition_version", 1);
  event.type = row.type;
  event.at = instant_of(row.at);
  event.data = (*body)["data"];
  event.change.fields = (*body)["fields"];
  event.change.machine = body->value("machine", Json::object());
  if (body->contains("timer")) {
    event.timer = machine::FiredTimer{body->at("timer").value("state", std::string()),
                                      body->at("timer").value("delay", std::string())};
  }
  if (body->contains("by")) {
    event.actor = machine::Actor{"", body->at("by").value("role", std::string()),
                                 body->at("by").value("organisation", std::string())};
  }
  const Json notices = body->value("notices", Json::array());
  for (const Json& notice : notices) {
    event.notices.push_back({notice.value("role", std::string()), notice.value("organisation", std::string()),
                             notice.value("message", std::string())});
  }
  if (row.secret.empty()) return event;
  auto secret = read_json(row.secret, limits);
  if (!secret || !secret->is_object()) return broken("its confidential part is no JSON object");
  if (event.actor) event.actor->user = secret->value("user", std::string());
  if (secret->contains("data")) event.data.update(secret->at("data"));
  if (secret->contains("fields")) event.change.fields.update(secret->at("fields"));
  return event;
}

}  // namespace yellowsea
