#include "engine/service/log_export.hpp"

#include <map>
#include <optional>

#include "engine/service/item_replay.hpp"
#include "engine/service/record.hpp"
#include "engine/service/store_repository.hpp"
#include "engine/service/views.hpp"

namespace yellowsea {
namespace {

constexpr std::size_t events_at_once = 200;

// What an XML 1.0 attribute may hold, between double quotes.
std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\t':
        safe += "&#9;";
        break;
      case '\n':
        safe += "&#10;";
        break;
      case '\r':
        safe += "&#13;";
        break;
      default:
        // Other control characters cannot be in a document of this version at all.
        if (static_cast<unsigned char>(c) < 0x20) {
          safe += "\xef\xbf\xbd";
        } else {
          safe += c;
        }
    }
  }
  return safe;
}

std::string attribute(const char* type, std::string_view key, std::string_view value) {
  return std::string("<") + type + " key=\"" + escaped(key) + "\" value=\"" + escaped(value) + "\"/>";
}

std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : to_text(value);
}

// The public's view of an event, nullopt if it was not public when it happened.
std::optional<Json> public_view(const LogExport& log, const machine::Item& item, const store::EventRow& row) {
  if (form_of(row) == EntryForm::hashed) return std::nullopt;
  const auto event = decode_event(row, [&](const std::string& hash) { return log.session.content(hash); });
  if (!event) return std::nullopt;
  const auto then = as_after(item, *event, log.definitions);
  if (!then) return std::nullopt;
  return event_view(*event, row.seq, instant_of(row.recorded_at), *then, Sight::open);
}

std::string xes_event(const Json& view) {
  const Json& timer = view.at("timer");
  const std::string name = view.at("type").is_string() ? view.at("type").get<std::string>()
                                                       : "timer " + timer.value("state", std::string()) +
                                                             " " + timer.value("delay", std::string());
  std::string xml = "    <event>\n      " + attribute("string", "concept:name", name) + "\n      " +
                    attribute("date", "time:timestamp", view.at("at").get<std::string>()) + "\n      " +
                    attribute("string", "lifecycle:transition", "complete") + "\n";
  if (view.at("actor").is_object()) {
    xml += "      " + attribute("string", "org:role", view.at("actor").value("role", std::string())) + "\n";
    const std::string group = view.at("actor").value("organisation", std::string());
    if (!group.empty()) xml += "      " + attribute("string", "org:group", group) + "\n";
  }
  xml += "      " + attribute("int", "seq", std::to_string(view.at("seq").get<std::int64_t>())) + "\n";
  xml += "      " + attribute("date", "recorded_at", view.at("recorded_at").get<std::string>()) + "\n";
  std::string states;
  for (const Json& state : view.at("configuration"))
    states += (states.empty() ? "" : " ") + state.get<std::string>();
  xml += "      " + attribute("string", "states", states) + "\n";
  for (const auto& [member, value] : view.at("data").items())
    xml += "      " + attribute("string", "data." + member, text_of(value)) + "\n";
  return xml + "    </event>\n";
}

void write_trace(const LogExport& log, const machine::Item& item) {
  log.write("  <trace>\n    " + attribute("string", "concept:name", item.kind + "/" + item.id) + "\n    " +
            attribute("string", "kind", item.kind) + "\n    " + attribute("string", "id", item.id) + "\n");
  std::int64_t after = 0;
  std::vector<store::EventRow> rows;
  do {
    rows = log.session.history(item.kind, item.id, after, events_at_once);
    for (const store::EventRow& row : rows) {
      if (const auto view = public_view(log, item, row)) log.write(xes_event(*view));
      after = row.version;
    }
  } while (rows.size() == events_at_once);
  log.write("  </trace>\n");
}

constexpr const char* xes_head =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <global scope="trace">
    <string key="concept:name" value="unknown"/>
  </global>
  <global scope="event">
    <string key="concept:name" value="unknown"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00Z"/>
    <string key="lifecycle:transition" value="complete"/>
  </global>
  <classifier name="Activity" scope="event" keys="concept:name"/>
  <classifier name="Activity and role" scope="event" keys="concept:name org:role"/>
)";

// Whether an event comes again by itself when the others are imported.
bool follows_by_itself(const machine::Definition& definition, const std::string& type, bool has_actor) {
  if (type.empty() || type.starts_with("xstate.")) return true;
  const machine::EventDefinition* event = definition.event(type);
  return (event != nullptr && event->internal) || !has_actor;
}

}  // namespace

Result<void> export_xes(const LogExport& log) {
  StoreRepository repository(log.session, log.pack, log.definitions);
  log.write(xes_head);
  for (const auto& definition : log.pack.definitions()) {
    if (!log.kind.empty() && definition->kind != log.kind) continue;
    for (const store::ItemRow& row : log.session.items_of(definition->kind)) {
      const machine::ItemPtr item = repository.from_row(row);
      if (is_public(*item)) write_trace(log, *item);
    }
  }
  log.write("</log>\n");
  return {};
}

Result<void> export_lines(const LogExport& log) {
  StoreRepository repository(log.session, log.pack, log.definitions);
  log.session.each_event(0, log.session.last_seq(), [&](const store::EventRow& row) {
    if (!log.kind.empty() && row.kind != log.kind) return true;
    const machine::ItemPtr item = repository.find(row.kind, row.id);
    if (item == nullptr || !is_public(*item)) return true;
    const auto view = public_view(log, *item, row);
    if (!view || follows_by_itself(*item->definition, row.type, view->at("actor").is_object())) return true;
    log.write(to_text(Json{{"kind", row.kind},
                           {"key", row.id},
                           {"type", row.type},
                           {"at", view->at("at")},
                           {"data", view->at("data")},
                           {"actor", view->at("actor")}}) +
              "\n");
    return true;
  });
  return {};
}

}  // namespace yellowsea
