#include "web/action/public_values.hpp"

#include <algorithm>

#include "engine/base/json_read.hpp"

namespace yellowsea::web {
namespace {

using html::element;
using html::Markup;

Json property(const Json& schema, const std::string& name) {
  const Json properties = schema.is_object() ? schema.value("properties", Json::object()) : Json::object();
  const Json property = properties.value(name, Json::object());
  return property.is_object() ? property : Json::object();  // true and false are schemas, too
}

std::string widget_of(const Json& schema) {
  const Json own = schema.value("x-widget", Json());
  if (own.is_string()) return own.get<std::string>();
  const Json items = schema.value("items", Json());
  const Json inner = items.is_object() ? items.value("x-widget", Json()) : Json();
  return inner.is_string() ? inner.get<std::string>() : "";
}

Markup nothing(const PublicWords& words) {
  return element("span", {{"class", "secondary"}}, words.say()("value.none"));
}

bool is_empty(const Json& value) {
  return value.is_null() || (value.is_structured() && value.empty()) || value == "";
}

Markup object_markup(const PublicWords& words, const Json& value, const Json& schema, const Json& item) {
  Markup rows;
  for (const auto& [name, member] : value.items()) {
    if (is_empty(member)) continue;
    const Json its = property(schema, name);
    rows += element("div", {element("dt", words.pick(its.value("x-title", Json()), name)),
                            element("dd", value_markup(words, member, its, item, name))});
  }
  return element("dl", {{"class", "object"}}, rows);
}

// Only the page of a kind that has one for the public is a link: the register's and the memorandum's.
Markup reference(const PublicWords& words, const std::string& kind, const std::string& id) {
  const std::string page = kind == "commitment" ? "register" : kind == "memorandum" ? kind : "";
  if (page.empty()) return id;
  return element("a", {{"class", "govuk-link"}, {"href", html::Address::here({words.language(), page, id})}},
                 id);
}

Markup file_markup(const PublicWords& words, const std::string& text, const Json& item) {
  const Json info = item.value("attachments", Json::object()).value(text, Json::object());
  const auto definition = words.pack().definition(item.value("kind", std::string()));
  if (info.value("erased", false)) return words.say()("attachment.erased");
  if (!info.contains("name") || definition == nullptr) return element("code", {{"class", "hash"}}, text);
  return element(
      "a",
      {{"class", "govuk-link"},
       {"href", html::Address::here({"api", "v1", definition->path, item.value("id", std::string()),
                                     "attachments", text.substr(7)})}},
      info.value("name", std::string()));
}

Markup text_markup(const PublicWords& words, const std::string& text, const Json& schema, const Json& item) {
  const Json titles = schema.value("x-enum-titles", Json());
  if (titles.is_object()) return words.pick(titles.value(text, Json()), text);
  const std::string widget = widget_of(schema);
  if (widget.starts_with("organisation")) return words.organisation(text);
  if (widget.starts_with("item:")) return reference(words, widget.substr(5), text);
  if (text.starts_with("sha256:")) return file_markup(words, text, item);
  if (parse_date(text)) return element("time", {{"datetime", text}}, words.date(text));
  if (parse_instant(text)) {
    const Zone zone = words.zone_of(item.value("fields", Json::object()).value("city", std::string()));
    return element("time", {{"datetime", text}}, words.instant(text, zone));
  }
  if (const auto address = html::Address::web(text))
    return element("a", {{"class", "govuk-link"}, {"href", *address}, {"rel", "noreferrer"}}, text);
  const Json hint = item.value("fields", Json::object()).value("language", Json());
  return user_text({text, language_of(text, hint, words.language()), "", nullptr, false});
}

}  // namespace

Json field_schema(const machine::Definition& definition, const std::string& name) {
  return definition.fields ? property(*definition.fields, name) : Json::object();
}

Markup value_markup(const PublicWords& words, const Json& value, const Json& schema, const Json& item,
                    const std::string& name) {
  if (is_empty(value)) return nothing(words);
  if (value.is_boolean()) return words.say()(value.get<bool>() ? "yes" : "no");
  if (value.is_number_unsigned() && widget_of(schema) == "measure") {
    const Json measures = item.value("fields", Json::object()).value("measures", Json::array());
    const auto place = value.get<std::size_t>();
    if (place < measures.size())
      return value_markup(words, measures.at(place).value("text", Json()), Json::object(), item);
  }
  if (value.is_number()) return to_text(value);
  if (value.is_object()) return object_markup(words, value, schema, item);
  if (value.is_string()) return text_markup(words, value.get<std::string>(), schema, item);
  const std::string widget = widget_of(schema);
  if (widget.starts_with("organisation")) {
    std::vector<std::string> ids;
    for (const Json& each : value) ids.push_back(each.is_string() ? each.get<std::string>() : to_text(each));
    std::string names;
    for (const std::string& id : words.by_english_name(std::move(ids)))
      names += (names.empty() ? "" : words.say()("state.comma")) + words.organisation(id);
    return names;
  }
  Markup list;
  for (const Json& each : value)
    list += element("li", value_markup(words, each, schema.value("items", Json::object()), item, name));
  return element("ol", {{"class", "govuk-list value-list"}}, list);
}

Markup fields_markup(const PublicWords& words, const machine::Definition& definition, const Json& item,
                     const std::set<std::string>& told) {
  Markup rows;
  const Json fields = item.value("fields", Json::object());
  for (const auto& [name, value] : fields.items()) {
    if (told.contains(name) || is_empty(value)) continue;
    const Json schema = field_schema(definition, name);
    rows += element("div", {{"class", "govuk-summary-list__row"}},
                    {element("dt", {{"class", "govuk-summary-list__key"}},
                             words.pick(schema.value("x-title", Json()), name)),
                     element("dd", {{"class", "govuk-summary-list__value"}},
                             value_markup(words, value, schema, item, name))});
  }
  return element("dl", {{"class", "govuk-summary-list"}}, rows);
}

Markup history_markup(const PublicWords& words, const machine::Definition& definition, const Json& item,
                      const Json& entries, const Zone& zone) {
  std::vector<Markup> rows;
  Json before = Json::array();
  for (const Json& entry : entries) {
    std::string entered;
    const Json now = entry.value("configuration", Json::array());
    for (const Json& path : now) {
      if (std::find(before.begin(), before.end(), path) != before.end()) continue;
      entered += (entered.empty() ? " → " : words.say()("state.comma")) +
                 words.state(definition, path.get<std::string>());
    }
    before = now;
    const bool by_itself = entry.value("type", Json()).is_null();
    // Reminders change nothing, and are not worth a line without a script to fold them.
    if (by_itself && entered.empty()) continue;
    const std::string at = entry.value("at", std::string());
    const std::string who =
        by_itself ? words.say()("actor.timer") : words.actor(entry.value("actor", Json()));
    Markup row{element("p", {{"class", "history__what"}},
                       {element("strong", words.event(definition, entry)), entered}),
               element("p", {{"class", "history__who"}},
                       {element("time", {{"datetime", at}}, words.instant(at, zone)), " · ", who})};
    const std::string type = by_itself ? "" : entry.at("type").get<std::string>();
    const machine::EventDefinition* event = definition.event(type);
    const Json data = entry.value("data", Json());
    if (type != "open" && event != nullptr && data.is_object() && !data.empty())
      row += object_markup(words, data, event->data.value_or(Json::object()), item);
    rows.push_back(element("li", row));
  }
  Markup list;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) list += *row;
  return element("ol", {{"class", "history"}, html::Attribute::flag("reversed")}, list);
}

Markup state_tags(const PublicWords& words, const machine::Definition& definition, const Json& item) {
  Markup tags;
  for (const Json& path : item.value("configuration", Json::array())) {
    if (!path.is_string()) continue;
    tags += element("strong", {{"class", "govuk-tag"}}, words.state(definition, path.get<std::string>()));
    tags += " ";
  }
  return element("span", {{"class", "tags"}}, tags);
}

}  // namespace yellowsea::web
