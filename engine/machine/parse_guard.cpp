// Guards, selections and actions of a definition: names, parameters and their types.
#include <map>

#include "engine/machine/parse_context.hpp"
#include "engine/machine/path.hpp"

namespace yellowsea::machine {
namespace {

const std::map<std::string, GuardType>& guard_types() {
  static const std::map<std::string, GuardType> types{{"all", GuardType::all},
                                                      {"any", GuardType::any},
                                                      {"not", GuardType::negation},
                                                      {"equals", GuardType::equals},
                                                      {"present", GuardType::present},
                                                      {"before", GuardType::before},
                                                      {"actor", GuardType::actor},
                                                      {"in", GuardType::in},
                                                      {"contains", GuardType::contains},
                                                      {"each", GuardType::each},
                                                      {"some_linked", GuardType::some_linked},
                                                      {"no_linked", GuardType::no_linked},
                                                      {"every_linked", GuardType::every_linked}};
  return types;
}

const std::map<std::string, ActionType>& action_types() {
  static const std::map<std::string, ActionType> types{{"assign", ActionType::assign},
                                                       {"assign_members", ActionType::assign_members},
                                                       {"assign_date", ActionType::assign_date},
                                                       {"append", ActionType::append},
                                                       {"append_record", ActionType::append_record},
                                                       {"remove", ActionType::remove},
                                                       {"clear", ActionType::clear},
                                                       {"add", ActionType::add},
                                                       {"assign_digest", ActionType::assign_digest},
                                                       {"assign_linked", ActionType::assign_linked},
                                                       {"notify", ActionType::notify},
                                                       {"raise", ActionType::raise},
                                                       {"log", ActionType::log},
                                                       {"make", ActionType::make},
                                                       {"send", ActionType::send}};
  return types;
}

template <class Types>
std::string names_of(const Types& types) {
  std::string names;
  for (const auto& [name, type] : types) names += (names.empty() ? "" : ", ") + name;
  return names;
}

// The object that `params` holds; an empty one if it is missing or wrong (which is reported).
Node params_of(ParseContext& context, const Node& node) {
  static const OrderedJson none = OrderedJson::object();
  if (!node.json.contains("params")) return Node{none, node.pointer};
  Node params = node.member("params");
  if (params.json.is_object()) return params;
  context.error(params, "type", "'params' must be an object");
  return Node{none, params.pointer};
}

std::vector<Guard> inner_guards(ParseContext& context, const Node& params, bool one) {
  std::vector<Guard> guards;
  if (!params.json.contains("of")) {
    context.error(params, "missing_key",
                  one ? "'of' is missing: the guard meant" : "'of' is missing: a list of guards");
    return guards;
  }
  const Node of = params.member("of");
  if (one) {
    guards.push_back(parse_guard(context, of));
  } else if (of.json.is_array()) {
    for (std::size_t i = 0; i < of.json.size(); ++i) guards.push_back(parse_guard(context, of.element(i)));
  } else {
    context.error(of, "type", "'of' must be a list of guards");
  }
  return guards;
}

void parse_comparison(ParseContext& context, const Node& params, Guard& guard) {
  guard.path = Path(context.path(params, "path", true));
  const bool has_value = params.json.contains("value");
  guard.other = Path(context.path(params, "other", false));
  if (has_value) guard.value = Json(params.json.at("value"));
  if (has_value == params.json.contains("other")) {
    context.error(params, "missing_key", "either 'value' or 'other' (a path) must be given, and not both");
  }
}

Condition parse_condition(ParseContext& context, const Node& node) {
  Condition condition;
  if (!node.json.is_object()) {
    context.error(node, "type", "a condition must be an object");
    return condition;
  }
  context.only_keys(node, {"state", "tag", "not_tag", "where"}, "a condition");
  condition.states = context.text_list(node, "state");
  condition.tags = context.text_list(node, "tag");
  condition.not_tags = context.text_list(node, "not_tag");
  if (node.json.contains("where")) {
    condition.where = std::make_shared<const Guard>(parse_guard(context, node.member("where")));
  }
  return condition;
}

void parse_linked(ParseContext& context, const Node& params, Guard& guard) {
  if (guard.type == GuardType::every_linked) {
    context.only_keys(params, {"kind", "match", "having", "must", "rule"}, "an every_linked guard");
    if (params.json.contains("must")) {
      guard.must = parse_condition(context, params.member("must"));
    } else {
      context.error(params, "missing_key", "'must' is missing: what every selected item must be like");
    }
  } else {
    context.only_keys(params, {"kind", "match", "having", "rule"}, "a guard over linked items");
  }
  guard.selection = parse_selection(context, params);
}

void check_sources(ParseContext& context, const Node& params, const std::string& key) {
  if (!params.json.contains(key)) return;
  const Node members = params.member(key);
  if (!members.json.is_object()) {
    context.error(members, "type", "'" + key + "' must be an object: name to path or {\"value\": …}");
    return;
  }
  for (const auto& [name, source] : members.json.items()) {
    if (source.is_string()) {
      context.path(members, name, true);
    } else if (!source.is_object() || !source.contains("value")) {
      context.error(members.member(name), "type", "'" + name + "' must be a path or {\"value\": …}");
    }
  }
}

void need_source(ParseContext& context, const Node& params) {
  context.path(params, "from", false);
  if (params.json.contains("from") == params.json.contains("value")) {
    context.error(params, "missing_key", "either 'from' (a path) or 'value' must be given, and not both");
  }
}

void need_field(ParseContext& context, const Node& params) {
  const std::string path = context.path(params, "path", true);
  if (!path.empty() && path.rfind("/fields", 0) != 0) {
    context.error(params.member("path"), "path", "'" + path + "' can't be written: only /fields can");
  }
}

void parse_notify(ParseContext& context, const Node& params) {
  context.only_keys(params, {"to", "message"}, "notify");
  context.required_text(params, "message");
  // A role alone is a short form of a receiver without organisation.
  if (!params.json.contains("to")) {
    context.error(params, "missing_key",
                  "'to' is missing: a role, or a list of {\"role\", \"organisation\": path}");
    return;
  }
  if (params.json.at("to").is_string()) return;
  if (!params.json.at("to").is_array()) {
    context.error(params.member("to"), "type", "'to' must be a role or a list of receivers");
    return;
  }
  const Node to = params.member("to");
  for (std::size_t i = 0; i < to.json.size(); ++i) {
    const Node receiver = to.element(i);
    if (receiver.json.is_string()) continue;
    if (!receiver.json.is_object()) {
      context.error(receiver, "type", "a receiver must be an object");
      continue;
    }
    context.only_keys(receiver, {"role", "organisation"}, "a receiver");
    context.required_text(receiver, "role");
    context.path(receiver, "organisation", false);
  }
}

void parse_make(ParseContext& context, const Node& params, Action& action) {
  context.only_keys(params, {"kind", "id", "fields", "for_each", "with", "unless", "suffix", "unless_exists"},
                    "make");
  context.required_text(params, "kind");
  context.required_text(params, "id");
  check_sources(context, params, "fields");
  context.path(params, "for_each", false);
  context.flag(params, "suffix");
  context.flag(params, "unless_exists");
  if (params.json.contains("with")) action.selection = parse_selection(context, params.member("with"));
  if (params.json.contains("unless")) action.unless = parse_selection(context, params.member("unless"));
}

void parse_send(ParseContext& context, const Node& params, Action& action) {
  context.only_keys(params, {"to", "event", "data", "for_each"}, "send");
  context.required_text(params, "event");
  check_sources(context, params, "data");
  context.path(params, "for_each", false);
  if (params.json.contains("to")) {
    action.selection = parse_selection(context, params.member("to"));
  } else {
    context.error(params, "missing_key", "'to' is missing: which items the event is sent to");
  }
}

void check_action(ParseContext& context, const Node& params, Action& action) {
  switch (action.type) {
    case ActionType::assign:
      context.only_keys(params, {"path", "value", "from"}, "assign");
      need_field(context, params);
      need_source(context, params);
      return;
    case ActionType::assign_members:
      context.only_keys(params, {"path", "from"}, "assign_members");
      need_field(context, params);
      context.path(params, "from", true);
      return;
    case ActionType::assign_date:
      context.only_keys(params, {"path", "from", "add"}, "assign_date");
      need_field(context, params);
      context.path(params, "from", true);
      if (!params.json.contains("add")) context.error(params, "missing_key", "'add' is missing: a duration");
      context.duration(params, "add");
      return;
    case ActionType::append:
      context.only_keys(params, {"path", "value", "from", "unique"}, "append");
      need_field(context, params);
      need_source(context, params);
      context.flag(params, "unique");
      return;
    case ActionType::append_record:
      context.only_keys(params, {"path", "record"}, "append_record");
      need_field(context, params);
      check_sources(context, params, "record");
      return;
    case ActionType::remove:
    case ActionType::add:
      context.only_keys(params, {"path", "value", "from"}, action.name);
      need_field(context, params);
      need_source(context, params);
      return;
    case ActionType::clear:
      context.only_keys(params, {"path"}, "clear");
      need_field(context, params);
      return;
    case ActionType::assign_digest:
      context.only_keys(params, {"path", "of"}, "assign_digest");
      need_field(context, params);
      context.text_list(params, "of");
      return;
    case ActionType::assign_linked:
      context.only_keys(params, {"path", "kind", "match", "having", "take"}, "assign_linked");
      need_field(context, params);
      action.selection = parse_selection(context, params);
      if (!params.json.contains("take")) {
        context.error(params, "missing_key", "'take' is missing: what is taken from each selected item");
      } else if (!params.json.at("take").is_string()) {
        check_sources(context, params, "take");
      }
      return;
    case ActionType::notify:
      parse_notify(context, params);
      return;
    case ActionType::raise:
      context.only_keys(params, {"event"}, "raise");
      context.required_text(params, "event");
      return;
    case ActionType::log:
      context.only_keys(params, {"message"}, "log");
      if (!params.json.contains("message"))
        context.warning(params, "missing_key", "'message' is missing: an empty line is logged");
      context.text(params, "message");
      return;
    case ActionType::make:
      parse_make(context, params, action);
      return;
    case ActionType::send:
      parse_send(context, params, action);
      return;
  }
}

Action parse_action(ParseContext& context, const Node& node) {
  Action action;
  if (!node.json.is_object()) {
    context.error(node, "type", "an action must be an object {\"type\", \"params\"}");
    return action;
  }
  context.only_keys(node, {"type", "params"}, "an action");
  action.name = context.required_text(node, "type");
  const auto type = action_type(action.name);
  if (!type) {
    if (!action.name.empty()) {
      context.error(node.member("type"), "unknown_action",
                    "there is no action '" + action.name + "'; known are: " + names_of(action_types()));
    }
    return action;
  }
  action.type = *type;
  action.params = node.json.contains("params") ? Json(node.json.at("params")) : Json(nullptr);
  check_action(context, params_of(context, node), action);
  if (action.params.is_null()) action.params = Json::object();
  return action;
}

}  // namespace

std::optional<GuardType> guard_type(const std::string& name) {
  const auto found = guard_types().find(name);
  return found == guard_types().end() ? std::nullopt : std::optional(found->second);
}

std::optional<ActionType> action_type(const std::string& name) {
  const auto found = action_types().find(name);
  return found == action_types().end() ? std::nullopt : std::optional(found->second);
}

bool writes_fields(ActionType type) {
  switch (type) {
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
      return true;
    case ActionType::notify:
    case ActionType::raise:
    case ActionType::log:
    case ActionType::make:
    case ActionType::send:
      return false;
  }
  return false;
}

Selection parse_selection(ParseContext& context, const Node& node) {
  Selection selection;
  if (!node.json.is_object()) {
    context.error(node, "type", "a selection must be an object {\"kind\", \"match\", \"having\"}");
    return selection;
  }
  selection.kind = context.required_text(node, "kind");
  if (node.json.contains("match") && node.json.at("match").is_object()) {
    const Node match = node.member("match");
    for (const auto& [field, path] : match.json.items()) {
      selection.match.emplace_back(field, context.path(match, field, true));
    }
  }
  if (selection.match.empty()) {
    context.error(
        node, "missing_key",
        "'match' is missing: {field of the other item: path}; a selection without it would be a scan");
  }
  if (node.json.contains("having")) selection.having = parse_condition(context, node.member("having"));
  return selection;
}

Guard parse_guard(ParseContext& context, const Node& node) {
  Guard guard;
  if (!node.json.is_object()) {
    context.error(node, "type", "a guard must be an object {\"type\", \"params\"}");
    return guard;
  }
  context.only_keys(node, {"type", "params"}, "a guard");
  guard.name = context.required_text(node, "type");
  const auto type = guard_type(guard.name);
  if (!type) {
    if (!guard.name.empty()) {
      context.error(node.member("type"), "unknown_guard",
                    "there is no guard '" + guard.name + "'; known are: " + names_of(guard_types()));
    }
    return guard;
  }
  guard.type = *type;
  const Node params = params_of(context, node);
  guard.rule = context.text(params, "rule");
  switch (guard.type) {
    case GuardType::all:
    case GuardType::any:
      context.only_keys(params, {"of", "rule"}, guard.name);
      guard.of = inner_guards(context, params, false);
      break;
    case GuardType::negation:
      context.only_keys(params, {"of", "rule"}, guard.name);
      guard.of = inner_guards(context, params, true);
      break;
    case GuardType::equals:
    case GuardType::contains:
      context.only_keys(params, {"path", "value", "other", "rule"}, guard.name);
      parse_comparison(context, params, guard);
      break;
    case GuardType::present:
      context.only_keys(params, {"path", "rule"}, guard.name);
      guard.path = Path(context.path(params, "path", true));
      break;
    case GuardType::before:
      context.only_keys(params, {"path", "other", "add", "rule"}, guard.name);
      guard.path = Path(context.path(params, "path", true));
      guard.other = Path(context.path(params, "other", true));
      guard.add = context.duration(params, "add");
      break;
    case GuardType::actor:
      context.only_keys(params, {"roles", "scope", "rule"}, guard.name);
      guard.roles = context.text_list(params, "roles");
      guard.scope = Path(context.path(params, "scope", false));
      break;
    case GuardType::in:
      context.only_keys(params, {"state", "rule"}, guard.name);
      guard.state = context.required_text(params, "state");
      break;
    case GuardType::each:
      context.only_keys(params, {"path", "of", "rule"}, guard.name);
      guard.path = Path(context.path(params, "path", true));
      guard.of = inner_guards(context, params, true);
      break;
    case GuardType::some_linked:
    case GuardType::no_linked:
    case GuardType::every_linked:
      parse_linked(context, params, guard);
      break;
  }
  return guard;
}

std::vector<Action> parse_actions(ParseContext& context, const Node& node) {
  std::vector<Action> actions;
  if (node.json.is_array()) {
    for (std::size_t i = 0; i < node.json.size(); ++i)
      actions.push_back(parse_action(context, node.element(i)));
  } else {
    actions.push_back(parse_action(context, node));
  }
  return actions;
}

}  // namespace yellowsea::machine
