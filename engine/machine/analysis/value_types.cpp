#include "engine/machine/analysis/value_types.hpp"

#include <algorithm>

#include "engine/base/json_read.hpp"
#include "engine/machine/analysis/findings.hpp"

namespace yellowsea::machine {
namespace {

std::vector<std::string> segments_of(const std::string& path) {
  std::vector<std::string> segments;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at + 1), path.size());
    std::string segment;
    for (std::size_t i = at + 1; i < end; ++i) {
      if (path[i] == '~' && i + 1 < end) {
        segment += path[++i] == '1' ? '/' : '~';
      } else {
        segment += path[i];
      }
    }
    segments.push_back(std::move(segment));
    at = end;
  }
  return segments;
}

bool is_index(const std::string& segment) {
  return !segment.empty() &&
         std::all_of(segment.begin(), segment.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

// Whether other schemas say more of the same value: what they say is not looked at, so what is not named here
// may be named there. A 'not' names nothing.
bool says_more(const Json& schema) {
  static const std::vector<std::string> parts{"$ref", "allOf", "anyOf", "oneOf", "if", "dependentSchemas"};
  return std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return schema.contains(part); });
}

PathType wrong(std::string detail, bool certain) { return PathType{nullptr, std::move(detail), certain}; }

// The schema of a list's element.
const Json& element_schema(const Json& list, const std::string& index) {
  const auto first = list.find("prefixItems");
  const std::size_t named = first != list.end() && first->is_array() ? first->size() : 0;
  for (std::size_t at = 0; at < named; ++at) {
    if (std::to_string(at) == index) return first->at(at);
  }
  return list.at("items");
}

// Goes into a schema segment by segment.
PathType follow(ValueType schema, const std::vector<std::string>& segments, std::size_t at,
                const std::string& of_what) {
  bool more = false;
  for (; at < segments.size(); ++at) {
    if (schema == nullptr || !schema->is_object()) return {};
    more = more || says_more(*schema) || schema->contains("patternProperties");
    const std::string& segment = segments[at];
    const auto types = json_types(schema);
    const bool object = types.empty() || types.contains("object");
    const bool list = types.empty() || types.contains("array");
    if (!object && !list) {
      return wrong("'" + segment + "' is looked for inside " + type_text(schema) + ", which has no members",
                   true);
    }
    if (list && is_index(segment) && schema->contains("items")) {
      schema = &element_schema(*schema, segment);
      continue;
    }
    if (!object) {
      if (is_index(segment)) return {};
      return wrong("'" + segment + "' is looked for inside a list; only numbers name its elements", true);
    }
    const auto properties = schema->find("properties");
    const bool named = properties != schema->end() && properties->is_object();
    if (named && properties->contains(segment)) {
      schema = &properties->at(segment);
      continue;
    }
    if (schema->contains("patternProperties")) return {};
    const auto others = schema->find("additionalProperties");
    if (others != schema->end() && others->is_object()) {
      schema = &*others;
      continue;
    }
    const bool closed = others != schema->end() && others->is_boolean() && !others->get<bool>();
    if (!closed && (more || !named)) return {};
    const std::vector<std::string> known = named ? keys_of(*properties) : std::vector<std::string>{};
    return wrong("the schema of " + of_what + " has no '" + segment + "'" + did_you_mean(segment, known),
                 closed);
  }
  return PathType{schema, "", false};
}

PathType type_of_item_part(const std::vector<std::string>& segments, std::size_t at,
                           const std::string& path) {
  if (segments.size() == at) return {};
  if (segments.size() == at + 1 && (segments[at] == "kind" || segments[at] == "id"))
    return {text_type(), "", false};
  return wrong("'" + path + "' names nothing: an item has 'kind' and 'id' here", true);
}

PathType type_of_actor(const std::vector<std::string>& segments) {
  if (segments.size() == 1) return {};
  static const std::vector<std::string> known{"user", "role", "organisation"};
  if (segments.size() == 2 && std::find(known.begin(), known.end(), segments[1]) != known.end()) {
    return {text_type(), "", false};
  }
  return wrong("an actor has 'user', 'role' and 'organisation'" + did_you_mean(segments[1], known), true);
}

PathType type_in_fields(const Definition* definition, const std::vector<std::string>& segments,
                        std::size_t at) {
  if (definition == nullptr || !definition->fields) return {};
  return follow(&*definition->fields, segments, at, "the fields of '" + definition->kind + "'");
}

PathType type_in_data(const DataView& data, const std::vector<std::string>& segments) {
  switch (data.kind) {
    case DataView::Kind::any:
      return {};
    case DataView::Kind::none:
      return wrong("there are no event data here: a timer, a done event and 'always' bring none", false);
    case DataView::Kind::schema:
      return follow(data.schema, segments, 1, "the data of '" + data.event + "'");
  }
  return {};
}

}  // namespace

ValueType text_type() {
  static const Json type{{"type", "string"}, {"x-any", true}};
  return &type;
}

ValueType instant_type() {
  static const Json type{{"type", "string"}, {"format", "date-time"}};
  return &type;
}

PathType type_of_path(const PathScope& scope, const std::string& path) {
  const auto segments = segments_of(path);
  if (segments.empty()) return {};
  const std::string& root = segments.front();
  if (root == "now") return {instant_type(), "", false};
  if (root == "fields") return type_in_fields(scope.own, segments, 1);
  if (root == "data") return type_in_data(scope.data, segments);
  if (root == "actor") return type_of_actor(segments);
  if (root == "item") return type_of_item_part(segments, 1, path);
  if (root == "each") {
    if (!scope.has_each) return wrong("'/each' stands only inside 'each', 'for_each' and 'take'", true);
    return follow(scope.each, segments, 1, "the element");
  }
  if (root == "linked") {
    if (!scope.has_linked) return wrong("'/linked' stands only where another item is looked at", true);
    if (segments.size() < 2) return {};
    if (segments[1] == "fields") return type_in_fields(scope.linked, segments, 2);
    if (segments[1] == "item") return type_of_item_part(segments, 2, path);
    return wrong("'/linked' has 'fields' and 'item'", true);
  }
  return {};
}

ValueType element_type(ValueType list) {
  if (list == nullptr || !list->is_object()) return nullptr;
  // The first elements are of other types.
  if (list->contains("prefixItems")) return nullptr;
  const auto items = list->find("items");
  return items == list->end() || !items->is_object() ? nullptr : &*items;
}

std::set<std::string> json_types(ValueType type) {
  std::set<std::string> types;
  if (type == nullptr || !type->is_object()) return types;
  const auto found = type->find("type");
  if (found != type->end()) {
    for (const Json& name : found->is_array() ? *found : Json::array({*found})) {
      if (name.is_string()) types.insert(name.get<std::string>());
    }
    return types;
  }
  const auto choices = type->find("enum");
  if (choices == type->end() || !choices->is_array()) return types;
  for (const Json& choice : *choices) {
    types.insert(choice.is_number() ? "number" : choice.is_string() ? "string" : choice.type_name());
  }
  return types;
}

bool may_be(ValueType type, const std::string& json_type) {
  const auto types = json_types(type);
  if (types.empty() || types.contains(json_type)) return true;
  if (json_type == "number") return types.contains("integer");
  return json_type == "integer" && types.contains("number");
}

std::string type_text(ValueType type) {
  const auto types = json_types(type);
  if (types.empty()) return "a value of any type";
  std::string text;
  for (const std::string& name : types) {
    text += text.empty() ? "" : " or ";
    if (name == "string") {
      const TimeForm form = time_form(type);
      text += form == TimeForm::date ? "a date" : form == TimeForm::instant ? "an instant" : "a text";
    } else if (name == "object") {
      text += "an object";
    } else if (name == "array") {
      text += "a list";
    } else if (name == "integer") {
      text += "a whole number";
    } else if (name == "number") {
      text += "a number";
    } else if (name == "boolean") {
      text += "true or false";
    } else {
      text += "null";
    }
  }
  return text;
}

TimeForm time_form(ValueType type) {
  if (type == nullptr || !type->is_object()) return TimeForm::unknown;
  if (!may_be(type, "string")) return TimeForm::none;
  const auto format = type->find("format");
  if (format != type->end() && *format == "date") return TimeForm::date;
  if (format != type->end() && *format == "date-time") return TimeForm::instant;
  if (json_types(type).empty() || says_more(*type)) return TimeForm::unknown;
  return type->contains("enum") ? TimeForm::none : TimeForm::text;
}

bool disjoint(ValueType left, ValueType right) {
  const auto types = json_types(left);
  return !types.empty() && !json_types(right).empty() &&
         std::none_of(types.begin(), types.end(),
                      [&](const std::string& name) { return may_be(right, name); });
}

std::string never_equal(ValueType left, ValueType right) {
  if (left == nullptr || right == nullptr || !left->is_object() || !right->is_object()) return "";
  if (disjoint(left, right)) return "one is " + type_text(left) + ", the other " + type_text(right);
  const TimeForm form = time_form(left);
  const TimeForm other = time_form(right);
  const bool times = (form == TimeForm::date && other == TimeForm::instant) ||
                     (form == TimeForm::instant && other == TimeForm::date);
  if (times) return "one is " + type_text(left) + ", the other " + type_text(right);
  const auto choices = left->find("enum");
  const auto others = right->find("enum");
  if (choices == left->end() || others == right->end() || !choices->is_array() || !others->is_array())
    return "";
  const bool common = std::any_of(choices->begin(), choices->end(), [&](const Json& choice) {
    return std::find(others->begin(), others->end(), choice) != others->end();
  });
  return common ? "" : "no value of the one's 'enum' is one of the other's";
}

}  // namespace yellowsea::machine
