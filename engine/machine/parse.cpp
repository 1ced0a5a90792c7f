#include "engine/machine/parse.hpp"

#include <algorithm>
#include <map>

#include "engine/base/hash.hpp"
#include "engine/base/schema.hpp"
#include "engine/machine/compile.hpp"
#include "engine/machine/parse_context.hpp"

namespace yellowsea::machine {
namespace {

JsonLimits definition_limits() {
  JsonLimits limits;
  limits.bytes = 4 * 1024 * 1024;
  limits.depth = 64;
  limits.elements = 10'000;
  limits.keys = 10'000;
  limits.floats = true;
  return limits;
}

void parse_schema(ParseContext& context, const Node& node, std::optional<Json>& schema) {
  if (node.json.is_null()) return;
  schema = Json(node.json);
  for (const FieldError& error : check_schema_itself(*schema)) {
    context.diagnostics.push_back(
        {Severity::error, node.pointer + error.pointer, "schema", error.detail, {}});
  }
}

std::vector<Permission> parse_permissions(ParseContext& context, const Node& by) {
  std::vector<Permission> permissions;
  if (!by.json.is_array()) {
    context.error(by, "type", "'by' must be a list of {\"roles\", \"scope\"}");
    return permissions;
  }
  for (std::size_t i = 0; i < by.json.size(); ++i) {
    const Node node = by.element(i);
    if (!node.json.is_object()) {
      context.error(node, "type", "an element of 'by' must be an object");
      continue;
    }
    context.only_keys(node, {"roles", "scope"}, "'by'");
    permissions.push_back({context.text_list(node, "roles"), context.path(node, "scope", false)});
  }
  return permissions;
}

EventDefinition parse_event(ParseContext& context, const Node& node, const std::string& name) {
  EventDefinition event;
  event.name = name;
  if (!node.json.is_object()) {
    context.error(node, "type", "an event must be an object");
    return event;
  }
  context.only_keys(node, {"title", "by", "internal", "data", "guard", "description"}, "an event");
  if (node.json.contains("title")) event.title = Json(node.json.at("title"));
  event.has_by = node.json.contains("by");
  if (event.has_by) event.by = parse_permissions(context, node.member("by"));
  event.internal = context.flag(node, "internal");
  if (node.json.contains("data")) parse_schema(context, node.member("data"), event.data);
  if (node.json.contains("guard")) {
    const Node guard = node.member("guard");
    if (name != "open") {
      context.error(guard, "unknown_key",
                    "only 'open' has a 'guard' here; other events' guards stand at their transitions");
    } else {
      event.guard = parse_guard(context, guard);
    }
  }
  return event;
}

void parse_events(ParseContext& context, const Node& root, Definition& definition) {
  if (!root.json.contains("events")) return;
  const Node events = root.member("events");
  if (!events.json.is_object()) {
    context.error(events, "type", "'events' must be an object");
    return;
  }
  for (const auto& [name, value] : events.json.items()) {
    definition.event_by_name.emplace(name, definition.events.size());
    definition.events.push_back(parse_event(context, events.member(name), name));
  }
}

std::map<std::string, Delay> parse_delays(ParseContext& context, const Node& root) {
  std::map<std::string, Delay> delays;
  if (!root.json.contains("delays")) return delays;
  const Node node = root.member("delays");
  if (!node.json.is_object()) {
    context.error(node, "type", "'delays' must be an object");
    return delays;
  }
  for (const auto& [name, value] : node.json.items()) {
    if (const auto delay = parse_delay(context, node.member(name))) delays.emplace(name, *delay);
  }
  return delays;
}

void parse_zone(ParseContext& context, const Node& root, Definition& definition) {
  if (!root.json.contains("zone")) return;
  const Node zone = root.member("zone");
  if (zone.json.is_string()) {
    definition.zone_field = context.path(root, "zone", true);
  } else if (zone.json.is_object()) {
    context.only_keys(zone, {"organisation"}, "'zone'");
    definition.zone_organisation = context.path(zone, "organisation", true);
  } else {
    context.error(zone, "type", "'zone' must be a path to an IANA name, or {\"organisation\": path}");
  }
}

void parse_read(ParseContext& context, const Node& root, Definition& definition) {
  if (!root.json.contains("read")) return;
  definition.has_read = true;
  const Node read = root.member("read");
  if (!read.json.is_array()) {
    context.error(read, "type", "'read' must be a list");
    return;
  }
  for (std::size_t i = 0; i < read.json.size(); ++i) {
    const Node node = read.element(i);
    if (!node.json.is_object()) {
      context.error(node, "type", "an element of 'read' must be an object");
      continue;
    }
    context.only_keys(node, {"roles", "scope", "tag", "confidential"}, "'read'");
    definition.read.push_back({context.text_list(node, "roles"), context.path(node, "scope", false),
                               context.text(node, "tag"), context.flag(node, "confidential")});
  }
}

// Unreserved characters (RFC 3986, section 2.3), so that a kind's address needs no escapes; not "." and "..".
bool is_address_part(std::string_view text) {
  const auto unreserved = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
  };
  return !text.empty() && text.front() != '.' && std::all_of(text.begin(), text.end(), unreserved);
}

void parse_head(ParseContext& context, const Node& root, Definition& definition) {
  context.only_keys(root,
                    {"format", "id", "version", "path", "title", "fields", "zone", "deadline", "events",
                     "delays", "machine", "read", "identity", "rules", "links", "description", "$schema"},
                    "a definition");
  const std::string format = context.required_text(root, "format");
  if (!format.empty() && format != "yellowsea.workflow/1") {
    context.error(root.member("format"), "format",
                  "'" + format + "' is not known; this program reads yellowsea.workflow/1");
  }
  definition.kind = context.required_text(root, "id");
  if (!root.json.contains("version")) {
    context.error(root, "missing_key", "'version' is missing here");
  } else if (!root.json.at("version").is_number_integer() ||
             root.json.at("version").get<std::int64_t>() < 1) {
    context.error(root.member("version"), "type", "'version' must be a whole number from 1 on");
  } else {
    definition.version = root.json.at("version").get<int>();
  }
  definition.path = context.text(root, "path");
  if (root.json.contains("path") && root.json.at("path").is_string() && !is_address_part(definition.path)) {
    context.error(
        root.member("path"), "address",
        "'" + definition.path + "' can't stand in an address: letters, digits, '-', '_', '.' and '~' can");
  }
  if (definition.path.empty()) definition.path = definition.kind;
  if (root.json.contains("title")) definition.title = Json(root.json.at("title"));
  if (root.json.contains("fields")) parse_schema(context, root.member("fields"), definition.fields);
  definition.deadline_field = Path(context.path(root, "deadline", false));
  if (root.json.contains("identity")) definition.identity = Json(root.json.at("identity"));
  if (root.json.contains("rules")) definition.rules = Json(root.json.at("rules"));
  if (root.json.contains("links")) definition.links = Json(root.json.at("links"));
}

void add_places(std::string_view text, std::vector<Diagnostic>& diagnostics) {
  for (Diagnostic& diagnostic : diagnostics) {
    std::string pointer = diagnostic.pointer;
    // A pointer to something that is missing is shown at what should hold it.
    while (true) {
      if (const auto place = locate(text, pointer, true)) {
        diagnostic.place = *place;
        break;
      }
      if (pointer.empty()) break;
      pointer.resize(pointer.rfind('/'));
    }
  }
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [](const Diagnostic& left, const Diagnostic& right) {
                     return std::pair(left.place.line, left.place.column) <
                            std::pair(right.place.line, right.place.column);
                   });
}

}  // namespace

const EventDefinition* Definition::event(const std::string& name) const {
  const auto found = event_by_name.find(name);
  return found == event_by_name.end() ? nullptr : &events[found->second];
}

void demand_forward(ParseContext& context, const Node& node, const Duration& duration) {
  if (!duration.negative) return;
  context.error(node, "duration",
                "a delay counts forward from entering the state; only an 'offset' may be negative");
}

std::optional<Delay> parse_delay(ParseContext& context, const Node& node) {
  if (!node.json.is_object()) {
    context.error(node, "type", "a delay must be {\"duration\"} or {\"until\", \"offset\", \"past\"}");
    return std::nullopt;
  }
  context.only_keys(node, {"duration", "until", "offset", "past"}, "a delay");
  Delay delay;
  if (node.json.contains("duration") == node.json.contains("until")) {
    context.error(node, "missing_key", "either 'duration' or 'until' must be given, and not both");
    return std::nullopt;
  }
  if (const auto duration = context.duration(node, "duration")) {
    delay.duration = *duration;
    demand_forward(context, node.member("duration"), *duration);
  }
  if (node.json.contains("until")) {
    const std::string until = context.required_text(node, "until");
    if (until == "deadline") {
      delay.base = Delay::Base::deadline;
    } else {
      delay.base = Delay::Base::field;
      delay.field = Path(context.path(node, "until", true));
    }
  }
  delay.offset = context.duration(node, "offset");
  const std::string past = context.text(node, "past");
  if (!past.empty() && past != "skip" && past != "fire") {
    context.error(node.member("past"), "past", "'past' may only be \"skip\"");
  }
  delay.skip_past = past == "skip";
  return delay;
}

Parsed parse_definition(std::string_view text) {
  Parsed parsed;
  const auto json = read_ordered_json(text, definition_limits());
  if (!json) {
    parsed.diagnostics.push_back(
        {Severity::error, "", json.error().rule, json.error().detail, json.error().place});
    return parsed;
  }
  ParseContext context;
  auto definition = std::make_shared<Definition>();
  const Node root{*json, ""};
  if (!json->is_object()) {
    context.error(root, "type", "a definition must be an object");
  } else {
    parse_head(context, root, *definition);
    parse_zone(context, root, *definition);
    parse_read(context, root, *definition);
    parse_events(context, root, *definition);
    const auto delays = parse_delays(context, root);
    if (root.json.contains("machine")) {
      parse_machine(context, root.member("machine"), delays, *definition);
    } else {
      context.error(root, "missing_key", "'machine' is missing here");
    }
    for (const auto& [name, delay] : delays) {
      if (delay.base == Delay::Base::deadline && definition->deadline_field.empty()) {
        context.error(root.member("delays").member(name), "deadline",
                      "the delay '" + name + "' counts from the deadline, but the definition names none");
      }
    }
  }
  parsed.diagnostics = std::move(context.diagnostics);
  add_places(text, parsed.diagnostics);
  if (has_errors(parsed.diagnostics)) return parsed;
  definition->sha256 = to_hex(sha256(text));
  compile(*definition);
  parsed.definition = std::move(definition);
  return parsed;
}

}  // namespace yellowsea::machine
