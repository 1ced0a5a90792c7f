// Paths and parameters of actions, and of the definition's head.
#include <algorithm>

#include "engine/machine/analysis/value_rules.hpp"

namespace yellowsea::machine {
namespace {

std::string text_of(const Json& params, const char* name) { return params.value(name, std::string()); }

}  // namespace

void ValueRules::check() {
  head();
  Walk walk;
  PathScope scope;
  scope.own = &analysed_.definition;
  walk.guard = [&](const Guard& each, const std::string& pointer, const DataView& data) {
    scope.data = data;
    guard(each, pointer, scope);
  };
  walk.action = [&](const Action& each, const std::string& pointer, const DataView& data) {
    scope.data = data;
    action(each, pointer, scope);
  };
  analysed_.source.visit(walk);
}

void ValueRules::head() {
  const Definition& definition = analysed_.definition;
  const OrderedJson& json = analysed_.source.json();
  PathScope scope;
  scope.own = &definition;
  want_time(path(scope, definition.deadline_field, "/deadline"), "/deadline",
            "a deadline is a date or an instant");
  want(path(scope, definition.zone_field, "/zone"), {"string"}, "/zone", "a zone is an IANA name");
  want(path(scope, definition.zone_organisation, "/zone/organisation"), {"string"}, "/zone/organisation",
       "an organisation's id is a text");
  for (std::size_t i = 0; i < definition.read.size(); ++i) {
    const std::string pointer = "/read/" + std::to_string(i) + "/scope";
    want(path(scope, definition.read[i].scope, pointer), {"string", "array"}, pointer,
         "a 'scope' is an organisation or a list of them");
  }
  for (const EventDefinition& event : definition.events) {
    PathScope with_data = scope;
    with_data.data.event = event.name;
    if (event.data) {
      with_data.data.kind = DataView::Kind::schema;
      with_data.data.schema = &*event.data;
    }
    for (std::size_t i = 0; i < event.by.size(); ++i) {
      const std::string pointer = below("/events", event.name) + "/by/" + std::to_string(i) + "/scope";
      want(path(with_data, event.by[i].scope, pointer), {"string", "array"}, pointer,
           "a 'scope' is an organisation or a list of them");
    }
  }
  if (json.contains("delays") && json.at("delays").is_object()) {
    for (const auto& [name, delay] : json.at("delays").items()) {
      if (!delay.is_object() || !delay.contains("until") || !delay.at("until").is_string()) continue;
      const std::string until = delay.at("until").get<std::string>();
      if (until == "deadline") continue;
      const std::string pointer = below("/delays", name) + "/until";
      want_time(path(scope, until, pointer), pointer, "a delay waits until a date or an instant");
    }
  }
  const Json from =
      definition.identity.is_object() ? definition.identity.value("from", Json::array()) : Json::array();
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (from[i].is_string()) path(scope, from[i].get<std::string>(), "/identity/from/" + std::to_string(i));
  }
  for (const auto& [name, link] : definition.links.items()) {
    if (!link.is_object() || !link.contains("field") || !link.at("field").is_string()) continue;
    path(scope, below("/fields", link.at("field").get<std::string>()), below("/links", name) + "/field");
  }
}

PathScope ValueRules::for_each(const Action& action, const std::string& params, const PathScope& scope) {
  if (!action.params.contains("for_each")) return scope;
  PathScope inner = scope;
  const ValueType list = path(scope, text_of(action.params, "for_each"), params + "/for_each");
  want(list, {"array"}, params + "/for_each", "'for_each' goes through a list");
  inner.has_each = true;
  inner.each = element_type(list);
  return inner;
}

void ValueRules::assignable(ValueType target, ValueType source, const std::string& pointer) {
  const std::string reason = never_equal(target, source);
  if (reason.empty()) return;
  findings_.error(
      pointer, "parameter_type",
      "the field can't hold this: it is " + type_text(target) + ", and this is " + type_text(source));
}

void ValueRules::into_list(const Action& action, const std::string& params, const PathScope& scope,
                           ValueType list) {
  want(list, {"array"}, params + "/path", "'" + action.name + "' works on a list");
  const ValueType element = element_type(list);
  if (!action.params.contains("from")) {
    want_value(element, action.params.value("value", Json(nullptr)), params + "/value",
               "the list can't hold it");
    return;
  }
  const ValueType source = path(scope, text_of(action.params, "from"), params + "/from");
  // A list is taken element by element where the vocabulary says so.
  const bool spreads = action.type == ActionType::remove || action.params.value("unique", false);
  if (spreads && may_be(source, "array")) {
    if (!json_types(source).empty()) assignable(element, element_type(source), params + "/from");
  } else {
    assignable(element, source, params + "/from");
  }
}

void ValueRules::record(const Json& sources, const std::string& pointer, const PathScope& scope,
                        ValueType target, const std::string& of_what) {
  if (!sources.is_object()) return;
  for (const auto& [name, source] : sources.items()) {
    const std::string place = below(pointer, name);
    PathScope into;
    into.has_each = true;
    into.each = target;
    const PathType member = type_of_path(into, below("/each", name));
    if (!member.wrong.empty()) {
      const std::string message = "'" + name + "' is no member of " + of_what + ": " + member.wrong;
      if (member.certain) {
        findings_.error(place, "unknown_path", message);
      } else {
        findings_.warning(place, "unknown_path", message);
      }
    }
    if (source.is_string()) {
      assignable(member.type, path(scope, source.get<std::string>(), place), place);
    } else if (source.is_object() && source.contains("value")) {
      want_value(member.type, source.at("value"), place + "/value", of_what + " can't hold it");
    }
  }
}

void ValueRules::write_field(const Action& action, const std::string& params, const PathScope& scope) {
  const Json& given = action.params;
  const ValueType target = path(scope, text_of(given, "path"), params + "/path");
  switch (action.type) {
    case ActionType::assign:
      if (given.contains("from")) {
        assignable(target, path(scope, text_of(given, "from"), params + "/from"), params + "/from");
      } else {
        want_value(target, given.value("value", Json(nullptr)), params + "/value", "the field can't hold it");
      }
      return;
    case ActionType::assign_members:
      want(path(scope, text_of(given, "from"), params + "/from"), {"object"}, params + "/from",
           "'assign_members' takes the members of an object");
      want(target, {"object"}, params + "/path", "'assign_members' sets the members of an object");
      return;
    case ActionType::assign_date: {
      const ValueType source = path(scope, text_of(given, "from"), params + "/from");
      want_time(source, params + "/from", "'assign_date' starts from a date or an instant");
      want_time(target, params + "/path", "'assign_date' sets a date or an instant");
      assignable(target, source, params + "/from");
      return;
    }
    case ActionType::append:
    case ActionType::remove:
      into_list(action, params, scope, target);
      return;
    case ActionType::append_record:
      want(target, {"array"}, params + "/path", "'append_record' works on a list");
      record(given.value("record", Json::object()), params + "/record", scope, element_type(target),
             "the list's elements");
      return;
    case ActionType::add:
      want(target, {"integer"}, params + "/path", "'add' adds whole numbers");
      if (given.contains("from")) {
        want(path(scope, text_of(given, "from"), params + "/from"), {"integer"}, params + "/from",
             "'add' adds whole numbers");
      } else if (!given.value("value", Json(0)).is_number_integer()) {
        findings_.error(params + "/value", "parameter_type", "'add' adds whole numbers, but this is none");
      }
      return;
    case ActionType::assign_digest:
      want(target, {"string"}, params + "/path", "a digest is a text");
      if (given.contains("of") && given.at("of").is_array()) {
        for (std::size_t i = 0; i < given.at("of").size(); ++i) {
          path(scope, given.at("of")[i].get<std::string>(), params + "/of/" + std::to_string(i));
        }
      }
      return;
    case ActionType::assign_linked: {
      want(target, {"array"}, params + "/path", "'assign_linked' makes a list");
      PathScope linked = scope;
      linked.has_linked = true;
      linked.linked = action.selection ? analysed_.kind(action.selection->kind) : nullptr;
      const Json take = given.value("take", Json(nullptr));
      if (take.is_string()) {
        assignable(element_type(target), path(linked, take.get<std::string>(), params + "/take"),
                   params + "/take");
      } else {
        record(take, params + "/take", linked, element_type(target), "the list's elements");
      }
      return;
    }
    case ActionType::clear:
    case ActionType::notify:
    case ActionType::raise:
    case ActionType::log:
    case ActionType::make:
    case ActionType::send:
      return;
  }
}

void ValueRules::make(const Action& action, const std::string& params, const PathScope& scope) {
  PathScope inner = for_each(action, params, scope);
  if (action.unless) selection(*action.unless, params + "/unless", inner);
  if (action.selection) {
    selection(*action.selection, params + "/with", inner);
    inner.has_linked = true;
    inner.linked = analysed_.kind(action.selection->kind);
  }
  const std::string kind = text_of(action.params, "kind");
  const Definition* made = analysed_.kind(kind);
  record(action.params.value("fields", Json::object()), params + "/fields", inner,
         made != nullptr && made->fields ? &*made->fields : nullptr, "the fields of '" + kind + "'");
}

void ValueRules::send(const Action& action, const std::string& params, const PathScope& scope) {
  const PathScope inner = for_each(action, params, scope);
  if (!action.selection) return;
  selection(*action.selection, params + "/to", inner);
  const std::string event = text_of(action.params, "event");
  const Definition* receiver = analysed_.kind(action.selection->kind);
  const EventDefinition* declared = receiver == nullptr ? nullptr : receiver->event(event);
  const bool typed = declared != nullptr && declared->data;
  record(action.params.value("data", Json::object()), params + "/data", inner,
         typed ? &*declared->data : nullptr, "the data of '" + event + "'");
  if (!typed || !declared->data->is_object()) return;
  for (const Json& needed : declared->data->value("required", Json::array())) {
    if (!needed.is_string() ||
        action.params.value("data", Json::object()).contains(needed.get<std::string>()))
      continue;
    findings_.warning(params, "missing_data",
                      "the event '" + event + "' of '" + action.selection->kind + "' needs '" +
                          needed.get<std::string>() + "' among its data, which is not sent");
  }
}

void ValueRules::notify(const Action& action, const std::string& params, const PathScope& scope) {
  const Json to = action.params.value("to", Json::array());
  if (!to.is_array()) return;
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (!to[i].is_object() || !to[i].contains("organisation")) continue;
    const std::string pointer = params + "/to/" + std::to_string(i) + "/organisation";
    want(path(scope, text_of(to[i], "organisation"), pointer), {"string", "array"}, pointer,
         "an organisation is a text or a list of them");
  }
}

void ValueRules::action(const Action& action, const std::string& pointer, const PathScope& scope) {
  const std::string params = pointer + "/params";
  switch (action.type) {
    case ActionType::notify:
      notify(action, params, scope);
      return;
    case ActionType::raise:
    case ActionType::log:
      return;
    case ActionType::make:
      make(action, params, scope);
      return;
    case ActionType::send:
      send(action, params, scope);
      return;
    case ActionType::assign:
    case ActionType::assign_members:
    case ActionType::assign_date:
    case ActionType::append:
    case ActionType::append_record:
    case ActionType::remove:
    case ActionType::clear:
    case ActionType::add:
    case ActionType::assign_digest:
    case ActionType::assign_linked:
      if (action.selection) selection(*action.selection, params, scope);
      write_field(action, params, scope);
      return;
  }
}

}  // namespace yellowsea::machine
