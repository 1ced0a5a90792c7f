#include "engine/service/record.hpp"

#include "engine/base/hash.hpp"
#include "engine/base/json_read.hpp"
#include "engine/ledger/merkle.hpp"
#include "engine/service/audience.hpp"
#include "engine/service/ledger_tree.hpp"
#include "engine/service/record_format.hpp"

namespace yellowsea {
namespace {

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

using Content = std::map<std::string, std::string>;

// What stands for a text in a body.
Json put_apart(std::string text, Content& content) {
  const std::string hash = to_hex(sha256(text));
  Json reference{{"$sha256", hash}, {"bytes", text.size()}};
  content.emplace(hash, std::move(text));
  return reference;
}

// Replaces texts from `threshold` bytes on, at any depth.
void externalise_texts(Json& value, std::size_t threshold, Content& content) {
  if (value.is_string() && value.get_ref<const std::string&>().size() >= threshold) {
    value = put_apart(value.get<std::string>(), content);
  } else if (value.is_structured()) {
    for (Json& inner : value) externalise_texts(inner, threshold, content);
  }
}

// Replaces lists and objects that are long as a whole, by their JSON as a text.
void externalise_members(Json& part, std::size_t threshold, Content& content) {
  for (Json& member : part) {
    if (!member.is_structured()) continue;
    std::string text = to_text(member);
    if (text.size() < threshold) continue;
    member = put_apart(std::move(text), content);
    member["json"] = true;
  }
}

template <class Externalise>
std::string shortened(Json body, Content& content, Externalise externalise) {
  for (const char* part : written_parts) {
    if (body.contains(part)) externalise(body[part], content);
  }
  return to_text(body);
}

// The body as a text, with as much of it in `content` as it takes.
std::string text_with_content(Json body, Content& content) {
  const auto fits = [](const std::string& text) { return text.size() <= max_event_bytes; };
  for (const std::size_t threshold : {content_threshold_bytes, short_content_threshold_bytes}) {
    content.clear();
    std::string text = shortened(body, content, [threshold](Json& part, Content& apart) {
      externalise_texts(part, threshold, apart);
    });
    if (fits(text)) return text;
  }
  content.clear();
  body["v"] = second_format_version;
  return shortened(std::move(body), content, [](Json& part, Content& apart) {
    externalise_members(part, short_content_threshold_bytes, apart);
    externalise_texts(part, short_content_threshold_bytes, apart);
  });
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

Json body_of(const machine::Event& event, const Json& data, const Json& fields, const Json& appended) {
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
  if (!appended.empty()) body["appended"] = appended;
  if (event.timer) body["timer"] = Json{{"state", event.timer->state}, {"delay", event.timer->delay}};
  if (event.actor)
    body["by"] = Json{{"role", event.actor->role}, {"organisation", event.actor->organisation}};
  if (!event.notices.empty()) body["notices"] = notices_json(event.notices);
  return body;
}

Failure too_large(std::string detail, std::size_t bytes) {
  return Failure(
      Problem{ProblemCode::invalid, "event_too_large", std::move(detail), {}, Json{{"bytes", bytes}}});
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
  Split appended = split(event.change.appended, properties_of(definition.fields));
  if (now_public && !was_public) {
    fields.open.update(split(after.fields, properties_of(definition.fields)).open);
    appended.open = Json::object();
  }

  EncodedEvent encoded;
  store::EventRow& row = encoded.row;
  Json secret = Json::object();
  if (event.actor && !event.actor->user.empty()) secret["user"] = event.actor->user;
  if (!data.secret.empty()) secret["data"] = data.secret;
  if (!fields.secret.empty()) secret["fields"] = fields.secret;
  if (!appended.secret.empty()) secret["appended"] = appended.secret;

  Json body = body_of(event, data.open, fields.open, appended.open);
  // A program that knows nothing of it must not read the event without what it appends in confidence.
  if (!appended.open.empty() || !appended.secret.empty()) body["v"] = second_format_version;
  if (!imported_by.is_null()) body["imported_by"] = imported_by;
  if (!secret.empty()) {
    row.secret = to_text(secret);
    row.secret_salt = random_bytes(salt_bytes);
    body["secret"] = to_hex(sha256(row.secret_salt, row.secret));
  }
  row.body = text_with_content(std::move(body), encoded.content);
  if (row.body.size() > max_event_bytes)
    return too_large("the event is larger than 48 KiB; split it", row.body.size());
  if (row.secret.size() > max_secret_bytes)
    return too_large("what the event says in confidence is larger than 1 MiB; split it", row.secret.size());
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

}  // namespace yellowsea
